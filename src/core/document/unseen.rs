//! Texts with nothing to see, and texts with characters that govern how they are shown.

use super::node::{NodeValue, YamlNode};
use super::parsed::YamlDocument;
use super::pointer::join;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::language::unseen::{governs, is_visible, named};
use crate::language::{Text, text};

impl YamlDocument {
    /// The faults of the texts of a file of rules, keys included. `prose` tells the sections whose texts may have
    /// several lines, in whatever way they are written.
    #[must_use]
    pub fn unseen(&self, prose: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        match &self.root.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    let route = join("", &entry.key);
                    self.judge((&entry.key, false), entry.key_span, &route, &mut faults);
                    self.search(&entry.value, &route, prose(&entry.key), &mut faults);
                }
            }
            _ => self.search(&self.root, "", false, &mut faults),
        }
        faults
    }

    fn search(&self, node: &YamlNode, route: &str, prose: bool, faults: &mut Vec<Diagnostic>) {
        match &node.value {
            NodeValue::Text(value) => {
                let written = self.text.get(node.span.start..node.span.end).unwrap_or_default();
                // A text after `|` or `>` may have several lines.
                let block = prose || !node.plain && !written.starts_with(['"', '\'']);
                self.judge((value, block), node.span, route, faults);
            }
            NodeValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.search(item, &join(route, &index.to_string()), prose, faults);
                }
            }
            NodeValue::Map(entries) => {
                for entry in entries {
                    let route = join(route, &entry.key);
                    self.judge((&entry.key, false), entry.key_span, &route, faults);
                    self.search(&entry.value, &route, prose, faults);
                }
            }
            NodeValue::Null | NodeValue::Bool(_) | NodeValue::Int(_) | NodeValue::Float(_) => {}
        }
    }

    fn judge(
        &self,
        (value, block): (&str, bool),
        span: Span,
        route: &str,
        faults: &mut Vec<Diagnostic>,
    ) {
        let odd = value.chars().find(|&c| governs(c) && !(block && matches!(c, '\n' | '\t')));
        let (message, help) = match odd {
            Some('\n' | '\r') => (
                text("texten har en radbrytning i sig", "the text has a line break in it"),
                text(
                    "skriv den på en rad, eller efter `|` om den ska ha flera",
                    "write it on one line, or after `|` if it is to have several",
                ),
            ),
            Some(c) => {
                let (sv, en) = named(c).unwrap_or_default();
                let code = u32::from(c);
                (
                    Text {
                        sv: format!(
                            "texten har ett tecken som styr hur den visas: {sv} (U+{code:04X})"
                        ),
                        en: format!(
                            "the text has a character that governs how it is shown: {en} (U+{code:04X})"
                        ),
                    },
                    text("ta bort tecknet", "remove the character"),
                )
            }
            None if !is_visible(value) => (
                text("texten har inget som syns", "the text has nothing to see"),
                text("skriv texten, eller ta bort raden", "write the text, or remove the line"),
            ),
            None => return,
        };
        let place = Place { route: route.to_owned(), span: Some(span), ..Place::file(&self.file) };
        faults.push(Diagnostic::new(Code::UnseenText, message).at(place).help(help));
    }
}
