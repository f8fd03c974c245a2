//! Things planned to do, with a time, a place and a smaller version; what became of each; and how mood moved with it.

use super::{
    doing_picture,
    own_work::{Own, Sent, Wrong, about, again, key_field, trouble},
    words,
};
use crate::{
    app::Shared,
    components::{
        form::{self, Field},
        icon::{Icon, sized},
    },
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
    ActivityId, Event, HomeworkId, When,
    work::{Activity, ActivityPlanned, ActivityReported},
};
use concord_engines::days::{day_of, plus};
use concord_knowledge::ListName;
use jiff::civil::{Date, Time};
use maud::{Markup, html};
use serde::Deserialize;

/// Days behind and ahead that the list shows.
const BEHIND: i64 = 7;
const AHEAD: i64 = 14;
/// How far ahead something can be planned.
const AHEAD_AT_MOST: i64 = 366;

/// Which thing, and for what.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    activity: String,
    #[serde(default)]
    homework: String,
    #[serde(default)]
    smaller: String,
}

/// The list.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own plan of things to do").await?;
    let today = own.today();
    let mut near: Vec<(Date, &Activity)> = own
        .chart()
        .work
        .activities
        .iter()
        .map(|activity| (day_of(activity.at, &own.zone()), activity))
        .filter(|(day, _)| *day >= plus(today, -BEHIND) && *day <= plus(today, AHEAD))
        .collect();
    near.sort_by(|(_, one), (_, other)| one.at.order(&other.at));
    let smaller = near.iter().find(|(day, activity)| *day == today && activity.reported.is_none()).and_then(|(_, activity)| {
        activity.planned.as_ref().map(|plan| plan.smaller.as_str()).filter(|smaller| !smaller.is_empty())
    });
    let body = html! {
        header { h1 { (words::DOING) } p.lead { (words::DOING_LEAD) } }
        section.card {
            @if near.is_empty() { p { (words::NOTHING_PLANNED) } }
            ol.acts { @for (day, activity) in &near { (item(&own, *day, activity)) } }
            a.button.secondary href="/my/work/doing/plan" { (words::ADD_A_THING) }
            p.small { a href="/my/work/doing/did" { (words::DID_SOMETHING_ELSE) } }
        }
        (doing_picture::card(&own))
        @if let Some(smaller) = smaller { section.card { h3 { (words::MAKE_IT_SMALLER) } p.small { (words::too_much(smaller)) } } }
    };
    Ok(own.page(("/my/work", words::MY_WORK), body))
}

/// One thing: when, what, and what became of it.
pub(super) fn item(own: &Own, day: Date, activity: &Activity) -> Markup {
    let is_now = day <= own.today() && activity.reported.is_none();
    html! {
        li.act.now[is_now] {
            span.d { (day.strftime("%a").to_string()) }
            div {
                b { (activity.what()) }
                p.small.muted { (when_and_where(own, day, activity)) }
                @match &activity.reported {
                    Some((_, reported)) if reported.done => p.small.res { (sized(Icon::Check, 15)) " " (words::did_it(reported.pleasure, reported.mastery)) },
                    Some((_, reported)) => p.small.muted { span.bar-mark aria-hidden="true" {} (words::could_not_because(&obstacle(own, reported))) " " a href=(format!("/my/work/doing/plan?activity={}", activity.id)) { (words::MOVE_IT) span.vh { ": " (activity.what()) } } },
                    None if is_now => div.two-buttons {
                        a.button.primary href=(format!("/my/work/doing/did?activity={}", activity.id)) { (words::DID_IT) span.vh { ": " (activity.what()) } }
                        a.button.secondary href=(format!("/my/work/could-not?activity={}", activity.id)) { (words::COULD_NOT_SHORT) span.vh { ": " (activity.what()) } }
                    },
                    None => p.small { a href=(format!("/my/work/doing/plan?activity={}", activity.id)) { (words::MOVE_IT) span.vh { ": " (activity.what()) } } },
                }
            }
        }
    }
}

fn when_and_where(own: &Own, day: Date, activity: &Activity) -> String {
    let time = match activity.at {
        When::Instant(at) => frame::clock_words(at, &own.zone()),
        _ => String::new(),
    };
    let day = if day == own.today() { words::TODAY.to_owned() } else { frame::short_day(day) };
    let place = activity.planned.as_ref().map(|plan| plan.place.clone()).unwrap_or_default();
    let day = [day, time].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ");
    [day, place].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What got in the way, in the person's words, else as the list says it.
fn obstacle(own: &Own, reported: &ActivityReported) -> String {
    if !reported.words.is_empty() {
        return reported.words.clone();
    }
    let list = own.app.clinic.knowledge().words(ListName::HomeworkObstacles);
    let word = list.iter().find(|word| Some(&word.code) == reported.obstacle.as_ref());
    word.map(|word| word.label.clone()).unwrap_or_default()
}

fn find<'a>(own: &'a Own, id: &str) -> Option<&'a Activity> {
    let id: ActivityId = id.parse().ok()?;
    own.chart().work.activities.iter().find(|activity| activity.id == id)
}

/// The form for something new, or for another time of something planned.
///
/// # Errors
/// A page that says what went wrong.
pub async fn ask_plan(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own plan of things to do").await?;
    let mut sent = Sent::default();
    let smaller = !which.smaller.is_empty();
    if let Some(activity) = find(&own, &which.activity) {
        let plan = activity.planned.as_ref();
        let small = plan.map(|plan| plan.smaller.as_str()).filter(|small| smaller && !small.is_empty());
        sent.put("what", small.unwrap_or_else(|| activity.what()));
        sent.put_some("place", plan.map(|plan| plan.place.as_str()));
        sent.put_some("smaller", plan.map(|plan| plan.smaller.as_str()).filter(|_| !smaller));
        // What was reported already stays as it was said: another time is then a thing of its own.
        if activity.reported.is_none() && !smaller {
            sent.put("activity", activity.id);
        }
    } else if !which.activity.is_empty() {
        return Err(own.nothing());
    }
    if own.homework(&which.homework).is_some() {
        sent.put("homework", &which.homework);
    }
    Ok(plan_page(&own, &sent, smaller, None))
}

fn plan_page(own: &Own, sent: &Sent, smaller: bool, wrong: Option<&Wrong>) -> Markup {
    let moves = !sent.get("activity").is_empty();
    let (today, last) = (own.today().to_string(), plus(own.today(), AHEAD_AT_MOST).to_string());
    let field = |name: &'static str, label: &'static str, hint: &'static str| Field {
        name,
        label,
        hint,
        error: about(wrong, name),
        value: sent.get(name),
        ..Field::default()
    };
    let values = own.app.clinic.knowledge().words(ListName::ValueDomains);
    let values: Vec<(&str, &str)> = std::iter::once(("", words::NOTHING_SPECIAL))
        .chain(values.iter().map(|word| (word.code.as_str(), word.label.as_str())))
        .collect();
    let body = html! {
        header { h1 { @if moves { (words::MOVE_IT) } @else { (words::ADD_A_THING) } } p.lead { @if smaller { (words::SMALLER_LEAD) } @else { (words::PLAN_LEAD) } } }
        @if let Some(task) = own.homework(sent.get("homework")) { p.note { (task.homework.what.task) } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/doing/plan" data-draft="plan" {
            (key_field(&own.key(sent)))
            @for name in ["activity", "homework"] { @if !sent.get(name).is_empty() { input type="hidden" name=(name) value=(sent.get(name)); } }
            (form::text(&field("what", words::WHAT, ""), "text"))
            (form::date(&field("on", words::WHICH_DAY, ""), Some(&today), Some(&last)))
            (form::text(&field("at", words::WHAT_TIME, words::MAY_BE_EMPTY), "time"))
            (form::text(&field("place", words::WHERE_AND_WITH, words::MAY_BE_EMPTY), "text"))
            (form::text(&field("smaller", words::SMALLER, words::SMALLER_HINT), "text"))
            (form::select(&field("value", words::GOOD_FOR, ""), &values))
            button.button.primary type="submit" { (words::KEEP_IT) }
        }
    };
    own.page(("/my/work/doing", words::DOING), body)
}

/// Keeps what was planned.
pub async fn plan(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own plan of things to do").await?;
    let sent = Sent(fields);
    let planned = match read_plan(&own, &sent) {
        Ok(planned) => planned,
        Err(wrong) => return Ok(again(plan_page(&own, &sent, false, Some(&wrong)))),
    };
    match own.record(vec![Entry::new(own.key(&sent), Event::ActivityPlanned(planned))]).await? {
        Ok(_) => Ok(Redirect::to("/my/work/doing").into_response()),
        Err(sentence) => Ok(again(plan_page(&own, &sent, false, Some(&Wrong::new("what", sentence))))),
    }
}

fn read_plan(own: &Own, sent: &Sent) -> Result<ActivityPlanned, Wrong> {
    let day: Option<Date> = sent.get("on").parse().ok();
    let Some(day) = day.filter(|day| *day >= own.today() && *day <= plus(own.today(), AHEAD_AT_MOST)) else {
        return Err(Wrong::new("on", words::CHOOSE_A_DAY));
    };
    let at = match sent.get("at") {
        "" => When::Day(day),
        text => {
            let time: Time = text.parse().map_err(|_| Wrong::new("at", words::CHOOSE_A_TIME))?;
            let at = day.to_datetime(time).to_zoned(own.zone()).map_err(|_| Wrong::new("at", words::CHOOSE_A_TIME))?;
            When::Instant(at.timestamp())
        }
    };
    let known = find(own, sent.get("activity")).filter(|activity| activity.reported.is_none());
    let homework: Option<HomeworkId> = own.homework(sent.get("homework")).map(|task| task.homework.what.homework);
    let before = known.and_then(|activity| activity.planned.as_ref());
    Ok(ActivityPlanned {
        activity: known.map_or_else(|| ActivityId(own.app.clinic.fresh()), |activity| activity.id),
        what: sent.get("what").to_owned(),
        at,
        place: sent.get("place").to_owned(),
        smaller: sent.get("smaller").to_owned(),
        value: Some(sent.get("value").to_owned())
            .filter(|value| !value.is_empty())
            .or_else(|| before.and_then(|plan| plan.value.clone())),
        homework: homework.or_else(|| before.and_then(|plan| plan.homework)),
    })
}

/// The form for what was done; without a thing, for something that was not planned.
///
/// # Errors
/// A page that says what went wrong.
pub async fn ask_did(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own plan of things to do").await?;
    if find(&own, &which.activity).is_none() && !which.activity.is_empty() {
        return Err(own.nothing());
    }
    let mut sent = Sent::default();
    sent.put("activity", &which.activity);
    Ok(did_page(&own, &sent, None))
}

fn did_page(own: &Own, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let activity = find(own, sent.get("activity"));
    let rows = [
        ("pleasure", words::ENJOYED, words::NOT_AT_ALL, words::VERY_MUCH),
        ("mastery", words::MANAGED, words::NOT_AT_ALL, words::VERY_WELL),
        ("mood_before", words::MOOD_BEFORE, words::VERY_LOW, words::VERY_GOOD),
        ("mood_after", words::MOOD_AFTER, words::VERY_LOW, words::VERY_GOOD),
    ];
    let body = html! {
        header { h1 { (words::DID_IT) } p.lead { (words::DID_LEAD) } }
        @if let Some(activity) = activity { p.note { (activity.what()) } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/doing/did" data-draft="did" {
            (key_field(&own.key(sent)))
            @if let Some(activity) = activity { input type="hidden" name="activity" value=(activity.id); }
            @else { (form::text(&Field { name: "what", label: words::WHAT_I_DID, error: about(wrong, "what"), value: sent.get("what"), ..Field::default() }, "text")) }
            @for (name, label, low, high) in rows { div.card { (form::scale(&Field { name, label, error: about(wrong, name), value: sent.get(name), ..Field::default() }, 0, 10, low, high)) } }
            (form::textarea(&Field { name: "words", label: words::IN_MY_WORDS, value: sent.get("words"), ..Field::default() }, 2))
            button.button.primary type="submit" { (words::KEEP_IT) }
        }
    };
    own.page(("/my/work/doing", words::DOING), body)
}

/// Keeps what was done. The smaller version counts as done.
pub async fn did(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own plan of things to do").await?;
    let sent = Sent(fields);
    let known = find(&own, sent.get("activity")).map(|activity| activity.id);
    if known.is_none() && !sent.get("activity").is_empty() {
        return Err(own.nothing());
    }
    let read = || -> Result<ActivityReported, Wrong> {
        Ok(ActivityReported {
            activity: known.unwrap_or_else(|| ActivityId(own.app.clinic.fresh())),
            what: if known.is_some() { String::new() } else { sent.get("what").to_owned() },
            done: true,
            mastery: sent.number("mastery", 10)?,
            pleasure: sent.number("pleasure", 10)?,
            mood_before: sent.number("mood_before", 10)?,
            mood_after: sent.number("mood_after", 10)?,
            obstacle: None,
            words: sent.get("words").to_owned(),
        })
    };
    let reported = match read() {
        Ok(reported) => reported,
        Err(wrong) => return Ok(again(did_page(&own, &sent, Some(&wrong)))),
    };
    match own.record(vec![Entry::new(own.key(&sent), Event::ActivityReported(reported))]).await? {
        Ok(_) => Ok(Redirect::to("/my/work/doing").into_response()),
        Err(sentence) => Ok(again(did_page(&own, &sent, Some(&Wrong::new("what", sentence))))),
    }
}
