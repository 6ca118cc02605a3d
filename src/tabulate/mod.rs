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

mod drawn;
mod gathered;
mod kept;
mod moments;
mod patterns;
mod scale;
mod tables;
mod values;

use gathered::{Counted, Gathered};
pub use kept::KeptNumbers;
pub use patterns::Patterns;
pub use scale::ScaleItems;
pub use values::Values;

use crate::block::{Block, FIRST_ANSWER, NO_ANSWER};
use crate::design::Sample;
use crate::error::Result;
use crate::stats::mean::Moments;
use crate::study::{self, Study, Variable};

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
    rows: Question,
    columns: Question,
    width: usize,
    /// Rows of one level of the first of two crossed segments; 1 for any other question.
    inner: usize,
    cells: Vec<u64>,
}

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
    fn new(study: &Study, rows: Question, columns: Question) -> Self {
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

    fn count(&mut self, block: &Block) {
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

/// A column of codes of a block, whatever its question.
enum Codes<'a> {
    Small(&'a [u16]),
    Flags(&'a [bool]),
    Groups(&'a [bool], &'a [bool]),
    Crossed { first: &'a [u16], second: &'a [u16], width: usize },
}

impl Codes<'_> {
    fn at(&self, i: usize) -> usize {
        match self {
            Codes::Small(codes) => usize::from(codes[i]),
            Codes::Flags(flags) => usize::from(flags[i]),
            Codes::Groups(first, second) => 2 * usize::from(first[i]) + usize::from(second[i]),
            Codes::Crossed { first, second, width } => usize::from(first[i]) * width + usize::from(second[i]),
        }
    }
}

fn codes(block: &Block, question: Question, inner: usize) -> Codes<'_> {
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

fn size(study: &Study, question: Question) -> usize {
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
