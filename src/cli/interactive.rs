//! `handover recommend --interactive`: asks its way to a receiver, the most useful question first, and
//! then for what methods and SMS depend on. Questions go to
//! standard error, the answer to standard output, so a pipe may give the answers and take the result.

mod ask;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use self::ask::{NameQuestion, Person, Reply};
use super::args::{Format, RecommendArgs, Shared};
use super::exit::ExitStatus;
use super::input::{error_text, status_of, write_answer};
use super::tell::{err, shown, system_error};
use handover_core::engine::{Decision, MissingValues, Recommendation};
use handover_core::language::Lang;
use handover_core::ruleset::fields::RequestField;
use handover_core::wire::v1::{self, Case, CasePrefix, Context, FieldValue, Paths, RequestError};
use handover_proof::render::text;

pub(super) fn run(
    shared: &Shared,
    args: &RecommendArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else { return Ok(ExitStatus::RuleSet) };
    let lang = shared.answer_lang(engine.rule_set());
    let context = Context { engine: &engine, lang, today: shared.day(Some(engine.rule_set())) };
    let start = match &args.input {
        Some(path) => match read(path, shared.text_lang(lang))? {
            Some(json) => json,
            None => return Ok(ExitStatus::Failed),
        },
        None => serde_json::to_vec(args.case.request())?,
    };
    let questions = shared.text_lang(lang);
    let (input, asked) = (&mut io::stdin().lock(), &mut err());
    let mut talk = Talk { context, person: Person { lang: questions, input, asked } };
    loop {
        let (answer, ended) = match talk.hold(&start)? {
            Ok(held) => held,
            Err(error) => {
                writeln!(talk.person.asked, "{}", error_text(&error, questions))?;
                return Ok(ExitStatus::Usage);
            }
        };
        let status = status_of(answer.decision);
        write_answer(
            shared,
            &answer,
            |answer| text::recommendation(answer, shared.origin().as_origin(), lang),
            out,
        )?;
        out.flush()?;
        // A program gets one answer.
        if ended || shared.format == Format::Json {
            return Ok(status);
        }
        let another = questions.say("Ett ärende till?", "Another case?");
        if talk.person.yes(another)? != Reply::Given(true) {
            return Ok(status);
        }
        writeln!(out)?;
    }
}

/// The file with the case to begin with. What cannot be read is reported on standard error.
fn read(path: &Path, lang: Lang) -> io::Result<Option<Vec<u8>>> {
    let refusal = if path.as_os_str() == "-" {
        match lang {
            Lang::Sv => {
                "standard in ger svaren på frågorna; skriv ärendet i en fil eller med flaggor"
            }
            Lang::En => {
                "standard input answers the questions; write the case in a file or as flags"
            }
        }
        .to_owned()
    } else {
        match fs::read(path) {
            Ok(json) => return Ok(Some(json)),
            Err(error) => {
                format!("{}: {}", shown(path), system_error(&error, lang))
            }
        }
    };
    writeln!(err(), "handover: {refusal}")?;
    Ok(None)
}

/// A conversation about cases.
struct Talk<'a, 'io> {
    context: Context<'a>,
    person: Person<'io>,
}

/// What is asked next.
enum NextQuestion {
    /// A name that the receiver depends on, with the words that make a difference and the number of possible receivers.
    Name(RequestField, Vec<u32>, usize),
    /// Whether something holds.
    Yes(RequestField),
    /// The priority.
    Priority,
}

impl Talk<'_, '_> {
    /// Asks until the receiver is known, then for what methods and SMS depend on, or until nothing more can be asked.
    /// The answer, and whether the input has ended.
    fn hold(
        &mut self,
        start: &[u8],
    ) -> io::Result<Result<(v1::Recommendation<'static>, bool), RequestError>> {
        let mut request = match v1::parse_case(start) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        let mut unknown: Vec<RequestField> = Vec::new();
        let mut ended = false;
        loop {
            let next = {
                let case = match v1::read_case(&self.context, &request, CasePrefix::Case) {
                    Ok(case) => case,
                    Err(error) => return Ok(Err(error)),
                };
                let answer = self.context.engine.recommend(&case);
                let next = if ended { None } else { self.next(&request, &answer, &unknown) };
                let Some(next) = next else {
                    let paths = Paths::of_case(&request);
                    let answer = v1::recommendation(&self.context, &case, &answer, paths);
                    return Ok(Ok((answer, ended)));
                };
                next
            };
            let (field, reply) = self.ask(next)?;
            match reply {
                Reply::Given(value) => drop(request.set(field, value)),
                Reply::Unknown => unknown.push(field),
                Reply::End => ended = true,
            }
        }
    }

    /// The most useful question that can still be answered.
    fn next(
        &self,
        request: &Case<'_>,
        answer: &Recommendation<'_>,
        unknown: &[RequestField],
    ) -> Option<NextQuestion> {
        let open = |field: RequestField| request.get(field).is_none() && !unknown.contains(&field);
        if let Some(missing) = answer.missing.iter().find(|it| !unknown.contains(&it.field)) {
            let matter = match &missing.values {
                MissingValues::Any => Vec::new(),
                MissingValues::Words(words) => words.clone(),
            };
            return Some(NextQuestion::Name(missing.field, matter, answer.candidates.len()));
        }
        // Who does not know the receiver has no use for the rest.
        if answer.decision == Decision::Incomplete {
            return None;
        }
        let undecided = answer.methods.advice.iter().any(|advice| advice.allowed.is_none());
        if undecided && open(RequestField::FromUnit) {
            return Some(NextQuestion::Name(RequestField::FromUnit, Vec::new(), 1));
        }
        if undecided && open(RequestField::SameProvider) {
            return Some(NextQuestion::Yes(RequestField::SameProvider));
        }
        if open(RequestField::Accepted) && self.depends_on_acceptance(request) {
            return Some(NextQuestion::Yes(RequestField::Accepted));
        }
        open(RequestField::IncomingPriority).then_some(NextQuestion::Priority)
    }

    /// Whether a method may be used or not as the case has been accepted or not.
    fn depends_on_acceptance(&self, request: &Case<'_>) -> bool {
        let methods = |accepted: bool| {
            let mut request = request.clone();
            request.set(RequestField::Accepted, FieldValue::Boolean(accepted));
            let case = v1::read_case(&self.context, &request, CasePrefix::Case).ok()?;
            Some(self.context.engine.recommend(&case).methods.list)
        };
        methods(true) != methods(false)
    }

    /// Asks a question; the field that it is about, and its value.
    fn ask(
        &mut self,
        next: NextQuestion,
    ) -> io::Result<(RequestField, Reply<FieldValue<'static>>)> {
        let rules = self.context.engine.rule_set();
        let lang = self.person.lang;
        let label = |field| rules.lexicon(lang).field(field).to_owned();
        Ok(match next {
            NextQuestion::Name(field, matter, candidates) => {
                let Some(words) = field.list().and_then(|list| rules.list(list)) else {
                    return Ok((field, Reply::Unknown));
                };
                let possible = lang.say("mottagare är möjliga", "receivers are possible");
                let label = match candidates {
                    0 | 1 => format!("{}?", label(field)),
                    n => format!("{}?  ({n} {possible})", label(field)),
                };
                let question =
                    NameQuestion { label: &label, words, matter: &matter, open: field.is_open() };
                let reply = self.person.name(&question)?;
                (field, reply.map(|name| FieldValue::Text(Cow::Owned(name))))
            }
            NextQuestion::Yes(field) => {
                // A label may name both answers, as "same or another".
                let question = match field {
                    RequestField::SameProvider => lang.say(
                        "Har avsändare och mottagare samma vårdgivare?",
                        "Do sender and receiver have the same care provider?",
                    ),
                    _ => lang
                        .say("Är ärendet redan mottaget?", "Has the case been accepted already?"),
                };
                let reply = self.person.yes(question)?;
                (field, reply.map(FieldValue::Boolean))
            }
            NextQuestion::Priority => {
                let field = RequestField::IncomingPriority;
                let scale = (rules.priority.min, rules.priority.max);
                let reply = self.person.number(&format!("{}?", label(field)), scale)?;
                (field, reply.map(FieldValue::Whole))
            }
        })
    }
}
