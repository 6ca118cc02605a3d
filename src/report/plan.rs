//! What `plan` shows on a terminal.

use super::terminal::{Page, Style};
use crate::findings::words::{plan_assumed, plan_sentences};
use crate::results::plan::Plan;

/// The plan in lines of a given width.
pub fn text_within(width: usize, plan: &Plan, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong("How many respondents does it take?");
    page.text(&plan_assumed(plan), 0);
    page.blank();
    for (name, sentence) in plan_sentences(plan) {
        page.named(name, &sentence);
    }
    page.out
}
