//! One finding: what can happen, how to make it safer, and everything that it rests on.

use super::words::{entry_of, kind_words, rule_words, severity_tag};
use crate::components::{
    icon::{Icon, icon},
    status_tag::tag,
};
use concord_engines::safety::{Citation, Finding};
use concord_knowledge::{Knowledge, Verification, vocabulary::Severity};
use maud::{Markup, html};

/// A finding on its way to the page.
pub struct Card<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What medicine says.
    pub knowledge: &'a Knowledge,
    /// Address of the page with the long form.
    pub address: String,
    /// One-click actions.
    pub actions: Option<Markup>,
    /// Why it stands here now, e.g. that it was acknowledged and has become worse; may be empty.
    pub why_now: String,
}

/// The short form, with the rest folded under it.
pub fn card(card: &Card<'_>) -> Markup {
    let finding = card.finding;
    let (class, drawing) = match finding.severity {
        Severity::Contraindicated | Severity::Major => ("stop", Icon::Octagon),
        Severity::Moderate => ("care", Icon::Triangle),
        Severity::Minor | Severity::Info => ("low", Icon::Eye),
    };
    html! {
        article class={ "finding " (class) } {
            h3 { (icon(drawing)) span { (finding.title) } }
            (short(card))
        }
    }
}

/// What stands under the title, in every place where the finding stands.
fn short(card: &Card<'_>) -> Markup {
    let finding = card.finding;
    html! {
        p.row { (severity_tag(finding.severity)) @if finding.personal { (tag("line", None, "for this person")) } }
        @if !card.why_now.is_empty() { p.small.again { (icon(Icon::Up)) " " (card.why_now) } }
        p.small { (finding.consequence) }
        p.small { b { "Ways to make it safer: " } (finding.action) }
        @if !finding.context_missing.is_empty() { p.small { b { "Not known, and could change it: " } (finding.context_missing.join(", ")) "." } }
        @if let Some(actions) = &card.actions { div.actions { (actions) } }
        details.basis {
            summary { "What it rests on, how sure it is, and the rule" }
            (facts(finding, card.knowledge, &card.why_now))
            p { a href=(card.address) { "The whole finding" span.vh { ": " (finding.title) } } }
        }
    }
}

/// The long form for a page of its own; the heading is the page's.
pub fn full(card: &Card<'_>) -> Markup {
    let finding = card.finding;
    html! {
        p.row { (severity_tag(finding.severity)) (tag("line", None, kind_words(finding.kind))) @if finding.personal { (tag("line", None, "for this person")) } }
        p { (finding.consequence) }
        p { b { "Ways to make it safer: " } (finding.action) }
        @if let Some(actions) = &card.actions { div.actions { (actions) } }
        (facts(finding, card.knowledge, &card.why_now))
    }
}

/// Everything that a reader needs to judge the finding for themselves.
fn facts(finding: &Finding, knowledge: &Knowledge, why_now: &str) -> Markup {
    html! {
        dl.why-list {
            dt { "How it comes about" } dd { (finding.mechanism) }
            @if !finding.monitoring.is_empty() { dt { "What to watch" } dd { ul { @for one in &finding.monitoring { li { (one) } } } } }
            dt { "How well it is known" } dd { (finding.evidence.words()) " (grade " (finding.evidence.as_str()) ")" @if let Some(opinion) = &finding.opinion { "; opinions differ, this is the view of " (opinion) } }
            dt { "How often harm follows" } dd { @match &finding.frequency { Some(words) => (words), None => "no figure available" } }
            dt { "Rests on" } dd { (inputs(finding)) }
            dt { "The rule in words" } dd { ul.rule { @for (label, words) in rule_words(knowledge, &finding.id) { li { b { (label) ": " } (words) } } li.muted { code { (finding.id) } @if let Some((address, name)) = entry_of(knowledge, finding) { " in the entry " a href=(address) { (name) } } } } }
            dt { "Where it stands" } dd { (sources(&finding.citations, knowledge)) }
            dt { "Why it is shown now" } dd { (shown_because(finding, why_now)) }
            dt { "Made by" } dd { "knowledge of " (knowledge.edition().strftime("%-d %b %Y")) ", version " code { (short_version(knowledge.version())) } ". For prescribers and the care team; a person decides." }
        }
    }
}

fn inputs(finding: &Finding) -> Markup {
    html! {
        ul.inputs {
            li { b { "Taken: " } (finding.substances.join(", ")) }
            @for (name, value) in &finding.context_used { li { b { (name) ": " } (value) } }
            @if let Some(ratio) = finding.numbers.ratio { li { b { "exposure in relation to before: " } "× " (ratio.round_dp(2).normalize()) } }
            @if let Some(days) = finding.numbers.min_days { li { b { "days that have to pass: " } (days.normalize()) } }
            @if let Some(most) = finding.numbers.max_daily_mg { li { b { "largest daily amount: " } (most.normalize()) " mg" } }
            @for missing in &finding.context_missing { li.missing { (icon(Icon::Query)) " " b { (missing) ": " } "not known" } }
        }
    }
}

/// Where something stands: source with address, section, and whether it was read there.
pub fn sources(citations: &[Citation], knowledge: &Knowledge) -> Markup {
    html! {
        ul.sources { @for citation in citations {
            @let source = knowledge.source(&citation.source);
            li {
                @match source {
                    Some(source) => { @if let Some(url) = &source.url { a href=(url) rel="noreferrer" { (source.title) } } @else { (source.title) } },
                    None => (citation.source.as_str()),
                }
                @if let Some(locator) = &citation.locator { ", " (locator) }
                " "
                @if citation.verification == Verification::Read {
                    (tag("good", Some(Icon::Check), "read"))
                    @if let Some(day) = source.and_then(|source| source.read_on) { span.muted { " on " (day.strftime("%-d %b %Y")) } }
                } @else { (tag("unk", Some(Icon::Query), "not verified")) }
            }
        } }
    }
}

/// Why now: what is personal, what may stop, what became worse.
fn shown_because(finding: &Finding, why_now: &str) -> Markup {
    html! {
        @if !why_now.is_empty() { (why_now) " " }
        @if finding.interruptive { "It may stop the one who prescribes: " }
        @if finding.personal { "the circumstances of this person meet the rule" } @else { "what is taken, or about to be, meets the rule" }
        "; nothing closer to the case was found."
    }
}

/// The first twelve signs of a version: enough to tell two apart.
fn short_version(version: &str) -> &str {
    version.get(..12).unwrap_or(version)
}
