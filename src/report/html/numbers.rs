//! The numbers of a file as a table to be read: its columns but those that say nothing, shares in percent.
//!
//! ```text
//! outcome,segment,level,n,…,rate,se,low,high,flags          segment · level · n · n_yes · rate · low to high
//! ```

use super::table::{Head, Heads};
use super::text::escape;
use crate::report::Align;
use crate::report::csv::Numbers;
use crate::results::format::written;

/// Columns that stand in the file for those who compute, and are left out here.
const LEFT_OUT: [&str; 3] = ["outcome", "se", "flags"];
/// The two ends of an interval, which share a column.
const ENDS: [&str; 2] = ["low", "high"];

/// The table of a file.
pub(super) fn numbers(table: &Numbers, caption: &str, heads: &mut Heads) -> String {
    let Some((head, rows)) = table.rows.split_first() else { return String::new() };
    let columns = columns(head, rows, table.has_shares);
    let texts: Vec<Vec<String>> = rows.iter().map(|row| columns.iter().map(|c| c.text(row)).collect()).collect();
    let cells = |at: usize| texts.iter().map(move |row| row[at].as_str());
    let named: Vec<Head> =
        columns.iter().enumerate().map(|(at, c)| Head::new(&c.title, c.align(), cells(at))).collect();
    let mut out = heads.open("rows", "", caption, &named);
    for row in &texts {
        out.push_str("<tr>");
        for cell in row {
            out.push_str(&format!("<td>{}", escape(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
    out
}

/// A column of the table: one of the file, or the two ends of an interval.
struct Column {
    title: String,
    from: Vec<usize>,
    is_number: bool,
    /// A share, which is read in percent.
    is_share: bool,
}

impl Column {
    fn align(&self) -> Align {
        if self.is_number { Align::Right } else { Align::Left }
    }

    fn text(&self, row: &[String]) -> String {
        let cells: Vec<String> = self
            .from
            .iter()
            .map(|&at| self.figure(row.get(at).map(String::as_str).unwrap_or_default()))
            .filter(|cell| !cell.is_empty())
            .collect();
        cells.join(" to ")
    }

    fn figure(&self, text: &str) -> String {
        match text.parse::<f64>() {
            Ok(value) if self.is_share => format!("{}%", written(&format!("{:.1}", value * 100.0))),
            Ok(value) if self.is_number && text.contains('.') => {
                written(format!("{value:.3}").trim_end_matches('0').trim_end_matches('.'))
            }
            _ => text.to_owned(),
        }
    }
}

fn columns(head: &[String], rows: &[Vec<String>], has_shares: bool) -> Vec<Column> {
    let position = |name: &str| head.iter().position(|h| h == name);
    let cells = |at: usize| rows.iter().map(move |row| row.get(at).map(String::as_str).unwrap_or_default());
    let n = position("n");
    let is_base = |at: usize| n.is_some_and(|n| n != at && cells(n).eq(cells(at)));
    let mut columns = Vec::new();
    for (at, name) in head.iter().map(String::as_str).enumerate() {
        let says = cells(at).any(|text| !text.is_empty() && text != "0");
        let adds = says && !LEFT_OUT.contains(&name) && !(name.starts_with("n_") && is_base(at));
        let from = match name {
            "high" if position("low").is_some() => continue,
            "low" => ENDS.iter().filter_map(|end| position(end)).collect(),
            _ => vec![at],
        };
        if adds {
            columns.push(Column {
                title: if from.len() > 1 { "interval".to_owned() } else { name.to_owned() },
                is_number: from.iter().all(|&at| cells(at).all(is_figure)),
                is_share: has_shares && matches!(name, "rate" | "low" | "high"),
                from,
            });
        }
    }
    columns
}

/// A number, or what stands for one that is missing or not shown.
fn is_figure(text: &str) -> bool {
    text.is_empty() || text == "-" || text.parse::<f64>().is_ok()
}
