//! What is asked of `paradox chart`, and the chart that answers it.

use super::{ChartArgs, Kind};
use crate::chart::{
    Chart, Form, adjusted, detection, differences, distribution, implied, outcome_bands, paired, rates, trend, verdicts,
};
use crate::cli::counted;
use crate::cli::output::Output;
use crate::cli::question::{Asked, Question};
use crate::results::{Comparison, Implied, ImpliedRest, Measure, Outcome, Paradox, Results, StudyInfo};
use crate::study::{ModelSpec, PairedSpec};
use crate::{Error, findings};

/// The chart that the arguments ask for.
pub fn chart(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let question = &args.question;
    match (args.kind, question.outcomes.as_slice(), question.by.is_empty()) {
        (Some(Kind::Verdicts), ..) => of_verdicts(args, out),
        (Some(Kind::Paired), ..) => of_pair(args, out),
        (Some(Kind::Adjusted), ..) => of_model(args, out),
        (Some(Kind::Detection), ..) => of_paradox(args, out),
        (Some(Kind::Implied), ..) => of_claims(args, out),
        (_, [], true) => Err(Error::usage("a chart needs an outcome or a segment")
            .hint("add --outcome OUTCOME, --by SEGMENT, or both")
            .into()),
        (_, [], false) => of_segment(args, out),
        (_, [_], _) => of_outcome(args, out),
        _ => Err(Error::usage("a chart of this kind shows one outcome")
            .hint("give --outcome once; --kind verdicts shows several, --kind paired two")
            .into()),
    }
}

/// Everything that a study asks, with the figures written as the arguments say.
fn analyzed(args: &ChartArgs, question: &Question, out: &Output) -> anyhow::Result<Results> {
    let Question { input, format, study } = question;
    args.data.tell_builtin(study, out);
    let mut results = findings::analyze_as(study, input, *format, "paradox chart", args.data.seed, args.data.how())?;
    results.data_quality.notes.iter().for_each(|note| out.warning(note));
    results.study.decimals = args.decimals;
    Ok(results)
}

/// What the study's [paradox] says of detection.
fn of_paradox(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let question = args.data.question()?;
    let results = analyzed(args, &question, out)?;
    let none = || {
        Error::new("the study has no [paradox], so there is no curve of detection")
            .hint("[paradox] in the study file names an outcome, a segment and its top level")
    };
    let found = results.paradox.as_ref().ok_or_else(none)?;
    detection(found, &results.study).map(|chart| chart.with_data(&question.input.name())).ok_or_else(|| {
        let why = found.note.as_deref().unwrap_or("no rate may be shown");
        Error::new(format!("there is no curve of detection to draw: {why}")).into()
    })
}

/// What two published rates of the study's claims imply: of the outcome that is asked for; else of the level in question
/// of its [paradox], or the first.
fn of_claims(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let question = args.data.question()?;
    let results = analyzed(args, &question, out)?;
    let asked: Vec<&str> = args.question.outcomes.iter().map(|name| name.trim()).collect();
    let rests = results.implied.iter().filter_map(|one| match one {
        Implied::Rest(rest) if asked.is_empty() || asked.contains(&rest.outcome.as_str()) => Some(rest),
        _ => None,
    });
    let is_in_question = |rest: &ImpliedRest| {
        let group = |p: &Paradox| format!("{} = {}", p.segment, p.top);
        results.paradox.as_ref().is_some_and(|p| p.outcome == rest.outcome && group(p) == rest.group)
    };
    let mut rests: Vec<&ImpliedRest> = rests.collect();
    rests.sort_by_key(|rest| !is_in_question(rest));
    rests.into_iter().find_map(|rest| implied(rest, &results.study)).ok_or_else(|| {
        Error::new("no two claims of the study give the rate of all and that of a group")
            .hint("[[claims]] with kind = \"rate\", one without and one with `where`, of the same outcome")
            .into()
    })
}

/// Several outcomes by several segments: the verdicts.
fn of_verdicts(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let asked = args.data.questions_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
    args.data.tell_builtin(&question.study, out);
    let found =
        findings::some(&question.study, &question.input, question.format, &outcomes, args.data.seed, args.data.how())?;
    found.notes.iter().for_each(|note| out.warning(note));
    counted::tell(&found.counted, out);
    let mut info = found.study;
    let mut asked = found.outcomes;
    // In the order of the flags.
    info.segments = segments.iter().map(|&at| info.segments[at].clone()).collect();
    for outcome in &mut asked {
        outcome.segments.retain(|c| info.segments.iter().any(|s| s.name == c.segment));
    }
    let all: Vec<&Outcome> = asked.iter().collect();
    match verdicts(&all, &info) {
        Some(chart) => Ok(chart.with_data(&question.input.name())),
        None => Err(Error::new("nothing is compared here, so there are no verdicts")
            .hint("--by SEGMENT names what the outcomes are compared by")
            .into()),
    }
}

/// Two outcomes within respondents.
fn of_pair(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    if !args.question.by.is_empty() {
        return Err(Error::usage("a paired comparison has no segment").hint("leave --by away").into());
    }
    let Asked { mut question, outcomes, .. } = args.data.question_of(&args.question)?;
    let [a, b] = outcomes[..] else {
        return Err(Error::usage("a paired comparison shows two outcomes")
            .hint("give --outcome twice: --outcome A --outcome B")
            .into());
    };
    question.study.paired = vec![PairedSpec { a, b }];
    let results = analyzed(args, &question, out)?;
    let found = results.paired.first().ok_or_else(|| Error::new("nothing may be shown of these two outcomes"))?;
    paired(found, &results.study).map(|chart| chart.with_data(&question.input.name())).ok_or_else(|| {
        Error::new(format!("no figure may be shown: {}", found.sentence))
            .hint("a paired comparison needs yes/no outcomes, or bands, of which enough respondents answered both")
            .into()
    })
}

/// An outcome by a segment, before and after all other segments are held.
fn of_model(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let asked = args.data.question_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { mut question, outcomes, .. } = asked;
    let ([outcome], true) = (&outcomes[..], args.question.by.len() <= 1) else {
        return Err(Error::usage("adjusted rates are shown of one outcome, by one segment or by all")
            .hint("give --outcome once, and --by once or not at all")
            .into());
    };
    let study = &mut question.study;
    let by = (!args.question.by.is_empty()).then(|| segments[0]);
    let holds = |model: &ModelSpec| {
        model.outcome == *outcome && by.is_none_or(|by| model.terms.iter().any(|term| term == &vec![by]))
    };
    let asked = study.models.iter().find(|model| holds(model)).cloned();
    let all = || ModelSpec { outcome: *outcome, terms: (0..study.segments.len()).map(|at| vec![at]).collect() };
    study.models = vec![asked.unwrap_or_else(all)];
    let (name, by) = (study.outcomes[*outcome].name.clone(), by.map(|by| study.segments[by].name.clone()));
    let results = analyzed(args, &question, out)?;
    let of_this = results.outcomes.iter().find(|o| o.name == name);
    let (Some(of_this), Some(model)) = (of_this, results.models.first()) else {
        return Err(Error::new(format!("no model of `{name}` may be shown")).into());
    };
    adjusted(of_this, model, by.as_deref(), &results.study)
        .map(|chart| chart.with_data(&question.input.name()))
        .ok_or_else(|| {
            let why = model.note.as_deref().unwrap_or("it has no rates with all else held");
            Error::new(format!("there is no model of `{name}` to draw: {why}")).into()
        })
}

/// A segment alone.
fn of_segment(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    if args.kind.is_some_and(|kind| kind != Kind::Distribution) {
        return Err(Error::usage("a segment alone is drawn as a distribution").hint("add --outcome OUTCOME").into());
    }
    let (question, segment) = args.data.segment_of(&args.question)?;
    args.data.tell_builtin(&question.study, out);
    let found = findings::distribution::segment(&question.study, &question.input, question.format, segment)?;
    found.notes.iter().for_each(|note| out.warning(note));
    let info = StudyInfo { decimals: args.decimals, ..found.study };
    Ok(distribution(&found.distribution, &info).with_data(&question.input.name()))
}

/// An outcome, alone or by segments.
fn of_outcome(args: &ChartArgs, out: &Output) -> anyhow::Result<Chart> {
    let asked = args.data.question_of(&args.question)?;
    let segments = asked.segments()?;
    let Asked { question, outcomes, .. } = asked;
    args.data.tell_builtin(&question.study, out);
    let found =
        findings::some(&question.study, &question.input, question.format, &outcomes, args.data.seed, args.data.how())?;
    found.notes.iter().for_each(|note| out.warning(note));
    counted::tell(&found.counted, out);
    let info = StudyInfo { decimals: args.decimals, ..found.study };
    let alone = args.question.by.is_empty();
    let mut asked = found.outcomes;
    let chart = match (asked.as_mut_slice(), alone) {
        ([outcome], _) => {
            let by = if alone { &[] } else { segments.as_slice() };
            outcome.segments = by.iter().map(|&segment| outcome.segments[segment].clone()).collect();
            outcome.headline = findings::words::outcome_headline(outcome, &info);
            of_one(outcome, args.kind, &info)?
        }
        (options, true) if !options.is_empty() && args.kind.is_none_or(|kind| kind == Kind::Distribution) => {
            let name = args.question.outcomes[0].trim();
            findings::distribution::options(name, options).map(|found| distribution(&found, &info))
        }
        _ => None,
    };
    match chart {
        Some(chart) => Ok(chart.with_data(&question.input.name())),
        None => Err(Error::usage(format!("`{}` has several options", args.question.outcomes[0].trim()))
            .hint("without --by and --kind they are drawn together")
            .hint(format!("for one of them: --outcome '{}'", question.study.outcomes[outcomes[0]].name))
            .into()),
    }
}

/// One outcome in the form that is asked for, or in the one that suits it.
fn of_one(outcome: &Outcome, kind: Option<Kind>, info: &StudyInfo) -> anyhow::Result<Option<Chart>> {
    let alone = outcome.segments.is_empty();
    let kind = kind.unwrap_or(match (outcome.overall.measure, outcome.bands.is_some()) {
        (Measure::Shares, _) => Kind::Distribution,
        (Measure::Rate, true) if alone => Kind::Bands,
        _ => Kind::Rates,
    });
    let name = &outcome.name;
    let chart = match kind {
        Kind::Means if !outcome.overall.measure.is_number() => {
            return Err(Error::new(format!("outcome `{name}` is no number, and has no mean"))
                .hint("--kind rates draws its rate")
                .into());
        }
        Kind::Rates if outcome.overall.measure == Measure::Shares => None,
        Kind::Rates | Kind::Means => Some(match outcome.segments.as_slice() {
            [one] => rates::comparison_rates(one, info),
            _ => rates::outcome_rates(outcome, info),
        }),
        Kind::Bands => outcome_bands(outcome, Form::Stacked, info),
        Kind::Diverging => outcome_bands(outcome, Form::Diverging, info),
        Kind::Differences => differences(the_one(outcome, "pairwise differences")?, info),
        Kind::Trend => trend(the_one(outcome, "a trend")?, info),
        // Drawn from more than one outcome.
        Kind::Verdicts | Kind::Paired | Kind::Adjusted | Kind::Detection | Kind::Implied => None,
        Kind::Distribution if alone => findings::distribution::answers(outcome).map(|found| distribution(&found, info)),
        Kind::Distribution => {
            return Err(Error::usage(format!("a distribution shows `{name}` alone"))
                .hint("leave --by away; paradox tabulate has its answers by segment")
                .into());
        }
    };
    let error = match (kind, &chart) {
        (_, Some(_)) => return Ok(chart),
        (Kind::Rates, _) => {
            Error::new(format!("outcome `{name}` has no rate")).hint("--kind distribution draws its answers")
        }
        (Kind::Distribution, _) => Error::new(format!("outcome `{name}` is no list of answers without an order"))
            .hint("leave --kind away: it is drawn in the form that suits it"),
        (Kind::Differences, _) => Error::new(format!("outcome `{name}` is held against no margin here"))
            .hint("a rate always has one, --margin; a mean has its own: margin = … at the outcome in the study file"),
        (Kind::Trend, _) => Error::new("a trend needs levels in an order")
            .hint("ordered = true at the segment in the study file, or --order of a raw column"),
        _ => Error::new(format!("outcome `{name}` has no bands"))
            .hint("--kind rates draws it; bands = [...] in the study file makes an outcome of ordered answers"),
    };
    Err(error.into())
}

/// The one comparison of a chart that shows one.
fn the_one<'a>(outcome: &'a Outcome, what: &str) -> anyhow::Result<&'a Comparison> {
    match outcome.segments.as_slice() {
        [one] => Ok(one),
        _ => Err(Error::usage(format!("{what} of an outcome are shown by one segment")).hint("give --by once").into()),
    }
}
