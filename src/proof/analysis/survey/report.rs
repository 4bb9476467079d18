//! What is proved of a rule set, as a report.

use super::finding::{Cases, Closing, Detail, PeriodFacts, SurveyFinding, TableFacts, Unstaffed};
use super::subject::SurveyedTable;
use super::surveyed::Surveyed;
use handover_core::diagnostic::Diagnostic;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{InputSpec, PRIORITIES, ROUTING};
use handover_core::ruleset::names::Words;
use handover_core::wire::report::{
    self, AnalyseReport, AnalysisFinding, ClosingUnit, Condition, Count, DayPeriod,
    DiagnosticSummary, ExaminedParts, FindingDetail, ProvedInvariants, ReportName, ReportedRules,
    RuleWins, SeldomRule, TableAnalysis, UnstaffedResource, diagnostics,
};
use handover_matcher::{Block, Input, Table, Values};

/// What is proved of a rule set, with the other faults of its files, in a language.
#[must_use]
pub fn report(surveyed: &Surveyed, lang: Lang) -> AnalyseReport {
    let (survey, rule_set) = (&surveyed.survey, surveyed.rule_set());
    let reporter = SurveyReporter { rule_set, lang };
    let seldom = survey.seldom.iter().map(|rule| SeldomRule {
        rule: rule.rule.clone(),
        combinations: Count(Some(rule.count)),
        cases: reporter.all_cases(SurveyedTable::Routing, &rule.cases),
    });
    let all: Vec<Diagnostic> = surveyed.diagnostics();
    AnalyseReport {
        report: ReportName::Analyse,
        ruleset: ReportedRules::new(rule_set, lang),
        first: survey.window.first,
        last: survey.window.last,
        summary: DiagnosticSummary::of(&all),
        tables: survey.tables.iter().map(table).collect(),
        findings: survey.findings.iter().map(|finding| reporter.finding(finding)).collect(),
        diagnostics: diagnostics(&surveyed.others, lang),
        seldom: seldom.collect(),
        parts: survey.parts.map(|parts| ExaminedParts {
            checks: parts.checks,
            methods: parts.methods,
            steps: parts.steps,
            templates: parts.templates,
            transitions: parts.transitions,
        }),
        unstaffed: survey.unstaffed.iter().map(|one| reporter.unstaffed(one)).collect(),
        closing: survey.closing.iter().map(|one| reporter.closing(one)).collect(),
        invariants: survey.invariants.map(|(proved, total)| ProvedInvariants { proved, total }),
        periods: survey.periods.as_ref().map(|periods| periods.iter().map(period).collect()),
        first_break: survey.first_break().map(|period| period.first),
    }
}

fn table(facts: &TableFacts) -> TableAnalysis {
    let wins = facts.wins.as_ref().map(|wins| {
        let wins = wins.iter();
        wins.map(|(rule, count)| RuleWins { rule: rule.clone(), combinations: Count(*count) })
            .collect()
    });
    TableAnalysis {
        table: facts.table.into(),
        rules: facts.rules,
        combinations: Count(facts.combinations),
        unanswered: Count(facts.unanswered),
        contradictions: facts.contradictions,
        wins,
    }
}

fn period(facts: &PeriodFacts) -> DayPeriod {
    DayPeriod {
        first: facts.first,
        last: facts.last,
        unanswered: Count(facts.unanswered),
        contradictions: facts.contradictions,
        expired: facts.expired.clone(),
        target_missing: facts.targetless.clone(),
    }
}

#[derive(Clone, Copy)]
struct SurveyReporter<'a> {
    rule_set: &'a RuleSet,
    lang: Lang,
}

impl SurveyReporter<'_> {
    fn finding(self, finding: &SurveyFinding) -> AnalysisFinding {
        AnalysisFinding {
            diagnostic: report::Diagnostic::new(&finding.diagnostic, self.lang),
            topic: finding.topic,
            detail: self.detail(&finding.detail),
        }
    }

    fn unstaffed(self, unstaffed: &Unstaffed) -> UnstaffedResource {
        let Unstaffed { unit, role, capability, ref rules } = *unstaffed;
        let (lang, vocabulary) = (self.lang, &self.rule_set.vocabulary);
        let named = |words: &Words, index: u32| {
            words.get(index).map_or_else(String::new, |word| word.label(lang).to_owned())
        };
        let resource = |role: u32, rest: [(&Words, Option<u32>); 2]| {
            let rest = rest.into_iter().filter_map(|(words, index)| Some(named(words, index?)));
            let all: Vec<String> =
                std::iter::once(named(&vocabulary.roles, role)).chain(rest).collect();
            all.join(" ")
        };
        let (specialties, capabilities) = (&vocabulary.specialties, &vocabulary.capabilities);
        let listed = self.rule_set.directory.unit(unit).map(|unit| unit.resources.iter());
        let listed = listed.into_iter().flatten().map(|known| {
            resource(known.role, [(specialties, known.specialty), (capabilities, known.capability)])
        });
        let (unit, unit_label) = self.unit(unit);
        UnstaffedResource {
            unit,
            unit_label,
            recommended: resource(role, [(specialties, None), (capabilities, capability)]),
            listed: listed.collect(),
            rules: rules.clone(),
        }
    }

    fn closing(self, closing: &Closing) -> ClosingUnit {
        let (unit, unit_label) = self.unit(closing.unit);
        ClosingUnit { unit, unit_label, first: closing.first, last: closing.last }
    }

    /// The id and the name of a unit.
    fn unit(self, unit: u32) -> (String, String) {
        let word = self.rule_set.directory.units.get(unit);
        word.map_or_else(Default::default, |word| {
            (word.id.clone(), word.label(self.lang).to_owned())
        })
    }

    fn all_cases(self, table: SurveyedTable, all: &[Cases]) -> Vec<report::Cases> {
        all.iter().map(|cases| self.cases(table, cases)).collect()
    }

    fn cases(self, table: SurveyedTable, cases: &Cases) -> report::Cases {
        report::Cases {
            text: cases.words.get(self.lang).to_owned(),
            when: self.conditions(table, &cases.block),
            combinations: Count(cases.block.cases),
            request: cases.request.clone().map(Box::new),
        }
    }

    fn conditions(self, table: SurveyedTable, block: &Block) -> Vec<Condition> {
        let (table, specs): (&Table, &[InputSpec]) = match table {
            SurveyedTable::Routing => (&self.rule_set.routing.table, ROUTING),
            SurveyedTable::Priority => (&self.rule_set.priority.table, PRIORITIES),
        };
        let lexicon = self.rule_set.lexicon(self.lang);
        let inputs = specs.iter().zip(table.inputs()).zip(&block.values);
        let condition = |((spec, input), values): ((&InputSpec, &Input), &Option<Values>)| {
            let values = values.as_ref()?;
            Some(Condition {
                input: spec.name.to_owned(),
                label: lexicon.input(spec).to_owned(),
                accepts: values.display(input).to_string(),
                accepts_label: lexicon.values(spec, &input.domain, values),
            })
        };
        inputs.filter_map(condition).collect()
    }

    fn detail(self, detail: &Detail) -> FindingDetail {
        match detail.clone() {
            Detail::Gap { table, cases, rule } => FindingDetail::Gap {
                table: table.into(),
                cases: self.cases(table, &cases),
                suggestion: rule,
            },
            Detail::Overlap { table, rules, answers, count, cases, remedies } => {
                FindingDetail::Overlap {
                    table: table.into(),
                    rules,
                    answers: answers.map(|answer| answer.get(self.lang).to_owned()),
                    combinations: Count(count),
                    cases: self.all_cases(table, &cases),
                    remedies: remedies.iter().map(|way| way.get(self.lang).to_owned()).collect(),
                }
            }
            Detail::Dead { table, rule, cover, smallest, removable } => {
                FindingDetail::Dead { table: table.into(), rule, cover, smallest, removable }
            }
            Detail::Redundant { table, rule, beside } => {
                FindingDetail::Redundant { table: table.into(), rule, beside }
            }
            Detail::Target { rule, unit, days: (first, last) } => {
                FindingDetail::Target { rule, unit, first, last }
            }
            Detail::Expired { document, valid_until } => {
                FindingDetail::Expired { document, valid_until }
            }
            Detail::Unused { source } => FindingDetail::Unused { source },
            Detail::Invariant { invariant, request } => {
                FindingDetail::Invariant { invariant, request }
            }
            Detail::Method { method, request } => FindingDetail::Method { method, request },
            Detail::Unmet { part, id, inputs } => FindingDetail::Unmet { part, id, inputs },
            Detail::Unknown { part, id, steps } => FindingDetail::Unknown { part, id, steps },
            Detail::Text { part, id, stated, alerting } => {
                FindingDetail::Text { part, id, stated, alerting }
            }
            Detail::NotProved { table, steps } => {
                FindingDetail::NotProved { table: table.into(), steps }
            }
        }
    }
}

impl From<SurveyedTable> for report::TableName {
    fn from(table: SurveyedTable) -> Self {
        match table {
            SurveyedTable::Routing => Self::Routing,
            SurveyedTable::Priority => Self::Priority,
        }
    }
}
