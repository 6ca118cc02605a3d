//! Fisher's exact test of any table, by a network of partial tables (Mehta & Patel 1983; Clarkson, Fan & Joe 1993, the
//! FEXACT behind R's `fisher.test`).
//!
//! Levels are filled in one after another, the largest first. What the levels still to come can do depends only on what
//! is left of the column totals, so partial tables meet in *nodes*:
//!
//! ```text
//! stage 0            stage 1                   stage 2            node: what is left of the columns, sorted
//! (whole margins) ─► (left after level 1) ─►  (left after 2) ─► … edge: one way to fill a level, ln weight -Σ ln cell!
//!                                                                 past: ln weight of the edges so far, how many ways
//! ```
//!
//! For every node the most and the least probable completion are known. If even the most probable completion of a past
//! is no more probable than the observed table, all of its completions count, and their total has a closed form; if even
//! the least probable one is more probable, none counts. Only pasts in between travel on, and equal pasts travel as one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::{LnFactorials, LnSum, TIE};
use crate::stats::table::Table;

/// Steps (edges looked at, pasts carried over) after which the exact test is given up: about a second.
pub(super) const WORK: u64 = 5_000_000;

/// Pasts of one node whose ln weights round to the same multiple of this are the same past. Far below [`TIE`], far above
/// the rounding of a sum of ln factorials.
const PAST_GRID: f64 = 1e-9;

/// What is left of the column totals, largest first: the order of columns does not matter to what comes.
type Node = Vec<u64>;

type ByNode<T> = HashMap<Node, T, BuildHasherDefault<Spread>>;

/// Spreads nodes and weights over a table. The usual hash, which is proof against keys that were chosen to collide, would
/// take longer than all else here; the steps of a test are bounded.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0.rotate_left(29) ^ number) * 0x9e37_79b9_7f4a_7c15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

/// Every way to fill a level from a node.
struct Edges {
    /// ln weights.
    ln_weights: Vec<f64>,
    /// The nodes that they lead to, one after another.
    children: Vec<u64>,
}

impl Edges {
    /// Each with its node, of so many columns.
    fn each(&self, columns: usize) -> impl Iterator<Item = (f64, &[u64])> {
        self.ln_weights.iter().copied().zip(self.children.chunks_exact(columns))
    }
}

/// Partial tables that have reached a node: grid value of the ln weight → (ln weight, how many tables).
#[derive(Default)]
struct Pasts {
    index: HashMap<i64, usize, BuildHasherDefault<Spread>>,
    list: Vec<(f64, f64)>,
}

impl Pasts {
    fn add(&mut self, ln_weight: f64, ways: f64) {
        let next = self.list.len();
        let at = *self.index.entry((ln_weight / PAST_GRID).round() as i64).or_insert(next);
        match self.list.get_mut(at) {
            Some(past) => past.1 += ways,
            None => self.list.push((ln_weight, ways)),
        }
    }

    /// Smallest weight first, each with the ln of the summed weight of all before it.
    fn sorted(mut self) -> (Vec<(f64, f64)>, Vec<f64>) {
        self.list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = LnSum::EMPTY;
        let mut before = vec![sum.ln()];
        for &(ln_weight, ways) in &self.list {
            sum.add(ln_weight + ways.ln());
            before.push(sum.ln());
        }
        (self.list, before)
    }
}

/// ln weights of the most and of the least probable completion of a node.
#[derive(Clone, Copy)]
struct Bounds {
    most: f64,
    least: f64,
}

struct Network {
    levels: Vec<u64>,
    ln_factorials: LnFactorials,
    /// Per stage: node → bounds.
    bounds: Vec<ByNode<Bounds>>,
    /// Per stage: Σ ln(level total!) of the levels to come.
    ln_levels_to_come: Vec<f64>,
    work: u64,
}

/// ln p; `None` if it would take more steps than `work`.
pub(super) fn ln_p(table: &Table, work: u64) -> Option<f64> {
    let (mut levels, mut columns) = (table.row_totals().to_vec(), table.column_totals().to_vec());
    if levels.len() < columns.len() {
        std::mem::swap(&mut levels, &mut columns);
    }
    levels.sort_unstable_by(|a, b| b.cmp(a));
    columns.sort_unstable_by(|a, b| b.cmp(a));
    let ln_factorials = LnFactorials::up_to(table.total());
    let observed: f64 = table.cells().iter().flatten().map(|&count| -ln_factorials.of(count)).sum();
    let mut ln_levels_to_come = vec![0.0; levels.len() + 1];
    for stage in (0..levels.len()).rev() {
        ln_levels_to_come[stage] = ln_levels_to_come[stage + 1] + ln_factorials.of(levels[stage]);
    }
    let bounds = vec![ByNode::default(); levels.len()];
    let mut network = Network { levels, ln_factorials, bounds, ln_levels_to_come, work };
    network.ln_p(columns, observed + TIE)
}

impl Network {
    fn ln_p(&mut self, root: Node, limit: f64) -> Option<f64> {
        let ln_all = self.ln_completions(0, &root);
        let mut counted = LnSum::EMPTY;
        let mut start = Pasts::default();
        start.add(0.0, 1.0);
        let mut nodes = vec![(root, start)];
        for stage in 0..self.levels.len() - 1 {
            let mut next: Vec<(Node, Pasts)> = Vec::new();
            let mut places: ByNode<usize> = ByNode::default();
            for (node, pasts) in nodes {
                let (pasts, ln_before) = pasts.sorted();
                for (ln_edge, child) in self.edges(stage, &node)?.each(node.len()) {
                    let Bounds { most, least } = self.bounds(stage + 1, child)?;
                    // Pasts up to `all` count with every completion, from `none` on with none.
                    let all = pasts.partition_point(|past| past.0 + ln_edge + most <= limit);
                    let none = pasts.partition_point(|past| past.0 + ln_edge + least <= limit).max(all);
                    counted.add(ln_before[all] + ln_edge + self.ln_completions(stage + 1, child));
                    if none > all {
                        self.spend((none - all) as u64)?;
                        let place = places.get(child).copied().unwrap_or_else(|| {
                            places.insert(child.to_vec(), next.len());
                            next.push((child.to_vec(), Pasts::default()));
                            next.len() - 1
                        });
                        for &(ln_weight, ways) in &pasts[all..none] {
                            next[place].1.add(ln_weight + ln_edge, ways);
                        }
                    }
                }
            }
            nodes = next;
        }
        Some((counted.ln() - ln_all).min(0.0))
    }

    /// ln Σ Π 1/cell! over all completions: (levels to come)! / (Π level total! · Π column left!).
    fn ln_completions(&self, stage: usize, node: &[u64]) -> f64 {
        let columns: f64 = node.iter().map(|&left| self.ln_factorials.of(left)).sum();
        self.ln_factorials.of(node.iter().sum()) - self.ln_levels_to_come[stage] - columns
    }

    fn bounds(&mut self, stage: usize, node: &[u64]) -> Option<Bounds> {
        if let Some(&known) = self.bounds[stage].get(node) {
            return Some(known);
        }
        let bounds = if stage + 1 == self.levels.len() {
            // The last level takes what is left.
            let only = node.iter().map(|&left| -self.ln_factorials.of(left)).sum();
            Bounds { most: only, least: only }
        } else {
            let mut bounds = Bounds { most: f64::NEG_INFINITY, least: f64::INFINITY };
            for (ln_edge, child) in self.edges(stage, node)?.each(node.len()) {
                let after = self.bounds(stage + 1, child)?;
                bounds.most = bounds.most.max(ln_edge + after.most);
                bounds.least = bounds.least.min(ln_edge + after.least);
            }
            bounds
        };
        self.bounds[stage].insert(node.to_vec(), bounds);
        Some(bounds)
    }

    /// Every way to fill the level of this stage.
    fn edges(&mut self, stage: usize, node: &[u64]) -> Option<Edges> {
        let mut edges = Edges { ln_weights: Vec::new(), children: Vec::new() };
        // Columns after the one in hand can take this much.
        let mut room = vec![0_u64; node.len() + 1];
        for column in (0..node.len()).rev() {
            room[column] = room[column + 1] + node[column];
        }
        self.fill((node, &room), &mut node.to_vec(), (0, self.levels[stage], 0.0), &mut edges)?;
        Some(edges)
    }

    /// The ways that begin with the columns so far: what these leave stands in `child`.
    fn fill(
        &mut self,
        (node, room): (&[u64], &[u64]),
        child: &mut [u64],
        (column, left, ln_weight): (usize, u64, f64),
        edges: &mut Edges,
    ) -> Option<()> {
        if column + 1 == node.len() {
            self.spend(1)?;
            child[column] = node[column] - left;
            edges.ln_weights.push(ln_weight - self.ln_factorials.of(left));
            let start = edges.children.len();
            edges.children.extend_from_slice(child);
            edges.children[start..].sort_unstable_by(|a, b| b.cmp(a));
            return Some(());
        }
        for count in left.saturating_sub(room[column + 1])..=left.min(node[column]) {
            child[column] = node[column] - count;
            let so_far = ln_weight - self.ln_factorials.of(count);
            self.fill((node, room), child, (column + 1, left - count, so_far), edges)?;
        }
        Some(())
    }

    fn spend(&mut self, steps: u64) -> Option<()> {
        self.work = self.work.checked_sub(steps)?;
        Some(())
    }
}
