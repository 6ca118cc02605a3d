//! Terms → the columns of a logistic regression.
//!
//! ```text
//! terms a, b, a*b of levels A1 A2 and B1 B2 B3        (Intercept)  A2  B2  B3  A2*B2  A2*B3
//! ```
//!
//! The first level that occurs is the reference. A level, or a meeting of levels, that nobody has makes no column.

use crate::study::Study;

/// The columns of a model.
pub struct Columns {
    /// Positions of the model's segments in the study.
    segments: Vec<usize>,
    /// Of each segment, the levels that occur.
    pub present: Vec<Vec<usize>>,
    /// The terms by position in `segments`.
    terms: Vec<Vec<usize>>,
    /// After the intercept, in the order of the terms.
    pub list: Vec<Column>,
}

/// A column that is 1 for those who have all of some levels.
pub struct Column {
    /// Which of the terms it belongs to.
    pub term: usize,
    /// Positions in the model's segments, with the level of each.
    levels: Vec<(usize, usize)>,
}

impl Columns {
    /// The columns of these terms (positions of segments in the study) for these patterns.
    pub fn new(segments: &[usize], terms: &[Vec<usize>], patterns: &[Vec<usize>]) -> Self {
        let present: Vec<Vec<usize>> = (0..segments.len())
            .map(|at| {
                let mut levels: Vec<usize> = patterns.iter().map(|levels| levels[at]).collect();
                levels.sort_unstable();
                levels.dedup();
                levels
            })
            .collect();
        let within = |segment: &usize| segments.iter().position(|known| known == segment).unwrap_or_default();
        let terms: Vec<Vec<usize>> = terms.iter().map(|term| term.iter().map(within).collect()).collect();
        let mut columns = Columns { segments: segments.to_vec(), present, terms, list: Vec::new() };
        for term in 0..columns.terms.len() {
            let made = columns.of_term(term, patterns);
            columns.list.extend(made);
        }
        columns
    }

    fn of_term(&self, term: usize, patterns: &[Vec<usize>]) -> Vec<Column> {
        let mut combinations: Vec<Vec<(usize, usize)>> = patterns
            .iter()
            .map(|levels| self.terms[term].iter().map(|&at| (at, levels[at])).collect::<Vec<_>>())
            .filter(|levels| levels.iter().all(|&(at, level)| Some(&level) != self.present[at].first()))
            .collect();
        combinations.sort_unstable();
        combinations.dedup();
        combinations.into_iter().map(|levels| Column { term, levels }).collect()
    }

    /// The row of somebody with these levels, one of them perhaps replaced.
    pub fn row(&self, levels: &[usize], instead: Option<(usize, usize)>) -> Vec<f64> {
        let has = |&(at, level): &(usize, usize)| match instead {
            Some((changed, to)) if changed == at => to == level,
            _ => levels[at] == level,
        };
        let value = |column: &Column| f64::from(u8::from(column.levels.iter().all(has)));
        std::iter::once(1.0).chain(self.list.iter().map(value)).collect()
    }

    /// How many terms there are.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// Where the columns of a term stand in a row; none where fewer than two levels occur.
    pub fn of(&self, term: usize) -> Vec<usize> {
        (0..self.list.len()).filter(|&at| self.list[at].term == term).map(|at| at + 1).collect()
    }

    /// Name of a term: `a*b`.
    pub fn name(&self, study: &Study, term: usize) -> String {
        self.join(term, "*", |at| &study.segments[self.segments[at]].name)
    }

    /// A term in text: "Maturity × Company size".
    pub fn label(&self, study: &Study, term: usize) -> String {
        self.join(term, " × ", |at| &study.segments[self.segments[at]].label)
    }

    /// The levels of a column: `A2*B3`.
    pub fn level(&self, study: &Study, column: &Column) -> String {
        let names: Vec<&str> =
            column.levels.iter().map(|&(at, level)| study.segments[self.segments[at]].levels[level].as_str()).collect();
        names.join("*")
    }

    fn join<'s>(&self, term: usize, with: &str, name: impl Fn(usize) -> &'s String) -> String {
        self.terms[term].iter().map(|&at| name(at).as_str()).collect::<Vec<_>>().join(with)
    }
}
