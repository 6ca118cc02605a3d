//! Numbers of a block → how many, their mean, and how far they lie from it, by row of a cube.
//!
//! Each block is summed in two passes and merged in the order of the file, so that the same file gives the same bits. What
//! is summed is how far numbers lie from the first of their row: where all are the same, nothing varies, not even by
//! rounding.

use crate::stats::mean::Moments;

/// Adds the numbers of a block, each to the row that it belongs to, as often as respondents gave it.
pub(super) fn add(rows: &mut [Moments], numbers: &[f64], row: impl Fn(usize) -> usize, times: impl Fn(usize) -> u64) {
    let mut block = vec![Moments::default(); rows.len()];
    let mut first = vec![0.0; rows.len()];
    let present = || numbers.iter().enumerate().filter(|(_, x)| !x.is_nan());
    for (i, x) in present() {
        let (of, first) = (&mut block[row(i)], &mut first[row(i)]);
        if of.n == 0 {
            *first = *x;
        }
        of.n += times(i);
        of.mean += (x - *first) * times(i) as f64;
    }
    for (of, first) in block.iter_mut().zip(first).filter(|(of, _)| of.n > 0) {
        of.mean = first + of.mean / of.n as f64;
    }
    for (i, x) in present() {
        let of = &mut block[row(i)];
        of.m2 += (x - of.mean) * (x - of.mean) * times(i) as f64;
    }
    for (all, of) in rows.iter_mut().zip(block) {
        *all = all.merged(of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the blocks, the moments are those of all numbers at once, also where the mean is huge.
    #[test]
    fn blocks_of_any_size_give_the_moments_of_all_numbers_at_once() {
        let numbers: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 7) * 0.5).collect();
        let of = |size: usize| {
            let mut all = [Moments::default(); 2];
            for block in numbers.chunks(size) {
                add(&mut all, block, |_| 1, |_| 1);
            }
            assert_eq!(all[0], Moments::default());
            all[1]
        };
        let whole = of(1000);
        let exact: f64 = (0..1000).map(|i| f64::from(i % 7) * 0.5).sum::<f64>() / 1000.0;
        let m2: f64 = (0..1000).map(|i| (f64::from(i % 7) * 0.5 - exact).powi(2)).sum();
        assert!((whole.mean - 1e9 - exact).abs() < 1e-6 && (whole.m2 / m2 - 1.0).abs() < 1e-9);
        for size in [1, 3, 64, 999] {
            let other = of(size);
            assert!(other.n == 1000 && (other.mean - whole.mean).abs() < 1e-6, "{size}");
            assert!((other.m2 / m2 - 1.0).abs() < 1e-6, "{size}: {}", other.m2);
        }
    }

    /// 0.1 two hundred times has a mean of 0.1, in any blocks: a spread of rounding would make any two levels differ.
    #[test]
    fn the_same_number_however_often_does_not_vary() {
        for x in [0.1, 1.1, 3.3, 0.1111111, 12.4, 1e9 + 0.1] {
            for size in [7, 200] {
                let mut all = [Moments::default()];
                [x; 200].chunks(size).for_each(|block| add(&mut all, block, |_| 0, |i| i as u64 % 3 + 1));
                assert_eq!((all[0].mean, all[0].m2), (x, 0.0), "{x}");
            }
        }
    }

    #[test]
    fn who_has_no_number_changes_nothing_and_each_number_goes_to_its_row() {
        let mut rows = [Moments::default(); 3];
        add(&mut rows, &[1.0, f64::NAN, 3.0, 10.0], |i| if i == 3 { 2 } else { 0 }, |_| 1);
        assert_eq!(rows[0], Moments { n: 2, mean: 2.0, m2: 2.0 });
        assert_eq!(rows[1..], [Moments::default(), Moments { n: 1, mean: 10.0, m2: 0.0 }]);
    }
}
