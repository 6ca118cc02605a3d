# How the answers to two questions of the same respondents overlap, weighted: a simple random sample, clusters, replicates.
# Run: Rscript paired.R   (from this folder; writes paired.json)
suppressMessages(library(survey)); source("lib.R")
d <- read.csv("data/design.csv", stringsAsFactors = FALSE, na.strings = "")
F4 <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
f <- read.csv("data/fay.csv", stringsAsFactors = FALSE, na.strings = "")
Y <- svrepdesign(weights = ~weight, repweights = "rw", type = "Fay", rho = 0.3, data = f, combined.weights = TRUE)

overlap <- function(id, design, data, a, b) {
  design <- subset(design, !is.na(design$variables[[a]]) & !is.na(design$variables[[b]]))
  design <- update(design, first = design$variables[[a]], second = design$variables[[b]])
  m <- svymean(~I(first * second) + I(first * (1 - second)) + I((1 - first) * second) + I((1 - first) * (1 - second)), design)
  q <- svymean(~I(first - second), design); df <- degf(design); e <- unname(coef(q)); s <- unname(SE(q)[1])
  w <- unname(coef(m)); stopifnot(abs(sum(w) - 1) < 1e-12, abs(w[2] - w[3] - e) < 1e-12)
  case(id, "overlap of two questions", "svymean(~I(first * second) + ...)", list(data = data, a = a, b = b),
       list(both = w[1], a_only = w[2], b_only = w[3], neither = w[4], difference = e, se = s, df = df, t = e / s))
}
overlap("clustered", F4, "data/design.csv", "cost_shock", "overrun")
overlap("fay", Y, "data/fay.csv", "rollback", "overrun")

writeLines(to_json(list(made_by = paste("paired.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "paired.json")
