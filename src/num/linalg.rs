//! Small dense matrices: what covariances, Wald tests and regressions need.
//!
//! ```text
//! b' V⁻¹ b      quadratic_inverse      is this vector of estimates far from 0, in units of its covariance?
//! V = L L'      Cholesky               of V scaled to a diagonal of ones, so that units do not matter
//! λ(V)          symmetric_eigenvalues  by rotations (Jacobi 1846)
//! rank          Basis                  rows taken one at a time; a row that the others already span adds nothing
//! ```
//!
//! A few dozen rows and columns are meant, stored by rows. What is singular is answered with `None`, after a tolerance
//! that stands here once.

use std::ops::{Index, IndexMut};

/// A pivot of a scaled symmetric matrix (diagonal of ones) below this is 0: the row depends on those before it.
pub const SINGULAR_BELOW: f64 = 1e-12;

/// Rotations stop when what is off the diagonal is this small, relative to the matrix.
const JACOBI_TOLERANCE: f64 = 1e-30;

/// Sweeps over all pairs; ten are usual for large matrices.
const JACOBI_SWEEPS: u32 = 60;

/// Rows by columns of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// All 0.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Matrix { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// Row i, column j is `value(i, j)`.
    pub fn from_fn(rows: usize, columns: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let mut matrix = Matrix::zeros(rows, columns);
        for i in 0..rows {
            for j in 0..columns {
                matrix[(i, j)] = value(i, j);
            }
        }
        matrix
    }

    /// These rows, all as long as the first.
    pub fn from_rows(rows: &[Vec<f64>]) -> Self {
        Matrix::from_fn(rows.len(), rows.first().map_or(0, Vec::len), |i, j| rows[i][j])
    }

    /// Ones on the diagonal.
    pub fn identity(size: usize) -> Self {
        Matrix::from_fn(size, size, |i, j| f64::from(u8::from(i == j)))
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// The diagonal.
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.rows.min(self.columns)).map(|i| self[(i, i)]).collect()
    }

    /// Sum of the diagonal.
    pub fn trace(&self) -> f64 {
        self.diagonal().iter().sum()
    }

    /// Rows become columns.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Matrix::from_fn(self.columns, self.rows, |i, j| self[(j, i)])
    }

    /// The product with a matrix that has as many rows as this one has columns.
    ///
    /// ```
    /// use paradox::num::linalg::Matrix;
    /// let a = Matrix::from_rows(&[vec![1.0, 2.0], vec![3.0, 4.0]]);
    /// assert_eq!(a.times(&Matrix::identity(2)), a);
    /// ```
    #[must_use]
    pub fn times(&self, other: &Matrix) -> Self {
        let mut product = Matrix::zeros(self.rows, other.columns);
        for i in 0..self.rows {
            for k in 0..self.columns {
                let factor = self[(i, k)];
                if factor != 0.0 {
                    for j in 0..other.columns {
                        product[(i, j)] += factor * other[(k, j)];
                    }
                }
            }
        }
        product
    }

    /// The product with a vector.
    #[must_use]
    pub fn times_vector(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), vector)).collect()
    }

    /// This plus another of the same size.
    #[must_use]
    pub fn plus(&self, other: &Matrix) -> Self {
        Matrix::from_fn(self.rows, self.columns, |i, j| self[(i, j)] + other[(i, j)])
    }

    /// Every number times a factor.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Matrix { values: self.values.iter().map(|value| value * factor).collect(), ..self.clone() }
    }

    /// The rows and columns with these numbers, in this order.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        Matrix::from_fn(indices.len(), indices.len(), |i, j| self[(indices[i], indices[j])])
    }

    /// J V J': the covariance of `J x` if this is the covariance of x.
    #[must_use]
    pub fn sandwich(&self, jacobian: &Matrix) -> Self {
        jacobian.times(self).times(&jacobian.transposed())
    }

    /// a' V b.
    pub fn bilinear(&self, a: &[f64], b: &[f64]) -> f64 {
        dot(a, &self.times_vector(b))
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.values[row * self.columns + column]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.values[row * self.columns + column]
    }
}

/// Σ a b.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A symmetric, positive definite matrix taken apart: V = D L L' D with D the roots of its diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    scale: Vec<f64>,
    lower: Matrix,
}

impl Cholesky {
    /// `None` where the matrix is singular to [`SINGULAR_BELOW`], or not a covariance at all.
    pub fn new(matrix: &Matrix) -> Option<Self> {
        let size = matrix.rows;
        let scale: Vec<f64> = matrix.diagonal().iter().map(|variance| variance.sqrt()).collect();
        if !scale.iter().all(|root| *root > 0.0 && root.is_finite()) {
            return None;
        }
        let mut lower = Matrix::zeros(size, size);
        for i in 0..size {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| lower[(i, k)] * lower[(j, k)]).sum();
                let rest = matrix[(i, j)] / scale[i] / scale[j] - known;
                if i != j {
                    lower[(i, j)] = rest / lower[(j, j)];
                } else if rest > SINGULAR_BELOW {
                    lower[(i, i)] = rest.sqrt();
                } else {
                    return None; // also NaN
                }
            }
        }
        Some(Cholesky { scale, lower })
    }

    /// The x with V x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.whiten(b);
        let size = x.len();
        for i in (0..size).rev() {
            let known: f64 = (i + 1..size).map(|k| self.lower[(k, i)] * x[k]).sum();
            x[i] = (x[i] - known) / self.lower[(i, i)];
        }
        x.iter().zip(&self.scale).map(|(x, scale)| x / scale).collect()
    }

    /// V⁻¹.
    pub fn inverse(&self) -> Matrix {
        let size = self.scale.len();
        let columns: Vec<Vec<f64>> = (0..size)
            .map(|j| self.solve(&(0..size).map(|i| f64::from(u8::from(i == j))).collect::<Vec<_>>()))
            .collect();
        // Both halves are the same up to rounding; their mean is symmetric.
        Matrix::from_fn(size, size, |i, j| 0.5 * (columns[j][i] + columns[i][j]))
    }

    /// L⁻¹ D⁻¹ b, whose square is b' V⁻¹ b.
    fn whiten(&self, b: &[f64]) -> Vec<f64> {
        let mut z: Vec<f64> = b.iter().zip(&self.scale).map(|(b, scale)| b / scale).collect();
        for i in 0..z.len() {
            let known: f64 = (0..i).map(|k| self.lower[(i, k)] * z[k]).sum();
            z[i] = (z[i] - known) / self.lower[(i, i)];
        }
        z
    }
}

/// b' V⁻¹ b, the distance of Mahalanobis; `None` where V is singular.
///
/// ```
/// use paradox::num::linalg::{Matrix, quadratic_inverse};
/// let covariance = Matrix::from_rows(&[vec![4.0, 0.0], vec![0.0, 9.0]]);
/// assert_eq!(quadratic_inverse(&covariance, &[2.0, 6.0]), Some(5.0));
/// ```
pub fn quadratic_inverse(covariance: &Matrix, estimate: &[f64]) -> Option<f64> {
    Cholesky::new(covariance).map(|factor| factor.whiten(estimate).iter().map(|z| z * z).sum())
}

/// Eigenvalues of a symmetric matrix, largest first.
///
/// ```
/// use paradox::num::linalg::{Matrix, symmetric_eigenvalues};
/// let values = symmetric_eigenvalues(&Matrix::from_rows(&[vec![2.0, 1.0], vec![1.0, 2.0]]));
/// assert!((values[0] - 3.0).abs() < 1e-14 && (values[1] - 1.0).abs() < 1e-14);
/// ```
pub fn symmetric_eigenvalues(matrix: &Matrix) -> Vec<f64> {
    let size = matrix.rows;
    let mut a = matrix.clone();
    let total: f64 = a.values.iter().map(|value| value * value).sum();
    for _ in 0..JACOBI_SWEEPS {
        let off: f64 = (0..size).flat_map(|i| (0..i).map(move |j| (i, j))).map(|at| a[at] * a[at]).sum();
        if off <= JACOBI_TOLERANCE * total {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut a, p, q);
            }
        }
    }
    let mut values = a.diagonal();
    values.sort_by(|x, y| y.total_cmp(x));
    values
}

/// Turns rows and columns p and q so that their common element becomes 0.
fn rotate(a: &mut Matrix, p: usize, q: usize) {
    if a[(p, q)] == 0.0 {
        return;
    }
    let theta = (a[(q, q)] - a[(p, p)]) / (2.0 * a[(p, q)]);
    let tangent = 1.0_f64.copysign(theta) / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for k in 0..a.rows {
        let (x, y) = (a[(k, p)], a[(k, q)]);
        a[(k, p)] = cosine * x - sine * y;
        a[(k, q)] = sine * x + cosine * y;
    }
    for k in 0..a.rows {
        let (x, y) = (a[(p, k)], a[(q, k)]);
        a[(p, k)] = cosine * x - sine * y;
        a[(q, k)] = sine * x + cosine * y;
    }
}

/// Directions that a number of rows span; its size is their rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    columns: usize,
    tolerance: f64,
    directions: Vec<Vec<f64>>,
}

impl Basis {
    /// Spans nothing yet. A row of which less than `tolerance` (relative to it) is new adds nothing.
    pub fn new(columns: usize, tolerance: f64) -> Self {
        Basis { columns, tolerance, directions: Vec::new() }
    }

    /// How many independent rows there were.
    pub fn rank(&self) -> usize {
        self.directions.len()
    }

    /// Takes a row in; whether it was independent of those before.
    ///
    /// ```
    /// let mut basis = paradox::num::linalg::Basis::new(3, 1e-9);
    /// assert!(basis.add(&[1.0, 0.0, 1.0]) && basis.add(&[0.0, 1.0, 0.0]));
    /// assert!(!basis.add(&[2.0, -7.0, 2.0]));
    /// ```
    pub fn add(&mut self, row: &[f64]) -> bool {
        let length = dot(row, row).sqrt();
        if self.directions.len() == self.columns || length == 0.0 {
            return false;
        }
        let mut rest: Vec<f64> = row.iter().map(|value| value / length).collect();
        // Twice: what the first pass leaves of the known directions by rounding, the second takes away.
        for _ in 0..2 {
            for direction in &self.directions {
                let along = dot(direction, &rest);
                rest.iter_mut().zip(direction).for_each(|(value, d)| *value -= along * d);
            }
        }
        let new = dot(&rest, &rest).sqrt();
        if new <= self.tolerance {
            return false;
        }
        self.directions.push(rest.iter().map(|value| value / new).collect());
        true
    }

    /// Takes in all that another one spans.
    pub fn merge(&mut self, other: &Basis) {
        for direction in &other.directions {
            self.add(direction);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hilbert's matrix plus a diagonal: correlated, but far from singular.
    fn covariance(size: usize) -> Matrix {
        Matrix::from_fn(size, size, |i, j| 1.0 / (i + j + 1) as f64 + if i == j { 0.1 } else { 0.0 })
    }

    #[test]
    fn solving_undoes_multiplying() {
        for size in [1, 2, 7, 20] {
            let matrix = covariance(size);
            let x: Vec<f64> = (0..size).map(|i| (i as f64 - 3.0).sin()).collect();
            let factor = Cholesky::new(&matrix).expect("positive definite");
            let back = factor.solve(&matrix.times_vector(&x));
            assert!(x.iter().zip(&back).all(|(x, back)| (x - back).abs() < 1e-12), "{size}");
            let product = factor.inverse().times(&matrix);
            assert!(
                (0..size).all(|i| (0..size).all(|j| (product[(i, j)] - f64::from(u8::from(i == j))).abs() < 1e-11))
            );
        }
    }

    /// Measuring one estimate in percent and another in points must change no test.
    #[test]
    fn units_change_no_quadratic_form_and_no_singularity() {
        let matrix = covariance(4);
        let scale = [1e-9, 1.0, 1e12, 3.0];
        let scaled = Matrix::from_fn(4, 4, |i, j| matrix[(i, j)] * scale[i] * scale[j]);
        let b = [1.0, -2.0, 0.5, 3.0];
        let of_scaled: Vec<f64> = b.iter().zip(scale).map(|(b, scale)| b * scale).collect();
        let (one, other) = (quadratic_inverse(&matrix, &b), quadratic_inverse(&scaled, &of_scaled));
        assert!((one.expect("regular") / other.expect("regular") - 1.0).abs() < 1e-12);
        let singular = Matrix::from_fn(2, 2, |i, j| scale[i] * scale[j]);
        assert_eq!(quadratic_inverse(&singular, &[1.0, 1.0]), None);
        assert_eq!(quadratic_inverse(&Matrix::zeros(2, 2), &[1.0, 1.0]), None);
        assert_eq!(quadratic_inverse(&Matrix::from_rows(&[vec![f64::NAN]]), &[1.0]), None);
    }

    #[test]
    fn eigenvalues_add_up_to_the_trace_and_their_squares_to_the_square() {
        for size in [1, 3, 12] {
            let matrix = covariance(size);
            let values = symmetric_eigenvalues(&matrix);
            let squares: f64 = values.iter().map(|value| value * value).sum();
            assert!((values.iter().sum::<f64>() - matrix.trace()).abs() < 1e-12);
            assert!((squares - matrix.times(&matrix).trace()).abs() < 1e-12);
            assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
        }
    }

    #[test]
    fn the_rank_of_joined_bases_is_that_of_all_rows() {
        let rows: Vec<Vec<f64>> = (0..9).map(|i| (0..5).map(|j| ((i % 4) * j) as f64 + 1.0).collect()).collect();
        let (mut all, mut first, mut second) = (Basis::new(5, 1e-9), Basis::new(5, 1e-9), Basis::new(5, 1e-9));
        for (i, row) in rows.iter().enumerate() {
            all.add(row);
            if i < 2 {
                first.add(row)
            } else {
                second.add(row)
            };
        }
        first.merge(&second);
        assert_eq!((all.rank(), first.rank()), (2, 2));
    }
}
