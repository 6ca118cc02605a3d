//! Methods: what was used, who described it, and which call of R gives the same number.
//!
//! Only what occurs in the results is listed, in the order of the catalogue.

mod catalogue;
mod rules;

use super::super::{Section, Span, Text};
use crate::results::{Comparison, Paradox, Results, Test};
use crate::stats::Interval;
use catalogue::{INTERVALS, Method, TESTS, interval, method, test, without_call};
use rules::rules;

pub(super) fn sections(results: &Results) -> Vec<Section> {
    let mut section = Section::new("Methods");
    let items = used(results).into_iter().map(|m| {
        let mut spans = vec![Span::Plain(format!("{}: {}", m.what, m.source))];
        match m.call {
            Some(call) => {
                spans.extend([
                    Span::Plain("; in R ".to_owned()),
                    Span::Code(call.to_owned()),
                    Span::Plain(".".to_owned()),
                ]);
            }
            None => spans.push(Span::Plain("; no single call in R.".to_owned())),
        }
        Text(spans)
    });
    section.list(items.collect());
    let mut conventions = Section::part_of("How numbers are rounded, corrected and shown");
    conventions.list(rules(results).into_iter().map(Text::from).collect());
    vec![section, conventions]
}

/// The methods that occur in the results.
fn used(results: &Results) -> Vec<Method> {
    let intervals = intervals(results);
    let tests = tests(results);
    let mut all: Vec<Method> = INTERVALS
        .iter()
        .filter(|m| intervals.iter().any(|ci| ci.method == **m))
        .map(|m| interval(*m, by_design(results)))
        .collect();
    all.extend(TESTS.iter().filter(|m| tests.iter().any(|t| t.method == **m)).map(|m| test(*m)));
    if results.stratified.iter().any(|s| s.odds_ratio.is_some()) {
        all.push(match by_design(results) {
            false => method(
                "Common odds ratio within strata, and its interval",
                "Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986)",
                "mantelhaen.test(table, correct = FALSE)",
            ),
            true => method(
                "Odds ratio within strata: that of a logistic regression by design on the pair and the strata; that it is the \
                 same in all strata, by Wald's test of their interaction",
                "Binder (1983)",
                "survey::svyglm(outcome ~ pair + stratum, design, family = quasibinomial)",
            ),
        });
    }
    all.extend(models(results));
    all.extend(results.paradox.iter().flat_map(paradox));
    if results.correlations.iter().any(|c| c.method == "spearman" && c.coefficient.is_some()) {
        all.push(method(
            "Correlation of ranks",
            "Spearman (1904)",
            "cor.test(a, b, method = \"spearman\", exact = FALSE)",
        ));
    }
    if results.correlations.iter().any(|c| c.method == "pearson" && c.coefficient.is_some()) {
        all.push(method("Correlation of scores", "Pearson (1895)", "cor.test(a, b)"));
    }
    if results.outcomes.iter().any(|outcome| outcome.standardised.is_some()) {
        all.push(method(
            "Directly standardised rates (plain by the segment of the standard itself), with every respondent as a sampling \
             unit where no design is declared",
            "Curtin and Klein (1995); linearised as after poststratification",
            "survey::svystandardize(design, by, over, population)",
        ));
    }
    let comparisons: Vec<&Comparison> = results.outcomes.iter().flat_map(|o| &o.segments).collect();
    let decisions = || comparisons.iter().filter_map(|c| c.decision.as_ref());
    if decisions().any(|d| d.adjust == "holm") {
        all.push(method("Correction for several tests", "Holm (1979)", "p.adjust(p, \"holm\")"));
    }
    if decisions().any(|d| d.adjust == "bh") {
        all.push(method("Correction for several tests", "Benjamini and Hochberg (1995)", "p.adjust(p, \"BH\")"));
    }
    let effects = || comparisons.iter().filter_map(|c| c.effect.as_ref());
    if effects().any(|e| e.cramers_v.is_some()) {
        all.push(method("Cramér's V, bias-corrected", "Bergsma (2013)", "DescTools::CramerV(table, correct = TRUE)"));
    }
    if effects().any(|e| e.cohen_w.is_some()) {
        all.push(method("Cohen's w", "Cohen (1988)", "sqrt(chisq.test(table, correct = FALSE)$statistic / n)"));
    }
    if effects().any(|e| e.largest_difference.as_ref().is_some_and(|l| l.ci_simultaneous.is_some())) {
        all.push(without_call(
            "Simultaneous interval of the largest difference, Bonferroni over all pairs of levels",
            "Dunn (1961)",
        ));
    }
    let equivalences = || comparisons.iter().filter_map(|c| c.equivalence.as_ref());
    if equivalences().any(|e| e.smallest_margin.is_some()) {
        all.push(without_call(
            "Equivalence limit δ*, the largest upper limit of a difference over all ordered pairs of levels",
            "Berger and Hsu (1996) for the intersection-union test; Zou and Donner (2008) for the limit from those of \
             two rates; Clopper and Pearson (1934) for these",
        ));
    }
    if equivalences().any(|e| e.detectable_difference.is_some()) {
        all.push(method(
            "Detectable difference between the two smallest levels (h = n1 n2 / (n1 + n2)), at 80% power",
            "Cohen (1988)",
            "pwr::pwr.chisq.test(N = h, df = k - 1, power = 0.8)$w * sqrt(p * (1 - p))",
        ));
    }
    if equivalences().any(|e| e.base_needed.is_some()) {
        all.push(without_call(
            "Base needed to show equivalence, normal approximation at 80% power",
            "Chow et al. (2008)",
        ));
    }
    if equivalences().any(|e| e.chance_spread.is_some()) {
        all.push(method(
            "Spread of equal levels by chance, range of normal variables (the call holds for equal bases)",
            "Tippett (1925)",
            "ptukey(q, k, Inf)",
        ));
    }
    if results.claims.iter().any(|c| c.grim.is_some()) {
        all.push(without_call("GRIM: whether any count rounds to a published figure", "Brown and Heathers (2017)"));
    }
    all
}

/// Whether weights, strata or sampling units are declared.
fn by_design(results: &Results) -> bool {
    !matches!(results.study.design.as_str(), "" | "simple random sample")
}

fn intervals(results: &Results) -> Vec<Interval> {
    let mut all = Vec::new();
    for o in &results.outcomes {
        all.extend(o.overall.ci);
        all.extend(o.bands.iter().flatten().filter_map(|b| b.ci));
        all.extend(o.scale.iter().filter_map(|scale| scale.ci));
        for c in &o.segments {
            all.extend(c.levels.iter().filter_map(|l| l.ci));
            all.extend(c.pairs.iter().chain(&c.versus_rest).filter_map(|p| p.ci));
            all.extend(c.effect.iter().filter_map(|e| e.cramers_v_ci));
        }
    }
    all.extend(results.paired.iter().filter_map(|p| p.ci));
    all.extend(results.multi.iter().flat_map(|m| &m.pairs).filter_map(|p| p.paired.ci));
    all.extend(results.correlations.iter().filter_map(|c| c.ci));
    all.extend(results.claims.iter().filter_map(|c| c.ci));
    if let Some(bounds) = results.paradox.as_ref().and_then(|p| p.bounds.as_ref()) {
        all.extend(bounds.difference.and_then(|difference| difference.ci));
    }
    all
}

fn tests(results: &Results) -> Vec<&Test> {
    let mut all = Vec::new();
    for c in results.outcomes.iter().flat_map(|o| &o.segments) {
        all.extend([&c.tests.omnibus, &c.tests.trend, &c.tests.departure].into_iter().flatten());
        all.extend(&c.tests.others);
    }
    all.extend(
        results
            .paired
            .iter()
            .chain(results.multi.iter().flat_map(|m| m.pairs.iter().map(|p| &p.paired)))
            .flat_map(|p| &p.tests),
    );
    all.extend(results.stratified.iter().flat_map(|s| &s.tests));
    all
}

/// How models were fitted.
fn models(results: &Results) -> Vec<Method> {
    let fitted = |method: &str| results.models.iter().any(|m| m.converged && m.method == method);
    let mut all = Vec::new();
    if fitted("logit") {
        all.push(method(
            "Logistic regression of a simple random sample, z tests",
            "McCullagh and Nelder (1989)",
            "glm(outcome ~ segments, family = binomial)",
        ));
    }
    if fitted("svy_logit") {
        all.push(method(
            "Logistic regression by design, t tests with the design's df + 1 - coefficients",
            "Binder (1983)",
            "survey::svyglm(outcome ~ segments, design, family = quasibinomial)",
        ));
    }
    if fitted("svy_logit") {
        all.push(method(
            "Adjusted rates (predicted margins), with the variance of coefficients and of the sample",
            "Graubard and Korn (1999)",
            "survey::svypredmeans(model, ~segment)",
        ));
    }
    if fitted("logit") {
        all.push(without_call(
            "Adjusted rates (predicted margins) of a simple random sample: the delta method on the covariance of the \
             coefficients, and the variance of the mean prediction",
            "Graubard and Korn (1999)",
        ));
    }
    all
}

/// What the paradox rests on beyond the methods of comparisons and models.
fn paradox(p: &Paradox) -> Vec<Method> {
    let mut all = Vec::new();
    if p.detection.break_even_one.is_some() {
        all.push(without_call(
            "Break-even of detection, interval on the log scale by the delta method",
            "rate = failure x detection x readiness to act; Cramér (1946) for the delta method",
        ));
    }
    if p.e_value.yes.is_some() {
        all.push(method("E-value", "VanderWeele and Ding (2017)", "EValue::evalues.RR(est, lo, hi)"));
    }
    if p.strata.iter().any(|of| of.split.is_some()) {
        all.push(without_call("Split of a difference into rates and composition", "Kitagawa (1955)"));
    }
    all
}
