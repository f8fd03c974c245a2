//! What is measured when: agree, change and end a rhythm, beginning from what the therapies and practices on the chart are
//! measured by. What is agreed decides what is due, on the phone, in the caseload and here.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
        notice,
    },
    errors::Problem,
    guard::Who,
    pages::patient::questionnaire::{is_for_patients, is_for_proxies},
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    Chart, ChartId, CourseId, Event, InstrumentId,
    questionnaire::{Rhythm, ScheduleEnded, Scheduled},
};
use concord_engines::{
    course_state::CourseState,
    days::{day_words, full_day_words},
    due::{DueState, MISSED_UNTIL_SOMEBODY_IS_TOLD, RhythmFacts, due},
};
use concord_knowledge::{Instrument, Knowledge};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// No course of treatment is longer in weeks, so a larger number is a slip of the pen.
const WEEKS_AT_MOST: u16 = 520;

/// The form, and what was just done. Empty where nothing was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    key: String,
    done: String,
    instrument: String,
    by: String,
    rhythm: String,
    days: String,
    ahead: String,
    weeks: String,
    course: String,
    from: String,
    until: String,
    tell: String,
}

/// The page. An instrument in the address opens the form for it, with what is agreed or usual.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(typed): Query<Typed>) -> Response {
    let open = match frame::open(&app, &who, chart, "rhythm of measures").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let filled = filled(&app, &open.chart, typed);
    page(&app, &who, &open, &filled, None).into_response()
}

/// What stands in the form when it opens.
fn filled(app: &Shared, chart: &Chart, asked: Typed) -> Typed {
    let id = InstrumentId::from(asked.instrument.as_str());
    let agreed = chart.questionnaires.schedules.iter().find(|(_, known)| known.instrument == id).map(|(_, known)| known);
    if let Some(agreed) = agreed {
        return Typed { done: asked.done, ..of_agreed(agreed) };
    }
    let instrument = app.clinic.instrument(&id);
    let usual = instrument.as_ref().and_then(|known| known.schedule.as_ref()).map_or(14, |schedule| schedule.every_days);
    let by_patient = instrument.as_ref().is_none_or(|known| is_for_patients(known));
    Typed {
        by: if by_patient { "patient" } else { "team" }.to_owned(),
        rhythm: "days".to_owned(),
        days: usual.to_string(),
        ahead: "3".to_owned(),
        weeks: "0, 4, 8, 12".to_owned(),
        from: app.clinic.today().to_string(),
        tell: MISSED_UNTIL_SOMEBODY_IS_TOLD.to_string(),
        ..asked
    }
}

fn of_agreed(agreed: &Scheduled) -> Typed {
    let mut typed = Typed {
        instrument: agreed.instrument.to_string(),
        by: if agreed.rated_by_clinician { "team" } else { "patient" }.to_owned(),
        course: agreed.course.map(|course| course.to_string()).unwrap_or_default(),
        from: agreed.from.to_string(),
        until: agreed.until.map(|until| until.to_string()).unwrap_or_default(),
        tell: agreed.tell_after_missed.unwrap_or(MISSED_UNTIL_SOMEBODY_IS_TOLD).to_string(),
        ..Typed::default()
    };
    match &agreed.rhythm {
        Rhythm::EveryDays(days) => (typed.rhythm, typed.days) = ("days".to_owned(), days.to_string()),
        Rhythm::BeforeEachVisit(ahead) => (typed.rhythm, typed.ahead) = ("visit".to_owned(), ahead.to_string()),
        Rhythm::AtWeeks(weeks) => {
            let weeks: Vec<String> = weeks.iter().map(u16::to_string).collect();
            (typed.rhythm, typed.weeks) = ("weeks".to_owned(), weeks.join(", "));
        }
    }
    typed
}

type Wrong = (&'static str, String);

impl Typed {
    /// The agreement, or what has to be put right.
    fn read(&self, app: &Shared) -> Result<Scheduled, Wrong> {
        let wrong = |field: &'static str, sentence: &str| Err((field, sentence.to_owned()));
        let Some(instrument) = app.clinic.instrument(&InstrumentId::from(self.instrument.as_str())) else {
            return wrong("instrument", "Choose what is measured.");
        };
        let rated_by_clinician = self.by == "team";
        if !rated_by_clinician && !is_for_patients(&instrument) {
            return Err(("by", why_not_asked(&instrument)));
        }
        let number = |text: &str| text.trim().parse::<u16>().ok();
        let rhythm = match self.rhythm.as_str() {
            "days" => match number(&self.days) {
                Some(days) if (1..=366).contains(&days) => Rhythm::EveryDays(days),
                _ => return wrong("days", "Write every how many days, from 1 to 366."),
            },
            "visit" => match number(&self.ahead).and_then(|ahead| u8::try_from(ahead).ok()) {
                Some(ahead) if ahead <= 30 => Rhythm::BeforeEachVisit(ahead),
                _ => return wrong("ahead", "Write how many days ahead of the visit, from 0 to 30."),
            },
            "weeks" => match weeks(&self.weeks) {
                Some(weeks) => Rhythm::AtWeeks(weeks),
                None => return wrong("weeks", "Write the weeks as numbers, for example 0, 4, 8, 12."),
            },
            _ => return wrong("rhythm", "Choose when it is due."),
        };
        let Ok(from) = self.from.trim().parse::<Date>() else { return wrong("from", "Choose the first day.") };
        let until = match self.until.trim() {
            "" => None,
            text => match text.parse::<Date>() {
                Ok(day) if day >= from => Some(day),
                _ => return wrong("until", "Choose a last day that is not before the first, or leave it empty."),
            },
        };
        let tell = match self.tell.trim().parse::<u8>() {
            Ok(times) if (1..=20).contains(&times) => times,
            _ => return wrong("tell", "Write after how many missed in a row somebody is told, from 1 to 20."),
        };
        let course = match self.course.as_str() {
            "" => None,
            text => match text.parse::<CourseId>() {
                Ok(course) => Some(course),
                Err(_) => return wrong("course", "Choose the course that it follows, or the whole of care."),
            },
        };
        let tell_after_missed = (tell != MISSED_UNTIL_SOMEBODY_IS_TOLD).then_some(tell);
        Ok(Scheduled { instrument: instrument.id.clone(), rhythm, course, from, until, rated_by_clinician, tell_after_missed })
    }
}

/// Weeks as people write them; `None` where something is no week.
fn weeks(text: &str) -> Option<Vec<u16>> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let mut weeks =
        parts.map(|part| part.parse::<u16>().ok().filter(|week| *week <= WEEKS_AT_MOST)).collect::<Option<Vec<_>>>()?;
    weeks.sort_unstable();
    weeks.dedup();
    (!weeks.is_empty()).then_some(weeks)
}

/// Why a questionnaire is not put to the patient, in one sentence.
pub(super) fn why_not_asked(instrument: &Instrument) -> String {
    use concord_knowledge::instrument::Mode;
    let name = &instrument.short_name;
    match instrument.mode {
        Mode::SelfReport => format!(
            "The wording of the {name} may not be shown here, so patients are not asked on the phone. Enter the numbers from \
             the form, or have an administrator load the wording for which this practice holds a licence."
        ),
        Mode::Clinician => format!("The {name} is rated by a clinician and is not put to the patient."),
        Mode::Proxy => format!(
            "The {name} is answered by somebody who knows the patient: on the page of whoever acts for them and may answer \
             questions, or on paper and entered here. Agree it with the team."
        ),
        Mode::Observer => format!("The {name} is rated by somebody who watches or listens and is entered here."),
    }
}

/// Who is asked, or enters it.
fn who_answers(app: &Shared, agreed: &Scheduled) -> &'static str {
    let by_proxy = app.clinic.instrument(&agreed.instrument).is_some_and(|known| is_for_proxies(&known));
    match (by_proxy, agreed.rated_by_clinician) {
        (true, _) => "whoever acts for the patient, on their page; else entered by the team",
        (false, true) => "entered by the team",
        (false, false) => "the patient, on the phone",
    }
}

/// Agrees or changes a rhythm.
pub async fn submit(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(typed): Form<Typed>) -> Response {
    let open = match frame::read(&app, &who, chart, "rhythm of measures").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let again = |wrong: &Wrong| (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &who, &open, &typed, Some(wrong))).into_response();
    let agreed = match typed.read(&app) {
        Ok(agreed) => agreed,
        Err(wrong) => return again(&wrong),
    };
    if agreed.course.is_some_and(|course| !courses(&open.chart).iter().any(|(known, _)| *known == course)) {
        return again(&("course", "Choose a course that goes on, or the whole of care.".to_owned()));
    }
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(typed.key.clone(), Event::MeasureScheduled(agreed))]).await
    {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/measures/schedule?done=agreed")).into_response(),
        Err(ActionError::Refused(refusal)) => again(&("rhythm", refusal.sentence)),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Which rhythm ends, and why.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Ending {
    key: String,
    instrument: String,
    words: String,
}

/// Ends a rhythm.
pub async fn end(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(ending): Form<Ending>) -> Response {
    let instrument = InstrumentId::from(ending.instrument.as_str());
    let event = Event::MeasureScheduleEnded(ScheduleEnded { instrument, words: ending.words.trim().to_owned() });
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(ending.key, event)]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/measures/schedule?done=ended")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, typed: &Typed, wrong: Option<&Wrong>) -> Markup {
    let chart = &open.chart;
    let errors: Vec<_> = wrong.iter().map(|(field, sentence)| (format!("#{field}"), sentence.clone())).collect();
    let body = html! {
        header.page-head { div { h2 { "Rhythm of measures" } p.lead { "What is asked when, as agreed with " (frame::given_name(chart)) ". Without an agreement an instrument comes round as its own entry says." } } p { a href=(format!("/chart/{}/measures", chart.id)) { "Measures" } } }
        @match typed.done.as_str() {
            "agreed" => (notice::done("Agreed. It decides from now on what is due.")),
            "ended" => (notice::done("Ended. What was answered stays.")),
            _ => {}
        }
        (error_summary(&errors))
        (agreed_now(app, chart))
        div.two-columns {
            (agree_form(app, chart, typed, wrong))
            aside aria-label="Measured by" { (suggested(app, chart)) }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/measures", title: "Rhythm of measures" }, body)
}

/// Every rhythm that is agreed, with what is due and the way to end it.
fn agreed_now(app: &Shared, chart: &Chart) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let list = due(chart, app.clinic.knowledge(), today, &zone);
    let base = format!("/chart/{}/measures/schedule", chart.id);
    html! {
        section.card.flush { div.pad { h3 { "Agreed now" } @if chart.questionnaires.schedules.is_empty() { p.muted { "Nothing yet." } } }
            @if !chart.questionnaires.schedules.is_empty() {
                table.visits {
                    caption.vh { "Rhythms that are agreed" }
                    thead { tr { th scope="col" { "What" } th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "Now" } th scope="col" { "Change" } } }
                    tbody { @for (_, agreed) in &chart.questionnaires.schedules {
                        @let facts = list.measures.iter().find(|(facts, _)| facts.rhythm.instrument == agreed.instrument);
                        tr {
                            td { b { (name(app, &agreed.instrument)) } @if let Some(course) = agreed.course { div.small.muted { (course_name(chart, course)) } } }
                            td data-label="When" { (rhythm_words(&agreed.rhythm)) div.small.muted { "from " (full_day_words(agreed.from)) @if let Some(until) = agreed.until { " to " (full_day_words(until)) } } }
                            td data-label="Who" { (who_answers(app, agreed)) }
                            td data-label="Now" { @match facts { Some((facts, state)) => (state_words(facts, *state, today)), None => span.muted { "not in care, nothing is due" } } }
                            td {
                                a href=(format!("{base}?instrument={}#agree", agreed.instrument)) { "Change" span.vh { " " (name(app, &agreed.instrument)) } }
                                form.inline-form method="post" action=(format!("{base}/end")) data-once {
                                    input type="hidden" name="key" value=(app.clinic.fresh());
                                    input type="hidden" name="instrument" value=(agreed.instrument);
                                    label { span.vh { "Why " (name(app, &agreed.instrument)) " ends" } input name="words" placeholder="Why, if you like"; }
                                    button.button.quiet type="submit" { "End" span.vh { " " (name(app, &agreed.instrument)) } }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }
}

/// Before each visit says how long ahead; the rest is in the rhythm's own words.
fn rhythm_words(rhythm: &Rhythm) -> String {
    match rhythm {
        Rhythm::BeforeEachVisit(0) => "on the day of each visit".to_owned(),
        Rhythm::BeforeEachVisit(1) => "before each visit, from the day before".to_owned(),
        Rhythm::BeforeEachVisit(ahead) => format!("before each visit, from {ahead} days ahead"),
        other => other.words(),
    }
}

/// Where an instrument stands today, with what was missed.
pub(super) fn state_words(facts: &RhythmFacts, state: DueState, today: Date) -> String {
    let now = match state {
        DueState::NoneDue => "nothing is to come: no further day is known".to_owned(),
        DueState::Next(day) => format!("next {}", day_words(day, today)),
        DueState::Due => "due today".to_owned(),
        DueState::Overdue(since, _) => format!("overdue since {}", day_words(since, today)),
        DueState::Declined(day) => format!("declined {}", day_words(day, today)),
    };
    match facts.rhythm.missed_in_a_row(today) {
        0 => now,
        1 => format!("{now}; the last one was missed"),
        missed => format!("{now}; {missed} in a row were missed"),
    }
}

fn name(app: &Shared, id: &InstrumentId) -> String {
    app.clinic.knowledge().instrument(id).map_or_else(|| id.to_string(), |known| known.short_name.clone())
}

/// Courses that go on, with a name.
fn courses(chart: &Chart) -> Vec<(CourseId, String)> {
    let therapies = chart.therapies.iter().filter(|course| course.is_current());
    let therapies = therapies.map(|course| (course.id, course.what.name.clone()));
    let practices = chart.practices.iter().filter(|course| course.is_current());
    let practices = practices.map(|course| (course.id, course.what.name.clone()));
    let medicines = chart.medications.iter().filter(|course| course.is_current());
    therapies.chain(medicines.map(|course| (course.id, course.what.name.clone()))).chain(practices).collect()
}

fn course_name(chart: &Chart, id: CourseId) -> String {
    courses(chart)
        .into_iter()
        .find(|(known, _)| *known == id)
        .map_or_else(|| "a course that has ended".to_owned(), |(_, name)| name)
}

fn agree_form(app: &Shared, chart: &Chart, typed: &Typed, wrong: Option<&Wrong>) -> Markup {
    let error = |name: &str| wrong.filter(|(field, _)| *field == name).map_or("", |(_, sentence)| sentence.as_str());
    let all = app.clinic.instruments();
    let names: Vec<(String, String)> =
        all.iter().map(|known| (known.id.to_string(), format!("{}: {}", known.short_name, known.name))).collect();
    let mut options = vec![("", "Choose")];
    options.extend(names.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    let courses: Vec<(String, String)> = courses(chart).into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let mut of_course = vec![("", "the whole of care")];
    of_course.extend(courses.iter().map(|(id, name)| (id.as_str(), name.as_str())));
    let text = |name: &'static str, label: &'static str, value: &str, kind: &str| {
        controls::text(&Field { name, label, value, error: error(name), ..Field::default() }, kind)
    };
    let day = |name: &'static str, label: &'static str, value: &str| {
        controls::date(&Field { name, label, value, error: error(name), ..Field::default() }, None, None)
    };
    html! {
        section.card #agree { h3 { "Agree or change a rhythm" }
            form.stack method="post" action=(format!("/chart/{}/measures/schedule", chart.id)) novalidate data-guard {
                input type="hidden" name="key" value=(if typed.key.is_empty() { app.clinic.fresh().to_string() } else { typed.key.clone() });
                (controls::select(&Field { name: "instrument", label: "What is measured", value: &typed.instrument, error: error("instrument"), required: true, ..Field::default() }, &options))
                (controls::radios(&Field { name: "by", label: "Who answers", value: &typed.by, error: error("by"), ..Field::default() }, &[("patient", "the patient, on the phone"), ("team", "the team rates it or enters it in the visit")]))
                (controls::radios(&Field { name: "rhythm", label: "When", value: &typed.rhythm, error: error("rhythm"), ..Field::default() }, &[("days", "every so many days"), ("visit", "before each session or visit"), ("weeks", "in these weeks")]))
                div.columns {
                    (text("days", "Every … days (7 is weekly)", &typed.days, "number"))
                    (text("ahead", "Days ahead of the visit", &typed.ahead, "number"))
                    (text("weeks", "Weeks, counted from the first day", &typed.weeks, "text"))
                }
                (controls::select(&Field { name: "course", label: "It follows", value: &typed.course, error: error("course"), hint: "With a therapy, “before each session” means its own sessions; and a rhythm ends with its course.", ..Field::default() }, &of_course))
                div.columns {
                    (day("from", "First day", &typed.from))
                    (day("until", "Last day, if there is one", &typed.until))
                    (text("tell", "Tell somebody after … missed in a row", &typed.tell, "number"))
                }
                (frame::signing(app, chart))
                p { button.button.primary type="submit" { "Agree for " (frame::given_name(chart)) } }
            }
        }
    }
}

/// By what a course is measured, as its entry or its plan says.
struct Suggestion {
    instrument: InstrumentId,
    course: CourseId,
    because: String,
}

/// Instruments of the courses that go on and that no rhythm is agreed for.
fn suggestions(chart: &Chart, knowledge: &Knowledge, state: &CourseState<'_>) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    let mut add = |instruments: &[InstrumentId], course: CourseId, because: &str| {
        for instrument in instruments {
            let agreed = chart.questionnaires.schedules.iter().any(|(_, known)| known.instrument == *instrument);
            if !agreed && !found.iter().any(|known| known.instrument == *instrument) {
                found.push(Suggestion { instrument: instrument.clone(), course, because: because.to_owned() });
            }
        }
    };
    for course in chart.therapies.iter().filter(|course| course.is_current()) {
        let entry = course.what.therapy.as_ref().and_then(|id| knowledge.therapy(id));
        let protocol = course.plan().and_then(|plan| entry?.protocol(plan.protocol.as_deref()?));
        add(course.plan().map_or(&[], |plan| &plan.measures), course.id, &format!("plan of {}", course.what.name));
        add(protocol.map_or(&[], |protocol| &protocol.measures), course.id, &course.what.name);
        add(entry.map_or(&[], |entry| &entry.measures), course.id, &course.what.name);
    }
    for arm in state.arms.iter().filter(|arm| arm.is_treatment && arm.dial.ended.is_none()) {
        if let Some(target) = arm.indication.as_ref().and_then(|_| state.target_of(arm)) {
            add(std::slice::from_ref(&target.instrument.id), arm.course, &arm.name);
        }
    }
    for course in chart.practices.iter().filter(|course| course.is_current()) {
        let entry = course.what.practice.as_ref().and_then(|id| knowledge.practice(id));
        add(entry.map_or(&[], |entry| &entry.own_measure.instruments), course.id, &course.what.name);
    }
    found
}

fn suggested(app: &Shared, chart: &Chart) -> Markup {
    let zone = app.clinic.zone();
    let state = CourseState::of(chart, app.clinic.knowledge(), &zone);
    let found = suggestions(chart, app.clinic.knowledge(), &state);
    html! {
        section.card { h3 { "What these courses are measured by" }
            @if found.is_empty() { p.muted { "Nothing further: every measure of the courses that go on has its rhythm, or their entries name none." } }
            ul.plain { @for one in &found {
                @if let Some(instrument) = app.clinic.instrument(&one.instrument) {
                    li {
                        a href=(format!("/chart/{}/measures/schedule?instrument={}&course={}#agree", chart.id, one.instrument, one.course)) { (instrument.short_name) }
                        span.small { ", " (instrument.construct.words()) ": " (one.because) "." }
                        @if let Some(schedule) = &instrument.schedule { div.small.muted { "Usually " (Rhythm::EveryDays(schedule.every_days).words()) "." } }
                        @if !is_for_patients(&instrument) { div.small.muted { (why_not_asked(&instrument)) } }
                    }
                }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_read_as_people_write_them() {
        assert_eq!(weeks("0, 4; 8 12,4"), Some(vec![0, 4, 8, 12]));
        for nonsense in ["", "  ", "four", "1, x", "9999", "-1"] {
            assert_eq!(weeks(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn before_each_visit_says_how_long_ahead() {
        assert_eq!(rhythm_words(&Rhythm::BeforeEachVisit(0)), "on the day of each visit");
        assert_eq!(rhythm_words(&Rhythm::BeforeEachVisit(3)), "before each visit, from 3 days ahead");
        assert_eq!(rhythm_words(&Rhythm::EveryDays(7)), "every week");
    }
}
