//! A banner table: outcomes down, segments across, and which columns are significantly higher than which.
//!
//! ```text
//! outcome yes/no   pairs and decision of its comparison with the segment
//! answer, net      pairs of levels by the share of it, p corrected over the pairs; decision: the omnibus test
//!                  of this share, p corrected over the segments of the outcome
//! letter           p of the pair and p of the decision at most alpha: the lower column's, in the higher cell
//! a > b            the levels of b within each level of a: compared within it, p of the decisions corrected over
//!                  the levels of a
//! ```

mod columns;
mod letters;
mod nested;
#[cfg(test)]
mod tests;

use super::designed::{self, Drawn};
use super::{COMPUTED, READ, compare, counted, multis, outcomes, redact, results_of, study_info};
use crate::cells;
use crate::error::{Error, Result};
use crate::load::{self, Counted, Format, How, Input};
use crate::parallel::in_order;
use crate::results::table::{Banner, Cell, Row, RowKind, SCHEMA};
use crate::results::{Estimate, Flag, Measure, Outcome, Pair, Results, StudyInfo};
use crate::stats::exact::MonteCarlo;
use crate::stats::table::Table;
use crate::stats::{Count, independence, multiplicity};
use crate::study::{Analysis, Family, Study};
use crate::tabulate::{Answers, Cubes, Question};
use letters::letters;
use nested::Nest;

/// Most columns of a table: more are a sign of a mistake.
const MOST_COLUMNS: usize = 2_000;

/// What stands across, by positions in the study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Across {
    /// The levels of a segment.
    Segment(usize),
    /// The levels of the last segment within each combination of levels of those before it.
    Nested(Vec<usize>),
}

/// A banner table with what its rows are made of.
pub struct Tabulated {
    /// The table.
    pub banner: Banner,
    /// Its outcomes by all segments of the study, with the settings that they rest on; nothing else of the study.
    pub results: Results,
    /// Of raw outcomes what the answers of the file count as.
    pub counted: Vec<(String, Vec<Counted>)>,
}

/// Reads a file and makes a banner table of some outcomes, by position in the study.
///
/// # Errors
/// What is wrong with the data, see [`load::read`]; more columns than anybody reads.
pub fn table(
    study: &Study,
    input: &Input,
    format: Format,
    wanted: &[usize],
    across: &[Across],
    (command, seed): (&str, u64),
    how: How,
) -> Result<Tabulated> {
    if study.redact && across.iter().any(|asked| matches!(asked, Across::Nested(_))) {
        return Err(Error::new("nested segments cannot be shown with --redact")
            .hint("figures of too few respondents could be worked out from them and from the segments by themselves"));
    }
    let standardised = wanted.iter().find(|&&o| study.outcomes[o].standard.is_some());
    if let Some(&at) = standardised
        && across.iter().any(|asked| matches!(asked, Across::Nested(_)))
    {
        let name = &study.outcomes[at].name;
        return Err(Error::new(format!("outcome `{name}` is standardised, which nested segments cannot show"))
            .hint("give the segments one by one, or an outcome without `standardise`"));
    }
    let mut nests: Vec<Nest> = Vec::new();
    for asked in across {
        if let Across::Nested(path) = asked {
            nests.push(Nest::new(study, path, MOST_COLUMNS)?);
        }
    }
    let empty = || (Cubes::new(study).on(how.threads), nests.clone());
    let ((mut cubes, mut nests), loaded) = match format {
        Format::Cells if nests.is_empty() => {
            let mut cubes = Cubes::new(study);
            let loaded = cells::count(study, input, &mut cubes)?;
            ((cubes, nests), loaded)
        }
        _ => load::read_as(how, input, format, study, empty, |(cubes, nests), mut block| {
            cubes.count(&block);
            nests.iter_mut().for_each(|nest| nest.count(&mut block));
        })?,
    };
    (how.reached)(READ);
    cubes.finish(study, &loaded.strata)?;
    for nest in &mut nests {
        nest.cubes.finish(&nest.study, &loaded.strata)?;
    }
    let info = study_info(study, loaded.synthetic);
    let found = outcomes(study, &cubes, &info, wanted, seed)?;
    let within: Vec<Vec<Outcome>> =
        nests.iter().map(|nest| outcomes(&nest.study, &nest.cubes, &info, wanted, seed)).collect::<Result<_>>()?;
    let mut parts = vec![Part { study, cubes: &cubes, outcomes: &found, nest: None }];
    parts.extend(nests.iter().zip(&within).map(|(nest, outcomes)| Part {
        study: &nest.study,
        cubes: &nest.cubes,
        outcomes,
        nest: Some(nest),
    }));
    let mut next_nest = 0;
    let mut blocks = Vec::new();
    for asked in across {
        match asked {
            Across::Segment(segment) => blocks.push(Block { part: 0, segment: *segment }),
            Across::Nested(_) => {
                next_nest += 1;
                let all = 0..parts[next_nest].study.segments.len();
                blocks.extend(all.map(|segment| Block { part: next_nest, segment }));
            }
        }
    }
    let columns: usize = blocks.iter().map(|b| parts[b.part].study.segments[b.segment].levels.len()).sum();
    if columns > MOST_COLUMNS {
        return Err(Error::new(format!("the table would have {columns} columns; {MOST_COLUMNS} are the most"))
            .hint("give fewer segments with --by"));
    }
    let making = Making { parts: &parts, blocks: &blocks, wanted, seed, threads: how.threads };
    let mut banner = making.banner(&info, loaded.rows_in_domain);
    let mut results = results_of(study, &loaded, info, (command, seed));
    if study.redact {
        let all: Vec<usize> = (0..study.outcomes.len()).collect();
        let every = outcomes(study, &cubes, &results.study, &all, seed)?;
        let hidden = redact::Hidden::of(study, &every);
        let plain: Vec<usize> = blocks.iter().map(|block| block.segment).collect();
        if let [only] = wanted
            && redact::leaves_out(&hidden, *only, &plain)
        {
            return Err(redact::nothing_left(study, *only));
        }
        results.data_quality.notes.extend(redact::banner(study, &plain, &hidden, &mut banner));
        let left: Vec<usize> = wanted.iter().copied().filter(|&o| !hidden.gone[o]).collect();
        results.outcomes = redact::some(study, &left, every, &results.study)?.0;
    } else {
        results.outcomes = found;
    }
    results.multi = banner.multi.clone();
    (how.reached)(COMPUTED);
    Ok(Tabulated { banner, results, counted: counted(study, &loaded, wanted) })
}

/// The table of all outcomes by all segments of a study, from what was computed of them, before anything is taken out.
pub fn of_everything(
    study: &Study,
    cubes: &Cubes,
    outcomes: &[Outcome],
    info: &StudyInfo,
    rows_in_domain: u64,
    (seed, threads): (u64, usize),
) -> Banner {
    let wanted: Vec<usize> = (0..study.outcomes.len()).collect();
    let parts = [Part { study, cubes, outcomes, nest: None }];
    let segments: Vec<usize> = (0..study.segments.len()).collect();
    let blocks: Vec<Block> = segments.iter().map(|&segment| Block { part: 0, segment }).collect();
    let making = Making { parts: &parts, blocks: &blocks, wanted: &wanted, seed, threads };
    let mut banner = making.banner(info, rows_in_domain);
    if study.redact {
        redact::banner(study, &segments, &redact::Hidden::of(study, outcomes), &mut banner);
    }
    banner
}

/// Outcomes that were computed of one study: the one that was asked, or one whose segments are nested.
struct Part<'a> {
    study: &'a Study,
    cubes: &'a Cubes,
    outcomes: &'a [Outcome],
    nest: Option<&'a Nest>,
}

/// Columns that are compared with each other: the levels of a segment of a part.
#[derive(Clone, Copy)]
struct Block {
    part: usize,
    segment: usize,
}

/// What a table is made of.
struct Making<'a> {
    /// The first is the study as it was asked.
    parts: &'a [Part<'a>],
    blocks: &'a [Block],
    /// Positions of the outcomes in the study.
    wanted: &'a [usize],
    seed: u64,
    threads: usize,
}

impl Making<'_> {
    fn banner(&self, info: &StudyInfo, rows_in_domain: u64) -> Banner {
        let plain = &self.parts[0];
        let all: Vec<usize> = (0..plain.outcomes.len()).collect();
        let mut rows: Vec<Row> = in_order(&all, self.threads, |&at| self.rows(at)).into_iter().flatten().collect();
        let multi = multis(plain.study, plain.cubes, plain.outcomes, info);
        for question in &plain.study.multi {
            let options: Vec<&str> = question.options.clone().map(|o| plain.study.outcomes[o].name.as_str()).collect();
            let of: Vec<usize> = (0..rows.len()).filter(|&r| options.contains(&rows[r].outcome.as_str())).collect();
            if of.len() == options.len() {
                share_answers(&mut rows, &of, &question.name);
            }
        }
        let has_design = plain.cubes.drawn(Question::Outcome(0), Question::Outcome(0)).is_some();
        Banner {
            schema: SCHEMA.into(),
            columns: columns::columns(self, rows_in_domain),
            rows,
            multi,
            alpha: info.analysis.alpha,
            adjust: info.analysis.adjust.clone(),
            by_design: has_design,
            synthetic: info.synthetic,
        }
    }

    /// The rows of an outcome: one; or one an answer, and one a net.
    fn rows(&self, at: usize) -> Vec<Row> {
        let outcome = &self.parts[0].outcomes[at];
        let Some(answers) = outcome.bands.as_ref().or(outcome.overall.shares.as_ref()) else {
            return vec![self.row(at)];
        };
        let figure = outcome.overall.measure.is_number().then(|| self.row(at));
        let each = (0..answers.len()).map(|answer| {
            let of = |e: &Estimate| e.bands.as_ref().or(e.shares.as_ref()).and_then(|all| all.get(answer)).cloned();
            self.share_row(at, RowKind::Answer, &answers[answer], &[answer], &|outcome, s| {
                outcome.segments[s].levels.iter().filter_map(of).collect()
            })
        });
        let nets = &self.parts[0].study.outcomes[self.wanted[at]].nets;
        let nets = nets.iter().zip(&outcome.nets).enumerate().map(|(n, (spec, net))| {
            let row = self.share_row(at, RowKind::Net, &net.overall, &spec.answers, &|outcome, s| {
                outcome.nets.get(n).and_then(|net| net.segments.get(s)).map_or(Vec::new(), |of| of.levels.clone())
            });
            Row { answers: net.answers.clone(), ..row }
        });
        figure.into_iter().chain(each).chain(nets).collect()
    }

    /// The row of a yes/no outcome, or of a mean.
    fn row(&self, at: usize) -> Row {
        let outcome = &self.parts[0].outcomes[at];
        let mut cells = vec![cell(&outcome.overall, Vec::new())];
        for block in self.blocks {
            let comparison = &self.parts[block.part].outcomes[at].segments[block.segment];
            let decision = comparison.decision.as_ref().map(|d| d.p_adjusted);
            let names: Vec<&str> = names(comparison);
            let letters = letters(&names, &comparison.pairs, decision, self.alpha());
            cells.extend(comparison.levels.iter().zip(letters).map(|(level, letters)| cell(level, letters)));
        }
        let kind = match outcome.overall.measure {
            Measure::Mean => RowKind::Mean,
            Measure::Total => RowKind::Total,
            Measure::Median => RowKind::Median,
            Measure::Quantile => RowKind::Quantile,
            Measure::Nps => RowKind::Nps,
            Measure::Rate | Measure::Shares => RowKind::Rate,
        };
        row_of(outcome, kind, None, cells)
    }

    /// The row of some answers, who gave one of them against who gave any other. `shares` are those of the levels of a
    /// segment, by outcome and position of the segment.
    fn share_row(
        &self,
        at: usize,
        kind: RowKind,
        total: &Estimate,
        answers: &[usize],
        shares: &dyn Fn(&Outcome, usize) -> Vec<Estimate>,
    ) -> Row {
        let asked = self.wanted[at];
        // Of each part that is shown all segments: the p of its decisions are corrected over them.
        let of_part = |part: &Part| {
            let outcome = &part.outcomes[at];
            let shares: Vec<Vec<Estimate>> = (0..outcome.segments.len()).map(|s| shares(outcome, s)).collect();
            let found: Vec<(Option<f64>, Vec<Pair>)> = (0..shares.len())
                .map(|s| {
                    by_design(part, asked, s, answers).unwrap_or_else(|| {
                        simple(&names(&outcome.segments[s]), &shares[s], &part.study.analysis, self.seed)
                    })
                })
                .collect();
            let omnibus: Vec<Option<f64>> = found.iter().map(|(ln_p, _)| *ln_p).collect();
            let decisions = match part.study.outcomes[asked].family {
                Family::SegmentsOfOutcome => multiplicity::adjust_ln(&omnibus, part.study.analysis.adjust),
                Family::Alone => omnibus,
            };
            (shares, found, decisions)
        };
        let parts: Vec<_> = (self.parts.iter().enumerate())
            .map(|(p, part)| self.blocks.iter().any(|block| block.part == p).then(|| of_part(part)))
            .collect();
        let outcome = &self.parts[0].outcomes[at];
        let mut cells = vec![cell(total, Vec::new())];
        for Block { part, segment } in self.blocks.iter().copied() {
            let Some((shares, found, decisions)) = &parts[part] else { continue };
            let comparison = &self.parts[part].outcomes[at].segments[segment];
            let decision = decisions[segment].map(f64::exp);
            let letters = letters(&names(comparison), &found[segment].1, decision, self.alpha());
            // What is not shown of a level is not shown of its answers either.
            let of = shares[segment].iter().zip(&comparison.levels).zip(letters);
            cells.extend(of.map(|((share, level), letters)| hidden_with(cell(share, letters), level)));
        }
        cells[0] = hidden_with(cells[0].clone(), &outcome.overall);
        row_of(outcome, kind, total.level.clone(), cells)
    }

    fn alpha(&self) -> f64 {
        self.parts[0].study.analysis.alpha
    }
}

/// ln p of some answers by a segment, and its pairs of levels, by the design; `None` for a simple random sample.
fn by_design(part: &Part, at: usize, s: usize, answers: &[usize]) -> Option<(Option<f64>, Vec<Pair>)> {
    let drawn = Drawn::of(part.study, part.cubes, Question::Segment(s), at)?;
    let cube = part.cubes.get(Question::Segment(s), Question::Outcome(at))?;
    let levels: Vec<Answers> = (1..cube.height()).map(|row| cube.row(row)).collect();
    let by = compare::By {
        asked: &part.study.outcomes[at],
        segment: &part.study.segments[s],
        levels: &levels,
        analysis: &part.study.analysis,
    };
    Some(designed::letters(&by, drawn, answers))
}

/// The same for a simple random sample.
fn simple(names: &[&str], shares: &[Estimate], analysis: &Analysis, seed: u64) -> (Option<f64>, Vec<Pair>) {
    let counts: Vec<Count> = shares.iter().map(|e| Count { yes: e.n_yes, n: e.n }).collect();
    let omnibus = Table::of_counts(&counts).ok();
    let omnibus =
        omnibus.map(|table| independence::omnibus(&table, MonteCarlo { seed, ..MonteCarlo::default() }).chosen.ln_p);
    let present: Vec<usize> = (0..counts.len()).filter(|&l| counts[l].n > 0).collect();
    let mut pairs = Vec::new();
    for (i, &a) in present.iter().enumerate() {
        let pair = |&b: &usize| compare::pair(names[a].to_owned(), names[b].to_owned(), counts[a], counts[b], analysis);
        pairs.extend(present[i + 1..].iter().map(pair));
    }
    compare::adjust(&mut pairs, analysis);
    (omnibus, pairs)
}

/// Gives the options of a question, which are these rows, their shares of all answers, column by column.
fn share_answers(rows: &mut [Row], options: &[usize], question: &str) {
    let weighted_yes = |cell: &Cell| cell.rate.unwrap_or_default() * cell.n_weighted;
    for column in 0..rows.first().map_or(0, |row| row.cells.len()) {
        let answers: f64 = options.iter().map(|&row| weighted_yes(&rows[row].cells[column])).sum();
        for &row in options {
            let share = (answers > 0.0).then(|| weighted_yes(&rows[row].cells[column]) / answers);
            rows[row].cells[column].share_of_answers = share;
        }
    }
    options.iter().for_each(|&row| rows[row].question = Some(question.to_owned()));
}

fn row_of(outcome: &Outcome, kind: RowKind, level: Option<String>, cells: Vec<Cell>) -> Row {
    Row {
        outcome: outcome.name.clone(),
        outcome_label: outcome.label.clone(),
        question: None,
        kind,
        level,
        answers: Vec::new(),
        base: outcome.base.description.clone(),
        cells,
    }
}

fn cell(estimate: &Estimate, letters: Vec<String>) -> Cell {
    Cell {
        rate: estimate.rate,
        mean: estimate.mean,
        share_of_answers: None,
        ci: estimate.ci,
        n: estimate.n,
        n_weighted: estimate.n_weighted,
        n_effective: Some(estimate.n_effective),
        letters,
        flags: estimate.flags.clone(),
    }
}

/// A cell that is suppressed where the figure that it is a part of is.
fn hidden_with(mut cell: Cell, whole: &Estimate) -> Cell {
    if whole.flags.contains(&Flag::Suppressed) && !cell.flags.contains(&Flag::Suppressed) {
        cell.flags.insert(0, Flag::Suppressed);
    }
    cell
}

/// The levels of a comparison, in study order.
fn names(comparison: &crate::results::Comparison) -> Vec<&str> {
    comparison.levels.iter().map(|l| l.level.as_deref().unwrap_or_default()).collect()
}
