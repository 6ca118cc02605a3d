//! Damage that the crates which decode do not expect stops them where they stand (a panic): here that is an error. So is
//! what the system refuses to the crate that makes workbooks, which takes its threads for granted.
//!
//! They check most of what they read, and not all of it: a negative offset in the footer of a Parquet file, for one. A
//! file must not stop the program, so what they do is done under guard, and what they would print is not printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::Input;
use super::source::{Rows, Source};
use super::text::Records;
use crate::error::{Error, Result};

thread_local! {
    /// Whether this thread is under guard.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What is wrong with a file at which a decoder stops, in words.
pub const STOPPED: &str = "its bytes contradict each other";

/// Does something with a file that may be damaged; `None` where it stops.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let told = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                told(panic);
            }
        }));
    });
    GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.ok()
}

/// Opens a file under guard, under which its rows are read too.
///
/// # Errors
/// Those of `open`; that the file is damaged, where it stops.
pub fn source(input: &Input, open: impl FnOnce() -> Result<Source>) -> Result<Source> {
    let name = input.name();
    let source = guarded(open).unwrap_or_else(|| Err(stopped(&name)))?;
    Ok(Source { rows: Box::new(Guarded { name, rows: source.rows }), ..source })
}

fn stopped(name: &str) -> Error {
    Error::new(format!("`{name}` cannot be read: {STOPPED}"))
        .at(name)
        .hint("the file is damaged: fetch or export it again")
}

struct Guarded {
    name: String,
    rows: Box<dyn Rows>,
}

impl Rows for Guarded {
    fn only(&mut self, columns: &[usize]) {
        self.rows.only(columns);
    }

    fn next(&mut self, into: &mut Records) -> Result<bool> {
        guarded(|| self.rows.next(into)).unwrap_or_else(|| Err(stopped(&self.name)))
    }

    fn finish(self: Box<Self>) -> Result<String> {
        self.rows.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_is_an_error_and_what_does_not_passes() {
        assert_eq!(guarded(|| 1), Some(1));
        let input = Input::Bytes { name: "a.xlsx".into(), bytes: Vec::new() };
        let stopped = source(&input, || panic!("offset -1"));
        assert!(stopped.is_err_and(|e| e.what() == "`a.xlsx` cannot be read: its bytes contradict each other"));
    }
}
