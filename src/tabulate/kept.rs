//! Respondents whose numbers are kept one by one, because a quantile needs them in order.

use super::Question;
use super::drawn::Counting;
use crate::block::{Block, DesignColumns, FIRST_ANSWER};
use crate::design::{Layout, Sample};
use crate::stats::quantile::Ordered;
use crate::study::{Answer, Design, NumberKind, Study};

/// The numbers of all quantiles of a study, with the levels and the design of every respondent.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    segments: Vec<Vec<u16>>,
    numbers: Vec<Numbers>,
    /// Of a sample with a design: a part for each that blocks name, one after the other.
    design: Option<Vec<DesignColumns>>,
}

/// The numbers of one quantile; NaN for whoever gave none.
#[derive(Debug, Clone, PartialEq)]
struct Numbers {
    outcome: usize,
    /// Which of the columns of numbers of a block.
    column: usize,
    numbers: Vec<f64>,
}

/// The numbers of a quantile by the rows of a question.
#[derive(Clone, Copy)]
pub struct KeptNumbers<'a> {
    kept: &'a Kept,
    numbers: &'a [f64],
    rows: Question,
    design: &'a Design,
}

impl Kept {
    /// Nobody yet; nobody is kept where no quantile is asked for.
    pub(super) fn new(study: &Study) -> Self {
        let is_quantile =
            |o: usize| matches!(study.outcomes[o].answer, Answer::Mean { kind: NumberKind::Quantile(_), .. });
        let means = study.means().into_iter().enumerate();
        let numbers = means.filter(|(_, o)| is_quantile(*o));
        Kept {
            segments: vec![Vec::new(); study.segments.len()],
            numbers: numbers.map(|(column, outcome)| Numbers { outcome, column, numbers: Vec::new() }).collect(),
            design: study.design.is_declared().then(Vec::new),
        }
    }

    /// Keeps the respondents of a block.
    pub(super) fn count(&mut self, block: &Block) {
        if self.numbers.is_empty() {
            return;
        }
        self.segments.iter_mut().zip(&block.segments).for_each(|(kept, codes)| kept.extend(codes));
        for of in &mut self.numbers {
            of.numbers.extend(&block.numbers[of.column]);
        }
        if let (Some(kept), Some(design)) = (&mut self.design, &block.design) {
            match kept.last_mut() {
                Some(part) if part.sample == design.sample => part.extend(design),
                _ => kept.push(design.clone()),
            }
        }
    }

    /// The numbers of a quantile by the rows of a question; `None` of any other outcome.
    pub(super) fn by<'a>(&'a self, rows: Question, outcome: usize, design: &'a Design) -> Option<KeptNumbers<'a>> {
        let of = self.numbers.iter().find(|of| of.outcome == outcome)?;
        Some(KeptNumbers { kept: self, numbers: &of.numbers, rows, design })
    }
}

impl KeptNumbers<'_> {
    /// The row of a respondent, by position.
    fn row(&self, i: usize) -> usize {
        match self.rows {
            Question::Segment(s) => usize::from(self.kept.segments[s][i]),
            _ => usize::from(FIRST_ANSWER),
        }
    }

    /// The numbers of those of some rows, in order.
    pub fn ordered(&self, rows: &[usize]) -> Ordered {
        let parts = self.kept.design.as_deref().unwrap_or_default();
        let mut weights = parts.iter().flat_map(|part| part.weights.iter().copied());
        let weighted = self.numbers.iter().map(|&number| (number, weights.next().unwrap_or(1.0)));
        let counts =
            |i: usize, (number, weight): (f64, f64)| rows.contains(&self.row(i)) && !number.is_nan() && weight > 0.0;
        Ordered::new(weighted.enumerate().filter(|(i, of)| counts(*i, *of)).map(|(_, of)| of).collect())
    }

    /// Of groups that share no row: who lies at or below the cut of the group (cell 2g) and who above (2g + 1), with
    /// the design; `None` for a simple random sample.
    pub fn below(&self, groups: &[&[usize]], cuts: &[f64]) -> Option<Sample> {
        let parts = self.kept.design.as_ref()?;
        let mut counting = Counting::with_numbers(self.design, Layout::of_cells(2 * groups.len()));
        let drawn = parts.iter().flat_map(|part| (0..part.weights.len()).map(move |i| (part, i)));
        for (i, (number, (design, of_part))) in self.numbers.iter().zip(drawn).enumerate() {
            let group = if number.is_nan() { None } else { groups.iter().position(|rows| rows.contains(&self.row(i))) };
            counting.respondent(
                design,
                of_part,
                group.map(|group| 2 * group + usize::from(*number > cuts[group])),
                &[],
            );
        }
        // What the design does not allow has ended counting before.
        Some(counting.finish(self.design, &[]).ok()?.0)
    }
}
