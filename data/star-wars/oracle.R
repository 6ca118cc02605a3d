a <- "../../tests/oracle"; source(file.path(a, "report.R"), chdir = TRUE)   # run here: Rscript oracle.R
f <- "star-wars.csv"; d <- read.csv(f, header = FALSE, skip = 2, fileEncoding = "windows-1252", stringsAsFactors = FALSE, na.strings = "", colClasses = "character")
yes <- function(v) ifelse(is.na(v), NA, as.integer(v == "Yes"))
age <- factor(d$V35, c("18-29", "30-44", "45-60", "> 60")); sex <- factor(d$V34); edu <- factor(d$V37, c("Less than high school degree", "High school degree", "Some college or Associate degree", "Bachelor degree", "Graduate degree"))
inc <- factor(d$V36, c("$0 - $24,999", "$25,000 - $49,999", "$50,000 - $99,999", "$100,000 - $149,999", "$150,000+"))
seen <- !is.na(d[, 4:9]); any <- rowSums(seen) > 0; all6 <- rowSums(seen) == 6; film <- c("I", "II", "III", "IV", "V", "VI")
han <- ifelse(is.na(d$V30), NA, as.integer(d$V30 == "Han")); fav <- function(i) as.integer(d[[9 + i]] == "1")
emp <- ifelse(all6, as.integer(d$V14 == "1"), NA); char <- function(v) ifelse(is.na(v), NA, as.integer(v %in% c("Very favorably", "Somewhat favorably")))
save_expected(list(meta = meta(data = f, sha256 = sha(f), rows = nrow(d), columns = ncol(d)),
  published = list(source = "FiveThirtyEight, America's Favorite 'Star Wars' Movies (2014), as quoted by KTAR and io9", respondents = 1186, saw_at_least_one_film_named = 835, saw_all_six = 471,
    seen_pct_of_835 = c(I = 80, IV = 73, V = 91, VI = 88), best_film_empire_pct_of_471 = 36, best_film_prequels_pct = 20, han_shot_first_pct_of_834 = 39, greedo_pct_of_834 = 24, luke_favourable_pct = 93, han_solo_favourable_pct = 92, jar_jar_unfavourable_pct = 29,
    note = "the file gives 828 answers to 'who shot first' where the article says 834; character shares are of a base the article does not state"),
  counts = list(seen_any_yes = sum(d$V2 == "Yes"), named_a_film = sum(any), saw_all_six = sum(all6), shot_first = as.list(table(d$V30))),
  films = setNames(lapply(1:6, function(i) prop1(sum(seen[any, i]), sum(any))), film),
  best_film_of_those_who_saw_all_six = setNames(lapply(1:6, function(i) prop1(sum(fav(i)[all6], na.rm = TRUE), sum(all6))), film),
  favourable = list(luke = prop1(sum(char(d$V17), na.rm = TRUE), sum(!is.na(d$V17))), han = prop1(sum(char(d$V16), na.rm = TRUE), sum(!is.na(d$V16)))),
  fan_by_age = srs_report(yes(d$V3), age, TRUE), fan_by_gender = srs_report(yes(d$V3), sex), fan_by_education = srs_report(yes(d$V3), edu, TRUE), seen_by_age = srs_report(yes(d$V2), age, TRUE), seen_by_income = srs_report(yes(d$V2), inc, TRUE),
  han_by_gender = srs_report(han, sex), empire_best_by_age = srs_report(emp, age, TRUE), star_trek_by_gender = srs_report(yes(d$V33), sex),
  paired_empire_v_newhope_seen = pair_report(ifelse(any, seen[, 5], NA), ifelse(any, seen[, 4], NA)), paired_fan_wars_v_trek = pair_report(yes(d$V3), yes(d$V33))))
