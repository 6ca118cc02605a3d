//! A title above the header, as exports to a spreadsheet have it.
//!
//! ```text
//! Customer survey 2026                    one text: read as the header, it would name the first column
//!                                         or a line below it
//! Nr    Plan    Would you buy again?      the header: several texts, none of them a number, none twice
//! 1     Team    Yes
//! ```
//!
//! It may be a header with one name: only where a column is not found, or nobody named one (`init`), it is told.

use std::collections::BTreeSet;

use crate::error::quoted;

/// Rows below the first one that are looked at.
pub const MOST_BELOW: usize = 5;

/// Texts of a row that may be the header.
const LEAST_NAMES: usize = 3;

/// Rows that a header can have.
const MOST_HEADER_ROWS: usize = 3;

/// What stands above the header, and where that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    text: String,
    /// What a row is called, where the title stands, and where the header.
    unit: &'static str,
    rows: [u64; 2],
    /// Texts of the header.
    names: usize,
    /// Rows up to the header, as `header_rows` counts them.
    header_rows: usize,
}

impl Title {
    /// The title among the first rows of a file, each with its number and its cells.
    pub fn of<'a>(unit: &'static str, rows: impl IntoIterator<Item = (u64, Vec<&'a str>)>) -> Option<Self> {
        let mut title = None;
        for (above, (number, cells)) in rows.into_iter().enumerate() {
            let texts: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
            match (&title, texts.as_slice()) {
                (None, [only]) => title = Some(((*only).to_owned(), number)),
                (Some(_), [] | [_]) => {}
                (Some((text, first)), names) => {
                    let distinct: BTreeSet<&&str> = names.iter().collect();
                    let is_header = names.len() >= LEAST_NAMES
                        && distinct.len() == names.len()
                        && names.iter().all(|name| name.parse::<f64>().is_err());
                    return is_header.then(|| Title {
                        text: text.clone(),
                        unit,
                        rows: [*first, number],
                        names: names.len(),
                        header_rows: above + 1,
                    });
                }
                (None, _) => return None,
            }
        }
        None
    }

    /// What is seen: "line 1 holds one text and line 3 holds 7: the header seems to be line 3".
    pub fn words(&self) -> String {
        let Title { unit, rows: [first, header], names, .. } = self;
        format!(
            "{unit} {first} holds one text and {unit} {header} holds {names}: the header seems to be {unit} {header}"
        )
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let delete = "delete what stands above it";
        match self.header_rows {
            rows @ ..=MOST_HEADER_ROWS => format!(
                "{delete}, or read all as the header: --header-rows {rows} (in a study file: header_rows = {rows} under \
                 [data]); the column below the title is then called {}",
                quoted(&self.text)
            ),
            _ => delete.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[&str]]) -> Option<Title> {
        Title::of("line", (1..).zip(rows.iter().map(|row| row.to_vec())))
    }

    #[test]
    fn one_text_above_several_names_is_a_title() {
        let title = of(&[&["Survey 2026", "", ""], &["", "", ""], &["Nr", "Plan", "Again?"], &["1", "Team", "Yes"]]);
        let title = title.expect("a title");
        assert_eq!(title.words(), "line 1 holds one text and line 3 holds 3: the header seems to be line 3");
        assert!(title.hint().contains("--header-rows 3 ") && title.hint().contains("\"Survey 2026\""));
        let deep = of(&[&["Survey"], &["of"], &["2026"], &["a", "b", "c"]]).expect("a title");
        assert_eq!(deep.hint(), "delete what stands above it");
    }

    /// A file of one column, a header of several names, an unnamed index, answers below one name.
    #[test]
    fn a_header_is_no_title() {
        for rows in [
            &[&["answer"][..], &["Yes"], &["No"]][..],
            &[&["Nr", "Plan", "Again?"], &["1", "Team", "Yes"]],
            &[&["", "", ""], &["a", "b", "c"]],
            &[&["Nr", "", ""], &["1", "Team", "Yes"]],
            &[&["Plan", "", ""], &["Yes", "Yes", "No"]],
            &[],
        ] {
            assert_eq!(of(rows), None, "{rows:?}");
        }
    }
}
