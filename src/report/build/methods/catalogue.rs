//! The catalogue: each interval and test with who described it, and the call of R that gives the same number.

use crate::results::TestMethod;
use crate::stats::IntervalMethod;

/// One method.
pub(super) struct Method {
    /// What it gives.
    pub what: &'static str,
    /// Who described it.
    pub source: &'static str,
    /// The call of R that gives the same number, where one does.
    pub call: Option<&'static str>,
}

pub(super) const fn method(what: &'static str, source: &'static str, call: &'static str) -> Method {
    Method { what, source, call: Some(call) }
}

pub(super) const fn without_call(what: &'static str, source: &'static str) -> Method {
    Method { what, source, call: None }
}

/// The order in which interval methods are listed.
pub(super) const INTERVALS: [IntervalMethod; 14] = [
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

/// A method of intervals.
pub(super) fn interval(m: IntervalMethod, by_design: bool) -> Method {
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
pub(super) const TESTS: [TestMethod; 23] = [
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

/// A test.
pub(super) fn test(m: TestMethod) -> Method {
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
            "Ordered answers by segment, tied ranks by their weighted mean (in R by the plain one, which depends on the \
             order of the rows)",
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
