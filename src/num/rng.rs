//! Random numbers that are the same everywhere and for ever.
//!
//! ChaCha with 12 rounds over a 64-bit seed, in streams: a task of its own number (a table, a replicate, a respondent)
//! takes a stream of its own, so that the answer does not depend on how work is divided. The numbers themselves are
//! pinned by a test; a change of them changes printed results and must be named as such.

use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng};

/// A seeded source of random numbers.
///
/// ```
/// use paradox::num::rng::Rng;
/// let (mut a, mut b) = (Rng::new(1), Rng::new(1));
/// assert_eq!(a.next_u64(), b.next_u64());
/// ```
#[derive(Debug, Clone)]
pub struct Rng(ChaCha12Rng);

impl Rng {
    /// The first stream of this seed.
    pub fn new(seed: u64) -> Self {
        Rng::stream(seed, 0)
    }

    /// One of the streams of this seed; streams share no numbers.
    pub fn stream(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha12Rng::from_seed(key);
        rng.set_stream(stream);
        Rng(rng)
    }

    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 up to but not including 1, a multiple of 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// A whole number below n, each equally likely (Lemire 2019); 0 for n = 0.
    pub fn below(&mut self, n: u64) -> u64 {
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            // The low half says how far into its slot the draw fell; the first 2^64 mod n would make slots unequal.
            if product as u64 >= n || product as u64 >= n.wrapping_neg().checked_rem(n).unwrap_or(0) {
                return (product >> 64) as u64;
            }
        }
    }

    /// Puts a slice into random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, slice: &mut [T]) {
        for i in (1..slice.len()).rev() {
            slice.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed results rest on these numbers. They may only change on purpose.
    #[test]
    fn the_streams_are_the_ones_that_were_published() {
        let first = |mut rng: Rng| [rng.next_u64(), rng.next_u64()];
        let streams =
            [Rng::new(0), Rng::new(20_260_707), Rng::stream(20_260_707, 1), Rng::stream(20_260_707, u64::MAX)];
        let published = [
            [6_050_961_064_690_644_123, 15_385_182_941_806_993_281],
            [12_890_239_098_592_825_816, 5_339_231_247_246_869_576],
            [10_934_015_596_164_770_009, 6_392_961_600_058_495_286],
            [7_088_684_266_972_838_009, 5_392_522_995_153_224_514],
        ];
        assert_eq!(streams.map(first), published);
    }

    #[test]
    fn uniform_fills_its_range_evenly() {
        let mut rng = Rng::new(3);
        let draws: Vec<f64> = (0..100_000).map(|_| rng.uniform()).collect();
        assert!(draws.iter().all(|u| (0.0..1.0).contains(u)));
        let mean = draws.iter().sum::<f64>() / 1e5;
        let square = draws.iter().map(|u| u * u).sum::<f64>() / 1e5;
        assert!((mean - 0.5).abs() < 0.004 && (square - 1.0 / 3.0).abs() < 0.004, "{mean} {square}");
    }

    #[test]
    fn below_reaches_every_number_equally_often_and_no_other() {
        for n in [1, 2, 3, 7, 10] {
            let mut rng = Rng::stream(4, n);
            let mut seen = vec![0_u32; n as usize];
            for _ in 0..20_000 {
                seen[rng.below(n) as usize] += 1;
            }
            let expected = 20_000.0 / n as f64;
            assert!(seen.iter().all(|&count| (f64::from(count) - expected).abs() < 5.0 * expected.sqrt()), "{seen:?}");
        }
        let mut rng = Rng::new(5);
        assert!((0..100).all(|_| rng.below(u64::MAX) < u64::MAX));
    }

    #[test]
    fn shuffle_gives_every_order_equally_often() {
        let mut seen = std::collections::BTreeMap::new();
        let mut rng = Rng::new(6);
        for _ in 0..24_000 {
            let mut cards = [0, 1, 2, 3];
            rng.shuffle(&mut cards);
            *seen.entry(cards).or_insert(0_i32) += 1;
        }
        assert_eq!(seen.len(), 24);
        assert!(seen.values().all(|count| (count - 1000).abs() < 160), "{seen:?}");
    }
}
