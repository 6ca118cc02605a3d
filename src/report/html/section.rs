//! Sections of a page: open where they are read, folded where they are looked up.
//!
//! ```text
//! The answer                     open
//! Outcomes                       a line each: label, figure, interval, verdicts
//!   outcome                      folded: sentence, base, chart, answers
//!     by a segment               folded: verdict, table, tests
//! Questions with several answers, published figures, methods …      open
//! ```

use super::contents::{Entry, Ids, nav};
use super::data::verdict_class;
use super::table::{Heads, Places, key, table};
use super::text::{escape, spans};
use super::{Enclosed, figure};
use crate::chart::inline::Sheet;
use crate::findings::words::{in_text, level_text, verdict_word};
use crate::report::build::outcome::figures;
use crate::report::build::{across, stems};
use crate::report::{About, Part, Report, Section};
use crate::results::{Comparison, Outcome, Results, Verdict};

/// What is written, and what is known of it so far.
pub(super) struct Body<'a> {
    results: &'a Results,
    enclosed: &'a Enclosed,
    sheet: &'a mut Sheet,
    heads: Heads,
    places: Places,
    entries: Vec<Entry>,
}

impl<'a> Body<'a> {
    pub(super) fn new(results: &'a Results, enclosed: &'a Enclosed, sheet: &'a mut Sheet) -> Self {
        Body { results, enclosed, sheet, heads: Heads::default(), places: Places::new(), entries: Vec::new() }
    }

    /// The contents, once the sections are written.
    pub(super) fn contents(&self) -> String {
        nav(&self.entries)
    }

    /// The style rules of the tables that were written.
    pub(super) fn table_heads(&self) -> String {
        self.heads.css()
    }

    /// Every section of the report.
    pub(super) fn sections(&mut self, report: &Report) -> String {
        let mut ids = Ids::default();
        let outcomes = report.sections.iter().position(|s| matches!(s.about, About::Outcome(_)));
        let mut named: Vec<(&Section, String)> = Vec::new();
        let mut head = "";
        for section in &report.sections {
            let id = match (section.about, section.depth) {
                (About::Outcome(at), _) => ids.of(&self.results.outcomes[at].name),
                (About::Comparison(at, by), _) => {
                    let outcome = &self.results.outcomes[at];
                    ids.of(&format!("{} {}", outcome.name, outcome.segments[by].segment))
                }
                (About::Whole, 2) => ids.of(&section.title),
                (About::Whole, _) => ids.of(&format!("{head} {}", section.title)),
            };
            if section.depth == 2 {
                head = &section.title;
            }
            if let Some(key) = key(section.about) {
                self.places.insert(key, id.clone());
            }
            named.push((section, id));
        }
        let mut out = String::new();
        let mut open: Vec<&str> = Vec::new();
        for (at, (section, id)) in named.iter().enumerate() {
            let depth = depth(section);
            while open.len() >= depth {
                out.push_str(open.pop().unwrap_or_default());
            }
            if Some(at) == outcomes {
                let all = ids.of("Outcomes");
                self.entries.push(Entry { id: all.clone(), title: "Outcomes".to_owned(), depth: 2 });
                out.push_str(&format!("<section class=outcomes>\n<h2 id={all}>Outcomes</h2>\n"));
                open.push("</section>\n");
                while open.len() >= depth {
                    out.push_str(open.pop().unwrap_or_default());
                }
            }
            out.push_str(&self.head(section, id));
            open.push(if matches!(section.about, About::Whole) { "</section>\n" } else { "</div></details>\n" });
            for part in &section.parts {
                out.push_str(&self.part(part));
            }
            if let About::Outcome(at) = section.about {
                out.push_str(&self.unprinted(at));
            }
        }
        while let Some(end) = open.pop() {
            out.push_str(end);
        }
        out
    }

    fn head(&mut self, section: &Section, id: &str) -> String {
        let title = escape(&section.title);
        if section.depth == 2 {
            let depth = if section.about == About::Whole { 2 } else { 3 };
            self.entries.push(Entry { id: id.to_owned(), title: section.title.clone(), depth });
        }
        match section.about {
            About::Whole => {
                let level = section.depth;
                format!("<section>\n<h{level} id={id}>{title}</h{level}>\n")
            }
            About::Outcome(at) => {
                let outcome = &self.results.outcomes[at];
                let (figure, range) = figures(&outcome.overall);
                let level = level_text(self.results.study.analysis.confidence);
                let range = match range.is_empty() {
                    true => range,
                    false => format!("{} <small>{level} interval</small>", escape(&range)),
                };
                let found: String = (outcome.segments.iter().enumerate())
                    .filter(|(_, c)| c.verdict != Verdict::Undetermined)
                    .map(|(by, c)| {
                        let class = verdict_class(c.verdict);
                        format!(
                            "<span class=\"verdict {class}\" data-c=\"{at},{by}\" data-keeps>{}</span>",
                            escape(&in_text(&c.segment_label))
                        )
                    })
                    .collect();
                format!(
                    "<details class=outcome id={id}><summary><h3>{title}</h3><span class=figure>{}</span>\
                     <span class=range>{range}</span><span class=strip data-o={at}>{found}</span></summary>\n<div class=inside>\n",
                    escape(&figure)
                )
            }
            About::Comparison(outcome, segment) => {
                let of = &self.results.outcomes[outcome];
                let c = &of.segments[segment];
                let class = if is_brief(of, c) { "comparison brief" } else { "comparison" };
                format!(
                    "<details class=\"{class}\" id={id}><summary><h4>{title}</h4><span class=\"verdict {}\" \
                     data-c=\"{outcome},{segment}\">{}</span></summary>\n<div class=inside>\n",
                    verdict_class(c.verdict),
                    verdict_word(c.verdict)
                )
            }
        }
    }

    /// Where the comparisons are that paper does not hold.
    fn unprinted(&self, outcome: usize) -> String {
        let of = &self.results.outcomes[outcome];
        if !of.segments.iter().any(|c| is_brief(of, c)) {
            return String::new();
        }
        format!(
            "<p class=unprinted>Tables and tests of comparisons that are not printed here stand in report.html (what is \
             unfolded there is printed), their numbers in tables/{}.csv.</p>\n",
            escape(&stems(self.results)[outcome])
        )
    }

    fn part(&mut self, part: &Part) -> String {
        let list = |tag: &str, items: &[crate::report::Text]| {
            let items: String = items.iter().map(|item| format!("<li>{}\n", spans(item))).collect();
            format!("<{tag}>\n{items}</{tag}>\n")
        };
        match part {
            Part::Paragraph(text) => format!("<p>{}</p>\n", spans(text)),
            Part::Notice(text) => format!("<p class=remark><strong>Note.</strong> {}</p>\n", spans(text)),
            Part::List(items) => list("ul", items),
            Part::Numbered(items) => list("ol", items),
            Part::Table(t) => table(t, &mut self.heads, &self.places, self.results),
            Part::Figure(f) => figure::figure(f, self.enclosed, self.sheet, &mut self.heads),
        }
    }
}

/// Whether paper holds no more of a comparison than its line in the table of all segments: no difference is shown.
fn is_brief(outcome: &Outcome, c: &Comparison) -> bool {
    across::stands(outcome) && !matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin)
}

/// How deep a section stands in the page: outcomes stand under a heading of their own.
fn depth(section: &Section) -> usize {
    match section.about {
        About::Whole => usize::from(section.depth) - 1,
        About::Outcome(_) => 2,
        About::Comparison(..) => 3,
    }
}
