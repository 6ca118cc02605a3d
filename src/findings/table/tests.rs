use super::*;
use crate::results::Flag;
use crate::study::parse;

/// 3 sizes (the last tiny), 2 countries that do not differ; a yes/no outcome and one with bands.
fn banner(wanted: &[usize], segments: &[usize], domain: Option<&str>) -> Banner {
    let mut study = parse(
        "schema = 1\n[[segments]]\nname = \"size\"\nlevels = [\"S\", \"M\", \"L\", \"XL\"]\n\
         [[segments]]\nname = \"land\"\nlevels = [\"A\", \"B\"]\n\
         [[outcomes]]\nname = \"sold\"\nyes = [\"y\"]\nno = [\"n\"]\nbase = { asked = [\"1\"] }\n\
         [[outcomes]]\nname = \"share\"\nbands = [\"low\", \"mid\", \"high\"]\nat_least = \"high\"\n",
        "s.toml",
    )
    .unwrap();
    study.domain.extend(domain.map(|d| crate::study::parse_where(d, &study).unwrap()));
    let mut csv = String::from("size,land,asked,sold,share\n");
    for (size, n, yes) in [("S", 200, 40), ("M", 200, 100), ("L", 200, 160), ("XL", 12, 12)] {
        for i in 0..n {
            let sold = if i < yes { "y" } else { "n" };
            // Low falls and high rises with size; the middle band is a fifth everywhere.
            let share = match i {
                i if i % 5 == 4 => "mid",
                i if i < yes => "high",
                _ => "low",
            };
            csv.push_str(&format!("{size},{},{},{sold},{share}\n", ["A", "B"][i % 2], u8::from(i % 4 > 0)));
        }
    }
    let input = Input::Bytes { name: "s.csv".into(), bytes: csv.into_bytes() };
    let across: Vec<Across> = segments.iter().map(|&segment| Across::Segment(segment)).collect();
    table(&study, &input, Format::Csv, wanted, &across, ("", 1), How::default()).unwrap().banner
}

fn letters_of(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.letters.concat()).collect()
}

#[test]
fn the_letter_of_the_lower_column_stands_in_the_higher_cell_and_letters_restart_in_each_segment() {
    let table = banner(&[0], &[0, 1], None);
    let letters: Vec<Option<&str>> = table.columns.iter().map(|c| c.letter.as_deref()).collect();
    assert_eq!(letters, [None, Some("A"), Some("B"), Some("C"), Some("D"), Some("A"), Some("B")]);
    assert_eq!(letters_of(&table.rows[0]), ["", "", "A", "AB", "AB", "", ""]);
    assert!(table.rows[0].cells[4].flags.contains(&Flag::Suppressed) && table.rows[0].cells[4].rate == Some(1.0));
}

/// The middle band is spread evenly, so its row has no letters although the outcome as a whole differs.
#[test]
fn each_band_is_a_row_with_tests_of_its_own() {
    let table = banner(&[1], &[0], None);
    let bands: Vec<Option<&str>> = table.rows.iter().map(|r| r.level.as_deref()).collect();
    assert_eq!(bands, [Some("low"), Some("mid"), Some("high")]);
    assert_eq!(letters_of(&table.rows[0]), ["", "BCD", "CD", "", ""]);
    assert_eq!(letters_of(&table.rows[1]), ["", "", "", "", ""]);
    assert_eq!(letters_of(&table.rows[2]), ["", "", "A", "AB", "AB"]);
    for column in 0..5 {
        let sum: f64 = table.rows.iter().filter_map(|row| row.cells[column].rate).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}

#[test]
fn with_one_outcome_a_column_has_its_base_and_with_several_all_respondents_of_the_level() {
    let n = |table: &Banner| table.columns.iter().map(|c| c.n).collect::<Vec<_>>();
    assert_eq!(n(&banner(&[0], &[0], None)), [459, 150, 150, 150, 9]);
    let both = banner(&[0, 1], &[0], None);
    assert_eq!(n(&both), [612, 200, 200, 200, 12]);
    assert_eq!(both.rows[0].cells[1].n, 150);
    assert_eq!(n(&banner(&[0, 1], &[0], Some("land=A"))), [306, 100, 100, 100, 6]);
}
