//! The query of a plan, in the words of an engine.
//!
//! ```text
//! paradox_texts      every column that is read, as trimmed text; no answer is ''
//! paradox_numbers    beside them the numbers that some are, and the weight
//! paradox_keys       k1, k2, …: what texts are counted as;  t1, t2, …: as they are spelt
//! SELECT … FROM paradox_keys GROUP BY GROUPING SETS (a part each)
//! ```
//!
//! Names and values of the study stand in the query as quoted names and literals only, escaped as the engine reads them.

use super::Plan;
use super::keys::{End, Key, Limits};
use super::plan::Set;
use crate::error::{Error, Result, quoted};
use crate::load::cells::{self, Layout};
use crate::study::Study;

/// Which engine reads the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// PostgreSQL.
    Postgres,
    /// Spark SQL.
    Spark,
}

/// What the answers are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Table {
    /// A table or view, by the parts of its name: catalogue, schema, table.
    Named(Vec<String>),
    /// A file that the engine reads itself.
    File(String),
}

/// White space around a cell that does not count, as the loader trims it.
const BLANKS: [u32; 26] = [
    0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
    0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
];

/// A number as the engines read it; whatever else is one keeps its spelling, and is read from it.
const NUMBER: &str = "^[+-]?([0-9]{1,50}[.]?[0-9]{0,50}|[.][0-9]{1,50})([eE][+-]?[0-9]{1,2})?$";

/// Characters of a line of the query, but where a single item is longer.
const WIDTH: usize = 110;

/// Bytes of a name that PostgreSQL reads (`NAMEDATALEN` less one).
const POSTGRES_NAME: usize = 63;

/// The query that makes the cells of a study.
///
/// # Errors
/// What the study asks and cells cannot tell ([`Plan::of`]); a file or a text that the engine cannot be given.
pub fn query(study: &Study, dialect: Dialect, table: &Table) -> Result<String> {
    let plan = Plan::of(study)?;
    let layout = plan.layout();
    let of = Writing { plan: &plan, layout: &layout, dialect, decimal: study.data.decimal() };
    of.names_differ()?;
    of.text(&of.from(table)?)
}

struct Writing<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    dialect: Dialect,
    decimal: char,
}

impl Writing<'_> {
    fn text(&self, from: &str) -> Result<String> {
        let mut lines = vec![format!(
            "-- Cells {} for `paradox analyze --cells`. Save all rows as CSV with a header.",
            self.layout.fingerprint
        )];
        lines.push("WITH paradox_texts AS (".to_owned());
        lines.extend(select(&self.texts()?, from));
        lines.push("), paradox_numbers AS (".to_owned());
        lines.extend(select(&self.numbers()?, "paradox_texts"));
        lines.push("), paradox_keys AS (".to_owned());
        lines.extend(select(&self.keys()?, "paradox_numbers"));
        lines.push(")".to_owned());
        lines.push("SELECT".to_owned());
        lines.push(items(&self.results()?, "  "));
        lines.push("FROM paradox_keys".to_owned());
        let sets: Vec<String> =
            self.plan.sets.iter().map(|set| format!("({})", self.grouped(set).join(", "))).collect();
        lines.push("GROUP BY GROUPING SETS (".to_owned());
        lines.push(items(&sets, "  "));
        lines.push(")".to_owned());
        lines.push("UNION ALL -- whether the table has a column that says that its rows are synthetic".to_owned());
        lines.push(self.synthetic(from)?);
        Ok(lines.join("\n") + "\n")
    }

    /// What the answers are read from.
    fn from(&self, table: &Table) -> Result<String> {
        match table {
            Table::Named(parts) => Ok(parts.iter().map(|part| self.name(part)).collect::<Result<Vec<_>>>()?.join(".")),
            Table::File(path) if self.dialect == Dialect::DuckDb => {
                let path_text = self.literal(path)?;
                let lower = path.to_lowercase();
                if [".parquet", ".pq"].iter().any(|ending| lower.ends_with(ending)) {
                    return Ok(format!("read_parquet({path_text})"));
                }
                if [".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt"].iter().any(|ending| lower.ends_with(ending)) {
                    return Ok(format!("read_csv({path_text}, header = true, all_varchar = true)"));
                }
                Err(Error::new(format!("{} is no file that DuckDB is asked to read", quoted(path)))
                    .hint("it reads .csv, .tsv (.gz too) and .parquet; else name a table with --table"))
            }
            Table::File(path) => {
                Err(Error::usage(format!("{} is a file, which this engine does not read", quoted(path)))
                    .hint("name the table that holds the answers: --table responses"))
            }
        }
    }

    /// Every column that is read, as trimmed text.
    fn texts(&self) -> Result<Vec<String>> {
        let columns = self.plan.columns.iter().map(ToString::to_string).enumerate();
        let named = columns.map(|(at, column)| (column, format!("t{}", at + 1)));
        let weight = self.plan.weight.iter().map(|column| (column.to_string(), "tw".to_owned()));
        named
            .chain(weight)
            .map(|(column, as_name)| Ok(format!("{} AS {as_name}", self.trimmed(&self.name(&column)?))))
            .collect()
    }

    fn trimmed(&self, column: &str) -> String {
        let text = match self.dialect {
            Dialect::DuckDb => format!("CAST({column} AS VARCHAR)"),
            Dialect::Postgres => format!("CAST({column} AS TEXT)"),
            Dialect::Spark => format!("CAST({column} AS STRING)"),
        };
        let blanks = self.blanks();
        match self.dialect {
            Dialect::DuckDb => format!("COALESCE(TRIM({text}, {blanks}), '')"),
            Dialect::Postgres | Dialect::Spark => format!("COALESCE(TRIM(BOTH {blanks} FROM {text}), '')"),
        }
    }

    fn blanks(&self) -> String {
        match self.dialect {
            Dialect::DuckDb => {
                let all: Vec<String> = BLANKS.iter().map(|code| format!("chr({code})")).collect();
                format!("concat({})", all.join(", "))
            }
            Dialect::Postgres => format!("E'{}'", self.escaped_blanks()),
            Dialect::Spark => format!("'{}'", self.escaped_blanks()),
        }
    }

    fn escaped_blanks(&self) -> String {
        BLANKS.iter().map(|code| format!("\\u{code:04x}")).collect()
    }

    /// The texts, the numbers that the keys ask for, and the weight.
    fn numbers(&self) -> Result<Vec<String>> {
        let mut all = vec!["*".to_owned()];
        for (at, key) in self.plan.keys.iter().enumerate() {
            if !key.ranges.is_empty() {
                all.push(format!("{} AS x{}", self.number(&format!("t{}", at + 1))?, at + 1));
            }
        }
        if self.plan.weight.is_some() {
            all.push(format!("{} AS w", self.number("tw")?));
        }
        Ok(all)
    }

    /// The number that a text is.
    fn number(&self, text: &str) -> Result<String> {
        let point = match self.decimal {
            '.' => text.to_owned(),
            other => format!("REPLACE(REPLACE({text}, '.', '?'), {}, '.')", self.literal(&other.to_string())?),
        };
        let (pattern, double) = (self.literal(NUMBER)?, self.double());
        Ok(match self.dialect {
            Dialect::DuckDb => {
                format!("CASE WHEN regexp_matches({point}, {pattern}) THEN TRY_CAST({point} AS {double}) END")
            }
            Dialect::Postgres => format!("CASE WHEN {point} ~ {pattern} THEN CAST({point} AS {double}) END"),
            Dialect::Spark => format!("CASE WHEN {point} RLIKE {pattern} THEN CAST({point} AS {double}) END"),
        })
    }

    /// What texts are counted as; as they are spelt, where a part tells that; the weight.
    fn keys(&self) -> Result<Vec<String>> {
        let mut all = Vec::new();
        for (at, key) in self.plan.keys.iter().enumerate() {
            all.push(format!("{} AS k{}", self.key(at + 1, key)?, at + 1));
        }
        let spelt = (0..self.plan.keys.len()).filter(|at| self.is_spelt(*at));
        all.extend(spelt.map(|at| format!("t{}", at + 1)));
        if self.plan.weight.is_some() {
            let (above, zero) = (cells::ABOVE_ZERO, cells::ZERO);
            all.push(format!("CASE WHEN w > 0 THEN '{above}' WHEN w = 0 THEN '{zero}' ELSE tw END AS kw"));
            all.push("w".to_owned());
        }
        if all.is_empty() {
            all.push("1 AS one".to_owned());
        }
        Ok(all)
    }

    fn is_spelt(&self, column: usize) -> bool {
        self.plan.sets.iter().any(|set| set.texts.contains(&column))
    }

    fn key(&self, number: usize, key: &Key) -> Result<String> {
        if key.is_text() {
            return Ok(format!("t{number}"));
        }
        let text = format!("t{number}");
        let listed = |texts: Vec<&String>| -> Result<String> {
            let literals = texts.into_iter().map(|text| self.literal(text)).collect::<Result<Vec<_>>>()?;
            Ok(format!("{text} IN ({})", literals.join(", ")))
        };
        let (alone, merged): (Vec<_>, Vec<_>) = key.named.iter().partition(|(texts, _)| texts.len() == 1);
        let mut cases = String::new();
        if !alone.is_empty() {
            cases += &format!(" WHEN {} THEN {text}", listed(alone.iter().map(|(_, text)| text).collect())?);
        }
        for (texts, stands) in merged {
            cases += &format!(" WHEN {} THEN {}", listed(texts.iter().collect())?, self.literal(stands)?);
        }
        for (limits, stands) in &key.ranges {
            cases += &format!(" WHEN {} THEN {}", self.within(&format!("x{number}"), limits), self.literal(stands)?);
        }
        let rest = match &key.rest {
            Some(rest) => self.literal(rest)?,
            None => text.clone(),
        };
        Ok(format!("CASE{cases} ELSE {rest} END"))
    }

    fn within(&self, number: &str, limits: &Limits) -> String {
        let cut = |limit: f64| format!("CAST({limit:?} AS {})", self.double());
        let side = |limit: Option<(f64, End)>, included: &str, excluded: &str| {
            let (limit, end) = limit?;
            Some(format!("{number} {} {}", if end == End::Included { included } else { excluded }, cut(limit)))
        };
        match (limits.from, limits.to) {
            (Some((from, End::Included)), Some((to, End::Included))) if from == to => {
                format!("{number} = {}", cut(from))
            }
            (from, to) => {
                let sides = [side(from, ">=", ">"), side(to, "<=", "<")];
                sides.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
            }
        }
    }

    fn double(&self) -> &'static str {
        if self.dialect == Dialect::Postgres { "DOUBLE PRECISION" } else { "DOUBLE" }
    }

    /// By what the rows of a part are grouped.
    fn grouped(&self, set: &Set) -> Vec<String> {
        let keys = set.keys.iter().map(|at| format!("k{}", at + 1));
        let weight = (set.is_counted && self.plan.weight.is_some()).then(|| "kw".to_owned());
        keys.chain(set.texts.iter().map(|at| format!("t{}", at + 1))).chain(weight).collect()
    }

    /// The columns of the file of cells.
    fn results(&self) -> Result<Vec<String>> {
        let mut parts = String::new();
        for (at, set) in self.plan.sets.iter().enumerate() {
            let grouped = self.grouped(set);
            let is = grouped.iter().map(|key| format!("GROUPING({key}) = 0")).collect::<Vec<_>>().join(" AND ");
            let is = if is.is_empty() { "TRUE".to_owned() } else { is };
            parts += &format!("\n    WHEN {is} THEN '{}'", self.layout.name(at));
        }
        let mut all = vec![format!("CASE{parts} END AS {}", cells::CELLS), format!("COUNT(*) AS {}", cells::N)];
        if self.plan.weight.is_some() {
            all.push(format!("kw AS {}", cells::WEIGHT));
            all.push(format!("SUM(w) AS {}", cells::W));
            all.push(format!("SUM(w * w) AS {}", cells::W2));
        }
        for (at, column) in self.plan.columns.iter().enumerate() {
            let is_key = self.plan.sets.iter().any(|set| set.keys.contains(&at));
            let shown = match (is_key, self.is_spelt(at)) {
                (true, true) => format!("COALESCE(t{0}, k{0})", at + 1),
                (false, true) => format!("t{}", at + 1),
                (true, false) => format!("k{}", at + 1),
                (false, false) => self.null(),
            };
            all.push(format!("{shown} AS {}", self.name(&column.to_string())?));
        }
        Ok(all)
    }

    fn null(&self) -> String {
        format!("CAST(NULL AS {})", if self.dialect == Dialect::Spark { "STRING" } else { "VARCHAR" })
    }

    /// A row where a column `synthetic` of the table says yes, whatever its capitals. Where names have none, the name means a
    /// column of the table, or, where it has none, the NULL outside.
    fn synthetic(&self, from: &str) -> Result<String> {
        let mut all = vec![format!("'{}/{}'", self.layout.fingerprint, cells::SYNTHETIC), "0".to_owned()];
        all.extend((2..self.layout.own().len() + self.plan.columns.len()).map(|_| "NULL".to_owned()));
        if self.dialect == Dialect::Postgres {
            // A name is one with its capitals there: all names of the table are looked at, and what the columns hold only
            // where one is it.
            let says = self.trimmed("\"paradox_cell\".value");
            return Ok(format!(
                "SELECT {}\nWHERE CASE WHEN EXISTS (\n  \
                 SELECT 1 FROM (SELECT to_jsonb(\"paradox_row\") AS whole FROM {from} AS \"paradox_row\" LIMIT 1) AS \"first\",\n    \
                 jsonb_object_keys(\"first\".whole) AS \"name\" WHERE LOWER(\"name\") = 'synthetic'\n\
                 ) THEN EXISTS (\n  \
                 SELECT 1 FROM {from} AS \"paradox_row\", jsonb_each_text(to_jsonb(\"paradox_row\")) AS \"paradox_cell\"\n  \
                 WHERE LOWER(\"paradox_cell\".key) = 'synthetic' AND LOWER({says}) = 'yes'\n\
                 ) ELSE FALSE END",
                all.join(", ")
            ));
        }
        let says = self.trimmed("synthetic");
        let (outside, null) = (self.name("outside")?, self.null());
        Ok(format!(
            "SELECT {}\nFROM (SELECT {null} AS synthetic) AS {outside}\nWHERE EXISTS (SELECT 1 FROM {from} WHERE LOWER({says}) = 'yes')",
            all.join(", ")
        ))
    }

    /// That the engine tells all columns apart: it would answer of one what is asked of the other.
    fn names_differ(&self) -> Result<()> {
        let (engine, folded): (_, fn(&str) -> String) = match self.dialect {
            Dialect::DuckDb => ("DuckDB", str::to_lowercase),
            Dialect::Spark => ("Spark", str::to_lowercase),
            Dialect::Postgres => ("PostgreSQL", as_postgres_reads),
        };
        let names: Vec<String> = self.plan.columns.iter().chain(&self.plan.weight).map(ToString::to_string).collect();
        for (at, name) in names.iter().enumerate() {
            if let Some(same) = names[..at].iter().find(|before| folded(before) == folded(name)) {
                let what = format!("{engine} takes columns {} and {} for one and the same", quoted(same), quoted(name));
                return Err(Error::new(what).hint(match self.dialect {
                    Dialect::Postgres => "it reads 63 bytes of a name: give it a view with shorter names",
                    _ => "it does not tell capitals from small letters: give it a view with other names",
                }));
            }
        }
        Ok(())
    }

    /// A name, quoted.
    fn name(&self, name: &str) -> Result<String> {
        self.possible(name)?;
        Ok(match self.dialect {
            Dialect::DuckDb | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
            Dialect::Spark if name.contains("${") => {
                return Err(Error::new(format!("Spark would fill in the name {}", quoted(name))).hint(
                    "${…} is a variable in Spark SQL, also within quotes: give the table a view with another name",
                ));
            }
            Dialect::Spark => format!("`{}`", name.replace('`', "``")),
        })
    }

    /// A text, quoted.
    fn literal(&self, text: &str) -> Result<String> {
        self.possible(text)?;
        Ok(match self.dialect {
            // A backslash is one in a plain literal of PostgreSQL only as long as a setting says so.
            Dialect::Postgres if text.contains('\\') => {
                format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
            }
            Dialect::DuckDb | Dialect::Postgres => format!("'{}'", text.replace('\'', "''")),
            // A dollar could begin a variable, which Spark fills in before it reads the query.
            Dialect::Spark => {
                let text = text.replace('\\', "\\\\").replace('\'', "\\'").replace('$', "\\u0024");
                format!("'{text}'")
            }
        })
    }

    fn possible(&self, text: &str) -> Result<()> {
        match text.contains('\0') {
            false => Ok(()),
            true => Err(Error::new(format!("{} holds a NUL, which no query can", quoted(text)))
                .hint("take it out of the study file")),
        }
    }
}

/// The first whole letters of a name, as many as PostgreSQL reads.
fn as_postgres_reads(name: &str) -> String {
    let end = (0..=POSTGRES_NAME.min(name.len())).rev().find(|&at| name.is_char_boundary(at));
    name[..end.unwrap_or_default()].to_owned()
}

/// `SELECT items FROM table`, as lines within a WITH.
fn select(all: &[String], from: &str) -> Vec<String> {
    vec!["  SELECT".to_owned(), items(all, "    "), format!("  FROM {from}")]
}

/// Items of a list, as many to a line as fit.
fn items(all: &[String], indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (at, item) in all.iter().enumerate() {
        let item = if at + 1 < all.len() { format!("{item},") } else { item.clone() };
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + item.chars().count() <= WIDTH && !item.contains('\n') => {
                line.push(' ');
                line.push_str(&item);
            }
            _ => lines.push(format!("{indent}{item}")),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::is_space;

    #[test]
    fn a_query_trims_what_the_loader_trims() {
        let trimmed: Vec<u32> =
            (0..=u32::from(char::MAX)).filter(|&c| char::from_u32(c).is_some_and(is_space)).collect();
        let mut blanks = BLANKS.to_vec();
        blanks.sort_unstable();
        assert_eq!(blanks, trimmed);
    }
}
