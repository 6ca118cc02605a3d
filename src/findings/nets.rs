//! Nets: several answers of a question counted as one, over all and by each segment.

use super::designed::Drawn;
use super::estimate;
use crate::results::{Net, NetLevels};
use crate::stats::Count;
use crate::study::{self, NetSpec, Study};
use crate::tabulate::{Answers, Cubes, Question};

/// The nets of an outcome, over all and by each segment.
pub fn nets(study: &Study, cubes: &Cubes, at: usize, all: &Answers) -> Vec<Net> {
    let asked = &study.outcomes[at];
    let names = match &asked.answer {
        study::Answer::Bands { bands: names, .. } | study::Answer::Nominal { levels: names, .. } => names,
        _ => return Vec::new(),
    };
    let simple = |level: &str, net: &NetSpec, answers: &Answers| {
        let yes = net.answers.iter().map(|&answer| answers.answers[answer]).sum();
        estimate::rate(Some(level), Count { yes, n: answers.n() }, answers.no_answer, &study.analysis)
    };
    let by_segment = |net: &NetSpec, s: usize| {
        let rows = Question::Segment(s);
        let cube = cubes.get(rows, Question::Outcome(at))?;
        let drawn = Drawn::of(study, cubes, rows, at);
        let level = |(l, name): (usize, &String)| {
            let answers = cube.row(l + 1);
            match drawn {
                Some(drawn) => drawn.only(&net.answers).share(name, &[l + 1], answers.no_answer),
                None => simple(name, net, &answers),
            }
        };
        let levels = study.segments[s].levels.iter().enumerate().map(level).collect();
        Some(NetLevels { segment: study.segments[s].name.clone(), levels })
    };
    let of = |net: &NetSpec| Net {
        net: net.label.clone(),
        answers: net.answers.iter().map(|&answer| names[answer].clone()).collect(),
        overall: match Drawn::of(study, cubes, Question::Outcome(at), at) {
            Some(drawn) => drawn.only(&net.answers).share(&net.label, &drawn.everybody(), all.no_answer),
            None => simple(&net.label, net, all),
        },
        segments: (0..study.segments.len()).filter_map(|s| by_segment(net, s)).collect(),
    };
    asked.nets.iter().map(of).collect()
}
