//! The text of a cell → a small number, the same for the same text.
//!
//! A text is told by its first eight bytes, its last eight and its length, which is exact up to 16 bytes; a longer one is
//! compared whole.

/// Up to here first, last and length say everything.
const EXACT: usize = 16;

/// The distinct texts of a column.
pub struct Dictionary {
    slots: Vec<Slot>,
    texts: Vec<Box<[u8]>>,
    /// Texts that [`Self::fresh`] has given.
    told: usize,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    first: u64,
    last: u64,
    len: u32,
    /// The number of the text and 1; 0 for a free slot.
    taken: u32,
}

impl Dictionary {
    /// No text yet.
    pub fn new() -> Self {
        Dictionary { slots: vec![Slot::default(); 64], texts: Vec::new(), told: 0 }
    }

    /// The number of the text `bytes[start..end]`, behind which eight bytes more can be read.
    #[inline]
    pub fn number(&mut self, bytes: &[u8], start: usize, end: usize) -> u32 {
        let len = end - start;
        let at = |at: usize| u64::from_le_bytes(*bytes[at..].first_chunk().expect("eight bytes more can be read"));
        let first = if len < 8 { at(start) & ((1 << (8 * len)) - 1) } else { at(start) };
        let last = if len <= 8 { 0 } else { at(end - 8) };
        let mask = self.slots.len() - 1;
        let mut place = hash(first, last, len as u64) as usize & mask;
        loop {
            let slot = self.slots[place];
            let is_same = slot.first == first && slot.last == last && slot.len == len as u32;
            if slot.taken == 0 {
                return self.add(&bytes[start..end], Slot { first, last, len: len as u32, taken: 0 }, place);
            }
            if is_same && (len <= EXACT || *self.texts[slot.taken as usize - 1] == bytes[start..end]) {
                return slot.taken - 1;
            }
            place = (place + 1) & mask;
        }
    }

    #[cold]
    fn add(&mut self, text: &[u8], slot: Slot, place: usize) -> u32 {
        self.texts.push(text.into());
        self.slots[place] = Slot { taken: self.texts.len() as u32, ..slot };
        if 2 * self.texts.len() > self.slots.len() {
            let mut slots = vec![Slot::default(); 4 * self.slots.len()];
            let mask = slots.len() - 1;
            for slot in self.slots.iter().filter(|slot| slot.taken > 0) {
                let mut place = hash(slot.first, slot.last, u64::from(slot.len)) as usize & mask;
                while slots[place].taken > 0 {
                    place = (place + 1) & mask;
                }
                slots[place] = *slot;
            }
            self.slots = slots;
        }
        self.texts.len() as u32 - 1
    }

    /// The texts that came since this was asked last, in the order of their numbers.
    pub fn fresh(&mut self) -> Vec<Box<[u8]>> {
        let fresh = self.texts[self.told..].to_vec();
        self.told = self.texts.len();
        fresh
    }
}

/// Spreads texts over slots.
#[inline(always)]
fn hash(first: u64, last: u64, len: u64) -> u64 {
    let mixed = (first ^ last.rotate_left(29) ^ len << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that agree in the first and last bytes and in length, that are prefixes of each other, that hold NUL bytes.
    #[test]
    fn the_same_text_has_the_same_number_and_no_other_text_has_it() {
        let mut texts: Vec<Vec<u8>> = (0..5000).map(|i| format!("{i}").into_bytes()).collect();
        for middle in 0..200 {
            texts.push(format!("the same first bytes {middle:03} the same last").into_bytes());
        }
        texts.extend((0..20).map(|len| vec![0; len]).chain((1..20).map(|len| vec![b'x'; len])));
        let mut dictionary = Dictionary::new();
        let all: Vec<u8> = texts.iter().flatten().copied().chain([b'?'; 8]).collect();
        for expected in [true, false] {
            let mut start = 0;
            for (at, text) in texts.iter().enumerate() {
                let number = dictionary.number(&all, start, start + text.len());
                assert_eq!(number as usize, at, "{text:?}");
                start += text.len();
            }
            assert_eq!(dictionary.fresh().len() == texts.len(), expected);
        }
    }
}
