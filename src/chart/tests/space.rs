//! Where things stand: in the frame, and clear of each other.

use resvg::usvg;

use super::samples::{comparison, level, name, study};
use super::{Chart, band_charts, comparison_rates, narrow_charts, other_charts, sample_charts};
use crate::chart::across::crosses;
use crate::chart::font::{Style, Weight};
use crate::chart::layout::place;
use crate::chart::scene::Item;
use crate::chart::{Body, png, svg, theme};

/// Left, top, right, bottom.
type Box4 = (f64, f64, f64, f64);

/// The texts of a drawn chart with the boxes that resvg gives them.
fn drawn_texts(chart: &Chart) -> (Vec<(String, Box4)>, f64, f64) {
    fn walk(group: &usvg::Group, out: &mut Vec<(String, Box4)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, out),
                usvg::Node::Text(text) => {
                    let b = text.abs_bounding_box();
                    let words: String = text.chunks().iter().map(|c| c.text()).collect();
                    out.push((words, (b.left().into(), b.top().into(), b.right().into(), b.bottom().into())));
                }
                _ => {}
            }
        }
    }
    let tree = png::tree(&svg::render_with_font(chart)).unwrap();
    let mut out = Vec::new();
    walk(tree.root(), &mut out);
    (out, tree.size().width().into(), tree.size().height().into())
}

fn overlap(a: Box4, b: Box4) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Every text lies in the frame, no two touch, none is crossed by the reference line or covered by a marker.
fn check(what: &str, chart: &Chart) {
    let (texts, width, height) = drawn_texts(chart);
    let scene = place(chart);
    assert_eq!(texts.len(), scene.items.iter().filter(|i| matches!(i, Item::Text(_))).count(), "{what}: text lost");
    for (i, (text, at)) in texts.iter().enumerate() {
        assert!(
            at.0 >= 4.0 && at.1 >= 4.0 && at.2 <= width - 4.0 && at.3 <= height - 4.0,
            "{what}: {text:?} at {at:?}"
        );
        for (other, there) in &texts[..i] {
            assert!(!overlap(*at, *there), "{what}: {text:?} at {at:?} runs into {other:?} at {there:?}");
        }
        for item in &scene.items {
            let shape = match item {
                Item::Line(line) if ["reference", "interval", "margin"].contains(&line.class) => {
                    let half = line.width / 2.0;
                    (line.from.0 - half, line.from.1 - half, line.to.0 + half, line.to.1 + half)
                }
                Item::Path(path) if path.class == "curve" => {
                    let is_crossed = path.points.windows(2).any(|two| crosses((two[0], two[1]), *at));
                    assert!(!is_crossed, "{what}: {text:?} at {at:?} is crossed by a curve");
                    continue;
                }
                Item::Line(line) if line.class == "way" => {
                    assert!(!crosses((line.from, line.to), *at), "{what}: {text:?} at {at:?} is crossed by {item:?}");
                    continue;
                }
                Item::Dot(dot) => {
                    let ((x, y), r) = (dot.centre, dot.radius);
                    (x - r, y - r, x + r, y + r)
                }
                _ => continue,
            };
            assert!(!overlap(*at, shape), "{what}: {text:?} at {at:?} is crossed by {item:?}");
        }
    }
    // Markers stay between the columns, also at 0% and 100%.
    let guides = scene.items.iter().filter_map(|i| match i {
        Item::Line(line) if line.class == "guide" => Some((line.from.0, line.to.0)),
        _ => None,
    });
    let guides: Vec<(f64, f64)> = guides.collect();
    for item in &scene.items {
        if let Item::Dot(dot) = item
            && dot.class == "marker"
            && !guides.is_empty()
        {
            let holds =
                |(left, right): &(f64, f64)| *left <= dot.centre.0 - dot.radius && dot.centre.0 + dot.radius <= *right;
            assert!(guides.iter().any(holds), "{what}: {dot:?}");
        }
    }
}

/// Long and short labels, few and many levels, with and without figures and with rates at the ends.
#[test]
fn no_text_is_cut_off_or_runs_into_another() {
    for length in [3, 20, 60] {
        for levels in [2_u64, 6, 20] {
            for kind in 0..3 {
                let estimates = (0..levels).map(|i| match (kind, i % 4) {
                    (1, 0) => level(&name(i as usize, length), 9, 20),
                    (1, 1) => level(&name(i as usize, length), 0, 0),
                    (1, _) => level(&name(i as usize, length), 40, 70),
                    (2, 0) => level(&name(i as usize, length), 0, 12_000),
                    (2, 1) => level(&name(i as usize, length), 12_000, 12_000),
                    _ => level(&name(i as usize, length), 5_000 + 300 * i, 12_000),
                });
                let of = comparison(&name(3, length), false, (8_640, 12_000), estimates.collect());
                let chart = comparison_rates(&of, &study(kind == 1)).with_data("agents.csv");
                check(&format!("labels of {length}, {levels} levels, kind {kind}"), &chart);
            }
        }
    }
}

#[test]
fn the_samples_have_room_for_all_their_texts() {
    for (name, chart) in sample_charts().iter().filter(|(name, _)| *name != "hostile") {
        check(name, chart);
    }
}

#[test]
fn charts_of_bands_have_room_for_all_their_texts() {
    for (name, chart) in band_charts().iter().filter(|(name, _)| !name.contains("hostile")) {
        check(name, chart);
    }
}

#[test]
fn charts_of_answers_and_means_have_room_for_all_their_texts() {
    for (name, chart) in other_charts() {
        check(&name, &chart);
    }
}

#[test]
fn every_other_kind_has_room_for_all_its_texts() {
    for (name, chart) in super::kinds::kind_charts().into_iter().chain(super::planes::plane_charts()) {
        check(&name, &chart);
    }
}

#[test]
fn a_chart_as_wide_as_a_telephone_has_room_for_all_its_texts() {
    for (name, chart) in narrow_charts().iter().filter(|(name, _)| !name.contains("hostile")) {
        check(name, chart);
    }
}

/// A figure in a part lies in that part, and the parts of a bar fill it from end to end without overlap.
#[test]
fn parts_of_a_bar_touch_only_at_their_seams_and_hold_their_figures() {
    for (name, chart) in band_charts() {
        let scene = place(&chart);
        let part = |item: &'_ Item| match item {
            Item::Pill(pill) if pill.class == "part" => Some(pill.clone()),
            _ => None,
        };
        let parts: Vec<_> = scene.items.iter().filter_map(part).collect();
        for pair in parts.windows(2).filter(|pair| pair[0].y == pair[1].y) {
            let gap = pair[1].x - (pair[0].x + pair[0].width);
            assert!((-0.8..=1.6).contains(&gap), "{name}: gap of {gap}");
        }
        for item in &scene.items {
            let Item::Text(text) = item else { continue };
            let (left, top, right, bottom) = text.bounds();
            for part in &parts {
                let inside = part.x <= left && right <= part.x + part.width;
                let touches =
                    part.x < right && left < part.x + part.width && part.y < bottom && top < part.y + part.height;
                assert!(!touches || inside, "{name}: {:?} runs over the end of its part", text.text);
            }
        }
    }
}

/// Wherever the overall rate lies, its label keeps clear of the heads and its line of the words in suppressed rows.
#[test]
fn the_reference_label_gives_way_at_both_ends_of_the_axis() {
    for yes in [0, 1, 20, 300, 500, 700, 980, 999, 1000] {
        let levels =
            vec![level("Small", 3, 12), level("Middle", yes, 1000), level("Large", 500, 1000), level("None", 0, 0)];
        let mut of = comparison("Size", true, (yes, 1000), levels);
        for description in [
            "all",
            "respondents with shipped = Yes",
            "respondents with shipped = Yes and rolled_back = Yes and country = Brazil",
        ] {
            of.base.description = description.to_owned();
            check(&format!("{yes} of 1000, base {description}"), &comparison_rates(&of, &study(false)));
        }
    }
}

/// An SVG names its font and does not carry it: every text that is no figure of a column, and that was measured, has its
/// width, so that another font stays in its room; a PNG and a page, which have the font, need none.
#[test]
fn texts_of_a_file_keep_their_width_in_another_font() {
    for (name, chart) in sample_charts() {
        let svg = svg::render(&chart);
        assert!(!svg::render_with_font(&chart).contains("textLength"), "{name}");
        for text in place(&chart).items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        }) {
            let is_free =
                matches!(text.class, "base" | "value" | "tick") || !crate::chart::missing_glyphs(&text.text).is_empty();
            let end = format!(">{}</text>", svg::escape(&text.text));
            let line = svg.lines().find(|line| line.ends_with(&end) && line.contains(text.class)).expect("the text");
            let width = line.split("textLength=\"").nth(1).and_then(|rest| rest.split('"').next());
            let width: Option<f64> = width.and_then(|width| width.parse().ok());
            assert_eq!(width.is_none(), is_free, "{name}: {line}");
            assert!(width.is_none_or(|width| (width - text.style.width(&text.text)).abs() < 0.01), "{name}: {line}");
        }
    }
}

/// Measured widths decide where lines break; they must be those that are drawn, kerning and weight included.
#[test]
fn measured_width_is_drawn_width_in_both_weights() {
    let texts = [
        "Fully mature guardrails go with more rollbacks, not fewer",
        "AVATAR Tokyo Ty. LT",
        "1,000–4,999 → 74% (n = 2,527)",
        "R&D “quoted” Zürich Łódź ≥ 5 − 3",
    ];
    for weight in [Weight::Regular, Weight::SemiBold] {
        for size in [theme::FOOT, theme::BODY, theme::HEADLINE] {
            for text in texts {
                let svg = format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='40'><text x='10' y='30' font-family='Inter' font-size='{size}' font-weight='{}'>{}</text></svg>",
                    weight.css(),
                    svg::escape(text)
                );
                let tree = png::tree(&svg).unwrap();
                let usvg::Node::Text(node) = &tree.root().children()[0] else { panic!("{text} was dropped") };
                let (drawn, measured) = (f64::from(node.bounding_box().width()), Style { weight, size }.width(text));
                assert!(
                    (drawn - measured).abs() < 0.5,
                    "{text:?} {weight:?} {size}: drawn {drawn}, measured {measured}"
                );
            }
        }
    }
    assert!(Style::semibold(13.0).width(texts[0]) > 1.02 * Style::regular(13.0).width(texts[0]));
}

/// "Governanc / e maturity" stood above a column.
#[test]
fn no_word_is_broken_that_fits_a_line() {
    let style = Style::regular(12.0);
    let text = "Governance maturity (self-rated)";
    for width in [72.0, 80.0, 90.0, 120.0, 160.0] {
        let lines = style.wrap_evenly(text, width);
        assert_eq!(lines.join(" "), text, "{width}");
    }
}

/// Wrapping loses nothing, and no line is wider than asked.
#[test]
fn wrapped_lines_fit_and_give_back_the_text() {
    let style = Style::regular(13.0);
    for text in [
        "Agriculture, forestry and fishing",
        "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "a",
        "",
        "x / y-z  and 1,000-4,999",
    ] {
        for width in [30.0, 80.0, 200.0] {
            for lines in [style.wrap(text, width), style.wrap_evenly(text, width)] {
                assert!(lines.iter().all(|l| style.width(l) <= width), "{lines:?} in {width}");
                let squeezed = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(squeezed(&lines.concat()), squeezed(text));
            }
        }
    }
}

/// Four columns of values and a base of two numbers, as a comparison of several waves has them: on a telephone too.
#[test]
fn many_columns_of_values_have_room_at_every_width() {
    for (width, values) in [
        (360.0, ["+4.5", "64%", "68%", "+34.0*"]),
        (360.0, ["+24,836", "291,700", "316,536", "+112,716*"]),
        (390.0, ["−19,580", "318,452", "298,872", "+101,457*"]),
        (760.0, ["+24,836", "291,700", "316,536", "+112,716*"]),
    ] {
        let levels = vec![level("All who were asked", 300, 420), level(&name(3, 60), 40, 70)];
        let mut chart = comparison_rates(&comparison("Region", false, (300, 420), levels), &study(false));
        chart.width = width;
        let Body::Rows(rows) = &mut chart.body else { panic!("rows") };
        rows.base_head = "Bases".to_owned();
        rows.value_heads = ["Change", "w2024", "w2025", "Since w2018"].map(str::to_owned).to_vec();
        for row in rows.panels.iter_mut().flat_map(|panel| &mut panel.rows) {
            row.base = "1,420 · 1,420".to_owned();
            row.values = values.map(str::to_owned).to_vec();
        }
        check(&format!("{values:?} at {width}"), &chart);
    }
}
