//! The bytes of an SPSS file: numbers of either byte order, and the values of the cases, unpacked.
//!
//! Cases are a row of 8-byte elements. Compressed, eight codes of a byte each come first and say what the next eight
//! elements are: a small number, a number in full, blanks, missing, the end.

use std::io::{BufReader, Read};

use super::dictionary::{Compression, Dictionary, Kind, Variable};
use crate::error::{Error, Result};
use crate::load::limits;

/// The value of a number that is missing.
const SYSTEM_MISSING: f64 = -f64::MAX;

/// Bytes of the longest text that is read in one piece.
const PIECE: usize = 1 << 16;

/// Bytes of a file, one after another, with their position.
pub struct Bytes {
    name: String,
    inner: Box<dyn Read>,
    position: u64,
    /// How far it is read at most.
    pub most: u64,
    /// Whether numbers begin with their highest byte.
    pub big_endian: bool,
}

impl Bytes {
    pub fn new(name: &str, inner: Box<dyn Read>) -> Self {
        Bytes {
            name: name.to_owned(),
            inner: Box::new(BufReader::new(inner)),
            position: 0,
            most: u64::MAX,
            big_endian: false,
        }
    }

    /// An error at the position that was read last.
    pub fn damaged(&self, what: impl Into<String>) -> Error {
        Error::new(what)
            .at(format!("{}, byte {}", self.name, self.position))
            .hint("the file is cut off or damaged: fetch or export it again")
    }

    /// Some bytes; an error where the file ends before.
    pub fn take(&mut self, n: usize, what: &str) -> Result<Vec<u8>> {
        if n as u64 > self.most.saturating_sub(self.position) {
            let most = limits::size(self.most);
            return Err(self.damaged(format!("{what} would go beyond {most}, the most that is read before the cases")));
        }
        let mut taken = Vec::with_capacity(n.min(PIECE));
        let read = (&mut self.inner).take(n as u64).read_to_end(&mut taken);
        self.position += taken.len() as u64;
        match read {
            Ok(read) if read == n => Ok(taken),
            Ok(_) => Err(self.damaged(format!("the file ends inside {what}"))),
            Err(e) => Err(self.damaged(format!("{what} cannot be read: {e}"))),
        }
    }

    pub fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(&self.take(N, what)?);
        Ok(array)
    }

    pub fn i32(&mut self, what: &str) -> Result<i32> {
        let bytes = self.array(what)?;
        Ok(if self.big_endian { i32::from_be_bytes(bytes) } else { i32::from_le_bytes(bytes) })
    }

    /// A number that counts something; an error where it is negative.
    pub fn count(&mut self, what: &str) -> Result<usize> {
        let n = self.i32(what)?;
        usize::try_from(n).map_err(|_| self.damaged(format!("{what} cannot be {n}")))
    }

    pub fn f64(&mut self, what: &str) -> Result<f64> {
        let bytes = self.array(what)?;
        Ok(self.double(bytes))
    }

    pub fn i64(&mut self, what: &str) -> Result<i64> {
        let bytes = self.array(what)?;
        Ok(if self.big_endian { i64::from_be_bytes(bytes) } else { i64::from_le_bytes(bytes) })
    }

    pub fn double(&self, bytes: [u8; 8]) -> f64 {
        if self.big_endian { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) }
    }
}

/// A number of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// System-missing.
    Missing,
    /// Anything else.
    Number(f64),
}

/// The cases of a file.
pub struct Values {
    bytes: Bytes,
    packed: bool,
    bias: f64,
    /// Codes that are not yet used, in reverse.
    codes: Vec<u8>,
    /// What the case is, for messages.
    case: u64,
    declared: Option<u64>,
    /// The first element of the case, which was read to see whether there is one.
    first: Option<Element>,
    elements: usize,
}

enum Element {
    Missing,
    Number(f64),
    Bytes([u8; 8]),
}

impl Values {
    pub fn new(mut bytes: Bytes, dictionary: &Dictionary) -> Result<Self> {
        if dictionary.compression == Compression::Zlib {
            bytes = unpacked(bytes)?;
        }
        let packed = dictionary.compression != Compression::None;
        let elements = dictionary.variables.iter().map(Variable::elements).sum();
        let bias = dictionary.bias;
        Ok(Values { bytes, packed, bias, codes: Vec::new(), case: 0, declared: None, first: None, elements })
    }

    /// Begins a case; false where the cases end.
    pub fn next_case(&mut self, case: u64, declared: Option<u64>) -> Result<bool> {
        (self.case, self.declared) = (case, declared);
        self.first = if self.elements == 0 { None } else { self.element_or_end()? };
        if self.first.is_none()
            && let Some(declared) = declared
        {
            return Err(self.cut_off(declared));
        }
        Ok(self.first.is_some())
    }

    /// The next element as a number.
    pub fn value(&mut self) -> Result<Value> {
        let number = match self.element()? {
            Element::Missing => SYSTEM_MISSING,
            Element::Number(number) => number,
            Element::Bytes(bytes) => self.bytes.double(bytes),
        };
        Ok(if number == SYSTEM_MISSING || number.is_nan() { Value::Missing } else { Value::Number(number) })
    }

    /// The text of a variable, which may lie in several segments.
    pub fn text(&mut self, variable: &Variable) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        let Kind::Text { width, ref segments } = variable.kind else { return Ok(text) };
        for &segment in segments {
            let start = text.len();
            for _ in 0..segment.div_ceil(8) {
                match self.element()? {
                    Element::Bytes(bytes) => text.extend_from_slice(&bytes),
                    _ => text.extend_from_slice(&[b' '; 8]),
                }
            }
            text.truncate(start + segment);
        }
        text.truncate(width);
        Ok(text)
    }

    /// That nothing is left of a compressed file but its end.
    pub fn rest(mut self) -> Result<()> {
        // What follows the declared cases is of no interest; a zlib block that breaks off is.
        std::io::copy(&mut self.bytes.inner, &mut std::io::sink())
            .map(|_| ())
            .map_err(|e| self.bytes.damaged(format!("the end of the cases cannot be read: {e}")))
    }

    fn cut_off(&self, declared: u64) -> Error {
        let read = self.case.saturating_sub(1);
        self.bytes.damaged(format!("the file ends after case {read} of {declared}"))
    }

    fn element(&mut self) -> Result<Element> {
        if let Some(first) = self.first.take() {
            return Ok(first);
        }
        match self.element_or_end()? {
            Some(element) => Ok(element),
            None => Err(self.bytes.damaged(format!("the file ends inside case {}", self.case))),
        }
    }

    /// The next element; none at the end of the cases.
    fn element_or_end(&mut self) -> Result<Option<Element>> {
        if !self.packed {
            return Ok(self.eight()?.map(Element::Bytes));
        }
        loop {
            let Some(code) = self.codes.pop() else {
                let Some(mut codes) = self.eight()? else { return Ok(None) };
                codes.reverse();
                self.codes = codes.to_vec();
                continue;
            };
            return Ok(match code {
                0 => continue,
                252 => None,
                253 => match self.eight()? {
                    Some(bytes) => Some(Element::Bytes(bytes)),
                    None => return Err(self.bytes.damaged(format!("the file ends inside case {}", self.case))),
                },
                254 => Some(Element::Bytes([b' '; 8])),
                255 => Some(Element::Missing),
                code => Some(Element::Number(f64::from(code) - self.bias)),
            });
        }
    }

    /// Eight bytes; none where the file ends right before them.
    fn eight(&mut self) -> Result<Option<[u8; 8]>> {
        let mut eight = [0; 8];
        let mut filled = 0;
        while filled < 8 {
            match self.bytes.inner.read(&mut eight[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(self.bytes.damaged(format!("case {} cannot be read: {e}", self.case))),
            }
        }
        self.bytes.position += filled as u64;
        match filled {
            0 => Ok(None),
            8 => Ok(Some(eight)),
            _ => Err(self.bytes.damaged(format!("the file ends inside case {}", self.case))),
        }
    }
}

/// The cases of a .zsav: zlib blocks one after another, between a header and a trailer that say where they lie.
fn unpacked(mut bytes: Bytes) -> Result<Bytes> {
    let start = bytes.position;
    let header = bytes.i64("the header of the compressed cases")?;
    let trailer = bytes.i64("the header of the compressed cases")?;
    let length = bytes.i64("the header of the compressed cases")?;
    let packed = trailer - header - 24;
    if header != start as i64 || packed < 0 {
        return Err(bytes.damaged("the header of the compressed cases is damaged"));
    }
    let inner = std::mem::replace(&mut bytes.inner, Box::new(std::io::empty()));
    let blocks =
        Blocks { packed: BufReader::new(inner.take(packed as u64)), block: None, trailer: length.max(0) as u64 };
    bytes.inner = Box::new(BufReader::new(blocks));
    Ok(bytes)
}

/// Zlib streams one after another, as one.
struct Blocks<R: Read> {
    packed: BufReader<std::io::Take<R>>,
    block: Option<flate2::Decompress>,
    /// Bytes of the trailer, until it has been read.
    trailer: u64,
}

impl<R: Read> Read for Blocks<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        use std::io::BufRead;
        loop {
            if self.block.is_none() {
                if self.packed.fill_buf()?.is_empty() {
                    // The blocks are at their end: the trailer tells nothing new, but must be there in full.
                    let trailer = std::mem::take(&mut self.trailer);
                    self.packed.get_mut().set_limit(trailer);
                    let read = std::io::copy(&mut self.packed, &mut std::io::sink())?;
                    let broken = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the trailer breaks off");
                    return if read == trailer { Ok(0) } else { Err(broken()) };
                }
                self.block = Some(flate2::Decompress::new(true));
            }
            let block = self.block.as_mut().expect("set above");
            let input = self.packed.fill_buf()?;
            let ended = input.is_empty();
            let (before_in, before_out) = (block.total_in(), block.total_out());
            let status = block
                .decompress(input, into, flate2::FlushDecompress::None)
                .map_err(|_| std::io::Error::new(std::io::ErrorKind::InvalidData, "a block is damaged"))?;
            let (taken, given) = (block.total_in() - before_in, block.total_out() - before_out);
            self.packed.consume(taken as usize);
            if status == flate2::Status::StreamEnd {
                self.block = None;
            } else if given == 0 && ended {
                return Err(std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "a block breaks off"));
            }
            if given > 0 {
                return Ok(given as usize);
            }
        }
    }
}
