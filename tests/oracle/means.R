# Means by the levels of a segment: a sample, and R's numbers for it.
#   Rscript means.R    writes means.csv and means.json (committed from R 4.2.2)
options(digits = 17)
set.seed(3)
n <- 400
g <- sample(c("a", "b", "c", "d"), n, TRUE, c(.5, .3, .19, .01))
x <- round(rnorm(n, 50 + ifelse(g == "c", 3, 0), ifelse(g == "a", 5, 9)), 2)
x[1:6] <- NA
answer <- sample(c("red", "green", "blue"), n, TRUE)
d <- data.frame(g, x, answer)
write.csv(d, "means.csv", row.names = FALSE, na = "", quote = FALSE)
d <- d[!is.na(d$x), ]
number <- function(v) if (is.na(v)) "null" else format(v, digits = 17)
list_of <- function(v) paste0("[", paste(sapply(v, number), collapse = ", "), "]")
level <- function(l) { v <- d$x[d$g == l]; list_of(c(length(v), mean(v), sd(v) / sqrt(length(v)), t.test(v)$conf.int)) }
pair <- function(a, b) { t <- t.test(d$x[d$g == a], d$x[d$g == b]); list_of(c(-diff(t$estimate), t$stderr, t$parameter, t$conf.int, t$p.value)) }
levels <- sort(unique(d$g))
pairs <- combn(levels, 2)
anova <- oneway.test(x ~ g, d)
x2 <- suppressWarnings(chisq.test(table(read.csv("means.csv")[, c("g", "answer")]), correct = FALSE))
writeLines(c(
  sprintf('{"made_by": "means.R, %s",', R.version.string),
  sprintf('"overall": %s,', list_of(c(nrow(d), mean(d$x), sd(d$x) / sqrt(nrow(d)), t.test(d$x)$conf.int))),
  sprintf('"levels": {%s},', paste(sprintf('"%s": %s', levels, sapply(levels, level)), collapse = ", ")),
  sprintf('"pairs": [%s],', paste(sapply(seq_len(ncol(pairs)), function(i) pair(pairs[1, i], pairs[2, i])), collapse = ",\n  ")),
  sprintf('"welch_anova": %s,', list_of(c(anova$statistic, anova$parameter, anova$p.value))),
  sprintf('"answers_pearson": %s}', list_of(c(x2$statistic, x2$parameter, x2$p.value)))), "means.json")
