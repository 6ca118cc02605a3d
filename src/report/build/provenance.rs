//! From which file, by which command: what somebody needs to make the same report again.

use super::super::{Section, Span, Text};
use crate::results::Results;
use crate::results::format::count;

pub(super) fn section(results: &Results) -> Section {
    let from = &results.provenance;
    let hash = |sha256: &Option<String>| match sha256 {
        Some(hash) => vec![Span::Plain(", SHA-256 ".to_owned()), Span::Code(hash.clone())],
        None => Vec::new(),
    };
    let line = |lead: &str, spans: Vec<Span>| {
        let mut all = vec![Span::Strong(lead.to_owned()), Span::Plain(" ".to_owned())];
        all.extend(spans);
        Text(all)
    };
    let mut data = vec![Span::Code(from.data.name.clone())];
    data.extend(hash(&from.data.sha256));
    let (rows, kept) = (count(from.data.rows), count(from.data.rows_kept));
    data.push(Span::Plain(format!(", {}, {rows} rows, {kept} of them count", from.data.read_as)));
    if results.study.synthetic {
        data.push(Span::Plain(", synthetic".to_owned()));
    }
    let mut study = vec![Span::Code(from.study.name.clone())];
    study.extend(hash(&from.study.sha256));
    let mut section = Section::new("Provenance");
    section.list(vec![
        line("Data:", data),
        line("Study:", study),
        line("Command:", vec![Span::Code(from.command.clone())]),
        line("Program:", vec![Span::Plain(format!("paradox {}", results.version))]),
        line("Seed:", vec![Span::Plain(from.seed.to_string())]),
    ]);
    section
}
