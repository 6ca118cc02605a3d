//! What a chart says: order, reasons, marks, and nothing that is not so.

use super::samples::{against_rest, comparison, level, outcome, sinch, study};
use crate::chart::{Care, Chart, Mark, Point, Row, Standing, comparison_rates, outcome_rates};
use crate::results::{Comparison, Flag, Verdict};

fn labels(chart: &Chart) -> Vec<&str> {
    chart.rows().panels[0].rows.iter().map(|r| r.label.as_str()).collect()
}

fn four() -> Vec<crate::results::Estimate> {
    vec![
        level("tiny", 9, 12),
        level("low", 100, 400),
        level("high", 300, 400),
        level("nobody", 0, 0),
        level("middle", 47, 90),
    ]
}

#[test]
fn ordered_levels_keep_their_order_and_others_go_by_rate_with_the_unprintable_last() {
    let all = (500, 900);
    let ordered = comparison_rates(&comparison("Size", true, all, four()), &study(false));
    assert_eq!(labels(&ordered), ["tiny", "low", "high", "nobody", "middle"]);
    let unordered = comparison_rates(&comparison("Industry", false, all, four()), &study(false));
    assert_eq!(labels(&unordered), ["high", "middle", "low", "tiny", "nobody"]);
}

#[test]
fn what_may_not_be_printed_is_a_dash_with_its_reason_and_leaves_no_trace_of_its_rate() {
    let chart = comparison_rates(&comparison("Size", true, (500, 900), four()), &study(false));
    let (tiny, nobody) = (&chart.rows().panels[0].rows[0], &chart.rows().panels[0].rows[3]);
    assert_eq!((tiny.values[0].as_str(), tiny.base.as_str()), ("–", "12"));
    assert_eq!(tiny.mark, Mark::Absent { reason: "not shown: base under 30".to_owned() });
    assert_eq!(nobody.mark, Mark::Absent { reason: "no respondents".to_owned() });
    assert!(!chart.to_svg().contains("92%"));

    let mut wide = level("wide", 20, 40);
    wide.flags = vec![Flag::Suppressed];
    let mut clustered = level("clustered", 20, 40);
    (clustered.flags, clustered.n_effective) = (vec![Flag::Suppressed], 12.5);
    let chart = comparison_rates(&comparison("Size", true, (500, 900), vec![wide, clustered]), &study(false));
    let reasons: Vec<&Mark> = chart.rows().panels[0].rows.iter().map(|r| &r.mark).collect();
    assert_eq!(
        reasons,
        [
            &Mark::Absent { reason: "not shown: interval too wide".to_owned() },
            &Mark::Absent { reason: "not shown: effective base under 30".to_owned() }
        ]
    );
}

#[test]
fn a_small_base_is_marked_in_its_row_and_explained_below() {
    let chart = comparison_rates(&comparison("Size", true, (500, 900), four()), &study(false));
    let marked: Vec<&str> =
        chart.rows().panels[0].rows.iter().filter(|r| r.care == Care::SmallBase).map(|r| r.label.as_str()).collect();
    assert_eq!(marked, ["middle"]);
    assert!(chart.notes[0].contains("† Base under 100: read with care."));
    let without = comparison_rates(&comparison("Size", true, (500, 900), vec![level("low", 100, 400)]), &study(false));
    assert!(!without.to_svg().contains('†'));
}

/// Blue means that the segment differs and the level differs from all others together, by p corrected over the levels: where
/// its own interval lies against a total that holds it says nothing, nor do a handful of respondents.
#[test]
fn only_a_level_that_differs_from_the_rest_stands_apart() {
    let levels = vec![level("a", 100, 400), level("b", 190, 400), level("c", 300, 400), level("few", 28, 29)];
    let mut compared = comparison("Size", true, (618, 1229), levels);
    let standing = |compared: &Comparison| -> Vec<Standing> {
        let chart = comparison_rates(compared, &study(false));
        let of = |row: &Row| if let Mark::Point(Point { standing, .. }) = row.mark { Some(standing) } else { None };
        chart.rows().panels[0].rows.iter().filter_map(of).collect()
    };
    compared.levels[3].flags.clear();
    compared.verdict = Verdict::Differs;
    assert_eq!(standing(&compared), [Standing::Within; 4], "no test against the rest");
    compared.versus_rest = [("a", 0.001), ("b", 0.2), ("c", 0.049), ("few", 1e-6)].map(against_rest).into();
    assert_eq!(standing(&compared), [Standing::Apart, Standing::Within, Standing::Apart, Standing::Within]);
    let key = comparison_rates(&compared, &study(false)).rows().key[0].means.clone();
    assert_eq!(key, "Differs from all other levels of its segment together, p corrected over its levels");
    // Where no difference is shown nothing stands out, and there is no key.
    for verdict in [Verdict::Undetermined, Verdict::Consistent] {
        compared.verdict = verdict;
        assert_eq!(standing(&compared), [Standing::Within; 4]);
        assert!(comparison_rates(&compared, &study(false)).rows().key.is_empty());
    }
    // Of two levels the test of the segment is that of each against the rest.
    let mut two = comparison("Size", true, (400, 800), vec![level("a", 180, 400), level("c", 220, 400)]);
    (two.verdict, two.versus_rest) = (Verdict::Differs, [("a", 0.06), ("c", 0.06)].map(against_rest).into());
    assert_eq!(standing(&two), [Standing::Apart; 2]);
    let mut bare = level("bare", 100, 400);
    bare.ci = None;
    let chart = comparison_rates(&comparison("Size", true, (500, 1000), vec![bare]), &study(false));
    assert!(chart.notes[0].contains("no interval can be estimated"));
}

#[test]
fn synthetic_data_are_marked_above_below_and_in_the_text_alternative() {
    let stamps = |chart: &Chart| chart.to_svg().matches(">SYNTHETIC DATA<").count();
    let chart = outcome_rates(&sinch(), &study(true));
    assert_eq!(stamps(&chart), 2);
    assert!(chart.title.starts_with("Synthetic data") && chart.description.starts_with("Synthetic data"));
    assert_eq!(stamps(&outcome_rates(&sinch(), &study(false))), 0);
}

#[test]
fn a_chart_prints_all_its_rates_with_the_decimals_of_its_smallest_base() {
    let large = vec![level("a", 1106, 1500), level("b", 764, 1027)];
    let chart = comparison_rates(&comparison("Size", true, (1870, 2527), large), &study(false));
    assert_eq!(chart.rows().panels[0].rows[0].values[0], "73.7%");
    assert_eq!(chart.rows().reference.as_ref().unwrap().short_label, "All 2,527: 74.0%");
    let mixed = vec![level("a", 1106, 1500), level("b", 764, 999)];
    let chart = comparison_rates(&comparison("Size", true, (1870, 2499), mixed), &study(false));
    assert_eq!(chart.rows().panels[0].rows[0].values[0], "74%");
    assert_eq!(chart.rows().reference.as_ref().unwrap().short_label, "All 2,499: 75%");
}

#[test]
fn subtitle_source_and_description_carry_measure_base_interval_and_numbers() {
    let chart = outcome_rates(&sinch(), &study(false)).with_data("sinch-2026.csv");
    assert_eq!(
        chart.subtitle,
        "Rolled back or shut down a live AI agent: share of respondents with shipped\u{a0}=\u{a0}Yes (n\u{a0}=\u{a0}2,527), with \
         95% confidence intervals (Wilson, as for a simple random sample)."
    );
    assert_eq!(
        chart.source[1],
        "Source: Sinch, The AI Production Paradox (https://sinch.com/ai-production-paradox). Data: sinch-2026.csv."
    );
    let simulated = outcome_rates(&sinch(), &study(true));
    assert!(simulated.source[1].starts_with("Source: simulated by a program after Sinch, "), "{:?}", simulated.source);
    assert!(simulated.source[0].starts_with("Of the survey imitated: Population: "), "{:?}", simulated.source);
    assert!(
        chart.description.contains("74% of 2,527 respondents with shipped = Yes (95% confidence interval 72% to 76%).")
    );
    assert!(chart.description.contains("Guardrail maturity: from 58% (Not started) to 81% (Fully mature)."));
}

/// No segments, nobody in the base, or a base too small: still a chart, and no reference that may not be printed.
#[test]
fn an_outcome_without_segments_or_without_respondents_still_has_a_chart() {
    for (all, value, reference) in [((30, 40), "75%", false), ((9, 12), "–", false), ((0, 0), "–", false)] {
        let chart = outcome_rates(&outcome(all, Vec::new()), &study(false));
        assert_eq!((labels(&chart), chart.rows().panels[0].rows[0].values[0].as_str()), (vec!["All"], value));
        assert_eq!(chart.rows().reference.is_some(), reference);
        assert!(!chart.to_svg().contains("excludes"));
        assert!(chart.to_png().is_ok());
    }
    let suppressed = comparison_rates(&comparison("Size", true, (9, 12), vec![level("a", 9, 12)]), &study(false));
    assert!(suppressed.rows().reference.is_none());
    assert!(!suppressed.to_svg().contains("75%<"));
}

/// Of 60 levels those without a figure are one row, with the reason that they share; of few levels each has its own.
#[test]
fn many_levels_without_a_figure_are_told_in_one_row() {
    let levels = |shown: u64, hidden: u64| {
        let of = (0..shown + hidden).map(|at| match at < shown {
            true => level(&format!("l{at}"), 40 + at, 120),
            false => level(&format!("l{at}"), 3, 12),
        });
        comparison("Department", false, (4_000, 8_000), of.collect())
    };
    let chart = comparison_rates(&levels(40, 20), &study(false));
    let rows = &chart.rows().panels[0].rows;
    assert_eq!(rows.len(), 41);
    let last = &rows[40];
    assert_eq!((last.label.as_str(), last.values[0].as_str()), ("20 further levels", "–"));
    assert_eq!(last.mark, Mark::Absent { reason: "not shown: base under 30".to_owned() });
    assert_eq!(comparison_rates(&levels(5, 5), &study(false)).rows().panels[0].rows.len(), 10);
    assert_eq!(comparison_rates(&levels(0, 20), &study(false)).rows().panels[0].rows.len(), 20);
}

/// A line of all that holds people of no row, and a test that counts levels of no figure, are said.
#[test]
fn what_the_rows_leave_out_is_said() {
    let levels = vec![level("a", 60, 120), level("b", 80, 130), level("tiny", 3, 12)];
    let mut c = comparison("Size", true, (150, 300), levels);
    (c.n_segment_missing, c.verdict) = (38, Verdict::Differs);
    c.decision = crate::findings::sample::decision(crate::results::DecisionRule::Omnibus, 0.01, 0.02);
    let notes = |c: &Comparison| comparison_rates(c, &study(false)).notes.join(" ");
    assert!(notes(&c).contains("who stand in no row (38 by size)"), "{}", notes(&c));
    assert!(notes(&c).contains("The test of a difference counts levels whose figures are not shown"), "{}", notes(&c));
    c.n_segment_missing = 3;
    assert!(!notes(&c).contains("stand in no row") && notes(&c).contains("not all answered its question"));
    c.levels.pop();
    assert!(!notes(&c).contains("counts levels"), "{}", notes(&c));
}

/// The verdict of each segment stands below its heading; a chart of one segment has it in its headline alone.
#[test]
fn the_verdict_of_each_segment_stands_at_its_levels() {
    let chart = outcome_rates(&sinch(), &study(false));
    assert!(chart.rows().panels.iter().all(|panel| panel.finding == "Undetermined"));
    assert!(chart.to_svg().contains(">Undetermined</text>"));
    let alone = comparison_rates(&comparison("Size", true, (500, 900), vec![level("low", 100, 400)]), &study(false));
    assert!(alone.rows().panels[0].finding.is_empty());
}
