//! What is compressed → what was, in Rust alone, and never more than a page or buffer can hold.

use std::io::Read;

/// Bytes of the largest page or buffer: the formats count them in 31 bits.
const MOST: u64 = 1 << 31;

/// How bytes were compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// Snappy, in one block.
    Snappy,
    /// Gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// LZ4, in one block without a header (`LZ4_RAW`).
    Lz4Block,
    /// LZ4, in frames.
    Lz4Frame,
}

/// Snappy writes at most 64 bytes for three.
const SNAPPY_MOST: usize = 22;

/// LZ4 writes at most 255 bytes for one.
const LZ4_MOST: usize = 255;

/// Unpacks bytes into at most `most` of them.
///
/// # Errors
/// In words, if they are damaged or hold more.
pub fn unpack(codec: Codec, packed: &[u8], most: u64) -> Result<Vec<u8>, String> {
    let most = most.min(MOST);
    let damaged =
        |e: &dyn std::fmt::Display| format!("its compressed bytes are damaged ({})", e.to_string().to_lowercase());
    let stream = |reader: &mut dyn Read| {
        let mut into = Vec::new();
        let read = reader.take(most + 1).read_to_end(&mut into).map_err(|e| damaged(&e))?;
        if read as u64 > most { Err("it unpacks to more than it says".to_owned()) } else { Ok(into) }
    };
    match codec {
        Codec::Gzip => stream(&mut flate2::read::MultiGzDecoder::new(packed)),
        Codec::Lz4Frame => stream(&mut lz4_flex::frame::FrameDecoder::new(packed)),
        Codec::Zstd => {
            let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed).map_err(|e| damaged(&e))?;
            stream(&mut decoder)
        }
        Codec::Snappy => {
            let size = snap::raw::decompress_len(packed).map_err(|e| damaged(&e))?;
            if size as u64 > most || size / SNAPPY_MOST > packed.len() {
                return Err(format!("its compressed bytes are damaged (they claim to be {size})"));
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|e| damaged(&e))
        }
        Codec::Lz4Block => {
            let size = most.min((packed.len() as u64).saturating_mul(LZ4_MOST as u64) + 64) as usize;
            lz4_flex::block::decompress(packed, size).map_err(|e| damaged(&e))
        }
    }
}
