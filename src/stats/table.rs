//! Levels by answers: the counts that every test of dependence starts from.
//!
//! ```text
//!              yes    no          rows: levels of the segment, in study order
//! small        300   132          columns: answers of the outcome, in study order
//! medium       480   185          a level nobody is in, an answer nobody gave: dropped
//! large        620   210
//! ```
//!
//! A [`Table`] can only be made with at least two rows, two columns and no empty margin, so that tests need not check
//! again; otherwise [`NoTest`] says why there is none (where R's `chisq.test` answers NaN).

use super::Count;

/// Why there is no test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTest {
    /// Nobody is in the base.
    EmptyBase,
    /// Everybody is in the same level.
    OneLevel,
    /// Everybody gave the same answer.
    ConstantOutcome,
    /// A trend was asked for, and all levels have the same score.
    OneScore,
    /// Strata: none of them has two groups and two answers.
    NoInformativeStratum,
}

impl NoTest {
    /// The reason in words, as it stands in `note`.
    pub fn reason(self) -> &'static str {
        match self {
            NoTest::EmptyBase => "the base is empty",
            NoTest::OneLevel => "only one level has respondents",
            NoTest::ConstantOutcome => "outcome does not vary",
            NoTest::OneScore => "all levels have the same score",
            NoTest::NoInformativeStratum => "no stratum holds both groups and both answers",
        }
    }
}

impl std::fmt::Display for NoTest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for NoTest {}

/// A table of counts with at least two rows and two columns, none of them empty. Counts up to 2^52.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    cells: Vec<Vec<u64>>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    total: u64,
    levels: Vec<usize>,
}

impl Table {
    /// A table from rows of counts (a row that is shorter than the others ends in zeros). Empty rows and columns are
    /// dropped.
    ///
    /// ```
    /// use paradox::stats::table::{NoTest, Table};
    /// let table = Table::new(&[vec![10, 20], vec![0, 0], vec![15, 5]])?;
    /// assert_eq!(table.rows(), 2);
    /// assert_eq!(table.levels(), [0, 2]);
    /// assert_eq!(Table::new(&[vec![10, 0], vec![20, 0]]), Err(NoTest::ConstantOutcome));
    /// # Ok::<(), NoTest>(())
    /// ```
    ///
    /// # Errors
    /// Why a table has no test: nobody, one level, a constant outcome.
    pub fn new(rows: &[Vec<u64>]) -> Result<Table, NoTest> {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<u64>, column: usize| row.get(column).copied().unwrap_or(0);
        let levels: Vec<usize> = (0..rows.len()).filter(|&row| rows[row].iter().any(|&n| n > 0)).collect();
        let columns: Vec<usize> = (0..width).filter(|&column| rows.iter().any(|row| cell(row, column) > 0)).collect();
        if levels.is_empty() {
            return Err(NoTest::EmptyBase);
        }
        if levels.len() == 1 {
            return Err(NoTest::OneLevel);
        }
        if columns.len() == 1 {
            return Err(NoTest::ConstantOutcome);
        }
        let cells: Vec<Vec<u64>> =
            levels.iter().map(|&row| columns.iter().map(|&column| cell(&rows[row], column)).collect()).collect();
        let row_totals: Vec<u64> = cells.iter().map(|row| row.iter().sum()).collect();
        let column_totals = (0..columns.len()).map(|column| cells.iter().map(|row| row[column]).sum()).collect();
        let total = row_totals.iter().sum();
        Ok(Table { cells, row_totals, column_totals, total, levels })
    }

    /// One row per level: yes, no.
    ///
    /// # Errors
    /// Why a table has no test: nobody, one level, a constant outcome.
    pub fn of_counts(counts: &[Count]) -> Result<Table, NoTest> {
        let rows: Vec<Vec<u64>> = counts.iter().map(|count| vec![count.yes, count.no()]).collect();
        Table::new(&rows)
    }

    /// The counts, row by row.
    pub fn cells(&self) -> &[Vec<u64>] {
        &self.cells
    }

    /// Number of levels with respondents.
    pub fn rows(&self) -> usize {
        self.row_totals.len()
    }

    /// Number of answers that anybody gave.
    pub fn columns(&self) -> usize {
        self.column_totals.len()
    }

    /// Base of each level.
    pub fn row_totals(&self) -> &[u64] {
        &self.row_totals
    }

    /// Respondents by answer.
    pub fn column_totals(&self) -> &[u64] {
        &self.column_totals
    }

    /// All respondents.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Which of the rows given to [`Table::new`] are left.
    pub fn levels(&self) -> &[usize] {
        &self.levels
    }

    /// Degrees of freedom of independence, (r - 1)(c - 1).
    pub fn df(&self) -> f64 {
        ((self.rows() - 1) * (self.columns() - 1)) as f64
    }

    /// Count expected in a cell if outcome and segment were independent.
    pub fn expected(&self, row: usize, column: usize) -> f64 {
        self.row_totals[row] as f64 * self.column_totals[column] as f64 / self.total as f64
    }

    /// The smallest expected count; below 5 the chi-square is not trusted.
    pub fn min_expected(&self) -> f64 {
        let least = |totals: &[u64]| totals.iter().copied().min().unwrap_or(0) as f64;
        least(&self.row_totals) * least(&self.column_totals) / self.total as f64
    }

    /// Every cell's share of its expected count beyond 1, observed / expected - 1, from integers: exactly 0 where the
    /// two agree, and full precision where they nearly do.
    pub(crate) fn excess(&self, row: usize, column: usize) -> f64 {
        let product = i128::from(self.row_totals[row]) * i128::from(self.column_totals[column]);
        let difference = i128::from(self.cells[row][column]) * i128::from(self.total) - product;
        difference as f64 / product as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_two_levels_or_two_answers_says_why_there_is_no_test() {
        assert_eq!(Table::new(&[]), Err(NoTest::EmptyBase));
        assert_eq!(Table::new(&[vec![0, 0], vec![0, 0]]), Err(NoTest::EmptyBase));
        assert_eq!(Table::new(&[vec![3, 4], vec![0, 0]]), Err(NoTest::OneLevel));
        assert_eq!(Table::new(&[vec![3, 0], vec![5, 0]]), Err(NoTest::ConstantOutcome));
        assert_eq!(Table::of_counts(&[Count { yes: 0, n: 5 }, Count { yes: 0, n: 6 }]), Err(NoTest::ConstantOutcome));
    }

    #[test]
    fn margins_add_up_and_empty_rows_and_columns_are_gone() {
        let table = Table::new(&[vec![1, 0, 2], vec![0, 0, 0], vec![3, 0, 4]]).expect("two levels, two answers");
        assert_eq!(table.cells(), [vec![1, 2], vec![3, 4]]);
        assert_eq!(table.levels(), [0, 2]);
        assert_eq!((table.row_totals(), table.column_totals(), table.total()), (&[3, 7][..], &[4, 6][..], 10));
        assert!((table.min_expected() - 1.2).abs() < 1e-15);
        assert!((table.expected(1, 1) - 4.2).abs() < 1e-15);
    }
}
