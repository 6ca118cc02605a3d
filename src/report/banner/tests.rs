use super::*;
use crate::findings::sample::{HOSTILE, banner, info};
use crate::report::terminal::{Style, shown};
use crate::results::Flag;
use crate::results::table::{Banner, RowKind, letter};

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
    let one_line = |table: &Banner| text(table, &info(), Style::Plain).split_whitespace().collect::<Vec<_>>().join(" ");
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

#[test]
fn with_a_design_all_three_bases_stand_in_the_table() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    table.by_design = true;
    table.columns.iter_mut().for_each(|column| (column.n_weighted, column.n_effective) = (481.25, Some(333.3)));
    let text = text(&table, &info(), Style::Plain);
    for line in ["Respondents      500", "weighted base  481.3", "effective base 333.3"] {
        let found = text.lines().any(|l| {
            l.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .starts_with(&line.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        assert!(found, "{line} in\n{text}");
    }
    assert!(text.contains("by the design of the") && !text.contains("chi-square"), "{text}");
}

#[test]
fn nested_columns_stand_under_the_level_that_they_are_in() {
    let mut table = banner(&[("Industry > Size", 4)], "Level", 500);
    for (at, column) in table.columns.iter_mut().enumerate().skip(1) {
        column.within = vec![if at < 3 { "Retail" } else { "Health" }.to_owned()];
        column.letter = Some(letter((at - 1) % 2));
    }
    table.rows[0].cells[2].letters = vec!["A".into()];
    let said = text(&table, &info(), Style::Plain);
    assert!(said.contains("Retail: Size") && said.contains("Health: Size"), "{said}");
    let one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains("within each level of those before it"), "{one_line}");
    let html = html(&table, &info());
    assert!(html.contains("<th scope=\"colgroup\" colspan=\"2\" class=\"first\">Health: Size</th>"), "{html}");
}

#[test]
fn options_of_a_question_stand_under_it_with_their_shares_of_answers() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    table.rows.truncate(1);
    table.rows[0].question = Some("causes".into());
    let mut second = table.rows[0].clone();
    second.outcome = "causes.b".into();
    second.outcome_label = "Second".into();
    table.rows.push(second);
    table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.share_of_answers = Some(0.5));
    table.rows[1].cells[2].flags.push(Flag::Suppressed);
    let text = text(&table, &info(), Style::Plain);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(rows.contains(&vec!["Causes"]) && rows.contains(&vec!["share", "of", "all", "answers"]), "{text}");
    assert!(rows.contains(&vec!["Second", "50%", "50%", "–"]), "{text}");
    assert_eq!(rows.iter().filter(|row| row.first() == Some(&"Second")).count(), 2);
}

#[test]
fn a_net_is_named_as_one_and_its_answers_are_told() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    let mut net = table.rows[2].clone();
    (net.kind, net.level, net.answers) = (RowKind::Net, Some("Top 2".into()), vec!["50-74%".into(), "75%".into()]);
    table.rows.push(net);
    let text = text(&table, &info(), Style::Plain);
    assert!(text.contains("Net: Top 2") && text.contains("Top 2 = 50-74%, 75%"), "{text}");
}

/// The same labels in every syntax: nothing that they hold is markup, a column, a line or a formula.
#[test]
fn hostile_labels_are_text_in_every_syntax() {
    let plain = banner(&[("Size", 2)], "x", 500);
    for hostile in HOSTILE {
        let mut table = banner(&[(hostile, 2)], hostile, 500);
        for row in &mut table.rows {
            row.outcome_label = (*hostile).to_owned();
            row.level = row.level.as_ref().map(|_| (*hostile).to_owned());
        }
        let page = html(&table, &info());
        assert_eq!(page.matches("<t").count(), html(&plain, &info()).matches("<t").count(), "{hostile}: {page}");
        assert!(!page.contains("<script") && !page.chars().any(|c| c.is_control() && c != '\n'), "{page}");
        let document = markdown(&table, &info());
        let pipes =
            |text: &str| text.replace("\\|", "").lines().map(|line| line.matches('|').count()).collect::<Vec<_>>();
        assert_eq!(pipes(&document), pipes(&markdown(&plain, &info())), "{document}");
        let lines = csv(&table);
        let mut records = ::csv::Reader::from_reader(lines.as_bytes());
        for record in records.records().map(Result::unwrap) {
            assert_eq!(record.len(), 16);
            assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '@'])), "{record:?}");
        }
    }
}

#[test]
fn a_hidden_figure_is_a_dash_in_every_syntax() {
    let mut table = banner(&[("Size", 2)], "Level", 500);
    for row in &mut table.rows {
        row.cells[1].rate = Some(0.123_456);
        row.cells[1].flags = vec![Flag::Suppressed, Flag::ZeroOrOne];
    }
    for text in [html(&table, &info()), markdown(&table, &info()), csv(&table)] {
        assert!(!text.contains("12%") && !text.contains("0.123456") && !text.contains("zero_or_one"), "{text}");
    }
}
