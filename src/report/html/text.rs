//! Text in a page: what comes from data and study files is text and nothing else.
//!
//! Five characters are escaped wherever they stand, in text and in attributes; line breaks become spaces, control
//! characters and those that steer the direction of writing become visible. Text inside a script would need other rules:
//! there is none, data for the script stand in JSON whose `<` is written as an escape.

use crate::bidi::isolated;
use crate::chart::svg;
use crate::error::printable;
use crate::report::markdown::one_line;
use crate::report::{Span, Text};

/// Text for an element or a quoted attribute that is read.
pub(super) fn escape(text: &str) -> String {
    svg::marked(&isolated(&printable(&one_line(text))))
}

/// Text that is copied or followed: not a sign more than it has.
pub(super) fn exact(text: &str) -> String {
    svg::marked(&printable(&one_line(text)))
}

/// Text in which no line begins or ends at the sign of "p = 0.03" and "shipped = Yes".
pub(super) fn unbroken(text: &str) -> String {
    text.replace(" = ", "\u{a0}=\u{a0}").replace(" < ", "\u{a0}<\u{a0}")
}

/// Text in pieces.
pub(super) fn spans(text: &Text) -> String {
    let piece = |span: &Span| match span {
        Span::Plain(plain) => escape(&unbroken(plain)),
        Span::Strong(strong) => format!("<b>{}</b>", escape(strong)),
        Span::Code(code) => format!("<code>{}</code>", exact(code)),
        Span::Link { text, target } => match web(target) {
            Some(to) => format!("<a href=\"{to}\" rel=\"noopener noreferrer\">{}</a>", escape(text)),
            None => escape(text),
        },
    };
    text.0.iter().map(piece).collect()
}

/// A link that leaves the page: a web address only. A page that is sent by mail has no files beside it.
fn web(target: &str) -> Option<String> {
    let target = target.trim();
    let lower = target.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then(|| exact(target).replace(' ', "%20"))
}

/// Text for a string of a style sheet: whatever is no letter or digit is written by its number.
pub(super) fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in printable(&one_line(text)).chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:X} ", c as u32));
        }
    }
    out.push('"');
    out
}

/// JSON for a script element: nothing in it can end the element.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).expect("texts and numbers under texts");
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample::HOSTILE;

    #[test]
    fn a_label_stays_text_in_an_element_an_attribute_a_style_sheet_and_a_script() {
        for label in HOSTILE.iter().chain(&["</script><script>alert(1)</script>", "a' onclick=x b=\"", "\u{2028}<!--"])
        {
            let text = escape(label);
            assert!(!text.contains(['<', '>', '"', '\'']) && !text.chars().any(char::is_control), "{text}");
            let css = css_string(label);
            assert!(!css[1..css.len() - 1].contains(['"', '<', '/', '{', '}', ';', '\n']), "{css}");
            let data = json(&serde_json::json!({ *label: label }));
            assert!(!data.contains(['<', '\u{2028}']), "{data}");
            let back: serde_json::Value = serde_json::from_str(&data).expect("JSON");
            assert_eq!(back[*label], **label);
        }
    }

    /// In what is read, a label from right to left turns no figure round; what is copied or followed has no sign more.
    #[test]
    fn a_label_from_right_to_left_is_isolated_from_the_figures_beside_it() {
        let said = Text(vec![Span::Plain("44–50% (by המקום)".into()), Span::Code("המקום".into())]);
        assert_eq!(spans(&said), "44–50% (by \u{2068}המקום\u{2069})<code>המקום</code>");
        assert_eq!(svg::escape("−3.23 المنطقة to −2.69"), "−3.23 \u{2068}المنطقة\u{2069} to −2.69");
        assert_eq!(web("https://a.org/א").as_deref(), Some("https://a.org/א"));
    }

    #[test]
    fn only_web_addresses_are_links() {
        let link = |to: &str| spans(&Text(vec![Span::Link { text: "t<".into(), target: to.into() }]));
        assert_eq!(link("javascript:alert(1)"), "t&lt;");
        assert_eq!(link(" JAVASCRIPT:alert(1)"), "t&lt;");
        assert_eq!(link("data:text/html,x"), "t&lt;");
        assert_eq!(link("charts/x.svg"), "t&lt;");
        let web = link("https://a.org/\"onmouseover=x>");
        assert!(web.starts_with("<a href=\"https://a.org/&quot;onmouseover=x&gt;\" rel="), "{web}");
    }
}
