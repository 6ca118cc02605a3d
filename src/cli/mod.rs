//! One file per subcommand: arguments → library → output.
//!
//! Exit codes: 0 done; 1 could not be done; 2 wrong usage; 3 done, and the answer is no.

mod analyze;
mod chart;
mod check;
mod claim;
mod claims;
mod compare;
mod completions;
mod counted;
mod diff;
mod ending;
mod help;
mod init;
mod input;
mod look;
mod man;
mod outdir;
mod outfile;
mod output;
mod plan;
mod progress;
mod provenance;
mod question;
mod schema;
mod screen;
mod simulate;
mod sql;
mod tabulate;
mod test;
mod timings;
mod weight;
mod workbook;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::{Error, printable};
use output::Output;

/// From a file of survey answers to findings that hold up.
#[derive(Debug, Parser)]
#[command(name = "paradox", version, max_term_width = 100)]
#[command(after_help = concat!(
    "Exit codes:\n",
    "  0  done\n",
    "  1  could not be done: bad data, a bad study, a name that neither has, a file\n     that cannot be read or written\n",
    "  2  wrong usage: a flag that is not known, or not understood\n",
    "  3  done, and the answer is no: check found errors, claims --strict a figure that\n     disagrees, diff --strict a difference\n\n",
    "Environment:\n",
    "  NO_COLOR           no colours\n",
    "  COLUMNS            width of what is printed, from 40 to 120\n",
    "  SOURCE_DATE_EPOCH  the time that workbooks bear [default: the year 2000]\n\n",
    "Example:\n  paradox analyze data/sinch-2026-synthetic.csv"
))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour what is printed: auto, always, never (NO_COLOR is honoured)
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    color: output::Color,
    /// Say nothing on standard error but errors
    #[arg(long, global = true)]
    quiet: bool,
    /// Say on standard error how long each stage took
    #[arg(long, global = true)]
    timings: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything that the study asks, into one folder: report, charts, tables, results
    Analyze(analyze::AnalyzeArgs),
    /// One question: does an outcome depend on a segment?
    Test(test::TestArgs),
    /// A banner table: outcomes down, segment levels across, letters where a column is significantly higher
    Tabulate(tabulate::TabulateArgs),
    /// One chart, as SVG or PNG
    Chart(chart::ChartArgs),
    /// Is this file fit for the study? Every problem with its line and column, and the quality of the data
    Check(check::CheckArgs),
    /// Waves of one study: what changed, and is it more than chance?
    Compare(compare::CompareArgs),
    /// Published figures against recomputed ones; without DATA, what the figures imply by themselves
    Claims(claims::ClaimsArgs),
    /// How many respondents does a claim need, and what can a base show?
    Plan(plan::PlanArgs),
    /// Rakes to known margins and adds a column of weights to the data
    Weight(weight::WeightArgs),
    /// Proposes a study file from a data file
    Init(init::InitArgs),
    /// Associations among many questions, with what chance alone would give
    Screen(screen::ScreenArgs),
    /// Writes a synthetic data file for a study, always marked synthetic
    Simulate(simulate::SimulateArgs),
    /// The query that makes cells where the data are, for analyze --cells
    Sql(sql::SqlArgs),
    /// What differs between two results: verdicts, claims, figures, bases, provenance
    Diff(diff::DiffArgs),
    /// The JSON Schema of the study file, or of what a command prints as JSON
    Schema(schema::SchemaArgs),
    /// What a shell needs to complete commands and options
    Completions(completions::CompletionsArgs),
    /// Manual pages of every command
    Man(man::ManArgs),
}

/// How a command that could be done was answered.
enum Reply {
    /// Done.
    Done,
    /// Done, and the answer is no.
    No,
}

/// What was asked. `claims` and `sql` do without data.
fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&command().try_get_matches_from(args)?)
}

/// Every command with its arguments.
fn command() -> clap::Command {
    let data = |command: clap::Command, needed: fn(clap::Arg) -> clap::Arg| command.mut_arg("data", needed);
    help::arranged(Cli::command()).mut_subcommands(|command| match command.get_name() {
        "claims" | "sql" => data(command, |data| data.required(false)),
        "analyze" | "test" | "tabulate" | "chart" => {
            data(command, |data| data.required(false).required_unless_present("cells"))
        }
        _ => command,
    })
}

/// Runs the program and says how it went.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are answers; anything else is wrong usage. A closed pipe is no error.
            let e = help::plainly(e);
            let told = e.render().to_string();
            let shown: Vec<String> = help::in_words(&told).split('\n').map(printable).collect();
            let shown = shown.join("\n");
            if e.use_stderr() && shown != told {
                // An argument would drive the terminal, or a range is told as code has it.
                Output::new(output::Color::Never, false).aside(&shown);
            } else {
                let _ = e.print();
            }
            return ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2));
        }
    };
    ending::bear_limits();
    let out = Output::new(cli.color, cli.quiet);
    if cli.timings {
        timings::begin();
    }
    let done = |()| Reply::Done;
    let answer = match cli.command {
        Command::Analyze(args) => analyze::run(&args, &out).map(done),
        Command::Test(args) => test::run(&args, &out).map(done),
        Command::Tabulate(args) => tabulate::run(&args, &out).map(done),
        Command::Chart(args) => chart::run(&args, &out).map(done),
        Command::Check(args) => check::run(&args, &out),
        Command::Compare(args) => compare::run(&args, &out).map(done),
        Command::Claims(args) => claims::run(&args, &out),
        Command::Plan(args) => plan::run(&args, &out).map(done),
        Command::Weight(args) => weight::run(&args, &out).map(done),
        Command::Init(args) => init::run(&args, &out).map(done),
        Command::Screen(args) => screen::run(&args, &out).map(done),
        Command::Simulate(args) => simulate::run(&args, &out).map(done),
        Command::Sql(args) => sql::run(&args, &out).map(done),
        Command::Diff(args) => diff::run(&args, &out),
        Command::Schema(args) => schema::run(&args, &out).map(done),
        Command::Completions(args) => completions::run(&args, &out).map(done),
        Command::Man(args) => man::run(&args, &out).map(done),
    };
    timings::end(&out);
    match answer {
        Ok(Reply::Done) => ExitCode::SUCCESS,
        Ok(Reply::No) => ExitCode::from(3),
        Err(e) if output::is_closed_pipe(&e) => ExitCode::SUCCESS,
        Err(e) => {
            out.error(&e);
            let usage = e.downcast_ref::<Error>().is_some_and(Error::is_usage);
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}
