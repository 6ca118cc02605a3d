//! Everything that a study asks of a file, as results and as a report.
//!
//! `cargo run --example whole_study` writes `results.json` and `report.md` into `target/whole_study`.

use paradox::findings;
use paradox::load::Input;
use paradox::report;
use paradox::results::Results;
use paradox::study;

/// Reads the study and the data, and computes.
///
/// # Errors
/// What is wrong with the study or the data, with file, line and column.
pub fn results(study: &str, data: &str) -> paradox::Result<Results> {
    let text =
        std::fs::read_to_string(study).map_err(|e| paradox::Error::new(format!("cannot read `{study}`: {e}")))?;
    let study = study::parse(&text, study)?;
    let data = Input::File(data.into());
    // The command stands in the provenance; the seed starts what is drawn at random.
    findings::analyze(&study, &data, data.format()?, "cargo run --example whole_study", 1)
}

#[allow(clippy::print_stdout, dead_code)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let results = results("src/study/sinch-2026.toml", "data/sinch-2026-synthetic.csv")?;
    for outcome in &results.outcomes {
        println!("{}", outcome.sentence);
    }
    let folder = std::path::Path::new("target/whole_study");
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("results.json"), serde_json::to_string_pretty(&results)?)?;
    std::fs::write(folder.join("report.md"), report::markdown::markdown(&report::build(&results)))?;
    Ok(())
}
