//! Minutes of practice: begin and finish are two posts, and the server counts. The phone may be locked, the page closed.

use super::{
    minutes_picture,
    own_work::{Own, Sent, Wrong, about, again, key_field, trouble},
    words::{self, NOTICED},
};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
    pages::patient::frame,
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    CourseId, Event, StaffId,
    practice::{PracticeCourse, PracticeRated, Practised},
};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

const DRAFT: &str = "work:minutes";
/// Lengths that can be chosen.
const LENGTHS: &[u16] = &[3, 5, 10, 15, 20, 30, 45];
/// What a tap begins where nothing is known of the course.
const USUAL: u16 = 10;
/// Longer than this, the person says how much of it was practice.
const ASKED_FROM: i64 = 120;
/// What is noticed when practice stirs things up, as it is kept.
const STIRRED_UP: &str = "stirred_up";

/// A practice that was begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Finishing twice counts once.
    pub key: String,
    /// The course.
    pub course: CourseId,
    /// When it was begun.
    pub at: Timestamp,
    /// Minutes that were meant.
    pub minutes: u16,
}

/// Which course, and what was just done.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    course: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    short: String,
}

fn find<'a>(own: &'a Own, id: &str) -> Option<&'a PracticeCourse> {
    let id: CourseId = id.parse().ok()?;
    own.chart().practice(id).filter(|course| course.is_current())
}

/// The practice that was begun. One whose course is on the record no more is nothing that could be finished, and holds nobody up.
async fn begun(own: &Own) -> Result<Option<Begun>, Problem> {
    let begun = own.draft::<Begun>(DRAFT).await?;
    let gone = begun.as_ref().is_some_and(|begun| own.chart().practice(begun.course).is_none());
    if gone {
        own.forget(DRAFT).await;
    }
    Ok(begun.filter(|_| !gone))
}

/// The timer and the last seven days of a course; of the one going on, where none is named.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own minutes of practice").await?;
    let begun = begun(&own).await?;
    let course = match &begun {
        Some(begun) => own.chart().practice(begun.course),
        None if which.course.is_empty() => own.chart().practices.iter().rev().find(|course| course.is_current()),
        None => find(&own, &which.course),
    };
    match course {
        Some(course) => Ok(page(
            &own,
            course,
            begun.as_ref().filter(|begun| begun.course == course.id),
            &Shown { done: &which.done, short: !which.short.is_empty() },
            None,
        )),
        None if which.course.is_empty() => Ok(no_course(&own)),
        None => Err(own.nothing()),
    }
}

fn no_course(own: &Own) -> Markup {
    let body = html! { header { h1 { (words::MINUTES) } p.lead { (words::NO_PRACTICE) } } };
    own.page(("/my/work", words::MY_WORK), body)
}

/// What the address asks the page to say.
#[derive(Default)]
struct Shown<'a> {
    done: &'a str,
    short: bool,
}

fn page(own: &Own, course: &PracticeCourse, begun: Option<&Begun>, shown: &Shown<'_>, wrong: Option<&Wrong>) -> Markup {
    let teacher = course.what.practitioner_name.as_str();
    let practice = course.what.practice.as_ref().and_then(|id| own.app.clinic.knowledge().practice(id));
    let body = html! {
        header { h1 { (words::minutes_of(practice.map_or(course.what.name.as_str(), |known| known.patient_name.as_str()))) } p.lead { (words::MINUTES_LEAD) } }
        (trouble(wrong))
        @if shown.done == STIRRED_UP { (stirred_up(&hearers(own, course))) }
        @if shown.done == "kept" { p.done-note role="status" { (words::MINUTES_KEPT) } }
        @match begun { Some(begun) => (running(own, begun, wrong)), None => (ready(own, course, shown.short)) }
        @if begun.is_none() && shown.done == "kept" { (notice_form(own, course)) }
        (minutes_picture::card(own, course))
        @if begun.is_none() { p { a href=(format!("/my/work/could-not?practice={}", course.id)) { (words::COULD_NOT) } } }
        @if shown.done != STIRRED_UP { p.small.muted { (words::if_it_stirs(teacher)) } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

fn ready(own: &Own, course: &PracticeCourse, short: bool) -> Markup {
    let agreed = course.plan().and_then(|plan| plan.minutes).filter(|minutes| LENGTHS.contains(minutes));
    let usual = if short { LENGTHS[0] } else { agreed.unwrap_or(USUAL) };
    html! {
        section.card { form.stack method="post" action="/my/work/minutes/start" data-no-wait {
            (key_field(&frame::fresh_key(&own.app)))
            input type="hidden" name="course" value=(course.id);
            fieldset.lengths { legend { (words::HOW_LONG) }
                @for length in LENGTHS { label.chip-box { input type="radio" name="minutes" value=(length) checked[*length == usual]; span { (words::minutes(*length)) } } }
            }
            button.button.primary type="submit" { (words::BEGIN_NOW) }
        } }
    }
}

fn running(own: &Own, begun: &Begun, wrong: Option<&Wrong>) -> Markup {
    let zone = own.zone();
    let ends = begun.at + jiff::SignedDuration::from_mins(i64::from(begun.minutes));
    let elapsed = own.app.clinic.now().duration_since(begun.at).as_secs();
    let asked = wrong.is_some_and(|wrong| wrong.field == "really");
    html! {
        section.card.centred {
            (minutes_picture::ring(begun.minutes, elapsed, &words::began(&frame::clock_words(begun.at, &zone))))
            p.small.muted { (words::ends_about(&frame::clock_words(ends, &zone))) }
            form.stack method="post" action="/my/work/minutes/finish" data-no-wait {
                (key_field(&begun.key))
                @if asked { (form::text(&Field { name: "really", label: words::HOW_MUCH_WAS_PRACTICE, error: about(wrong, "really"), ..Field::default() }, "number")) }
                button.button.primary type="submit" { (words::FINISH_NOW) }
            }
            form method="post" action="/my/work/minutes/drop" { button.link type="submit" { (words::THROW_AWAY) } }
        }
    }
}

fn notice_form(own: &Own, course: &PracticeCourse) -> Markup {
    html! {
        section.card { h2 { (words::WHAT_DID_YOU_NOTICE) }
            form method="post" action="/my/work/minutes/noticed" data-no-wait {
                (key_field(&frame::fresh_key(&own.app)))
                input type="hidden" name="course" value=(course.id);
                div.chips-list { @for (code, said) in NOTICED { button.chip type="submit" name="noticed" value=(code) { (said) } } }
            }
        }
    }
}

/// Who is sent a message when practice stirs things up: the teacher and the therapist, where their accounts are known.
fn hearers<'o>(own: &'o Own, course: &'o PracticeCourse) -> Vec<(StaffId, &'o str)> {
    let teacher = course.what.practitioner.map(|staff| (staff, course.what.practitioner_name.as_str()));
    let (therapist, name) = own.therapist();
    let mut hearers: Vec<(StaffId, &str)> = teacher.into_iter().chain(therapist.map(|staff| (staff, name))).collect();
    hearers.dedup_by_key(|(staff, _)| *staff);
    hearers
}

/// At once, and without script: what to do now, and who hears of it.
fn stirred_up(hearers: &[(StaffId, &str)]) -> Markup {
    html! {
        section.card.next role="status" { h2 { (words::STIRRED_UP_NOW) }
            ol.numbered { @for step in words::STIRRED_UP_STEPS { li { (step) } } }
            p { (words::stirred_up_told(hearers.first().map(|(_, name)| *name), hearers.get(1).map(|(_, name)| *name))) }
            p { a.button.secondary href="/help-now" { (words::HELP_NOW) } }
        }
    }
}

/// Begins: the server looks at its clock.
pub async fn start(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own minutes of practice").await?;
    let sent = Sent(fields);
    let Some(course) = find(&own, sent.get("course")) else { return Err(own.nothing()) };
    if begun(&own).await?.is_none() {
        let minutes = sent.get("minutes").parse::<u16>().ok().filter(|minutes| LENGTHS.contains(minutes)).unwrap_or(USUAL);
        let key = format!("minutes:{}", own.app.clinic.fresh());
        own.keep(DRAFT, &Begun { key, course: course.id, at: own.app.clinic.now(), minutes }).await?;
    }
    Ok(Redirect::to("/my/work/minutes").into_response())
}

/// Finishes: the minutes between are kept. Where the phone was put away for hours, the person says how many were practice.
pub async fn finish(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own minutes of practice").await?;
    let sent = Sent(fields);
    let Some(begun) = begun(&own).await? else { return Ok(Redirect::to("/my/work/minutes").into_response()) };
    let Some(course) = own.chart().practice(begun.course).filter(|_| begun.key == sent.get("key")) else {
        return Ok(Redirect::to("/my/work/minutes").into_response());
    };
    let ask =
        |sentence: &str| Ok(again(page(&own, course, Some(&begun), &Shown::default(), Some(&Wrong::new("really", sentence)))));
    let seconds = own.app.clinic.now().duration_since(begun.at).as_secs();
    let counted = match (sent.get("really"), seconds / 60) {
        ("", minutes) if minutes > ASKED_FROM => return ask(words::PHONE_PUT_AWAY),
        ("", _) => u16::try_from((seconds + 30) / 60).unwrap_or(1).max(1),
        (text, most) => match text.parse::<u16>() {
            Ok(minutes) if minutes > 0 && i64::from(minutes) <= most.max(1) => minutes,
            _ => return ask(words::WRITE_MINUTES),
        },
    };
    let on = begun.at.to_zoned(own.zone()).date();
    let event = Event::Practised(Practised { course: begun.course, on, minutes: counted });
    match own.record(vec![Entry::new(begun.key.clone(), event)]).await? {
        Ok(_) => {
            own.forget(DRAFT).await;
            Ok(Redirect::to(&format!("/my/work/minutes?course={}&done=kept", begun.course)).into_response())
        }
        Err(sentence) => ask(&sentence),
    }
}

/// Throws away what was begun: no minute is recorded.
pub async fn drop_it(State(app): State<Shared>, who: Who) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own minutes of practice").await?;
    own.forget(DRAFT).await;
    Ok(Redirect::to("/my/work/minutes").into_response())
}

/// Keeps what was noticed. What stirred things up is told to the teacher and the therapist in the same moment.
pub async fn noticed(
    State(app): State<Shared>,
    who: Who,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own minutes of practice").await?;
    let sent = Sent(fields);
    let Some(course) = find(&own, sent.get("course")) else { return Err(own.nothing()) };
    let Some((code, _)) = NOTICED.iter().find(|(code, _)| *code == sent.get("noticed")) else { return Err(own.nothing()) };
    let event = PracticeRated {
        course: course.id,
        on: own.today(),
        before: None,
        after: None,
        noticed: (*code).to_owned(),
        obstacle: None,
    };
    let entry = Entry::new(own.key(&sent), Event::PracticeRated(event));
    let tell: Vec<StaffId> =
        if *code == STIRRED_UP { hearers(&own, course).into_iter().map(|(staff, _)| staff).collect() } else { Vec::new() };
    let done = own.app.clinic.tell_about_work(&own.who.subject, own.chart().id, vec![entry], None, &tell).await;
    match own.or_sentence(done)? {
        Ok(_) => {
            let done = if *code == STIRRED_UP { STIRRED_UP } else { "noticed" };
            Ok(Redirect::to(&format!("/my/work/minutes?course={}&done={done}", course.id)).into_response())
        }
        Err(sentence) => Ok(again(page(&own, course, None, &Shown::default(), Some(&Wrong::new("noticed", sentence))))),
    }
}
