//! Study files for tests: one with every key that this version knows, and two like those of well-known data.

/// A study with every key that this version knows.
pub(in super::super) const FULL: &str = r##"schema = 1

[study]
title = "AI Production Paradox"
population = "Decision makers"
synthetic = true

[data]
id = "respondent_id"
missing = { no_answer = [""], refused = ["Refused", "n/a"] }
header_rows = 1
sheet = "Answers"
encoding = "utf-8"
delimiter = "\t"
decimal = ","
complete = { status = ["Complete"], "#9" = "*" }

[design]
weight = "weight"
strata = "region"
psu = ["school", "#7"]
fpc = ["schools", "pupils"]
lonely_psu = "adjust"

[analysis]
confidence = 0.9
alpha = 0.01
margin = 3.0
interval = "beta"
adjust = "bh"
suppress_below = 0
caution_below = 50
suppress_rule = "n_and_effective"

[[segments]]
name = "company_size"
levels = [" 1,000-4,999", "5,000+ "]
ordered = true
scores = [1, 4.5]
aliases = { "5000 or more" = "5,000+" }
missing = ["Don't know"]

[[segments]]
name = "country"
column = "#4"
label = "Country of the head office"
levels = ["Brazil", "India"]

[[segments]]
name = "region"
column = "#4"
levels = ["Asia", "Other"]
groups = { "Asia" = ["India", "Japan"], "Other" = "*" }
aliases = { "Bharat" = "India" }

[[segments]]
name = "age"
levels = ["16-24", "25+"]
ordered = true
breaks = [16, 24.5]
valid = [16, 100]
missing = ["999"]

[[outcomes]]
name = "shipped"
yes = ["Yes"]

[[outcomes]]
name = "rollback"
label = "Rolled back an agent"
question = "Have you ever rolled back an agent?"
column = "rolled_back"
yes = ["Yes"]
no = ["No", ""]
missing = ["Maybe"]
base = { shipped = ["Yes"] }
asked_if = ["shipped", "effort"]

[[outcomes]]
name = "effort"
bands = ["0-24%", "25-49%", "50-100%"]
at_least = "25-49%"
neutral = "25-49%"
edges = [0, 25, 50, 100]

[[outcomes]]
name = "leaked"
column = "causes"
contains = "Leak"
separator = ","
missing = ["Don't know"]

[[outcomes]]
name = "hours"
kind = "mean"
valid = [0, 80]
margin = 0.5

[[outcomes]]
name = "provider"
kind = "nominal"
levels = ["Cloud", "Own"]

[[multi]]
name = "plans"
question = "Which of these do you plan?"
options = { "More tests" = "q7_1", "Monitoring" = "#8" }
yes = ["x", "1"]
base = "any"
asked_if = ["any_plan"]

[[outcomes]]
name = "any_plan"
answered = ["q7_1", "#8"]

[[outcomes]]
name = "careful"
any_of = ["plans.Monitoring", "leaked"]

[[outcomes]]
name = "both"
all_of = ["plans.Monitoring", "plans.More tests"]

[[outcomes]]
name = "mood"
kind = "mean"
scores = { "Bad" = 1, "Good" = 5 }
margin = 0.25

[[outcomes]]
name = "recommend"
kind = "nps"
levels = ["0 - Not at all", "10 - Certainly"]
scores = [0, 10]

[[outcomes]]
name = "trust"
kind = "mean"
items = ["trust_1", "trust_2", "#12"]
reversed = ["trust_2"]
range = [1, 7]
valid = [1, 7]
combine = "sum"
least_answered = 2
missing = ["99"]

[[outcomes]]
name = "long"
column = "hours"
kind = "quantile"
share = 0.9
valid = [0, 80]

[[outcomes]]
name = "busy"
yes_if = [{ hours = { at_least = 40, below = 100 }, role = ["Chief", "Head"] }, { "#9" = "*", staff = { between = [5, 10] } }]

[[ranking]]
name = "drivers"
question = "Rank what matters to you"
options = { "Speed" = "rank_speed", "Price" = "rank_price", "Trust" = "rank_trust" }
top = 2
base = { shipped = ["Yes"] }

[[ranking]]
name = "wishes"
column = "wish_list"
separator = ","
options = ["More", "Less"]
missing = ["None"]

[[paired]]
a = "shipped"
b = "rollback"

[[stratified]]
outcome = "rollback"
by = "region"
two = ["Other", "Asia"]
within = "company_size"

[[correlations]]
a = "effort"
b = "age"
method = "pearson"

[[models]]
outcome = "rollback"
on = ["region*company_size", "region"]

[paradox]
outcome = "rollback"
segment = "company_size"
top = "5,000+"
detection = "age"

[[claims]]
id = "overall"
text = "74% rolled back"
kind = "rate"
outcome = "rollback"
published = 74
rounding = 1
base_n = 1567
source = "Report, page 3"
note = "also given as 75"
same_data = true

[[claims]]
id = "large-brazil"
text = "32.3% of large firms in Brazil"
kind = "rate"
outcome = "rollback"
where = { company_size = ["5000 or more"], country = "*", role = ["Chief"] }
published = 32.3
rounding = 0.1

[[claims]]
id = "size-consistent"
text = "whatever the size"
kind = "consistent"
outcome = "rollback"
across = ["company_size"]

[[claims]]
id = "gap"
text = "Brazil is 19 points above India"
kind = "difference"
outcome = "rollback"
between = [{ country = ["Brazil"] }, { country = ["India"] }]
published = 19
rounding = 2

[[claims]]
id = "ahead"
text = "shipped, but not careful"
kind = "difference"
paired = ["shipped", "careful"]
published = -3.5
rounding = 0.5

[[claims]]
id = "large-higher"
text = "large firms more often"
kind = "higher"
outcome = "rollback"
where = { company_size = ["5,000+"], role = ["Head"] }
than = "rest"

[[claims]]
id = "together"
text = "effort and age correlate"
kind = "correlation"
between = ["age", "effort"]
published = 0.52
rounding = 0.01

[words]
undetermined = "{outcome} by {segment}: cannot be told. {sentence}"
"##;

pub(in super::super) const UCB: &str = r#"schema = 1
[study]
title = "Admissions to graduate school"
[data]
id = "id"
[analysis]
suppress_below = 0
[[segments]]
name = "gender"
column = "Gender"
levels = ["Male", "Female"]
[[segments]]
name = "department"
column = "Dept"
levels = ["A", "B", "C"]
[[outcomes]]
name = "admitted"
column = "Admit"
yes = ["Admitted"]
no = ["Rejected"]
[[stratified]]
outcome = "admitted"
by = "gender"
within = "department"
"#;

pub(in super::super) const TITANIC: &str = r#"schema = 1
[study]
title = "Who survived the Titanic?"
[[segments]]
name = "class"
column = "Class"
levels = ["Crew", "3rd", "2nd", "1st"]
[[segments]]
name = "passenger_class"
column = "Class"
levels = ["3rd", "2nd", "1st"]
ordered = true
missing = ["Crew"]
[[outcomes]]
name = "survived"
column = "Survived"
yes = ["Yes"]
no = ["No"]
[[claims]]
id = "crew"
text = "24 percent of the crew survived"
kind = "rate"
outcome = "survived"
where = { class = ["Crew"] }
published = 24
rounding = 1
"#;

/// All of them.
pub(in super::super) const EXAMPLES: [&str; 4] = [FULL, UCB, TITANIC, REPLICATES];

/// A study file as JSON, with the white space around its texts taken away, as the parser does.
pub(in super::super) fn trimmed_json(study: &str) -> serde_json::Value {
    let table: toml::Table = study.parse().unwrap();
    let mut json = serde_json::to_value(table).unwrap();
    trim(&mut json);
    json
}

fn trim(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = text.trim().to_owned(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(trim),
        // A delimiter may be white space.
        serde_json::Value::Object(table) => {
            table.iter_mut().filter(|(key, _)| *key != "delimiter").for_each(|(_, value)| trim(value));
        }
        _ => {}
    }
}

/// The other kind of design.
pub(in super::super) const REPLICATES: &str = r#"schema = 1
[design]
weight = "w"
replicates = { columns = "rw*", method = "fay", rho = 0.3, scale = 0.5, rscales = "1" }
"#;
