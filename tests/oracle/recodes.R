# Recodes: scores of ordered answers, scales with Cronbach's alpha, net promoter scores, quantiles, yes/no from
# conditions, rankings; as a simple random sample and by design (stratum, psu, weight).
# Run: Rscript recodes.R   (from this folder; writes data/recodes.csv and recodes.json)
suppressMessages(library(survey)); source("lib.R")
set.seed(11)
n <- 640; agree <- c("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
d <- data.frame(id = 1:n, stratum = rep(1:4, each = n / 4), psu = rep(1:64, each = 10))
d$weight <- round(runif(n, .4, 2.5), 2)
d$region <- sample(c("North", "South", "East", NA), n, TRUE, c(.4, .3, .25, .05))
mood <- rnorm(n) + rep(rnorm(64, 0, .5), each = 10) + ifelse(is.na(d$region) | d$region != "South", 0, .5)
item <- function(sign) { v <- pmin(5, pmax(1, round(3 + sign * mood + rnorm(n, 0, .8)))); v[runif(n) < .04] <- NA; v }
x <- data.frame(q1 = item(1), q2 = item(1), q3 = item(-1), q4 = item(.6))
d <- cbind(d, as.data.frame(lapply(x, function(v) agree[v])))
d$recommend <- pmin(10, pmax(0, round(7.5 + 1.6 * mood + rnorm(n)))); d$recommend[runif(n) < .05] <- NA
d$hours <- round(exp(rnorm(n, 3 + .2 * mood, .6)), 1); d$hours[runif(n) < .03] <- NA
d$role <- sample(c("Chief", "Head", "Other", NA), n, TRUE, c(.2, .3, .45, .05))
for (i in 1:n) { k <- sample(1:3, 1); o <- sample(c("Speed", "Price", "Trust"), 3, prob = c(.5, .3, .2))[1:k]; if (runif(1) < .04) o <- character()
  d$first[i] <- paste(o, collapse = "; "); for (a in c("Speed", "Price", "Trust")) d[i, paste0("rank_", tolower(a))] <- match(a, o) }
write.csv(d, "data/recodes.csv", row.names = FALSE, na = "", quote = FALSE)
d <- read.csv("data/recodes.csv", na.strings = "", stringsAsFactors = FALSE)   # as the program reads it
d$region <- factor(d$region, c("North", "South", "East"))
for (q in names(x)) d[[q]] <- match(d[[q]], agree)
d$nps <- ifelse(d$recommend >= 9, 100, ifelse(d$recommend <= 6, -100, 0))
d$q3 <- 6 - d$q3; I <- c("q1", "q2", "q3", "q4"); answered <- rowSums(!is.na(d[, I]))
d$trust <- ifelse(answered == 4, rowMeans(d[, I]), NA); d$most <- ifelse(answered >= 3, rowMeans(d[, I], na.rm = TRUE) * 4, NA)
D <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
se <- function(v) unname(sqrt(diag(as.matrix(vcov(v)))))

for (v in c("q1", "nps", "trust", "most")) {
  y <- d[[v]]; y <- y[!is.na(y)]; g <- d[!is.na(d[[v]]) & !is.na(d$region), ]; w <- oneway.test(as.formula(paste(v, "~ region")), g)
  s <- subset(D, !is.na(d[[v]])); k <- subset(s, !is.na(region)); f <- as.formula(paste0("~", v)); m <- svymean(f, s); b <- svyby(f, ~region, k, svymean)
  r <- regTermTest(svyglm(as.formula(paste(v, "~ region")), k), ~region)
  case(paste0("mean-", v), "mean of scores", "t.test, oneway.test; svymean, svyby, regTermTest(svyglm)", list(data = "data/recodes.csv"),
    list(n = length(y), mean = mean(y), se = sd(y) / sqrt(length(y)), ci = arr(as.numeric(t.test(y)$conf.int)), levels = arr(as.numeric(tapply(g[[v]], g$region, mean))),
         statistic = unname(w$statistic), df2 = unname(w$parameter[2]), p = w$p.value,
         design_mean = unname(coef(m)), design_se = se(m), design_df = degf(s), design_levels = arr(unname(coef(b))), design_se_levels = arr(unname(SE(b))), F = c(r$Ftest), F_p = c(r$p)))
}
u <- table(factor(ifelse(d$recommend >= 9, 2, ifelse(d$recommend <= 6, 0, 1)), 0:2)); pr <- as.numeric(prop.table(u))
# The variance of a difference of shares, over n - 1 as for any mean.
stopifnot(all.equal(100 * sqrt((pr[3] + pr[1] - (pr[3] - pr[1])^2) / (sum(u) - 1)), sd(d$nps, na.rm = TRUE) / sqrt(sum(u))))
case("nps-groups", "shares of promoters, passives, detractors", "prop.table", list(data = "data/recodes.csv"), list(counts = arr(as.numeric(u)), shares = arr(pr)))

# Cronbach (1951); interval of Feldt (1965); by design on the log of 1 - alpha (Bonett 2002) with the linearised variance.
alpha_of <- function(C) nrow(C) / (nrow(C) - 1) * (1 - sum(diag(C)) / sum(C))
rest <- function(C) sapply(1:nrow(C), function(i) { o <- -i; sum(C[i, o]) / sqrt(C[i, i] * sum(C[o, o])) })
dropped <- function(C) sapply(1:nrow(C), function(i) alpha_of(C[-i, -i]))
z <- d[answered == 4, ]; C <- cov(z[, I]); a <- alpha_of(C); df1 <- nrow(z) - 1; df2 <- df1 * 3
W <- cov.wt(z[, I], z$weight)$cov; aw <- alpha_of(W)
z$Q <- rowSums(z[, I]^2); z$T2 <- rowSums(z[, I])^2; d$Q <- rowSums(d[, I]^2); d$T2 <- rowSums(d[, I])^2
full <- subset(svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE), answered == 4)
m <- svymean(~q1 + q2 + q3 + q4 + Q + T2, full)
k <- svycontrast(m, quote(4 / 3 * (1 - (Q - q1^2 - q2^2 - q3^2 - q4^2) / (T2 - (q1 + q2 + q3 + q4)^2))))
stopifnot(all.equal(unname(coef(k)), aw, tolerance = 1e-12))
t <- qt(.975, degf(full)); half <- t * se(k) / (1 - aw)
case("alpha", "Cronbach's alpha, item-rest correlations", "cov, qf; cov.wt, svycontrast(svymean)", list(data = "data/recodes.csv"),
  list(n = nrow(z), alpha = a, ci = arr(1 - (1 - a) * qf(c(.975, .025), df1, df2)), item_rest = arr(rest(C)), without = arr(dropped(C)), means = arr(colMeans(z[, I])),
       design_alpha = aw, design_se = se(k), design_ci = arr(1 - (1 - aw) * exp(c(half, -half))), design_item_rest = arr(rest(W)), design_without = arr(dropped(W)),
       design_means = arr(unname(coef(svymean(~q1 + q2 + q3 + q4, full))))))

# Quantiles: Hyndman and Fan's second definition. Simple sample: order statistics of the binomial; the standard error is
# the width over twice the normal quantile of the coverage that the interval has (Price and Bonett 2002).
hf2 <- function(v, p) unname(quantile(v, p, type = 2))
order_ci <- function(v, p, conf = .95) { v <- sort(v); n <- length(v); l <- qbinom((1 - conf) / 2, n, p); u <- qbinom((1 + conf) / 2, n, p) + 1
  if (l < 1 || u > n) return(c(NA, NA, NA)); cover <- pbinom(u - 1, n, p) - pbinom(l - 1, n, p); c(v[l], v[u], (v[u] - v[l]) / (2 * qnorm((1 + cover) / 2))) }
for (p in c(.5, .9)) {
  y <- d$hours[!is.na(d$hours)]; g <- d[!is.na(d$hours) & !is.na(d$region), ]; by <- split(g$hours, g$region)
  q <- sapply(by, hf2, p); o <- sapply(by, order_ci, p); s <- o[3, ]; wt <- 1 / s^2; x2 <- sum(wt * (q - sum(wt * q) / sum(wt))^2)
  pair <- function(i, j) { e <- sqrt(s[i]^2 + s[j]^2); c(q[i] - q[j], e, q[i] - q[j] + c(-1, 1) * qnorm(.975) * e, 2 * pnorm(-abs(q[i] - q[j]) / e)) }
  h <- subset(D, !is.na(hours)); k <- subset(h, !is.na(region))
  all <- svyquantile(~hours, h, p, qrule = "school", interval.type = "mean")$hours
  each <- lapply(levels(d$region), function(l) svyquantile(~hours, subset(k, region == l), p, qrule = "school", interval.type = "mean")$hours)
  Q <- sapply(each, `[`, 1); S <- sapply(each, `[`, 4)
  # Levels vary together as the shares at or below their quantiles do.
  d$below <- as.numeric(d$hours <= Q[match(d$region, levels(d$region))])
  B <- svyby(~below, ~region, subset(svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE), !is.na(hours) & !is.na(region)), svymean, covmat = TRUE)
  V <- outer(S, S) * cov2cor(vcov(B)); K <- rbind(c(1, -1, 0), c(1, 0, -1)); f <- c(t(K %*% Q) %*% solve(K %*% V %*% t(K)) %*% (K %*% Q)) / 2; nu <- degf(k)
  dse <- function(i, j) sqrt(V[i, i] + V[j, j] - 2 * V[i, j])
  case(paste0("quantile-", p), "quantile", "quantile(type = 2), qbinom; svyquantile(qrule = 'school', interval.type = 'mean')", list(data = "data/recodes.csv", p = p),
    list(n = length(y), value = hf2(y, p), ci = arr(order_ci(y, p)[1:2]), se = order_ci(y, p)[3], levels = arr(unname(q)), low = arr(o[1, ]), high = arr(o[2, ]), se_levels = arr(unname(s)),
         statistic = x2, p = pchisq(x2, 2, lower.tail = FALSE), pairs = arr(list(arr(pair(1, 2)), arr(pair(1, 3)), arr(pair(2, 3)))),
         kruskal = kruskal.test(hours ~ region, g)$p.value,
         design_value = unname(all[1]), design_ci = arr(all[2:3]), design_se = unname(all[4]), design_levels = arr(Q), design_low = arr(sapply(each, `[`, 2)), design_high = arr(sapply(each, `[`, 3)),
         design_se_levels = arr(S), F = f, F_df2 = nu - 2, F_p = pf(f, 2, nu - 2, lower.tail = FALSE),
         design_pairs = arr(list(arr(c(Q[1] - Q[2], dse(1, 2))), arr(c(Q[1] - Q[3], dse(1, 3))), arr(c(Q[2] - Q[3], dse(2, 3)))))))
}

# R's & and | know what is not known, as yes_if does.
both <- d$hours >= 25 & d$hours < 60 & ifelse(is.na(d$role), NA, d$role %in% c("Chief", "Head")); either <- both | d$recommend >= 9
case("yes_if", "yes/no from conditions", "&, |", list(data = "data/recodes.csv"),
  list(both = arr(c(sum(both, na.rm = TRUE), sum(!is.na(both)), sum(is.na(both)))), either = arr(c(sum(either, na.rm = TRUE), sum(!is.na(either)), sum(is.na(either))))))

# Rankings: of those who ranked anything, the share that put an option first or among the first two; the mean of its ranks.
R <- c("rank_speed", "rank_price", "rank_trust"); some <- rowSums(!is.na(d[, R])) > 0; top <- function(v, k) as.numeric(!is.na(v) & v <= k)
first <- sapply(R, function(v) mean(top(d[some, v], 1))); two <- sapply(R, function(v) mean(top(d[some, v], 2))); mr <- sapply(R, function(v) mean(d[[v]], na.rm = TRUE))
mc <- mcnemar.test(table(factor(top(d$rank_speed[some], 1), 0:1), factor(top(d$rank_price[some], 1), 0:1)), correct = FALSE)
case("ranking", "rankings", "mean, mcnemar.test(correct = FALSE)", list(data = "data/recodes.csv"),
  list(n = sum(some), first = arr(unname(first)), two = arr(unname(two)), mean = arr(unname(mr)), ranked = arr(unname(colSums(!is.na(d[, R])))), mcnemar_p = mc$p.value))
writeLines(to_json(list(made_by = paste("recodes.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "recodes.json")
