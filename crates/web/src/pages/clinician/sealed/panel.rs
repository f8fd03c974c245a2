//! The sealed side, to stand beside a session or on a page of its own: who can open it, the words, and what of them belongs
//! on the shared side. It has fields and no form of its own, so that both parts of a session are signed with one press.

use super::form::SealedForm;
use crate::components::icon::{Icon, icon, sized};
use concord_actions::{SealedSide, WhyShut};
use concord_chart::ChartId;
use concord_sealed::shareable::{Found, Kind};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What the panel shows.
pub struct Panel<'a> {
    /// The patient's given name, as sentences use it.
    pub given_name: &'a str,
    /// The record.
    pub chart: ChartId,
    /// What the author finds there.
    pub side: &'a SealedSide,
    /// What stands in the fields.
    pub form: &'a SealedForm,
}

/// The panel. Nothing for somebody whose role writes no sealed notes.
pub fn panel(panel: &Panel<'_>) -> Markup {
    match panel.side {
        SealedSide::NotTheirs => html! {},
        SealedSide::Shut(why) => around(
            panel,
            html! {
                (shut(*why))
                // What was typed before the notes were shut is not lost.
                @if !panel.form.typed.text.is_empty() { (fields(panel)) }
            },
        ),
        SealedSide::Open { has_custodian, .. } => html! {
            (around(panel, fields(panel)))
            @if !has_custodian { p.note.small { "This practice has no custodian yet: should you forget your password, nobody can open your sealed notes again. Ask the practice’s administrator." } }
            (belongs_on_the_shared_side(panel.form))
        },
    }
}

fn around(panel: &Panel<'_>, body: Markup) -> Markup {
    html! {
        section.seal aria-labelledby="sealed-note" {
            div.seal-cap { (sized(Icon::Lock, 17)) h3 #sealed-note { "Sealed psychotherapy note" } span.small { "only you can open it" } }
            (body)
            dl.seal-who {
                @for (who, what) in who_can_open(panel.given_name) { div { dt { (who) } dd { (what) } } }
            }
        }
    }
}

fn who_can_open(given_name: &str) -> [(String, &'static str); 5] {
    [
        (format!("{given_name}’s team"), "cannot open"),
        (given_name.to_owned(), "can ask you; you decide together"),
        ("Search, exports, letters, print".to_owned(), "never included"),
        ("That a note exists".to_owned(), "shown to nobody but you"),
        ("Break-glass".to_owned(), "does not open this note"),
    ]
}

fn shut(why: WhyShut) -> Markup {
    html! {
        div.pad.stack {
            @match why {
                WhyShut::SignInAgain => {
                    p { "Your sealed notes are shut in this session. They open with your password." }
                    p.small.muted { "Sign out and in again to open them." }
                }
                WhyShut::AskCustodian => {
                    p { "Your password was set anew by somebody else, and your key lies under the earlier one. What you sealed is all there, and shut, until the practice’s custodian helps you." }
                    p { a.button.secondary href="/sealed-key" { (icon(Icon::Key)) "Open it with the custodian’s code" } }
                }
            }
        }
    }
}

fn fields(panel: &Panel<'_>) -> Markup {
    let form = panel.form;
    html! {
        div.seal-body data-sealed=(format!("/chart/{}/sealed/draft", panel.chart)) {
            @if let Some(session) = &form.session { input type="hidden" name="sealed_session" value=(session); }
            @if let Some(earlier) = &form.supersedes { input type="hidden" name="sealed_supersedes" value=(earlier); p.small.muted { "A later version. The earlier one stays, for you." } }
            label.vh for="sealed_title" { "Title, if you like" }
            input #sealed_title name="sealed_title" type="text" maxlength="300" placeholder="Title, if you like" value=(form.typed.title) autocomplete="off";
            label.vh for="sealed_text" { "Your words" }
            textarea #sealed_text name="sealed_text" rows="8" autocomplete="off" spellcheck="false" { (form.typed.text) }
        }
    }
}

/// What the law keeps outside the seal, where the list of words finds it in the author's own text.
fn belongs_on_the_shared_side(form: &SealedForm) -> Markup {
    let found = form.found();
    let text = form.typed.text.as_str();
    if found.is_empty() {
        return html! {};
    }
    let mut kinds: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    for one in &found {
        kinds.entry(one.kind).or_default().push(one.of(text));
    }
    html! {
        article.finding.care.seal-hint aria-labelledby="shared-side" {
            h3 #shared-side { (icon(Icon::Triangle)) "This belongs on the shared side" }
            ul.bare {
                @for (kind, words) in &kinds {
                    li { "Your sealed note " (kind.words()) " (" @for (at, one) in words.iter().take(4).enumerate() { @if at > 0 { ", " } "“" (one) "”" } @if words.len() > 4 { " and more" } "). " (kind.because()) }
                }
            }
            p { "Keep the thought here. The fact belongs on the shared face, if it is not there yet." }
            @if form.show_words { p.prose.seal-words { (marked(text, &found)) } }
            @else { p { button.button.secondary type="submit" name="act" value="sealed_words" { "Show me the words" } } }
            details open[!form.reason.is_empty()] {
                summary { "Leave as it is, with a reason" }
                div.field { label for="sealed_reason" { "Why it stays here" } p.hint #sealed_reason-hint { "The reason is sealed with the note." } input #sealed_reason name="sealed_reason" type="text" maxlength="300" value=(form.reason) aria-describedby="sealed_reason-hint" autocomplete="off"; }
            }
            p.basis { "Checked on this page only, by a list of words. Nothing else ever reads a sealed note." }
        }
    }
}

/// The text with the found words marked.
fn marked(text: &str, found: &[Found]) -> Markup {
    let mut at = 0;
    let mut parts: Vec<(bool, &str)> = Vec::new();
    for one in found {
        parts.push((false, text.get(at..one.start).unwrap_or_default()));
        parts.push((true, one.of(text)));
        at = one.end;
    }
    parts.push((false, text.get(at..).unwrap_or_default()));
    html! { @for (is_found, words) in parts { @if is_found { mark { (words) } } @else { (words) } } }
}
