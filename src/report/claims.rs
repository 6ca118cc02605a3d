//! What `claims` shows on a terminal: each published figure, and what the figures imply by themselves.

use super::build::SYNTHETIC;
use super::terminal::{Page, Style, claims_line};
use crate::findings::words::{is_hidden, status_word};
use crate::results::{Claim, ClaimStatus, Claims, Implied};
use crate::study::builtin::builtin;

/// Published figures and what they imply, in lines of a given width.
pub fn text_within(width: usize, found: &Claims, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&found.title);
    if builtin(&found.study).is_some() {
        page.text(&format!("Study: {}, built in", found.study), 0);
    }
    if found.synthetic {
        page.strong(SYNTHETIC);
        if found.data.is_some() {
            page.text(CALIBRATED, 0);
        }
    }
    if found.claims.is_empty() {
        page.text("The study file has no [[claims]].", 0);
        return page.out;
    }
    match &found.data {
        Some(data) => {
            page.text(&format!("{data}: {}", claims_line(&found.claims)), 0);
            claims(&mut page, found);
            implied(&mut page, found);
        }
        // The figures alone: what they imply is the answer, and comes first.
        None => {
            page.text("No answers are at hand: published figures alone.", 0);
            implied(&mut page, found);
            page.blank();
            page.strong("The published figures");
            claims(&mut page, found);
        }
    }
    page.out
}

fn claims(page: &mut Page, found: &Claims) {
    if let Some(marks) = &found.certainty {
        page.text(&format!("Certainty {marks}"), 0);
    }
    for claim in in_order(&found.claims) {
        page.blank();
        page.strong(&heading(claim, found.data.is_some()));
        page.text(&claim.sentence, 2);
        let said = [
            claim.source.as_ref().map(|source| format!("Source: {source}")),
            claim.certainty.as_ref().map(|mark| format!("certainty {mark}")),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        if !said.is_empty() {
            page.text(&format!("{}.", said.join("; ")), 2);
        }
    }
}

fn implied(page: &mut Page, found: &Claims) {
    let implied: Vec<&Implied> = found.implied.iter().filter(|one| adds(one)).collect();
    if implied.is_empty() {
        return;
    }
    page.blank();
    page.strong("What the published figures imply by themselves");
    page.text(ASSUMED, 0);
    for one in implied {
        page.blank();
        page.text(one.sentence(), 2);
    }
}

/// What figures of a sample that was calibrated to them can show.
pub(in crate::report) const CALIBRATED: &str =
    "Figures recomputed from a sample that was calibrated to them show the method, not the truth of the claims.";

/// What stands behind every number that is made of published figures alone.
pub(super) const ASSUMED: &str =
    "Made of the published figures, bases and roundings alone, as if each base were a simple random sample.";

/// Whether the claims do not say it already.
pub(super) fn adds(one: &Implied) -> bool {
    !matches!(one, Implied::Interval(interval) if interval.own_base)
}

/// What disagrees first, then in the order of the study.
fn in_order(claims: &[Claim]) -> Vec<&Claim> {
    let mut claims: Vec<&Claim> = claims.iter().collect();
    claims.sort_by_key(|claim| match claim.status {
        ClaimStatus::Disagrees => 0,
        ClaimStatus::CannotTell => 1,
        ClaimStatus::Agrees => 2,
        ClaimStatus::NotTestable => 3,
    });
    claims
}

fn heading(claim: &Claim, with_data: bool) -> String {
    let text = claim.text.trim_end_matches('.');
    match (with_data, is_hidden(claim)) {
        (true, false) => format!("{}: {text}", status_word(claim.status)),
        (true, true) => format!("not shown: {text}"),
        (false, _) => text.to_owned(),
    }
}
