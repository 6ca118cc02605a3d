# Waves with replicate weights: independent samples, each with bootstrap replicates of its own (22 and 18), and a panel whose
# sampling units are drawn together in both waves.
# Run: Rscript waves_replicates.R   (from this folder, after waves.R; writes data/replicates-*.csv, data/together-*.csv and
# waves_replicates.json)
suppressMessages(library(survey)); source("lib.R")
options(digits = 17)
set.seed(20261126)
sizes <- c("S", "M", "L")

# How often each unit is drawn, n - 1 of n within a stratum, times n / (n - 1).
drawn <- function(stratum, unit, replicates) {
  units <- unique(data.frame(stratum, unit)); of <- paste(units$stratum, units$unit)
  factors <- sapply(seq_len(replicates), function(r) {
    f <- numeric(nrow(units))
    for (s in unique(units$stratum)) { i <- which(units$stratum == s); n <- length(i); f[i] <- tabulate(sample(n, n - 1, TRUE), n) * n / (n - 1) }
    f
  })
  factors[match(paste(stratum, unit), of), ]
}
write_with <- function(d, factors, name) {
  colnames(factors) <- sprintf("rw%d", seq_len(ncol(factors)))
  write.csv(cbind(d, round(d$weight * factors, 4)), sprintf("data/%s.csv", name), row.names = FALSE, quote = FALSE, na = "")
}
source_of <- function(name) read.csv(sprintf("data/%s.csv", name), stringsAsFactors = FALSE, na.strings = "")
for (w in 1:2) { d <- source_of(sprintf("wave-%d", w)); write_with(d, drawn(d$stratum, d$psu, c(22, 18)[w]), sprintf("replicates-%d", w)) }
two <- lapply(1:2, function(w) source_of(sprintf("panel-%d", w))); all <- do.call(rbind, two)
factors <- drawn(all$stratum, all$psu, 20); n <- cumsum(sapply(two, nrow))
write_with(two[[1]], factors[seq_len(n[1]), ], "together-1"); write_with(two[[2]], factors[(n[1] + 1):n[2], ], "together-2")

read <- function(name, w) { d <- source_of(sprintf("%s-%d", name, w)); d$wave <- factor(w, 1:2); d$y <- as.numeric(d$y == "Yes"); d$size <- factor(d$size, sizes); d }
columns <- function(d) as.matrix(d[grep("^rw", names(d))])
rep_design <- function(d) svrepdesign(weights = d$weight, repweights = columns(d), data = d, type = "bootstrap", combined.weights = TRUE, mse = FALSE)
alone <- function(d) { d <- subset(rep_design(d), !is.na(y)); m <- svymean(~y, d); list(rate = unname(coef(m)), se = unname(c(SE(m))), degf = degf(d)) }
change <- function(difference, se, df) list(difference = difference, se = se, df = df, low = difference - qt(.975, df) * se, high = difference + qt(.975, df) * se, p = 2 * pt(-abs(difference / se), df))
fit <- function(d, w) coef(suppressWarnings(lm(y ~ size * wave, d, weights = w)))
wald <- function(b, V, df) { i <- grep("size.*:wave", names(b)); F <- drop(t(b[i]) %*% solve(V[i, i]) %*% b[i]) / length(i); ddf <- df + 1 - length(b)
  list(F = F, ndf = length(i), ddf = ddf, ln_p = pf(F, length(i), ddf, lower.tail = FALSE, log.p = TRUE)) }
spread <- function(values) { centred <- sweep(values, 1, rowMeans(values)); centred %*% t(centred) / (ncol(values) - 1) }

# Two independent samples: variances and degrees of freedom add up.
d <- lapply(1:2, function(w) read("replicates", w)); each <- lapply(d, alone)
apart <- function(keep) { of <- lapply(d, function(x) { s <- subset(rep_design(x), keep(x)); m <- svymean(~y, s); list(rate = unname(coef(m)), se = unname(c(SE(m))), df = degf(s)) })
  change(of[[2]]$rate - of[[1]]$rate, sqrt(of[[1]]$se^2 + of[[2]]$se^2), of[[1]]$df + of[[2]]$df) }
known <- lapply(d, function(x) x[!is.na(x$y) & !is.na(x$size), ]); shared <- intersect(names(d[[1]]), c("y", "size", "wave", "weight"))
stacked <- do.call(rbind, lapply(known, function(x) x[shared])); b <- fit(stacked, stacked$weight)
V <- Reduce(`+`, lapply(1:2, function(w) spread(apply(columns(known[[w]]), 2, function(rw) { x <- stacked; x$weight[x$wave == w] <- rw; fit(x, x$weight) }))))
df_known <- sum(sapply(known, function(x) degf(rep_design(x))))
base <- tapply(known[[1]]$weight, known[[1]]$size, sum); shares <- c(base / sum(base))
cells <- lapply(known, function(x) svyby(~y, ~size, rep_design(x), svymean, covmat = TRUE))
std <- sum(shares * (coef(cells[[2]]) - coef(cells[[1]]))); std_se <- sqrt(sum(sapply(cells, function(x) drop(shares %*% vcov(x) %*% shares))))
answered <- function(x) !is.na(x$y); of_size <- function(l) function(x) !is.na(x$y) & !is.na(x$size) & x$size == l
case("replicates", "waves with replicate weights of their own", "svrepdesign of each, svymean, lm on every replicate", list(data = sprintf("data/replicates-%d.csv", 1:2), design = "bootstrap"),
     list(rate = arr(sapply(each, `[[`, "rate")), se = arr(sapply(each, `[[`, "se")), degf = arr(sapply(each, `[[`, "degf")),
          overall = apart(answered), by_size = lapply(sizes, function(l) apart(of_size(l))), interaction = wald(b, V, df_known),
          standardised = list(difference = std, se = std_se, df = df_known)))

# A panel: a replicate of one wave is the same replicate of the other.
d <- lapply(1:2, function(w) read("together", w)); each <- lapply(d, alone); q <- do.call(rbind, d); whole <- rep_design(q)
together <- function(keep) { s <- subset(whole, keep); b <- svyby(~y, ~wave, s, svymean, covmat = TRUE); c <- svycontrast(b, c(-1, 1)); change(unname(coef(c)), unname(c(SE(c))), degf(s)) }
k <- !is.na(q$y) & !is.na(q$size); known <- subset(whole, k); x <- q[k, ]; b <- fit(x, x$weight); V <- spread(apply(columns(x), 2, function(rw) fit(x, rw)))
cell <- svyby(~y, ~size + wave, known, svymean, covmat = TRUE); base <- tapply(x$weight[x$wave == 1], x$size[x$wave == 1], sum); shares <- c(base / sum(base)); w <- c(-shares, shares)
std <- svycontrast(cell, setNames(w, names(coef(cell))))
case("together", "waves of the same people with the same replicates", "svrepdesign, svyby, svycontrast, lm on every replicate", list(data = sprintf("data/together-%d.csv", 1:2), design = "bootstrap"),
     list(rate = arr(sapply(each, `[[`, "rate")), se = arr(sapply(each, `[[`, "se")), degf = arr(sapply(each, `[[`, "degf")),
          overall = together(!is.na(q$y)), by_size = lapply(sizes, function(l) together(k & q$size == l)), interaction = wald(b, V, degf(known)),
          standardised = list(difference = unname(coef(std)), se = unname(c(SE(std))), df = degf(known))))
both <- merge(d[[1]], d[[2]], by = "id"); two <- both[!is.na(both$y.x) & !is.na(both$y.y), ]
later <- as.matrix(two[grep("^rw[0-9]+\\.y$", names(two))]); panel <- svrepdesign(weights = two$weight.y, repweights = later, data = two, type = "bootstrap", combined.weights = TRUE, mse = FALSE)
m <- svymean(~I(y.y - y.x), panel)
case("together-both", "those who answered both times", "svymean of a svrepdesign", list(data = sprintf("data/together-%d.csv", 1:2)),
     list(n = nrow(two), difference = unname(coef(m)), se = unname(c(SE(m)))))
writeLines(to_json(list(made_by = paste("waves_replicates.R", R.version.string, "survey", packageVersion("survey")), cases = .cases$l)), "waves_replicates.json")
