//! How long did each stage take? For whoever asks with `--timings`, on standard error; no file holds it.
//!
//! ```text
//! timings:
//!       0.310 s  read and counted
//!       0.040 s  computed
//!       0.210 s  drawn
//! ```

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::output::Output;

/// When the stage at hand began, and those that are done; `None` where nobody asks.
static TIMINGS: Mutex<Option<Timings>> = Mutex::new(None);

struct Timings {
    begun: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

/// Begins to look at the clock.
pub fn begin() {
    let now = Instant::now();
    *TIMINGS.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Timings { begun: now, last: now, stages: Vec::new() });
}

/// A stage is done.
pub fn reached(stage: &'static str) {
    if let Some(timings) = &mut *TIMINGS.lock().unwrap_or_else(PoisonError::into_inner) {
        let now = Instant::now();
        timings.stages.push((stage, now - timings.last));
        timings.last = now;
    }
}

/// Says how long each stage took, where somebody asked.
pub fn end(out: &Output) {
    reached("the rest");
    if let Some(timings) = TIMINGS.lock().unwrap_or_else(PoisonError::into_inner).take() {
        out.aside(&lines(&timings.stages, timings.last - timings.begun));
    }
}

fn lines(stages: &[(&str, Duration)], all: Duration) -> String {
    let all = ("in all", all);
    let one = |(stage, took): &(&str, Duration)| format!("{:>11.3} s  {stage}\n", took.as_secs_f64());
    format!("timings:\n{}", stages.iter().chain([&all]).map(one).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_a_line_and_so_has_their_sum() {
        let stages = [("read and counted", Duration::from_millis(1234)), ("computed", Duration::from_micros(500))];
        let said = lines(&stages, Duration::from_millis(1235));
        assert_eq!(said, "timings:\n      1.234 s  read and counted\n      0.001 s  computed\n      1.235 s  in all\n");
    }
}
