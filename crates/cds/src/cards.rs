//! From a review to cards: at most one that interrupts, smaller points on one card, what was not checked on one card.

use crate::{
    call::Call,
    card::{Card, Coding, Indicator, Link, Source, Suggestion, summary},
    explanation::{self, Parts, address, explanation},
    identity, suggestions,
    words::{self, literal},
};
use concord_chart::acknowledgement::AcknowledgeReason;
use concord_engines::safety::{Citation, Finding, NotChecked, Review};
use concord_fhir::review::Draft;
use concord_knowledge::{Knowledge, vocabulary::Severity};
use serde_json::json;
use std::fmt::Write as _;

/// Counted as rules of their own.
const SMALLER: &str = "smaller-points";
const NOT_CHECKED: &str = "not-checked";
const KINDS: &str = "urn:concord:finding-kind";
const REASONS: &str = "urn:concord:override-reason";

/// The cards of an answer, from most to least important.
pub fn cards(call: &Call, review: &Review, knowledge: &Knowledge) -> Vec<Card> {
    let teller = Teller { call, review, knowledge };
    let shown: Vec<&Finding> = review.findings.iter().filter(|finding| teller.concerns(finding)).collect();
    let (large, small): (Vec<&Finding>, Vec<&Finding>) = shown.iter().partition(|finding| finding.severity >= Severity::Moderate);
    // Opening a chart is no moment to be stopped at: there, nothing is louder than a warning.
    let stops: Vec<&Finding> = large.iter().copied().filter(|finding| finding.interruptive && call.hook.has_orders()).collect();
    let mut all = Vec::new();
    for finding in &large {
        let stopping = stops.first().is_some_and(|first| std::ptr::eq(*first, *finding));
        all.push(teller.finding(finding, stopping, if stopping { &stops[1..] } else { &[] }));
    }
    all.sort_by_key(|card| std::cmp::Reverse(card.indicator));
    match small.as_slice() {
        [] => {}
        [only] => all.push(teller.finding(only, false, &[])),
        several => all.push(teller.smaller(several)),
    }
    all.extend(teller.not_checked());
    all
}

struct Teller<'a> {
    call: &'a Call,
    review: &'a Review,
    knowledge: &'a Knowledge,
}

impl<'a> Teller<'a> {
    /// The orders that this call is about: those just chosen, or all.
    fn orders(&self) -> impl Iterator<Item = &'a Draft> {
        let chosen = &self.call.selections;
        let all = || !self.call.asked.drafts.iter().any(|draft| chosen.contains(&draft.reference));
        let everything = chosen.is_empty() || all();
        self.call.asked.drafts.iter().filter(move |draft| everything || chosen.contains(&draft.reference))
    }

    /// On orders, what has nothing to do with them waits for the chart to be opened.
    fn concerns(&self, finding: &Finding) -> bool {
        let touches = |draft: &Draft| draft.substances.iter().any(|substance| finding.ids.contains(substance));
        !self.call.hook.has_orders() || self.orders().any(touches)
    }

    fn finding(&self, finding: &Finding, stopping: bool, others: &[&Finding]) -> Card {
        let about = format!("{} {}", finding.matter, finding.substances.join("+"));
        let uuid = identity::card(&finding.id, self.call.instance, &about);
        let drafts: Vec<&Draft> =
            self.orders().filter(|draft| draft.substances.iter().any(|id| finding.ids.contains(id))).collect();
        let offered = suggestions::suggestions(uuid, finding, &drafts, self.call, self.knowledge);
        let indicator = match finding.severity {
            _ if stopping => Indicator::Critical,
            Severity::Info | Severity::Minor => Indicator::Info,
            Severity::Moderate | Severity::Major | Severity::Contraindicated => Indicator::Warning,
        };
        let parts = Parts {
            rule: &finding.id,
            rule_text: words::rule(self.knowledge, &finding.id),
            inputs: explanation::inputs(finding, self.call),
            citations: finding.citations.clone(),
            evidence: format!("{}: {}", finding.evidence.as_str(), finding.evidence.words()),
            limits: explanation::limits(finding),
            alternatives: alternatives(&[finding], &offered),
            more: json!({
                "kind": finding.kind.as_str(), "severity": finding.severity.as_str(), "orca": finding.severity.orca(),
                "serious": finding.serious, "substances": finding.substances, "consequence": finding.consequence,
                "mechanism": finding.mechanism, "action": finding.action, "monitoring": finding.monitoring,
                "frequency": finding.frequency.as_deref().unwrap_or("not available"),
            }),
        };
        let detail = self.detail(finding, others);
        let topic = Coding {
            code: finding.kind.as_str().to_owned(),
            system: KINDS.to_owned(),
            display: finding.kind.as_str().replace('_', " "),
        };
        self.card(uuid, &finding.title, detail, indicator, topic, offered, parts)
    }

    /// Smaller points stand together, so that they do not push the large ones out of sight.
    fn smaller(&self, findings: &[&Finding]) -> Card {
        let titles: Vec<&str> = findings.iter().map(|finding| finding.title.as_str()).collect();
        let uuid = identity::card(SMALLER, self.call.instance, &titles.join("; "));
        let details: Vec<String> =
            findings.iter().map(|finding| format!("### {}\n\n{}", literal(&finding.title), self.detail(finding, &[]))).collect();
        let mut inputs = Vec::new();
        let (mut limits, mut citations): (Vec<String>, Vec<Citation>) = (Vec::new(), Vec::new());
        for finding in findings {
            inputs.extend(explanation::inputs(finding, self.call));
            limits.extend(explanation::limits(finding));
            citations.extend(finding.citations.iter().cloned());
        }
        inputs.dedup();
        limits.sort();
        limits.dedup();
        citations.sort();
        citations.dedup();
        let grades: Vec<String> =
            findings.iter().map(|finding| format!("{}: {}", finding.evidence.as_str(), finding.evidence.words())).collect();
        let parts = Parts {
            rule: SMALLER,
            rule_text: explanation::rule_texts(findings, self.knowledge),
            inputs,
            citations,
            evidence: grades.join("; "),
            limits,
            alternatives: alternatives(findings, &[]),
            more: json!({"findings": findings.iter().map(|finding| json!({"rule": finding.id, "kind": finding.kind.as_str(),
                "severity": finding.severity.as_str(), "title": finding.title, "substances": finding.substances})).collect::<Vec<_>>()}),
        };
        let topic = Coding { code: SMALLER.to_owned(), system: KINDS.to_owned(), display: "smaller points".to_owned() };
        let title = format!("{} smaller points: {}", findings.len(), titles.join("; "));
        self.card(uuid, &title, details.join("\n\n"), Indicator::Info, topic, Vec::new(), parts)
    }

    /// One card for everything that could not be judged; none only where everything was.
    fn not_checked(&self) -> Option<Card> {
        let asked = self.call.asked.open.iter().map(|(what, why)| (what.as_str(), why.as_str()));
        let reviewed = self.review.not_checked.iter().map(|open| (open.what.as_str(), open.why.as_str()));
        let all: Vec<(&str, &str)> = asked.chain(reviewed).collect();
        if all.is_empty() {
            return None;
        }
        let names: Vec<&str> = all.iter().map(|(what, _)| *what).collect();
        let uuid = identity::card(NOT_CHECKED, self.call.instance, &names.join("; "));
        let lines: Vec<String> = all.iter().map(|(what, why)| format!("- **{}**: {}", literal(what), literal(why))).collect();
        // A condition that no rule knows is said, but not loudly: most people have some that matter to no medicine.
        let conditions = &self.call.asked.circumstances.conditions;
        let grave = |open: &NotChecked| match open.could_be {
            Some(worst) => worst >= Severity::Major,
            None => !conditions.contains(&open.what),
        };
        let loud = !self.call.asked.open.is_empty() || self.review.not_checked.iter().any(grave);
        let missing =
            names.iter().map(|name| json!({"name": name, "value": null, "time": null, "source": null, "missing": true}));
        let parts = Parts {
            rule: NOT_CHECKED,
            rule_text: "Names everything that a rule asked for and that was not sent, and everything that was sent and is not known here."
                .to_owned(),
            inputs: missing.collect(),
            citations: Vec::new(),
            evidence: "none: it says what is not known".to_owned(),
            limits: vec!["What is named here was neither found safe nor found unsafe.".to_owned()],
            alternatives: vec!["Send or record what is missing, and ask again.".to_owned(), "Look it up elsewhere before going on.".to_owned()],
            more: json!({"not_checked": all.iter().map(|(what, why)| json!({"what": what, "why": why})).collect::<Vec<_>>()}),
        };
        let topic = Coding { code: NOT_CHECKED.to_owned(), system: KINDS.to_owned(), display: "not checked".to_owned() };
        let indicator = if loud { Indicator::Warning } else { Indicator::Info };
        let title = format!("Not checked: {}", names.join(", "));
        let detail = format!("These were **not checked**; silence about them means nothing.\n\n{}", lines.join("\n"));
        Some(self.card(uuid, &title, detail, indicator, topic, Vec::new(), parts))
    }

    #[allow(clippy::too_many_arguments)] // one argument for each part of a card; each caller has all of them at hand
    fn card(
        &self,
        uuid: uuid::Uuid,
        title: &str,
        detail: String,
        indicator: Indicator,
        topic: Coding,
        offered: Vec<Suggestion>,
        parts: Parts<'_>,
    ) -> Card {
        let rule = parts.rule.to_owned();
        let first = parts.citations.first();
        let label = first.and_then(|citation| self.knowledge.source(&citation.source)).map(|source| source.title.clone());
        let source = Source {
            label: label.unwrap_or_else(|| format!("Concord, medication knowledge {}", self.knowledge.edition())),
            url: first.and_then(|citation| address(citation, self.knowledge)),
            topic,
        };
        Card {
            uuid,
            summary: summary(title),
            detail,
            indicator,
            source,
            selection_behavior: suggestions::behaviour(&offered),
            suggestions: offered,
            override_reasons: override_reasons(),
            links: self.links(&parts.citations),
            extension: explanation(parts, self.call, self.knowledge),
            rule,
        }
    }

    fn links(&self, citations: &[Citation]) -> Vec<Link> {
        let mut all: Vec<Link> = Vec::new();
        for citation in citations {
            let Some(url) = address(citation, self.knowledge) else { continue };
            let link = Link { label: self.cited(citation), url, kind: "absolute" };
            if !all.contains(&link) {
                all.push(link);
            }
        }
        all
    }

    /// `Label of sertraline, 4 Contraindications (read)`.
    fn cited(&self, citation: &Citation) -> String {
        let title = self.knowledge.source(&citation.source).map_or(citation.source.as_str(), |source| source.title.as_str());
        let section = citation.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        format!("{title}{section} ({})", citation.verification.as_str())
    }

    fn detail(&self, finding: &Finding, others: &[&Finding]) -> String {
        let mut out = String::new();
        let mut say = |label: &str, text: &str| {
            if !text.is_empty() {
                let _ = write!(out, "**{label}** {}\n\n", literal(text));
            }
        };
        say("What can happen:", &finding.consequence);
        say("How:", &finding.mechanism);
        say("What to do:", &finding.action);
        say("Watch:", &finding.monitoring.join("; "));
        say("How often harm follows:", finding.frequency.as_deref().unwrap_or("no figure is available"));
        say(
            "How bad, how sure:",
            &format!(
                "{} ({}); evidence {}, {}",
                finding.severity.as_str(),
                finding.severity.orca(),
                finding.evidence.as_str(),
                finding.evidence.words()
            ),
        );
        let used: Vec<String> = finding.context_used.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        say("Rests on:", &used.join("; "));
        say("Not known, and could change it:", &finding.context_missing.join(", "));
        say("The rule:", &words::rule(self.knowledge, &finding.id));
        let sources: Vec<String> = finding.citations.iter().map(|citation| self.cited(citation)).collect();
        say("Sources:", &sources.join("; "));
        let also: Vec<&str> = others.iter().map(|other| other.title.as_str()).collect();
        say("Also to be weighed before going on:", &also.join("; "));
        let _ = write!(out, "Knowledge {}.", self.knowledge.version());
        out
    }
}

/// Ways that lie open: what the finding advises, what is offered, and going on with a reason.
fn alternatives(findings: &[&Finding], offered: &[Suggestion]) -> Vec<String> {
    let advised = findings.iter().map(|finding| finding.action.clone()).filter(|action| !action.is_empty());
    let labels = offered.iter().map(|suggestion| suggestion.label.clone());
    advised.chain(labels).chain(["Go on, and say why.".to_owned()]).collect()
}

/// The reasons that a person can give for going on, the same as in our own record.
fn override_reasons() -> Vec<Coding> {
    let one = |reason: &AcknowledgeReason| Coding {
        code: reason.as_str().to_owned(),
        system: REASONS.to_owned(),
        display: words_of(reason),
    };
    AcknowledgeReason::ALL.iter().map(one).collect()
}

fn words_of(reason: &AcknowledgeReason) -> String {
    let words = reason.words();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
