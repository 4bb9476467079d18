//! Splitting: which variable of a node to split so that a feature has fewer classes.

use super::super::node::Split;
use super::super::set::Set;
use super::super::space::Var;
use super::features::{Extra, Feature};
use super::node::NodeBounds;

impl NodeBounds<'_, '_> {
    /// A split that makes the bound on a feature tighter; `None` where no variable does.
    pub(in crate::analysis) fn split(&self, feature: usize) -> Option<Split> {
        let node = self.node;
        let by_routes = || self.split_by_routes();
        let first = |vars: &[Var]| node.split_first(vars);
        match self.features.get(feature) {
            Feature::Of(var) => node.split(var),
            Feature::OfPriority(_) => node.split(Var::Priority),
            Feature::Expired => self.split_judged(&self.features.space.expired),
            Feature::NotYetValid => self.split_judged(&self.features.space.not_yet),
            Feature::Specialty => first(&[Var::Specialty, Var::CareLevel]),
            Feature::RecommendedRole | Feature::OtherRole | Feature::Role | Feature::Capability => {
                by_routes().or_else(|| first(&[Var::OriginalRole]))
            }
            Feature::ChosenRole => {
                by_routes().or_else(|| first(&[Var::OriginalRole, Var::ChosenRole]))
            }
            Feature::ChosenSpecialty => {
                by_routes().or_else(|| first(&[Var::Specialty, Var::CareLevel, Var::ToSpecialty]))
            }
            Feature::Unit => by_routes().or_else(|| first(&[Var::Unit])),
            Feature::Extra(Extra::RouteMissing) => by_routes()
                .or_else(|| first(&[Var::Unit, Var::OriginalRole, Var::Specialty, Var::CareLevel])),
            Feature::ChosenUnit | Feature::OwnUnit => node
                .split_absence(Var::ToUnit)
                .or_else(by_routes)
                .or_else(|| first(&[Var::ToUnit, Var::Unit, Var::From])),
            Feature::Provider => node
                .split(Var::Provider)
                .or_else(|| node.split_absence(Var::ToUnit))
                .or_else(by_routes)
                .or_else(|| first(&[Var::From, Var::ToUnit, Var::Unit, Var::At])),
            Feature::Extra(Extra::UnknownSpecialty) => {
                first(&[Var::Specialty, Var::ToSpecialty, Var::Action])
            }
            Feature::Extra(Extra::UnlistedUnit) => {
                first(&[Var::Unit, Var::From, Var::ToUnit, Var::Action])
            }
            Feature::Extra(Extra::ClosedReceiver) => node
                .split_absence(Var::ToUnit)
                .or_else(by_routes)
                .or_else(|| first(&[Var::At, Var::Action, Var::ToUnit, Var::Unit])),
            Feature::Extra(Extra::ClosedSender) => first(&[Var::At, Var::From]),
            Feature::Extra(Extra::ContinuedReason) => first(&[Var::Continued, Var::CaseType]),
            Feature::Extra(Extra::Identity) => node.split(Var::Identity),
            Feature::Decided => None,
        }
    }

    /// Splits the days on which all documents agree from each other and from the rest, and the rest by routes.
    fn split_judged(&self, by_document: &[Set]) -> Option<Split> {
        let days = self.node.get(Var::At);
        let judges = self.features.routes.judges().iter();
        let mut judging = judges.filter_map(|document| by_document.get(document));
        let first = judging.next()?;
        let (mut all, mut some) = (days.and(first), days.and(first));
        for document in judging {
            all.keep(document);
            some.add_all(&days.and(document));
        }
        let parts = [days.minus(&some), some.minus(&all), all];
        let parts: Vec<Set> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 {
            return Some((Var::At, parts));
        }
        self.split_by_routes().or_else(|| self.node.split(Var::At))
    }

    /// A split that makes the targets of the node's requests more certain.
    pub(in crate::analysis) fn split_by_routes(&self) -> Option<Split> {
        self.routes().split.clone()
    }
}
