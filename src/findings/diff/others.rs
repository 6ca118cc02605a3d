//! Everything else that two results say in numbers: tests, pairs, effects, models, strata, the paradox, what is implied.
//!
//! ```text
//! A, B ──key by key, lists by the names of their parts──► numbers beyond the tolerance, parts that one alone has
//! ```
//!
//! What `diff` names figure by figure is passed over here, as are texts, and keys that one of them does not know. What
//! rests on a level that is suppressed, or that one of them lacks, is not told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::results::diff::Other;

/// What is told elsewhere: of the whole, and of the parts of it.
const ELSEWHERE: [&str; 4] = ["schema", "version", "provenance", "study"];
/// Texts that are findings, not sentences about them.
const WORDS: [&str; 7] = ["method", "direction", "verdict", "rule", "grim", "adjust", "status"];
/// Lists of names that are findings.
const LISTS: [&str; 2] = ["reverses_in", "left_out"];
/// By what the parts of a list are told apart.
const NAMES: [&str; 16] = [
    "name", "id", "outcome", "question", "segment", "by", "within", "a", "b", "against", "term", "level", "item",
    "kind", "claim", "method",
];

/// What was found so far.
pub struct Others<'a> {
    tolerance: f64,
    /// Where the two differ.
    pub found: Vec<Other>,
    /// How many numbers both have.
    pub compared: u64,
    keys: Vec<&'a str>,
    path: Vec<String>,
    /// Names of what is not told.
    untold: Vec<BTreeSet<&'a str>>,
}

impl<'a> Others<'a> {
    /// Compares the whole of two results.
    pub fn of(a: &'a Value, b: &'a Value, tolerance: f64) -> Self {
        let mut others = Others {
            tolerance,
            found: Vec::new(),
            compared: 0,
            keys: Vec::new(),
            path: Vec::new(),
            untold: vec![lacking(a, b, "outcomes", "name"), lacking(a, b, "claims", "id")],
        };
        let (Some(left), Some(right)) = (a.as_object(), b.as_object()) else { return others };
        for key in keys(left, right).into_iter().filter(|key| !ELSEWHERE.contains(key)) {
            // A part that one of them does not have at all is empty there.
            let of = |one: &'a Map<String, Value>| one.get(key).unwrap_or(&Value::Null);
            others.key(key, of(left), of(right));
        }
        others
    }

    fn key(&mut self, key: &'a str, a: &'a Value, b: &'a Value) {
        if is_told(&self.keys, key) {
            return;
        }
        self.keys.push(key);
        self.path.push(key.to_owned());
        self.value(a, b);
        self.path.pop();
        self.keys.pop();
    }

    fn value(&mut self, a: &'a Value, b: &'a Value) {
        let key = self.keys.last().copied().unwrap_or_default();
        match (a, b) {
            (Value::Object(left), Value::Object(right)) => self.object((a, left), (b, right)),
            (Value::Array(left), Value::Array(right)) if LISTS.contains(&key) && left != right => {
                self.differ(listed(left), listed(right));
            }
            (Value::Array(left), Value::Array(right)) => self.list(left, right),
            (Value::Array(some), Value::Null) => self.list(some, &[]),
            (Value::Null, Value::Array(some)) => self.list(&[], some),
            (Value::Number(_), _) | (_, Value::Number(_)) => {
                self.compared += 1;
                if !self.agree(a, b) {
                    self.differ(told(a), told(b));
                }
            }
            (Value::Object(_), _) | (_, Value::Object(_)) => self.differ(told(a), told(b)),
            (Value::Bool(_), _) | (_, Value::Bool(_)) if a != b => self.differ(told(a), told(b)),
            (Value::String(_), _) | (_, Value::String(_)) if WORDS.contains(&key) && a != b => {
                self.differ(told(a), told(b));
            }
            _ => {}
        }
    }

    fn object(
        &mut self,
        (a, left): (&'a Value, &'a Map<String, Value>),
        (b, right): (&'a Value, &'a Map<String, Value>),
    ) {
        if [a, b].into_iter().any(is_hidden) {
            return;
        }
        let mut untold = lacking(a, b, "levels", "level");
        for one in [a, b] {
            let levels = one.get("levels").and_then(Value::as_array).into_iter().flatten();
            untold.extend(levels.filter(|level| is_hidden(level)).filter_map(|level| level.get("level")?.as_str()));
        }
        self.untold.push(untold);
        for key in keys(left, right) {
            if let (Some(a), Some(b)) = (left.get(key), right.get(key)) {
                self.key(key, a, b);
            }
        }
        self.untold.pop();
    }

    /// Parts by their names, or one by one where they have none.
    fn list(&mut self, a: &'a [Value], b: &'a [Value]) {
        let names_a: Vec<String> = names(a);
        let names_b: Vec<String> = names(b);
        let of_b: BTreeMap<&String, &Value> = names_b.iter().zip(b).collect();
        for (one, name) in a.iter().zip(&names_a) {
            self.part(name, Some(one), of_b.get(name).copied());
        }
        let known: BTreeSet<&String> = names_a.iter().collect();
        for (one, name) in b.iter().zip(&names_b).filter(|(_, name)| !known.contains(name)) {
            self.part(name, None, Some(one));
        }
    }

    fn part(&mut self, name: &str, a: Option<&'a Value>, b: Option<&'a Value>) {
        let untold = |one: &&Value| {
            let of = |key: &&str| one.get(*key).and_then(Value::as_str);
            NAMES.iter().filter_map(of).any(|name| self.untold.iter().any(|names| names.contains(name)))
        };
        let both = [a, b];
        if both.iter().flatten().any(untold) {
            return;
        }
        self.path.push(name.to_owned());
        match both {
            [Some(a), Some(b)] => self.value(a, b),
            // Those of these parts are named among what one alone has.
            _ if matches!(self.keys.as_slice(), ["outcomes" | "claims" | "paired" | "correlations"]) => {}
            // Lists of texts are no findings.
            [Some(Value::String(_)), _] | [_, Some(Value::String(_))] => {}
            [a, b] => self.differ(a.map_or(Value::Null, told), b.map_or(Value::Null, told)),
        }
        self.path.pop();
    }

    fn agree(&self, a: &Value, b: &Value) -> bool {
        match (a.as_i64().zip(b.as_i64()), a.as_f64().zip(b.as_f64())) {
            (Some((a, b)), _) => a == b,
            (None, Some((a, b))) => (a - b).abs() <= self.tolerance * a.abs().max(1.0),
            (None, None) => false,
        }
    }

    fn differ(&mut self, a: Value, b: Value) {
        self.found.push(Other { name: self.path.join(" > "), a, b });
    }
}

/// What `diff` compares by itself.
fn is_told(keys: &[&str], key: &str) -> bool {
    let estimate = match keys {
        [above @ .., "shares"] => above,
        all => all,
    };
    match (keys, key) {
        (["outcomes", "segments"], "verdict" | "overall" | "base")
        | (["outcomes", "base"], "n" | "description")
        | (["paired"], "difference")
        | (["correlations"], "coefficient")
        | (["claims"], "status") => true,
        (_, "rate" | "mean" | "total") => {
            matches!(estimate, ["outcomes", "overall" | "bands"] | ["outcomes", "segments", "levels"])
        }
        _ => false,
    }
}

/// A figure that no reader may see.
fn is_hidden(of: &Value) -> bool {
    let flags = of.get("flags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    flags.into_iter().any(super::is_hidden)
}

/// Names of the parts of a list that one of the two lacks.
fn lacking<'a>(a: &'a Value, b: &'a Value, list: &str, key: &str) -> BTreeSet<&'a str> {
    let names = |of: &'a Value| -> BTreeSet<&'a str> {
        of.get(list)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|part| part.get(key)?.as_str())
            .collect()
    };
    let (a, b) = (names(a), names(b));
    a.symmetric_difference(&b).copied().collect()
}

fn keys<'a>(a: &'a Map<String, Value>, b: &'a Map<String, Value>) -> Vec<&'a str> {
    let new = b.keys().filter(|key| !a.contains_key(*key));
    a.keys().chain(new).map(String::as_str).collect()
}

/// The names of the parts of a list; where these do not tell them apart, their numbers.
fn names(list: &[Value]) -> Vec<String> {
    let name = |part: &Value| {
        let words: Vec<&str> = NAMES.iter().filter_map(|key| part.get(*key)?.as_str()).collect();
        words.join(", ")
    };
    let named: Vec<String> = list.iter().map(name).collect();
    let distinct: BTreeSet<&String> = named.iter().collect();
    if distinct.len() == named.len() && !distinct.contains(&String::new()) {
        return named;
    }
    (1..=list.len()).map(|number| number.to_string()).collect()
}

/// A number, a word or nothing as it is; of a part that one alone has, that it is there.
fn told(of: &Value) -> Value {
    match of {
        Value::Object(_) | Value::Array(_) => Value::String("there".into()),
        other => other.clone(),
    }
}

fn listed(names: &[Value]) -> Value {
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    Value::String(if names.is_empty() { "none".into() } else { names.join(", ") })
}
