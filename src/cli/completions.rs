//! `paradox completions`: what a shell needs to complete commands and options.

use clap::Args;
use clap_complete::Shell;

use super::output::Output;

/// Arguments of `paradox completions`.
#[derive(Debug, Args)]
#[command(after_help = "Where shells look for it: bash in ~/.local/share/bash-completion/completions/paradox,\n\
                        zsh in a folder of $fpath as _paradox, fish in ~/.config/fish/completions/paradox.fish.\n\n\
                        Example:\n  paradox completions bash > paradox.bash")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &CompletionsArgs, out: &Output) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "paradox", &mut script);
    out.result(&String::from_utf8(script)?)
}
