use super::*;
use crate::findings::sample::{
    base, ci, claim, decision, difference_ci, estimate, info, paired, rising, sample_results, settled, stratified,
    unsettled, with_a_tiny_level,
};
use crate::results::format;
use crate::results::{
    ClaimStatus, Comparison, DecisionRule, Effect, Estimate, Grim, Interval, LargestDifference, Ratio, Test, Tests,
};
use crate::stats::Direction;

fn outcome() -> Outcome {
    sample_results().outcomes.remove(0)
}

/// No sentence may claim equality, or speak of a number that is none.
fn modest(text: &str) {
    for word in ["the same", "no effect", "equal to", "proves", "significant", "NaN", "inf ", "None", "  ", ".."] {
        assert!(!text.contains(word), "{word:?} in: {text}");
    }
}

fn every_verdict() -> Vec<Comparison> {
    let mut within = settled();
    within.verdict = Verdict::DiffersWithinMargin;
    within.decision = decision(DecisionRule::Omnibus, 0.001, 0.003);
    vec![rising(), within, settled(), unsettled()]
}

#[test]
fn an_outcome_says_rate_interval_and_base() {
    assert_eq!(
        outcome_sentence(&outcome(), &info()),
        "Rolled back or shut down a live AI agent: 74.0% (95% interval 71.8% to 76.1%) of 1,567 respondents with \
         shipped = Yes."
    );
}

#[test]
fn an_outcome_without_a_printable_base_has_no_figure() {
    let mut o = outcome();
    o.overall = estimate(None, 12, 9);
    let said = outcome_sentence(&o, &info());
    assert!(said.contains("no figure, because the base is too small (12 respondents with"), "{said}");
    assert!(!said.contains('%'), "{said}");
    o.overall = estimate(None, 0, 0);
    assert!(outcome_sentence(&o, &info()).contains("nobody in the base answered"));
    o.overall = Estimate { ci: None, ..estimate(None, 40, 30) };
    let said = outcome_sentence(&o, &info());
    assert!(said.contains("75% of 40 respondents") && said.contains("read with caution"), "{said}");
}

#[test]
fn bases_read_as_words_whatever_describes_them() {
    let of = |description: &str| of_base(1567, &base(description, 1567, 0, 0));
    assert_eq!(of("all respondents"), "1,567 respondents");
    assert_eq!(of(""), "1,567 respondents");
    assert_eq!(of("all respondents, where country = Brazil"), "1,567 respondents, where country = Brazil");
    assert_eq!(of("respondents with shipped = Yes"), "1,567 respondents with shipped = Yes");
    assert_eq!(of("shippers"), "1,567 respondents (shippers)");
    assert_eq!(respondents(1), "1 respondent");
}

#[test]
fn an_outcomes_headline_is_its_strongest_finding_with_a_number() {
    let mut o = outcome();
    assert_eq!(
        outcome_headline(&o, &info()),
        "Rolled back or shut down a live AI agent: rises with governance maturity to 81% (Fully mature), 12.0 points above \
         the rest"
    );
    let mut second = rising();
    second.segment_label = "Industry".into();
    second.segment = "industry".into();
    second.decision = decision(DecisionRule::Omnibus, 0.001, 0.002);
    o.segments.push(second.clone());
    assert!(outcome_headline(&o, &info()).ends_with("above the rest; differs by industry too"));
    for name in ["a", "b"] {
        o.segments.push(Comparison { segment: name.into(), segment_label: name.into(), ..second.clone() });
    }
    assert!(outcome_headline(&o, &info()).ends_with("above the rest; differs by 3 other segments too"));
    o.segments = vec![unsettled(); 3];
    assert!(
        outcome_headline(&o, &info()).ends_with(": 74% of all, differences by 3 segments neither shown nor ruled out")
    );
    o.segments = vec![settled(), unsettled(), unsettled()];
    assert!(
        outcome_headline(&o, &info())
            .ends_with(": 74% of all, consistent within 5 points by country, undetermined by 2 others")
    );
    o.segments.clear();
    assert!(outcome_headline(&o, &info()).ends_with("74.0% of 1,567 respondents"));
}

/// Whatever the verdicts of its segments are, a headline has a number, claims a difference only where a test shows one, and
/// consistency only where no difference is shown.
#[test]
fn every_combination_of_verdicts_gives_a_headline_that_claims_no_more() {
    const VERDICTS: [Verdict; 4] =
        [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined];
    let mut seen = std::collections::BTreeSet::new();
    let mut combinations = 0;
    for code in 0..4_usize.pow(4) {
        for segments in 1..=4 {
            let verdicts: Vec<Verdict> = (0..segments).map(|at| VERDICTS[code / 4_usize.pow(at) % 4]).collect();
            let of = |(at, &verdict): (usize, &Verdict)| {
                let like = match verdict {
                    Verdict::Differs if at % 2 == 0 => rising(),
                    Verdict::Undetermined => unsettled(),
                    _ => settled(),
                };
                let name = format!("segment {at}");
                Comparison { verdict, segment: name.clone(), segment_label: name, ..like }
            };
            let mut o = outcome();
            o.segments = verdicts.iter().enumerate().map(of).collect();
            let said = outcome_headline(&o, &info());
            modest(&said);
            let finding = said.strip_prefix("Rolled back or shut down a live AI agent: ").expect("it begins so");
            assert!(finding.contains(|c: char| c.is_ascii_digit()), "no number: {said}");
            let differs = finding.contains("differs by") || finding.contains("rises with");
            let rejects = verdicts.iter().any(|v| matches!(v, Verdict::Differs | Verdict::DiffersWithinMargin));
            assert_eq!(differs, rejects, "{verdicts:?}: {said}");
            let consistent = !rejects && verdicts.contains(&Verdict::Consistent);
            assert_eq!(finding.contains("consistent"), consistent, "{verdicts:?}: {said}");
            combinations += 1;
            seen.insert(said);
        }
    }
    println!("{combinations} combinations, {} different headlines", seen.len());
    assert!(seen.len() > 60, "{}", seen.len());
}

/// Two figures of one sentence have the decimals of the smaller base, and where their difference is not what the printed
/// ones give, the sentence says so.
#[test]
fn figures_and_their_difference_add_up_or_are_said_to_be_rounded() {
    let told = |a, b| {
        let told = parts::apart(format::Unit::Percent, [a, b]);
        (told.a, told.b, told.rounded)
    };
    assert_eq!(told((0.6231, 800), (0.6191, 2_527)), ("62%".into(), "62%".into(), " before rounding"));
    assert_eq!(told((0.755, 964), (0.532, 964)), ("76%".into(), "53%".into(), " before rounding"));
    assert_eq!(told((0.81, 1_441), (0.713, 1_126)), ("81.0%".into(), "71.3%".into(), ""));
    for a in 0..=200 {
        for b in 0..=200 {
            let (a, b) = (f64::from(a) / 200.0, f64::from(b) / 200.0);
            let (of_a, of_b, rounded) = told((a, 500), (b, 500));
            let number = |text: &str| text.trim_matches(['<', '>', '%']).parse::<f64>().expect("a number");
            let is_exact = of_a.ends_with('%') && !of_a.starts_with(['<', '>']) && !of_b.starts_with(['<', '>']);
            if is_exact && rounded.is_empty() {
                let far = (number(&of_a) - number(&of_b) - 100.0 * (a - b)).abs();
                assert!(far <= 0.05 + 1e-9, "{of_a}, {of_b}, {}", a - b);
            }
        }
    }
}

#[test]
fn no_sentence_claims_more_than_its_verdict() {
    for c in every_verdict() {
        let said = comparison_sentence(&c, &info());
        modest(&said);
        modest(&comparison_headline(&c, &info()));
        assert_eq!(
            said.contains("the rate differs") || said.contains("rises"),
            matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin),
            "{said}"
        );
        assert!(said.contains("5 points"), "the margin: {said}");
        assert!(said.contains("adjusted p"), "{said}");
        assert!(said.contains("simultaneous 95% interval"), "no p without effect and interval: {said}");
    }
}

#[test]
fn rises_needs_a_trend_that_rejects_and_a_departure_that_does_not() {
    let mut c = rising();
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("the rate rises with governance maturity, from 66% (Ad hoc) to 81% (Fully mature)"),
        "{said}"
    );
    assert!(
        comparison_headline(&c, &info())
            .ends_with(": rises with governance maturity, from 66% (Ad hoc) to 81% (Fully mature)")
    );
    c.tests.departure = Some(Test::new(TestMethod::Departure, 8.0, 1.0, 0.005_f64.ln()));
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("higher at the top of governance maturity: 81% (Fully mature), 12.0 points above the rest"),
        "{said}"
    );
    assert!(!said.contains("rises"), "{said}");
    c.versus_rest[2].ci = difference_ci(-0.01, 0.2);
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("does not follow its order evenly") && !said.contains("top"), "{said}");
    c.tests.departure = None;
    assert!(!comparison_sentence(&c, &info()).contains("rises"), "without a departure nobody knows");
}

#[test]
fn a_trend_that_does_not_survive_the_correction_is_not_told() {
    let mut c = rising();
    c.decision = decision(DecisionRule::OmnibusOrTrend, 0.01, 0.03);
    c.tests.trend =
        Some(Test::new(TestMethod::CochranArmitage, 4.7, 1.0, 0.03_f64.ln()).with_direction(Direction::Rising));
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("without a trend along its order shown") && !said.contains("rises"), "{said}");
}

#[test]
fn falling_is_the_mirror_of_rising() {
    let mut c = rising();
    c.levels.reverse();
    c.tests.trend = c.tests.trend.map(|t| t.with_direction(Direction::Falling));
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("the rate falls with governance maturity, from 81% (Fully mature) to 66% (Ad hoc)"),
        "{said}"
    );
}

#[test]
fn differs_says_by_more_than_the_margin_only_where_the_simultaneous_interval_does() {
    let mut c = rising();
    assert!(comparison_sentence(&c, &info()).contains("it is more than the margin of 5 points"));
    let set = |c: &mut Comparison, low: f64, high: f64| {
        if let Some(largest) = c.effect.as_mut().and_then(|e| e.largest_difference.as_mut()) {
            largest.ci_simultaneous = difference_ci(low, high);
        }
    };
    set(&mut c, -0.25, -0.04);
    assert!(comparison_sentence(&c, &info()).contains("that it is more than the margin of 5 points is not shown"));
    set(&mut c, -0.25, -0.05);
    assert!(comparison_sentence(&c, &info()).contains("is not shown"), "exactly the margin is not more");
}

#[test]
fn nominal_levels_are_named_from_lowest_to_highest() {
    let mut c = rising();
    c.ordered = false;
    c.tests.trend = None;
    c.tests.departure = None;
    c.levels.swap(0, 1);
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("the rate differs by governance maturity, from 66% (Ad hoc) to 81% (Fully mature) (adjusted p"),
        "{said}"
    );
}

#[test]
fn a_suppressed_level_is_never_given_a_figure() {
    for verdict in [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined] {
        let mut c = with_a_tiny_level();
        c.levels.rotate_left(1);
        c.verdict = verdict;
        c.decision = decision(DecisionRule::OmnibusOrTrend, 0.2, 0.5);
        if let Some(Effect { largest_difference: Some(LargestDifference { pair, .. }), .. }) = &mut c.effect {
            pair.a = "Tiny".into();
        }
        for said in [comparison_sentence(&c, &info()), comparison_headline(&c, &info())] {
            assert!(!said.contains("(Tiny)") && !said.contains("100%"), "{said}");
            assert!(!said.contains("15.0 points"), "the difference gives the rate away: {said}");
        }
        let named = comparison_sentence(&c, &info())
            .contains("leaves out levels with fewer than 30 respondents, which the test counts: \"Tiny\"");
        assert_eq!(named, verdict != Verdict::Differs, "named where the limit is told");
        let aside = comparison_headline(&c, &info()).contains(" (1 small level aside)");
        assert_eq!(aside, verdict == Verdict::Consistent);
    }
}

/// Where the difference may be that of levels too small to show, no sentence lays it to the others.
#[test]
fn a_difference_that_may_rest_on_small_levels_says_so() {
    let mut c = with_a_tiny_level();
    c.decision = decision(DecisionRule::OmnibusOrTrend, 0.001, 0.003);
    c.verdict = Verdict::Differs;
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("The test counts levels with fewer than 30 respondents too") && said.contains("\"Tiny\""),
        "{said}"
    );
    c.tests.trend = None;
    for level in c.levels.iter_mut().filter(|level| level.n >= 30) {
        let name = level.level.clone().unwrap();
        *level = estimate(Some(&name), 400, 120);
    }
    let head = comparison_headline(&c, &info());
    assert!(head.contains("which may rest on levels too small to show") && !head.contains("30%"), "{head}");
    c.verdict = Verdict::DiffersWithinMargin;
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("and between levels of 30 or more by less than the margin"), "{said}");
    assert!(said.contains("no two levels of 30 or more differ by more than"), "{said}");
    let head = comparison_headline(&c, &info());
    assert!(head.contains("between levels of 30 or more by less than 5 points, all 30%"), "{head}");
    assert_eq!(verdict_text(&c, &info()), "Differs, larger levels by less than 5 points");
}

#[test]
fn a_level_to_be_read_with_caution_has_its_base_beside_its_figure() {
    let mut c = rising();
    let last = c.levels.len() - 1;
    let name = c.levels[last].level.clone().unwrap();
    c.levels[last] = estimate(Some(&name), 47, 44);
    c.levels[last].flags.push(crate::results::Flag::Caution);
    let said = comparison_sentence(&c, &info());
    assert!(said.contains(&format!("({name}, n = 47)")) && said.matches("n = ").count() == 1, "{said}");
}

#[test]
fn the_top_is_named_only_where_no_level_lies_beyond_it() {
    let mut c = rising();
    c.tests.departure = Some(Test::new(TestMethod::Departure, 9.0, 2.0, 0.001_f64.ln()));
    assert!(comparison_sentence(&c, &info()).contains("at the top of"), "{}", comparison_sentence(&c, &info()));
    let name = c.levels[1].level.clone().unwrap();
    c.levels[1] = estimate(Some(&name), 500, 499);
    let said = comparison_sentence(&c, &info());
    assert!(!said.contains("at the top of") && said.contains("does not follow its order evenly"), "{said}");
}

/// The size of a difference and its interval stand on one side of 0.
#[test]
fn a_paired_difference_that_is_negative_has_its_interval_turned_too() {
    let (mut p, info) = (paired(), info());
    let told = |p: &Paired| paired_sentence(p, &info).split_once("The difference is ").unwrap().1.to_owned();
    let before = told(&p);
    std::mem::swap(&mut p.rate_a, &mut p.rate_b);
    p.difference = p.difference.map(|d| -d);
    if let Some(ci) = &mut p.ci {
        (ci.low, ci.high) = (-ci.high, -ci.low);
    }
    assert_eq!(told(&p).split(": ").next(), before.split(": ").next());
}

#[test]
fn undetermined_says_what_remains_possible_and_what_it_would_take() {
    let said = comparison_sentence(&unsettled(), &info());
    assert!(
        said.contains(
            "no difference by company size found (adjusted p = 0.900, Holm over 3 segments), and none beyond the margin ruled out"
        ),
        "{said}"
    );
    assert!(
        said.contains("up to 11.2 points remains possible (95% confidence), more than the margin of 5 points"),
        "{said}"
    );
    assert!(said.contains("about 3,029 respondents"), "{said}");
    let mut bare = unsettled();
    bare.equivalence = None;
    modest(&comparison_sentence(&bare, &info()));
}

#[test]
fn without_a_test_the_reason_is_given_and_nothing_else_is_claimed() {
    let mut c = unsettled();
    c.tests = Tests {
        omnibus: None,
        trend: None,
        departure: None,
        others: Vec::new(),
        note: Some("every respondent said yes".into()),
    };
    c.decision = None;
    c.effect = None;
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("because no test can be made: every respondent said yes."), "{said}");
    modest(&said);
    c.tests.note = None;
    c.levels.clear();
    c.equivalence = None;
    c.overall = estimate(None, 0, 0);
    modest(&comparison_sentence(&c, &info()));
    assert!(comparison_headline(&c, &info()).ends_with("no test by company size, undetermined"));
    c.verdict = Verdict::Consistent;
    modest(&comparison_sentence(&c, &info()));
}

#[test]
fn a_monte_carlo_p_too_close_to_call_is_not_called() {
    let mut c = unsettled();
    c.tests.omnibus = Some(Test { mc_se: Some(0.0007), ..Test::exact(TestMethod::FisherMc, 0.0495_f64.ln()) });
    c.decision = decision(DecisionRule::Omnibus, 0.0495, 0.0495);
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("upper limit of its 99% interval is not under 0.05"), "{said}");
    assert!(!said.contains("no difference") && !said.contains("differs"), "{said}");
}

#[test]
fn a_limit_just_over_the_margin_does_not_print_as_the_margin() {
    let mut c = unsettled();
    if let Some(eq) = &mut c.equivalence {
        eq.smallest_margin = Some(0.0502);
    }
    assert!(comparison_sentence(&c, &info()).contains("up to 5.020 points"));
}

#[test]
fn a_question_asked_alone_has_no_adjusted_p() {
    let mut c = unsettled();
    c.decision = c.decision.map(|d| crate::results::Decision { family_size: 1, p_adjusted: d.p, ..d });
    let said = comparison_sentence(&c, &info());
    assert!(said.contains("found (p = 0.566)") && !said.contains("adjusted"), "{said}");
    assert_eq!(decision_text(&c).unwrap(), "p = 0.566 (1 test, nothing to adjust for)");
}

/// A label of 300 characters makes no headline of 300: it ends after a whole word, and stands whole in the subtitle.
#[test]
fn a_long_label_is_shortened_in_a_headline_and_nowhere_else() {
    let long = "Which of the following have you or your organisation done in the last twelve months ".repeat(4);
    let mut c = rising();
    c.outcome_label.clone_from(&long);
    c.segment_label.clone_from(&long);
    let said = comparison_headline(&c, &info());
    assert!(said.chars().count() < 250, "{said}");
    assert!(
        said.starts_with("Which of the following") && said.contains("last twelve months Which…: rises with"),
        "{said}"
    );
    assert!(said.contains("from 66% (Ad hoc) to 81% (Fully mature)"), "{said}");
    assert!(comparison_sentence(&c, &info()).contains(long.trim()));
    assert_eq!(outcome_in_head("Rolled back an agent"), "Rolled back an agent");
    assert_eq!(outcome_in_head(&"x".repeat(120)).chars().count(), 91);
    let turned = "שלום עולם ".repeat(30);
    assert!(outcome_in_head(&turned).chars().count() <= 91 && outcome_in_head(&turned).ends_with('…'));
}

#[test]
fn labels_inside_a_sentence_lose_capital_and_remark_but_not_their_sense() {
    for (label, text) in [
        ("Company size (employees)", "company size"),
        ("AI budget", "AI budget"),
        ("Country", "country"),
        ("(x)", "(x)"),
        ("E-mail use", "E-mail use"),
        ("", ""),
        ("Größe", "größe"),
    ] {
        assert_eq!(in_text(label), text);
    }
}

#[test]
fn paired_questions_are_compared_within_respondents() {
    let mut p = paired();
    let said = paired_sentence(&p, &info());
    assert!(said.contains("of the 2,527 respondents who answered both"), "{said}");
    assert!(said.contains("12.0 points (95% interval 9.2 to 14.7 points; McNemar exact p < 0.001)"), "{said}");
    assert!(said.ends_with("Trust among the top three priorities has the higher rate."), "{said}");
    p.tests = vec![Test::exact(TestMethod::McnemarExact, 0.4_f64.ln())];
    assert!(paired_sentence(&p, &info()).ends_with("no difference found, and none ruled out within the interval."));
    modest(&paired_sentence(&p, &info()));
    p.tests.clear();
    assert!(paired_sentence(&p, &info()).ends_with("no test could be made."));
    p.flags = vec![Flag::Suppressed];
    assert!(!paired_sentence(&p, &info()).contains('%'));
    p.n = 0;
    p.rate_a = None;
    assert!(paired_sentence(&p, &info()).contains("nobody answered both"));
}

#[test]
fn a_claim_says_published_recomputed_and_why() {
    let said = |c: &crate::results::Claim| claim_sentence(c, &info());
    assert_eq!(
        said(&claim(ClaimStatus::Agrees)),
        "Published 74%, recomputed 74.0% (95% interval 71.8% to 76.1%; 1,567 respondents): agrees."
    );
    let mut c = claim(ClaimStatus::Disagrees);
    c.published = Some(0.81);
    assert!(said(&c).contains("lies outside the interval"), "{}", said(&c));
    c.published = Some(0.75);
    assert!(said(&c).contains("does not round to the published one"), "{}", said(&c));
    c.status = ClaimStatus::CannotTell;
    assert!(said(&c).contains("cannot tell, because"), "{}", said(&c));
    c.grim = Some(Grim::Impossible);
    assert!(said(&c).ends_with("No count out of the published base rounds to the published figure."));
    c = claim(ClaimStatus::NotTestable);
    (c.recomputed, c.ci, c.n) = (None, None, Some(0));
    assert_eq!(said(&c), "Published 74%: not testable, because nobody in its base answered.");
    (c.published, c.n, c.note) = (None, None, Some("no such column".into()));
    assert_eq!(said(&c), "Not testable. No such column.");
}

#[test]
fn a_claim_on_a_base_too_small_shows_neither_figure_nor_status() {
    let mut c = claim(ClaimStatus::Disagrees);
    c.flags = vec![Flag::Suppressed];
    c.n = Some(12);
    let said = claim_sentence(&c, &info());
    assert_eq!(
        said,
        "Published 74%, recomputed from 12 respondents, fewer than 30: not shown, because that is too few."
    );
}

#[test]
fn published_figures_keep_the_decimals_of_their_rounding() {
    assert_eq!(published_text(0.74, Some(0.01), "rate"), "74%");
    assert_eq!(published_text(0.745, Some(0.001), "rate"), "74.5%");
    assert_eq!(published_text(0.745, Some(0.005), "rate"), "74.5%");
    assert_eq!(published_text(0.52, Some(0.01), "correlation"), "0.52");
    assert_eq!(published_text(0.07, Some(0.01), "difference"), "7 points");
    assert_eq!(published_text(0.29, None, "rate"), "29%");
}

#[test]
fn every_p_comes_from_one_place() {
    let c = rising();
    let d = c.decision.as_ref().unwrap();
    assert!(decision_text(&c).unwrap().starts_with(&format::p_value(d.p, d.ln_p)));
    assert!(ci(0.1, 0.2).is_some());
}

#[test]
fn a_reversal_is_told_only_where_crude_and_common_lie_on_opposite_sides() {
    let mut s = stratified();
    let said = stratified_sentence(&s, &info());
    assert!(said.contains("the odds ratio is 1.40 (95% interval 1.12 to 1.75) with all of them together"), "{said}");
    assert!(
        said.contains("0.82 (95% interval 0.66 to 1.03) within the levels of industry (1,520 respondents; "),
        "{said}"
    );
    assert!(said.contains("Reversal: the two lie on opposite sides of 1, so"), "{said}");
    assert!(said.ends_with("in Technology and Retail."), "the hidden stratum is not named: {said}");
    s.tests[0] = Test::new(TestMethod::Cmh, 0.1, 1.0, 0.7_f64.ln());
    let said = stratified_sentence(&s, &info());
    assert!(said.contains("Reversal") && said.contains("none ruled out within the interval"), "{said}");
    s.crude_odds_ratio = s.crude_odds_ratio.map(|crude| Ratio { low: Some(0.9), ..crude });
    let said = stratified_sentence(&s, &info());
    assert!(
        said.contains("but both intervals hold 1") && said.contains("no reversal is shown") && !turns(&s),
        "neither is told from 1: {said}"
    );
    s.reversal = false;
    let said = stratified_sentence(&s, &info());
    assert!(!said.contains("Reversal") && said.contains("No difference within industry is found"), "{said}");
    modest(&said);
    s.flags = vec![Flag::Suppressed];
    let said = stratified_sentence(&s, &info());
    assert!(said.contains("no odds ratio within industry") && !said.contains("0.82"), "{said}");
}

#[test]
fn a_trend_whose_middle_lies_beyond_its_end_tends_to_rise() {
    let c = rising();
    assert!(comparison_sentence(&c, &info()).contains("the rate rises with"), "{}", comparison_sentence(&c, &info()));
    let mut bent = rising();
    let last = bent.levels.len() - 1;
    let top = bent.levels[last].rate;
    bent.levels[last - 1].rate = top.map(|rate| rate + 0.01);
    assert!(
        comparison_sentence(&bent, &info()).contains("the rate tends to rise with"),
        "{}",
        comparison_sentence(&bent, &info())
    );
}

#[test]
fn an_interval_that_leaves_out_0_beside_no_finding_is_told_to_be_none() {
    let mut c = unsettled();
    assert!(!comparison_sentence(&c, &info()).contains("no finding"), "{}", comparison_sentence(&c, &info()));
    let largest = c.effect.as_mut().and_then(|effect| effect.largest_difference.as_mut()).expect("a difference");
    largest.ci_simultaneous = largest.ci_simultaneous.map(|ci| Interval { low: 0.01, high: 0.2, ..ci });
    let said = comparison_sentence(&c, &info());
    assert!(
        said.contains("That this interval leaves out 0 is no finding: it holds for the pairs of this segment"),
        "{said}"
    );
}
