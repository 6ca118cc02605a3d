# Direct standardisation to given shares: a simple random sample, a design, replicate weights; and Wald F of means.
# Run: Rscript standardised.R   (from this folder; writes standardised.json)
suppressMessages(library(survey)); source("lib.R")
d <- read.csv("data/design.csv", stringsAsFactors = FALSE, na.strings = "")
d$size <- factor(d$size, c("XS", "S", "M", "L", "XL")); d$maturity <- factor(d$maturity, c("None", "Basic", "Partial", "Full"))
F4 <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
se <- function(x) unname(sqrt(diag(as.matrix(vcov(x)))))
term <- function(m) { q <- regTermTest(m, ~maturity); list(F = c(q$Ftest), ndf = q$df, ddf = q$ddf, ln_p = pf(c(q$Ftest), q$df, q$ddf, lower.tail = FALSE, log.p = TRUE)) }

pop <- c(XS = 100, S = 250, M = 300, L = 200, XL = 150)
for (name in c("simple", "clustered")) {
  all <- if (name == "simple") svydesign(~1, data = d, weights = rep(1, nrow(d))) else F4
  base <- subset(all, !is.na(rollback)); known <- subset(base, !is.na(maturity))
  z <- svystandardize(known, by = ~size, over = ~maturity, population = pop); b <- svyby(~rollback, ~maturity, z, svymean)
  cells <- svyby(~rollback, ~size + maturity, known, svymean, covmat = TRUE); A <- kronecker(diag(4), t(pop / sum(pop))); V <- A %*% vcov(cells) %*% t(A)
  stopifnot(all.equal(drop(A %*% coef(cells)), unname(coef(b)), tolerance = 1e-12), all.equal(sqrt(diag(V)), unname(SE(b)), tolerance = 1e-10))
  y <- svystandardize(base, by = ~size, over = ~1, population = pop); m <- svymean(~rollback, y, deff = "replace")
  case(name, "directly standardised rates", "svystandardize(by = ~size, over = ~maturity), svyglm, regTermTest", list(data = "data/design.csv", population = as.list(pop)),
       c(list(rate = arr(coef(b)), se = arr(unname(SE(b))), overall = unname(coef(m)), overall_se = se(m), deff = deff(m)[[1]], n = nrow(base),
              first_pair_se = sqrt(V[1, 1] + V[2, 2] - 2 * V[1, 2]), df = degf(known),
              xlogit = arr(as.numeric(attr(svyciprop(~rollback, y, method = "xlogit", df = degf(base)), "ci")))), term(svyglm(rollback ~ maturity, z))))
}

# Replicates: the rates of all cells of maturity and overrun, averaged with the shares.
f <- read.csv("data/fay.csv", stringsAsFactors = FALSE, na.strings = ""); f$maturity <- factor(f$maturity, levels(d$maturity))
Y <- svrepdesign(weights = ~weight, repweights = "rw", type = "Fay", rho = 0.3, data = f, combined.weights = TRUE)
s <- subset(Y, !is.na(rollback) & !is.na(maturity) & !is.na(overrun)); b <- svyby(~rollback, ~overrun + maturity, s, svymean, covmat = TRUE)
A <- kronecker(diag(4), t(c(0.4, 0.6)))
case("fay", "directly standardised rates", "svyby(~overrun + maturity, covmat = TRUE), contrasts", list(data = "data/fay.csv", shares = list("0" = 0.4, "1" = 0.6)),
     list(rate = arr(drop(A %*% coef(b))), se = arr(sqrt(diag(A %*% vcov(b) %*% t(A))))))

case("means", "means by segment", "svyglm(hours ~ maturity), regTermTest", list(data = "data/design.csv"), term(svyglm(hours ~ maturity, subset(F4, !is.na(hours) & !is.na(maturity)))))

writeLines(to_json(list(made_by = paste("standardised.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "standardised.json")
