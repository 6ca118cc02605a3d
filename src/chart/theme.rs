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
/// Lines through rows.
pub const GUIDE: &str = "#EEF1F4";

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

/// Ordered bands from the lowest to the highest, by how many there are. Three are the Analysis Function's sequential
/// palette; the others are on the line through it, at equal steps of contrast, and leave out the blues on which neither
/// dark nor white text can be read.
pub const BLUES: [&[&str]; 8] = [
    &["#1E6CB1"],
    &["#6BACE6", "#12436D"],
    &["#6BACE6", "#2073BC", "#12436D"],
    &["#89BDEB", "#448FD0", "#1B63A2", "#113E65"],
    &["#A3CBEF", "#5CA1DE", "#297AC1", "#185890", "#0F385D"],
    &["#B9D8F3", "#74B1E7", "#448FD0", "#1E6CB1", "#164F81", "#0D3253"],
    &["#B9D8F3", "#7FB7E9", "#5198D8", "#297AC1", "#1B62A0", "#144B79", "#0D3253"],
    &["#B9D8F3", "#87BCEB", "#5CA1DE", "#448FD0", "#1F70B8", "#195B95", "#134774", "#0D3253"],
];
/// The same for what lies below a threshold, on the line through the Analysis Function's orange.
pub const ORANGES: [&[&str]; 8] = [
    &["#E56120"],
    &["#F9B28F", "#A83F0D"],
    &["#F9B28F", "#E96421", "#A83F0D"],
    &["#FABB9B", "#F57839", "#C85016", "#93370B"],
    &["#FAC3A7", "#F68750", "#E56120", "#AA400E", "#7A2C08"],
    &["#FBCAB2", "#F7915F", "#E56120", "#B5450F", "#873109", "#6E2706"],
    &["#FBCAB2", "#F79B6D", "#F36925", "#C85016", "#A53E0D", "#7F2E08", "#6E2706"],
    &["#FBCAB2", "#F8A277", "#F57839", "#E56120", "#BB4911", "#9A3A0C", "#7A2C07", "#6E2706"],
];

/// The band in the middle of those two.
pub const NEUTRAL: &str = "#D5D9DE";

/// Least contrast of a mark with what is behind it (WCAG).
pub const CONTRAST: f64 = 3.0;

/// Contrast of two colours (WCAG), 1 to 21.
///
/// ```
/// use paradox::chart::theme::contrast;
/// assert_eq!(contrast("#000000", "#FFFFFF"), 21.0);
/// ```
pub fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

/// Relative luminance from which a colour takes dark text.
pub const LIGHT: f64 = 0.22;

/// Relative luminance of a colour (WCAG), 0 to 1.
///
/// ```
/// use paradox::chart::theme::luminance;
/// assert_eq!((luminance("#000000"), luminance("#FFFFFF")), (0.0, 1.0));
/// ```
pub fn luminance(colour: &str) -> f64 {
    let part = |i: usize| {
        let v =
            colour.get(i..i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or(0.0, |v| f64::from(v) / 255.0);
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}
