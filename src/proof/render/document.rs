//! What a page says, before it is Markdown or HTML: headings, paragraphs, lists, tables, figures, messages.

use handover_core::language::Lang;

/// A page.
#[derive(Debug, Clone)]
pub struct Document {
    /// The language that it is written in.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What stands below the title.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
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
    Table(Table),
    /// A picture that says nothing that text beside it does not say.
    Figure(Figure),
    /// A message as it may be sent, line by line.
    Message(String),
}

/// A line of text.
pub type Line = Vec<Span>;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// Text that stands out.
    Strong(String),
    /// An id or the like, as rules write it.
    Code(String),
    /// Text that steps back.
    Faint(String),
    /// The number of a note.
    Note(usize),
}

/// A table. The first cell of each row is its heading.
#[derive(Debug, Clone)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// The headings of the columns.
    pub head: Vec<String>,
    /// The rows, each with as many cells as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell: one line below the other.
#[derive(Debug, Clone, Default)]
pub struct Cell(pub Vec<Line>);

/// A picture.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it shows, for those who do not see it too.
    pub caption: String,
    /// An element `svg`, styled by classes that the page defines.
    pub svg: String,
}

/// A stretch of plain text.
pub(super) fn plain(text: impl Into<String>) -> Span {
    Span::Text(text.into())
}

/// A stretch of text that stands out.
pub(super) fn strong(text: impl Into<String>) -> Span {
    Span::Strong(text.into())
}

/// A stretch that rules would write.
pub(super) fn code(text: impl Into<String>) -> Span {
    Span::Code(text.into())
}

/// A stretch that steps back.
pub(super) fn faint(text: impl Into<String>) -> Span {
    Span::Faint(text.into())
}

impl Cell {
    /// A cell of one line of plain text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self(vec![vec![plain(text)]])
    }

    /// A cell of one line.
    pub(super) fn line(line: Line) -> Self {
        Self(vec![line])
    }
}

impl Document {
    /// Adds a heading below the title.
    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, text: text.into() });
    }

    /// Adds a paragraph of plain text.
    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(vec![plain(text)]));
    }
}
