//! A placed chart as SVG: the one way in which charts are drawn.
//!
//! ```text
//! Scene ──► <svg role="img" aria-labelledby="…"><title/><desc/><rect/><line/>…<text/>…</svg>
//! ```
//!
//! Text stays text: it can be selected, searched, read aloud and translated. Every element carries its own attributes
//! instead of a style sheet, so that several charts in one page (or a page that strips `<style>`) change nothing.
//! Coordinates have two decimals; the same chart gives the same bytes.
//!
//! The file names Inter and does not carry it: both weights would be 57 kB in each of twenty files. Each text has the
//! width that Inter gives it instead (`textLength`), so that another font is drawn narrower or wider and stays in its room.

use std::fmt::Write;

use super::layout::place;
use super::scene::{Anchor, Dot, Item, Line, Path, Pill, Scene, Spot, Text};
use super::theme::{Paint, Theme};
use super::{Chart, drawable, missing_glyphs, theme};
use crate::bidi::isolated;

/// Width of an outline.
const OUTLINE: f64 = 1.0;

/// Whether each text carries the width that it was measured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lengths {
    /// So that a viewer without Inter squeezes its own font into that room, and nothing overlaps.
    Held,
    /// Where Inter is certain: in a PNG, and in a page that carries it.
    Free,
}

/// The chart as a complete SVG document, which looks right without its font too.
pub fn render(chart: &Chart) -> String {
    write(chart, &place(chart), chart.theme, Lengths::Held)
}

/// The same for those who have the font.
pub(super) fn render_with_font(chart: &Chart) -> String {
    write(chart, &place(chart), chart.theme, Lengths::Free)
}

/// The same chart in each of these themes for those who have the font, element by element at the same places, the first as
/// a file too, and what can be pointed at.
pub fn render_in<const N: usize>(chart: &Chart, themes: [&Theme; N]) -> ([String; N], String, Vec<Spot>) {
    let scene = place(chart);
    let file = write(chart, &scene, themes.first().copied().unwrap_or(chart.theme), Lengths::Held);
    (themes.map(|theme| write(chart, &scene, theme, Lengths::Free)), file, scene.spots)
}

fn write(chart: &Chart, scene: &Scene, theme: &Theme, lengths: Lengths) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let id = id(chart);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"t{id} d{id}\" class=\"paradox-chart\" font-family=\"{family}\">\n\
         <title id=\"t{id}\">{title}</title>\n<desc id=\"d{id}\">{description}</desc>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"{paper}\" shape-rendering=\"crispEdges\"/>\n",
        family = escape(theme::FAMILY),
        title = escape(&chart.title),
        description = escape(&chart.description),
        paper = colour(theme, Paint::Paper),
    );
    for item in &scene.items {
        svg.push_str(&element(item, theme, lengths));
        svg.push('\n');
    }
    svg.push_str("</svg>\n");
    svg
}

/// The colour of a fill or a line.
fn colour(theme: &Theme, paint: Paint) -> &'static str {
    theme.colour(paint).unwrap_or("none")
}

/// ` textLength="…"`: the measured width. Figures in columns keep their own digits, which are of one width in every usual
/// font, and what Inter lacks is not measured but guessed.
fn length(text: &Text) -> String {
    let is_figure = matches!(text.class, "base" | "value" | "tick");
    if is_figure || !missing_glyphs(&text.text).is_empty() {
        return String::new();
    }
    let width = number(text.style.width(&text.text));
    format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
}

fn element(item: &Item, theme: &Theme, lengths: Lengths) -> String {
    let colour = |paint: &Paint| colour(theme, *paint);
    match item {
        Item::Text(of @ Text { class, x, y, anchor, style, fill, text }) => {
            let length = if lengths == Lengths::Held { length(of) } else { String::new() };
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let figures = match *class {
                "base" | "value" | "tick" => " style=\"font-variant-numeric:tabular-nums\"",
                _ => "",
            };
            let (x, y, size, weight) = (number(*x), number(*y), number(style.size), style.weight.css());
            format!(
                "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\"{anchor}{figures}{length}>{}</text>",
                colour(fill),
                escape(text)
            )
        }
        Item::Line(Line { class, from, to, width, stroke }) => format!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1),
            colour(stroke),
            number(*width)
        ),
        Item::Path(Path { class, points, fill, stroke, width }) => {
            let steps = points.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y))).collect::<Vec<_>>();
            let close = if fill.is_some() { "Z" } else { "" };
            let fill = fill.as_ref().map_or("none", colour);
            let line = stroke.as_ref().map(|paint| {
                format!(" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"", colour(paint), number(*width))
            });
            format!(
                "<path class=\"{class}\" d=\"M{}{close}\" fill=\"{fill}\"{}/>",
                steps.join("L"),
                line.unwrap_or_default()
            )
        }
        Item::Dot(Dot { class, centre, radius, fill, stroke, width }) => {
            let outline = if *width > 0.0 {
                format!(" stroke=\"{}\" stroke-width=\"{}\"", colour(stroke), number(*width))
            } else {
                String::new()
            };
            let (x, y, fill, radius) = (number(centre.0), number(centre.1), colour(fill), number(*radius));
            format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\"{outline}/>")
        }
        Item::Pill(Pill { class, x, y, width, height, round, fill, outline }) => {
            // The outline lies inside, so that it adds nothing to a length.
            let outline = outline.and_then(|edge| theme.colour(edge));
            let inset = if outline.is_some() { (OUTLINE / 2.0).min(width / 2.0) } else { 0.0 };
            let stroke = outline
                .map(|colour| format!(" stroke=\"{colour}\" stroke-width=\"{}\"", number(OUTLINE)))
                .unwrap_or_default();
            let round = if *round > 0.0 { format!(" rx=\"{}\"", number(*round)) } else { String::new() };
            format!(
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{round} fill=\"{}\"{stroke}/>",
                number(x + inset),
                number(y + inset),
                number(width - 2.0 * inset),
                number(height - 2.0 * inset),
                colour(fill),
            )
        }
    }
}

/// Two decimals, without those that are zero.
fn number(value: f64) -> String {
    let mut text = format!("{value:.2}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text for XML: markup escaped, control characters gone, words from right to left apart from the figures beside them.
///
/// ```
/// assert_eq!(paradox::chart::svg::escape("R&D <\"x\">"), "R&amp;D &lt;&quot;x&quot;&gt;");
/// ```
pub fn escape(text: &str) -> String {
    marked(&isolated(&drawable(text)))
}

/// Text whose five characters of markup are written as such.
pub fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Ids that differ between the charts of one page, and are the same on every run (FNV-1a of the texts).
fn id(chart: &Chart) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in chart.title.bytes().chain([0]).chain(chart.description.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let mut id = String::new();
    let _ = write!(id, "{hash:016x}"); // writing to a String cannot fail
    id
}
