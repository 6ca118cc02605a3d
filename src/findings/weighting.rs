//! Weights that make a sample look like its population, and what they cost.
//!
//! ```text
//! start weights ──rake──► margins met ──trim──► limits kept, the total too ──► one weight a row, 0 for who does not count
//! ```

use crate::block::{Block, NO_LEVEL};
use crate::design::CellCount;
use crate::design::effect::{kish, n_effective};
use crate::design::rake::{Control, Margin, RakeError, discrepancy, rake};
use crate::design::trim::{TrimError, trim};
use crate::error::{Error, Result, quoted};
use crate::load::{self, Format, Input, Row};
use crate::results::weighting::{self as results, Adjustment, Limited, MarginLevel, SCHEMA, Spread, Weighting};
use crate::study::{Limits, MarginSpec, Margins, Sizes, Study};

/// Lines that a message names before it counts.
const FIRST: usize = 5;

/// Rakes the respondents of a file to margins. Beside what is to be told, the weight of every row in file order.
///
/// `study` says how the file is read, who counts and which weights there are to begin with; `column` is the name of
/// the new weights.
///
/// # Errors
/// What is wrong with the data, an answer outside a margin, a respondent without one, margins or limits that cannot be
/// met.
pub fn weighting(
    study: &Study,
    margins: &Margins,
    input: &Input,
    format: Format,
    column: &str,
) -> Result<(Weighting, Vec<f64>)> {
    let own = margins.as_study(study);
    let mut blocks = Blocks { levels: vec![Vec::new(); margins.margins.len()], weights: Vec::new() };
    let mut rows: Vec<(u64, Row)> = Vec::new();
    let loaded = load::read_telling(input, format, &own, |block| blocks.add(block), |line, row| rows.push((line, row)))
        .map_err(|error| with_its_margin(error, margins))?;
    let kept: Vec<(u64, Row)> = rows.iter().copied().filter(|(_, row)| *row != Row::Excluded).collect();
    let counts: Vec<usize> =
        (0..kept.len()).filter(|&at| kept[at].1 == Row::Counts && blocks.weights[at] > 0.0).collect();
    if counts.is_empty() {
        return Err(Error::new(format!("nobody in `{}` counts and has a weight above 0", input.name()))
            .hint("`complete` and --where say who counts"));
    }
    blocks.all_have_levels(&counts, &kept, margins, (input, format))?;

    let start: Vec<f64> = counts.iter().map(|&at| blocks.weights[at]).collect();
    let raking = Raking { margins, asked: blocks.margins(&counts, margins, start.iter().sum()) };
    raking.nobody_is_dropped()?;
    let raked = rake(&start, &raking.asked, Control::default()).map_err(|error| raking.error(error))?;
    let (weights, limited) = match margins.limits.are_absent() {
        true => (raked.weights, None),
        false => raking.limited(&raked.weights, margins.limits)?,
    };

    let mut of_kept = vec![0.0; kept.len()];
    counts.iter().zip(&weights).for_each(|(&at, &weight)| of_kept[at] = weight);
    let mut of_kept = of_kept.into_iter();
    let of_rows: Vec<f64> =
        rows.iter().map(|(_, row)| if *row == Row::Excluded { 0.0 } else { of_kept.next().unwrap_or(0.0) }).collect();
    let told = Weighting {
        schema: SCHEMA.into(),
        data: loaded.name,
        margins_file: margins.file.clone(),
        start_weight: study.design.weight.as_ref().map(ToString::to_string),
        column: column.into(),
        rows: loaded.rows,
        n: counts.len() as u64,
        n_left_out: loaded.rows - counts.len() as u64,
        converged: true,
        rounds: raked.rounds,
        discrepancy: raked.discrepancy,
        total: weights.iter().sum(),
        before: spread(&start),
        after: spread(&weights),
        adjustment: adjustment(&start, &weights),
        limits: limited,
        margins: raking.before_and_after(&start, &weights),
        variance: variance(study, column, limited.is_some()),
    };
    Ok((told, of_rows))
}

/// An answer that is no level, with the line of the margin that does not list it.
fn with_its_margin(error: Error, margins: &Margins) -> Error {
    let names = |margin: &&MarginSpec| error.what().contains(&format!("`{}`", margin.segment.column));
    match margins.margins.iter().find(names).and_then(|margin| margin.lines.first()) {
        Some(line) => error.at(format!("{}, line {line}, is the margin", margins.file)),
        None => error,
    }
}

/// The answers of all rows that are complete.
struct Blocks {
    /// Codes of the levels, for every margin.
    levels: Vec<Vec<u16>>,
    weights: Vec<f64>,
}

impl Blocks {
    fn add(&mut self, block: Block) {
        for (all, more) in self.levels.iter_mut().zip(&block.segments) {
            all.extend(more);
        }
        match &block.design {
            Some(design) => self.weights.extend(&design.weights),
            None => self.weights.resize(self.weights.len() + block.rows, 1.0),
        }
    }

    /// Who belongs to no level of a margin cannot be raked to it.
    fn all_have_levels(
        &self,
        counts: &[usize],
        kept: &[(u64, Row)],
        margins: &Margins,
        (input, format): (&Input, Format),
    ) -> Result<()> {
        let errors = margins.margins.iter().zip(&self.levels).filter_map(|(margin, codes)| {
            let lines: Vec<u64> = counts.iter().filter(|&&at| codes[at] == NO_LEVEL).map(|&at| kept[at].0).collect();
            let some: Vec<String> = lines.iter().take(FIRST).map(u64::to_string).collect();
            let more = match lines.len().saturating_sub(FIRST) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let name = &margin.segment.name;
            let what = format!("{} of the respondents have no answer to `{name}`, which is a margin", lines.len());
            let unit = if lines.len() == 1 { format.unit().one() } else { format.unit().many() };
            let place = format!("{}, {unit} {}{more}", input.name(), some.join(", "));
            (!lines.is_empty()).then(|| {
                Error::new(what).at(place).hint(
                    "leave them out with --where, or give those without an answer a size of their own: \"\" = 0.03",
                )
            })
        });
        Error::all(errors.collect()).map_or(Ok(()), Err)
    }

    /// The margins of those who count; sizes that are shares become parts of the total.
    fn margins(&self, counts: &[usize], margins: &Margins, start: f64) -> Vec<Margin> {
        let counted = margins.margins.iter().find(|margin| margin.sizes_are == Sizes::Counts);
        let total = counted.map_or(start, |margin| margin.sizes.iter().sum());
        let margin = |(margin, codes): (&MarginSpec, &Vec<u16>)| {
            let all: f64 = margin.sizes.iter().sum();
            Margin {
                groups: counts.iter().map(|&at| usize::from(codes[at]) - 1).collect(),
                targets: margin.sizes.iter().map(|size| size / all * total).collect(),
            }
        };
        margins.margins.iter().zip(&self.levels).map(margin).collect()
    }
}

/// Margins as their file gives them, and as they are asked of these respondents.
struct Raking<'a> {
    margins: &'a Margins,
    asked: Vec<Margin>,
}

impl Raking<'_> {
    /// A level of size 0 would take the respondents that it has out of the sample.
    fn nobody_is_dropped(&self) -> Result<()> {
        for (m, margin) in self.asked.iter().enumerate() {
            for (level, _) in margin.targets.iter().enumerate().filter(|(_, target)| **target == 0.0) {
                let n = margin.groups.iter().filter(|group| **group == level).count();
                if n > 0 {
                    let what =
                        format!("{} has the size 0, and {n} of the respondents belong to it", self.level(m, level));
                    return Err(Error::new(what).at(self.place(m, level)).hint("leave them out with --where"));
                }
            }
        }
        Ok(())
    }

    /// "level "North" of `region`".
    fn level(&self, margin: usize, level: usize) -> String {
        let segment = &self.margins.margins[margin].segment;
        format!("level {} of `{}`", quoted(&segment.levels[level]), segment.name)
    }

    fn place(&self, margin: usize, level: usize) -> String {
        format!("{}, line {}", self.margins.file, self.margins.margins[margin].lines[level])
    }

    /// Why there are no such weights, in the words of the file.
    fn error(&self, error: RakeError) -> Error {
        match error {
            RakeError::EmptyGroup { margin, group } => {
                Error::new(format!("the population has {}, the sample has none of it", self.level(margin, group)))
                    .at(self.place(margin, group))
                    .hint("merge it with another level: no weight can stand for nobody")
            }
            RakeError::NotConverged { rounds, discrepancy, margin, group } => Error::new(format!(
                "the margins contradict each other in this sample: after {rounds} rounds {} is still {:.2}% off its size",
                self.level(margin, group),
                100.0 * discrepancy
            ))
            .at(self.place(margin, group))
            .hint("levels of different margins that the same respondents hold must have sizes that go together"),
            RakeError::BadTarget { margin, group } => {
                Error::new(format!("the size of {} is none", self.level(margin, group))).at(self.place(margin, group))
            }
            RakeError::TotalsDiffer { margin, .. } => {
                let name = &self.margins.margins[margin].segment.name;
                Error::new(format!("margin `{name}` adds up to another population than the first one"))
            }
        }
    }

    /// Weights within limits, and how far they leave the margins.
    fn limited(&self, weights: &[f64], limits: Limits) -> Result<(Vec<f64>, Option<Limited>)> {
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let (low, high) = (limits.low.unwrap_or(0.0) * mean, limits.high.map_or(f64::INFINITY, |high| high * mean));
        let trimmed = trim(weights, low, high).map_err(|error| {
            let why = match error {
                TrimError::MeanOutside { .. } => "they do not enclose the mean weight".to_owned(),
                TrimError::NobodyInside { rounds } => {
                    format!("after {rounds} rounds there are still weights outside")
                }
            };
            Error::new(format!("the weights cannot be kept within these limits: {why}")).hint("widen the limits")
        })?;
        let limited = Limited {
            low: limits.low,
            high: limits.high,
            trimmed: trimmed.trimmed as u64,
            rounds: trimmed.rounds,
            discrepancy: discrepancy(&trimmed.weights, &self.asked),
        };
        Ok((trimmed.weights, Some(limited)))
    }

    fn before_and_after(&self, before: &[f64], after: &[f64]) -> Vec<results::Margin> {
        let shares = |weights: &[f64], margin: &Margin| -> Vec<f64> {
            let mut sums = vec![0.0; margin.targets.len()];
            weights.iter().zip(&margin.groups).for_each(|(weight, group)| sums[*group] += weight);
            let all: f64 = weights.iter().sum();
            sums.iter().map(|sum| sum / all).collect()
        };
        let of = |(spec, margin): (&MarginSpec, &Margin)| {
            let (before, after) = (shares(before, margin), shares(after, margin));
            let all: f64 = margin.targets.iter().sum();
            let level = |at: usize| MarginLevel {
                level: spec.segment.levels[at].clone(),
                n: margin.groups.iter().filter(|group| **group == at).count() as u64,
                target: margin.targets[at] / all,
                before: before[at],
                after: after[at],
            };
            results::Margin {
                column: spec.segment.name.clone(),
                levels: (0..margin.targets.len()).map(level).collect(),
            }
        };
        self.margins.margins.iter().zip(&self.asked).map(of).collect()
    }
}

/// How unequal weights are, all of them above 0.
fn spread(weights: &[f64]) -> Spread {
    let n = weights.len() as u64;
    let sums = CellCount {
        n,
        weight: weights.iter().sum(),
        weight_squared: weights.iter().map(|weight| weight * weight).sum(),
    };
    let (low, high) = extremes(weights.iter().copied());
    let (mean, deff) = (sums.weight / n as f64, kish(sums).unwrap_or(1.0));
    Spread {
        lowest: low / mean,
        highest: high / mean,
        largest_ratio: high / low,
        deff,
        n_effective: n_effective(n, Some(deff)),
    }
}

fn adjustment(start: &[f64], weights: &[f64]) -> Adjustment {
    let grown = weights.iter().sum::<f64>() / start.iter().sum::<f64>();
    let (lowest, highest) = extremes(weights.iter().zip(start).map(|(weight, start)| weight / start / grown));
    Adjustment { lowest, highest }
}

fn extremes(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    numbers.fold((f64::INFINITY, 0.0), |(low, high), number| (number.min(low), number.max(high)))
}

/// What is said of the errors of estimates that use these weights.
fn variance(study: &Study, column: &str, limited: bool) -> String {
    let mut said = format!(
        "Analysed with weight = \"{column}\", standard errors take these weights as given (Taylor linearisation, as R's \
         svydesign on the raked weights): they include what unequal weights cost, and not what raking to known margins \
         gains, so they are too large where the margins explain the answer."
    );
    if study.design.replicates.is_some() {
        said += " Replicate weights have to be raked one by one; those of this file belong to the weights before.";
    }
    if limited {
        said += " Limits on weights trade variance for bias: the margins are no longer met exactly, and no interval shows that.";
    }
    said
}
