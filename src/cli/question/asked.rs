//! Which outcomes and segments are asked for: by their names in the study, or raw.

use clap::Args;

use super::study::Names;
use super::{Asked, DataArgs, Question};
use crate::cli::provenance::Words;
use crate::error::{Error, Result};
use crate::findings::Across;
use crate::load::{self, Format, Input};
use crate::study::{self, Study, Variable, is_raw};

/// Which outcomes and segments `test`, `tabulate`, `chart` and `compare` ask for.
#[derive(Debug, Args)]
pub struct QuestionArgs {
    /// An outcome of the study, or raw: 'rolled_back=Yes' (repeatable)
    #[arg(long = "outcome", value_name = "OUTCOME")]
    pub outcomes: Vec<String>,
    /// A segment of the study, or a raw column (repeatable)
    #[arg(long = "by", value_name = "SEGMENT")]
    pub by: Vec<String>,
    /// Who was asked, for raw outcomes: 'shipped=Yes' (repeatable, joined by and)
    #[arg(long = "base", value_name = "COLUMN=VALUE|…")]
    base: Vec<String>,
    /// Levels of a raw --by column in their order: 'Small|Medium|Large'
    #[arg(long, value_name = "LEVEL|…")]
    order: Option<String>,
}

impl QuestionArgs {
    /// The flags as the provenance has them.
    pub fn words(&self, words: &mut Words) {
        words.flag("outcome", &self.outcomes);
        words.flag("by", &self.by);
        words.flag("base", &self.base);
        words.flag("order", self.order.as_ref());
    }
}

impl Asked {
    /// The segments, none of them nested.
    pub fn segments(&self) -> anyhow::Result<Vec<usize>> {
        let plain = |across: &Across| match across {
            Across::Segment(segment) => Ok(*segment),
            Across::Nested(_) => {
                Err(Error::usage("nested segments are for `tabulate`").hint("name one with --by").into())
            }
        };
        self.across.iter().map(plain).collect()
    }
}

impl DataArgs {
    /// The study for some outcomes and segments of a file, raw or from a study.
    ///
    /// An outcome of the study keeps all its segments, since its p-values are corrected over them.
    pub fn question_of(&self, asked: &QuestionArgs) -> anyhow::Result<Asked> {
        if asked.outcomes.is_empty() {
            return Err(Error::usage("no outcome is given")
                .hint("name one of the study, or a column and what counts as yes: --outcome 'rolled_back=Yes'")
                .into());
        }
        self.questions_of(asked)
    }

    /// The same; where no outcome is given, all of the study.
    pub fn questions_of(&self, asked: &QuestionArgs) -> anyhow::Result<Asked> {
        let (input, format) = self.input()?;
        let all_raw = !asked.outcomes.is_empty() && asked.outcomes.iter().all(|o| is_raw(o));
        if !all_raw && !asked.base.is_empty() {
            return Err(Error::usage("`--base` is for raw outcomes; the study says who was asked its own")
                .hint("narrow the base of an outcome of the study with --where")
                .into());
        }
        let names = if all_raw { Names::OrRaw } else { Names::OfStudy };
        let mut study = self.find_study(&input, format, names).map_err(|error| {
            // Without a study, a name that could only be one of a raw column says more than the lack of a study.
            asked.outcomes.iter().find_map(|name| study::no_outcome(name)).map_or(error, Into::into)
        })?;
        let outcomes = match asked.outcomes.as_slice() {
            [] => (0..study.outcomes.len()).collect(),
            some => some.iter().map(|o| add_outcome(&mut study, o, asked)).collect::<Result<Vec<_>>>()?.concat(),
        };
        let by: Vec<String> = match asked.by.as_slice() {
            [] => study.segments.iter().map(|s| s.name.clone()).collect(),
            by => by.to_vec(),
        };
        let own = study.segments.len();
        let mut segments = Segments::of(&input, format, &mut study, names, asked);
        let mut across: Vec<Across> = Vec::new();
        for name in by.iter().map(|name| name.trim()) {
            let found = match segments.study.segment(name).filter(|at| *at < own) {
                Some(at) => Across::Segment(at),
                None => segments.across(name)?,
            };
            if across.contains(&found) {
                return Err(Error::usage(format!("`--by` names `{name}` twice")).into());
            }
            across.push(found);
        }
        segments.refuse_idle_order()?;
        Ok(Asked { question: self.asking(input, format, study)?, outcomes, across })
    }

    /// The data and the questions with an order that are named, by the study or raw; all of the study where none is.
    pub fn ordered(&self, names: &[String]) -> anyhow::Result<(Question, Vec<Variable>)> {
        let (input, format) = self.input()?;
        let all_raw = !names.is_empty() && names.iter().all(|name| is_raw(name));
        let mut study = self.find_study(&input, format, if all_raw { Names::OrRaw } else { Names::OfStudy })?;
        let mut variables = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            variables.push(if is_raw(name) {
                Variable::Outcome(study.add_raw_outcome(study::raw_outcome(name)?))
            } else {
                study.variable(name)?
            });
        }
        if names.is_empty() {
            variables = study.ordered();
        }
        Ok((self.asking(input, format, study)?, variables))
    }

    /// The data and one segment without an outcome: of the study, or a raw column.
    pub fn segment_of(&self, asked: &QuestionArgs) -> anyhow::Result<(Question, usize)> {
        let [name] = asked.by.as_slice() else {
            return Err(Error::usage("without an outcome a chart shows one segment").hint("give --by once").into());
        };
        if !asked.base.is_empty() {
            return Err(Error::usage("`--base` is for raw outcomes").hint("narrow a segment with --where").into());
        }
        let (input, format) = self.input()?;
        let mut study = self.find_study(&input, format, Names::OrRaw)?;
        let mut segments = Segments::of(&input, format, &mut study, Names::OrRaw, asked);
        let at = segments.find(name.trim())?;
        segments.refuse_idle_order()?;
        Ok((self.asking(input, format, study)?, at))
    }
}

/// Finds what `--by` names among the segments of the study, which raw columns join.
struct Segments<'a> {
    input: &'a Input,
    format: Format,
    study: &'a mut Study,
    names: Names,
    order: Option<&'a str>,
    /// Whether a raw column took the levels that `--order` lists.
    order_used: bool,
}

impl<'a> Segments<'a> {
    fn of(input: &'a Input, format: Format, study: &'a mut Study, names: Names, asked: &'a QuestionArgs) -> Self {
        Segments { input, format, study, names, order: asked.order.as_deref(), order_used: false }
    }

    /// A segment, or one inside another: `industry > company_size`.
    fn across(&mut self, name: &str) -> Result<Across> {
        let path: Vec<usize> = nested(name).iter().map(|part| self.find(part)).collect::<Result<_>>()?;
        if let [one] = path[..] {
            return Ok(Across::Segment(one));
        }
        if (1..path.len()).any(|i| path[..i].contains(&path[i])) {
            return Err(Error::usage(format!("`--by` nests a segment of `{name}` in itself")));
        }
        Ok(Across::Nested(path))
    }

    /// The position of a segment of the study, or of a raw column that joins it: with the levels that `--order` lists, else
    /// with those that the data hold.
    fn find(&mut self, name: &str) -> Result<usize> {
        if let Some(at) = self.study.segment(name) {
            return Ok(at);
        }
        if self.names == Names::OfStudy {
            let known: Vec<&str> = self.study.segments.iter().map(|s| s.name.as_str()).collect();
            return Err(unknown("segment", name, &known));
        }
        let levels = match self.order {
            Some(order) => study::raw_order(order)?,
            None => load::distinct(self.input, self.format, self.study, &study::ColumnRef::parse(name)?)?,
        };
        self.order_used = true;
        self.study.segments.push(study::raw_segment(name, levels, self.order.is_some())?);
        Ok(self.study.segments.len() - 1)
    }

    /// `--order` that orders nothing is a mistake.
    fn refuse_idle_order(&self) -> Result<()> {
        if self.order.is_some() && !self.order_used {
            return Err(Error::usage(
                "`--order` is for a raw --by column; the study orders the levels of its own segments",
            ));
        }
        Ok(())
    }
}

/// The parts of `industry > company_size`; `\>` is a mark of its own.
fn nested(name: &str) -> Vec<String> {
    let parts = name.replace("\\>", "\u{0}");
    parts.split('>').map(|part| part.replace('\u{0}', ">").trim().to_owned()).collect()
}

/// The position of an outcome of the study, or of a raw one that joins it; of all options for the name of a question.
fn add_outcome(study: &mut Study, name: &str, asked: &QuestionArgs) -> Result<Vec<usize>> {
    if !is_raw(name) {
        let known: Vec<&str> = study.outcomes.iter().map(|o| o.name.as_str()).collect();
        return match study.outcome(name) {
            Some(at) => Ok(vec![at]),
            None => match study.options_of(name.trim()).as_slice() {
                [] => Err(study::no_outcome(name).unwrap_or_else(|| unknown("outcome", name, &known))),
                options => Ok(options.to_vec()),
            },
        };
    }
    let mut outcome = study::raw_outcome(name)?;
    for base in &asked.base {
        outcome.base.conditions.push(study::raw_base(base)?);
    }
    Ok(vec![study.add_raw_outcome(outcome)])
}

/// A name that the study does not have, with the nearest that it has.
fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    let error = Error::new(format!("the study has no {what} `{name}`"));
    match study::suggest::nearest(name, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.hint(format!("it has no {what}s at all")),
        None => error.hint(format!("it has {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))),
    }
}
