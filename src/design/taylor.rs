//! Variance by linearisation, with units drawn within strata.
//!
//! ```text
//! V = Σ_h (1 - f_h) n_h/(n_h - 1) Σ_j (u_hj - ū_h)²        u_hj = Σ_features gradient · total of unit j
//! ```
//!
//! n_h counts the units of the whole sample, also those with nobody of the domain: they are zeros. Where no unit is
//! declared, every respondent is one, and Σ_j u² needs no respondents: of a cell with gradient a it is a² Σw² (with
//! numbers x = (1, y…) the form a' (Σ w² x x') a). So n, Σw and Σw² of each cell carry the variance exactly, and memory
//! does not grow with rows.
//!
//! A finite population correction at several stages adds, for every unit, its share f of the variance within it
//! (`svyrecvar`); without one only the first stage counts. Oracle: `svymean`, `svyby`, `svytotal`; goldens `svy-*`.

use super::columns::Slopes;
use super::lonely::{DesignError, Lonely};
use super::strata::{CellSums, Content, Stratum, Unit};
use super::{CellCount, Layout};
use crate::num::linalg::Matrix;

/// A total over units is noise below this share of what was added up.
const ROUNDING_OF_UNITS: f64 = 1e-12;

/// A sum of squares is noise below this share of the squares before the mean was taken away.
const ROUNDING_OF_SQUARES: f64 = 1e-13;

/// From this share of the population on nothing is left to chance: R's rule.
const EVERYBODY_DRAWN: f64 = 1.0 - 1e-7;

/// Totals of a stratified, clustered sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    layout: Layout,
    lonely: Lonely,
    strata: Vec<Stratum>,
    totals: Vec<f64>,
    cells: Vec<CellCount>,
}

/// What strata add to a covariance.
struct Sums {
    covariance: Matrix,
    /// Variance that rounding alone may produce, per value.
    rounding: Vec<f64>,
    slopes: Slopes,
    /// Room for the work on a stratum.
    scores: Vec<f64>,
    magnitudes: Vec<f64>,
}

impl Totals {
    /// A sample of these strata. `cells` has the respondents and weights of every cell of the layout.
    ///
    /// # Errors
    ///
    /// A stratum with one unit where `lonely` says so, or with more units than its population.
    pub fn new(
        layout: Layout,
        strata: Vec<Stratum>,
        cells: Vec<CellCount>,
        lonely: Lonely,
    ) -> Result<Self, DesignError> {
        if lonely == Lonely::Fail {
            refuse_lonely(&strata)?;
        }
        let mut totals = vec![0.0; layout.features()];
        for stratum in &strata {
            let mut add = |sums: &CellSums| {
                let start = layout.weight(sums.cell);
                totals[start..].iter_mut().zip(&sums.totals).for_each(|(total, more)| *total += more);
            };
            match &stratum.content {
                Content::Respondents(cells) => cells.iter().for_each(&mut add),
                Content::Units(units) => units.iter().flat_map(|unit| &unit.cells).for_each(&mut add),
                Content::Columns(columns) => {
                    for (cell, _, weights) in columns.each() {
                        weights.iter().for_each(|weight| totals[layout.weight(cell)] += weight);
                    }
                }
            }
        }
        Ok(Totals { layout, lonely, strata, totals, cells })
    }

    /// Which feature stands where.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The features.
    pub fn totals(&self) -> &[f64] {
        &self.totals
    }

    /// Respondents and weights of every cell.
    pub fn cells(&self) -> &[CellCount] {
        &self.cells
    }

    /// The strata of the first stage.
    pub fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    /// What was chosen for strata with one unit.
    pub fn lonely(&self) -> Lonely {
        self.lonely
    }

    /// Units of a domain less strata, counting only those that hold a member of it; 0 for nobody.
    pub fn df(&self, domain: &dyn Fn(usize) -> bool) -> f64 {
        let units = self.units_by_stratum(domain);
        let strata = units.iter().filter(|units| **units > 0).count() as u64;
        (units.iter().sum::<u64>() - strata) as f64
    }

    /// How many units hold a member of the domain.
    pub fn units(&self, domain: &dyn Fn(usize) -> bool) -> u64 {
        self.units_by_stratum(domain).iter().sum()
    }

    fn units_by_stratum(&self, domain: &dyn Fn(usize) -> bool) -> Vec<u64> {
        let inside: Vec<bool> = (0..self.layout.cells).map(domain).collect();
        let holds = |unit: &&Unit| unit.cells.iter().any(|sums| sums.n > 0 && inside[sums.cell]);
        let cells: Vec<usize> = (0..inside.len()).filter(|&cell| inside[cell]).collect();
        let mut room = Vec::new();
        let of_stratum = |stratum: &Stratum| match &stratum.content {
            Content::Respondents(cells) => cells.iter().filter(|sums| inside[sums.cell]).map(|sums| sums.n).sum(),
            Content::Units(units) => units.iter().filter(holds).count() as u64,
            Content::Columns(columns) => columns.holding(&cells, &mut room),
        };
        self.strata.iter().map(of_stratum).collect()
    }

    /// Covariance of estimates with these gradients, one row per estimate, whose domain is where they have a slope.
    pub fn covariance(&self, gradients: &[Vec<f64>]) -> Option<Matrix> {
        self.covariance_in(gradients, None)
    }

    /// The same with the features of the domain; `None` where every stratum with a member is lonely and takes the average
    /// of none.
    pub fn covariance_in(&self, gradients: &[Vec<f64>], domain: Option<&[usize]>) -> Option<Matrix> {
        let has_slope = |feature: usize| gradients.iter().any(|gradient| gradient[feature] != 0.0);
        let mut inside: Vec<bool> = (0..self.layout.features()).map(has_slope).collect();
        domain.into_iter().flatten().for_each(|&feature| inside[feature] = true);
        let (covariance, rounding) = (Matrix::zeros(gradients.len(), gradients.len()), vec![0.0; gradients.len()]);
        let mut sums =
            Sums { covariance, rounding, slopes: Slopes::of(gradients), scores: Vec::new(), magnitudes: Vec::new() };
        self.add_strata(&self.strata, (gradients, &inside), 1.0, &mut sums)?;
        let zero: Vec<bool> = (0..gradients.len()).map(|i| sums.covariance[(i, i)] <= sums.rounding[i]).collect();
        Some(Matrix::from_fn(gradients.len(), gradients.len(), |i, j| {
            if zero[i] || zero[j] { 0.0 } else { sums.covariance[(i, j)] }
        }))
    }

    /// Adds what these strata, drawn with this probability, add to V.
    fn add_strata(
        &self,
        strata: &[Stratum],
        (gradients, inside): (&[Vec<f64>], &[bool]),
        drawn: f64,
        sums: &mut Sums,
    ) -> Option<()> {
        let averaging = self.lonely == Lonely::Average;
        let factor = if averaging {
            let occupied = strata.iter().filter(|stratum| self.is_occupied(stratum, inside));
            let (all, usable) =
                occupied.fold((0, 0), |(all, usable), stratum| (all + 1, usable + u32::from(!is_lonely(stratum))));
            if usable == 0 {
                if all > 0 {
                    return None;
                }
                return Some(());
            }
            f64::from(all) / f64::from(usable)
        } else {
            1.0
        };
        for stratum in strata {
            if !(averaging && is_lonely(stratum)) {
                self.add_stratum(stratum, gradients, drawn * factor, sums);
            }
            if let Content::Units(units) = &stratum.content {
                for unit in units {
                    self.add_strata(&unit.within, (gradients, inside), drawn * stratum.fraction, sums)?;
                }
            }
        }
        Some(())
    }

    /// Whether anybody in the stratum belongs to the domain.
    fn is_occupied(&self, stratum: &Stratum, inside: &[bool]) -> bool {
        let counts = |sums: &CellSums| {
            let features = self.layout.weight(sums.cell)..self.layout.weight(sums.cell + 1);
            sums.n > 0 && inside[features].contains(&true)
        };
        match &stratum.content {
            Content::Respondents(cells) => cells.iter().any(counts),
            Content::Units(units) => units.iter().flat_map(|unit| &unit.cells).any(counts),
            Content::Columns(columns) => columns.each().any(|(cell, ..)| inside[cell]),
        }
    }

    fn add_stratum(&self, stratum: &Stratum, gradients: &[Vec<f64>], factor: f64, sums: &mut Sums) {
        let n = stratum.units as f64;
        if stratum.fraction >= EVERYBODY_DRAWN || stratum.units == 0 {
            return;
        }
        let alone = stratum.units == 1;
        let centred = !(alone && self.lonely == Lonely::Adjust);
        let scale = factor * (1.0 - stratum.fraction) * if alone { 1.0 } else { n / (n - 1.0) };
        let size = gradients.len();
        match &stratum.content {
            Content::Units(units) => {
                let mut scores = vec![0.0; size * units.len()];
                for (at, unit) in units.iter().enumerate() {
                    let (score, magnitude) = self.scores(&unit.cells, gradients);
                    for (rounding, magnitude) in sums.rounding.iter_mut().zip(magnitude) {
                        *rounding += scale * (ROUNDING_OF_UNITS * magnitude).powi(2);
                    }
                    score.into_iter().enumerate().for_each(|(i, score)| scores[i * units.len() + at] = score);
                }
                add_products(&mut scores, (units.len(), stratum.units), (centred, scale), &mut sums.covariance);
            }
            Content::Columns(columns) => {
                let Sums { covariance, rounding, slopes, scores, magnitudes } = sums;
                columns.scores(slopes, scores, magnitudes);
                for (rounding, magnitudes) in rounding.iter_mut().zip(magnitudes.chunks_exact(columns.units.max(1))) {
                    let noise = |magnitude: &f64| (ROUNDING_OF_UNITS * magnitude).powi(2);
                    *rounding += scale * magnitudes.iter().map(noise).sum::<f64>();
                }
                add_products(scores, (columns.units, stratum.units), (centred, scale), covariance);
            }
            Content::Respondents(cells) => {
                let (total, _) = self.scores(cells, gradients);
                let mut squares = Matrix::zeros(size, size);
                for cell in cells {
                    self.add_squares(cell, gradients, &mut squares);
                }
                for i in 0..size {
                    sums.rounding[i] += scale * ROUNDING_OF_SQUARES * squares[(i, i)];
                    for j in 0..size {
                        let of_mean = if centred { total[i] * total[j] / n } else { 0.0 };
                        sums.covariance[(i, j)] += scale * (squares[(i, j)] - of_mean);
                    }
                }
            }
        }
    }

    /// Σ gradient · total, and Σ |gradient · total|, for every estimate.
    fn scores(&self, cells: &[CellSums], gradients: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
        let of = |gradient: &Vec<f64>| {
            let (mut sum, mut magnitude) = (0.0, 0.0);
            for cell in cells {
                for (slope, total) in gradient[self.layout.weight(cell.cell)..].iter().zip(&cell.totals) {
                    sum += slope * total;
                    magnitude += (slope * total).abs();
                }
            }
            (sum, magnitude)
        };
        gradients.iter().map(of).unzip()
    }

    /// Adds Σ u u' over the respondents of a cell: a' (Σ w² x x') b.
    fn add_squares(&self, cell: &CellSums, gradients: &[Vec<f64>], squares: &mut Matrix) {
        let features = self.layout.weight(cell.cell)..self.layout.weight(cell.cell + 1);
        let slopes: Vec<&[f64]> = gradients.iter().map(|gradient| &gradient[features.clone()]).collect();
        for (i, a) in slopes.iter().enumerate() {
            for (j, b) in slopes.iter().enumerate() {
                let mut at = 0;
                let mut sum = 0.0;
                for row in 0..a.len() {
                    for column in 0..row {
                        sum += cell.squares[at] * (a[row] * b[column] + a[column] * b[row]);
                        at += 1;
                    }
                    sum += cell.squares[at] * a[row] * b[row];
                    at += 1;
                }
                squares[(i, j)] += sum;
            }
        }
    }
}

/// Adds Σ (u - ū)(u - ū)' over the units of a stratum, given the scores of those that are listed, estimate by estimate;
/// leaves the scores less their means.
fn add_products(
    scores: &mut [f64],
    (listed, all): (usize, u64),
    (centred, scale): (bool, f64),
    covariance: &mut Matrix,
) {
    let each = listed.max(1);
    let centre = |own: &mut [f64]| {
        let mean = if centred { own.iter().sum::<f64>() / all as f64 } else { 0.0 };
        own.iter_mut().for_each(|score| *score -= mean);
        mean
    };
    let means: Vec<f64> = scores.chunks_exact_mut(each).map(centre).collect();
    // Units that are not listed hold nobody: each is a 0, away from the mean by the mean.
    let absent = all.saturating_sub(listed as u64) as f64;
    for (i, a) in scores.chunks_exact(each).enumerate() {
        for (j, b) in scores.chunks_exact(each).take(i + 1).enumerate() {
            let products: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            let sum = scale * (products + absent * means[i] * means[j]);
            covariance[(i, j)] += sum;
            if i != j {
                covariance[(j, i)] += sum;
            }
        }
    }
}

fn is_lonely(stratum: &Stratum) -> bool {
    stratum.units == 1 && stratum.fraction < EVERYBODY_DRAWN
}

/// Refuses strata with one unit, of the first stage that has any, all at once.
fn refuse_lonely(strata: &[Stratum]) -> Result<(), DesignError> {
    let mut level: Vec<&Stratum> = strata.iter().collect();
    let mut stage = 1;
    while !level.is_empty() {
        let strata: Vec<usize> = level.iter().filter(|of| is_lonely(of)).map(|of| of.number).collect();
        if !strata.is_empty() {
            return Err(DesignError::LonelyUnits { strata, stage });
        }
        let within = level.into_iter().flat_map(|of| match &of.content {
            Content::Units(units) => units.as_slice(),
            Content::Respondents(_) | Content::Columns(_) => &[],
        });
        level = within.flat_map(|unit| &unit.within).collect();
        stage += 1;
    }
    Ok(())
}
