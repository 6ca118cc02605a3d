//! The report as one page that needs nothing else: no request, no file beside it, no script to be read.
//!
//! ```text
//! Report ─────────┐
//! Results ────────┼──► head (styles, fonts) · contents · sections · data as JSON · script ──► report.html
//! Charts, tables ─┘
//! ```
//!
//! The document is rendered part by part; what results add is what a page can do and paper cannot: verdicts at another
//! margin, one comparison at a time, numbers that say what they rest on. The script computes that from the JSON in the
//! page, and the browser test holds it against the program.
//!
//! A policy in the page's head forbids every request and every script but the one that is written here, so that a label
//! could do nothing even if it were not escaped.

mod contents;
mod data;
mod figure;
mod numbers;
mod section;
mod table;
mod text;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Report;
use super::csv::Numbers;
use crate::chart::Chart;
use crate::chart::inline::{Drawn, Sheet};
use crate::results::Results;
use section::Body;
use text::{css_string, escape};

/// What every page looks like, then on a telephone and on paper.
const STYLES: [&str; 3] = [include_str!("page.css"), include_str!("narrow.css"), include_str!("paper.css")];
/// The fonts of the charts, in half the bytes.
const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.woff2");
const SCRIPT: &str = include_str!("page.js");

/// Width of a chart on a telephone: what the page cuts from its margins leaves what the usual ones show.
const NARROW: f64 = 386.0;

/// A chart in two widths.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// As it is saved, for a page of usual width.
    pub wide: Drawn,
    /// For a telephone.
    pub narrow: Drawn,
    /// Measure, base, interval and method.
    pub measure: String,
}

impl Drawing {
    /// The drawings of a chart.
    pub fn of(chart: &Chart) -> Self {
        let narrow = Drawn::of(&Chart { width: NARROW, ..chart.clone() });
        Drawing { wide: Drawn::of(chart), narrow, measure: chart.subtitle.clone() }
    }
}

/// Characters of the title at the foot of a printed sheet.
const FOOT: usize = 90;

/// What stands in files beside the page, and inside it too.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enclosed {
    /// Charts by the name of their file: `charts/rollback.svg`.
    pub drawings: BTreeMap<String, Drawing>,
    /// Tables by the name of their file: `tables/rollback.csv`.
    pub tables: BTreeMap<String, Numbers>,
}

/// The report as a page.
pub fn html(report: &Report, results: &Results, enclosed: &Enclosed) -> String {
    let mut sheet = Sheet::default();
    let mut body = Body::new(results, enclosed, &mut sheet);
    let sections = body.sections(report);
    let (contents, heads) = (body.contents(), body.table_heads());
    let data = text::json(&data::data(results, enclosed, &sheet));
    let [light, dark] = sheet.css();
    let title = escape(&report.title);
    let notice = report.notice.as_ref().map_or(String::new(), |notice| {
        let (lead, rest) = notice.split_once(": ").unwrap_or((notice, ""));
        format!("<p class=notice role=note><strong>{}</strong> {}</p>\n", escape(lead), escape(rest))
    });
    format!(
        "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"{policy}\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=color-scheme content=\"light dark\">\n<meta name=generator content=\"paradox {version}\">\n\
         <title>{title}</title>\n<style>\n{fonts}{styles}{foot}{light}@media (prefers-color-scheme:dark){{@media screen{{\n{dark}}}}}\n{heads}</style>\n</head>\n<body>\n\
         <a class=skip href=\"#the-answer\">Skip to the answer</a>\n\
         <header>\n{notice}<h1>{title}</h1>\n{about}</header>\n\
         <div class=columns>\n{contents}<main>\n{sections}</main>\n</div>\n\
         <div id=tip role=tooltip aria-live=polite hidden></div>\n\
         <script type=\"application/json\" id=data>{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        policy = policy(),
        version = escape(&results.version),
        fonts = fonts(),
        styles = STYLES.concat(),
        foot = foot(report),
        about = about(report),
    )
}

/// Nothing is loaded, nothing runs but the script of this page.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; \
         base-uri 'none'; form-action 'none'"
    )
}

fn fonts() -> String {
    let face = |weight: u16, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            STANDARD.encode(bytes)
        )
    };
    face(400, REGULAR) + &face(600, SEMIBOLD)
}

/// What stands on every sheet of paper: title, number, and that the data are synthetic.
fn foot(report: &Report) -> String {
    let stamp = report.notice.as_ref().and_then(|notice| notice.split_once(':')).map_or(String::new(), |(stamp, _)| {
        format!("@top-right{{content:{};font:600 7.5pt Inter,sans-serif;color:#801650}}", css_string(stamp))
    });
    format!(
        "@page{{@bottom-left{{content:{};font:7.5pt Inter,sans-serif;color:#56606B}}{stamp}}}\n",
        css_string(&short(&report.title))
    )
}

/// A title as one line of a sheet holds it.
fn short(title: &str) -> String {
    if title.chars().count() <= FOOT {
        return title.to_owned();
    }
    title.chars().take(FOOT - 1).chain(['…']).collect()
}

/// Under the title.
fn about(report: &Report) -> String {
    let said: Vec<String> = report.about.iter().map(|part| format!("<span>{}</span>", escape(part))).collect();
    format!("<p class=about>{}</p>\n", said.join(" "))
}
