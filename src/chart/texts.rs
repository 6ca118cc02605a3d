//! Words that all charts share: what stands for a figure that may not be seen, who was asked, where it comes from.

use super::{Care, Mark, Row};
use crate::findings::words;
use crate::results::format::{self, Unit};
use crate::results::{Base, Comparison, Estimate, Flag, Interval, IntervalMethod, Measure, StudyInfo};

/// What stands in place of a value.
pub(super) const DASH: &str = "–";

/// Why there is no figure, in the words of the rule that suppressed it.
pub(super) fn reason(estimate: &Estimate, study: &StudyInfo) -> String {
    let least = study.analysis.suppress_below;
    if estimate.n == 0 || estimate.flags.contains(&Flag::Empty) {
        "no respondents".to_owned()
    } else if estimate.flags.contains(&Flag::Secondary) {
        "not shown: a smaller one could be worked out".to_owned()
    } else if estimate.n < least {
        format!("not shown: base under {}", format::count(least))
    } else if estimate.n_effective < least as f64 {
        format!("not shown: effective base under {}", format::count(least))
    } else if estimate.flags.contains(&Flag::Suppressed) {
        let taken_out = estimate.flags.contains(&Flag::Redacted);
        if taken_out { "not shown: too uncertain" } else { "not shown: interval too wide" }.to_owned()
    } else {
        "cannot be estimated".to_owned()
    }
}

/// Population and fieldwork, then where it was published: of synthetic data those of the survey that they imitate.
pub(super) fn source(study: &StudyInfo) -> Vec<String> {
    let text = |key: &str| study.texts.get(key).map(|t| t.trim()).filter(|t| !t.is_empty());
    let mut lines = Vec::new();
    let about: Vec<String> = [("Population", text("population")), ("Fieldwork", text("fieldwork"))]
        .into_iter()
        .filter_map(|(name, text)| text.map(|t| format!("{name}: {}.", t.trim_end_matches('.'))))
        .collect();
    if !about.is_empty() {
        let of = if study.synthetic { "Of the survey imitated: " } else { "" };
        lines.push(format!("{of}{}", about.join(" ")));
    }
    let cited = match text("citation") {
        Some(citation) => vec![citation],
        None => [text("sponsor"), Some(study.title.trim()).filter(|t| !t.is_empty())].into_iter().flatten().collect(),
    };
    let mut cited = cited.join(", ").trim_end_matches('.').to_owned();
    if let Some(url) = text("url").filter(|url| !cited.contains(url)) {
        cited = if cited.is_empty() { url.to_owned() } else { format!("{cited} ({url})") };
    }
    if !cited.is_empty() {
        let simulated = if study.synthetic { "simulated by a program after " } else { "" };
        lines.push(format!("Source: {simulated}{cited}."));
    }
    lines
}

pub(super) fn method_name(method: IntervalMethod) -> &'static str {
    match method {
        IntervalMethod::Wilson => "Wilson",
        IntervalMethod::Logit => "logit",
        IntervalMethod::Beta => "Clopper-Pearson",
        IntervalMethod::Mean => "Wald",
        other => other.name(),
    }
}

/// The name of the whole, with its base: "All 2,527 respondents", "All 1,567 respondents with …".
pub(super) fn everybody(base: &Base, n: u64) -> String {
    format!("All {}", unbroken(&words::of_base(n, base)))
}

/// The same where there is no room for it: "All 1,567".
pub(super) fn everybody_in_short(n: u64) -> String {
    format!("All {}", format::count(n))
}

/// Text in which no line ends before or after an equals sign.
pub(super) fn unbroken(text: &str) -> String {
    text.replace(" = ", "\u{a0}=\u{a0}")
}

/// How the figures of a chart are written: all with the decimals that its smallest base can bear, so that a column
/// agrees with itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    unit: Unit,
    decimals: usize,
}

impl Figures {
    /// Of a chart with these estimates.
    pub(super) fn of<'a>(unit: Unit, shown: impl Iterator<Item = &'a Estimate>, study: &StudyInfo) -> Self {
        let borne = shown.filter(|e| e.is_printable()).map(|e| format::decimals(e.n)).min().unwrap_or(0);
        Figures { unit, decimals: study.decimals.map_or(borne, usize::from) }
    }

    /// Of percentages that all rest on `n`.
    pub(super) fn of_base(n: u64, study: &StudyInfo) -> Self {
        Figures { unit: Unit::Percent, decimals: study.decimals.map_or(format::decimals(n), usize::from) }
    }

    /// In what they count.
    pub(super) fn unit(self) -> Unit {
        self.unit
    }

    /// A figure as text.
    pub(super) fn text(self, value: f64) -> String {
        match self.unit {
            Unit::Percent => format::percent_to(value, self.decimals),
            Unit::Number { .. } => self.unit.value(value, 0),
        }
    }

    /// Whether shares as they are printed give the whole as it is printed.
    pub(super) fn add_up(self, parts: &[f64], whole: f64) -> bool {
        let printed = |value: f64| (value * 10_f64.powi(self.decimals as i32 + 2)).round();
        parts.iter().map(|part| printed(*part)).sum::<f64>() == printed(whole)
    }

    /// Whether it is a mean that is written, in a unit of its own.
    pub(super) fn is_mean(self) -> bool {
        matches!(self.unit, Unit::Number { .. })
    }

    /// Two limits as text.
    pub(super) fn range(self, low: f64, high: f64) -> String {
        match self.unit {
            Unit::Percent => format::interval_to(low, high, self.decimals),
            Unit::Number { .. } => self.unit.interval(low, high, 0),
        }
    }
}

/// The head of a column of figures.
pub(super) fn head(measure: Measure) -> &'static str {
    match measure {
        Measure::Rate | Measure::Shares => "Rate",
        Measure::Mean => "Mean",
        Measure::Total => "Total",
        Measure::Median => "Median",
        Measure::Quantile => "Quantile",
        Measure::Nps => "Score",
    }
}

/// Highest first; equal values, and what may not be printed, keep study order.
pub(super) fn by_value(levels: &mut [&Estimate]) {
    let key = |e: &Estimate| e.value().filter(|_| e.is_printable()).unwrap_or(f64::NEG_INFINITY);
    levels.sort_by(|a, b| key(b).total_cmp(&key(a)));
}

/// Whether a figure is marked.
pub(super) fn care(estimate: &Estimate) -> Care {
    if estimate.flags.contains(&Flag::Caution) { Care::SmallBase } else { Care::Usual }
}

/// "respondents with shipped = Yes (n = 2,527, effective 1,904; 12 gave no answer)": the effective base of what is charted,
/// where a design makes it another one.
pub(super) fn asked(base: &Base, overall: Option<&Estimate>) -> String {
    let differs = |e: &&Estimate| e.is_printable() && e.n == base.n && e.n_effective != e.n as f64;
    let effective = overall
        .filter(differs)
        .map_or_else(String::new, |e| format!(", effective {}", format::count(e.n_effective.round() as u64)));
    let unanswered = match base.n_missing {
        0 => String::new(),
        n => format!("; {} gave no answer", format::count(n)),
    };
    format!("{} (n\u{a0}=\u{a0}{}{effective}{unanswered})", unbroken(&base.description), format::count(base.n))
}

/// Share of the base without a level from which a note names the segment.
const MANY_WITHOUT: f64 = 0.05;

/// Why the bases of a group do not add up to the whole, and what that means for the line of the whole.
pub(super) fn without_level(segments: &[&Comparison], reference: bool) -> Option<String> {
    if segments.iter().all(|c| c.n_segment_missing == 0) {
        return None;
    }
    let many = |c: &&&Comparison| c.n_segment_missing as f64 >= MANY_WITHOUT * c.overall.n as f64;
    let named: Vec<String> = (segments.iter().filter(many))
        .map(|c| format!("{} by {}", format::count(c.n_segment_missing), words::in_text(&c.segment_label)))
        .collect();
    Some(match (reference, named.is_empty()) {
        (true, false) => format!(
            "The line of all holds those without a level too, who stand in no row ({}): all levels of a group may lie on \
             one side of it.",
            words::and(&named)
        ),
        _ => "Bases of a group may not add up to the whole: not all answered its question.".to_owned(),
    })
}

/// Rows of a group from which on those without a figure are told in one.
const MANY_ROWS: usize = 16;
/// Rows without a figure that are worth telling in one.
const MANY_ABSENT: usize = 3;

/// The rows of a group, of many those without a figure as one: who they are stands in the table.
pub(super) fn folded(rows: Vec<Row>, columns: usize) -> Vec<Row> {
    let is_absent = |row: &Row| matches!(row.mark, Mark::Absent { .. });
    let absent = rows.iter().filter(|row| is_absent(row)).count();
    if rows.len() <= MANY_ROWS || absent <= MANY_ABSENT || absent == rows.len() {
        return rows;
    }
    let mut reasons: Vec<String> = (rows.iter())
        .filter_map(|row| match &row.mark {
            Mark::Absent { reason } => Some(reason.clone()),
            _ => None,
        })
        .collect();
    reasons.dedup();
    let reason = match reasons.as_slice() {
        [one] => one.clone(),
        _ => "no figures, as the table says one by one".to_owned(),
    };
    let mut shown: Vec<Row> = rows.into_iter().filter(|row| !is_absent(row)).collect();
    shown.push(Row {
        label: format!("{absent} further levels"),
        base: String::new(),
        care: Care::Usual,
        values: vec![DASH.to_owned(); columns],
        mark: Mark::Absent { reason },
    });
    shown
}

/// Verdicts that rest on levels whose figures are not shown.
pub(super) fn tested_but_hidden(segments: &[&Comparison]) -> Option<String> {
    let hides = |c: &&&Comparison| c.levels.iter().any(|level| level.n > 0 && !level.is_printable());
    let hiding: Vec<&&Comparison> = segments.iter().filter(|c| c.decision.is_some()).filter(hides).collect();
    let named: Vec<String> = hiding.iter().map(|c| words::in_text(&c.segment_label)).collect();
    let margin = match hiding.iter().any(|c| c.equivalence.as_ref().is_some_and(|e| !e.left_out.is_empty())) {
        true => ", and the margin leaves them out",
        false => "",
    };
    let of = if segments.len() > 1 { format!(" ({})", words::and(&named)) } else { String::new() };
    (!named.is_empty())
        .then(|| format!("The test of a difference counts levels whose figures are not shown{of}{margin}."))
}

/// "with 95% confidence intervals (Wilson, as for a simple random sample)".
pub(super) fn intervals(ci: Option<Interval>, figures: Figures, study: &StudyInfo) -> String {
    let method = match figures.is_mean() {
        true => match ci.map(|ci| ci.method) {
            Some(IntervalMethod::OrderStatistics) => "order statistics",
            Some(IntervalMethod::Woodruff) => "Woodruff",
            _ => "Student's t",
        },
        false => method_name(ci.map_or(study.analysis.interval, |ci| ci.method)),
    };
    format!(
        "with {} confidence intervals ({method}, as for a {})",
        words::level_text(study.analysis.confidence),
        study.design
    )
}

/// The first note of made-up data.
pub(super) const NOBODY: &str = "No real respondent stands behind these figures.";

/// "† Base under 100: read with care."
pub(super) fn small_bases(study: &StudyInfo) -> String {
    format!("† Base under {}: read with care.", format::count(study.analysis.caution_below))
}
