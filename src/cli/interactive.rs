//! `handover recommend --interactive`: asks its way to a receiver, the most useful question first. Questions go to
//! standard error, the answer to standard output, so a pipe may give the answers and take the result.

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;

use super::args::{RecommendArgs, Shared};
use super::exit::ExitStatus;
use super::input::{error_text, status_of, write_answer};
use super::tell::{err, shown};
use handover_core::engine::{Missing, MissingValues};
use handover_core::language::Lang;
use handover_core::language::identity;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::names::Words;
use handover_core::wire::v1::{
    self, CasePrefix, Context, FieldValue, MAX_NAME_BYTES, Paths, RequestError,
};
use handover_proof::render::text;

/// So many values are shown with a question; help shows them all.
const SHOWN: usize = 12;

/// So many names that look like the one written are shown.
const NEAR: usize = 3;

/// What came of a question.
enum Reply {
    /// A name.
    Name(String),
    /// The one asked does not know.
    Unknown,
    /// There is nobody to ask any more.
    End,
}

pub(super) fn run(
    shared: &Shared,
    args: &RecommendArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else { return Ok(ExitStatus::RuleSet) };
    let lang = shared.answer_lang(engine.rule_set());
    let context = Context { engine: &engine, lang, today: shared.day() };
    let start = match &args.input {
        Some(path) => match read(path, shared.text_lang(lang))? {
            Some(json) => json,
            None => return Ok(ExitStatus::Failed),
        },
        None => serde_json::to_vec(args.case.request())?,
    };
    let questions = shared.text_lang(lang);
    let talk = Talk { context, lang: questions, input: &mut io::stdin().lock(), asked: &mut err() };
    match talk.hold(&start)? {
        Ok(answer) => {
            write_answer(shared, &answer, |answer| text::recommendation(answer, lang), out)?;
            Ok(status_of(answer.decision))
        }
        Err(error) => {
            writeln!(err(), "{}", error_text(&error, questions))?;
            Ok(ExitStatus::Usage)
        }
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
                format!("{}: {error}", shown(path))
            }
        }
    };
    writeln!(err(), "handover: {refusal}")?;
    Ok(None)
}

/// A conversation about one case.
struct Talk<'a, 'io> {
    context: Context<'a>,
    /// The language of the questions, which may be another than that of an answer for programs.
    lang: Lang,
    input: &'io mut dyn BufRead,
    asked: &'io mut dyn Write,
}

impl Talk<'_, '_> {
    /// Asks until the receiver is known, or nothing more can be asked.
    fn hold(
        mut self,
        start: &[u8],
    ) -> io::Result<Result<v1::Recommendation<'static>, RequestError>> {
        let mut request = match v1::parse_case(start) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        let mut unknown: Vec<RequestField> = Vec::new();
        let mut ended = false;
        loop {
            let (field, reply) = {
                let case = match v1::read_case(&self.context, &request, CasePrefix::Case) {
                    Ok(case) => case,
                    Err(error) => return Ok(Err(error)),
                };
                let answer = self.context.engine.recommend(&case);
                let next = answer.missing.iter().find(|asked| !unknown.contains(&asked.field));
                let Some(missing) = next.filter(|_| !ended) else {
                    let paths = Paths::of_case(&request);
                    return Ok(Ok(v1::recommendation(&self.context, &case, &answer, paths)));
                };
                (missing.field, self.ask(missing, answer.candidates.len())?)
            };
            match reply {
                Reply::Name(name) => {
                    request.set(field, FieldValue::Text(Cow::Owned(name)));
                }
                Reply::Unknown => unknown.push(field),
                Reply::End => ended = true,
            }
        }
    }

    /// Asks one question until it is answered.
    fn ask(&mut self, missing: &Missing, candidates: usize) -> io::Result<Reply> {
        let context = self.context;
        let list = missing.field.list();
        let Some(words) = list.and_then(|list| context.engine.rule_set().list(list)) else {
            return Ok(Reply::Unknown);
        };
        let matter: Vec<u32> = match &missing.values {
            MissingValues::Any => Vec::new(),
            MissingValues::Words(words) => words.clone(),
        };
        let label = context.engine.rule_set().lexicon(self.lang).field(missing.field);
        writeln!(self.asked)?;
        match candidates {
            0 | 1 => writeln!(self.asked, "{label}?")?,
            n => {
                let possible = self.lang.say("mottagare är möjliga", "receivers are possible");
                writeln!(self.asked, "{label}?  ({n} {possible})")?;
            }
        }
        self.list(words, &matter, SHOWN)?;
        let how = match (matter.is_empty(), missing.field.is_open() || matter.len() > SHOWN) {
            (true, _) => self.lang.say("skriv namnet", "write the name"),
            (false, true) => self
                .lang
                .say("skriv ett nummer, eller ett annat namn", "write a number, or another name"),
            (false, false) => self.lang.say("skriv ett nummer", "write a number"),
        };
        let rest = self.lang.say("tom rad: vet inte, ?: hjälp", "empty line: don't know, ?: help");
        writeln!(self.asked, "  ({how}; {rest})")?;
        let mut refused = String::new();
        loop {
            write!(self.asked, "> ")?;
            self.asked.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                writeln!(self.asked)?;
                return Ok(Reply::End);
            }
            let written = line.trim();
            match written {
                "" => return Ok(Reply::Unknown),
                "?" => self.help(words, &matter)?,
                name => {
                    let number = name.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                    let numbered = number.and_then(|at| words.get(*matter.get(at)?));
                    if let Some(word) = numbered {
                        return Ok(Reply::Name(word.id.clone()));
                    }
                    let known = words.find(name).is_some();
                    // What is not in an open list may still be meant; it is asked twice.
                    let fits = missing.field.is_open() && name.len() <= MAX_NAME_BYTES;
                    if known || (fits && refused == name) {
                        return Ok(Reply::Name(name.to_owned()));
                    }
                    self.refuse(words, missing.field, name)?;
                    name.clone_into(&mut refused);
                }
            }
        }
    }

    /// Some words, numbered.
    fn list(&mut self, words: &Words, listed: &[u32], most: usize) -> io::Result<()> {
        for (number, &word) in (1..).zip(listed).take(most) {
            let label = words.get(word).map_or("", |word| word.label(self.lang));
            writeln!(self.asked, "  {number:>2} {label}")?;
        }
        if listed.len() > most {
            let more = self.lang.say("till, som ? visar", "more, which ? shows");
            writeln!(self.asked, "   … {} {more}", listed.len() - most)?;
        }
        Ok(())
    }

    fn help(&mut self, words: &Words, matter: &[u32]) -> io::Result<()> {
        let text = self.lang.say(
            "Svara med numret framför ett värde, eller med ett namn: benämningen, en annan stavning eller id:t.\n  \
             En tom rad betyder att du inte vet. Då ställs nästa fråga, och svaret säger vad som saknas.",
            "Answer with the number before a value, or with a name: the label, another spelling or the id.\n  \
             An empty line means that you do not know. The next question is asked, and the answer says what is missing.",
        );
        writeln!(self.asked, "  {text}")?;
        if !matter.is_empty() {
            return self.list(words, matter, usize::MAX);
        }
        let known: Vec<&str> = words.all().iter().map(|word| word.label(self.lang)).collect();
        let heading = self.lang.say("Kända namn", "Known names");
        writeln!(self.asked, "  {heading}: {}", known.join(", "))
    }

    /// A name that the list does not have, with those that look like it.
    fn refuse(&mut self, words: &Words, field: RequestField, name: &str) -> io::Result<()> {
        let shown = identity::redact(name).into_owned();
        let missing = self.lang.say("finns inte i listan.", "is not in the list.");
        write!(self.asked, "  `{shown}` {missing}")?;
        let near = words.near(name, self.lang, NEAR);
        if !near.is_empty() {
            let lead = self.lang.say("Menar du", "Did you mean");
            write!(self.asked, " {lead} {}?", near.join(", "))?;
        }
        if field.is_open() && name.len() <= MAX_NAME_BYTES {
            let again = self.lang.say(
                "Skriv samma namn igen om det ska användas ändå.",
                "Write the same name again to use it anyway.",
            );
            write!(self.asked, " {again}")?;
        }
        writeln!(self.asked)
    }
}
