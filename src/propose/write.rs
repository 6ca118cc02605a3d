//! A plan → the text of a study file, each guess under its reason.

use std::fmt::Write;

use super::plan::{Form, Outcome, Plan, Segment};
use super::routing::Gate;
use crate::error::is_shown;
use crate::load::profile::Profile;
use crate::study::DataFlags;

/// Characters of a line of comment.
const WIDTH: usize = 116;
/// Characters of a wording that is a label as it is.
const LONGEST_LABEL: usize = 90;

/// The study file.
pub fn text(profile: &Profile, plan: &Plan, told: &DataFlags) -> String {
    let mut out = String::from("schema = 1\n\n");
    let active: usize = plan.outcomes.iter().filter(|outcome| outcome.is_active).map(Outcome::count).sum();
    let segments = plan.segments.iter().filter(|segment| segment.is_active).count();
    comment(
        &mut out,
        &format!(
            "Proposed by `paradox init` from {} ({} rows, {} columns; {}). Comments give the reason of each guess; look at those with the mark DOUBTFUL. Asked at first: {active} outcomes by {segments} segments. What is commented out is ready to be asked: take the marks away.",
            profile.name,
            profile.rows,
            profile.columns.len(),
            profile.read_as
        ),
    );
    let title = profile.labels.title.clone().unwrap_or_else(|| title_of(&profile.name));
    let _ = writeln!(out, "\n[study]\ntitle = {}", quote(&title));
    data(&mut out, profile, plan, told);
    design(&mut out, profile, plan);
    for segment in &plan.segments {
        out.push('\n');
        let block = segment_text(profile, segment);
        out.push_str(&if segment.is_active {
            block
        } else {
            set_aside(&block, "more segments than a first report can hold")
        });
    }
    for outcome in &plan.outcomes {
        out.push('\n');
        let block = outcome_text(profile, plan, outcome);
        out.push_str(&if outcome.is_active {
            block
        } else {
            set_aside(&block, "more comparisons than a first report can hold")
        });
    }
    if !plan.left_out.is_empty() {
        out.push_str("\n# Left out:\n");
        for (at, why) in &plan.left_out {
            comment(&mut out, &format!("  {}: {why}", shortened(&profile.columns[*at].name)));
        }
    }
    out
}

fn data(out: &mut String, profile: &Profile, plan: &Plan, told: &DataFlags) {
    out.push_str("\n[data]\n");
    if let Some(id) = &plan.id {
        reason(out, id.doubtful, &format!("the id: {}", id.why));
        let _ = writeln!(out, "id = {}", quote(&profile.columns[id.is].reference));
    }
    let filled: Vec<_> = plan.missing.iter().filter(|(_, codes)| !codes.is_empty()).collect();
    match filled.as_slice() {
        [(_, codes)] => {
            let _ = writeln!(out, "missing = {}", list(codes));
        }
        kinds => {
            reason(
                out,
                kinds.iter().any(|(kind, _)| **kind != "no_answer"),
                "these answers count as missing everywhere; where one is an answer like any other, take it out or name it in `yes`, `no` or `levels`",
            );
            let kinds: Vec<String> = kinds.iter().map(|(kind, codes)| format!("{kind} = {}", list(codes))).collect();
            let _ = writeln!(out, "missing = {{ {} }}", kinds.join(", "));
        }
    }
    if profile.header_rows > 1 {
        if told.header_rows.is_none() {
            reason(out, false, &format!("the first {} rows are headers of the survey program", profile.header_rows));
        }
        let _ = writeln!(out, "header_rows = {}", profile.header_rows);
    }
    if let Some(encoding) = &told.encoding {
        let _ = writeln!(out, "encoding = {}", quote(encoding));
    }
    if let Some(delimiter) = told.delimiter {
        let _ = writeln!(out, "delimiter = {}", quote(&char::from(delimiter).to_string()));
    }
    if let Some(sheet) = &told.sheet {
        let _ = writeln!(out, "sheet = {}", quote(sheet));
    }
    if let Some(decimal) = told.decimal {
        let _ = writeln!(out, "decimal = {}", quote(&decimal.to_string()));
    } else if profile.decimal == ',' {
        reason(out, false, "numbers have a comma before their decimals");
        out.push_str("decimal = \",\"\n");
    }
    if let Some(complete) = &plan.complete {
        reason(out, complete.doubtful, &complete.why);
        let (at, values) = &complete.is;
        let _ = writeln!(out, "complete = {{ {} }}", condition(&profile.columns[*at].reference, values));
    }
    if let Some(at) = plan.duration {
        reason(out, false, "how long the interview took, for `paradox check`");
        let _ = writeln!(out, "duration = {}", quote(&profile.columns[at].reference));
    }
}

fn design(out: &mut String, profile: &Profile, plan: &Plan) {
    if plan.design.is_empty() {
        return;
    }
    out.push_str("\n[design]\n");
    for key in ["weight", "strata", "psu", "fpc"] {
        if let Some((_, guess)) = plan.design.iter().find(|(known, _)| *known == key) {
            reason(out, guess.doubtful, &guess.why);
            let _ = writeln!(out, "{key} = {}", quote(&profile.columns[guess.is].reference));
        }
    }
    let clustered = plan.design.iter().any(|(key, _)| matches!(*key, "psu" | "strata"));
    if clustered {
        reason(
            out,
            false,
            "a stratum with one sampling unit is centred on the mean of all; the other choices are error, certainty and average",
        );
        out.push_str("lonely_psu = \"adjust\"\n");
    }
}

fn segment_text(profile: &Profile, segment: &Segment) -> String {
    let column = &profile.columns[segment.column];
    let mut out = String::new();
    reason(&mut out, segment.doubtful, &segment.why);
    let _ = writeln!(out, "[[segments]]\nname = {}", quote(&segment.name));
    wording(&mut out, column.labels.label.as_deref().unwrap_or(&column.name), false);
    let _ = writeln!(out, "column = {}", quote(&column.reference));
    if !segment.breaks.is_empty() {
        let breaks: Vec<String> = segment.breaks.iter().map(f64::to_string).collect();
        let _ = writeln!(out, "breaks = [{}]", breaks.join(", "));
    }
    let _ = writeln!(out, "levels = {}", list(&segment.levels));
    if let Some((low, high)) = segment.valid {
        let _ = writeln!(out, "valid = [{low}, {high}]");
    }
    if segment.ordered {
        out.push_str("ordered = true\n");
    }
    if !segment.missing.is_empty() {
        let _ = writeln!(out, "missing = {}", list(&segment.missing));
    }
    if !segment.groups.is_empty() {
        let groups = segment.groups.iter().map(|(name, answers)| match answers {
            Some(answers) => format!("{} = {}", quote(name), list(answers)),
            None => format!("{} = \"*\"", quote(name)),
        });
        let _ = writeln!(out, "groups = {{ {} }}", groups.collect::<Vec<_>>().join(", "));
    }
    out
}

fn outcome_text(profile: &Profile, plan: &Plan, outcome: &Outcome) -> String {
    let column = &profile.columns[outcome.column];
    let mut out = String::new();
    reason(&mut out, outcome.doubtful, &outcome.why);
    let mut base = String::new();
    if let Some(gate) = &outcome.base {
        reason(&mut out, gate.is_doubtful(), &gate_words(profile, gate));
        base = format!("base = {{ {} }}\n", condition(&profile.columns[gate.column].reference, &gate.values));
    }
    match &outcome.form {
        Form::Several(several) => {
            if base.is_empty() {
                reason(&mut out, true, "who was asked cannot be told: those who chose at least one");
                base = "base = \"any\"\n".into();
            }
            let _ = writeln!(out, "[[multi]]\nname = {}\nquestion = {}", quote(&outcome.name), quote(&outcome.label));
            let options = several
                .options
                .iter()
                .map(|(at, option)| format!("{} = {}", quote(option), quote(&profile.columns[*at].reference)));
            let _ = writeln!(out, "options = {{ {} }}", options.collect::<Vec<_>>().join(", "));
            if !several.yes.is_empty() {
                let _ = writeln!(out, "yes = {}", list(&several.yes));
            }
            out.push_str(&base);
            return out;
        }
        Form::Contains { separator, options } => {
            for (name, option) in options {
                let _ = writeln!(
                    out,
                    "[[outcomes]]\nname = {}\nlabel = {}\nquestion = {}",
                    quote(name),
                    quote(option),
                    quote(&outcome.label)
                );
                let _ = writeln!(
                    out,
                    "column = {}\ncontains = {}\nseparator = {}",
                    quote(&column.reference),
                    quote(option),
                    quote(separator)
                );
                out.push_str(&base);
            }
            return out;
        }
        _ => {}
    }
    let _ = writeln!(out, "[[outcomes]]\nname = {}", quote(&outcome.name));
    match &outcome.form {
        Form::Bands { order, at_least } => {
            // What counts as yes cannot be guessed from the question.
            let _ = writeln!(out, "label = {}", quote(&label_of_bands(&outcome.label, &order.levels, *at_least)));
            let _ = writeln!(out, "question = {}", quote(&outcome.label));
        }
        _ => wording(&mut out, &outcome.label, true),
    }
    let _ = writeln!(out, "column = {}", quote(&column.reference));
    let known = |text: &&String| !plan.missing.values().flatten().any(|code| code == *text);
    let mut missing: Vec<String> = Vec::new();
    match &outcome.form {
        Form::YesNo { yes, no, missing: own } => {
            let _ = writeln!(out, "yes = {}\nno = {}", list(yes), list(no));
            missing.clone_from(own);
        }
        Form::Bands { order, at_least } => {
            let _ = writeln!(out, "bands = {}\nat_least = {}", list(&order.levels), quote(&order.levels[*at_least]));
            if let Some(neutral) = order.neutral {
                let _ = writeln!(out, "neutral = {}", quote(&order.levels[neutral]));
            }
            missing = order.outside.iter().filter(known).cloned().collect();
        }
        Form::Nominal { levels } => {
            let _ = writeln!(out, "kind = \"nominal\"\nlevels = {}", list(levels));
        }
        Form::Mean { missing: own } => {
            out.push_str("kind = \"mean\"\n");
            missing = own.iter().filter(known).cloned().collect();
        }
        Form::Nps { missing: own } => {
            out.push_str("kind = \"nps\"\n");
            missing = own.iter().filter(known).cloned().collect();
        }
        Form::Several(_) | Form::Contains { .. } => {}
    }
    if !missing.is_empty() {
        let why = match &outcome.form {
            Form::Mean { .. } | Form::Nps { .. } => "no numbers, which count as missing here",
            _ => "without a place among the answers, which count as missing here",
        };
        reason(&mut out, false, why);
        let _ = writeln!(out, "missing = {}", list(&missing));
    }
    out.push_str(&base);
    out
}

fn gate_words(profile: &Profile, gate: &Gate) -> String {
    const MOST: usize = 4;
    let some: Vec<String> = gate.others.iter().take(MOST).map(|text| format!("\"{}\"", shortened(text))).collect();
    let more = if gate.others.len() > MOST { ", …" } else { "" };
    format!(
        "blank for all {} who answered {}{more} to `{}`: they were not asked",
        gate.outside,
        some.join(" or "),
        shortened(&profile.columns[gate.column].name)
    )
}

/// "How satisfied are you? Satisfied or higher", "work_interfere: Sometimes or higher", "Was it solved? Yes".
fn label_of_bands(question: &str, levels: &[String], at_least: usize) -> String {
    let higher = if at_least + 1 < levels.len() { " or higher" } else { "" };
    let question = question.trim();
    let short: String = question.chars().take(LONGEST_LABEL - 1).collect();
    let head = if question.chars().count() <= LONGEST_LABEL {
        question.to_owned()
    } else {
        format!("{}…", short.trim_end())
    };
    let colon = if head.ends_with(['?', ':', '!', '.', '…']) { "" } else { ":" };
    format!("{head}{colon} {}{higher}", shortened(&levels[at_least]))
}

/// The label, and the question where that is too long for one.
fn wording(out: &mut String, text: &str, with_question: bool) {
    if text.chars().count() <= LONGEST_LABEL {
        let _ = writeln!(out, "label = {}", quote(text));
        return;
    }
    let short: String = text.chars().take(LONGEST_LABEL - 1).collect();
    let _ = writeln!(out, "label = {}", quote(&format!("{}…", short.trim_end())));
    if with_question {
        let _ = writeln!(out, "question = {}", quote(text));
    }
}

fn set_aside(block: &str, why: &str) -> String {
    let mut out = String::new();
    comment(&mut out, &format!("Not asked at first: {why}."));
    block.lines().for_each(|line| {
        let _ = writeln!(out, "{}{line}", if line.starts_with('#') { "" } else { "# " });
    });
    out
}

/// A comment above what it explains.
fn reason(out: &mut String, doubtful: bool, why: &str) {
    let mut text = why.to_owned();
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    comment(out, &format!("{}{text}.", if doubtful { "DOUBTFUL: " } else { "" }));
}

fn comment(out: &mut String, text: &str) {
    let clean: String = text.chars().map(|c| if is_shown(c) { c } else { ' ' }).collect();
    let indent: String = clean.chars().take_while(|c| *c == ' ').collect();
    let mut line = String::from("#") + &indent;
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        if line.chars().count() + word.chars().count() >= WIDTH && line.len() > 1 + indent.len() {
            let _ = writeln!(out, "{line}");
            line = String::from("#") + &indent;
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "{line}");
}

fn condition(column: &str, values: &[String]) -> String {
    match values {
        [only] if only == "*" => format!("{} = \"*\"", quote(column)),
        values => format!("{} = {}", quote(column), list(values)),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).collect::<String>() + "…" }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", "))
}

/// A basic string of TOML.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if !is_shown(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// "star-wars.csv" as a title: "Star wars".
fn title_of(name: &str) -> String {
    let stem = name.strip_suffix(".gz").unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let text: String = stem.chars().map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect();
    let mut chars = text.trim().chars();
    chars.next().map_or_else(|| "Survey".to_owned(), |first| first.to_uppercase().chain(chars).collect())
}
