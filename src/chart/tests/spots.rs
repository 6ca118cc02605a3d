//! What can be pointed at: every number of every kind, with the same words in every width.

use super::all_charts;
use crate::chart::layout::place;
use crate::chart::{Body, Chart, Mark};

const WIDTHS: [f64; 3] = [760.0, 386.0, 1200.0];

fn says(chart: &Chart, width: f64) -> Vec<String> {
    place(&Chart { width, ..chart.clone() }).spots.into_iter().map(|spot| spot.says).collect()
}

/// The page has one list of words for both of its drawings.
#[test]
fn every_chart_can_be_pointed_at_and_says_the_same_in_every_width() {
    for (name, chart) in all_charts() {
        let [wide, narrow, wider] = WIDTHS.map(|width| says(&chart, width));
        assert!(!wide.is_empty(), "{name}");
        assert_eq!(wide, narrow, "{name}");
        assert_eq!(wide, wider, "{name}");
        assert!(wide.iter().all(|text| !text.chars().any(char::is_control)), "{name}: {wide:?}");
    }
}

#[test]
fn what_can_be_pointed_at_lies_in_the_chart_and_can_be_hit() {
    for (name, chart) in all_charts() {
        for width in WIDTHS {
            let scene = place(&Chart { width, ..chart.clone() });
            for spot in &scene.spots {
                assert!(spot.width >= 8.0 && spot.height >= 8.0, "{name} at {width}: {spot:?}");
                let inside = spot.left > -17.0 && spot.left + spot.width < scene.width + 17.0;
                assert!(inside && spot.top > 0.0 && spot.top + spot.height < scene.height, "{name}: {spot:?}");
            }
        }
    }
}

/// No number is drawn of which nothing is said: value, base and interval of every row, every cell, points of every curve.
#[test]
fn every_row_cell_and_curve_says_its_numbers() {
    for (name, chart) in all_charts() {
        let said = says(&chart, 760.0);
        match &chart.body {
            Body::Rows(rows) => {
                assert_eq!(said.len(), rows.all().count(), "{name}");
                for (row, text) in rows.all().zip(&said) {
                    let (base, interval) =
                        (format!("base {}", row.base), matches!(&row.mark, Mark::Point(p) if p.interval.is_some()));
                    assert!(row.base.is_empty() || text.contains(&base), "{name}: {text}");
                    assert!(row.values.iter().all(|value| text.contains(value.as_str())), "{name}: {text}");
                    assert!(!interval || text.contains("interval "), "{name}: {text}");
                }
            }
            Body::Matrix(matrix) => {
                let cells = matrix.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.tone.is_some());
                assert_eq!(said.len(), cells.clone().count(), "{name}");
                for (cell, text) in cells.zip(&said) {
                    let verdict = cell.word.to_lowercase();
                    assert!(text.contains(&verdict) && text.contains(&cell.detail), "{name}: {text}");
                }
            }
            Body::Plane(plane) => {
                assert!(said.len() >= 2 * plane.curves.len() + plane.spots.len(), "{name}: {said:?}");
                let titles = [&plane.x.title, &plane.y.title.to_lowercase()].map(|title| crate::chart::drawable(title));
                let of_curves = said.len() - plane.spots.len();
                for text in &said[..of_curves] {
                    assert!(titles.iter().all(|title| text.contains(title.as_str())), "{name}: {text}");
                }
                for (spot, text) in plane.spots.iter().zip(&said[of_curves..]) {
                    assert!(spot.interval.is_none() || text.contains("interval "), "{name}: {text}");
                }
            }
        }
    }
}
