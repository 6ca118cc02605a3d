//! Words written from right to left inside sentences written from left to right.
//!
//! ```text
//! 44–50% of المنطقة, −3.23 to −2.69     without isolation a viewer carries "−3.23" to the other side of the word
//! 44–50% of [المنطقة], …                   with it, here in brackets, every figure stays where the sentence has it
//! ```
//!
//! Unicode's algorithm takes figures that follow such a word into its direction, and turns ranges and signs round. A run
//! of such words is set between U+2068 and U+2069, which every browser and viewer knows and nobody sees. Figures are never
//! inside: one that belongs to a label then stands behind it, as in the sentence around it.

use std::borrow::Cow;

/// Begins a stretch with a direction of its own.
const BEGIN: char = '\u{2068}';
/// Ends it.
const END: char = '\u{2069}';

/// Whether it is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them.
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What may stand between two words of one run: nothing that separates labels, and no figure.
fn joins(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{200c}' | '\u{200d}' | '-' | '/' | '.' | '&' | '_' | '\'' | '’')
}

/// The text with every run of words from right to left isolated from its surroundings; as it is where there is none.
pub(crate) fn isolated(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_right_to_left) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 12);
    // What followed the last such word, which is inside only if another follows.
    let mut between = String::new();
    let mut is_open = false;
    for c in text.chars() {
        if is_right_to_left(c) {
            if !is_open {
                out.push(BEGIN);
            }
            out.push_str(&std::mem::take(&mut between));
            out.push(c);
            is_open = true;
        } else if is_open && joins(c) {
            between.push(c);
        } else {
            if std::mem::take(&mut is_open) {
                out.push(END);
            }
            out.push_str(&std::mem::take(&mut between));
            out.push(c);
        }
    }
    if is_open {
        out.push(END);
    }
    out.push_str(&between);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn words_from_right_to_left_are_isolated_and_figures_stand_outside() {
        assert_eq!(isolated("44–50% of all"), "44–50% of all");
        assert_eq!(isolated("المنطقة"), "\u{2068}المنطقة\u{2069}");
        assert_eq!(
            isolated("Undetermined: المنطقة −3.23 to −2.69, size"),
            "Undetermined: \u{2068}المنطقة\u{2069} −3.23 to −2.69, size"
        );
        assert_eq!(isolated("50% (שלום עולם), 44%"), "50% (\u{2068}שלום עולם\u{2069}), 44%");
        // Two labels are two runs, in the order of the sentence.
        assert_eq!(isolated("المنطقة against الجنس"), "\u{2068}المنطقة\u{2069} against \u{2068}الجنس\u{2069}");
        assert_eq!(isolated("المنطقة, الجنس"), "\u{2068}المنطقة\u{2069}, \u{2068}الجنس\u{2069}");
    }

    /// Whatever the text, nothing but the two signs is added, and they come in pairs around no figure.
    #[test]
    fn nothing_is_lost_and_no_ascii_figure_is_inside() {
        for text in ["5 المنطقة 11", "א1ב", "١٢٣ 45%", "ا‌ب - ", "a/א/b", "", " א "] {
            let said = isolated(text);
            assert_eq!(said.replace(['\u{2068}', '\u{2069}'], ""), text);
            let mut inside = false;
            for c in said.chars() {
                match c {
                    '\u{2068}' => assert!(!std::mem::replace(&mut inside, true)),
                    '\u{2069}' => assert!(std::mem::replace(&mut inside, false)),
                    c => assert!(!(inside && c.is_ascii_alphanumeric()), "{said:?}"),
                }
            }
            assert!(!inside);
        }
    }
}
