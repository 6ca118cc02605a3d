//! All waves as one sample, in which the wave is a segment.
//!
//! ```text
//! segment 0        wave                                   everybody
//! segments 1 …     wave, of those at one level            a domain each
//! ```
//!
//! Waves that are independent have strata or replicates of their own, so that nothing of one wave varies with anything of another.
//!
//! Where persons are the sampling units there are as many units as people, in every cube. So codes are kept, and one
//! question at one level is counted at a time: of those who are not at the level, the units alone.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::block::{Block, DesignColumns, NO_LEVEL, NOT_ASKED};
use crate::design::Stage;
use crate::error::Result;
use crate::findings::compare::{self, By};
use crate::findings::designed::{self, Drawn};
use crate::results::{Comparison, Outcome, StudyInfo};
use crate::study::{self, Answer, Segment, SegmentCoding, StratifiedSpec, Study};
use crate::tabulate::{Answers, Cubes, Question};

/// The waves, counted together.
pub struct Stack {
    /// What two waves or more share of the study.
    pub common: Study,
    /// Which segments of it are asked for.
    asked: Vec<usize>,
    /// The same outcomes by wave, and by wave within each level.
    study: Study,
    cubes: Cubes,
    /// The same outcomes by segments crossed with the wave, where a design makes levels vary together.
    crossed: Option<(Study, Cubes)>,
    /// Everybody with the wave, where persons are the units.
    kept: Option<Vec<(usize, Block)>>,
    /// Names of the waves.
    names: Vec<String>,
    /// Names of the strata.
    strata: Vec<String>,
    /// Which level each segment of `study` but the first is within.
    groups: Vec<(usize, usize)>,
}

/// How a block of a wave becomes one of the stack: position in the wave of each outcome, mean and segment of the stack.
pub struct Places {
    outcomes: Vec<Option<usize>>,
    numbers: Vec<Option<usize>>,
    /// Of each scale also its number of items.
    items: Vec<(Option<usize>, usize)>,
    segments: Vec<Option<usize>>,
}

impl Places {
    /// Where the questions of the stack are in a wave's part of the study.
    pub fn of(common: &Study, wave: &Study) -> Places {
        let outcome = |o: &usize| wave.outcome(&common.outcomes[*o].name);
        let number = |o: &usize| {
            let at = outcome(o)?;
            wave.means().iter().position(|&mean| mean == at)
        };
        let scale = |(o, items): (usize, usize)| {
            let same = |at: usize| wave.scales().iter().position(|&scale| scale == (at, items));
            (outcome(&o).and_then(same), items)
        };
        Places {
            outcomes: (0..common.outcomes.len()).map(|o| outcome(&o)).collect(),
            numbers: common.means().iter().map(number).collect(),
            items: common.scales().into_iter().map(scale).collect(),
            segments: common.segments.iter().map(|s| wave.segment(&s.name)).collect(),
        }
    }

    /// A block with the questions of the stack; what the wave lacks, nobody was asked.
    pub fn block(&self, block: &Block, design: Option<DesignColumns>) -> Block {
        let codes = |from: &[Vec<u16>], at: &Option<usize>, none: u16| match at {
            Some(at) => from[*at].clone(),
            None => vec![none; block.rows],
        };
        Block {
            rows: block.rows,
            segments: self.segments.iter().map(|at| codes(&block.segments, at, NO_LEVEL)).collect(),
            outcomes: self.outcomes.iter().map(|at| codes(&block.outcomes, at, NOT_ASKED)).collect(),
            numbers: (self.numbers.iter())
                .map(|at| at.map_or_else(|| vec![f64::NAN; block.rows], |at| block.numbers[at].clone()))
                .collect(),
            items: (self.items.iter())
                .map(|(at, k)| at.map_or_else(|| vec![f64::NAN; k * block.rows], |at| block.items[at].clone()))
                .collect(),
            subgroups: Vec::new(),
            design,
            counts: None,
        }
    }
}

/// Strata and units of independent waves: each wave's numbers after those of the waves before.
#[derive(Default)]
pub struct Offsets {
    strata: usize,
    units: usize,
    next_strata: usize,
    next_units: usize,
    /// The waves before.
    waves: usize,
}

impl Offsets {
    /// Begins another wave.
    pub fn next_wave(&mut self) {
        (self.strata, self.units) = (self.next_strata, self.next_units);
        self.waves += 1;
    }

    /// The design of a block of the wave at hand.
    pub fn moved(&mut self, design: &DesignColumns) -> DesignColumns {
        let per_row = design.stages.len() / design.weights.len().max(1);
        let mut moved = DesignColumns { sample: self.waves, ..design.clone() };
        for (at, stage) in moved.stages.iter_mut().enumerate() {
            if at % per_row.max(1) == 0 {
                stage.stratum += self.strata;
                self.next_strata = self.next_strata.max(stage.stratum + 1);
            }
            if let Some(unit) = &mut stage.unit {
                *unit += self.units;
                self.next_units = self.next_units.max(*unit + 1);
            }
        }
        moved
    }
}

/// What the sampling units of the stack are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// Those of each wave's design.
    Declared,
    /// Persons, who may be in several waves.
    Persons,
}

/// An outcome by a segment crossed with the wave, with its design.
pub struct Crossed<'a> {
    study: Cow<'a, Study>,
    cubes: Cow<'a, Cubes>,
    rows: Question,
    outcome: usize,
}

impl Crossed<'_> {
    /// The cells with their design.
    pub fn drawn(&self) -> Option<Drawn<'_>> {
        Drawn::of(&self.study, &self.cubes, self.rows, self.outcome)
    }

    /// Where a level in a wave stands, by their positions.
    pub fn row(&self, level: usize, wave: usize) -> Option<usize> {
        Some(self.cubes.get(self.rows, Question::Outcome(self.outcome))?.crossed_row(level + 1, wave + 1))
    }
}

impl Stack {
    /// Nobody yet. `asked` are the segments, by position in `common`, whose levels are looked at.
    pub fn new(common: Study, asked: Vec<usize>, names: &[String], units: Units) -> Stack {
        let groups: Vec<(usize, usize)> =
            asked.iter().flat_map(|&s| (0..common.segments[s].levels.len()).map(move |l| (s, l))).collect();
        // A standard is told by the position of its segment, so the segments of the study stay where they are.
        let is_standardised = common.outcomes.iter().any(|outcome| outcome.standard.is_some());
        let plain = if is_standardised { common.segments.clone() } else { Vec::new() };
        let within = groups.iter().map(|&(s, l)| {
            let segment = &common.segments[s];
            wave_segment(names, format!("wave in {} = {}", segment.name, segment.levels[l]))
        });
        let segments = plain.into_iter().chain([wave_segment(names, "wave".into())]).chain(within).collect();
        let study = Study { segments, domain: Vec::new(), multi: Vec::new(), ..common.clone() };
        let kept = (units == Units::Persons).then(Vec::new);
        let crossed = (common.design.is_declared() && kept.is_none()).then(|| {
            let mut crossed = Study { domain: Vec::new(), multi: Vec::new(), ..common.clone() };
            crossed.segments.push(wave_segment(names, "wave".into()));
            let wave = crossed.segments.len() - 1;
            let asked = asked.iter().flat_map(|&s| (0..common.outcomes.len()).map(move |o| (s, o)));
            crossed.stratified =
                asked.map(|(within, outcome)| StratifiedSpec { outcome, by: wave, two: [0, 1], within }).collect();
            crossed.outcomes.iter_mut().for_each(|outcome| outcome.standard = None);
            let cubes = Cubes::new(&crossed);
            (crossed, cubes)
        });
        let cubes = Cubes::new(&study);
        Stack { cubes, common, asked, study, crossed, kept, names: names.to_vec(), strata: Vec::new(), groups }
    }

    /// Adds respondents of a wave, given with the questions of the stack.
    pub fn count(&mut self, wave: usize, mut block: Block) {
        if let Some(kept) = &mut self.kept {
            kept.push((wave, block));
            return;
        }
        let code = wave as u16 + 1;
        let plain = std::mem::take(&mut block.segments);
        let everybody = vec![code; block.rows];
        let within = self.groups.iter().map(|&(s, l)| {
            let level = l as u16 + 1;
            plain[s].iter().map(|&of| if of == level { code } else { NO_LEVEL }).collect()
        });
        let before = if self.by_wave() > 0 { plain.clone() } else { Vec::new() };
        block.segments = before.into_iter().chain([everybody.clone()]).chain(within).collect();
        self.cubes.count(&block);
        if let Some((_, cubes)) = &mut self.crossed {
            block.segments = plain.into_iter().chain([everybody]).collect();
            cubes.count(&block);
        }
    }

    /// Ends counting. `strata` are their names, for messages.
    pub fn finish(&mut self, strata: Vec<String>) -> Result<()> {
        self.strata = strata;
        if self.kept.is_some() {
            return Ok(());
        }
        let strata = &self.strata;
        self.cubes.finish(&self.study, strata)?;
        if let Some((study, cubes)) = &mut self.crossed {
            cubes.finish(study, strata)?;
        }
        Ok(())
    }

    /// All outcomes of the stack, by wave and by wave within levels.
    ///
    /// # Errors
    /// A stratum with one sampling unit where the study says so.
    pub fn outcomes(&self, info: &StudyInfo, seed: u64) -> Result<Vec<Outcome>> {
        let all: Vec<usize> = (0..self.study.outcomes.len()).collect();
        if self.kept.is_none() {
            return crate::findings::outcomes(&self.study, &self.cubes, info, &all, seed);
        }
        let mut found = Vec::new();
        for o in all {
            let mut whole: Option<Outcome> = None;
            for group in std::iter::once(None).chain(self.groups.iter().copied().map(Some)) {
                let (study, cubes) = self.persons(o, group)?;
                let mut part = crate::findings::outcomes(&study, &cubes, info, &[0], seed)?;
                match (&mut whole, part.pop()) {
                    (Some(whole), Some(mut of)) => whole.segments.extend(of.segments.pop()),
                    (None, of) => whole = of,
                    (Some(_), None) => {}
                }
            }
            found.extend(whole);
        }
        Ok(found)
    }

    /// One outcome by wave, of everybody or of those at one level, where persons are the units.
    fn persons(&self, o: usize, group: Option<(usize, usize)>) -> Result<(Study, Cubes)> {
        let asked = study::Outcome { base: study::Base::default(), ..self.common.outcomes[o].clone() };
        let plain = if self.by_wave() > 0 { self.common.segments.clone() } else { Vec::new() };
        let segments = plain.iter().cloned().chain([wave_segment(&self.names, "wave".into())]).collect();
        let study = Study { outcomes: vec![asked], outcome_order: vec![0], segments, ..self.study.clone() };
        let mut cubes = Cubes::new(&study);
        let number = self.common.means().iter().position(|&mean| mean == o);
        let kept = self.kept.as_deref().unwrap_or_default();
        let is_at = |block: &Block, i: usize| match group {
            Some((s, l)) => usize::from(block.segments[s][i]) == l + 1,
            None => true,
        };
        let unit = |block: &Block, i: usize| block.design.as_ref().and_then(|design| design.stages_of(i).first()?.unit);
        let mut inside: HashSet<usize> = HashSet::new();
        for (_, block) in kept {
            inside.extend((0..block.rows).filter(|&i| is_at(block, i)).filter_map(|i| unit(block, i)));
        }
        let mut outside: HashSet<usize> = HashSet::new();
        for (wave, block) in kept {
            let mut of = Block {
                rows: 0,
                segments: vec![Vec::new(); study.segments.len()],
                outcomes: vec![Vec::new()],
                numbers: number.iter().map(|_| Vec::new()).collect(),
                items: Vec::new(),
                subgroups: Vec::new(),
                design: Some(DesignColumns::default()),
                counts: None,
            };
            let (Some(from), Some(design)) = (&block.design, &mut of.design) else { continue };
            for i in 0..block.rows {
                let Some(&stage) = from.stages_of(i).first() else { continue };
                let is_inside = stage.unit.is_some_and(|unit| inside.contains(&unit));
                // Who is never at the level is a unit all the same, and one only.
                if !is_inside && !stage.unit.is_none_or(|unit| outside.insert(unit)) {
                    continue;
                }
                let code = if is_at(block, i) { *wave as u16 + 1 } else { NO_LEVEL };
                for (column, codes) in of.segments.iter_mut().zip(&block.segments).take(plain.len()) {
                    column.push(codes[i]);
                }
                of.segments[plain.len()].push(code);
                of.outcomes[0].push(if is_inside { block.outcomes[o][i] } else { NOT_ASKED });
                if let (Some(at), Some(column)) = (number, of.numbers.first_mut()) {
                    column.push(if is_inside { block.numbers[at][i] } else { f64::NAN });
                }
                design.weights.push(from.weights[i]);
                design.stages.push(if is_inside { stage } else { Stage { unit: None, ..stage } });
                of.rows += 1;
            }
            cubes.count(&of);
        }
        cubes.finish(&study, &self.strata)?;
        Ok((study, cubes))
    }

    /// Where the comparison by wave stands among the segments of an outcome.
    pub fn by_wave(&self) -> usize {
        self.study.segments.len() - 1 - self.groups.len()
    }

    /// Where the comparison by wave of those at one level stands.
    pub fn within(&self, segment: usize, level: usize) -> usize {
        let group = self.groups.iter().position(|&of| of == (segment, level));
        self.by_wave() + 1 + group.expect("every level of a segment that is asked for has its group")
    }

    /// The segments that are asked for, with their position in `common`.
    pub fn asked_segments(&self) -> impl Iterator<Item = (usize, &Segment)> {
        self.asked.iter().map(|&s| (s, &self.common.segments[s]))
    }

    /// An outcome by wave, counted by itself where persons are the units.
    ///
    /// # Errors
    /// A stratum with one sampling unit where the study says so.
    pub fn by_persons(&self, o: usize) -> Result<Option<(Study, Cubes)>> {
        self.kept.is_some().then(|| self.persons(o, None)).transpose()
    }

    /// Who gave one of several answers, by its position, against all others, by wave; `own` is what [`Self::by_persons`]
    /// counted of the outcome.
    pub fn answer_by_wave(&self, o: usize, own: Option<&(Study, Cubes)>, answer: usize) -> Option<Comparison> {
        let rows = Question::Segment(self.by_wave());
        let (study, cubes, at) = match own {
            Some((study, cubes)) => (study, cubes, 0),
            None => (&self.study, &self.cubes, o),
        };
        let cube = cubes.get(rows, Question::Outcome(at))?;
        let levels: Vec<Answers> = (1..cube.height()).map(|row| cube.row(row)).collect();
        let asked = &study.outcomes[at];
        let (segment, analysis) = (&study.segments[self.by_wave()], &study.analysis);
        if let Some(drawn) = Drawn::of(study, cubes, rows, at) {
            let by = By { asked, segment, levels: &levels, analysis };
            let yes_or_no = study::Outcome { answer: yes_or_no(asked), ..asked.clone() };
            return Some(designed::some_answers(&By { asked: &yes_or_no, ..by }, drawn, &[answer]).comparison);
        }
        let two = |of: &Answers| {
            let yes = of.answers[answer];
            Answers { answers: vec![of.n() - yes, yes], ..of.clone() }
        };
        let levels: Vec<Answers> = levels.iter().map(two).collect();
        let asked = study::Outcome { answer: yes_or_no(asked), ..asked.clone() };
        Some(compare::compare(&By { asked: &asked, segment, levels: &levels, analysis }, 1).comparison)
    }

    /// An outcome by a segment crossed with the wave; `None` for simple random samples.
    ///
    /// # Errors
    /// A stratum with one sampling unit where the study says so.
    pub fn crossed(&self, segment: usize, outcome: usize) -> Result<Option<Crossed<'_>>> {
        let Some(kept) = &self.kept else {
            let wave = self.common.segments.len();
            return Ok(self.crossed.as_ref().map(|(study, cubes)| Crossed {
                study: Cow::Borrowed(study),
                cubes: Cow::Borrowed(cubes),
                rows: Question::Crossed(segment, wave),
                outcome,
            }));
        };
        let asked = study::Outcome {
            base: study::Base::default(),
            standard: None,
            nets: Vec::new(),
            ..self.common.outcomes[outcome].clone()
        };
        let segments = vec![self.common.segments[segment].clone(), wave_segment(&self.names, "wave".into())];
        let stratified = vec![StratifiedSpec { outcome: 0, by: 1, two: [0, 1], within: 0 }];
        let study = Study { outcomes: vec![asked], outcome_order: vec![0], segments, stratified, ..self.study.clone() };
        let mut cubes = Cubes::new(&study);
        let number = self.common.means().iter().position(|&mean| mean == outcome);
        for (wave, block) in kept {
            cubes.count(&Block {
                rows: block.rows,
                segments: vec![block.segments[segment].clone(), vec![*wave as u16 + 1; block.rows]],
                outcomes: vec![block.outcomes[outcome].clone()],
                numbers: number.iter().map(|&at| block.numbers[at].clone()).collect(),
                items: Vec::new(),
                subgroups: Vec::new(),
                design: block.design.clone(),
                counts: None,
            });
        }
        cubes.finish(&study, &self.strata)?;
        let (study, cubes) = (Cow::Owned(study), Cow::Owned(cubes));
        Ok(Some(Crossed { study, cubes, rows: Question::Crossed(0, 1), outcome: 0 }))
    }

    /// The position of a wave by its name.
    pub fn wave(&self, name: &str) -> Option<usize> {
        self.study.segments[self.by_wave()].levels.iter().position(|wave| wave == name)
    }
}

/// An answer of two, for one answer against all others.
fn yes_or_no(asked: &study::Outcome) -> Answer {
    let column = match asked.answer.columns() {
        [column, ..] => column.clone(),
        [] => study::ColumnRef::Position(0),
    };
    Answer::YesNo { column, yes: None, no: None, missing: Vec::new() }
}

/// The wave as a segment. Where all names are numbers that rise, as years are, a trend follows them.
fn wave_segment(names: &[String], name: String) -> Segment {
    let years: Option<Vec<f64>> = names.iter().map(|name| name.trim().parse().ok()).collect();
    let rising =
        |scores: &Vec<f64>| scores.iter().all(|s| s.is_finite()) && scores.windows(2).all(|two| two[0] < two[1]);
    Segment {
        label: "Wave".into(),
        column: study::ColumnRef::Position(0),
        levels: names.to_vec(),
        ordered: true,
        scores: years.filter(rising).unwrap_or_else(|| (1..=names.len()).map(|score| score as f64).collect()),
        coding: SegmentCoding::Text { aliases: std::collections::BTreeMap::new(), groups: None },
        missing: Vec::new(),
        of_waves: true,
        line: 0,
        name,
    }
}
