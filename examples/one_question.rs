//! One question of one file: does the rate of rollbacks depend on the size of the company?
//!
//! `cargo run --example one_question`

use paradox::findings;
use paradox::load::{How, Input};
use paradox::results::format::{interval, percent};
use paradox::study;

/// What is asked, as a study file says it.
const STUDY: &str = r#"
schema = 1

[[segments]]
name = "company_size"
levels = ["1,000-4,999", "5,000+"]

[[outcomes]]
name = "rollback"
column = "rolled_back"
yes = ["Yes"]
no = ["No"]
base = { shipped = ["Yes"] }
"#;

/// The sentence of the verdict, and each level with its rate, interval and base.
///
/// # Errors
/// What is wrong with the study or the data, with file, line and column.
pub fn answer() -> paradox::Result<String> {
    let study = study::parse(STUDY, "inline.toml")?;
    let data = Input::File("data/sinch-2026-synthetic.csv".into());
    let outcomes = [0]; // by position in the study
    let found = findings::some(&study, &data, data.format()?, &outcomes, 1, How::default())?;

    let comparison = &found.outcomes[0].segments[0];
    let mut text = format!("{}: {}\n", comparison.verdict.name(), comparison.sentence);
    for level in &comparison.levels {
        let (Some(name), Some(rate), Some(ci)) = (&level.level, level.rate, &level.ci) else { continue };
        text +=
            &format!("{name}: {} ({}), n = {}\n", percent(rate, level.n), interval(ci.low, ci.high, level.n), level.n);
    }
    Ok(text)
}

#[allow(clippy::print_stdout, dead_code)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", answer()?);
    Ok(())
}
