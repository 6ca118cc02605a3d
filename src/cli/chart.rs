//! `paradox chart`: one chart, as SVG or PNG.
//!
//! ```text
//! --outcome O --by S   rates or means by level, or the bands of the answers     --kind chooses
//! --outcome O          the outcome alone: its bands, its answers, its options, or its one rate
//! --by S               the segment alone: how respondents divide over its levels
//! ```

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::common::{Asked, DataArgs, QuestionArgs};
use super::output::Output;
use crate::chart::{Chart, Form, distribution, outcome_bands, rates, theme};
use crate::results::{Measure, Outcome, StudyInfo};
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
    /// What is drawn [default: rates or means by a segment; an outcome or segment alone: its answers]
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// The headline, in place of the one that is made from the finding
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Width of the chart; its height follows from what it holds
    #[arg(long, value_name = "UNITS", default_value_t = theme::WIDTH as u16, value_parser = clap::value_parser!(u16).range(360..=2400))]
    width: u16,
    /// The file to write; its ending chooses the format: .svg or .png
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Rates (of a number: means) with their intervals
    Rates,
    /// Bars of 100%, divided into the bands of answers
    Bands,
    /// The same to both sides of the neutral band, or of the limit from which an answer counts
    Diverging,
    /// Shares of all answers with their intervals
    Distribution,
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
    let mut chart = match (args.question.outcomes.as_slice(), args.question.by.is_empty()) {
        ([], true) => {
            return Err(Error::usage("a chart needs an outcome or a segment")
                .hint("add --outcome OUTCOME, --by SEGMENT, or both")
                .into());
        }
        ([], false) => of_segment(args, out)?,
        ([_], _) => of_outcome(args, out)?,
        _ => return Err(Error::usage("a chart shows one outcome").hint("give --outcome once").into()),
    };
    chart.width = f64::from(args.width);
    if let Some(title) = &args.title {
        chart.headline.clone_from(title);
    }
    warn_missing_glyphs(&chart, out);
    let content = match picture {
        Picture::Svg => chart.to_svg().into_bytes(),
        Picture::Png => chart.to_png()?,
    };
    super::outdir::write_file(&args.output, |to| to.write_all(&content))
}

/// A segment alone.
fn of_segment(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    if args.kind.is_some_and(|kind| kind != Kind::Distribution) {
        return Err(Error::usage("a segment alone is drawn as a distribution").hint("add --outcome OUTCOME").into());
    }
    let (question, segment) = args.data.segment_of(&args.question)?;
    let found = findings::distribution::segment(&question.study, &question.input, question.format, segment)?;
    found.notes.iter().for_each(|note| out.warning(note));
    Ok(distribution(&found.distribution, &found.study).with_data(&question.input.name()))
}

/// An outcome, alone or by segments.
fn of_outcome(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let asked = args.data.question_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
    let found = findings::some(&question.study, &question.input, question.format, &outcomes, args.data.seed)?;
    found.notes.iter().for_each(|note| out.warning(note));
    let info = found.study;
    let alone = args.question.by.is_empty();
    let mut asked = found.outcomes;
    let chart = match (asked.as_mut_slice(), alone) {
        ([outcome], _) => {
            let by = if alone { &[] } else { segments.as_slice() };
            outcome.segments = by.iter().map(|&segment| outcome.segments[segment].clone()).collect();
            outcome.headline = findings::words::outcome_headline(outcome, &info);
            of_one(outcome, args.kind, &info)?
        }
        (options, true) if !options.is_empty() && args.kind.is_none_or(|kind| kind == Kind::Distribution) => {
            let name = args.question.outcomes[0].trim();
            findings::distribution::options(name, options).map(|found| distribution(&found, &info))
        }
        _ => None,
    };
    match chart {
        Some(chart) => Ok(chart.with_data(&question.input.name())),
        None => Err(Error::usage(format!("`{}` has several options", args.question.outcomes[0].trim()))
            .hint("without --by and --kind they are drawn together")
            .hint(format!("for one of them: --outcome '{}'", question.study.outcomes[outcomes[0]].name))
            .into()),
    }
}

/// One outcome in the form that is asked for, or in the one that suits it.
fn of_one(outcome: &Outcome, kind: Option<Kind>, info: &StudyInfo) -> anyhow::Result<Option<Chart>> {
    let alone = outcome.segments.is_empty();
    let kind = kind.unwrap_or(match (outcome.overall.measure, outcome.bands.is_some()) {
        (Measure::Shares, _) => Kind::Distribution,
        (_, true) if alone => Kind::Bands,
        _ => Kind::Rates,
    });
    let name = &outcome.name;
    let chart = match kind {
        Kind::Rates if outcome.overall.measure == Measure::Shares => None,
        Kind::Rates => Some(match outcome.segments.as_slice() {
            [one] => rates::comparison_rates(one, info),
            _ => rates::outcome_rates(outcome, info),
        }),
        Kind::Bands => outcome_bands(outcome, Form::Stacked, info),
        Kind::Diverging => outcome_bands(outcome, Form::Diverging, info),
        Kind::Distribution if alone => findings::distribution::answers(outcome).map(|found| distribution(&found, info)),
        Kind::Distribution => {
            return Err(Error::usage(format!("a distribution shows `{name}` alone"))
                .hint("leave --by away; paradox tabulate has its answers by segment")
                .into());
        }
    };
    let error = match (kind, &chart) {
        (_, Some(_)) => return Ok(chart),
        (Kind::Rates, _) => {
            Error::new(format!("outcome `{name}` has no rate")).hint("--kind distribution draws its answers")
        }
        (Kind::Distribution, _) => Error::new(format!("outcome `{name}` is no list of answers without an order"))
            .hint("leave --kind away: it is drawn in the form that suits it"),
        _ => Error::new(format!("outcome `{name}` has no bands"))
            .hint("--kind rates draws it; bands = [...] in the study file makes an outcome of ordered answers"),
    };
    Err(error.into())
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
