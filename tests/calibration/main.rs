//! How often does a method err, when the truth is known?
//!
//! ```text
//! cell = method x truth:   10,000 samples drawn from the truth  ->  share of intervals that hold it, share of p <= 0.05
//! ```
//!
//! `simple.csv` is the committed table, with every cell that was drawn and none dropped. It is written by
//!
//! ```text
//! cargo test --release --test calibration -- --ignored
//! ```
//!
//! and what is not ignored reads it: no cell may err more often than its method allows, and cells drawn again must give
//! the same counts. Intervals and tests that are not exact have limits that their authors state or that are seen here:
//! each such limit stands in [`Allowed`] with its reason.

mod cells;

use cells::{Cell, Drawn, cells};
use std::path::{Path, PathBuf};

/// Samples a cell.
const DRAWS: u64 = 10_000;
/// Of these, so many are drawn again by each `cargo test`.
const FIRST: u64 = 100;
const SEED: u64 = 2026;
/// Nominal level of every test, and one minus the confidence of every interval.
const ALPHA: f64 = 0.05;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calibration/simple.csv")
}

fn line(cell: &Cell, first: Drawn, drawn: Drawn) -> String {
    let share = drawn.errors as f64 / drawn.draws.max(1) as f64;
    format!("{}{},{},{share:.4}", start(cell, first), drawn.draws, drawn.errors)
}

/// What a line says of the cell and of its first draws.
fn start(cell: &Cell, first: Drawn) -> String {
    format!("{},{},{},{},", cell.kind.name(), cell.method, cell.truth, first.errors)
}

#[test]
#[ignore = "draws millions of samples: run on request, with --release"]
fn every_cell_is_drawn_and_written() {
    let cells = cells();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let lines = std::sync::Mutex::new(vec![String::new(); cells.len()]);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(cell) = cells.get(at) else { break };
                    let [first, drawn] = [FIRST, DRAWS].map(|draws| cell.draw(SEED, at as u64, draws));
                    lines.lock().expect("no cell panicked")[at] = line(cell, first, drawn);
                }
            });
        }
    });
    let head = format!(
        "# tests/calibration, paradox {}, seed {SEED}: errors are intervals that miss the truth, or p <= {ALPHA} where \
         nothing differs\nkind,method,truth,errors_of_first_{FIRST},draws,errors,share\n",
        env!("CARGO_PKG_VERSION")
    );
    let lines = lines.into_inner().expect("no cell panicked");
    std::fs::write(committed(), head + &lines.join("\n") + "\n").expect("the table can be written");
}

/// The committed table, line by line after its head.
fn table() -> Vec<String> {
    let text = std::fs::read_to_string(committed()).expect("the committed table");
    text.lines().skip(2).map(str::to_owned).collect()
}

#[test]
fn no_cell_is_missing_and_none_was_added_by_hand() {
    let names: Vec<String> = cells().iter().map(|c| format!("{},{},{},", c.kind.name(), c.method, c.truth)).collect();
    let table = table();
    assert_eq!(table.len(), names.len());
    for (line, name) in table.iter().zip(names) {
        assert!(line.starts_with(&name), "{line} where {name} is due");
    }
}

/// The table is that of this program: the first samples of every tenth cell, drawn again, give the committed count.
#[test]
fn cells_drawn_again_give_the_committed_counts() {
    let table = table();
    for (at, cell) in cells().iter().enumerate().step_by(10) {
        let start = start(cell, cell.draw(SEED, at as u64, FIRST));
        assert!(table[at].starts_with(&start), "{} where {start} was drawn", table[at]);
    }
}

#[test]
fn no_method_errs_more_often_than_it_may() {
    for (line, cell) in table().iter().zip(cells()) {
        let fields: Vec<f64> = line.rsplitn(4, ',').take(3).map(|field| field.parse().expect("a number")).collect();
        let (errors, draws) = (fields[1], fields[2]);
        let most = cell.allowed.share();
        // Three standard errors of the simulation: one cell in 740 lies beyond by chance.
        let slack = 3.0 * (most * (1.0 - most) / draws).sqrt();
        assert!(errors / draws <= most + slack, "{line}: at most {most} (+{slack:.4}) is allowed");
    }
}
