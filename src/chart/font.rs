//! How wide is this text, and can it be drawn at all?
//!
//! ```text
//! "Fully mature" ──shape with embedded Inter──► advances + kerning ──► units at a font size
//! ```
//!
//! Text is measured by the shaper that resvg itself draws with, kerning included: summing the advances of single
//! glyphs is off by up to 3 units in a line of 60 characters. The test below holds measured and drawn widths together.
//! The fonts are a subset (Latin, Latin Extended-A, Greek, arrows, mathematical signs); what it lacks is reported by
//! [`missing_glyphs`] and given the width of the widest usual glyph, so that a viewer's own font finds room for it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::bidi::is_right_to_left;
use harfrust::{Direction, FontRef, GlyphBuffer, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer, script};

/// Inter Regular, as OpenType.
pub const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.sub.otf");
/// Inter SemiBold, as OpenType.
pub const SEMIBOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.sub.otf");

/// Room for a glyph that the embedded font lacks, in ems: an emoji of the usual fonts.
const MISSING_EM: f64 = 1.3;
/// The same for a character of Chinese, Japanese or Korean, which fills a square.
const SQUARE_EM: f64 = 1.05;
/// The same for a letter of Hebrew or Arabic.
const NARROW_EM: f64 = 0.62;

/// The two weights that charts use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
}

/// A font at a size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Its weight.
    pub weight: Weight,
    /// Its size in units of the chart.
    pub size: f64,
}

struct Face {
    font: FontRef<'static>,
    data: ShaperData,
    units_per_em: f64,
    /// How Latin text is shaped, worked out once: for a label that takes as long as the shaping.
    latin: ShapePlan,
}

static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| [face(REGULAR), face(SEMIBOLD)]);

/// Texts of a weight that a thread remembers.
const REMEMBERED: usize = 1 << 14;

thread_local! {
    /// Widths in ems, by weight. Whoever looks for the best line breaks asks for the same pieces again and again.
    static MEASURED: RefCell<[HashMap<String, f64>; 2]> = RefCell::default();
}

fn face(bytes: &'static [u8]) -> Face {
    let font = FontRef::from_index(bytes, 0).expect("the embedded font is part of the program, and tested");
    let data = ShaperData::new(&font);
    let shaper = data.shaper(&font).build();
    let units_per_em = f64::from(shaper.units_per_em());
    let latin = ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &[]);
    Face { font, data, units_per_em, latin }
}

impl Face {
    fn shape(&self, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let is_latin = buffer.direction() == Direction::LeftToRight && buffer.script() == script::LATIN;
        let options = ShapeOptions::new().plan(is_latin.then_some(&self.latin));
        self.data.shaper(&self.font).build().shape(buffer, options)
    }

    /// Width of one line of text, in ems.
    fn ems(&self, text: &str) -> f64 {
        let shaped = self.shape(text);
        std::iter::zip(shaped.glyph_infos(), shaped.glyph_positions())
            .map(|(glyph, position)| match glyph.glyph_id {
                // A cluster begins at a byte of the text.
                0 => missing_em(text[glyph.cluster as usize..].chars().next()),
                _ => f64::from(position.x_advance) / self.units_per_em,
            })
            .sum()
    }
}

/// The room that a usual font needs for a character.
fn missing_em(c: Option<char>) -> f64 {
    match c {
        Some('\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}') => {
            SQUARE_EM
        }
        Some(c) if is_right_to_left(c) => NARROW_EM,
        _ => MISSING_EM,
    }
}

impl Weight {
    /// The CSS number.
    pub fn css(self) -> u16 {
        match self {
            Weight::Regular => 400,
            Weight::SemiBold => 600,
        }
    }

    fn face(self) -> &'static Face {
        &FACES[self as usize]
    }
}

impl Style {
    /// Regular at a size.
    pub const fn regular(size: f64) -> Self {
        Style { weight: Weight::Regular, size }
    }

    /// Semibold at a size.
    pub const fn semibold(size: f64) -> Self {
        Style { weight: Weight::SemiBold, size }
    }

    /// Width of one line of text.
    ///
    /// ```
    /// use paradox::chart::font::Style;
    /// let (narrow, wide) = (Style::regular(13.0).width("ill"), Style::regular(13.0).width("MMM"));
    /// assert!(narrow < wide);
    /// ```
    pub fn width(self, text: &str) -> f64 {
        MEASURED.with_borrow_mut(|measured| {
            let known = &mut measured[self.weight as usize];
            let em = known.get(text).copied().unwrap_or_else(|| {
                let em = self.weight.face().ems(text);
                if known.len() == REMEMBERED {
                    known.clear();
                }
                known.insert(text.to_owned(), em);
                em
            });
            em * self.size
        })
    }

    /// Lines of text, none wider than `width`: broken at spaces, after hyphens and slashes, and inside a word only
    /// where the word alone is wider. Nothing is lost.
    ///
    /// ```
    /// use paradox::chart::font::Style;
    /// assert_eq!(Style::regular(13.0).wrap("Financial services", 80.0), ["Financial", "services"]);
    /// ```
    pub fn wrap(self, text: &str, width: f64) -> Vec<String> {
        self.wrap_after(text, width, 0.0)
    }

    /// Like [`wrap`](Style::wrap), with the first line shorter by `indent`.
    pub fn wrap_after(self, text: &str, width: f64, indent: f64) -> Vec<String> {
        if self.width(text.trim_end()) <= width - indent {
            return vec![text.trim_end().to_owned()];
        }
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            let room = if lines.is_empty() { width - indent } else { width };
            if self.width((line.clone() + piece).trim_end()) <= room {
                line.push_str(piece);
                continue;
            }
            if !line.trim().is_empty() || (lines.is_empty() && indent > 0.0) {
                lines.push(line.trim_end().to_owned());
            }
            line.clear();
            for c in piece.chars() {
                line.push(c);
                if self.width(line.trim_end()) > width && line.chars().nth(1).is_some() {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
        if !line.trim().is_empty() || lines.is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// Wrapped into as few lines as [`wrap`](Style::wrap) needs, and those as even as they can be.
    pub fn wrap_evenly(self, text: &str, width: f64) -> Vec<String> {
        let greedy = self.wrap(text, width);
        if greedy.len() < 2 {
            return greedy;
        }
        // No word is broken that needs not be.
        let words = pieces(text).into_iter().map(|piece| self.width(piece.trim_end())).filter(|word| *word <= width);
        let narrowest = words.fold(width / greedy.len() as f64 / 2.0, f64::max);
        let (mut narrow, mut wide, mut best) = (narrowest, width, greedy);
        while wide - narrow > 2.0 {
            let middle = f64::midpoint(narrow, wide);
            let lines = self.wrap(text, middle);
            if lines.len() <= best.len() && lines.iter().all(|l| self.width(l) <= middle) {
                (wide, best) = (middle, lines);
            } else {
                narrow = middle;
            }
        }
        best
    }
}

/// Words with what follows them up to where a line may break: after a space, and after a slash or dash before a letter
/// (so that "1,000-4,999" stays whole).
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        let breaks = match c {
            ' ' => true,
            '/' | '-' | '–' | '—' => text[end..].chars().next().is_some_and(char::is_alphabetic),
            _ => false,
        };
        if breaks {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The characters that the embedded font cannot draw, each once, in order of appearance.
///
/// ```
/// assert_eq!(paradox::chart::font::missing_glyphs("Zürich ≥ 5 → 🦀"), ['🦀']);
/// ```
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let face = Weight::Regular.face();
    let mut seen: Vec<char> = Vec::new();
    // ASCII is there, as a test says.
    for c in super::drawable(text).chars().filter(|c| !c.is_ascii()) {
        if !seen.contains(&c) {
            seen.push(c);
        }
    }
    seen.retain(|c| face.shape(c.encode_utf8(&mut [0; 4])).glyph_infos().iter().any(|glyph| glyph.glyph_id == 0));
    seen
}
