//! Questions that divide respondents.

use super::super::kind::Kind;
use super::super::names::slug;
use super::super::order::{Certainty, plain};
use super::{Form, MOST_LEVELS, Outcome, Planner, Segment};
use crate::load::profile::ColumnProfile;

/// Levels that stay apart where a column has many.
const LEVELS_OF_MANY: usize = 7;
/// Respondents of a level that stays apart.
const LEAST_LEVEL: usize = 30;
/// Where ages are cut.
const AGES: [f64; 3] = [30.0, 45.0, 60.0];
/// Ages that people have.
const OLDEST: f64 = 110.0;
const YOUNGEST: f64 = 10.0;

impl Planner<'_> {
    pub(super) fn ages(&mut self, at: usize) {
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

    pub(super) fn segment(&mut self, at: usize, why: &str, doubtful: bool) {
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
            Kind::YesNo { yes, no, .. } => {
                segment.levels = vec![no[0].clone(), yes[0].clone()];
                if yes.len() + no.len() > 2 {
                    segment.why = format!("{why}; different spellings of an answer become one level");
                    segment.groups = vec![(no[0].clone(), Some(no)), (yes[0].clone(), Some(yes))];
                }
            }
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

    /// Where no name says whom a column divides, the last questions with few answers have to do.
    pub(super) fn some_segment(&mut self) {
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
}

pub(super) fn is_age(column: &ColumnProfile) -> bool {
    let text = column.labels.label.as_deref().unwrap_or(&column.name);
    [text, &column.name].iter().any(|text| {
        plain(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "age" | "alter" | "âge" | "edad" | "old"))
    })
}

fn listed(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}
