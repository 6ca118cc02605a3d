//! How `--help` is laid out: what a command has of its own first, what all have in common under headings below.

use clap::{Arg, ArgGroup, Command};

/// Groups of flags that commands share, and what they are about.
const HEADINGS: [(&str, &str); 3] =
    [("ReadArgs", "Reading the data"), ("DesignArgs", "Design of the sample"), ("AnalysisArgs", "Analysis")];

/// The heading of how the program runs.
pub const RUNNING: &str = "Running";

/// What a command takes because all that read data take the same flags, and makes nothing of: groups and single flags. A line
/// of flags serves the next command too (`sql` and `analyze --cells` ask for the same one), but help shows what has an effect.
const IDLE: [(&str, &[&str]); 5] = [
    (
        "check",
        &["confidence", "alpha", "margin", "interval", "adjust", "redact", "lonely_psu", "seed", "threads", "cells"],
    ),
    ("sql", &["ReadArgs", "AnalysisArgs", "redact", "lonely_psu", "seed", "threads", "numbers", "cells"]),
    ("weight", &["AnalysisArgs", "redact", "strata", "psu", "fpc", "lonely_psu", "seed", "threads", "cells"]),
    // A study with a design is refused, or its design left aside.
    ("screen", &["DesignArgs", "margin", "interval", "adjust", "suppress_rule", "cells"]),
    ("compare", &["cells"]),
];

/// The command with its options under their headings, and without those that it makes nothing of.
pub fn arranged(command: Command) -> Command {
    let global = |arg: Arg| arg.help_heading(RUNNING);
    command.mut_arg("color", global).mut_arg("quiet", global).mut_arg("timings", global).mut_subcommands(options)
}

fn options(command: Command) -> Command {
    let idle = IDLE.iter().find(|(name, _)| *name == command.get_name()).map_or(&[][..], |(_, idle)| idle);
    let groups: Vec<ArgGroup> = command.get_groups().cloned().collect();
    command.mut_args(|arg| {
        let of = |group: &&ArgGroup| group.get_args().any(|id| id == arg.get_id());
        let groups: Vec<&str> = groups.iter().filter(of).map(|group| group.get_id().as_str()).collect();
        let is_idle = idle.iter().any(|id| arg.get_id() == id || groups.contains(id));
        let arg = match HEADINGS.iter().find(|(group, _)| groups.contains(group)) {
            Some((_, heading)) => arg.help_heading(*heading),
            None => arg,
        };
        if is_idle { arg.hide(true) } else { arg }
    })
}
