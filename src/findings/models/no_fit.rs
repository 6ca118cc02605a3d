//! Why a model has no fit, in the names of the study.

use super::Fitting;
use crate::findings::words;
use crate::stats::logistic::NoFit;

impl Fitting<'_> {
    /// The reason, and what to do.
    pub(super) fn why(&self, no_fit: &NoFit) -> String {
        match no_fit {
            NoFit::EmptyBase => "nobody answered and has a level of every segment".into(),
            NoFit::ConstantOutcome => "all gave the same answer".into(),
            NoFit::Separation { columns, patterns } => {
                let is_separated = self.flagged(patterns);
                let levels = self.separated(&is_separated);
                let whose = if levels.is_empty() { self.named(columns) } else { levels };
                format!(
                    "separation: {} tells the answer of {} exactly, and the odds ratio has no finite estimate; merge \
                     levels, or leave the segment out",
                    words::and(&whose),
                    words::respondents(self.sample.count(&|cell| is_separated[cell / 2]).n),
                )
            }
            NoFit::Collinear { columns } => format!(
                "collinear: {} follows from the terms before it; leave one of the segments out",
                words::and(&self.named(columns))
            ),
            NoFit::NotConverged { steps, .. } => format!("the fit did not converge in {steps} steps"),
            NoFit::NoVariance => "the design gives the coefficients no variance".into(),
        }
    }

    fn flagged(&self, patterns: &[usize]) -> Vec<bool> {
        let mut flags = vec![false; self.patterns.len()];
        patterns.iter().for_each(|&pattern| flags[pattern] = true);
        flags
    }

    /// Levels all of whose patterns are separated: "size = 500-1000".
    fn separated(&self, is_separated: &[bool]) -> Vec<String> {
        let mut named = Vec::new();
        for (at, present) in self.columns.present.iter().enumerate() {
            let segment = &self.study.segments[self.segments[at]];
            for &level in present {
                let mut own = self.patterns.iter().zip(is_separated).filter(|(levels, _)| levels[at] == level);
                if own.all(|(_, separated)| *separated) {
                    named.push(format!("{} = {}", segment.name, segment.levels[level]));
                }
            }
        }
        named
    }

    /// Columns in the names of the study: "size*sector = 500-1000*Retail".
    pub(super) fn named(&self, columns: &[usize]) -> Vec<String> {
        let name = |&at: &usize| match at.checked_sub(1).and_then(|at| self.columns.list.get(at)) {
            Some(column) => {
                format!("{} = {}", self.columns.name(self.study, column.term), self.columns.level(self.study, column))
            }
            None => "the intercept".to_owned(),
        };
        columns.iter().map(name).collect()
    }
}
