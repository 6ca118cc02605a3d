//! Questions whose answers are studied.

use super::super::names::slug;
use super::super::order::{Order, plain};
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
        let label = column.labels.label.clone().unwrap_or_else(|| column.name.clone());
        let named = if column.name.starts_with('#') { &label } else { &column.name };
        let name = slug(named, &mut self.names[1]);
        self.plan.outcomes.push(Outcome { column: at, name, label, why, doubtful, form, base, is_active: false });
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

/// Whole numbers under a name that speaks of numbering.
pub(super) fn is_code(column: &ColumnProfile) -> bool {
    let name = plain(&column.name);
    let numbering = ["num", "no", "nr", "code", "id", "zip", "plz", "index"]
        .iter()
        .any(|end| name.ends_with(end) && name != "casino");
    let large = column.range.0 >= 1e6 && column.all_distinct;
    column.whole == column.numbers && (numbering || large)
}
