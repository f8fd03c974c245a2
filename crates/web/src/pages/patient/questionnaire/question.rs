//! One question on one page.

use super::{SoFar, questions};
use crate::{
    app::Shared,
    components::{notice, progress_segments::progress_segments},
    guard::Who,
    pages::{
        patient::{frame, safety_words as words},
        public::help_now,
    },
};
use concord_knowledge::{
    Instrument,
    instrument::{AnswerRange, Item, LicenceKind},
};
use maud::{Markup, html};

/// The page of question `number`, counted from 1.
pub(super) fn page(app: &Shared, who: &Who, instrument: &Instrument, kept: &SoFar, number: usize, wrong: Option<&str>) -> Markup {
    let all = questions(instrument);
    let Some(item) = number.checked_sub(1).and_then(|index| all.get(index)) else { return html! {} };
    // The numbers to call stand first on every page that follows an answer which calls for help.
    let help_first = kept.is_worrying(instrument) && !is_safety(instrument, number);
    let body = html! {
        p.back { a href=(back(instrument, number)) { "Back" } }
        @if help_first { (help_at_once(app)) }
        (progress_segments(count(number), count(all.len())))
        (frame::trouble(wrong, "value"))
        (question_form(app, instrument, item, kept, number, all.len()))
        @if number == 1 { (before(app, instrument)) (other_ways(instrument)) }
        p.tiny.licence { (instrument.licence.notice) @if let Some(to) = &instrument.licensed_to { " Licensed to " (to.holder) " (" (to.reference) ")." } @if instrument.licence.kind == LicenceKind::NonCommercial { " For use that earns no money." } }
    };
    frame::page(app, who, "Questions", frame::HOME, body)
}

fn back(instrument: &Instrument, number: usize) -> String {
    if number > 1 { format!("/my/questions/{}?q={}", instrument.id, number - 1) } else { "/my".to_owned() }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn is_safety(instrument: &Instrument, number: usize) -> bool {
    instrument.safety_items.iter().any(|safety| usize::from(safety.item) == number)
}

fn question_form(app: &Shared, instrument: &Instrument, item: &Item, kept: &SoFar, number: usize, of: usize) -> Markup {
    let scored = number <= instrument.items.len();
    let intro = instrument.intro.as_deref().filter(|_| scored).unwrap_or_default();
    let chosen = kept.chosen(number);
    let text = item.text.as_deref().unwrap_or(&item.label);
    html! {
        form.question method="post" action=(format!("/my/questions/{}", instrument.id)) data-once {
            input type="hidden" name="q" value=(number);
            fieldset #value.answers {
                legend { @if !intro.is_empty() { span.lead { (intro) } } h1 { (text) } }
                @if let Some(range) = item.number_input() { (number_field(range, chosen)) }
                @else { @for option in instrument.options_of(item) {
                    label.answer { input type="radio" name="value" value=(option.value) checked[chosen == Some(option.value)]; span { (option.label) } }
                } }
            }
            @if kept.is_left_out(number) { p.small.muted { "You left this one out. You can still answer it." } }
            @if is_safety(instrument, number) { (beside_the_question(app)) }
            div.go {
                button.button.primary type="submit" { @if number == of { "Send my answers" } @else { "Next" } }
                button.button.quiet type="submit" name="leave_out" value="yes" { "Leave this one out" }
            }
        }
    }
}

/// A number with its unit, where choosing from a list would be a long list.
fn number_field(range: &AnswerRange, chosen: Option<u8>) -> Markup {
    let value = chosen.map(|value| value.to_string()).unwrap_or_default();
    let ends = [(range.from, &range.low), (range.to, &range.high)];
    html! {
        label.answer {
            input type="number" name="value" inputmode="numeric" min=(range.from) max=(range.to) step=(range.step) value=(value);
            span { (range.unit.as_deref().unwrap_or_default()) }
        }
        p.small.muted { @for (end, meaning) in ends { @if let Some(meaning) = meaning { (end) " means " (meaning) ". " } } }
    }
}

/// Help stands on the page that asks, before anything was answered.
fn beside_the_question(app: &Shared) -> Markup {
    notice::note(html! {
        "Many people have such thoughts when they are low. Saying so brings help; it takes no choice away from you. Your care team reads the answers: "
        (app.clinic.practice().hours) ". Need someone now? " a href="/help-now" { "Help now" }
    })
}

fn help_at_once(app: &Shared) -> Markup {
    html! {
        section.at-once aria-label="Help now" {
            p.b { "Thank you for telling us. You are not alone with this; these answer now." }
            (help_now::lines(app))
            p.small { "Your team was told. The question below can wait, or be left out." }
        }
    }
}

/// Before a form that asks about suicide or self-harm: who reads it and when, and that nobody watches while it is filled in.
fn before(app: &Shared, instrument: &Instrument) -> Markup {
    if instrument.safety_items.is_empty() {
        return html! {};
    }
    let practice = app.clinic.practice();
    notice::note(html! {
        p { (words::BEFORE) " " (words::NOT_WATCHED) }
        p { "Your care team reads the answers: " (practice.hours) "." @if let Some(signed) = &practice.safety.signed { " " (signed.words) } " " a href="/help-now" { "Help now" } }
    })
}

/// Where nobody has signed what happens out of hours, such questions are asked when somebody is there.
pub(super) fn asked_at_the_practice(app: &Shared, who: &Who) -> Markup {
    let body = html! {
        p.back { a href="/my" { "Back" } }
        header.page-head { h1 { "Asked when you are here" } p.lead { (words::AT_THE_PRACTICE) } }
        (help_now::lines(app))
    };
    frame::page(app, who, "Questions", frame::HOME, body)
}

fn other_ways(instrument: &Instrument) -> Markup {
    html! {
        p.small { (instrument.patient_about) " You can stop at any page: what you answered waits for you." }
        form method="post" action=(format!("/my/questions/{}/decline", instrument.id)) { button.button.quiet type="submit" { "Not this time" } }
    }
}
