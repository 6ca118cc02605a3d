//! The SVG as pixels, for places that take no SVG.
//!
//! ```text
//! Chart ──svg::render──► SVG ──usvg, embedded Inter only──► tree ──resvg, 2x──► PNG
//! ```
//!
//! No font of the system is looked at, so the same chart gives the same bytes on every machine.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::{Chart, font, svg};
use crate::Error;

/// Pixels per unit of the SVG.
pub const SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(font::REGULAR.to_vec());
    fonts.load_font_data(font::SEMIBOLD.to_vec());
    fonts.set_serif_family("Inter");
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// The chart as a PNG of twice its size.
///
/// # Errors
///
/// If the picture is too large to be held in memory.
pub fn render(chart: &Chart) -> crate::Result<Vec<u8>> {
    from_svg(&svg::render(chart))
}

/// Any SVG of this crate as a PNG of twice its size.
///
/// # Errors
///
/// If the SVG cannot be read, or is too large.
pub fn from_svg(svg: &str) -> crate::Result<Vec<u8>> {
    let tree = tree(svg)?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let mut pixels = tiny_skia::Pixmap::new(width, height)
        .ok_or_else(|| Error::new(format!("a chart of {width} by {height} pixels cannot be drawn")))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| Error::new(format!("the chart cannot be written as PNG: {e}")))
}

/// The SVG as resvg sees it, with the embedded font.
pub(super) fn tree(svg: &str) -> crate::Result<usvg::Tree> {
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Inter".to_owned(), ..Default::default() };
    usvg::Tree::from_str(svg, &options).map_err(|e| Error::new(format!("the chart's SVG cannot be read: {e}")))
}
