//! Pictures as SVG, drawn without a browser: boxes, lines and text whose width is estimated.
//!
//! Colours come from the classes of the page (`html/style.css`), so that a picture follows its theme.

mod band;
mod layout;
mod states;

pub use band::{Segment, band};
pub use layout::{Arrow, Layout, Rect};
pub use states::states;

use handover_core::language::escape;
use std::fmt::Write;

/// An element `svg` of this size that scales down to the available width.
fn framed(width: i32, height: i32, caption: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n{body}</svg>",
        label = escape::html(caption)
    )
}

fn text(out: &mut String, class: &str, anchor: &str, x: i32, y: i32, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x}\" y=\"{y}\">{}</text>",
        escape::html(text)
    );
}

/// The width of a text in pixels at a font size; estimated generously, since fonts differ.
fn text_width(text: &str, size: i32) -> i32 {
    let tenths: i32 = text
        .chars()
        .map(|char| match char {
            'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | '\'' | '(' | ')' | ' ' => 4,
            'm' | 'w' | 'M' | 'W' => 10,
            _ if char.is_uppercase() => 8,
            // Wide scripts.
            _ if u32::from(char) > 0x2E80 => 11,
            _ => 6,
        })
        .sum();
    tenths * size / 10 + 2
}

/// A text in lines of at most `width` pixels; a longer word has a line of its own.
fn wrapped(text: &str, size: i32, width: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|last| format!("{last} {word}"));
        match (lines.last_mut(), joined) {
            (Some(last), Some(joined)) if text_width(&joined, size) <= width => *last = joined,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_label_holds_is_markup() {
        let hostile = "<script>\"a\" & 'b'</script>\u{1}";
        assert_eq!(
            escape::html(hostile),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;\u{FFFD}"
        );
    }

    #[test]
    fn text_is_broken_at_spaces_only() {
        assert_eq!(wrapped("Ta emot och starta konsultationen", 12, 140).len(), 2);
        assert_eq!(wrapped("konsultationsförfrågningarna", 12, 20).len(), 1);
        assert!(wrapped("  ", 12, 20).is_empty());
    }
}
