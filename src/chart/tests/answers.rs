//! What charts of answers and of means say.

use super::samples::{against_rest, division, level, means, study};
use crate::chart::{Chart, Mark, Point, Standing, comparison_rates, distribution};
use crate::results::{Comparison, Distribution, Verdict};

fn labels(chart: &Chart) -> Vec<&str> {
    chart.rows().panels[0].rows.iter().map(|row| row.label.as_str()).collect()
}

#[test]
fn answers_without_an_order_go_by_share_and_others_keep_theirs() {
    let answers = vec![level("a", 20, 200), level("b", 120, 200), level("c", 60, 200)];
    let unordered = division("Team", false, answers);
    assert_eq!(labels(&distribution(&unordered, &study(false))), ["b", "c", "a"]);
    let ordered = Distribution { ordered: true, ..unordered };
    assert_eq!(labels(&distribution(&ordered, &study(false))), ["a", "b", "c"]);
}

/// Parts of a whole are seen from 0 on, whatever their size.
#[test]
fn the_axis_of_shares_starts_at_zero() {
    let chart = distribution(&division("Team", false, vec![level("a", 150, 200), level("b", 160, 200)]), &study(false));
    assert_eq!(chart.rows().axis.low, 0.0);
    assert!(chart.rows().axis.high >= 0.85);
    assert!(!chart.to_svg().contains("The axis starts"));
}

#[test]
fn several_answers_of_a_respondent_are_spoken_of_and_a_small_base_is_a_dash() {
    let answers = || vec![level("a", 150, 200), level("b", 160, 200)];
    assert!(distribution(&division("Causes", true, answers()), &study(false)).notes[0].contains("more than 100%"));
    assert!(!distribution(&division("Team", false, answers()), &study(false)).to_svg().contains("more than 100%"));
    let few = distribution(&division("Team", false, vec![level("a", 9, 12), level("b", 3, 12)]), &study(false));
    let row = &few.rows().panels[0].rows[0];
    assert_eq!((row.base.as_str(), row.values[0].as_str()), ("–", "–"));
    assert_eq!(row.mark, Mark::Absent { reason: "not shown: base under 30".to_owned() });
    assert!(few.description.contains("a –, b –"), "{}", few.description);
}

#[test]
fn means_stand_in_their_own_unit_on_an_axis_that_names_it() {
    let levels = [("Small", 31.25, Some(2.0), 200), ("Large", 44.5, Some(1.5), 300), ("Tiny", 12.0, None, 9)];
    let versus_rest = [("Small", 0.001), ("Large", 0.001)].map(against_rest).into();
    let differs = Comparison { verdict: Verdict::Differs, versus_rest, ..means("Hours a week", (38.1, 509), &levels) };
    let chart = comparison_rates(&differs, &study(false));
    let rows = &chart.rows().panels[0].rows;
    assert_eq!(
        (rows[0].values[0].as_str(), rows[1].values[0].as_str(), rows[2].values[0].as_str()),
        ("31.3", "44.5", "–")
    );
    assert!(matches!(rows[1].mark, Mark::Point(Point { standing: Standing::Apart, .. })));
    assert_eq!(
        (chart.rows().value_heads[0].as_str(), chart.rows().unit.as_deref()),
        ("Mean", Some("Mean: Hours a week"))
    );
    assert!(
        chart.subtitle.contains("mean of respondents with shipped\u{a0}=\u{a0}Yes")
            && chart.subtitle.contains("Student's t")
    );
    assert!(chart.rows().axis.low > 0.0 && chart.notes[0].contains("The axis starts at"));
    assert!(
        chart.description.contains("Hours a week: mean 38.1 of 509")
            && chart.description.contains("from 31.3 (Small) to 44.5 (Large)")
    );
    assert!(!chart.to_svg().contains('%') || !chart.description.contains("31.3%"));
    let svg = chart.to_svg();
    assert!(
        svg.contains(">Mean: Hours a week<") && svg.contains("All 509 respondents with shipped\u{a0}=\u{a0}Yes: 38.1")
    );
}
