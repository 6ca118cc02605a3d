//! What `diff` shows on a terminal: first whether anything changed, then what, the weightiest first.

use super::terminal::{Page, Style};
use crate::findings::words::{status_word, verdict_word};
use crate::results::diff::{Diff, Figure, FigureChange, Side, Which};
use crate::results::format::{Unit, count, decimal, percent_to, signed_points};

/// Lines that are shown of a list, beyond which their number is told.
const MOST: usize = 40;

/// What differs, in lines of a given width.
pub fn text_within(width: usize, found: &Diff, style: Style) -> String {
    let mut page = Page::new(width, style);
    page.strong(&headline(found));
    page.blank();
    side(&mut page, "A", &found.a);
    side(&mut page, "B", &found.b);
    list(&mut page, "Verdicts", &found.verdicts, |change| {
        let (a, b) = (verdict_word(change.a).to_lowercase(), verdict_word(change.b).to_lowercase());
        format!("{} by {}: {a} → {b}", change.outcome, change.segment)
    });
    list(&mut page, "Claims", &found.claims, |change| {
        format!("{}: {} → {}", change.id, status_word(change.a), status_word(change.b))
    });
    list(&mut page, &figures_heading(found), &found.figures, moved);
    list(&mut page, "Bases", &found.bases, |change| {
        let description = change.description.as_ref().map(|d| format!("; {} → {}", d.a, d.b)).unwrap_or_default();
        format!("{}: {} → {} respondents{description}", change.outcome, count(change.a), count(change.b))
    });
    for (which, title) in [(Which::A, "Only in A"), (Which::B, "Only in B")] {
        let only: Vec<_> = found.only.iter().filter(|only| only.only_in == which).collect();
        list(&mut page, title, &only, |only| format!("{} {}", only.kind, only.name));
    }
    list(&mut page, "Provenance and settings", &found.provenance, |differing| {
        format!("{}: {} → {}", differing.what, differing.a, differing.b)
    });
    page.blank();
    page.text("Figures are set side by side, not tested: paradox compare tests waves of one survey.", 0);
    page.out
}

fn headline(found: &Diff) -> String {
    let compared = found.compared;
    if !found.differ {
        let what = if found.provenance.is_empty() { "Nothing differs" } else { "Only the provenance differs" };
        let of = |n: u64, one: &str| format!("{} {one}{}", count(n), if n == 1 { "" } else { "s" });
        return format!(
            "{what}: {} to {}, {} and {} are the same.",
            of(compared.figures, "figure") + if compared.figures == 1 { " agrees" } else { " agree" },
            tolerance(found),
            of(compared.verdicts, "verdict"),
            of(compared.claims, "claim")
        );
    }
    if compared.figures + compared.verdicts + compared.claims == 0 {
        return format!(
            "Nothing to set side by side: no outcome, claim or figure is in both, and {} in one alone. Are they of the same study?",
            count(found.only.len() as u64)
        );
    }
    let of = |changed: usize, all: u64, what: &str| format!("{} of {} {what}", count(changed as u64), count(all));
    let changed = format!(
        "Changed: {}, {}, {}",
        of(found.verdicts.len(), compared.verdicts, "verdicts"),
        of(found.claims.len(), compared.claims, "claims"),
        of(found.figures.len(), compared.figures, "figures")
    );
    match found.only.len() {
        0 => format!("{changed}."),
        only => format!("{changed}; {} in one alone.", count(only as u64)),
    }
}

fn tolerance(found: &Diff) -> String {
    format!("{} points", decimal(found.tolerance * 100.0, decimals(found.tolerance)))
}

/// Decimals that show a tolerance.
fn decimals(tolerance: f64) -> usize {
    (0..6).find(|&places| (tolerance * 100.0 * 10_f64.powi(places)).fract().abs() < 1e-9).unwrap_or(6) as usize
}

fn figures_heading(found: &Diff) -> String {
    format!(
        "Figures that moved by more than {} (means: {}%)",
        tolerance(found),
        decimal(found.tolerance * 100.0, decimals(found.tolerance))
    )
}

fn side(page: &mut Page, letter: &str, side: &Side) {
    let Side { name, version, data, rows_kept, study } = side;
    let text = format!("{name}: {data}, {} respondents, study {study}, paradox {version}", count(*rows_kept));
    page.named(letter, &text);
}

fn list<T>(page: &mut Page, title: &str, all: &[T], line: impl Fn(&T) -> String) {
    if all.is_empty() {
        return;
    }
    page.blank();
    page.strong(title);
    all.iter().take(MOST).for_each(|one| page.text(&line(one), 2));
    if all.len() > MOST {
        page.text(&format!("and {} more: --json lists them all", count((all.len() - MOST) as u64)), 2);
    }
}

/// "rollback by company_size: 5,000+: 74.0% (71.8% to 76.1%) → 76.2% (74.1% to 78.2%), +2.2 points".
fn moved(change: &FigureChange) -> String {
    let FigureChange { name, measure, a, b, change } = change;
    let text = |figure: &Option<Figure>| figure.map_or_else(|| "–".to_owned(), |figure| written(figure, measure));
    let by = match (change, measure.as_str()) {
        (None, _) => String::new(),
        (Some(change), "rate" | "difference") => format!(", {} points", signed_points(*change)),
        (Some(change), "correlation") => format!(", {}", decimal(*change, 3)),
        (Some(change), _) => format!(", {}", unit(a.map_or(0.0, |a| a.value)).difference(*change)),
    };
    format!("{name}: {} → {}{by}", text(a), text(b))
}

fn unit(value: f64) -> Unit {
    Unit::of_mean(value)
}

fn written(figure: Figure, measure: &str) -> String {
    let write = |value: f64| match measure {
        "rate" => percent_to(value, 1),
        "difference" => signed_points(value),
        "correlation" => decimal(value, 3),
        _ => unit(figure.value).value(value, figure.n),
    };
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", write(figure.value), write(low), write(high)),
        _ => write(figure.value),
    }
}
