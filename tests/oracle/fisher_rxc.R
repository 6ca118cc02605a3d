# Fisher-Freeman-Halton tests of larger tables than goldens.json holds: k x 2 up to 12 levels, 3 x 3 to 5 x 4.
# Rscript fisher_rxc.R > fisher_rxc.csv        (made once, committed; tests/it/oracle_tests.rs reads it)
# Tables are random under three rates of dependence, with a seed; one line per table that fisher.test can do exactly.
# columns: rows, columns, counts row by row (space between), p
set.seed(20260701, kind = "Mersenne-Twister", sample.kind = "Rejection")
cat("#", R.version.string, "- fisher.test(workspace = 2e8)$p.value; written by fisher_rxc.R\n")
cat("rows,columns,counts,p\n")
draw <- function(r, k, n, slope) {
  size <- 1 + rmultinom(1, n - r, runif(r, .3, 1))[, 1]
  base <- runif(k, .2, 1)
  t(sapply(seq_len(r), function(i) { w <- base * exp(slope * (i / r) * seq_len(k)); rmultinom(1, size[i], w)[, 1] }))
}
one <- function(m) {
  if (any(rowSums(m) == 0) || any(colSums(m) == 0)) return(invisible(FALSE))
  p <- tryCatch(fisher.test(m, workspace = 2e8)$p.value, error = function(e) NA)
  if (is.na(p)) return(invisible(FALSE))
  cat(sprintf("%d,%d,%s,%.17g\n", nrow(m), ncol(m), paste(t(m), collapse = " "), p))
  invisible(TRUE)
}
many <- function(count, r, k, n, slope) { done <- 0; for (i in 1:50) { if (done == count) break; done <- done + one(draw(r, k, n, slope)) } }
for (r in c(3, 4, 5, 6, 8, 10, 12)) for (slope in c(0, .6, 2)) many(1, r, 2, 12 * r, slope)
for (r in c(3, 5)) for (slope in c(0, 1)) many(1, r, 2, 400, slope)
for (d in list(c(3, 3), c(4, 3), c(5, 3), c(4, 4), c(5, 4))) for (slope in c(0, .3, 1)) many(1, d[1], d[2], 9 * d[1], slope)
# a rare answer, a small level, a perfect association, everybody alone
one(rbind(c(0, 120), c(1, 340), c(3, 90), c(0, 15)))
one(rbind(c(3, 0), c(700, 300), c(420, 180)))
one(rbind(c(20, 0), c(0, 20), c(20, 0)))
one(rbind(c(1, 0), c(0, 1), c(1, 0), c(0, 1), c(1, 0)))
