//! `paradox chart`: one chart, as SVG or PNG.

use std::path::PathBuf;

use clap::Args;

use super::common::{Asked, DataArgs, QuestionArgs};
use super::output::Output;
use crate::chart::{Chart, rates};
use crate::results::Measure;
use crate::{Error, findings};

/// Arguments of `paradox chart`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: paradox chart data/sinch-2026-synthetic.csv --outcome rollback --by industry -o rollback.svg"
)]
pub struct ChartArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// The file to write; its ending chooses the format: .svg or .png
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Clone, Copy)]
enum Picture {
    Svg,
    Png,
}

/// Reads, computes, draws, writes one file whole or not at all.
pub fn run(args: &ChartArgs, out: &Output) -> anyhow::Result<()> {
    let ending = args.output.extension().map(|e| e.to_string_lossy().to_lowercase());
    let picture = match ending.as_deref() {
        Some("svg") => Picture::Svg,
        Some("png") => Picture::Png,
        _ => {
            return Err(Error::usage(format!("cannot tell the format of the chart from `{}`", args.output.display()))
                .hint("end its name in .svg or .png")
                .into());
        }
    };
    if args.question.outcomes.len() > 1 {
        return Err(Error::usage("a chart shows one outcome").hint("give --outcome once").into());
    }
    let Asked { question, outcomes, segments } = args.data.question_of(&args.question)?;
    if segments.is_empty() {
        return Err(Error::usage("a chart needs a segment").hint("add --by SEGMENT").into());
    }
    let found = findings::some(&question.study, &question.input, question.format, &outcomes, args.data.seed)?;
    found.notes.iter().for_each(|note| out.warning(note));
    let info = found.study;
    let Some(mut outcome) = found.outcomes.into_iter().next() else {
        return Err(Error::new("the study has no such outcome").into());
    };
    if outcome.overall.measure != Measure::Rate {
        let what = format!("`{}` has no rate, and a chart draws rates", outcome.name);
        return Err(Error::usage(what).hint("name an outcome with yes, bands or contains").into());
    }
    outcome.segments = segments.iter().map(|&segment| outcome.segments[segment].clone()).collect();
    let chart = match outcome.segments.as_slice() {
        [one] => rates::comparison_rates(one, &info),
        _ => {
            outcome.headline = findings::words::outcome_headline(&outcome, &info);
            rates::outcome_rates(&outcome, &info)
        }
    };
    let chart = chart.with_data(&question.input.name());
    warn_missing_glyphs(&chart, out);
    let content = match picture {
        Picture::Svg => chart.to_svg().into_bytes(),
        Picture::Png => chart.to_png()?,
    };
    super::outdir::write_file(&args.output, |to| to.write_all(&content))
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
