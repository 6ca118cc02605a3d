//! At which levels, by which methods: flags over `[analysis]`.

use clap::Args;

use crate::cli::provenance::Words;
use crate::study::AnalysisFlags;

/// Flags of the analysis.
#[derive(Debug, Args)]
pub struct AnalysisArgs {
    /// Confidence of intervals, between 0 and 1
    #[arg(long, allow_negative_numbers = true, value_name = "LEVEL")]
    confidence: Option<f64>,
    /// Level of tests and verdicts, between 0 and 1
    #[arg(long, allow_negative_numbers = true, value_name = "LEVEL")]
    alpha: Option<f64>,
    /// Equivalence margin in percentage points
    #[arg(long, allow_negative_numbers = true, value_name = "POINTS")]
    margin: Option<f64>,
    /// Interval of rates: wilson, logit, beta, mean
    #[arg(long, value_name = "METHOD")]
    interval: Option<String>,
    /// Correction for several tests: holm, bh, none
    #[arg(long, value_name = "METHOD")]
    adjust: Option<String>,
    /// Unweighted n under which no figure is printed
    #[arg(long, value_name = "N")]
    suppress_below: Option<u64>,
    /// Unweighted n under which a figure is marked
    #[arg(long, value_name = "N")]
    caution_below: Option<u64>,
    /// Which rule suppresses: n, n_and_effective, nchs
    #[arg(long, value_name = "RULE")]
    suppress_rule: Option<String>,
}

impl AnalysisArgs {
    /// What they override in `[analysis]`.
    pub fn flags(&self) -> AnalysisFlags {
        AnalysisFlags {
            confidence: self.confidence,
            alpha: self.alpha,
            margin: self.margin,
            interval: self.interval.clone(),
            adjust: self.adjust.clone(),
            suppress_below: self.suppress_below,
            caution_below: self.caution_below,
            suppress_rule: self.suppress_rule.clone(),
        }
    }

    /// The flags as the provenance has them.
    pub fn words(&self, words: &mut Words) {
        words.flag("confidence", self.confidence);
        words.flag("alpha", self.alpha);
        words.flag("margin", self.margin);
        words.flag("interval", self.interval.as_ref());
        words.flag("adjust", self.adjust.as_ref());
        words.flag("suppress-below", self.suppress_below);
        words.flag("caution-below", self.caution_below);
        words.flag("suppress-rule", self.suppress_rule.as_ref());
    }
}
