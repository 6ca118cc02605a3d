//! How far a long piece of work has come: on a terminal only, and only once it takes longer than a second.
//!
//! ```text
//! reading agents.csv: 45%, 122 of 270 MB, 85 MB/s, 2 s left
//! computing: 3 s
//! ```
//!
//! A line on standard error that overwrites itself and is gone when the work is done.

use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::error::printable;
use crate::load::{Input, bytes_read};

/// How long work takes before a word is said of it.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const PACE: Duration = Duration::from_millis(200);

/// A line that is there while this is.
pub struct Progress {
    done: Option<(Sender<()>, std::thread::JoinHandle<()>)>,
}

/// Where the work stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stand {
    /// Bytes read.
    read: u64,
    /// Bytes of the file; 0 where that is not known.
    total: u64,
    elapsed: Duration,
}

impl Progress {
    /// Starts to watch the reading of a file and what follows; silently where nobody looks.
    pub fn of(input: &Input, somebody_looks: bool) -> Self {
        Self::of_all(&[input], 1, somebody_looks)
    }

    /// The same of several files, each of which is read so many times.
    pub fn of_all(inputs: &[&Input], times: u64, somebody_looks: bool) -> Self {
        if !somebody_looks {
            return Progress { done: None };
        }
        let name = match inputs {
            [input] => input.name(),
            several => format!("{} files", several.len()),
        };
        let total = total(inputs, times);
        let (sender, stopped) = channel();
        let (before, begun) = (bytes_read(), Instant::now());
        let watch = move || {
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let stand = Stand { read: bytes_read() - before, total, elapsed: begun.elapsed() };
                let _ = write!(std::io::stderr(), "\r\u{1b}[K{}", line(&name, stand));
                wait = PACE;
            }
            if begun.elapsed() >= PATIENCE {
                let _ = write!(std::io::stderr(), "\r\u{1b}[K");
            }
        };
        // Where no thread can be started, nothing is said meanwhile.
        Progress { done: std::thread::Builder::new().spawn(watch).ok().map(|watch| (sender, watch)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, watch)) = self.done.take() {
            drop(sender);
            // A line that could not be written is no reason to stop.
            let _ = watch.join();
        }
    }
}

/// Bytes that are read of files.
fn total(inputs: &[&Input], times: u64) -> u64 {
    times * inputs.iter().map(|input| length(input)).sum::<u64>()
}

/// Bytes of a file; 0 where that is not known.
fn length(input: &Input) -> u64 {
    match input {
        Input::File(path) => std::fs::metadata(path).map_or(0, |of| of.len()),
        Input::Bytes { bytes, .. } => bytes.len() as u64,
    }
}

/// What is said of it, in one line of at most 79 characters.
fn line(name: &str, of: Stand) -> String {
    let seconds = of.elapsed.as_secs_f64();
    if of.total == 0 || of.read >= of.total {
        return format!("computing: {seconds:.0} s");
    }
    let share = of.read as f64 / of.total as f64;
    let left = if of.read > 0 { format!(", {:.0} s left", seconds * (1.0 - share) / share) } else { String::new() };
    let mega = |bytes: f64| format!("{:.0}", bytes / 1e6);
    let (read, total, rate) = (mega(of.read as f64), mega(of.total as f64), mega(of.read as f64 / seconds));
    let said = format!(": {:.0}%, {read} of {total} MB, {rate} MB/s{left}", share * 100.0);
    let room = 79_usize.saturating_sub("reading ".len() + said.chars().count());
    let name: String = printable(name).chars().take(room).collect();
    format!("reading {name}{said}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_share_rate_and_remaining_time_and_fits() {
        let stand = Stand { read: 120_000_000, total: 480_000_000, elapsed: Duration::from_secs(2) };
        assert_eq!(line("agents.csv", stand), "reading agents.csv: 25%, 120 of 480 MB, 60 MB/s, 6 s left");
        assert!(line(&"x".repeat(200), stand).chars().count() <= 79);
        assert!(line("\u{1b}[2Jx", stand).chars().all(|c| !c.is_control()));
    }

    #[test]
    fn of_several_files_all_their_bytes_are_to_be_read_as_often_as_they_are() {
        let input = |n: usize| Input::Bytes { name: "a.csv".into(), bytes: vec![b'x'; n] };
        assert_eq!(total(&[&input(3), &input(4)], 2), 14);
        assert_eq!(total(&[&input(3), &Input::File("no/such/file".into())], 1), 3);
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        let stand = |read, total| Stand { read, total, elapsed: Duration::from_millis(1500) };
        assert_eq!(line("a", stand(0, 100_000_000)), "reading a: 0%, 0 of 100 MB, 0 MB/s");
        assert_eq!(line("a", stand(5, 5)), "computing: 2 s");
        assert_eq!(line("a", stand(9, 0)), "computing: 2 s");
    }
}
