//! Tables of a page: numbers to the right, each with what it rests on; on a telephone every row is a block of its own.
//!
//! On a narrow page a cell is led by the head of its column. Tables with the same heads share one set of style rules for
//! that, so that no cell carries a copy.

use std::collections::BTreeMap;

use super::data::verdict_class;
use super::text::{css_string, escape};
use crate::report::{About, Align, CellMark, Column, Table};
use crate::results::Results;

/// The heads that occur, each with the class of its tables.
#[derive(Default)]
pub(super) struct Heads {
    known: BTreeMap<Vec<String>, usize>,
}

impl Heads {
    pub(super) fn class(&mut self, heads: &[&str]) -> String {
        // The first column names the row and needs no head.
        let heads: Vec<String> = heads.iter().skip(1).map(|head| (*head).to_owned()).collect();
        let next = self.known.len();
        format!("h{}", self.known.entry(heads).or_insert(next))
    }

    /// The style rules.
    pub(super) fn css(&self) -> String {
        let mut css = String::from("@media screen and (max-width:719px){\n");
        for (heads, at) in &self.known {
            for (column, head) in heads.iter().enumerate() {
                css.push_str(&format!(".h{at} td:nth-child({})::before{{content:{}}}\n", column + 2, css_string(head)));
            }
        }
        css.push_str("}\n");
        css
    }
}

/// Where a part of the results stands in the page.
pub(super) type Places = BTreeMap<(usize, Option<usize>), String>;

/// The key of a part under which its place is known.
pub(super) fn key(about: About) -> Option<(usize, Option<usize>)> {
    match about {
        About::Whole => None,
        About::Outcome(outcome) => Some((outcome, None)),
        About::Comparison(outcome, segment) => Some((outcome, Some(segment))),
    }
}

/// A table of the document.
pub(super) fn table(table: &Table, heads: &mut Heads, places: &Places, results: &Results) -> String {
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    let is_matrix = table.marks.values().any(|mark| matches!(mark, CellMark::About(About::Comparison(..))));
    let kind = if is_matrix { "matrix" } else { "rows" };
    let mut out = format!(
        "<div class=fit><table class=\"{kind} {}\"><caption>{}</caption>\n<thead><tr>",
        heads.class(&titles),
        escape(&table.caption)
    );
    for column in &table.columns {
        out.push_str(&format!("<th scope=col{}>{}", class(column), escape(&column.title)));
    }
    out.push_str("<tbody>\n");
    for (row, cells) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (at, (column, text)) in table.columns.iter().zip(cells).enumerate() {
            let mark = table.marks.get(&(row, at));
            let place = match mark {
                Some(CellMark::About(about)) => key(*about).and_then(|key| places.get(&key)),
                _ => None,
            };
            let inside = match (mark, place) {
                (Some(CellMark::About(About::Comparison(outcome, segment))), Some(place)) => {
                    let c = &results.outcomes[*outcome].segments[*segment];
                    let class = verdict_class(c.verdict);
                    format!(
                        "<a href=\"#{place}\" class=\"verdict {class}\" data-c=\"{outcome},{segment}\">{}</a>",
                        escape(text)
                    )
                }
                (_, Some(place)) => format!("<a href=\"#{place}\">{}</a>", escape(text)),
                _ => escape(text),
            };
            let detail = match mark {
                Some(CellMark::Detail(detail)) => format!(" data-d=\"{}\"", escape(detail)),
                _ => String::new(),
            };
            match at {
                0 => out.push_str(&format!("<th scope=row{detail}>{inside}")),
                _ => out.push_str(&format!("<td{}{detail}>{inside}", class(column))),
            }
        }
        out.push('\n');
    }
    out.push_str("</table></div>\n");
    out
}

fn class(column: &Column) -> &'static str {
    match column.align {
        Align::Left => "",
        Align::Right => " class=n",
    }
}
