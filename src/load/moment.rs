//! Days and seconds since an epoch → dates as text: 2026-11-25, 2026-11-25 14:03:00, 14:03:00.

/// Seconds of a day.
pub const DAY: f64 = 86_400.0;

/// Days beyond which a number is no date (about the years -250,000 to 250,000).
const MOST_DAYS: f64 = 1e8;

/// The date of a number of days since 1970-01-01; `None` for a number that is no date.
pub fn date(days: f64) -> Option<String> {
    if days.is_nan() || days.abs() >= MOST_DAYS {
        return None;
    }
    // Howard Hinnant's civil_from_days: years that begin in March, in eras of 400 years.
    let z = days.floor() as i64 + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The date and time of a number of seconds since 1970-01-01, to the second; a date alone at midnight.
pub fn date_time(seconds: f64) -> Option<String> {
    let seconds = seconds.round();
    let days = (seconds / DAY).floor();
    let date = date(days)?;
    let time = seconds - days * DAY;
    Some(if time == 0.0 { date } else { format!("{date} {}", clock(time)) })
}

/// A number of seconds as hours, minutes and seconds.
pub fn clock(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "-" } else { "" };
    let whole = seconds.abs().round() as u64;
    format!("{sign}{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_across_leap_years_and_epochs() {
        for (days, expected) in [
            (0.0, "1970-01-01"),
            (-1.0, "1969-12-31"),
            (11_016.0, "2000-02-29"),
            (20_782.0, "2026-11-25"),
            (-141_428.0, "1582-10-14"),
            (-3653.0, "1960-01-01"),
        ] {
            assert_eq!(date(days).as_deref(), Some(expected));
        }
        assert_eq!(date(f64::NAN), None);
        assert_eq!(date(1e300), None);
    }

    #[test]
    fn midnight_is_a_date_alone() {
        assert_eq!(date_time(86_400.0).as_deref(), Some("1970-01-02"));
        assert_eq!(date_time(-1.0).as_deref(), Some("1969-12-31 23:59:59"));
        assert_eq!(clock(-3_661.0), "-01:01:01");
    }
}
