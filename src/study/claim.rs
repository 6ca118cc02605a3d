//! What was published about the study: `[[claims]]` and `[[sentences]]`.

use super::{Condition, PairedSpec};

/// A published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The sentence as published.
    pub text: String,
    /// What it says.
    pub kind: ClaimKind,
    /// Where it was published.
    pub source: Option<String>,
    /// What else is known about it: conflicting readings, certainty.
    pub note: Option<String>,
    /// Of whom, as published.
    pub of_whom: Option<String>,
    /// How sure it is that the figure was published like this.
    pub certainty: Option<String>,
    /// The published base.
    pub base_n: Option<u64>,
    /// Other sizes that the base may have had.
    pub other_base_n: Vec<u64>,
    /// What was printed elsewhere instead: fractions, and correlations as they are.
    pub other_published: Vec<f64>,
    /// Of a correlation: of how many pairs it is the strongest.
    pub of_pairs: Option<u64>,
    /// Whether its level was named because it lies furthest out of all levels of its segment.
    pub extreme: bool,
    /// Whether it is a claim about this very file.
    pub same_data: bool,
    /// Line in the study file; 0 if there is none.
    pub line: usize,
    /// Line of `where` or `between`; that of the claim where it has neither.
    pub group_line: usize,
}

/// A sentence about the study, with the findings that would have to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What was written, or in short what it says.
    pub text: String,
    /// Where.
    pub source: Option<String>,
    /// What would have to be shown.
    pub needs: Option<String>,
    /// Ids of claims that bear on it.
    pub claims: Vec<String>,
    /// Positions of outcomes.
    pub outcomes: Vec<usize>,
    /// Positions of segments that these outcomes are compared by; none: the outcomes alone.
    pub by: Vec<usize>,
    /// Parts of `[paradox]`: its finding, or one of the explanations.
    pub paradox: Vec<String>,
    /// Why, or what of it, no answers of this survey could show.
    pub not_testable: Option<String>,
    /// Whether it comes from elsewhere.
    pub context: bool,
}

/// What a claim says, with figures as fractions.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimKind {
    /// A rate, of all in the base or of a subgroup.
    Rate {
        /// Position of the outcome.
        outcome: usize,
        /// The subgroup: all of these hold.
        subgroup: Vec<Condition>,
        /// The published figure.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
    /// By how much one rate differs from another.
    Difference {
        /// Which two.
        compared: Compared,
        /// The published difference, first less second.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
    /// That a group has a higher rate than everybody else of the base.
    Higher {
        /// Position of the outcome.
        outcome: usize,
        /// The group: all of these hold.
        subgroup: Vec<Condition>,
    },
    /// That a rate is the same at all levels of some segments.
    Consistent {
        /// Position of the outcome.
        outcome: usize,
        /// Positions of the segments.
        across: Vec<usize>,
    },
    /// A correlation.
    Correlation {
        /// Position of the correlation that computes it: of the entry of `[[correlations]]`, else behind those.
        spec: usize,
        /// The published coefficient.
        published: f64,
        /// To what it was rounded.
        rounding: f64,
    },
}

/// Two rates that a claim compares.
#[derive(Debug, Clone, PartialEq)]
pub enum Compared {
    /// Of one outcome, in two groups.
    Groups {
        /// Position of the outcome.
        outcome: usize,
        /// The groups: of each, all conditions hold.
        groups: [Vec<Condition>; 2],
    },
    /// Of two outcomes, in the same respondents.
    Questions(PairedSpec),
}
