//! What is counted, table by table: for whoever counts elsewhere, and hands over cells.

use super::{Cubes, Question};

impl Cubes {
    /// The questions of each table, in the order in which [`Cubes::count_some`] numbers them.
    pub fn tables(&self) -> Vec<Vec<Question>> {
        let cubes = self.cubes.iter().map(|cube| vec![cube.rows, cube.columns]);
        let standardised = self.standardised.iter().map(|of| vec![of.cube.rows, of.cube.columns]);
        let patterns = self.patterns.iter().map(|of| {
            let segments = of.segments().iter().map(|&segment| Question::Segment(segment));
            segments.chain([Question::Outcome(of.outcome())]).collect()
        });
        let scales = self.scales.iter().map(|scale| vec![Question::Outcome(scale.outcome())]);
        let numbers = self.numbers.iter().map(|cube| vec![cube.rows, Question::Outcome(cube.outcome)]);
        cubes.chain(standardised).chain(patterns).chain(scales).chain(numbers).collect()
    }
}
