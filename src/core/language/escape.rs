//! Escaping of text for HTML, SVG, XML and Markdown.

/// Text for elements and attributes of HTML, SVG and XML.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(char),
            // XML cannot represent other control characters.
            _ if char.is_control() => out.push('\u{FFFD}'),
            _ => out.push(char),
        }
    }
    out
}

/// Text for Markdown, on one line.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    let mut digits = false;
    for char in text.chars() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', char]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            // These are markup only at the beginning of a line.
            '#' | '-' | '+' | '=' if begins => out.extend(['\\', char]),
            '.' | ')' if digits => out.extend(['\\', char]),
            _ => out.push(char),
        }
        digits = (begins || digits) && char.is_ascii_digit();
        begins = begins && char.is_whitespace();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_label_holds_is_markup() {
        assert_eq!(
            markdown("<b>a|b</b> *c* _d_ `e` [f](g)"),
            "&lt;b&gt;a\\|b&lt;/b&gt; \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g)"
        );
        assert_eq!(markdown("# x"), "\\# x");
        assert_eq!(markdown("1. x"), "1\\. x");
        assert_eq!(markdown("Steg 1. Välj 2-5"), "Steg 1. Välj 2-5");
    }

    #[test]
    fn elements_and_attributes_hold_no_markup() {
        assert_eq!(
            html("<a b=\"c\" d='e'>&\u{7}\n"),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\u{fffd}\n"
        );
    }
}
