# Goldens for designs that goldens.json does not hold: two stages with corrections, direct standardisation, rank tests
# with order-free ranks of ties, the departure from a trend, replicate weights beyond rates, errors of slopes.
# Run: Rscript design_extra.R   (from this folder; writes design_extra.json and data/two_stage.csv)
suppressMessages(library(survey)); source("lib.R")
IT <- list(epsilon = 1e-14, maxit = 200)
d <- read.csv("data/design.csv", stringsAsFactors = FALSE, na.strings = "")
d$size <- factor(d$size, c("XS", "S", "M", "L", "XL")); d$maturity <- factor(d$maturity, c("None", "Basic", "Partial", "Full"))
d$score <- as.integer(d$maturity); d$region <- factor(d$region, c("EMEA", "APAC", "AMER"))
F4 <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
fit <- function(m) list(estimate = arr(coef(m)), se = arr(sqrt(diag(vcov(m)))), df = m$df.residual)
se <- function(x) unname(sqrt(diag(as.matrix(vcov(x)))))

# two stages: PSUs out of PSUs, respondents within households (strata at the second stage too)
set.seed(7); t <- d[, c("id", "stratum", "psu", "weight", "npsu", "maturity", "rollback", "hours")]
t$ssu <- ave(t$id, t$stratum, t$psu, FUN = function(i) rep_len(1:max(2, length(i) %/% 4), length(i)))
t$nssu <- ave(t$ssu, t$stratum, t$psu, FUN = function(s) max(s) * 3)
write.csv(t, "data/two_stage.csv", row.names = FALSE, na = "", quote = FALSE)
T2 <- svydesign(~psu + ssu, strata = ~stratum, weights = ~weight, fpc = ~npsu + nssu, data = t, nest = TRUE)
T2r <- subset(T2, !is.na(rollback)); b <- svyby(~rollback, ~maturity, T2r, svymean, covmat = TRUE); h <- svymean(~hours, T2)
case("two-stage", "two stages, design", "svydesign(~psu + ssu, fpc = ~npsu + nssu)", list(data = "data/two_stage.csv"),
     list(rate = unname(coef(svymean(~rollback, T2r))), se = se(svymean(~rollback, T2r)), df = degf(T2r), mean = unname(coef(h)), mean_se = se(h),
          by = arr(coef(b)), se_by = arr(unname(SE(b))), covariance = arr(as.vector(vcov(b)))))

# direct standardisation of maturity to the sizes of the whole sample
s <- subset(F4, !is.na(rollback) & !is.na(maturity)); pop <- c(XS = 100, S = 250, M = 300, L = 200, XL = 150)
z <- svystandardize(s, by = ~size, over = ~maturity, population = pop)
b <- svyby(~rollback, ~maturity, z, svymean)
case("standardised", "directly standardised rates, design", "svystandardize(by = ~size, over = ~maturity)", list(data = "data/design.csv", population = as.list(pop)),
     list(rate = arr(coef(b)), se = arr(unname(SE(b)))))

# rank tests: ties at the weighted mean of their ranks, whatever the order of rows
rk <- function(des, y) { w <- weights(des); v <- des$variables[[y]]; tot <- tapply(w, v, sum); mid <- (cumsum(tot) - tot / 2) / sum(w); unname(mid[as.character(v)]) }
s <- subset(F4, !is.na(maturity)); s <- update(s, r = rk(s, "hours")); m <- svyglm(r ~ maturity, s); q <- regTermTest(m, ~maturity, df = degf(s) - 3)
case("rank-many", "rank test, order-free ties, several levels", "svyglm(rank ~ maturity), regTermTest", list(data = "data/design.csv", by = "maturity"), list(F = c(q$Ftest), ndf = q$df, ddf = q$ddf, p = c(q$p)))
s <- update(F4, r = rk(F4, "hours")); m <- svyglm(r ~ monitoring, s)
case("rank-two", "rank test, order-free ties, two levels", "svyglm(rank ~ monitoring)", list(data = "data/design.csv", by = "monitoring"), list(difference = unname(coef(m)[2]), t = unname(coef(m)[2]) / se(m)[2], df = degf(s) - 1))

# departure from the trend
m <- svyglm(rollback ~ score + maturity, subset(F4, !is.na(maturity)), family = quasibinomial(), control = IT)
k <- svyglm(rollback ~ score + I(maturity == "Partial") + I(maturity == "Full"), subset(F4, !is.na(maturity)), family = quasibinomial(), control = IT)
q <- regTermTest(k, ~ I(maturity == "Partial") + I(maturity == "Full"))
case("departure", "departure from the trend, design", "regTermTest", list(data = "data/design.csv"), list(F = c(q$Ftest), ndf = q$df, ddf = q$ddf, p = c(q$p)), tol = 1e-6)

# replicate weights: jackknife of every kind of estimate
jk <- as.svrepdesign(F4, type = "JKn"); s <- subset(jk, !is.na(rollback) & !is.na(maturity))
m <- svyglm(rollback ~ maturity, s, family = quasibinomial(), control = IT)
tests <- function(st) { q <- svychisq(~rollback + maturity, s, statistic = st); list(statistic = as.numeric(q$statistic), p = as.numeric(q$p.value), ndf = unname(q$parameter[1]), ddf = unname(q$parameter[2])) }
case("replicates", "models and tests with replicate weights", "as.svrepdesign(type='JKn'), svyglm, svychisq", list(data = "data/design.csv"),
     list(glm = fit(m), F = tests("F"), Wald = tests("Wald"), adjWald = tests("adjWald"), df = degf(s)), tol = 1e-6)

# a bootstrap with the seed's weights kept
set.seed(3); bs <- as.svrepdesign(F4, type = "bootstrap", replicates = 24); W <- weights(bs, "analysis"); colnames(W) <- sprintf("rw%02d", 1:24)
write.csv(cbind(d[, c("id", "weight", "rollback")], apply(W, 2, function(c) signif(c, 15))), "data/bootstrap.csv", row.names = FALSE, na = "", quote = FALSE)
B <- svrepdesign(weights = ~weight, repweights = W, type = "bootstrap", data = d, combined.weights = TRUE, bootstrap.average = 1)
s <- subset(B, !is.na(rollback)); m <- svymean(~rollback, s)
case("bootstrap", "bootstrap weights in the file", "svrepdesign(type='bootstrap')", list(data = "data/bootstrap.csv"), list(rate = unname(coef(m))[1], se = unname(SE(m))[1], df = degf(s), scale = B$scale))

# lonely units with covariances, and after the first stage
l <- read.csv("data/lonely.csv", stringsAsFactors = FALSE)
for (o in c("certainty", "adjust", "average")) { options(survey.lonely.psu = o); L <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = l, nest = TRUE)
  b <- svyby(~y, ~g, L, svymean, covmat = TRUE); t <- svytotal(~y, L); case(paste0("lonely-covariance-", o), "lonely units, covariance and total", "svyby(covmat=TRUE), svytotal", list(data = "data/lonely.csv", lonely_psu = o), list(covariance = arr(as.vector(vcov(b))), total = unname(coef(t)), total_se = se(t))) }
# the same where a level has no yes: strata that hold only it are averaged over all the same
z <- data.frame(stratum = rep(c("A", "B", "C", "D"), c(12, 12, 5, 10)), psu = c(rep(1:2, each = 6), rep(1:2, each = 6), rep(1, 5), rep(1:2, each = 5)))
z$g <- ifelse(z$stratum == "D" | seq_len(39) %% 4 == 0, "v", "u"); z$y <- ifelse(z$g == "v", 0, c(1, 0, 0, 1, 1)[seq_len(39) %% 5 + 1]); z$weight <- 1 + seq_len(39) %% 3
write.csv(z, "data/lonely_zero.csv", row.names = FALSE, quote = FALSE)
options(survey.lonely.psu = "average"); L <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = z, nest = TRUE); b <- svyby(~y, ~g, L, svymean, covmat = TRUE)
case("lonely-zero", "lonely units, a level without a yes", "svyby(covmat=TRUE), svyby", list(data = "data/lonely_zero.csv", lonely_psu = "average"),
     list(difference = unname(coef(b)[1] - coef(b)[2]), pair_se = sqrt(drop(c(1, -1) %*% vcov(b) %*% c(1, -1))), se = unname(SE(svyby(~y, ~g, L, svymean))[1])))
options(survey.lonely.psu = "fail")

# average slope of a number: delta method by numerical differentiation, covariates as sampled
m <- svyglm(rollback ~ score + monitoring, subset(F4, !is.na(maturity) & !is.na(rollback)), family = quasibinomial(), control = IT); s <- m$survey.design
f <- function(b) { mu <- plogis(drop(model.matrix(m) %*% b)); b[2] * mu * (1 - mu) }
w <- weights(s); b <- coef(m); a <- function(b) sum(w * f(b)) / sum(w)
J <- sapply(seq_along(b), function(j) { h <- 1e-5; e <- replace(0 * b, j, h); (8 * (a(b + e) - a(b - e)) - (a(b + 2 * e) - a(b - 2 * e))) / (12 * h) })
s <- update(s, slope = f(b)); case("slope", "average slope of a number, design", "svyglm, delta method, svymean", list(data = "data/design.csv"), list(slope = a(b), se = unname(sqrt(drop(J %*% vcov(m) %*% J) + vcov(svymean(~slope, s))[1]))), tol = 1e-7)

writeLines(to_json(list(made_by = paste("design_extra.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "design_extra.json")
