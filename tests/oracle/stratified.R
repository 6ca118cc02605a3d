# Two levels within strata with a design: odds ratio of a regression on the pair and the strata, Wald tests, odds ratios of
# every stratum and of all together. Run: Rscript stratified.R   (from this folder; writes stratified.json)
suppressMessages(library(survey)); source("lib.R")
tight <- list(epsilon = 1e-14, maxit = 100)
# ln of the odds ratio of level 1 over level 2, by linearisation, on the degrees of freedom of those at either.
crude <- function(z) {
  b <- svyby(~rollback, ~pair, z, svymean, covmat = TRUE); p <- coef(b); g <- c(1, -1) / (p * (1 - p))
  v <- unname(log(p[1] / (1 - p[1])) - log(p[2] / (1 - p[2]))); se <- sqrt(drop(g %*% vcov(b) %*% g)); h <- qt(.975, degf(z)) * se
  arr(exp(c(v, v - h, v + h)))
}
wald <- function(m, term) { q <- regTermTest(m, term); list(F = c(q$Ftest), ndf = q$df, ddf = q$ddf, ln_p = pf(c(q$Ftest), q$df, q$ddf, lower.tail = FALSE, log.p = TRUE)) }
one <- function(id, design, data, two) {
  z <- subset(design, !is.na(rollback) & maturity %in% two & !is.na(stratum_of)); z$variables$pair <- factor(z$variables$maturity, two); z$variables$first <- factor(z$variables$maturity, rev(two))
  m <- svyglm(rollback ~ first + stratum_of, z, family = quasibinomial, control = tight); x <- svyglm(rollback ~ first * stratum_of, z, family = quasibinomial, control = tight)
  b <- coef(m)[paste0("first", two[1])]; h <- qt(.975, m$df.residual) * SE(m)[paste0("first", two[1])]
  case(id, "two levels within strata, by design", "svyglm(rollback ~ pair + stratum), regTermTest", list(data = data), list(n = nrow(z),
    odds_ratio = arr(unname(exp(c(b, b - h, b + h)))), pair = wald(m, ~first), interaction = wald(x, ~first:stratum_of), crude = crude(z),
    strata = lapply(setNames(levels(z$variables$stratum_of), levels(z$variables$stratum_of)), function(s) crude(subset(z, stratum_of == s)))), tol = 1e-6)
}
d <- read.csv("data/design.csv", stringsAsFactors = FALSE, na.strings = ""); d$stratum_of <- factor(d$monitoring)
one("clustered", svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE), "data/design.csv", c("Basic", "Full"))
f <- read.csv("data/fay.csv", stringsAsFactors = FALSE, na.strings = ""); f$stratum_of <- factor(f$overrun)
one("fay", svrepdesign(weights = ~weight, repweights = "rw", type = "Fay", rho = 0.3, data = f, combined.weights = TRUE), "data/fay.csv", c("None", "Basic"))
writeLines(to_json(list(made_by = paste("stratified.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "stratified.json")
