# Writes implied.csv: what published rates imply by themselves. Run from this folder: Rscript implied.R (R 4.2.2, stats).
# Sizes are found by trying every number of respondents from 1 on, with prop.test's uncorrected z, not by a formula;
# extremes over rounding by trying a grid of values that round to the figures.
options(digits = 17)
out <- file("implied.csv", "w")
cat(sprintf("# implied.R, R %s.%s\nwhat,a,b,n,value,low,high\n", R.version$major, R.version$minor), file = out)
row <- function(what, a, b, n, value, low, high)
  cat(paste(what, format(a), format(b), format(n), format(value), format(low), format(high), sep = ","), "\n", sep = "", file = out)
z_part <- function(all, part, m, n) {
  rest <- (all * n - part * m) / (n - m)
  ifelse(rest < 0 | rest > 1, NA, abs(part - rest) / sqrt(all * (1 - all) * (1 / m + 1 / (n - m))))
}
smallest_part <- function(all, part, n) {
  z <- z_part(all, part, 1:(n - 1), n)
  found <- which(!is.na(z) & z >= qnorm(.975))
  if (length(found)) min(found) else NA
}
each <- function(a, b, quantile) {
  m <- 1:20000
  p <- (a + b) / 2
  min(which(abs(a - b) / sqrt(p * (1 - p) * 2 / m) >= quantile))
}
values <- function(p, rounding = .01) seq(p - rounding / 2, p + rounding / 2, length.out = 11)
over <- function(f, a, b) { g <- outer(values(a), values(b), Vectorize(f)); c(f(a, b), min(g), max(g)) }
for (case in list(c(.74, .81, 1567), c(.74, .81, 2527), c(.62, .67, 2527), c(.74, .66, 1567), c(.1, .16, 800))) {
  v <- over(function(a, b) smallest_part(a, b, case[3]), case[1], case[2])
  row("part", case[1], case[2], case[3], v[1], v[2], v[3])
}
for (case in list(c(.66, .85, 6), c(.67, .76, 10), c(.3, .36, 3))) {
  v <- over(function(a, b) each(a, b, qnorm(.975)), case[1], case[2])
  row("pair", case[1], case[2], case[3], v[1], v[2], v[3])
  v <- over(function(a, b) each(a, b, qtukey(.95, case[3], Inf) / sqrt(2)), case[1], case[2])
  row("extremes", case[1], case[2], case[3], v[1], v[2], v[3])
}
for (k in c(2, 3, 6, 10, 30)) {
  row("qtukey", .95, NA, k, qtukey(.95, k, Inf), NA, NA)
  row("ptukey", 3.5, NA, k, ptukey(3.5, k, Inf), NA, NA)
}
close(out)
