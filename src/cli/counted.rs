//! What counted as yes and as no, told beside the result of a raw outcome, whose flag names only what is yes.
//!
//! ```text
//! note: `benefits=Yes` counts, of all rows that count, "Yes" (477) as yes, "No" (374) and "Don't know" (408) as no; 6 empty
//! warning: `benefits=Yes` counts "Don't know" (408) as no; to count it as missing, write a study (`paradox init DATA`)
//! warning: `again=yes` counts "Yes" (68) as no, which differs from "yes" in capitals only: --outcome 'again=yes|Yes'
//! ```

use super::output::Output;
use super::provenance::shell_word;
use crate::error::quoted;
use crate::load::Counted;
use crate::propose::missing::is_no_answer;
use crate::propose::order::plain;
use crate::results::format::count;

/// Tells it of each raw outcome of yes and no, and what of it may be no answer.
pub fn tell(raw: &[(String, Vec<Counted>)], out: &Output) {
    for (name, counted) in raw {
        let is = |what: &'static str| move |of: &&Counted| of.as_what == what;
        let said: Vec<String> = [("yes", "yes"), ("no", "no")]
            .iter()
            .filter_map(|(what, word)| Some(format!("{} as {word}", answers(counted.iter().find(is(what))?))))
            .collect();
        if said.is_empty() {
            continue;
        }
        let missing: Vec<&Counted> = counted.iter().filter(|of| of.as_what.starts_with("missing")).collect();
        let is_empty = missing.iter().all(|of| of.answers.iter().all(String::is_empty));
        let word = if is_empty { "empty" } else { "empty or missing by the study" };
        let missing = match missing.iter().map(|of| of.respondents).sum() {
            0 => String::new(),
            n => format!("; {} {word}", count(n)),
        };
        out.note(&format!("`{name}` counts, of all rows that count, {}{missing}", said.join(", ")));
        if let Some(warning) = spellings(name, counted.iter().find(is("yes")), counted.iter().find(is("no"))) {
            out.warning(&warning);
        }
        let no = counted.iter().find(is("no")).into_iter().flat_map(|no| no.answers.iter().zip(&no.each));
        let doubtful: Vec<String> =
            no.filter(|(text, _)| is_no_answer(text)).map(|(text, rows)| of_one(text, *rows)).collect();
        if !doubtful.is_empty() {
            let them = if doubtful.len() == 1 { "it" } else { "them" };
            out.warning(&format!(
                "`{name}` counts {} as no; a study file counts {them} as missing: `paradox init DATA` writes one",
                and(&doubtful)
            ));
        }
    }
}

/// That spellings of what counts as yes count as no, and the flag that takes them all.
fn spellings(name: &str, yes: Option<&Counted>, no: Option<&Counted>) -> Option<String> {
    let (yes, no) = (yes?, no?);
    let of = |text: &String| yes.answers.iter().find(|yes| plain(yes) == plain(text));
    let alike: Vec<(&String, &u64)> = no.answers.iter().zip(&no.each).filter(|(text, _)| of(text).is_some()).collect();
    let first = of(alike.first()?.0)?;
    let said: Vec<String> = alike.iter().map(|(text, rows)| of_one(text, **rows)).collect();
    let differ = if alike.len() == 1 { "differs" } else { "differ" };
    let whole = alike.iter().fold(name.to_owned(), |whole, (text, _)| format!("{whole}|{}", text.replace('|', "\\|")));
    Some(format!(
        "`{name}` counts {} as no, which {differ} from {} in capitals or spaces only; all of them are --outcome {}",
        and(&said),
        quoted(first),
        shell_word(&whole)
    ))
}

/// `"No" (374), "Don't know" (408) and 3 other answers (12)`.
fn answers(of: &Counted) -> String {
    let mut all: Vec<String> = of.answers.iter().zip(&of.each).map(|(text, rows)| of_one(text, *rows)).collect();
    if of.more > 0 {
        let rows = of.respondents - of.each.iter().sum::<u64>();
        all.push(format!("{} other answers ({})", count(of.more), count(rows)));
    }
    and(&all)
}

fn of_one(text: &str, rows: u64) -> String {
    format!("{} ({})", quoted(text), count(rows))
}

fn and(all: &[String]) -> String {
    match all {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => all.concat(),
    }
}
