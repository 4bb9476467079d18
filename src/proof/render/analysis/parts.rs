//! The line about rules and other parts: whether each is needed.

use super::count::{counted, on};
use handover_core::language::Lang;
use handover_core::wire::report::{AnalyseReport, ExaminedParts, FindingDetail, Topic};

/// Whether each rule is needed, and each check, method, step, message and event is used.
pub(super) fn rules(report: &AnalyseReport, lang: Lang) -> String {
    let (mut rules, mut unused, mut texts) = (0, 0, 0);
    for finding in on(report, Topic::Rules) {
        match finding.detail {
            FindingDetail::Unmet { .. } => unused += 1,
            FindingDetail::Text { .. } => texts += 1,
            _ => rules += 1,
        }
    }
    let mut told = Vec::new();
    match (rules, lang) {
        (0, _) if unused > 0 || texts > 0 => {}
        (0, Lang::Sv) => told.push(format!("Varje regel behövs{}", examined(report.parts, lang))),
        (0, Lang::En) => told.push(format!("Every rule is needed{}", examined(report.parts, lang))),
        (_, Lang::Sv) => {
            told.push(format!("{} gör ingen skillnad", counted(rules, ["regel", "regler"])));
        }
        (_, Lang::En) => told.push(format!("{} to no effect", counted(rules, ["rule", "rules"]))),
    }
    if unused > 0 {
        told.push(match lang {
            Lang::Sv => format!("{} aldrig", counted(unused, ["del används", "delar används"])),
            Lang::En => format!("{} never used", counted(unused, ["part is", "parts are"])),
        });
    }
    if texts > 0 {
        told.push(match lang {
            Lang::Sv => {
                format!("{} annat än reglerna", counted(texts, ["text säger", "texter säger"]))
            }
            Lang::En => {
                format!("{} other than the rules", counted(texts, ["text says", "texts say"]))
            }
        });
    }
    told.join("; ")
}

/// The parts besides rules that the line covers.
fn examined(parts: Option<ExaminedParts>, lang: Lang) -> String {
    let Some(ExaminedParts { checks, methods, steps, templates, transitions }) = parts else {
        return lang
            .say(
                "; övriga delar prövas när varje fall har exakt ett svar",
                "; other parts are looked at once every case has exactly one answer",
            )
            .to_owned();
    };
    match lang {
        Lang::Sv => format!(
            ", och allt annat används: {}, {}, {}, {}, {}",
            counted(checks, ["kontroll", "kontroller"]),
            counted(methods, ["sätt", "sätt"]),
            counted(steps, ["steg", "steg"]),
            counted(templates, ["meddelande", "meddelanden"]),
            counted(transitions, ["händelse", "händelser"]),
        ),
        Lang::En => format!(
            ", and all else is used: {}, {}, {}, {}, {}",
            counted(checks, ["check", "checks"]),
            counted(methods, ["method", "methods"]),
            counted(steps, ["step", "steps"]),
            counted(templates, ["message", "messages"]),
            counted(transitions, ["event", "events"]),
        ),
    }
}
