//! How do words stand beside each other, each as near as can be to what it names?
//!
//! ```text
//! wanted       |0-24%|5-49%|              |50-74%|
//! found     |0-24%| |25-49%|              |50-74%|
//! ```

/// Least distance between words above a bar.
const APART: f64 = 8.0;

/// Places things of a width as near as can be to where they are wanted, in their order, apart, and within limits;
/// `None` if there is no room for all.
pub(super) fn spread(wanted: &[(f64, f64)], (low, high): (f64, f64)) -> Option<Vec<f64>> {
    let total: f64 = wanted.iter().map(|(_, width)| width + APART).sum::<f64>() - APART;
    if total > high - low {
        return None;
    }
    // Neighbours that would touch move together, to the mean of what each wants.
    struct Cluster {
        sum: f64,
        count: usize,
        width: f64,
    }
    impl Cluster {
        fn left(&self, low: f64, high: f64) -> f64 {
            (self.sum / self.count as f64).clamp(low, (high - self.width).max(low))
        }
    }
    let mut clusters: Vec<Cluster> = Vec::new();
    for (centre, width) in wanted {
        // What the left end of the cluster should be, if only this one had a say.
        let mut cluster = Cluster { sum: centre - width / 2.0, count: 1, width: *width };
        while let Some(last) = clusters.last() {
            if last.left(low, high) + last.width + APART <= cluster.left(low, high) {
                break;
            }
            let shift = last.width + APART;
            cluster = Cluster {
                sum: last.sum + cluster.sum - shift * cluster.count as f64,
                count: last.count + cluster.count,
                width: shift + cluster.width,
            };
            clusters.pop();
        }
        clusters.push(cluster);
    }
    let mut found = Vec::with_capacity(wanted.len());
    for cluster in &clusters {
        let mut left = cluster.left(low, high);
        for (_, width) in &wanted[found.len()..found.len() + cluster.count] {
            found.push(left + width / 2.0);
            left += width + APART;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In their order, within the limits, none on another, and where they are wanted if that is free.
    #[test]
    fn words_above_a_bar_are_spread_without_touching() {
        let widths = [20.0, 35.0, 8.0, 60.0];
        for first in [-50.0, 0.0, 3.0, 90.0, 180.0, 400.0] {
            for step in [0.0, 1.0, 12.0, 45.0, 90.0] {
                let wanted: Vec<(f64, f64)> =
                    widths.iter().enumerate().map(|(i, w)| (first + step * i as f64, *w)).collect();
                let found = spread(&wanted, (0.0, 300.0)).unwrap();
                let mut end = -APART;
                for (x, (_, width)) in found.iter().zip(&wanted) {
                    assert!(x - width / 2.0 >= end + APART - 1e-9, "{wanted:?}: {found:?}");
                    end = x + width / 2.0;
                }
                assert!(end <= 300.0 + 1e-9, "{wanted:?}: {found:?}");
            }
        }
        assert_eq!(spread(&[(50.0, 20.0), (150.0, 20.0)], (0.0, 300.0)), Some(vec![50.0, 150.0]));
        assert_eq!(spread(&[(50.0, 20.0), (50.0, 20.0)], (0.0, 300.0)), Some(vec![36.0, 64.0]));
        assert_eq!(spread(&[(50.0, 200.0), (50.0, 100.0)], (0.0, 300.0)), None);
    }
}
