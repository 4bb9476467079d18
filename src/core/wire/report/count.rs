//! Counts of combinations, which can be larger than JSON numbers that programs read.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// A count of combinations; `None` if it is unknown, or takes more than 128 bits.
///
/// In JSON it is a number, or null if it is unknown or takes more than 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub Option<u128>);

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.and_then(|count| u64::try_from(count).ok()).serialize(serializer)
    }
}

impl JsonSchema for Count {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A count; null where it is not known, or takes more than 64 bits.",
            "type": ["integer", "null"],
            "format": "uint64",
            "minimum": 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_cannot_read_is_null() {
        let json = |count| serde_json::to_string(&Count(count)).unwrap();
        assert_eq!(json(Some(u128::from(u64::MAX))), u64::MAX.to_string());
        assert_eq!(json(Some(1 << 64)), "null");
        assert_eq!(json(None), "null");
    }
}
