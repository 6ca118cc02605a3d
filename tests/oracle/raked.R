# Raking of a sample of strata and units: R's weights, and the errors that account for them.
# Run: Rscript raked.R   (from this folder; reads data/design.csv, writes raked.json)
suppressMessages(library(survey)); source("lib.R")
options(survey.lonely.psu = "fail")
d <- read.csv("data/design.csv", colClasses = c(psu = "character"))
z <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, fpc = ~npsu, data = d, nest = TRUE)
sizes <- function(k, f) { t <- tapply(d$weight, d[[k]], sum); round(t * f, 1) }
total <- sum(d$weight)
region <- sizes("region", seq(.8, 1.2, length.out = length(unique(d$region)))); region <- region * total / sum(region)
size <- sizes("size", seq(1.15, .85, length.out = length(unique(d$size)))); size <- size * total / sum(size)
frame <- function(k, t) { f <- data.frame(names(t), as.numeric(t)); names(f) <- c(k, "Freq"); f }
r <- rake(z, list(~region, ~size), list(frame("region", region), frame("size", size)), control = list(maxit = 1000, epsilon = 1e-12))
m <- svymean(~hours, r); t <- svytotal(~hours, r); y <- svymean(~monitoring, r)
case("raked", "raking of strata and units", "rake(svydesign(strata, psu, weights, fpc))",
     list(data = "data/design.csv", design = "strata + psu + weights + fpc", margins = list(region = as.list(region), size = as.list(size))),
     list(weight_first_10 = arr(weights(r)[1:10]), weights_sum = sum(weights(r)), weight_min = min(weights(r)), weight_max = max(weights(r)), mean = unname(coef(m)), mean_se = unname(SE(m)[1]), total = unname(coef(t)), total_se = unname(SE(t)[1]), rate = unname(coef(y)), rate_se = unname(SE(y)[1])), tol = 1e-6)
writeLines(to_json(list(made_by = paste("raked.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "raked.json")
