//! The shared face: what team and patient read of a session.

use super::{Room, agenda, card, homework};
use crate::{
    components::{
        form as controls,
        icon::{Icon, icon},
    },
    pages::clinician::forms::{Problem as Wrong, Values, sentence_case, word_of},
};
use concord_chart::{
    course_plan::ParticipantRole,
    session::Delivered,
    therapy::{Format, NotHeld, SessionState},
};
use concord_engines::{course_state::CourseState, days::day_words};
use concord_knowledge::{
    ids::InstrumentId,
    therapy::{RiskHabit, Technique},
};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The card.
pub(super) fn card(room: &Room<'_>, values: &Values, wrong: &[Wrong]) -> Markup {
    let error = |field: &str| wrong.iter().find(|one| one.field == field).map(|one| one.sentence.clone()).unwrap_or_default();
    html! {
        section.card.flush.face aria-labelledby="shared-face" {
            p.cap { (icon(Icon::People)) span { b #shared-face { "Shared face." } " Everyone in " (room.given_name()) "’s team can read this, and so can " (room.given_name()) "." } }
            div.pad.stack {
                (visit(room, values, &error))
                hr;
                (worked_with(room, values))
                hr;
                (agenda::section(room, values))
                hr;
                (homework::section(room, values, &error))
                hr;
                (controls::textarea(&controls::Field { name: "summary", label: "Summary for the team", hint: &format!("Two or three plain sentences. {} reads this too.", room.given_name()), value: values.get("summary"), error: &error("summary"), ..Default::default() }, 3))
                (risk(room, values, &error))
                (also(room, values))
            }
        }
    }
}

/// Kind, time, place, whether the person came.
fn visit(room: &Room<'_>, values: &Values, error: &dyn Fn(&str) -> String) -> Markup {
    let formats: Vec<(String, String)> = Format::ALL.iter().map(|one| (word_of(one), sentence_case(one.words()))).collect();
    let formats: Vec<(&str, &str)> = formats.iter().map(|(value, words)| (value.as_str(), words.as_str())).collect();
    let practice = room.app.clinic.practice();
    let places: Vec<(&str, &str)> = std::iter::once(("", "Not said"))
        .chain(practice.places.iter().map(|place| (place.id.as_str(), place.name.as_str())))
        .collect();
    let came: Vec<(String, &str)> =
        std::iter::once(("yes".to_owned(), "Came")).chain(NotHeld::ALL.iter().map(|why| (word_of(why), why.words()))).collect();
    let came: Vec<(&str, &str)> = came.iter().map(|(value, words)| (value.as_str(), *words)).collect();
    let field = |name: &'static str, label: &'static str| (name, label, error(name));
    let text = |(name, label, error): &(&'static str, &'static str, String), kind: &str| {
        controls::text(&controls::Field { name, label, error, value: values.get(name), ..Default::default() }, kind)
    };
    html! {
        div.visit-facts {
            (text(&field("number", "Session number"), "text"))
            (controls::select(&controls::Field { name: "format", label: "How you met", error: &error("format"), value: values.get("format"), ..Default::default() }, &formats))
            (text(&field("day", "Day"), "date"))
            (text(&field("from", "From"), "time"))
            (text(&field("to", "To"), "time"))
            @if room.session.state == SessionState::Held {
                @let known = room.session.place.as_ref().map_or("", |place| place.as_str());
                div.field { p.small.muted { "Where" } p { (places.iter().find(|(id, _)| *id == known).map_or("Not said", |(_, name)| *name)) } }
            } @else {
                (controls::select(&controls::Field { name: "place", label: "Where", error: &error("place"), value: values.get("place"), ..Default::default() }, &places))
            }
            (controls::select(&controls::Field { name: "came", label: "Came", error: &error("came"), value: values.get("came"), ..Default::default() }, &came))
        }
        p.small.muted { "Filled from the visit. The law names what may never be sealed; Concord keeps it on this side: medicine and monitoring, times, kind and frequency, test results, and the summaries below." }
    }
}

/// What a therapist of this school does in a session, for ticking: what this course used so far and what is ticked stands
/// first, the rest is folded.
fn worked_with(room: &Room<'_>, values: &Values) -> Markup {
    let techniques = room.entry.map(|entry| entry.techniques.as_slice()).unwrap_or_default();
    let used = techniques_used(room);
    let times = |technique: &Technique| used.get(technique.id.as_str()).copied().unwrap_or_default();
    let comes_first = |technique: &&Technique| times(technique) > 0 || values.has("technique", &technique.id);
    let (mut first, others): (Vec<&Technique>, Vec<&Technique>) = techniques.iter().partition(comes_first);
    // Stable: of those used as often, the order of the therapy's entry stays.
    first.sort_by_key(|technique| std::cmp::Reverse(times(technique)));
    html! {
        fieldset.plain-set {
            legend { h3 { "What you worked with" } }
            @if !first.is_empty() { (chips("Used in this course", &first, values)) }
            @if !others.is_empty() {
                details open[first.is_empty()] {
                    summary { @if first.is_empty() { "Techniques" } @else { "Other techniques" } span.muted { " " (others.len()) } }
                    @for group in groups(&others) {
                        @let of_group: Vec<&Technique> = others.iter().copied().filter(|technique| technique.group == group).collect();
                        (chips(group, &of_group, values))
                    }
                }
            }
            (controls::textarea(&controls::Field { name: "other_techniques", label: "Anything else, one a line", value: values.get("other_techniques"), ..Default::default() }, 1))
        }
    }
}

fn chips(label: &str, techniques: &[&Technique], values: &Values) -> Markup {
    html! {
        div.chips role="group" aria-label=(label) {
            @for technique in techniques {
                label.chk { input type="checkbox" name="technique" value=(technique.id) checked[values.has("technique", &technique.id)]; span { (sentence_case(&technique.label)) } }
            }
        }
    }
}

/// The groups of these, each once, in the order of the therapy's entry.
fn groups<'t>(techniques: &[&'t Technique]) -> Vec<&'t str> {
    let mut groups: Vec<&str> = Vec::new();
    for technique in techniques {
        if !groups.contains(&technique.group.as_str()) {
            groups.push(&technique.group);
        }
    }
    groups
}

/// How often each technique was used in the signed sessions of this course.
fn techniques_used<'r>(room: &'r Room<'_>) -> BTreeMap<&'r str, usize> {
    let written = room.course.sessions.iter().filter_map(|session| session.written.as_ref());
    let mut used = BTreeMap::new();
    for id in written.flat_map(|written| &written.what.techniques) {
        *used.entry(id.as_str()).or_default() += 1;
    }
    used
}

/// Whether safety was asked about. What the week's card shows stands beside it.
fn risk(room: &Room<'_>, values: &Values, error: &dyn Fn(&str) -> String) -> Markup {
    let urges = card::urges_to_ask(room);
    let habit = room.entry.map_or(RiskHabit::EverySession, |entry| entry.risk_asked);
    let wrong = error("risk");
    html! {
        fieldset.plain-set.wrong[!wrong.is_empty()] id="risk" {
            legend { h3 { "Safety" } }
            p.hint { (sentence_case(habit.words())) "." }
            @if !wrong.is_empty() { p.error { (icon(Icon::Octagon)) (wrong) } }
            @if !urges.is_empty() {
                div.chips role="group" aria-label="From the diary card" {
                    @for urge in &urges {
                        label.chk.alarm-chip { input type="checkbox" name="risk-about" value=(urge) checked[values.has("risk-about", urge)]; span { (icon(Icon::Triangle)) " " (urge) ": asked about today" } }
                    }
                }
            }
            div.chips {
                label.chk { input type="radio" name="risk" value="asked" checked[values.has("risk", "asked")]; span { "Asked" } }
                label.chk { input type="radio" name="risk" value="not" checked[values.has("risk", "not")]; span { "Not asked" } }
                label.chk { input type="checkbox" name="risk-concern" value="yes" checked[values.has("risk-concern", "yes")]; span { "Somebody has to act on it" } }
            }
            (controls::text(&controls::Field { name: "risk-words", label: "What was said or agreed; why not, where it was not asked", value: values.get("risk-words"), ..Default::default() }, "text"))
            (controls::text(&controls::Field { name: "risk-done", label: "What you did about it, where you have acted already", hint: "Where somebody has to act, signing opens an alert and calls whoever is on call. With this line the alert is kept as one that you closed.", value: values.get("risk-done"), ..Default::default() }, "text"))
        }
    }
}

/// Measures, the protocol's elements, who was there: folded until needed.
fn also(room: &Room<'_>, values: &Values) -> Markup {
    html! {
        @let measures = measures(room);
        @if !measures.is_empty() {
            fieldset.plain-set {
                legend { h3 { "Answers you went through" } }
                div.chips {
                    @for (id, words) in &measures { label.chk { input type="checkbox" name="measure" value=(id.as_str()) checked[values.has("measure", id.as_str())]; span { (words) } } }
                }
            }
        }
        @if let Some(fidelity) = room.entry.and_then(|entry| entry.fidelity.as_ref()) {
            @let marked = fidelity.elements.iter().filter(|element| !values.get(&format!("fidelity-{}", element.id)).is_empty()).count();
            details.fidelity open[marked > 0] {
                summary { "As the therapy means it" span.muted { " " (marked) " of " (fidelity.elements.len()) " marked; rated by yourself" } }
                @for element in &fidelity.elements {
                    @let name = format!("fidelity-{}", element.id);
                    div.row.between.element role="group" aria-label=(element.label) {
                        span.small { (sentence_case(&element.label)) }
                        span.chips { @for one in Delivered::ALL { @let word = word_of(one); label.chk { input type="radio" name=(name) value=(word) checked[values.has(&name, &word)]; span { (one.words()) } } } }
                    }
                }
            }
        }
        (participants(room, values))
    }
}

/// The instruments by which the course is followed, with the latest score.
fn measures(room: &Room<'_>) -> Vec<(InstrumentId, String)> {
    let state = CourseState::of(room.chart(), room.app.clinic.knowledge(), &room.zone);
    let planned = room.course.plan().map(|plan| plan.measures.clone()).filter(|measures| !measures.is_empty());
    let usual = room.entry.map(|entry| entry.measures.clone()).unwrap_or_default();
    let words = |id: &InstrumentId| {
        let name = room.app.clinic.knowledge().instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone());
        let latest = state.measure(id).and_then(|measure| measure.latest.as_ref());
        match latest.and_then(|point| Some((point.total?, point.day))) {
            Some((total, day)) => format!("{name}: {total} on {}", day_words(day, room.today)),
            None => format!("{name}: not answered yet"),
        }
    };
    planned.unwrap_or(usual).into_iter().map(|id| (id.clone(), words(&id))).collect()
}

fn participants(room: &Room<'_>, values: &Values) -> Markup {
    let known: Vec<&str> = values.all("participant").collect();
    let planned = room.course.plan().map(|plan| plan.participants.as_slice()).unwrap_or_default();
    let mut shown: Vec<String> = planned.iter().map(|one| format!("{}|{}", word_of(&one.role), one.name)).collect();
    for one in &known {
        if !shown.iter().any(|shown| shown == one) {
            shown.push((*one).to_owned());
        }
    }
    let roles: Vec<(String, &str)> = ParticipantRole::ALL.iter().map(|role| (word_of(role), role.words())).collect();
    html! {
        details open[!shown.is_empty() || !values.get("other-participant").is_empty()] {
            summary { "Who else was there" }
            div.chips {
                @for one in &shown {
                    @let (role, name) = one.split_once('|').unwrap_or(("other", one));
                    @let role = roles.iter().find(|(word, _)| word == role).map_or(role, |(_, words)| words);
                    label.chk { input type="checkbox" name="participant" value=(one) checked[known.contains(&one.as_str())]; span { (name) ", " (role) } }
                }
            }
            div.hwk-more {
                label.wide { span { "Somebody else" } input type="text" name="other-participant" value=(values.get("other-participant")); }
                label { span { "As what" } select name="other-participant-role" { @for (word, words) in &roles { option value=(word) selected[values.has("other-participant-role", word)] { (words) } } } }
            }
        }
    }
}
