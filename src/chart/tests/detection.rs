//! The curves of detection, of a paradox that is computed from answers.

use super::samples::study;
use crate::chart::{Body, Chart, Plane, detection};
use crate::findings;
use crate::load::{Format, Input};
use crate::results::Paradox;

/// The paradox of respondents at levels: name, base, yes. The last level is the top.
fn paradox(levels: &[(&str, usize, usize)]) -> Paradox {
    let mut csv = String::from("level,seen\n");
    for (name, n, yes) in levels {
        (0..*n).for_each(|at| csv.push_str(&format!("\"{name}\",{}\n", if at < *yes { "Yes" } else { "No" })));
    }
    let names: Vec<String> = levels.iter().map(|(name, ..)| format!("{name:?}")).collect();
    let text = format!(
        "schema = 1\n[study]\ntitle = \"T\"\n[[segments]]\nname = \"level\"\nlevels = [{}]\nordered = true\n\
         [[outcomes]]\nname = \"seen\"\nlabel = \"Saw a failure\"\ncolumn = \"seen\"\nyes = [\"Yes\"]\n\
         [paradox]\noutcome = \"seen\"\nsegment = \"level\"\ntop = {}\n",
        names.join(", "),
        names[names.len() - 1]
    );
    let study = crate::study::parse(&text, "t.toml").unwrap();
    let input = Input::Bytes { name: "t.csv".into(), bytes: csv.into_bytes() };
    findings::analyze(&study, &input, Format::Csv, "test", 1).unwrap().paradox.unwrap()
}

fn plane(chart: &Chart) -> &Plane {
    match &chart.body {
        Body::Plane(plane) => plane,
        other => panic!("{other:?}"),
    }
}

const FOUR: [(&str, usize, usize); 4] =
    [("None", 200, 120), ("Some", 200, 130), ("Tiny", 12, 7), ("All of it", 400, 320)];

pub fn detection_charts() -> Vec<(String, Chart)> {
    let many: Vec<String> = (0..12).map(|at| super::name(at, 30)).collect();
    let many: Vec<(&str, usize, usize)> = many.iter().enumerate().map(|(i, l)| (l.as_str(), 100, 40 + 3 * i)).collect();
    vec![
        ("detection".into(), detection(&paradox(&FOUR), &study(true)).unwrap()),
        ("detection-many".into(), detection(&paradox(&many), &study(false)).unwrap()),
    ]
}

/// A rate is a failure rate times what is detected, at every point of every curve; the marker is where all others
/// together fail as often as the top level.
#[test]
fn every_curve_gives_back_its_rate_and_the_marker_is_the_break_even() {
    let found = paradox(&FOUR);
    let chart = detection(&found, &study(false)).unwrap();
    let body = plane(&chart);
    let names: Vec<&str> = body.curves.iter().map(|curve| curve.name.as_str()).collect();
    assert_eq!(names, ["None: 60%", "Some: 65%", "All others: 62%"]);
    for (curve, rate) in body.curves.iter().zip([0.6, 0.65, 257.0 / 412.0]) {
        assert!(curve.points.iter().all(|(seen, fails)| (seen * fails - rate).abs() < 1e-12), "{}", curve.name);
        assert!(curve.points.iter().all(|(_, fails)| *fails <= 1.0 + 1e-12), "{}", curve.name);
    }
    assert_eq!((body.levels[0].value, body.levels[0].label.as_str()), (0.8, "All of it: 80%"));
    // 257 of 412 at all other levels, the small one included.
    let spot = &body.spots[0];
    assert!((spot.x - 257.0 / 412.0 / 0.8).abs() < 1e-12, "{}", spot.x);
    assert_eq!(spot.y, 0.8);
    let (low, high) = spot.interval.unwrap();
    assert!(low < spot.x && spot.x < high);
    let share = crate::results::format::percent(spot.x, 0);
    assert!(chart.headline.contains(&format!("if they detected {share} of what it does")), "{}", chart.headline);
}

#[test]
fn a_level_with_a_small_base_has_no_curve_and_no_name() {
    let chart = detection(&paradox(&FOUR), &study(false)).unwrap();
    assert!(!chart.to_svg().contains("Tiny"));
    assert!(chart.numbers().iter().flatten().all(|cell| !cell.contains("Tiny")));
    // Without a rate at the top nothing can be drawn.
    assert_eq!(detection(&paradox(&[("None", 200, 120), ("All of it", 20, 15)]), &study(false)), None);
}

#[test]
fn of_many_levels_those_with_the_lowest_and_highest_rates_are_drawn_and_a_note_says_so() {
    let chart = &detection_charts()[1].1;
    assert_eq!(plane(chart).curves.len(), 9, "eight levels, and all others together");
    assert!(chart.notes.iter().any(|note| note.contains("the 8 of 11 levels")), "{:?}", chart.notes);
}

/// Where the top level has the lowest rate, the others would have to see more than it does, not less.
#[test]
fn a_top_level_with_the_lowest_rate_turns_the_headline() {
    let chart = detection(&paradox(&[("None", 200, 160), ("All of it", 200, 100)]), &study(false)).unwrap();
    assert!(chart.headline.contains("only if they detected more than it does (160%)"), "{}", chart.headline);
    assert!(plane(&chart).x.axis.high > 1.0);
}
