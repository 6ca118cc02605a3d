//! How the sample was drawn: flags over `[design]`.

use clap::Args;

use crate::cli::provenance::Words;
use crate::study::DesignFlags;

/// Flags of how the sample was drawn.
#[derive(Debug, Args)]
pub struct DesignArgs {
    /// Column of weights
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Column of strata
    #[arg(long, value_name = "COLUMN")]
    strata: Option<String>,
    /// Column of primary sampling units, nested in strata (repeatable: first stage first)
    #[arg(long, value_name = "COLUMN")]
    psu: Vec<String>,
    /// Column of the stratum's units in the population, or of the fraction sampled (repeatable: first stage first)
    #[arg(long, value_name = "COLUMN")]
    fpc: Vec<String>,
    /// What a stratum with one sampling unit does: error, certainty, adjust, average
    #[arg(long, value_name = "CHOICE")]
    lonely_psu: Option<String>,
    /// Columns of replicate weights, * for anything: 'rw*'
    #[arg(long, value_name = "COLUMNS")]
    replicates: Option<String>,
    /// How replicate weights were made: brr, fay, jk1, jkn, bootstrap
    #[arg(long, value_name = "METHOD")]
    replicate_method: Option<String>,
    /// Fay's rho of replicate weights
    #[arg(long, allow_negative_numbers = true, value_name = "RHO")]
    rho: Option<f64>,
    /// Factor of the squares of all replicates [default: the method's own]
    #[arg(long, value_name = "NUMBER")]
    scale: Option<f64>,
    /// Factor of each replicate, or one for all, with commas between [default: 1; needed for jkn without --scale]
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    rscales: Vec<f64>,
}

impl DesignArgs {
    /// What they override in `[design]`.
    pub fn flags(&self) -> DesignFlags {
        DesignFlags {
            weight: self.weight.clone(),
            strata: self.strata.clone(),
            psu: self.psu.clone(),
            fpc: self.fpc.clone(),
            lonely: self.lonely_psu.clone(),
            replicates: self.replicates.clone(),
            method: self.replicate_method.clone(),
            rho: self.rho,
            scale: self.scale,
            rscales: self.rscales.clone(),
        }
    }

    /// The flags as the provenance has them.
    pub fn words(&self, words: &mut Words) {
        words.flag("weight", self.weight.as_ref());
        words.flag("strata", self.strata.as_ref());
        words.flag("psu", &self.psu);
        words.flag("fpc", &self.fpc);
        words.flag("lonely-psu", self.lonely_psu.as_ref());
        words.flag("replicates", self.replicates.as_ref());
        words.flag("replicate-method", self.replicate_method.as_ref());
        words.flag("rho", self.rho);
        words.flag("scale", self.scale);
        let factors: Vec<String> = self.rscales.iter().map(f64::to_string).collect();
        words.flag("rscales", (!factors.is_empty()).then(|| factors.join(",")));
    }
}
