//! The eleven items that AAPOR's code of 2021 asks every survey report to disclose, in its order.
//!
//! What the study file says is printed; sizes and precision come from the results; where both are silent, the report
//! says "not stated", so that a reader sees the gap.

use super::super::{Part, Section, Span, Text};
use crate::findings::words::{level_text, respondents};
use crate::results::format::{count, interval, percent};
use crate::results::{Estimate, Outcome, Results};

/// Where nothing is known.
const NOT_STATED: &str = "not stated";

pub(super) fn section(results: &Results) -> Section {
    let mut section = Section::new("Disclosure");
    section.say("The eleven items of the AAPOR Code of Professional Ethics and Practices (2021), in its order.");
    if results.study.synthetic {
        section.say(
            "The data are synthetic: what follows about sponsor, sample and fieldwork describes the survey that they \
             imitate; sizes and precision are those of the simulated file.",
        );
    }
    let items = [
        ("Data collection strategy", strategy(results)),
        ("Sponsor and conductor", who(results)),
        ("Instrument", instrument(results)),
        ("Population", text(results, "population")),
        ("Generation and recruitment of the sample", text(results, "sample_source")),
        ("Mode of data collection", text(results, "mode")),
        ("Dates of data collection", text(results, "fieldwork")),
        ("Sample sizes and precision", sizes(results)),
        ("Weighting", weighting(results)),
        ("Processing and data quality", processing(results)),
        ("Limits", text(results, "limits")),
    ];
    let list = items.map(|(name, said)| Text::led(format!("{name}:"), said));
    section.parts.push(Part::Numbered(list.into()));
    let mut further = Vec::new();
    if let Some(url) = stated(results, "url") {
        let link = Span::Link { text: url.to_owned(), target: url.to_owned() };
        further.push(Text(vec![Span::Strong("Web address:".to_owned()), Span::Plain(" ".to_owned()), link]));
    }
    further.extend(stated(results, "citation").map(|said| Text::led("Citation:", said)));
    further.extend(stated(results, "notes").map(|said| Text::led("Notes:", said)));
    section.list(further);
    section
}

fn stated<'a>(results: &'a Results, key: &str) -> Option<&'a str> {
    results.study.texts.get(key).map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn text(results: &Results, key: &str) -> String {
    stated(results, key).unwrap_or(NOT_STATED).to_owned()
}

/// The same without a full stop, where something follows.
fn clause(results: &Results, key: &str) -> String {
    text(results, key).trim_end_matches('.').to_owned()
}

fn strategy(results: &Results) -> String {
    match (stated(results, "strategy"), results.study.synthetic) {
        (Some(said), _) => said.to_owned(),
        (None, true) => "none: the answers are simulated, no data were collected".to_owned(),
        (None, false) => NOT_STATED.to_owned(),
    }
}

fn who(results: &Results) -> String {
    format!("sponsor: {}; conductor: {}", clause(results, "sponsor"), clause(results, "conductor"))
}

fn instrument(results: &Results) -> String {
    let all = results.outcomes.len();
    let worded = results.outcomes.iter().filter(|o| o.question.is_some()).count();
    let wording = match (worded, all) {
        (_, 0) => String::new(),
        (0, _) => "; wording of the questions: not stated".to_owned(),
        (k, n) if k == n => "; the wording of each question stands in its section".to_owned(),
        (k, n) => {
            format!("; the wording of {k} of {n} questions stands in their sections, that of the others is not stated")
        }
    };
    format!("{}{wording}", clause(results, "instrument"))
}

fn sizes(results: &Results) -> String {
    let rows = results.provenance.data.rows_kept;
    let mut said = vec![format!("{} in the sample", respondents(rows))];
    let level = level_text(results.study.analysis.confidence);
    let shown: Vec<&Outcome> = results.outcomes.iter().filter(|o| o.overall.is_printable()).collect();
    if let (Some(least), Some(most)) = (shown.iter().map(|o| o.base.n).min(), shown.iter().map(|o| o.base.n).max()) {
        said.push(match least == most {
            true => format!("base of every outcome shown: {}", count(most)),
            false => format!("bases of the outcomes from {} to {}", count(least), count(most)),
        });
    }
    let widest = shown.iter().map(|o| &o.overall).filter_map(|e| width(e).map(|w| (e, w)));
    if let Some((e, _)) = widest.max_by(|x, y| x.1.total_cmp(&y.1))
        && let (Some(rate), Some(ci)) = (e.rate, e.ci)
    {
        said.push(format!(
            "widest {level} interval of an overall rate: {} (rate {})",
            interval(ci.low, ci.high, e.n),
            percent(rate, e.n)
        ));
    }
    let levels: Vec<&Estimate> =
        results.outcomes.iter().flat_map(|o| &o.segments).flat_map(|c| &c.levels).filter(|l| l.n > 0).collect();
    if let (Some(least), Some(most)) = (levels.iter().map(|l| l.n).min(), levels.iter().map(|l| l.n).max()) {
        said.push(format!(
            "bases of subgroups from {} to {}, each with its interval in the tables",
            count(least),
            count(most)
        ));
    }
    said.push(match results.study.design.as_str() {
        "" => "intervals treat the sample as a simple random sample".to_owned(),
        design => format!("intervals treat the sample as a {design}"),
    });
    said.join("; ")
}

fn width(e: &Estimate) -> Option<f64> {
    e.ci.map(|ci| ci.high - ci.low)
}

fn weighting(results: &Results) -> String {
    let weighted = results.outcomes.iter().any(|o| o.overall.n_weighted != o.overall.n as f64);
    let used = if weighted { "the figures here are weighted" } else { "no weights are used here" };
    format!("{}; {used}", clause(results, "weighting"))
}

fn processing(results: &Results) -> String {
    let quality = &results.data_quality;
    let excluded = quality.rows.saturating_sub(results.provenance.data.rows_kept);
    format!(
        "{}; {} of {} rows excluded here, missing answers as listed above",
        clause(results, "processing"),
        count(excluded),
        count(quality.rows)
    )
}
