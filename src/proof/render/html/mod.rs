//! A page as self-contained HTML: no script, no font, no picture, no network.
//!
//! It prints on A4, follows the reader's theme, and is read aloud in order.

use crate::render::page::{Figure, Line, Page, PageBlock, PageTable, TableCell, TextSpan};
use handover_core::language::Lang;
use handover_core::language::escape;

/// The style of the page, on a screen in either theme and on paper.
const STYLE: &str = include_str!("style.css");

/// The page, ending with a newline.
#[must_use]
pub fn page(page: &Page) -> String {
    let (lang, contents) = match page.lang {
        Lang::Sv => ("sv", "Innehåll"),
        Lang::En => ("en", "Contents"),
    };
    let title = escape::html(&page.title);
    let mut body = String::new();
    let mut entries = Vec::new();
    let mut anchors = Anchors::default();
    for block in &page.blocks {
        if let PageBlock::Heading { level, text } = block {
            let anchor = anchors.next(text);
            let (level, text) = ((*level).clamp(2, 4), escape::html(text));
            body.push_str(&format!("<h{level} id=\"{anchor}\">{text}</h{level}>\n"));
            if level == 2 {
                entries.push(format!("<li><a href=\"#{anchor}\">{text}</a></li>\n"));
            }
        } else {
            body.push_str(&self::block(block));
        }
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n</header>\n\
         <nav aria-label=\"{contents}\">\n<ul>\n{}</ul>\n</nav>\n<main>\n{body}</main>\n</body>\n</html>\n",
        entries.concat()
    )
}

fn block(block: &PageBlock) -> String {
    match block {
        PageBlock::Heading { .. } => String::new(),
        PageBlock::Paragraph(text) => format!("<p>{}</p>\n", line(text)),
        PageBlock::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let items: String =
                items.iter().map(|item| format!("<li>{}</li>\n", line(item))).collect();
            format!("<{tag}>\n{items}</{tag}>\n")
        }
        PageBlock::Table(own) => table(own),
        PageBlock::Figure(own) => figure(own),
        PageBlock::Message(text) => {
            format!(
                "<blockquote class=\"message\">{}</blockquote>\n",
                escape::html(text.trim_end())
            )
        }
    }
}

fn table(table: &PageTable) -> String {
    let caption = escape::html(&table.caption);
    let head: String = table
        .head
        .iter()
        .map(|head| format!("<th scope=\"col\">{}</th>", escape::html(head)))
        .collect();
    let row = |cells: &Vec<TableCell>| {
        let cells: String = (cells.iter().enumerate())
            .map(|(at, TableCell(lines))| {
                let lines: Vec<String> = lines.iter().map(line).collect();
                let text = lines.join("<br>");
                if at == 0 {
                    format!("<th scope=\"row\">{text}</th>")
                } else {
                    format!("<td>{text}</td>")
                }
            })
            .collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = table.rows.iter().map(row).collect();
    // A table wider than the screen scrolls by itself, with the keyboard too.
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n\
         <caption>{caption}</caption>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

fn figure(figure: &Figure) -> String {
    format!(
        "<figure>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">{}</div>\n\
         <figcaption>{caption}</figcaption>\n</figure>\n",
        figure.svg,
        caption = escape::html(&figure.caption)
    )
}

fn line(spans: &Line) -> String {
    let span = |span: &TextSpan| match span {
        TextSpan::Text(text) => escape::html(text),
        TextSpan::Strong(text) => format!("<strong>{}</strong>", escape::html(text)),
        TextSpan::Code(text) => format!("<code>{}</code>", escape::html(text)),
        TextSpan::Faint(text) => format!("<span class=\"faint\">{}</span>", escape::html(text)),
        TextSpan::Note(number) => format!(" <sup>[{number}]</sup>"),
    };
    spans.iter().map(span).collect()
}

/// Anchors of headings, each once.
#[derive(Default)]
struct Anchors(Vec<String>);

impl Anchors {
    /// The anchor of a heading: its letters and digits, with a number if that is taken.
    fn next(&mut self, heading: &str) -> String {
        let words: Vec<String> = heading
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let base = if words.is_empty() { "del".to_owned() } else { words.join("-") };
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let mut free = std::iter::once(base.clone()).chain(numbered);
        let anchor = free.find(|anchor| !self.0.contains(anchor)).unwrap_or(base);
        self.0.push(anchor.clone());
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_unique() {
        let mut anchors = Anchors::default();
        let found = ["Flytta", "Flytta", "flytta 2", "…"].map(|heading| anchors.next(heading));
        assert_eq!(found, ["flytta", "flytta-2", "flytta-2-2", "del"]);
    }

    /// The relative luminance of a colour, as WCAG 2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn text_can_be_told_from_what_is_behind_it_in_every_theme() {
        let themes: Vec<&str> =
            STYLE.split(":root {").skip(1).filter_map(|rest| rest.split('}').next()).collect();
        assert_eq!(themes.len(), 3);
        for theme in themes {
            let colour = |name: &str| {
                let (_, rest) = theme.split_once(&format!("--{name}: ")).unwrap();
                luminance(&rest[..7])
            };
            let behind = ["paper", "band", "head"];
            let pairs =
                behind.iter().flat_map(|paper| ["ink", "faint", "link"].map(|ink| (ink, *paper)));
            for (ink, paper) in
                pairs.chain([("on-alert", "alert"), ("ink", "listed"), ("faint", "listed")])
            {
                let (one, other) = (colour(ink), colour(paper));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.1}");
            }
        }
    }
}
