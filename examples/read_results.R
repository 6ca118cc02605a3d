# Reads results.json of paradox: each outcome with its rate, interval, base and verdicts.
#
#   Rscript examples/read_results.R reports/sinch-2026-synthetic/results.json
#
# Needs jsonlite. `paradox schema results` describes the file.

results <- jsonlite::fromJSON(commandArgs(trailingOnly = TRUE)[1], simplifyVector = FALSE)
stopifnot(results$schema == "paradox.results/1")

cat(results$study$title, "\n", sep = "")
if (results$study$synthetic) cat("SYNTHETIC DATA\n")

for (outcome in results$outcomes) {
  overall <- outcome$overall
  # A mean has "mean" in place of "rate"; NULL is not estimable, a suppressed figure has its flag.
  if (is.null(overall$rate) || "suppressed" %in% overall$flags) next
  cat(sprintf("%s: %.4f (%.4f to %.4f), n = %d\n", outcome$name, overall$rate, overall$ci$low, overall$ci$high, overall$n))
  for (comparison in outcome$segments) {
    p <- comparison$decision$p_adjusted
    p <- if (is.null(p)) "-" else sprintf("%.4f", p)
    cat(sprintf("  by %s: %s, adjusted p = %s\n", comparison$segment, comparison$verdict, p))
  }
}
