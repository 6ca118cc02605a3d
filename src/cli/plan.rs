//! `paradox plan`: how many respondents does a claim need, and what can a base show?

use std::path::PathBuf;

use clap::Args;

use super::chart::PictureFile;
use super::look::LookArgs;
use super::output::Output;
use crate::chart;
use crate::error::Error;
use crate::findings::{Wanted, plan};
use crate::report;
use crate::results::plan::Assumed;
use crate::stats::power::USUAL_POWER;

/// Levels of a plan at most: every pair of them is gone through.
const MOST_LEVELS: u16 = 200;

/// Arguments of `paradox plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  paradox plan --rate 74 --levels 10 --margin 5\n  \
                  paradox plan --rate 74 --versus 81 --shares 68,32 --base 1567 --deff 1.4\n  \
                  paradox plan --rate 74 --levels 10 -o plan.svg")]
pub struct PlanArgs {
    /// The rate that is expected, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 50.0, allow_negative_numbers = true)]
    rate: f64,
    /// Another rate that is to be told from it, in percent [default: the rate and the margin]
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    versus: Option<f64>,
    /// The wanted margin of error, in percentage points
    #[arg(long, value_name = "POINTS", default_value_t = 3.0, allow_negative_numbers = true)]
    precision: f64,
    /// Equivalence margin: the largest difference that counts as the same, in percentage points
    #[arg(long, value_name = "POINTS", default_value_t = 5.0, allow_negative_numbers = true)]
    margin: f64,
    /// How many levels, all equally large
    #[arg(long, value_name = "K", default_value_t = 2, value_parser = clap::value_parser!(u16).range(2..=i64::from(MOST_LEVELS)))]
    levels: u16,
    /// Or how large each level is, in percent or in any unit: 68,32
    #[arg(
        long,
        value_name = "SHARES",
        value_delimiter = ',',
        conflicts_with = "levels",
        allow_negative_numbers = true
    )]
    shares: Vec<f64>,
    /// A base that is given: what can it show?
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1_000_000_000_000))]
    base: Option<u64>,
    /// Design effect: by what weights, strata and clusters multiply the variance
    #[arg(long, value_name = "DEFF", default_value_t = 1.0, allow_negative_numbers = true)]
    deff: f64,
    /// Degrees of freedom of the design, its sampling units less its strata [default: many]
    #[arg(long, value_name = "DF", allow_negative_numbers = true)]
    df: Option<f64>,
    /// People in the population, where the sample is a part of them that counts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000_000))]
    population: Option<u64>,
    /// Chance of finding what is there, between alpha and 1
    #[arg(long, value_name = "POWER", default_value_t = USUAL_POWER, allow_negative_numbers = true)]
    power: f64,
    /// Chance of a false finding, two-sided; of a false "consistent", one-sided
    #[arg(long, value_name = "LEVEL", default_value_t = 0.05, allow_negative_numbers = true)]
    alpha: f64,
    /// Confidence of intervals
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95, allow_negative_numbers = true)]
    confidence: f64,
    /// How many comparisons share alpha [default: all pairs of levels]; 1 for no correction
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    comparisons: Option<u64>,
    /// The result as JSON
    #[arg(long)]
    json: bool,
    /// A chart of it: what each base shows, by number of levels; its ending chooses the format: .svg or .png
    #[arg(short, long = "out", alias = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
}

/// Computes and prints.
pub fn run(args: &PlanArgs, out: &Output) -> anyhow::Result<()> {
    let plan = plan(&args.wanted()?);
    for (flag, value) in [("--rate", Some(args.rate)), ("--versus", args.versus)] {
        if let Some(share) = value.filter(|value| *value < 1.0) {
            let percent = (share * 1e4).round() / 100.0;
            out.warning(&format!("`{flag}` {share} is read as {share} percent; {percent} percent is {percent}"));
        }
    }
    if let Some(path) = &args.output {
        let file = PictureFile::at(path, &[])?;
        let drawn = chart::plan(&plan).ok_or_else(|| Error::new("no base of this plan shows anything to draw"))?;
        file.write(&args.look.on(drawn), out)?;
    }
    match args.json {
        true => out.result(&serde_json::to_string_pretty(&plan)?),
        false => out.result(&report::plan::text_within(out.width(), &plan, out.style())),
    }
}

impl PlanArgs {
    /// What is planned for, or what of it cannot be.
    fn wanted(&self) -> Result<Wanted, Error> {
        let percent = |flag: &str, value: f64| within(flag, value, (0.0, 100.0), "percent, above 0 and below 100");
        let fraction = |flag: &str, value: f64| within(flag, value, (0.0, 1.0), "above 0 and below 1");
        let rate = percent("--rate", self.rate)? / 100.0;
        let margin_of_error =
            within("--precision", self.precision, (0.0, 50.0), "points, above 0 and below 50")? / 100.0;
        let margin = within("--margin", self.margin, (0.0, 100.0), "points, above 0 and below 100")? / 100.0;
        let deff = within("--deff", self.deff, (0.0, f64::MAX), "a number above 0")?;
        let (alpha, confidence) = (fraction("--alpha", self.alpha)?, fraction("--confidence", self.confidence)?);
        let power = within("--power", self.power, (alpha, 1.0), "above alpha and below 1")?;
        let df = self.df.map(|df| within("--df", df, (0.5, f64::INFINITY), "1 or more")).transpose()?;
        // So many are told from infinitely many by no digit.
        let df = df.filter(|df| *df < 1e12);
        let versus = match self.versus {
            Some(versus) if versus == self.rate => {
                return Err(Error::usage("`--versus` is the same as `--rate`, and no base tells a rate from itself"));
            }
            Some(versus) => percent("--versus", versus)? / 100.0,
            // As far away as the margin, on the side that has room.
            None if rate + margin < 1.0 => rate + margin,
            None if rate - margin > 0.0 => rate - margin,
            None => rate / 2.0,
        };
        if let (Some(base), Some(people)) = (self.base, self.population)
            && base > people
        {
            return Err(Error::usage(format!("`--base` is {base}, more than the population of {people}")));
        }
        let shares = self.shares()?;
        let pairs = (shares.len() * (shares.len() - 1) / 2) as u64;
        let comparisons = self.comparisons.unwrap_or(pairs);
        let assumed = Assumed {
            rate,
            shares,
            deff,
            alpha,
            alpha_each: alpha / comparisons as f64,
            comparisons,
            power,
            confidence,
            population: self.population,
            df,
        };
        Ok(Wanted { assumed, margin_of_error, versus, margin, base: self.base })
    }

    /// The share of each level, adding up to 1.
    fn shares(&self) -> Result<Vec<f64>, Error> {
        if self.shares.is_empty() {
            let levels = usize::from(self.levels);
            return Ok(vec![1.0 / levels as f64; levels]);
        }
        if self.shares.len() < 2 || self.shares.len() > usize::from(MOST_LEVELS) {
            return Err(Error::usage(format!("`--shares` lists {} levels, not 2 to {MOST_LEVELS}", self.shares.len()))
                .hint("write them with commas between: --shares 68,32"));
        }
        if let Some(wrong) = self.shares.iter().find(|share| !share.is_finite() || **share <= 0.0) {
            return Err(Error::usage(format!("`--shares` must be numbers above 0, and one is {wrong}")));
        }
        let total: f64 = self.shares.iter().sum();
        Ok(self.shares.iter().map(|share| share / total).collect())
    }
}

/// A number strictly between two limits.
fn within(flag: &str, value: f64, (low, high): (f64, f64), range: &str) -> Result<f64, Error> {
    match value > low && value < high {
        true => Ok(value),
        false => Err(Error::usage(format!("`{flag}` must be {range}, not {value}"))),
    }
}
