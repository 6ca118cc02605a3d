//! What charts of bands say: which share stands where, and what may not be seen.

use super::samples::{banded, study};
use crate::chart::{Chart, Form, Mark, outcome_bands};
use crate::results::{Flag, Outcome};

const FIVE: [&str; 5] = ["Very bad", "Bad", "Neither", "Good", "Very good"];

fn five(neutral: Option<&str>) -> Outcome {
    let levels =
        [("Small", &[10, 20, 40, 20, 10][..]), ("Large", &[40, 20, 20, 10, 10][..]), ("Tiny", &[2, 2, 2, 2, 2][..])];
    let mut outcome = banded(&FIVE, 3, &[52, 42, 62, 32, 22], &[("Size", true, &levels)]);
    outcome.neutral = neutral.map(str::to_owned);
    outcome
}

fn chart(outcome: &Outcome, form: Form) -> Chart {
    outcome_bands(outcome, form, &study(false)).unwrap()
}

fn starts(chart: &Chart) -> Vec<f64> {
    let rows = chart.rows().panels.iter().flat_map(|panel| &panel.rows);
    rows.filter_map(|row| if let Mark::Bar { start, .. } = row.mark { Some((start * 1e6).round() / 1e6) } else { None })
        .collect()
}

/// Stacked: all at 0. Meeting: what lies below `at_least` stands on the left. Centred: half of the neutral band does too.
#[test]
fn bars_begin_where_their_form_says() {
    assert_eq!(starts(&chart(&five(None), Form::Stacked))[1..], [0.0, 0.0]);
    assert_eq!(starts(&chart(&five(None), Form::Diverging))[1..], [-0.7, -0.8]);
    assert_eq!(starts(&chart(&five(Some("Neither")), Form::Diverging))[1..], [-0.5, -0.7]);
    assert_eq!(starts(&chart(&five(Some("Neither")), Form::Stacked))[1..], [0.0, 0.0]);
}

#[test]
fn the_subtitle_says_what_the_bars_are_centred_on() {
    let centred = chart(&five(Some("Neither")), Form::Diverging);
    assert!(
        centred.subtitle.ends_with("(n\u{a0}=\u{a0}210). Bars are centred on “Neither”, half of it on each side."),
        "{}",
        centred.subtitle
    );
    assert!(centred.to_svg().contains("← Bad or lower") && centred.to_svg().contains("Good or higher →"));
    assert!(!centred.to_svg().contains("class=\"centre\""), "no line through the neutral band");
    let meeting = chart(&five(None), Form::Diverging);
    assert!(meeting.subtitle.ends_with("Bars meet between “Neither” and “Good”."), "{}", meeting.subtitle);
    assert_eq!(meeting.to_svg().matches("class=\"centre\"").count(), 3);
    assert!(!chart(&five(Some("Neither")), Form::Stacked).subtitle.contains("Bars are centred"));
}

#[test]
fn levels_that_may_not_be_shown_have_no_bar_and_leave_no_trace() {
    let found = chart(&five(None), Form::Stacked);
    let tiny = &found.rows().panels[1].rows[2];
    assert_eq!((tiny.values[0].as_str(), tiny.base.as_str()), ("–", "10"));
    assert_eq!(tiny.mark, Mark::Absent { reason: "not shown: base under 30".to_owned() });
    // One hidden band could be read off the others.
    let mut wide = five(None);
    wide.segments[0].levels[0].bands.as_mut().unwrap()[1].flags.push(Flag::Suppressed);
    assert!(matches!(chart(&wide, Form::Stacked).rows().panels[1].rows[0].mark, Mark::Absent { .. }));
}

/// Where so many parts are narrow that their figures would be a thicket, a note says that they are left out.
#[test]
fn many_narrow_parts_stand_without_figures_and_a_note_says_so() {
    let said = |counts: &[u64]| {
        let names: Vec<String> = (0..counts.len()).map(|i| format!("answer {i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let outcome = banded(&names, 1, counts, &[]);
        chart(&outcome, Form::Stacked).to_svg().contains("too narrow for their figure")
    };
    assert!(said(&[300, 2, 2, 2, 2, 300]));
    assert!(!said(&[300, 2, 2, 2, 300]));
}

#[test]
fn the_text_alternative_has_every_share_of_the_whole_and_the_ends_of_each_segment() {
    let found = chart(&five(None), Form::Stacked);
    assert!(
        found.description.contains("Very bad 25%, Bad 20%, Neither 30%, Good 15%, Very good 10%."),
        "{}",
        found.description
    );
    assert!(
        found.description.contains("Size: Good or higher from 20% (Large) to 30% (Small); 1 level without figures."),
        "{}",
        found.description
    );
}
