//! *Could not, because…*: the same list for every kind of own work. Each reason says beforehand who will hear of it; the one
//! about the medicine goes to the prescriber with a promised time.

use super::{
    own_work::{Own, Sent, Task, Wrong, about, again, key_field, trouble},
    words::{self, Hears},
};
use crate::{
    app::Shared,
    components::form::{self, Field},
    errors::Problem,
    guard::Who,
    pages::patient::side_effect::BURDEN,
};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, Medicine, OpenChart};
use concord_chart::{
    ActivityId, CourseId, Event, StaffId,
    practice::{PracticeCourse, PracticeRated},
    side_effect::Reported,
    therapy::{Homework, HomeworkReported},
    work::{Activity, ActivityReported},
};
use concord_knowledge::ListName;
use maud::{Markup, html};
use serde::Deserialize;

/// What could not be done.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    homework: String,
    #[serde(default)]
    activity: String,
    #[serde(default)]
    practice: String,
}

/// The piece of work that could not be done.
enum About<'a> {
    Homework(Task<'a>),
    Activity(&'a Activity),
    Practice(&'a PracticeCourse),
}

fn find<'a>(own: &'a Own, which: &Which) -> Option<About<'a>> {
    if let Some(task) = own.homework(&which.homework) {
        return Some(About::Homework(task));
    }
    if let Some(activity) =
        which.activity.parse::<ActivityId>().ok().and_then(|id| own.chart().work.activities.iter().find(|known| known.id == id))
    {
        return Some(About::Activity(activity));
    }
    which.practice.parse::<CourseId>().ok().and_then(|id| own.chart().practice(id)).map(About::Practice)
}

impl About<'_> {
    fn what(&self) -> &str {
        match self {
            Self::Homework(task) => &task.homework.what.task,
            Self::Activity(activity) => activity.what(),
            Self::Practice(course) => &course.what.name,
        }
    }

    /// The field that names it in the form, and its id.
    fn field(&self) -> (&'static str, String) {
        match self {
            Self::Homework(task) => ("homework", task.homework.what.homework.to_string()),
            Self::Activity(activity) => ("activity", activity.id.to_string()),
            Self::Practice(course) => ("practice", course.id.to_string()),
        }
    }

    /// Where something smaller is tried.
    fn smaller(&self) -> String {
        match self {
            Self::Homework(task) => format!("/my/work/doing/plan?homework={}&smaller=yes", task.homework.what.homework),
            Self::Activity(activity) => format!("/my/work/doing/plan?activity={}&smaller=yes", activity.id),
            Self::Practice(course) => format!("/my/work/minutes?course={}&short=yes", course.id),
        }
    }

    /// Who works with the person on it: id and name.
    fn helper<'a>(&'a self, own: &'a Own) -> (Option<StaffId>, &'a str) {
        match self {
            Self::Homework(task) if !task.name.is_empty() => (task.therapist, task.name),
            Self::Practice(course) if !course.what.practitioner_name.is_empty() => {
                (course.what.practitioner, &course.what.practitioner_name)
            }
            _ => own.therapist(),
        }
    }

    fn event(&self, own: &Own, obstacle: &str, words: &str) -> Event {
        let (words, obstacle) = (words.to_owned(), Some(obstacle.to_owned()));
        match self {
            Self::Homework(task) => Event::HomeworkReported(HomeworkReported {
                course: task.course,
                homework: task.homework.what.homework,
                done_percent: 0,
                could_not: words,
                obstacle,
            }),
            Self::Activity(activity) => Event::ActivityReported(ActivityReported {
                activity: activity.id,
                what: String::new(),
                done: false,
                mastery: None,
                pleasure: None,
                mood_before: None,
                mood_after: None,
                obstacle,
                words,
            }),
            Self::Practice(course) => Event::PracticeRated(PracticeRated {
                course: course.id,
                on: own.today(),
                before: None,
                after: None,
                noticed: words,
                obstacle,
            }),
        }
    }
}

/// The form.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own work").await?;
    let asked = !(which.homework.is_empty() && which.activity.is_empty() && which.practice.is_empty());
    match find(&own, &which) {
        Some(what) => {
            let mut sent = Sent::default();
            let kept: Option<String> = own.draft(&draft_name(&what)).await?;
            sent.put_some("words", kept.as_deref());
            Ok(page(&own, &what, &sent, kept.is_some(), None))
        }
        None if asked => Err(own.nothing()),
        None => Ok(nothing_named(&own)),
    }
}

/// The form for a task with words that were written on the page before it.
pub(in crate::pages::patient) async fn with_words(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    task: &Homework,
    said: &str,
) -> Result<Response, Problem> {
    let own = Own { app: app.clone(), who: who.clone(), open: open.clone() };
    let Some(task) = own.homework(&task.what.homework.to_string()) else { return Err(own.nothing()) };
    let mut sent = Sent::default();
    sent.put("words", said.trim());
    Ok(page(&own, &About::Homework(task), &sent, false, None).into_response())
}

/// Opened by itself, the page says from where it is reached.
fn nothing_named(own: &Own) -> Markup {
    let body = html! {
        header { h1 { (words::COULD_NOT) } p.lead { (words::COULD_NOT_LEAD) } }
        p { (words::CHOOSE_A_TASK) }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

fn draft_name(what: &About<'_>) -> String {
    let (field, id) = what.field();
    format!("work:mine:{field}:{id}")
}

/// Sends it to whom the page named, keeps it for the person alone, or leads to something smaller.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own work").await?;
    let sent = Sent(fields);
    let text = |name: &str| sent.get(name).to_owned();
    let which = Which { homework: text("homework"), activity: text("activity"), practice: text("practice") };
    let Some(what) = find(&own, &which) else { return Err(own.nothing()) };
    match sent.get("for") {
        "me" => {
            own.keep(&draft_name(&what), &kept_words(&own, &sent)).await?;
            Ok(Redirect::to("/my?done=mine").into_response())
        }
        "smaller" => {
            // What was written about it waits here for whoever comes back.
            let written = kept_words(&own, &sent);
            if !written.is_empty() {
                own.keep(&draft_name(&what), &written).await?;
            }
            Ok(Redirect::to(&what.smaller()).into_response())
        }
        _ => send(&own, &what, &sent).await,
    }
}

/// What is kept for the person alone: the reason and the words.
fn kept_words(own: &Own, sent: &Sent) -> String {
    let list = own.app.clinic.knowledge().words(ListName::HomeworkObstacles);
    let reason =
        list.iter().find(|word| word.code == sent.get("obstacle")).and_then(|word| word.plain.clone()).unwrap_or_default();
    [reason.as_str(), sent.get("words")].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

async fn send(own: &Own, what: &About<'_>, sent: &Sent) -> Result<Response, Problem> {
    let wrong = |wrong: Wrong| Ok(again(page(own, what, sent, false, Some(&wrong))));
    let list = own.app.clinic.knowledge().words(ListName::HomeworkObstacles);
    let Some(obstacle) = list.iter().find(|word| word.code == sent.get("obstacle")) else {
        return wrong(Wrong::new("obstacle", words::CHOOSE_A_REASON));
    };
    let key = own.key(sent);
    let hears = words::hears(&obstacle.code);
    let medicine = if hears == Hears::Prescriber {
        let Ok(burden) = sent.get("burden").parse::<u8>() else { return wrong(Wrong::new("burden", words::CHOOSE_A_BURDEN)) };
        let said = if sent.get("words").is_empty() { words::FOGGY_TOLD } else { sent.get("words") };
        let report = Reported {
            words: said.to_owned(),
            burden,
            course: only_medicine(own),
            effect: words::kept_from(what.what()),
            ..Reported::default()
        };
        Some(Medicine { key: format!("{key}:medicine"), report })
    } else {
        None
    };
    let tell = if hears == Hears::Asks { told(own, what) } else { Vec::new() };
    let tell: Vec<StaffId> = tell.into_iter().map(|(staff, _)| staff).collect();
    let entry = Entry::new(key, what.event(own, &obstacle.code, sent.get("words")));
    let done = own.app.clinic.tell_about_work(&own.who.subject, own.chart().id, vec![entry], medicine, &tell).await;
    match own.or_sentence(done)? {
        Ok(_) => {
            own.forget(&draft_name(what)).await;
            let promised = hears == Hears::Prescriber && own.prescriber().is_some();
            let done = if promised { "medicine" } else { "could-not" };
            Ok(Redirect::to(&format!("/my?done={done}")).into_response())
        }
        Err(sentence) => wrong(Wrong::new("obstacle", sentence)),
    }
}

/// Who asks how the person is: whoever works with them on it, and the therapist.
fn told<'a>(own: &'a Own, what: &'a About<'_>) -> Vec<(StaffId, &'a str)> {
    let near = [what.helper(own), own.therapist()].into_iter();
    let mut told: Vec<(StaffId, &str)> = near.filter_map(|(staff, name)| Some((staff?, name))).collect();
    told.dedup_by_key(|(staff, _)| *staff);
    told
}

/// The medicine, where there is one alone; of several, nobody knows which is meant before somebody asks.
fn only_medicine(own: &Own) -> Option<CourseId> {
    let mut current = own.chart().medications.iter().filter(|course| course.is_current());
    match (current.next(), current.next()) {
        (Some(only), None) => Some(only.id),
        _ => None,
    }
}

fn page(own: &Own, what: &About<'_>, sent: &Sent, kept: bool, wrong: Option<&Wrong>) -> Markup {
    let (field, id) = what.field();
    let (helper, prescriber) = (what.helper(own).1, own.prescriber());
    let asks = told(own, what).first().map(|(_, name)| *name);
    let error = about(wrong, "obstacle");
    let body = html! {
        header { h1 { (words::COULD_NOT) } p.lead { (words::COULD_NOT_LEAD) } p.note { (what.what()) } }
        @if kept { p.small.muted { (words::KEPT_FOR_ME) } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/could-not" data-draft=(format!("{field}-{id}")) {
            (key_field(&own.key(sent)))
            input type="hidden" name=(field) value=(id);
            fieldset #obstacle.answers.reasons.wrong[!error.is_empty()] {
                legend.vh { (words::WHAT_GOT_IN_THE_WAY) }
                @for word in own.app.clinic.knowledge().words(ListName::HomeworkObstacles) {
                    @let hears = words::who_hears(&word.code, helper, asks, prescriber);
                    label.answer {
                        input type="radio" name="obstacle" value=(word.code) checked[sent.get("obstacle") == word.code];
                        span { b { (word.plain.as_deref().unwrap_or(&word.label)) } @if !hears.is_empty() { span.small.muted.hears { (hears) } } }
                    }
                }
            }
            div.if-medicine {
                (form::select(&Field { name: "burden", label: words::HOW_MUCH_IT_BOTHERS, hint: words::ONLY_IF_MEDICINE, error: about(wrong, "burden"), value: sent.get("burden"), ..Field::default() }, &burdens()))
            }
            (form::textarea(&Field { name: "words", label: words::IN_MY_WORDS, value: sent.get("words"), ..Field::default() }, 2))
            p.small.muted { (words::could_not_read_by(helper)) }
            button.button.primary type="submit" name="for" value="team" { (words::SEND) }
            div.row.between {
                button.link type="submit" name="for" value="me" { (words::ONLY_FOR_ME) }
                button.link type="submit" name="for" value="smaller" { (words::TRY_SMALLER) }
            }
        }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// Nothing is chosen beforehand.
fn burdens() -> Vec<(&'static str, &'static str)> {
    std::iter::once(("", words::PLEASE_CHOOSE)).chain(BURDEN.iter().copied()).collect()
}
