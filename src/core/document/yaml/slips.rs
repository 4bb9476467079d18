//! Slips that YAML accepts silently, or reads as something other than what was meant.

use super::super::limits::{MAX_DEPTH, MAX_NODES};
use super::super::node::{Entry, NodeValue};
use super::super::pointer::join;
use super::builder::{Awaited, Content, OpenCollection, TreeBuilder};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::language::near;
use crate::language::{Text, text};

impl TreeBuilder<'_> {
    fn fault(&mut self, code: Code, message: Text, span: Span, help: Text) {
        let place = self.place(span);
        self.faults.push(Diagnostic::new(code, message).at(place).help(help));
    }

    /// Adds to the weight of the tree; past the limit there is none.
    pub(super) fn weigh(&mut self, weight: usize, span: Span) -> Result<(), Box<Diagnostic>> {
        self.weight += weight;
        if self.weight <= MAX_NODES {
            return Ok(());
        }
        let message = text(
            format!("filen rymmer fler än {MAX_NODES} värden"),
            format!("the file holds more than {MAX_NODES} values"),
        );
        Err(Box::new(
            Diagnostic::new(Code::TooLarge, message)
                .at(self.place(span))
                .help(text("dela den i flera filer", "split it into several files")),
        ))
    }

    /// Takes a scalar as a key, unless it is one that cannot be used.
    pub(super) fn key(&mut self, name: &str, plain: bool, span: Span) {
        let first = match self.stack.last() {
            Some(OpenCollection { content: Content::Map { index, entries, .. }, .. }) => {
                index.get(name).map(|&first| {
                    let entry = entries.iter().find(|entry| entry.key == name);
                    let list = |entry: &Entry| matches!(entry.value.value, NodeValue::List(_));
                    (first, entry.is_some_and(list))
                })
            }
            _ => None,
        };
        let dropped = if plain && name == "<<" {
            self.merge_key(span);
            true
        } else if plain && matches!(name, "" | "~") {
            self.fault(
                Code::NullValue,
                text("en nyckel saknas före `:`", "a key is missing before `:`"),
                span,
                text("skriv nyckeln, eller ta bort raden", "write the key, or remove the line"),
            );
            true
        } else if let Some((first, listed)) = first {
            self.duplicate_key(name, span, first, listed);
            true
        } else {
            false
        };
        self.set_key(if dropped {
            Awaited::Dropped
        } else {
            Awaited::Given(name.to_owned(), span)
        });
    }

    /// `listed` tells whether the first value is a list.
    fn duplicate_key(&mut self, name: &str, span: Span, first: Span, listed: bool) {
        let route = join(&self.route(), name);
        let [second, first] =
            [span, first].map(|span| Place { route: route.clone(), ..self.place(span) });
        let message = text(
            format!("nyckeln `{name}` står två gånger"),
            format!("the key `{name}` stands twice"),
        );
        self.faults.push(
            Diagnostic::new(Code::DuplicateKey, message)
                .at(second.labelled(text("här igen", "here again")))
                .also(first, text("här först", "here first"))
                .help(if listed {
                    text(
                        format!("skriv alla värden i en lista under en enda `{name}:`"),
                        format!("write all values in one list under a single `{name}:`"),
                    )
                } else {
                    text(
                        "ta bort den ena, eller ge den ett annat namn",
                        "remove one of them, or give it another name",
                    )
                }),
        );
    }

    fn merge_key(&mut self, span: Span) {
        self.fault(
            Code::MergeKey,
            text("nyckeln `<<` får inte användas", "the key `<<` may not be used"),
            span,
            text(
                "skriv ut de nycklar som skulle ha hämtats",
                "write out the keys that it would have fetched",
            ),
        );
    }

    /// A list, a table or an alias in place of a key.
    pub(super) fn collection_key(&mut self, span: Span) {
        self.fault(
            Code::WrongType,
            text("en nyckel måste vara text", "a key must be text"),
            span,
            text(
                "sätt citattecken om den: allt med `{`, `[` eller `*` först betyder något annat i YAML",
                "put quotes round it: what begins with `{`, `[` or `*` means something else in YAML",
            ),
        );
        self.set_key(Awaited::Dropped);
    }

    /// A value without any text: half a label inside `{…}`, else a missing value.
    pub(super) fn null(&mut self, span: Span) {
        let Some(frame) = self.stack.last() else {
            return;
        };
        let (key, entries, flow) = match &frame.content {
            Content::Map { key: Awaited::Given(key, key_span), entries, .. } => {
                (Some((key.clone(), *key_span)), entries.as_slice(), frame.flow)
            }
            _ => (None, [].as_slice(), false),
        };
        let Some((key, key_span)) = key else {
            return self.fault(
                Code::NullValue,
                text("ett värde saknas", "a value is missing"),
                span,
                text("skriv värdet, eller ta bort raden", "write the value, or remove the line"),
            );
        };
        let rest = self.text.get(key_span.end..).unwrap_or_default().trim_start();
        if !flow || rest.starts_with(':') {
            return self.fault(
                Code::NullValue,
                text(
                    format!("nyckeln `{key}` har inget värde"),
                    format!("the key `{key}` has no value"),
                ),
                key_span,
                text(
                    "skriv värdet efter `:`, eller ta bort nyckeln",
                    "write the value after `:`, or remove the key",
                ),
            );
        }
        let place = self.place(key_span);
        let fault = self.half_label(&key, key_span, entries, rest);
        self.faults.push(fault.at(place));
    }

    /// A word inside `{…}` without `:` and value.
    fn half_label(&self, key: &str, key_span: Span, entries: &[Entry], rest: &str) -> Diagnostic {
        let whole = entries
            .iter()
            .rev()
            .find(|entry| entry.value.value != NodeValue::Null)
            .filter(|entry| entry.value.plain && entry.value.span.line == key_span.line)
            .and_then(|entry| {
                let label = self.text.get(entry.value.span.start..key_span.end)?;
                Some((entry.key.as_str(), label))
            });
        let fault = match whole {
            Some((label_key, label)) => Diagnostic::new(
                Code::HalfLabel,
                text(
                    format!("kommat har gjort `{key}` till en egen nyckel utan värde"),
                    format!("the comma has made `{key}` a key of its own without a value"),
                ),
            )
            .help(text(
                format!("sätt citattecken om hela texten: `{label_key}: \"{label}\"`"),
                format!("put quotes round the whole text: `{label_key}: \"{label}\"`"),
            )),
            None => Diagnostic::new(
                Code::HalfLabel,
                text(
                    format!("`{key}` är en nyckel utan värde"),
                    format!("`{key}` is a key without a value"),
                ),
            )
            .help(if entries.is_empty() && rest.starts_with('}') {
                text(
                    format!(
                        "om klamrarna hör till texten, sätt citattecken om den: `\"{{{key}}}\"`"
                    ),
                    format!(
                        "if the braces belong to the text, put quotes round it: `\"{{{key}}}\"`"
                    ),
                )
            } else {
                text(
                    "sätt citattecken om en text som har kommatecken i sig",
                    "put quotes round a text that has a comma in it",
                )
            }),
        };
        fault.why(text(
            "inom `{…}` skiljer komma nycklarna åt",
            "within `{…}` a comma separates the keys",
        ))
    }

    /// A text that ` #` has cut off on its own line.
    ///
    /// A remark after a single word is none, nor is one that stands apart from the text.
    pub(super) fn cut_by_comment(&mut self, value: &str, span: Span) {
        // Most values are not followed by a blank, and lines may be long.
        let rest = self.text.get(span.end..).unwrap_or_default();
        let after = rest.trim_start_matches([' ', '\t']);
        if after.len() == rest.len() || !after.starts_with('#') {
            return;
        }
        let line = rest.lines().next().unwrap_or_default();
        let remark = after.get(1..).unwrap_or_default();
        let apart = line.starts_with(['\t']) || line.starts_with("  ");
        let word = !value.contains(char::is_whitespace);
        if value.is_empty() || (apart || word) && !remark.starts_with(|c: char| c.is_alphanumeric())
        {
            return;
        }
        let whole = format!("{value}{}", line.trim_end());
        let quoted = whole.replace('\\', "\\\\").replace('"', "\\\"");
        let place = self.place(span);
        let message = text(
            format!("texten slutar före ` #`: det som läses är `{value}`"),
            format!("the text ends before ` #`: what is read is `{value}`"),
        );
        let fault = Diagnostic::new(Code::CutText, message).at(place).why(text(
            "ett `#` efter ett blanksteg börjar en kommentar",
            "a `#` after a blank begins a comment",
        ));
        self.faults.push(fault.help(text(
            format!("sätt citattecken om hela texten: `\"{quoted}\"`; en kommentar skrivs på en egen rad"),
            format!("put quotes round the whole text: `\"{quoted}\"`; a comment is written on a line of its own"),
        )));
    }

    pub(super) fn out_of_range(&mut self, value: &str, span: Span) {
        self.fault(
            Code::WrongValue,
            text(
                format!("talet `{value}` går inte att räkna med"),
                format!("the number `{value}` cannot be reckoned with"),
            ),
            span,
            text(
                format!("om det är text, sätt citattecken om det: `\"{value}\"`"),
                format!("if it is text, put quotes round it: `\"{value}\"`"),
            ),
        );
    }

    pub(super) fn tag(&mut self, tag: &str, at: &granit_parser::Span) {
        let span = match at.tag_span() {
            Some(tag_span) => self.span(&tag_span),
            None => self.span(at),
        };
        let written =
            self.text.get(span.start..span.end).filter(|written| written.starts_with('!'));
        let tag = written.unwrap_or(tag).trim_end().to_owned();
        let help = match tag.as_str() {
            "!=" | "!" => text(
                "skriv `{not: värde}` för allt utom värdet",
                "write `{not: value}` for all but the value",
            ),
            _ => text(
                "ta bort det, eller sätt citattecken om texten; `inte` skrivs `{not: värde}`",
                "remove it, or put quotes round the text; `not` is written `{not: value}`",
            ),
        };
        self.fault(
            Code::Tag,
            text(format!("`{tag}` betyder inget här"), format!("`{tag}` has no meaning here")),
            span,
            help,
        );
    }

    /// Reported once; everything deeper is skipped.
    pub(super) fn too_deep(&mut self, span: Span) {
        if std::mem::replace(&mut self.too_deep, true) {
            return;
        }
        self.fault(
            Code::TooDeep,
            text(
                format!("listor och nycklar ligger djupare än {MAX_DEPTH} nivåer"),
                format!("lists and keys are nested deeper than {MAX_DEPTH} levels"),
            ),
            span,
            text("gör strukturen plattare", "make the structure flatter"),
        );
    }

    /// Reported once; later aliases past the limit become null.
    pub(super) fn alias_bomb(&mut self, span: Span) {
        if std::mem::replace(&mut self.alias_bomb, true) {
            return;
        }
        self.fault(
            Code::AliasBomb,
            text(
                format!("med sina alias blir filen större än {MAX_NODES} värden"),
                format!("with its aliases the file grows beyond {MAX_NODES} values"),
            ),
            span,
            text("skriv ut värdena i stället", "write out the values instead"),
        );
    }

    pub(super) fn self_reference(&mut self, number: usize, span: Span) {
        let name = self.names.get(&number).cloned().unwrap_or_default();
        self.fault(
            Code::AliasBomb,
            text(
                format!("`*{name}` står inuti det som det upprepar"),
                format!("`*{name}` stands inside what it repeats"),
            ),
            span,
            text("skriv ut värdena i stället", "write out the values instead"),
        );
    }

    pub(super) fn undefined_alias(&mut self, name: &str, span: Span) {
        let names: std::collections::BTreeSet<&str> =
            self.names.values().map(String::as_str).collect();
        let message = text(
            format!("`*{name}` upprepar något som inte finns tidigare i filen"),
            format!("`*{name}` repeats something that is not found earlier in the file"),
        );
        let fault = Diagnostic::new(Code::UndefinedAlias, message)
            .at(self.place(span))
            .nearest(near::nearest(name, names.iter().copied()))
            .allowed(names)
            .help(text(
                "om stjärnan hör till texten, sätt citattecken om den",
                "if the asterisk belongs to the text, put quotes round it",
            ));
        self.faults.push(fault);
    }

    pub(super) fn several_documents(&mut self, at: &granit_parser::Span) {
        let span = self.span(at);
        self.fault(
            Code::SeveralDocuments,
            text("här börjar ett andra dokument", "a second document begins here"),
            span,
            text(
                "ta bort raden `---`, eller dela filen i två",
                "remove the line `---`, or split the file in two",
            ),
        );
    }
}
