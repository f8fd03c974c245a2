//! Alerts: the list of whoever may help, and one alert with what was answered, who was called, and what was done about it.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{
        empty_state::empty_state,
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::{Icon, icon},
        notice,
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
    layout,
    pages::plan_form,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenAlert, OpenChart};
use concord_chart::{
    ChartId, Entry as ChartEntry, EntryStatus, Event, EventId,
    questionnaire::{Answered, Reported},
    safety_alert::{Alert, Assessed, CameIn, Closed, ContactTried, ContactTry, Cosigned, Tier},
};
use concord_engines::escalation::of_concern;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

/// What the line says that a look at an alert leaves: the patient reads it, and some alerts are kept from the patient's own
/// pages, so it is the same line as that of the safety page.
pub(super) const PURPOSE: &str = "safety plan";

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What was typed into one of the forms.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    chart: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    how: String,
    // The forms stand on one page: a name is an id too, so each has its own.
    #[serde(default)]
    take_words: String,
    #[serde(default)]
    try_how: String,
    #[serde(default)]
    try_words: String,
    #[serde(default)]
    reached: String,
    #[serde(default)]
    disposition: String,
    #[serde(default)]
    reason: String,
}

/// The list.
///
/// # Errors
/// A page that says what went wrong.
pub async fn list(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let alerts = app.clinic.alerts(&who.subject).await.map_err(|error| Problem::of(&app, Some(&who), error))?;
    let body = html! {
        header.page-head { div { h1 { "Alerts" } p.lead { "An answer that calls for a person, until a person closes it. Tiers and times are set by this practice." } } }
        section.card.flush aria-label="Open alerts" {
            @if alerts.is_empty() { div.pad { (empty_state("No alert is open", "Answers about suicide or self-harm, and calls for help, stand here from the moment they are given.", None)) } }
            @for (place, alert) in alerts.iter().enumerate() { (row(&app, alert, place == 0)) }
        }
    };
    Ok(layout::page(&app, Some(&who), "Alerts", "/alerts", body))
}

/// One alert as a row: whose, how pressing, by when, who has it.
pub(super) fn row(app: &Shared, alert: &OpenAlert, first: bool) -> Markup {
    let row = &alert.row;
    let taken = !row.taken_by.is_empty();
    let address = format!("/chart/{}/alert/{}", alert.chart, row.alert);
    html! {
        div.waiting.stop[first && !taken] {
            (super::parts::name_cell(alert.chart, &row.person.family_name, &row.person.given_name, "", 34))
            div {
                p.what { (icon(Icon::Octagon)) " " (row.what) }
                p.small.muted { (came(row.tier, row.came.words())) ". " @if taken { (row.taken_by) @if row.assessed { " has assessed it." } @else { " has it in hand." } } @else { "Nobody has taken it yet." } }
            }
            div.by { b { (icon(Icon::Clock)) " by " (clock(app, row.respond_by)) } span.muted { (left(app.clinic.now(), row.respond_by)) } }
            div.act.row {
                @if !taken {
                    form method="post" action=(format!("{address}/take")) data-once {
                        input type="hidden" name="chart" value=(alert.chart); input type="hidden" name="key" value=(format!("take:{}", row.alert));
                        button.button.secondary[!first] type="submit" { "Take it" }
                    }
                }
                a.button.secondary href=(address) { "Open" }
            }
        }
    }
}

fn came(tier: Tier, how: &str) -> String {
    let tier = tier.words();
    let mut letters = tier.chars();
    let tier: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    format!("{tier}; {how}")
}

/// `14:05`, with the day where it is another one.
fn clock(app: &Shared, at: Timestamp) -> String {
    let zoned = at.to_zoned(app.clinic.zone());
    let form = if zoned.date() == app.clinic.today() { "%H:%M" } else { "%a %-d %b, %H:%M" };
    zoned.strftime(form).to_string()
}

/// "12 min left", "3 h late".
fn left(now: Timestamp, by: Timestamp) -> String {
    let minutes = by.duration_since(now).as_mins();
    let length = match minutes.unsigned_abs() {
        minutes @ 0..120 => format!("{minutes} min"),
        minutes @ 120..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} days", minutes / 1440),
    };
    if minutes >= 0 { format!("{length} left") } else { format!("{length} late") }
}

/// One alert.
pub async fn show(
    State(app): State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Query(said): Query<Said>,
) -> Response {
    match frame::open(&app, &who, chart, PURPOSE).await {
        Ok(open) => page(&app, &who, &open, alert, &Typed::default(), &said.done, None),
        Err(response) => response,
    }
}

fn page(
    app: &Shared,
    who: &Who,
    open: &OpenChart,
    id: EventId,
    typed: &Typed,
    done: &str,
    wrong: Option<(&str, &str)>,
) -> Response {
    let Some(alert) = open.chart.alerts.iter().find(|alert| alert.id == id) else {
        return Problem::not_found(app, Some(who)).into_response();
    };
    let errors: Vec<_> = wrong.map(|(field, sentence)| (format!("#{field}"), sentence.to_owned())).into_iter().collect();
    let body = html! {
        header.page-head { div { h2 { "Alert: " (alert.what.what) } p.lead { "This is what was reported. It is not a measured risk: that takes a conversation." } } (state_tag(alert)) }
        @if let Some(words) = done_words(done) { (notice::done(words)) }
        (error_summary(&errors))
        div.two-columns {
            div {
                (facts(app, open, alert))
                (answers(app, open, alert))
                (deeds(app, who, open, alert, typed))
            }
            aside aria-label="Beside the alert" { (reach(open, alert)) (plan(app, open)) (calls(app, alert)) }
        }
    };
    let page = frame::page(app, who, &RecordPage { open, tab: "/safety", title: "Alert" }, body);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page).into_response()
}

fn done_words(done: &str) -> Option<&'static str> {
    Some(match done {
        "taken" => "You have it in hand. The calls have stopped.",
        "tried" => "Written down.",
        "assessed" => "The assessment is on the record.",
        "closed" => "Closed, under your name and with your reason.",
        "signed" => "Your second signature is on the record.",
        "asked" => "Recorded. The answers stand on the record; this alert stays as it was.",
        "told" => {
            "Signed. What was told opened this alert, and whoever is on call is called now. Take it where you have it in hand."
        }
        "settled" => "Signed. What was told, and what you did about it, stands here as an alert that you closed.",
        "raised" => "Recorded. The answer raised this alert; you have it in hand because you heard it.",
        _ => return None,
    })
}

fn state_tag(alert: &Alert) -> Markup {
    match (&alert.closed, alert.assessed.is_empty(), &alert.acknowledged) {
        (Some(_), ..) => tag("good", Some(Icon::Check), "closed"),
        (None, false, _) => tag("care", Some(Icon::Clock), "assessed, not closed"),
        (None, true, Some(_)) => tag("care", Some(Icon::People), "in hand"),
        (None, true, None) => tag("stop", Some(Icon::Octagon), "nobody has it yet"),
    }
}

fn facts(app: &Shared, open: &OpenChart, alert: &Alert) -> Markup {
    let entry = open.chart.entry(alert.what.about).map(|entry| &entry.recorded);
    let by = entry.map(|recorded| recorded.author().name.clone()).unwrap_or_else(|| "not shown to you".to_owned());
    let said_at = entry.map(|recorded| frame::moment(recorded.occurred(), app.clinic.today(), &app.clinic.zone()));
    html! {
        section.card { h3 { "What came in" }
            dl.pairs {
                div { dt { "Reported" } dd { (alert.what.what) } }
                div { dt { "By" } dd { (by) } }
                div { dt { "Said" } dd { (said_at.unwrap_or_else(|| "time not shown to you".to_owned())) } }
                div { dt { "Known here since" } dd { (clock(app, alert.raised_at)) } }
                div { dt { "How it came in" } dd { (alert.what.came.words()) @if alert.what.came == CameIn::Partial && is_finished(open, alert) { ", finished since" } } }
                div { dt { "How soon, as set by this practice" } dd { (alert.what.tier.words()) ", by " (clock(app, alert.what.respond_by)) } }
            }
            @if alert.what.tier == Tier::AtOnce && alert.is_open() {
                p.danger { "Call the person now. If they are in danger and you cannot reach them, call " (app.clinic.practice().emergency_number) " with the place where they are. Nothing calls an emergency service by itself." }
            }
        }
    }
}

/// What the alert is about, as it stands: the finished set of answers takes the place of the part that called.
fn as_it_stands<'o>(open: &'o OpenChart, alert: &Alert) -> Option<&'o ChartEntry> {
    let mut entry = open.chart.entry(alert.what.about)?;
    while let EntryStatus::Amended { by } = entry.status {
        entry = open.chart.entry(by)?;
    }
    Some(entry)
}

fn is_finished(open: &OpenChart, alert: &Alert) -> bool {
    let standing = as_it_stands(open, alert).map(|entry| entry.recorded.event());
    matches!(standing, Some(Event::QuestionnaireAnswered(answered)) if !answered.partial)
}

/// The answers themselves, in words; struck through where the entry was retracted since.
fn answers(app: &Shared, open: &OpenChart, alert: &Alert) -> Markup {
    let Some(entry) = as_it_stands(open, alert) else { return html! {} };
    let said = said_in(app, open, entry.recorded.event());
    let EntryStatus::Retracted { by } = entry.status else { return said };
    let retraction = open.chart.entry(by).map(|entry| &entry.recorded);
    html! {
        section.card {
            p { (icon(Icon::Triangle)) " The entry was retracted since"
                @if let Some(retraction) = retraction { " by " (retraction.author().name) ", " (frame::moment(retraction.occurred(), app.clinic.today(), &app.clinic.zone())) }
                ". The alert stands until a person closes it." }
        }
        del { (said) }
    }
}

fn said_in(app: &Shared, open: &OpenChart, event: &Event) -> Markup {
    match event {
        Event::QuestionnaireAnswered(answered) => answered_table(app, answered),
        Event::QuestionnaireReported(reported) => reported_table(app, reported),
        Event::HelpAsked(asked) => html! {
            section.card { h3 { "In their words" } @if asked.words.is_empty() { p.muted { "No words, only how to reach them." } } @else { blockquote.prose { "“" (asked.words) "”" } } }
        },
        Event::DiaryCardFilled(card) => html! {
            section.card { h3 { "Diary card of " (concord_engines::days::full_day_words(card.on)) }
                dl.pairs {
                    @for (urge, strength) in &card.urges { div { dt { (urge.replace('_', " ")) } dd { (strength) " of 5" } } }
                    @for (act, done) in card.acts.iter().filter(|(_, act)| act.done) { div { dt { (act.replace('_', " ")) } dd { "done" @if let Some(times) = done.times { ", " (times) "×" } @if !done.words.is_empty() { ". “" (done.words) "”" } } } }
                }
                @if !card.words.is_empty() { blockquote.prose { "“" (card.words) "”" } }
            }
        },
        Event::SessionWritten(written) => {
            let note = html! { p.small { a href=(format!("/chart/{}/session/{}", open.chart.id, written.session)) { "Open the session" } } };
            concern(event, note)
        }
        Event::AskedAlone(_) => concern(
            event,
            html! { p.small { (icon(Icon::Lock)) " Care team only. Neither this nor the alert shows on the person’s own pages: whoever holds their telephone must not find it. Leave no message about it." } },
        ),
        _ => html! {},
    }
}

/// What was told in person, as the clinician wrote it down.
fn concern(event: &Event, note: Markup) -> Markup {
    let Some(told) = of_concern(event) else { return html! {} };
    html! {
        section.card { h3 { "What was told" }
            @if told.words.is_empty() { p.muted { "No words were written." } } @else { p.prose { (told.words) } }
            @if !told.done.is_empty() { p { b { "Done about it: " } (told.done) } }
            (note)
        }
    }
}

/// Items that another system sent; what it did not send was not said to be unanswered.
fn reported_table(app: &Shared, reported: &Reported) -> Markup {
    let Some(instrument) = app.clinic.knowledge().instrument(&reported.instrument) else { return html! {} };
    let is_safety = |position: u8| instrument.safety_items.iter().any(|safety| safety.item == position);
    let words = |position: u8, value: u8| {
        let option = instrument.item(position).and_then(|item| instrument.option_of(item, value));
        option.map_or_else(|| format!("answered with {value}"), |option| option.label.clone())
    };
    html! {
        section.card { h3 { (instrument.short_name) ", as another system sent it" }
            @if let Some(total) = reported.total { p.small { "Its total: " (total) "." } }
            table.visits { caption.vh { "Answers" } thead { tr { th scope="col" { "Item" } th scope="col" { "Answer" } } } tbody {
                @for (position, value) in &reported.items {
                    tr { th scope="row" { (position) ". " @if let Some(item) = instrument.item(*position) { (item.label) } @if is_safety(*position) { " " (icon(Icon::Octagon)) } }
                        td { (words(*position, *value)) } }
                }
            } }
            @if reported.items.len() < instrument.items.len() { p.small.muted { "Other items were not sent." } }
        }
    }
}

fn answered_table(app: &Shared, answered: &Answered) -> Markup {
    let Some(instrument) = app.clinic.knowledge().instrument(&answered.instrument) else { return html! {} };
    let is_safety = |position: u8| instrument.safety_items.iter().any(|safety| safety.item == position);
    html! {
        section.card { h3 { (instrument.short_name) ", item by item" }
            @if answered.partial { p.small { "Not finished: the person stopped, or was still answering." } }
            table.visits { caption.vh { "Answers" } thead { tr { th scope="col" { "Item" } th scope="col" { "Answer" } } } tbody {
                @for (item, value) in instrument.items.iter().zip(&answered.answers) {
                    tr { th scope="row" { (item.position) ". " (item.label) @if is_safety(item.position) { " " (icon(Icon::Octagon)) } }
                        td { @match value.and_then(|value| instrument.option_of(item, value)) { Some(option) => (option.label), None => span.muted { "not answered" } } } }
                }
            } }
        }
    }
}

/// Where the person can be reached.
fn reach(open: &OpenChart, alert: &Alert) -> Markup {
    let person = frame::person(&open.chart);
    let later =
        open.chart.calls_for_help.iter().rev().find(|(_, _, asked)| !asked.call_back.is_empty() || !asked.location.is_empty());
    let number =
        |number: &str| html! { a href=(format!("tel:{}", crate::pages::public::help_now::dialled(number))) { (number) } };
    html! {
        section.card { h3 { "Reach " (frame::given_name(&open.chart)) }
            dl.pairs {
                @if !alert.what.call_back.is_empty() { div { dt { "Asked to be called at" } dd { (number(&alert.what.call_back)) } } }
                @if let Some((_, _, asked)) = later { @if !asked.call_back.is_empty() && asked.call_back != alert.what.call_back { div { dt { "Said since" } dd { (number(&asked.call_back)) } } } }
                div { dt { "Telephone on file" } dd { @match person.phone.as_deref() { Some(phone) => (number(phone)), None => "not known" } } }
                @if !alert.what.location.is_empty() { div { dt { "Said they are at" } dd { (alert.what.location) } } }
                @else if let Some((_, _, asked)) = later { @if !asked.location.is_empty() { div { dt { "Said they are at" } dd { (asked.location) } } } }
                div { dt { "Address on file" } dd { (person.address.as_deref().unwrap_or("not known")) } }
            }
        }
    }
}

fn plan(app: &Shared, open: &OpenChart) -> Markup {
    html! {
        section.card { h3 { "Safety plan" }
            @match open.chart.safety_plans.last() {
                Some(version) => { p.small { (plan_form::last_read(app, version)) } (plan_form::read(&version.what)) },
                None => p { "Not written yet. " a href=(format!("/chart/{}/safety", open.chart.id)) { "Write it together" } },
            }
        }
    }
}

/// Who was called, and who did what.
fn calls(app: &Shared, alert: &Alert) -> Markup {
    html! {
        section.card { h3 { "What happened since" }
            ol.history {
                li { b { (clock(app, alert.raised_at)) } " raised" }
                @for (at, call) in &alert.notified { li { b { (clock(app, *at)) } " called " (call.to_name) span.muted { ", step " (call.level) } } }
                @for (at, name, _) in &alert.taken { li { b { (clock(app, *at)) } " " (name) " took it in hand" } }
                @for (by, tried) in &alert.tried { li { b { (clock(app, tried.what.at)) } " " (by) " tried: " (tried.what.how) ", " @if tried.what.reached { "reached" } @else { "not reached" } @if !tried.words.is_empty() { ". " (tried.words) } } }
                @for (at, by, assessed) in &alert.assessed { li { b { (frame::moment(*at, app.clinic.today(), &app.clinic.zone())) } " " (by) " assessed (" (assessed.how) "): " (assessed.words) " " b { (assessed.disposition) } } }
                @if let Some((at, by, reason)) = &alert.closed { li { b { (frame::moment(*at, app.clinic.today(), &app.clinic.zone())) } " " (by) " closed it: " (reason) } }
                @for (at, by, words) in &alert.cosigned { li { b { (frame::moment(*at, app.clinic.today(), &app.clinic.zone())) } " second signature: " (by) @if !words.is_empty() { ". " (words) } } }
            }
        }
    }
}

/// What can be done next: one form at a time in the order of the work, all of them plain.
fn deeds(app: &Shared, who: &Who, open: &OpenChart, alert: &Alert, typed: &Typed) -> Markup {
    let form = |verb: &str, heading: &str, inside: Markup, button: &str| {
        html! {
            section.card { h3 { (heading) }
                form.stack method="post" action=(format!("/chart/{}/alert/{}/{verb}", open.chart.id, alert.id)) data-once data-guard {
                    input type="hidden" name="chart" value=(open.chart.id);
                    input type="hidden" name="key" value=(app.clinic.fresh());
                    (inside)
                    (frame::signing(app, &open.chart))
                    p { button.button type="submit" { (button) } }
                }
            }
        }
    };
    let area = |name: &'static str, label: &'static str, hint: &'static str, value: &str| {
        controls::textarea(&Field { name, label, hint, value, ..Field::default() }, 3)
    };
    let in_hand = alert.acknowledged.is_some();
    if !alert.is_open() {
        let own = alert.closed_by.is_some() && alert.closed_by == who.subject.staff;
        if own || !alert.cosigned.is_empty() {
            return html! {};
        }
        return form(
            "cosign",
            "Second signature",
            area("words", "In words, if you like", "", &typed.words),
            "Sign as the second person",
        );
    }
    let take = || {
        form(
            "take",
            "Take it in hand",
            area("take_words", "What you will do, if you like", "The calls stop when you take it.", &typed.take_words),
            "I have it in hand",
        )
    };
    let tried = html! {
        (controls::select(&Field { name: "try_how", label: "How", value: &typed.try_how, ..Field::default() }, &[("", "Choose"), ("telephone", "by telephone"), ("text", "by text"), ("in person", "in person"), ("through somebody they named", "through somebody they named")]))
        (controls::radios(&Field { name: "reached", label: "Was the person reached?", value: &typed.reached, ..Field::default() }, &[("yes", "Yes"), ("no", "No")]))
        (area("try_words", "In words, if you like", "", &typed.try_words))
    };
    let assessed = html! {
        p.small { a href=(format!("/chart/{}/screener?alert={}", open.chart.id, alert.id)) { "Ask the screening questions (C-SSRS)" } }
        (controls::text(&Field { name: "how", label: "How you assessed", hint: "For example: C-SSRS screener by telephone; SAFE-T; conversation in person.", value: &typed.how, ..Field::default() }, "text"))
        (area("words", "What you found", "", &typed.words))
        (area("disposition", "What was decided", "For example: stays at home with the plan and his sister, seen tomorrow at 10.", &typed.disposition))
    };
    html! {
        @if !in_hand { (take()) }
        (form("try", "Tries to reach the person", tried, "Write the try down"))
        (form("assess", "Assessment", assessed, "Sign the assessment"))
        @if !alert.assessed.is_empty() {
            (form("close", "Close", area("reason", "Why it can be closed", "A person closes an alert, after an assessment and with a reason. The finding about the same answer closes with it.", &typed.reason), "Close it"))
        }
    }
}

/// Takes it in hand; who is not on the team opens the record with the alert as the reason.
pub async fn take(
    State(app): State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    if typed.chart != chart.to_string() {
        return Problem::not_found(&app, Some(&who)).into_response();
    }
    let key =
        if typed.key.is_empty() { app.clinic.fresh().to_string() } else { format!("{}:{}", typed.key, who.subject.account) };
    match app.clinic.take_alert(&who, chart, alert, &key, &typed.take_words).await {
        Ok(()) => Redirect::to(&format!("/chart/{chart}/alert/{alert}?done=taken")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Writes down a try to reach the person.
pub async fn tried(
    state: State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let what = ContactTry { at: state.clinic.now(), how: typed.try_how.trim().to_owned(), reached: typed.reached == "yes" };
    let event = Event::ContactTried(ContactTried { alert, what, words: typed.try_words.trim().to_owned() });
    if typed.reached.is_empty() {
        return again(&state, &who, chart, alert, &typed, ("reached", "Say whether the person was reached.")).await;
    }
    record(&state, &who, chart, alert, &typed, event, "tried", "try_how").await
}

/// Signs an assessment.
pub async fn assess(
    state: State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let said = |words: &str| words.trim().to_owned();
    let event = Event::AlertAssessed(Assessed {
        alert,
        how: said(&typed.how),
        words: said(&typed.words),
        disposition: said(&typed.disposition),
        tries: Vec::new(),
    });
    record(&state, &who, chart, alert, &typed, event, "assessed", "words").await
}

/// Closes it.
pub async fn close(
    state: State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let event = Event::AlertClosed(Closed { alert, reason: typed.reason.trim().to_owned() });
    record(&state, &who, chart, alert, &typed, event, "closed", "reason").await
}

/// A second signature.
pub async fn cosign(
    state: State<Shared>,
    who: Who,
    Path((chart, alert)): Path<(ChartId, EventId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let event = Event::AlertCosigned(Cosigned { alert, words: typed.words.trim().to_owned() });
    record(&state, &who, chart, alert, &typed, event, "signed", "words").await
}

#[allow(clippy::too_many_arguments, reason = "one place for the five things that a person does about an alert")]
async fn record(
    app: &Shared,
    who: &Who,
    chart: ChartId,
    alert: EventId,
    typed: &Typed,
    event: Event,
    done: &str,
    field: &'static str,
) -> Response {
    if typed.chart != chart.to_string() {
        return Problem::not_found(app, Some(who)).into_response();
    }
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(typed.key.clone(), event)]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/alert/{alert}?done={done}")).into_response(),
        Err(ActionError::Refused(refusal)) => again(app, who, chart, alert, typed, (field, &refusal.sentence)).await,
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

async fn again(app: &Shared, who: &Who, chart: ChartId, alert: EventId, typed: &Typed, wrong: (&str, &str)) -> Response {
    match frame::read(app, who, chart, PURPOSE).await {
        Ok(open) => page(app, who, &open, alert, typed, "", Some(wrong)),
        Err(response) => response,
    }
}
