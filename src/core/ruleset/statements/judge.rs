//! Checks that each statement is carried or declined, and that everything with a source carries a statement.

use foldhash::{HashMap, HashSet};
use indexmap::IndexMap;

use super::super::sources::{SourceRef, Sources};
use super::super::spot::Faults;
use super::carriers::Carrier;
use super::statement::{Statement, Statements, Status, Unstated};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Text, text};

/// Maximum number of rules that one fault points at.
const POINTED_AT: usize = 3;

/// Sets the status of every statement, and collects places and carriers without statements.
pub(super) fn judge(
    mut all: Vec<Statement>,
    carriers: Vec<Carrier>,
    places: IndexMap<SourceRef, Place>,
    sources: &Sources,
) -> Statements {
    set_pending(&mut all, sources);
    let mut by_place: HashMap<&SourceRef, Vec<usize>> = HashMap::default();
    for (index, carrier) in carriers.iter().enumerate() {
        if let Some(source) = &carrier.source {
            by_place.entry(source).or_default().push(index);
        }
    }
    let mut open: HashSet<SourceRef> = HashSet::default();
    for statement in all.iter().filter(|statement| statement.declined.is_none()) {
        open.insert(statement.source.clone());
    }
    let mut claimed: HashSet<usize> = HashSet::default();
    for statement in &mut all {
        let naming = by_place.get(&statement.source).map(Vec::as_slice).unwrap_or_default();
        // Anything that names a place carries the place's statements that are not declined and name no carriers
        // themselves.
        let carried_anyway = !open.contains(&statement.source);
        if !statement.named && (statement.declined.is_none() || carried_anyway) {
            statement.carriers = naming.to_vec();
        }
        claimed.extend(&statement.carriers);
        statement.status = match (&statement.declined, statement.carriers.is_empty()) {
            (None, false) => Status::Carried,
            (None, true) => Status::Uncarried,
            (Some(_), true) => Status::Declined,
            (Some(_), false) => Status::Disagrees,
        };
    }
    let stated: HashSet<&SourceRef> = all.iter().map(|statement| &statement.source).collect();
    let document = |source: &SourceRef| sources.document(source).map(|it| it.id.as_str());
    let documents: HashSet<Option<&str>> = stated.iter().map(|source| document(source)).collect();
    let missing: Vec<Unstated> = (places.into_iter())
        .filter(|(source, _)| documents.contains(&document(source)) && !stated.contains(source))
        .map(|(source, place)| Unstated { source, place })
        .collect();
    let unstated: Vec<usize> = (0..)
        .zip(&carriers)
        .filter(|(index, carrier)| {
            !claimed.contains(index)
                && carrier.source.as_ref().is_some_and(|at| stated.contains(at))
        })
        .map(|(index, _)| index)
        .collect();
    Statements { all, carriers, missing, astray: Vec::new(), unstated }
}

/// Sets the revisions against which statements have not been gone through: those that have the place and that no statement
/// there names, and for a statement that names none, all but the one that the document says.
fn set_pending(all: &mut [Statement], sources: &Sources) {
    let mut stated: HashMap<SourceRef, Vec<u32>> = HashMap::default();
    for statement in &*all {
        stated.entry(statement.source.clone()).or_default().extend(&statement.revisions);
    }
    for statement in all {
        let stated_here = stated.get(&statement.source).map_or(&[][..], Vec::as_slice);
        let documents = sources.revisions_with(&statement.source).into_iter();
        let revisions = documents.filter_map(|at| Some(sources.documents.get(at)?.revision));
        let is_pending = |revision: &u32| {
            let named = statement.of_revisions && stated_here.contains(revision);
            !statement.revisions.contains(revision) && !named
        };
        statement.pending = revisions.filter(is_pending).collect();
    }
}

impl Statements {
    /// Reports statements without carriers, and carriers and places without statements.
    ///
    /// Silent if there are other errors: rules that could not be read may be the missing carriers.
    pub(in crate::ruleset) fn tell(&self, faults: &mut Faults) {
        if faults.any_error() {
            return;
        }
        let Self { all, carriers, missing, astray: _, unstated } = self;
        let naming = |source: &SourceRef| -> Vec<usize> {
            let own = carriers.iter().enumerate();
            own.filter(|(_, carrier)| carrier.source.as_ref() == Some(source))
                .map(|(at, _)| at)
                .collect()
        };
        let found = all.iter().filter_map(|statement| of_statement(statement, carriers));
        let found =
            found.chain(missing.iter().map(|at| of_missing(at, &naming(&at.source), carriers)));
        let found =
            found.chain(unstated.iter().filter_map(|&index| of_unstated(carriers.get(index)?)));
        faults.list.extend(found.chain(of_pending(all)));
    }
}

fn of_statement(statement: &Statement, carriers: &[Carrier]) -> Option<Diagnostic> {
    let id = &statement.id;
    match statement.status {
        Status::Carried | Status::Declined => None,
        // It names only carriers that do not exist, which have been reported.
        Status::Uncarried if statement.named => None,
        Status::Uncarried => {
            let message = Text {
                sv: format!("ingen regel bär utsagan `{id}`"),
                en: format!("no rule carries the statement `{id}`"),
            };
            let help = Text {
                sv: format!(
                    "ange `{}` som källa i regeln som bär den, nämn vad som bär den i `carried_by`, eller skriv varför ingen gör det i `declined`",
                    statement.source.written()
                ),
                en: format!(
                    "name `{}` as the source of the rule that carries it, name what carries it in `carried_by`, or say why nothing does in `declined`",
                    statement.source.written()
                ),
            };
            let fault = Diagnostic::new(Code::StatementUncarried, message);
            Some(fault.at(statement.place.clone()).help(help))
        }
        Status::Disagrees => {
            let message = Text {
                sv: format!("utsagan `{id}` är avböjd, men något bär den"),
                en: format!("the statement `{id}` is declined, but something carries it"),
            };
            let help = text(
                "ta bort `declined`, eller ge det som bär den en annan källa",
                "remove `declined`, or give what carries it another source",
            );
            let fault = Diagnostic::new(Code::StatementDisagrees, message);
            let fault = fault.at(statement.place.clone()).help(help);
            Some(add_carriers(fault, &statement.carriers, carriers))
        }
    }
}

/// One fault for each revision against which statements have not been gone through.
fn of_pending(all: &[Statement]) -> Vec<Diagnostic> {
    let mut revisions: Vec<u32> = all.iter().flat_map(|it| it.pending.iter().copied()).collect();
    revisions.sort_unstable();
    revisions.dedup();
    let fault = |revision: u32| {
        let mut pending = all.iter().filter(|it| it.pending.contains(&revision));
        let first = pending.next()?;
        let (id, others) = (&first.id, pending.count());
        let message = Text {
            sv: match others {
                0 => format!("utsagan `{id}` är inte genomgången mot revision {revision}"),
                _ => {
                    format!("`{id}` och {others} till är inte genomgångna mot revision {revision}")
                }
            },
            en: match others {
                0 => format!(
                    "the statement `{id}` has not been gone through against revision {revision}"
                ),
                _ => format!(
                    "`{id}` and {others} more have not been gone through against revision {revision}"
                ),
            },
        };
        let why = text(
            "det som sägs kan ha ändrats med revisionen, och reglerna med det",
            "what is stated may have changed with the revision, and the rules with it",
        );
        let help = Text {
            sv: format!(
                "läs stället i den nya revisionen och skriv `revision: {revision}` vid utsagan (en lista om flera revisioner säger det); när alla är gjorda kan dokumentet få `stated_revision: {revision}` i stället"
            ),
            en: format!(
                "read the place in the new revision and write `revision: {revision}` at the statement (a list if several revisions state it); once all are done, the document may get `stated_revision: {revision}` instead"
            ),
        };
        let fault = Diagnostic::new(Code::StatementPending, message);
        Some(fault.at(first.place.clone()).why(why).help(help))
    };
    revisions.into_iter().filter_map(fault).collect()
}

fn of_missing(at: &Unstated, naming: &[usize], carriers: &[Carrier]) -> Diagnostic {
    let place = at.source.written();
    let message = Text {
        sv: format!("platsen `{place}` har ingen utsaga, fast dokumentets andra platser har det"),
        en: format!("the place `{place}` has no statement, though the document's others have"),
    };
    let help = Text {
        sv: format!("skriv under `statements` vad dokumentet säger i `{place}`, med egna ord"),
        en: format!(
            "write what the document says at `{place}` under `statements`, in your own words"
        ),
    };
    let fault = Diagnostic::new(Code::StatementMissing, message).at(at.place.clone()).help(help);
    add_carriers(fault, naming, carriers)
}

fn of_unstated(carrier: &Carrier) -> Option<Diagnostic> {
    let (id, place) = (&carrier.id, carrier.source.as_ref()?.written());
    let (what, kind) = (carrier.kind.label(), carrier.kind.word());
    let message = Text {
        sv: format!("{} `{id}` har källan `{place}`, men ingen utsaga där är dess", what.sv),
        en: format!(
            "the {} `{id}` has the source `{place}`, but no statement there is its own",
            what.en
        ),
    };
    let help = Text {
        sv: format!("lägg till `{kind}/{id}` i `carried_by` för den utsaga som den bär"),
        en: format!("add `{kind}/{id}` to `carried_by` of the statement that it carries"),
    };
    Some(Diagnostic::new(Code::RuleUnstated, message).at(carrier.place.clone()).help(help))
}

/// Points at the carriers too.
fn add_carriers(mut fault: Diagnostic, which: &[usize], carriers: &[Carrier]) -> Diagnostic {
    for carrier in which.iter().take(POINTED_AT).filter_map(|&index| carriers.get(index)) {
        let kind = carrier.kind.label();
        let label = Text {
            sv: format!("{} `{}`", kind.sv, carrier.id),
            en: format!("{} `{}`", kind.en, carrier.id),
        };
        fault = fault.also(carrier.place.clone(), label);
    }
    fault
}
