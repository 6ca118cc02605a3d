//! How often is the verdict right: "consistent" where all levels are equal, "differs" where one lies apart?
//!
//! Bases are shares of the base needed by the planning formula, which promises 80% at a share of 1.

use std::sync::{Arc, OnceLock};

use paradox::num::rng::Rng;
use paradox::stats::equivalence::{Limits, smallest_margin};
use paradox::stats::exact::MonteCarlo;
use paradox::stats::power::{EquivalencePlan, Goal, base_for_equivalence};
use paradox::stats::table::Table;
use paradox::stats::{Count, independence};

use crate::ALPHA;
use crate::cells::{Allowed, Cell, Kind, Sampler, sampler};

/// Tables of an exact test that cannot enumerate them; the program draws 100,000.
const TABLES: u32 = 1_000;

/// A number of yes among `n` at rate `p`: every count with the probability that none exceeds it, and its limits once asked for.
struct Level {
    n: u64,
    p: f64,
    cumulative: OnceLock<Vec<f64>>,
    limits: OnceLock<Vec<OnceLock<Limits>>>,
}

impl Level {
    fn new(n: u64, p: f64) -> Self {
        Level { n, p, cumulative: OnceLock::new(), limits: OnceLock::new() }
    }

    fn draw(&self, rng: &mut Rng) -> Count {
        let cumulative = self.cumulative.get_or_init(|| cumulative(self.n, self.p));
        let u = rng.uniform();
        Count { yes: cumulative.partition_point(|&share| share <= u).min(self.n as usize) as u64, n: self.n }
    }

    fn limits(&self, count: Count) -> Limits {
        let known = self.limits.get_or_init(|| (0..=self.n).map(|_| OnceLock::new()).collect());
        *known[count.yes as usize].get_or_init(|| Limits::clopper_pearson(count, ALPHA).expect("a base"))
    }
}

/// P(X <= x) of a binomial number, from the mode outwards.
fn cumulative(n: u64, p: f64) -> Vec<f64> {
    let (n, mode) = (n as usize, ((n + 1) as f64 * p) as usize);
    let mut mass = vec![0.0; n + 1];
    mass[mode.min(n)] = 1.0;
    for x in mode.min(n)..n {
        mass[x + 1] = mass[x] * (n - x) as f64 / (x + 1) as f64 * p / (1.0 - p);
    }
    for x in (1..=mode.min(n)).rev() {
        mass[x - 1] = mass[x] * x as f64 / (n - x + 1) as f64 * (1.0 - p) / p;
    }
    let total: f64 = mass.iter().sum();
    let mut sum = 0.0;
    mass.iter()
        .map(|one| {
            sum += one / total;
            sum
        })
        .collect()
}

/// Levels of these bases and rates; those that are alike share what is computed for them.
fn levels(bases: &[u64], rates: &[f64]) -> Vec<Arc<Level>> {
    let mut made: Vec<Arc<Level>> = Vec::new();
    for (&n, &p) in bases.iter().zip(rates) {
        let alike = made.iter().find(|level| level.n == n && level.p == p).cloned();
        made.push(alike.unwrap_or_else(|| Arc::new(Level::new(n, p))));
    }
    made
}

/// Whether no two levels are shown to differ by more than the margin.
fn says_consistent(levels: Vec<Arc<Level>>, margin: f64) -> Sampler {
    sampler(move |rng| {
        let limits: Vec<Limits> = levels.iter().map(|level| level.limits(level.draw(rng))).collect();
        Some(smallest_margin(&limits, |_, _| 0.0)? <= margin)
    })
}

/// Whether the levels are shown to differ.
fn says_differs(levels: Vec<Arc<Level>>) -> Sampler {
    sampler(move |rng| {
        let counts: Vec<Count> = levels.iter().map(|level| level.draw(rng)).collect();
        let table = Table::of_counts(&counts).ok()?;
        let omnibus = independence::omnibus(&table, MonteCarlo { draws: TABLES, ..MonteCarlo::default() }).chosen;
        Some(omnibus.ln_p <= ALPHA.ln())
    })
}

/// How often the verdict is right: "consistent" where all levels are equal, "differs" where one lies apart.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for k in [2, 5, 10] {
        for p in [0.5, 0.74, 0.9] {
            let plan = EquivalencePlan { variance: p * (1.0 - p), margin: 0.05, deff: 1.0, goal: Goal::default() };
            let needed = base_for_equivalence(&vec![1.0; k], plan).expect("levels");
            for share in [0.25, 0.5, 0.75, 1.0, 1.25, 1.5] {
                let n = (share * needed as f64 / k as f64).round() as u64;
                let truth = format!("k={k} n={n} equal p={p} share of the base needed={share}");
                let of = levels(&vec![n; k], &vec![p; k]);
                cells.push(Cell::new(Kind::Power, "consistent", truth, Allowed::Anything, says_consistent(of, 0.05)));
            }
            for n in [100, 400, 1_600] {
                for apart in [0.02, 0.05, 0.1] {
                    let truth = format!("k={k} n={n} apart={apart} p={p}");
                    let rates: Vec<f64> = (0..k).map(|at| if at == 0 { p - apart } else { p }).collect();
                    let of = levels(&vec![n; k], &rates);
                    cells.push(Cell::new(Kind::Power, "differs", truth, Allowed::Anything, says_differs(of)));
                }
            }
        }
    }
    cells
}
