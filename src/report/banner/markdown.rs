//! A banner table as Markdown: a table a segment, the total in each.

use super::lines::{Kind, common_decimals, level_name, lines, notes, segment_name};
use crate::report::build::SYNTHETIC;
use crate::report::markdown::markdown as document;
use crate::report::{Column, Part, Report, Section, Span, Table, Text};
use crate::results::StudyInfo;
use crate::results::table::Banner;

/// The table as a Markdown file.
pub fn markdown(banner: &Banner, info: &StudyInfo) -> String {
    let all = lines(banner);
    let decimals = common_decimals(banner);
    let mut section = Section::new("Tables");
    for block in blocks(banner) {
        let caption = match block.first() {
            Some(&at) => format!("By {}", segment_name(banner, at)),
            None => "All respondents".to_owned(),
        };
        let shown: Vec<usize> = std::iter::once(0).chain(block).collect();
        let mut columns = vec![Column::text("")];
        columns.extend(shown.iter().map(|&at| {
            let letter = banner.columns[at].letter.as_ref().map(|letter| format!(" ({letter})"));
            Column::number(format!("{}{}", level_name(banner, at), letter.unwrap_or_default()))
        }));
        let mut table = Table::new(caption, columns);
        for line in &all {
            // White space at the start of a cell would be lost: a mark says that a line belongs to the one above it.
            let mut row = vec![format!("{}{}", "· ".repeat(line.depth), line.label)];
            row.extend(shown.iter().map(|&at| match line.cells.get(at) {
                None => String::new(),
                Some(cell) => {
                    let mark = if cell.caution { "†" } else { "" };
                    format!("{}{mark} {}", cell.text(decimals), cell.letters()).trim_end().to_owned()
                }
            }));
            debug_assert!(line.kind == Kind::Heading || !line.cells.is_empty());
            table.row(row);
        }
        section.table(table);
    }
    for note in notes(banner, info) {
        section.parts.push(Part::Paragraph(Text(vec![Span::Plain(note)])));
    }
    for m in &banner.multi {
        section.say(m.sentence.clone());
    }
    let notice = banner.synthetic.then(|| SYNTHETIC.to_owned());
    document(&Report { title: info.title.clone(), notice, about: Vec::new(), sections: vec![section] })
}

/// Columns that are compared with each other; one empty block where there is nothing but the total.
fn blocks(banner: &Banner) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for at in 1..banner.columns.len() {
        match blocks.last_mut() {
            Some(block) if banner.columns[at - 1].is_compared_with(&banner.columns[at]) => block.push(at),
            _ => blocks.push(vec![at]),
        }
    }
    if blocks.is_empty() { vec![Vec::new()] } else { blocks }
}
