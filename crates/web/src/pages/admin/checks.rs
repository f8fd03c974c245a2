//! What became of the cards that other record systems were shown, rule by rule: which to look at because nearly everybody
//! goes on past it. No patient is named here; words that came with an override are those of clinicians elsewhere.

use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, status_tag::tag},
    errors::Problem,
    guard::Who,
    layout,
};
use axum::extract::State;
use concord_actions::CardCounts;
use concord_chart::acknowledgement::AcknowledgeReason;
use concord_knowledge::Knowledge;
use maud::{Markup, html};

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let counts = app.clinic.card_counts(&who.subject).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let shown: u64 = counts.iter().map(|counts| counts.shown).sum();
    let looked_at = counts.iter().filter(|counts| counts.wants_a_look()).count();
    let body = html! {
        header.page-head { div { h1 { "Checks for other systems" }
            p.lead { "What became of the cards that other record systems were shown by the check of medicines." }
        } }
        dl.card.facts-row.counts {
            div { dt { "cards shown" } dd { (shown) } }
            div { dt { "rules that spoke" } dd { (counts.len()) } }
            div.unchecked[looked_at > 0] { dt { "rules to look at" } dd { (looked_at) } }
        }
        p.small.muted { "A rule is to be looked at when more than 80 % of at least 50 showings were overridden: it says too much, or it is not believed." }
        section.card.flush aria-label="Rules" {
            @if counts.is_empty() {
                div.pad { (empty_state("Nothing was shown yet", "Once another system asks, each rule that speaks stands here with what became of it.", None)) }
            } @else { (table(&counts, app.clinic.knowledge())) }
        }
    };
    Ok(layout::page(&app, Some(&who), "Checks", "/admin/checks", body))
}

fn table(counts: &[CardCounts], knowledge: &Knowledge) -> Markup {
    html! {
        table.visits {
            caption.vh { "Rules, and what became of their cards" }
            thead { tr { th scope="col" { "Rule" } th scope="col" { "Shown" } th scope="col" { "Accepted" } th scope="col" { "Overridden" } th scope="col" { "Why" } } }
            tbody { @for one in counts { (row(one, knowledge)) } }
        }
    }
}

fn row(one: &CardCounts, knowledge: &Knowledge) -> Markup {
    html! {
        tr {
            td {
                (title(&one.rule, knowledge)) span.small { " " (one.rule) }
                @if one.wants_a_look() { " " (tag("care", Some(Icon::Triangle), "look at this rule")) }
            }
            td data-label="Shown" { (one.shown) }
            td data-label="Accepted" { (one.accepted) }
            td data-label="Overridden" { (one.overridden) @if let Some(percent) = one.overridden_percent().filter(|_| one.overridden > 0) { " (" (percent) " %)" } }
            td data-label="Why" {
                @if one.reasons.is_empty() { span.muted { "nobody said" } }
                @else { ul { @for (code, times) in &one.reasons { li { (reason(code)) ": " (times) } } } }
                @if !one.comments.is_empty() {
                    details { summary { "Last words: " (one.comments.len()) } ul { @for words in one.comments.iter().rev() { li { (words) } } } }
                }
            }
        }
    }
}

/// What a rule says, its places for names left open; the engine's own checks have no such line.
fn title(rule: &str, knowledge: &Knowledge) -> String {
    let known = knowledge.rules().find(|(_, known)| known.id == rule);
    known.map(|(_, rule)| rule.title.replace("{a}", "…").replace("{b}", "…").replace("{this}", "…")).unwrap_or_default()
}

fn reason(code: &str) -> &str {
    AcknowledgeReason::ALL.iter().find(|reason| reason.as_str() == code).map_or(code, |reason| reason.words())
}
