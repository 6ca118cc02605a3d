//! Arguments in, exit code out; the only place that prints an error.

use std::process::ExitCode;

fn main() -> ExitCode {
    paradox::cli::main(std::env::args_os())
}
