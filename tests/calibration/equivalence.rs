//! Cells of the verdict: false "consistent" where the largest difference is exactly the margin, false "differs" where there is
//! none, and how often each is right.
//!
//! ```text
//! ends    the first level at p, the last at p + margin, all others in the middle: two levels at the boundary
//! apart   one level at p + margin, all others at p: many pairs at the boundary
//! equal   all levels at p
//! ```
//!
//! Bases run from 40 to 20,000, equal and unequal; rates from .05 to .95. Clustered samples are in `clustered.rs`.

use std::sync::{Arc, OnceLock};

use paradox::num::rng::Rng;
use paradox::stats::equivalence::{Limits, smallest_margin};
use paradox::stats::exact::{MonteCarlo, fisher, fisher_mc};
use paradox::stats::power::{EquivalencePlan, Goal, base_for_equivalence};
use paradox::stats::table::Table;
use paradox::stats::{Count, Test, independence, multiplicity, trend};

use crate::ALPHA;
use crate::cells::{Allowed, Cell, Kind, Sampler, sampler};

/// Tables of an exact test by random ones; the program enumerates what it can and draws 100,000 of the rest. By fewer tables
/// the test is as valid and a little weaker.
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

/// The omnibus test as the program chooses it, but exact tests of more than two levels by random tables alone.
fn omnibus(table: &Table) -> Test {
    if table.min_expected() >= independence::MIN_EXPECTED {
        return independence::pearson(table);
    }
    let two = if table.rows() == 2 { fisher(table) } else { None };
    two.unwrap_or_else(|| fisher_mc(table, MonteCarlo { draws: TABLES, ..MonteCarlo::default() }))
}

/// Whether the levels are shown to differ: the decision, for levels with an order or without.
fn says_differs(levels: Vec<Arc<Level>>, ordered: bool) -> Sampler {
    sampler(move |rng| {
        let counts: Vec<Count> = levels.iter().map(|level| level.draw(rng)).collect();
        let omnibus = omnibus(&Table::of_counts(&counts).ok()?);
        let ln_p = match ordered {
            false => omnibus.ln_p,
            true => {
                let scores = trend::default_scores(counts.len());
                multiplicity::ln_p_of_two(omnibus.ln_p, trend::trend(&counts, &scores).ok()?.test.ln_p)
            }
        };
        Some(ln_p <= ALPHA.ln())
    })
}

/// Bases of `k` levels, with a name.
fn bases(k: usize) -> Vec<(String, Vec<u64>)> {
    let mut all: Vec<(String, Vec<u64>)> =
        [40, 200, 1_000, 5_000, 20_000].iter().map(|&n| (n.to_string(), vec![n; k])).collect();
    // From 40 to 20,000 in equal ratios; and one large level among small ones.
    let ratio = (20_000.0_f64 / 40.0).powf(1.0 / (k - 1) as f64);
    all.push(("40..20000".into(), (0..k).map(|at| (40.0 * ratio.powi(at as i32)).round() as u64).collect()));
    all.push(("200+20000".into(), (0..k).map(|at| if at + 1 == k { 20_000 } else { 200 }).collect()));
    all
}

/// Every cell, in the order of the table.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for k in [2, 5, 10] {
        for (name, bases) in bases(k) {
            let truth = |what: &str, p: f64| format!("k={k} n={name} {what} p={p}");
            // What bases this small could never call consistent within 5 points is held against 20.
            for margin in if bases.iter().any(|&n| n <= 200) { vec![0.05, 0.2] } else { vec![0.05] } {
                for low in if margin == 0.05 { [0.05, 0.25, 0.475, 0.7, 0.9] } else { [0.05, 0.25, 0.4, 0.55, 0.75] } {
                    let middle = low + margin / 2.0;
                    let ends = |at: usize| {
                        if at == 0 {
                            low
                        } else if at + 1 == k {
                            low + margin
                        } else {
                            middle
                        }
                    };
                    let apart = |at: usize| if at == 0 { low + margin } else { low };
                    let shapes: [(&str, Vec<f64>); 2] =
                        [("ends", (0..k).map(ends).collect()), ("apart", (0..k).map(apart).collect())];
                    for (shape, rates) in shapes.into_iter().take(if k == 2 { 1 } else { 2 }) {
                        cells.push(Cell::new(
                            Kind::Consistent,
                            "consistent",
                            truth(&format!("margin={margin} {shape}"), low),
                            Allowed::Nominal,
                            says_consistent(levels(&bases, &rates), margin),
                        ));
                    }
                }
            }
            for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
                for ordered in [false, true].into_iter().take(if k == 2 { 1 } else { 2 }) {
                    let method = if ordered { "differs, ordered" } else { "differs" };
                    let of = levels(&bases, &vec![p; k]);
                    cells.push(Cell::new(
                        Kind::Test,
                        method,
                        truth("equal", p),
                        Allowed::Six,
                        says_differs(of, ordered),
                    ));
                }
            }
        }
    }
    cells
}

/// How often the verdict is right: "consistent" where all levels are equal, "differs" where one lies apart.
pub fn power() -> Vec<Cell> {
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
                    cells.push(Cell::new(Kind::Power, "differs", truth, Allowed::Anything, says_differs(of, false)));
                }
            }
        }
    }
    cells
}
