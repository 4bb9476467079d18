//! From requests in JSON to answers: read, ask the engine, respond.

use std::sync::Arc;

use super::answer::{Recommendation, Verdict};
use super::compact::append;
use super::context::Context;
use super::error::RequestError;
use super::explain::{Explanation, explanation, why_not};
use super::parse::{parse_case, parse_handover};
use super::paths::Paths;
use super::pieces::Pieces;
use super::read::{CasePrefix, read_case, read_handover, read_resource, read_rule};
use super::respond::Responder;
use super::words::{Decision, VerdictDecision};

/// Answers a case in JSON.
///
/// # Errors
/// If the request is invalid.
pub fn recommend(
    context: &Context<'_>,
    json: &[u8],
) -> Result<Recommendation<'static>, RequestError> {
    recommendation(&Responder::plain(context), json)
}

/// Answers a handover in JSON.
///
/// # Errors
/// If the request is invalid.
pub fn validate(context: &Context<'_>, json: &[u8]) -> Result<Verdict<'static>, RequestError> {
    verdict(&Responder::plain(context), json)
}

/// Explains the answer to a case in JSON.
///
/// # Errors
/// If the request is invalid.
pub fn explain(context: &Context<'_>, json: &[u8]) -> Result<Explanation<'static>, RequestError> {
    explain_rule(context, json, None)
}

/// Explains the answer to a case in JSON, with changes that would make a given routing rule decide it.
///
/// # Errors
/// If the request is invalid, or there is no such rule.
pub fn explain_rule(
    context: &Context<'_>,
    json: &[u8],
    rule: Option<&str>,
) -> Result<Explanation<'static>, RequestError> {
    explained(&Responder::plain(context), json, rule)
}

/// Answers a stream of requests in JSON. Shared between threads.
#[derive(Debug)]
pub struct Writer<'a> {
    context: Context<'a>,
    pieces: Option<Arc<Pieces>>,
}

impl<'a> Writer<'a> {
    /// A writer that first renders the constant parts of answers, for many answers.
    #[must_use]
    pub fn new(context: Context<'a>) -> Self {
        Self::with_pieces(context, Arc::new(Pieces::new(context.engine, context.lang)))
    }

    /// A writer with parts already rendered for the same engine and language.
    #[must_use]
    pub fn with_pieces(context: Context<'a>, pieces: Arc<Pieces>) -> Self {
        Self { context, pieces: Some(pieces) }
    }

    /// A writer that renders nothing in advance, for few answers, or for pretty-printing.
    #[must_use]
    pub fn plain(context: Context<'a>) -> Self {
        Self { context, pieces: None }
    }

    /// The context of the answers.
    #[must_use]
    pub fn context(&self) -> &Context<'a> {
        &self.context
    }

    fn responder(&self) -> Responder<'_, '_> {
        Responder { context: &self.context, pieces: self.pieces.as_deref() }
    }

    /// The answer to a case in JSON: that of [`recommend`].
    ///
    /// # Errors
    /// If the request is invalid.
    pub fn recommendation(&self, json: &[u8]) -> Result<Recommendation<'_>, RequestError> {
        recommendation(&self.responder(), json)
    }

    /// The answer to a handover in JSON: that of [`validate`].
    ///
    /// # Errors
    /// If the request is invalid.
    pub fn verdict(&self, json: &[u8]) -> Result<Verdict<'_>, RequestError> {
        verdict(&self.responder(), json)
    }

    /// The explanation of the answer to a case in JSON: that of [`explain_rule`].
    ///
    /// # Errors
    /// If the request is invalid, or there is no such rule.
    pub fn explanation(
        &self,
        json: &[u8],
        rule: Option<&str>,
    ) -> Result<Explanation<'_>, RequestError> {
        explained(&self.responder(), json, rule)
    }

    /// Appends the answer to a case, as JSON.
    ///
    /// # Errors
    /// If the request is invalid; nothing is written then.
    pub fn recommend(&self, json: &[u8], out: &mut Vec<u8>) -> Result<Decision, RequestError> {
        let answer = self.recommendation(json)?;
        append(&answer, out);
        Ok(answer.decision)
    }

    /// Appends the answer to a handover, as JSON.
    ///
    /// # Errors
    /// If the request is invalid; nothing is written then.
    pub fn validate(
        &self,
        json: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<VerdictDecision, RequestError> {
        let answer = self.verdict(json)?;
        append(&answer, out);
        Ok(answer.decision)
    }

    /// Appends the explanation of the answer to a case, as JSON.
    ///
    /// # Errors
    /// If the request is invalid, or there is no such rule; nothing is written then.
    pub fn explain(
        &self,
        json: &[u8],
        rule: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<Decision, RequestError> {
        let answer = self.explanation(json, rule)?;
        append(&answer, out);
        Ok(answer.recommendation.decision)
    }
}

fn recommendation<'p>(
    responder: &Responder<'_, 'p>,
    json: &[u8],
) -> Result<Recommendation<'p>, RequestError> {
    let request = parse_case(json)?;
    let case = read_case(responder.context, &request, CasePrefix::Case)?;
    let answer = responder.context.engine.recommend(&case);
    Ok(responder.recommendation(&case, &answer, Paths::of_case(&request)))
}

fn verdict<'p>(responder: &Responder<'_, 'p>, json: &[u8]) -> Result<Verdict<'p>, RequestError> {
    let context = responder.context;
    let request = parse_handover(json)?;
    let resource = read_resource(context, &request);
    let handover = read_handover(context, &request, resource.as_ref())?;
    let answer = context.engine.validate(&handover);
    Ok(responder.verdict(&handover, &answer, Paths::of_handover(&request)))
}

fn explained<'p>(
    responder: &Responder<'_, 'p>,
    json: &[u8],
    rule: Option<&str>,
) -> Result<Explanation<'p>, RequestError> {
    let context = responder.context;
    let rule = rule.map(|id| read_rule(context, id)).transpose()?;
    let request = parse_case(json)?;
    let case = read_case(context, &request, CasePrefix::Case)?;
    let answer = context.engine.explain(&case);
    let explanation = explanation(responder, &case, &answer, Paths::of_case(&request));
    let why_not = rule.map(|rule| why_not(context, &case, rule));
    Ok(Explanation { why_not, ..explanation })
}
