//! What every command that reads data shares: the flags, the study that they find, what is asked of it.
//!
//! ```text
//! flags.rs    where the data are, and the flags in their groups: read.rs, design.rs, analysis.rs
//! study.rs    which study holds for the data, and the flags that override it   ->  Question
//! asked.rs    --outcome, --by, --base, --order                                 ->  Asked
//! doubts.rs   what of a question may not be meant
//! ```

mod analysis;
mod asked;
mod design;
mod doubts;
mod flags;
mod read;
mod study;

use crate::findings::Across;
use crate::load::{Format, Input};
use crate::study::Study;

pub use asked::QuestionArgs;
pub use doubts::{warn_of, warn_of_ids};
pub use flags::DataArgs;
pub use read::{ReadArgs, data_help};
pub use study::named_study;

/// The data and the study that holds for them.
pub struct Question {
    /// The data.
    pub input: Input,
    /// Their format.
    pub format: Format,
    /// What is asked.
    pub study: Study,
}

/// A question with the outcomes and segments, by position in the study, that are wanted of it.
pub struct Asked {
    /// The data and the study.
    pub question: Question,
    /// Outcomes, in the order of the flags.
    pub outcomes: Vec<usize>,
    /// Segments and nested segments, in the order of the flags.
    pub across: Vec<Across>,
}
