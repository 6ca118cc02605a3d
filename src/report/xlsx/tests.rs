//! The workbook, read back by a reader that is not its writer.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::findings::sample::{HOSTILE, banner, sample_results};
use crate::results::{Flag, StudyInfo};

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn book<'a>(banner: &'a Banner, results: &'a Results) -> Book<'a> {
    Book { banner, results, pictures: Vec::new(), made_at: 946_684_800 }
}

/// Every cell of a sheet.
fn cells(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn there_is_a_sheet_a_question_between_contents_and_notes() {
    let (table, results) = (banner(&[("Size", 2)], "Level", 500), sample_results());
    let mut read = open(&workbook(&book(&table, &results)).unwrap());
    assert_eq!(read.sheet_names(), ["Contents", "rollback", "time", "Notes"]);
    let contents = cells(&mut read, "Contents");
    assert!(contents.iter().flatten().any(|cell| cell == &Data::String("time".into())));
    let notes = cells(&mut read, "Notes");
    assert!(notes.iter().flatten().any(|cell| matches!(cell, Data::String(text) if text.contains("Sponsor"))));
}

#[test]
fn figures_are_numbers_and_what_is_hidden_is_a_dash() {
    let mut table = banner(&[("Size", 3)], "Level", 500);
    table.rows[0].cells[1].flags.push(Flag::Suppressed);
    table.rows[0].cells[2].rate = Some(0.123_456_789_012_345);
    table.rows[0].cells[2].letters = vec!["A".into(), "C".into()];
    let results = sample_results();
    let mut read = open(&workbook(&book(&table, &results)).unwrap());
    let all = cells(&mut read, "rollback");
    let at = all.iter().rposition(|row| row[0] == Data::String("rollback".into())).unwrap();
    let figures = &all[at][1..];
    assert_eq!(figures[1], Data::String("–".into()));
    assert_eq!(figures[2], Data::Float(0.123_456_789_012_345));
    assert_eq!(all[at + 1][3], Data::String("C".into()), "and not the letter of a hidden column");
    assert_eq!(all[at + 2][1], Data::Float(0.21), "the lower limit");
    assert!(all.iter().flatten().filter(|cell| **cell == Data::Float(500.0)).count() >= 3, "the bases");
}

/// A label is text to the last character, in every sheet: no formula, no link, no control character.
#[test]
fn what_looks_like_a_formula_is_text() {
    let mut results = sample_results();
    for hostile in HOSTILE.iter().copied().chain(["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0"]) {
        let mut table = banner(&[(hostile, 2)], hostile, 500);
        table.rows[0].outcome = results.outcomes[0].name.clone();
        table.rows[0].outcome_label = hostile.to_owned();
        results.outcomes[0].label = hostile.to_owned();
        results.study.title = hostile.to_owned();
        let mut read = open(&workbook(&book(&table, &results)).unwrap());
        for sheet in read.sheet_names() {
            assert!(read.worksheet_formula(&sheet).unwrap().used_cells().next().is_none(), "{hostile} in {sheet}");
            for cell in cells(&mut read, &sheet).into_iter().flatten() {
                let Data::String(text) = cell else { continue };
                assert!(!text.chars().any(char::is_control), "{text:?}");
            }
        }
        let shown = style::clean(hostile);
        assert!(
            cells(&mut read, "Contents").iter().flatten().any(|cell| cell == &Data::String(shown.clone())),
            "{shown}"
        );
    }
}

#[test]
fn sixty_levels_and_labels_of_300_characters_make_a_workbook() {
    let long = "ß".repeat(300);
    let mut table = banner(&[(&long, 60), ("Country", 2)], &long, 500);
    table.rows[0].outcome_label = long.clone();
    let results = sample_results();
    let mut read = open(&workbook(&book(&table, &results)).unwrap());
    let all = cells(&mut read, "rollback");
    let head = all.iter().find(|row| row.get(1) == Some(&Data::String("Total".into()))).unwrap();
    assert_eq!(head.len(), 64);
    assert!(all.iter().any(|row| row[61] == Data::String("BH".into())), "the letter of the sixtieth level");
}

#[test]
fn the_same_tables_are_the_same_bytes() {
    let (table, results) = (banner(&[("Size", 2)], "Level", 500), sample_results());
    assert_eq!(workbook(&book(&table, &results)).unwrap(), workbook(&book(&table, &results)).unwrap());
    let later = Book { made_at: 1_700_000_000, ..book(&table, &results) };
    assert_ne!(workbook(&later).unwrap(), workbook(&book(&table, &results)).unwrap());
}

#[test]
fn synthetic_data_are_stamped_on_every_sheet() {
    let (table, mut results) = (banner(&[("Size", 2)], "Level", 500), sample_results());
    results.study = StudyInfo { synthetic: true, ..results.study };
    let mut read = open(&workbook(&book(&table, &results)).unwrap());
    for sheet in read.sheet_names() {
        let stamped = cells(&mut read, &sheet).iter().flatten().any(|cell| cell == &Data::String(SYNTHETIC.into()));
        assert!(stamped, "{sheet}");
    }
}

#[test]
fn what_is_no_picture_is_an_error() {
    let (table, results) = (banner(&[("Size", 2)], "Level", 500), sample_results());
    let picture = BookPicture { outcome: "rollback", png: b"no picture", alternative: String::new() };
    let broken = Book { pictures: vec![picture], ..book(&table, &results) };
    assert!(workbook(&broken).unwrap_err().to_string().contains("cannot make the workbook"));
}

/// A picture is tied to one column, which is as wide, and nothing beside it is printed: no page without a picture, however wide
/// a program takes usual columns for.
#[test]
fn a_chart_stands_in_one_column_and_nothing_beside_it_is_printed() {
    let (table, results) = (banner(&[("Size", 2)], "Level", 500), sample_results());
    let png = crate::chart::outcome_rates(&results.outcomes[0], &results.study).to_png().unwrap();
    let mut with = book(&table, &results);
    let outcome = results.outcomes[0].name.as_str();
    with.pictures = vec![BookPicture { outcome, png: &png, alternative: "Rates".into() }];
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook(&with).unwrap())).unwrap();
    let mut part = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    let drawing = part("xl/drawings/drawing1.xml");
    let end = drawing.split("<xdr:to>").nth(1).unwrap();
    assert!(end.starts_with("<xdr:col>0</xdr:col>"), "{end}");
    assert!(part("xl/workbook.xml").contains("Charts!$A$1:$A$"), "a print area");
}
