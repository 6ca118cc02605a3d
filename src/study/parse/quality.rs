//! `[[batteries]]`, and `duration` and `speeding_below` of `[data]`: what `check` looks at besides the answers.

use super::super::analysis::open_fraction;
use super::super::quality::{Battery, Duration, LEAST_COLUMNS, SPEEDING_BELOW};
use super::super::{ColumnRef, analysis};
use super::Names;
use super::reader::{Table, passed};
use crate::error::Error;

/// The batteries of the study.
pub(super) fn batteries(tables: Vec<Table<'_>>) -> Vec<Battery> {
    let mut names = Names::new("battery");
    let mut found = Vec::new();
    for mut table in tables {
        let name = names.take(&mut table);
        let file = table.file;
        let mut columns: Vec<ColumnRef> = Vec::new();
        if let Some(value) =
            table.required("columns", "list the questions of the grid: columns = [\"q5_1\", \"q5_2\", \"q5_3\"]")
        {
            for column in value.texts().unwrap_or_default() {
                let Some(parsed) = passed(file, column.at, ColumnRef::parse(&column.value)) else { continue };
                if columns.contains(&parsed) {
                    file.report(column.at, Error::new(format!("{} lists column `{parsed}` twice", table.what)));
                } else {
                    columns.push(parsed);
                }
            }
            if columns.len() < LEAST_COLUMNS {
                value.report(
                    Error::new(format!("{} needs at least {LEAST_COLUMNS} columns", table.what))
                        .hint("the same answer to two questions says nothing about how they were answered"),
                );
            }
        }
        found.push(Battery { name, columns, line: file.line(table.at) });
        table.finish();
    }
    found
}

/// How long each interview took, and what is too short.
pub(super) fn duration(data: &mut Table<'_>) -> Option<Duration> {
    let column = data.text("duration");
    let share = data.take("speeding_below");
    let Some(column) = column else {
        if let Some(share) = share {
            share.report(
                Error::new(format!("{} is of no use without `duration`", share.name))
                    .hint("name the column with the durations: duration = \"seconds\""),
            );
        }
        return None;
    };
    let column = passed(data.file, column.at, ColumnRef::parse(&column.value))?;
    let speeding_below = share.and_then(|value| {
        let number = value.number()?;
        let checked = open_fraction(number.value).map_err(|analysis::Wrong { what, hint }| {
            let problem = Error::new(format!("{} {what}", value.name));
            if let Some(hint) = hint { problem.hint(hint) } else { problem }
        });
        passed(value.file, number.at, checked)
    });
    Some(Duration { column, speeding_below: speeding_below.unwrap_or(SPEEDING_BELOW) })
}

#[cfg(test)]
mod tests {
    use super::super::super::{parse, schema};
    use super::super::examples::trimmed_json;
    use super::*;

    const STUDY: &str = r##"schema = 1
[data]
duration = "seconds"
speeding_below = 0.25
[[batteries]]
name = "trust"
columns = ["t1", " t2", "#7"]
[[outcomes]]
name = "sold"
yes = ["y"]
"##;

    fn valid(study: &str) -> bool {
        jsonschema::draft202012::new(&schema()).unwrap().is_valid(&trimmed_json(study))
    }

    #[test]
    fn batteries_and_duration_are_read_and_are_in_the_schema() {
        let study = parse(STUDY, "s.toml").unwrap();
        let column = |name: &str| ColumnRef::parse(name).unwrap();
        assert_eq!(study.data.duration, Some(Duration { column: column("seconds"), speeding_below: 0.25 }));
        let columns = vec![column("t1"), column("t2"), column("#7")];
        assert_eq!(study.batteries, [Battery { name: "trust".into(), columns, line: 5 }]);
        assert!(valid(STUDY));
        let default = parse(&STUDY.replace("speeding_below = 0.25\n", ""), "s.toml").unwrap();
        assert_eq!(default.data.duration.map(|d| d.speeding_below), Some(0.3));
    }

    #[test]
    fn what_is_no_battery_and_no_share_is_an_error_with_its_line() {
        for (before, after, what, in_schema) in [
            ("\"t1\", ", "", "battery `trust` needs at least 3 columns", false),
            ("\" t2\"", "\"t1\"", "battery `trust` lists column `t1` twice", false),
            ("columns = [\"t1\", \" t2\", \"#7\"]\n", "", "battery `trust` has no `columns`", false),
            ("name = \"trust\"\n", "", "battery 1 has no `name`", false),
            ("0.25", "30", "`speeding_below` of [data] must lie between 0 and 1", false),
            ("duration = \"seconds\"\n", "", "is of no use without `duration`", true),
        ] {
            let changed = STUDY.replacen(before, after, 1);
            assert_ne!(changed, STUDY);
            let error = parse(&changed, "s.toml").unwrap_err().to_string();
            assert!(error.contains(what) && error.contains("s.toml, line "), "{what}: {error}");
            assert_eq!(valid(&changed), in_schema, "{what}");
        }
    }
}
