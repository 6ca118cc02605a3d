# What docs/guide/from-spss-r-q.md and docs/guide/weighting.md show of R. From the root of the repository:
#   R --vanilla --quiet < tests/oracle/guide.R > tests/oracle/guide.Rout 2>&1
suppressPackageStartupMessages(library(survey))
cat(R.version.string, "| survey", as.character(packageVersion("survey")), "\n")
options(width = 80, digits = 7)

agents <- read.csv("data/sinch-2026-synthetic.csv")
shipped <- subset(agents, shipped == "Yes")
maturity <- c("No guardrails", "Basic", "Developing", "Advanced", "Fully mature")
shipped$maturity <- factor(shipped$governance_maturity, levels = maturity)

# One rate and its interval
prop.test(1160, 1567, correct = FALSE)$conf.int

# A cross-tab and its tests
tab <- table(shipped$maturity, shipped$rolled_back)
chisq.test(tab, correct = FALSE)
prop.trend.test(tab[, "Yes"], rowSums(tab))

# Column letters: two columns against each other, Holm over the pairs
pairwise.prop.test(tab[, "Yes"], rowSums(tab), correct = FALSE)

# Raking
population <- svydesign(ids = ~1, data = agents, weights = rep(1, nrow(agents)))
raked <- rake(population, list(~company_size, ~industry), list(
  data.frame(company_size = c("1,000-4,999", "5,000+"), Freq = 2527 * c(0.8, 0.2)),
  data.frame(
    industry = c("Financial services", "Healthcare", "Technology", "Retail", "Telecommunications", "Professional services"),
    Freq = 2527 * c(0.15, 0.15, 0.15, 0.25, 0.05, 0.25)
  )
))
w <- weights(raked)
print(c(kish = sum(w^2) * length(w) / sum(w)^2, n_effective = sum(w)^2 / sum(w^2)))

# The same with the weights taken as given, which is what a file with a column of weights can say
agents$weight <- w
design <- svydesign(ids = ~1, weights = ~weight, data = agents)
design <- update(design,
  rolled = as.numeric(rolled_back == "Yes"),
  maturity = factor(governance_maturity, levels = maturity)
)
asked <- subset(design, shipped == "Yes")
svymean(~rolled, asked, deff = "replace")
svyby(~rolled, ~maturity, asked, svymean)
svychisq(~rolled + maturity, asked, statistic = "F")
trend <- svyglm(rolled ~ as.numeric(maturity), asked, family = quasibinomial)
coef(summary(trend))

# Weights taken as counts of respondents, as SPSS does without Complex Samples
counts <- xtabs(weight ~ governance_maturity + rolled_back, subset(agents, shipped == "Yes"))
chisq.test(counts, correct = FALSE)
