//! Tables of a page: numbers to the right, each with what it rests on; on a telephone every row is a block of its own.
//!
//! A column is as wide as what it holds asks for: a word, some words, sentences. On a narrow page a cell stands under the
//! head of its column. Tables with the same heads share one set of style rules, so that no cell carries a copy.

use std::collections::BTreeMap;

use super::data::verdict_class;
use super::text::{css_string, escape, unbroken};
use crate::report::{About, Align, CellMark, Table};
use crate::results::{Results, Verdict};

/// The kinds of tables that occur, by their heads and what their cells hold; each has a class.
#[derive(Default)]
pub(super) struct Heads {
    known: BTreeMap<Vec<Head>, usize>,
}

/// A column as the style rules know it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Head {
    title: String,
    align: Align,
    room: Room,
}

/// How much the longest cell of a column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// A word or a number.
    Little,
    /// Some words, or a number with its interval.
    Usual,
    /// Sentences.
    Much,
}

/// Characters up to which a cell is a word or a number.
const LITTLE: usize = 20;
/// Characters above which a cell holds sentences.
const MUCH: usize = 60;

impl Head {
    /// A column with these cells.
    pub(super) fn new<'a>(title: &str, align: Align, cells: impl Iterator<Item = &'a str>) -> Self {
        let room = match cells.map(|cell| cell.chars().count()).max().unwrap_or(0) {
            0..=LITTLE => Room::Little,
            longest if longest <= MUCH => Room::Usual,
            _ => Room::Much,
        };
        Head { title: title.to_owned(), align, room }
    }

    /// Where its cells stand, how wide they are at least, and how many of three places they take on a telephone.
    fn rules(&self) -> (&'static str, u8) {
        match (self.align, self.room) {
            (Align::Right, Room::Little) => (
                "text-align:var(--side,right);font-variant-numeric:tabular-nums;--wrap:nowrap;--least:0;--break:normal;--wide:1%",
                1,
            ),
            (Align::Right, _) => {
                ("text-align:var(--side,right);font-variant-numeric:tabular-nums;--least:8.5rem;--break:normal", 2)
            }
            (Align::Left, Room::Little) => ("--least:4rem;--break:normal", 1),
            (Align::Left, Room::Usual) => ("", 3),
            (Align::Left, Room::Much) => ("--least:12rem", 3),
        }
    }
}

impl Heads {
    /// A table with these heads, up to its body. `tail` is what the details of its cells have in common.
    pub(super) fn open(&mut self, kind: &str, tail: &str, caption: &str, heads: &[Head]) -> String {
        // The first column names the row, and its head is none of a telephone's.
        let next = self.known.len();
        let at = self.known.entry(heads.iter().skip(1).cloned().collect()).or_insert(next);
        let caption = escape(caption);
        let heads: String = heads.iter().map(|head| format!("<th scope=col>{}", escape(&head.title))).collect();
        let tail = if tail.is_empty() { String::new() } else { format!(" data-tail=\"{}\"", escape(tail)) };
        format!(
            "<div class=fit><table class=\"{kind} h{at}\"{tail}><caption>{caption}</caption>\n<thead><tr>{heads}<tbody>\n"
        )
    }

    /// The style rules: how columns stand, and on a telephone the head above each cell.
    pub(super) fn css(&self) -> String {
        let [mut usual, mut narrow] = [String::new(), String::new()];
        for (heads, at) in &self.known {
            let mut same: BTreeMap<(&str, u8), Vec<usize>> = BTreeMap::new();
            for (column, head) in heads.iter().enumerate() {
                same.entry(head.rules()).or_default().push(column + 2);
                let (column, title) = (column + 2, css_string(&head.title));
                narrow.push_str(&format!(".h{at} td:nth-child({column})::before{{content:{title}}}\n"));
            }
            for ((rules, places), columns) in same {
                let cells = |cell: &str| -> String {
                    let all: Vec<String> =
                        columns.iter().map(|column| format!(".h{at} {cell}:nth-child({column})")).collect();
                    all.join(",")
                };
                if !rules.is_empty() {
                    usual.push_str(&format!("{}{{{rules}}}\n", cells(":is(td,th)")));
                }
                if places > 1 {
                    narrow.push_str(&format!("{}{{grid-column:span {places}}}\n", cells("td")));
                }
            }
        }
        format!("{usual}@media screen and (max-width:719px){{\n{narrow}}}\n")
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
    let cells = |at: usize| table.rows.iter().filter_map(move |row| row.get(at).map(String::as_str));
    let columns: Vec<Head> =
        table.columns.iter().enumerate().map(|(at, c)| Head::new(&c.title, c.align, cells(at))).collect();
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
                _ => escape(&unbroken(text)),
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
    out.push_str(rest(table, results));
    out
}

/// What paper says below the verdicts of many outcomes, of which it holds those that are not undetermined throughout.
fn rest(table: &Table, results: &Results) -> &'static str {
    let verdicts = |row: usize| {
        table.marks.range((row, 0)..=(row, usize::MAX)).filter_map(|(_, mark)| match mark {
            CellMark::About(About::Comparison(outcome, segment)) => {
                Some(results.outcomes[*outcome].segments[*segment].verdict)
            }
            _ => None,
        })
    };
    let is_open = |row: usize| verdicts(row).all(|verdict| verdict == Verdict::Undetermined);
    let open = (0..table.rows.len()).filter(|&row| verdicts(row).next().is_some() && is_open(row)).count();
    let others = (0..table.rows.len()).any(|row| !is_open(row));
    match open {
        0 => "",
        _ if !others => "",
        _ => {
            "<p class=\"unprinted rest\">Outcomes that are undetermined by every segment are not printed here; \
             report.html has them.</p>\n"
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::sample_results;
    use crate::report::Column;

    /// Paper leaves out outcomes that are undetermined throughout and says so, unless there are no others.
    #[test]
    fn paper_says_which_verdicts_it_leaves_out() {
        let mut results = sample_results();
        let mut other = results.outcomes[0].clone();
        other.segments[0].verdict = Verdict::Undetermined;
        results.outcomes.insert(1, other);
        let mut of = Table::new("Verdicts", vec![Column::text("Outcome"), Column::text("Segment")]);
        for row in 0..2 {
            of.row(vec![format!("o{row}"), "verdict".to_owned()]);
            of.marks.insert((row, 1), CellMark::About(About::Comparison(row, 0)));
        }
        let says = |results: &Results| {
            table(&of, &mut Heads::default(), &Places::new(), results).contains("<p class=\"unprinted rest\">Outcomes")
        };
        for (verdict, expected) in [(Verdict::Differs, true), (Verdict::Undetermined, false)] {
            results.outcomes[0].segments[0].verdict = verdict;
            assert_eq!(says(&results), expected, "{verdict:?}");
        }
        results.outcomes[0].segments[0].verdict = Verdict::Differs;
        results.outcomes[1].segments[0].verdict = Verdict::Consistent;
        assert!(!says(&results), "none is left out");
    }
}
