//! What the study asks of the columns of a file: each column once, with every use of it.

use std::collections::HashMap;

use super::{Check, Coder, Column, Ids, Row, Source, Use};
use crate::block::{NO_LEVEL, NOT_ASKED};
use crate::error::{Error, Result};
use crate::load::drawn::Drawn;
use crate::load::header::Header;
use crate::load::labels::{ColumnLabels, Labels};
use crate::load::place::Place;
use crate::study::{Answer, ColumnRef, Condition, Study, needed_columns};

impl<'a> Coder<'a> {
    /// A coder for the columns of a file.
    ///
    /// # Errors
    /// Every column that the study needs and the file lacks, at once; a column whose codes cannot be told apart.
    pub fn new(study: &'a Study, header: &Header, labels: &Labels, place: &Place) -> Result<Self> {
        if let Some(error) = Error::all(header.lacking(&needed_columns(study))) {
            return Err(error);
        }
        let mut coder = Coder {
            study,
            columns: Vec::new(),
            column_conditions: Vec::new(),
            complete: Vec::new(),
            domain: Vec::new(),
            sources: Vec::new(),
            bases: Vec::new(),
            means: Vec::new(),
            subgroups: Vec::new(),
            ids: None,
            drawn: Drawn::new(study, header)?,
            synthetic_at: (0..header.len()).filter(|&at| header.is_synthetic(at)).collect(),
            synthetic: false,
            in_domain: 0,
            row: Row::default(),
        };
        for (s, segment) in study.segments.iter().enumerate() {
            coder.add(header, &segment.column, Use::Segment(s))?;
        }
        for (o, outcome) in study.outcomes.iter().enumerate() {
            let source = coder.source(header, o, &outcome.answer)?;
            coder.sources.push(source);
        }
        coder.complete = coder.checks(header, &study.data.complete)?;
        coder.domain = coder.checks(header, &study.domain)?;
        for outcome in &study.outcomes {
            let mut checks = coder.checks(header, &outcome.base.conditions)?;
            if let Some(any) = &outcome.base.ticked_any {
                checks.push(Check::Any(coder.checks(header, &any.options)?));
            }
            coder.bases.push(checks);
        }
        for (_, subgroup) in study.subgroups() {
            let checks = coder.checks(header, &subgroup)?;
            coder.subgroups.push(checks);
        }
        if let Some(id) = &study.data.id {
            coder.ids = Some(Ids { at: header.find(id)?, first_lines: HashMap::new() });
        }
        let mut clashes = Vec::new();
        for column in &mut coder.columns {
            column.labels = labels.column(column.at);
            clashes.extend(column.labels.clash_error(&place.file(), &column.name));
        }
        if let Some(error) = Error::all(clashes) {
            return Err(error);
        }
        coder.row = Row {
            texts: vec![0; coder.columns.len()],
            segments: vec![NO_LEVEL; study.segments.len()],
            outcomes: vec![NOT_ASKED; study.outcomes.len()],
            conditions: vec![false; coder.column_conditions.len()],
        };
        Ok(coder)
    }

    /// Where the answer of an outcome comes from; its columns are known from then on.
    fn source(&mut self, header: &Header, outcome: usize, answer: &Answer) -> Result<Source> {
        Ok(match answer {
            Answer::Parts { of, needed } => Source::Parts(of.clone(), *needed),
            Answer::Ticked { columns, yes } => {
                let ticked: Vec<Condition> = columns.iter().map(|c| Condition::ticked(c, yes.as_deref())).collect();
                Source::Ticked(Check::Any(self.checks(header, &ticked)?))
            }
            Answer::YesNo { column, .. }
            | Answer::Bands { column, .. }
            | Answer::Contains { column, .. }
            | Answer::Nominal { column, .. } => Source::Cell(self.add(header, column, Use::Outcome(outcome))?.0),
            Answer::Mean { number, .. } if number.is_scale() => {
                let each = number.columns.iter().enumerate();
                let items = each.map(|(item, column)| self.add(header, column, Use::Item { outcome, item }));
                let items = items.collect::<Result<_>>()?;
                self.means.push((outcome, None));
                Source::Items(items)
            }
            Answer::Mean { number, .. } => {
                let cell = self.add(header, &number.columns[0], Use::Outcome(outcome))?;
                self.means.push((outcome, Some(cell)));
                Source::Cell(cell.0)
            }
            Answer::When { any, .. } => {
                let mut alternatives = Vec::new();
                for all in any {
                    let holds = self.checks(header, all)?;
                    let mut known = Vec::new();
                    for condition in all {
                        known.push(self.known(header, condition)?);
                    }
                    alternatives.push(holds.into_iter().zip(known).collect());
                }
                Source::When(alternatives)
            }
        })
    }

    /// Asks a column for something; its position, and that of the use.
    fn add(&mut self, header: &Header, column: &ColumnRef, used: Use) -> Result<(usize, usize)> {
        let at = header.find(column)?;
        let known = self.columns.iter().position(|c| c.at == at).unwrap_or_else(|| {
            let (name, ids) = (header.name(at), HashMap::new());
            let labels = ColumnLabels::default();
            self.columns.push(Column { at, name, labels, uses: Vec::new(), ids, texts: Vec::new() });
            self.columns.len() - 1
        });
        self.columns[known].uses.push(used);
        Ok((known, self.columns[known].uses.len() - 1))
    }

    /// Whether it is known that a condition on a column holds or not: its value is listed, or it is answered.
    fn known(&mut self, header: &Header, condition: &Condition) -> Result<Check> {
        let mut either = vec![condition.clone()];
        either.extend(condition.column().map(|column| Condition::Answered { column: column.clone() }));
        match condition {
            Condition::Answered { .. } => Ok(Check::Always),
            _ => Ok(Check::Any(self.checks(header, &either)?)),
        }
    }

    fn checks(&mut self, header: &Header, conditions: &[Condition]) -> Result<Vec<Check>> {
        let mut checks = Vec::new();
        for condition in conditions {
            checks.push(match condition {
                Condition::Level { segment, levels } => {
                    let mut allowed = vec![false; self.study.segments[*segment].levels.len() + 1];
                    levels.iter().for_each(|&level| allowed[level + 1] = true);
                    Check::Level { segment: *segment, allowed }
                }
                Condition::Value { column, .. } | Condition::Answered { column } | Condition::Number { column, .. } => {
                    Check::Column(match self.column_conditions.iter().position(|known| known == condition) {
                        Some(known) => known,
                        None => {
                            let at = self.column_conditions.len();
                            self.add(header, column, Use::Condition(at))?;
                            self.column_conditions.push(condition.clone());
                            at
                        }
                    })
                }
            });
        }
        Ok(checks)
    }
}
