//! What does a file write before the decimals of its numbers?
//!
//! A point, unless the beginning of the columns that the study reads numbers from has numbers with a comma, and none
//! with a point. A comma before exactly three digits may part thousands: alone it tells nothing, and reading the cell
//! then says what to declare.

use std::borrow::Cow;

use super::source::Source;
use super::text::{Records, trim, utf8};
use super::{Format, Input};
use crate::error::Result;
use crate::study::{Answer, ColumnRef, Condition, DataSpec, SegmentCoding, Study};

/// Rows looked at.
const ROWS: usize = 1000;

/// The study with what the file's numbers tell, where it declares nothing itself. `data` says how the file is opened.
///
/// # Errors
/// If the file cannot be read.
pub fn told<'a>(study: &'a Study, input: &Input, format: Format, data: &DataSpec) -> Result<Cow<'a, Study>> {
    let columns = columns(study);
    let has_numbers = matches!(format, Format::Sav | Format::Dta);
    if study.data.decimal.is_some() || columns.is_empty() || has_numbers {
        return Ok(Cow::Borrowed(study));
    }
    if marked(input, format, data, Some(&columns))? != Some(',') {
        return Ok(Cow::Borrowed(study));
    }
    let data = DataSpec { decimal: Some(','), ..study.data.clone() };
    Ok(Cow::Owned(Study { data, ..study.clone() }))
}

/// What a new number of the file is to be written with: what the study declares, else what the numbers that it reads
/// tell, else those of all columns, else a point.
///
/// # Errors
/// If the file cannot be read.
pub fn mark(study: &Study, input: &Input, format: Format) -> Result<char> {
    if let Some(declared) = study.data.decimal {
        return Ok(declared);
    }
    if matches!(format, Format::Sav | Format::Dta) {
        return Ok('.');
    }
    let of_study = marked(input, format, &study.data, Some(&columns(study)))?;
    let told = of_study.map_or_else(|| marked(input, format, &study.data, None), |mark| Ok(Some(mark)))?;
    Ok(told.unwrap_or('.'))
}

/// What the first numbers of some columns, or of all, have before their decimals; `None` where they do not tell.
fn marked(input: &Input, format: Format, data: &DataSpec, columns: Option<&[&ColumnRef]>) -> Result<Option<char>> {
    let Source { header, mut rows, .. } = Source::open(input, format, data)?;
    let at: Vec<usize> = match columns {
        Some(columns) => columns.iter().filter_map(|column| header.find(column).ok()).collect(),
        None => (0..header.len()).collect(),
    };
    rows.only(&at);
    let [point, comma] = ['.', ','].map(|mark| DataSpec { decimal: Some(mark), ..DataSpec::default() });
    let mut commas = false;
    let mut record = Records::default();
    for _ in 0..ROWS {
        if !rows.next(&mut record)? {
            break;
        }
        let cells = at.iter().filter_map(|&column| utf8(record.get(column)?).ok()).map(trim);
        for cell in cells.filter(|cell| cell.contains(['.', ','])) {
            if point.number(cell).is_some() {
                return Ok(Some('.'));
            }
            commas |= comma.number(cell).is_some() && !may_part_thousands(cell);
        }
    }
    Ok(commas.then_some(','))
}

/// How a file is read, in words: "UTF-8, separated by semicolon, decimals after a comma".
pub fn words(data: &DataSpec, read_as: &str) -> String {
    let decimals = if data.decimal() == ',' { ", decimals after a comma" } else { "" };
    format!("{read_as}{decimals}")
}

fn may_part_thousands(cell: &str) -> bool {
    cell.rsplit_once(',').is_some_and(|(_, after)| after.len() == 3)
}

/// The columns that the study reads numbers from.
fn columns(study: &Study) -> Vec<&ColumnRef> {
    let of_segments = study.segments.iter().filter_map(|segment| match segment.coding {
        SegmentCoding::Number { .. } => Some(&segment.column),
        SegmentCoding::Text { .. } => None,
    });
    let of_outcomes = study.outcomes.iter().flat_map(|outcome| match &outcome.answer {
        Answer::Mean { number, .. } => number.columns.as_slice(),
        _ => &[],
    });
    let of_conditions = study.conditions().filter_map(|condition| match condition {
        Condition::Number { column, .. } => Some(column),
        _ => None,
    });
    let of_design = study.design.weight.iter().chain(&study.design.fpc);
    let duration = study.data.duration.iter().map(|duration| &duration.column);
    of_segments.chain(of_outcomes).chain(of_conditions).chain(of_design).chain(duration).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{raw_outcome, raw_study};

    fn detected(cells: &[&str]) -> char {
        let text = format!("h;g\n{}", cells.iter().map(|cell| format!("{cell};x\n")).collect::<String>());
        let input = Input::Bytes { name: "answers.csv".into(), bytes: text.into_bytes() };
        let study = raw_study(vec![], vec![raw_outcome("mean(h)").unwrap()]).unwrap();
        told(&study, &input, Format::Csv, &study.data).unwrap().data.decimal()
    }

    /// A study that asks no number tells nothing: then the numbers of any column do.
    #[test]
    fn a_new_number_is_written_as_those_that_the_file_has() {
        let mark_of = |text: &str, data: DataSpec| {
            let input = Input::Bytes { name: "answers.csv".into(), bytes: text.as_bytes().to_vec() };
            let study = Study { data, ..raw_study(vec![], vec![raw_outcome("g=x").unwrap()]).unwrap() };
            mark(&study, &input, Format::Csv).unwrap()
        };
        assert_eq!(mark_of("h;g\n0,5;x\n1,5;y\n", DataSpec::default()), ',');
        assert_eq!(mark_of("h;g\n0.5;x\n1.5;y\n", DataSpec::default()), '.');
        assert_eq!(mark_of("h;g\n1;x\n2;y\n", DataSpec::default()), '.');
        assert_eq!(mark_of("h;g\n1;x\n", DataSpec { decimal: Some(','), ..DataSpec::default() }), ',');
    }

    #[test]
    fn a_comma_is_told_from_a_point_and_from_what_parts_thousands() {
        for (cells, expected) in [
            (["1,5", "2", "-3,25"], ','),
            (["1.5", "2", "3"], '.'),
            (["1", "2", "3"], '.'),
            (["1,5", "2.5", "3"], '.'),
            (["1,500", "2,000", "3"], '.'),
            (["1,500", "2,0", "3"], ','),
            (["Ja, oft", "1,5", "Nein"], ','),
        ] {
            assert_eq!(detected(&cells), expected, "{cells:?}");
        }
    }
}
