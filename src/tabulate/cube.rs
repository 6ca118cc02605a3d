//! One cube: counts of respondents by two questions, and what they are read as.

use crate::block::{Block, FIRST_ANSWER, NO_ANSWER};
use crate::study::{Study, Variable};

/// A question that respondents are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// A segment of the study, by position: no level, then its levels.
    Segment(usize),
    /// An outcome of the study, by position: not asked, no answer, then its answers.
    Outcome(usize),
    /// A subgroup of a claim, by position: outside, inside.
    Subgroup(usize),
    /// Two subgroups of a claim crossed, by position of the first: in neither, in the second, in the first, in both.
    Groups(usize),
    /// Two segments of the study crossed, by position: for each level of the first all levels of the second.
    Crossed(usize, usize),
}

/// Counts of respondents by two questions: an outcome in columns, something that divides respondents in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    pub(super) rows: Question,
    pub(super) columns: Question,
    pub(super) width: usize,
    /// Rows of one level of the first of two crossed segments; 1 for any other question.
    pub(super) inner: usize,
    pub(super) cells: Vec<u64>,
}

/// The answers of one level (or of everybody) to one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// Respondents outside the base.
    pub not_asked: u64,
    /// In the base, without a usable answer.
    pub no_answer: u64,
    /// One count per answer, in study order (no, yes; or the bands).
    pub answers: Vec<u64>,
}

impl Answers {
    /// The base: those who were asked and answered.
    pub fn n(&self) -> u64 {
        self.answers.iter().sum()
    }

    /// Adds those of others.
    pub fn add(&mut self, other: &Answers) {
        self.not_asked += other.not_asked;
        self.no_answer += other.no_answer;
        self.answers.iter_mut().zip(&other.answers).for_each(|(sum, n)| *sum += n);
    }
}

impl Cube {
    /// Nobody counted yet.
    pub(super) fn new(study: &Study, rows: Question, columns: Question) -> Self {
        let width = size(study, columns);
        let inner = match rows {
            Question::Crossed(_, second) => size(study, Question::Segment(second)),
            _ => 1,
        };
        Cube { rows, columns, width, inner, cells: vec![0; size(study, rows) * width] }
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.cells.len() / self.width
    }

    /// One row: for rows by segment, row 0 are those without a level.
    pub fn row(&self, at: usize) -> Answers {
        let row = &self.cells[at * self.width..(at + 1) * self.width];
        Answers {
            not_asked: row[0],
            no_answer: row[usize::from(NO_ANSWER)],
            answers: row[usize::from(FIRST_ANSWER)..].to_vec(),
        }
    }

    /// Where the row of two crossed segments stands, by the codes of both.
    pub fn crossed_row(&self, first: usize, second: usize) -> usize {
        first * self.inner + second
    }

    /// One level of the first of two crossed segments: who has no level of the second gave no usable answer.
    pub fn known_of_both(&self, first: usize) -> Answers {
        let all = self.rows(&(0..self.inner).map(|second| self.crossed_row(first, second)).collect::<Vec<_>>());
        let known = self.rows(&self.known_rows(first).collect::<Vec<_>>());
        Answers { no_answer: all.n() + all.no_answer - known.n(), ..Answers { not_asked: all.not_asked, ..known } }
    }

    /// The rows of one level of the first of two crossed segments with those of the second, but for no level.
    pub fn known_rows(&self, first: usize) -> impl Iterator<Item = usize> + use<> {
        let inner = self.inner;
        (1..inner).map(move |second| first * inner + second)
    }

    /// How many levels, with no level, the second of two crossed segments has; 1 for any other question.
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// All rows together.
    pub fn fold(&self) -> Answers {
        self.rows(&(0..self.height()).collect::<Vec<_>>())
    }

    /// Some rows together.
    pub fn rows(&self, rows: &[usize]) -> Answers {
        let mut sum = Answers { not_asked: 0, no_answer: 0, answers: vec![0; self.width - usize::from(FIRST_ANSWER)] };
        for row in rows.iter().map(|&at| self.row(at)) {
            sum.add(&row);
        }
        sum
    }

    /// The cell of two codes.
    pub fn cell(&self, row: usize, column: usize) -> u64 {
        self.cells[row * self.width + column]
    }

    /// Where the cell of two codes stands among the cells of the sample.
    pub fn index(&self, row: usize, column: usize) -> usize {
        row * self.width + column
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Adds the respondents of a block.
    pub(super) fn count(&mut self, block: &Block) {
        let columns = codes(block, self.columns, 1);
        let rows = codes(block, self.rows, self.inner);
        for i in 0..block.rows {
            // Whoever has the weight 0 is counted nowhere.
            let count = block.count(i);
            if count.weight > 0.0 {
                self.cells[rows.at(i) * self.width + columns.at(i)] += count.n;
            }
        }
    }
}

/// A column of codes of a block, whatever its question.
pub(super) enum Codes<'a> {
    Small(&'a [u16]),
    Flags(&'a [bool]),
    Groups(&'a [bool], &'a [bool]),
    Crossed { first: &'a [u16], second: &'a [u16], width: usize },
}

impl Codes<'_> {
    /// That of a respondent.
    pub(super) fn at(&self, i: usize) -> usize {
        match self {
            Codes::Small(codes) => usize::from(codes[i]),
            Codes::Flags(flags) => usize::from(flags[i]),
            Codes::Groups(first, second) => 2 * usize::from(first[i]) + usize::from(second[i]),
            Codes::Crossed { first, second, width } => usize::from(first[i]) * width + usize::from(second[i]),
        }
    }
}

/// The codes of a question in a block; `inner` rows of the first of two crossed segments.
pub(super) fn codes(block: &Block, question: Question, inner: usize) -> Codes<'_> {
    match question {
        Question::Segment(s) => Codes::Small(&block.segments[s]),
        Question::Outcome(o) => Codes::Small(&block.outcomes[o]),
        Question::Subgroup(g) => Codes::Flags(&block.subgroups[g]),
        Question::Groups(g) => Codes::Groups(&block.subgroups[g], &block.subgroups[g + 1]),
        Question::Crossed(first, second) => {
            Codes::Crossed { first: &block.segments[first], second: &block.segments[second], width: inner }
        }
    }
}

/// The question that an ordered answer answers.
pub fn variable(variable: Variable) -> Question {
    match variable {
        Variable::Segment(s) => Question::Segment(s),
        Variable::Outcome(o) => Question::Outcome(o),
    }
}

/// How many codes a question has.
pub(super) fn size(study: &Study, question: Question) -> usize {
    match question {
        Question::Segment(s) => study.segments[s].levels.len() + 1,
        Question::Outcome(o) => study.outcomes[o].answer.codes(),
        Question::Subgroup(_) => 2,
        Question::Groups(_) => 4,
        Question::Crossed(first, second) => {
            size(study, Question::Segment(first)) * size(study, Question::Segment(second))
        }
    }
}
