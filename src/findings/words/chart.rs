//! Headlines of charts that show more than one finding: about ten words, and no more than the verdicts bear.

use super::parts::{and, in_text};
use crate::results::format::count;
use crate::results::{Outcome, StudyInfo, Verdict};

/// Segments that a headline names.
const MOST_NAMED: usize = 2;

/// Over the verdicts of many outcomes: "Outcomes differ most often by industry (9 of 20) and country (7 of 20)".
pub fn verdicts_headline(outcomes: &[&Outcome], info: &StudyInfo) -> String {
    let all = || outcomes.iter().flat_map(|o| &o.segments);
    let with = |verdict: Verdict| all().filter(|c| c.verdict == verdict).count() as u64;
    let differs =
        |c: &&crate::results::Comparison| matches!(c.verdict, Verdict::Differs | Verdict::DiffersWithinMargin);
    let mut by: Vec<(usize, usize, String)> = info
        .segments
        .iter()
        .map(|s| {
            let of = || all().filter(|c| c.segment == s.name);
            (of().filter(differs).count(), of().count(), in_text(&s.label))
        })
        .filter(|(differ, ..)| *differ > 0)
        .collect();
    by.sort_by_key(|(differ, ..)| std::cmp::Reverse(*differ));
    let total = all().count() as u64;
    let (consistent, open) = (with(Verdict::Consistent), with(Verdict::Undetermined));
    if by.is_empty() {
        return match (consistent, open) {
            (0, _) => format!("No difference is shown in any of {} comparisons, and none is ruled out", count(total)),
            (_, 0) => format!("All {} comparisons are consistent within the margin", count(total)),
            _ => format!(
                "No difference is shown in {} comparisons; {} are consistent within the margin",
                count(total),
                count(consistent)
            ),
        };
    }
    let shown = by.iter().take_while(|(differ, ..)| *differ == by[0].0).count().max(MOST_NAMED).min(by.len());
    if shown > MOST_NAMED {
        let differ: usize = by.iter().map(|(differ, ..)| differ).sum();
        return format!("A difference is shown in {} of {} comparisons", count(differ as u64), count(total));
    }
    let named: Vec<String> =
        by[..shown].iter().map(|(differ, of, name)| format!("{name} ({differ} of {of})")).collect();
    match outcomes.len() {
        1 => format!(
            "{} differs by {}",
            outcomes[0].label,
            and(&by[..shown].iter().map(|b| b.2.clone()).collect::<Vec<_>>())
        ),
        _ => format!("Outcomes differ most often by {}", and(&named)),
    }
}
