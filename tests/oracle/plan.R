# Writes plan.csv: bases and detectable rates for `paradox plan`. Run from this folder: Rscript plan.R (R 4.2.2, stats).
options(digits = 17)
out <- file("plan.csv", "w")
cat(sprintf("# plan.R, R %s.%s\nwhat,rate,other,levels,value\n", R.version$major, R.version$minor), file = out)
row <- function(...) cat(paste(c(...), collapse = ","), "\n", sep = "", file = out)
tol <- 1e-13
for (r in list(c(.74, .81), c(.74, .79), c(.5, .55), c(.1, .05), c(.02, .03)))
  row("per_group", r[1], r[2], 2, ceiling(power.prop.test(p1 = r[1], p2 = r[2], power = .8, tol = tol)$n))
# Every pair of k levels shares alpha: Holm's first step.
for (k in c(3, 5, 10))
  row("per_group", .74, .79, k, ceiling(power.prop.test(p1 = .74, p2 = .79, power = .8, sig.level = .05 / choose(k, 2), tol = tol)$n))
for (n in c(400, 1567))
  row("higher", .74, n, 2, format(power.prop.test(n = n / 2, p1 = .74, power = .8, tol = tol)$p2))
for (e in c(.01, .03, .05)) row("precision", .74, e, 2, ceiling(qnorm(.975)^2 * .74 * .26 / e^2))
# The test of k equal levels: noncentrality at 80% power, and the difference between two of them at 1,567 in all.
for (k in c(2, 5, 10)) {
  lambda <- uniroot(function(l) pchisq(qchisq(.95, k - 1), k - 1, l, lower.tail = FALSE) - .8, c(1, 60), tol = 1e-12)$root
  row("omnibus", .74, 1567, k, format(sqrt(lambda * .74 * .26 * 2 / (1567 / k))))
}
# Equivalence within 5 points: the smallest N whose pairs all pass with 80% power, tried one by one near it.
miss <- function(N, s, p = .74, d = .05) {
  pairs <- combn(length(s), 2)
  se <- sqrt(p * (1 - p) * (1 / s[pairs[1, ]] + 1 / s[pairs[2, ]]) / N)
  sum(2 * pnorm(-(d - qnorm(.95) * se) / se))
}
smallest <- function(s) { N <- 100; while (miss(N, s) > .2) N <- N * 2; while (miss(N - 1, s) <= .2) N <- N - 1; N }
for (k in c(2, 5, 10)) row("equivalence", .74, .05, k, smallest(rep(1 / k, k)))
row("equivalence_68_32", .74, .05, 2, smallest(c(.68, .32)))
# Few degrees of freedom: power of Student's t for a difference of two rates, and the base that has 80%.
for (df in c(8, 18, 60)) {
  v <- function(n) c(none = 2 * .775 * .225 / n, both = (.74 * .26 + .81 * .19) / n)
  power <- function(n) pt(qt(.975, df) * sqrt(v(n)["none"] / v(n)["both"]), df, .07 / sqrt(v(n)["both"]), lower.tail = FALSE)
  row("power_df", .74, 1000, df, format(unname(power(500))))
  row("per_group_df", .74, .81, df, ceiling(uniroot(function(n) power(n) - .8, c(100, 5000), tol = 1e-9)$root))
  row("precision_df", .74, .03, df, ceiling(qt(.975, df)^2 * .74 * .26 / .03^2))
}
close(out)
