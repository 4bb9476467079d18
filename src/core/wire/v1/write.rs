//! Answers written as JSON without being built first: pieces that were rendered beforehand, put one after the other. The
//! same bytes as the answer's type gives through serde, which the tests hold it to.

use std::sync::Arc;

use jiff::civil::Date;

use super::Context;
use super::error::RequestError;
use super::fragments::{Fragments, Label, json};
use super::paths::Paths;
use super::read::{Names, read_case, read_handover, read_resource};
use super::request::{parse_case, parse_handover};
use super::respond::{about_case, about_handover, decision_word, verdict_word};
use crate::engine::messages::About;
use crate::engine::{
    Decision, Engine, Findings, MethodAdvice, Named, Recommendation, Target, Verdict,
    VerdictDecision,
};
use crate::language::Lang;
use crate::ruleset::inputs::ACTIONS;

/// What the answers of one engine in one language have in common, rendered once and shared by its writers.
#[derive(Debug)]
pub struct Pieces {
    fragments: Fragments,
}

impl Pieces {
    /// Renders what answers have in common.
    #[must_use]
    pub fn new(engine: &Engine, lang: Lang) -> Self {
        // No piece depends on the day.
        let context = Context { engine, lang, today: Date::ZERO };
        Self { fragments: Fragments::new(&context) }
    }
}

/// Writes answers to requests in JSON, many after one another. Shared between threads.
#[derive(Debug)]
pub struct Writer<'a> {
    context: Context<'a>,
    pieces: Arc<Pieces>,
}

impl<'a> Writer<'a> {
    /// Renders what answers have in common.
    #[must_use]
    pub fn new(context: Context<'a>) -> Self {
        Self::with_pieces(context, Arc::new(Pieces::new(context.engine, context.lang)))
    }

    /// Writes with what has been rendered before, of the same engine in the same language.
    #[must_use]
    pub fn with_pieces(context: Context<'a>, pieces: Arc<Pieces>) -> Self {
        Self { context, pieces }
    }

    /// What answers need beside the request.
    #[must_use]
    pub fn context(&self) -> &Context<'a> {
        &self.context
    }

    /// Answers a case in JSON: appends what [`super::recommend`] gives, as JSON.
    ///
    /// # Errors
    /// Where the request cannot be understood; nothing is written then.
    pub fn recommend(&self, request: &[u8], out: &mut Vec<u8>) -> Result<Decision, RequestError> {
        let request = parse_case(request)?;
        let case = read_case(&self.context, &request, Names::Case)?;
        let answer = self.context.engine.recommend(&case);
        self.recommendation(&answer, &about_case(&case, &answer), Paths::of_case(&request), out);
        Ok(answer.decision)
    }

    /// Answers a handover in JSON: appends what [`super::validate`] gives, as JSON.
    ///
    /// # Errors
    /// Where the request cannot be understood; nothing is written then.
    pub fn validate(
        &self,
        request: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<VerdictDecision, RequestError> {
        let request = parse_handover(request)?;
        let resource = read_resource(&self.context, &request);
        let handover = read_handover(&self.context, &request, resource.as_ref())?;
        let answer = self.context.engine.validate(&handover);
        let about = about_handover(&handover, &answer);
        let about_case = about_case(&handover.case, &answer.recommendation);
        self.verdict(
            &answer,
            handover.action as usize,
            (&about, &about_case),
            Paths::of_handover(&request),
            out,
        );
        Ok(answer.decision)
    }

    fn recommendation(
        &self,
        answer: &Recommendation<'_>,
        about: &About<'_>,
        paths: Paths,
        out: &mut Vec<u8>,
    ) {
        put(out, "{\"decision\":\"");
        put(out, decision_word(answer.decision));
        put(out, "\",\"target\":");
        self.target(&answer.target, out);
        put(out, ",\"candidates\":");
        list(out, &answer.candidates, |target, out| self.target(target, out));
        put(out, ",\"missing\":");
        // What is asked for can be any words of any vocabulary; an incomplete case costs more than rendering them.
        list(out, &answer.missing, |missing, out| put(out, &json(&self.context.missing(missing))));
        put(out, ",\"methods\":");
        self.methods(answer.methods, out);
        put(out, ",\"priority\":");
        match answer.priority {
            Some((value, sms)) => {
                put(out, "{\"value\":");
                put(out, &value.to_string());
                put(out, if sms { ",\"sms\":true}" } else { ",\"sms\":false}" });
            }
            None => put(out, "null"),
        }
        put(out, ",\"findings\":");
        self.findings(&answer.findings, about, paths, out);
        put(out, ",\"because\":");
        list(out, answer.rules.iter(), |&rule, out| {
            put(out, self.pieces.fragments.because(&self.context, rule));
        });
        put(out, ",\"ruleset\":");
        put(out, &self.pieces.fragments.ruleset);
        put(out, "}");
    }

    fn verdict(
        &self,
        answer: &Verdict<'_>,
        action: usize,
        (about, about_case): (&About<'_>, &About<'_>),
        paths: Paths,
        out: &mut Vec<u8>,
    ) {
        let pieces = &self.pieces.fragments;
        put(out, "{\"action\":\"");
        put(out, ACTIONS.get(action).copied().unwrap_or_default());
        put(out, "\",\"decision\":\"");
        put(out, verdict_word(answer.decision));
        put(out, if answer.sms { "\",\"sms\":true" } else { "\",\"sms\":false" });
        put(out, ",\"findings\":");
        self.findings(&answer.findings, about, paths, out);
        put(out, ",\"methods\":");
        self.methods(answer.recommendation.methods, out);
        put(out, ",\"recommendation\":");
        self.recommendation(&answer.recommendation, about_case, paths.in_case(), out);
        put(out, ",\"steps\":");
        list(out, answer.steps, |&step, out| put_piece(out, pieces.steps.get(step)));
        put(out, ",\"templates\":");
        list(out, answer.templates, |&template, out| {
            put_piece(out, pieces.templates.get(template));
        });
        put(out, ",\"next\":");
        list(out, answer.next, |&(lifecycle, transition), out| {
            put_piece(out, pieces.next.get(lifecycle).and_then(|next| next.get(transition)));
        });
        put(out, ",\"ruleset\":");
        put(out, &pieces.ruleset);
        put(out, "}");
    }

    fn target(&self, target: &Target<'_>, out: &mut Vec<u8>) {
        let pieces = &self.pieces.fragments;
        // A unit outside the directory is named by the request; what is listed is rendered beforehand.
        let named = match target.unit {
            Named::Unlisted(_) => self.context.unit(target.unit).map(Label::new),
            Named::Absent | Named::Listed(_) => None,
        };
        let unit = named.as_ref().or_else(|| label(&pieces.units, target.unit.listed()));
        let role = label(&pieces.roles, target.role);
        let capability = label(&pieces.capabilities, target.capability);
        let specialty = label(&pieces.specialties, target.specialty);
        let fields = [
            ("{\"unit\":", unit),
            (",\"role\":", role),
            (",\"capability\":", capability),
            (",\"specialty\":", specialty),
        ];
        for (key, label) in fields {
            put(out, key);
            put(out, label.map_or("null", |label| &label.object));
        }
        put(out, ",\"resource\":\"");
        let mut parts = [unit, role, specialty, capability].into_iter().flatten();
        if let Some(first) = parts.next() {
            put(out, &first.name);
        }
        for part in parts {
            put(out, ", ");
            put(out, &part.name);
        }
        put(out, "\"}");
    }

    fn methods(&self, advice: &[MethodAdvice], out: &mut Vec<u8>) {
        list(out, advice, |advice, out| {
            put_piece(out, self.pieces.fragments.methods.get(advice.method));
            put(
                out,
                match advice.allowed {
                    Some(true) => "true",
                    Some(false) => "false",
                    None => "null",
                },
            );
            put(out, ",\"because\":");
            list(out, &advice.because, |reason, out| {
                put(out, "\"");
                put(out, reason);
                put(out, "\"");
            });
            put(out, "}");
        });
    }

    fn findings(
        &self,
        findings: &Findings<'_>,
        about: &About<'_>,
        paths: Paths,
        out: &mut Vec<u8>,
    ) {
        list(out, findings.iter(), |finding, out| {
            let Some(pieces) = self.pieces.fragments.findings.get(finding.check) else {
                return;
            };
            put(out, &pieces.start);
            match &pieces.message {
                Some(message) => put(out, message),
                None => {
                    let engine = self.context.engine;
                    put(out, &json(&engine.message(finding, about, self.context.lang)));
                }
            }
            put(out, ",\"field\":\"");
            put(out, paths.path(finding.field));
            put(out, "\"");
            put(out, &pieces.end);
        });
    }
}

fn label(labels: &[Label], index: Option<u32>) -> Option<&Label> {
    labels.get(index? as usize)
}

fn put(out: &mut Vec<u8>, piece: &str) {
    out.extend_from_slice(piece.as_bytes());
}

fn put_piece<P: AsRef<str>>(out: &mut Vec<u8>, piece: Option<&P>) {
    put(out, piece.map_or("", AsRef::as_ref));
}

fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(b'[');
    for (index, value) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(value, out);
    }
    out.push(b']');
}
