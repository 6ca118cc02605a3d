//! A banner table as a page of HTML that needs nothing from anywhere.

use super::lines::{Kind, common_decimals, level_name, lines, notes, segment_name};
use crate::chart::svg::escape;
use crate::error::printable;
use crate::report::build::SYNTHETIC;
use crate::report::markdown::one_line;
use crate::results::StudyInfo;
use crate::results::table::Banner;

const STYLE: &str = "\
:root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
body { margin: 1.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .25rem .6rem; text-align: right; vertical-align: bottom; white-space: nowrap; }
thead th { max-width: 9rem; white-space: normal; border-bottom: 1px solid; }
th[scope=colgroup], th[scope=row], th[scope=rowgroup] { text-align: left; font-weight: normal; }
th[scope=row] { white-space: normal; min-width: 14rem; max-width: 26rem; }
th[scope=rowgroup] { font-weight: bold; }
.base { opacity: .75; }
.notice { font-weight: bold; border: 2px solid; padding: .5rem .8rem; }
.first { border-left: 1px solid; }
sup { font-size: .75em; }
@media print { body { margin: 0; font-size: 9pt; } }
";

/// The table as an HTML file.
pub fn html(banner: &Banner, info: &StudyInfo) -> String {
    let decimals = common_decimals(banner);
    let of = &banner.columns;
    // Where one segment ends and the next begins.
    let starts = |at: usize| at > 0 && !of[at - 1].is_compared_with(&of[at]);
    let class = |at: usize| if starts(at) { " class=\"first\"" } else { "" };
    let title = text(&info.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    if banner.synthetic {
        out.push_str(&format!("<p class=\"notice\">{}</p>\n", text(SYNTHETIC)));
    }
    out.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n<thead>\n<tr><td></td>",
    );
    let mut at = 0;
    while at < of.len() {
        let same = (at..of.len()).take_while(|&c| c == at || of[c].is_compared_with(&of[at])).count();
        let name = text(&segment_name(banner, at));
        let cell = if name.is_empty() { "td" } else { "th" };
        let scope = if name.is_empty() { "" } else { " scope=\"colgroup\"" };
        out.push_str(&format!("<{cell}{scope} colspan=\"{same}\"{}>{name}</{cell}>", class(at)));
        at += same;
    }
    out.push_str("</tr>\n<tr><td></td>");
    for (at, column) in of.iter().enumerate() {
        let letter = column.letter.as_ref().map(|letter| format!("<br>{}", text(letter))).unwrap_or_default();
        out.push_str(&format!("<th scope=\"col\"{}>{}{letter}</th>", class(at), text(level_name(banner, at))));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for line in lines(banner) {
        let indent = format!(" style=\"padding-left: {}rem\"", line.depth + 1);
        if line.kind == Kind::Heading {
            let columns = of.len() + 1;
            out.push_str(&format!(
                "<tr><th scope=\"rowgroup\" colspan=\"{columns}\"{indent}>{}</th></tr>\n",
                text(&line.label)
            ));
            continue;
        }
        let base = if line.kind == Kind::Base { " class=\"base\"" } else { "" };
        out.push_str(&format!("<tr{base}><th scope=\"row\"{indent}>{}</th>", text(&line.label)));
        for (at, cell) in line.cells.iter().enumerate() {
            let mark = if cell.caution { "†" } else { "" };
            let letters = cell.letters();
            let letters = if letters.is_empty() { letters } else { format!(" <sup>{}</sup>", text(&letters)) };
            out.push_str(&format!("<td{}>{}{mark}{letters}</td>", class(at), text(&cell.text(decimals))));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    for note in notes(banner, info).iter().chain(banner.multi.iter().map(|m| &m.sentence)) {
        out.push_str(&format!("<p>{}</p>\n", text(note)));
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Text that is nothing but text; each label keeps its own direction of writing.
fn text(label: &str) -> String {
    let label = escape(printable(&one_line(label)).trim());
    let is_latin = label.chars().all(|c| !matches!(c as u32, 0x0590..=0x08FF | 0xFB1D..=0xFEFC));
    if is_latin { label } else { format!("<bdi>{label}</bdi>") }
}
