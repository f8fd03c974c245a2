//! Today's doses: one tick each. Untouched is untouched; it never becomes "missed" by itself.

use super::{frame, own};
use crate::{
    app::Shared,
    components::{
        form::{self, Field},
        icon::{Icon, sized},
    },
    errors::Problem,
    guard::Who,
    own_words,
};
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    CourseId, Event, EventId, Refusal,
    entry::{EntryRetracted, RetractionReason},
    medication::{DoseMissed, DoseTaken, KnownFrom, MedicationCourse},
};
use concord_knowledge::formulary::SubstanceKind;
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

/// What can get in the way: the words, and whether the medicine may be the reason, so that the prescriber should hear.
const REASONS: &[(&str, bool)] = &[
    ("I forgot", false),
    ("I ran out", false),
    ("I felt foggy or sleepy from it", true),
    ("It upset my stomach", true),
    ("Something else about it bothers me", true),
    ("I did not want to today", false),
    ("I felt well without it", false),
];

/// The card. `from` is the page on which it stands: empty for Home, else [`MEDICINES`].
pub(super) fn card(app: &Shared, open: &OpenChart, today: Date, from: &str) -> Markup {
    let taken = |course: &&MedicationCourse| course.is_current() && !course.is_held() && has_doses(app, course);
    let courses: Vec<_> = open.chart.medications.iter().filter(taken).collect();
    let held: Vec<_> = open.chart.medications.iter().filter(|course| course.is_held()).collect();
    html! {
        section.card.doses aria-label="Today’s doses" {
            h2 { "Today’s doses" }
            @if courses.is_empty() { p { "No medicine is on your list." } }
            @for course in &courses { (row(app, open, course, today, from)) }
            @for course in &held { p.small.muted { (course.what.name) ": on hold. Your prescriber says when it goes on." } }
            @if !courses.is_empty() { p { a href="/my/doses/left-out" { "Left one out, because…" } } }
        }
    }
}

/// What is eaten, drunk or smoked stands on the list and has no doses to tick.
fn has_doses(app: &Shared, course: &MedicationCourse) -> bool {
    let known = own_words::substance_of(app.clinic.knowledge(), course);
    known.is_none_or(|known| !matches!(known.kind, SubstanceKind::Food | SubstanceKind::Tobacco))
}

/// A tick on this day, however it stands now.
struct Ticked {
    entry: EventId,
    at: jiff::Timestamp,
}

/// Ticks that count, and how many were ever made: a dose that was taken back can be ticked again under a key of its own.
fn ticks(open: &OpenChart, course: CourseId, day: Date) -> (Vec<Ticked>, usize) {
    let all =
        open.chart.entries.iter().filter(
            |entry| matches!(entry.recorded.event(), Event::DoseTaken(taken) if taken.course == course && taken.on == day),
        );
    let ever = all.clone().count();
    let counting = all.filter(|entry| entry.status.counts());
    (counting.map(|entry| Ticked { entry: entry.recorded.id(), at: entry.recorded.recorded_at }).collect(), ever)
}

/// Doses of one day as far as they are whole numbers; one where nobody said how many.
fn doses_a_day(course: &MedicationCourse) -> usize {
    let per_day = course.dosing().and_then(|dosing| dosing.per_day).map(|number| number.ceil().to_string());
    per_day.and_then(|number| number.parse().ok()).unwrap_or(1).max(1)
}

fn row(app: &Shared, open: &OpenChart, course: &MedicationCourse, today: Date, from: &str) -> Markup {
    let (ticked, ever) = ticks(open, course.id, today);
    let of = doses_a_day(course);
    let as_needed = course.dosing().is_some_and(|dosing| dosing.as_needed);
    let left_out = course.missed.iter().any(|(day, _)| *day == today);
    let (amount, when) = amount_and_time(course);
    let name = html! { strong { (course.what.name) " " (amount) } };
    let times = |at: &Ticked| frame::clock_words(at.at, &app.clinic.zone());
    let last = ticked.last().map(times).unwrap_or_default();
    let full = !as_needed && ticked.len() >= of;
    html! {
        div.dose-row {
            @if full {
                p.tap { span.tick.on aria-hidden="true" { (sized(Icon::Check, 20)) } span { (name) span.small { (when) "Ticked " (last) } } }
            } @else {
                form method="post" action="/my/doses" {
                    input type="hidden" name="course" value=(course.id);
                    input type="hidden" name="on" value=(today);
                    @if !from.is_empty() { input type="hidden" name="from" value=(from); }
                    input type="hidden" name="key" value=(format!("dose:{}:{today}:{ever}", course.id));
                    button.tap type="submit" {
                        span.tick aria-hidden="true" {}
                        span { (name) span.small { (when) (untouched_words(&ticked, of, as_needed, left_out)) } }
                    }
                }
            }
            @if let Some(latest) = ticked.last() {
                form.undo method="post" action="/my/doses/undo" {
                    input type="hidden" name="entry" value=(latest.entry);
                    @if !from.is_empty() { input type="hidden" name="from" value=(from); }
                    button.link type="submit" { "Take the tick back" span.vh { ": " (course.what.name) } }
                }
            }
        }
    }
}

/// "75 mg", and "At night. " for the line below; how often, where it is not once.
fn amount_and_time(course: &MedicationCourse) -> (String, String) {
    let Some(dosing) = course.dosing() else { return (String::new(), String::new()) };
    let amount = dosing.dose.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = dosing.words();
    let rest = words.strip_prefix(&amount).unwrap_or(&words).trim();
    let mut letters = rest.chars();
    let when = letters.next().map(|first| first.to_uppercase().chain(letters).chain(". ".chars()).collect());
    (amount, when.unwrap_or_default())
}

fn untouched_words(ticked: &[Ticked], of: usize, as_needed: bool, left_out: bool) -> String {
    match (ticked.len(), as_needed, left_out) {
        (0, true, _) => "Only when needed. Tick when taken".to_owned(),
        (1, true, _) => "Ticked once today. Tick again if taken again".to_owned(),
        (times, true, _) => format!("Ticked {times} times today. Tick again if taken again"),
        (0, false, true) => "Left out today. Tick if you took it after all".to_owned(),
        (0, false, false) => "Tick when taken".to_owned(),
        (times, false, _) => format!("{times} of {of} ticked. Tick the next when taken"),
    }
}

/// A tick.
#[derive(Deserialize)]
pub struct Tick {
    course: CourseId,
    on: Date,
    key: String,
    #[serde(default)]
    from: String,
}

/// The word for the page of medicines, where the same card stands.
pub(super) const MEDICINES: &str = "medicines";

/// Back to the page from which it was sent, with what was done.
fn after(from: &str, done: &str) -> Response {
    let page = if from == MEDICINES { "/my/medicines" } else { "/my" };
    Redirect::to(&format!("{page}?done={done}")).into_response()
}

/// Records a dose as taken: today's, or yesterday's from a page that was left open overnight.
pub async fn tick(State(app): State<Shared>, who: Who, Form(tick): Form<Tick>) -> Response {
    let today = app.clinic.today();
    if !is_recent(tick.on, today) {
        let refusal = Refusal::new("That page was from another day. Go back to Home and tick there.");
        return Problem::of(&app, Some(&who), refusal.into()).into_response();
    }
    let now = app.clinic.now().to_zoned(app.clinic.zone()).time();
    let at = (tick.on == today).then(|| jiff::civil::time(now.hour(), now.minute(), 0, 0));
    let event = Event::DoseTaken(DoseTaken { course: tick.course, on: tick.on, at, known_from: KnownFrom::PatientTick });
    match record(&app, &who, Entry::new(tick.key, event)).await {
        Ok(()) => after(&tick.from, "dose"),
        Err(problem) => problem.into_response(),
    }
}

fn is_recent(day: Date, today: Date) -> bool {
    day == today || today.checked_sub(1.day()).is_ok_and(|yesterday| day == yesterday)
}

/// Which tick.
#[derive(Deserialize)]
pub struct Undo {
    entry: EventId,
    #[serde(default)]
    from: String,
}

/// Takes a tick back: it stays readable, struck through.
pub async fn undo(State(app): State<Shared>, who: Who, Form(undo): Form<Undo>) -> Response {
    let retraction = EntryRetracted { entry: undo.entry, reason: RetractionReason::EnteredInError, words: String::new() };
    let entry = Entry::new(format!("undo:{}", undo.entry), Event::EntryRetracted(retraction));
    match record(&app, &who, entry).await {
        Ok(()) => after(&undo.from, "undone"),
        Err(problem) => problem.into_response(),
    }
}

/// What was left out, and why.
#[derive(Deserialize, Default)]
pub struct LeftOut {
    #[serde(default)]
    course: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    key: String,
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn ask_left_out(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own doses").await?;
    Ok(left_out_form(&app, &who, &open, &LeftOut::default(), None))
}

/// Records a dose as left out. Where the medicine may be the reason, the way to the prescriber is the next page.
pub async fn left_out(State(app): State<Shared>, who: Who, Form(typed): Form<LeftOut>) -> Response {
    let open = match own::open(&app, &who, "own doses").await {
        Ok(open) => open,
        Err(problem) => return problem.into_response(),
    };
    let again = |field, words: &str| {
        (StatusCode::UNPROCESSABLE_ENTITY, left_out_form(&app, &who, &open, &typed, Some((field, words)))).into_response()
    };
    let Ok(course) = typed.course.parse::<CourseId>() else { return again("course", "Choose which medicine.") };
    let Some(on) = typed.on.parse::<Date>().ok().filter(|day| is_recent(*day, app.clinic.today())) else {
        return again("on", "Choose which day.");
    };
    let reason =
        [typed.reason.trim(), typed.words.trim()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ");
    let event = Event::DoseMissed(DoseMissed { course, on, reason, known_from: KnownFrom::PatientTick });
    match record(&app, &who, Entry::new(typed.key.clone(), event)).await {
        Ok(()) if REASONS.iter().any(|(words, medicine)| *medicine && *words == typed.reason) => {
            Redirect::to(&format!("/my/side-effect?course={course}&from=left-out")).into_response()
        }
        Ok(()) => Redirect::to("/my?done=left-out").into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn left_out_form(app: &Shared, who: &Who, open: &OpenChart, typed: &LeftOut, wrong: Option<(&str, &str)>) -> Markup {
    let (today, yesterday) = (app.clinic.today(), app.clinic.today().checked_sub(1.day()).unwrap_or_default());
    let courses: Vec<(String, &str)> = open
        .chart
        .medications
        .iter()
        .filter(|course| course.is_current())
        .map(|course| (course.id.to_string(), course.what.name.as_str()))
        .collect();
    let courses: Vec<(&str, &str)> = courses.iter().map(|(id, name)| (id.as_str(), *name)).collect();
    let (today, yesterday) = (today.to_string(), yesterday.to_string());
    let reasons: Vec<(&str, &str)> = REASONS.iter().map(|(words, _)| (*words, *words)).collect();
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence);
    let course = if courses.len() == 1 { courses[0].0 } else { typed.course.as_str() };
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { "Left one out" } p.lead { "It happens. What got in the way helps more than a perfect list." } }
        (frame::trouble(wrong.map(|(_, sentence)| sentence), wrong.map_or("course", |(field, _)| field)))
        form.stack method="post" action="/my/doses/left-out" data-once {
            input type="hidden" name="key" value=(frame::key_of(app, &typed.key));
            (form::radios(&Field { name: "course", label: "Which medicine", error: error("course"), value: course, ..Field::default() }, &courses))
            (form::radios(&Field { name: "on", label: "Which day", error: error("on"), value: &typed.on, ..Field::default() }, &[(&today, "Today"), (&yesterday, "Yesterday")]))
            (form::radios(&Field { name: "reason", label: "What got in the way", hint: "If it is the medicine, the next page tells your prescriber.", value: &typed.reason, ..Field::default() }, &reasons))
            (form::textarea(&Field { name: "words", label: "In your words (can be left empty)", value: &typed.words, ..Field::default() }, 2))
            p.small.muted { "Your care team can read this." }
            button.button.primary type="submit" { "Keep it" }
        }
    };
    frame::page(app, who, "Doses", frame::HOME, body)
}

/// Records one entry on the own chart.
pub(super) async fn record(app: &Shared, who: &Who, entry: Entry) -> Result<(), Problem> {
    let chart = own::id(app, who)?;
    match app.clinic.record(&who.subject, chart, None, vec![entry]).await {
        Ok(_) => Ok(()),
        Err(error) => Err(Problem::of(app, Some(who), error)),
    }
}

/// The sentence of a refusal, so that a form can be shown again with it.
pub(super) fn sentence(error: ActionError) -> Result<String, ActionError> {
    match error {
        ActionError::Refused(refusal) => Ok(refusal.sentence),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_dose_is_never_called_missed() {
        let words =
            [untouched_words(&[], 1, false, false), untouched_words(&[], 2, false, true), untouched_words(&[], 1, true, false)];
        assert!(words.iter().all(|words| !words.to_lowercase().contains("missed")), "{words:?}");
    }

    #[test]
    fn a_tick_is_for_today_or_for_yesterday() {
        let today = jiff::civil::date(2026, 8, 20);
        assert!(is_recent(today, today));
        assert!(is_recent(jiff::civil::date(2026, 8, 19), today));
        assert!(!is_recent(jiff::civil::date(2026, 8, 18), today));
        assert!(!is_recent(jiff::civil::date(2026, 8, 21), today));
    }
}
