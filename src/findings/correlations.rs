//! Do two ordered answers of the same respondents go together?

use super::words;
use crate::block::FIRST_ANSWER;
use crate::results::{Correlation, Flag, StudyInfo};
use crate::stats;
use crate::stats::correlation::{Of, of_values, pearson, spearman};
use crate::stats::polychoric::polychoric;
use crate::stats::screen::ranks;
use crate::study::{Answer, CorrelationMethod, CorrelationSpec, Study, Variable};
use crate::tabulate::{Cubes, Values, variable};

/// One entry of `[[correlations]]`; `None` if the cubes do not hold it.
pub fn correlation(study: &Study, cubes: &Cubes, asked: &CorrelationSpec, info: &StudyInfo) -> Option<Correlation> {
    let analysis = &study.analysis;
    let (a, b) = (Scale::of(study, asked.a), Scale::of(study, asked.b));
    let (n, found) = match cubes.values(asked.a, asked.b) {
        Some(values) => (values.x.len() as u64, of_numbers(study, values, [&a, &b], asked)),
        None => {
            let cube = cubes.get(variable(asked.a), variable(asked.b))?;
            let table: Vec<Vec<u64>> = (0..a.scores.len())
                .map(|row| (0..b.scores.len()).map(|column| cube.cell(a.first + row, b.first + column)).collect())
                .collect();
            let found = match asked.method {
                CorrelationMethod::Pearson => pearson(&table, &a.scores, &b.scores, analysis.confidence),
                CorrelationMethod::Spearman => spearman(&table, analysis.confidence),
                CorrelationMethod::Polychoric => polychoric(&table, analysis.confidence),
            };
            (table.iter().flatten().sum(), found)
        }
    };
    let mut flags = Vec::new();
    if n == 0 {
        flags.push(Flag::Empty);
    } else if n < analysis.suppress_below {
        flags.push(Flag::Suppressed);
    } else if n < analysis.caution_below {
        flags.push(Flag::Caution);
    }
    let note = match (n, found) {
        (0, _) => Some("nobody gave both answers".to_owned()),
        (_, None) => Some("one of the two does not vary".to_owned()),
        _ => None,
    };
    let mut made = Correlation {
        a: a.name,
        b: b.name,
        a_label: a.label,
        b_label: b.label,
        method: asked.method.name().into(),
        coefficient: found.map(|found| found.coefficient),
        ci: found.and_then(|found| found.ci),
        n,
        p: found.and_then(|found| found.ln_p).map(f64::exp),
        ln_p: found.and_then(|found| found.ln_p),
        flags,
        note,
        sentence: String::new(),
    };
    made.sentence = words::correlation_sentence(&made, info);
    Some(made)
}

/// A correlation of which one answer is a number, or both.
fn of_numbers(
    study: &Study,
    values: &Values,
    [a, b]: [&Scale; 2],
    asked: &CorrelationSpec,
) -> Option<stats::correlation::Correlation> {
    let scored = |values: &[f64], variable: Variable, scale: &Scale| -> Vec<f64> {
        match variable {
            Variable::Outcome(outcome) if study.means().contains(&outcome) => values.to_vec(),
            _ => values.iter().map(|&code| scale.scores[code as usize - scale.first]).collect(),
        }
    };
    let (x, y) = (scored(&values.x, asked.a, a), scored(&values.y, asked.b, b));
    let confidence = study.analysis.confidence;
    match asked.method {
        CorrelationMethod::Pearson => of_values(&x, &y, Of::Values, confidence),
        CorrelationMethod::Spearman => of_values(&ranks(&x), &ranks(&y), Of::Ranks, confidence),
        CorrelationMethod::Polychoric => None, // The study file refuses it.
    }
}

/// An ordered answer with a score for each of its values.
pub(super) struct Scale {
    pub(super) name: String,
    pub(super) label: String,
    /// The first code that is an answer.
    pub(super) first: usize,
    pub(super) scores: Vec<f64>,
}

impl Scale {
    pub(super) fn of(study: &Study, variable: Variable) -> Scale {
        match variable {
            Variable::Segment(s) => {
                let segment = &study.segments[s];
                let (name, label) = (segment.name.clone(), segment.label.clone());
                Scale { name, label, first: 1, scores: segment.scores.clone() }
            }
            Variable::Outcome(o) => {
                let outcome = &study.outcomes[o];
                let first = usize::from(FIRST_ANSWER);
                let scores = match &outcome.answer {
                    Answer::Bands { edges: Some(edges), .. } => {
                        edges.windows(2).map(|e| f64::midpoint(e[0], e[1])).collect()
                    }
                    answer => (first..answer.codes()).map(|code| (code - first + 1) as f64).collect(),
                };
                Scale { name: outcome.name.clone(), label: outcome.label.clone(), first, scores }
            }
        }
    }
}
