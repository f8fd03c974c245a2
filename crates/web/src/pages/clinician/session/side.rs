//! The right column: what the prescriber has to know, how the working together was, for whom it is, and the signature.

use super::{Room, alliance, seal::Sealed};
use crate::{
    components::icon::{Icon, icon},
    pages::clinician::{
        forms::{Problem as Wrong, Reading, Values, sentence_case},
        frame,
    },
};
use concord_chart::{CourseId, registration::CareRole, side_effect::Reported};
use concord_engines::days::{day_of, days_between};
use concord_knowledge::terms::EffectTerm;
use maud::{Markup, html};

/// Effects that are offered for ticking.
const OFFERED: usize = 6;

/// The column.
pub(super) fn column(room: &Room<'_>, values: &Values, sealed: &Sealed, wrong: &[Wrong]) -> Markup {
    let error = |field: &str| wrong.iter().find(|one| one.field == field).map_or("", |one| one.sentence.as_str());
    let correcting = !values.get("amends").is_empty();
    html! {
        (sealed.show(room))
        @if !correcting { (tell(room, values, [error("effect-burden"), error("effect-words")])) }
        (alliance::card(room, values, error("alliance")))
        (frame::signing(room.app, room.chart()))
        p.small.muted { "The shared face goes to " (room.given_name()) " and the team." @if sealed.is_open() { " The seal stays shut." } }
        p.row {
            button.button type="submit" name="act" value="sign" { @if correcting { "Sign the correction" } @else if sealed.is_open() { "Sign both parts" } @else { "Sign the session" } }
            @if !correcting { button.button.quiet type="submit" name="act" value="keep" { "Save and finish later" } }
            @if room.is_unplanned() && !values.get("kept_at").is_empty() { button.button.quiet type="submit" name="act" value="drop" { "Throw this draft away" } }
        }
        p.tiny.muted { @if values.get("kept_at").is_empty() { "What you write is kept as you leave each field." } @else { "Kept as your draft, " (values.get("kept_at")) "." } }
    }
}

/// Side effects heard in therapy, on their way to the prescriber.
fn tell(room: &Room<'_>, values: &Values, [error, no_words]: [&str; 2]) -> Markup {
    let prescriber = room.chart().registration.member(CareRole::Prescriber).map(|member| member.name.clone());
    let to = prescriber.unwrap_or_else(|| "the prescriber, once one is on the team,".to_owned());
    html! {
        section.card.pad {
            h3 { "Tell the prescriber?" }
            p.small.muted { "Side effects heard in therapy go straight to " (to) " with a promised answer time." }
            div.chips {
                @for effect in offered(room) { label.chk { input type="checkbox" name="effect" value=(effect.id) checked[values.has("effect", &effect.id)]; span { (sentence_case(&effect.plain)) } } }
            }
            div.hwk-more {
                label.wide { span { "In " (room.given_name()) "’s words" } input #effect-words type="text" name="effect-words" value=(values.get("effect-words")) aria-invalid=[(!no_words.is_empty()).then_some("true")] aria-describedby=[(!no_words.is_empty()).then_some("effect-words-error")]; }
                label { span { "Bother, 0 to 6" } input #effect-burden type="text" inputmode="numeric" name="effect-burden" value=(values.get("effect-burden")) aria-invalid=[(!error.is_empty()).then_some("true")] aria-describedby=[(!error.is_empty()).then_some("effect-error")]; }
            }
            @if !error.is_empty() { p.error #effect-error { (error) } }
            @if !no_words.is_empty() { p.error #effect-words-error { (no_words) } }
            (last_one(room))
        }
    }
}

/// Common unwanted effects of what the person takes, as the formulary lists them.
fn offered<'r>(room: &'r Room<'_>) -> Vec<&'r EffectTerm> {
    let knowledge = room.app.clinic.knowledge();
    let current = room.chart().medications.iter().filter(|course| course.is_current());
    let substances = current.filter_map(|course| knowledge.substance(course.what.substance.as_ref()?));
    let mut terms: Vec<&EffectTerm> = Vec::new();
    for effect in substances.flat_map(|substance| &substance.unwanted).filter_map(|unwanted| knowledge.effect(&unwanted.effect)) {
        if terms.len() < OFFERED && !terms.iter().any(|known| known.id == effect.id) {
            terms.push(effect);
        }
    }
    terms
}

/// What became of the last report.
fn last_one(room: &Room<'_>) -> Markup {
    let Some(last) = room.chart().side_effects.iter().max_by(|a, b| a.at.order(&b.at)) else { return html! {} };
    let told = day_of(last.at, &room.zone);
    let day = super::short(told, room.today);
    html! {
        @match &last.answer {
            Some((at, by, words)) => {
                @let days = days_between(told, day_of(*at, &room.zone));
                p.small { (icon(Icon::Check)) " Last one, " (day) ": answered by " (by) @if days == 0 { " the same day" } @else if days == 1 { " after a day" } @else { " after " (days) " days" } ". “" (words) "”" }
            },
            None => {
                p.small { (icon(Icon::Clock)) " Last one, " (day) ": no answer yet" @if let Some(by) = last.what.answer_by { ", promised for " (frame::moment(by.into(), room.today, &room.zone)) } "." }
            },
        }
    }
}

/// A report for the prescriber, where anything was ticked or written.
pub(super) fn read(room: &Room<'_>, reading: &mut Reading<'_>) -> Option<Reported> {
    let ticked = reading.several("effect");
    let own = reading.some_text("effect-words");
    let burden = reading.whole("effect-burden", 0..=6);
    let terms: Vec<String> =
        ticked.iter().filter_map(|id| room.app.clinic.knowledge().effect(id)).map(|term| term.plain.clone()).collect();
    if terms.is_empty() && own.is_none() {
        if burden.is_some() {
            reading.problem("effect-words", "Say what bothers them, in their words, or clear the number.");
        }
        return None;
    }
    let Some(burden) = burden.and_then(|burden| u8::try_from(burden).ok()) else {
        if reading.text("effect-burden").is_empty() {
            reading.problem("effect-burden", "Say how much it bothers them, from 0 (not at all) to 6 (cannot bear it).");
        }
        return None;
    };
    let current: Vec<CourseId> =
        room.chart().medications.iter().filter(|course| course.is_current()).map(|course| course.id).collect();
    let words = terms.into_iter().chain(own).collect::<Vec<_>>().join("; ");
    Some(Reported {
        words,
        // Of one medicine there is no question which; of several nobody has said.
        course: if let [only] = current.as_slice() { Some(*only) } else { None },
        burden,
        told_to: format!("{}, in session", room.who.subject.name),
        ..Reported::default()
    })
}
