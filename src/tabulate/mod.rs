//! Blocks → cells: how many respondents gave each combination of answers.
//!
//! A cube has one axis a question and counts every respondent in exactly one cell. Everything that the program knows
//! of the data it knows from cubes; respondents are read once and forgotten.
//!
//! ```text
//!                      not asked   no answer   no   yes        cube of outcome x segment
//! no level                 12          1        7    14
//! 1,000-4,999             640         20      298   803        margins and levels: `row`, `fold`
//! 5,000+                  320          9      102   301
//! ```

mod cube;
mod drawn;
mod gathered;
mod kept;
mod moments;
mod patterns;
mod scale;
mod tables;
mod values;

pub use cube::{Answers, Cube, Question, variable};
use cube::{codes, size};
use gathered::{Counted, Gathered};
pub use kept::KeptNumbers;
pub use patterns::Patterns;
pub use scale::ScaleItems;
pub use values::Values;

use crate::block::Block;
use crate::design::Sample;
use crate::error::Result;
use crate::stats::mean::Moments;
use crate::study::{self, Study, Variable};

/// Moments of the numbers of a mean, by something that divides respondents.
#[derive(Debug, Clone, PartialEq)]
struct NumberCube {
    rows: Question,
    outcome: usize,
    /// Which of the columns of numbers of a block.
    column: usize,
    moments: Vec<Moments>,
}

/// All the cubes that a study needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cubes {
    cubes: Vec<Cube>,
    numbers: Vec<NumberCube>,
    values: Vec<Values>,
    /// Of whom numbers are kept one by one.
    kept: kept::Kept,
    /// One per scale of the study.
    scales: Vec<ScaleItems>,
    /// Of each cube how its respondents were drawn, but for those that are gathered; empty for a simple random sample.
    drawn: Vec<Option<drawn::Counting>>,
    /// Of a sample with a design the cubes that are counted together.
    gathered: Option<Gathered>,
    samples: Vec<(Sample, f64)>,
    /// Standardised outcomes by the levels of a segment crossed with those of the standard.
    standardised: Vec<StandardCube>,
    /// One per model of the study.
    patterns: Vec<Patterns>,
    /// Of the paradox: which of the patterns are those of its outcome on all segments.
    of_paradox: Option<usize>,
}

/// An outcome by two crossed segments, the second of which is the standard's. A simple random sample has a design here
/// too, in which every respondent is a sampling unit: weights that bring rates to a standard vary.
#[derive(Debug, Clone, PartialEq)]
struct StandardCube {
    cube: Cube,
    /// Until counting has ended.
    counting: Option<drawn::Counting>,
    sample: Option<Sample>,
}

/// The cells of two questions with the design of the sample.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    /// The cells.
    pub cube: &'a Cube,
    /// Their totals, and how they vary.
    pub sample: &'a Sample,
    /// What was taken off every number, so that squares keep their digits.
    pub origin: f64,
}

impl Cubes {
    /// Empty cubes for everything that a study asks: each outcome by each segment, by itself, by the subgroups of
    /// claims; each pair of outcomes that is compared. A mean has
    /// moments too, by itself and by each segment.
    pub fn new(study: &Study) -> Self {
        let mut cubes = Vec::new();
        for o in 0..study.outcomes.len() {
            let columns = Question::Outcome(o);
            cubes.push(Cube::new(study, columns, columns));
            cubes.extend((0..study.segments.len()).map(|s| Cube::new(study, Question::Segment(s), columns)));
        }
        let mut first = 0;
        for groups in study.claims.iter().map(|claim| claim.groups(study)) {
            match groups.as_slice() {
                [] => {}
                [(outcome, _)] => cubes.push(Cube::new(study, Question::Subgroup(first), Question::Outcome(*outcome))),
                [(outcome, _), ..] => {
                    cubes.push(Cube::new(study, Question::Groups(first), Question::Outcome(*outcome)));
                }
            }
            first += groups.len();
        }
        for pair in study.pairs() {
            cubes.push(Cube::new(study, Question::Outcome(pair.a), Question::Outcome(pair.b)));
        }
        for asked in &study.stratified {
            cubes.push(Cube::new(study, Question::Crossed(asked.within, asked.by), Question::Outcome(asked.outcome)));
        }
        if let Some(spec) = &study.paradox {
            for other in (0..study.segments.len()).filter(|&other| other != spec.segment) {
                let (rows, columns) = (Question::Crossed(other, spec.segment), Question::Outcome(spec.outcome));
                if !cubes.iter().any(|cube: &Cube| cube.rows == rows && cube.columns == columns) {
                    cubes.push(Cube::new(study, rows, columns));
                }
            }
        }
        let mut values = Vec::new();
        for spec in &study.correlations {
            match Values::of(study, spec) {
                // Correlations are computed for simple random samples only.
                Some(of) if !study.design.is_declared() => values.push(of),
                Some(_) => {}
                None => cubes.push(Cube::new(study, variable(spec.a), variable(spec.b))),
            }
        }
        let mut numbers = Vec::new();
        for (column, outcome) in study.means().into_iter().enumerate() {
            let rows = std::iter::once(Question::Outcome(outcome));
            for rows in rows.chain((0..study.segments.len()).map(Question::Segment)) {
                let moments = vec![Moments::default(); size(study, rows)];
                numbers.push(NumberCube { rows, outcome, column, moments });
            }
        }
        let number = |cube: &Cube| match cube.columns {
            Question::Outcome(outcome) => study.means().iter().position(|&mean| mean == outcome),
            _ => None,
        };
        let is_gathered =
            |cube: &Cube| study.design.replicates.is_none() && study.design.psu.len() < 2 && number(cube).is_none();
        let (mut drawn, mut gathered) = (Vec::new(), None);
        if study.design.is_declared() {
            let counting = |cube: &Cube| {
                let counting = || drawn::Counting::new(&study.design, cube.cells.len(), number(cube));
                (!is_gathered(cube)).then(counting)
            };
            drawn = cubes.iter().map(counting).collect();
            gathered = Some(Gathered::new(&cubes, |at| is_gathered(&cubes[at])));
        }
        let mut standardised = Vec::new();
        for (o, outcome) in study.outcomes.iter().enumerate() {
            let Some(standard) = &outcome.standard else { continue };
            for s in 0..study.segments.len() {
                let cube = Cube::new(study, Question::Crossed(s, standard.segment), Question::Outcome(o));
                let counting = Some(drawn::Counting::new(&study.design, cube.cells.len(), None));
                standardised.push(StandardCube { cube, counting, sample: None });
            }
        }
        let mut patterns: Vec<Patterns> = study.models.iter().map(|spec| Patterns::new(study, spec)).collect();
        let of_paradox = study.paradox.as_ref().map(|spec| {
            let asked = study.paradox_model(spec);
            let same =
                |model: &study::ModelSpec| model.outcome == asked.outcome && model.segments() == asked.segments();
            study.models.iter().position(same).unwrap_or_else(|| {
                patterns.push(Patterns::new(study, &asked));
                patterns.len() - 1
            })
        });
        let scales = study.scales().into_iter().map(|(o, items)| ScaleItems::new(study, o, items));
        let (kept, scales) = (kept::Kept::new(study), scales.collect());
        let samples = Vec::new();
        Cubes { cubes, numbers, values, kept, scales, drawn, gathered, samples, standardised, patterns, of_paradox }
    }

    /// The same, counted on so many threads: they change no bit of a result.
    #[must_use]
    pub fn on(self, threads: usize) -> Self {
        Cubes { gathered: self.gathered.map(|gathered| gathered.on(threads)), ..self }
    }

    /// Adds the respondents of a block.
    pub fn count(&mut self, block: &Block) {
        self.count_some(block, |_| true);
        for values in &mut self.values {
            values.count(block);
        }
        self.kept.count(block);
    }

    /// Adds the respondents of a block to some of the tables, by position among [`Cubes::tables`].
    pub fn count_some(&mut self, block: &Block, is_wanted: impl Fn(usize) -> bool) {
        if let Some(gathered) = &mut self.gathered {
            gathered.count(block, &is_wanted);
        }
        let mut tables = 0..;
        let mut next = || tables.next().is_some_and(&is_wanted);
        for (at, cube) in self.cubes.iter_mut().enumerate() {
            if !next() || self.gathered.as_ref().is_some_and(|gathered| gathered.has(at)) {
                continue;
            }
            cube.count(block);
            if let Some(Some(counting)) = self.drawn.get_mut(at) {
                let (columns, rows) = (codes(block, cube.columns, 1), codes(block, cube.rows, cube.inner));
                counting.count(block, |i| Some(rows.at(i) * cube.width + columns.at(i)));
            }
        }
        for StandardCube { cube, counting, .. } in self.standardised.iter_mut().filter(|_| next()) {
            cube.count(block);
            let (columns, rows) = (codes(block, cube.columns, 1), codes(block, cube.rows, cube.inner));
            if let Some(counting) = counting {
                counting.count(block, |i| Some(rows.at(i) * cube.width + columns.at(i)));
            }
        }
        for patterns in self.patterns.iter_mut().filter(|_| next()) {
            patterns.count(block);
        }
        for (scale, items) in self.scales.iter_mut().zip(&block.items).filter(|_| next()) {
            scale.count(block, items);
        }
        for cube in self.numbers.iter_mut().filter(|_| next()) {
            let rows = codes(block, cube.rows, 1);
            moments::add(&mut cube.moments, &block.numbers[cube.column], |i| rows.at(i), |i| block.count(i).n);
        }
    }

    /// The cube of two questions; `None` if the study does not ask for it.
    pub fn get(&self, rows: Question, columns: Question) -> Option<&Cube> {
        self.cubes.iter().find(|cube| cube.rows == rows && cube.columns == columns)
    }

    /// Ends counting: the design of every cube is known from here on. `strata` are their names, for messages.
    ///
    /// # Errors
    /// A stratum with one sampling unit where the study says so, or with more units than its population.
    pub fn finish(&mut self, study: &Study, strata: &[String]) -> Result<()> {
        let mut together = Vec::new();
        if let Some(mut gathered) = self.gathered.take() {
            gathered.finish();
            together = gathered.totals(&self.cubes, study.design.lonely);
        }
        let apart = std::mem::take(&mut self.drawn);
        for ((cube, counting), counted) in self.cubes.iter_mut().zip(apart).zip(together) {
            if let Some(counting) = counting {
                self.samples.push(counting.finish(&study.design, strata)?);
            }
            if let Some(Counted { n, totals }) = counted {
                cube.cells = n;
                let totals = totals.map_err(|error| drawn::in_words(error, strata))?;
                self.samples.push((Sample::Taylor(totals), 0.0));
            }
        }
        for of in &mut self.standardised {
            if let Some(counting) = of.counting.take() {
                of.sample = Some(counting.finish(&study.design, strata)?.0);
            }
        }
        for scale in &mut self.scales {
            scale.finish(study, strata)?;
        }
        for patterns in &mut self.patterns {
            patterns.finish(&study.design, strata)?;
        }
        Ok(())
    }

    /// The numbers of a quantile by the rows of a question; `None` of any other outcome.
    pub fn kept<'a>(&'a self, study: &'a Study, rows: Question, outcome: usize) -> Option<KeptNumbers<'a>> {
        self.kept.by(rows, outcome, &study.design)
    }

    /// The items of a scale; `None` of any other outcome.
    pub fn scale(&self, outcome: usize) -> Option<&ScaleItems> {
        self.scales.iter().find(|scale| scale.outcome() == outcome)
    }

    /// The cells of two questions with the design of the sample; `None` for a simple random sample, or if the study does
    /// not ask for them.
    pub fn drawn(&self, rows: Question, columns: Question) -> Option<Drawn<'_>> {
        let at = self.cubes.iter().position(|cube| cube.rows == rows && cube.columns == columns)?;
        let (sample, origin) = self.samples.get(at)?;
        Some(Drawn { cube: &self.cubes[at], sample, origin: *origin })
    }

    /// A standardised outcome by the levels of a segment crossed with those of its standard; `None` for any other, and
    /// until counting has ended.
    pub fn standardised(&self, segment: usize, outcome: usize) -> Option<Drawn<'_>> {
        let is = |of: &&StandardCube| {
            of.cube.columns == Question::Outcome(outcome)
                && matches!(of.cube.rows, Question::Crossed(first, _) if first == segment)
        };
        let of = self.standardised.iter().find(is)?;
        Some(Drawn { cube: &of.cube, sample: of.sample.as_ref()?, origin: 0.0 })
    }

    /// The respondents of a model, by its position in the study; `None` until counting has ended.
    pub fn patterns(&self, model: usize) -> Option<(&Patterns, &Sample)> {
        let patterns = self.patterns.get(model)?;
        Some((patterns, patterns.sample()?))
    }

    /// The respondents of the paradox's outcome with their levels of all segments; `None` without a paradox.
    pub fn paradox_patterns(&self) -> Option<(&Patterns, &Sample)> {
        self.patterns(self.of_paradox?)
    }

    /// The answers of two variables of which one is a number; `None` if the study does not ask for them.
    pub fn values(&self, a: Variable, b: Variable) -> Option<&Values> {
        self.values.iter().find(|values| values.are(a, b))
    }

    /// The numbers of a mean by row of a question (for the outcome itself: by its codes, of which one has numbers);
    /// `None` if the study does not ask for it.
    pub fn moments(&self, rows: Question, outcome: usize) -> Option<&[Moments]> {
        let cube = self.numbers.iter().find(|cube| cube.rows == rows && cube.outcome == outcome)?;
        Some(&cube.moments)
    }
}
