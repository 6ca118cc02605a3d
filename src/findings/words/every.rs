//! What is said of a comparison in every combination of what it may be.
//!
//! ```text
//! verdict x levels x ordered x shape of the trend x bases x measure x synthetic x whose sentence
//! ```
//!
//! No combination may claim more than its verdict, show a figure of a small base, or read as if a piece were missing.

use std::collections::BTreeMap;

use super::*;
use crate::findings::sample::{ci, decision, difference_ci, estimate, info, pair, rising};
use crate::report::terminal::{Style, comparison as on_terminal};
use crate::results::{Comparison, DecisionRule, Effect, Equivalence, LargestDifference, Measure, Test, Tests};
use crate::stats::Direction;

const VERDICTS: [Verdict; 4] =
    [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined];

/// How the rates follow the order of the levels.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Trend {
    /// No test of it.
    None,
    /// One that does not reject.
    Weak,
    /// One that rejects, and no departure from it.
    Even(Direction),
    /// One that rejects, and a departure too.
    Uneven(Direction),
}

/// How large the bases are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Bases {
    Large,
    /// All between the two limits.
    Caution,
    /// The last level is too small to be shown.
    OneSmall,
    /// All are.
    AllSmall,
    /// Nobody in the first level, and no test.
    NoTest,
}

/// A combination.
#[derive(Debug, Clone, Copy)]
struct Case {
    verdict: Verdict,
    levels: usize,
    ordered: bool,
    trend: Trend,
    bases: Bases,
    measure: Measure,
    synthetic: bool,
    /// Whether the p are corrected over several segments.
    family: u64,
}

fn every_case() -> Vec<Case> {
    let trends = [
        Trend::None,
        Trend::Weak,
        Trend::Even(Direction::Rising),
        Trend::Even(Direction::Falling),
        Trend::Uneven(Direction::Rising),
        Trend::Uneven(Direction::Falling),
    ];
    let mut cases = Vec::new();
    for verdict in VERDICTS {
        for levels in [1, 2, 3, 10] {
            for (ordered, trend) in trends.iter().map(|&trend| (true, trend)).chain([(false, Trend::None)]) {
                for bases in [Bases::Large, Bases::Caution, Bases::OneSmall, Bases::AllSmall, Bases::NoTest] {
                    for measure in
                        [Measure::Rate, Measure::Mean, Measure::Total, Measure::Median, Measure::Nps, Measure::Shares]
                    {
                        for synthetic in [false, true] {
                            for family in [1, 6] {
                                let case = Case { verdict, levels, ordered, trend, bases, measure, synthetic, family };
                                cases.extend(case.is_possible().then_some(case));
                            }
                        }
                    }
                }
            }
        }
    }
    cases
}

impl Case {
    /// Whether the program can come to it: no trend of two levels or of anything but a rate, no rejection without a
    /// test, nothing that rests on a limit without one.
    fn is_possible(&self) -> bool {
        let has_trend = self.trend != Trend::None;
        let tested = self.levels > 1 && self.bases != Bases::NoTest;
        let has_limit = self.measure == Measure::Rate && self.bases != Bases::AllSmall && self.levels > 1;
        !(has_trend && (self.levels < 3 || self.measure != Measure::Rate || !tested))
            && match self.verdict {
                Verdict::Undetermined => true,
                Verdict::Differs => tested,
                Verdict::DiffersWithinMargin => tested && has_limit,
                Verdict::Consistent => has_limit,
            }
    }

    fn comparison(&self) -> Comparison {
        let n = |level: usize| match self.bases {
            Bases::Large | Bases::NoTest if level == 0 && self.bases == Bases::NoTest => 0,
            Bases::Large | Bases::NoTest => 500,
            Bases::Caution => 60,
            Bases::OneSmall if level + 1 == self.levels => 12,
            Bases::OneSmall => 500,
            Bases::AllSmall => 12,
        };
        let up = !matches!(self.trend, Trend::Even(Direction::Falling) | Trend::Uneven(Direction::Falling));
        let level = |at: usize| {
            let place = if up { at } else { self.levels - 1 - at };
            let yes = n(at) * (50 + 3 * place as u64) / 100;
            let mut e = estimate(Some(&format!("Level {at}")), n(at), yes);
            e.measure = self.measure;
            match self.measure {
                Measure::Rate => {}
                Measure::Mean | Measure::Total | Measure::Median | Measure::Quantile | Measure::Nps => {
                    (e.mean, e.rate, e.ci) = (e.rate.map(|rate| 10.0 * rate), None, ci(4.0, 6.0));
                }
                Measure::Shares => {
                    e.shares = Some(vec![estimate(Some("x"), n(at), yes)]);
                    (e.rate, e.ci) = (None, None);
                }
            }
            e
        };
        let mut c = rising();
        c.levels = (0..self.levels).map(level).collect();
        c.overall = Estimate { level: None, ..level(self.levels / 2) };
        c.overall.flags.clear();
        c.measure = self.measure;
        c.ordered = self.ordered;
        let rejects = matches!(self.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
        let p: f64 = if rejects { 0.001 } else { 0.4 };
        let tested = self.levels > 1 && self.bases != Bases::NoTest;
        let trend = |ln_p: f64, way| Test::new(TestMethod::CochranArmitage, 9.0, 1.0, ln_p).with_direction(way);
        let departure = |p: f64| Test::new(TestMethod::Departure, 1.0, 1.0, p.ln());
        let (of_trend, of_departure) = match self.trend {
            Trend::None => (None, None),
            Trend::Weak => (Some(trend(0.6_f64.ln(), Direction::Rising)), Some(departure(0.5))),
            Trend::Even(way) => (Some(trend(p.ln(), way)), Some(departure(0.5))),
            Trend::Uneven(way) => (Some(trend(p.ln(), way)), Some(departure(0.001))),
        };
        c.tests = Tests {
            omnibus: tested.then(|| Test::new(TestMethod::Pearson, 20.0, (self.levels - 1) as f64, p.ln())),
            trend: of_trend,
            departure: of_departure,
            others: Vec::new(),
            note: (!tested).then(|| "all who answered are in one level".to_owned()),
        };
        c.decision = tested.then(|| decision(DecisionRule::Omnibus, p, p)).flatten();
        if let Some(d) = &mut c.decision {
            (d.family_size, d.p_adjusted) = (self.family, if self.family > 1 { (p * 2.0).min(1.0) } else { p });
        }
        let last = format!("Level {}", self.levels - 1);
        let shown = c.levels.iter().filter(|level| level.is_printable()).count();
        let difference = if up { -0.09 } else { 0.09 };
        c.effect = (tested && self.measure != Measure::Shares).then(|| Effect {
            cramers_v: None,
            cramers_v_raw: None,
            cramers_v_ci: None,
            furthest_level: None,
            cohen_w: None,
            largest_difference: (shown > 1).then(|| LargestDifference {
                pair: pair("Level 0", if self.bases == Bases::OneSmall { "Level 1" } else { &last }, difference),
                ci_simultaneous: difference_ci(difference - 0.05, difference + 0.03),
            }),
        });
        c.pairs.clear();
        c.versus_rest = (c.levels.iter().filter(|level| level.n > 0))
            .map(|level| pair(level.level.as_deref().unwrap_or_default(), "rest", -difference))
            .collect();
        let limit = match self.verdict {
            Verdict::Consistent | Verdict::DiffersWithinMargin => 0.032,
            _ => 0.112,
        };
        let has_limit = self.measure == Measure::Rate && self.levels > 1 && self.bases != Bases::AllSmall;
        c.equivalence = (self.measure == Measure::Rate).then(|| Equivalence {
            smallest_margin: has_limit.then_some(limit),
            left_out: if self.bases == Bases::OneSmall { vec![last.clone()] } else { Vec::new() },
            ..rising().equivalence.expect("the sample has it")
        });
        c.verdict = self.verdict;
        c
    }
}

/// Words that no sentence may have: claims of equality or importance, numbers that are none, pieces that are missing.
const NEVER: [&str; 14] = [
    "the same",
    "no effect",
    "equal to",
    "proves",
    "significant",
    "NaN",
    "inf",
    "None",
    "  ",
    "..",
    " .",
    " ,",
    "()",
    "{",
];

fn check(case: &Case, c: &Comparison, said: &str) {
    for word in NEVER {
        assert!(!said.contains(word), "{word:?} in {case:?}: {said}");
    }
    let differs = ["differs by", "differ by", "rises with", "falls with", "at the top of"];
    // "No two levels differ by more than", "that they differ is not shown" say the opposite.
    let claims = said.replace("levels of 30 or more differ by", "levels differ by");
    let claims = claims.replace("two levels differ by", "").replace("no two levels", "");
    let is_claimed = differs.iter().any(|word| claims.contains(word));
    let rejects = matches!(case.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    assert_eq!(is_claimed, rejects, "{case:?}: {said}");
    assert_eq!(said.contains("consistent"), case.verdict == Verdict::Consistent, "{case:?}: {said}");
    let moves = said.contains("rises") || said.contains("falls");
    let may_move = case.verdict == Verdict::Differs && matches!(case.trend, Trend::Even(_));
    assert_eq!(moves, may_move, "{case:?}: {said}");
    if let Trend::Even(way) = case.trend
        && moves
    {
        assert_eq!(said.contains("rises"), way == Direction::Rising, "{case:?}: {said}");
    }
    if case.measure != Measure::Rate {
        let of_numbers = said.replace("95% confidence", "").replace("95% interval", "").replace("80% power", "");
        assert!(!of_numbers.contains('%') && !of_numbers.contains("the rate"), "{case:?}: {said}");
    }
    for level in c.levels.iter().filter(|level| !level.is_printable()) {
        let name = level.level.as_deref().unwrap_or_default();
        assert!(!said.contains(&format!("({name})")), "a figure of {name} in {case:?}: {said}");
        assert!(!said.contains(&format!("\"{name}\" against")) && !said.contains(&format!("against \"{name}\"")));
    }
    assert_eq!(said.contains("p = ") || said.contains("p < "), c.decision.is_some(), "{case:?}: {said}");
    assert_eq!(said.contains("adjusted p"), c.decision.is_some() && case.family > 1, "{case:?}: {said}");
}

/// A headline claims what its verdict does, and has a number wherever one may be shown.
fn check_headline(case: &Case, c: &Comparison) {
    let said = &c.headline;
    let claims = ["differs by", "rises with", "falls with", "at the top of"].iter().any(|word| said.contains(word));
    assert_eq!(claims, matches!(case.verdict, Verdict::Differs | Verdict::DiffersWithinMargin), "{case:?}: {said}");
    assert_eq!(said.contains("consistent"), case.verdict == Verdict::Consistent, "{case:?}: {said}");
    let moves = said.contains("rises with") || said.contains("falls with");
    let may_move = case.verdict == Verdict::Differs && matches!(case.trend, Trend::Even(_));
    assert_eq!(moves, may_move, "{case:?}: {said}");
    let shown = c.levels.iter().filter(|level| level.is_printable() && level.n > 0 && level.value().is_some()).count();
    let figures = said.replace("5 points", "").replace("Level ", "");
    if case.verdict != Verdict::Differs && shown > 1 {
        assert!(figures.contains(|c: char| c.is_ascii_digit()), "no number in {case:?}: {said}");
    }
    for level in c.levels.iter().filter(|level| !level.is_printable()) {
        let name = level.level.as_deref().unwrap_or_default();
        assert!(!said.contains(&format!("({name})")), "a figure of {name} in {case:?}: {said}");
    }
}

#[test]
fn every_combination_reads_well_and_claims_no_more_than_its_verdict() {
    let cases = every_case();
    let mut sentences = std::collections::BTreeSet::new();
    for case in &cases {
        let mut info = info();
        info.synthetic = case.synthetic;
        let mut c = case.comparison();
        c.sentence = comparison_sentence(&c, &info);
        c.headline = comparison_headline(&c, &info);
        check(case, &c, &c.sentence);
        assert!(c.sentence.ends_with('.') && c.sentence.starts_with(&c.outcome_label), "{}", c.sentence);
        for word in NEVER {
            assert!(!c.headline.contains(word), "{word:?} in {case:?}: {}", c.headline);
        }
        check_headline(case, &c);
        let text = on_terminal(&c, &info, Style::Plain);
        assert_eq!(text.contains("SYNTHETIC DATA"), case.synthetic, "{text}");
        sentences.insert(c.sentence);
    }
    println!("{} combinations, {} different sentences", cases.len(), sentences.len());
    assert!(cases.len() > 1_500 && sentences.len() > 150, "{} and {}", cases.len(), sentences.len());
}

/// A sentence of the study's own is filled in wherever all of it can be said, and nowhere else.
#[test]
fn a_sentence_of_the_studys_own_is_used_wherever_it_can_be_filled_in() {
    let own = [
        ("differs", "{outcome} depends on {segment}, {range} ({p}). {largest}."),
        ("differs_within_margin", "{outcome} depends on {segment} a little ({margin}): {limit}."),
        ("consistent", "{outcome} hardly depends on {segment} ({margin}): {limit}."),
        ("undetermined", "{outcome}: nothing can be told of {segment}."),
    ];
    let (mut filled, mut not) = (0, 0);
    for case in every_case() {
        let mut info = info();
        let mut c = case.comparison();
        let default = comparison_sentence(&c, &info);
        info.words =
            own.iter().map(|(verdict, text)| ((*verdict).to_owned(), (*text).to_owned())).collect::<BTreeMap<_, _>>();
        c.sentence = comparison_sentence(&c, &info);
        if c.sentence == default {
            not += 1;
            assert_ne!(case.verdict, Verdict::Undetermined, "that one can always be said");
            continue;
        }
        filled += 1;
        for word in NEVER {
            assert!(!c.sentence.contains(word), "{word:?} in {case:?}: {}", c.sentence);
        }
        for level in c.levels.iter().filter(|level| !level.is_printable()) {
            assert!(
                !c.sentence.contains(&format!("({})", level.level.as_deref().unwrap_or_default())),
                "{}",
                c.sentence
            );
        }
    }
    println!("{filled} filled in, {not} said as the program does");
    assert!(filled > 700 && not > 100, "{filled} and {not}");
}
