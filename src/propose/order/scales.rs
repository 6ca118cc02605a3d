//! Scales that are known word by word: sizes, schooling, careers, stages, months.

use super::{Certainty, Ranks};

/// A scale: words of one rank, separated by `|`, from little to much.
struct Scale {
    by: &'static str,
    ranks: &'static [&'static str],
}

const SCALES: &[Scale] = &[
    Scale {
        by: "sizes",
        ranks: &[
            "micro|tiny|very small",
            "small",
            "medium|mid-size|mid-sized|midsize|medium-sized",
            "large|big",
            "very large",
            "enterprise|huge",
        ],
    },
    Scale { by: "sizes", ranks: &["xxs", "xs", "s", "m", "l", "xl", "xxl|2xl", "xxxl|3xl"] },
    Scale {
        by: "generations",
        ranks: &[
            "gen alpha",
            "gen z|generation z|zoomer",
            "millennial|millennials|gen y|generation y",
            "gen x|generation x",
            "boomer|baby boomer|boomers|baby boomers",
            "silent generation|silent",
        ],
    },
    Scale {
        by: "school years",
        ranks: &[
            "freshman|first-year|first year",
            "sophomore|second year",
            "junior|third year",
            "senior|fourth year",
            "graduate student",
        ],
    },
    Scale {
        by: "stages of life",
        ranks: &[
            "baby|infant",
            "toddler",
            "child|children|kid",
            "teenager|teen|adolescent",
            "young adult",
            "adult",
            "middle-aged|middle aged",
            "senior|elderly|older adult",
        ],
    },
    Scale {
        by: "levels of skill",
        ranks: &[
            "none|no experience",
            "novice",
            "beginner|basic|elementary",
            "intermediate|independent",
            "upper intermediate",
            "proficient|competent|advanced",
            "expert",
            "native",
        ],
    },
    Scale {
        by: "levels of a career",
        ranks: &[
            "intern|trainee|apprentice",
            "entry level|entry-level",
            "junior",
            "associate|individual contributor",
            "mid-level|mid level|mid|intermediate",
            "senior",
            "lead|team lead",
            "staff",
            "principal",
            "manager|management",
            "senior manager",
            "head|head of department",
            "director",
            "senior director",
            "vp|vice president|vice-president",
            "svp|senior vice president|evp",
            "c-level|c-suite|executive|owner",
        ],
    },
    Scale {
        by: "rounds of funding",
        ranks: &[
            "bootstrapped",
            "pre-seed",
            "seed",
            "series a",
            "series b",
            "series c",
            "series d",
            "series e",
            "ipo|public",
        ],
    },
    Scale {
        by: "familiarity",
        ranks: &[
            "never heard of it|not familiar|i have never heard of it",
            "heard of it|have heard of it",
            "tried it|used it once",
            "used it a little|use it a little",
            "used it a lot|use it a lot|use it regularly",
        ],
    },
    Scale {
        by: "stages of maturity",
        ranks: &[
            "none|no governance|non-existent|nonexistent|not mature",
            "ad hoc|initial|early|nascent|early stage",
            "emerging|basic",
            "developing|repeatable|in development",
            "defined|partly mature|somewhat mature",
            "managed|established|mostly mature",
            "mature",
            "fully mature|very mature|optimised|optimized|optimising|optimizing|leading|advanced",
        ],
    },
    Scale {
        by: "stages of a rollout",
        ranks: &[
            "not planned|no plans|not considering|not interested",
            "not started|not yet started|not yet",
            "exploring|considering|evaluating|researching",
            "planned|planning",
            "piloting|pilot|testing|experimenting|experimentation|pilots",
            "in progress|implementing|partially implemented|partially deployed|started|ongoing|rolling out",
            "in production|deployed|completed|complete|done|implemented|live|finished",
            "fully deployed|fully implemented|scaled|scaled across the organisation|scaled across the organization|scaling",
        ],
    },
    Scale {
        by: "too little and too much",
        ranks: &[
            "much too little|far too little",
            "too little|too few|not enough",
            "about right|just right|right amount|the right amount|enough",
            "too much|too many",
            "much too much|far too much",
        ],
    },
    Scale {
        by: "yes and no",
        ranks: &[
            "no|nein|non",
            "maybe|perhaps|possibly|some of them|sometimes|partly|partially|to some extent|it depends|vielleicht|peut-être",
            "yes|ja|oui|sí",
        ],
    },
    Scale {
        by: "days of the last weeks",
        ranks: &["not at all", "several days", "more than half the days", "nearly every day"],
    },
    Scale {
        by: "spans of time",
        ranks: &["milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years"],
    },
    Scale {
        by: "amounts",
        ranks: &[
            "not at all|nothing|none|none at all|not any",
            "very little|hardly anything",
            "a little|a bit|a little bit|slightly",
            "somewhat|some",
            "a moderate amount|moderately|a fair amount",
            "quite a bit|quite a lot",
            "a lot|very much|much",
            "a great deal|extremely|completely",
        ],
    },
    Scale {
        by: "extent",
        ranks: &[
            "none|not at all|no",
            "minimal|limited",
            "partial|partially|partly|in part",
            "substantial|mostly|largely",
            "full|fully|complete|completely",
        ],
    },
    Scale {
        by: "months",
        ranks: &[
            "january|jan|januar|janvier",
            "february|feb|februar|février",
            "march|mar|märz|mars",
            "april|apr|avril",
            "may|mai",
            "june|jun|juni|juin",
            "july|jul|juli|juillet",
            "august|aug|août",
            "september|sep|sept|septembre",
            "october|oct|oktober|okt|octobre",
            "november|nov|novembre",
            "december|dec|dezember|dez|décembre",
        ],
    },
    Scale {
        by: "days of the week",
        ranks: &[
            "monday|mon|montag|mo|lundi",
            "tuesday|tue|tues|dienstag|di|mardi",
            "wednesday|wed|mittwoch|mi|mercredi",
            "thursday|thu|thur|thurs|donnerstag|do|jeudi",
            "friday|fri|freitag|fr|vendredi",
            "saturday|sat|samstag|sa|samedi",
            "sunday|sun|sonntag|so|dimanche",
        ],
    },
    Scale {
        by: "how recently",
        ranks: &[
            "today",
            "yesterday",
            "within the last week|in the last week|last week|this week",
            "within the last month|in the last month|last month|this month",
            "within the last 3 months|in the last 3 months",
            "within the last 6 months|in the last 6 months",
            "within the last year|in the last year|last year|this year",
            "more than a year ago|over a year ago|longer ago",
            "never",
        ],
    },
];

/// Ranks by a scale that holds every text.
pub fn ranks(texts: &[String]) -> Option<Ranks> {
    for scale in SCALES {
        let rank = |text: &String| {
            let bare = text.split(" (").next().unwrap_or(text).trim();
            scale.ranks.iter().position(|words| words.split('|').any(|word| word == bare || word == text))
        };
        // Yes and no alone have no order that matters.
        let enough = if scale.by == "yes and no" { 3 } else { 2 };
        if let Some(ranks) = texts.iter().map(rank).collect::<Option<Vec<usize>>>()
            && texts.len() >= enough
            && distinct(&ranks)
        {
            let ranks = ranks.into_iter().map(|rank| rank as f64).collect();
            return Some(Ranks { ranks, certainty: Certainty::Certain, by: scale.by, middle: None });
        }
    }
    schooling(texts)
}

fn distinct(ranks: &[usize]) -> bool {
    (0..ranks.len()).all(|a| (0..a).all(|b| ranks[a] != ranks[b]))
}

/// Ranks by schooling: the first phrase that a text holds decides.
fn schooling(texts: &[String]) -> Option<Ranks> {
    const PHRASES: &[(&str, f64)] = &[
        ("no formal", 0.0),
        ("no schooling", 0.0),
        ("kein abschluss", 0.0),
        ("no education", 0.0),
        ("less than primary", 0.5),
        ("less than high school", 2.0),
        ("some high school", 2.2),
        ("below high school", 2.0),
        ("did not finish high school", 2.0),
        ("no high school", 2.0),
        ("high school or less", 2.8),
        ("high school or below", 2.8),
        ("some graduate", 7.5),
        ("some postgraduate", 7.5),
        ("graduate degree", 8.0),
        ("graduate school", 8.0),
        ("postgraduate", 8.0),
        ("post-graduate", 8.0),
        ("high school", 3.0),
        ("secondary", 3.0),
        ("ged", 3.0),
        ("primary", 1.0),
        ("elementary", 1.0),
        ("grundschule", 1.0),
        ("middle school", 1.8),
        ("hauptschul", 2.0),
        ("realschul", 3.0),
        ("mittlere reife", 3.0),
        ("baccalauréat", 3.4),
        ("abitur", 3.5),
        ("fachhochschulreife", 3.3),
        ("vocational", 4.0),
        ("trade school", 4.0),
        ("technical", 4.0),
        ("apprentice", 4.0),
        ("ausbildung", 4.0),
        ("some college", 5.0),
        ("some university", 5.0),
        ("associate", 6.0),
        ("2 year", 6.0),
        ("two-year", 6.0),
        ("2-year", 6.0),
        ("bachelor", 7.0),
        ("4 year", 7.0),
        ("four-year", 7.0),
        ("4-year", 7.0),
        ("undergraduate", 7.0),
        ("college degree", 7.0),
        ("college graduate", 7.0),
        ("university degree", 7.0),
        ("hochschul", 7.0),
        ("licence", 7.0),
        ("professional", 9.0),
        ("master", 8.0),
        ("doctor", 10.0),
        ("phd", 10.0),
        ("ph.d", 10.0),
        ("promotion", 10.0),
    ];
    let rank = |text: &String| PHRASES.iter().find(|(phrase, _)| text.contains(phrase)).map(|(_, rank)| *rank);
    let ranks = texts.iter().map(rank).collect::<Option<Vec<f64>>>()?;
    (texts.len() >= 3).then_some(Ranks { ranks, certainty: Certainty::Certain, by: "schooling", middle: None })
}
