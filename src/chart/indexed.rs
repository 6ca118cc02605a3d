//! Pixels of a chart → PNG with a palette.
//!
//! A chart has a few colours and their blends at the edges of letters: some 250 to 300 in all. With a palette of 256 a
//! PNG is a sixth of the size and written several times faster than with four bytes a pixel. The rarest blends, if
//! there are more, take the nearest colour of the palette; no eye sees one step of grey in a few pixels.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

/// Colours that a palette can hold.
const PALETTE: usize = 256;
/// How hard the file is compressed, 1 to 9: 6 takes three times as long for a quarter less.
const EFFORT: u8 = 1;

/// Red, green, blue as one number.
type Colour = u32;
type ByColour<T> = HashMap<Colour, T, BuildHasherDefault<Spread>>;

/// The PNG of opaque pixels.
///
/// # Errors
///
/// If the encoder refuses, which it does for sizes beyond its format.
pub fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let width = pixels.width() as usize;
    let rows = different(pixels);
    let (palette, place) = palette(&rows);
    let mut indices: Vec<u8> = Vec::with_capacity(pixels.pixels().len());
    for row in rows {
        for (colour, length) in row.runs {
            indices.resize(indices.len() + length, place[&colour]);
        }
        for _ in 1..row.times {
            indices.extend_from_within(indices.len() - width..);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .set_palette(palette.iter().flat_map(|colour| [16, 8, 0].map(|by| (colour >> by) as u8)).collect::<Vec<u8>>());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(EFFORT));
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(file)
}

fn colour(pixel: PremultipliedColorU8) -> Colour {
    u32::from_be_bytes([0, pixel.red(), pixel.green(), pixel.blue()])
}

/// A row of pixels, and how often it stands in the picture, one after the other.
struct Row {
    /// Neighbours of one colour: which, and how many.
    runs: Vec<(Colour, usize)>,
    times: usize,
}

/// The rows; half of the rows of a chart are those above them once more.
fn different(pixels: &Pixmap) -> Vec<Row> {
    let width = pixels.width() as usize;
    let mut rows: Vec<Row> = Vec::new();
    let mut above: &[u8] = &[];
    for (bytes, row) in pixels.data().chunks(4 * width).zip(pixels.pixels().chunks(width)) {
        match rows.last_mut() {
            Some(row) if bytes == above => row.times += 1,
            _ => {
                let runs = row.chunk_by(|a, b| a == b).map(|run| (colour(run[0]), run.len())).collect();
                rows.push(Row { runs, times: 1 });
            }
        }
        above = bytes;
    }
    rows
}

/// The most frequent colours, and for every colour the nearest of them.
fn palette(rows: &[Row]) -> (Vec<Colour>, ByColour<u8>) {
    let mut counts: ByColour<usize> = HashMap::default();
    for row in rows {
        for (colour, length) in &row.runs {
            *counts.entry(*colour).or_default() += row.times * length;
        }
    }
    let mut by_count: Vec<(usize, Colour)> = counts.into_iter().map(|(colour, n)| (n, colour)).collect();
    by_count.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let palette: Vec<Colour> = by_count.iter().take(PALETTE).map(|(_, colour)| *colour).collect();
    let part = |colour: Colour, by: u32| (colour >> by & 0xff) as i32;
    let apart = |a: Colour, b: Colour| [16, 8, 0].map(|by| (part(a, by) - part(b, by)).pow(2)).iter().sum::<i32>();
    let nearest = |colour: Colour| (0..palette.len()).min_by_key(|&i| apart(palette[i], colour)).unwrap_or(0) as u8;
    let place = by_count.iter().map(|&(_, colour)| (colour, nearest(colour))).collect();
    (palette, place)
}

/// Spreads colours over a table: the usual hash, which no chart has to fear an attack on, takes longer than all else here.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::{Color, Paint, Rect, Transform};

    fn decoded(file: &[u8]) -> Vec<u8> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut out = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut out).unwrap();
        out
    }

    /// `colours` one pixel each over white.
    fn picture(colours: usize) -> Pixmap {
        let mut pixels = Pixmap::new(colours as u32, 2).unwrap();
        pixels.fill(Color::WHITE);
        for i in 0..colours {
            let mut paint = Paint::default();
            paint.set_color_rgba8((i % 251) as u8, (i / 251) as u8, 7, 255);
            paint.anti_alias = false;
            pixels.fill_rect(Rect::from_xywh(i as f32, 0.0, 1.0, 1.0).unwrap(), &paint, Transform::identity(), None);
        }
        pixels
    }

    #[test]
    fn up_to_256_colours_come_back_exactly_and_more_come_back_near() {
        for (colours, most_apart) in [(10, 0), (255, 0), (600, 251)] {
            let pixels = picture(colours);
            let file = encode(&pixels).unwrap();
            let apart = pixels
                .pixels()
                .iter()
                .zip(decoded(&file).chunks(3))
                .map(|(p, q)| p.red().abs_diff(q[0]).max(p.green().abs_diff(q[1])).max(p.blue().abs_diff(q[2])))
                .max();
            assert!(apart <= Some(most_apart), "{colours}: {apart:?}");
            assert_eq!(file, encode(&pixels).unwrap());
        }
    }
}
