//! `nets`, `top`, `bottom` of an outcome: answers that a table shows together.
//!
//! ```text
//! nets = { "Satisfied" = ["Satisfied", "Very satisfied"] }      of bands or of a nominal outcome
//! top = 2   bottom = 2                                          of bands: the last two, the first two
//! ```

use super::super::{Answer, NetSpec, suggest};
use super::reader::{Table, Value};
use crate::error::{Error, quoted};

/// The keys that this reads.
pub(super) struct Nets<'f> {
    nets: Option<Value<'f>>,
    ends: [(&'static str, Option<Value<'f>>); 2],
}

impl<'f> Nets<'f> {
    /// Takes the keys of an outcome; what they mean is known once its answers are.
    pub fn take(table: &mut Table<'f>) -> Self {
        let nets = table.take("nets");
        Nets { nets, ends: ["top", "bottom"].map(|key| (key, table.take(key))) }
    }

    /// The nets of these answers: those that are named, then top and bottom.
    pub fn read(self, answer: Option<&Answer>) -> Vec<NetSpec> {
        let (answers, ordered): (&[String], bool) = match answer {
            None => return Vec::new(),
            Some(Answer::Bands { bands, .. }) => (bands, true),
            Some(Answer::Nominal { levels, .. }) => (levels, false),
            Some(_) => (&[], false),
        };
        let mut found: Vec<NetSpec> = Vec::new();
        if let Some(value) = &self.nets {
            if answers.is_empty() {
                value.report(
                    Error::new(format!("{} needs `bands` or kind = \"nominal\"", value.name))
                        .hint("an outcome with `yes` is a net already: yes = [\"Satisfied\", \"Very satisfied\"]"),
                );
            } else {
                found = named(value, answers);
            }
        }
        for (key, value) in &self.ends {
            let Some(value) = value else { continue };
            if !ordered {
                value.report(Error::new(format!("{} needs `bands`", value.name)).hint("`nets` names any answers"));
                continue;
            }
            let Some(count) = value.whole().map(|whole| whole.value as usize) else { continue };
            if count == 0 || count >= answers.len() {
                let most = answers.len().saturating_sub(1);
                value.report(Error::new(format!("{} must be between 1 and {most}, not {count}", value.name)));
                continue;
            }
            let (word, which) = match *key {
                "top" => ("Top", answers.len() - count..answers.len()),
                _ => ("Bottom", 0..count),
            };
            found.push(NetSpec { label: format!("{word} {count}"), answers: which.collect() });
        }
        found
    }
}

fn named(value: &Value<'_>, answers: &[String]) -> Vec<NetSpec> {
    let what = value.name.clone();
    let Some(table) = value.table(&what) else { return Vec::new() };
    if table.is_empty() {
        value.report(Error::new(format!("{what} is empty")).hint("nets = { \"Satisfied\" = [\"…\", \"…\"] }"));
    }
    let mut found = Vec::new();
    for (label, listed) in table.free() {
        if answers.contains(&label.value) {
            let problem = Error::new(format!("the net {} has the name of an answer", quoted(&label.value)));
            value.file.report(label.at, problem.hint("give it a name of its own"));
        }
        let Some(texts) = listed.texts() else { continue };
        let mut which: Vec<usize> = Vec::new();
        for text in &texts {
            match answers.iter().position(|answer| *answer == text.value) {
                Some(at) if which.contains(&at) => {}
                Some(at) => which.push(at),
                None => {
                    let known = answers.iter().map(String::as_str);
                    let problem = Error::new(format!(
                        "the net {} holds {}, which is no answer of this outcome",
                        quoted(&label.value),
                        quoted(&text.value)
                    ));
                    value.file.report(
                        text.at,
                        match suggest::nearest(&text.value, known.clone()) {
                            Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                            None => problem.hint(format!("its answers are {}", suggest::listed_values(known))),
                        },
                    );
                }
            }
        }
        if texts.is_empty() {
            listed.report(Error::new(format!("the net {} holds no answer", quoted(&label.value))));
        }
        which.sort_unstable();
        found.push(NetSpec { label: label.value, answers: which });
    }
    found
}
