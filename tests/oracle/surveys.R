# What R's survey package says of the surveys that surveys.py made: one line a number.
#   Rscript surveys.R FOLDER...    each with data.csv and spec.R; prints survey, key and value, separated by tabs
suppressMessages(library(survey))
options(warn = -1, survey.adjust.domain.lonely = FALSE)
IT <- list(epsilon = 1e-14, maxit = 200)
say <- function(..., value) cat(survey, paste(..., sep = "|"), if (length(value) && is.finite(value)) sprintf("%.17g", value) else "null", sep = "\t", fill = FALSE)
line <- function(..., value) { say(..., value = unname(as.numeric(value))[1]); cat("\n") }
lines <- function(..., values) for (k in names(values)) line(..., k, value = values[[k]])
live <- function(d) weights(d, "sampling") > 0
nobody <- 1e-24                                       # a variance below this is rounding

interval <- function(p, v, n, df) {
  a <- (1 - confidence) / 2; t <- qt(1 - a, df); flat <- v < nobody; ne <- if (flat) n else p * (1 - p) / v
  switch(method,
    wilson = { m <- (p + t^2 / (2 * ne)) / (1 + t^2 / ne); h <- t / (1 + t^2 / ne) * sqrt(p * (1 - p) / ne + t^2 / (4 * ne^2)); c(max(0, m - h), min(1, m + h)) },
    logit = if (flat) c(NA, NA) else plogis(qlogis(p) + c(-1, 1) * t * sqrt(v) / (p * (1 - p))),
    beta = { ne <- ne * (qt(a, n - 1) / qt(a, df))^2; c(if (p <= 0) 0 else qbeta(a, ne * p, ne * (1 - p) + 1), if (p >= 1) 1 else qbeta(1 - a, ne * p + 1, ne * (1 - p))) },
    mean = if (flat) c(NA, NA) else p + c(-1, 1) * t * sqrt(v))
}
# rate, mean or total of a domain
estimate <- function(key, d, y, what = "rate") {
  n <- sum(live(d)); line(key, "n", value = n); if (!n) return()
  d$variables$.y <- d$variables[[y]]; f <- if (what == "total") svytotal else svymean
  m <- f(~.y, d, deff = "replace"); p <- coef(m)[[1]]; v <- as.matrix(vcov(m))[1, 1]; df <- degf(d)
  values <- list(n_weighted = sum(weights(d, "sampling")), df = df); values[[what]] <- p
  if (df > 0) {
    values$se <- if (v < nobody) 0 else sqrt(v)
    if (what != "total" && n > 1 && v >= nobody) values$deff <- deff(m)[[1]]
    ci <- if (what == "rate") { if (v < nobody && method %in% c("logit", "mean")) NULL else interval(min(max(p, 0), 1), v, n, df) } else if (v < nobody) NULL else p + c(-1, 1) * qt(1 - (1 - confidence) / 2, df) * sqrt(v)
    if (!is.null(ci)) { values$low <- ci[1]; values$high <- ci[2] }
  }
  lines(key, values = values)
}
# pairs of levels, with covariance; t with the df of all who have a level
pairs <- function(key, z, y, by, levels, rates, what = svymean) {
  z$variables$.y <- z$variables[[y]]; z$variables$.g <- factor(as.character(z$variables[[by]]))
  b <- svyby(~.y, ~.g, z, what, covmat = TRUE); m <- coef(b); V <- as.matrix(vcov(b)); df <- degf(z); t <- qt(1 - (1 - confidence) / 2, df)
  levels <- levels[levels %in% names(m)]; at <- match(levels, names(m))
  for (i in seq_along(levels)) for (j in seq_along(levels)) if (i < j) {
    a <- at[i]; c <- at[j]; e <- m[[a]] - m[[c]]; v <- V[a, a] + V[c, c] - 2 * V[a, c]; flat <- v < nobody
    values <- list(difference = e, df = df)
    if (df > 0 && !flat) { s <- sqrt(v); values <- c(values, list(se = s, p = 2 * pt(-abs(e / s), df), low = e - t * s, high = e + t * s)) }
    if (rates && df > 0 && m[[a]] > 1e-12 && m[[c]] > 1e-12 && !flat) {
      s <- sqrt(V[a, a] / m[[a]]^2 + V[c, c] / m[[c]]^2 - 2 * V[a, c] / m[[a]] / m[[c]]); r <- log(m[[a]] / m[[c]])
      values <- c(values, list(ratio = exp(r), ratio_low = exp(r - t * s), ratio_high = exp(r + t * s)))
      if (m[[a]] < 1 - 1e-12 && m[[c]] < 1 - 1e-12) {
        g <- c(m[[a]] * (1 - m[[a]]), m[[c]] * (1 - m[[c]])); s <- sqrt(V[a, a] / g[1]^2 + V[c, c] / g[2]^2 - 2 * V[a, c] / g[1] / g[2]); r <- qlogis(m[[a]]) - qlogis(m[[c]])
        values <- c(values, list(odds = exp(r), odds_low = exp(r - t * s), odds_high = exp(r + t * s)))
      }
    }
    lines(key, levels[i], levels[j], values = values)
  }
}
tests <- function(key, z, y, by) {
  z$variables$.y <- factor(z$variables[[y]]); z$variables$.g <- factor(as.character(z$variables[[by]]))
  if (nlevels(z$variables$.y) < 2 || nlevels(z$variables$.g) < 2) return()
  for (s in c("F", "adjWald")) {
    q <- tryCatch(svychisq(~.g + .y, z, statistic = s), error = function(e) NULL); if (is.null(q)) next
    name <- c(F = "rao_scott_f", adjWald = "adj_wald")[[s]]
    if (all(is.finite(c(q$statistic, q$parameter, q$p.value)))) lines(key, name, values = list(statistic = q$statistic, df = q$parameter[1], df2 = q$parameter[2], p = q$p.value)) else line(key, name, "statistic", value = NA)
  }
}
trend <- function(key, z, y, levels) {
  z$variables$.y <- z$variables[[y]]; z$variables$.s <- match(as.character(z$variables$grade), levels)
  m <- tryCatch(svyglm(.y ~ .s, z, family = quasibinomial(), control = IT), error = function(e) NULL); if (is.null(m) || !m$converged) return()
  s <- summary(m)$coefficients; if (m$df.residual < 1 || max(abs(s[, 1])) > 12) return()
  lines(key, "svy_logit_trend", values = list(statistic = s[2, 3], df = m$df.residual, p = s[2, 4]))
}
ranks <- function(key, z, y, by) {
  v <- z$variables[[y]]; w <- weights(z, "sampling"); tot <- tapply(w, v, sum); z$variables$.r <- as.numeric(((cumsum(tot) - tot / 2) / sum(w))[as.character(v)])
  z$variables$.g <- factor(as.character(z$variables[[by]])); k <- nlevels(z$variables$.g); if (k < 2) return()
  # as svyranktest: the covariance is that of the totals of the influence of each respondent
  X <- model.matrix(~.g, z$variables); w <- weights(z, "sampling"); A <- solve(crossprod(X * w, X)); e <- z$variables$.r; b <- A %*% crossprod(X * w, e)
  V <- as.matrix(vcov(svytotal((X * drop(e - X %*% b)) %*% A, z)))[-1, -1, drop = FALSE]; b <- b[-1]; df <- degf(z)
  if (k == 2) { t <- b / sqrt(V[1, 1]); if (df > 1) lines(key, "svy_rank", values = list(statistic = t, p = 2 * pt(-abs(t), df - 1), df = df - 1)); return() }
  F <- tryCatch(drop(b %*% solve(V, b)) / (k - 1), error = function(e) NULL); if (is.null(F) || df <= k - 1) return()
  lines(key, "svy_rank", values = list(statistic = F, df = k - 1, df2 = df - (k - 1), p = pf(F, k - 1, df - (k - 1), lower.tail = FALSE)))
}
model <- function(z) {
  z$variables$seg <- factor(z$variables$seg, segs); z$variables$grade <- factor(z$variables$grade, grades)
  m <- tryCatch(svyglm(rolled ~ seg + grade, z, family = quasibinomial(), control = IT), error = function(e) NULL)
  if (is.null(m) || !m$converged || anyNA(coef(m)) || max(abs(coef(m))) > 10) return()
  df <- m$df.residual; if (df < 1) return(); line("model", "df", value = df)
  s <- summary(m)$coefficients
  for (r in rownames(s)) { term <- if (r == "(Intercept)") c(r, "") else if (startsWith(r, "seg")) c("seg", sub("^seg", "", r)) else c("grade", sub("^grade", "", r)); lines("model", term[1], term[2], values = list(coefficient = s[r, 1], se = s[r, 2], p = s[r, 4])) }
  for (t in c("seg", "grade")) { q <- regTermTest(m, t); lines("model", "wald", t, values = list(statistic = q$Ftest, df = q$df, df2 = q$ddf, p = q$p)) }
  q <- tryCatch(svypredmeans(svyglm(rolled ~ grade, z, family = quasibinomial(), control = IT), ~seg), error = function(e) NULL)
  if (!is.null(q)) for (l in names(coef(q))) lines("model", "margin", l, values = list(rate = coef(q)[[l]], se = SE(q)[[match(l, names(coef(q)))]]))
}
for (folder in commandArgs(trailingOnly = TRUE)) {
  survey <- basename(folder); source(file.path(folder, "spec.R"))
  d <- read.csv(file.path(folder, "data.csv"), check.names = FALSE, colClasses = "character", na.strings = "")
  number <- c("w", "f1", "f2", "hours", grep("^rw", names(d), value = TRUE)); for (n in intersect(number, names(d))) d[[n]] <- as.numeric(d[[n]])
  for (y in c("rolled", "rare", "trust", "dev")) d[[y]] <- as.numeric(d[[y]] == "Yes")
  d$answer <- d$mood; d$mood_rank <- match(d$mood, moods); d$mood <- as.numeric(d$mood_rank >= 3)
  options(survey.lonely.psu = lonely)
  D <- tryCatch({ D <- eval(design); svymean(~w, D); D }, error = function(e) NULL)
  if (is.null(D)) { line("refused", value = 1); next }
  D <- subset(D, eval(where, D$variables))
  for (y in c("rolled", "rare", "mood", "hours", "hours_total")) {
    column <- sub("_total", "", y); what <- if (y == "hours") "mean" else if (y == "hours_total") "total" else "rate"
    x <- D$variables; d1 <- subset(D, !is.na(x[[column]]) & (y != "rolled" | x$shipped %in% "Yes"))
    estimate(paste("overall", y, sep = "|"), d1, column, what)
    for (by in c("seg", "grade")) {
      levels <- if (by == "seg") segs else grades; z <- subset(d1, !is.na(d1$variables[[by]])); key <- paste(y, by, sep = "|")
      for (l in levels) estimate(paste("level", key, l, sep = "|"), subset(z, z$variables[[by]] == l), column, what)
      z <- z[live(z), ]                              # a weight of 0 takes part in nothing; its unit still counts
      if (!nrow(z)) next
      pairs(paste("pair", key, sep = "|"), z, column, by, levels, what == "rate", if (what == "total") svytotal else svymean)
      if (what == "rate") {
        tests(paste("test", key, sep = "|"), z, column, by)
        if (by == "grade") trend(paste("test", key, sep = "|"), z, column, grades)
        if (y == "mood") ranks(paste("test", key, sep = "|"), z, "mood_rank", by)
        for (l in unique(z$variables[[by]])) { z$variables$.one <- ifelse(z$variables[[by]] == l, "one", "rest"); if (length(unique(z$variables$.one)) == 2) { pairs(paste("rest", key, l, sep = "|"), z, column, ".one", c("one", "rest"), TRUE) } }
      }
    }
  }
  x <- D$variables; z <- subset(D, !is.na(x$answer)); z <- z[live(z), ]
  for (by in c("seg", "grade")) { q <- subset(z, !is.na(z$variables[[by]])); if (nrow(q)) tests(paste("test", "answer", by, sep = "|"), q, "answer", by) }
  z <- subset(D, !is.na(x$trust) & !is.na(x$dev)); z <- update(z, .d = trust - dev); m <- svymean(~.d, z); df <- degf(z); s <- SE(m)[[1]]; e <- coef(m)[[1]]
  if (df > 0 && s > 1e-12) lines("paired", values = list(difference = e, se = s, df = df, p = 2 * pt(-abs(e / s), df), low = e - qt(1 - (1 - confidence) / 2, df) * s, high = e + qt(1 - (1 - confidence) / 2, df) * s))
  z <- subset(D, !is.na(x$rolled) & x$shipped %in% "Yes" & !is.na(x$seg) & !is.na(x$grade)); z <- z[live(z), ]
  if (nrow(z)) model(z)
}
