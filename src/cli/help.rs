//! How `--help` is laid out: what a command has of its own first, what all have in common under headings below.

use clap::Command;

/// Groups of flags that commands share, and what they are about.
const HEADINGS: [(&str, &str); 3] =
    [("ReadArgs", "Reading the data"), ("DesignArgs", "Design of the sample"), ("AnalysisArgs", "Analysis")];

/// The heading of how the program runs.
pub const RUNNING: &str = "Running";

/// The commands that count, and so do with cells.
const COUNTING: [&str; 5] = ["analyze", "test", "tabulate", "chart", "claims"];

/// The command with its options under their headings.
pub fn arranged(command: Command) -> Command {
    let global = |arg: clap::Arg| arg.help_heading(RUNNING);
    command.mut_arg("color", global).mut_arg("quiet", global).mut_arg("timings", global).mut_subcommands(|command| {
        let counts = COUNTING.contains(&command.get_name());
        let groups: Vec<clap::ArgGroup> = command.get_groups().cloned().collect();
        command.mut_args(|arg| {
            let is_in = |group: &clap::ArgGroup| group.get_args().any(|id| id == arg.get_id());
            let heading = |name: &str| HEADINGS.iter().find(|(group, _)| *group == name).map(|(_, heading)| *heading);
            match groups.iter().filter(|group| is_in(group)).find_map(|group| heading(group.get_id().as_str())) {
                Some(heading) => arg.help_heading(heading),
                None if arg.get_id() == "cells" && !counts => arg.hide(true),
                None => arg,
            }
        })
    })
}
