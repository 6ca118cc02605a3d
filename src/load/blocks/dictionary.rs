//! The text of a cell → a small number, the same for the same text.
//!
//! A text is told by its first eight bytes, its last eight and its length, which is exact up to 16 bytes; a longer one is
//! compared whole. Where it is looked for, all of its bytes decide, with a key that is drawn anew for every run: nobody
//! can write a file whose texts are all looked for in one place.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use super::cells::{Text, with_spare};

/// Up to here first, last and length say everything.
const EXACT: usize = 16;

/// The distinct texts of a column.
pub struct Dictionary {
    slots: Vec<Slot>,
    texts: Vec<Box<[u8]>>,
    /// Texts that [`Self::fresh`] has given.
    told: usize,
    key: u64,
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
        // What has no influence on any number may differ from run to run.
        let key = RandomState::new().hash_one(0);
        Dictionary { slots: vec![Slot::default(); 64], texts: Vec::new(), told: 0, key }
    }

    /// The number of a text.
    #[inline]
    pub fn number(&mut self, text: Text) -> u32 {
        let len = text.len();
        let (first, last) = (text.eight(0), text.eight(len.saturating_sub(8)));
        let mask = self.slots.len() - 1;
        let mut place = text.hash(self.key) as usize & mask;
        loop {
            let slot = self.slots[place];
            if slot.taken == 0 {
                return self.add(text, Slot { first, last, len: len as u32, taken: 0 }, place);
            }
            let is_same = slot.first == first && slot.last == last && slot.len == len as u32;
            if is_same && (len <= EXACT || *self.texts[slot.taken as usize - 1] == *text.bytes()) {
                return slot.taken - 1;
            }
            place = (place + 1) & mask;
        }
    }

    #[cold]
    fn add(&mut self, text: Text, slot: Slot, place: usize) -> u32 {
        self.texts.push(text.bytes().into());
        self.slots[place] = Slot { taken: self.texts.len() as u32, ..slot };
        if 2 * self.texts.len() > self.slots.len() {
            self.slots = self.spread(4 * self.slots.len());
        }
        self.texts.len() as u32 - 1
    }

    /// The texts in so many slots.
    fn spread(&self, count: usize) -> Vec<Slot> {
        let mut slots = vec![Slot::default(); count];
        let mut room = Vec::new();
        for slot in self.slots.iter().filter(|slot| slot.taken > 0) {
            let mut place =
                with_spare(&self.texts[slot.taken as usize - 1], &mut room).hash(self.key) as usize & (count - 1);
            while slots[place].taken > 0 {
                place = (place + 1) & (count - 1);
            }
            slots[place] = *slot;
        }
        slots
    }

    /// The texts that came since this was asked last, in the order of their numbers.
    pub fn fresh(&mut self) -> Vec<Box<[u8]>> {
        let fresh = self.texts[self.told..].to_vec();
        self.told = self.texts.len();
        fresh
    }
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
                let number = dictionary.number(Text::new(&all[start..], text.len()));
                assert_eq!(number as usize, at, "{text:?}");
                start += text.len();
            }
            assert_eq!(dictionary.fresh().len() == texts.len(), expected);
        }
    }

    /// Texts that differ in one place only, wherever it is, lie about where they are looked for first.
    #[test]
    fn a_text_is_found_at_once_wherever_texts_differ() {
        type Write = fn(usize) -> String;
        let kinds: [Write; 5] = [
            |i| format!("household-{i:06}-wave-2026"),
            |i| format!("{i}"),
            |i| format!("the same beginning of sixteen bytes and more {i:06}"),
            |i| format!("{i:06} and the same end of sixteen bytes and more"),
            |i| format!("{:>width$}", "x", width = i % 3000 + 1),
        ];
        for write in kinds {
            let (mut dictionary, mut room) = (Dictionary::new(), Vec::new());
            for i in 0..20_000 {
                dictionary.number(with_spare(write(i).as_bytes(), &mut room));
            }
            let mask = dictionary.slots.len() - 1;
            let taken = || dictionary.slots.iter().zip(0..).filter(|(slot, _)| slot.taken > 0);
            let way = |(slot, place): (&Slot, usize)| {
                let text = &dictionary.texts[slot.taken as usize - 1];
                let first = with_spare(text, &mut room).hash(dictionary.key) as usize;
                place.wrapping_sub(first) & mask
            };
            let (steps, texts) = (taken().map(way).sum::<usize>(), dictionary.texts.len());
            assert!(steps < 2 * texts, "{}: {steps} steps for {texts} texts", write(1));
        }
    }
}
