# The paradox: what R's survey and glm say of data/design.csv (maturity "Full" against all others, rollback), by design and as a
# simple random sample; and closed forms of break-even, Imbens and Manski's limits and Kitagawa's split.
#   Rscript paradox.R    writes paradox.json (committed from R 4.2.2, survey 4.1.1)
suppressMessages(library(survey))
source("lib.R")
d <- read.csv("data/design.csv", na.strings = "")
d$maturity <- factor(d$maturity, c("None", "Basic", "Partial", "Full"))
d$size <- factor(d$size, c("XS", "S", "M", "L", "XL"))
d$region <- factor(d$region, c("EMEA", "APAC", "AMER"))
d$monitoring <- factor(d$monitoring, c(0, 1))
d$top <- as.numeric(d$maturity == "Full")
IT <- list(epsilon = 1e-14, maxit = 100)
whole <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
answered <- subset(whole, !is.na(rollback) & !is.na(maturity))
known <- subset(answered, !is.na(size) & !is.na(region) & !is.na(monitoring))
k <- subset(d, !is.na(rollback) & !is.na(maturity) & !is.na(size) & !is.na(region) & !is.na(monitoring))
a <- subset(d, !is.na(rollback) & !is.na(maturity))

# Both rates, and what is made of them: values with gradients.
delta <- function(v, V, g) c(v, sqrt(drop(g %*% V %*% g)))
of_rates <- function(r, V, df, q) { # r: top, rest
  one <- delta(log(r[2] / r[1]), V, c(-1 / r[1], 1 / r[2]))
  h <- function(p) 1 / ((1 - p) * -log1p(-p))
  many <- delta(log(log1p(-r[2]) / log1p(-r[1])), V, c(-h(r[1]), h(r[2])))
  ci <- function(x) exp(x[1] + c(-1, 0, 1) * q * x[2])
  list(difference = r[1] - r[2], se = sqrt(V[1, 1] + V[2, 2] - 2 * V[1, 2]), df = df, one = ci(one), many = ci(many))
}
by_design <- function(design) {
  q <- svyby(~rollback, ~top, design, svymean, covmat = TRUE)
  of_rates(unname(coef(q)[c(2, 1)]), unname(vcov(q)[c(2, 1), c(2, 1)]), degf(design), qt(.975, degf(design)))
}
simple <- function(x) {
  r <- c(mean(x$rollback[x$top == 1]), mean(x$rollback[x$top == 0])); n <- c(sum(x$top == 1), sum(x$top == 0))
  of_rates(r, diag(r * (1 - r) / n), NA, qnorm(.975))
}

# Margins of all levels, with their covariance (svypredmeans: that of the coefficients and that of who is averaged over).
margins <- function(fit, V, data, w, mean_cov) {
  X <- lapply(levels(d$maturity), function(l) model.matrix(delete.response(terms(fit)), transform(data, maturity = factor(l, levels(d$maturity)))))
  mu <- sapply(X, function(x) plogis(drop(x %*% coef(fit))))
  J <- t(sapply(seq_along(X), function(i) colSums(w * mu[, i] * (1 - mu[, i]) * X[[i]]) / sum(w)))
  list(m = colSums(w * mu) / sum(w), V = J %*% V %*% t(J) + mean_cov(mu))
}
contrast <- function(m, w, maturity) {
  share <- tapply(w, maturity, sum)[1:3]; share <- share / sum(share)
  J <- rbind(c(0, 0, 0, 1), c(share, 0)); v <- drop(J %*% m$m); V <- J %*% m$V %*% t(J)
  ln <- function(p, s) delta(log(p[1] / p[2]), V, s * c(1 / p[1], -1 / p[2]))
  list(margins = m$m, se = sqrt(diag(m$V)), top = v[1], rest = v[2], difference = v[1] - v[2], se_difference = sqrt(V[1, 1] + V[2, 2] - 2 * V[1, 2]), ln_ratio = ln(v, 1), ln_ratio_of_no = ln(1 - v, -1))
}
f <- rollback ~ maturity + size + region + monitoring
fit <- svyglm(f, known, family = quasibinomial(), control = IT)
mean_by_design <- function(mu) { n <- nrow(d); M <- matrix(0, n, ncol(mu)); i <- match(k$id, d$id); M[i, ] <- mu
  D <- update(whole, m1 = M[, 1], m2 = M[, 2], m3 = M[, 3], m4 = M[, 4], inside = as.numeric(seq_len(n) %in% i))
  vcov(svymean(~m1 + m2 + m3 + m4, subset(D, inside == 1))) }
adjusted <- contrast(margins(fit, vcov(fit), k, k$weight, mean_by_design), k$weight, k$maturity)
adjusted$df <- fit$df.residual
g <- glm(f, k, family = binomial(), control = IT)
plain <- contrast(margins(g, vcov(g), k, rep(1, nrow(k)), function(mu) vcov(svymean(mu, svydesign(~1, weights = ~1, data = k)))), rep(1, nrow(k)), k$maturity)
term <- function(x, t) { q <- regTermTest(x, t); c(q$Ftest, q$df, q$ddf, q$p) }
crossed <- svyglm(update(f, . ~ . + maturity:monitoring), known, family = quasibinomial(), control = IT)

# Within the levels of monitoring: a logistic regression on the group and the strata, and their interaction.
m <- subset(answered, !is.na(monitoring))
within <- svyglm(rollback ~ top + monitoring, m, family = quasibinomial(), control = IT)
within2 <- svyglm(rollback ~ top * monitoring, m, family = quasibinomial(), control = IT)
mh <- mantelhaen.test(table(a$top, a$rollback, a$monitoring)[2:1, 2:1, ], correct = FALSE)
strata <- function(w) { w <- w[!is.na(a$monitoring)]; x <- a[!is.na(a$monitoring), ]
  s <- tapply(w, list(x$monitoring, x$top), sum); r <- tapply(w * x$rollback, list(x$monitoring, x$top), sum) / s; s <- sweep(s, 2, colSums(s), "/")
  c(sum((s[, "1"] + s[, "0"]) / 2 * (r[, "1"] - r[, "0"])), sum((r[, "1"] + r[, "0"]) / 2 * (s[, "1"] - s[, "0"]))) }

# Missing answers: bounds and limits.
imbens_manski <- function(low, high, s, df, level) uniroot(function(c) pt(c + (high - low) / max(s), df) - pt(-c, df) - level, c(0, 40), tol = 1e-15)$root
asked <- subset(whole, !is.na(maturity)); asked <- update(asked, low = ifelse(is.na(rollback), 0, rollback), high = ifelse(is.na(rollback), 1, rollback))
L <- svyby(~low + high, ~top, asked, svymean, covmat = TRUE); b <- coef(L); V <- vcov(L) # 0:low 1:low 0:high 1:high
lo <- b["1:low"] - b["0:high"]; hi <- b["1:high"] - b["0:low"]
s <- c(sqrt(V["1:low", "1:low"] + V["0:high", "0:high"] - 2 * V["1:low", "0:high"]), sqrt(V["1:high", "1:high"] + V["0:low", "0:low"] - 2 * V["1:high", "0:low"]))
cc <- imbens_manski(lo, hi, s, degf(answered), .95)

grid <- expand.grid(low = c(.3, -.1), width = c(0, .001, .02, .2), s1 = c(.01, .03), s2 = c(.02), df = c(3, 40, Inf), level = c(.9, .95))
grid$c <- mapply(function(low, width, s1, s2, df, level) imbens_manski(low, low + width, c(s1, s2), df, level), grid$low, grid$width, grid$s1, grid$s2, grid$df, grid$level)
many <- list(c(.81, .72, 200, 900, 0), c(.3, .5, 40, 60, .0004), c(.02, .01, 500, 900, 0), c(.97, .6, 50, 300, 0))

writeLines(to_json(list(
  made_by = paste0("paradox.R, ", R.version.string, ", survey ", packageVersion("survey")),
  top_versus_rest = by_design(answered), top_versus_rest_simple = simple(a),
  adjusted = adjusted, adjusted_simple = plain, unadjusted = by_design(known),
  n = c(nrow(a), nrow(k)), maturity = term(fit, ~maturity), maturity_monitoring = term(crossed, ~maturity:monitoring),
  within = unname(c(coef(within)["top"], SE(within)["top"], within$df.residual)), within_interaction = term(within2, ~top:monitoring),
  mantel_haenszel = unname(c(mh$estimate, mh$statistic)), split = strata(a$weight), split_simple = strata(rep(1, nrow(a))),
  bounds = unname(c(lo, hi, lo - cc * s[1], hi + cc * s[2])),
  imbens_manski = unname(split(as.matrix(transform(grid, df = ifelse(is.finite(df), df, 1e300))), seq_len(nrow(grid)))),
  break_even_many = lapply(many, function(v) { r <- v[1:2]; V <- diag(r * (1 - r) / v[3:4]); V[1, 2] <- V[2, 1] <- v[5]; c(v, of_rates(r, V, NA, qnorm(.975))$many) }),
  e_value = lapply(list(c(.81, .72)), function(v) { e <- function(r) r + sqrt(r * (r - 1)); c(v, e(v[1] / v[2]), e((1 - v[2]) / (1 - v[1]))) })
)), "paradox.json")
