# Writes polychoric.csv: two-step polychoric correlations. Run from this folder: Rscript polychoric.R (R 4.2.2,
# mvtnorm's TVPACK for the bivariate normal, polycor 0.8-1). The score is solved to 1e-13, where polycor itself stops at
# some 1e-5; its answer stands beside ours as a check. se: observed information of rho, cuts held.
library(mvtnorm); library(polycor)
options(digits = 17)
tables <- list(
  three = rbind(c(20, 8, 2), c(9, 15, 10), c(3, 11, 22)),
  two = rbind(c(52, 18), c(23, 41)),
  weak = rbind(c(110, 103, 90, 70), c(100, 100, 99, 80), c(88, 101, 112, 90)),
  negative = rbind(c(2, 9, 30), c(6, 22, 11), c(31, 12, 3)),
  strong = rbind(c(80, 5, 0, 0), c(6, 70, 8, 0), c(0, 9, 60, 4), c(0, 0, 5, 55)),
  five = rbind(c(31, 22, 14, 5, 1), c(20, 40, 33, 15, 6), c(11, 35, 80, 52, 20), c(4, 14, 48, 90, 41), c(2, 5, 17, 44, 60)))
joint <- function(a, b, r) {
  if (a == -Inf || b == -Inf) return(0)
  if (a == Inf || b == Inf) return(pnorm(min(a, b)))
  pmvnorm(upper = c(a, b), corr = rbind(c(1, r), c(r, 1)), algorithm = TVPACK(abseps = 1e-15))[1]
}
density <- function(a, b, r) if (is.infinite(a) || is.infinite(b)) 0 else
  exp(-(a^2 - 2 * r * a * b + b^2) / (2 * (1 - r^2))) / (2 * pi * sqrt(1 - r^2))
cells <- function(f, x, y, r) {
  corner <- outer(seq_along(x), seq_along(y), Vectorize(function(i, j) f(x[i], y[j], r)))
  i <- seq_len(length(x) - 1); j <- seq_len(length(y) - 1)
  corner[i + 1, j + 1] - corner[i, j + 1] - corner[i + 1, j] + corner[i, j]
}
cuts <- function(n) c(-Inf, qnorm(cumsum(n)[-length(n)] / sum(n)), Inf)
out <- file("polychoric.csv", "w")
cat("# polychoric.R, R", paste0(R.version$major, ".", R.version$minor), "mvtnorm", as.character(packageVersion("mvtnorm")), "\n", file = out)
cat("name,rows,table,rho,se,chi_square,polycor\n", file = out)
for (name in names(tables)) {
  t <- tables[[name]]; x <- cuts(rowSums(t)); y <- cuts(colSums(t)); has <- t > 0
  score <- function(r) sum((t * cells(density, x, y, r) / cells(joint, x, y, r))[has])
  logl <- function(r) sum((t * log(cells(joint, x, y, r)))[has])
  rho <- uniroot(score, c(-.99, .99), tol = 1e-14)$root
  h <- 1e-5
  se <- 1 / sqrt(-(score(rho + h) - score(rho - h)) / (2 * h))
  found <- polychor(t)
  stopifnot(abs(found - rho) < 2e-4)
  cat(paste(name, nrow(t), paste(as.vector(t(t)), collapse = " "), format(rho), format(se), format(2 * (logl(rho) - logl(0))), format(found), sep = ","), "\n", sep = "", file = out)
}
close(out)
