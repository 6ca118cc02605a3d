//! Two ordered answers of each respondent, of which one is a number or both are: kept, since ranks need all of them.

use super::variable;
use crate::block::{Block, FIRST_ANSWER, NO_LEVEL};
use crate::study::{CorrelationSpec, Study, Variable};

/// The answers of those who gave both, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    a: Source,
    b: Source,
    /// Of the first: a number, or the code of an answer.
    pub x: Vec<f64>,
    /// Of the second.
    pub y: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Source {
    variable: Variable,
    /// Of a number: which of the columns of numbers of a block.
    column: Option<usize>,
}

impl Source {
    fn of(study: &Study, variable: Variable) -> Self {
        let column = match variable {
            Variable::Outcome(outcome) => study.means().iter().position(|&mean| mean == outcome),
            Variable::Segment(_) => None,
        };
        Source { variable, column }
    }

    /// What a respondent gave; `None` for nothing.
    fn at(self, block: &Block, i: usize) -> Option<f64> {
        match (self.column, self.variable) {
            (Some(column), _) => Some(block.numbers[column][i]).filter(|number| !number.is_nan()),
            (None, Variable::Outcome(outcome)) => {
                Some(block.outcomes[outcome][i]).filter(|&code| code >= FIRST_ANSWER).map(f64::from)
            }
            (None, Variable::Segment(segment)) => {
                Some(block.segments[segment][i]).filter(|&code| code != NO_LEVEL).map(f64::from)
            }
        }
    }
}

impl Values {
    /// Nobody yet; `None` where neither is a number, and a cube holds both.
    pub(super) fn of(study: &Study, spec: &CorrelationSpec) -> Option<Self> {
        let (a, b) = (Source::of(study, spec.a), Source::of(study, spec.b));
        let has_number = a.column.is_some() || b.column.is_some();
        has_number.then(|| Values { a, b, x: Vec::new(), y: Vec::new() })
    }

    /// Adds the respondents of a block.
    pub(super) fn count(&mut self, block: &Block) {
        for i in 0..block.rows {
            if let Some((x, y)) = self.a.at(block, i).zip(self.b.at(block, i)) {
                self.x.push(x);
                self.y.push(y);
            }
        }
    }

    /// Whether they are those of two variables, in this order.
    pub(super) fn are(&self, a: Variable, b: Variable) -> bool {
        (variable(self.a.variable), variable(self.b.variable)) == (variable(a), variable(b))
    }
}
