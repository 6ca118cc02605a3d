//! Columns → what each is for: the study as a plan, before it becomes text.

mod design;
mod outcomes;
mod segments;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::kind::{Kind, kind, spellings};
use super::missing;
use super::names::{Says, divides, says};
use super::order::{Certainty, Order, plain};
use super::routing::Gate;
use super::several::{self, Several};
use crate::load::profile::{ColumnProfile, Profile};
use design::is_weight;
use outcomes::{at_least, is_code, is_without_direction};
use segments::is_age;

/// Segments that are asked at first.
const MOST_SEGMENTS: usize = 6;
/// Comparisons (outcomes times segments) that a first report can hold and somebody can read.
const MOST_COMPARISONS: usize = 90;
/// Means among them.
const MOST_MEANS: usize = 5;
/// Levels of a segment.
const MOST_LEVELS: usize = 12;

/// A study as a plan.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The column that names respondents.
    pub id: Option<Guess<usize>>,
    /// Kind of missing, its codes.
    pub missing: BTreeMap<&'static str, Vec<String>>,
    /// Column, values ("*" for any) of rows that count.
    pub complete: Option<Guess<(usize, Vec<String>)>>,
    /// The column with the length of the interview.
    pub duration: Option<usize>,
    /// Key of `[design]`, column.
    pub design: Vec<(&'static str, Guess<usize>)>,
    /// In the order of the file.
    pub segments: Vec<Segment>,
    /// In the order of the file.
    pub outcomes: Vec<Outcome>,
    /// Columns that are left out, and why.
    pub left_out: Vec<(usize, String)>,
}

impl Plan {
    /// The column of weights.
    pub fn weight(&self) -> Option<usize> {
        self.design.iter().find(|(key, _)| *key == "weight").map(|(_, guess)| guess.is)
    }
}

/// A guess with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess<T> {
    pub is: T,
    pub why: String,
    pub doubtful: bool,
}

#[derive(Debug, Clone)]
pub struct Segment {
    pub column: usize,
    pub name: String,
    pub why: String,
    pub doubtful: bool,
    pub levels: Vec<String>,
    pub ordered: bool,
    pub missing: Vec<String>,
    /// Level, answers; `None`: the rest.
    pub groups: Vec<(String, Option<Vec<String>>)>,
    /// Where levels of numbers begin, and which numbers count.
    pub breaks: Vec<f64>,
    pub valid: Option<(f64, f64)>,
    pub is_active: bool,
}

#[derive(Debug, Clone)]
pub struct Outcome {
    pub column: usize,
    pub name: String,
    pub label: String,
    pub why: String,
    pub doubtful: bool,
    pub form: Form,
    pub base: Option<Gate>,
    pub is_active: bool,
}

#[derive(Debug, Clone)]
pub enum Form {
    YesNo { yes: Vec<String>, no: Vec<String>, missing: Vec<String> },
    Bands { order: Order, at_least: usize },
    Nominal { levels: Vec<String> },
    Mean { missing: Vec<String> },
    Nps { missing: Vec<String> },
    Several(Several),
    Contains { separator: &'static str, options: Vec<(String, String)> },
}

impl Outcome {
    /// How many outcomes of the study it becomes.
    pub fn count(&self) -> usize {
        match &self.form {
            Form::Several(several) => several.options.len(),
            Form::Contains { options, .. } => options.len(),
            _ => 1,
        }
    }
}

struct Planner<'a> {
    profile: &'a Profile,
    kinds: Vec<Kind>,
    counts: Vec<bool>,
    names: [BTreeSet<String>; 2],
    plan: Plan,
}

/// Plans a study for a file.
pub fn plan(profile: &Profile) -> Plan {
    let codes = missing::codes(profile);
    let is_missing = |text: &str| codes.values().flatten().any(|code| code == text);
    let kind_of = |column: &ColumnProfile| match kind(column, profile.rows, &is_missing) {
        Kind::Empty => Kind::Empty,
        _ if is_written(column) => Kind::Free,
        kind => kind,
    };
    let kinds: Vec<Kind> = profile.columns.iter().map(kind_of).collect();
    let questions = several::questions(profile, &kinds);
    let plan = Plan { missing: codes.clone(), ..Plan::default() };
    let counts = vec![true; profile.rows];
    let mut planner = Planner { profile, kinds, counts, names: Default::default(), plan };
    planner.rows_that_count();
    for at in 0..profile.columns.len() {
        match questions.iter().find(|question| question.options.iter().any(|(column, _)| *column == at)) {
            Some(question) if question.options[0].0 == at => planner.several(question),
            Some(_) => {}
            None => planner.column(at),
        }
    }
    planner.design();
    planner.some_segment();
    planner.choose();
    planner.plan
}

/// Whether the survey program says that respondents wrote it: "Q6_3_TEXT".
fn is_written(column: &ColumnProfile) -> bool {
    column.name.ends_with("_TEXT")
}

impl Planner<'_> {
    fn of(&self, at: usize) -> &ColumnProfile {
        &self.profile.columns[at]
    }

    fn leave_out(&mut self, at: usize, why: impl Into<String>) {
        self.plan.left_out.push((at, why.into()));
    }

    fn column(&mut self, at: usize) {
        let column = self.of(at).clone();
        let kind = self.kinds[at].clone();
        if let Some(clash) = &column.labels.clash {
            let [a, b] = &clash.codes;
            return self.leave_out(at, format!("codes {a} and {b} both have the label \"{}\"", clash.label));
        }
        if is_written(&column) && kind == Kind::Free {
            return self.leave_out(at, "free text: what respondents wrote beside an option");
        }
        let says = says(&column.name);
        let could_be_id = column.all_distinct && column.answered == self.profile.rows && column.answered > 1;
        match says {
            Some(Says::Id) if could_be_id && self.plan.id.is_none() => {
                let why = "its name says so, and each value stands once".to_owned();
                self.plan.id = Some(Guess { is: at, why, doubtful: false });
                return;
            }
            Some(Says::Id) => return self.leave_out(at, "an id"),
            Some(Says::Weight) if is_weight(&column) && self.profile.labels.weight != Some(at) => {
                return self.weight(at, "its name says so");
            }
            Some(Says::Strata) => return self.of_design("strata", at, "its name says so"),
            Some(Says::Unit) => return self.of_design("psu", at, "its name says so"),
            Some(Says::Population) if column.numbers > 0 => return self.of_design("fpc", at, "its name says so"),
            Some(Says::Duration) if column.numbers > 0 && self.plan.duration.is_none() => {
                self.plan.duration = Some(at);
                return;
            }
            Some(Says::Status) => {
                let used = self.plan.complete.as_ref().is_some_and(|complete| complete.is.0 == at);
                if column.texts.iter().any(|(text, _)| plain(text) == "survey preview") {
                    let real = "rows of somebody who tried the questionnaire out are among the answers: to leave them out, \
                                add this column with its other values to `complete`";
                    self.leave_out(at, real);
                } else if !used {
                    self.leave_out(at, "the state of the interview, which is the same for all or not understood");
                }
                return;
            }
            Some(Says::Added) => return self.leave_out(at, "personal data, or added by the survey program"),
            _ => {}
        }
        if self.profile.labels.weight == Some(at) {
            return self.of_design("weight", at, "the file was last weighted by it");
        }
        if at == 0
            && could_be_id
            && self.profile.rows >= 20
            && matches!(kind, Kind::Free | Kind::Numbers { .. })
            && column.length < 40 * column.answered
        {
            let why = "the first column, and each value stands once".to_owned();
            self.plan.id = Some(Guess { is: at, why, doubtful: true });
            return;
        }
        if let Some((separator, parts)) = several::in_cells(&column)
            && !matches!(kind, Kind::YesNo { .. } | Kind::Ordered(_) | Kind::Numbers { .. } | Kind::Dates)
        {
            return self.contains(at, separator, &parts);
        }
        if let Some(missing) = self.recommends(at) {
            let why = "how likely a recommendation is, from 0 to 10: the net promoter score".to_owned();
            return self.outcome(at, why, false, Form::Nps { missing });
        }
        let is_about = divides(&column.name, column.labels.label.as_deref());
        match kind {
            Kind::Empty => self.leave_out(at, "no answer at all"),
            Kind::Constant => self.leave_out(at, "the same answer from everybody"),
            Kind::Dates => self.leave_out(at, "dates or times"),
            Kind::Free => self.leave_out(at, "free text, or too many different answers"),
            Kind::ManyNames { .. } if !is_about => {
                self.leave_out(at, "many different answers, and no word that says whom they divide")
            }
            Kind::Numbers { .. } if is_about && is_age(&column) => self.ages(at),
            Kind::Numbers { others } => {
                if is_code(&column) {
                    self.leave_out(at, "numbers that look like codes of something");
                } else {
                    let why = "numbers: their mean".to_owned();
                    self.outcome(at, why, false, Form::Mean { missing: others });
                }
            }
            _ if is_about => self.segment(at, "its name tells who the respondent is", false),
            Kind::YesNo { yes, no, doubtful } => {
                let why = if doubtful {
                    format!("two answers; which of them is the yes is a guess: \"{}\"", yes[0])
                } else if yes.len() + no.len() > 2 {
                    "yes and no, in several spellings".to_owned()
                } else {
                    "yes and no".to_owned()
                };
                self.outcome(at, why, doubtful, Form::YesNo { yes, no, missing: Vec::new() });
            }
            Kind::Ordered(order) => {
                let at_least = at_least(&order);
                let mut why =
                    format!("ordered by {}; from \"{}\" upward counts as yes", order.by, order.levels[at_least]);
                let mut doubtful = order.certainty == Certainty::Doubtful;
                if is_without_direction(&column, &order) {
                    why.push_str("; whether the largest is the most, or the last place of a ranking, is not said");
                    doubtful = true;
                }
                self.outcome(at, why, doubtful, Form::Bands { order, at_least });
            }
            Kind::Names { levels } | Kind::ManyNames { levels } => {
                let mut why = "answers without an order, most frequent first".to_owned();
                let alike: Vec<String> = spellings(&levels)
                    .iter()
                    .map(|texts| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" and "))
                    .collect();
                if !alike.is_empty() {
                    let _ = write!(
                        why,
                        "; {} differ in capitals or spaces only, and each counts as an answer of its own: write them alike \
                         in the file",
                        alike.join(", ")
                    );
                }
                self.outcome(at, why, !alike.is_empty(), Form::Nominal { levels });
            }
            Kind::Tick { text } => {
                let form = Form::YesNo { yes: vec![text.clone()], no: vec![String::new()], missing: Vec::new() };
                self.outcome(at, format!("one answer, \"{text}\": a box that was ticked or not"), true, form);
            }
        }
    }

    /// What is asked at first: not more than somebody can read.
    fn choose(&mut self) {
        // A file about nothing but its respondents: the last of them is the question.
        if self.plan.outcomes.is_empty()
            && self.plan.segments.len() > 1
            && let Some(last) = self.plan.segments.pop()
        {
            let form = match self.kinds[last.column].clone() {
                Kind::YesNo { yes, no, .. } => Form::YesNo { yes, no, missing: Vec::new() },
                Kind::Ordered(order) => Form::Bands { at_least: at_least(&order), order },
                Kind::Names { levels } => Form::Nominal { levels },
                _ => Form::Mean { missing: Vec::new() },
            };
            self.outcome(last.column, "no other question is left".to_owned(), true, form);
        }
        self.plan.segments.iter_mut().take(MOST_SEGMENTS).for_each(|segment| segment.is_active = true);
        let segments = self.plan.segments.len().clamp(1, MOST_SEGMENTS);
        let mut left = MOST_COMPARISONS / segments;
        let mut means = 0;
        let rank = |outcome: &Outcome| match &outcome.form {
            Form::YesNo { .. } | Form::Bands { .. } | Form::Nps { .. } => 0,
            Form::Several(_) | Form::Contains { .. } => 1,
            Form::Mean { .. } => 2,
            Form::Nominal { .. } => 3,
        };
        let mut order: Vec<usize> = (0..self.plan.outcomes.len()).collect();
        order.sort_by_key(|&at| (rank(&self.plan.outcomes[at]), at));
        for at in order {
            let outcome = &mut self.plan.outcomes[at];
            let is_mean = matches!(outcome.form, Form::Mean { .. });
            if outcome.count() <= left && (!is_mean || means < MOST_MEANS) {
                left -= outcome.count();
                means += usize::from(is_mean);
                outcome.is_active = true;
            }
        }
    }
}
