//! The laws of charts: nothing overlaps, nothing is cut off, nothing depends on the run.

mod drawing;
mod samples;
mod space;
mod words;

use samples::{comparison, level, name, sinch, study};

use super::{Chart, comparison_rates, outcome_rates};

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
