//! 64 bytes → a bit for each of those that are looked for.

/// Which bytes of a chunk are so, the first in the lowest bit.
///
/// The bytes are compared in vectors, as compilers do of themselves for such a loop: bit k of a mark stands for the k-th
/// eight. Eight words of marks become one, a square of 8 by 8 bits, of which rows and columns then change places.
#[inline(always)]
pub fn which(chunk: &[u8; 64], is: impl Fn(u8) -> bool) -> u64 {
    let marks: [u8; 64] = std::array::from_fn(|at| if is(chunk[at]) { 1 << (at / 8) } else { 0 });
    let square = marks.as_chunks().0.iter().fold(0, |all, eight| all | u64::from_le_bytes(*eight));
    let swap = |square: u64, distance: u32, those: u64| {
        let differ = (square ^ square >> distance) & those;
        square ^ differ ^ differ << distance
    };
    swap(swap(swap(square, 7, 0x00aa_00aa_00aa_00aa), 14, 0x0000_cccc_0000_cccc), 28, 0x0000_0000_f0f0_f0f0)
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
