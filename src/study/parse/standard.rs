//! `standardise` of an outcome: the composition that its rates are brought to.
//!
//! ```text
//! standardise = { segment = "age", shares = { "20-39" = 0.4, "40-59" = 0.35, "60+" = 0.25 } }
//! ```

use super::super::{Answer, Segment, Standard, suggest};
use super::reader::{Found, Value};
use super::stratified::segment;
use crate::error::{Error, quoted};

/// Shares may add up to 1 but for this: four of them with three decimals each.
const SAME: f64 = 0.002;

/// The composition, of every level of the segment; `None` was reported.
pub(super) fn standard(value: &Value<'_>, answer: Option<&Answer>, segments: &[Segment]) -> Option<Standard> {
    let mut table = value.table(&value.name)?;
    let (file, what) = (table.file, value.name.clone());
    let name = table.required_text("segment", "name the segment whose shares are given: segment = \"age\"");
    let shares = table.required("shares", "give every level its share: shares = { \"20-39\" = 0.4, \"40+\" = 0.6 }");
    table.finish();
    if let Some(answer) = answer
        && (!answer.has_rate() || answer.bands().is_some())
    {
        let problem = Error::new(format!("{what} is for rates, and this outcome has several answers or numbers"));
        value.report(problem.hint("say which answers count as yes: yes = [\"50-74%\", \"75-100%\"]"));
        return None;
    }
    let at = segment(file, &name?, segments)?;
    let (levels, shares) = (&segments[at].levels, shares?);
    let given: Vec<(Found<String>, f64)> = shares
        .table(&shares.name)?
        .free()
        .into_iter()
        .map(|(level, value)| Some((level, share(&value)?)))
        .collect::<Option<_>>()?;
    if let Some((level, _)) = given.iter().find(|(level, _)| !levels.contains(&level.value)) {
        let known = levels.iter().map(String::as_str);
        let problem = Error::new(format!("segment `{}` has no level {}", segments[at].name, quoted(&level.value)));
        file.report(
            level.at,
            match suggest::nearest(&level.value, known.clone()) {
                Some(near) => problem.hint(format!("did you mean {}?", quoted(near))),
                None => problem.hint(format!("its levels are {}", suggest::listed_values(known))),
            },
        );
        return None;
    }
    let of = |level: &String| given.iter().find(|(name, _)| name.value == *level).map(|(_, share)| *share);
    if let Some(without) = levels.iter().find(|level| of(level).is_none()) {
        let problem = Error::new(format!("{what} gives no share to {}", quoted(without)));
        shares.report(problem.hint("every level of the segment has one; who belongs to none is left out"));
        return None;
    }
    let total: f64 = given.iter().map(|(_, share)| share).sum();
    if (total - 1.0).abs() > SAME {
        let problem = Error::new(format!("the shares of {what} add up to {}, not to 1", (total * 1e6).round() / 1e6));
        shares.report(problem.hint("shares are fractions: 0.4, not 40"));
        return None;
    }
    // Shares that add up but for the last bit stay as they are written.
    let total = if (total - 1.0).abs() < 1e-12 { 1.0 } else { total };
    Some(Standard { segment: at, shares: levels.iter().filter_map(of).map(|share| share / total).collect() })
}

fn share(value: &Value<'_>) -> Option<f64> {
    let share = value.number()?.value;
    if share <= 0.0 {
        let problem = Error::new(format!("{} must be above 0, not {share}", value.name));
        value
            .report(problem.hint("levels that the standard has nobody of are merged or left out: `groups`, `missing`"));
        return None;
    }
    Some(share)
}

#[cfg(test)]
mod tests {
    use super::super::super::Standard;
    use super::super::parse;

    const STUDY: &str = "schema = 1\n[[segments]]\nname = \"age\"\nlevels = [\"young\", \"old\"]\n[[outcomes]]\n\
                         name = \"ill\"\nyes = [\"Yes\"]\n\
                         standardise = { segment = \"age\", shares = { old = 0.25, young = 0.75 } }\n";

    #[test]
    fn shares_stand_in_the_order_of_the_levels() {
        let study = parse(STUDY, "a.toml").expect("a study");
        assert_eq!(study.outcomes[0].standard, Some(Standard { segment: 0, shares: vec![0.75, 0.25] }));
    }

    #[test]
    fn every_mistake_has_its_line_and_what_to_do() {
        for (before, after, expected) in [
            (
                "0.75",
                "0.5",
                "the shares of `standardise` of outcome `ill` add up to 0.75, not to 1\n  --> a.toml, line 8",
            ),
            (", young = 0.75", "", "gives no share to \"young\""),
            ("young = 0.75", "yung = 0.75", "segment `age` has no level \"yung\""),
            ("old = 0.25", "old = 0", "must be above 0, not 0"),
            ("segment = \"age\"", "segment = \"agee\"", "there is no segment `agee`"),
            ("yes = [\"Yes\"]", "kind = \"mean\"", "is for rates, and this outcome has several answers or numbers"),
        ] {
            let changed = STUDY.replacen(before, after, 1);
            assert_ne!(changed, STUDY);
            let error = parse(&changed, "a.toml").expect_err(after).to_string();
            assert!(error.contains(expected), "{after}: {error}");
        }
    }

    #[test]
    fn what_needs_the_plain_rate_says_so() {
        for asked in [
            "[[models]]\noutcome = \"ill\"\n",
            "[[claims]]\nid = \"a\"\ntext = \"a\"\nkind = \"rate\"\noutcome = \"ill\"\npublished = 5\nrounding = 1\n",
        ] {
            let error = parse(&format!("{STUDY}{asked}"), "a.toml").expect_err(asked).to_string();
            assert!(error.contains("outcome `ill` is standardised"), "{error}");
        }
    }
}
