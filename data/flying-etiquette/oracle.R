a <- "../../tests/oracle"; source(file.path(a, "report.R"), chdir = TRUE)   # run here: Rscript oracle.R
f <- "flying-etiquette.csv"; d <- read.csv(f, header = FALSE, skip = 1, stringsAsFactors = FALSE, na.strings = "", colClasses = "character", encoding = "UTF-8")
age <- factor(d$V24, c("18-29", "30-44", "45-60", "> 60")); sex <- factor(d$V23); inc <- factor(ifelse(d$V25 == "150000", "$150,000+", d$V25), c("$0 - $24,999", "$25,000 - $49,999", "$50,000 - $99,999", "$100,000 - $149,999", "$150,000+"))
freq <- factor(d$V2, c("Once a year or less", "Once a month or less", "A few times per month", "A few times per week", "Every day")); kids <- factor(d$V5)
rude <- function(v) ifelse(is.na(v), NA, as.integer(grepl("^Yes", v))); rec <- rude(d$V13)
own <- factor(d$V3, c("Never", "Once in a while", "About half the time", "Usually", "Always"))
h <- regmatches(d$V4, regexec("^([0-9]+)'([0-9]+)", d$V4)); tall <- vapply(h, function(z) if (length(z) == 3) as.numeric(z[2]) * 12 + as.numeric(z[3]) else NA_real_, 0)
ht <- cut(tall, c(0, 63.5, 67.5, 71.5, 99), labels = c("up to 5'3\"", "5'4\"-5'7\"", "5'8\"-5'11\"", "6'0\" and up"))
save_expected(list(meta = meta(data = f, sha256 = sha(f), rows = nrow(d), columns = ncol(d)),
  published = list(source = "FiveThirtyEight, 41 Percent Of Fliers Think You're Rude If You Recline Your Seat (2014), as quoted by Inquisitr and others", respondents = 1040, had_flown = 874, reclining_answers = 858, rude_to_recline_pct = 41,
    own_reclining_pct = c(Always = 16, Usually = 20, `About half the time` = 14, `Once in a while` = 30, Never = 20), would_not_ban_reclining_pct = 70, should_not_recline_if_asked_pct = 64),
  counts = list(had_flown = sum(d$V2 != "Never"), own_reclining = as.list(table(own)), n = sum(!is.na(own))),
  would_ban = prop1(sum(d$V14 == "Yes", na.rm = TRUE), sum(!is.na(d$V14))), obliged = prop1(sum(grepl("^Yes", d$V12)), sum(!is.na(d$V12))),
  rude_to_recline_by_own_habit = srs_report(rec, own, TRUE), rude_to_recline_by_age = srs_report(rec, age, TRUE), rude_to_recline_by_income = srs_report(rec, inc, TRUE), rude_to_recline_by_gender = srs_report(rec, sex), rude_to_recline_by_frequency = srs_report(rec, freq, TRUE, exact = TRUE), rude_to_recline_by_height = srs_report(rec, ht, TRUE),
  baby_rude_by_children = srs_report(rude(d$V19), kids), paired_baby_v_unruly = pair_report(rude(d$V19), rude(d$V20)), paired_recline_v_wake_to_walk = pair_report(rec, rude(d$V18)), smoked_in_toilet_by_gender = srs_report(ifelse(is.na(d$V22), NA, as.integer(d$V22 == "Yes")), sex)))
