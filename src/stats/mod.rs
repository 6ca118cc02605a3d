//! Pure arithmetic on counts and estimates: no files, no study, no data frame.
//!
//! One file per question, named after it. Everything takes numbers and returns numbers; what cannot be estimated is
//! `None`, never NaN and never 0.

pub mod bounds;
pub mod chance;
pub mod composition;
pub mod contrast;
pub mod correlation;
pub mod detection;
pub mod difference;
pub mod effect;
pub mod equivalence;
pub mod evalue;
pub mod exact;
pub mod grim;
pub mod implied;
pub mod independence;
pub mod interval;
pub mod logistic;
pub mod mean;
pub mod multiplicity;
pub mod paired;
pub mod polychoric;
pub mod power;
pub mod quantile;
pub mod rank;
pub mod ratio;
pub mod reliability;
pub mod screen;
pub mod stratified;
pub mod survey;
pub mod table;
pub mod trend;

use schemars::JsonSchema;
use serde::Serialize;

/// How many of a base said yes: `0 <= yes <= n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Those who said yes.
    pub yes: u64,
    /// The base: all who were asked and answered.
    pub n: u64,
}

impl Count {
    /// The share of the base that said yes, 0 to 1; `None` without a base.
    pub fn rate(self) -> Option<f64> {
        (self.n > 0).then(|| self.yes as f64 / self.n as f64)
    }

    /// Those who said no.
    pub fn no(self) -> u64 {
        self.n - self.yes
    }
}

/// How an interval was made; [`name`](IntervalMethod::name) is the word of the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson (1927) score interval of one rate.
    Wilson,
    /// Wald interval on the logit scale.
    Logit,
    /// Clopper and Pearson (1934), exact.
    Beta,
    /// Wald: estimate plus and minus the quantile times the standard error.
    Mean,
    /// Newcombe (1998), method 10 for two independent rates.
    Newcombe,
    /// Newcombe (1998), method 10 for two rates of the same respondents.
    NewcombePaired,
    /// Wald on the log scale, of a ratio of rates (Katz et al. 1978) or of odds (Woolf 1955).
    Log,
    /// Limits of the noncentral chi-square that put the statistic at its tails.
    NoncentralChiSquare,
    /// Fisher (1921): Wald on the inverse hyperbolic tangent of a correlation.
    FisherZ,
    /// Imbens and Manski (2004): of a value of which bounds are known.
    ImbensManski,
    /// Feldt (1965), of Cronbach's alpha.
    Feldt,
    /// Numbers of the sample between which a quantile lies, by the binomial distribution.
    OrderStatistics,
    /// Woodruff (1952): limits of the share at or below a quantile, read back as numbers.
    Woodruff,
    /// Quantiles of errors that were drawn at random, seeded.
    Simulated,
}

impl IntervalMethod {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            IntervalMethod::Wilson => "wilson",
            IntervalMethod::Logit => "logit",
            IntervalMethod::Beta => "beta",
            IntervalMethod::Mean => "mean",
            IntervalMethod::Newcombe => "newcombe",
            IntervalMethod::NewcombePaired => "newcombe_paired",
            IntervalMethod::Log => "log",
            IntervalMethod::NoncentralChiSquare => "noncentral_chi_square",
            IntervalMethod::FisherZ => "fisher_z",
            IntervalMethod::ImbensManski => "imbens_manski",
            IntervalMethod::Feldt => "feldt",
            IntervalMethod::OrderStatistics => "order_statistics",
            IntervalMethod::Woodruff => "woodruff",
            IntervalMethod::Simulated => "simulated",
        }
    }
}

/// A range at a confidence level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Confidence level, 0 to 1.
    pub level: f64,
    /// How it was made.
    pub method: IntervalMethod,
}

/// Which test; [`name`](TestMethod::name) is the word of the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names are those of the field
pub enum TestMethod {
    Pearson,
    G,
    Fisher,
    FisherMc,
    CochranArmitage,
    Departure,
    McnemarExact,
    Mcnemar,
    McnemarMidp,
    Cmh,
    BreslowDay,
    Tarone,
    KruskalWallis,
    Jonckheere,
    WelchAnova,
    RaoScottF,
    RaoScottChisq,
    AdjWald,
    SvyLogitTrend,
    SvyRank,
    SvyPairedT,
    WaldF,
    Wald,
}

impl TestMethod {
    /// The contract's word for it.
    pub fn name(self) -> &'static str {
        match self {
            TestMethod::Pearson => "pearson",
            TestMethod::G => "g",
            TestMethod::Fisher => "fisher",
            TestMethod::FisherMc => "fisher_mc",
            TestMethod::CochranArmitage => "cochran_armitage",
            TestMethod::Departure => "departure",
            TestMethod::McnemarExact => "mcnemar_exact",
            TestMethod::Mcnemar => "mcnemar",
            TestMethod::McnemarMidp => "mcnemar_midp",
            TestMethod::Cmh => "cmh",
            TestMethod::BreslowDay => "breslow_day",
            TestMethod::Tarone => "tarone",
            TestMethod::KruskalWallis => "kruskal_wallis",
            TestMethod::Jonckheere => "jonckheere",
            TestMethod::WelchAnova => "welch_anova",
            TestMethod::RaoScottF => "rao_scott_f",
            TestMethod::RaoScottChisq => "rao_scott_chisq",
            TestMethod::AdjWald => "adj_wald",
            TestMethod::SvyLogitTrend => "svy_logit_trend",
            TestMethod::SvyRank => "svy_rank",
            TestMethod::SvyPairedT => "svy_paired_t",
            TestMethod::WaldF => "wald_f",
            TestMethod::Wald => "wald",
        }
    }
}

/// Where the rates go as the levels of an ordered segment go up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Up.
    Rising,
    /// Down.
    Falling,
}

/// One test: its statistic, degrees of freedom and p, the latter from the upper tail as a logarithm.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Test {
    /// Which test.
    pub method: TestMethod,
    /// The test statistic, where the test has one (exact tests have none).
    pub statistic: Option<f64>,
    /// Degrees of freedom (of the numerator, for an F).
    pub df: Option<f64>,
    /// Degrees of freedom of the denominator.
    pub df2: Option<f64>,
    /// exp(`ln_p`): 0 where that underflows.
    pub p: f64,
    /// Natural logarithm of p.
    pub ln_p: f64,
    /// Direction of a trend.
    pub direction: Option<Direction>,
    /// Standard error of a Monte Carlo p.
    pub mc_se: Option<f64>,
    /// What a reader must know about this test.
    pub note: Option<String>,
}

impl Test {
    /// A test with a statistic and its degrees of freedom.
    pub fn new(method: TestMethod, statistic: f64, df: f64, ln_p: f64) -> Self {
        Test { statistic: Some(statistic), df: Some(df), ..Test::exact(method, ln_p) }
    }

    /// A test that has a p and nothing else.
    pub fn exact(method: TestMethod, ln_p: f64) -> Self {
        let ln_p = ln_p.min(0.0);
        Test {
            method,
            statistic: None,
            df: None,
            df2: None,
            p: ln_p.exp(),
            ln_p,
            direction: None,
            mc_se: None,
            note: None,
        }
    }

    /// The same test with a direction.
    #[must_use]
    pub fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }
}

/// A ratio (of rates or of odds) with its interval; a limit that does not exist is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Ratio {
    /// The ratio.
    pub value: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}
