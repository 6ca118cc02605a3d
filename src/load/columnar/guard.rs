//! Damage that the crates which decode do not expect stops them where they stand (a panic): here that is an error.
//!
//! They check most of what they read, and not all of it: in `parquet` 60.1 a negative offset in a footer, for one. A
//! file must not stop the program, so what they do is done under guard, and what they would print is not printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::Failed;

thread_local! {
    /// Whether this thread is under guard.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does something with a file that may be damaged.
///
/// # Errors
/// What it returns itself; that the file is damaged, where it stops.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Failed>) -> Result<T, Failed> {
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
    done.unwrap_or_else(|_| Err("its bytes contradict each other".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_is_an_error_and_what_does_not_passes() {
        assert!(guarded(|| Ok(1)).is_ok_and(|one| one == 1));
        let stopped: Result<(), Failed> = guarded(|| panic!("offset -1"));
        assert!(stopped.is_err_and(|e| e.what == "its bytes contradict each other" && e.remedy.is_none()));
    }
}
