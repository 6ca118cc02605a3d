//! A banner table for scripts: one line a cell.
//!
//! ```text
//! outcome,answer,kind,segment,within,level,letter,n,n_weighted,n_effective,value,low,high,share_of_answers,letters,flags
//! ```
//!
//! Numbers are written so that reading them back gives the same double; a figure that may not be shown is a dash. A
//! label that a spreadsheet would take for a formula gets an apostrophe.

use crate::report::csv::{flag_name, label};
use crate::results::Flag;
use crate::results::table::{Banner, RowKind};

/// Names of its columns.
pub const HEADER: [&str; 16] = [
    "outcome",
    "answer",
    "kind",
    "segment",
    "within",
    "level",
    "letter",
    "n",
    "n_weighted",
    "n_effective",
    "value",
    "low",
    "high",
    "share_of_answers",
    "letters",
    "flags",
];

/// What stands for a figure that is not shown.
const DASH: &str = "-";

/// The table as CSV.
pub fn csv(banner: &Banner) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut write = |cells: Vec<String>| {
        writer.write_record(cells).expect("memory takes every byte, and every record has the cells of the header");
    };
    write(HEADER.map(str::to_owned).to_vec());
    for row in &banner.rows {
        let kind = match row.kind {
            RowKind::Rate => "rate",
            RowKind::Mean => "mean",
            RowKind::Total => "total",
            RowKind::Median => "median",
            RowKind::Quantile => "quantile",
            RowKind::Nps => "nps",
            RowKind::Answer => "answer",
            RowKind::Net => "net",
        };
        for (at, (cell, column)) in row.cells.iter().zip(&banner.columns).enumerate() {
            let is_hidden = cell.flags.contains(&Flag::Suppressed);
            let figure = |value: Option<f64>| match is_hidden {
                true => DASH.to_owned(),
                false => value.map(|value| value.to_string()).unwrap_or_default(),
            };
            let mut flags: Vec<&str> = (cell.flags.iter())
                .filter(|flag| !(is_hidden && **flag == Flag::ZeroOrOne))
                .map(|flag| flag_name(*flag))
                .collect();
            if banner.synthetic {
                flags.push("synthetic");
            }
            write(vec![
                label(&row.outcome),
                label(row.level.as_deref().unwrap_or_default()),
                kind.to_owned(),
                label(column.segment.as_deref().unwrap_or_default()),
                label(&column.within.join(" > ")),
                label(column.level.as_deref().unwrap_or_default()),
                column.letter.clone().unwrap_or_default(),
                cell.n.to_string(),
                cell.n_weighted.to_string(),
                cell.n_effective.map_or_else(|| DASH.to_owned(), |n| n.to_string()),
                figure(cell.rate.or(cell.mean)),
                figure(cell.ci.map(|ci| ci.low)),
                figure(cell.ci.map(|ci| ci.high)),
                figure(cell.share_of_answers),
                banner.letters(row, at).join(" "),
                flags.join(";"),
            ]);
        }
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("every cell is text")
}
