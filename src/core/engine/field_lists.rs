//! Lists of request fields that checks go through, of fixed size so that nothing is allocated.

use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::FIELD_LISTS;

/// Index in [`FIELD_LISTS`] of the absent fields that matter.
pub(super) const MISSING: usize = 0;
/// Index in [`FIELD_LISTS`] of the fields whose specialty is outside the vocabulary.
pub(super) const UNKNOWN_SPECIALTIES: usize = 1;
/// Index in [`FIELD_LISTS`] of the fields whose unit is outside the directory.
pub(super) const UNLISTED_UNITS: usize = 2;
/// Index in [`FIELD_LISTS`] of the fields that hold an identity number.
pub(super) const WITH_IDENTITY: usize = 3;
/// Index in [`FIELD_LISTS`] of the fields whose receiver does not exist on the day.
pub(super) const CLOSED_RECEIVERS: usize = 4;
/// Index in [`FIELD_LISTS`] of the fields whose sender does not exist on the day.
pub(super) const CLOSED_SENDERS: usize = 5;
/// Index in [`FIELD_LISTS`] of the fields whose contact reason continues the one it is taken as.
pub(super) const CONTINUED_REASONS: usize = 6;

/// Bits of an entry that hold the field; the others hold the list.
const FIELD_BITS: u32 = 5;
const _: () = assert!(RequestField::ALL.len() <= 1 << FIELD_BITS && FIELD_LISTS.len() <= 8);

/// Room for entries: every field may be missing, and each field with a name or text stands in few other lists.
const CAPACITY: usize = 2 * RequestField::ALL.len() + 2;

/// The lists of [`FIELD_LISTS`], of distinct fields each: the entries of all in the order in which they were added, since a
/// request copies them for its answer and most are empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldLists {
    entries: [u8; CAPACITY],
    len: u8,
    /// A bit for each list that is not empty.
    filled: u8,
}

impl FieldLists {
    pub(super) const EMPTY: Self = Self { entries: [0; CAPACITY], len: 0, filled: 0 };

    /// Adds a field to a list.
    pub(super) fn push(&mut self, list: usize, field: RequestField) {
        let entry = (list << FIELD_BITS) as u8 | field as u8;
        if self.entries().contains(&entry) {
            return;
        }
        let slot = self.entries.get_mut(usize::from(self.len));
        debug_assert!(slot.is_some(), "lists of fields have room for all");
        if let Some(slot) = slot {
            *slot = entry;
            self.len += 1;
            self.filled |= 1 << list;
        }
    }

    /// The lists that are not empty: a bit for each.
    pub(super) fn filled(&self) -> u8 {
        self.filled
    }

    /// Whether a list has no field.
    pub(super) fn is_empty(&self, list: usize) -> bool {
        self.filled & (1 << list) == 0
    }

    /// The fields of a list, in the order in which they were added.
    pub(super) fn of(&self, list: usize) -> impl Iterator<Item = RequestField> {
        let entries = if self.is_empty(list) { &[] } else { self.entries() };
        let own = entries.iter().filter(move |entry| usize::from(**entry >> FIELD_BITS) == list);
        own.filter_map(|entry| {
            let field = entry & ((1 << FIELD_BITS) - 1);
            RequestField::ALL.get(usize::from(field)).copied()
        })
    }

    fn entries(&self) -> &[u8] {
        self.entries.get(..usize::from(self.len)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_stand_in_the_order_of_their_names() {
        assert_eq!(FIELD_LISTS[MISSING].0, "missing_fields");
        assert_eq!(FIELD_LISTS[UNKNOWN_SPECIALTIES].0, "unknown_specialties");
        assert_eq!(FIELD_LISTS[UNLISTED_UNITS].0, "unlisted_units");
        assert_eq!(FIELD_LISTS[WITH_IDENTITY].0, "fields_with_identity_number");
        assert_eq!(FIELD_LISTS[CLOSED_RECEIVERS].0, "closed_receivers");
        assert_eq!(FIELD_LISTS[CLOSED_SENDERS].0, "closed_senders");
        assert_eq!(FIELD_LISTS[CONTINUED_REASONS].0, "continued_reasons");
    }

    #[test]
    fn every_field_fits_once() {
        let mut lists = FieldLists::EMPTY;
        for _ in 0..2 {
            for &field in RequestField::ALL {
                lists.push(MISSING, field);
                lists.push(WITH_IDENTITY, field);
            }
        }
        for list in [MISSING, WITH_IDENTITY] {
            assert!(lists.of(list).eq(RequestField::ALL.iter().copied()));
        }
        assert!(lists.is_empty(CLOSED_SENDERS) && lists.of(CLOSED_SENDERS).next().is_none());
    }
}
