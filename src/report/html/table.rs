//! Tables of a page: numbers to the right, each with what it rests on; on a telephone every row is a block of its own.
//!
//! On a narrow page a cell is led by the head of its column. Tables with the same heads share one set of style rules for
//! that, so that no cell carries a copy.

use std::collections::BTreeMap;

use super::data::verdict_class;
use super::text::{css_string, escape};
use crate::report::{About, Align, CellMark, Table};
use crate::results::Results;

/// The kinds of tables that occur, by their heads and where the numbers stand; each has a class.
#[derive(Default)]
pub(super) struct Heads {
    known: BTreeMap<Vec<(String, Align)>, usize>,
}

/// A head as the style rules know it.
pub(super) type Head<'a> = (&'a str, Align);

impl Heads {
    /// A table with these heads, up to its body. `tail` is what the details of its cells have in common.
    pub(super) fn open(&mut self, kind: &str, tail: &str, caption: &str, heads: &[Head<'_>]) -> String {
        // The first column names the row, and its head is none of a telephone's.
        let key: Vec<(String, Align)> =
            heads.iter().skip(1).map(|(head, align)| ((*head).to_owned(), *align)).collect();
        let next = self.known.len();
        let at = self.known.entry(key).or_insert(next);
        let caption = escape(caption);
        let heads: String = heads.iter().map(|(head, _)| format!("<th scope=col>{}", escape(head))).collect();
        let tail = if tail.is_empty() { String::new() } else { format!(" data-tail=\"{}\"", escape(tail)) };
        format!(
            "<div class=fit><table class=\"{kind} h{at}\"{tail}><caption>{caption}</caption>\n<thead><tr>{heads}<tbody>\n"
        )
    }

    /// The style rules: which columns are numbers, and on a telephone the head before each cell.
    pub(super) fn css(&self) -> String {
        let [mut numbers, mut narrow] = [String::new(), String::new()];
        for (heads, at) in &self.known {
            let right = heads.iter().enumerate().filter(|(_, (_, align))| *align == Align::Right);
            let cells: Vec<String> =
                right.map(|(column, _)| format!(".h{at} :is(td,th):nth-child({})", column + 2)).collect();
            if !cells.is_empty() {
                numbers.push_str(&format!(
                    "{}{{text-align:right;font-variant-numeric:tabular-nums;--wrap:nowrap;--least:0;--break:normal}}\n",
                    cells.join(",")
                ));
            }
            for (column, (head, _)) in heads.iter().enumerate() {
                let (column, head) = (column + 2, css_string(head));
                narrow.push_str(&format!(".h{at} td:nth-child({column})::before{{content:{head}}}\n"));
            }
        }
        format!("{numbers}@media screen and (max-width:719px){{\n{narrow}}}\n")
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
    let is_matrix = table.marks.values().any(|mark| matches!(mark, CellMark::About(About::Comparison(..))));
    let columns: Vec<Head<'_>> = table.columns.iter().map(|column| (column.title.as_str(), column.align)).collect();
    let details: Vec<&str> = table.marks.values().filter_map(detail).collect();
    let tail = common_end(&details);
    let mut out = heads.open(if is_matrix { "matrix" } else { "rows" }, tail, &table.caption, &columns);
    for (row, cells) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (at, text) in cells.iter().enumerate() {
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
                Some(CellMark::Detail(detail)) => {
                    format!(" data-d=\"{}\"", escape(detail.strip_suffix(tail).unwrap_or(detail)))
                }
                _ => String::new(),
            };
            match at {
                // A line that goes on with the one above has no head of its own.
                0 if !inside.is_empty() => out.push_str(&format!("<th{detail}>{inside}")),
                _ => out.push_str(&format!("<td{detail}>{inside}")),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
    out
}

fn detail(mark: &CellMark) -> Option<&str> {
    match mark {
        CellMark::Detail(detail) => Some(detail),
        CellMark::About(_) => None,
    }
}

/// What all texts end with.
fn common_end<'a>(texts: &[&'a str]) -> &'a str {
    let Some((first, others)) = texts.split_first() else { return "" };
    let ends = first.char_indices().map(|(at, _)| &first[at..]);
    ends.clone().find(|end| others.iter().all(|text| text.ends_with(end))).unwrap_or("")
}
