//! What the name of a column, and the wording of its question, say about it.

use super::order::plain;

/// Words by which a column divides respondents.
const DIVIDES: &[&str] = &[
    "age",
    "gender",
    "sex",
    "income",
    "earn",
    "salary",
    "education",
    "degree",
    "qualification",
    "school completed",
    "region",
    "country",
    "state",
    "province",
    "location",
    "county",
    "ethnicity",
    "ethnic",
    "race",
    "marital",
    "married",
    "employment",
    "employed",
    "occupation",
    "job",
    "role",
    "title",
    "position",
    "industry",
    "sector",
    "company size",
    "employees",
    "headcount",
    "size",
    "department",
    "dept",
    "division",
    "seniority",
    "class",
    "segment",
    "stype",
    "language",
    "religion",
    "party",
    "urban",
    "where you live",
    "generation",
    "children",
    "household",
    "university",
    "tenure",
    "experience",
    "alter",
    "geschlecht",
    "bundesland",
    "branche",
    "beruf",
    "bildung",
    "schulabschluss",
    "einkommen",
    "land",
    "âge",
    "sexe",
    "genre",
    "pays",
    "région",
    "profession",
    "edad",
    "sexo",
    "género",
    "país",
    "región",
    "household income",
    "work in",
    "revenue",
    "turnover",
    "maturity",
    "budget",
    "group",
    "treatment arm",
    "condition",
    "type",
    "remote",
    "self employed",
    "no employees",
    "tech company",
    "family history",
];

/// Names of personal data and of what the survey program adds: never analysed.
const ADDED: &[&str] = &[
    "progress",
    "ipaddress",
    "ip address",
    "ip",
    "locationlatitude",
    "locationlongitude",
    "latitude",
    "longitude",
    "email",
    "email address",
    "e-mail",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "externalreference",
    "external reference",
    "externaldatareference",
    "first name",
    "last name",
    "name",
    "phone",
    "user agent",
    "useragent",
    "userlanguage",
    "distributionchannel",
    "collector id",
    "collectorid",
    "custom data 1",
    "refurl",
    "ipaddr",
    "token",
    "seed",
    "startlanguage",
    "lastpage",
    "username",
    "comments",
    "postcode",
    "zip",
    "zip code",
];

const IDS: &[&str] = &[
    "id",
    "respondentid",
    "respondent id",
    "respondent_id",
    "responseid",
    "response id",
    "response_id",
    "caseid",
    "case id",
    "case_id",
    "uuid",
    "record",
    "recordid",
    "record id",
    "participant",
    "participant id",
    "participantid",
    "participant_id",
    "serial",
    "cds",
    "key",
    "lfdn",
    "caseno",
    "resp_id",
    "respid",
    "idno",
    "userid",
    "user_id",
];

const WEIGHTS: &[&str] = &[
    "weight",
    "weights",
    "wt",
    "wgt",
    "pw",
    "gewicht",
    "weighting",
    "finalweight",
    "final_weight",
    "w",
    "poids",
    "peso",
    "pweight",
    "svyweight",
    "weight_final",
    "pspwght",
    "dweight",
];
const STRATA: &[&str] = &["strata", "stratum", "strat", "schicht", "sampling_stratum", "vstrat"];
const UNITS: &[&str] = &["psu", "cluster", "ea", "primary_sampling_unit", "cluster_id", "vpsu"];
const POPULATIONS: &[&str] = &["fpc", "population_psus"];
const DURATIONS: &[&str] = &[
    "duration",
    "duration (in seconds)",
    "time (in seconds)",
    "interviewtime",
    "interview time",
    "total time",
    "totaltime",
    "duration_seconds",
    "time_taken",
    "duration (seconds)",
    "loi",
    "bearbeitungszeit",
    "dauer",
];
const STATUSES: &[&str] =
    &["finished", "completed", "complete", "status", "response_status", "disposition", "submitdate", "responsestatus"];

/// What a name alone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Id,
    Weight,
    Strata,
    Unit,
    Population,
    Duration,
    Status,
    Added,
}

/// What a name says of its column.
pub fn says(name: &str) -> Option<Says> {
    let name = plain(name);
    let name = name.trim_end_matches(['.', ':']);
    // LimeSurvey puts codes in front: "submitdate. Date submitted".
    let code = name.split(". ").next().unwrap_or(name);
    let is_in = |list: &[&str]| list.contains(&name) || (code != name && list.contains(&code));
    let lists: [(&[&str], Says); 8] = [
        (IDS, Says::Id),
        (WEIGHTS, Says::Weight),
        (STRATA, Says::Strata),
        (UNITS, Says::Unit),
        (POPULATIONS, Says::Population),
        (DURATIONS, Says::Duration),
        (STATUSES, Says::Status),
        (ADDED, Says::Added),
    ];
    if name.starts_with("interviewtime")
        || name.starts_with("grouptime")
        || name.ends_with("time") && name.starts_with("total time")
    {
        return Some(Says::Duration);
    }
    lists.iter().find(|(list, _)| is_in(list)).map(|(_, says)| *says)
}

/// Whether a name or wording speaks of who the respondent is.
pub fn divides(name: &str, wording: Option<&str>) -> bool {
    let speaks = |text: &str| {
        let spaced: String = plain(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let joined = format!(" {} ", words.join(" "));
        words.len() <= 14 && DIVIDES.iter().any(|word| joined.contains(&format!(" {word} ")))
    };
    // A question that asks for a judgement is about its matter, whoever it mentions.
    let asks = |text: &str| {
        let text = plain(text);
        [
            "do you ",
            "are you satisfied",
            "how satisfied",
            "how likely",
            "rude",
            "should",
            "would you",
            "will you",
            "have you",
            "agree",
            "discuss",
            "how often",
            "cutoff",
        ]
        .iter()
        .any(|words| text.contains(words))
            && !text.contains("do you have any children")
            && !text.contains("do you live")
            && !text.contains("do you work in")
    };
    let text = wording.unwrap_or(name);
    (speaks(name) && !asks(name) || speaks(text)) && !asks(text)
}

/// A name for commands: letters and digits, at most some words.
pub fn slug(text: &str, taken: &mut std::collections::BTreeSet<String>) -> String {
    const LONGEST: usize = 40;
    const SMALL: &[&str] = &[
        "the", "a", "an", "of", "do", "does", "you", "your", "is", "are", "to", "in", "what", "which", "how", "it",
        "please", "and", "or", "for", "on", "at", "that", "this", "have", "if", "any",
    ];
    let spaced: String = plain(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let telling: Vec<&&str> = words.iter().filter(|word| !SMALL.contains(word)).collect();
    let mut slug = String::new();
    let chosen: Vec<&str> =
        if words.len() > 4 && telling.len() > 1 { telling.iter().map(|w| **w).collect() } else { words.clone() };
    for word in chosen {
        if !slug.is_empty() && slug.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    if slug.is_empty() {
        slug.push_str("question");
    }
    let mut unique = slug.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{slug}_{number}");
        number += 1;
    }
    unique
}
