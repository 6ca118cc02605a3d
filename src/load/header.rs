//! Which column is meant: by its header, or by its position where the header is empty or repeated.

use std::collections::BTreeMap;

use crate::error::{Error, Result, quoted};
use crate::study::{ColumnRef, NeededColumn, Study, needed_columns, suggest};

use super::place::Place;
use super::title::Title;

/// Columns that the file lacks which are told one by one.
const MOST_ABSENT: usize = 20;

/// What may stand between cells, in words.
const DELIMITERS: [(char, &str); 4] = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars"), (',', "commas")];

/// What to do about a name that is like no other.
const SPELLING: &str = "write its name as the header spells it";

/// The header of a file.
pub struct Header {
    place: Place,
    names: Vec<String>,
    /// Where each name stands.
    positions: BTreeMap<String, Vec<usize>>,
    /// The first names that hold what may stand between cells.
    joined: Vec<usize>,
    /// What stands above the header, where it seems that this is none.
    title: Option<Title>,
}

/// What to do about a file that was read as one column of this name, where it holds what may stand between cells.
pub fn hint_of_one_column(name: &str) -> Option<String> {
    DELIMITERS.into_iter().find(|(c, _)| name.contains(*c)).map(of_separator)
}

fn of_separator((c, word): (char, &str)) -> String {
    let delimiter = if c == '\t' { "\\t".into() } else { c.to_string() };
    format!(
        "the file seems to be separated by {word}: --delimiter '{delimiter}', or delimiter = \"{delimiter}\" under [data] \
         of the study file"
    )
}

impl Header {
    /// Names as they stand in the file, trimmed.
    pub fn new(place: &Place, names: Vec<String>) -> Self {
        let mut positions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            positions.entry(name.clone()).or_default().push(at);
        }
        let holds = |&at: &usize| DELIMITERS.iter().any(|(c, _)| names[at].contains(*c));
        let joined = (0..names.len()).filter(holds).take(MOST_ABSENT).collect();
        Header { place: place.clone(), names, positions, joined, title: None }
    }

    /// The same, where a title may have been read as the header.
    pub fn under(self, title: Option<Title>) -> Self {
        Header { title, ..self }
    }

    /// Where nobody has named a column: that a title was read as the header.
    ///
    /// # Errors
    /// If it seems so.
    pub fn refuse_title(&self) -> Result<()> {
        match &self.title {
            Some(title) => Err(Error::new(title.words()).at(self.header()).hint(title.hint())),
            None => Ok(()),
        }
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

    /// The columns of those that a study needs which cannot be found, each by itself, those that are not there in one.
    pub fn lacking(&self, needed: &[NeededColumn]) -> Vec<Error> {
        let (mut errors, mut absent, mut more) = (Vec::new(), Vec::new(), 0);
        for column in needed {
            if let ColumnRef::Name(name) = &column.column
                && !self.positions.contains_key(name)
            {
                absent.push((name, column));
            } else if let Err(error) = self.find(&column.column) {
                match errors.len() < MOST_ABSENT {
                    true => errors.push(error.at(format!("needed by {}", column.needed_by))),
                    false => more += 1,
                }
            }
        }
        if more > 0 {
            errors.push(Error::new(format!("{more} further columns that the study needs cannot be told")));
        }
        match absent.as_slice() {
            [] => {}
            [(name, column)] => errors.push(self.absent(name).at(format!("needed by {}", column.needed_by))),
            [(first, _), ..] => {
                let what = match needed.len() == absent.len() {
                    true => format!("none of the {} columns that the study needs is in the file", absent.len()),
                    false => format!("{} columns that the study needs are not in the file", absent.len()),
                };
                let mut error = Error::new(what).at(self.header());
                for (name, column) in absent.iter().take(MOST_ABSENT) {
                    let near =
                        self.near(name).map_or(String::new(), |near| format!("; did you mean {}?", quoted(near)));
                    error = error.at(format!("`{name}`, needed by {}{near}", column.needed_by));
                }
                if absent.len() > MOST_ABSENT {
                    error = error.at(format!("and {} more", absent.len() - MOST_ABSENT));
                }
                errors.push(
                    error.hint(match (self.elsewhere(first), needed.len() == absent.len()) {
                        (Some(hint), _) => hint,
                        (None, true) => {
                            "is this the file that the study was written for? its first line must name the \
                                     columns; `paradox init` writes a study for another file"
                                .to_owned()
                        }
                        (None, false) => SPELLING.replace("its name", "their names"),
                    }),
                );
            }
        }
        errors
    }

    fn absent(&self, name: &str) -> Error {
        let error = Error::new(format!("column `{name}` is not in the file")).at(self.header());
        error.hint(match (self.elsewhere(name), self.near(name)) {
            (Some(hint), _) => hint,
            (_, Some(near)) => format!("did you mean {}?", quoted(near)),
            _ => SPELLING.to_owned(),
        })
    }

    /// The name in the header that is like another, or the only one of which that is a word.
    fn near(&self, name: &str) -> Option<&str> {
        let names = || self.names.iter().map(String::as_str);
        suggest::nearest(name, names()).or_else(|| suggest::only_with_word(name, names()))
    }

    /// What to do where the header seems to stand elsewhere, or its cells to be separated by something else.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let title = self.title.as_ref().map(|title| format!("{}; {}", title.words(), title.hint()));
        title.or_else(|| self.other_delimiter(name))
    }

    /// What to do where a cell of the header holds more than a name: all of them, or this one.
    fn other_delimiter(&self, name: &str) -> Option<String> {
        let found = DELIMITERS.into_iter().find(|(c, _)| match self.names.as_slice() {
            [only] => only.contains(*c),
            several => self.joined.iter().any(|&at| {
                let cell = &several[at];
                cell.contains(*c) && cell.split(*c).any(|part| part.trim() == name)
            }),
        });
        found.map(of_separator)
    }

    /// The place of the header and what stands in it.
    fn header(&self) -> String {
        match self.names.as_slice() {
            [only] if DELIMITERS.iter().any(|(c, _)| only.contains(*c)) => {
                format!("{}, was read as one column", self.place.header())
            }
            _ => format!("{}, {}", self.place.header(), self.listed()),
        }
    }

    fn listed(&self) -> String {
        const MOST: usize = 40;
        let some: Vec<String> = (0..self.len().min(MOST)).map(|i| quoted(&self.name(i))).collect();
        let more = if self.len() > MOST { format!(" and {} more", self.len() - MOST) } else { String::new() };
        format!("has {}{more}", some.join(", "))
    }
}
