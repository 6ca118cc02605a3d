//! `paradox chart`: one chart, as SVG or PNG.
//!
//! ```text
//! --outcome O --by S            rates or means by level, or the bands of the answers     --kind chooses
//! --outcome O                   the outcome alone: its bands, its answers, its options, or its one rate
//! --by S                        the segment alone: how respondents divide over its levels
//! --outcome A --outcome B       verdicts of several outcomes; with --kind paired the two within respondents
//! ```

mod kinds;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::look::LookArgs;
use super::outfile::{Earlier, Known, OutFile, head};
use super::output::Output;
use super::question::{DataArgs, QuestionArgs};
use crate::Error;
use crate::chart::Chart;

/// Arguments of `paradox chart`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  paradox chart data/sinch-2026-synthetic.csv --outcome rollback --by industry \\\n    -o rollback.svg"
)]
pub struct ChartArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// What is drawn [default: rates or means by a segment; an outcome or segment alone: its answers]
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Height of the plot, of kinds whose height does not follow from their rows: trend, detection, implied
    #[arg(long, value_name = "UNITS", value_parser = clap::value_parser!(u16).range(120..=2400))]
    height: Option<u16>,
    #[command(flatten)]
    look: LookArgs,
    /// Decimals of the percentages in the chart [default: as many as the smallest base bears, 0 or 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=3))]
    decimals: Option<u8>,
    /// The file to write; its ending chooses the format: .svg or .png
    #[arg(short, long = "out", alias = "output", value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Rates with their intervals, level by level, against that of the whole
    Rates,
    /// The same of a number: its means
    Means,
    /// Bars of 100%, divided into the bands of answers
    Bands,
    /// The same to both sides of the neutral band, or of the limit from which an answer counts
    Diverging,
    /// Shares of all answers with their intervals
    Distribution,
    /// Every pair of levels against the margin, with the intervals of the equivalence
    Differences,
    /// The verdicts of outcomes by segments
    Verdicts,
    /// The levels of an ordered segment from left to right
    Trend,
    /// Two outcomes of the same respondents: their overlap and their difference
    Paired,
    /// Each level's rate beside its rate with all other segments held
    Adjusted,
    /// The failure rate that each level's rate implies, by what it detects: of the study's [paradox]
    Detection,
    /// The rate of all others that two published rates imply, by the size of the group: of the study's claims
    Implied,
}

/// The format of a picture.
#[derive(Clone, Copy)]
pub enum Picture {
    Svg,
    Png,
}

impl Picture {
    /// A chart in this format.
    pub fn of(self, chart: &Chart) -> anyhow::Result<Vec<u8>> {
        Ok(match self {
            Picture::Svg => chart.to_svg().into_bytes(),
            Picture::Png => chart.to_png()?,
        })
    }
}

/// A picture that may be written into a file.
pub struct PictureFile {
    format: Picture,
    file: OutFile,
}

impl PictureFile {
    /// The format that the ending of a file chooses, of a command that reads `inputs`.
    ///
    /// # Errors
    /// If the ending chooses none, or the file must stay as it is.
    pub fn at(path: &Path, inputs: &[PathBuf]) -> Result<Self, Error> {
        let (format, known) = match path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).as_deref() {
            Some("svg") => (Picture::Svg, SVG),
            Some("png") => (Picture::Png, PNG),
            _ => {
                return Err(Error::usage(format!("cannot tell the format of the chart from `{}`", path.display()))
                    .hint("end its name in .svg or .png"));
            }
        };
        Ok(PictureFile { format, file: OutFile::at(path, inputs, Earlier::Replaced(known))? })
    }

    /// Draws a chart into it, whole or not at all.
    pub fn write(self, chart: &Chart, out: &Output) -> anyhow::Result<()> {
        warn_missing_glyphs(chart, out);
        let content = self.format.of(chart)?;
        self.file.write(|to| to.write_all(&content))
    }
}

/// What to do about a file that is no picture.
const NO_PICTURE: &str = "name another file with --out";

const SVG: Known = Known { what: "SVG picture", is: |path| head(path).contains("<svg"), hint: NO_PICTURE };
const PNG: Known = Known { what: "PNG picture", is: |path| head(path).contains("PNG\r\n"), hint: NO_PICTURE };

/// Reads, computes, draws, writes one file whole or not at all.
pub fn run(args: &ChartArgs, out: &Output) -> anyhow::Result<()> {
    let file = PictureFile::at(&args.output, &args.data.inputs())?;
    let mut chart = args.look.on(kinds::chart(args, out)?);
    chart.height = args.height.map(f64::from);
    file.write(&chart, out)
}

/// Names each label with characters that the embedded font lacks: a PNG shows question marks.
pub fn warn_missing_glyphs(chart: &Chart, out: &Output) {
    for (label, missing) in chart.missing_glyphs() {
        let missing: Vec<String> = missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        out.warning(&format!(
            "the label {} has characters that the chart's font lacks ({}); the PNG shows a question mark for each",
            crate::error::quoted(label),
            missing.join(", ")
        ));
    }
}
