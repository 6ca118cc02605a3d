//! Study files put together at random: read or refused, never a panic, and what a study promises holds.

use super::super::super::*;
use super::super::examples::*;
use super::super::*;

/// Words and signs that a study file is made of, to be put where they do not belong.
const SCRAPS: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "\n",
    ",",
    "#",
    ".",
    "\\",
    "é",
    "\u{a0}",
    "\u{0}",
    "\r\n",
    "0",
    "-1",
    "1e999",
    "nan",
    "inf",
    "9223372036854775808",
    "1979-05-27",
    "true",
    "[[claims]]\n",
    "[[outcomes]]\n",
    "[[segments]]\n",
    "[design]\n",
    "[data]\n",
    "levels = []\n",
    "asked_if = [\"rollback\"]\n",
    "\"*\"",
    "\"\"",
    "name = \"x\"\n",
    "\"#0\"",
    "\"#4\"",
    "[[multi]]\nname = \"m\"\n",
    "kind = \"rate\"\n",
    "base = \"any\"\n",
    "missing = {}\n",
    "missing = []\n",
    "scores = [1, 2]\n",
    "yes = [\"a\"]\n",
    "kind = \"mean\"\n",
    "all_of = [\"shipped\"]\n",
    "breaks = [1, 2]\n",
    "groups = { \"Asia\" = \"*\" }\n",
];

/// What a `Study` promises to all later code.
fn keeps_its_promises(study: &Study) {
    let mut order = study.outcome_order.clone();
    order.sort_unstable();
    assert!(order.into_iter().eq(0..study.outcomes.len()));
    for segment in &study.segments {
        assert!(!segment.levels.is_empty() && segment.scores.len() == segment.levels.len());
        assert!(segment.scores.iter().all(|score| score.is_finite()) && segment.line > 0);
    }
    for (position, outcome) in study.outcomes.iter().enumerate() {
        let place = |p: usize| study.outcome_order.iter().position(|&o| o == p);
        assert!(outcome.references().all(|other| place(other) < place(position)));
        assert!(outcome.references().all(|other| study.outcomes[other].answer.has_rate()));
        match &outcome.answer {
            Answer::YesNo { yes, no, .. } => assert!(yes.is_some() || no.is_some()),
            Answer::Contains { option, separator, .. } => assert!(!separator.is_empty() && !option.contains(separator)),
            Answer::Ticked { columns, .. } => assert!(!columns.is_empty()),
            Answer::Parts { of, .. } => assert!(!of.is_empty()),
            Answer::Nominal { levels, .. } => assert!(!levels.is_empty()),
            Answer::Mean { margin, number, .. } => {
                let valid = number.valid;
                assert!(margin.is_none_or(|margin| margin > 0.0) && valid.is_none_or(|valid| valid.low < valid.high));
                assert!(!number.columns.is_empty() && number.columns.len() == number.reversed.len());
            }
            Answer::When { any, columns } => {
                assert!(!columns.is_empty() && any.iter().all(|all| !all.is_empty()));
            }
            Answer::Bands { bands, at_least, edges, .. } => {
                assert!(*at_least < bands.len() && edges.as_ref().is_none_or(|e| e.len() == bands.len() + 1));
            }
        }
    }
    assert!(study.paired.iter().all(|pair| pair.a.max(pair.b) < study.outcomes.len()));
    for claim in &study.claims {
        assert!(
            claim.groups(study).iter().all(|(outcome, group)| *outcome < study.outcomes.len() && !group.is_empty())
        );
        match &claim.kind {
            ClaimKind::Rate { outcome, published, rounding, .. } => {
                assert!(*outcome < study.outcomes.len() && (0.0..=1.0).contains(published) && *rounding > 0.0);
            }
            ClaimKind::Difference { published, rounding, .. } | ClaimKind::Correlation { published, rounding, .. } => {
                assert!((-1.0..=1.0).contains(published) && *rounding > 0.0);
            }
            ClaimKind::Consistent { across, .. } => {
                assert!(!across.is_empty() && across.iter().all(|s| *s < study.segments.len()));
            }
            ClaimKind::Higher { .. } => {}
        }
    }
}

fn read_or_refused(text: &str) {
    match parse(text, "mangled.toml") {
        Ok(study) => {
            keeps_its_promises(&study);
            assert!(validator().is_valid(&trimmed_json(text)), "{text}");
        }
        Err(error) => {
            for each in error.each() {
                assert!(each.to_string().contains("mangled.toml"), "{each}");
            }
        }
    }
}

proptest::proptest! {
    // The same cases in every run, so that one that fails fails again; `fuzz/` looks for others.
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 1500, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(2026), ..Default::default()
    })]

    /// Whatever is cut out of a study file or put into it, there is a study that keeps its promises and follows the
    /// schema, or an error that names the file; never a panic.
    #[test]
    fn a_mangled_study_file_is_read_or_refused(
        which in 0..EXAMPLES.len(),
        changes in proptest::collection::vec((0.0..1.0f64, 0..12usize, 0..SCRAPS.len()), 1..4),
    ) {
        let mut text = EXAMPLES[which].to_owned();
        for (place, cut, scrap) in changes {
            let mut start = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(start) { start -= 1 }
            let mut end = (start + cut.saturating_sub(4)).min(text.len());
            while !text.is_char_boundary(end) { end -= 1 }
            text.replace_range(start..end.max(start), SCRAPS[scrap]);
        }
        read_or_refused(&text);
    }

    /// Whole lines that are lost, doubled or moved mostly leave a file that is TOML, so that more of it is read.
    #[test]
    fn a_study_file_with_lines_lost_doubled_or_moved_is_read_or_refused(
        which in 0..EXAMPLES.len(),
        changes in proptest::collection::vec((0.0..1.0f64, 0.0..1.0f64, 0..3usize), 1..4),
    ) {
        let mut lines: Vec<&str> = EXAMPLES[which].lines().collect();
        for (from, to, change) in changes {
            let (from, to) = ((from * lines.len() as f64) as usize, (to * lines.len() as f64) as usize);
            match change {
                0 => { lines.remove(from); }
                1 => lines.insert(to, lines[from]),
                _ => lines.swap(from, to),
            }
        }
        read_or_refused(&lines.join("\n"));
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = parse(&text, "x.toml");
        let study = parse(TITANIC, "x.toml").unwrap();
        let _ = (parse_where(&text, &study), raw_outcome(&text), raw_base(&text), raw_order(&text));
    }
}

fn validator() -> &'static jsonschema::Validator {
    static VALIDATOR: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&crate::study::schema()).unwrap())
}
