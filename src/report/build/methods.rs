//! Methods: what was used, who described it, and which call of R gives the same number.
//!
//! Only what occurs in the results is listed, in the order of the catalogue below.

use super::super::{Section, Span, Text};
use crate::findings::words::margin_text;
use crate::results::{Comparison, Paradox, Results, Test, TestMethod};
use crate::stats::{Interval, IntervalMethod};

/// One method: what it gives, where it is described, what it equals in R.
struct Method {
    what: &'static str,
    source: &'static str,
    call: Option<&'static str>,
}

const fn method(what: &'static str, source: &'static str, call: &'static str) -> Method {
    Method { what, source, call: Some(call) }
}

const fn without_call(what: &'static str, source: &'static str) -> Method {
    Method { what, source, call: None }
}

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

/// How errors and degrees of freedom come about, and why another program may print other ones.
fn errors(results: &Results) -> Vec<String> {
    if !by_design(results) {
        return vec![
            "Why another program may differ: tests and intervals are without continuity correction, which chisq.test and \
             prop.test of R apply to two by two tables unless told otherwise."
                .to_owned(),
        ];
    }
    let replicates = results.study.design.contains("replicate weights");
    let mut said = vec![if replicates {
        "Standard errors: every figure is computed again with each replicate weight; deviations are from the mean of the \
         replicates. Degrees of freedom: the rank of the replicate weights of those in the base, less 1."
            .to_owned()
    } else {
        "Standard errors: linearised, with sampling units drawn with replacement within strata unless a population \
         correction is declared; a respondent is the unit where none is. A base or a level is a domain of the whole \
         sample, whose other units count as zeros. Degrees of freedom: sampling units that hold a member of the base, \
         less their strata."
            .to_owned()
    }];
    if replicates
        && (!results.models.is_empty() || tests(results).iter().any(|t| t.method == TestMethod::SvyLogitTrend))
    {
        said.push(
            "A coefficient that is infinite in a replicate is left out there, and the others stand for it; R's svyglm takes \
             where its iterations stopped, and gives it an error as large as they went far. Other coefficients of that \
             replicate count."
                .to_owned(),
        );
    }
    if results.study.design.contains("weights") && !replicates {
        said.push(
            "Weights are taken as given. If they were raked to known margins, the errors include what unequal weights cost \
             and not what hitting the margins spares, so that intervals are rather too wide; R's survey::rake keeps the \
             margins, and its errors of what the margins explain are smaller."
                .to_owned(),
        );
    }
    said.push(
        "Intervals and differences take t on these degrees of freedom; Wald's F takes one off for every level but the \
         first, the trend one for its slope. The four bases: n are respondents with an answer and a weight above 0, \
         weighted n their weights, effective n is n over the design effect (against sampling with replacement), and no \
         answer are those of the base who gave none."
            .to_owned(),
    );
    said.push(
        "Why another program may differ: one that takes weights as counts, as tables and crosstabs of most packages do, \
         gives the same rates and other errors and p; R's survey before 4.5 has no Wilson interval, and its deff = TRUE \
         depends on the scale of the weights (deff = \"replace\" does not)."
            .to_owned(),
    );
    said
}

/// What holds for every number.
fn rules(results: &Results) -> Vec<String> {
    let set = &results.study.analysis;
    let mut said = vec![format!(
        "Rounding: percentages have no decimals for bases under 1,000 and one from there on, intervals as many as their \
         rate, differences at most one (points), p three; halves are rounded away from zero. All are computed from \
         unrounded values, so a difference of printed rates may be off by its last digit.",
    )];
    said.extend(errors(results));
    if results.outcomes.iter().any(|o| o.segments.iter().any(|c| c.decision.is_some())) {
        said.push(match set.adjust.as_str() {
            "none" => "Several tests: p is not corrected. Outcomes are not pooled.".to_owned(),
            _ => {
                "Several tests: the segments of one outcome are one family, and so are the pairs of levels within one \
                  segment. Outcomes are not pooled: with many of them, some differences are found by chance."
                    .to_owned()
            }
        });
        said.push(format!(
            "The margin of {} is a setting and not a finding: the largest difference between levels that still counts as \
             consistent.",
            margin_text(set.margin)
        ));
    }
    said.push(match set.suppress_rule.as_str() {
        "nchs" => "Suppression follows the rule of the NCHS: small bases and wide intervals get a dash.".to_owned(),
        rule => format!(
            "Bases under {} respondents{} get a dash instead of a figure, those under {} are marked.",
            set.suppress_below,
            if rule == "n_and_effective" { ", counted or effective," } else { "" },
            set.caution_below
        ),
    });
    said
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
    if fitted("logit") || fitted("svy_logit") {
        all.push(method(
            "Adjusted rates (predicted margins), with the variance of coefficients and of the sample",
            "Graubard and Korn (1999)",
            "survey::svypredmeans(model, ~segment)",
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

/// The order in which interval methods are listed.
const INTERVALS: [IntervalMethod; 14] = [
    IntervalMethod::Wilson,
    IntervalMethod::Logit,
    IntervalMethod::Beta,
    IntervalMethod::Mean,
    IntervalMethod::Newcombe,
    IntervalMethod::NewcombePaired,
    IntervalMethod::Log,
    IntervalMethod::NoncentralChiSquare,
    IntervalMethod::FisherZ,
    IntervalMethod::ImbensManski,
    IntervalMethod::OrderStatistics,
    IntervalMethod::Woodruff,
    IntervalMethod::Feldt,
    IntervalMethod::Simulated,
];

fn interval(m: IntervalMethod, by_design: bool) -> Method {
    match m {
        IntervalMethod::Wilson if by_design => method(
            "Interval of a rate, on the base p(1-p)/V and with t; in R's survey from 4.5 on",
            "Wilson (1927)",
            "survey::svyciprop(~yes, design, method = \"wilson\")",
        ),
        IntervalMethod::Beta if by_design => method(
            "Interval of a rate, on the base p(1-p)/V corrected for its degrees of freedom",
            "Korn and Graubard (1998)",
            "survey::svyciprop(~yes, design, method = \"beta\")",
        ),
        IntervalMethod::Mean if by_design => method(
            "Intervals of means, totals and differences, estimate and standard error with t",
            "Wald (1943)",
            "confint(survey::svyby(~value, ~segment, design, survey::svymean, covmat = TRUE), df = survey::degf(design))",
        ),
        IntervalMethod::OrderStatistics => method(
            "Quantile (Hyndman and Fan's second definition) between numbers of the sample, by the binomial distribution",
            "Hyndman and Fan (1996); standard error: Price and Bonett (2002)",
            "sort(y)[c(qbinom(.025, n, p), qbinom(.975, n, p) + 1)]",
        ),
        IntervalMethod::Woodruff => method(
            "Quantile, limits of the share at or below it read back as numbers",
            "Woodruff (1952)",
            "survey::svyquantile(~y, design, p, qrule = \"school\", interval.type = \"mean\")",
        ),
        IntervalMethod::Feldt => method(
            "Interval of Cronbach's (1951) alpha",
            "Feldt (1965)",
            "1 - (1 - alpha) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1))",
        ),
        IntervalMethod::Simulated => without_call(
            "Interval of the largest difference of one segment less that of another, drawn at random with the seed",
            "Andrews and Soares (2010) for the pairs that drop out",
        ),
        IntervalMethod::ImbensManski => {
            without_call("Limits of a value between worst-case bounds", "Manski (1990); Imbens and Manski (2004)")
        }
        IntervalMethod::Wilson => {
            method("Interval of a rate", "Wilson (1927)", "prop.test(yes, n, correct = FALSE)$conf.int")
        }
        IntervalMethod::Logit => method(
            "Interval of a rate on the logit scale",
            "Korn and Graubard (1999)",
            "survey::svyciprop(~yes, design, method = \"xlogit\")",
        ),
        IntervalMethod::Beta => {
            method("Exact interval of a rate", "Clopper and Pearson (1934)", "binom.test(yes, n)$conf.int")
        }
        IntervalMethod::Mean => method(
            "Interval of a rate, estimate and standard error",
            "Wald (1943)",
            "survey::svyciprop(~yes, design, method = \"mean\")",
        ),
        IntervalMethod::Newcombe => method(
            "Interval of a difference between two levels",
            "Newcombe (1998), method 10",
            "DescTools::BinomDiffCI(yes1, n1, yes2, n2, method = \"score\")",
        ),
        IntervalMethod::NewcombePaired => without_call(
            "Interval of a difference between two questions of the same respondents",
            "Newcombe (1998), paired, method 10",
        ),
        IntervalMethod::Log => without_call(
            "Intervals of ratios of rates and of odds, on the log scale",
            "Katz et al. (1978); Woolf (1955)",
        ),
        IntervalMethod::NoncentralChiSquare => method(
            "Interval of Cramér's V, from the noncentral chi-square",
            "Smithson (2003)",
            "DescTools::CramerV(table, conf.level = 0.95, method = \"ncchisq\")",
        ),
        IntervalMethod::FisherZ => method(
            "Interval of a correlation; of ranks with the variance of Bonett and Wright (2000), which the call has not",
            "Fisher (1921)",
            "cor.test(a, b)$conf.int",
        ),
    }
}

/// The order in which tests are listed.
const TESTS: [TestMethod; 23] = [
    TestMethod::Pearson,
    TestMethod::G,
    TestMethod::Fisher,
    TestMethod::FisherMc,
    TestMethod::CochranArmitage,
    TestMethod::Departure,
    TestMethod::KruskalWallis,
    TestMethod::Jonckheere,
    TestMethod::WelchAnova,
    TestMethod::RaoScottF,
    TestMethod::RaoScottChisq,
    TestMethod::AdjWald,
    TestMethod::SvyLogitTrend,
    TestMethod::SvyRank,
    TestMethod::WaldF,
    TestMethod::Wald,
    TestMethod::SvyPairedT,
    TestMethod::McnemarExact,
    TestMethod::Mcnemar,
    TestMethod::McnemarMidp,
    TestMethod::Cmh,
    TestMethod::BreslowDay,
    TestMethod::Tarone,
];

fn test(m: TestMethod) -> Method {
    match m {
        TestMethod::Pearson => {
            method("Any difference between levels", "Pearson (1900)", "chisq.test(table, correct = FALSE)")
        }
        TestMethod::G => method("The same by likelihood ratio", "Wilks (1938)", "DescTools::GTest(table)"),
        TestMethod::Fisher => {
            method("Any difference between levels, exact", "Freeman and Halton (1951)", "fisher.test(table)")
        }
        TestMethod::FisherMc => method(
            "Any difference between levels, exact by drawing 100,000 tables",
            "Freeman and Halton (1951); Hope (1968)",
            "fisher.test(table, simulate.p.value = TRUE, B = 1e5)",
        ),
        TestMethod::CochranArmitage => {
            method("Trend over ordered levels", "Cochran (1954); Armitage (1955)", "prop.trend.test(yes, n)")
        }
        TestMethod::Departure => method(
            "Departure from the trend",
            "Armitage (1955)",
            "chisq.test(table, correct = FALSE)$statistic - prop.trend.test(yes, n)$statistic",
        ),
        TestMethod::KruskalWallis => {
            method("Ordered answers by segment", "Kruskal and Wallis (1952)", "kruskal.test(band, segment)")
        }
        TestMethod::Jonckheere => method(
            "Ordered answers by ordered segment",
            "Terpstra (1952); Jonckheere (1954)",
            "DescTools::JonckheereTerpstraTest(band, segment)",
        ),
        TestMethod::RaoScottF => method(
            "Any difference between levels, second order correction for the design",
            "Rao and Scott (1984)",
            "survey::svychisq(~yes + segment, design, statistic = \"F\")",
        ),
        TestMethod::RaoScottChisq => method(
            "The same, first order: X² over the mean design effect",
            "Rao and Scott (1984)",
            "survey::svychisq(~yes + segment, design, statistic = \"Chisq\")",
        ),
        TestMethod::AdjWald => method(
            "The same by the covariance of the weighted table",
            "Koch, Freeman and Freeman (1975)",
            "survey::svychisq(~yes + segment, design, statistic = \"adjWald\")",
        ),
        TestMethod::SvyLogitTrend => method(
            "Trend over ordered levels, logistic regression on their scores",
            "Binder (1983)",
            "survey::svyglm(yes ~ score, design, family = quasibinomial())",
        ),
        TestMethod::SvyRank => method(
            "Ordered answers by segment",
            "Lumley and Scott (2013)",
            "survey::svyranktest(answer ~ segment, design)",
        ),
        TestMethod::WaldF => method(
            "Means, or standardised rates, by segment",
            "Binder (1983)",
            "survey::regTermTest(survey::svyglm(value ~ segment, design), ~segment)",
        ),
        TestMethod::Wald => {
            without_call("Changes, medians or quantiles of several levels, all the same", "Wald (1943)")
        }
        TestMethod::SvyPairedT => method(
            "Two questions of the same respondents, mean difference",
            "Binder (1983)",
            "survey::svymean(~I(a - b), design)",
        ),
        TestMethod::WelchAnova => method("Means by segment", "Welch (1951)", "oneway.test(value ~ segment)"),
        TestMethod::McnemarExact => {
            method("Two questions of the same respondents, exact", "McNemar (1947)", "binom.test(b, b + c)")
        }
        TestMethod::Mcnemar => method(
            "Two questions of the same respondents, asymptotic",
            "McNemar (1947)",
            "mcnemar.test(table, correct = FALSE)",
        ),
        TestMethod::McnemarMidp => {
            without_call("Two questions of the same respondents, mid-p", "Fagerland, Lydersen and Laake (2013)")
        }
        TestMethod::Cmh => {
            method("Two levels within strata", "Mantel and Haenszel (1959)", "mantelhaen.test(table, correct = FALSE)")
        }
        TestMethod::BreslowDay => method(
            "Equal odds ratios over strata",
            "Breslow and Day (1980)",
            "DescTools::BreslowDayTest(table, correct = FALSE)",
        ),
        TestMethod::Tarone => method(
            "The same with Tarone's correction",
            "Tarone (1985)",
            "DescTools::BreslowDayTest(table, correct = TRUE)",
        ),
    }
}
