//! `paradox screen`: which of many questions go together, and what would chance alone give?

use clap::{Args, ValueEnum};

use super::output::Output;
use super::question::DataArgs;
use crate::error::Error;
use crate::findings::{self, Screened};
use crate::report;
use crate::study::{CorrelationMethod, Variable};

/// Arguments of `paradox screen`.
#[derive(Debug, Args)]
#[command(
    after_help = "Questions with an order can be screened: bands, numbers, yes and no, segments with ordered = true. An \
                  answer of no order has no correlation.\n\n\
                  Examples:\n  paradox screen data/sinch-2026-synthetic.csv\n  \
                  paradox screen data/sinch-2026-synthetic.csv --method polychoric \\\n    \
                  --pair infrastructure_satisfaction,deployment_confidence"
)]
pub struct ScreenArgs {
    #[command(flatten)]
    data: DataArgs,
    /// A question: an outcome or a segment of the study, or raw: 'mean(hours)' (repeatable) [default: all with an order]
    #[arg(long, value_name = "NAME")]
    among: Vec<String>,
    /// Two questions; only such pairs are then looked at (repeatable)
    #[arg(long, value_name = "NAME,NAME", conflicts_with = "among")]
    pair: Vec<String>,
    /// Which coefficient
    #[arg(long, value_enum, default_value = "spearman")]
    method: Method,
    /// How often all answers are shuffled, to see what chance gives
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u64).range(19..=1_000_000))]
    permutations: u64,
    /// How many pairs the terminal shows; --json has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Screen the respondents of a study with a design as they are, each counting once
    #[arg(long)]
    unweighted: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Of ranks
    Spearman,
    /// Of scores
    Pearson,
    /// Of two normal variables that were cut into answers
    Polychoric,
}

/// Reads, computes and prints.
pub fn run(args: &ScreenArgs, out: &Output) -> anyhow::Result<()> {
    let named: Vec<[&str; 2]> = args.pair.iter().map(|pair| two(pair)).collect::<Result<_, _>>()?;
    let mut names: Vec<String> = args.among.clone();
    names.extend(named.iter().flatten().map(|name| (*name).to_owned()));
    let (mut question, variables) = args.data.ordered(&names)?;
    if args.unweighted {
        question.study.design = Default::default();
    }
    let mut distinct: Vec<Variable> = Vec::new();
    let places: Vec<usize> = variables
        .iter()
        .map(|variable| {
            distinct.iter().position(|known| known == variable).unwrap_or_else(|| {
                distinct.push(*variable);
                distinct.len() - 1
            })
        })
        .collect();
    let pairs: Vec<(usize, usize)> =
        if named.is_empty() { Vec::new() } else { places.chunks_exact(2).map(|two| (two[0], two[1])).collect() };
    if let Some(at) = pairs.iter().position(|(a, b)| a == b) {
        return Err(Error::usage(format!("`--pair {}` names one question twice", args.pair[at])).into());
    }
    if distinct.len() < 2 {
        return Err(Error::usage("a screen needs two questions with an order").hint("name them with --among").into());
    }
    let wanted = Screened {
        variables: distinct,
        pairs,
        method: match args.method {
            Method::Spearman => CorrelationMethod::Spearman,
            Method::Pearson => CorrelationMethod::Pearson,
            Method::Polychoric => CorrelationMethod::Polychoric,
        },
        permutations: args.permutations,
        seed: args.data.seed,
        threads: args.data.threads(),
    };
    let (found, notes) = findings::screen(&question.study, &question.input, question.format, &wanted)?;
    notes.iter().for_each(|note| out.warning(note));
    match args.json {
        true => out.result(&serde_json::to_string_pretty(&found)?),
        false => out.result(&report::screen::text_within(out.width(), &found, args.top, out.style())),
    }
}

/// The two names of a pair.
fn two(pair: &str) -> Result<[&str; 2], Error> {
    match pair.split(',').map(str::trim).collect::<Vec<_>>().as_slice() {
        [a, b] if !a.is_empty() && !b.is_empty() => Ok([a, b]),
        _ => Err(Error::usage(format!("`--pair` takes two names, not \"{pair}\""))
            .hint("write them with a comma between: --pair satisfaction,confidence")),
    }
}
