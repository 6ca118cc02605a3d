//! How do many charts stand in one page without saying the same thing a thousand times?
//!
//! ```text
//! <text class="tick" x="252.17" y="212.82" font-size="12" … fill="#56606B">50%</text>      the SVG by itself
//! <text class=k x=252.17 y=212.82>50%</text>    .k{font-size:12px;…fill:#56606B}         the same in a page
//! ```
//!
//! This is no second way of drawing: it takes the finished SVG, element by element. What elements have in common besides
//! their place becomes a class of one [`Sheet`], which knows the colours of a dark page too, since the same elements come
//! from both themes. It also knows what each class stands for, so that the page can give the SVG back as it was.

use std::collections::BTreeMap;

use super::scene::Spot;
use super::svg::render_in;
use super::{Chart, theme};

/// Attributes that say where an element stands; all others say how it looks.
const PLACE: [&str; 13] = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "width", "height", "d"];
/// What the page cuts from the white margin on each side, where it has one of its own; half a tick label stays.
const CUT: f64 = theme::MARGIN - 14.0;

/// How an element looks: its kind, and the attributes that it shares with others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// Its class in the SVG: tick, label, marker.
    pub kind: String,
    /// Attribute and value, in the order of the SVG.
    pub attributes: Vec<(String, String)>,
    /// The same on a dark page.
    pub dark: Vec<(String, String)>,
}

/// The looks of all charts of a page, each with a short name.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    names: BTreeMap<Look, usize>,
    looks: Vec<Look>,
}

impl Sheet {
    fn name(&mut self, look: Look) -> String {
        let next = self.looks.len();
        let at = *self.names.entry(look.clone()).or_insert(next);
        if at == next {
            self.looks.push(look);
        }
        short(at)
    }

    /// Each short name with its look.
    pub fn looks(&self) -> impl Iterator<Item = (String, &Look)> {
        self.looks.iter().enumerate().map(|(at, look)| (short(at), look))
    }

    /// The looks as style rules: for paper, and what is different on a dark page.
    pub fn css(&self) -> [String; 2] {
        let rule = |name: &str, attributes: Vec<&(String, String)>| match attributes.is_empty() {
            true => String::new(),
            false => {
                let inside: String = attributes.into_iter().map(|(name, value)| declaration(name, value)).collect();
                format!(".chart .{name}{{{inside}}}\n")
            }
        };
        let [mut light, mut dark] = [String::new(), String::new()];
        for (name, look) in self.looks() {
            light.push_str(&rule(&name, look.attributes.iter().collect()));
            let gone = look.attributes.iter().filter(|(name, _)| !look.dark.iter().any(|(known, _)| known == name));
            let gone: Vec<(String, String)> = gone.map(|(name, _)| (name.clone(), "none".to_owned())).collect();
            let other = look.dark.iter().filter(|pair| !look.attributes.contains(pair));
            dark.push_str(&rule(&name, other.chain(gone.iter().filter(|(name, _)| name == "stroke")).collect()));
        }
        [light, dark]
    }
}

/// A, B, …, Z, Aa, Ab, …: no class that a page has for itself begins with a capital.
fn short(at: usize) -> String {
    let letter = |first: u8| char::from(first + (at % 26) as u8);
    if at < 26 { letter(b'A').to_string() } else { format!("{}{}", short(at / 26 - 1), letter(b'a')) }
}

fn declaration(attribute: &str, value: &str) -> String {
    match attribute {
        "style" => format!("{value};"),
        "font-size" | "stroke-width" => format!("{attribute}:{value}px;"),
        _ => format!("{attribute}:{value};"),
    }
}

/// A line of the SVG: one element.
struct Element<'a> {
    tag: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    text: Option<&'a str>,
}

impl<'a> Element<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let inside = line.strip_prefix('<')?;
        let (head, rest) = inside.split_once('>')?;
        let head = head.strip_suffix('/').unwrap_or(head);
        let (tag, mut list) = head.split_once(' ').unwrap_or((head, ""));
        let mut attributes = Vec::new();
        while let Some((name, after)) = list.split_once("=\"") {
            let (value, after) = after.split_once('"')?;
            attributes.push((name.trim_start(), value));
            list = after;
        }
        let text = rest.strip_suffix(&format!("</{tag}>"));
        Some(Element { tag, attributes, text })
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// How it looks: every attribute that does not say what it is or where it stands.
    fn look(&self) -> Vec<(String, String)> {
        let looks = self.attributes.iter().filter(|(name, _)| *name != "class" && !PLACE.contains(name));
        looks.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).and_then(|value| value.parse().ok()).unwrap_or(0.0)
    }
}

/// A finished drawing for a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// As it is drawn where the font is.
    pub svg: String,
    /// The same for a file, which looks right without the font too.
    pub file: String,
    /// The same in the colours of a dark page.
    pub dark: String,
    /// What can be pointed at.
    pub spots: Vec<Spot>,
}

impl Drawn {
    /// A chart, drawn.
    pub fn of(chart: &Chart) -> Self {
        let ([svg, dark], file, spots) = render_in(chart, [&theme::LIGHT, &theme::DARK]);
        Drawn { svg, file, dark, spots }
    }
}

/// The SVG of a chart for a page that holds the sheet's style rules. What it shows is said by the element with the id
/// `label`; `class` is that of the svg element. Where what can be pointed at stands is an attribute.
pub fn embed(Drawn { svg, dark, spots, .. }: &Drawn, class: &str, label: &str, sheet: &mut Sheet) -> String {
    let mut lines = svg.lines().zip(dark.lines()).filter_map(|(line, dark)| Element::of(line).zip(Element::of(dark)));
    let frame = lines.next();
    let size = |name| frame.as_ref().map_or(0.0, |(frame, _)| frame.number(name));
    let broad = if size("width") > theme::WIDTH { " broad" } else { "" };
    let mut out = format!(
        "<svg class=\"chart {class}{broad}\" role=img aria-labelledby={label} width={0} height={1} \
         viewBox=\"{CUT} {CUT} {0} {1}\" data-spots=\"{2}\">",
        short_number(size("width") - 2.0 * CUT),
        short_number(size("height") - 2.0 * CUT),
        places(spots),
    );
    // Lines of one look that follow each other are one path.
    let mut path: Option<Path> = None;
    for (element, dark) in lines.filter(|(e, _)| !matches!(e.tag, "title" | "desc" | "/svg")) {
        let name = sheet.name(Look {
            kind: element.get("class").unwrap_or_default().to_owned(),
            attributes: element.look(),
            dark: dark.look(),
        });
        if element.tag == "line" {
            if path.as_ref().is_none_or(|path| path.name != name) {
                flush(&mut out, &mut path);
            }
            path.get_or_insert_with(|| Path::new(name)).line(&element);
            continue;
        }
        flush(&mut out, &mut path);
        out.push_str(&format!("<{} class={name}", element.tag));
        for (attribute, value) in element.attributes.iter().filter(|(name, _)| PLACE.contains(name)) {
            match value.parse::<f64>() {
                Ok(number) => out.push_str(&format!(" {attribute}={}", short_number(number))),
                Err(_) => out.push_str(&format!(" {attribute}=\"{value}\"")),
            }
        }
        match element.text {
            Some(text) => out.push_str(&format!(">{text}</{}>", element.tag)),
            None => out.push_str(" />"),
        }
    }
    flush(&mut out, &mut path);
    out.push_str("</svg>");
    out
}

/// "0 218.4 760 22.5|0 240.9 760 22.5": left, top, width and height of what can be pointed at.
fn places(spots: &[Spot]) -> String {
    let place = |spot: &Spot| [spot.left, spot.top, spot.width, spot.height].map(short_number).join(" ");
    spots.iter().map(place).collect::<Vec<_>>().join("|")
}

/// Lines of one look, written one after another as a path of relative steps.
struct Path {
    name: String,
    d: String,
    /// Where the pen stands, in tenths.
    at: (i64, i64),
}

impl Path {
    fn new(name: String) -> Self {
        Path { name, d: String::new(), at: (0, 0) }
    }

    fn line(&mut self, element: &Element<'_>) {
        let [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(|name| tenths(element.number(name)));
        let (dx, dy) = (x2 - x1, y2 - y1);
        // A line is walked from the end that is nearer to the pen.
        let far = |x: i64, y: i64| (x - self.at.0).abs() + (y - self.at.1).abs();
        let backwards = far(x2, y2) < far(x1, y1);
        let (from, step) = if backwards { ((x2, y2), (-dx, -dy)) } else { ((x1, y1), (dx, dy)) };
        self.d.push_str(&format!("m{}", pair(from.0 - self.at.0, from.1 - self.at.1)));
        match step {
            (dx, 0) => self.d.push_str(&format!("h{}", of_tenths(dx))),
            (0, dy) => self.d.push_str(&format!("v{}", of_tenths(dy))),
            (dx, dy) => self.d.push_str(&format!("l{}", pair(dx, dy))),
        }
        self.at = (from.0 + step.0, from.1 + step.1);
    }
}

/// Two numbers, with a space between them only where a sign does not part them.
fn pair(a: i64, b: i64) -> String {
    let gap = if b < 0 { "" } else { " " };
    format!("{}{gap}{}", of_tenths(a), of_tenths(b))
}

fn flush(out: &mut String, path: &mut Option<Path>) {
    if let Some(Path { name, d, .. }) = path.take() {
        out.push_str(&format!("<path class={name} d=\"{d}\"/>"));
    }
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

fn of_tenths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, tenth) = (value.abs() / 10, value.abs() % 10);
    match (whole, tenth) {
        (_, 0) => format!("{sign}{whole}"),
        (0, _) => format!("{sign}.{tenth}"),
        _ => format!("{sign}{whole}.{tenth}"),
    }
}

/// One decimal, if it is not zero: a twentieth of a pixel is not seen.
fn short_number(value: f64) -> String {
    of_tenths(tenths(value))
}
