//! By which sets of columns must respondents be counted, so that every table of a study follows?

use std::collections::BTreeSet;

use serde_json::json;

use super::keys::{End, Key, Limits};
use crate::error::{Error, Result, quoted};
use crate::load::Meanings;
use crate::load::cells::{Layout, Part};
use crate::load::sha256;
use crate::study::{Answer, ColumnRef, Condition, NumberKind, Outcome, Study, Variable, needed_columns};
use crate::tabulate::{Cubes, Question};

/// Two parts become one where about so many cells are the most that it has.
const MOST_MERGED: f64 = 400.0;

/// Letters of a fingerprint.
const FINGERPRINT: usize = 8;

/// What a plan means; another number where the same plan is counted otherwise.
const PLAN: u32 = 1;

/// What a query counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The columns of answers and of the design, in the order of the file of cells.
    pub columns: Vec<ColumnRef>,
    /// How the texts of each become fewer.
    pub keys: Vec<Key>,
    /// The column of weights.
    pub weight: Option<ColumnRef>,
    /// By what each part counts.
    pub sets: Vec<Set>,
    /// The part that each table is made of.
    tables: Vec<usize>,
}

/// A set of columns by which respondents are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Set {
    /// Positions of the columns whose texts are counted by their meaning.
    pub keys: BTreeSet<usize>,
    /// Positions of those whose texts are counted as they are: the part tells how they are spelt.
    pub texts: BTreeSet<usize>,
    /// Positions of the columns of which it tells how texts are spelt.
    notes: BTreeSet<usize>,
    /// Whether tables are made of it.
    pub is_counted: bool,
}

impl Set {
    fn is_within(&self, other: &Set) -> bool {
        self.keys.is_subset(&other.keys) && self.texts.is_subset(&other.texts)
    }

    fn merge(&mut self, other: &Set) {
        self.keys.extend(&other.keys);
        self.texts.extend(&other.texts);
        self.notes.extend(&other.notes);
        self.is_counted |= other.is_counted;
    }
}

impl Plan {
    /// The plan of a study.
    ///
    /// # Errors
    /// Everything that it asks and cells cannot tell, by name.
    pub fn of(study: &Study) -> Result<Plan> {
        if let Some(error) = Error::all(refused(study)) {
            return Err(error);
        }
        let weight = study.design.weight.clone();
        let asked = asked(study);
        let columns: Vec<ColumnRef> = needed_columns(study)
            .into_iter()
            .map(|needed| needed.column)
            .filter(|column| Some(column) != study.data.id.as_ref() || asked.contains(column))
            .filter(|column| Some(column) != weight.as_ref())
            .collect();
        let mut known = columns.clone();
        for column in weight.iter().chain(&study.data.id) {
            if !known.contains(column) {
                known.push(column.clone());
            }
        }
        let meanings = Meanings::new(study, &known)?;
        let keys: Vec<Key> =
            columns.iter().enumerate().map(|(at, column)| Key::of(study, column, at, &meanings)).collect();
        let place = |column: &ColumnRef| columns.iter().position(|known| known == column);
        let reading = Reading { study, place: &place };
        let mut wanted: Vec<Set> = Vec::new();
        for table in Cubes::new(study).tables() {
            let mut set = reading.table(&table);
            set.is_counted = true;
            wanted.push(set);
        }
        // A column that says where respondents were drawn, and is asked nothing else, is spelt as it is.
        let notes = (0..columns.len()).filter(|&at| asked.contains(&columns[at]));
        let told = notes.map(|at| reading.note(at, &keys[at], &columns[at]));
        let (mut sets, mut tables) = (Vec::new(), Vec::new());
        for set in &wanted {
            sets = with(sets, set, &keys, MOST_MERGED);
        }
        for set in told {
            sets = with(sets, &set, &keys, 0.0);
        }
        if sets.is_empty() {
            sets.push(Set::default());
        }
        // The first part has the columns of `complete` and --where.
        let first = sets.iter().position(|set| reading.whole().is_within(set)).unwrap_or_default();
        sets.swap(0, first);
        for set in &wanted {
            tables.push(sets.iter().position(|of| of.is_counted && set.is_within(of)).unwrap_or_default());
        }
        Ok(Plan { columns, keys, weight, sets, tables })
    }

    /// The part that a table is made of.
    pub fn part_of(&self, table: usize) -> Option<usize> {
        self.tables.get(table).copied()
    }

    /// What its file of cells looks like.
    pub fn layout(&self) -> Layout {
        let positions = |of: &BTreeSet<usize>| (0..self.columns.len()).map(|at| of.contains(&at)).collect::<Vec<_>>();
        let part = |set: &Set| Part {
            has: positions(&set.keys.union(&set.texts).copied().collect()),
            notes: positions(&set.notes),
            is_counted: set.is_counted,
        };
        Layout {
            fingerprint: self.fingerprint(),
            columns: self.columns.clone(),
            weight: self.weight.clone(),
            parts: self.sets.iter().map(part).collect(),
        }
    }

    /// Eight letters that another plan would not have. They are those of any version whose cells mean the same.
    fn fingerprint(&self) -> String {
        sha256(self.text().as_bytes()).chars().take(FINGERPRINT).collect()
    }

    /// The plan in full, as its fingerprint is taken of it: what it counts and not how this program holds it.
    fn text(&self) -> String {
        let column = |column: &ColumnRef| match column {
            ColumnRef::Name(name) => json!({ "name": name }),
            ColumnRef::Position(position) => json!({ "position": position + 1 }),
        };
        let end = |end: &Option<(f64, End)>| end.map(|(number, end)| json!([number, end == End::Included]));
        let key = |key: &Key| {
            let range = |(limits, text): &(Limits, String)| json!([end(&limits.from), end(&limits.to), text]);
            json!({ "named": key.named, "ranges": key.ranges.iter().map(range).collect::<Vec<_>>(), "rest": key.rest })
        };
        let set =
            |set: &Set| json!({ "keys": set.keys, "texts": set.texts, "notes": set.notes, "counted": set.is_counted });
        json!({
            "plan": PLAN,
            "columns": self.columns.iter().map(column).collect::<Vec<_>>(),
            "keys": self.keys.iter().map(key).collect::<Vec<_>>(),
            "weight": self.weight.as_ref().map(column),
            "sets": self.sets.iter().map(set).collect::<Vec<_>>(),
        })
        .to_string()
    }
}

/// Adds a set to those that there are: within one that has it, with one that stays small, or by itself.
fn with(mut sets: Vec<Set>, set: &Set, keys: &[Key], most: f64) -> Vec<Set> {
    let fits = |of: &Set| {
        let mut both = of.clone();
        both.merge(set);
        let is_small = || both.keys.iter().map(|&at| keys[at].size()).product::<f64>() <= most;
        set.is_within(of) || of.is_within(set) || (of.is_counted == set.is_counted && is_small())
    };
    let (within, others): (Vec<Set>, Vec<Set>) = match sets.iter().position(|of| set.is_within(of)) {
        Some(at) => {
            sets[at].notes.extend(&set.notes);
            return sets;
        }
        None => match sets.iter().position(fits) {
            Some(at) => {
                let other = sets.remove(at);
                (vec![other], sets)
            }
            None => (Vec::new(), sets),
        },
    };
    let mut set = set.clone();
    within.iter().for_each(|of| set.merge(of));
    let (absorbed, mut kept): (Vec<Set>, Vec<Set>) = others.into_iter().partition(|of| of.is_within(&set));
    absorbed.iter().for_each(|of| set.merge(of));
    kept.push(set);
    kept
}

/// Which columns does something read?
struct Reading<'a> {
    study: &'a Study,
    place: &'a dyn Fn(&ColumnRef) -> Option<usize>,
}

impl Reading<'_> {
    fn columns<'c>(&self, columns: impl IntoIterator<Item = &'c ColumnRef>) -> BTreeSet<usize> {
        columns.into_iter().filter_map(self.place).collect()
    }

    fn conditions<'c>(&self, conditions: impl IntoIterator<Item = &'c Condition>) -> BTreeSet<usize> {
        self.columns(conditions.into_iter().filter_map(|condition| match condition {
            Condition::Level { segment, .. } => Some(&self.study.segments[*segment].column),
            other => other.column(),
        }))
    }

    /// Who counts, and who is in the domain.
    fn whole(&self) -> Set {
        Set { keys: self.conditions(self.study.data.complete.iter().chain(&self.study.domain)), ..Set::default() }
    }

    /// A table of these questions, with the design.
    fn table(&self, questions: &[Question]) -> Set {
        let mut set = self.whole();
        let design = &self.study.design;
        set.keys.extend(self.columns(design.strata.iter().chain(&design.psu).chain(&design.fpc)));
        let subgroups = self.study.subgroups();
        let segment = |at: usize| &self.study.segments[at].column;
        for question in questions {
            set.keys.extend(match *question {
                Question::Segment(at) => self.columns([segment(at)]),
                Question::Crossed(first, second) => self.columns([segment(first), segment(second)]),
                Question::Outcome(at) => self.columns(&self.study.needs(at).columns),
                Question::Subgroup(at) => self.conditions(&subgroups[at].1),
                Question::Groups(at) => self.conditions(subgroups[at].1.iter().chain(&subgroups[at + 1].1)),
            });
        }
        set
    }

    /// How the texts of a column are spelt, and who was asked its questions where blanks of others are told apart.
    fn note(&self, at: usize, key: &Key, column: &ColumnRef) -> Set {
        let mut set = Set { keys: self.conditions(&self.study.data.complete), ..Set::default() };
        if !self.study.segments.iter().any(|segment| segment.column == *column) {
            for outcome in self.study.outcomes.iter().filter(|outcome| outcome.answer.columns().contains(column)) {
                set.keys.extend(self.asked(outcome));
            }
        }
        if key.is_text() {
            set.keys.insert(at);
        } else {
            set.keys.remove(&at);
            set.texts.insert(at);
        }
        set.notes.insert(at);
        set
    }

    /// The columns that tell who was asked.
    fn asked(&self, outcome: &Outcome) -> BTreeSet<usize> {
        let any = outcome.base.ticked_any.iter().flat_map(|any| &any.options);
        let mut columns = self.conditions(outcome.base.conditions.iter().chain(any));
        for &other in &outcome.base.asked_if {
            columns.extend(self.columns(&self.study.needs(other).columns));
        }
        columns
    }
}

/// The columns of which a study asks something beside its design and its id.
fn asked(study: &Study) -> BTreeSet<ColumnRef> {
    let data = crate::study::DataSpec { id: None, ..study.data.clone() };
    let plain = Study { design: crate::study::Design::default(), data, ..study.clone() };
    needed_columns(&plain).into_iter().map(|needed| needed.column).collect()
}

/// What a study asks and cells cannot tell.
fn refused(study: &Study) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut refuse = |what: String, hint: &str| errors.push(Error::new(what).hint(hint));
    const ROWS: &str = "give the data file instead of cells, or leave it out of the study";
    for outcome in &study.outcomes {
        if matches!(outcome.answer, Answer::Mean { kind: NumberKind::Quantile(_), .. }) {
            let what = format!("outcome `{}` is a median or another quantile, which cells do not carry", outcome.name);
            refuse(
                what,
                "ask its mean or its bands, give the data file instead of cells, or leave it out of the study",
            );
        }
    }
    let name = |variable: Variable| match variable {
        Variable::Segment(at) => &study.segments[at].name,
        Variable::Outcome(at) => &study.outcomes[at].name,
    };
    let is_number = |variable: Variable| match variable {
        Variable::Segment(_) => false,
        Variable::Outcome(at) => study.means().contains(&at),
    };
    for asked in study.correlations.iter().filter(|asked| is_number(asked.a) || is_number(asked.b)) {
        let what = format!(
            "the correlation of `{}` with `{}` needs the numbers of every respondent, which cells do not carry",
            name(asked.a),
            name(asked.b)
        );
        refuse(what, ROWS);
    }
    if study.design.replicates.is_some() {
        refuse(
            "replicate weights are not in cells: their degrees of freedom need those of every respondent".to_owned(),
            "give the data file instead of cells, or declare strata and sampling units",
        );
    }
    for needed in needed_columns(study) {
        let column = needed.column.to_string();
        if matches!(needed.column, ColumnRef::Position(_)) {
            let what = format!("column {} is named by its position, which a table does not have", quoted(&column));
            refuse(format!("{what}; it is needed by {}", needed.needed_by), "name it as the table calls it");
        }
        if column.contains('\0') {
            refuse(format!("the name {} of a column holds a NUL, which no query can", quoted(&column)), "rename it");
        }
    }
    if let Some(weight) = study.design.weight.as_ref().filter(|weight| {
        let drawn = study.design.strata.iter().chain(&study.design.psu).chain(&study.design.fpc);
        asked(study).contains(weight) || drawn.into_iter().any(|column| column == *weight)
    }) {
        let what =
            format!("column `{weight}` is the weight, and something else is asked of it too, which cells do not carry");
        refuse(what, "give the table the column a second time, under another name");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::parse;

    /// Saved cells are of the plan that this text tells, whatever the program calls its parts; the letters are those of
    /// `sha256sum` of it.
    #[test]
    fn the_fingerprint_is_that_of_a_text_that_no_name_in_the_program_changes() {
        let study = "schema = 1\n[design]\nweight = \"w\"\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"L\"]\n\
                     [[segments]]\nname = \"age\"\nbreaks = [18, 40]\nlevels = [\"young\", \"old\"]\n\
                     [[outcomes]]\nname = \"used\"\nyes = [\"Yes\"]\n";
        let plan = Plan::of(&parse(study, "s.toml").unwrap()).unwrap();
        assert_eq!(plan.text(), TEXT);
        assert_eq!(plan.layout().fingerprint, FINGERPRINT_OF_TEXT);
    }

    const TEXT: &str = concat!(
        r#"{"columns":[{"name":"size"},{"name":"age"},{"name":"used"}],"#,
        r#""keys":[{"named":[[["S"],"S"],[["L"],"L"],[[""],""]],"ranges":[],"rest":"(other)"},"#,
        r#"{"named":[[[""],""]],"ranges":[[null,[18.0,false],"17"],[[18.0,true],[40.0,false],"18"],[[40.0,true],null,"40"]],"rest":null},{"named":[[["Yes"],"Yes"],[[""],""]],"ranges":[],"rest":"(other)"}],"#,
        r#""plan":1,"sets":[{"counted":true,"keys":[0,1,2],"notes":[],"texts":[]},{"counted":false,"keys":[],"notes":[0],"texts":[0]},"#,
        r#"{"counted":false,"keys":[],"notes":[1],"texts":[1]},{"counted":false,"keys":[],"notes":[2],"texts":[2]}],"weight":{"name":"w"}}"#
    );
    const FINGERPRINT_OF_TEXT: &str = "e417fd17";
}
