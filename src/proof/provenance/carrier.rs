//! Carriers of statements, as reported.

use handover_core::diagnostic::Place;
use handover_core::language::Lang;
use handover_core::ruleset::statements;
use handover_core::wire::report::Carrier;

pub(super) fn reported(carrier: &statements::Carrier, lang: Lang) -> Carrier {
    Carrier {
        kind: carrier.kind,
        kind_label: carrier.kind.label().get(lang).to_owned(),
        id: carrier.id.clone(),
        file: carrier.place.file.clone(),
        line: line(&carrier.place),
    }
}

pub(super) fn line(place: &Place) -> Option<u32> {
    place.span.map(|span| span.line)
}
