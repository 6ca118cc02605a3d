//! `--redact` as a user runs it, and as somebody who wants to know what it hides.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Project;

const STUDY: &str = r#"
schema = 1
[data]
missing = [""]
[[segments]]
name = "size"
levels = ["Large", "Medium", "Small", "Tiny"]
ordered = true
[[segments]]
name = "region"
levels = ["North", "South", "West"]
[[segments]]
name = "coarse"
column = "size"
groups = { "Big" = ["Large", "Medium"], "Little" = ["Small", "Tiny"] }
levels = ["Big", "Little"]
[[segments]]
name = "plan"
levels = ["A", "B"]
ordered = true
[[outcomes]]
name = "used"
label = "Used it"
column = "used"
yes = ["Yes"]
[[outcomes]]
name = "unused"
label = "Did not use it"
column = "used"
yes = ["No"]
[[outcomes]]
name = "again"
label = "Would again"
column = "again"
yes = ["Yes"]
asked_if = ["used"]
[[outcomes]]
name = "either"
label = "Either"
any_of = ["used", "likes"]
[[outcomes]]
name = "likes"
label = "Likes it"
column = "score"
bands = ["Low", "Mid", "High"]
at_least = "High"
edges = [0, 1, 2, 3]
top = 2
nets = { "Low or high" = ["Low", "High"] }
[[outcomes]]
name = "hours"
label = "Hours"
kind = "mean"
column = "hours"
[[outcomes]]
name = "colour"
label = "Colour"
kind = "nominal"
column = "score"
levels = ["Low", "Mid", "High"]
nets = { "Not low" = ["Mid", "High"] }
[[multi]]
name = "why"
options = { "Price" = "why_1", "Time" = "why_2" }
[[paired]]
a = "used"
b = "likes"
[[stratified]]
outcome = "used"
by = "plan"
within = "size"
[[models]]
outcome = "used"
on = ["size", "plan"]
[[models]]
outcome = "either"
on = ["region", "plan"]
[[correlations]]
a = "size"
b = "likes"
[[correlations]]
a = "plan"
b = "likes"
method = "pearson"
[paradox]
outcome = "used"
segment = "size"
top = "Large"
detection = "plan"
[[claims]]
id = "goes-along"
text = "The larger like it more"
kind = "correlation"
between = ["size", "likes"]
published = 0.1
rounding = 0.1
[[claims]]
id = "large-and-small"
text = "12 points between large and small"
kind = "difference"
outcome = "used"
between = [{ size = ["Large"] }, { size = ["Small", "Tiny"] }]
published = 12
rounding = 1
[[claims]]
id = "tiny"
text = "A third of the tiny used it"
kind = "rate"
outcome = "used"
where = { size = ["Tiny"] }
published = 33
rounding = 1
[[claims]]
id = "higher"
text = "The small use it more than others"
kind = "higher"
outcome = "used"
where = { size = ["Small"] }
than = "rest"
[[claims]]
id = "consistent"
text = "It is the same at any size"
kind = "consistent"
outcome = "used"
across = ["size"]
"#;

/// A survey of four sizes, of which "Tiny" is hidden, and "Small" because it is the next smallest.
fn respondents() -> Vec<[String; 9]> {
    let mut all = Vec::new();
    let text = |yes: bool| if yes { "Yes" } else { "No" }.to_owned();
    for (size, n) in [("Large", 150_usize), ("Medium", 120), ("Small", 40), ("Tiny", 20)] {
        for i in 0..n {
            let used = (i * 7 + n) % 5 < 2;
            let region = if i % 30 == 3 {
                "West"
            } else if i % 2 == 0 {
                "North"
            } else {
                "South"
            };
            let score = ["Low", "Mid", "High"][(i * 5 + n / 7) % 3];
            all.push([
                size.to_owned(),
                region.to_owned(),
                ["A", "B"][(i / 2) % 2].to_owned(),
                text(used),
                if used { text(i % 3 == 0) } else { String::new() },
                score.to_owned(),
                ((i * 13) % 41).to_string(),
                if i % 4 == 1 { "x" } else { "" }.to_owned(),
                if i % 3 == 1 { "x" } else { "" }.to_owned(),
            ]);
        }
    }
    all
}

fn csv(respondents: &[[String; 9]]) -> String {
    let mut text = "size,region,plan,used,again,score,hours,why_1,why_2\n".to_owned();
    respondents.iter().for_each(|r| writeln!(text, "{}", r.join(",")).expect("a string takes every line"));
    text
}

/// The files in a zip archive, as its list at the end names them (APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16).
fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, bytes: usize| (0..bytes).rev().fold(0, |sum, i| sum * 256 + usize::from(zip[at + i]));
    let end = zip.windows(4).rposition(|four| four == b"PK\x05\x06").expect("a zip archive");
    let mut at = number(end + 16, 4);
    let mut files = Vec::new();
    for _ in 0..number(end + 10, 2) {
        let (method, size, name, more) =
            (number(at + 10, 2), number(at + 20, 4), number(at + 28, 2), number(at + 30, 2) + number(at + 32, 2));
        let path = String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).expect("a name");
        let head = number(at + 42, 4);
        let start = head + 30 + number(head + 26, 2) + number(head + 28, 2);
        let mut bytes = zip[start..start + size].to_vec();
        if method != 0 {
            let packed = std::mem::take(&mut bytes);
            let mut reader = flate2::read::DeflateDecoder::new(&packed[..]);
            std::io::Read::read_to_end(&mut reader, &mut bytes).expect("a packed file");
        }
        files.push((path, bytes));
        at += 46 + name + more;
    }
    files
}

/// A wave after it, of which the same sizes are hidden.
fn later() -> Vec<[String; 9]> {
    let mut all = respondents();
    for (i, respondent) in all.iter_mut().enumerate().filter(|(i, _)| i % 11 == 0) {
        respondent[3] = if i % 3 == 0 { "No" } else { "Yes" }.into();
        respondent[4] = if i % 3 == 0 { "" } else { "Yes" }.into();
    }
    all
}

/// What a screen tells of the answers; what shuffling them gives depends on their order, and tells nothing.
fn screened(project: &Project) -> String {
    let mut found = project.run(&["screen", "d.csv", "--redact", "--permutations", "19", "--json"]).code(0).json();
    let pairs = found["pairs"].as_array_mut().expect("pairs");
    assert!(pairs.iter().any(|pair| pair["coefficient"].is_null()) && pairs[0]["coefficient"].is_number());
    pairs.iter_mut().for_each(|pair| pair["p_strongest"] = Value::Null);
    found["chance"] = Value::Null;
    found["sentence"] = Value::Null;
    found.to_string()
}

/// Everything that the program writes of a file, the hash of the data left out.
fn written(data: &str) -> Vec<(String, String)> {
    let project = Project::new().file("d.csv", data).file("d.toml", STUDY).file("later.csv", csv(&later()));
    let mut all = Vec::new();
    let run = |all: &mut Vec<(String, String)>, args: &[&str]| {
        let run = project.run(&[args, &["--redact"]].concat()).code(0);
        all.push((args.join(" "), run.stdout()));
    };
    run(&mut all, &["analyze", "d.csv", "--out", "r"]);
    run(&mut all, &["tabulate", "d.csv", "--json"]);
    run(&mut all, &["tabulate", "d.csv"]);
    // Its base counts who used it: by size there is nothing left to show.
    project
        .run(&["tabulate", "d.csv", "--outcome", "again", "--by", "size", "--redact"])
        .code(1)
        .stderr_has("nothing of `again` can be shown with --redact");
    for outcome in ["used", "likes", "hours", "colour"] {
        run(&mut all, &["test", "d.csv", "--outcome", outcome, "--by", "size", "--json"]);
    }
    run(&mut all, &["tabulate", "d.csv", "--outcome", "used", "--by", "size", "--json"]);
    run(&mut all, &["test", "d.csv", "--outcome", "again", "--by", "size"]);
    run(&mut all, &["compare", "d.csv", "later.csv", "--study", "d.toml", "--out", "c"]);
    run(&mut all, &["compare", "d.csv", "later.csv", "--study", "d.toml", "--outcome", "used", "--by", "size"]);
    run(&mut all, &["claims", "d.csv"]);
    run(&mut all, &["claims", "d.csv", "--json"]);
    for (at, more) in
        [&["--outcome", "used", "--by", "size"][..], &["--outcome", "likes", "--by", "size"], &["--by", "size"]]
            .into_iter()
            .enumerate()
    {
        let file = format!("r/chart-{at}.svg");
        project.run(&[&["chart", "d.csv", "--redact", "-o", &file], more].concat()).code(0);
    }
    all.push(("screen".into(), screened(&project)));
    let hash = project.read("r/results.json");
    let hash: Value = serde_json::from_str(&hash).expect("results are JSON");
    let hash = hash["provenance"]["data"]["sha256"].as_str().expect("a hash of the data").to_owned();
    for (name, bytes) in ["r", "c"].into_iter().flat_map(|folder| project.tree(folder)) {
        let parts = if name.ends_with(".xlsx") { unpacked(&bytes) } else { vec![(String::new(), bytes)] };
        for (part, bytes) in parts {
            // What is no text, byte by byte.
            let text =
                String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect());
            all.push((format!("{name} {part}").trim_end().to_owned(), text.replace(&hash, "HASH")));
        }
    }
    all
}

/// The proof: two surveys that differ only in which of two hidden levels somebody belongs to cannot be told apart by
/// anything that is written, so nobody can work out from it what either level answered.
#[test]
fn whoever_reads_everything_that_is_written_cannot_tell_which_hidden_level_said_yes() {
    let one = respondents();
    let mut other = one.clone();
    let alike = |a: &[String; 9], b: &[String; 9]| a[1] == b[1] && a[2] == b[2];
    let mut swapped = 0;
    for tiny in 0..one.len() {
        let free = |s: &usize, other: &[[String; 9]]| {
            other[*s][0] == "Small"
                && one[*s][0] == "Small"
                && one[*s][3] != one[tiny][3]
                && alike(&one[*s], &one[tiny])
        };
        if one[tiny][0] == "Tiny"
            && one[tiny][3] == "No"
            && swapped < 3
            && let Some(small) = (0..one.len()).find(|s| free(s, &other))
        {
            (other[tiny][0], other[small][0]) = ("Small".into(), "Tiny".into());
            swapped += 1;
        }
    }
    assert_eq!(swapped, 3);
    let (one, other) = (written(&csv(&one)), written(&csv(&other)));
    assert_eq!(one.len(), other.len());
    for kind in ["results.json", "report.md", "report.html", "sharedStrings.xml", ".svg", ".png", ".csv"] {
        assert!(one.iter().any(|(name, _)| name.ends_with(kind)), "no {kind} was written");
    }
    for ((name, a), (_, b)) in one.iter().zip(&other) {
        let first = a.lines().zip(b.lines()).find(|(x, y)| x != y);
        let first = first.map(|(x, y)| [x, y].map(|line| line.chars().take(500).collect::<String>()));
        assert!(a == b, "{name} gives it away: {first:?}");
    }
}

/// What a level tells beside its base.
const FIGURES: [&str; 7] = ["n_yes", "rate", "mean", "se", "ci", "deff", "n_effective"];

#[test]
fn a_hidden_level_has_its_base_and_no_other_number() {
    let project = Project::new().file("d.csv", csv(&respondents())).file("d.toml", STUDY);
    let results = project.run(&["analyze", "d.csv", "--json", "--redact"]).code(0).json();
    let plain = project.run(&["analyze", "d.csv", "--json"]).code(0).json();
    // A key that no level has would be null whatever is taken out.
    for key in FIGURES {
        let outcomes = plain["outcomes"].as_array().unwrap().iter();
        let mut levels = outcomes.flat_map(|outcome| outcome["segments"][0]["levels"].as_array().unwrap());
        assert!(levels.any(|level| level["level"] == "Tiny" && !level[key].is_null()), "{key}");
    }
    let mut hidden = 0;
    for outcome in results["outcomes"].as_array().unwrap() {
        for comparison in outcome["segments"].as_array().unwrap() {
            for level in comparison["levels"].as_array().unwrap() {
                if !level["flags"].as_array().unwrap().contains(&"suppressed".into()) {
                    assert!(level["n"].as_u64().unwrap() >= 30);
                    continue;
                }
                hidden += 1;
                for key in FIGURES {
                    assert!(level[key].is_null(), "{}: {level}", outcome["name"]);
                }
                let name = &level["level"];
                let pairs = |key: &str| comparison[key].as_array().unwrap().clone();
                let all = [pairs("pairs"), pairs("versus_rest")].concat();
                assert!(all.iter().all(|pair| pair["a"] != *name && pair["b"] != *name));
                for gone in [&comparison["decision"], &comparison["effect"], &comparison["tests"]["omnibus"]] {
                    assert!(gone.is_null());
                }
            }
        }
    }
    assert!(hidden > 10);
    assert!(results["models"].as_array().unwrap().is_empty() && results["paradox"].is_null());
    let [correlation] = &results["correlations"].as_array().unwrap()[..] else { panic!("one has a hidden level") };
    assert_eq!(correlation["a"], "plan");
    project.run(&["analyze", "d.csv", "--redact"]).code(0);
    let report = project.read("reports/d/report.md");
    assert!(report.contains("no limit can be given, because the figures of hidden levels could be"), "{report}");
    assert!(results["stratified"].as_array().unwrap().is_empty());
    // What does not rest on a hidden level stays as it is without the flag.
    assert_eq!(results["outcomes"][0]["overall"], plain["outcomes"][0]["overall"]);
    assert_eq!(results["outcomes"][0]["segments"][3]["levels"], plain["outcomes"][0]["segments"][3]["levels"]);
    // Without the flag a level is hidden by its own base only, and the JSON keeps its numbers.
    let levels = plain["outcomes"][0]["segments"][0]["levels"].as_array().unwrap().clone();
    assert!(levels[3]["rate"].is_number() && levels[3]["flags"][0] == "suppressed");
    assert!(levels[2]["flags"][0] == "caution");
}

#[test]
fn where_nothing_is_hidden_nothing_is_taken_out() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sinch-2026-synthetic.csv");
    let ask = |more: &[&str]| {
        let args =
            [&["test", data, "--study", "sinch-2026", "--outcome", "rollback", "--by", "company_size", "--json"], more];
        Project::new().run(&args.concat()).code(0).stdout()
    };
    assert_eq!(ask(&["--redact"]), ask(&[]));
}

/// Benjamini and Hochberg multiply by m / k: what is so made of a p that is shown tells nothing new.
#[test]
fn an_adjusted_p_goes_only_where_it_is_made_of_a_p_that_is_hidden() {
    let levels = [
        ("A", 400, 200),
        ("B", 400, 214),
        ("C", 400, 230),
        ("D", 400, 251),
        ("E", 400, 262),
        ("F", 29, 9),
        ("G", 25, 20),
    ];
    let rows = |&(level, n, yes): &(&str, usize, usize)| {
        (0..n).map(move |i| format!("{level},{}\n", if i < yes { "Yes" } else { "No" })).collect::<String>()
    };
    let data = "size,ok\n".to_owned() + &levels.iter().map(rows).collect::<String>();
    let project = Project::new().file("d.csv", data);
    let pairs = |more: &[&str]| {
        let args = ["test", "d.csv", "--outcome", "ok=Yes", "--by", "size", "--adjust", "bh", "--json"];
        project.run(&[&args, more].concat()).code(0).json()["pairs"].as_array().expect("pairs").clone()
    };
    let (plain, redacted) = (pairs(&[]), pairs(&["--redact"]));
    let names = |pair: &Value| [pair["a"].clone(), pair["b"].clone()];
    let shown: Vec<&Value> = plain.iter().filter(|pair| redacted.iter().any(|r| names(r) == names(pair))).collect();
    assert_eq!((plain.len(), shown.len(), redacted.len()), (21, 10, 10));
    let number = |pair: &Value, key: &str| pair[key].as_f64().expect("a number");
    let (mut kept, mut gone) = (0, 0);
    for (pair, redacted) in shown.iter().zip(&redacted) {
        let adjusted = number(pair, "p_adjusted");
        let is_made_of = |p: f64| (1..=21).any(|k| (21.0 / f64::from(k) * p - adjusted).abs() < 1e-9 * adjusted);
        if shown.iter().any(|other| is_made_of(number(other, "p"))) {
            assert_eq!(redacted["p_adjusted"], pair["p_adjusted"]);
            kept += 1;
        } else {
            assert!(redacted["p_adjusted"].is_null(), "{redacted}");
            gone += 1;
        }
    }
    assert!(kept > 4 && gone > 0, "{kept} {gone}");
}

/// Level D is suppressed, and C is hidden because D could be worked out otherwise: the p of C stays in the family.
#[test]
fn hiding_makes_no_finding_of_a_change() {
    let wave = |levels: [(&str, usize, usize); 5]| {
        let rows = levels.iter().flat_map(|&(level, n, yes)| {
            (0..n).map(move |i| format!("{level},{}\n", if i < yes { "Yes" } else { "No" }))
        });
        "size,ok\n".to_owned() + &rows.collect::<String>()
    };
    let one = wave([("A", 400, 200), ("B", 400, 200), ("C", 300, 150), ("D", 29, 2), ("E", 400, 200)]);
    let two = wave([("A", 400, 203), ("B", 400, 205), ("C", 300, 130), ("D", 29, 27), ("E", 400, 234)]);
    let project = Project::new().file("1.csv", one).file("2.csv", two);
    let ask = |more: &[&str]| {
        let args = ["compare", "1.csv", "2.csv", "--outcome", "ok=Yes", "--by", "size", "--json"];
        project.run(&[&args, more].concat()).code(0).json()
    };
    let (plain, redacted) = (ask(&[]), ask(&["--redact"]));
    assert_eq!(plain["families"], redacted["families"]);
    assert_eq!(plain["families"]["levels"], 4);
    let changes = |of: &Value| -> Vec<Value> {
        let levels = of["outcomes"][0]["segments"][0]["levels"].as_array().expect("levels").clone();
        levels.iter().map(|level| level["changes"][0].clone()).collect()
    };
    let (plain, redacted) = (changes(&plain), changes(&redacted));
    assert_eq!(plain[4]["verdict"], "undetermined");
    for at in [0, 1, 4] {
        assert_eq!(plain[at], redacted[at], "what is shown is what it is without the flag");
    }
    for at in [2, 3] {
        assert!(redacted[at]["difference"].is_null() && redacted[at]["p"].is_null(), "{}", redacted[at]);
    }
}

/// A coefficient over a segment with a hidden level is an equation for it, however many respondents it rests on.
#[test]
fn a_screen_shows_no_pair_that_analyze_takes_out() {
    let project = Project::new().file("d.csv", csv(&respondents())).file("d.toml", STUDY);
    let ask = |more: &[&str]| {
        project.run(&[&["screen", "d.csv", "--permutations", "19", "--json"], more].concat()).code(0).json()
    };
    let (plain, redacted) = (ask(&[]), ask(&["--redact"]));
    let pair = |of: &Value, a: &str, b: &str| {
        let pairs = of["pairs"].as_array().expect("pairs").clone();
        pairs.into_iter().find(|pair| pair["a"] == a && pair["b"] == b).expect("the pair")
    };
    assert!(pair(&plain, "size", "likes")["coefficient"].is_number());
    let hidden = pair(&redacted, "size", "likes");
    for key in ["coefficient", "ci", "p", "ln_p", "p_bh", "p_strongest"] {
        assert!(hidden[key].is_null() && !pair(&plain, "size", "likes")[key].is_null(), "{key}");
    }
    assert_eq!(hidden["n"], pair(&plain, "size", "likes")["n"]);
    assert_eq!(pair(&redacted, "plan", "likes")["coefficient"], pair(&plain, "plan", "likes")["coefficient"]);
    assert_eq!(redacted["chance"], plain["chance"], "what chance gives is that of all pairs");
    let listed = |of: &Value| of["pairs"].as_array().expect("pairs").len();
    assert_eq!(listed(&redacted), listed(&plain));
    // Hidden pairs stand last and in the order of the study, not by the strength that they have.
    let pairs = redacted["pairs"].as_array().expect("pairs");
    let first = pairs.iter().position(|pair| pair["coefficient"].is_null()).expect("a hidden pair");
    assert!(pairs[first..].iter().all(|pair| pair["coefficient"].is_null()));
    project.run(&["screen", "d.csv", "--permutations", "19", "--redact"]).code(0);
}

/// An effective base tells how sure the hidden figure was; n in its place would be untrue.
#[test]
fn the_effective_base_of_a_hidden_figure_is_a_dash_and_never_its_n() {
    let rows = |level: &str, n: usize| {
        (0..n)
            .map(|i| format!("{level},{},{}\n", ["Yes", "No"][i % 2], if i % 17 == 0 { 90 } else { 1 }))
            .collect::<String>()
    };
    let data = format!("size,ok,w\n{}{}", rows("A", 240), rows("B", 63));
    let study = "schema = 1\n[design]\nweight = \"w\"\n[analysis]\nsuppress_rule = \"n_and_effective\"\n\
                 [[segments]]\nname = \"size\"\nlevels = [\"A\", \"B\"]\n[[outcomes]]\nname = \"ok\"\nyes = [\"Yes\"]\n";
    let project = Project::new().file("d.csv", &data).file("e.csv", data).file("d.toml", study);
    let plain = project.run(&["analyze", "d.csv", "--json"]).code(0).json();
    let overall = &plain["outcomes"][0]["overall"];
    assert!(
        overall["n"] == 303
            && overall["n_effective"].as_f64() < Some(30.0)
            && overall["flags"] == serde_json::json!(["suppressed"]),
        "{overall}"
    );
    let effective = |said: &str| said.contains("303.0") || said.contains("240.0") || said.contains("63.0");
    let said = project.run(&["test", "d.csv", "--outcome", "ok", "--by", "size", "--redact"]).code(0).stdout();
    assert!(said.contains("effective base –") && !effective(&said), "{said}");
    project.run(&["analyze", "d.csv", "--redact", "--out", "r"]).code(0);
    let report = project.read("r/report.md");
    assert!(report.contains(", effective –)") && !effective(&report), "{report}");
    project.run(&["compare", "d.csv", "e.csv", "--study", "d.toml", "--redact", "--out", "c"]).code(0);
    let report = project.read("c/report.md");
    assert!(report.contains("Effective base") && !report.contains("| 303 | – "), "{report}");
}
