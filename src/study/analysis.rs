//! Which confidence, margins and corrections hold: the defaults, the study file's, the flags'.
//!
//! ```text
//! default  <  [analysis] of the study file  <  --confidence, --alpha, --margin, …
//! ```
//!
//! The ranges stand here once; the study file and the flags differ only in where their errors point.

use crate::error::{Error, Result, quoted};
use crate::stats::IntervalMethod;
use crate::stats::multiplicity::Adjust;

/// `[analysis]`, as fractions where the study file has points.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Confidence of intervals, between 0 and 1.
    pub confidence: f64,
    /// Level of tests and verdicts.
    pub alpha: f64,
    /// Equivalence margin, a fraction (5 points: 0.05).
    pub margin: f64,
    /// Interval of rates: wilson, logit, beta or mean.
    pub interval: crate::stats::IntervalMethod,
    /// Correction for several tests.
    pub adjust: crate::stats::multiplicity::Adjust,
    /// Unweighted n under which no figure is printed.
    pub suppress_below: u64,
    /// Unweighted n under which a figure is marked.
    pub caution_below: u64,
    /// Which rule suppresses.
    pub suppress_rule: SuppressRule,
}

/// Which rule suppresses a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressRule {
    /// Unweighted n below `suppress_below`.
    N,
    /// Unweighted or effective n below it.
    NAndEffective,
    /// As the National Center for Health Statistics: n or effective n below it, or an interval that is 0.30 wide, or wider
    /// than 0.05 and than 130% of its rate.
    Nchs,
}

/// What flags override in `[analysis]`; `None` leaves the study's value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnalysisFlags {
    /// `--confidence`, between 0 and 1.
    pub confidence: Option<f64>,
    /// `--alpha`, between 0 and 1.
    pub alpha: Option<f64>,
    /// `--margin`, in percentage points.
    pub margin: Option<f64>,
    /// `--interval`.
    pub interval: Option<String>,
    /// `--adjust`.
    pub adjust: Option<String>,
    /// `--suppress-below`.
    pub suppress_below: Option<u64>,
    /// `--caution-below`.
    pub caution_below: Option<u64>,
    /// `--suppress-rule`.
    pub suppress_rule: Option<String>,
}

impl Default for Analysis {
    fn default() -> Self {
        Analysis {
            confidence: 0.95,
            alpha: 0.05,
            margin: 0.05,
            interval: IntervalMethod::Wilson,
            adjust: Adjust::Holm,
            suppress_below: 30,
            caution_below: 100,
            suppress_rule: SuppressRule::N,
        }
    }
}

impl Analysis {
    /// Overrides with what flags say; a value out of its range is an error of usage.
    ///
    /// # Errors
    /// The first value that is out of its range, as wrong usage.
    pub fn apply(&mut self, flags: &AnalysisFlags) -> Result<()> {
        let usage = |flag: &str, reason: Wrong| {
            let error = Error::usage(format!("`--{flag}` {}", reason.what));
            match reason.hint {
                Some(hint) => error.hint(hint),
                None => error,
            }
        };
        if let Some(value) = flags.confidence {
            self.confidence = open_fraction(value).map_err(|e| usage("confidence", e))?;
        }
        if let Some(value) = flags.alpha {
            self.alpha = open_fraction(value).map_err(|e| usage("alpha", e))?;
        }
        if let Some(value) = flags.margin {
            self.margin = margin(value).map_err(|e| usage("margin", e))?;
        }
        if let Some(word) = &flags.interval {
            self.interval = one_of(word, &INTERVALS).map_err(|e| usage("interval", e))?;
        }
        if let Some(word) = &flags.adjust {
            self.adjust = one_of(word, &ADJUSTS).map_err(|e| usage("adjust", e))?;
        }
        if let Some(word) = &flags.suppress_rule {
            self.suppress_rule = one_of(word, &SUPPRESS_RULES).map_err(|e| usage("suppress-rule", e))?;
        }
        self.suppress_below = flags.suppress_below.unwrap_or(self.suppress_below);
        self.caution_below = flags.caution_below.unwrap_or(self.caution_below);
        Ok(())
    }
}

/// The words of `interval`.
pub(super) const INTERVALS: [(&str, IntervalMethod); 4] = [
    ("wilson", IntervalMethod::Wilson),
    ("logit", IntervalMethod::Logit),
    ("beta", IntervalMethod::Beta),
    ("mean", IntervalMethod::Mean),
];
/// The words of `adjust`.
pub(super) const ADJUSTS: [(&str, Adjust); 3] = [("holm", Adjust::Holm), ("bh", Adjust::Bh), ("none", Adjust::None)];
/// The words of `suppress_rule`.
pub(super) const SUPPRESS_RULES: [(&str, SuppressRule); 3] =
    [("n", SuppressRule::N), ("n_and_effective", SuppressRule::NAndEffective), ("nchs", SuppressRule::Nchs)];

/// Why a value is refused, as the end of a sentence that begins with the key or flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

/// What separates cells: one character that is no letter, digit, quote or line end.
///
/// # Errors
/// More or less than one character, or one that cannot separate cells.
pub fn delimiter(text: &str) -> Result<u8, Wrong> {
    match text.as_bytes() {
        b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => {
            Ok(*byte)
        }
        [byte] if byte.is_ascii() => Err(Wrong {
            what: format!("must be a character that is no letter, digit, quote or line end, not {}", quoted(text)),
            hint: None,
        }),
        _ => Err(Wrong { what: format!("must be one character, not {}", quoted(text)), hint: None }),
    }
}

/// What stands before the decimals of a number.
///
/// # Errors
/// Anything but a point and a comma.
pub fn decimal(text: &str) -> Result<char, Wrong> {
    match text {
        "." => Ok('.'),
        "," => Ok(','),
        _ => Err(Wrong { what: format!("must be \".\" or \",\", not {}", quoted(text)), hint: None }),
    }
}

/// The name of an encoding by any of its labels (WHATWG Encoding Standard).
///
/// # Errors
/// A label that the standard does not have.
pub fn encoding(label: &str) -> Result<String, Wrong> {
    match encoding_rs::Encoding::for_label(label.as_bytes()) {
        Some(encoding) => Ok(encoding.name().to_owned()),
        None => Err(Wrong {
            what: format!(
                "names no encoding that is known: {}; usual are utf-8, windows-1252, utf-16le",
                quoted(label)
            ),
            hint: None,
        }),
    }
}

/// How near to 0 or 1 a confidence or an alpha may be: nearer ones make intervals without width or without end.
pub(super) const NEAREST: f64 = 1e-12;

/// A value strictly between 0 and 1.
pub(super) fn open_fraction(value: f64) -> Result<f64, Wrong> {
    if (NEAREST..=1.0 - NEAREST).contains(&value) {
        return Ok(value);
    }
    if value > 0.0 && value < 1.0 {
        let what = format!("must lie {NEAREST:e} from 0 and 1 at least, not {value}");
        return Err(Wrong { what, hint: None });
    }
    let hint = (value > 1.0 && value < 100.0).then(|| format!("{value} percent is {}", value / 100.0));
    Err(Wrong { what: format!("must lie between 0 and 1, not {value}"), hint })
}

/// An equivalence margin in points, as a fraction.
pub(super) fn margin(points: f64) -> Result<f64, Wrong> {
    if points > 0.0 && points <= 100.0 {
        return Ok(hundredths(points));
    }
    Err(Wrong { what: format!("must be above 0 and at most 100 points, not {points}"), hint: None })
}

/// Percent or points as a fraction: the double nearest to the decimal number, so that 32.3 becomes 0.323 and not
/// 0.32299999999999995.
pub(super) fn hundredths(value: f64) -> f64 {
    format!("{value}e-2").parse().unwrap_or(value / 100.0)
}

/// The meaning of a word.
pub(super) fn one_of<T: Copy>(word: &str, words: &[(&str, T)]) -> Result<T, Wrong> {
    match words.iter().find(|(known, _)| *known == word) {
        Some((_, meaning)) => Ok(*meaning),
        None => {
            let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
            let what = format!("must be one of {}, not {}", known.join(", "), quoted(word));
            let hint = super::suggest::nearest(word, known).map(|near| format!("did you mean `{near}`?"));
            Err(Wrong { what, hint })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_override_only_what_they_name() {
        let mut analysis = Analysis { alpha: 0.01, ..Analysis::default() };
        let flags = AnalysisFlags {
            confidence: Some(0.9),
            margin: Some(3.0),
            interval: Some("beta".into()),
            adjust: Some("bh".into()),
            suppress_below: Some(0),
            suppress_rule: Some("nchs".into()),
            ..AnalysisFlags::default()
        };
        analysis.apply(&flags).unwrap();
        let expected = Analysis {
            confidence: 0.9,
            alpha: 0.01,
            margin: 0.03,
            interval: IntervalMethod::Beta,
            adjust: Adjust::Bh,
            suppress_below: 0,
            caution_below: 100,
            suppress_rule: SuppressRule::Nchs,
        };
        assert_eq!(analysis, expected);
    }

    #[test]
    fn a_flag_out_of_its_range_is_an_error_of_usage_that_names_flag_and_value() {
        let cases: [(AnalysisFlags, &str); 8] = [
            (
                AnalysisFlags { confidence: Some(1.0), ..Default::default() },
                "`--confidence` must lie between 0 and 1, not 1",
            ),
            (AnalysisFlags { confidence: Some(95.0), ..Default::default() }, "95 percent is 0.95"),
            (AnalysisFlags { alpha: Some(0.0), ..Default::default() }, "`--alpha` must lie between 0 and 1, not 0"),
            (AnalysisFlags { alpha: Some(f64::NAN), ..Default::default() }, "not NaN"),
            (AnalysisFlags { margin: Some(0.0), ..Default::default() }, "`--margin` must be above 0"),
            (AnalysisFlags { margin: Some(f64::INFINITY), ..Default::default() }, "at most 100 points, not inf"),
            (
                AnalysisFlags { interval: Some("willson".into()), ..Default::default() },
                "`--interval` must be one of wilson, logit, beta, mean, not \"willson\"\nhint: did you mean `wilson`?",
            ),
            (AnalysisFlags { suppress_rule: Some("x".into()), ..Default::default() }, "`--suppress-rule` must be one"),
        ];
        for (flags, expected) in cases {
            let error = Analysis::default().apply(&flags).unwrap_err();
            assert!(error.is_usage());
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
