//! Compact JSON of answers: the bytes of [`serde_json::to_writer`], sooner.
//!
//! Answers consist of keys that are known to need no escapes, of parts that are rendered already, and of short texts. This
//! serializer copies the first two and scans the third at once, where that of serde_json looks at every byte of all of them.
//! Everything else is left to serde_json: other values one by one, and whole answers with a shape that is not supported here.

use std::fmt::Display;

use serde::ser::{Impossible, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

/// Appends the JSON of an answer. Answers are plain data, so that each has JSON.
pub(super) fn append(answer: &impl Serialize, out: &mut Vec<u8>) {
    let start = out.len();
    if answer.serialize(&mut Compact { out, raw: false }).is_err() {
        out.truncate(start);
        let written = serde_json::to_writer(out, answer);
        debug_assert!(written.is_ok(), "answers are plain data");
    }
}

struct Compact<'o> {
    out: &'o mut Vec<u8>,
    /// Whether the next text is JSON.
    raw: bool,
}

/// The name of the struct as which [`serde_json::value::RawValue`] serialises itself. Under another name it would be written as
/// an object, which a property on the bytes of answers would notice.
const RAW: &str = "$serde_json::private::RawValue";

/// A shape that is not supported.
#[derive(Debug)]
struct Unsupported;

impl Display for Unsupported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not supported")
    }
}

impl std::error::Error for Unsupported {}

impl serde::ser::Error for Unsupported {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Elements of an array, or members of an object.
struct Members<'c, 'o> {
    to: &'c mut Compact<'o>,
    first: bool,
    raw: bool,
}

impl Members<'_, '_> {
    fn separate(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.to.out.push(b',');
        }
    }
}

impl SerializeSeq for Members<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.separate();
        value.serialize(&mut *self.to)
    }

    fn end(self) -> Result<(), Unsupported> {
        self.to.out.push(b']');
        Ok(())
    }
}

impl SerializeStruct for Members<'_, '_> {
    type Ok = ();
    type Error = Unsupported;

    #[expect(
        clippy::inline_always,
        reason = "a key that is known where it is written is stored, not copied"
    )]
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        if self.raw {
            self.to.raw = true;
            return value.serialize(&mut *self.to);
        }
        debug_assert!(is_plain(key), "keys are names of Rust");
        let opening = if std::mem::take(&mut self.first) { b'{' } else { b',' };
        append_key(opening, key, self.to.out);
        value.serialize(&mut *self.to)
    }

    fn end(self) -> Result<(), Unsupported> {
        match (self.raw, self.first) {
            (true, _) => {}
            (false, true) => self.to.out.extend_from_slice(b"{}"),
            (false, false) => self.to.out.push(b'}'),
        }
        Ok(())
    }
}

/// Maximum length of a key that is appended in one piece.
const MOST_AT_ONCE: usize = 40;

/// Appends a key with what stands around it. Together they have a length that is known where the key is, so that they are
/// stored rather than copied, after one look at the room that is left.
#[expect(clippy::inline_always, reason = "the length is known only where the key is")]
#[inline(always)]
fn append_key(opening: u8, key: &str, out: &mut Vec<u8>) {
    let mut member = [0; MOST_AT_ONCE + 4];
    let length = key.len() + 4;
    if let Some([first, quote, name @ .., end, colon]) = member.get_mut(..length) {
        (*first, *quote, *end, *colon) = (opening, b'"', b'"', b':');
        name.copy_from_slice(key.as_bytes());
        out.extend_from_slice(member.get(..length).unwrap_or_default());
    } else {
        out.extend_from_slice(&[opening, b'"']);
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
    }
}

/// Whether a text needs no escapes. Looks at all bytes, since most texts need none and that is done many bytes at a time.
fn is_plain(text: &str) -> bool {
    let escaped = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    !text.bytes().fold(false, |found, byte| found | escaped(byte))
}

/// Leaves a value to serde_json.
fn delegate(value: impl Serialize, out: &mut Vec<u8>) -> Result<(), Unsupported> {
    serde_json::to_writer(out, &value).map_err(|_| Unsupported)
}

macro_rules! delegated {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<(), Unsupported> { delegate(value, self.out) })*
    };
}

macro_rules! unsupported {
    ($($method:ident($($arg:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $arg),*) -> Result<$ok, Unsupported> { Err(Unsupported) })*
    };
}

impl<'c, 'o> Serializer for &'c mut Compact<'o> {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Members<'c, 'o>;
    type SerializeTuple = Impossible<(), Unsupported>;
    type SerializeTupleStruct = Impossible<(), Unsupported>;
    type SerializeTupleVariant = Impossible<(), Unsupported>;
    type SerializeMap = Impossible<(), Unsupported>;
    type SerializeStruct = Members<'c, 'o>;
    type SerializeStructVariant = Impossible<(), Unsupported>;

    delegated! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char,
    }

    unsupported! {
        serialize_bytes(&[u8]) -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> Impossible<(), Unsupported>;
        serialize_tuple_struct(&'static str, usize) -> Impossible<(), Unsupported>;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Impossible<(), Unsupported>;
        serialize_map(Option<usize>) -> Impossible<(), Unsupported>;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Impossible<(), Unsupported>;
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unsupported> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unsupported> {
        if std::mem::take(&mut self.raw) {
            self.out.extend_from_slice(value.as_bytes());
            return Ok(());
        }
        if !is_plain(value) {
            return delegate(value, self.out);
        }
        self.out.push(b'"');
        self.out.extend_from_slice(value.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unsupported> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unsupported> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unsupported> {
        debug_assert!(is_plain(variant), "variants are names of Rust");
        self.out.push(b'"');
        self.out.extend_from_slice(variant.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unsupported> {
        Err(Unsupported)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'c, 'o>, Unsupported> {
        self.out.push(b'[');
        Ok(Members { to: self, first: true, raw: false })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Members<'c, 'o>, Unsupported> {
        Ok(Members { to: self, first: true, raw: name == RAW })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::value::{RawValue, to_raw_value};

    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        OneWord,
    }

    #[derive(Serialize)]
    struct Answer {
        text: String,
        words: Vec<Option<Word>>,
        number: i64,
        truth: bool,
        known: Box<RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u8>,
        map: Option<BTreeMap<String, u8>>,
        a_key_that_is_longer_than_those_that_are_appended_at_once: bool,
        empty: Empty,
    }

    #[derive(Serialize)]
    struct Empty {}

    proptest! {
        #[test]
        fn the_bytes_are_those_of_serde_json(
            text in "\\PC{0,20}|[\"\\\\\u{0}-\u{1f}a-zåäö]{0,20}",
            number: i64,
            truth: bool,
            map: bool,
        ) {
            let answer = Answer {
                known: to_raw_value(&[&text]).unwrap(),
                words: vec![None, Some(Word::OneWord)],
                left_out: None,
                // A map is not supported, so that all is left to serde_json.
                map: map.then(|| BTreeMap::from([(text.clone(), 1)])),
                a_key_that_is_longer_than_those_that_are_appended_at_once: truth,
                empty: Empty {},
                text, number, truth,
            };
            let mut written = b"[".to_vec();
            append(&answer, &mut written);
            prop_assert_eq!(&written[1..], serde_json::to_vec(&answer).unwrap());
        }
    }
}
