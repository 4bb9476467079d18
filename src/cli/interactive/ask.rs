//! One question and its answer: a name of a list, yes or no, or a priority.

use std::io::{self, BufRead, Write};

use handover_core::language::Lang;
use handover_core::language::identity;
use handover_core::language::name::normalise;
use handover_core::ruleset::names::{Word, Words};
use handover_core::wire::v1::MAX_NAME_BYTES;

/// So many values that matter are shown with a question; help shows them all.
const SHOWN: usize = 12;

/// So many names of a list, or of those that fit a part of a name, are shown at once.
const LISTED: usize = 20;

/// So many names that look like the one written are offered.
const NEAR: usize = 3;

/// So many letters of a name are looked for within the names of a list.
const FEWEST: usize = 2;

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply<T> {
    /// An answer.
    Given(T),
    /// The one asked does not know.
    Unknown,
    /// There is nobody to ask any more.
    End,
}

impl<T> Reply<T> {
    /// The same with the answer as another value.
    pub(super) fn map<U>(self, of: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Self::Given(value) => Reply::Given(of(value)),
            Self::Unknown => Reply::Unknown,
            Self::End => Reply::End,
        }
    }
}

/// The one who is asked.
pub(super) struct Person<'io> {
    /// The language of the questions.
    pub(super) lang: Lang,
    pub(super) input: &'io mut dyn BufRead,
    pub(super) asked: &'io mut dyn Write,
}

/// A question for a name.
pub(super) struct NameQuestion<'q> {
    /// What is asked for, with its question mark.
    pub(super) label: &'q str,
    pub(super) words: &'q Words,
    /// The words that make a difference; none if any may.
    pub(super) matter: &'q [u32],
    /// Whether a name outside the list is an answer too.
    pub(super) open: bool,
}

impl Person<'_> {
    /// A line, without the blanks around it; `None` at the end of the input.
    fn line(&mut self) -> io::Result<Option<String>> {
        write!(self.asked, "> ")?;
        self.asked.flush()?;
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            writeln!(self.asked)?;
            return Ok(None);
        }
        Ok(Some(line.trim().to_owned()))
    }

    /// Asks for a name until it is answered.
    pub(super) fn name(&mut self, question: &NameQuestion<'_>) -> io::Result<Reply<String>> {
        let NameQuestion { label, words, matter, open } = *question;
        writeln!(self.asked, "\n{label}")?;
        // What a number means: the values shown last.
        let mut listed: Vec<u32> = matter.to_vec();
        if listed.is_empty() && words.all().len() <= LISTED {
            listed = (0..).take(words.all().len()).collect();
        }
        let most = if matter.is_empty() { LISTED } else { SHOWN };
        self.list(words, &listed, most, "?")?;
        self.how(&listed, open || listed.len() > most || matter.len() != listed.len())?;
        let (mut refused, mut offered) = (String::new(), false);
        loop {
            let Some(written) = self.line()? else { return Ok(Reply::End) };
            if written.is_empty() {
                return Ok(Reply::Unknown);
            }
            if offered && let Some(yes) = yes_or_no(&written) {
                match (yes, listed.as_slice()) {
                    (true, [only]) => {
                        if let Some(word) = words.get(*only) {
                            return Ok(Reply::Given(word.id.clone()));
                        }
                    }
                    (true, _) => self.say(
                        "Skriv numret framför det rätta.",
                        "Write the number before the right one.",
                    )?,
                    (false, _) => {
                        offered = false;
                        self.say(
                            "Skriv något annat, eller en tom rad.",
                            "Write something else, or an empty line.",
                        )?;
                    }
                }
                continue;
            }
            if let Some(part) = written.strip_prefix('?') {
                listed = self.help(words, matter, part.trim())?;
                offered = !part.trim().is_empty();
                continue;
            }
            let number = written.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            if let Some(word) = number.and_then(|at| words.get(*listed.get(at)?)) {
                return Ok(Reply::Given(word.id.clone()));
            }
            // What is not in an open list may still be meant; it is asked twice.
            let fits = open && written.len() <= MAX_NAME_BYTES;
            if words.find(&written).is_some() || (fits && refused == written) {
                return Ok(Reply::Given(written));
            }
            let found = self.offer(words, &written, fits)?;
            offered = !found.is_empty();
            if offered {
                listed = found;
            }
            refused = written;
        }
    }

    /// Asks yes or no.
    pub(super) fn yes(&mut self, question: &str) -> io::Result<Reply<bool>> {
        let how =
            self.lang.say("ja eller nej; tom rad: vet inte", "yes or no; empty line: don't know");
        writeln!(self.asked, "\n{question}\n  ({how})")?;
        loop {
            let Some(written) = self.line()? else { return Ok(Reply::End) };
            match yes_or_no(&written) {
                _ if written.is_empty() => return Ok(Reply::Unknown),
                Some(yes) => return Ok(Reply::Given(yes)),
                None => self.say("Svara ja eller nej.", "Answer yes or no.")?,
            }
        }
    }

    /// Asks for a number of a scale.
    pub(super) fn number(&mut self, question: &str, scale: (i64, i64)) -> io::Result<Reply<i64>> {
        let (first, last) = scale;
        let rest = self.lang.say("tom rad: vet inte", "empty line: don't know");
        writeln!(self.asked, "\n{question}\n  ({first}–{last}; {rest})")?;
        loop {
            let Some(written) = self.line()? else { return Ok(Reply::End) };
            if written.is_empty() {
                return Ok(Reply::Unknown);
            }
            match written.parse() {
                Ok(number) if (first..=last).contains(&number) => return Ok(Reply::Given(number)),
                _ => {
                    let wanted =
                        self.lang.say("Skriv ett tal på skalan", "Write a number of the scale");
                    writeln!(self.asked, "  {wanted}: {first}–{last}.")?;
                }
            }
        }
    }

    fn say(&mut self, sv: &'static str, en: &'static str) -> io::Result<()> {
        writeln!(self.asked, "  {}", self.lang.say(sv, en))
    }

    /// How a question for a name is answered.
    fn how(&mut self, listed: &[u32], other: bool) -> io::Result<()> {
        let how = match (listed.is_empty(), other) {
            (true, _) => {
                self.lang.say("skriv namnet eller en del av det", "write the name or a part of it")
            }
            (false, true) => self
                .lang
                .say("skriv ett nummer, eller ett annat namn", "write a number, or another name"),
            (false, false) => self.lang.say("skriv ett nummer", "write a number"),
        };
        let rest = self.lang.say("tom rad: vet inte, ?: hjälp", "empty line: don't know, ?: help");
        writeln!(self.asked, "  ({how}; {rest})")
    }

    /// Some words, numbered; `rest` shows those beyond `most`.
    fn list(&mut self, words: &Words, listed: &[u32], most: usize, rest: &str) -> io::Result<()> {
        for (number, &word) in (1..).zip(listed).take(most) {
            let label = words.get(word).map_or("", |word| word.label(self.lang));
            writeln!(self.asked, "  {number:>2} {label}")?;
        }
        match listed.len().checked_sub(most) {
            None | Some(0) => Ok(()),
            Some(left) if rest.is_empty() => {
                let more =
                    self.lang.say("till; skriv mer av namnet", "more; write more of the name");
                writeln!(self.asked, "   … {left} {more}")
            }
            Some(left) => {
                let more = self.lang.say("till, som ? visar", "more, which ? shows");
                writeln!(self.asked, "   … {left} {more}")
            }
        }
    }

    /// Explains how to answer, and lists the values: those with a part of a name, or else those that matter. Returns what
    /// the numbers mean.
    fn help(&mut self, words: &Words, matter: &[u32], part: &str) -> io::Result<Vec<u32>> {
        if !part.is_empty() {
            let found = self.containing(words, part);
            if found.is_empty() {
                self.say("Inget namn innehåller det.", "No name contains that.")?;
            }
            self.list(words, &found, LISTED, "")?;
            return Ok(found);
        }
        let text = self.lang.say(
            "Svara med numret framför ett värde, eller med ett namn: benämningen, en annan stavning eller id:t. En del av ett namn visar alla som har den.\n  \
             En tom rad betyder att du inte vet. Då ställs nästa fråga, och svaret säger vad som saknas.",
            "Answer with the number before a value, or with a name: the label, another spelling or the id. A part of a name shows all that have it.\n  \
             An empty line means that you do not know. The next question is asked, and the answer says what is missing.",
        );
        writeln!(self.asked, "  {text}")?;
        let all: Vec<u32> = match matter {
            [] => (0..).take(words.all().len()).collect(),
            matter => matter.to_vec(),
        };
        self.list(words, &all, usize::MAX, "")?;
        Ok(all)
    }

    /// Tells that the list does not have a name, and offers all that contain it, or else those that look like it.
    fn offer(&mut self, words: &Words, name: &str, fits: bool) -> io::Result<Vec<u32>> {
        let mut found = self.containing(words, name);
        if found.is_empty() {
            let near = words.near(name, self.lang, NEAR);
            found = near.into_iter().filter_map(|label| words.find(label)).collect();
        }
        let shown = identity::redact(name).into_owned();
        let missing = self.lang.say("finns inte i listan.", "is not in the list.");
        write!(self.asked, "  `{shown}` {missing}")?;
        let lead = self.lang.say("Menar du", "Did you mean");
        let again = self.lang.say(
            "Skriv samma namn igen om det ska användas ändå.",
            "Write the same name again to use it anyway.",
        );
        match found.as_slice() {
            [] => {}
            [only] => {
                let label = words.get(*only).map_or("", |word| word.label(self.lang));
                let how = self.lang.say("Svara ja eller nej.", "Answer yes or no.");
                write!(self.asked, " {lead} {label}? {how}")?;
            }
            several => {
                writeln!(self.asked, " {lead}:")?;
                self.list(words, several, LISTED, "")?;
                let how = self.lang.say("Svara med numret.", "Answer with the number.");
                write!(self.asked, "  {how}")?;
            }
        }
        if fits {
            write!(self.asked, " {again}")?;
        }
        writeln!(self.asked)?;
        Ok(found)
    }

    /// The words of which a name contains this part.
    fn containing(&self, words: &Words, part: &str) -> Vec<u32> {
        let wanted = normalise(part);
        if wanted.chars().count() < FEWEST {
            return Vec::new();
        }
        let has = |word: &Word| {
            let label = std::iter::once(word.label(self.lang));
            let mut names = label.chain(word.also.iter().map(String::as_str));
            names.any(|name| normalise(name).contains(wanted.as_ref()))
        };
        (0..).zip(words.all()).filter(|(_, word)| has(word)).map(|(at, _)| at).collect()
    }
}

/// Yes or no, in either language.
fn yes_or_no(written: &str) -> Option<bool> {
    match written.to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" => Some(true),
        "nej" | "n" | "no" => Some(false),
        _ => None,
    }
}
