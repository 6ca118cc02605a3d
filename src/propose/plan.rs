//! Columns → what each is for: the study as a plan, before it becomes text.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{Kind, kind};
use super::missing;
use super::names::{Says, divides, says, slug};
use super::order::{Certainty, Order, plain};
use super::routing::{Gate, gate};
use super::several::{self, Several};
use crate::load::profile::{BLANK, ColumnProfile, Profile};

/// Segments that are asked at first.
const MOST_SEGMENTS: usize = 6;
/// Comparisons (outcomes times segments) that a first report can hold and somebody can read.
const MOST_COMPARISONS: usize = 90;
/// Means among them.
const MOST_MEANS: usize = 5;
/// Levels of a segment.
const MOST_LEVELS: usize = 12;
/// Levels that stay apart where a column has many.
const LEVELS_OF_MANY: usize = 7;
/// Respondents of a level that stays apart.
const LEAST_LEVEL: usize = 30;
/// Where ages are cut.
const AGES: [f64; 3] = [30.0, 45.0, 60.0];
/// Ages that people have.
const OLDEST: f64 = 110.0;
const YOUNGEST: f64 = 10.0;

/// A study as a plan.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub id: Option<Guess<usize>>,
    pub missing: BTreeMap<&'static str, Vec<String>>,
    /// Column, values ("*" for any) of rows that count.
    pub complete: Option<Guess<(usize, Vec<String>)>>,
    pub duration: Option<usize>,
    /// Key of `[design]`, column.
    pub design: Vec<(&'static str, Guess<usize>)>,
    pub segments: Vec<Segment>,
    pub outcomes: Vec<Outcome>,
    /// Columns that are left out, and why.
    pub left_out: Vec<(usize, String)>,
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
    let kinds: Vec<Kind> = profile.columns.iter().map(|column| kind(column, profile.rows, &is_missing)).collect();
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

impl Planner<'_> {
    fn of(&self, at: usize) -> &ColumnProfile {
        &self.profile.columns[at]
    }

    /// Which rows count: finished interviews, where a column says so.
    fn rows_that_count(&mut self) {
        for at in 0..self.profile.columns.len() {
            let column = self.of(at);
            if says(&column.name) != Some(Says::Status) || self.plan.complete.is_some() {
                continue;
            }
            let is_submission = plain(&column.name).starts_with("submitdate");
            let texts: Vec<&str> = column.texts.iter().map(|(text, _)| text.as_str()).collect();
            const COMPLETE: [&str; 9] =
                ["complete", "completed", "finished", "ip address", "true", "yes", "1", "submitted", "approved"];
            let complete: Vec<String> = texts
                .iter()
                .filter(|text| COMPLETE.contains(&plain(text).as_str()))
                .map(|text| (*text).to_owned())
                .collect();
            let values = if is_submission && column.answered < self.profile.rows && column.answered > 0 {
                vec!["*".to_owned()]
            } else if !complete.is_empty() && texts.len() > complete.len() && texts.len() <= 10 {
                complete
            } else {
                continue;
            };
            let chosen: Vec<bool> = column
                .codes
                .iter()
                .map(|&code| {
                    code != BLANK
                        && (values[0] == "*"
                            || column.texts.get(usize::from(code) - 1).is_some_and(|(text, _)| values.contains(text)))
                })
                .collect();
            let kept = chosen.iter().filter(|kept| **kept).count();
            let why = format!(
                "`{}` says which interviews were finished: {kept} of {} rows count",
                column.name, self.profile.rows
            );
            self.counts = chosen;
            self.plan.complete = Some(Guess { is: (at, values), why, doubtful: false });
        }
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
        let says = says(&column.name);
        let could_be_id = column.all_distinct && column.answered == self.profile.rows && column.answered > 1;
        match says {
            Some(Says::Id) if could_be_id && self.plan.id.is_none() => {
                let why = "its name says so, and each value stands once".to_owned();
                self.plan.id = Some(Guess { is: at, why, doubtful: false });
                return;
            }
            Some(Says::Id) => return self.leave_out(at, "an id"),
            Some(Says::Weight) if is_weight(&column) => return self.of_design("weight", at, "its name says so"),
            Some(Says::Strata) => return self.of_design("strata", at, "its name says so"),
            Some(Says::Unit) => return self.of_design("psu", at, "its name says so"),
            Some(Says::Population) if column.numbers > 0 => return self.of_design("fpc", at, "its name says so"),
            Some(Says::Duration) if column.numbers > 0 && self.plan.duration.is_none() => {
                self.plan.duration = Some(at);
                return;
            }
            Some(Says::Status) => {
                let used = self.plan.complete.as_ref().is_some_and(|complete| complete.is.0 == at);
                if !used {
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
                    format!("two answers; which of them is the yes is a guess: \"{yes}\"")
                } else {
                    "yes and no".to_owned()
                };
                self.outcome(at, why, doubtful, Form::YesNo { yes: vec![yes], no: vec![no], missing: Vec::new() });
            }
            Kind::Ordered(order) => {
                let at_least = at_least(&order);
                let why = format!("ordered by {}; from \"{}\" upward counts as yes", order.by, order.levels[at_least]);
                let doubtful = order.certainty == Certainty::Doubtful;
                self.outcome(at, why, doubtful, Form::Bands { order, at_least });
            }
            Kind::Names { levels } | Kind::ManyNames { levels } => {
                self.outcome(
                    at,
                    "answers without an order, most frequent first".to_owned(),
                    false,
                    Form::Nominal { levels },
                );
            }
            Kind::Tick { text } => {
                let form = Form::YesNo { yes: vec![text.clone()], no: vec![String::new()], missing: Vec::new() };
                self.outcome(at, format!("one answer, \"{text}\": a box that was ticked or not"), true, form);
            }
        }
    }

    fn of_design(&mut self, key: &'static str, at: usize, why: &str) {
        if self.plan.design.iter().any(|(known, _)| *known == key) {
            return self.leave_out(at, format!("a second column for `{key}`"));
        }
        self.plan.design.push((key, Guess { is: at, why: why.to_owned(), doubtful: false }));
    }

    /// What the columns of the design tell of each other.
    fn design(&mut self) {
        let find =
            |plan: &Plan, key: &str| plan.design.iter().find(|(known, _)| *known == key).map(|(_, guess)| guess.is);
        let (weight, fpc) = (find(&self.plan, "weight"), find(&self.plan, "fpc"));
        let (Some(weight), Some(fpc)) = (weight, fpc) else { return };
        if find(&self.plan, "psu").is_some() {
            return;
        }
        if find(&self.plan, "strata").is_none() && self.of(fpc).texts.len() > 1 {
            // The population is one number in each stratum: the column within whose levels it never changes.
            let constant = |at: &usize| {
                let column = self.of(*at);
                let few =
                    !column.more && (2..=60).contains(&column.texts.len()) && column.answered == self.profile.rows;
                let mut known = BTreeMap::new();
                few && *at != fpc
                    && *at != weight
                    && column.texts.len() >= self.of(fpc).texts.len()
                    && column
                        .codes
                        .iter()
                        .zip(&self.of(fpc).codes)
                        .all(|(level, population)| *known.entry(level).or_insert(population) == population)
            };
            let candidates = (0..self.profile.columns.len()).filter(constant).min_by_key(|at| self.of(*at).texts.len());
            if let Some(at) = candidates {
                let why = format!("`{}` is the same number within each of its values", self.of(fpc).name);
                self.plan.design.push(("strata", Guess { is: at, why, doubtful: true }));
            }
        }
        // Where respondents were drawn, the weights of a stratum sum to its population; else fpc counts other units.
        let number = |at: usize, code: u8| {
            self.of(at).texts.get(usize::from(code).wrapping_sub(1)).and_then(|(text, _)| text.parse::<f64>().ok())
        };
        let mut sums: BTreeMap<u8, f64> = BTreeMap::new();
        for (&population, &weight_code) in self.of(fpc).codes.iter().zip(&self.of(weight).codes) {
            *sums.entry(population).or_insert(0.0) += number(weight, weight_code).unwrap_or(f64::NAN);
        }
        let fits =
            |(&code, &sum): (&u8, &f64)| number(fpc, code).is_some_and(|n| (sum / n - 1.0).abs() < 0.01 || n < 1.0);
        if !sums.iter().all(fits) {
            self.plan.design.retain(|(key, _)| *key != "fpc" && *key != "strata");
            self.leave_out(fpc, "a finite population correction of units other than respondents, since the weights do not sum to it: name the column of units with `psu` in [design], and this one with `fpc`");
        }
    }

    fn ages(&mut self, at: usize) {
        let column = self.of(at).clone();
        let (low, high) = column.range;
        let valid = (low < YOUNGEST || high > OLDEST).then_some((YOUNGEST, OLDEST));
        let start = if valid.is_some() { YOUNGEST } else { low.floor() };
        let numbers: Vec<(f64, usize)> = column
            .texts
            .iter()
            .filter_map(|(text, n)| Some((text.parse().ok()?, *n)))
            .filter(|(age, _)| *age >= start && *age <= OLDEST)
            .collect();
        let within = |from: f64, to: f64| {
            numbers.iter().filter(|(age, _)| *age >= from && *age < to).map(|(_, n)| n).sum::<usize>()
        };
        let mut breaks = vec![start];
        for cut in AGES {
            let last = breaks[breaks.len() - 1];
            if cut > last && within(last, cut) >= LEAST_LEVEL && within(cut, f64::INFINITY) >= LEAST_LEVEL {
                breaks.push(cut);
            }
        }
        if breaks.len() < 2 {
            return self.leave_out(at, "ages of too few respondents to be cut into groups");
        }
        let levels = (0..breaks.len())
            .map(|level| match (level, breaks.get(level + 1)) {
                (0, Some(next)) => format!("under {next}"),
                (_, Some(next)) => format!("{}-{}", breaks[level], next - 1.0),
                (_, None) => format!("{}+", breaks[level]),
            })
            .collect();
        let others = match &self.kinds[at] {
            Kind::Numbers { others } => others.clone(),
            _ => Vec::new(),
        };
        let why = match valid {
            Some(_) => format!(
                "ages, cut at {}; the file has ages from {low} to {high}, and those outside {YOUNGEST} to {OLDEST} cannot be",
                listed(&breaks[1..])
            ),
            None => format!("ages, cut at {}", listed(&breaks[1..])),
        };
        let name = slug(&column.name, &mut self.names[0]);
        self.plan.segments.push(Segment {
            column: at,
            name,
            why,
            doubtful: valid.is_some(),
            levels,
            ordered: true,
            missing: others,
            groups: Vec::new(),
            breaks,
            valid,
            is_active: false,
        });
    }

    fn segment(&mut self, at: usize, why: &str, doubtful: bool) {
        let column = self.of(at).clone();
        let name = slug(
            column.labels.label.as_deref().filter(|_| column.name.len() < 3).unwrap_or(&column.name),
            &mut self.names[0],
        );
        let mut segment = Segment {
            column: at,
            name,
            why: why.to_owned(),
            doubtful,
            levels: Vec::new(),
            ordered: false,
            missing: Vec::new(),
            groups: Vec::new(),
            breaks: Vec::new(),
            valid: None,
            is_active: false,
        };
        match self.kinds[at].clone() {
            Kind::Ordered(order) => {
                segment.why = format!("{why}; ordered by {}", order.by);
                segment.doubtful |= order.certainty == Certainty::Doubtful;
                segment.ordered = order.certainty == Certainty::Certain;
                segment.missing = self.not_yet_missing(&order.outside);
                segment.levels = order.levels;
            }
            Kind::YesNo { yes, no, .. } => segment.levels = vec![no, yes],
            Kind::Names { levels } | Kind::ManyNames { levels } => self.grouped(&column, levels, &mut segment),
            _ => return self.leave_out(at, "one answer only"),
        }
        if segment.levels.len() < 2 {
            return self.leave_out(at, "one frequent answer only");
        }
        self.plan.segments.push(segment);
    }

    /// Levels of names: spellings of one answer together, and the rare ones as one.
    fn grouped(&self, column: &ColumnProfile, levels: Vec<String>, segment: &mut Segment) {
        let about_sex = ["gender", "sex", "geschlecht"].iter().any(|word| plain(&column.name).contains(word));
        let canonical = |text: &str| -> String {
            let text = plain(text);
            match text.as_str() {
                "m" | "man" | "men" | "male" | "cis male" | "male (cis)" | "cis man" | "männlich" if about_sex => {
                    "male".into()
                }
                "f" | "w" | "woman" | "women" | "female" | "cis female" | "female (cis)" | "weiblich" if about_sex => {
                    "female".into()
                }
                _ => text,
            }
        };
        let n = |text: &str| column.texts.iter().find(|(known, _)| known == text).map_or(0, |(_, n)| *n);
        let mut groups: Vec<(String, Vec<String>, usize)> = Vec::new();
        for text in &levels {
            let key = canonical(text);
            match groups.iter_mut().find(|(_, texts, _)| canonical(&texts[0]) == key) {
                Some((_, texts, sum)) => {
                    texts.push(text.clone());
                    *sum += n(text);
                }
                None => groups.push((text.clone(), vec![text.clone()], n(text))),
            }
        }
        groups.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
        let merged = groups.len() < levels.len();
        if !merged && groups.len() <= MOST_LEVELS {
            segment.levels = levels;
            return;
        }
        let rare = |place: usize, n: usize| groups.len() > MOST_LEVELS && (place >= LEVELS_OF_MANY || n < LEAST_LEVEL);
        let others = groups.iter().enumerate().filter(|(place, (_, _, n))| rare(*place, *n)).count();
        let kept: Vec<&(String, Vec<String>, usize)> =
            groups.iter().enumerate().filter(|(place, (_, _, n))| !rare(*place, *n)).map(|(_, group)| group).collect();
        let is_other = |name: &str| plain(name) == "other";
        segment.groups = kept
            .iter()
            .filter(|(name, ..)| others == 0 || !is_other(name))
            .map(|(name, texts, _)| (name.clone(), Some(texts.clone())))
            .collect();
        if others > 0 {
            segment.groups.push(("Other".to_owned(), None));
            segment.why = format!("{}; the {others} rarest answers become one level", segment.why);
        }
        if merged {
            segment.why = format!("{}; different spellings of an answer become one level", segment.why);
        }
        segment.doubtful = true;
        segment.levels = segment.groups.iter().map(|(name, _)| name.clone()).collect();
    }

    fn not_yet_missing(&self, texts: &[String]) -> Vec<String> {
        texts.iter().filter(|text| !self.plan.missing.values().flatten().any(|code| code == *text)).cloned().collect()
    }

    fn outcome(&mut self, at: usize, why: String, doubtful: bool, form: Form) {
        let column = self.of(at).clone();
        let answered: Vec<bool> = column.codes.iter().map(|&code| code != BLANK).collect();
        let base = self.gate(&answered, at);
        let doubtful = doubtful && !(matches!(&form, Form::YesNo { no, .. } if no[0].is_empty()) && base.is_some());
        let label = column.labels.label.clone().unwrap_or_else(|| column.name.clone());
        let named = if column.name.starts_with('#') { &label } else { &column.name };
        let name = slug(named, &mut self.names[1]);
        self.plan.outcomes.push(Outcome { column: at, name, label, why, doubtful, form, base, is_active: false });
    }

    fn gate(&self, answered: &[bool], at: usize) -> Option<Gate> {
        let blank = answered.iter().zip(&self.counts).any(|(answered, counts)| *counts && !answered);
        if blank { gate(self.profile, &self.kinds, answered, &self.counts, at) } else { None }
    }

    fn several(&mut self, question: &Several) {
        let at = question.options[0].0;
        let ticked = |row: usize| {
            question.options.iter().any(|&(column, _)| {
                let column = self.of(column);
                let code = column.codes[row];
                code != BLANK
                    && (question.yes.is_empty()
                        || column.texts.get(usize::from(code) - 1).is_some_and(|(text, _)| question.yes.contains(text)))
            })
        };
        let answered: Vec<bool> = (0..self.profile.rows).map(ticked).collect();
        let base = self.gate(&answered, at);
        let mut question = question.clone();
        // A tick that is a code of missing answers elsewhere must be named to count.
        let texts = |at: usize| self.of(at).texts.first().map(|(text, _)| text.clone());
        if question.yes.is_empty() {
            let ticks: Vec<String> = question.options.iter().filter_map(|(at, _)| texts(*at)).collect();
            if ticks.iter().any(|tick| self.plan.missing.values().flatten().any(|code| code == tick)) {
                question.yes = ticks;
            }
        }
        let name = slug(&question.stem, &mut self.names[1]);
        let (why, label) = (question.why.clone(), question.stem.clone());
        let doubtful = base.as_ref().is_some_and(Gate::is_doubtful);
        self.plan.outcomes.push(Outcome {
            column: at,
            name,
            label,
            why,
            doubtful,
            form: Form::Several(question),
            base,
            is_active: false,
        });
    }

    fn contains(&mut self, at: usize, separator: &'static str, parts: &[String]) {
        let column = self.of(at).clone();
        let answered: Vec<bool> = column.codes.iter().map(|&code| code != BLANK).collect();
        let base = self.gate(&answered, at);
        let label = column.labels.label.clone().unwrap_or_else(|| column.name.clone());
        let stem = slug(&column.name, &mut self.names[1]);
        let parts = parts.iter().take(MOST_LEVELS);
        let options = parts
            .map(|part| {
                (
                    slug(&format!("{} {part}", stem.chars().take(20).collect::<String>()), &mut self.names[1]),
                    part.clone(),
                )
            })
            .collect();
        let why = format!("cells hold several answers, separated by \"{separator}\"");
        let form = Form::Contains { separator, options };
        self.plan.outcomes.push(Outcome {
            column: at,
            name: stem,
            label,
            why,
            doubtful: separator == ",",
            form,
            base,
            is_active: false,
        });
    }

    /// Where no name says whom a column divides, the last questions with few answers have to do.
    fn some_segment(&mut self) {
        if !self.plan.segments.is_empty() {
            return;
        }
        let usable = |outcome: &Outcome| match &outcome.form {
            Form::YesNo { no, .. } => !no[0].is_empty(),
            Form::Bands { order, .. } => order.levels.len() <= 6,
            Form::Nominal { levels } => levels.len() <= 6,
            _ => false,
        };
        let mut chosen: Vec<usize> = (0..self.plan.outcomes.len())
            .filter(|&at| usable(&self.plan.outcomes[at]) && self.plan.outcomes[at].base.is_none())
            .collect();
        chosen.sort_by_key(|&at| (!matches!(self.plan.outcomes[at].form, Form::Nominal { .. }), std::cmp::Reverse(at)));
        chosen.truncate(2.min(self.plan.outcomes.len().saturating_sub(1)));
        let columns: Vec<usize> = chosen.iter().map(|&at| self.plan.outcomes[at].column).collect();
        self.plan.outcomes.retain(|outcome| !columns.contains(&outcome.column));
        for at in columns {
            self.segment(at, "no name tells who the respondent is, and this question has few answers", true);
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
                Kind::YesNo { yes, no, .. } => Form::YesNo { yes: vec![yes], no: vec![no], missing: Vec::new() },
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
            Form::YesNo { .. } | Form::Bands { .. } => 0,
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

/// From which answer on an ordered question counts as yes: its upper side, else what begins with yes, else the upper half.
fn at_least(order: &Order) -> usize {
    let yes = order.levels.iter().position(|level| plain(level).starts_with("yes"));
    order.upper.or(yes.filter(|at| *at > 0)).unwrap_or(order.levels.len().div_ceil(2)).clamp(1, order.levels.len() - 1)
}

fn is_weight(column: &ColumnProfile) -> bool {
    column.numbers == column.answered && column.numbers > 0 && column.range.0 >= 0.0
}

fn is_age(column: &ColumnProfile) -> bool {
    let text = column.labels.label.as_deref().unwrap_or(&column.name);
    [text, &column.name].iter().any(|text| {
        plain(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "age" | "alter" | "âge" | "edad" | "old"))
    })
}

/// Whole numbers under a name that speaks of numbering.
fn is_code(column: &ColumnProfile) -> bool {
    let name = plain(&column.name);
    let numbering = ["num", "no", "nr", "code", "id", "zip", "plz", "index"]
        .iter()
        .any(|end| name.ends_with(end) && name != "casino");
    let large = column.range.0 >= 1e6 && column.all_distinct;
    column.whole == column.numbers && (numbering || large)
}

fn listed(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}
