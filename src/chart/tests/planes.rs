//! Curves over a scale: detection, and what two published figures imply.

use super::kinds::HOSTILE;
use super::samples::{name, study};
use crate::chart::{Axis, Body, Chart, Curve, Plane, Reference, Scale, Spot, implied};
use crate::results::{ImpliedRest, RestPoint, Size};

/// Published rates of all and of a group, and what they leave for the rest (p_all = s p_group + (1 - s) p_rest).
fn rest(all: f64, group: f64, n: Option<u64>) -> ImpliedRest {
    let point = |step: u32| {
        let share = f64::from(step) / 40.0;
        let rest = |half: f64| Some((all + half - share * group) / (1.0 - share)).filter(|r| (0.0..=1.0).contains(r));
        RestPoint {
            share,
            size: n.map(|n| (n as f64 * share).round() as u64),
            rest: rest(0.0),
            low: rest(-0.005),
            high: rest(0.005),
            p: None,
        }
    };
    ImpliedRest {
        all: "all".into(),
        part: "part".into(),
        outcome: "rollback".into(),
        outcome_label: "Rolled back an agent".into(),
        group: "governance_maturity = Fully mature".into(),
        group_label: "“Fully mature” (governance maturity)".into(),
        rate_all: all,
        rate_part: group,
        n,
        own_base: true,
        sources: vec!["Press release of 13 May 2026".into()],
        largest_share: 0.9,
        significant_from: n.map(|_| Size { value: Some(138), low: Some(109), high: Some(180) }),
        curve: (1..40).map(point).collect(),
        at_published_size: Some(point(12)),
        impossible: None,
        sentence: String::new(),
    }
}

/// Curves of rate / detection, as those of a paradox.
fn curves(levels: &[(&str, f64)], top: (&str, f64)) -> Chart {
    let curve = |&(level, rate): &(&str, f64)| Curve {
        name: format!("{level}: {:.0}%", rate * 100.0),
        points: (0..=20)
            .map(|step| rate + (1.0 - rate) * f64::from(step) / 20.0)
            .map(|detection| (detection, rate / detection))
            .collect(),
        is_stressed: false,
    };
    let scale = |title: &str| Scale { axis: Axis::of_shares([levels[0].1, 1.0]), title: title.to_owned() };
    let plane = Plane {
        x: scale("What a level detects, as a share of what the top level detects"),
        y: scale("Implied failure rate"),
        areas: Vec::new(),
        curves: levels.iter().map(curve).collect(),
        levels: vec![Reference { value: top.1, label: top.0.to_owned(), short_label: top.0.to_owned() }],
        marks: Vec::new(),
        spots: vec![Spot { x: 0.89, y: top.1, interval: Some((0.84, 0.94)), label: "All others together: 89%".into() }],
    };
    Chart { body: Body::Plane(plane), ..implied(&rest(0.74, 0.81, None), &study(false)).unwrap() }
}

/// Planes of many shapes: few and many curves, near each other and far apart, names short, long and hostile.
pub fn plane_charts() -> Vec<(String, Chart)> {
    let mut charts: Vec<(String, Chart)> = Vec::new();
    for (all, group) in [(0.74, 0.81), (0.5, 0.99), (0.1, 0.5), (0.97, 0.6), (0.6, 0.6)] {
        for n in [None, Some(1_567), Some(40)] {
            let chart = implied(&rest(all, group, n), &study(true)).unwrap();
            charts.push((format!("implied-{all}-{group}-{n:?}"), chart));
        }
    }
    let usual = [("No guardrails", 0.66), ("Basic", 0.70), ("Developing", 0.71), ("Advanced", 0.74)];
    charts.push(("curves".into(), curves(&usual, ("Fully mature: 81%", 0.81))));
    charts.push(("curves-one".into(), curves(&usual[..1], ("Fully mature: 67%", 0.67))));
    let long: Vec<String> = (0..6).map(|at| name(at, 300)).collect();
    let long: Vec<(&str, f64)> = long.iter().map(|label| (label.as_str(), 0.7)).collect();
    charts.push(("curves-long".into(), curves(&long, ("Fully mature: 81%", 0.81))));
    let many: Vec<String> = (0..8).map(|at| name(at, 12)).collect();
    let many: Vec<(&str, f64)> = many.iter().enumerate().map(|(i, l)| (l.as_str(), 0.5 + 0.001 * i as f64)).collect();
    charts.push(("curves-near".into(), curves(&many, ("Top: 51%", 0.51))));
    charts
}

#[test]
fn hostile_names_of_curves_stay_text() {
    let levels: Vec<(&str, f64)> = HOSTILE.iter().map(|label| (*label, 0.7)).collect();
    let svg = curves(&levels, (HOSTILE[0], 0.8)).to_svg();
    let document = resvg::usvg::roxmltree::Document::parse(&svg).unwrap();
    assert!(document.descendants().all(|n| !n.has_tag_name("script")) && svg.contains("&lt;script&gt;"));
}

/// What the group has more, the rest has less: the curve is that of the results, and no synthetic stamp is put on
/// published figures.
#[test]
fn the_curve_of_the_rest_is_that_of_the_results_and_its_numbers_are_a_table() {
    let found = rest(0.74, 0.81, Some(1_567));
    let chart = implied(&found, &study(true)).unwrap();
    let Body::Plane(plane) = &chart.body else { panic!("{:?}", chart.body) };
    let expected: Vec<(f64, f64)> = found.curve.iter().filter_map(|p| Some((p.size? as f64, p.rest?))).collect();
    assert_eq!(plane.curves[0].points, expected);
    assert_eq!((plane.levels[0].value, plane.levels[1].value, plane.marks[0].value), (0.81, 0.74, 138.0));
    assert!(!chart.to_svg().contains("SYNTHETIC"));
    // The size that was published, and no other, is in the headline and at its point.
    assert!(chart.headline.ends_with("(470) and 74% of all 1,567 leave 71% of all others"), "{}", chart.headline);
    assert_eq!(plane.spots[0].label, "Published size 470: 71%");
    assert!(chart.notes[1].contains("109 to 180"), "{:?}", chart.notes);
    let without_size = implied(&ImpliedRest { at_published_size: None, ..found.clone() }, &study(true)).unwrap();
    assert!(
        without_size.headline.ends_with("more than chance only if the group has 138 or more"),
        "{}",
        without_size.headline
    );
    // Without a base of all it is how large the group can be, which a line marks.
    let share = implied(&rest(0.74, 0.81, None), &study(true)).unwrap();
    let Body::Plane(shares) = &share.body else { panic!("{:?}", share.body) };
    assert!(share.headline.ends_with("the group is 90% of all at most"), "{}", share.headline);
    assert_eq!((shares.marks[0].label.as_str(), shares.marks[0].value), ("At most 90%", 0.9));
    let table = chart.numbers();
    assert_eq!(table.len(), 1 + expected.len() + 2);
    assert_eq!(table[1][2].parse::<f64>().unwrap(), expected[0].1);
    let short = ImpliedRest { curve: found.curve[..1].to_vec(), ..found };
    assert_eq!(implied(&short, &study(false)), None);
}

/// Names that are too long for the end of a line are numbers there, and stand in a list below, whole.
#[test]
fn long_names_of_curves_are_numbered_and_listed() {
    let charts = plane_charts();
    let of = |wanted: &str| charts.iter().find(|(name, _)| name == wanted).unwrap().1.to_svg();
    assert!(!of("curves").contains("class=\"band\""));
    let long = of("curves-long");
    for at in 0..6 {
        let first: String = name(at, 300).chars().take(30).collect();
        assert!(long.contains(&format!("\u{a0}\u{a0}{first}")), "{first}");
    }
}

/// Where the labels of vertical lines have no room beside each other, each is a letter, and stands in a list below, whole: no
/// line of the headline is without a name. No label of a point is broken inside a word.
#[test]
fn lines_without_room_for_their_labels_are_lettered_and_listed() {
    let labels = ["74% against 81%: 1,821", "Within 5 points: 4,241"];
    for (width, lettered) in [(360.0, true), (760.0, false)] {
        let mut chart = implied(&rest(0.74, 0.81, Some(1567)), &study(false)).unwrap();
        chart.width = width;
        let Body::Plane(plane) = &mut chart.body else { panic!("a plane") };
        plane.marks = (labels.iter().zip([600.0, 750.0]))
            .map(|(label, value)| Reference { value, label: (*label).to_owned(), short_label: (*label).to_owned() })
            .collect();
        let svg = chart.to_svg();
        for (label, letter) in labels.iter().zip(["A", "B"]) {
            assert!(svg.contains(label), "{width}: {label}");
            assert_eq!(svg.contains(&format!(">{letter}</text>")), lettered, "{width}");
        }
    }
}

/// A published figure keeps the decimals that it was published with.
#[test]
fn a_published_figure_is_written_as_it_was_published() {
    let chart = implied(&rest(0.323, 0.891, Some(1567)), &study(false)).unwrap();
    let svg = chart.to_svg();
    assert!(chart.headline.contains("89.1% of") && chart.headline.contains("32.3% of"), "{}", chart.headline);
    assert!(svg.contains("All: 32.3%") && !svg.contains("89% of"), "{svg}");
}
