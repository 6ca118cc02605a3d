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

/// An error of usage without what misleads: the tip to pass a flag as a value, which is never what was meant, and a usage
/// line that makes flags look required.
pub fn plainly(mut error: clap::Error) -> clap::Error {
    if matches!(
        error.kind(),
        clap::error::ErrorKind::UnknownArgument
            | clap::error::ErrorKind::InvalidValue
            | clap::error::ErrorKind::ValueValidation
    ) {
        error.remove(clap::error::ContextKind::Suggested);
        error.remove(clap::error::ContextKind::Usage);
    }
    error
}

/// What is wrong with a value, in the words of the other messages: "10 is not in 360..=2400" must lie between the two.
pub fn in_words(told: &str) -> String {
    let of_line = |line: &str| {
        let line = line
            .replace("invalid float literal", "no number")
            .replace("invalid digit found in string", "no whole number");
        let found = line.rsplit_once(": ").and_then(|(before, said)| {
            let (_, range) = said.split_once(" is not in ")?;
            let (low, high) = range.split_once("..")?;
            let high = high.trim_start_matches('=');
            // The largest number that a type holds is no limit that somebody set.
            let is_open = high.is_empty() || high.len() >= u32::MAX.to_string().len() && !high.ends_with("000");
            Some(match (low, is_open) {
                (low, true) => format!("{before}: it must be {low} or more"),
                (low, false) => format!("{before}: it must lie between {low} and {high}"),
            })
        });
        found.unwrap_or(line)
    };
    told.split('\n').map(of_line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn ranges_are_told_in_words() {
        let of =
            |range: &str| in_words(&format!("error: invalid value '0' for '--n <N>': 0 is not in {range}\n\nFor more"));
        assert!(
            of("360..=2400").contains("'--n <N>': it must lie between 360 and 2400\n\nFor more"),
            "{}",
            of("360..=2400")
        );
        assert!(of("1..=4294967295").contains(": it must be 1 or more\n"));
        assert!(of("2..=1000000000000").contains("between 2 and 1000000000000"));
        assert_eq!(in_words("a: invalid float literal"), "a: no number");
        assert_eq!(in_words("error: a value is not in b"), "error: a value is not in b");
    }
}
