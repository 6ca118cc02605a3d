//! The reading of pieces beside the reading row by row, which takes cells from the `csv` crate.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::load::read_telling;
use crate::study::parse;

const STUDY: &str = r##"
schema = 1
[data]
id = "id"
missing = { none = [""], refused = ["-"] }
[design]
weight = "w"
strata = "h"
psu = "u"
[[segments]]
name = "size"
levels = ["Small", "La,rge"]
missing = ["?"]
[[segments]]
name = "any"
column = "free"
groups = { "A" = ["a"], "Other" = "*" }
levels = ["A", "Other"]
[[outcomes]]
name = "back"
column = "back"
yes = ["Yes"]
no = ["No"]
base = { size = ["Small", "La,rge"] }
[[outcomes]]
name = "note"
column = "free"
contains = "say \"no\""
separator = ";"
asked_if = ["back"]
[[outcomes]]
name = "ticked"
answered = ["free", "size"]
[[outcomes]]
name = "hours"
kind = "mean"
column = "number"
[[outcomes]]
name = "both"
all_of = ["back", "ticked"]
"##;

/// What a reading gives.
type Read = (Vec<Block>, Loaded);

/// Blocks and what was learnt, by both readings.
fn both(text: &[u8], study: &str, size: usize, threads: usize) -> (Option<Read>, Result<Read>) {
    let study = parse(study, "a.toml").expect("the study of this file");
    let input = Input::Bytes { name: "a.csv".into(), bytes: text.to_vec() };
    let mut fast = None;
    for keep in [Keep::Runs, Keep::Hashes] {
        let mut blocks = Vec::new();
        let how = How { threads, piece: size, ..How::default() };
        match read_once(how, &input, Format::Csv, &study, keep, &mut |block| blocks.push(block)) {
            Ok(loaded) => fast = Some((blocks, loaded)),
            Err(Left::ToHashes) => continue,
            Err(_) => {}
        }
        break;
    }
    let mut blocks = Vec::new();
    let loaded = read_telling(&input, Format::Csv, &study, |block| blocks.push(block), |_, _| ());
    (fast, loaded.map(|loaded| (blocks, loaded)))
}

/// Blocks as text: a number that is none equals no other.
fn shown(of: &Read) -> String {
    format!("{of:?}")
}

const HEADER: &str = "id,size,free,back,number,w,h,u\n";

/// Cells of which most are read as pieces, some must not be.
fn cells() -> impl Strategy<Value = Vec<[&'static str; 7]>> {
    let size = prop::sample::select(vec!["Small", "\"La,rge\"", "?", "", "\"Small\"", " Small "]);
    let free = prop::sample::select(vec![
        "a",
        "b",
        "",
        "\"say \"\"no\"\"\"",
        "\"x\ny\"",
        "ä",
        "-",
        "\"a;\"\"\"",
        "a longer answer than sixteen bytes",
        "\"\"",
    ]);
    let back = prop::sample::select(vec!["Yes", "No", "", "-"]);
    let number = prop::sample::select(vec!["1", "2.5", "-3", "", "1e3", "\"7\""]);
    let weight = prop::sample::select(vec!["1", "0.37512", "2", "0", "1.00000001", "\"0.5\""]);
    let stratum = prop::sample::select(vec!["north", "south", "\"north\""]);
    let unit = prop::sample::select(vec!["1", "2", "3", "unit 4"]);
    prop::collection::vec((size, free, back, number, weight, stratum, unit), 1..60)
        .prop_map(|rows| rows.into_iter().map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g]).collect())
}

proptest! {
    // The same cases in every run, so that one that fails fails again; `fuzz/` looks for others.
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..Default::default() })]

    /// Whatever the size of pieces and the number of threads, the blocks are those of the reading row by row, bit by bit.
    #[test]
    fn pieces_give_the_blocks_of_the_reading_row_by_row(
        rows in cells(), size in 1_usize..200, threads in 1_usize..4, returns in any::<bool>(), ids in any::<bool>(),
    ) {
        let end = if returns { "\r\n" } else { "\n" };
        let id = |at: usize| if ids { at + 1 } else { (at + 1) * 7919 % 10_007 };
        let line = |(at, row): (usize, &[&str; 7])| format!("{},{}{end}", id(at), row.join(","));
        let text = HEADER.replace('\n', end) + &rows.iter().enumerate().map(line).collect::<String>();
        let (fast, plain) = both(text.as_bytes(), STUDY, size, threads);
        let has_newline_in_cell = returns && rows.iter().flatten().any(|cell| cell.contains('\n'));
        if let Some(fast) = &fast {
            prop_assert_eq!(shown(fast), shown(plain.as_ref().expect("read before")));
        } else {
            // Nothing here is odd but a line that ends otherwise inside of a cell.
            prop_assert!(plain.is_err() || has_newline_in_cell, "{text}");
        }
    }

    /// Any bytes that a table may be damaged with: what is read as pieces is what is read row by row.
    #[test]
    fn damage_is_read_row_by_row_or_alike(
        rows in cells(), at in any::<prop::sample::Index>(), what in prop::sample::select(vec!["\"", ",", "\n", "\r", "\0", "\u{feff}", "x\"", "\n\n"]),
        size in 1_usize..200,
    ) {
        let line = |(at, row): (usize, &[&str; 7])| format!("{},{}\n", at + 1, row.join(","));
        let mut text = HEADER.to_owned() + &rows.iter().enumerate().map(line).collect::<String>();
        let mut place = at.index(text.len());
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        text.insert_str(place, what);
        let (fast, plain) = both(text.as_bytes(), STUDY, size, 2);
        if let Some(fast) = fast {
            prop_assert_eq!(shown(&fast), shown(&plain.expect("what is read as pieces is right")));
        }
    }
}

#[test]
fn what_is_wrong_is_left_to_the_reading_that_names_lines() {
    let row = "1,Small,a,Yes,1,1,north,1\n";
    for (what, text) in [
        ("an unknown level", "2,Huge,a,Yes,1,1,north,1\n"),
        ("no weight", "2,Small,a,Yes,1,,north,1\n"),
        ("a negative weight", "2,Small,a,Yes,1,-1,north,1\n"),
        ("no stratum", "2,Small,a,Yes,1,1, ,1\n"),
        ("a short row", "2,Small,a\n"),
        ("the same id", "1,Small,a,Yes,1,1,north,1\n"),
        ("a quote that is never closed", "2,Small,\"a,Yes,1,1,north,1\n"),
    ] {
        let text = format!("{HEADER}{row}{text}");
        let (fast, plain) = both(text.as_bytes(), STUDY, 50, 2);
        assert!(fast.is_none() && plain.is_err(), "{what}");
    }
    let (fast, plain) = both(format!("{HEADER}{row}").as_bytes(), STUDY, 50, 2);
    assert!(fast.is_some() && plain.is_ok());
}

#[test]
fn a_mark_before_the_header_is_no_part_of_it() {
    for size in [1, 2, 3, 4, 1000] {
        let (fast, plain) = both(format!("\u{feff}{HEADER}1,Small,a,Yes,1,1,north,1\n").as_bytes(), STUDY, size, 1);
        assert_eq!(shown(&fast.expect("plain text")), shown(&plain.expect("plain text")), "{size}");
    }
}

/// Ids of every kind that differ, and one that does not, far apart.
#[test]
fn an_id_that_stands_in_the_file_twice_is_found_whatever_ids_are() {
    let ids: [fn(usize) -> String; 4] = [
        |at| (at + 1).to_string(),
        |at| (5000 - at).to_string(),
        |at| format!("r{at}"),
        |at| format!("{:03}", at * 3 % 1009),
    ];
    for id in ids {
        for repeated in [false, true] {
            let rows = (0..1000).map(|at| id(if repeated && at == 999 { 3 } else { at }));
            let text: String = rows.map(|id| format!("{id},Small,a,Yes,1,1,north,1\n")).collect();
            let (fast, plain) = both(format!("{HEADER}{text}").as_bytes(), STUDY, 300, 2);
            assert_eq!(fast.is_some(), !repeated, "{}", id(3));
            assert_eq!(plain.is_ok(), !repeated, "{}", id(3));
        }
    }
}

/// Bytes that are not UTF-8 far behind the beginning: the whole file is Windows-1252 then, or damaged where it has
/// characters of UTF-8 that another encoding would take for others.
#[test]
fn what_turns_out_not_to_be_utf8_is_read_anew_or_damaged() {
    for (letter, is_damage) in ["a", "ä"].into_iter().zip([false, true]) {
        let row = format!("x,Small,{letter},Yes,1,1,north,1\n");
        let mut text = HEADER.as_bytes().to_vec();
        (0..5000).for_each(|at| text.extend(row.replace('x', &(at + 1).to_string()).bytes()));
        assert!(both(&text, STUDY, 1000, 2).0.is_some());
        text.extend(b"9999,Small,\xe4,Yes,1,1,north,1\n");
        let (fast, plain) = both(&text, STUDY, 1000, 2);
        assert!(fast.is_none());
        match plain {
            Ok((_, loaded)) => {
                assert_eq!((loaded.read_as.as_str(), is_damage), ("windows-1252, separated by comma", false))
            }
            Err(error) => assert!(is_damage && error.to_string().contains("a.csv, line 5002"), "{error}"),
        }
    }
}

/// Editors leave blank lines at the end of a file: they mean nothing, and the file is read as pieces all the same.
#[test]
fn blank_lines_at_the_end_are_no_rows() {
    for end in ["\n", "\r\n"] {
        let rows: String = (1..=20).map(|id| format!("{id},Small,a,Yes,1,1,north,1{end}")).collect();
        let text = HEADER.replace('\n', end) + &rows;
        for blank in 1..4 {
            for size in [1, 30, 64, 10_000] {
                let text = format!("{text}{}", end.repeat(blank));
                let (fast, plain) = both(text.as_bytes(), STUDY, size, 2);
                let (fast, plain) = (fast.expect("plain text"), plain.expect("plain text"));
                assert_eq!(shown(&fast), shown(&plain), "{blank} {size}");
                assert_eq!(fast.1.rows, 20);
            }
        }
    }
}

/// White space around a cell does not count, whichever it is: neither around an id nor around a mark of synthetic rows.
#[test]
fn white_space_around_an_id_or_a_mark_does_not_count() {
    let ids = format!("{HEADER}r1,Small,a,Yes,1,1,north,1\nr1\u{a0},Small,a,Yes,1,1,north,1\n");
    let (fast, plain) = both(ids.as_bytes(), STUDY, 1000, 1);
    assert!(fast.is_none() && plain.is_err_and(|error| error.to_string().contains("r1")));
    let header = HEADER.replace('\n', ",synthetic\n");
    for (mark, expected) in [("Yes\u{a0}", true), ("\u{a0}yes", true), ("no", false)] {
        let text = format!("{header}1,Small,a,Yes,1,1,north,1,{mark}\n");
        let (fast, plain) = both(text.as_bytes(), STUDY, 1000, 1);
        assert_eq!(fast.expect("plain text").1.synthetic, expected, "{mark}");
        assert_eq!(plain.expect("plain text").1.synthetic, expected, "{mark}");
    }
}
