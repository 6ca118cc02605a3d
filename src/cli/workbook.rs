//! The workbook that `analyze` and `tabulate` write.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::output::Output;
use crate::chart::png;
use crate::error::{Error, Result, quoted};
use crate::findings::Tabulated;
use crate::report;
use crate::report::Shows;
use crate::report::xlsx::{Book, BookPicture, workbook};
use crate::results::Results;
use crate::results::table::Banner;

/// Bytes of the properties of a workbook.
const LONGEST_PROPERTIES: u64 = 64 << 10;

/// What SOURCE_DATE_EPOCH says, else the year 2000: the clock is never read. An empty variable says nothing.
fn made_at() -> Result<i64> {
    const YEAR_2000: i64 = 946_684_800;
    /// The last second of 9999, the last year that a workbook knows.
    const LAST: i64 = 253_402_300_799;
    let text = std::env::var("SOURCE_DATE_EPOCH").unwrap_or_default();
    if text.trim().is_empty() {
        return Ok(YEAR_2000);
    }
    text.trim().parse().ok().filter(|seconds| (0..=LAST).contains(seconds)).ok_or_else(|| {
        Error::new(format!("SOURCE_DATE_EPOCH is {}, which is no number of seconds from 0 to {LAST}", quoted(&text)))
            .hint("it says when the workbook was made, in seconds since 1970: date +%s prints those of now")
    })
}

/// Whether a file is a workbook that this program made.
pub fn is_ours(path: &Path) -> bool {
    let properties = || {
        let mut archive = zip::ZipArchive::new(File::open(path).ok()?).ok()?;
        let mut text = String::new();
        archive.by_name("docProps/core.xml").ok()?.take(LONGEST_PROPERTIES).read_to_string(&mut text).ok()?;
        Some(text)
    };
    properties().is_some_and(|text| text.contains("<dc:creator>paradox</dc:creator>"))
}

/// The tables of `tabulate` with a chart of each outcome.
pub fn of_tables(found: &Tabulated, threads: usize, out: &Output) -> anyhow::Result<Vec<u8>> {
    let results = &found.results;
    let pictures = report::pictures(results);
    let own = pictures.iter().filter_map(|picture| match picture.shows {
        Shows::Values(at) | Shows::Answers(at) => Some((at, picture.shows.chart(results)?)),
        _ => None,
    });
    let (outcomes, charts): (Vec<usize>, Vec<String>) = own
        .map(|(at, chart)| {
            let chart = chart.with_data(&results.provenance.data.name);
            super::chart::warn_missing_glyphs(&chart, out);
            (at, chart.to_svg())
        })
        .unzip();
    let svgs: Vec<&str> = charts.iter().map(String::as_str).collect();
    let drawn = png::from_svgs(&svgs, threads)?;
    let pictures: Vec<(usize, &[u8])> = outcomes.into_iter().zip(drawn.iter().map(Vec::as_slice)).collect();
    of_results(results, &found.banner, &pictures)
}

/// All tables of some results, with pictures of outcomes by position.
pub fn of_results(results: &Results, banner: &Banner, pictures: &[(usize, &[u8])]) -> anyhow::Result<Vec<u8>> {
    let pictures = (pictures.iter())
        .map(|(outcome, png)| {
            let outcome = &results.outcomes[*outcome];
            BookPicture { outcome: &outcome.name, png, alternative: outcome.headline.clone() }
        })
        .collect();
    Ok(workbook(&Book { banner, results, pictures, made_at: made_at()? })?)
}
