//! Pixels of a chart → PNG with a palette.
//!
//! A chart has a few colours and their blends at the edges of letters: some 250 to 300 in all. With a palette of 256 a
//! PNG is a sixth of the size and written several times faster than with four bytes a pixel. The rarest blends, if
//! there are more, take the nearest colour of the palette; no eye sees one step of grey in a few pixels.

use std::collections::HashMap;

use resvg::tiny_skia::Pixmap;

/// Colours that a palette can hold.
const PALETTE: usize = 256;

/// Red, green, blue.
type Colour = [u8; 3];

/// The PNG of opaque pixels.
///
/// # Errors
///
/// If the encoder refuses, which it does for sizes beyond its format.
pub fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let colours: Vec<Colour> = pixels.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
    let (palette, place) = palette(&colours);
    let mut last = (colours[0], place[&colours[0]]);
    let indices: Vec<u8> = colours
        .iter()
        .map(|&colour| {
            if colour != last.0 {
                last = (colour, place[&colour]);
            }
            last.1
        })
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(file)
}

/// The most frequent colours, and for every colour the nearest of them.
fn palette(colours: &[Colour]) -> (Vec<Colour>, HashMap<Colour, u8>) {
    let mut counts: HashMap<Colour, u64> = HashMap::new();
    for run in colours.chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len() as u64;
    }
    let mut by_count: Vec<(u64, Colour)> = counts.into_iter().map(|(colour, n)| (n, colour)).collect();
    by_count.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let palette: Vec<Colour> = by_count.iter().take(PALETTE).map(|(_, colour)| *colour).collect();
    let apart = |a: Colour, b: Colour| (0..3).map(|i| i32::from(a[i].abs_diff(b[i])).pow(2)).sum::<i32>();
    let nearest = |colour: Colour| (0..palette.len()).min_by_key(|&i| apart(palette[i], colour)).unwrap_or(0) as u8;
    let place = by_count.iter().map(|&(_, colour)| (colour, nearest(colour))).collect();
    (palette, place)
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
