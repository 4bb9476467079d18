//! Lists of request fields that checks go through, without a place on the heap.

use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::FIELD_LISTS;

/// The lists of fields that checks go through, in the order of [`FIELD_LISTS`].
pub(super) type FieldLists = [FieldList; FIELD_LISTS.len()];

/// The index of each list in [`FieldLists`].
pub(super) const MISSING: usize = 0;
pub(super) const UNKNOWN_SPECIALTIES: usize = 1;
pub(super) const UNLISTED_UNITS: usize = 2;
pub(super) const WITH_IDENTITY: usize = 3;

/// Fields in the order in which they were added, each once.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldList {
    fields: [RequestField; RequestField::ALL.len()],
    len: u8,
}

impl FieldList {
    pub(super) const EMPTY: Self =
        Self { fields: [RequestField::Action; RequestField::ALL.len()], len: 0 };

    pub(super) fn push(&mut self, field: RequestField) {
        if self.as_slice().contains(&field) {
            return;
        }
        if let Some(slot) = self.fields.get_mut(usize::from(self.len)) {
            *slot = field;
            self.len += 1;
        }
    }

    pub(super) fn as_slice(&self) -> &[RequestField] {
        self.fields.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// Adds a field to one of the lists.
pub(super) fn push(lists: &mut FieldLists, list: usize, field: RequestField) {
    if let Some(list) = lists.get_mut(list) {
        list.push(field);
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
    }

    #[test]
    fn every_field_fits_once() {
        let mut list = FieldList::EMPTY;
        for &field in RequestField::ALL.iter().chain(RequestField::ALL) {
            list.push(field);
        }
        assert_eq!(list.as_slice(), RequestField::ALL);
    }
}
