//! Which columns of a banner table are significantly higher than which?
//!
//! ```text
//! outcome yes/no   pairs and decision of its comparison with the segment
//! band             pairs of levels by the share of this band, p corrected over the pairs; decision: the omnibus test
//!                  of this band's share, p corrected over the segments of the outcome
//! letter           p of the pair and p of the decision at most alpha: the lower column's, in the higher cell
//! ```

use super::designed::{self, Drawn};
use super::{compare, count, multis, outcomes, redact, study_info};
use crate::error::Result;
use crate::load::{Format, Input};
use crate::results::table::{Banner, Cell, Column, Row, SCHEMA, letter};
use crate::results::{Estimate, Outcome, Pair, StudyInfo};
use crate::stats::exact::MonteCarlo;
use crate::stats::table::Table;
use crate::stats::{Count, independence, multiplicity};
use crate::study::{Analysis, Family, Study};
use crate::tabulate::{Answers, Cubes, Question};

/// Reads a file and makes a banner table of some outcomes by some segments, by position in the study; with what
/// `--redact` took out whole, in words.
///
/// # Errors
/// What is wrong with the data; see [`load::read`](crate::load::read).
pub fn table(
    study: &Study,
    input: &Input,
    format: Format,
    wanted: &[usize],
    segments: &[usize],
    seed: u64,
) -> Result<(Banner, StudyInfo, Vec<String>)> {
    let (cubes, loaded) = count(study, input, format)?;
    let info = study_info(study, loaded.synthetic);
    let found = outcomes(study, &cubes, &info, wanted, seed);
    let hidden = study.redact.then(|| {
        let all: Vec<usize> = (0..study.outcomes.len()).collect();
        redact::Hidden::of(study, &outcomes(study, &cubes, &info, &all, seed))
    });
    let columns = match (found.as_slice(), &hidden) {
        ([_], Some(hidden)) if redact::leaves_out(hidden, wanted[0], segments) => {
            return Err(redact::nothing_left(study, wanted[0]));
        }
        ([one], _) => columns_of(one, segments),
        _ => columns_of_all(study, &cubes, loaded.rows_in_domain, segments),
    };
    let rows = found.iter().zip(wanted).flat_map(|(outcome, &at)| {
        match answers_of(&outcome.overall, outcome.bands.as_ref()) {
            None => vec![row(outcome, segments, study.analysis.alpha)],
            Some(bands) => {
                (0..bands.len()).map(|b| band_row(study, &cubes, at, outcome, (b, segments), seed)).collect()
            }
        }
    });
    let mut banner = Banner {
        schema: SCHEMA.into(),
        columns,
        rows: rows.collect(),
        multi: multis(study, &cubes, &found, &info),
        alpha: info.analysis.alpha,
        adjust: info.analysis.adjust.clone(),
        synthetic: info.synthetic,
    };
    let notes = hidden.map(|hidden| redact::banner(study, segments, &hidden, &mut banner)).unwrap_or_default();
    Ok((banner, info, notes))
}

/// Columns with the bases of the only outcome.
fn columns_of(outcome: &Outcome, segments: &[usize]) -> Vec<Column> {
    let total = Column {
        segment: None,
        segment_label: None,
        level: None,
        letter: None,
        n: outcome.overall.n,
        n_weighted: outcome.overall.n_weighted,
    };
    let levels = segments.iter().flat_map(|&s| {
        let comparison = &outcome.segments[s];
        comparison.levels.iter().enumerate().map(|(at, estimate)| Column {
            segment: Some(comparison.segment.clone()),
            segment_label: Some(comparison.segment_label.clone()),
            level: estimate.level.clone(),
            letter: Some(letter(at)),
            n: estimate.n,
            n_weighted: estimate.n_weighted,
        })
    });
    std::iter::once(total).chain(levels).collect()
}

/// Columns with all respondents who count, asked or not, since the outcomes may have different bases.
fn columns_of_all(study: &Study, cubes: &Cubes, total: u64, segments: &[usize]) -> Vec<Column> {
    // Every outcome counts every respondent somewhere: any of them will do.
    let any = Question::Outcome(0);
    let weight = |rows: Question, row: Option<usize>| {
        let drawn = cubes.drawn(rows, any)?;
        let holds = |cell: usize| row.is_none_or(|row| cell / drawn.cube.width() == row);
        Some(drawn.sample.count(&holds).weight)
    };
    let column = |n: u64, weight: Option<f64>| Column {
        segment: None,
        segment_label: None,
        level: None,
        letter: None,
        n,
        n_weighted: weight.unwrap_or(n as f64),
    };
    let levels = segments.iter().flat_map(|&s| {
        let (segment, rows) = (&study.segments[s], Question::Segment(s));
        let n = move |at: usize| {
            let answers = cubes.get(rows, any).map(|cube| cube.row(at + 1));
            answers.map_or(0, |answers| answers.not_asked + answers.no_answer + answers.n())
        };
        segment.levels.iter().enumerate().map(move |(at, level)| Column {
            segment: Some(segment.name.clone()),
            segment_label: Some(segment.label.clone()),
            level: Some(level.clone()),
            letter: Some(letter(at)),
            ..column(n(at), weight(rows, Some(at + 1)))
        })
    });
    std::iter::once(column(total, weight(any, None))).chain(levels).collect()
}

/// The row of a yes/no outcome.
fn row(outcome: &Outcome, segments: &[usize], alpha: f64) -> Row {
    let mut cells = vec![cell(&outcome.overall, Vec::new())];
    for &s in segments {
        let comparison = &outcome.segments[s];
        let decision = comparison.decision.as_ref().map(|d| d.p_adjusted);
        let letters = letters(&names(outcome, s), &comparison.pairs, decision, alpha);
        cells.extend(comparison.levels.iter().zip(letters).map(|(level, letters)| cell(level, letters)));
    }
    row_of(outcome, None, cells)
}

/// The row of one band: who gave it, against who gave any other.
fn band_row(
    study: &Study,
    cubes: &Cubes,
    at: usize,
    outcome: &Outcome,
    (band, segments): (usize, &[usize]),
    seed: u64,
) -> Row {
    let analysis = &study.analysis;
    let of = |estimate: &Estimate| {
        answers_of(estimate, estimate.bands.as_ref()).and_then(|answers| answers.get(band)).cloned()
    };
    let shares: Vec<Vec<Estimate>> =
        outcome.segments.iter().map(|c| c.levels.iter().filter_map(of).collect()).collect();
    let found: Vec<(Option<f64>, Vec<Pair>)> = (0..shares.len())
        .map(|s| {
            by_design(study, cubes, at, s, band)
                .unwrap_or_else(|| simple(&names(outcome, s), &shares[s], analysis, seed))
        })
        .collect();
    let omnibus: Vec<Option<f64>> = found.iter().map(|(ln_p, _)| *ln_p).collect();
    let decisions = match study.outcomes[at].family {
        Family::SegmentsOfOutcome => multiplicity::adjust_ln(&omnibus, analysis.adjust),
        Family::Alone => omnibus,
    };
    let total = answers_of(&outcome.overall, outcome.bands.as_ref()).and_then(|answers| answers.get(band));
    let mut cells: Vec<Cell> = total.map(|total| cell(total, Vec::new())).into_iter().collect();
    for &s in segments {
        let letters = letters(&names(outcome, s), &found[s].1, decisions[s].map(f64::exp), analysis.alpha);
        cells.extend(shares[s].iter().zip(letters).map(|(share, letters)| cell(share, letters)));
    }
    row_of(outcome, total.and_then(|total| total.level.clone()), cells)
}

/// ln p of one band by a segment, and its pairs of levels, by the design; `None` for a simple random sample.
fn by_design(study: &Study, cubes: &Cubes, at: usize, s: usize, band: usize) -> Option<(Option<f64>, Vec<Pair>)> {
    let drawn = Drawn::of(study, cubes, Question::Segment(s), at)?;
    let cube = cubes.get(Question::Segment(s), Question::Outcome(at))?;
    let levels: Vec<Answers> = (1..cube.height()).map(|row| cube.row(row)).collect();
    let by = compare::By {
        asked: &study.outcomes[at],
        segment: &study.segments[s],
        levels: &levels,
        analysis: &study.analysis,
    };
    let found = designed::one_answer(&by, drawn, band).comparison;
    Some((found.tests.omnibus.map(|test| test.ln_p), found.pairs))
}

/// The same for a simple random sample.
fn simple(names: &[&str], shares: &[Estimate], analysis: &Analysis, seed: u64) -> (Option<f64>, Vec<Pair>) {
    let counts: Vec<Count> = shares.iter().map(|e| Count { yes: e.n_yes, n: e.n }).collect();
    let omnibus = Table::of_counts(&counts).ok();
    let omnibus =
        omnibus.map(|table| independence::omnibus(&table, MonteCarlo { seed, ..MonteCarlo::default() }).chosen.ln_p);
    let present: Vec<usize> = (0..counts.len()).filter(|&l| counts[l].n > 0).collect();
    let mut pairs = Vec::new();
    for (i, &a) in present.iter().enumerate() {
        let pair = |&b: &usize| compare::pair(names[a].to_owned(), names[b].to_owned(), counts[a], counts[b], analysis);
        pairs.extend(present[i + 1..].iter().map(pair));
    }
    compare::adjust(&mut pairs, analysis);
    (omnibus, pairs)
}

/// The answers that have a row each: bands, or answers without an order.
fn answers_of<'a>(estimate: &'a Estimate, bands: Option<&'a Vec<Estimate>>) -> Option<&'a Vec<Estimate>> {
    bands.or(estimate.shares.as_ref())
}

fn row_of(outcome: &Outcome, level: Option<String>, cells: Vec<Cell>) -> Row {
    Row {
        outcome: outcome.name.clone(),
        outcome_label: outcome.label.clone(),
        level,
        base: outcome.base.description.clone(),
        cells,
    }
}

fn cell(estimate: &Estimate, letters: Vec<String>) -> Cell {
    Cell { rate: estimate.rate, mean: estimate.mean, n: estimate.n, letters, flags: estimate.flags.clone() }
}

/// The levels of a segment, in study order.
fn names(outcome: &Outcome, segment: usize) -> Vec<&str> {
    outcome.segments[segment].levels.iter().map(|l| l.level.as_deref().unwrap_or_default()).collect()
}

/// For each level the letters of those that it is significantly above; none unless the decision allows them.
fn letters(levels: &[&str], pairs: &[Pair], decision: Option<f64>, alpha: f64) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = vec![Vec::new(); levels.len()];
    if decision.is_none_or(|p| p > alpha) {
        return found;
    }
    for (higher, name) in levels.iter().enumerate() {
        for (lower, other) in levels.iter().enumerate() {
            let above = pairs.iter().any(|pair| {
                let difference = match (pair.a == *name && pair.b == *other, pair.a == *other && pair.b == *name) {
                    (true, _) => pair.difference,
                    (_, true) => pair.difference.map(|d| -d),
                    _ => None,
                };
                difference.is_some_and(|d| d > 0.0) && pair.p_adjusted.is_some_and(|p| p <= alpha)
            });
            if above {
                found[higher].push(letter(lower));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
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
        table(&study, &input, Format::Csv, wanted, segments, 1).unwrap().0
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

    #[test]
    fn no_decision_no_letters() {
        let pair = compare::pair(
            "a".into(),
            "b".into(),
            Count { yes: 90, n: 100 },
            Count { yes: 10, n: 100 },
            &crate::study::Analysis::default(),
        );
        let pairs = [Pair { p_adjusted: pair.p, ..pair }];
        assert_eq!(letters(&["a", "b"], &pairs, Some(0.05), 0.05), [vec!["B".to_owned()], vec![]]);
        assert_eq!(letters(&["b", "a"], &pairs, Some(0.05), 0.05), [vec![], vec!["A".to_owned()]]);
        for decision in [None, Some(0.0501)] {
            assert_eq!(letters(&["a", "b"], &pairs, decision, 0.05), [Vec::<String>::new(), vec![]]);
        }
    }
}
