//! A session as it is read: what became of it, the shared face that was signed, what was added, and whether it was late.

use super::{Room, alliance, facts, homework::done_words, note};
use crate::{
    components::{
        empty_state::empty_state,
        form as controls,
        icon::{Icon, icon},
        status_tag::tag,
    },
    pages::clinician::{forms::sentence_case, frame},
};
use concord_chart::{
    EntryStatus, EventId,
    session::{SessionWritten, Written},
    therapy::{SessionState, WorkForm},
};
use concord_engines::therapy::{alliance::ratings, late_by};
use concord_knowledge::ListName;
use maud::{Markup, html};

/// The page below its title; `adding` is what was typed to be added and not taken.
pub(super) fn body(room: &Room<'_>, adding: &str) -> Markup {
    html! {
        header.page-head { div { h2 { (room.title()) } p.lead { (room.lead()) } } }
        div.two-columns.session {
            div {
                section.card.flush.face {
                    p.cap { (icon(Icon::People)) span { b { "Shared face." } " Everyone in " (room.given_name()) "’s team can read this, and so can " (room.given_name()) "." } }
                    div.pad.stack { (facts_of_visit(room)) @match &room.session.written { Some(written) => (face(room, written)), None => (unsigned(room)) } }
                }
            }
            aside aria-label="Beside it" {
                @if let Some(written) = &room.session.written { (beside(room, written, adding)) }
                section.card.pad { h3 { "Working together" } (alliance::drawn(&ratings(room.course, &room.zone), &room.given_name(), room.today)) }
            }
        }
    }
}

fn facts_of_visit(room: &Room<'_>) -> Markup {
    let session = &room.session;
    let practice = room.app.clinic.practice();
    let place = session.place.as_ref().and_then(|id| practice.places.iter().find(|place| place.id == *id));
    let minutes = session.minutes.map_or_else(|| "length not written".to_owned(), |minutes| format!("{minutes} minutes"));
    html! {
        dl.visit-facts.read {
            div { dt { "Kind" } dd { (room.course.what.name) ", " (session.format.words()) } }
            div { dt { "Time" } dd { (frame::moment(session.at, room.today, &room.zone)) ", " (minutes) } }
            div { dt { "Where" } dd { (place.map_or("not said", |place| place.name.as_str())) } }
            div { dt { "Came" } dd { @match session.state { SessionState::Held => "yes", SessionState::Planned => "not recorded yet", SessionState::NotHeld(why) => (why.words()) } } }
        }
    }
}

fn unsigned(room: &Room<'_>) -> Markup {
    match room.session.state {
        SessionState::NotHeld(_) => html! { p.muted { "Nothing is written of a session that did not take place." } },
        SessionState::Planned => html! { p.muted { "Planned. The therapist writes it when it has taken place." } },
        SessionState::Held => html! {
            @if room.session.summary.is_empty() { (empty_state("Not written yet", "What was worked with and agreed stands here once the therapist has signed it.", None)) }
            @else { h3 { "Summary for the team" } p.prose { (room.session.summary) } @if !room.session.interventions.is_empty() { p.small.muted { (room.session.interventions.join(", ")) } } }
        },
    }
}

fn face(room: &Room<'_>, written: &Written) -> Markup {
    let what = &written.what;
    let labels = interventions(room, what);
    html! {
        h3 { "Summary for the team" }
        p.prose { (what.summary) }
        @if !labels.is_empty() { h3 { "What you worked with" } div.chips { @for label in &labels { (tag("psy", None, label)) } } }
        (agenda(what))
        (homework(room, what))
        (working_together(room, what))
        (risk(what))
        (measures(room, what))
        @if !what.participants.is_empty() { p.small { "Also there: " (what.participants.iter().map(|one| format!("{}, {}", one.name, one.role.words())).collect::<Vec<_>>().join("; ")) "." } }
        (fidelity(room, what))
        (note::read_only(&what.content, &what.view))
        (facts::read_only(room, &what.facts))
        (additions(room, written))
    }
}

fn interventions(room: &Room<'_>, what: &SessionWritten) -> Vec<String> {
    let label = |id: &String| {
        room.entry.and_then(|entry| entry.technique(id)).map_or_else(|| id.clone(), |one| sentence_case(&one.label))
    };
    what.techniques.iter().map(label).chain(what.other_techniques.iter().cloned()).collect()
}

fn agenda(what: &SessionWritten) -> Markup {
    html! {
        @if !what.agenda.is_empty() {
            h3 { "Agenda" }
            ol.agenda.read { @for item in &what.agenda { li { @if let Some(level) = item.level { span.level { (level) } } (item.words) @if item.done { span.helped { (icon(Icon::Check)) span.vh { " talked about" } } } @else { span.small.muted { " not reached" } } } } }
        }
    }
}

fn homework(room: &Room<'_>, what: &SessionWritten) -> Markup {
    let task = |id| room.course.homework.iter().find(|task| task.what.homework == id);
    let set: Vec<_> = room.course.homework.iter().filter(|task| task.what.session == Some(room.session.id)).collect();
    let obstacle = |code: &Option<String>| {
        let list = room.app.clinic.knowledge().word_list(ListName::HomeworkObstacles);
        code.as_ref().map(|code| list.and_then(|list| list.word(code)).map_or_else(|| code.clone(), |word| word.label.clone()))
    };
    html! {
        @if !what.homework_reviewed.is_empty() {
            h3 { "Homework looked at" }
            table.visits { caption.vh { "Homework that was looked at" } thead.vh { tr { th scope="col" { "Task" } th scope="col" { "Done" } th scope="col" { "In the way" } } }
                tbody { @for review in &what.homework_reviewed { tr {
                    td { b { (task(review.homework).map_or("a task that was retracted", |task| task.what.task.as_str())) } @if !review.words.is_empty() { span.small { (review.words) } } }
                    td { (review.done) " of 3, " (done_words(review.done)) @if let Some(quality) = review.quality { span.small.muted { "how well: " (quality) " of 3" } } }
                    td { (obstacle(&review.obstacle).unwrap_or_default()) }
                } } } }
        }
        @if !set.is_empty() {
            h3 { "Until next time" }
            ul { @for task in &set { li { (task.what.task) @if let Some(times) = task.what.times { ", " (times) " times" } @if let Some(due) = task.what.due { ", until " (super::short(due, room.today)) } @if let Some(form) = task.what.form.filter(|form| *form != WorkForm::Free) { span.muted { " (" (form.words()) ")" } } } } }
        }
    }
}

/// What this session was rated and what was said about it; the line of all of them stands beside it.
fn working_together(room: &Room<'_>, what: &SessionWritten) -> Markup {
    html! {
        @if let Some(rated) = &what.alliance {
            h3 { "Working together" }
            p { (rated.rating) " of 10, " (room.given_name()) "’s view after the session" @if !rated.words.is_empty() { ": “" (rated.words) "”" } }
        }
    }
}

fn risk(what: &SessionWritten) -> Markup {
    html! {
        h3 { "Safety" }
        @match &what.risk {
            None => { p.small { (icon(Icon::Query)) " Nobody wrote whether it was asked." } },
            Some(risk) => {
                p { @if risk.asked { (tag(if risk.concern { "stop" } else { "good" }, Some(if risk.concern { Icon::Octagon } else { Icon::Check }), if risk.concern { "asked; somebody has to act" } else { "asked" })) } @else { (tag("care", Some(Icon::Triangle), "not asked")) } " " (risk.words) }
                @if !risk.done.is_empty() { p { "Done about it: " (risk.done) } }
            },
        }
    }
}

fn measures(room: &Room<'_>, what: &SessionWritten) -> Markup {
    let name = |id: &concord_chart::InstrumentId| {
        room.app.clinic.knowledge().instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone())
    };
    html! { @if !what.measures.is_empty() { p.small { "Answers gone through: " (what.measures.iter().map(name).collect::<Vec<_>>().join(", ")) "." } } }
}

fn fidelity(room: &Room<'_>, what: &SessionWritten) -> Markup {
    let by = room.session.written.as_ref().map(|written| written.by.as_str()).unwrap_or_default();
    let elements =
        room.entry.and_then(|entry| entry.fidelity.as_ref()).map(|fidelity| fidelity.elements.as_slice()).unwrap_or_default();
    let label = |id: &str| {
        elements.iter().find(|element| element.id == id).map_or_else(|| id.to_owned(), |element| sentence_case(&element.label))
    };
    html! {
        @if !what.fidelity.is_empty() {
            details { summary { "As the therapy means it" span.muted { " rated by " (by) ", who held the session" } }
                ul { @for mark in &what.fidelity { li { (label(&mark.element)) ": " b { (mark.delivered.words()) } } } } }
        }
    }
}

/// What was added afterwards. Additions to a version that was corrected since stay with it.
fn additions(room: &Room<'_>, written: &Written) -> Markup {
    let versions = versions(room, written.id);
    let all: Vec<_> = room.chart().addenda.iter().filter(|one| versions.contains(&one.what.note)).collect();
    html! {
        @if !all.is_empty() {
            h3 { "Added later" }
            @for one in &all { article { p.prose { (one.what.text) } p.small.muted { "Added by " (one.by) ", " (frame::moment(one.at, room.today, &room.zone)) } } }
        }
    }
}

/// The signed version and the ones that it took the place of.
fn versions(room: &Room<'_>, latest: EventId) -> Vec<EventId> {
    let mut versions = vec![latest];
    let amended =
        |entry: &&concord_chart::Entry, by: EventId| matches!(entry.status, EntryStatus::Amended { by: known } if known == by);
    while let Some(earlier) = versions.last().and_then(|by| room.chart().entries.iter().find(|entry| amended(entry, *by))) {
        versions.push(earlier.recorded.id());
    }
    versions
}

/// Who signed it when, what is late or corrected, and the ways to add, correct and retract.
fn beside(room: &Room<'_>, written: &Written, adding: &str) -> Markup {
    let chart = room.chart();
    let entry = chart.entry(written.id);
    let late = entry.and_then(|entry| late_by(entry.recorded.occurred(), entry.recorded.recorded_at, &room.zone));
    let signed = entry.map(|entry| frame::moment(entry.recorded.recorded_at.into(), room.today, &room.zone)).unwrap_or_default();
    let corrected = versions(room, written.id).len() > 1;
    let key = room.app.clinic.fresh();
    html! {
        section.card.pad {
            p { (icon(Icon::Pencil)) " Signed by " b { (written.by) } ", " (signed) }
            @if let Some(days) = late { p { (tag("care", Some(Icon::Clock), &if days == 1 { "written a day late".to_owned() } else { format!("written {days} days late") })) } }
            @if corrected { p { (tag("line", Some(Icon::Pencil), "corrected")) " " a href=(format!("/chart/{}/entries?at={}#e-{}", chart.id, written.id, written.id)) { "Both versions" } } }
            @if room.may_write() {
                p.row {
                    a href=(format!("{}?correct=yes", room.address())) { "Correct it" }
                    a href=(format!("/chart/{}/entries/{}/retract", chart.id, written.id)) { "Retract it" }
                }
            }
        }
        form.card.pad.stack method="post" action=(format!("{}/addend", room.address())) data-guard="" data-draft="addend" {
            input type="hidden" name="key" value=(key);
            input type="hidden" name="note" value=(written.id);
            (controls::textarea(&controls::Field { name: "text", label: "Add something", hint: "What was signed stays as it is.", value: adding, ..Default::default() }, 3))
            button.button.secondary type="submit" { "Sign the addition" }
        }
    }
}
