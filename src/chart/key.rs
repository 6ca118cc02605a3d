//! What does each kind of marker say? A line above the marks, in which each marker stands before its meaning.
//!
//! ```text
//! ● differs from all other levels together    ○ all others
//! ```

use super::font::Style;
use super::layout::{HALF_CAPITAL, LEADING, Pen};
use super::scene::Anchor;
use super::theme::Paint;
use super::{Key, drawable, theme};

const TEXT: Style = Style::regular(theme::SMALL);
/// From the left end of an entry to its text.
const INDENT: f64 = 16.0;
/// Between entries.
const GAP: f64 = 20.0;
/// Below the key.
const AIR: f64 = 12.0;

impl Pen {
    /// Draws the key from the left margin on, in as many lines as it needs, and moves below it.
    pub(super) fn key(&mut self, key: &[Key]) {
        if key.is_empty() {
            return;
        }
        let room = self.width - 2.0 * theme::MARGIN;
        let line = theme::SMALL * LEADING;
        let mut x = 0.0;
        for Key { standing, means } in key {
            let lines = TEXT.wrap(&drawable(means), room - INDENT);
            let width = INDENT + lines.iter().map(|line| TEXT.width(line)).fold(0.0, f64::max);
            if x > 0.0 && x + width > room {
                x = 0.0;
                self.y += line;
            }
            let left = theme::MARGIN + x;
            let baseline = self.y + theme::SMALL * 0.86;
            self.marker("key", (left + 5.5, baseline - HALF_CAPITAL * theme::SMALL), *standing);
            self.lines("key", (left + INDENT, baseline), (Anchor::Start, TEXT, Paint::Quiet), &lines, LEADING);
            self.y += (lines.len().max(1) - 1) as f64 * line;
            x += width + GAP;
        }
        self.y += line + AIR;
    }
}
