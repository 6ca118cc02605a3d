//! The kinds of charts beside rates and bands: matrix, differences, trend, paired, adjusted.

use super::samples::{comparison, level, name, outcome, sinch, study};
use crate::chart::{Body, Chart, Mark, Point, Standing, Tone, adjusted, differences, paired, trend, verdicts};
use crate::findings::sample::{self, with_pairs};
use crate::results::{Comparison, Flag, Outcome, SegmentInfo, StudyInfo, Verdict};

/// The labels that a hostile file holds.
pub const HOSTILE: [&str; 6] = [
    "R&D <script>alert(\"x\")</script>",
    "שלום עולם",
    "emoji 🦀 label",
    "bell\u{7} and \u{202e}turned\nline",
    "Pneumonoultramicroscopicsilicovolcanoconiosisdepartmentofthings",
    "=1+1",
];

/// A study with the segments of these outcomes.
fn of(outcomes: &[Outcome], synthetic: bool) -> StudyInfo {
    let mut segments: Vec<SegmentInfo> = Vec::new();
    for c in outcomes.iter().flat_map(|o| &o.segments) {
        if !segments.iter().any(|s| s.name == c.segment) {
            segments.push(SegmentInfo {
                name: c.segment.clone(),
                label: c.segment_label.clone(),
                ordered: c.ordered,
                levels: Vec::new(),
                made: None,
            });
        }
    }
    StudyInfo { segments, ..study(synthetic) }
}

/// Outcomes by segments, their verdicts in turn.
fn many(outcomes: usize, segments: usize, length: usize) -> Vec<Outcome> {
    let verdict = |at: usize| {
        [Verdict::Differs, Verdict::Undetermined, Verdict::Consistent, Verdict::DiffersWithinMargin][at % 4]
    };
    let of_segment = |o: usize, s: usize| {
        let levels = vec![level("a", 20 + 3 * s as u64, 100), level("b", 60 - o as u64 % 20, 120), level("c", 1, 12)];
        let segment = name(s, length.min(24));
        Comparison { verdict: verdict(o * 7 + s), ..comparison(&segment, s.is_multiple_of(2), (300, 400), levels) }
    };
    (0..outcomes)
        .map(|o| Outcome {
            name: format!("o{o}"),
            label: name(o, length),
            ..outcome((300, 400), (0..segments).map(|s| of_segment(o, s)).collect())
        })
        .collect()
}

fn matrix(outcomes: &[Outcome], synthetic: bool) -> Chart {
    let all: Vec<&Outcome> = outcomes.iter().collect();
    verdicts(&all, &of(outcomes, synthetic)).unwrap()
}

/// Levels of an ordered segment: one suppressed, one at 0%, one at 100%.
fn ends() -> Comparison {
    let levels = vec![
        level("None", 0, 120),
        level("Some", 3, 12),
        level("Most", 62, 140),
        level("All but one", 139, 140),
        level("All", 131, 131),
    ];
    comparison("Agents with a human in the loop", true, (332, 531), levels)
}

/// Every kind over many shapes, with a name.
pub fn kind_charts() -> Vec<(String, Chart)> {
    let info = study(true);
    let mut charts: Vec<(String, Chart)> = Vec::new();
    for (outcomes, segments, length) in [(1, 1, 12), (1, 6, 40), (20, 6, 70), (4, 3, 12), (5, 14, 30), (3, 2, 300)] {
        let of = many(outcomes, segments, length);
        charts.push((format!("verdicts-{outcomes}x{segments}-{length}"), matrix(&of, outcomes == 20)));
    }
    let mut apart = many(3, 3, 20);
    apart[1].segments.remove(1);
    apart[2].overall.flags.push(Flag::Suppressed);
    charts.push(("verdicts-not-compared".into(), matrix(&apart, true)));
    for count in [2_u64, 3, 5, 10, 60] {
        for (length, ordered) in [(9, true), (40, false)] {
            let levels = (0..count).map(|i| level(&name(i as usize, length), 40 + (i * 13) % 40, 110 + i)).collect();
            let c = with_pairs(comparison("Department", ordered, (60 * count, 110 * count), levels), 0.06);
            charts.push((format!("differences-{count}-{length}"), differences(&c, &info).unwrap()));
            if ordered {
                charts.push((format!("trend-{count}-{length}"), trend(&c, &info).unwrap()));
            }
        }
    }
    let wide = with_pairs(ends(), 0.4);
    charts.push(("differences-ends".into(), differences(&wide, &info).unwrap()));
    charts.push(("trend-ends".into(), trend(&ends(), &info).unwrap()));
    let falling =
        comparison("Size", true, (50, 100), vec![level("a", 95, 100), level("b", 40, 100), level("c", 5, 100)]);
    charts.push(("trend-steep".into(), trend(&falling, &info).unwrap()));
    let long = (0..5).map(|i| level(&name(i, 300), 40 + 9 * i as u64, 120)).collect();
    let long = comparison(&name(3, 300), true, (300, 600), long);
    charts.push(("trend-long".into(), trend(&long, &info).unwrap()));
    charts.push(("differences-long".into(), differences(&with_pairs(long, 0.05), &info).unwrap()));
    let mut pair = sample::paired();
    charts.push(("paired".into(), paired(&pair, &info).unwrap()));
    (pair.a_label, pair.b_label) = (name(1, 300), name(2, 300));
    charts.push(("paired-long".into(), paired(&pair, &info).unwrap()));
    for (label, [both, a_only, b_only, neither]) in
        [("all-both", [100, 0, 0, 0]), ("none", [0, 0, 0, 100]), ("apart", [0, 50, 50, 0]), ("tiny", [1, 1, 2, 96])]
    {
        charts.push((
            format!("paired-{label}"),
            paired(&sample::paired_of(both, a_only, b_only, neither), &info).unwrap(),
        ));
    }
    let (outcome, model) = (sample::adjusted_outcome(), sample::model());
    let one = model.margins[0].segment.clone();
    charts.push(("adjusted".into(), adjusted(&outcome, &model, Some(&one), &info).unwrap()));
    charts.push(("adjusted-all".into(), adjusted(&outcome, &model, None, &info).unwrap()));
    charts
}

/// The same with labels that try to be something else.
pub fn hostile_kinds() -> Vec<(String, Chart)> {
    let info = study(true);
    let levels = || HOSTILE.iter().enumerate().map(|(i, label)| level(label, 50 + 5 * i as u64, 110)).collect();
    let c = with_pairs(comparison("Hostile 'labels' & <tags>", true, (360, 660), levels()), 0.05);
    let mut outcomes = many(HOSTILE.len(), 3, 10);
    for (outcome, label) in outcomes.iter_mut().zip(HOSTILE) {
        outcome.label = label.to_owned();
        outcome.segments[0].segment_label = HOSTILE[0].to_owned();
    }
    let mut pair = sample::paired();
    (pair.a_label, pair.b_label) = (HOSTILE[0].to_owned(), HOSTILE[1].to_owned());
    vec![
        ("hostile-verdicts".into(), matrix(&outcomes, true)),
        ("hostile-differences".into(), differences(&c, &info).unwrap()),
        ("hostile-trend".into(), trend(&c, &info).unwrap()),
        ("hostile-paired".into(), paired(&pair, &info).unwrap()),
    ]
}

fn rows_of(chart: &Chart) -> Vec<(&str, &Mark)> {
    chart.rows().panels.iter().flat_map(|p| &p.rows).map(|row| (row.label.as_str(), &row.mark)).collect()
}

#[test]
fn a_matrix_has_the_verdict_of_every_comparison_and_outcomes_that_differ_first() {
    let mut outcomes = many(3, 2, 12);
    for (at, verdicts) in [
        [Verdict::Undetermined, Verdict::Consistent],
        [Verdict::Differs, Verdict::Undetermined],
        [Verdict::Differs, Verdict::Differs],
    ]
    .into_iter()
    .enumerate()
    {
        for (c, verdict) in outcomes[at].segments.iter_mut().zip(verdicts) {
            c.verdict = verdict;
        }
    }
    let chart = matrix(&outcomes, false);
    let Body::Matrix(body) = &chart.body else { panic!("{:?}", chart.body) };
    let said: Vec<(&str, Vec<Option<Tone>>)> =
        body.rows.iter().map(|row| (row.label.as_str(), row.cells.iter().map(|cell| cell.tone).collect())).collect();
    let tone = |verdict| Some(Tone::Verdict(verdict));
    assert_eq!(
        said,
        [
            (outcomes[2].label.as_str(), vec![tone(Verdict::Differs), tone(Verdict::Differs)]),
            (outcomes[1].label.as_str(), vec![tone(Verdict::Differs), tone(Verdict::Undetermined)]),
            (outcomes[0].label.as_str(), vec![tone(Verdict::Undetermined), tone(Verdict::Consistent)]),
        ]
    );
    // 12 respondents at the third level: its rate of 8% is in no range.
    assert_eq!(body.rows[0].cells[0].detail, "20–48%");
    // A figure whose base is small is marked, and a note says how.
    outcomes[0].segments[0].levels.iter_mut().for_each(|level| level.flags.push(crate::results::Flag::Caution));
    let marked = matrix(&outcomes, false);
    let Body::Matrix(careful) = &marked.body else { panic!("{:?}", marked.body) };
    assert!(careful.rows[2].cells[0].detail.ends_with(" †"), "{:?}", careful.rows[2].cells[0]);
    assert!(!careful.rows[0].cells[0].detail.ends_with('†'), "{:?}", careful.rows[0].cells[0]);
    assert!(marked.notes[0].contains("† Base under"), "{:?}", marked.notes);
    let [both, first] = [2, 1].map(|at: usize| outcomes[at].label.as_str());
    let [a, b] = [0, 1].map(|at: usize| crate::findings::words::in_text(&outcomes[0].segments[at].segment_label));
    assert_eq!(chart.headline, format!("Only “{both}” (by {a} and {b}) and “{first}” (by {a}) are shown to differ"));
    assert!(chart.description.contains("differs by"), "{}", chart.description);
}

#[test]
fn what_is_not_compared_has_an_empty_cell_and_a_note() {
    let mut outcomes = many(2, 2, 12);
    outcomes[1].segments.remove(0);
    let chart = matrix(&outcomes, false);
    assert!(chart.notes[0].contains("–: not compared."), "{:?}", chart.notes);
    assert!(!matrix(&many(2, 2, 12), false).notes[0].contains("not compared"));
}

/// Filled is exactly what the equivalence counts as within the margin: the picture and the verdict cannot disagree.
#[test]
fn a_pair_is_filled_exactly_if_its_interval_lies_within_the_margin() {
    for half in [0.005, 0.02, 0.049, 0.051, 0.2] {
        let levels = vec![level("a", 500, 1000), level("b", 500, 1000), level("c", 520, 1000)];
        let c = with_pairs(comparison("Size", true, (1520, 3000), levels), half);
        let chart = differences(&c, &study(false)).unwrap();
        for (pair, (label, mark)) in c.equivalence.as_ref().unwrap().pairs.iter().zip(rows_of(&chart)) {
            let ci = pair.ci.unwrap();
            let within = -0.05 <= ci.low && ci.high <= 0.05;
            let Mark::Point(Point { value, interval, standing, .. }) = mark else { panic!("{mark:?}") };
            assert_eq!(*standing == Standing::Inside, within, "{half}: {label}");
            let beyond = ci.low > 0.05 || ci.high < -0.05;
            assert_eq!(*standing == Standing::Beyond, beyond, "{half}: {label}");
            // The higher level less the lower.
            assert_eq!(label, format!("{} against {}", pair.b, pair.a));
            assert_eq!((*value, *interval), (-pair.difference, Some((-ci.high, -ci.low))));
        }
        let zone = chart.rows().zone.as_ref().unwrap();
        assert_eq!((zone.low, zone.high), (-0.05, 0.05));
    }
}

/// A pair that lies beyond the margin has a mark of its own, which the notes explain; what no interval says of all pairs
/// together is said too.
#[test]
fn a_pair_beyond_the_margin_is_a_diamond_where_levels_differ_and_no_interval_is_corrected() {
    let levels = vec![level("a", 300, 1000), level("b", 500, 1000), level("c", 510, 1000)];
    let mut c = with_pairs(comparison("Size", true, (1310, 3000), levels), 0.02);
    let standings = |chart: &Chart| -> Vec<Standing> {
        let standing = |mark: &Mark| match mark {
            Mark::Point(point) => point.standing,
            other => panic!("{other:?}"),
        };
        rows_of(chart).into_iter().map(|(_, mark)| standing(mark)).collect()
    };
    // One of many pairs lies beyond by chance too: nothing stands out where no difference is shown.
    c.verdict = Verdict::Undetermined;
    let undetermined = differences(&c, &study(false)).unwrap();
    assert_eq!(standings(&undetermined), [Standing::Within, Standing::Within, Standing::Inside]);
    assert!(undetermined.headline.ends_with("one of more than 5 points remains possible"), "{}", undetermined.headline);
    c.verdict = Verdict::Differs;
    let chart = differences(&c, &study(false)).unwrap();
    assert_eq!(standings(&chart), [Standing::Beyond, Standing::Beyond, Standing::Inside]);
    let notes = chart.notes.join(" ");
    let key: Vec<(Standing, &str)> = chart.rows().key.iter().map(|key| (key.standing, key.means.as_str())).collect();
    assert_eq!(
        key,
        [(Standing::Inside, "Interval within the margin"), (Standing::Beyond, "All of it beyond the margin")]
    );
    assert!(notes.contains("none is corrected for the number of pairs (3)"), "{notes}");
    assert!(chart.to_svg().contains("<path class=\"marker\""), "a diamond is drawn");
}

/// The headline names the pair that is furthest apart, the higher level first, with the figures of its row.
#[test]
fn the_headline_of_pairs_has_the_figures_of_the_row_that_is_furthest_apart() {
    let levels = vec![level("a", 500, 1000), level("b", 480, 1000), level("c", 300, 1000)];
    let mut c = with_pairs(comparison("Size", true, (1280, 3000), levels), 0.02);
    let said = |c: &crate::results::Comparison| {
        let chart = differences(c, &study(false)).unwrap();
        let head = chart.headline.split_once(": ").unwrap().1.to_owned();
        let row = chart.rows().panels[0].rows.iter().find(|row| row.label == "c against a").unwrap().values.clone();
        (head, row)
    };
    c.verdict = Verdict::Differs;
    let (head, row) = said(&c);
    assert_eq!(head, "differs by size, a 20.0 points above c (90% interval 18.0 to 22.0)");
    assert_eq!(row, ["−20.0", "−22.0 to −18.0"]);
    c.verdict = Verdict::Consistent;
    assert!(said(&c).0.starts_with("consistent within 5 points by size: a and c furthest apart, 20.0 points (90%"));
    c.verdict = Verdict::DiffersWithinMargin;
    assert!(said(&c).0.starts_with("differs by size, but by less than 5 points: a 20.0 points above c (90%"));
}

#[test]
fn of_too_many_pairs_those_that_reach_furthest_are_shown_and_a_note_says_so() {
    let levels = (0..12).map(|i| level(&format!("l{i}"), 30 + 5 * i, 100)).collect();
    let c = with_pairs(comparison("Country", false, (600, 1200), levels), 0.05);
    let chart = differences(&c, &study(false)).unwrap();
    assert_eq!(rows_of(&chart).len(), differences::MOST_PAIRS);
    assert!(chart.notes[0].contains("the 45 of 66 pairs"), "{:?}", chart.notes);
    let shown = rows_of(&chart);
    assert!(shown.iter().any(|(label, _)| *label == "l11 against l0"));
    assert!(!shown.iter().any(|(label, _)| *label == "l1 against l0"));
}

#[test]
fn only_ordered_levels_have_a_trend_and_nothing_suppressed_is_said_of_it() {
    let chart = trend(&ends(), &study(false)).unwrap();
    assert!(chart.description.contains("None 0%, Some no figure, Most 44%"), "{}", chart.description);
    assert!(!chart.to_svg().contains("25%<"), "3 of 12");
    assert_eq!(trend(&comparison("Country", false, (1, 2), vec![level("a", 1, 2)]), &study(false)), None);
}

/// Both bars begin at 0 with what both have, so that it stands one below the other and their ends can be compared; the
/// difference begins there too.
#[test]
fn the_bars_of_a_pair_share_their_beginning_and_their_ends_are_the_difference_apart() {
    let found = sample::paired_of(40, 10, 25, 25);
    let chart = paired(&found, &study(false)).unwrap();
    let rows = rows_of(&chart);
    let bar = |at: usize| match rows[at].1 {
        Mark::Bar { start, parts } => (*start, parts.iter().map(|part| part.share).collect::<Vec<_>>()),
        other => panic!("{other:?}"),
    };
    // The higher rate first.
    assert_eq!((rows[0].0, rows[1].0), (found.b_label.as_str(), found.a_label.as_str()));
    assert_eq!((bar(0), bar(1)), ((0.0, vec![0.40, 0.25]), (0.0, vec![0.40, 0.10])));
    let Mark::Gap { difference, interval: Some((low, high)) } = rows[2].1 else { panic!("{:?}", rows[2]) };
    assert!((difference - 0.15).abs() < 1e-12 && low < difference && difference < high, "{low}, {difference}, {high}");
    // From 0 as the bars: the axis holds it, and what of the interval lies below.
    let axis = &chart.rows().axis;
    assert!(axis.low <= low.min(0.0) && axis.ticks.iter().any(|tick| tick.label == "0%"), "{axis:?}");
    let open = paired(&sample::paired_of(40, 24, 25, 25), &study(false)).unwrap();
    let Mark::Gap { interval: Some((low, _)), .. } = rows_of(&open)[2].1 else { panic!("no difference") };
    assert!(*low < 0.0 && open.rows().axis.low <= *low, "{low}: {:?}", open.rows().axis);
    let mut few = found;
    few.flags.push(Flag::Suppressed);
    assert_eq!(paired(&few, &study(false)), None);
}

#[test]
fn adjusted_rates_stand_beside_those_that_they_adjust() {
    let (outcome, model) = (sample::adjusted_outcome(), sample::model());
    let segment = model.margins[0].segment.clone();
    let chart = adjusted(&outcome, &model, Some(&segment), &study(false)).unwrap();
    let of_level = outcome.segments.iter().find(|c| c.segment == segment).unwrap();
    for (label, mark) in rows_of(&chart) {
        let margin = model.margins.iter().find(|m| m.segment == segment && m.level == label).unwrap();
        let level = of_level.levels.iter().find(|l| l.level.as_deref() == Some(label)).unwrap();
        let Mark::Two([before, after]) = mark else { panic!("{mark:?}") };
        assert_eq!((Some(before.value), after.value), (level.rate, margin.rate));
    }
    let unfit = crate::results::Model { converged: false, ..model };
    assert_eq!(adjusted(&outcome, &unfit, None, &study(false)), None);
}

#[test]
fn every_kind_is_stamped_where_the_data_are_synthetic() {
    for (name, chart) in kind_charts().iter().filter(|(_, chart)| chart.synthetic) {
        assert_eq!(chart.to_svg().matches(">SYNTHETIC DATA<").count(), 2, "{name}");
        assert!(chart.title.starts_with("Synthetic data") && chart.description.starts_with("Synthetic data"), "{name}");
    }
    assert!(
        kind_charts()
            .iter()
            .filter(|(_, chart)| !chart.synthetic)
            .all(|(_, chart)| !chart.to_svg().contains("SYNTHETIC"))
    );
}

/// The Sinch sample has no verdict but undetermined: a headline says so, and no more.
#[test]
fn a_matrix_without_differences_does_not_speak_of_sameness() {
    let outcomes = [sinch()];
    let chart = matrix(&outcomes, false);
    assert_eq!(
        chart.headline,
        "No difference is shown in any of 6 comparisons; one beyond the margin remains possible"
    );
}
