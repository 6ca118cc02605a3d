//! One table per outcome for spreadsheets and scripts: `tables/<stem>.csv`.
//!
//! ```text
//! outcome,segment,level,n,n_yes,n_missing,n_weighted,n_effective,rate,se,low,high,flags
//! rollback,,,1567,1160,23,1567,1567,0.740…                 overall: neither segment nor level
//! rollback,,50-74%,…                                       a band of the outcome: level without segment
//! rollback,governance_maturity,Fully mature,…              a level of a segment
//! ```
//!
//! Numbers are written so that reading them back gives the same double; what cannot be estimated is empty. Of a
//! suppressed estimate rate, interval and the count that would give them away are a dash. A label that a spreadsheet
//! would take for a formula gets an apostrophe. Synthetic data say so in the flags of every row.

use crate::results::{Estimate, Flag, Measure, Outcome, StudyInfo};

/// The header, which the contract fixes.
pub const HEADER: [&str; 13] = [
    "outcome",
    "segment",
    "level",
    "n",
    "n_yes",
    "n_missing",
    "n_weighted",
    "n_effective",
    "rate",
    "se",
    "low",
    "high",
    "flags",
];

/// What stands for a figure that is not shown.
const DASH: &str = "-";

/// A table of numbers with its header, before it is written: as a file, or on the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbers {
    /// The cells, the header first; a label as it is.
    pub rows: Vec<Vec<String>>,
    /// Whether `rate`, `low` and `high` are shares of respondents.
    pub has_shares: bool,
}

impl Numbers {
    /// As a file. A label that a spreadsheet would take for a formula gets an apostrophe; a negative number, and the dash
    /// of what is not shown, are none.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let is_plain = |cell: &str| cell == DASH || cell.parse::<f64>().is_ok();
        for row in &self.rows {
            let cells = row.iter().map(|cell| if is_plain(cell) { cell.clone() } else { label(cell) });
            writer.write_record(cells).expect("memory takes every byte, and every record has the cells of the header");
        }
        let bytes = writer.into_inner().expect("memory takes every byte");
        String::from_utf8(bytes).expect("every cell is text")
    }
}

/// The table of one outcome.
pub fn outcome_table(outcome: &Outcome, info: &StudyInfo) -> Numbers {
    let mut all = vec![HEADER.map(str::to_owned).to_vec()];
    let of = |(segment, estimate, shown)| record(&outcome.name, segment, estimate, shown, info);
    all.extend(rows(outcome).into_iter().map(of));
    Numbers { rows: all, has_shares: matches!(outcome.overall.measure, Measure::Rate | Measure::Shares) }
}

/// The numbers of a chart.
pub fn chart_table(chart: &crate::chart::Chart) -> Numbers {
    Numbers { rows: chart.numbers(), has_shares: false }
}

/// Whether a row may show its figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Figures,
    Dashes,
}

fn rows(outcome: &Outcome) -> Vec<(&str, &Estimate, Shown)> {
    let shown = |e: &Estimate| if e.flags.contains(&Flag::Suppressed) { Shown::Dashes } else { Shown::Figures };
    let mut rows = vec![("", &outcome.overall, shown(&outcome.overall))];
    for band in outcome.bands.iter().chain(&outcome.overall.shares).flatten() {
        // Bands share the base of the whole, and are hidden with it.
        let hidden = shown(&outcome.overall) == Shown::Dashes;
        rows.push(("", band, if hidden { Shown::Dashes } else { shown(band) }));
    }
    for c in &outcome.segments {
        rows.extend(c.levels.iter().map(|l| (c.segment.as_str(), l, shown(l))));
    }
    rows
}

/// The cells of an estimate under [`HEADER`].
pub(super) fn record_of(outcome: &str, segment: &str, e: &Estimate, info: &StudyInfo) -> Vec<String> {
    let shown = if e.flags.contains(&Flag::Suppressed) { Shown::Dashes } else { Shown::Figures };
    record(outcome, segment, e, shown, info)
}

fn record(outcome: &str, segment: &str, e: &Estimate, shown: Shown, info: &StudyInfo) -> Vec<String> {
    let figure = |value: Option<f64>| match shown {
        Shown::Dashes => DASH.to_owned(),
        Shown::Figures => value.map(|v| v.to_string()).unwrap_or_default(),
    };
    let mut flags: Vec<&str> = e.flags.iter().filter(|f| keeps_secret(**f, shown)).map(|f| flag_name(*f)).collect();
    if info.synthetic {
        flags.push("synthetic");
    }
    vec![
        outcome.to_owned(),
        segment.to_owned(),
        e.level.clone().unwrap_or_default(),
        e.n.to_string(),
        match (shown, e.measure) {
            (Shown::Dashes, _) => DASH.to_owned(),
            (Shown::Figures, Measure::Rate) => e.n_yes.to_string(),
            (Shown::Figures, _) => String::new(),
        },
        e.n_missing.to_string(),
        e.n_weighted.to_string(),
        if e.flags.contains(&Flag::Redacted) { DASH.to_owned() } else { e.n_effective.to_string() },
        figure(e.value()),
        figure(e.se),
        figure(e.ci.map(|ci| ci.low)),
        figure(e.ci.map(|ci| ci.high)),
        flags.join(";"),
    ]
}

/// Beside a dash no flag may say that nobody or everybody said yes.
fn keeps_secret(flag: Flag, shown: Shown) -> bool {
    shown == Shown::Figures || flag != Flag::ZeroOrOne
}

/// Text that no spreadsheet takes for a formula.
pub(super) fn label(text: &str) -> String {
    if begins_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a spreadsheet may take a text for a formula. Of the wide characters that people type in East Asia it takes some
/// for the narrow ones.
pub(super) fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The contract's word for a flag.
pub fn flag_name(flag: Flag) -> &'static str {
    match flag {
        Flag::Suppressed => "suppressed",
        Flag::Caution => "caution",
        Flag::Empty => "empty",
        Flag::ZeroOrOne => "zero_or_one",
        Flag::NoLimits => "no_limits",
        Flag::NoDf => "no_df",
        Flag::FewPsus => "few_psus",
        Flag::LonelyPsu => "lonely_psu",
        Flag::RatioUndefined => "ratio_undefined",
        Flag::Underflow => "underflow",
        Flag::Secondary => "secondary",
        Flag::Redacted => "redacted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::{HOSTILE, sample_results};

    fn read(text: &str) -> Vec<csv::StringRecord> {
        csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
    }

    #[test]
    fn overall_leads_and_every_level_follows_with_numbers_that_read_back() {
        let results = sample_results();
        let o = &results.outcomes[0];
        let text = outcome_table(o, &results.study).csv();
        assert!(
            text.starts_with("outcome,segment,level,n,n_yes,n_missing,n_weighted,n_effective,rate,se,low,high,flags\n")
        );
        let rows = read(&text);
        assert_eq!((&rows[0][0], &rows[0][1], &rows[0][2]), ("rollback", "", ""));
        assert_eq!(rows[0][8].parse::<f64>().unwrap(), o.overall.rate.unwrap());
        let levels: usize = o.segments.iter().map(|c| c.levels.len()).sum();
        assert_eq!(rows.len(), 1 + levels);
    }

    #[test]
    fn a_suppressed_level_shows_neither_its_rate_nor_the_count_behind_it() {
        let results = sample_results();
        let text = outcome_table(&results.outcomes[0], &results.study).csv();
        let row = read(&text).into_iter().find(|r| &r[2] == "Tiny").unwrap();
        for column in [4, 8, 9, 10, 11] {
            assert_eq!(&row[column], "-", "{}", HEADER[column]);
        }
        assert_eq!((&row[3], &row[12]), ("12", "suppressed"));
    }

    #[test]
    fn no_label_is_a_formula_and_every_label_survives_the_way_there_and_back() {
        let mut results = sample_results();
        for hostile in HOSTILE.iter().chain(&["＝1+1", "＋5%", "－1", "＠SUM(A1)"]) {
            results.outcomes[0].segments[0].levels[0].level = Some((*hostile).to_owned());
            let text = outcome_table(&results.outcomes[0], &results.study).csv();
            let cell = read(&text)[1][2].to_owned();
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell:?}");
            assert_eq!(cell.strip_prefix('\'').unwrap_or(&cell), *hostile);
        }
    }

    #[test]
    fn synthetic_data_say_so_in_every_row() {
        let mut results = sample_results();
        results.study.synthetic = true;
        let text = outcome_table(&results.outcomes[0], &results.study).csv();
        assert!(read(&text).iter().all(|r| r[12].contains("synthetic")));
    }
}
