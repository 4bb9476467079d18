//! Lists of request fields that checks go through, of fixed size so that nothing is allocated.

use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::FIELD_LISTS;

/// The lists of fields that checks go through, in the order of [`FIELD_LISTS`].
pub(super) type FieldLists = [FieldList; FIELD_LISTS.len()];

/// Index in [`FieldLists`] of the absent fields that matter.
pub(super) const MISSING: usize = 0;
/// Index in [`FieldLists`] of the fields whose specialty is outside the vocabulary.
pub(super) const UNKNOWN_SPECIALTIES: usize = 1;
/// Index in [`FieldLists`] of the fields whose unit is outside the directory.
pub(super) const UNLISTED_UNITS: usize = 2;
/// Index in [`FieldLists`] of the fields that hold an identity number.
pub(super) const WITH_IDENTITY: usize = 3;
/// Index in [`FieldLists`] of the fields whose receiver does not exist on the day.
pub(super) const CLOSED_RECEIVERS: usize = 4;
/// Index in [`FieldLists`] of the fields whose sender does not exist on the day.
pub(super) const CLOSED_SENDERS: usize = 5;
/// Index in [`FieldLists`] of the fields whose contact reason continues the one it is taken as.
pub(super) const CONTINUED_REASONS: usize = 6;

/// Distinct fields in insertion order.
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
        assert_eq!(FIELD_LISTS[CLOSED_RECEIVERS].0, "closed_receivers");
        assert_eq!(FIELD_LISTS[CLOSED_SENDERS].0, "closed_senders");
        assert_eq!(FIELD_LISTS[CONTINUED_REASONS].0, "continued_reasons");
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
