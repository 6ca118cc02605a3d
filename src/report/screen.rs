//! What `screen` shows on a terminal.

use super::build::SYNTHETIC;
use super::terminal::{Page, Style};
use crate::findings::words::{is_shown, screen_pair, screen_scope};
use crate::results::screen::{Screen, ScreenPair};

/// The strongest pairs in lines of a given width.
pub fn text_within(width: usize, screen: &Screen, most: usize, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&format!("{}: what goes together?", screen.data));
    if screen.synthetic {
        page.strong(SYNTHETIC);
    }
    page.text(&screen_scope(screen), 0);
    page.blank();
    page.text(&screen.sentence, 0);
    let shown: Vec<&ScreenPair> = screen.pairs.iter().filter(|pair| is_shown(pair)).take(most).collect();
    if !shown.is_empty() {
        page.blank();
        page.strong("The strongest pairs");
        for pair in shown {
            page.text(&screen_pair(pair, screen), 2);
        }
    }
    page.out
}
