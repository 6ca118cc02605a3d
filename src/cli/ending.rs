//! What is under construction goes when the program is told to end: Ctrl-C, `kill`, a terminal that is closed.
//!
//! ```text
//! signal ──► a thread that waits for it ──► nobody writes any more ──► what is listed goes ──► the program ends by the signal
//! ```
//!
//! A signal that whoever started the program has told it to ignore (`nohup`, a shell in the background) stays ignored. What
//! no program can catch (`kill -9`) leaves what is under construction to the next run ([`super::claim`]); so does every
//! signal where no thread can be started, and on systems other than Linux.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// What is under construction. Whoever writes holds it to read; whoever ends the program takes it to write, for good.
static UNDER_WAY: RwLock<BTreeSet<PathBuf>> = RwLock::new(BTreeSet::new());

/// Something is listed while this is.
pub struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        UNDER_WAY.write().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// While this is, the program does not end by a signal: for steps that must not be halved, and are short.
pub fn not_now() -> RwLockReadGuard<'static, BTreeSet<PathBuf>> {
    UNDER_WAY.read().unwrap_or_else(PoisonError::into_inner)
}

/// Makes something that goes when the program is told to end.
///
/// # Errors
/// If it cannot be made.
pub fn listed<T>(
    make: impl FnOnce() -> std::io::Result<T>,
    path_of: impl Fn(&T) -> &Path,
) -> std::io::Result<(T, Listed)> {
    #[cfg(target_os = "linux")]
    signals::watch();
    let mut under_way = UNDER_WAY.write().unwrap_or_else(PoisonError::into_inner);
    let made = make()?;
    let path = path_of(&made).to_path_buf();
    under_way.insert(path.clone());
    Ok((made, Listed(path)))
}

/// Lets a file that grows beyond what is allowed (`ulimit -f`) be an error that is told, not the end of the program.
pub fn bear_limits() {
    #[cfg(target_os = "linux")]
    {
        // Whatever the handler notes: that there is one is what counts.
        let noted = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, noted);
    }
}

#[cfg(target_os = "linux")]
mod signals {
    use std::sync::{Once, PoisonError, mpsc};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::UNDER_WAY;
    use crate::cli::claim;

    /// Bytes that the thread needs, which has a folder to remove: where memory is short, the report needs the rest.
    const STACK: usize = 256 << 10;

    /// Starts to wait for signals, once.
    pub fn watch() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let ignored = ignored();
            let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
            let wanted: Vec<i32> = wanted.collect();
            let (ready, waits) = mpsc::channel::<()>();
            let wait = move || {
                let Ok(mut signals) = Signals::new(wanted) else { return };
                drop(ready);
                for signal in signals.forever() {
                    let under_way = UNDER_WAY.write().unwrap_or_else(PoisonError::into_inner);
                    for path in &*under_way {
                        let _ = claim::remove(path);
                    }
                    let _ = emulate_default_handler(signal);
                }
            };
            if std::thread::Builder::new().stack_size(STACK).spawn(wait).is_ok() {
                // Nothing is sent: the end of the channel says that it waits.
                let _ = waits.recv();
            }
        });
    }

    /// The signals that the program was told to ignore, a bit each from 1; none where the system does not tell.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
    }
}
