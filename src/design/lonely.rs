//! A stratum with one primary sampling unit says nothing about its variance. What then?
//!
//! | choice | what the stratum adds to V | R's `options(survey.lonely.psu=)` |
//! |---|---|---|
//! | fail | an error that names it | `fail` |
//! | certainty | nothing, as if the unit had been chosen for certain | `certainty`, `remove` |
//! | adjust | (1-f) u², its distance from the mean of the whole sample, where scores add up to 0 | `adjust` |
//! | average | what the other strata add on average | `average` |
//!
//! A stratum of which every unit was drawn (f = 1) adds nothing and is not lonely.

/// What a stratum with one unit adds to the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lonely {
    /// An error.
    #[default]
    Fail,
    /// Nothing.
    Certainty,
    /// Its squared distance from the mean of the sample.
    Adjust,
    /// The mean of the other strata that hold a member of the domain.
    Average,
}

impl Lonely {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Lonely::Fail => "error",
            Lonely::Certainty => "certainty",
            Lonely::Adjust => "adjust",
            Lonely::Average => "average",
        }
    }
}

/// Why a sample has no variances. Strata are the numbers that the caller gave them.
#[derive(Debug, Clone, PartialEq)]
pub enum DesignError {
    /// Strata have one unit, and [`Lonely::Fail`] was chosen.
    LonelyUnits {
        /// Which strata; beyond the first stage their numbers within units.
        strata: Vec<usize>,
        /// Stage of sampling, from 1: the first that has any.
        stage: usize,
    },
    /// A jackknife leaves out units, and this stratum has none declared.
    NoUnits {
        /// Which stratum.
        stratum: usize,
    },
    /// More units are in the sample than the stratum is said to have.
    MoreThanPopulation {
        /// Which stratum.
        stratum: usize,
        /// Stage of sampling, from 1.
        stage: usize,
        /// Units in the sample.
        units: u64,
        /// Units that the stratum is said to have.
        population: f64,
    },
}

impl std::fmt::Display for DesignError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DesignError::LonelyUnits { strata, stage } => {
                write!(
                    f,
                    "strata number {strata:?} have one sampling unit each at stage {stage}, so their variance cannot be \
                     estimated"
                )
            }
            DesignError::NoUnits { stratum } => {
                write!(f, "stratum number {stratum} has no sampling units to leave out")
            }
            DesignError::MoreThanPopulation { stratum, stage, units, population } => {
                write!(
                    f,
                    "stratum number {stratum} has {units} units at stage {stage}, of a population of {population}"
                )
            }
        }
    }
}

impl std::error::Error for DesignError {}
