//! What may be said of the top level of a segment and of what could lie behind its rate.
//!
//! One set of words, in sentences, lists and tables: an explanation "may explain it" where it may be the whole difference,
//! "cannot explain it alone" where alone it is not, and "may explain it, these data cannot tell" where they hold nothing
//! that could. A bound says what would have to be true, never that it is.

use super::parts::{
    and, apart, in_text, interval_name, level_text, points_range, respondents, size, sized, verdict_word,
};
use super::stratified::odds_ratio_text;
use crate::results::format::{Unit, count, decimal, p_value, percent};
use crate::results::{
    Contrast, Estimate, Explanation, Interval, Pair, Paradox, Ratio, SelectionLevel, Standing, StudyInfo, WithinStrata,
};

/// What the word for a standing means.
pub fn standing_meaning(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Survives => Some("it may be the whole difference"),
        Standing::DoesNotSuffice => Some("alone it is not the whole difference"),
        Standing::NotIdentified => Some("what it would have to be stands beside it, and is no claim that it is"),
        Standing::NotApplicable => None,
    }
}

/// The word for a standing, in a list and in a table.
pub fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Survives => "May explain it",
        Standing::DoesNotSuffice => "Cannot explain it alone",
        Standing::NotIdentified => "May explain it, these data cannot tell",
        Standing::NotApplicable => "Does not apply",
    }
}

/// Which explanations are left and which are not, in a line each: what is said of them, and their names.
pub fn standings(p: &Paradox) -> Vec<(&'static str, String)> {
    let lines = [Standing::Survives, Standing::NotIdentified, Standing::DoesNotSuffice];
    let of = |standing: Standing| -> Vec<String> {
        p.explanations.iter().filter(|e| e.standing == standing).map(|e| short_name(&e.name).to_owned()).collect()
    };
    let all = lines.into_iter().map(|standing| (standing_word(standing), and(&of(standing))));
    all.filter(|(_, names)| !names.is_empty()).collect()
}

/// An explanation inside a sentence.
fn short_name(name: &str) -> &str {
    match name {
        "other_segments" => "the other segments",
        "selection" => "who is in the base",
        "who_answered" => "who answered",
        "detection" => "detection (more is seen there)",
        "hidden_cause" => "riskier work or another hidden cause",
        other => other,
    }
}

/// Whether top or rest has too few respondents for a figure to be printed.
pub fn hides(p: &Paradox) -> bool {
    p.top_versus_rest.is_none() || p.rates.iter().any(|rate| !rate.is_printable())
}

/// Top against rest, with nothing and with all else held.
pub fn paradox_headline(p: &Paradox) -> String {
    let (Some(pair), [top, rest], false) = (&p.top_versus_rest, p.rates.as_slice(), hides(p)) else {
        let why = p.note.as_deref().unwrap_or("the top level or the rest has too few respondents");
        return format!("{}, {} against all others: no figure, because {why}.", p.outcome_label, quoted(&p.top));
    };
    let held = p.adjusted.difference.as_ref().filter(|_| !p.adjusted.held.is_empty());
    let held = held.map(|held| format!(" With all other segments held it is {}.", difference(held, false)));
    let (of_top, of_rest, rounded) = rates(top, rest);
    format!(
        "{}: {of_top} at {}, {of_rest} of all others, {}.{}",
        p.outcome_label,
        quoted(&p.top),
        told(pair, true, rounded),
        held.unwrap_or_default()
    )
}

/// The headline, what turns within strata, and what detection alone would have to be.
pub fn paradox_sentence(p: &Paradox, info: &StudyInfo) -> String {
    let mut said = vec![paradox_headline(p)];
    if hides(p) {
        return said.concat();
    }
    said.extend(p.reversal.iter().filter(|turned| turned.is_shown).map(|turned| turned.sentence.clone()));
    if p.detection.measured_by.is_none()
        && let Some([bound, _]) = break_even(p, info)
    {
        said.push(format!("It may be that more is only seen there, which these data cannot tell: {bound}"));
    }
    said.join(" ")
}

/// Each explanation of the difference, with its standing.
pub fn explanations(p: &Paradox, info: &StudyInfo) -> Vec<Explanation> {
    let (Some(pair), false) = (&p.top_versus_rest, hides(p)) else { return Vec::new() };
    let is_found = pair.p.is_some_and(|p| p <= info.analysis.alpha);
    let made = |name: &str, label: String, (standing, sentence): (Standing, String)| Explanation {
        name: name.into(),
        label,
        // Without a difference there is nothing that another explanation could be the whole of.
        standing: if is_found || name == "chance" || standing == Standing::NotIdentified {
            standing
        } else {
            Standing::NotApplicable
        },
        sentence,
    };
    vec![
        made("chance", "Chance".into(), chance(p, pair, is_found)),
        made("other_segments", "The other segments".into(), other_segments(p, pair, info)),
        made("selection", "Selection: who is in the base".into(), selection(p, pair)),
        made("who_answered", "Who answered".into(), who_answered(p, pair)),
        made("detection", format!("Detection: more is seen at {}", quoted(&p.top)), detection(p, pair, info)),
        made("hidden_cause", "Riskier work, or any other hidden cause".into(), hidden_cause(p)),
    ]
}

/// What these data cannot tell, whatever is computed.
pub fn not_identified(p: &Paradox, info: &StudyInfo) -> Vec<String> {
    let (segment, top) = (in_text(&p.segment_label), quoted(&p.top));
    let mut left = Vec::new();
    if p.detection.measured_by.is_none() {
        let bound = break_even_sentences(p, info).map(|bound| format!(" {bound}")).unwrap_or_default();
        left.push(format!(
            "Whether more happens at {top} or more of it is seen: the rate counts what happened, was seen and was acted \
             on, and no column measures how much is seen.{bound}"
        ));
    }
    left.push(format!(
        "Which came first: one survey does not tell whether the answer followed on {segment}, or {segment} on what was \
         answered."
    ));
    left.push(format!(
        "Whether the difference is an effect of {segment}: nobody was put at a level by lot, so it is an association, \
         and a cause that was not asked may lie behind it."
    ));
    left.push(format!(
        "Whether the levels of {segment} mean the same to all: they are what respondents say of themselves."
    ));
    if p.selection.is_some() {
        left.push("What those outside the base would have answered, had they been in it.".into());
    }
    left
}

/// What lies behind a difference that turns within strata.
pub fn reversal_sentence(of: &WithinStrata, info: &StudyInfo) -> String {
    let s = &of.stratified;
    let within = in_text(&s.within_label);
    let ratio = |ratio: &Option<Ratio>| ratio.as_ref().map_or("not known".into(), |ratio| odds_ratio_text(ratio, info));
    let hidden = s.flags.contains(&crate::results::Flag::Suppressed);
    if hidden {
        return format!("Within {within} the difference turns; no figure, because one of the two groups is too small.");
    }
    let mut said = format!(
        "Within {within} the difference turns: the odds ratio of {} against {} is {} with all together and {} within the \
         levels of {within}.",
        quoted(&s.levels[0]),
        if s.levels[1] == "rest" { "all others".into() } else { quoted(&s.levels[1]) },
        ratio(&s.crude_odds_ratio),
        ratio(&s.odds_ratio),
    );
    if let Some(split) = &of.split {
        said += &format!(
            " Of the difference of {}, {} come from how the two are spread over {within}, and {} from different rates \
             within its levels.",
            signed(split.crude),
            signed(split.composition),
            signed(split.within)
        );
    }
    said
}

/// One segment against another: the largest differences, and what one has more than the other.
pub fn contrast_sentence(c: &Contrast, label: &str, info: &StudyInfo) -> String {
    let (a, b) = (in_text(label), in_text(&c.b_label));
    let range =
        c.ci.map(|ci| format!(" ({} {})", interval_name(&ci), points_range(ci.low, ci.high))).unwrap_or_default();
    let found = match c.ci {
        Some(ci) if ci.low > 0.0 => format!("the rate is found to differ more by {a} than by {b}"),
        Some(ci) if ci.high < 0.0 => format!("the rate is found to differ more by {b} than by {a}"),
        Some(_) => "by which of the two it differs more is not found, and neither is ruled out".to_owned(),
        None => "no interval, because there are no degrees of freedom".to_owned(),
    };
    let chance = c
        .by_chance
        .map(|chance| format!(" If it differed by neither, chance alone would make it {} on average.", signed(chance)));
    let margin = super::parts::margin_text(info.analysis.margin);
    let verdict = |at: usize| verdict_word(c.verdicts[at]).to_lowercase();
    format!(
        "The largest difference between levels is {} by {a} and {} by {b}: {}{range}; {found}.{} With the same margin of \
         {margin}: by {a} {}, by {b} {}.",
        size(c.largest_a),
        size(c.largest_b),
        signed(c.difference),
        chance.unwrap_or_default(),
        verdict(0),
        verdict(1),
    )
}

/// The name of an axis of choices.
pub fn axis_word(axis: &str) -> &str {
    match axis {
        "interval_and_test" => "Interval and test",
        "correction" => "Correction",
        "margin" => "Margin",
        "base" => "Base",
        "design" => "Design",
        other => other,
    }
}

/// Which verdicts depend on which choice.
pub fn choices_sentence(p: &Paradox, info: &StudyInfo) -> String {
    let others = p.choices.iter().filter(|choice| !choice.as_analysed);
    let total = others.clone().flat_map(|choice| &choice.verdicts).filter(|of| of.verdict.is_some()).count();
    let changed: Vec<(&str, &str)> = others
        .flat_map(|choice| {
            choice.verdicts.iter().filter(|of| of.changed).map(|of| (choice.axis.as_str(), of.segment.as_str()))
        })
        .collect();
    if changed.is_empty() {
        return format!("No verdict changes with any of these choices ({} tried).", count(total as u64));
    }
    let mut axes: Vec<&str> = changed.iter().map(|(axis, _)| *axis).collect();
    axes.dedup();
    let named = |axis: &&str| {
        let mut of: Vec<String> =
            changed.iter().filter(|(own, _)| own == axis).map(|(_, name)| in_text(label(name, info))).collect();
        of.sort();
        of.dedup();
        format!("with another {} by {}", axis_word(axis).to_lowercase(), and(&of))
    };
    format!(
        "{} of {} verdicts change: {}. All others stay as they are.",
        count(changed.len() as u64),
        count(total as u64),
        axes.iter().map(named).collect::<Vec<_>>().join("; ")
    )
}

/// How a difference splits, for a table that shows every segment.
pub fn split_text(of: &WithinStrata) -> Option<[String; 2]> {
    of.split.as_ref().map(|split| [signed(split.within), signed(split.composition)])
}

fn chance(p: &Paradox, pair: &Pair, is_found: bool) -> (Standing, String) {
    let [top, rest] = p.rates.as_slice() else { return (Standing::NotIdentified, "No test could be made.".into()) };
    let both = two(top, rest, Some((pair, true)));
    match (is_found, pair.p) {
        (true, _) => (Standing::DoesNotSuffice, format!("{both}. So much is rare by chance alone.")),
        (false, Some(_)) => (
            Standing::Survives,
            format!(
                "{both}. No difference is found, and none ruled out within the interval: chance may be all there is."
            ),
        ),
        (false, None) => (Standing::NotIdentified, format!("{both}. No test could be made.")),
    }
}

fn other_segments(p: &Paradox, crude: &Pair, info: &StudyInfo) -> (Standing, String) {
    let labels: Vec<String> = p.adjusted.held.iter().map(|name| in_text(label(name, info))).collect();
    if labels.is_empty() {
        return (Standing::NotApplicable, "The study has no other segment that could be held.".into());
    }
    let Some(held) = &p.adjusted.difference else {
        let why = p.adjusted.note.as_deref().unwrap_or("there is no fit");
        return (Standing::NotIdentified, format!("{} could not be held: {why}.", capital(&and(&labels))));
    };
    let turned: Vec<String> =
        p.reversal.iter().filter(|turned| turned.is_shown).map(|turned| in_text(label(&turned.within, info))).collect();
    let before = p.adjusted.unadjusted.as_ref().map(|pair| {
        format!(", and with nothing held, of the same {}, {}", respondents(p.adjusted.n), difference(pair, false))
    });
    let said = format!("With {} held it is {}{}", and(&labels), difference(held, false), before.unwrap_or_default());
    if !turned.is_empty() {
        return (Standing::Survives, format!("{said}; within the levels of {} it turns.", and(&turned)));
    }
    match against(crude, held.ci) {
        Side::Same => (Standing::DoesNotSuffice, format!("{said}: they are not all of it.")),
        Side::Opposite => (Standing::Survives, format!("{said}: it turns.")),
        Side::Both => (Standing::Survives, format!("{said}, and 0 is not ruled out: they may account for it.")),
        Side::Unknown => (Standing::NotIdentified, format!("{said}, without an interval.")),
    }
}

fn detection(p: &Paradox, crude: &Pair, info: &StudyInfo) -> (Standing, String) {
    let bound = break_even_sentences(p, info).unwrap_or_else(|| "No break-even, because a rate is 0.".into());
    let Some(name) = &p.detection.measured_by else {
        return (Standing::NotIdentified, format!("{bound} No column measures detection, so this cannot be told."));
    };
    let by = in_text(label(name, info));
    let Some(of) = &p.detection.at_equal_detection else {
        return (Standing::NotIdentified, format!("{bound} Rates at equal {by} could not be compared."));
    };
    let s = &of.stratified;
    let Some(common) = s.odds_ratio.filter(|_| !s.flags.contains(&crate::results::Flag::Suppressed)) else {
        let why = s.note.as_deref().unwrap_or("a base is too small");
        return (Standing::NotIdentified, format!("{bound} No odds ratio at equal {by}: {why}."));
    };
    let said = format!("At equal {by} the odds ratio is {}", odds_ratio_text(&common, info));
    let up = crude.difference.unwrap_or_default() > 0.0;
    match (common.low.zip(common.high), up) {
        (Some((low, _)), true) if low > 1.0 => {
            (Standing::DoesNotSuffice, format!("{said}: detection, as far as {by} measures it, is not all of it."))
        }
        (Some((_, high)), false) if high < 1.0 => {
            (Standing::DoesNotSuffice, format!("{said}: detection, as far as {by} measures it, is not all of it."))
        }
        (Some(_), _) => (Standing::Survives, format!("{said}: detection may account for the difference. {bound}")),
        (None, _) => (Standing::NotIdentified, format!("{said}, without an interval. {bound}")),
    }
}

/// What the others would have to see, one agent each, and many: "… if all others detect 89% (95% interval 83% to 95%) of …".
fn break_even(p: &Paradox, info: &StudyInfo) -> Option<[String; 2]> {
    if hides(p) {
        return None;
    }
    let share = |value: f64| if value < 1.0 { percent(value, 1) } else { format!("{} times", decimal(value, 2)) };
    let with = |value: f64, ci: Option<Interval>| {
        let level = level_text(info.analysis.confidence);
        let range = ci.map(|ci| format!(" ({level} interval {} to {})", share(ci.low), share(ci.high)));
        format!("{}{}", share(value), range.unwrap_or_default())
    };
    let top = quoted(&p.top);
    let one = with(p.detection.break_even_one?, p.detection.ci.one);
    let many = p.detection.break_even_many.map(|many| {
        format!(" Where each has many agents, one of which is enough, that is at {}.", with(many, p.detection.ci.many))
    });
    let one = format!(
        "if all others notice {one} of what {top} notices, that alone is the whole difference, and if they notice less, \
         more happens among them than there."
    );
    Some([one, many.unwrap_or_default()])
}

/// Both, as sentences of their own.
fn break_even_sentences(p: &Paradox, info: &StudyInfo) -> Option<String> {
    break_even(p, info).map(|[one, many]| capital(&one) + &many)
}

fn hidden_cause(p: &Paradox) -> (Standing, String) {
    let e = &p.e_value;
    let Some(yes) = e.yes else {
        return (Standing::NotIdentified, "No E-value, because a rate is 0 or there is no ratio.".into());
    };
    let given = if e.adjusted { "beyond the segments that are held" } else { "nothing else being held" };
    let limit = |limit: Option<f64>| match limit {
        Some(limit) if limit <= 1.0 => " (the limit of the interval needs none)".to_owned(),
        Some(limit) => format!(" ({} for the limit of the interval)", decimal(limit, 2)),
        None => String::new(),
    };
    let no = e.no.map(|no| format!(", and for no {}{}", decimal(no, 2), limit(e.no_limit))).unwrap_or_default();
    (
        Standing::NotIdentified,
        format!(
            "It would have to go with both {} and the answer by a ratio of at least {}{} for yes{no}, {given} (E-value). \
             Whether there is one cannot be told.",
            in_text(&p.segment_label),
            decimal(yes, 2),
            limit(e.yes_limit),
        ),
    )
}

fn selection(p: &Paradox, crude: &Pair) -> (Standing, String) {
    let Some(s) = &p.selection else {
        return (Standing::NotApplicable, "Everybody with a level is in the base.".into());
    };
    let of = |name: &str| s.levels.iter().find(|level| level.level == name);
    let (Some(top), Some(rest), Some(all)) = (of(&p.top), of("rest"), &s.rate_of_all) else {
        return (Standing::NotIdentified, "Who is in the base could not be compared.".into());
    };
    let shown = |part: fn(&SelectionLevel) -> &Estimate, by| two(part(top), part(rest), by);
    let said = format!(
        "{}. With all respondents as base, those outside it taken as no, the rate is {}",
        in_base(p, &top.share, &rest.share, s.share.as_ref()),
        shown(|level| &level.rate_of_all, Some((all, false))),
    );
    match against(crude, all.ci) {
        Side::Same => {
            (Standing::NotIdentified, format!("{said}. What those outside would have answered cannot be told."))
        }
        Side::Opposite => (Standing::Survives, format!("{said}: it turns with the base.")),
        Side::Both => (Standing::Survives, format!("{said}, and 0 is not ruled out: it may rest on the base.")),
        Side::Unknown => (Standing::NotIdentified, format!("{said}, without an interval.")),
    }
}

fn who_answered(p: &Paradox, crude: &Pair) -> (Standing, String) {
    let Some(bounds) = &p.bounds else {
        return (Standing::NotIdentified, "Bounds could not be computed.".into());
    };
    let of = |name: &str| bounds.levels.iter().find(|level| level.level == name).map_or(0, |level| level.n_missing);
    let missing = of(&p.top) + of("rest");
    if missing == 0 {
        return (Standing::NotApplicable, "Everybody in the base who has a level answered.".into());
    }
    let Some(range) = &bounds.difference else {
        return (Standing::NotIdentified, "Bounds could not be computed.".into());
    };
    let limits = range.ci.map(|ci| format!(" ({} {})", limits_name(&ci), points_range(ci.low, ci.high)));
    let said = format!(
        "Whatever the {} in the base without an answer would have said, the difference is {}{}",
        count(missing),
        points_range(range.low, range.high),
        limits.unwrap_or_default()
    );
    match against(crude, range.ci) {
        Side::Same => (Standing::DoesNotSuffice, format!("{said}.")),
        Side::Opposite => (Standing::Survives, format!("{said}: it turns.")),
        Side::Both => (Standing::Survives, format!("{said}, and 0 is not ruled out.")),
        Side::Unknown => (Standing::NotIdentified, format!("{said}, without limits.")),
    }
}

/// On which side of 0 an interval lies, seen from the difference that is to be explained.
enum Side {
    Same,
    Opposite,
    Both,
    Unknown,
}

fn against(crude: &Pair, ci: Option<Interval>) -> Side {
    let up = crude.difference.unwrap_or_default() > 0.0;
    match ci {
        None => Side::Unknown,
        Some(ci) if ci.low > 0.0 && up || ci.high < 0.0 && !up => Side::Same,
        Some(ci) if ci.low > 0.0 || ci.high < 0.0 => Side::Opposite,
        Some(_) => Side::Both,
    }
}

/// "9.2 points higher (95% interval 4.1 to 14 points; p = 0.002)".
fn difference(pair: &Pair, with_p: bool) -> String {
    told(pair, with_p, "")
}

/// The same with " before rounding" where the rates beside it do not give it.
fn told(pair: &Pair, with_p: bool, rounded: &str) -> String {
    let Some(value) = pair.difference else { return "not known".into() };
    let side = if value < 0.0 { "lower" } else { "higher" };
    let mut inside = Vec::new();
    if let Some(ci) = pair.ci {
        let (low, high) = sized(value, &ci);
        inside.push(format!("{} {}", interval_name(&ci), points_range(low, high)));
    }
    if let (Some(p), Some(ln_p), true) = (pair.p, pair.ln_p, with_p) {
        inside.push(p_value(p, ln_p));
    }
    let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
    format!("{} {side}{rounded}{inside}", size(value))
}

fn limits_name(ci: &Interval) -> String {
    format!("{} limits", level_text(ci.level))
}

/// Two rates with the decimals that both bear, and whether what is between them is told before rounding.
fn rates(a: &Estimate, b: &Estimate) -> (String, String, &'static str) {
    let of = |e: &Estimate| e.rate.filter(|_| e.is_printable()).map(|rate| (rate, e.n));
    match (of(a), of(b)) {
        (Some(of_a), Some(of_b)) => {
            let told = apart(Unit::Percent, [of_a, of_b]);
            (told.a, told.b, told.rounded)
        }
        _ => (rate(a), rate(b), ""),
    }
}

/// "Of "Fully mature" 62.3% are in the base, of all others 61.9%: 0.4 points higher".
fn in_base(p: &Paradox, top: &Estimate, rest: &Estimate, between: Option<&Pair>) -> String {
    let (of_top, of_rest, rounded) = rates(top, rest);
    let between = between.map(|pair| format!(": {}", told(pair, true, rounded))).unwrap_or_default();
    format!("Of {} {of_top} are in the base, of all others {of_rest}{between}", quoted(&p.top))
}

/// "81% against 71%: 9.6 points higher".
fn two(a: &Estimate, b: &Estimate, between: Option<(&Pair, bool)>) -> String {
    let (a, b, rounded) = rates(a, b);
    let between = between.map(|(pair, with_p)| format!(": {}", told(pair, with_p, rounded)));
    format!("{a} against {b}{}", between.unwrap_or_default())
}

fn rate(e: &Estimate) -> String {
    e.rate.filter(|_| e.is_printable()).map_or_else(|| "no figure".into(), |rate| percent(rate, e.n))
}

/// "+9.2 points", "−1.0 points".
fn signed(difference: f64) -> String {
    let text = crate::results::format::points(difference);
    if difference > 0.0 { format!("+{text}") } else { text }
}

fn quoted(level: &str) -> String {
    format!("\"{level}\"")
}

fn label<'a>(name: &'a str, info: &'a StudyInfo) -> &'a str {
    info.segments.iter().find(|segment| segment.name == name).map_or(name, |segment| segment.label.as_str())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
