//! What is drawn: ink where there are words, valid SVG whatever the words, the same bytes each time.

use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::Document;

use super::samples::{sinch, study};
use super::{kinds, sample_charts};
use crate::chart::layout::place;
use crate::chart::scene::Item;
use crate::chart::theme::Paint;
use crate::chart::{Chart, Standing, Tone, drawable, font, missing_glyphs, outcome_rates, theme};
use crate::results::Verdict;

/// Where its words stand, a picture has light and dark pixels: without a matching font resvg drops text and says
/// nothing.
fn check_ink(name: &str, chart: &Chart) {
    let scene = place(chart);
    let picture = Pixmap::decode_png(&chart.to_png().unwrap()).unwrap();
    assert_eq!((picture.width(), picture.height()), ((scene.width * 2.0) as u32, (scene.height * 2.0) as u32));
    for item in &scene.items {
        let Item::Text(text) = item else { continue };
        let (left, top, right, bottom) = text.bounds();
        let greens: Vec<u8> = (top as u32 * 2..(bottom * 2.0) as u32)
            .flat_map(|y| (left as u32 * 2..(right * 2.0) as u32).map(move |x| (x, y)))
            .filter_map(|(x, y)| picture.pixel(x, y))
            .map(|p| p.green())
            .collect();
        let (darkest, lightest) = (greens.iter().min().unwrap(), greens.iter().max().unwrap());
        assert!(lightest - darkest > 70, "{name}: no ink for {:?}", text.text);
    }
}

#[test]
fn a_png_has_twice_the_size_and_ink_where_the_words_are() {
    for (name, chart) in sample_charts() {
        check_ink(name, &chart);
    }
}

#[test]
fn every_other_kind_has_ink_where_its_words_are_in_every_theme() {
    for wanted in ["verdicts-4x3-12", "verdicts-3x2-300", "differences-5-40", "trend-ends", "paired", "adjusted"] {
        let (name, chart) = kinds::kind_charts().into_iter().find(|(name, _)| name == wanted).unwrap();
        for theme in theme::THEMES {
            check_ink(&format!("{name}, {}", theme.name), &Chart { theme, ..chart.clone() });
        }
    }
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    let draw = || outcome_rates(&sinch(), &study(true)).with_data("sinch-2026.csv");
    let (first, second) = (draw(), draw());
    assert_eq!(first.to_svg(), second.to_svg());
    assert_eq!(first.to_png().unwrap(), second.to_png().unwrap());
}

/// A column of free text taken for a segment has thousands of levels: an error, not an allocation that kills.
#[test]
fn a_picture_too_large_for_memory_is_refused() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='760' height='90000'/>";
    let error = crate::chart::png::from_svg(svg).unwrap_err();
    assert_eq!(error.what(), "a chart of 1520 by 180000 pixels is too large for a PNG");
}

/// Labels come out of a file that anybody may have written.
#[test]
fn hostile_labels_stay_text() {
    for (name, chart) in sample_charts() {
        let svg = chart.to_svg();
        let document = Document::parse(&svg).unwrap_or_else(|e| panic!("{name}: {e}"));
        let root = document.root_element();
        let tags: Vec<&str> = root.children().filter(|n| n.is_element()).map(|n| n.tag_name().name()).collect();
        assert!(
            tags.iter().all(|t| ["title", "desc", "rect", "line", "circle", "text"].contains(t)),
            "{name}: {tags:?}"
        );
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!svg.contains('\u{202e}'));
        for panel in &chart.rows().panels {
            for row in &panel.rows {
                // A label may stand in several lines.
                let words: String = root
                    .descendants()
                    .filter(|n| n.attribute("class") == Some("label"))
                    .filter_map(|n| n.text())
                    .collect();
                let squeezed = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert!(squeezed(&words).contains(&squeezed(&drawable(&row.label))), "{name}: {:?}", row.label);
            }
        }
    }
}

#[test]
fn hostile_labels_stay_text_in_every_other_kind() {
    for (name, chart) in kinds::hostile_kinds() {
        let svg = chart.to_svg();
        let document = Document::parse(&svg).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(document.descendants().all(|n| !n.has_tag_name("script")), "{name}");
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()) && !svg.contains('\u{202e}'), "{name}");
        assert!(svg.contains("&lt;script&gt;") || svg.contains("&lt;script"), "{name}: the label is lost");
        assert_eq!(svg, chart.to_svg());
        assert!(chart.to_png().is_ok());
    }
}

#[test]
fn an_svg_has_role_title_and_description() {
    let chart = outcome_rates(&sinch(), &study(true));
    let svg = chart.to_svg();
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let named: Vec<&str> = root
        .attribute("aria-labelledby")
        .unwrap()
        .split(' ')
        .map(|id| root.children().find(|n| n.attribute("id") == Some(id)).and_then(|n| n.text()).unwrap())
        .collect();
    assert_eq!(named, [chart.title.as_str(), chart.description.as_str()]);
}

#[test]
fn the_font_has_every_sign_that_charts_use_and_names_what_it_lacks() {
    let ascii: String = (' '..='~').collect();
    for face in [font::Weight::Regular, font::Weight::SemiBold] {
        let style = font::Style { weight: face, size: 1000.0 };
        // What is missing would be given 1.3 em, and no letter of Inter is as wide.
        assert!(ascii.chars().chain("–—−†“”’…≥≤→\u{a0}äßéŁőσ".chars()).all(|c| style.width(&c.to_string()) < 1250.0));
    }
    assert_eq!(missing_glyphs("–—−†“”’…≥≤→\u{a0}äßéŁőσ"), []);
    assert_eq!(missing_glyphs("שלום 🦀🦀 ok"), ['ש', 'ל', 'ו', 'ם', '🦀']);
    let (_, hostile) = sample_charts().into_iter().find(|(name, _)| *name == "hostile").unwrap();
    let named: Vec<&str> = hostile.missing_glyphs().into_iter().map(|(label, _)| label).collect();
    assert_eq!(named, ["emoji 🦀 label", "שלום עולם"]);
}

/// The tones of every legend of up to so many bands: from 0, and to both sides of each middle, with and without a neutral
/// band.
fn legends(most: usize) -> Vec<Vec<Tone>> {
    let mut all = Vec::new();
    for of in 1..=most {
        all.push((0..of).map(|band| Tone::Above { band, of }).collect());
        for below in 0..of {
            for above in [below, below + 1] {
                all.push((0..of).map(|band| Tone::Both { band, of, below, above }).collect());
            }
        }
    }
    all
}

/// No two swatches of a legend are alike: up to eleven bands, those of a scale from 0 to 10.
#[test]
fn no_two_bands_of_a_legend_have_one_colour_in_any_theme() {
    for theme in theme::THEMES {
        for tones in legends(11) {
            let colours: std::collections::BTreeSet<&str> =
                tones.iter().filter_map(|&tone| theme.colour(Paint::Tone(tone))).collect();
            assert_eq!(colours.len(), tones.len(), "{}: {tones:?} are {colours:?}", theme.name);
        }
    }
}

/// WCAG: 4.5:1 for text, 3:1 for marks and for the edge of whatever is filled, in every theme.
#[test]
fn colours_have_contrast_enough_in_every_theme() {
    let verdicts =
        [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Consistent, Verdict::Undetermined].map(Tone::Verdict);
    let tones: Vec<Tone> = legends(12).into_iter().flatten().chain([Tone::Neutral]).chain(verdicts).collect();
    for theme in theme::THEMES {
        let colour = |paint| theme.colour(paint).unwrap();
        let paper = colour(Paint::Paper);
        for behind in [paper, colour(Paint::Wash)] {
            for text in [Paint::Ink, Paint::Quiet, Paint::Plum, Paint::Blue] {
                assert!(theme::contrast(colour(text), behind) >= 4.5, "{}: {text:?} on {behind}", theme.name);
            }
            for mark in [Paint::Grey, Paint::Blue, Paint::Teal, Paint::Plum] {
                assert!(theme::contrast(colour(mark), behind) >= 3.0, "{}: {mark:?} on {behind}", theme.name);
            }
        }
        for &tone in &tones {
            let (fill, ink) = (colour(Paint::Tone(tone)), colour(Paint::On(tone)));
            assert!(theme::contrast(ink, fill) >= 4.5, "{}: text on {tone:?}, {fill}", theme.name);
            let edge = theme.colour(Paint::Edge(tone)).unwrap_or(fill);
            assert!(theme::contrast(edge, paper) >= 3.0, "{}: edge of {tone:?}", theme.name);
        }
    }
}

/// A marker that stands apart differs from others in fill and not in colour alone, and the colours differ in lightness.
#[test]
fn the_fills_of_verdicts_differ_in_lightness_within_every_theme() {
    for theme in theme::THEMES {
        let fills = [Verdict::Differs, Verdict::DiffersWithinMargin, Verdict::Undetermined]
            .map(|verdict| theme.colour(Paint::Tone(Tone::Verdict(verdict))).unwrap());
        assert!(theme::contrast(fills[0], fills[1]) >= 2.0 && theme::contrast(fills[0], fills[2]) >= 3.0, "{fills:?}");
    }
}

/// One meaning a colour, in every kind: what a test finds, what agrees and what figures are held against are three colours;
/// and what is found, which disagrees or lies beyond, is the strongest mark of the three, in black and white most of all.
#[test]
fn a_finding_has_one_colour_in_every_kind_and_is_the_strongest_mark() {
    let paint = |standing: Standing| standing.paints().0;
    assert_eq!(paint(Standing::Apart), paint(Standing::Beyond));
    for theme in theme::THEMES {
        let colour = |paint| theme.colour(paint).unwrap();
        let [found, agrees, open] = [Standing::Beyond, Standing::Inside, Standing::Within].map(|s| colour(paint(s)));
        let against = colour(Paint::Plum);
        assert!(found != agrees && found != against && agrees != against && agrees != open || theme.name == "print");
        let strength = |mark| theme::contrast(mark, colour(Paint::Paper));
        assert!(strength(found) > strength(agrees), "{}: {found} and {agrees}", theme.name);
    }
    let print = |standing| theme::PRINT.colour(paint(standing)).unwrap();
    assert!(theme::contrast(print(Standing::Beyond), print(Standing::Inside)) >= 3.0);
}
