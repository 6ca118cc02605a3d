//! Colours and sizes of every chart, in one place.
//!
//! ```text
//! ink   what is read          blue  the interval excludes the overall rate (filled marker)
//! quiet what explains         grey  it includes it (hollow marker)
//! rule  what guides the eye   plum  the overall rate, and the synthetic mark
//! ```
//!
//! The palette is the Analysis Function's (blue #12436D, plum #801650, ink near #3D3D3D). Marks and text keep 3:1 and
//! 4.5:1 against white; gridlines are meant to stay below that. Sizes are in units of the SVG, 760 to the width.

/// Page.
pub const PAPER: &str = "#FFFFFF";
/// Headline, labels, figures.
pub const INK: &str = "#1F2328";
/// Subtitle, footer, bases, ticks.
pub const QUIET: &str = "#56606B";
/// Marks that do not stand apart.
pub const GREY: &str = "#6E7883";
/// Marks that stand apart.
pub const BLUE: &str = "#12436D";
/// The reference line and the synthetic mark.
pub const PLUM: &str = "#801650";
/// Gridlines.
pub const RULE: &str = "#E1E5E9";
/// Lines between panels.
pub const DIVIDER: &str = "#AEB6BE";

/// Width of a chart.
pub const WIDTH: f64 = 760.0;
/// Air around everything.
pub const MARGIN: f64 = 28.0;
/// Headline.
pub const HEADLINE: f64 = 22.0;
/// Subtitle.
pub const SUBTITLE: f64 = 14.0;
/// Labels and figures.
pub const BODY: f64 = 13.5;
/// Column heads, ticks, reasons.
pub const SMALL: f64 = 12.0;
/// Footer.
pub const FOOT: f64 = 11.5;

/// What a made-up survey says on every chart.
pub const SYNTHETIC: &str = "SYNTHETIC DATA";

/// Fonts that a viewer without Inter may use instead: none wider than Inter, so that nothing overlaps.
pub const FAMILY: &str = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', system-ui, sans-serif";
