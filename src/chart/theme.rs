//! Colours and sizes of every chart, in one place.
//!
//! ```text
//! ink   what is read          blue  what the chart is about: its figures, and of tested ones those that differ (filled)
//! quiet what explains         teal  what agrees, or lies within the margin (filled, and never the strongest)
//! rule  what guides the eye   grey  what is neither shown (hollow)
//!                             plum  what figures are held against: all, the margin, the rounding; and the synthetic mark
//! ```
//!
//! A colour has one meaning in every kind of chart.
//!
//! A placed chart names its colours by what they are for ([`Paint`]); a [`Theme`] says which they are, when the SVG is
//! written. The palette of `light` is the Analysis Function's (blue #12436D, plum #801650, teal and ink near #28A197 and #3D3D3D); `dark` is
//! the same on a dark page, `print` greys that a black-and-white printer keeps apart. Marks and text keep 3:1 and 4.5:1
//! against the page; gridlines are meant to stay below that. Sizes are in units of the SVG, 760 to the width.

use crate::results::Verdict;

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The page.
    Paper,
    /// Headline, labels, figures.
    Ink,
    /// Subtitle, footer, bases, ticks.
    Quiet,
    /// Marks of what is neither shown to differ nor to agree.
    Grey,
    /// Marks of what the chart is about; of tested figures those that differ.
    Blue,
    /// Marks of what agrees with what it is held against.
    Teal,
    /// What figures are held against, and the synthetic mark.
    Plum,
    /// Gridlines.
    Rule,
    /// Lines through rows.
    Guide,
    /// A stretch of the axis behind the marks.
    Wash,
    /// A filled part.
    Tone(Tone),
    /// Text on a filled part.
    On(Tone),
    /// The outline of a filled part, if it is too light to stand on the page without it.
    Edge(Tone),
}

/// What a filled part stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// One of so many ordered bands, from the lowest on.
    Above {
        /// Its position.
        band: usize,
        /// How many there are.
        of: usize,
    },
    /// One of so many ordered bands to both sides of a middle: up to `below` on the left, from `above` on on the right,
    /// between them the neutral one, if there is one.
    Both {
        /// Its position.
        band: usize,
        /// How many there are.
        of: usize,
        /// How many lie on the left.
        below: usize,
        /// The first on the right.
        above: usize,
    },
    /// What stands for neither side.
    Neutral,
    /// A verdict.
    Verdict(Verdict),
}

/// The colours of a chart.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name on the command line.
    pub name: &'static str,
    paper: &'static str,
    ink: &'static str,
    quiet: &'static str,
    grey: &'static str,
    blue: &'static str,
    teal: &'static str,
    plum: &'static str,
    rule: &'static str,
    guide: &'static str,
    wash: &'static str,
    above: Palettes,
    /// Bands on the left of a middle; none where those on both sides share one scale from light to dark, which a printer
    /// without colours keeps apart.
    below: Option<Palettes>,
    neutral: &'static str,
    /// Differs, differs within margin, consistent, undetermined.
    verdicts: [&'static str; 4],
}

/// Colours of ordered bands, by how many there are.
type Palettes = [&'static [&'static str]; 11];

/// On screens and paper in colour.
pub static LIGHT: Theme = Theme {
    name: "light",
    paper: "#FFFFFF",
    ink: DARK_TEXT,
    quiet: "#56606B",
    grey: "#6E7883",
    blue: "#12436D",
    teal: "#1B7F77",
    plum: "#801650",
    rule: "#E1E5E9",
    guide: "#EEF1F4",
    wash: "#F8EEF3",
    above: BLUES,
    below: Some(ORANGES),
    neutral: "#D5D9DE",
    verdicts: ["#12436D", "#89BDEB", "#A6DAD4", "#FFFFFF"],
};

/// On a dark page.
pub static DARK: Theme = Theme {
    name: "dark",
    paper: "#14181D",
    ink: "#E9ECEF",
    quiet: "#AEB7C0",
    grey: "#8F9AA5",
    blue: "#7FB7E9",
    teal: "#3FB5A6",
    plum: "#EE9CC2",
    rule: "#2E353D",
    guide: "#222830",
    wash: "#2C202A",
    above: BLUES_ON_DARK,
    below: Some(ORANGES_ON_DARK),
    neutral: "#4B545E",
    verdicts: ["#7FB7E9", "#1B62A0", "#1D6A62", "#14181D"],
};

/// In black and white.
pub static PRINT: Theme = Theme {
    name: "print",
    paper: "#FFFFFF",
    ink: "#000000",
    quiet: "#3D3D3D",
    grey: "#6B6B6B",
    blue: "#000000",
    teal: "#767676",
    plum: "#3D3D3D",
    rule: "#DADADA",
    guide: "#EDEDED",
    wash: "#EFEFEF",
    above: GREYS,
    below: None,
    neutral: "#F2F2F2",
    verdicts: ["#242424", "#909090", "#D6D6D6", "#FFFFFF"],
};

/// All of them.
pub static THEMES: [&Theme; 3] = [&LIGHT, &DARK, &PRINT];

/// Text on light colours, and on dark ones.
const DARK_TEXT: &str = "#1F2328";
const LIGHT_TEXT: &str = "#FFFFFF";

impl Theme {
    /// The colour; `None` for an outline that is not needed.
    pub fn colour(&self, paint: Paint) -> Option<&'static str> {
        Some(match paint {
            Paint::Paper => self.paper,
            Paint::Ink => self.ink,
            Paint::Quiet => self.quiet,
            Paint::Grey => self.grey,
            Paint::Blue => self.blue,
            Paint::Teal => self.teal,
            Paint::Plum => self.plum,
            Paint::Rule => self.rule,
            Paint::Guide => self.guide,
            Paint::Wash => self.wash,
            Paint::Tone(tone) => self.tone(tone).0,
            Paint::On(tone) if luminance(self.tone(tone).0) > TAKES_DARK_TEXT => DARK_TEXT,
            Paint::On(_) => LIGHT_TEXT,
            Paint::Edge(tone) => {
                let (fill, edge) = self.tone(tone);
                return (contrast(fill, self.paper) < CONTRAST).then_some(edge);
            }
        })
    }

    /// A colour, and the one that outlines it.
    fn tone(&self, tone: Tone) -> (&'static str, &'static str) {
        match tone {
            Tone::Above { band, of } => of_palette(&self.above, band, of),
            Tone::Both { band, of, below, above } => match &self.below {
                None => of_palette(&self.above, band, of),
                // Both sides are strongest at their ends.
                Some(palettes) if band < below => of_palette(palettes, below - 1 - band, below),
                Some(_) if band >= above => of_palette(&self.above, band - above, of - above),
                Some(_) => (self.neutral, self.quiet),
            },
            Tone::Neutral => (self.neutral, self.quiet),
            Tone::Verdict(verdict) => {
                let at = match verdict {
                    Verdict::Differs => 0,
                    Verdict::DiffersWithinMargin => 1,
                    Verdict::Consistent => 2,
                    Verdict::Undetermined => 3,
                };
                (self.verdicts[at], self.grey)
            }
        }
    }
}

/// The colour of a band among so many, and the strongest of them; where there are more than colours, neighbours share
/// one.
fn of_palette(palettes: &Palettes, band: usize, of: usize) -> (&'static str, &'static str) {
    let palette = palettes[of.clamp(1, palettes.len()) - 1];
    let at = (band * palette.len() / of.max(1)).min(palette.len() - 1);
    (palette[at], palette[palette.len() - 1])
}

/// Width of a chart.
pub const WIDTH: f64 = 760.0;
/// Width of a chart whose rows stand in two columns.
pub const BROAD: f64 = 900.0;
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

/// Ordered bands from the lowest to the highest, by how many there are: up to eleven, those of a scale from 0 to 10. Three
/// are the Analysis Function's sequential palette; the others are on the line through it, at equal steps of contrast, and
/// leave out the blues on which neither dark nor white text can be read.
const BLUES: Palettes = [
    &["#1E6CB1"],
    &["#6BACE6", "#12436D"],
    &["#6BACE6", "#2073BC", "#12436D"],
    &["#89BDEB", "#448FD0", "#1B63A2", "#113E65"],
    &["#A3CBEF", "#5CA1DE", "#297AC1", "#185890", "#0F385D"],
    &["#B9D8F3", "#74B1E7", "#448FD0", "#1E6CB1", "#164F81", "#0D3253"],
    &["#B9D8F3", "#7FB7E9", "#5198D8", "#297AC1", "#1B62A0", "#144B79", "#0D3253"],
    &["#B9D8F3", "#87BCEB", "#5CA1DE", "#448FD0", "#1F70B8", "#195B95", "#134774", "#0D3253"],
    &["#B9D8F3", "#87BCEB", "#5CA1DE", "#448FD0", "#1F70B8", "#1A609E", "#165184", "#12426C", "#0D3253"],
    &["#B9D8F3", "#94C3ED", "#72AEE4", "#569CDA", "#448FD0", "#1F70B8", "#1A609E", "#165184", "#12426C", "#0D3253"],
    &[
        "#B9D8F3", "#9BC7EE", "#7EB7E8", "#65A6E1", "#529AD8", "#448FD0", "#1F70B8", "#1A609E", "#165184", "#12426C",
        "#0D3253",
    ],
];
/// The same for what lies below a threshold, on the line through the Analysis Function's orange.
const ORANGES: Palettes = [
    &["#E56120"],
    &["#F9B28F", "#A83F0D"],
    &["#F9B28F", "#E96421", "#A83F0D"],
    &["#FABB9B", "#F57839", "#C85016", "#93370B"],
    &["#FAC3A7", "#F68750", "#E56120", "#AA400E", "#7A2C08"],
    &["#FBCAB2", "#F7915F", "#E56120", "#B5450F", "#873109", "#6E2706"],
    &["#FBCAB2", "#F79B6D", "#F36925", "#C85016", "#A53E0D", "#7F2E08", "#6E2706"],
    &["#FBCAB2", "#F8A277", "#F57839", "#E56120", "#BB4911", "#9A3A0C", "#7A2C07", "#6E2706"],
    &["#FBCAB2", "#F8A277", "#F57839", "#E56120", "#BB4911", "#A23E0D", "#8A330A", "#772B07", "#6E2706"],
    &["#FBCAB2", "#F9AC86", "#F68D58", "#F17233", "#E56120", "#BB4911", "#A23E0D", "#8A330A", "#772B07", "#6E2706"],
    &[
        "#FBCAB2", "#F9B28F", "#F79A6B", "#F68045", "#EF6F2F", "#E56120", "#BB4911", "#A23E0D", "#8A330A", "#772B07",
        "#6E2706",
    ],
];
/// On a dark page the strongest colour is the lightest.
const BLUES_ON_DARK: Palettes = [
    &["#1E6CB1"],
    &["#12436D", "#6BACE6"],
    &["#12436D", "#2073BC", "#6BACE6"],
    &["#113E65", "#1B63A2", "#448FD0", "#89BDEB"],
    &["#0F385D", "#185890", "#297AC1", "#5CA1DE", "#A3CBEF"],
    &["#0D3253", "#164F81", "#1E6CB1", "#448FD0", "#74B1E7", "#B9D8F3"],
    &["#0D3253", "#144B79", "#1B62A0", "#297AC1", "#5198D8", "#7FB7E9", "#B9D8F3"],
    &["#0D3253", "#134774", "#195B95", "#1F70B8", "#448FD0", "#5CA1DE", "#87BCEB", "#B9D8F3"],
    &["#0D3253", "#12426C", "#165184", "#1A609E", "#1F70B8", "#448FD0", "#5CA1DE", "#87BCEB", "#B9D8F3"],
    &["#0D3253", "#12426C", "#165184", "#1A609E", "#1F70B8", "#448FD0", "#569CDA", "#72AEE4", "#94C3ED", "#B9D8F3"],
    &[
        "#0D3253", "#12426C", "#165184", "#1A609E", "#1F70B8", "#448FD0", "#529AD8", "#65A6E1", "#7EB7E8", "#9BC7EE",
        "#B9D8F3",
    ],
];
/// The same for what lies below a threshold.
const ORANGES_ON_DARK: Palettes = [
    &["#E56120"],
    &["#A83F0D", "#F9B28F"],
    &["#A83F0D", "#E96421", "#F9B28F"],
    &["#93370B", "#C85016", "#F57839", "#FABB9B"],
    &["#7A2C08", "#AA400E", "#E56120", "#F68750", "#FAC3A7"],
    &["#6E2706", "#873109", "#B5450F", "#E56120", "#F7915F", "#FBCAB2"],
    &["#6E2706", "#7F2E08", "#A53E0D", "#C85016", "#F36925", "#F79B6D", "#FBCAB2"],
    &["#6E2706", "#7A2C07", "#9A3A0C", "#BB4911", "#E56120", "#F57839", "#F8A277", "#FBCAB2"],
    &["#6E2706", "#772B07", "#8A330A", "#A23E0D", "#BB4911", "#E56120", "#F57839", "#F8A277", "#FBCAB2"],
    &["#6E2706", "#772B07", "#8A330A", "#A23E0D", "#BB4911", "#E56120", "#F17233", "#F68D58", "#F9AC86", "#FBCAB2"],
    &[
        "#6E2706", "#772B07", "#8A330A", "#A23E0D", "#BB4911", "#E56120", "#EF6F2F", "#F68045", "#F79A6B", "#F9B28F",
        "#FBCAB2",
    ],
];
/// Greys at equal steps of contrast, without those on which no text can be read.
const GREYS: Palettes = [
    &["#636363"],
    &["#D6D6D6", "#242424"],
    &["#D6D6D6", "#737373", "#242424"],
    &["#D6D6D6", "#909090", "#595959", "#242424"],
    &["#D6D6D6", "#A0A0A0", "#737373", "#4C4C4C", "#242424"],
    &["#D6D6D6", "#AAAAAA", "#8B8B8B", "#636363", "#454545", "#242424"],
    &["#D6D6D6", "#B1B1B1", "#909090", "#737373", "#595959", "#404040", "#242424"],
    &["#D6D6D6", "#B6B6B6", "#999999", "#767676", "#676767", "#515151", "#3C3C3C", "#242424"],
    &["#D6D6D6", "#B6B6B6", "#999999", "#767676", "#6A6A6A", "#5A5A5A", "#494949", "#373737", "#242424"],
    &["#D6D6D6", "#C1C1C1", "#ACACAC", "#999999", "#767676", "#6A6A6A", "#5A5A5A", "#494949", "#373737", "#242424"],
    &[
        "#D6D6D6", "#C1C1C1", "#ACACAC", "#999999", "#767676", "#6C6C6C", "#606060", "#515151", "#434343", "#343434",
        "#242424",
    ],
];

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
const TAKES_DARK_TEXT: f64 = 0.22;

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
