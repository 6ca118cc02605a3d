# A logistic regression on six segments with 60 jackknife replicates, in each of which R's fit converges. One of them is such
# that the last step of Newton's method raises a likelihood that is rounded: halving such a step ends nowhere.
#   Rscript jackknife.R    reads jackknife.csv (600 drawn respondents; r: the weight in all replicates but one) and writes jackknife.json (R 4.2.2, survey 4.1.1)
suppressMessages(library(survey))
d <- read.csv("jackknife.csv")
segments <- c("a", "b", "c", "d", "e", "f")
d[segments] <- lapply(d[segments], factor)
d$yes <- as.numeric(d$y == "Yes")
n <- nrow(d)
groups <- 60
replicates <- sapply(seq_len(groups), function(g) {
  ifelse((seq_len(n) - 1) %% groups == g - 1, 0, d$r)
})
design <- svrepdesign(data = d, weights = ~w, repweights = replicates, type = "JK1", combined.weights = TRUE,
  scale = (groups - 1) / groups, rscales = rep(1, groups), mse = FALSE)
fit <- svyglm(yes ~ a + b + c + d + e + f, design, family = quasibinomial, control = list(epsilon = 1e-14, maxit = 100))
list_of <- function(v) paste0("[", paste(format(unname(v), digits = 17), collapse = ", "), "]")
writeLines(c(
  sprintf('{"made_by": "jackknife.R, %s, survey %s",', R.version.string, packageVersion("survey")),
  sprintf('"coefficients": %s,', list_of(coef(fit))),
  sprintf('"errors": %s}', list_of(SE(fit)))), "jackknife.json")
