use super::*;
use crate::findings::sample::{sample_results, say};
use crate::report::markdown::markdown;

/// The eleven items of AAPOR's code, in its order.
const ITEMS: [&str; 11] = [
    "Data collection strategy",
    "Sponsor and conductor",
    "Instrument",
    "Population",
    "Generation and recruitment of the sample",
    "Mode of data collection",
    "Dates of data collection",
    "Sample sizes and precision",
    "Weighting",
    "Processing and data quality",
    "Limits",
];

fn text() -> String {
    markdown(&build(&sample_results()))
}

#[test]
fn the_answer_comes_first_and_provenance_last() {
    let report = build(&sample_results());
    let titles: Vec<&str> = report.sections.iter().filter(|s| s.depth == 2).map(|s| s.title.as_str()).collect();
    assert_eq!(titles.first(), Some(&"The answer"));
    assert_eq!(
        titles[titles.len() - 12..],
        [
            "Questions with several answers",
            "Two questions of the same respondents",
            "Two levels within strata",
            "Several segments at once",
            "Correlations",
            "Published figures",
            "What was not computed",
            "Bases of all outcomes",
            "Missing answers and excluded rows",
            "Disclosure",
            "Methods",
            "Provenance"
        ]
    );
}

#[test]
fn all_eleven_items_are_printed_in_order_and_silence_is_said() {
    let text = text();
    let mut from = text.find("## Disclosure").unwrap();
    for (i, item) in ITEMS.iter().enumerate() {
        let head = format!("{}. **{item}:**", i + 1);
        from += text[from..].find(&head).unwrap_or_else(|| panic!("{head} in its place\n{text}"));
    }
    assert!(text.contains("4. **Population:** senior decision makers in ten countries"));
    assert!(text.contains("6. **Mode of data collection:** not stated"));
    assert!(text.contains("sponsor: Sinch; conductor: not stated"));
}

#[test]
fn every_verdict_stands_in_the_table_of_the_answer() {
    let text = text();
    let answer = &text[..text.find("\n## Rolled back").unwrap()];
    assert!(answer.contains("| Differs | Undetermined | Consistent |"), "{answer}");
    assert!(answer.contains("| not compared | not compared | not compared |"), "{answer}");
}

#[test]
fn a_suppressed_level_has_a_dash_and_nothing_that_gives_it_away() {
    let text = text();
    let row = text.lines().find(|l| l.starts_with("| Tiny ")).unwrap();
    assert_eq!(row, "| Tiny | 12 | 0 | – | – | – | base under 30, not shown |");
    assert!(text.contains("| None of these | 0 | 0 | – | – | – | no respondents |"), "{text}");
}

#[test]
fn outcomes_with_one_label_and_two_bases_are_named() {
    let text = text();
    let warning = text.lines().find(|l| l.contains("Different bases under one label")).unwrap();
    assert!(warning.contains("rollback\\_all") || warning.contains("rollback_all"), "{warning}");
    assert!(warning.contains("1,567") && warning.contains("2,504"), "{warning}");
}

#[test]
fn synthetic_data_are_named_at_the_top_in_every_caption_and_at_the_claims() {
    let mut results = sample_results();
    assert!(!markdown(&build(&results)).contains("SYNTHETIC"));
    results.study.synthetic = true;
    let text = markdown(&build(&results));
    assert!(text.lines().nth(2).unwrap().contains("SYNTHETIC DATA"), "{text}");
    let captions: Vec<&str> = text.lines().filter(|l| l.starts_with("*Figure")).collect();
    assert_eq!(captions.len(), super::super::pictures(&results).len());
    assert!(captions.iter().all(|l| l.contains("SYNTHETIC DATA")));
    assert!(text.contains("says nothing about the truth of the claims"));
}

#[test]
fn only_methods_that_were_used_are_listed() {
    let text = text();
    let methods = &text[text.find("## Methods").unwrap()..];
    for used in [
        "Wilson (1927)",
        "prop.trend.test",
        "Holm (1979)",
        "Bergsma (2013)",
        "McNemar (1947)",
        "Newcombe (1998)",
        "mantelhaen.test",
    ] {
        assert!(methods.contains(used), "{used}");
    }
    for unused in ["fisher.test", "Benjamini", "kruskal", "xlogit"] {
        assert!(!methods.contains(unused), "{unused}");
    }
    assert!(methods.contains("Outcomes are not pooled"));
}

#[test]
fn that_a_panel_is_no_random_sample_is_said_once() {
    assert_eq!(text().matches("panel is no random sample").count(), 1);
}

#[test]
fn every_p_has_its_effect_in_the_same_section() {
    let report = build(&sample_results());
    for section in &report.sections {
        let mut alone =
            Report { title: String::new(), notice: None, about: Vec::new(), sections: vec![section.clone()] };
        alone.sections[0].depth = 2;
        let text = markdown(&alone);
        let test = text.contains("p < 0.001") || text.contains("p = 0.");
        assert!(!test || text.contains("interval"), "{text}");
    }
}

#[test]
fn results_without_anything_make_a_report_all_the_same() {
    let mut results = sample_results();
    results.outcomes.clear();
    results.paired.clear();
    results.multi.clear();
    results.stratified.clear();
    results.correlations.clear();
    results.claims.clear();
    results.not_computed.clear();
    results.data_quality.missing.clear();
    results.data_quality.excluded.clear();
    say(&mut results);
    let text = markdown(&build(&results));
    assert!(text.contains("nothing to answer") && text.contains("11. **Limits:** not stated"), "{text}");
}

#[test]
fn every_table_has_as_many_cells_as_columns() {
    for section in build(&sample_results()).sections {
        for part in section.parts {
            if let crate::report::Part::Table(table) = part {
                assert!(table.rows.iter().all(|r| r.len() == table.columns.len()), "{}", table.caption);
            }
        }
    }
}

#[test]
fn what_differs_leads_the_answer() {
    let mut results = sample_results();
    results.outcomes.rotate_left(1);
    let text = markdown(&build(&results));
    let mut items = text.lines().filter(|l| l.starts_with("- "));
    let tally = items.next().unwrap();
    assert!(tally.starts_with("- Of 3 comparisons"), "{tally}");
    let first = items.next().unwrap();
    assert!(first.contains("74.0%") && first.contains("Verdicts: differs by governance maturity"), "{first}");
}

#[test]
fn a_claim_on_a_base_too_small_shows_neither_figure_nor_status() {
    let mut results = sample_results();
    results.claims.truncate(1);
    results.claims[0].flags = vec![Flag::Suppressed];
    results.claims[0].n = Some(12);
    say(&mut results);
    let text = markdown(&build(&results));
    let row = text.lines().find(|l| l.starts_with("| 74% of organisations")).unwrap();
    assert!(row.ends_with("| 74% | – | – | 12 | not shown |"), "{row}");
    assert!(text.contains("base too small to show: 1"), "{text}");
}

#[test]
fn methods_say_how_errors_and_degrees_of_freedom_come_about() {
    let of = |design: &str| {
        let mut results = sample_results();
        results.study.design = design.into();
        markdown(&build(&results))
    };
    let (simple, units) = (of("simple random sample"), of("sample with weights and sampling units"));
    let replicates = of("sample with brr replicate weights");
    assert!(simple.contains("without continuity correction") && !simple.contains("Degrees of freedom:"));
    assert!(simple.contains("prop.test(yes, n, correct = FALSE)") && !simple.contains("svyciprop"));
    assert!(units.contains("Degrees of freedom: sampling units that hold a member of the base, less their strata"));
    assert!(units.contains("svyciprop(~yes, design, method = \"wilson\")") && !units.contains("prop.test"));
    assert!(replicates.contains("Degrees of freedom: the rank of the replicate weights"));
    assert!(units.contains("The four bases:") && replicates.contains("The four bases:"));
}
