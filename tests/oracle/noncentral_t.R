# Writes noncentral_t.csv: R's pt(t, df, ncp) and power.t.test, for src/num/dist/noncentral_t.rs. Run from this folder:
# Rscript noncentral_t.R (R 4.2.2, stats). R's own algorithm (AS 243) is right to about 1e-11 absolutely (df = 1e5); its upper tail is
# 1 less the lower one. Far tails are in noncentral_t_grid.csv, from mpmath.
options(digits = 17)
out <- file("noncentral_t.csv", "w")
cat(sprintf("# noncentral_t.R, R %s.%s\nwhat,t,df,ncp,value\n", R.version$major, R.version$minor), file = out)
row <- function(what, ...) cat(paste(c(what, sapply(c(...), function(x) format(x, digits = 17, trim = TRUE))), collapse = ","), "\n", sep = "", file = out)
for (df in c(1, 2, 3.5, 10, 18, 60, 500, 1e4, 1e5)) for (ncp in c(-5, -1, 1e-3, .5, 2.8, 6, 20)) for (step in c(-4, -2, -1, 0, 1, 2, 4))
  row("cdf", ncp + step * sqrt(1 + ncp^2 / (2 * df)), df, ncp, suppressWarnings(pt(ncp + step * sqrt(1 + ncp^2 / (2 * df)), df, ncp)))
# Power of Student's test, two-sided, both tails.
for (n in c(2, 3, 5, 20, 200)) for (d in c(.2, .5, 1, 2))
  row("power", n, d, .05, power.t.test(n = n, delta = d, sd = 1, sig.level = .05, strict = TRUE)$power)
close(out)
