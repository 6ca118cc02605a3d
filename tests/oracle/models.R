# Logistic regressions on several segments: a sample with strata, sampling units and weights, and R's numbers for it.
#   Rscript models.R    writes models.csv and models.json (committed from R 4.2.2, survey 4.1.1)
suppressMessages(library(survey))
options(digits = 17)
set.seed(11)
psus <- 48
n <- 900
psu <- sort(sample(psus, n, TRUE))
stratum <- (psu - 1) %/% 12 + 1
size <- factor(sample(c("small", "middle", "large"), n, TRUE, c(.5, .3, .2)), c("small", "middle", "large"))
sector <- factor(sample(c("public", "private"), n, TRUE), c("public", "private"))
eta <- -.3 + .6 * (size == "large") + .4 * (sector == "private") - .7 * (size == "middle" & sector == "private") + rnorm(psus, 0, .4)[psu]
d <- data.frame(stratum, psu, w = round(runif(n, .4, 3), 3), size, sector, yes = ifelse(runif(n) < plogis(eta), "Yes", "No"))
d$size[sample(n, 20)] <- NA
d$yes[sample(n, 25)] <- NA
write.csv(d, "models.csv", row.names = FALSE, na = "", quote = FALSE)
d$y <- as.numeric(d$yes == "Yes")
number <- function(v) if (is.na(v)) "null" else format(v, digits = 17)
list_of <- function(v) paste0("[", paste(sapply(v, number), collapse = ", "), "]")
term <- function(test) list_of(c(test$Ftest, test$df, test$ddf, test$p))
known <- !is.na(d$y) & !is.na(d$size)
design <- subset(svydesign(~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE), known)
predmeans <- function(adjust, by) {
  m <- svypredmeans(adjust, by)
  list_of(rbind(coef(m), SE(m))[, levels(d[[all.vars(by)]])])
}
coefs <- function(fit) list_of(t(coef(summary(fit))[, c(1, 2, 4)]))
main <- svyglm(y ~ size + sector, design, family = quasibinomial)
crossed <- svyglm(y ~ size * sector, design, family = quasibinomial)
simple <- glm(y ~ size + sector, d[known, ], family = binomial(), control = list(epsilon = 1e-14))
plain <- svydesign(~1, weights = ~1, data = d[known, ])
x2 <- function(name) { at <- grep(paste0("^", name), names(coef(simple))); b <- coef(simple)[at]; x <- drop(b %*% solve(vcov(simple)[at, at], b)); list_of(c(x, length(at), pchisq(x, length(at), lower.tail = FALSE))) }
of_two <- update(svydesign(~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE), size = ifelse(is.na(size), "unknown", as.character(size)))
of_two <- update(of_two, a = as.numeric(!is.na(y) & size == "small"), b = as.numeric(!is.na(y) & sector == "public"),
  ya = ifelse(is.na(y), 0, y) * (size == "small"), yb = ifelse(is.na(y), 0, y) * (sector == "public"))
overlap <- svycontrast(svytotal(~ya + a + yb + b, of_two), quote(ya / a - yb / b))
half <- qt(.975, degf(subset(of_two, a + b > 0))) * SE(overlap)
writeLines(c(
  sprintf('{"made_by": "models.R, %s, survey %s",', R.version.string, packageVersion("survey")),
  sprintf('"n": %d, "df": %s, "df_crossed": %s,', sum(known), number(main$df.residual), number(crossed$df.residual)),
  sprintf('"main": %s,', coefs(main)),
  sprintf('"main_size": %s, "main_sector": %s,', term(regTermTest(main, ~size)), term(regTermTest(main, ~sector))),
  sprintf('"margins_size": %s,', predmeans(svyglm(y ~ sector, design, family = quasibinomial), ~size)),
  sprintf('"margins_sector": %s,', predmeans(svyglm(y ~ size, design, family = quasibinomial), ~sector)),
  sprintf('"crossed": %s,', coefs(crossed)),
  sprintf('"crossed_size:sector": %s,', term(regTermTest(crossed, ~size:sector))),
  sprintf('"simple": %s,', coefs(simple)),
  sprintf('"simple_size": %s, "simple_sector": %s,', x2("size"), x2("sector")),
  sprintf('"small_less_public": %s,', list_of(c(coef(overlap), coef(overlap) - half, coef(overlap) + half))),
  sprintf('"odds_ratio_ci": %s}', list_of(t(exp(confint(main, ddf = main$df.residual)))))), "models.json")
