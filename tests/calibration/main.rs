//! How often does a method err, when the truth is known?
//!
//! ```text
//! cell = method x truth:   samples drawn from the truth  ->  share of intervals that miss it, share of p <= 0.05
//! ```
//!
//! | table | samples a cell | what |
//! |---|---|---|
//! | `simple.csv` | 10,000 | intervals and tests of simple random samples |
//! | `designed.csv` | 2,000 | those of samples with a design |
//! | `verdict.csv` | 2,000 | false "consistent" where the largest difference is the margin itself, false "differs" where there is none |
//! | `clustered.csv` | 1,000 | the same in clustered samples, with the guard of eight sampling units and without, and how often "consistent" is said where it is true |
//! | `power.csv` | 2,000 | how often "consistent" and "differs" are said where they are true |
//!
//! They are committed with every cell that was drawn and none dropped, and written by
//!
//! ```text
//! TABLE=verdict.csv cargo test --release --test calibration -- --ignored      without TABLE: all of them
//! ```
//!
//! and what is not ignored reads them: no cell may err more often than its method allows, and cells drawn again must give
//! the same counts. Intervals and tests that are not exact have limits that their authors state or that are seen here:
//! each such limit stands in [`Allowed`] with its reason.

mod cells;
mod clustered;
mod designed;
mod equivalence;

use cells::{Cell, Drawn};
use std::path::{Path, PathBuf};

/// Of the samples of a cell, so many are drawn again by each `cargo test`.
const FIRST: u64 = 100;
const SEED: u64 = 2026;
/// Nominal level of every test, and one minus the confidence of every interval.
const ALPHA: f64 = 0.05;

/// A committed table.
struct Table {
    name: &'static str,
    /// Samples a cell.
    draws: u64,
    cells: Vec<Cell>,
    /// Every such cell is drawn again.
    again: usize,
}

fn tables() -> [Table; 5] {
    [
        Table { name: "simple.csv", draws: 10_000, cells: cells::cells(), again: 10 },
        Table { name: "designed.csv", draws: 2_000, cells: designed::cells(), again: 18 },
        Table { name: "verdict.csv", draws: 2_000, cells: equivalence::cells(), again: 29 },
        Table { name: "clustered.csv", draws: 1_000, cells: clustered::cells(), again: 43 },
        Table { name: "power.csv", draws: 2_000, cells: equivalence::power(), again: 27 },
    ]
}

impl Table {
    fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calibration").join(self.name)
    }

    /// The committed table, line by line after its head.
    fn committed(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path()).expect("the committed table");
        text.lines().skip(2).map(str::to_owned).collect()
    }
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
    let only = std::env::var("TABLE").ok();
    tables().iter().filter(|table| only.as_deref().is_none_or(|only| only == table.name)).for_each(write);
}

fn write(table: &Table) {
    let cells = &table.cells;
    let next = std::sync::atomic::AtomicUsize::new(0);
    let lines = std::sync::Mutex::new(vec![String::new(); cells.len()]);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(cell) = cells.get(at) else { break };
                    let [first, drawn] = [FIRST, table.draws].map(|draws| cell.draw(SEED, at as u64, draws));
                    lines.lock().expect("no cell panicked")[at] = line(cell, first, drawn);
                }
            });
        }
    });
    let head = format!(
        "# tests/calibration, paradox {}, seed {SEED}: errors are intervals that miss the truth, or verdicts that are \
         false (of kind power: true)\nkind,method,truth,errors_of_first_{FIRST},draws,errors,share\n",
        env!("CARGO_PKG_VERSION")
    );
    let lines = lines.into_inner().expect("no cell panicked");
    std::fs::write(table.path(), head + &lines.join("\n") + "\n").expect("the table can be written");
}

#[test]
fn no_cell_is_missing_and_none_was_added_by_hand() {
    for table in tables() {
        let name = |c: &Cell| format!("{},{},{},", c.kind.name(), c.method, c.truth);
        let names: Vec<String> = table.cells.iter().map(name).collect();
        let lines = table.committed();
        assert_eq!(lines.len(), names.len(), "{}", table.name);
        for (line, name) in lines.iter().zip(names) {
            assert!(line.starts_with(&name), "{line} where {name} is due");
        }
    }
}

/// The table is that of this program: the first samples of some cells, drawn again, give the committed count.
#[test]
fn cells_drawn_again_give_the_committed_counts() {
    for table in tables() {
        let lines = table.committed();
        for (at, cell) in table.cells.iter().enumerate().step_by(table.again) {
            let start = start(cell, cell.draw(SEED, at as u64, FIRST));
            assert!(lines[at].starts_with(&start), "{} where {start} was drawn", lines[at]);
        }
    }
}

#[test]
fn no_method_errs_more_often_than_it_may() {
    for table in tables() {
        for (line, cell) in table.committed().iter().zip(&table.cells) {
            let fields: Vec<f64> = line.rsplitn(4, ',').take(3).map(|field| field.parse().expect("a number")).collect();
            let (errors, draws) = (fields[1], fields[2]);
            let most = cell.allowed.share();
            // Three standard errors of the simulation: one cell in 740 lies beyond by chance.
            let slack = 3.0 * (most * (1.0 - most) / draws).sqrt();
            assert!(errors / draws <= most + slack, "{line}: at most {most} (+{slack:.4}) is allowed");
        }
    }
}
