//! How do shares become whole respondents, with every published total kept?
//!
//! ```text
//! shares, n                  -> largest remainder         -> counts that sum to n
//! rates by level, total      -> common shift of log-odds  -> counts by level that sum to the total
//! counts by A and by B       -> logit(A) + logit(B)       -> cells, rounded so that both margins still hold
//! ```
//!
//! Cells of two margins come from the log-linear model without interaction, the least that the margins imply.
//! They are rounded along cycles of fractional cells: each shift leaves all row and column sums as they are, and makes
//! at least one cell whole (Cox 1987, controlled rounding).

/// Sweeps over rows and columns until both margins hold.
const MOST_SWEEPS: usize = 2_000;
/// How far a fitted margin may be off, in respondents; far below the half that decides a rounding.
const MARGIN_TOLERANCE: f64 = 1e-9;
/// How near to a whole number a cell counts as whole.
const WHOLE: f64 = 1e-6;
/// Log-odds beyond which a share is 0 or 1 for any number of respondents.
const MOST_LOG_ODDS: f64 = 40.0;
/// Halvings of the range of log-odds: what is left is far below the digits of an f64.
const BISECTIONS: usize = 80;

/// Whole counts in the ratio of `shares` that sum to `n`: the floors, and one more where the remainder is largest.
/// Of equal remainders the first gets it.
///
/// ```
/// use paradox::simulate::apportion::largest_remainder;
/// assert_eq!(largest_remainder(&[62.0, 38.0], 2527), [1567, 960]);
/// ```
pub fn largest_remainder(shares: &[f64], n: u64) -> Vec<u64> {
    let sum: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares.iter().map(|s| if sum > 0.0 { s / sum * n as f64 } else { 0.0 }).collect();
    round_to_sum(&exact, n)
}

/// Rounds numbers that sum to about `n` to whole ones that sum to exactly `n`.
pub fn round_to_sum(exact: &[f64], n: u64) -> Vec<u64> {
    let mut counts: Vec<u64> = exact.iter().map(|x| (x + WHOLE).floor().max(0.0) as u64).collect();
    let mut order: Vec<usize> = (0..exact.len()).filter(|&i| exact[i] > 0.0).collect();
    order.sort_by(|&a, &b| (exact[b] - counts[b] as f64).total_cmp(&(exact[a] - counts[a] as f64)));
    let missing = n.saturating_sub(counts.iter().sum());
    for &i in order.iter().cycle().take(if order.is_empty() { 0 } else { missing as usize }) {
        counts[i] += 1;
    }
    counts
}

/// The rate that a level of a segment is to have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// This share.
    Exactly(f64),
    /// This share, shifted with all other such levels so that the total holds.
    About(f64),
}

/// How many say yes in each level, where `n` are in it and `total` say yes over all. Not rounded.
///
/// If the exact levels leave more or fewer than the others can hold, they are shifted like the others.
pub fn yes_by_level(n: &[f64], targets: &[Target], total: f64) -> Vec<f64> {
    let fixed = |t: &Target| matches!(t, Target::Exactly(_));
    let (mut left, mut room) = (total, 0.0);
    for (&n, target) in n.iter().zip(targets) {
        match target {
            Target::Exactly(rate) => left -= n * rate,
            Target::About(_) => room += n,
        }
    }
    let possible = (-WHOLE..=room + WHOLE).contains(&left);
    let moves = |t: &Target| !possible || !fixed(t);
    let rate = |t: &Target| match t {
        Target::Exactly(rate) | Target::About(rate) => *rate,
    };
    let wanted = if possible { left } else { total };
    let free: Vec<(f64, f64)> =
        n.iter().zip(targets).filter(|(_, t)| moves(t)).map(|(&n, t)| (n, log_odds(rate(t)))).collect();
    let shift = shift_to(&free, wanted);
    n.iter().zip(targets).map(|(&n, t)| n * if moves(t) { share(log_odds(rate(t)) + shift) } else { rate(t) }).collect()
}

/// The cells of a table of yes, where `n[i][j]` respondents can say it and `rows[i]`, `columns[j]` of them do:
/// `n[i][j] * share(a[i] + b[j])`. `None` if no such table was found.
pub fn yes_by_two(n: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Option<Vec<Vec<f64>>> {
    let (mut a, mut b) = (vec![0.0; rows.len()], vec![0.0; columns.len()]);
    for _ in 0..MOST_SWEEPS {
        for (i, a) in a.iter_mut().enumerate() {
            *a = shift_to(&(0..b.len()).map(|j| (n[i][j], b[j])).collect::<Vec<_>>(), rows[i]);
        }
        for (j, b) in b.iter_mut().enumerate() {
            *b = shift_to(&(0..a.len()).map(|i| (n[i][j], a[i])).collect::<Vec<_>>(), columns[j]);
        }
        let cells: Vec<Vec<f64>> =
            (0..a.len()).map(|i| (0..b.len()).map(|j| n[i][j] * share(a[i] + b[j])).collect()).collect();
        if margins_hold(&cells, rows, columns, MARGIN_TOLERANCE) {
            return Some(cells);
        }
    }
    None
}

/// A table with these margins and the odds ratios of `seed` (iterative proportional fitting); `None` if no such table
/// was found.
pub fn fit_margins(seed: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Option<Vec<Vec<f64>>> {
    let mut cells = seed.to_vec();
    let scale = |wanted: f64, sum: f64| if sum > 0.0 { wanted / sum } else { 0.0 };
    for _ in 0..MOST_SWEEPS {
        for (row, &wanted) in cells.iter_mut().zip(rows) {
            let factor = scale(wanted, row.iter().sum());
            row.iter_mut().for_each(|c| *c *= factor);
        }
        for (j, &wanted) in columns.iter().enumerate() {
            let factor = scale(wanted, cells.iter().map(|row| row[j]).sum());
            cells.iter_mut().for_each(|row| row[j] *= factor);
        }
        if margins_hold(&cells, rows, columns, MARGIN_TOLERANCE) {
            return Some(cells);
        }
    }
    None
}

/// Rounds every cell up or down so that whole row and column sums stay as they are. Where the margins cannot all be
/// kept, those of the rows are.
pub fn round_keeping_margins(cells: &[Vec<f64>]) -> Vec<Vec<u64>> {
    let mut table = cells.to_vec();
    while let Some(cycle) = fractional_cycle(&table) {
        let up = |x: f64| x.ceil() - x;
        let down = |x: f64| x - x.floor();
        let step = cycle
            .iter()
            .enumerate()
            .map(|(k, &(i, j))| if k % 2 == 0 { up(table[i][j]) } else { down(table[i][j]) })
            .fold(f64::INFINITY, f64::min);
        for (k, &(i, j)) in cycle.iter().enumerate() {
            let x = &mut table[i][j];
            *x += if k % 2 == 0 { step } else { -step };
            if is_whole(*x) {
                *x = x.round();
            }
        }
    }
    table.iter().zip(cells).map(|(row, exact)| round_to_sum(row, exact.iter().sum::<f64>().round() as u64)).collect()
}

/// Cells, none of them whole, that go around a cycle: along a row, along a column, along a row…
fn fractional_cycle(table: &[Vec<f64>]) -> Option<Vec<(usize, usize)>> {
    let whole = |i: usize, j: usize| is_whole(table[i][j]);
    for (start, row) in table.iter().enumerate() {
        let (mut rows, mut columns, mut path) = (vec![start], Vec::new(), Vec::<(usize, usize)>::new());
        let mut i = start;
        let mut came_from = None;
        while let Some(j) = (0..row.len()).find(|&j| !whole(i, j) && Some(j) != came_from) {
            path.push((i, j));
            if let Some(at) = columns.iter().position(|&c| c == j) {
                return Some(path.split_off(2 * at + 1));
            }
            columns.push(j);
            let Some(next) = (0..table.len()).find(|&next| !whole(next, j) && next != i) else { break };
            path.push((next, j));
            if let Some(at) = rows.iter().position(|&r| r == next) {
                return Some(path.split_off(2 * at));
            }
            rows.push(next);
            i = next;
            came_from = Some(j);
        }
    }
    None
}

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < WHOLE
}

fn margins_hold(cells: &[Vec<f64>], rows: &[f64], columns: &[f64], tolerance: f64) -> bool {
    let near = |sum: f64, wanted: f64| (sum - wanted).abs() <= tolerance * wanted.max(1.0);
    cells.iter().zip(rows).all(|(row, &wanted)| near(row.iter().sum(), wanted))
        && columns.iter().enumerate().all(|(j, &wanted)| near(cells.iter().map(|row| row[j]).sum(), wanted))
}

fn log_odds(rate: f64) -> f64 {
    libm::log(rate / (1.0 - rate)).clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS)
}

fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// The number that, added to the log-odds of all groups `(n, log-odds)`, makes `wanted` of them say yes. By bisection.
fn shift_to(groups: &[(f64, f64)], wanted: f64) -> f64 {
    let (mut low, mut high) = (-3.0 * MOST_LOG_ODDS, 3.0 * MOST_LOG_ODDS);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        let yes: f64 = groups.iter().map(|&(n, at)| n * share(at + middle)).sum();
        if yes < wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_remainder_keeps_the_total_for_every_n() {
        for n in 0..500 {
            assert_eq!(largest_remainder(&[5.0, 11.0, 49.0, 35.0], n).iter().sum::<u64>(), n);
        }
    }

    #[test]
    fn levels_marked_exactly_keep_their_rate_and_the_others_fill_up_to_the_total() {
        let n = [300.0, 500.0, 200.0];
        let yes = yes_by_level(&n, &[Target::Exactly(0.81), Target::About(0.6), Target::About(0.7)], 740.0);
        assert!((yes[0] - 243.0).abs() < 1e-9);
        assert!((yes.iter().sum::<f64>() - 740.0).abs() < 1e-6);
        assert!(yes[1] / n[1] < yes[2] / n[2]);
    }

    #[test]
    fn exact_levels_that_leave_the_impossible_are_shifted_too() {
        let yes = yes_by_level(&[10.0, 1.0], &[Target::Exactly(0.9), Target::About(0.5)], 3.0);
        assert!((yes.iter().sum::<f64>() - 3.0).abs() < 1e-6);
    }

    #[test]
    fn rounding_moves_no_cell_by_one_or_more_and_keeps_both_margins() {
        let n = vec![vec![31.0, 17.0, 22.0], vec![48.0, 9.0, 40.0], vec![12.0, 33.0, 25.0], vec![7.0, 8.0, 60.0]];
        let (rows, columns) = ([50.0, 71.0, 40.0, 59.0], [70.0, 46.0, 104.0]);
        let cells = yes_by_two(&n, &rows, &columns).unwrap();
        let whole = round_keeping_margins(&cells);
        for (i, row) in whole.iter().enumerate() {
            assert_eq!(row.iter().sum::<u64>() as f64, rows[i]);
            for (j, &cell) in row.iter().enumerate() {
                assert!((cell as f64 - cells[i][j]).abs() < 1.0 && cell as f64 <= n[i][j]);
            }
        }
        for (j, &column) in columns.iter().enumerate() {
            assert_eq!(whole.iter().map(|row| row[j]).sum::<u64>() as f64, column);
        }
    }

    #[test]
    fn margins_that_contradict_each_other_give_no_table() {
        assert_eq!(yes_by_two(&[vec![5.0, 5.0], vec![5.0, 5.0]], &[9.0, 9.0], &[1.0, 1.0]), None);
    }
}
