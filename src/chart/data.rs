//! The numbers of a chart as a table, for those who do not see it and for those who compute with them.
//!
//! What may not be printed is a dash here as it is in the picture.

use super::texts::DASH;
use super::{Body, Chart, Mark, Matrix, Plane, Point, Rows};

impl Chart {
    /// The head and the rows of the table.
    pub fn numbers(&self) -> Vec<Vec<String>> {
        match &self.body {
            Body::Rows(rows) => of_rows(rows),
            Body::Matrix(matrix) => of_matrix(matrix),
            Body::Plane(plane) => of_plane(plane),
        }
    }
}

fn strings<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn of_rows(rows: &Rows) -> Vec<Vec<String>> {
    let mut table = vec![strings(["group", "label", "base", "measure", "value", "low", "high"])];
    for panel in &rows.panels {
        for row in &panel.rows {
            let mut add = |measure: &str, figures: [String; 3]| {
                let said = [panel.heading.clone(), row.label.clone(), row.base.clone(), measure.to_owned()];
                table.push(said.into_iter().chain(figures).collect());
            };
            let head = |at: usize| rows.value_heads.get(at).map_or("", String::as_str).to_lowercase();
            match &row.mark {
                Mark::Point(point) => add(&head(0), of_point(point)),
                Mark::Two(points) => {
                    points.iter().enumerate().for_each(|(at, point)| add(&head(at), of_point(point)));
                }
                Mark::Bar { parts, .. } => {
                    for part in parts {
                        let name = rows.bands.as_ref().and_then(|bands| bands.names.get(part.band));
                        add(name.map_or("", String::as_str), [part.share.to_string(), String::new(), String::new()]);
                    }
                }
                Mark::Gap { difference, interval, .. } => {
                    let end = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
                    let limits = [interval.map(|i| i.0), interval.map(|i| i.1)].map(end);
                    let [low, high] = limits;
                    add("difference", [difference.to_string(), low, high]);
                }
                Mark::Absent { .. } => add(&head(0), [DASH.to_owned(), String::new(), String::new()]),
            }
        }
    }
    table
}

fn of_point(point: &Point) -> [String; 3] {
    point.ends().map(|end| end.map(|value| value.to_string()).unwrap_or_default())
}

fn of_matrix(matrix: &Matrix) -> Vec<Vec<String>> {
    let mut table = vec![strings(["outcome", "figure", "base", "segment", "verdict", "lowest_to_highest"])];
    for row in &matrix.rows {
        for (segment, cell) in matrix.columns.iter().zip(&row.cells) {
            let said = [&row.label, &row.value, &row.base, segment, &cell.word, &cell.detail];
            table.push(said.map(String::clone).to_vec());
        }
    }
    table
}

fn of_plane(plane: &Plane) -> Vec<Vec<String>> {
    let mut table = vec![vec!["curve".to_owned(), plane.x.title.clone(), plane.y.title.clone()]];
    for curve in &plane.curves {
        for (x, y) in &curve.points {
            table.push(vec![curve.name.clone(), x.to_string(), y.to_string()]);
        }
    }
    for level in &plane.levels {
        table.push(vec![level.label.clone(), String::new(), level.value.to_string()]);
    }
    table
}
