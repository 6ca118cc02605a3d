//! Questions whose answers are studied.

use super::super::names::slug;
use super::super::order::{NoAnswer, Order, no_answer, plain};
use super::super::routing::{Gate, gate};
use super::super::several::Several;
use super::{Form, MOST_LEVELS, Outcome, Planner};
use crate::load::profile::{BLANK, ColumnProfile};

impl Planner<'_> {
    pub(super) fn outcome(&mut self, at: usize, why: String, doubtful: bool, form: Form) {
        let column = self.of(at).clone();
        let answered: Vec<bool> = column.codes.iter().map(|&code| code != BLANK).collect();
        let base = self.gate(&answered, at);
        let doubtful = doubtful && !(matches!(&form, Form::YesNo { no, .. } if no[0].is_empty()) && base.is_some());
        let (mut why, mut doubtful) = (why, doubtful);
        if let Some(often) = self.often_unknown(&column) {
            why.push_str(&often);
            doubtful = true;
        }
        let label = column.labels.label.clone().unwrap_or_else(|| column.name.clone());
        let named = if column.name.starts_with('#') { &label } else { &column.name };
        let name = slug(named, &mut self.names[1]);
        self.plan.outcomes.push(Outcome { column: at, name, label, why, doubtful, form, base, is_active: false });
    }

    /// That many do not know, where that is so: they may be an answer and not missing.
    fn often_unknown(&self, column: &ColumnProfile) -> Option<String> {
        const MANY: f64 = 0.2;
        let is_blank = |text: &str| {
            self.plan.missing.iter().any(|(kind, codes)| *kind != "dont_know" && codes.iter().any(|code| code == text))
        };
        let answers: usize = column.texts.iter().filter(|(text, _)| !is_blank(text)).map(|(_, n)| n).sum();
        let unknown: Vec<&(String, usize)> =
            column.texts.iter().filter(|(text, _)| no_answer(text) == Some(NoAnswer::DontKnow)).collect();
        let n: usize = unknown.iter().map(|(_, n)| n).sum();
        (n as f64 > MANY * answers as f64).then(|| {
            let said: Vec<String> = unknown.iter().map(|(text, _)| format!("\"{text}\"")).collect();
            format!(
                "; {} is {n} of {answers} answers ({}%), which count as missing and may be an answer like any other",
                said.join(" or "),
                (100.0 * n as f64 / answers as f64).round()
            )
        })
    }

    /// The codes of missing answers of a question from 0 to 10 that speaks of recommending; `None` of any other.
    pub(super) fn recommends(&self, at: usize) -> Option<Vec<String>> {
        let column = self.of(at);
        let speaks =
            |text: &str| ["recommend", "empfehl", "recomend", "nps"].iter().any(|word| plain(text).contains(word));
        let wording = column.labels.label.as_deref().unwrap_or_default();
        if column.more || !column.labels.codes.is_empty() || !(speaks(&column.name) || speaks(wording)) {
            return None;
        }
        let is_missing = |text: &str| self.plan.missing.values().flatten().any(|code| code == text);
        let texts = || column.texts.iter().map(|(text, _)| text).filter(|text| !is_missing(text));
        let (numbers, others): (Vec<&String>, Vec<&String>) = texts().partition(|text| text.parse::<f64>().is_ok());
        let numbers: Vec<f64> = numbers.iter().filter_map(|text| text.parse().ok()).collect();
        let from_0_to_10 = numbers.iter().all(|n| n.fract() == 0.0 && (0.0..=10.0).contains(n))
            && numbers.len() >= 5
            && numbers.contains(&10.0)
            && others.iter().all(|text| no_answer(text).is_some());
        from_0_to_10.then(|| others.into_iter().cloned().collect())
    }

    fn gate(&self, answered: &[bool], at: usize) -> Option<Gate> {
        let blank = answered.iter().zip(&self.counts).any(|(answered, counts)| *counts && !answered);
        if blank { gate(self.profile, &self.kinds, answered, &self.counts, at) } else { None }
    }

    pub(super) fn several(&mut self, question: &Several) {
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

    pub(super) fn contains(&mut self, at: usize, separator: &'static str, parts: &[String]) {
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
}

/// From which answer on an ordered question counts as yes: its upper side, else what begins with yes, else the upper half.
pub(super) fn at_least(order: &Order) -> usize {
    let yes = order.levels.iter().position(|level| plain(level).starts_with("yes"));
    order.upper.or(yes.filter(|at| *at > 0)).unwrap_or(order.levels.len().div_ceil(2)).clamp(1, order.levels.len() - 1)
}

/// A rating or ranking in bare numbers, or one that is called a rank: nothing says which end is the most. A count does.
pub(super) fn is_without_direction(column: &ColumnProfile, order: &Order) -> bool {
    let wording = column.labels.label.as_deref().unwrap_or_default();
    let speaks = |words: &[&str]| {
        let texts = [plain(&column.name), plain(wording)];
        words.iter().any(|word| texts.iter().any(|text| text.contains(word)))
    };
    let bare = order.levels.iter().all(|level| level.parse::<f64>().is_ok());
    speaks(&["ranking", "rank ", "_rank", "rank_"])
        || bare && !speaks(&["number of", "how many", "how often", "anzahl"])
}

/// Whole numbers under a name that speaks of numbering.
pub(super) fn is_code(column: &ColumnProfile) -> bool {
    let name = plain(&column.name);
    let numbering = ["num", "no", "nr", "code", "id", "zip", "plz", "index"]
        .iter()
        .any(|end| name.ends_with(end) && name != "casino");
    let large = column.range.0 >= 1e6 && column.all_distinct;
    column.whole == column.numbers && (numbering || large)
}
