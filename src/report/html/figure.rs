//! Charts of a page: the drawing in two widths, what it shows in words, its numbers one click away, and what can be saved.

use super::Enclosed;
use super::numbers::numbers;
use super::table::Heads;
use super::text::{escape, exact};
use crate::chart::inline::{Sheet, embed};
use crate::report::Figure;

/// A chart with all that belongs to it.
pub(super) fn figure(figure: &Figure, enclosed: &Enclosed, sheet: &mut Sheet, heads: &mut Heads) -> String {
    // No address of a section has an underscore.
    let id = format!("figure_{}", figure.number);
    let mut out = format!("<figure id={id}>\n<p class=hidden id={id}-says>{}</p>\n", escape(&figure.alternative));
    let stem = figure.drawing.trim_start_matches("charts/").trim_end_matches(".svg");
    if let Some(drawing) = enclosed.drawings.get(&figure.drawing) {
        let label = format!("{id}-says");
        // What each part says is the same in both widths, as a test holds; a bar in it becomes a broken one.
        let says: Vec<String> = drawing.wide.spots.iter().map(|spot| spot.says.replace('|', "¦")).collect();
        out.push_str(&format!(
            "<div class=drawing data-stem=\"{}\" data-measure=\"{}\" data-says=\"{}\">{}{}</div>\n",
            exact(stem),
            escape(&drawing.measure),
            escape(&says.join("|")),
            embed(&drawing.wide, "wide", &label, sheet),
            embed(&drawing.narrow, "narrow", &label, sheet)
        ));
    }
    let table = enclosed.tables.get(&figure.data);
    let numbers = table.map(|table| {
        let caption = format!("Numbers of figure {}", figure.number);
        format!("<details class=numbers><summary>Numbers</summary>\n{}</details>\n", numbers(table, &caption, heads))
    });
    out.push_str(&format!(
        "<figcaption><b>Figure {number}</b> <span class=hidden>{caption}</span>\
         <span class=save hidden>Save <button type=button data-save=svg>SVG</button> <button type=button data-save=png>PNG</button> \
         <button type=button data-save=csv data-table=\"{data}\">CSV</button></span></figcaption>\n{numbers}</figure>\n",
        number = figure.number,
        caption = escape(&figure.caption),
        data = exact(&figure.data),
        numbers = numbers.unwrap_or_default(),
    ));
    out
}
