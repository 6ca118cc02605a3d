//! What every chart has around its marks: head and foot, usual width and colours, its source, the mark of synthetic data.
//!
//! ```text
//! Words + Body + StudyInfo ──► Chart     of answers: source and synthetic mark as the study has them
//! Words + Body + source    ──► Chart     of figures that no answer stands behind
//! ```
//!
//! The one place where these are put together: a kind of chart says what it shows, and nothing else.

use super::texts;
use super::{Body, Chart, theme};
use crate::results::StudyInfo;

/// What a kind of chart says.
pub(super) struct Words {
    /// The finding.
    pub(super) headline: String,
    /// Measure, base, interval.
    pub(super) subtitle: String,
    /// How it is to be read, a paragraph each; empty ones are left out.
    pub(super) notes: Vec<String>,
    /// Text alternative: what it is.
    pub(super) title: String,
    /// Text alternative: what it shows.
    pub(super) description: String,
}

impl Chart {
    /// A chart of answers: synthetic ones are marked in the notes and in the text alternative, as they are above and below.
    pub(super) fn of_study(words: Words, body: Body, study: &StudyInfo) -> Chart {
        Chart::of_figures(words, body, texts::source(study)).stamped(study.synthetic)
    }

    /// The same chart with the marks of synthetic data, where the data are.
    pub(super) fn stamped(mut self, is_synthetic: bool) -> Chart {
        if is_synthetic {
            self.synthetic = true;
            self.notes.insert(0, texts::NOBODY.to_owned());
            self.title = format!("Synthetic data: {}", self.title);
            self.description = format!("Synthetic data. {}", self.description);
        }
        self
    }

    /// A chart of figures that are nobody's answers.
    pub(super) fn of_figures(words: Words, body: Body, source: Vec<String>) -> Chart {
        let Words { headline, subtitle, mut notes, title, description } = words;
        notes.retain(|note| !note.trim().is_empty());
        Chart {
            headline,
            subtitle,
            width: theme::WIDTH,
            height: None,
            theme: &theme::LIGHT,
            body,
            notes,
            source,
            synthetic: false,
            title,
            description,
        }
    }
}
