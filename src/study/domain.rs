//! Which respondents does `--where` leave?
//!
//! ```text
//! --where 'country=Brazil|India'      name = value | value; `\|` and `\=` are literal
//! ```
//!
//! Names are segments first, then columns. Values are levels after aliases for a segment, raw values for a column;
//! "*" is any answer. Whether a column exists is checked by whoever reads the data.

use std::collections::BTreeSet;

use super::{ColumnRef, Condition, Groups, Segment, SegmentCoding, Study, suggest};
use crate::error::{Error, Result, quoted};

/// The condition that a `--where` argument names.
///
/// # Errors
/// An argument that names no value, or a level that its segment has not.
pub fn parse_where(argument: &str, study: &Study) -> Result<Condition> {
    let (name, values) = split(argument, "--where", "country=Brazil|India")?;
    match study.segment(&name) {
        Some(position) => {
            let segment = &study.segments[position];
            let mut found = Vec::new();
            for value in &values {
                found.extend(levels(segment, value)?);
            }
            Ok(on_segment(position, found))
        }
        None => Ok(on_column(ColumnRef::parse(&name)?, values)),
    }
}

impl Segment {
    /// The position of the level that a value means: the level itself, or one that an alias names.
    pub fn level(&self, value: &str) -> Option<usize> {
        let position = |value: &str| self.levels.iter().position(|level| level == value);
        let of_alias = || match &self.coding {
            SegmentCoding::Text { aliases, groups: None } => position(aliases.get(value)?),
            SegmentCoding::Text { aliases, groups: Some(groups) } => groups.level(aliases.get(value)?),
            SegmentCoding::Number { .. } => None,
        };
        position(value).or_else(of_alias)
    }
}

impl Groups {
    /// The position of the level that an answer belongs to.
    pub fn level(&self, answer: &str) -> Option<usize> {
        self.of.get(answer).copied().or(self.rest)
    }
}

/// The positions of the levels that a value of a condition means: one, or all for "*".
pub(super) fn levels(segment: &Segment, value: &str) -> Result<Vec<usize>> {
    if let Some(position) = segment.level(value) {
        return Ok(vec![position]);
    }
    if value == ANY {
        return Ok((0..segment.levels.len()).collect());
    }
    let levels = segment.levels.iter().map(String::as_str);
    let error = Error::new(format!("segment `{}` has no level {}", segment.name, quoted(value)));
    Err(match suggest::nearest(value, levels.clone()) {
        Some(near) => error.hint(format!("did you mean {}?", quoted(near))),
        None => error.hint(format!("its levels are {}", suggest::listed_values(levels))),
    })
}

/// What stands for any answer.
const ANY: &str = "*";

/// A condition on the raw values of a column.
pub(super) fn on_column(column: ColumnRef, values: Vec<String>) -> Condition {
    if values.iter().any(|value| value == ANY) {
        Condition::Answered { column }
    } else {
        Condition::Value { column, values }
    }
}

/// A condition on the levels of a segment.
pub(super) fn on_segment(segment: usize, mut levels: Vec<usize>) -> Condition {
    levels.sort_unstable();
    levels.dedup();
    Condition::Level { segment, levels }
}

/// Name and values of an argument `name=value|value`, trimmed, each value once; `\|` and `\=` are literal.
pub(super) fn split(argument: &str, flag: &str, example: &str) -> Result<(String, Vec<String>)> {
    let wrong = |why: &str| {
        Error::usage(format!("`{flag}` {} {why}", quoted(argument))).hint(format!("write {flag} '{example}'"))
    };
    let parts = unescaped(argument, '=', 2);
    let [name, values] = parts.as_slice() else { return Err(wrong("has no `=`")) };
    let name = literal(name);
    if name.is_empty() {
        return Err(wrong("names no column before `=`"));
    }
    let values = values_of(values).ok_or_else(|| wrong("has an empty value"))?;
    Ok((name, values))
}

/// The values of `value|value`, trimmed, each once; `None` if one of them is empty.
pub(super) fn values_of(list: &str) -> Option<Vec<String>> {
    let values: Vec<String> = unescaped(list, '|', usize::MAX).into_iter().map(literal).collect();
    if values.iter().any(String::is_empty) {
        return None;
    }
    let mut seen = BTreeSet::new();
    Some(values.iter().filter(|value| seen.insert(*value)).cloned().collect())
}

/// Splits where a separator stands without a backslash, into at most so many parts; the backslashes stay.
fn unescaped(text: &str, separator: char, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (i, letter) in text.char_indices() {
        if letter == separator && before != Some('\\') && parts.len() + 1 < most {
            parts.push(&text[start..i]);
            start = i + letter.len_utf8();
        }
        before = Some(letter);
    }
    parts.push(&text[start..]);
    parts
}

fn literal(text: &str) -> String {
    text.trim().replace("\\|", "|").replace("\\=", "=")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn study() -> Study {
        let text = "schema = 1\n[[segments]]\nname = \"country\"\nlevels = [\"Brazil\", \"India\", \"UK\"]\n\
                    aliases = { \"Great Britain\" = \"UK\" }\n";
        parse(text, "agents.toml").unwrap()
    }

    fn column(name: &str) -> ColumnRef {
        ColumnRef::Name(name.into())
    }

    #[test]
    fn a_segment_is_read_by_its_levels_after_aliases() {
        let of = |levels: &[usize]| Ok(Condition::Level { segment: 0, levels: levels.to_vec() });
        assert_eq!(parse_where("country=India|Brazil", &study()), of(&[0, 1]));
        assert_eq!(parse_where(" country = Great Britain | UK ", &study()), of(&[2]));
        assert_eq!(parse_where("country=*", &study()), of(&[0, 1, 2]));
    }

    #[test]
    fn a_name_that_is_no_segment_is_a_column() {
        let condition = parse_where("role=Chief|Head", &study()).unwrap();
        let values = vec!["Chief".to_owned(), "Head".to_owned()];
        assert_eq!(condition, Condition::Value { column: column("role"), values });
        assert_eq!(parse_where("role=*", &study()), Ok(Condition::Answered { column: column("role") }));
        assert_eq!(parse_where("#3=*", &study()), Ok(Condition::Answered { column: ColumnRef::Position(2) }));
    }

    #[test]
    fn a_backslash_makes_bar_and_equals_sign_literal() {
        let condition = parse_where(r"a\=b=c\|d|e=f|g\=h|i\j", &study()).unwrap();
        let values = ["c|d", "e=f", "g=h", r"i\j"].map(str::to_owned).to_vec();
        assert_eq!(condition, Condition::Value { column: column("a=b"), values });
    }

    #[test]
    fn bad_syntax_is_an_error_of_usage_and_an_unknown_level_is_not() {
        for argument in ["", "country", "=x", "country=", "country=a||b", r"a\=b", " = "] {
            let error = parse_where(argument, &study()).unwrap_err();
            assert!(error.is_usage(), "{argument}: {error}");
            assert!(error.to_string().contains("--where 'country=Brazil|India'"), "{error}");
        }
        let error = parse_where("country=Brasil", &study()).unwrap_err();
        assert!(!error.is_usage());
        assert_eq!(error.to_string(), "segment `country` has no level \"Brasil\"\nhint: did you mean \"Brazil\"?");
        let error = parse_where("country=Portugal", &study()).unwrap_err();
        assert!(error.to_string().contains("its levels are \"Brazil\", \"India\" and \"UK\""), "{error}");
        assert!(parse_where("#0=x", &study()).is_err());
    }
}
