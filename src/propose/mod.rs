//! A data file → a study file that works at once (`paradox init`).
//!
//! ```text
//! Profile ──► missing codes ──► kind of each column ──► its role (id, weight, segment, outcome, …) ──► TOML with reasons
//! ```
//!
//! Every guess stands under a comment that says why; what somebody should look at is marked DOUBTFUL. What would make
//! a report too long to read is there, but commented out.

mod kind;
pub mod missing;
mod names;
pub mod order;
mod plan;
mod routing;
mod several;
mod write;

use crate::load::profile::Profile;
use crate::study::DataFlags;

pub use plan::Plan;

/// The study file for a data file, and what it asks.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The text of the study file.
    pub text: String,
    /// Segments.
    pub segments: usize,
    /// Outcomes, each option of a question with several answers being one.
    pub outcomes: usize,
    /// Guesses that somebody should look at.
    pub doubtful: usize,
    /// The column of weights.
    pub weight: Option<String>,
}

/// Proposes a study for a file; what the program was told of how to read it is written into `[data]`.
pub fn propose(profile: &Profile, told: &DataFlags) -> Proposal {
    let plan = plan::plan(profile);
    let text = write::text(profile, &plan, told);
    Proposal {
        segments: plan.segments.iter().filter(|segment| segment.is_active).count(),
        outcomes: plan.outcomes.iter().filter(|outcome| outcome.is_active).map(plan::Outcome::count).sum(),
        weight: plan.weight().map(|at| profile.columns[at].reference.clone()),
        doubtful: text.lines().filter(|line| line.starts_with("# DOUBTFUL") && !line.contains("mark")).count(),
        text,
    }
}
