//! How `--help` is laid out: what a command has of its own first, what all have in common under headings below.

use clap::Command;

/// Options that many commands share, by what they are about.
const HEADINGS: [(&str, &[&str]); 4] = [
    ("Reading the data", &["format", "delimiter", "encoding", "sheet", "decimal", "header_rows"]),
    (
        "Design of the sample",
        &["weight", "strata", "psu", "fpc", "lonely_psu", "replicates", "replicate_method", "rho"],
    ),
    (
        "Analysis",
        &[
            "confidence",
            "alpha",
            "margin",
            "interval",
            "adjust",
            "suppress_below",
            "caution_below",
            "suppress_rule",
            "redact",
        ],
    ),
    ("Running", &["seed", "threads", "numbers", "color", "quiet", "timings"]),
];

/// The commands that count, and so do with cells.
const COUNTING: [&str; 5] = ["analyze", "test", "tabulate", "chart", "claims"];

/// The command with its options under their headings. A command without data has few: they stay together.
pub fn arranged(command: Command) -> Command {
    let global = |arg: clap::Arg| arg.help_heading("Running");
    command.mut_arg("color", global).mut_arg("quiet", global).mut_arg("timings", global).mut_subcommands(|command| {
        if !command.get_arguments().any(|arg| arg.get_id() == "data") {
            return command;
        }
        let counts = COUNTING.contains(&command.get_name());
        command.mut_args(|arg| match HEADINGS.iter().find(|(_, ids)| ids.contains(&arg.get_id().as_str())) {
            Some((heading, _)) => arg.help_heading(*heading),
            None if arg.get_id() == "cells" && !counts => arg.hide(true),
            None => arg,
        })
    })
}
