# How often R's survey package errs in the cells of designed.csv: other draws of the same truths.
#   Rscript designed.R [DRAWS]    writes designed-r.csv (committed from R 4.2.2, survey 4.1.1, 500 draws)
# The samples are those that designed.rs describes. Intervals by the closed forms of svyciprop's xlogit and beta from
# svymean's variance and degf; the test is svychisq's F of two and of five levels that do not differ.
suppressMessages(library(survey))
args <- commandArgs(trailingOnly = TRUE)
draws <- if (length(args)) as.integer(args[1]) else 500L
set.seed(2026)

# Answers of one unit of m respondents with this rate and intraclass correlation: a Polya urn.
unit <- function(m, p, icc) {
  a <- p * (1 - icc) / icc; b <- (1 - p) * (1 - icc) / icc
  y <- integer(m); yes <- 0
  for (k in seq_len(m)) { y[k] <- as.integer(runif(1) < (a + yes) / (a + b + k - 1)); yes <- yes + y[k] }
  y
}
weights_of <- function(n, cv) if (cv == 0) rep(1, n) else { s <- sqrt(log(1 + cv^2)); exp(rnorm(n, -s^2 / 2, s)) }
spread <- c(.5, .8, 1.2, 1.5)
sample_of <- function(t) {
  if (t$psus == 0) {
    d <- data.frame(y = as.integer(runif(400) < t$p), w = weights_of(400, t$cv), psu = 1:400, h = 1)
  } else {
    h <- (seq_len(t$psus) - 1) %% t$strata + 1
    rate <- function(h) if (t$strata == 1) t$p else if (t$p > .5) 1 - (1 - t$p) * spread[h] else t$p * spread[h]
    y <- unlist(lapply(h, function(h) unit(20, rate(h), t$icc)))
    d <- data.frame(y = y, w = weights_of(20 * t$psus, t$cv), psu = rep(seq_len(t$psus), each = 20), h = rep(h, each = 20))
  }
  d$two <- factor(sample(2, nrow(d), TRUE)); d$five <- factor(sample(5, nrow(d), TRUE))
  d
}
misses <- function(low, high, p) p < low || p > high
errs <- function(t) {
  d <- sample_of(t)
  design <- suppressWarnings(svydesign(~psu, strata = ~h, weights = ~w, data = d, nest = TRUE))
  m <- svymean(~y, design); p <- coef(m)[[1]]; v <- as.numeric(vcov(m)); df <- degf(design)
  out <- c(logit = NA, beta = NA, two = NA, five = NA)
  if (p > 0 && p < 1 && v > 0) {
    half <- qt(.975, df) * sqrt(v) / (p * (1 - p))
    out["logit"] <- misses(plogis(qlogis(p) - half), plogis(qlogis(p) + half), t$p)
    n <- p * (1 - p) / v * (qt(.975, nrow(d) - 1) / qt(.975, df))^2
    out["beta"] <- misses(qbeta(.025, n * p, n * (1 - p) + 1), qbeta(.975, n * p + 1, n * (1 - p)), t$p)
    f <- function(by) tryCatch(suppressWarnings(svychisq(as.formula(paste("~", by, "+ y")), design)$p.value <= .05), error = function(e) NA)
    out["two"] <- f("two"); out["five"] <- f("five")
  }
  out
}
truth <- function(psus, strata, icc, cv, p) list(psus = psus, strata = strata, icc = icc, cv = cv, p = p)
truths <- list()
for (p in c(.02, .5, .98)) {
  for (cv in c(.3, 1)) truths <- c(truths, list(truth(0, 1, 0, cv, p)))
  for (psus in c(20, 80)) {
    for (icc in c(.01, .05)) for (cv in c(.3, 1)) truths <- c(truths, list(truth(psus, 1, icc, cv, p)))
    truths <- c(truths, list(truth(psus, 4, .01, 0, p)))
  }
}
cat(sprintf("# designed.R, %s, survey %s: shares of %d draws\nmethod,truth,draws,errors,share\n", R.version.string, packageVersion("survey"), draws), file = "designed-r.csv")
for (t in truths) {
  found <- replicate(draws, errs(t))
  for (method in rownames(found)) {
    e <- sum(found[method, ], na.rm = TRUE)
    name <- c(logit = "logit", beta = "beta", two = "rao_scott_f of 2 levels", five = "rao_scott_f of 5 levels")[[method]]
    cat(sprintf("%s,psus=%d strata=%d icc=%g cv=%g p=%g,%d,%d,%.4f\n", name, t$psus, t$strata, t$icc, t$cv, t$p, draws, e, e / draws), file = "designed-r.csv", append = TRUE)
  }
}
