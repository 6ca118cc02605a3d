//! Which of many questions go together, and how strong would the strongest be by chance?
//!
//! ```text
//! respondents ─► answers of each question ─► every pair: coefficient, interval, p ─► Benjamini-Hochberg
//!                                       └──► shuffled, again and again: the strongest of all pairs
//! ```
//!
//! Rows are kept here, since permutations need them. Pairs made of the same column are left out, and options of a question
//! asked of those who ticked any: they go together because of how they are made.

use std::collections::BTreeSet;

use super::correlations::Scale;
use super::redact::{self, Hidden};
use super::words;
use crate::block::{Block, NOT_ASKED};
use crate::error::{Error, Result};
use crate::load::{self, Format, Input, Loaded};
use crate::parallel::in_order;
use crate::results::Flag;
use crate::results::screen::{Chance, SCHEMA, Screen, ScreenPair, ScreenVariable};
use crate::stats::correlation::{Correlation, Of, of_values};
use crate::stats::multiplicity::{Adjust, adjust_ln};
use crate::stats::polychoric::polychoric;
use crate::stats::screen::{Column, Scores, family_p, largest_of_shuffled, ranks};
use crate::study::{Answer, Base, ColumnRef, CorrelationMethod, Family, Outcome, Study, Variable};
use crate::tabulate::Cubes;

/// Different answers that a question may have for a polychoric correlation.
const MOST_ANSWERS: usize = 50;

/// What is to be screened.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// The questions.
    pub variables: Vec<Variable>,
    /// Pairs of positions among them; none: all.
    pub pairs: Vec<(usize, usize)>,
    /// Which coefficient.
    pub method: CorrelationMethod,
    /// How often answers are shuffled.
    pub permutations: u64,
    /// Seed of the shuffles.
    pub seed: u64,
    /// How many threads may work.
    pub threads: usize,
}

/// Reads a file and screens it; with what else a reader must know of the data.
///
/// # Errors
/// What is wrong with the data, see [`load::read`]; a study with a design; for a polychoric correlation a question with more
/// answers than cuts make sense for.
pub fn screen(study: &Study, input: &Input, format: Format, wanted: &Screened) -> Result<(Screen, Vec<String>)> {
    if study.design.is_declared() {
        return Err(Error::new("a screen takes respondents as a simple random sample, and this study has a design")
            .hint("--unweighted screens the respondents as they are"));
    }
    let asked = study;
    let (study, everybody) = &with_everybody(study);
    let mut answers: Vec<Vec<f64>> = vec![Vec::new(); wanted.variables.len()];
    let scales: Vec<Answered> = wanted.variables.iter().map(|&v| Answered::of(study, v, *everybody)).collect();
    // What is hidden follows from the outcomes by the segments.
    let mut cubes = asked.redact.then(|| Cubes::new(asked));
    let loaded = load::read(input, format, study, |block| {
        if let Some(cubes) = &mut cubes {
            cubes.count(&block);
        }
        for (scale, answers) in scales.iter().zip(&mut answers) {
            scale.append(&block, answers);
        }
    })?;
    if wanted.method == CorrelationMethod::Polychoric {
        few_answers(&answers, &scales)?;
    }
    let all = || {
        let count = wanted.variables.len();
        (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect()
    };
    let mut pairs: Vec<(usize, usize)> = if wanted.pairs.is_empty() { all() } else { wanted.pairs.clone() };
    let columns: Vec<BTreeSet<ColumnRef>> = wanted.variables.iter().map(|&v| columns_of(study, v)).collect();
    let before = pairs.len();
    pairs.retain(|&(a, b)| columns[a].is_disjoint(&columns[b]));
    let same_column = (before - pairs.len()) as u64;
    let before = pairs.len();
    pairs.retain(|&(a, b)| {
        let [ticked, other] = [a, b].map(|at| ticked_any(study, wanted.variables[at]));
        ticked.is_none() || ticked != other
    });
    let ticked_any = (before - pairs.len()) as u64;
    let found = in_order(&pairs, wanted.threads, |&(a, b)| {
        coefficient(&answers[a], &answers[b], wanted.method, study.analysis.confidence)
    });
    let constant = found.iter().filter(|(_, found)| found.is_none()).count() as u64;
    let varying: Vec<(usize, usize)> =
        pairs.iter().zip(&found).filter(|(_, (_, found))| found.is_some()).map(|(&pair, _)| pair).collect();
    let largest = largest(&answers, &varying, wanted);
    let ln_p: Vec<Option<f64>> = found.iter().map(|(_, found)| found.and_then(|found| found.ln_p)).collect();
    let adjusted = adjust_ln(&ln_p, Adjust::Bh);
    let hidden = match &mut cubes {
        Some(cubes) => Some(hidden(asked, cubes, &loaded)?),
        None => None,
    };
    let is_hidden = |n: u64, a: usize, b: usize| {
        let [a, b] = [a, b].map(|at| wanted.variables[at]);
        hidden.as_ref().is_some_and(|hidden| n < study.analysis.suppress_below || hidden.correlation(a, b))
    };
    let mut made: Vec<ScreenPair> = (pairs.iter().zip(&found).zip(adjusted))
        .filter_map(|((&(a, b), &(n, found)), ln_bh)| {
            let found = found?;
            if is_hidden(n, a, b) {
                return Some(taken_out(&scales[a].scale.name, &scales[b].scale.name, n));
            }
            Some(ScreenPair {
                a: scales[a].scale.name.clone(),
                b: scales[b].scale.name.clone(),
                n,
                coefficient: Some(found.coefficient),
                ci: found.ci,
                p: found.ln_p.map(f64::exp),
                ln_p: found.ln_p,
                p_bh: ln_bh.map(f64::exp),
                p_strongest: (!largest.is_empty()).then(|| family_p(found.coefficient.abs(), &largest)),
                flags: flags(n, study),
            })
        })
        .collect();
    // What is taken out stands last, and in the order of the study.
    let strength = |pair: &ScreenPair| pair.coefficient.map_or(-1.0, f64::abs);
    made.sort_by(|x, y| strength(y).total_cmp(&strength(x)));
    if hidden.is_some() {
        family(&mut made, &ln_p);
    }
    let alpha = study.analysis.alpha;
    let mut screen = Screen {
        schema: SCHEMA.into(),
        data: loaded.name.clone(),
        synthetic: study.about.synthetic || loaded.synthetic,
        method: wanted.method.name().into(),
        variables: (scales.iter().zip(&answers))
            .map(|(of, answers)| ScreenVariable {
                name: of.scale.name.clone(),
                label: of.scale.label.clone(),
                n: answers.iter().filter(|answer| !answer.is_nan()).count() as u64,
            })
            .collect(),
        n_pairs: varying.len() as u64,
        same_column,
        ticked_any,
        constant,
        chance: chance(&largest, wanted),
        alpha,
        discoveries: made.iter().filter(|pair| pair.p_bh.is_some_and(|p| p <= alpha)).count() as u64,
        pairs: made,
        sentence: String::new(),
    };
    screen.sentence = words::screen_sentence(&screen);
    Ok((screen, loaded.unseen))
}

/// The answers of one question, NaN for none.
struct Answered {
    scale: Scale,
    variable: Variable,
    /// Of a number: which of the columns of numbers of a block.
    number: Option<usize>,
    /// An outcome that everybody in the domain is asked: a segment does not know of the domain.
    everybody: usize,
}

/// The study with an outcome that everybody in its domain is asked, and its position.
fn with_everybody(study: &Study) -> (Study, usize) {
    let mut study = study.clone();
    let everybody = Outcome {
        name: String::new(),
        label: String::new(),
        question: None,
        nets: Vec::new(),
        standard: None,
        answer: Answer::Ticked { columns: Vec::new(), yes: None },
        base: Base::default(),
        family: Family::Alone,
        line: 0,
    };
    let at = study.add_raw_outcome(everybody);
    (study, at)
}

impl Answered {
    fn of(study: &Study, variable: Variable, everybody: usize) -> Self {
        let number = match variable {
            Variable::Outcome(outcome) => study.means().iter().position(|&mean| mean == outcome),
            Variable::Segment(_) => None,
        };
        Answered { scale: Scale::of(study, variable), variable, number, everybody }
    }

    fn append(&self, block: &Block, answers: &mut Vec<f64>) {
        let score = |code: u16| {
            let place = usize::from(code).checked_sub(self.scale.first);
            place.and_then(|place| self.scale.scores.get(place)).copied().unwrap_or(f64::NAN)
        };
        match (self.variable, self.number) {
            (_, Some(column)) => answers.extend(&block.numbers[column]),
            (Variable::Outcome(outcome), None) => answers.extend(block.outcomes[outcome].iter().map(|&c| score(c))),
            (Variable::Segment(segment), None) => {
                let inside = |i: usize| block.outcomes[self.everybody][i] != NOT_ASKED;
                let one = |(i, &code): (usize, &u16)| if inside(i) { score(code) } else { f64::NAN };
                answers.extend(block.segments[segment].iter().enumerate().map(one));
            }
        }
    }
}

/// Respondents who answered both, and their coefficient.
fn coefficient(a: &[f64], b: &[f64], method: CorrelationMethod, confidence: f64) -> (u64, Option<Correlation>) {
    let (x, y): (Vec<f64>, Vec<f64>) =
        a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()).map(|(a, b)| (*a, *b)).unzip();
    let found = match method {
        CorrelationMethod::Pearson => of_values(&x, &y, Of::Values, confidence),
        CorrelationMethod::Spearman => of_values(&ranks(&x), &ranks(&y), Of::Ranks, confidence),
        CorrelationMethod::Polychoric => polychoric(&crossed(&x, &y), confidence),
    };
    (x.len() as u64, found)
}

/// Counts of each combination of two questions' answers, both in order.
fn crossed(x: &[f64], y: &[f64]) -> Vec<Vec<u64>> {
    let (rows, columns) = (distinct(x), distinct(y));
    let mut table = vec![vec![0; columns.len()]; rows.len()];
    for (x, y) in x.iter().zip(y) {
        table[rows.partition_point(|r| r < x)][columns.partition_point(|c| c < y)] += 1;
    }
    table
}

fn distinct(values: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

fn few_answers(answers: &[Vec<f64>], scales: &[Answered]) -> Result<()> {
    for (answers, of) in answers.iter().zip(scales) {
        let found = distinct(answers).len();
        if found > MOST_ANSWERS {
            let name = &of.scale.name;
            return Err(Error::new(format!(
                "`{name}` has {found} different answers, more than the {MOST_ANSWERS} that a polychoric correlation cuts"
            ))
            .hint("numbers correlate by --method spearman or pearson"));
        }
    }
    Ok(())
}

/// The strongest |r| of each permutation, rising.
fn largest(answers: &[Vec<f64>], pairs: &[(usize, usize)], wanted: &Screened) -> Vec<f64> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let scores = match wanted.method {
        CorrelationMethod::Pearson => Scores::Values,
        CorrelationMethod::Spearman => Scores::Ranks,
        CorrelationMethod::Polychoric => Scores::Normal,
    };
    let columns: Vec<Column> = answers.iter().map(|answers| Column::new(answers, scores)).collect();
    let all: Vec<u64> = (0..wanted.permutations).collect();
    let mut largest = in_order(&all, wanted.threads, |&i| largest_of_shuffled(&columns, pairs, wanted.seed, i));
    largest.sort_by(f64::total_cmp);
    largest
}

fn chance(largest: &[f64], wanted: &Screened) -> Option<Chance> {
    let most = *largest.last()?;
    let rank = (0.95 * largest.len() as f64).ceil() as usize;
    Some(Chance {
        expected: largest.iter().sum::<f64>() / largest.len() as f64,
        p95: largest[rank.clamp(1, largest.len()) - 1],
        most,
        permutations: wanted.permutations,
        seed: wanted.seed,
    })
}

/// The columns that a question is made of.
fn columns_of(study: &Study, variable: Variable) -> BTreeSet<ColumnRef> {
    let mut found = BTreeSet::new();
    let mut left = match variable {
        Variable::Segment(segment) => {
            found.insert(study.segments[segment].column.clone());
            Vec::new()
        }
        Variable::Outcome(outcome) => vec![outcome],
    };
    while let Some(outcome) = left.pop() {
        match &study.outcomes[outcome].answer {
            Answer::Parts { of, .. } => left.extend(of),
            Answer::Ticked { columns, .. } | Answer::When { columns, .. } => found.extend(columns.iter().cloned()),
            Answer::Mean { number, .. } => found.extend(number.columns.iter().cloned()),
            Answer::YesNo { column, .. }
            | Answer::Contains { column, .. }
            | Answer::Nominal { column, .. }
            | Answer::Bands { column, .. } => {
                found.insert(column.clone());
            }
        }
    }
    found
}

/// The question of which an outcome is an option, where its base is those who ticked at least one: among them whoever did not
/// tick one option ticked another, so that options go together by how the base is made.
fn ticked_any(study: &Study, variable: Variable) -> Option<&str> {
    match variable {
        Variable::Outcome(outcome) => study.outcomes[outcome].base.ticked_any.as_ref().map(|any| any.question.as_str()),
        Variable::Segment(_) => None,
    }
}

fn flags(n: u64, study: &Study) -> Vec<Flag> {
    match n {
        n if n < study.analysis.suppress_below => vec![Flag::Suppressed],
        n if n < study.analysis.caution_below => vec![Flag::Caution],
        _ => Vec::new(),
    }
}

/// What `--redact` hides of the outcomes by the segments.
fn hidden(study: &Study, cubes: &mut Cubes, loaded: &Loaded) -> Result<Hidden> {
    cubes.finish(study, &loaded.strata)?;
    let all: Vec<usize> = (0..study.outcomes.len()).collect();
    // Nothing of these figures that is drawn at random is used.
    const SEED: u64 = 1;
    let info = super::study_info(study, loaded.synthetic);
    Ok(Hidden::of(study, &super::outcomes(study, cubes, &info, &all, SEED)?))
}

/// A pair of which no figure may be shown; its respondents say why, or not.
fn taken_out(a: &str, b: &str, n: u64) -> ScreenPair {
    ScreenPair {
        a: a.into(),
        b: b.into(),
        n,
        coefficient: None,
        ci: None,
        p: None,
        ln_p: None,
        p_bh: None,
        p_strongest: None,
        flags: vec![Flag::Suppressed, Flag::Redacted],
    }
}

/// A false discovery rate is a multiple of one of the p: where it is none of a p that is shown, it goes.
fn family(pairs: &mut [ScreenPair], all: &[Option<f64>]) {
    let family = all.iter().flatten().count() as u64;
    let shown: Vec<f64> = pairs.iter().filter_map(|pair| pair.p).collect();
    for pair in pairs {
        pair.p_bh = pair.p_bh.filter(|&adjusted| redact::is_multiple(adjusted, &shown, family));
    }
}
