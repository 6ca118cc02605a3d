//! The laws of charts: nothing overlaps, nothing is cut off, nothing depends on the run.

mod answers;
mod bands;
mod detection;
mod drawing;
mod kinds;
mod planes;
mod samples;
mod space;
mod spots;
mod words;

use crate::results::Distribution;
use samples::{BandedLevel, banded, comparison, division, level, means, name, sinch, study};

use super::{Chart, Form, comparison_rates, distribution, outcome_bands, outcome_rates};

fn sample_charts() -> Vec<(&'static str, Chart)> {
    let all = (1870, 2527);
    let pair =
        comparison("Company size", true, all, vec![level("1,000–4,999", 1106, 1500), level("5,000+", 764, 1027)]);
    let long = (0..20).map(|i| level(&name(i, 60), 60 + 3 * i as u64, 130 + (i as u64 * 37) % 90)).collect();
    let long = comparison("Which of these teams answers for the agent?", false, all, long);
    let small = vec![
        level("Financial services", 364, 498),
        level("Healthcare", 49, 64),
        level("Agriculture, forestry and fishing", 9, 12),
        level("Professional services", 342, 402),
        level("Space", 0, 0),
        level("Retail & e-commerce", 31, 58),
        level("Technology", 275, 417),
    ];
    let small = comparison("Industry", false, all, small);
    let ends = vec![level("None", 0, 120), level("Some", 62, 140), level("Most", 139, 140), level("All", 131, 131)];
    let ends = comparison("Share of agents with a human in the loop", true, (332, 531), ends);
    let many = (0..40).map(|i| level(&name(i, 18), 60 + 3 * i as u64, 230)).collect();
    let many = comparison("Department", false, (118 * 40, 230 * 40), many);
    let hostile = vec![
        level("R&D <script>alert(\"x\")</script>", 70, 110),
        level("שלום עולם", 60, 110),
        level("emoji 🦀 label", 80, 110),
        level("bell\u{7} and \u{202e}turned\nline", 75, 110),
        level("Pneumonoultramicroscopicsilicovolcanoconiosisdepartmentofthings", 75, 110),
    ];
    let hostile = comparison("Hostile 'labels' & <tags>", false, (360, 550), hostile);
    let mut bare = sinch();
    bare.segments.clear();
    vec![
        ("sinch", outcome_rates(&sinch(), &study(true)).with_data("sinch-2026.csv")),
        ("two", comparison_rates(&pair, &study(false)).with_data("agents.csv")),
        ("long", comparison_rates(&long, &study(false)).with_data("agents.csv")),
        ("small", comparison_rates(&small, &study(true)).with_data("agents.csv")),
        ("ends", comparison_rates(&ends, &study(false)).with_data("agents.csv")),
        ("many", comparison_rates(&many, &study(false)).with_data("agents.csv")),
        ("hostile", comparison_rates(&hostile, &study(false)).with_data("a<b>&\"c\".csv")),
        ("bare", outcome_rates(&bare, &study(false)).with_data("agents.csv")),
    ]
}

/// Charts of bands: usual ones, narrow parts in every place, many and long names, levels without figures.
fn band_charts() -> Vec<(String, Chart)> {
    let four = ["0-24%", "25-49%", "50-74%", "75-100%"];
    let industry: &[BandedLevel<'_>] = &[
        ("Financial services", &[12, 31, 38, 19]),
        ("Healthcare", &[9, 27, 41, 23]),
        ("Retail & e-commerce", &[66, 102, 93, 39]),
        ("Agriculture, forestry and fishing", &[1, 2, 3, 2]),
        ("Telecom", &[9, 87, 135, 69]),
        ("Space", &[0, 0, 0, 0]),
        ("Technology", &[0, 5, 290, 5]),
    ];
    let usual = banded(&four, 2, &[97, 254, 600, 157], &[("Industry", false, industry)]);
    let five = ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"];
    let narrow: &[BandedLevel<'_>] = &[
        ("first", &[4, 150, 100, 100, 100]),
        ("last", &[100, 150, 100, 100, 4]),
        ("middle", &[100, 150, 4, 100, 100]),
        ("two", &[200, 150, 4, 3, 100]),
        ("all but one", &[3, 2, 400, 4, 2]),
        ("ends", &[2, 1, 400, 1, 2]),
        ("none", &[0, 0, 400, 0, 0]),
    ];
    let segment = "Where the narrow part is";
    let narrow_only = banded(&five, 3, &[309, 353, 1008, 308, 308], &[(segment, true, narrow)]);
    let narrow_first = banded(&five, 3, &[200, 150, 4, 3, 100], &[(segment, true, narrow)]);
    let eleven: Vec<String> = (0..=10).map(|i| i.to_string()).collect();
    let eleven: Vec<&str> = eleven.iter().map(String::as_str).collect();
    let scores: &[BandedLevel<'_>] =
        &[("Europe", &[3, 2, 1, 4, 5, 30, 40, 90, 120, 60, 20]), ("Elsewhere", &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 500])];
    let scores = banded(&eleven, 9, &[4, 3, 2, 5, 6, 31, 41, 91, 121, 61, 520], &[("Region", false, scores)]);
    let long = [name(0, 60), name(1, 60), name(2, 60)];
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let labels: Vec<String> = (0..30).map(|i| name(i, 60)).collect();
    let counts: Vec<[u64; 3]> = (0..30).map(|i| [i, 20 + i, 60 - i]).collect();
    let levels: Vec<BandedLevel<'_>> = labels.iter().map(String::as_str).zip(counts.iter().map(|c| &c[..])).collect();
    let long = banded(&long, 1, &[435, 1035, 1365], &[("A question with a rather long name", true, &levels)]);
    let sizes: &[BandedLevel<'_>] = &[("Small", &[150, 350]), ("Large", &[150, 350])];
    let two = banded(&["No", "Yes"], 1, &[300, 700], &[("Size", true, sizes)]);
    let nobody = banded(&four, 2, &[0, 0, 0, 0], &[("Size", true, &[("Small", &[0, 0, 0, 0])])]);
    let mut neutral = narrow_only.clone();
    neutral.neutral = Some("Neither".to_owned());
    let agree = ["Strongly disagree", "Disagree", "Slightly disagree", "Neither agree nor disagree", "Slightly agree"];
    let agree: Vec<&str> = agree.into_iter().chain(["Agree", "Strongly agree"]).collect();
    let seniority: &[BandedLevel<'_>] = &[
        ("Junior", &[10, 22, 31, 60, 44, 71, 30]),
        ("Senior", &[50, 42, 31, 20, 34, 41, 20]),
        ("Board", &[3, 2, 3, 2, 4, 4, 2]),
    ];
    let mut seven = banded(&agree, 4, &[63, 66, 65, 82, 82, 116, 52], &[("Seniority", true, seniority)]);
    seven.neutral = Some("Neither agree nor disagree".to_owned());
    let hostile = ["R&D <b>", "שלום", "🦀 \u{202e}x", "bell\u{7}"];
    let tags: &[BandedLevel<'_>] = &[("</svg>", &[10, 20, 30, 40])];
    let hostile = banded(&hostile, 2, &[97, 254, 600, 157], &[("'labels' & <tags>", false, tags)]);
    let all = [
        ("usual", usual, true),
        ("narrow", narrow_only, false),
        ("narrow-first", narrow_first, false),
        ("scores", scores, false),
        ("long", long, false),
        ("two", two, false),
        ("nobody", nobody, false),
        ("hostile", hostile, true),
        ("neutral", neutral, false),
        ("seven", seven, false),
    ];
    let mut charts = Vec::new();
    for (name, outcome, synthetic) in all {
        for (form, word) in [(Form::Stacked, "stacked"), (Form::Diverging, "diverging")] {
            let chart = outcome_bands(&outcome, form, &study(synthetic)).unwrap().with_data("agents.csv");
            charts.push((format!("bands-{name}-{word}"), chart));
        }
    }
    charts
}

/// The same as on the screen of a telephone.
fn narrow_charts() -> Vec<(String, Chart)> {
    let narrow = |(name, chart): (String, Chart)| (format!("{name}-narrow"), Chart { width: 390.0, ..chart });
    all_charts().into_iter().filter(|(name, _)| !name.starts_with("hostile-")).map(narrow).collect()
}

/// Answers of one question, and means.
fn other_charts() -> Vec<(String, Chart)> {
    let answers: Vec<_> = (0..12).map(|i| level(&name(i, 40), 10 + 13 * i as u64, 900)).collect();
    let several = division("Causes of rollback", true, answers);
    let ordered = division("Size", false, vec![level("Small", 200, 700), level("Large", 500, 700)]);
    let nobody = division("Size", false, vec![level("Small", 0, 12), level("Large", 12, 12)]);
    let hours = [("Small", 31.25, Some(2.0), 200), ("Large", 44.5, Some(1.5), 300), ("Tiny", 12.0, None, 9)];
    let hours = means("Hours a week", (38.1, 509), &hours);
    let negative = [("Before", -3.25, Some(1.0), 200), ("After", 2.5, Some(1.5), 45)];
    let negative = means("Change of the score", (-0.25, 245), &negative);
    vec![
        ("several".to_owned(), distribution(&several, &study(true)).with_data("agents.csv")),
        ("divided".to_owned(), distribution(&Distribution { ordered: true, ..ordered }, &study(false))),
        ("divided-nobody".to_owned(), distribution(&nobody, &study(false))),
        ("means".to_owned(), comparison_rates(&hours, &study(false)).with_data("agents.csv")),
        ("means-negative".to_owned(), comparison_rates(&negative, &study(true)).with_data("agents.csv")),
    ]
}

/// One of every kind and every sample.
fn all_charts() -> Vec<(String, Chart)> {
    let rates = sample_charts().into_iter().map(|(name, chart)| (name.to_owned(), chart));
    let others = rates.chain(band_charts()).chain(other_charts()).chain(kinds::kind_charts());
    others.chain(planes::plane_charts()).chain(kinds::hostile_kinds()).chain(detection::detection_charts()).collect()
}

/// Writes the samples as SVG and PNG into the folder that `PARADOX_CHART_SAMPLES` names, to be looked at.
#[test]
#[ignore = "draws pictures for the eye"]
fn draw_samples() {
    let folder = std::path::PathBuf::from(std::env::var("PARADOX_CHART_SAMPLES").unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    for (name, chart) in all_charts().into_iter().chain(narrow_charts()) {
        std::fs::write(folder.join(format!("{name}.svg")), chart.to_svg()).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), chart.to_png().unwrap()).unwrap();
        let dark = Chart { theme: &super::theme::DARK, ..chart };
        std::fs::write(folder.join(format!("{name}-dark.png")), dark.to_png().unwrap()).unwrap();
    }
}
