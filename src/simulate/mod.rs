//! What would the data look like if we knew the truth?
//!
//! ```text
//! Study + Population (or none: nothing depends on anything) + rows + seed  ->  Table, marked synthetic  ->  CSV
//! ```
//!
//! The population says how often each answer occurs and what it depends on; everything else is independent by
//! construction. So the findings from such a file can be held against what is true. Every row bears `synthetic` = yes,
//! which marks all that is made of it.
//!
//! The same study, population, rows and seed give the same table, everywhere and for ever.

pub mod apportion;
mod draw;
mod generic;
pub mod latent;
mod population;

use std::borrow::Cow;

pub use population::{Column, Correlated, Depends, Draw, Population};

use crate::error::{Error, Result};
use crate::num::rng::Rng;
use crate::study::Study;
use draw::Drawn;

/// The column that marks a synthetic file, and what stands in it.
pub const SYNTHETIC: (&str, &str) = ("synthetic", "yes");

/// Respondents drawn for a study: a header and rows of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    rows: usize,
    header: Vec<String>,
    cells: Vec<Cells>,
}

/// The cells of one column, kept small: text is looked up when it is asked for.
#[derive(Debug, Clone, PartialEq)]
enum Cells {
    /// 1, 2, 3…
    Numbered,
    /// The same in every row.
    Same(&'static str),
    /// A question's answers.
    Answers(Drawn),
}

impl Table {
    /// How many respondents.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The cells of one respondent, counted from 0.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.cells.iter().map(move |cells| cells.text(row))
    }

    /// The cells of one column; `None` if there is no such column.
    pub fn column(&self, name: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
        let at = self.header.iter().position(|h| h == name)?;
        Some((0..self.rows).map(move |row| self.cells[at].text(row)))
    }
}

impl Cells {
    fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Cells::Numbered => Cow::Owned((row + 1).to_string()),
            Cells::Same(text) => Cow::Borrowed(text),
            Cells::Answers(drawn) => Cow::Borrowed(drawn.level(row).unwrap_or("")),
        }
    }
}

/// Draws `rows` respondents for a study. Columns that the population does not describe are independent of everything,
/// all their answers equally likely. The sample is a simple random one: columns of a design that are no questions say so
/// (weight 1, one stratum, every respondent a unit, of a large population).
///
/// # Errors
/// A column that cannot be drawn, and why; columns that depend on each other in a circle.
pub fn simulate(study: &Study, population: Option<&Population>, rows: usize, seed: u64) -> Result<Table> {
    let columns = generic::complete(study, population)?;
    let described = population.map_or(0, |p| p.columns.len());
    let how = |at: usize| population.filter(|_| at < described).map_or(Draw::Chance, |p| p.draw);

    let mut drawn: Vec<Option<Drawn>> = vec![None; columns.len()];
    for at in drawing_order(columns.clone(), described)? {
        let (column, before): (_, Vec<&Drawn>) = (&at.1, drawn.iter().flatten().collect());
        drawn[at.0] = Some(draw::draw(column, how(at.0), rows, &before, &mut Rng::stream(seed, 2 * at.0 as u64)));
    }
    for (at, (column, drawn)) in columns.iter().zip(&mut drawn).enumerate() {
        if let Some(drawn) = drawn.as_mut().filter(|_| column.blank > 0.0) {
            draw::leave_blank(drawn, column.blank, how(at), &mut Rng::stream(seed, 2 * at as u64 + 1));
        }
    }

    let id = generic::id(study)?;
    let design = generic::design(study)?;
    let reserved = |name: &str| Some(name) == id || name == SYNTHETIC.0;
    let mut table = Table { rows, header: Vec::new(), cells: Vec::new() };
    let answers = drawn.into_iter().flatten().filter(|d| !reserved(&d.name));
    let all = (id.map(|id| (id.to_owned(), Cells::Numbered)).into_iter())
        .chain(answers.map(|d| (d.name.clone(), Cells::Answers(d))))
        .chain(design)
        .chain([(SYNTHETIC.0.to_owned(), Cells::Same(SYNTHETIC.1))]);
    for (name, cells) in all {
        if !table.header.contains(&name) {
            table.header.push(name);
            table.cells.push(cells);
        }
    }
    Ok(table)
}

/// The columns in an order in which each comes after those that it needs, with their positions.
///
/// Columns of the population must have one. A study's own columns may ask in a circle (two questions, each asked of
/// those who answered the other): the first of them is then asked of everybody.
fn drawing_order(columns: Vec<Column>, described: usize) -> Result<Vec<(usize, Column)>> {
    let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
    for column in &columns[..described] {
        if let Some(unknown) = column.needs().find(|need| !names.iter().any(|name| name == need)) {
            let what = format!(
                "column `{}` of the population refers to `{unknown}`, which neither it nor the study has",
                column.name
            );
            return Err(Error::new(what).hint("add a [[columns]] entry for it"));
        }
    }
    let mut waiting: Vec<(usize, Column)> = columns.into_iter().enumerate().collect();
    let mut order: Vec<(usize, Column)> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |c: &Column| c.needs().all(|need| !waiting.iter().any(|(_, w)| w.name == need));
        match waiting.iter().position(|(_, c)| ready(c)) {
            Some(next) => order.push(waiting.remove(next)),
            None => match waiting.iter_mut().find(|(at, c)| *at >= described && !c.among.is_empty()) {
                Some((_, column)) => column.among.clear(),
                None => {
                    let circle: Vec<String> = waiting.iter().map(|(_, c)| format!("`{}`", c.name)).collect();
                    let what =
                        format!("columns {} of the population depend on each other in a circle", circle.join(", "));
                    return Err(Error::new(what).hint("let at least one of them depend on none of the others"));
                }
            },
        }
    }
    Ok(order)
}

#[cfg(test)]
mod tests;
