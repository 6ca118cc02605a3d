//! 64 bytes → a bit for each of those that are looked for.

/// Which bytes of a chunk are so, the first in the lowest bit.
///
/// The bytes are compared in vectors, as compilers do of themselves for such a loop. The high bits of eight bytes then
/// meet in the highest byte of one product.
#[inline(always)]
pub fn which(chunk: &[u8; 64], is: impl Fn(u8) -> bool) -> u64 {
    let marks: [u8; 64] = std::array::from_fn(|at| if is(chunk[at]) { 0x80 } else { 0 });
    let (eights, _) = marks.as_chunks::<8>();
    let meet = |eight: &[u8; 8]| (u64::from_le_bytes(*eight) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().enumerate().fold(0, |bits, (at, eight)| bits | meet(eight) << (8 * at))
}

/// At each bit, whether an odd number of bits is set up to it.
#[inline(always)]
pub fn parity(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].iter().fold(bits, |bits, shift| bits ^ bits << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_its_bit() {
        let chunk: [u8; 64] = std::array::from_fn(|at| if at % 5 == 0 { b',' } else { at as u8 });
        for byte in 0..=255 {
            let expected = (0..64).filter(|&at| chunk[at] == byte).fold(0_u64, |bits, at| bits | 1 << at);
            assert_eq!(which(&chunk, |is| is == byte), expected, "{byte}");
        }
    }

    #[test]
    fn parity_is_that_of_the_bits_so_far() {
        for bits in [0_u64, 1, 0b1001, 0x8000_0000_0000_0001, 0x1234_5678_9abc_def0] {
            let expected =
                (0..64).filter(|&at| (bits << (63 - at)).count_ones() % 2 == 1).fold(0_u64, |all, at| all | 1 << at);
            assert_eq!(parity(bits), expected, "{bits:x}");
        }
    }
}
