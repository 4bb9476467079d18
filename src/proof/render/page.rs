//! The contents of a page, independent of Markdown and HTML: headings, paragraphs, lists, tables, figures, messages.

use handover_core::language::Lang;

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language of its text.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// The contents below the title.
    pub blocks: Vec<PageBlock>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum PageBlock {
    /// A heading below the title.
    Heading {
        /// 2 is the highest below the title, 4 the lowest.
        level: u8,
        /// The heading.
        text: String,
    },
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List {
        /// Whether the items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<Line>,
    },
    /// A table.
    Table(PageTable),
    /// A picture whose information is also in the text beside it.
    Figure(Figure),
    /// A message to be sent, line by line.
    Message(String),
}

/// A line of text.
pub type Line = Vec<TextSpan>;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextSpan {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// An id or the like, in the form of rules.
    Code(String),
    /// De-emphasised text.
    Faint(String),
    /// The number of a note.
    Note(usize),
}

/// A table. The first cell of each row is its heading.
#[derive(Debug, Clone)]
pub struct PageTable {
    /// The caption of the table.
    pub caption: String,
    /// The headings of the columns.
    pub head: Vec<String>,
    /// The rows, each with as many cells as there are headings.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell: one line below the other.
#[derive(Debug, Clone, Default)]
pub struct TableCell(pub Vec<Line>);

/// A picture.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its caption, also read by those who do not see it.
    pub caption: String,
    /// An element `svg`, styled by classes that the page defines.
    pub svg: String,
}

/// A stretch of plain text.
pub(super) fn plain(text: impl Into<String>) -> TextSpan {
    TextSpan::Text(text.into())
}

/// A stretch of emphasised text.
pub(super) fn strong(text: impl Into<String>) -> TextSpan {
    TextSpan::Strong(text.into())
}

/// A stretch in the form of rules.
pub(super) fn code(text: impl Into<String>) -> TextSpan {
    TextSpan::Code(text.into())
}

/// A stretch of de-emphasised text.
pub(super) fn faint(text: impl Into<String>) -> TextSpan {
    TextSpan::Faint(text.into())
}

impl TableCell {
    /// A cell of one line of plain text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self(vec![vec![plain(text)]])
    }

    /// A cell of one line.
    pub(super) fn line(line: Line) -> Self {
        Self(vec![line])
    }
}

impl Page {
    /// Adds a heading below the title.
    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(PageBlock::Heading { level, text: text.into() });
    }

    /// Adds a paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(PageBlock::Paragraph(vec![plain(text)]));
    }
}
