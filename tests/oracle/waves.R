# Waves of one survey: independent samples (simple, weighted, stratified and clustered) and a panel with people who come
# and go (simple, weighted and stratified, clustered in the same units).
# Run: Rscript waves.R   (from this folder; writes data/wave-*.csv, data/panel-*.csv and waves.json)
suppressMessages(library(survey)); source("lib.R")
options(digits = 17)
set.seed(20261125)

levels_of_size <- c("S", "M", "L")
respondents <- function(wave, n, rates, shift) {
  stratum <- sample(c("north", "south", "west"), n, TRUE, c(.5, .3, .2))
  psu <- paste0("u", sample(1:9, n, TRUE))
  size <- sample(c(levels_of_size, ""), n, TRUE, c(.45, .3, .2, .05) + shift * c(-.1, 0, .1, 0))
  effect <- setNames(rnorm(27, 0, .35), outer(c("north", "south", "west"), paste0("u", 1:9), paste))[paste(stratum, psu)]
  p <- plogis(qlogis(ifelse(size == "", .6, rates[match(size, levels_of_size)])) + effect)
  y <- ifelse(runif(n) < .04, "", ifelse(runif(n) < p, "Yes", "No"))
  hours <- ifelse(runif(n) < .05, "", sprintf("%.1f", rgamma(n, 4, .1 + .01 * wave)))
  data.frame(id = sprintf("w%d-%04d", wave, seq_len(n)), stratum, psu, weight = round(exp(rnorm(n, 0, .5)) * c(north = 2, south = 1, west = .5)[stratum], 3), size, y, hours)
}
waves <- list(respondents(1, 420, c(.55, .62, .70), 0), respondents(2, 510, c(.60, .63, .80), .8), respondents(3, 390, c(.66, .68, .78), 1))
for (w in 1:3) write.csv(waves[[w]], sprintf("data/wave-%d.csv", w), row.names = FALSE, quote = FALSE)

# A panel: 260 people in both waves, some in one only; answers of the same person go together.
people <- data.frame(id = sprintf("p%03d", 1:420), stratum = sample(c("north", "south"), 420, TRUE), psu = paste0("u", sample(1:12, 420, TRUE)),
                     size = sample(levels_of_size, 420, TRUE, c(.4, .35, .25)), u = rnorm(420), weight = round(exp(rnorm(420, 0, .4)), 3))
of_wave <- function(who, cut, w) {
  d <- people[who, ]; d$weight <- round(d$weight * exp(rnorm(nrow(d), 0, .2)), 3)
  d$y <- ifelse(runif(nrow(d)) < .03, "", ifelse(d$u + rnorm(nrow(d), 0, .8) > cut[match(d$size, levels_of_size)], "Yes", "No"))
  d[sample(nrow(d)), c("id", "stratum", "psu", "weight", "size", "y")]
}
panel <- list(of_wave(1:340, c(.1, -.1, -.3), 1), of_wave(c(1:260, 341:420), c(-.1, -.2, -.4), 2))
for (w in 1:2) write.csv(panel[[w]], sprintf("data/panel-%d.csv", w), row.names = FALSE, quote = FALSE)

read <- function(name, w) { d <- read.csv(sprintf("data/%s-%d.csv", name, w), stringsAsFactors = FALSE, na.strings = ""); d$wave <- w; d$y <- as.numeric(d$y == "Yes"); d$size <- factor(d$size, levels_of_size); d }
stack <- function(name, w) { d <- do.call(rbind, lapply(w, function(i) read(name, i))); d$wave <- factor(d$wave); d }

newcombe <- function(x, n) {
  ci <- function(i) suppressWarnings(prop.test(x[i], n[i], correct = FALSE))$conf.int; a <- ci(1); b <- ci(2); p <- x / n; d <- p[1] - p[2]
  c(d - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2), d + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2))
}
# Later less earlier, simple random samples.
simple_pair <- function(d, later, earlier) {
  d <- d[!is.na(d$y), ]; x <- c(sum(d$y[d$wave == later]), sum(d$y[d$wave == earlier])); n <- c(sum(d$wave == later), sum(d$wave == earlier))
  t <- suppressWarnings(chisq.test(rbind(x, n - x), correct = FALSE)); ci <- newcombe(x, n); p <- x / n
  or <- x[1] * (n[2] - x[2]) / (x[2] * (n[1] - x[1])); half <- qnorm(.975) * sqrt(sum(1 / c(x, n - x)))
  list(difference = p[1] - p[2], se = sqrt(sum(p * (1 - p) / n)), low = ci[1], high = ci[2], p = t$p.value,
       odds_ratio = or, or_low = exp(log(or) - half), or_high = exp(log(or) + half))
}
s <- stack("wave", 1:3)
two <- s[s$wave != 3, ]; two$wave <- droplevels(two$wave)
cells <- expand.grid(size = levels_of_size, wave = c("1", "2"), stringsAsFactors = FALSE)
known <- two[!is.na(two$y) & !is.na(two$size), ]
p <- mapply(function(l, w) mean(known$y[known$size == l & known$wave == w]), cells$size, cells$wave)
n <- mapply(function(l, w) sum(known$size == l & known$wave == w), cells$size, cells$wave)
v <- p * (1 - p) / n; change <- p[4:6] - p[1:3]; vc <- v[4:6] + v[1:3]
D <- cbind(-1, diag(2)); x2 <- drop(t(D %*% change) %*% solve(D %*% diag(vc) %*% t(D)) %*% (D %*% change))
shares <- n[1:3] / sum(n[1:3]); std <- sum(shares * change); std_se <- sqrt(sum(shares^2 * vc))
all3 <- s[!is.na(s$y), ]; x3 <- tapply(all3$y, all3$wave, sum); n3 <- table(all3$wave)
trend <- suppressWarnings(prop.trend.test(x3, n3)); h <- s[!is.na(s$hours), ]; w21 <- t.test(h$hours[h$wave == 2], h$hours[h$wave == 1])
raw_p <- c(simple_pair(two, 2, 1)$p, w21$p.value)
case("simple", "waves, simple random samples", "prop.test, chisq.test, t.test, p.adjust, prop.trend.test",
     list(data = c("data/wave-1.csv", "data/wave-2.csv", "data/wave-3.csv")),
     list(overall = simple_pair(two, 2, 1), by_size = lapply(levels_of_size, function(l) simple_pair(two[which(two$size == l), ], 2, 1)),
          holm = arr(p.adjust(raw_p, "holm")), third_first = simple_pair(s, 3, 1), third_second = simple_pair(s, 3, 2),
          trend_x2 = unname(trend$statistic), trend_p = trend$p.value, omnibus_x2 = unname(chisq.test(rbind(x3, n3 - x3), correct = FALSE)$statistic),
          interaction = x2, interaction_ln_p = pchisq(x2, 2, lower.tail = FALSE, log.p = TRUE),
          standardised = std, standardised_se = std_se, standardised_p = 2 * pnorm(-abs(std / std_se)),
          hours = list(difference = unname(w21$estimate[1] - w21$estimate[2]), low = w21$conf.int[1], high = w21$conf.int[2], df = unname(w21$parameter), p = w21$p.value)))

# Later less earlier by the design of all waves together, on the degrees of freedom of the two: their domain.
designed_pair <- function(design, later = 2, earlier = 1, measure = ~y) {
  b <- svyby(measure, ~wave, design, svymean, covmat = TRUE); k <- rownames(b); w <- setNames(rep(0, length(k)), k)
  w[as.character(later)] <- 1; w[as.character(earlier)] <- -1; c <- svycontrast(b, w); df <- degf(subset(design, wave %in% c(later, earlier))); est <- unname(coef(c)); se <- unname(c(SE(c)))
  list(difference = est, se = se, df = df, low = est - qt(.975, df) * se, high = est + qt(.975, df) * se, p = 2 * pt(-abs(est / se), df), rho = unname(cov2cor(vcov(b))[1, 2]))
}
# `alone`: the design of each wave by itself, whose rates and errors are those that `analyze` of its file has.
designed <- function(id, all, about, data, alone) {
  asked <- subset(all, !is.na(y)); each <- lapply(alone, function(d) { d <- subset(d, !is.na(y)); m <- svymean(~y, d); list(rate = unname(coef(m)), se = unname(c(SE(m))), degf = degf(d)) })
  of_size <- function(l) subset(asked, size == l); known <- subset(asked, !is.na(size))
  cell <- svyby(~y, ~size + wave, known, svymean, covmat = TRUE)
  base <- svytable(~size + wave, known)[, "1"]; shares <- base / sum(base); w <- c(-shares, shares)
  std <- svycontrast(cell, setNames(w, names(coef(cell)))); m <- svyglm(y ~ size * wave, known); term <- regTermTest(m, ~size:wave)
  case(id, "waves by design", "svydesign, svyby(covmat = TRUE), svycontrast, regTermTest(svyglm)", list(data = data, design = about),
       list(rate = arr(sapply(each, `[[`, "rate")), se = arr(sapply(each, `[[`, "se")), degf = arr(sapply(each, `[[`, "degf")),
            overall = designed_pair(asked), by_size = lapply(levels_of_size, function(l) designed_pair(of_size(l))),
            interaction = list(F = c(term$Ftest), ndf = term$df, ddf = term$ddf, ln_p = pf(c(term$Ftest), term$df, term$ddf, lower.tail = FALSE, log.p = TRUE)),
            standardised = list(difference = unname(coef(std)), se = unname(c(SE(std))), df = degf(known))))
}
files <- c("data/wave-1.csv", "data/wave-2.csv")
by_wave <- function(d, f) lapply(1:2, function(w) f(d[d$wave == w, ]))
designed("weighted", svydesign(~1, strata = ~wave, weights = ~weight, data = two), "weights", files, by_wave(two, function(d) svydesign(~1, weights = ~weight, data = d)))
two$ws <- interaction(two$wave, two$stratum); two$wu <- interaction(two$ws, two$psu)
clustered <- svydesign(~wu, strata = ~ws, weights = ~weight, data = two, nest = TRUE)
nested <- function(d) svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
designed("clustered", clustered, "weights, strata, psu", files, by_wave(two, nested))
hours <- subset(clustered, !is.na(hours)); case("clustered-hours", "waves by design, means", "svydesign, svyby, svycontrast", list(data = files), list(overall = designed_pair(hours, measure = ~hours)))
s$ws <- interaction(s$wave, s$stratum); s$wu <- interaction(s$ws, s$psu); s$score <- as.numeric(as.character(s$wave))
three <- subset(svydesign(~wu, strata = ~ws, weights = ~weight, data = s, nest = TRUE), !is.na(y)); m <- svyglm(y ~ score, three, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 50))
z <- summary(m)$coefficients["score", ]; chi <- svychisq(~y + wave, three)
case("clustered-three", "three waves by design", "svyglm(quasibinomial), svychisq", list(data = c(files, "data/wave-3.csv")),
     list(third_second = designed_pair(three, 3, 2), third_first = designed_pair(three, 3, 1), trend_t = z[["t value"]], trend_df = degf(three) - 1,
          trend_p = 2 * pt(-abs(z[["t value"]]), degf(three) - 1), F = unname(chi$statistic), F_p = unname(chi$p.value)))

# The same people: a person is the unit of all her answers.
q <- stack("panel", 1:2); both <- merge(q[q$wave == 1, ], q[q$wave == 2, ], by = "id")
answered <- !is.na(both$y.x) & !is.na(both$y.y)
designed("panel", svydesign(~id, weights = rep(1, nrow(q)), data = q), "persons", c("data/panel-1.csv", "data/panel-2.csv"), by_wave(q, function(d) svydesign(~1, weights = rep(1, nrow(d)), data = d)))
designed("panel-weighted", svydesign(~id, strata = ~stratum, weights = ~weight, data = q, nest = TRUE), "weights, strata, persons", c("data/panel-1.csv", "data/panel-2.csv"), by_wave(q, function(d) svydesign(~1, strata = ~stratum, weights = ~weight, data = d)))
case("panel-mean", "waves of the same people, means", "svydesign(~id), svyby, svycontrast", list(data = c("data/panel-1.csv", "data/panel-2.csv")),
     list(overall = designed_pair(svydesign(~id, weights = rep(1, nrow(q)), data = q), measure = ~weight)))
q$su <- interaction(q$stratum, q$psu)
designed("panel-clustered", svydesign(~su, strata = ~stratum, weights = ~weight, data = q, nest = TRUE), "weights, strata, psu shared by the waves", c("data/panel-1.csv", "data/panel-2.csv"), by_wave(q, nested))
table <- table(factor(both$y.y, 0:1), factor(both$y.x, 0:1)); b <- table["1", "0"]; c <- table["0", "1"]
w <- subset(svydesign(~1, strata = ~stratum.y, weights = ~weight.y, data = both), answered); d <- svymean(~I(y.y - y.x), w)
case("panel-both", "those who answered both times", "mcnemar.test, binom.test, svymean", list(data = c("data/panel-1.csv", "data/panel-2.csv")),
     list(ids = length(intersect(q$id[q$wave == 1], q$id[q$wave == 2])), n = sum(answered), a_only = b, b_only = c, difference = (b - c) / sum(answered),
          mcnemar = unname(mcnemar.test(table, correct = FALSE)$statistic), exact_p = binom.test(b, b + c)$p.value,
          weighted_difference = unname(coef(d)), weighted_se = unname(c(SE(d)))))

writeLines(to_json(list(made_by = paste("waves.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "waves.json")
