//! The SVG as pixels, for places that take no SVG.
//!
//! ```text
//! Chart ──svg::render_with_font──► SVG ──usvg, embedded Inter only──► tree ──resvg, 2x──► PNG
//! ```
//!
//! No font of the system is looked at, so the same chart gives the same bytes on every machine.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Language, Source};
use resvg::{tiny_skia, usvg};

use super::{Chart, font, indexed, svg};
use crate::Error;
use crate::parallel::in_order;

/// Pixels per unit of the SVG.
pub const SCALE: f32 = 2.0;

/// Four bytes each: half a gigabyte. A segment of some 3,500 levels.
const MOST_PIXELS: u64 = 1 << 27;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in [font::REGULAR, font::SEMIBOLD] {
        for id in fonts.load_font_source(Source::Binary(Arc::new(bytes))) {
            // The semibold calls itself the regular weight of a family "Inter Semi Bold": without its own name it
            // would never be found, and every headline would be drawn in the regular weight.
            if let Some(mut face) = fonts.face(id).cloned() {
                face.families = vec![("Inter".to_owned(), Language::English_UnitedStates)];
                fonts.remove_face(id);
                fonts.push_face_info(face);
            }
        }
    }
    Arc::new(fonts)
});

/// The chart as a PNG of twice its size.
///
/// # Errors
///
/// If the picture is too large to be held in memory.
pub fn render(chart: &Chart) -> crate::Result<Vec<u8>> {
    from_svg(&svg::render_with_font(chart))
}

/// Question marks for what the font lacks: resvg would leave it out, and a label in Hebrew would be empty.
fn with_known_glyphs(svg: &str) -> Cow<'_, str> {
    let missing = font::missing_glyphs(svg);
    if missing.is_empty() {
        return Cow::Borrowed(svg);
    }
    // Question marks have no direction that would have to be isolated.
    Cow::Owned(svg.replace(['\u{2068}', '\u{2069}'], "").replace(missing.as_slice(), "?"))
}

/// Any SVG of this crate as a PNG of twice its size.
///
/// # Errors
///
/// If the SVG cannot be read, or is too large.
pub fn from_svg(svg: &str) -> crate::Result<Vec<u8>> {
    let tree = tree(&with_known_glyphs(svg))?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let too_large = || {
        Error::new(format!("a chart of {width} by {height} pixels is too large for a PNG"))
            .hint("write it as .svg, or merge levels of the segment")
    };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(too_large());
    }
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or_else(too_large)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    indexed::encode(&pixels).map_err(|e| Error::new(format!("the chart cannot be written as PNG: {e}")))
}

/// Several of them, drawn on several threads, in their order.
///
/// # Errors
///
/// As of one.
pub fn from_svgs(svgs: &[&str], threads: usize) -> crate::Result<Vec<Vec<u8>>> {
    in_order(svgs, threads, |svg| from_svg(svg)).into_iter().collect()
}

/// The SVG as resvg sees it, with the embedded font.
pub(super) fn tree(svg: &str) -> crate::Result<usvg::Tree> {
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Inter".to_owned(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|e| Error::new(format!("the chart's SVG cannot be read: {e}")))
}
