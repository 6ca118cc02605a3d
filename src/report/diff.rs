//! What `diff` shows on a terminal: first whether anything changed, then what, the weightiest first.

use serde_json::Value;

use super::terminal::{Page, Style};
use crate::findings::words::{status_word, verdict_word};
use crate::results::diff::{Diff, Figure, FigureChange, Side, Which};
use crate::results::format::{Unit, count, decimal, percent_to, signed_points};

/// Lines that are shown of a list, beyond which their number is told.
const MOST: usize = 40;
/// The same of numbers that follow from others.
const MOST_OTHERS: usize = 8;

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
    some(&mut page, "Other numbers", &found.others, MOST_OTHERS, |other| {
        format!("{}: {} → {}", other.name, value(&other.a), value(&other.b))
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
    let of = |n: u64, what: &str| format!("{} {what}{}", count(n), if n == 1 { "" } else { "s" });
    if !found.differ {
        let what = if found.provenance.is_empty() { "Nothing differs" } else { "Only the provenance differs" };
        return format!(
            "{what}: {} and {} agree to {}, {} and {} are the same.",
            of(compared.figures, "figure"),
            of(compared.others, "other number"),
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
    let of = |changed: usize, all: u64, what: &str| format!("{} of {}", count(changed as u64), of(all, what));
    let changed = format!(
        "Changed: {}, {}, {}, {}",
        of(found.verdicts.len(), compared.verdicts, "verdict"),
        of(found.claims.len(), compared.claims, "claim"),
        of(found.figures.len(), compared.figures, "figure"),
        of(found.others.len(), compared.others, "other number")
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
    some(page, title, all, MOST, line);
}

fn some<T>(page: &mut Page, title: &str, all: &[T], most: usize, line: impl Fn(&T) -> String) {
    if all.is_empty() {
        return;
    }
    page.blank();
    page.strong(title);
    all.iter().take(most).for_each(|one| page.text(&line(one), 2));
    if all.len() > most {
        page.text(&format!("and {} more: --json lists them all", count((all.len() - most) as u64)), 2);
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

/// A number in five digits or so, or a word.
fn value(of: &Value) -> String {
    match (of, of.as_f64()) {
        (_, Some(x)) if x == 0.0 || (of.is_i64() || of.is_u64()) => decimal(x, 0),
        (_, Some(x)) if x.abs() < 1e-6 => format!("{x:.2e}"),
        (_, Some(x)) => decimal(x, (4 - x.abs().log10().floor() as i32).clamp(0, 10) as usize),
        (Value::String(word), _) => word.clone(),
        (Value::Bool(true), _) => "yes".into(),
        (Value::Bool(false), _) => "no".into(),
        _ => "–".into(),
    }
}
