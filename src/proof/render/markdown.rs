//! A page as Markdown (GitHub's), to paste into a document. Pictures are omitted, since the text beside them suffices.

use super::page::{Line, Page, PageBlock, PageTable, TableCell, TextSpan};
use handover_core::language::escape;

/// The page, ending with a newline.
#[must_use]
pub fn page(page: &Page) -> String {
    let mut parts = vec![format!("# {}", escape::markdown(&page.title))];
    for block in &page.blocks {
        match block {
            PageBlock::Heading { level, text } => {
                parts.push(format!(
                    "{} {}",
                    "#".repeat(usize::from(*level)),
                    escape::markdown(text)
                ));
            }
            PageBlock::Paragraph(text) => parts.push(line(text)),
            PageBlock::List { ordered, items } => parts.push(list(*ordered, items)),
            PageBlock::Table(own) => parts.push(table(own)),
            PageBlock::Figure(_) => {}
            PageBlock::Message(text) => parts.push(message(text)),
        }
    }
    parts.join("\n\n") + "\n"
}

fn list(ordered: bool, items: &[Line]) -> String {
    let items = (1..).zip(items).map(|(number, item)| {
        let mark = if ordered { format!("{number}.") } else { "-".to_owned() };
        format!("{mark} {}", line(item))
    });
    items.collect::<Vec<_>>().join("\n")
}

fn table(table: &PageTable) -> String {
    let mut out = format!("*{}*\n\n", escape::markdown(&table.caption));
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    out.push_str(&row(table.head.iter().map(|head| escape::markdown(head)).collect()));
    out.push('\n');
    out.push_str(&row(table.head.iter().map(|_| "---".to_owned()).collect()));
    for cells in &table.rows {
        out.push('\n');
        out.push_str(&row(cells.iter().map(cell).collect()));
    }
    out
}

fn cell(TableCell(lines): &TableCell) -> String {
    lines.iter().map(line).collect::<Vec<_>>().join("<br>")
}

/// A message as a quotation that keeps its line breaks.
fn message(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.trim_end().lines().peekable();
    while let Some(own) = lines.next() {
        out.push_str(format!("> {}", escape::markdown(own)).trim_end());
        // Markdown joins lines unless they end in a backslash.
        match lines.peek() {
            Some(next) if !own.trim().is_empty() && !next.trim().is_empty() => out.push_str("\\\n"),
            Some(_) => out.push('\n'),
            None => {}
        }
    }
    out
}

fn line(spans: &Line) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &TextSpan) -> String {
    match span {
        TextSpan::Text(text) | TextSpan::Faint(text) => escape::markdown(text),
        TextSpan::Strong(text) => format!("**{}**", escape::markdown(text)),
        TextSpan::Code(text) => format!("`{}`", text.replace(['`', '\n'], " ").replace('|', "\\|")),
        TextSpan::Note(number) => format!(" <sup>[{number}]</sup>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::{plain, strong};
    use handover_core::language::Lang;

    #[test]
    fn a_message_keeps_its_lines_and_paragraphs() {
        let document = Page {
            lang: Lang::Sv,
            title: "x".to_owned(),
            blocks: vec![
                PageBlock::Message("Hej!\nTack.\n\nSteg:\n1. Ett\n".to_owned()),
                PageBlock::Paragraph(vec![strong("a"), plain(" b")]),
            ],
        };
        let expected = "# x\n\n> Hej!\\\n> Tack.\n>\n> Steg:\\\n> 1\\. Ett\n\n**a** b\n";
        assert_eq!(page(&document), expected);
    }
}
