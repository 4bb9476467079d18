//! The gaps of a table, its overlaps, and its dead, redundant and rarely deciding rules.

use super::cases;
use super::finding::{Cases, Detail, Seldom, Survey, SurveyFinding, TableFacts, at};
use super::remedies;
use super::subject::{Subject, SurveyedTable};
use handover_core::diagnostic::{Code, Diagnostic};
use handover_core::engine::Engine;
use handover_core::language::{Text, text};
use handover_core::ruleset::holes::{Hole, NewRule, holes};
use handover_core::wire::report::Topic;
use handover_matcher::{Analysis, AnswerRef, Block, Cover, Dead, Gaps, Overlap, Overlaps, Proof};

/// The most gaps, and pairs of rules that overlap, among the findings of a table.
const MAX_FINDINGS: usize = 12;
/// The most blocks of cases of one pair of rules.
const MAX_BLOCKS: usize = 4;
/// A rule that decides no more cases than this decides seldom.
const FEW: u128 = 12;

/// Surveys one table.
pub(super) fn survey(
    engine: &Engine,
    subject: &Subject<'_>,
    analysis: &Analysis<'_>,
    steps: u64,
    survey: &mut Survey,
) {
    let at = survey.window.first;
    let mut table = TableFindings { engine, subject, at, steps, findings: &mut survey.findings };
    let gaps = table.proved(Topic::Gaps, analysis.gaps(MAX_FINDINGS));
    let overlaps = table.proved(Topic::Overlaps, analysis.overlaps(MAX_FINDINGS, MAX_BLOCKS));
    let dead = table.proved(Topic::Rules, analysis.dead());
    let redundant = table.proved(Topic::Rules, analysis.redundant());
    let wins = table.proved(Topic::Rules, analysis.wins(FEW));
    let facts = TableFacts {
        table: subject.name,
        rules: subject.table.rules().len(),
        combinations: analysis.combinations(),
        unanswered: gaps.as_ref().and_then(|gaps| gaps.cases),
        contradictions: overlaps.as_ref().map(|overlaps| overlaps.count),
        wins: wins.as_ref().map(|wins| {
            wins.iter().map(|wins| (subject.id(wins.rule).to_owned(), wins.cases)).collect()
        }),
    };
    gaps.into_iter().for_each(|gaps| table.gaps(gaps));
    overlaps.into_iter().for_each(|overlaps| table.overlaps(overlaps));
    dead.into_iter().flatten().for_each(|dead| table.dead(&dead));
    redundant.into_iter().flatten().for_each(|rule| table.redundant(rule));
    // Each priority is one case, so these rules always decide few.
    if subject.name == SurveyedTable::Routing {
        for wins in wins.into_iter().flatten() {
            if let Some(count) = wins.cases.filter(|&count| count > 0 && count <= FEW) {
                let decided = |answer: &AnswerRef<'_>| answer.rules().contains(&wins.rule);
                let cases =
                    wins.blocks.into_iter().map(|block| table.cases(block, decided)).collect();
                let rule = subject.id(wins.rule).to_owned();
                survey.seldom.push(Seldom { rule, count, cases });
            }
        }
    }
    survey.tables.push(facts);
}

/// A table with the findings so far.
struct TableFindings<'a, 'f> {
    engine: &'a Engine,
    subject: &'a Subject<'a>,
    at: jiff::civil::Date,
    /// The most steps of each search.
    steps: u64,
    findings: &'f mut Vec<SurveyFinding>,
}

impl TableFindings<'_, '_> {
    fn add(&mut self, topic: Topic, diagnostic: Diagnostic, detail: Detail) {
        self.findings.push(SurveyFinding { topic, diagnostic, detail });
    }

    /// The result of a proof; where it was given up, adds a finding.
    fn proved<T>(&mut self, topic: Topic, proof: Proof<T>) -> Option<T> {
        let steps = match proof {
            Proof::Exact(found) => return Some(found),
            Proof::NotProved { steps } => steps,
        };
        let table = self.subject.name;
        let (sv, en) = match topic {
            Topic::Gaps => ("att varje fall har ett svar", "that every case has an answer"),
            Topic::Overlaps => {
                ("att inget fall har flera svar", "that no case has several answers")
            }
            _ => ("att varje regel behövs", "that every rule is needed"),
        };
        let message = Text {
            sv: format!("det gick inte att bevisa {sv} inom {steps} steg"),
            en: format!("it could not be proved {en} within {steps} steps"),
        };
        let help = text(
            "slå ihop regler som svarar lika, eller ta bort dem som inte längre gäller",
            "join rules that answer alike, or remove those that no longer hold",
        );
        let diagnostic =
            at(Diagnostic::new(Code::NotProved, message).help(help), self.subject.place());
        self.add(topic, diagnostic, Detail::NotProved { table, steps });
        None
    }

    fn cases(&self, block: Block, expected: impl Fn(&AnswerRef<'_>) -> bool) -> Cases {
        let request = match self.subject.name {
            SurveyedTable::Routing => {
                cases::request(self.engine, self.subject, &block, self.at, expected)
            }
            SurveyedTable::Priority => None,
        };
        Cases { words: self.subject.words(&block), request, block }
    }

    fn gaps(&mut self, gaps: Gaps) {
        match self.subject.name {
            SurveyedTable::Routing => {
                let routing = &self.subject.rule_set.routing;
                for hole in holes(routing, &gaps, MAX_FINDINGS, self.steps) {
                    self.hole(&hole);
                }
            }
            SurveyedTable::Priority => {
                for block in gaps.blocks {
                    let rule = remedies::new_priority_rule(self.subject, &block);
                    let cases = self.cases(block, |answer| *answer == AnswerRef::None);
                    let help = text(
                        "lägg till en regel för dem, eller bredda en som finns",
                        "add a rule for them, or widen one that is there",
                    );
                    self.gap(cases, rule, None, help);
                }
            }
        }
    }

    /// A gap of the routing rules: told once, however days and local rules split it.
    fn hole(&mut self, hole: &Hole) {
        let Some(first) = hole.blocks.first() else { return };
        let open = self.cases(hole.open.clone(), |answer| *answer == AnswerRef::None);
        let words: Vec<Text> = hole.blocks.iter().map(|block| self.subject.words(block)).collect();
        let joined = |words: Vec<&str>, and: &str| words.join(and);
        let cases = Cases {
            block: Block { cases: hole.cases, witness: open.block.witness, ..first.clone() },
            words: Text {
                sv: joined(words.iter().map(|words| words.sv.as_str()).collect(), " – och – "),
                en: joined(words.iter().map(|words| words.en.as_str()).collect(), " – and – "),
            },
            request: open.request,
        };
        let rules = hole.rules.iter().map(NewRule::yaml).collect();
        let why = hole.partly_local.then(|| {
            text(
                "lokala regler svarar på en del av dem; regionens regler svarar inte på någon",
                "local rules answer some of them; the region's rules answer none",
            )
        });
        let help = text(
            "lägg till en regel för dem, eller bredda en som finns; vet man inte vart de ska, skriv `role: not_given`",
            "add a rule for them, or widen one that is there; where it is not known where they go, write `role: not_given`",
        );
        self.gap(cases, rules, why, help);
    }

    fn gap(&mut self, cases: Cases, rule: String, why: Option<Text>, help: Text) {
        let count = Subject::count(cases.block.cases);
        let message = Text {
            sv: format!("ingen regel gäller för: {} ({})", cases.words.sv, count.sv),
            en: format!("no rule holds for: {} ({})", cases.words.en, count.en),
        };
        let fault = Diagnostic::new(Code::Gap, message);
        let fault = match why {
            Some(why) => fault.why(why),
            None => fault,
        };
        let fault = at(fault.help(help), self.subject.place());
        self.add(Topic::Gaps, fault, Detail::Gap { table: self.subject.name, cases, rule });
    }

    fn overlaps(&mut self, overlaps: Overlaps) {
        for Overlap { rules: (a, b), cases: count, blocks, .. } in overlaps.pairs {
            let contradicts = |answer: &AnswerRef<'_>| matches!(answer, AnswerRef::Conflict { rules } if rules.contains(&a) && rules.contains(&b));
            let cases: Vec<Cases> =
                blocks.into_iter().map(|block| self.cases(block, contradicts)).collect();
            let (id_a, id_b) = (self.subject.id(a), self.subject.id(b));
            let first = cases.first().map_or_else(|| text("", ""), |cases| cases.words.clone());
            let counted = Subject::count(count);
            let message = Text {
                sv: format!(
                    "`{id_a}` och `{id_b}` svarar olika på samma fall: {} ({})",
                    first.sv, counted.sv
                ),
                en: format!(
                    "`{id_a}` and `{id_b}` answer the same case differently: {} ({})",
                    first.en, counted.en
                ),
            };
            let remedies = remedies::of_overlap(self.subject, (a, b));
            let answers = [a, b].map(|rule| self.subject.answer(rule));
            let label = |answer: &Text| Text {
                sv: format!("svarar: {}", answer.sv),
                en: format!("answers: {}", answer.en),
            };
            let mut fault = Diagnostic::new(Code::Overlap, message);
            let [of_a, of_b] = [label(&answers[0]), label(&answers[1])];
            if let Some(place) = self.subject.conditions_place(b) {
                fault = fault.at(place.labelled(of_b));
            }
            if let Some(place) = self.subject.conditions_place(a) {
                fault = fault.also(place, of_a);
            }
            if !remedies.is_empty() {
                fault = fault.help(remedies::joined(&remedies));
            }
            let rules = [id_a, id_b].map(str::to_owned);
            let table = self.subject.name;
            let detail = Detail::Overlap { table, rules, answers, count, cases, remedies };
            self.add(Topic::Overlaps, fault, detail);
        }
    }

    fn dead(&mut self, dead: &Dead) {
        let id = self.subject.id(dead.rule);
        let message = Text {
            sv: format!("regeln `{id}` avgör aldrig"),
            en: format!("the rule `{id}` never decides"),
        };
        let mut fault = Diagnostic::new(Code::UnreachableRule, message);
        let (cover, smallest) = match &dead.cover {
            Cover::Impossible => (&[][..], true),
            Cover::Hidden { rules, smallest } => (rules.as_slice(), *smallest),
        };
        let names = listed(cover.iter().map(|&rule| self.subject.id(rule)));
        let why = match cover {
            [] => text(
                "inget fall uppfyller alla dess villkor på en gång",
                "no case meets all its conditions at once",
            ),
            [_] => Text {
                sv: format!("{} går före den i varje fall som den gäller för", names.sv),
                en: format!("{} goes before it in every case that it holds for", names.en),
            },
            _ => Text {
                sv: format!(
                    "{} går tillsammans före den i varje fall som den gäller för",
                    names.sv
                ),
                en: format!("{} together go before it in every case that it holds for", names.en),
            },
        };
        let help = match (cover, dead.removable) {
            ([], _) => {
                text("rätta villkoren, eller ta bort den", "correct its conditions, or remove it")
            }
            (_, true) => text(
                "ta bort den, eller gör reglerna som går före smalare",
                "remove it, or narrow the rules that go before it",
            ),
            (_, false) => text(
                "gör reglerna som går före smalare; tas den bort ändras svar, eftersom den i sin tur går före andra",
                "narrow the rules that go before it; answers change if it is removed, since it goes before others in turn",
            ),
        };
        fault = at(fault.why(why).help(help), self.subject.rule_place(dead.rule));
        for &rule in cover.iter().take(MAX_FINDINGS) {
            if let Some(place) = self.subject.rule_place(rule) {
                fault = fault.also(place, text("går före", "goes before it"));
            }
        }
        let detail = Detail::Dead {
            table: self.subject.name,
            rule: id.to_owned(),
            cover: cover.iter().map(|&rule| self.subject.id(rule).to_owned()).collect(),
            smallest,
            removable: dead.removable,
        };
        self.add(Topic::Rules, fault, detail);
    }

    fn redundant(&mut self, rule: u32) {
        let id = self.subject.id(rule);
        let beside: Vec<u32> = remedies::answering_alike(self.subject, rule);
        let names = listed(beside.iter().map(|&rule| self.subject.id(rule)));
        let message = Text {
            sv: format!("regeln `{id}` behövs inte"),
            en: format!("the rule `{id}` is not needed"),
        };
        let why = Text {
            sv: format!("{} svarar likadant i varje fall som den avgör", names.sv),
            en: format!(
                "{} {} the same in every case that it decides",
                names.en,
                if beside.len() == 1 { "answers" } else { "answer" }
            ),
        };
        let help = text(
            "ta bort den, eller ändra den om den skulle svara något annat",
            "remove it, or change it if it was to answer something else",
        );
        let fault = Diagnostic::new(Code::RedundantRule, message).why(why).help(help);
        let mut fault = at(fault, self.subject.rule_place(rule));
        for &other in beside.iter().take(MAX_FINDINGS) {
            if let Some(place) = self.subject.rule_place(other) {
                fault = fault.also(place, text("svarar likadant", "answers the same"));
            }
        }
        let detail = Detail::Redundant {
            table: self.subject.name,
            rule: id.to_owned(),
            beside: beside.iter().map(|&rule| self.subject.id(rule).to_owned()).collect(),
        };
        self.add(Topic::Rules, fault, detail);
    }
}

/// `a`, `b` and `c`.
fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> Text {
    let quoted: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    let join = |and: &str| match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    };
    Text { sv: join("och"), en: join("and") }
}
