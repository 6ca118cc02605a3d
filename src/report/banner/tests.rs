use super::*;
use crate::results::sample::{HOSTILE, info};
use crate::results::table::{self, SCHEMA, letter};

/// Segments with so many levels, each of a base; an outcome of one row, and one with two bands.
fn banner(segments: &[(&str, usize)], level: &str, n: u64) -> Banner {
    let column = |segment: Option<&str>, level: Option<String>, letter: Option<String>| table::Column {
        segment: segment.map(str::to_owned),
        segment_label: segment.map(str::to_owned),
        level,
        letter,
        n,
        n_weighted: n as f64,
    };
    let mut columns = vec![column(None, None, None)];
    for (segment, k) in segments {
        columns.extend((0..*k).map(|i| column(Some(segment), Some(format!("{level} {i}")), Some(letter(i)))));
    }
    let cell = || Cell { rate: Some(0.25), mean: None, n, letters: Vec::new(), flags: Vec::new() };
    let row = |outcome: &str, level: Option<&str>| Row {
        outcome: outcome.to_owned(),
        outcome_label: outcome.to_owned(),
        level: level.map(str::to_owned),
        base: "all respondents".to_owned(),
        cells: (0..columns.len()).map(|_| cell()).collect(),
    };
    let rows = vec![row("rollback", None), row("time", Some("0-49%")), row("time", Some("50-100%"))];
    Banner {
        schema: SCHEMA.into(),
        columns,
        rows,
        alpha: 0.05,
        adjust: "holm".into(),
        multi: Vec::new(),
        synthetic: false,
    }
}

/// Whatever the levels, no line is wider than the terminal, no column is lost, and the total stands in each block.
#[test]
fn columns_that_do_not_fit_stand_in_a_further_block() {
    for level in ["x", "Large", "A level with a long name indeed", "Pneumonoultramicroscopicsilico"] {
        for (width, levels) in [(40, 3), (80, 2), (80, 12), (120, 30)] {
            let mut table = banner(&[("Company size in employees", levels), ("Country", 3)], level, 1_500);
            table.rows[0].cells[2].letters = (0..levels).map(letter).collect();
            let text = text_within(width, &table, &info(), Style::Plain);
            for line in text.lines() {
                assert!(shown(line) <= width || levels == 30, "{} cells: {line}\n{text}", shown(line));
            }
            let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("rollback ")).collect();
            let figures: usize = rows.iter().map(|row| row.matches("25.0%").count()).sum();
            assert_eq!(figures, levels + 3 + rows.len(), "{text}");
            assert_eq!(text.matches("Total").count(), rows.len());
        }
    }
}

#[test]
fn a_segment_that_does_not_fit_beside_another_starts_a_block() {
    let text = text(&banner(&[("Size", 3), ("Country", 4)], "Name", 500), &info(), Style::Plain);
    let heads: Vec<&str> = text.lines().filter(|l| l.contains("Size") || l.contains("Country")).collect();
    assert_eq!(
        heads.iter().map(|h| h.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>().concat(),
        ["Size", "Country"]
    );
    assert_eq!(heads.len(), if shown(heads[0]) < 50 { 2 } else { 1 }, "{text}");
}

/// A figure that is not shown is a dash, and no letter tells on which side of it another figure lies.
#[test]
fn a_suppressed_cell_is_a_dash_and_no_letter_names_it() {
    let mut table = banner(&[("Size", 3)], "Level", 500);
    table.rows[0].cells[1].flags.push(Flag::Suppressed);
    table.rows[0].cells[1].letters.push("B".into());
    table.rows[0].cells[2].letters = vec!["A".into(), "C".into()];
    table.rows[0].cells[3].flags.push(Flag::Caution);
    let text = text(&table, &info(), Style::Plain);
    let row = text.lines().find(|l| l.starts_with("rollback ")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["rollback", "25%", "–", "25%", "C", "25%†"], "{text}");
    assert!(text.contains("† base under 100") && text.contains("– no figure: base under 30"), "{text}");
}

#[test]
fn an_outcome_with_a_base_of_its_own_shows_it_in_each_column() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    table.rows[0].cells.iter_mut().for_each(|cell| cell.n = 321);
    let text = text(&table, &info(), Style::Plain);
    let bases: Vec<&str> = text.lines().filter(|l| l.contains("321")).collect();
    assert_eq!(bases.len(), 1);
    assert_eq!(bases[0].split_whitespace().collect::<Vec<_>>(), ["base", "321", "321", "321"]);
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains("rollback: all respondents"), "{text}");
}

#[test]
fn the_footnote_names_test_correction_and_alpha() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    let one_line =
        |table: &Banner| text(table, &info(), Style::Plain).split_whitespace().collect::<Vec<_>>().join(" ");
    let said = one_line(&table);
    assert!(said.contains("chi-square") && said.contains("Holm over the pairs") && said.contains("at most 0.05"));
    table.adjust = "none".into();
    assert!(!one_line(&table).contains("Holm"));
}

#[test]
fn no_label_drives_the_terminal() {
    for hostile in HOSTILE {
        let mut table = banner(&[(hostile, 2)], hostile, 500);
        table.rows[0].outcome_label = (*hostile).to_owned();
        table.rows[1].level = Some((*hostile).to_owned());
        let text = text(&table, &info(), Style::Plain);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }
}
