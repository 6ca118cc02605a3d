//! Where in a file something stands, in the words of its format.
//!
//! ```text
//! agents.csv, line 118     agents.xlsx, sheet "Answers", row 118, column B     agents.sav, case 117     agents.dta, observation 117
//! agents, row 118 (number 18 of agents/part-1.parquet)
//! ```

use crate::error::quoted;

/// What a row of a file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Of a text file, from 1, as an editor counts.
    #[default]
    Line,
    /// Of a sheet, from 1, as Excel counts; of a Parquet or Arrow file.
    Row,
    /// Of an SPSS file, from 1.
    Case,
    /// Of a Stata file, from 1.
    Observation,
}

impl Unit {
    /// The word for one.
    pub fn one(self) -> &'static str {
        match self {
            Unit::Line => "line",
            Unit::Row => "row",
            Unit::Case => "case",
            Unit::Observation => "observation",
        }
    }

    /// The word for several.
    pub fn many(self) -> &'static str {
        match self {
            Unit::Line => "lines",
            Unit::Row => "rows",
            Unit::Case => "cases",
            Unit::Observation => "observations",
        }
    }
}

/// A file, or a sheet of one, as messages name it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    file: String,
    unit: Unit,
    /// Of text: lines above the header.
    above: u64,
    /// Of a sheet: its name, the row of its header, and the names of its columns.
    sheet: Option<Sheet>,
    /// Of a folder: its parts, and the number of the last row of each.
    parts: Vec<(String, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sheet {
    name: String,
    header_row: u64,
    columns: Vec<String>,
}

impl Place {
    /// A file whose rows are called so.
    pub fn new(file: &str, unit: Unit) -> Self {
        Place { file: file.to_owned(), unit, ..Place::default() }
    }

    /// A text file with so many lines above its header.
    pub fn text(file: &str, above: u64) -> Self {
        Place { above, ..Place::new(file, Unit::Line) }
    }

    /// A sheet of a workbook.
    pub fn sheet(file: &str, name: &str, header_row: u64, columns: &[String]) -> Self {
        let sheet = Sheet { name: name.to_owned(), header_row, columns: columns.to_vec() };
        Place { file: file.to_owned(), unit: Unit::Row, sheet: Some(sheet), ..Place::default() }
    }

    /// A folder whose parts have so many rows each.
    #[cfg(feature = "polars")]
    pub fn folder(folder: &str, parts: Vec<(String, u64)>) -> Self {
        let mut last = 0_u64;
        let parts = parts.into_iter().map(|(name, rows)| {
            last = last.saturating_add(rows);
            (name, last)
        });
        Place { file: folder.to_owned(), unit: Unit::Row, parts: parts.collect(), ..Place::default() }
    }

    /// What a row is called.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The file, with its sheet: "agents.xlsx, sheet "Answers"".
    pub fn file(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{}, sheet {}", self.file, quoted(&sheet.name)),
            None => self.file.clone(),
        }
    }

    /// Where the names of the columns stand: "agents.csv, line 1".
    pub fn header(&self) -> String {
        match (&self.sheet, self.unit) {
            (Some(sheet), _) => format!("{}, row {}", self.file(), sheet.header_row),
            (None, Unit::Line) => format!("{}, line {}", self.file, self.above + 1),
            (None, _) => self.file.clone(),
        }
    }

    /// A row: "agents.csv, line 118".
    pub fn row(&self, row: u64) -> String {
        format!("{}, {} {row}{}", self.file(), self.unit.one(), self.part(row))
    }

    /// Where in the parts of a folder a row stands: " (number 18 of part-1.parquet)"; else nothing.
    pub fn part(&self, row: u64) -> String {
        let at = self.parts.partition_point(|(_, last)| *last < row);
        let before = at.checked_sub(1).map_or(0, |at| self.parts[at].1);
        self.parts
            .get(at)
            .map_or(String::new(), |(name, _)| format!(" (number {} of {name})", row.saturating_sub(before)))
    }

    /// A column by its name or position as its format names it beside that: ", column B" of a sheet, else nothing.
    pub fn letters(&self, column: &str) -> String {
        let Some(sheet) = &self.sheet else { return String::new() };
        let position = column.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
        let named = sheet.columns.iter().position(|name| name == column);
        match named.or(position.and_then(|position| position.checked_sub(1))) {
            Some(at) => format!(", column {}", letters(at)),
            None => String::new(),
        }
    }
}

/// The letters of a column of a sheet, from A.
///
/// ```
/// use paradox::load::letters;
/// assert_eq!([letters(0), letters(25), letters(26), letters(701), letters(702)], ["A", "Z", "AA", "ZZ", "AAA"]);
/// ```
pub fn letters(mut at: usize) -> String {
    let mut reversed = Vec::new();
    loop {
        reversed.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            return reversed.iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}
