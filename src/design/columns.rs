//! Σw of sampling units, cell by cell: all that a design of one stage without squares needs of its respondents.

/// Σw of units by cell: of each cell that somebody is in the units that have it, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// How many units.
    pub(super) units: usize,
    /// Cells in their order, and where the units of each begin.
    cells: Vec<(u32, u32)>,
    units_of: Vec<u32>,
    weights: Vec<f64>,
}

impl Columns {
    /// So many units, and nobody in them yet.
    pub fn new(units: usize) -> Self {
        Columns { units, cells: Vec::new(), units_of: Vec::new(), weights: Vec::new() }
    }

    /// Adds Σw of a cell in a unit, cells in their order and within each the units; the same ones are added up.
    pub fn push(&mut self, cell: u32, unit: u32, weight: f64) {
        if self.cells.last().is_none_or(|(last, _)| *last != cell) {
            self.cells.push((cell, self.weights.len() as u32));
        } else if let (Some(last), Some(sum)) = (self.units_of.last(), self.weights.last_mut())
            && *last == unit
        {
            *sum += weight;
            return;
        }
        self.units_of.push(unit);
        self.weights.push(weight);
    }

    /// Each cell with the units that have it and their Σw.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, &[u32], &[f64])> {
        let ends = self.cells.iter().skip(1).map(|(_, start)| *start as usize).chain([self.weights.len()]);
        self.cells.iter().zip(ends).map(|(&(cell, start), end)| {
            let range = start as usize..end;
            (cell as usize, &self.units_of[range.clone()], &self.weights[range])
        })
    }

    /// The same of some cells, which rise, each by its position among them.
    pub(super) fn of<'a>(&'a self, cells: &'a [usize]) -> impl Iterator<Item = (usize, &'a [u32], &'a [f64])> {
        let mut left = self.cells.as_slice();
        cells.iter().enumerate().filter_map(move |(at, &cell)| {
            if left.first().is_some_and(|(first, _)| (*first as usize) < cell) {
                left = &left[left.partition_point(|(known, _)| (*known as usize) < cell)..];
            }
            let &(known, start) = left.first()?;
            let end = left.get(1).map_or(self.weights.len(), |(_, start)| *start as usize);
            let range = start as usize..end;
            (known as usize == cell).then(|| (at, &self.units_of[range.clone()], &self.weights[range]))
        })
    }

    /// How many units have one of some cells, which rise; `room` is for the work.
    pub(super) fn holding(&self, cells: &[usize], room: &mut Vec<bool>) -> u64 {
        room.clear();
        room.resize(self.units, false);
        for (_, units, _) in self.of(cells) {
            if units.len() == self.units {
                return self.units as u64;
            }
            units.iter().for_each(|&unit| room[unit as usize] = true);
        }
        room.iter().filter(|holds| **holds).count() as u64
    }

    /// Of every unit its cells and their Σw.
    pub(super) fn by_unit(&self) -> Vec<Vec<(usize, f64)>> {
        let mut of = vec![Vec::new(); self.units];
        for (cell, units, weights) in self.each() {
            units.iter().zip(weights).for_each(|(&unit, &weight)| of[unit as usize].push((cell, weight)));
        }
        of
    }

    /// Of every estimate the scores of all units, Σ slope · total, and their magnitudes, Σ |slope · total|.
    pub(super) fn scores(&self, slopes: &Slopes, scores: &mut Vec<f64>, magnitudes: &mut Vec<f64>) {
        for room in [&mut *scores, &mut *magnitudes] {
            room.clear();
            room.resize(slopes.estimates * self.units, 0.0);
        }
        for (at, units, weights) in self.of(&slopes.cells) {
            for (i, &slope) in slopes.of_cell(at).iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                let own = i * self.units..(i + 1) * self.units;
                let (scores, magnitudes) = (&mut scores[own.clone()], &mut magnitudes[own]);
                if units.len() == self.units {
                    // Every unit has the cell: nothing to look up.
                    for ((score, magnitude), weight) in scores.iter_mut().zip(magnitudes).zip(weights) {
                        *score += slope * weight;
                        *magnitude += (slope * weight).abs();
                    }
                } else {
                    for (&unit, &weight) in units.iter().zip(weights) {
                        scores[unit as usize] += slope * weight;
                        magnitudes[unit as usize] += (slope * weight).abs();
                    }
                }
            }
        }
    }
}

/// Gradients by cell: where every cell has no more than its Σw.
pub(super) struct Slopes {
    /// How many estimates.
    estimates: usize,
    /// The cells that have a slope for any of them, which rise.
    cells: Vec<usize>,
    /// Of each of them the slopes of all estimates.
    slopes: Vec<f64>,
}

impl Slopes {
    /// Those of all estimates.
    pub(super) fn of(gradients: &[Vec<f64>]) -> Self {
        let features = gradients.first().map_or(0, Vec::len);
        let has_slope = |&feature: &usize| gradients.iter().any(|gradient| gradient[feature] != 0.0);
        let cells: Vec<usize> = (0..features).filter(has_slope).collect();
        let slopes = cells.iter().flat_map(|&cell| gradients.iter().map(move |gradient| gradient[cell])).collect();
        Slopes { estimates: gradients.len(), cells, slopes }
    }

    /// Those of a cell, by its position among those with a slope.
    fn of_cell(&self, at: usize) -> &[f64] {
        &self.slopes[at * self.estimates..(at + 1) * self.estimates]
    }
}
