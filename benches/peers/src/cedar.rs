//! cedar-policy: one policy a rule; every policy that permits is told, and the first of them is the answer.
//!
//! Cedar evaluates all policies, so what counts is the cost of one that does not hold. The unit, on which most rules
//! fail, is the resource in the policy's scope: comparing two entity ids, before any condition is looked at. Principal
//! and action are left open, the other tests are conditions on the context. Names of policies come from the parser,
//! the number of the rule is an annotation, read once.

use std::collections::HashMap;
use std::fmt::Write;

use cedar_policy::{
    Authorizer, Context, Entities, EntityId, EntityTypeName, EntityUid, PolicyId, PolicySet,
    Request, RestrictedExpression,
};

use crate::engine::{Engine, Task};
use crate::generator::{INPUTS, Query, Rule, WORDS, Work};

const UNIT: usize = 3;

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    rules: HashMap<PolicyId, u32>,
    entities: Entities,
    principal: EntityUid,
    action: EntityUid,
    unit: EntityTypeName,
    tested: usize,
}

impl Engine for Cedar {
    const NAME: &'static str = "cedar-policy";
    type Source<'a> = (String, usize);
    type Input = Request;

    fn source(task: &Task<'_>) -> Self::Source<'static> {
        let policies = task.work.rules.iter().enumerate();
        let policies = policies.map(|(number, rule)| policy(task.work, number, rule)).collect();
        (policies, task.work.tested)
    }

    fn build((text, tested): &Self::Source<'_>) -> Result<Self, String> {
        let policies: PolicySet = text.parse().map_err(|error| format!("{error}"))?;
        let number = |policy: &cedar_policy::Policy| {
            let rule = policy.annotation("rule").and_then(|rule| rule.parse().ok());
            rule.map(|rule| (policy.id().clone(), rule))
        };
        let rules = policies.policies().filter_map(number).collect();
        let uid = |text: &str| text.parse::<EntityUid>().map_err(|error| error.to_string());
        Ok(Self {
            authorizer: Authorizer::new(),
            rules,
            policies,
            entities: Entities::empty(),
            principal: uid("User::\"router\"")?,
            action: uid("Action::\"route\"")?,
            unit: "Unit".parse().map_err(|error| format!("{error}"))?,
            tested: *tested,
        })
    }

    fn input(&self, query: &Query) -> Request {
        let words = INPUTS.iter().zip(&query.names).enumerate().take(self.tested.min(WORDS));
        let words = words.filter(|(input, _)| *input != UNIT).map(|(_, (name, value))| {
            ((*name).to_owned(), RestrictedExpression::new_string(value.clone()))
        });
        let priority = (self.tested > WORDS)
            .then(|| (INPUTS[WORDS].to_owned(), RestrictedExpression::new_long(query.priority)));
        let context = Context::from_pairs(words.chain(priority)).expect("no name comes twice");
        let unit = EntityId::new(&query.names[UNIT]);
        let resource = EntityUid::from_type_name_and_id(self.unit.clone(), unit);
        Request::new(self.principal.clone(), self.action.clone(), resource, context, None)
            .expect("there is no schema to break")
    }

    fn decide(&mut self, request: &Request) -> Option<u32> {
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        response.diagnostics().reason().filter_map(|id| self.rules.get(id)).min().copied()
    }
}

fn policy(work: &Work, number: usize, rule: &Rule) -> String {
    let name = |input: usize, word: u32| format!("{:?}", work.names[input][word as usize]);
    let mut text = format!("@rule(\"{number}\")\npermit(principal, action, resource");
    if let [unit] = rule.words[UNIT][..] {
        write!(text, " == Unit::{}", name(UNIT, unit)).expect("strings take all");
    }
    let words = rule.words.iter().enumerate().filter(|(input, _)| *input != UNIT);
    let words = words.filter_map(|(input, words)| {
        let context = format!("context.{}", INPUTS[input]);
        match words[..] {
            [] => None,
            [word] => Some(format!("{context} == {}", name(input, word))),
            _ => {
                let names: Vec<String> = words.iter().map(|&word| name(input, word)).collect();
                Some(format!("[{}].contains({context})", names.join(", ")))
            }
        }
    });
    let priority = rule
        .priority
        .map(|(from, to)| format!("context.priority >= {from} && context.priority <= {to}"));
    let conditions: Vec<String> = words.chain(priority).collect();
    if conditions.is_empty() {
        text + ");\n"
    } else {
        format!("{text}) when {{ {} }};\n", conditions.join(" && "))
    }
}
