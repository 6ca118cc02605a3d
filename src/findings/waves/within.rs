//! Is the change the same at all levels of a segment, and what is left of it when the levels keep their shares?
//!
//! ```text
//! d_l = p_l,later - p_l,earlier          H0: all d_l equal         X2 or F = D' V⁻¹ D of their differences
//! standardised   Σ s_l d_l               s_l: share of the level in the earlier wave, taken as known
//! ```
//!
//! Simple random samples: levels and waves are independent. By design: the covariance of all rates together, and df less
//! one for each of them, as in R's `regTermTest(~ segment:wave)` of `svyglm`.

use super::stack::{Crossed, Stack};
use crate::design::Estimates;
use crate::findings::words;
use crate::num::linalg::Matrix;
use crate::results::waves::{Interaction, LevelChange, Standardised};
use crate::results::{Estimate, Flag, Measure, Pair, TestMethod};
use crate::stats::survey::interval::wald;
use crate::stats::survey::wald::{f_test_of_equality, t_test};

/// An outcome of the stack, by position, crossed with a segment where there is a design.
pub type Of<'a> = (Option<&'a Crossed<'a>>, usize);

/// Figures of levels in two waves: first all of the earlier, then all of the later.
struct Joint {
    figures: Estimates,
    /// Infinite for simple random samples.
    df: f64,
    /// Weighted base of each level in the earlier wave and in the later.
    bases: [Vec<f64>; 2],
}

/// Tests for each wave against the one before, and against the first.
pub fn interactions(stack: &Stack, of: Of, levels: &[LevelChange], waves: &[&str]) -> Vec<Interaction> {
    pairs(waves.len())
        .into_iter()
        .map(|(earlier, later)| {
            let named = |test, levels: u64, note| Interaction {
                a: waves[later].into(),
                b: waves[earlier].into(),
                levels,
                test,
                p_adjusted: None,
                note,
            };
            match joint(stack, of, levels, [waves[earlier], waves[later]]) {
                Ok(joint) => {
                    let k = joint.bases[0].len();
                    let changes = changes_of(&joint);
                    let df = if joint.df.is_finite() { joint.df - (2 * k) as f64 + 1.0 } else { joint.df };
                    let test = f_test_of_equality(&changes, df);
                    let method = if joint.df.is_finite() { TestMethod::WaldF } else { TestMethod::Wald };
                    let note = test
                        .is_none()
                        .then(|| "the changes do not vary, or the design leaves no degrees of freedom".to_owned());
                    named(test.map(|test| test.named(method)), k as u64, note)
                }
                Err(why) => named(None, 0, Some(why)),
            }
        })
        .collect()
}

/// The standardised change for each wave against the one before, and against the first.
pub fn standardised(stack: &Stack, of: Of, levels: &[LevelChange], waves: &[&str]) -> Vec<Standardised> {
    let confidence = stack.common.analysis.confidence;
    let one = |(earlier, later): (usize, usize)| {
        let (a, b) = (waves[later], waves[earlier]);
        let found = joint(stack, of, levels, [b, a]);
        let (note, figures) = match found {
            Ok(joint) => (None, Some(standard(&joint))),
            Err(why) => (Some(why), None),
        };
        let (derived, df, raw) = match figures {
            Some((derived, df, raw)) => (Some(derived), df, Some(raw)),
            None => (None, f64::INFINITY, None),
        };
        let test = derived.and_then(|d| t_test(d.value, d.se, df));
        let ci = derived.filter(|d| d.se > 0.0).and_then(|d| wald(d.value, d.se, df, confidence));
        Standardised {
            pair: Pair {
                a: a.into(),
                b: b.into(),
                difference: derived.map(|d| d.value),
                se: derived.map(|d| d.se),
                df: df.is_finite().then_some(df),
                ci,
                p: test.map(|test| test.p()),
                ln_p: test.map(|test| test.ln_p),
                p_adjusted: None,
                ratio: None,
                odds_ratio: None,
            },
            raw,
            note,
        }
    };
    pairs(waves.len()).into_iter().map(one).collect()
}

/// Which waves are held against which: (earlier, later).
fn pairs(waves: usize) -> Vec<(usize, usize)> {
    (1..waves)
        .flat_map(|later| {
            let first = (later > 1).then_some((0, later));
            std::iter::once((later - 1, later)).chain(first)
        })
        .collect()
}

/// The change at each level, with what they vary together.
fn changes_of(joint: &Joint) -> Estimates {
    let k = joint.bases[0].len();
    let (of, v) = (&joint.figures, &joint.figures.covariance);
    Estimates {
        values: (0..k).map(|l| of.values[k + l] - of.values[l]).collect(),
        covariance: Matrix::from_fn(k, k, |i, j| v[(k + i, k + j)] - v[(k + i, j)] - v[(i, k + j)] + v[(i, j)]),
    }
}

/// The standardised change, its df, and the raw change of the same respondents.
fn standard(joint: &Joint) -> (crate::design::estimators::Derived, f64, f64) {
    let k = joint.bases[0].len();
    let shares = |bases: &[f64]| {
        let all: f64 = bases.iter().sum();
        bases.iter().map(|base| base / all).collect::<Vec<_>>()
    };
    let [earlier, later] = [shares(&joint.bases[0]), shares(&joint.bases[1])];
    let contrast: Vec<f64> = earlier.iter().map(|share| -share).chain(earlier.iter().copied()).collect();
    let values = &joint.figures.values;
    let mean = |shares: &[f64], from: usize| shares.iter().zip(&values[from..]).map(|(s, v)| s * v).sum::<f64>();
    (joint.figures.contrast(&contrast), joint.df, mean(&later, k) - mean(&earlier, 0))
}

/// The figures of the levels that both waves have.
fn joint(stack: &Stack, (crossed, o): Of, levels: &[LevelChange], waves: [&str; 2]) -> Result<Joint, String> {
    let in_wave = |level: &LevelChange, wave: &str| {
        level.waves.iter().find(|of| of.level.as_deref() == Some(wave)).filter(|of| of.n > 0).cloned()
    };
    let mut both: Vec<(usize, [Estimate; 2])> = Vec::new();
    let mut missing = Vec::new();
    for (l, level) in levels.iter().enumerate() {
        match (in_wave(level, waves[0]), in_wave(level, waves[1])) {
            (Some(earlier), Some(later)) => both.push((l, [earlier, later])),
            (None, None) => {}
            _ => missing.push(level.level.clone()),
        }
    }
    if !missing.is_empty() {
        return Err(format!("only one of the two waves has {}", words::and(&missing)));
    }
    if both.len() < 2 {
        return Err("fewer than two levels have respondents in both waves".into());
    }
    if both.iter().any(|(_, of)| of.iter().any(|e| e.measure == Measure::Shares || e.measure == Measure::Total)) {
        return Err("a table of answers, or a total, has no change that levels could share".into());
    }
    if both.iter().any(|(_, of)| of.iter().any(|e| e.flags.contains(&Flag::Suppressed))) {
        return Err("a level is too small to be shown".into());
    }
    if stack.common.outcomes[o].standard.is_some() {
        return Err("the outcome is standardised already".into());
    }
    let bases = [0, 1].map(|w: usize| both.iter().map(|(_, of)| of[w].n_weighted).collect::<Vec<f64>>());
    if let Some(crossed) = crossed {
        let drawn = crossed.drawn().ok_or("the design leaves no variance")?;
        let position = |wave: &str| stack.wave(wave).ok_or("there is no such wave");
        let at = [position(waves[0])?, position(waves[1])?];
        let places = at.iter().flat_map(|&wave| both.iter().map(move |&(l, _)| (l, wave)));
        let rows: Vec<[usize; 1]> = places.filter_map(|(level, wave)| Some([crossed.row(level, wave)?])).collect();
        let groups: Vec<&[usize]> = rows.iter().map(<[usize; 1]>::as_slice).collect();
        let figures = drawn.figures(&groups).ok_or("the design leaves no variance")?;
        return Ok(Joint { figures, df: drawn.df(&rows.concat()), bases });
    }
    let all: Vec<&Estimate> = [0, 1].iter().flat_map(|&w: &usize| both.iter().map(move |(_, of)| &of[w])).collect();
    let value = |e: &Estimate| e.value().zip(e.se);
    let known: Vec<(f64, f64)> =
        all.iter().map(|e| value(e)).collect::<Option<_>>().ok_or("a level has no standard error")?;
    let covariance =
        Matrix::from_fn(known.len(), known.len(), |i, j| if i == j { known[i].1 * known[i].1 } else { 0.0 });
    Ok(Joint {
        figures: Estimates { values: known.iter().map(|(value, _)| *value).collect(), covariance },
        df: f64::INFINITY,
        bases,
    })
}
