//! Encounter ↔ visits that took place, and sessions of psychotherapy among them.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{CPT, codes_of, list, text, words},
    dates,
    file::Found,
    people::Person,
    refused::Wrong,
};
use concord_chart::{
    ChartId, CourseId, Event, SessionId, TherapyId, VisitId, When,
    therapy::{Format, NotHeld, Session, SessionHeld, SessionState, Started, TherapyCourse},
    visit::{Outcome, Visit, VisitHappened},
};
use concord_knowledge::Knowledge;
use jiff::ToSpan;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

const STATUSES: &[&str] =
    &["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"];
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// Kinds of contact, by FHIR's class.
const CLASSES: &[(&str, &str)] = &[
    ("AMB", "outpatient visit"),
    ("EMER", "emergency visit"),
    ("IMP", "inpatient stay"),
    ("ACUTE", "inpatient stay"),
    ("NONAC", "inpatient stay"),
    ("OBSENC", "stay for observation"),
    ("SS", "short stay"),
    ("VR", "visit by phone or video"),
    ("HH", "home visit"),
    ("FLD", "visit outside"),
    ("PRENC", "visit before admission"),
];

/// The first session of each course of therapy in the file.
#[derive(Debug, Default)]
pub(crate) struct Sittings(HashMap<(ChartId, String), usize>);

impl Sittings {
    pub(crate) fn new(found: &[Found], people: &[Person], knowledge: &Knowledge) -> Self {
        let mut first: HashMap<(ChartId, String), usize> = HashMap::new();
        let start = |at: usize| found[at].value.pointer("/period/start").and_then(Value::as_str).and_then(dates::read);
        for person in people {
            for (at, _) in person.resources.iter().filter(|(at, _)| found[*at].kind == "Encounter" && was_held(&found[*at].value))
            {
                let Some(sitting) = sitting(&found[*at].value, knowledge) else { continue };
                let known = first.entry((person.chart, sitting.name)).or_insert(*at);
                if let (Some(mine), Some(theirs)) = (start(*at), start(*known))
                    && mine.order(&theirs).is_lt()
                {
                    *known = *at;
                }
            }
        }
        Self(first)
    }
}

fn was_held(value: &Value) -> bool {
    text(value, "status") == Some("finished") && value.get("modifierExtension").is_none()
}

/// A session of psychotherapy, as far as the type of the visit says so.
struct Sitting {
    name: String,
    therapy: Option<TherapyId>,
    format: Format,
}

/// CPT codes of psychotherapy sessions: what they are called and how people meet.
const CPT_SESSIONS: &[(&[&str], &str, Format)] = &[
    (&["90832", "90834", "90837"], "psychotherapy", Format::Individual),
    (&["90846", "90847"], "family psychotherapy", Format::Family),
    (&["90853"], "group psychotherapy", Format::Group),
];

/// Reads a session out of the visit's type. Only words that say so themselves: a visit at a therapist's is not a session,
/// and physical therapy is another thing.
fn sitting(value: &Value, knowledge: &Knowledge) -> Option<Sitting> {
    let types = list(value, "type").iter();
    for kind in types {
        let coded = CPT_SESSIONS.iter().find(|(codes, _, _)| codes_of(Some(kind), CPT).any(|code| codes.contains(&code)));
        let told = words(Some(kind)).unwrap_or_default().to_lowercase();
        let told = told.strip_suffix(" (procedure)").unwrap_or(&told).trim().to_owned();
        let spoken = says_psychotherapy(&told).then_some(told);
        let (name, format) = match (spoken, coded) {
            (Some(told), Some((_, _, format))) => (told.clone(), format_in(&told).unwrap_or(*format)),
            (Some(told), None) => (told.clone(), format_in(&told).unwrap_or_default()),
            (None, Some((_, name, format))) => ((*name).to_owned(), *format),
            (None, None) => continue,
        };
        let name = name.strip_suffix(" session").unwrap_or(&name).trim().to_owned();
        let therapy = knowledge.therapy_by_name(&name).map(|therapy| therapy.id.clone());
        return Some(Sitting { name, therapy, format });
    }
    None
}

fn says_psychotherapy(told: &str) -> bool {
    let session = [
        "psychotherapy",
        "therapy session",
        "couple therapy",
        "couples therapy",
        "marital therapy",
        "family therapy",
        "group therapy",
        "behavioral therapy",
        "behavioural therapy",
        "behavior therapy",
        "behaviour therapy",
        "counseling session",
        "counselling session",
    ];
    let other = [
        "physical",
        "physio",
        "occupational",
        "respiratory",
        "speech",
        "radiation",
        "radio",
        "chemo",
        "infusion",
        "referral",
        "assessment",
        "evaluation",
        "intake",
        "planning",
        "declined",
        "cancel",
    ];
    session.iter().any(|word| told.contains(word)) && !other.iter().any(|word| told.contains(word))
}

fn format_in(told: &str) -> Option<Format> {
    let formats = [
        ("couple", Format::Couple),
        ("marital", Format::Couple),
        ("family", Format::Family),
        ("group", Format::Group),
        ("video", Format::Video),
        ("phone", Format::Phone),
    ];
    formats.into_iter().find(|(word, _)| told.contains(word)).map(|(_, format)| format)
}

/// The course that a session belongs to: one for each kind of therapy, since the record names no course.
pub(crate) fn course_of(chart: ChartId, name: &str) -> CourseId {
    CourseId(Uuid::new_v5(&chart.0, format!("course of {name}").as_bytes()))
}

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let status = context.code("status", STATUSES)?;
    let value = context.value();
    let class = value.get("class").ok_or_else(|| Wrong::missing("class"))?;
    match status {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "planned" => return Taken::kept("it was planned over there; the diary here is this practice's own"),
        "cancelled" => return Taken::kept("it did not take place"),
        _ => {}
    }
    let (start, end) = context.period("period")?;
    let occurred = context.occurred(&[("period.start", start), ("period.end", end)])?;
    let present = Present::of(context);
    let told = words(list(value, "type").first()).or_else(|| words(value.get("serviceType")));
    let by_class = || {
        let code = text(class, "code").unwrap_or_default();
        let known = CLASSES.iter().find(|(known, _)| *known == code).map(|(_, words)| (*words).to_owned());
        known.or_else(|| text(class, "display").map(str::to_owned)).unwrap_or_else(|| "visit".to_owned())
    };
    let place = list(value, "location").first().and_then(|place| place.get("location")).and_then(|place| context.name_of(place));
    let visit = VisitHappened {
        visit: VisitId(context.id("visit")),
        what: told.unwrap_or_else(by_class),
        until: end.filter(|_| start.is_some()),
        with_name: present.staff.join(", "),
        where_words: place.or_else(|| context.named("serviceProvider")).unwrap_or_default(),
        reasons: context.reasons(),
    };
    let by = present.staff.first().cloned();
    let mut events = vec![NewEvent::new(occurred, Event::VisitHappened(visit)).by(by.clone())];
    if status == "finished"
        && let Some(sitting) = sitting(value, context.reading.knowledge)
    {
        events.extend(session(context, sitting, occurred, end, &present).into_iter().map(|event| event.by(by.clone())));
    }
    Ok(Taken::Up(events))
}

/// A session of psychotherapy, and before the first one its course.
fn session(context: &Context<'_>, sitting: Sitting, at: When, end: Option<When>, present: &Present) -> Vec<NewEvent> {
    let course = course_of(context.chart, &sitting.name);
    let mut events = Vec::new();
    if context.across.sittings.0.get(&(context.chart, sitting.name.clone())) == Some(&context.place) {
        let started = Started {
            course,
            therapy: sitting.therapy,
            name: sitting.name,
            planned_sessions: None,
            every_days: None,
            therapist: None,
            therapist_name: present.staff.first().cloned().unwrap_or_default(),
            aim: String::new(),
        };
        events.push(NewEvent::new(at, Event::TherapyStarted(started)));
    }
    let there: Vec<_> = present.staff.iter().chain(&present.others).cloned().collect();
    let held = SessionHeld {
        course,
        session: SessionId(context.id("session")),
        minutes: dates::minutes_between(at, end),
        format: sitting.format,
        summary: if there.is_empty() { String::new() } else { format!("Present besides the patient: {}.", there.join(", ")) },
        interventions: Vec::new(),
    };
    events.push(NewEvent::new(at, Event::SessionHeld(held)));
    events
}

/// Who was there besides the patient.
struct Present {
    staff: Vec<String>,
    others: Vec<String>,
}

impl Present {
    fn of(context: &Context<'_>) -> Self {
        let mut present = Self { staff: Vec::new(), others: Vec::new() };
        for participant in list(context.value(), "participant") {
            let Some(individual) = participant.get("individual") else { continue };
            let Some(name) = context.name_of(individual) else { continue };
            let found = context.resolve(individual);
            let relation = found.filter(|found| found.kind == "RelatedPerson");
            match relation {
                Some(found) => {
                    let relation = words(list(&found.value, "relationship").first());
                    present.others.push(relation.map_or_else(|| name.clone(), |relation| format!("{name} ({relation})")));
                }
                None => present.staff.push(name),
            }
        }
        present.staff.dedup();
        present
    }
}

/// A visit: an Encounter when something came of it, an Appointment while it is to come or when it did not take place.
pub(crate) fn give_back(visit: &Visit, patient: &Value) -> Option<Value> {
    match &visit.outcome {
        Some(Outcome::Happened(happened)) => Some(give_back_happened(happened, visit.at, "finished", patient)),
        Some(Outcome::NotHeld(why)) => give_back_appointment(visit, Some(*why), patient),
        None => give_back_appointment(visit, None, patient),
    }
}

fn give_back_happened(known: &VisitHappened, at: When, status: &str, patient: &Value) -> Value {
    let mut encounter = encounter(status, &known.what, at, known.until, patient);
    if !known.with_name.is_empty() {
        encounter["participant"] = json!([{"individual": {"display": known.with_name}}]);
    }
    if !known.where_words.is_empty() {
        encounter["location"] = json!([{"location": {"display": known.where_words}}]);
    }
    if !known.reasons.is_empty() {
        encounter["reasonCode"] = known.reasons.iter().map(|reason| json!({"text": reason})).collect();
    }
    encounter
}

fn encounter(status: &str, what: &str, at: When, until: Option<When>, patient: &Value) -> Value {
    let mut encounter = json!({
        "resourceType": "Encounter",
        "status": status,
        "class": {"system": ACT_CODE, "code": "AMB", "display": "ambulatory"},
        "type": [{"text": what}],
        "subject": patient,
    });
    match (dates::write(at), until.and_then(dates::write)) {
        (Some(start), Some(end)) => encounter["period"] = json!({"start": start, "end": end}),
        (Some(start), None) => encounter["period"] = json!({"start": start}),
        (None, _) => encounter["period"] = dates::write_period(at),
    }
    encounter
}

fn give_back_appointment(visit: &Visit, why: Option<NotHeld>, patient: &Value) -> Option<Value> {
    let planned = visit.planned.as_ref()?;
    let (status, reason) = match why {
        None if visit.arrived => ("arrived", None),
        None => ("booked", None),
        Some(NotHeld::DidNotAttend) => ("noshow", Some("noshow")),
        Some(NotHeld::CancelledByPatient | NotHeld::CancelledLate) => ("cancelled", Some("pat")),
        Some(NotHeld::CancelledByUs) => ("cancelled", Some("prov")),
    };
    let end = planned.at.checked_add(i64::from(planned.minutes).minutes()).ok()?;
    let mut appointment = json!({
        "resourceType": "Appointment",
        "status": status,
        "start": planned.at.to_string(),
        "end": end.to_string(),
        "minutesDuration": planned.minutes,
        "participant": [
            {"actor": patient, "status": "accepted"},
            {"actor": {"display": planned.with_name}, "status": "accepted"},
        ],
    });
    if !planned.purpose.is_empty() {
        appointment["description"] = json!(planned.purpose);
    }
    // app-4: only what was cancelled or missed has a reason for it.
    if let Some(code) = reason {
        appointment["cancelationReason"] = json!({
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason", "code": code}],
            "text": why.map(|why| why.words()),
        });
    }
    Some(appointment)
}

/// A session of a course, as the Encounter in which it took place (or was to).
pub(crate) fn give_back_session(course: &TherapyCourse, session: &Session, patient: &Value) -> Value {
    let status = match session.state {
        SessionState::Planned => "planned",
        SessionState::Held => "finished",
        SessionState::NotHeld(_) => "cancelled",
    };
    let until = match (session.at, session.minutes) {
        (When::Instant(at), Some(minutes)) => at.checked_add(i64::from(minutes).minutes()).ok().map(When::Instant),
        _ => None,
    };
    let name = course.what.name.trim();
    let what =
        if name.to_lowercase().ends_with("therapy") { format!("{name} session") } else { format!("{name} therapy session") };
    let mut encounter = encounter(status, &what, session.at, until, patient);
    if matches!(session.format, Format::Phone | Format::Video) {
        encounter["class"] = json!({"system": ACT_CODE, "code": "VR", "display": "virtual"});
    }
    if !course.what.therapist_name.is_empty() {
        encounter["participant"] = json!([{"individual": {"display": course.what.therapist_name}}]);
    }
    if let SessionState::NotHeld(why) = session.state {
        encounter["reasonCode"] = json!([{"text": why.words()}]);
    }
    encounter
}
