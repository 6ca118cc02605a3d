//! Which column is meant: by its header, or by its position where the header is empty or repeated.

use std::collections::BTreeMap;

use crate::error::{Error, quoted};
use crate::study::{ColumnRef, Study, needed_columns};

use super::place::Place;

/// The header of a file.
pub struct Header {
    place: Place,
    names: Vec<String>,
    /// Where each name stands.
    positions: BTreeMap<String, Vec<usize>>,
}

impl Header {
    /// Names as they stand in the file, trimmed.
    pub fn new(place: &Place, names: Vec<String>) -> Self {
        let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            positions.entry(name.clone()).or_default().push(at);
        }
        Header { place: place.clone(), names, positions }
    }

    /// The names of the columns under several header rows: the first text that stands in each.
    pub fn first_texts(rows: &[Vec<String>]) -> Vec<String> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let texts = |at: usize| rows.iter().filter_map(move |row| row.get(at)).find(|text| !text.is_empty());
        (0..columns).map(|at| texts(at).cloned().unwrap_or_default()).collect()
    }

    /// Number of columns.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of a column, or its position where it has none.
    pub fn name(&self, at: usize) -> String {
        match self.names.get(at) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("#{}", at + 1),
        }
    }

    /// The position of a column.
    ///
    /// # Errors
    /// If no column, or more than one, has the name.
    pub fn find(&self, column: &ColumnRef) -> Result<usize, Error> {
        let name = match column {
            ColumnRef::Position(at) if *at < self.len() => return Ok(*at),
            ColumnRef::Position(at) => {
                let place = format!("{}, has {} columns", self.place.header(), self.len());
                return Err(Error::new(format!("there is no column {}", at + 1)).at(place));
            }
            ColumnRef::Name(name) => name,
        };
        let found = self.positions.get(name).map_or(&[][..], Vec::as_slice);
        match found {
            [at] => Ok(*at),
            [] => Err(self.absent(name)),
            [first, second, ..] => {
                Err(Error::new(format!("{} columns are called `{name}`", found.len())).at(self.place.header()).hint(
                    format!("name the one that is meant by its position: \"#{}\" or \"#{}\"", first + 1, second + 1),
                ))
            }
        }
    }

    /// Positions of the columns that a study asks for, as far as they are there; a column `synthetic` is always asked.
    pub fn asked(&self, study: &Study) -> Vec<usize> {
        let batteries = study.batteries.iter().flat_map(|battery| battery.columns.iter().cloned());
        let duration = study.data.duration.iter().map(|duration| duration.column.clone());
        let needed = needed_columns(study).into_iter().map(|needed| needed.column);
        let named = needed.chain(duration).chain(batteries).filter_map(|column| self.find(&column).ok());
        let synthetic = (0..self.len()).filter(|&at| self.is_synthetic(at));
        named.chain(synthetic).collect()
    }

    /// Whether a column says that the data are synthetic.
    pub fn is_synthetic(&self, at: usize) -> bool {
        self.name(at).eq_ignore_ascii_case("synthetic")
    }

    fn absent(&self, name: &str) -> Error {
        let error = Error::new(format!("column `{name}` is not in the file"));
        if let [only] = self.names.as_slice() {
            for (c, word) in [(';', "semicolons"), ('\t', "tabs"), ('|', "bars"), (',', "commas")] {
                if only.contains(c) {
                    let delimiter = if c == '\t' { "\\t".into() } else { c.to_string() };
                    return error.at(format!("{}, was read as one column", self.place.header())).hint(format!(
                        "the file seems to be separated by {word}: write delimiter = \"{delimiter}\" under [data] of the study file"
                    ));
                }
            }
        }
        let error = error.at(format!("{}, {}", self.place.header(), self.listed()));
        match crate::study::suggest::nearest(name, self.names.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean {}?", quoted(near))),
            None => error.hint("write its name in the study file as the header spells it"),
        }
    }

    fn listed(&self) -> String {
        const MOST: usize = 8;
        let some: Vec<String> = (0..self.len().min(MOST)).map(|i| quoted(&self.name(i))).collect();
        let more = if self.len() > MOST { format!(" and {} more", self.len() - MOST) } else { String::new() };
        format!("has {}{more}", some.join(", "))
    }
}
