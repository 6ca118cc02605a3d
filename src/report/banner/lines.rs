//! A banner table as lines of figures, before any syntax: what stands under what, and which figures may be shown.
//!
//! ```text
//! Respondents                              base of the table
//! Rolled back                              a rate, with its own base below where it has one
//!   base
//! Time on safety                           a heading, its answers below, and nets
//!   0-24%
//!   Net: Top 2
//! ```

use crate::findings::words::adjust_name;
use crate::report::build::{DASH, too_small};
use crate::results::format::{Unit, count, decimal, decimals, percent_to};
use crate::results::table::{Banner, Cell, Row, RowKind};
use crate::results::{Flag, StudyInfo};

/// A line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it shows.
    pub kind: Kind,
    /// How far it stands below a heading.
    pub depth: usize,
    /// Its name, as it was given.
    pub label: String,
    /// One a column; none in a heading.
    pub cells: Vec<Shown>,
}

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name over the lines below it.
    Heading,
    /// Rates, shares or means.
    Figures,
    /// Shares of answers, which have no tests.
    OfAnswers,
    /// Respondents.
    Base,
}

/// A cell as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The figure.
    pub figure: Figure,
    /// Its interval, low and high.
    pub range: Option<(f64, f64)>,
    /// Letters of the columns that it is above.
    pub letters: Vec<String>,
    /// Whether its base is small.
    pub caution: bool,
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A fraction, written in percent.
    Percent(f64),
    /// A mean, with the decimals of its row.
    Mean {
        /// In its own unit.
        mean: f64,
        /// Digits behind the point.
        decimals: usize,
    },
    /// Respondents.
    Count(u64),
    /// A weighted or effective base.
    Weight(f64),
    /// Not shown.
    Dash,
}

impl Shown {
    fn of(figure: Figure) -> Self {
        Shown { figure, range: None, letters: Vec::new(), caution: false }
    }

    /// Letters in one text: those of two characters must not run together.
    pub fn letters(&self) -> String {
        self.letters.join(if self.letters.iter().any(|letter| letter.len() > 1) { " " } else { "" })
    }

    /// The figure in words, percentages with so many decimals; without the mark of a small base.
    pub fn text(&self, decimals: usize) -> String {
        match self.figure {
            Figure::Percent(rate) => percent_to(rate, decimals),
            Figure::Mean { mean, decimals } => Unit::Number { decimals }.value(mean, 0),
            Figure::Count(n) => count(n),
            Figure::Weight(weight) => decimal(weight, 1),
            Figure::Dash => DASH.to_owned(),
        }
    }
}

/// All lines of a table.
pub fn lines(banner: &Banner) -> Vec<Line> {
    let name = if only_outcome(banner).is_some() { "Base" } else { "Respondents" };
    let bases: Vec<Bases> =
        banner.columns.iter().map(|c| Bases { n: c.n, weighted: c.n_weighted, effective: c.n_effective }).collect();
    let mut lines = base_lines(banner, name, 0, &bases);
    let mut rest = banner.rows.as_slice();
    while let Some(first) = rest.first() {
        let same = |row: &&Row| match (&first.question, &row.question) {
            (Some(a), Some(b)) => a == b,
            (None, None) => first.outcome == row.outcome,
            _ => false,
        };
        let k = rest.iter().take_while(same).count();
        group(banner, &rest[..k], &mut lines);
        rest = &rest[k..];
    }
    lines
}

/// An outcome, or the options of a question.
fn group(banner: &Banner, rows: &[Row], lines: &mut Vec<Line>) {
    let Some(first) = rows.first() else { return };
    let heading = |label: String, depth| Line { kind: Kind::Heading, depth, label, cells: Vec::new() };
    let several = first.question.is_some() || first.level.is_some();
    if let Some(name) = &first.question {
        let wording = banner.multi.iter().find(|m| &m.name == name).and_then(|m| m.question.clone());
        lines.push(heading(wording.unwrap_or_else(|| crate::study::readable(name)), 0));
    } else if first.level.is_some() {
        lines.push(heading(first.outcome_label.clone(), 0));
    }
    for row in rows {
        let label = match (&row.level, row.kind) {
            (Some(level), RowKind::Net) => format!("Net: {level}"),
            (Some(level), _) => level.clone(),
            (None, _) => row.outcome_label.clone(),
        };
        let cells = (0..row.cells.len()).map(|at| shown(banner, row, at)).collect();
        lines.push(Line { kind: Kind::Figures, depth: usize::from(several), label, cells });
    }
    let own = first.cells.iter().zip(&banner.columns).any(|(cell, column)| cell.n != column.n);
    if own {
        let bases: Vec<Bases> = (first.cells.iter())
            .map(|cell| Bases { n: cell.n, weighted: cell.n_weighted, effective: cell.n_effective })
            .collect();
        lines.extend(base_lines(banner, "base", 1, &bases));
    }
    if first.question.is_some() && rows.iter().any(|row| row.cells[0].share_of_answers.is_some()) {
        lines.push(heading("share of all answers".to_owned(), 1));
        for row in rows {
            let of = |cell: &Cell| match cell.share_of_answers {
                Some(share) if cell.is_printable() => {
                    Shown { caution: cell.flags.contains(&Flag::Caution), ..Shown::of(Figure::Percent(share)) }
                }
                _ => Shown::of(Figure::Dash),
            };
            lines.push(Line {
                kind: Kind::OfAnswers,
                depth: 2,
                label: row.outcome_label.clone(),
                cells: row.cells.iter().map(of).collect(),
            });
        }
    }
}

struct Bases {
    n: u64,
    weighted: f64,
    effective: Option<f64>,
}

/// The bases: one line for a simple random sample, all three with a design.
fn base_lines(banner: &Banner, name: &str, depth: usize, of: &[Bases]) -> Vec<Line> {
    let line = |label: String, figure: &dyn Fn(&Bases) -> Figure| Line {
        kind: Kind::Base,
        depth,
        label,
        cells: of.iter().map(|bases| Shown::of(figure(bases))).collect(),
    };
    let mut lines = vec![line(name.to_owned(), &|bases| Figure::Count(bases.n))];
    if banner.by_design {
        lines.push(line("weighted base".to_owned(), &|bases| Figure::Weight(bases.weighted)));
        lines.push(line("effective base".to_owned(), &|bases| bases.effective.map_or(Figure::Dash, Figure::Weight)));
    }
    lines
}

fn shown(banner: &Banner, row: &Row, at: usize) -> Shown {
    let cell = &row.cells[at];
    let figure = match (cell.is_printable(), cell.rate, cell.mean) {
        (true, Some(rate), _) => Figure::Percent(rate),
        (true, None, Some(mean)) => Figure::Mean { mean, decimals: decimals_of(row) },
        _ => Figure::Dash,
    };
    Shown {
        range: cell.ci.filter(|_| figure != Figure::Dash).map(|ci| (ci.low, ci.high)),
        letters: banner.letters(row, at).into_iter().map(str::to_owned).collect(),
        caution: figure != Figure::Dash && cell.flags.contains(&Flag::Caution),
        figure,
    }
}

/// Decimals of the means of a row: those of the largest that is shown. A net promoter score has one.
fn decimals_of(row: &Row) -> usize {
    let shown = row.cells.iter().filter(|cell| cell.is_printable()).filter_map(|cell| cell.mean);
    match Unit::of_mean(shown.map(f64::abs).fold(0.0, f64::max)) {
        Unit::Number { decimals } if row.kind != RowKind::Nps => decimals,
        _ => 1,
    }
}

/// Decimals of every percentage of a table: those that the smallest base can bear.
pub fn common_decimals(banner: &Banner) -> usize {
    let printed = banner.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_printable());
    printed.map(|cell| decimals(cell.n)).min().unwrap_or(0)
}

/// The name of the segment that a column belongs to, with the levels that it is nested in.
pub fn segment_name(banner: &Banner, at: usize) -> String {
    let column = &banner.columns[at];
    let label = column.segment_label.clone().unwrap_or_default();
    let inner = label.rsplit(" > ").next().unwrap_or_default();
    if column.within.is_empty() { label } else { format!("{}: {inner}", column.within.join(", ")) }
}

/// The name of a column.
pub fn level_name(banner: &Banner, at: usize) -> &str {
    banner.columns[at].level.as_deref().unwrap_or("Total")
}

/// The first row, where all rows are of one outcome or one question.
pub fn only_outcome(banner: &Banner) -> Option<&Row> {
    let is_of = |first: &Row, row: &Row| match (&first.question, &row.question) {
        (Some(a), Some(b)) => a == b,
        _ => first.outcome == row.outcome,
    };
    banner.rows.first().filter(|first| banner.rows.iter().all(|row| is_of(first, row)))
}

/// What a reader must know of a table: bases, letters, nets, marks.
pub fn notes(banner: &Banner, info: &StudyInfo) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(only) = only_outcome(banner) {
        notes.push(format!("Base: {}, with an answer.", only.base));
    } else {
        let own = |row: &&Row| row.cells.iter().zip(&banner.columns).any(|(cell, column)| cell.n != column.n);
        let mut said: Vec<(&str, String)> = Vec::new();
        for row in banner.rows.iter().filter(own) {
            let name = row.question.as_ref().unwrap_or(&row.outcome);
            if said.iter().all(|(outcome, _)| *outcome != name) {
                let label =
                    row.question.as_ref().map_or_else(|| row.outcome_label.clone(), |q| crate::study::readable(q));
                said.push((name, format!("{label}: {}", row.base)));
            }
        }
        if !said.is_empty() {
            let said: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
            notes.push(format!("Bases of their own, those who were asked and answered. {}.", said.join("; ")));
        }
    }
    let nets: Vec<String> = (banner.rows.iter())
        .filter(|row| row.kind == RowKind::Net)
        .map(|row| format!("{} = {}", row.level.as_deref().unwrap_or_default(), row.answers.join(", ")))
        .collect();
    let distinct: Vec<&String> =
        nets.iter().enumerate().filter(|(i, net)| !nets[..*i].contains(net)).map(|(_, n)| n).collect();
    if !distinct.is_empty() {
        let all: Vec<&str> = distinct.iter().map(|net| net.as_str()).collect();
        notes.push(format!("A net holds everybody who gave one of its answers. {}.", all.join("; ")));
    }
    if banner.rows.iter().any(|row| row.question.is_some()) {
        notes.push(
            "Where a respondent may name several options, shares of respondents add up to more than 100%; shares of \
             answers add up to 100% and are not tested."
                .to_owned(),
        );
    }
    if banner.columns.len() > 1 {
        notes.push(rule(banner));
    }
    let cells = || banner.rows.iter().flat_map(|row| &row.cells);
    if cells().any(|cell| cell.is_printable() && cell.flags.contains(&Flag::Caution)) {
        notes.push(format!("† base under {}: read with caution.", count(info.analysis.caution_below)));
    }
    if cells().any(|cell| !cell.is_printable()) {
        let with = match cells().any(|cell| cell.flags.contains(&Flag::Secondary)) {
            true => " With it one from which such a figure could be worked out.",
            false => "",
        };
        notes.push(format!("{DASH} no figure: {}.{with}", too_small(&info.analysis)));
    }
    notes
}

/// What a letter means: test, correction, level.
fn rule(banner: &Banner) -> String {
    let alpha = banner.alpha;
    let (over_pairs, over_segments) = match banner.adjust.as_str() {
        "none" => (String::new(), String::new()),
        adjust => {
            let name = adjust_name(adjust);
            (format!(", {name} over the pairs of the segment"), format!(" ({name} over the segments of the outcome)"))
        }
    };
    let has = |kind: RowKind| banner.rows.iter().any(|row| row.kind == kind);
    let answers = match (has(RowKind::Answer), has(RowKind::Net)) {
        (false, _) => "",
        (true, false) => " Each answer is tested as its share against all others.",
        (true, true) => " Each answer and each net is tested as its share against all others.",
    };
    let test = match (banner.by_design, has(RowKind::Mean) || has(RowKind::Nps)) {
        (true, _) => "t test of the difference by the design of the sample",
        (false, true) => "chi-square test of the two without continuity correction, of means Welch's t",
        (false, false) => "chi-square test of the two without continuity correction",
    };
    let nested = if banner.columns.iter().any(|column| !column.within.is_empty()) {
        " Of nested segments the levels of the last are compared within each level of those before it, and the test over \
         all levels is corrected over these."
    } else {
        ""
    };
    format!(
        "A letter stands behind a figure that is higher than that of the column with this letter: {test}{over_pairs}, p \
         at most {alpha}, and only where the test over all levels{over_segments} has p at most {alpha} \
         too.{nested}{answers} Without a letter no difference was found, which does not mean that there is none."
    )
}
