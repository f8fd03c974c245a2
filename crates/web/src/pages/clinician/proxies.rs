//! People who act for the patient, their sign-in, and what a minor consents to alone.

use super::{
    forms::Values,
    frame::{self, RecordPage},
};
use crate::{
    app::Shared,
    components::{
        error_summary::error_summary,
        form::{self as controls, Field},
        icon::Icon,
        notice,
        status_tag::tag,
    },
    errors::Problem,
    guard::Who,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, FIRST_PASSWORD_DAYS, FirstSignIn, NewProxy, OpenChart, ProxyAccess, SignedIn};
use concord_chart::{ChartId, Refusal, proxy::ProxyMay};
use concord_engines::days::full_day_words;
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What the page shows beside the record.
#[derive(Default)]
struct Around<'a> {
    done: Option<&'a str>,
    wrong: Option<&'a str>,
    first: Option<&'a FirstSignIn>,
    typed: Values,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    let done = match said.done.as_str() {
        "named" => Some("Kept. They have no sign-in yet; give them one below when you have seen who they are."),
        "ended" => Some("Ended. Their sign-in shows nothing any more and does not say why."),
        "consented" => {
            Some("Kept. What is recorded about that course from now on is not shown to anybody who acts for the patient.")
        }
        _ => None,
    };
    answer(&app, &who, chart, StatusCode::OK, Around { done, ..Around::default() }).await
}

async fn answer(app: &Shared, who: &Who, chart: ChartId, status: StatusCode, around: Around<'_>) -> Response {
    let open = match frame::open(app, who, chart, "people who act for the patient").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    match app.clinic.proxies_of(&open.chart).await {
        Ok(people) => (status, page(app, who, &open, &people, &around)).into_response(),
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

/// Names somebody, ends a right, gives a sign-in, or records a minor's consent.
pub async fn submit(
    State(app): State<Shared>,
    who: Who,
    Path(chart): Path<ChartId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Values::new(pairs);
    if typed.get("act") == "sign-in" {
        return give(&app, &who, chart, &typed).await;
    }
    match act(&app, &who, chart, &typed).await {
        Ok(done) => Redirect::to(&format!("/chart/{chart}/proxies?done={done}")).into_response(),
        Err(error) => refused(&app, &who, chart, typed, error).await,
    }
}

async fn refused(app: &Shared, who: &Who, chart: ChartId, typed: Values, error: ActionError) -> Response {
    let ActionError::Refused(refusal) = error else { return Problem::of(app, Some(who), error).into_response() };
    let around = Around { wrong: Some(&refusal.sentence), typed, ..Around::default() };
    answer(app, who, chart, StatusCode::UNPROCESSABLE_ENTITY, around).await
}

/// A first password stands on this one answer and nowhere else.
async fn give(app: &Shared, who: &Who, chart: ChartId, typed: &Values) -> Response {
    let Ok(proxy) = typed.get("proxy").parse() else { return Problem::not_found(app, Some(who)).into_response() };
    match app.clinic.give_proxy_access(&who.subject, chart, proxy).await {
        Ok(first) => answer(app, who, chart, StatusCode::OK, Around { first: Some(&first), ..Around::default() }).await,
        Err(error) => refused(app, who, chart, Values::default(), error).await,
    }
}

async fn act(app: &Shared, who: &SignedIn, chart: ChartId, typed: &Values) -> Result<&'static str, ActionError> {
    let (clinic, subject, key) = (&app.clinic, &who.subject, typed.get("key"));
    match typed.get("act") {
        "name" => {
            let until = match typed.get("until").trim() {
                "" => None,
                day => Some(day.parse().map_err(|_| Refusal::new("Write the last day like 2027-03-14."))?),
            };
            let new = NewProxy {
                name: typed.get("name").to_owned(),
                relation: typed.get("relation").to_owned(),
                may: ProxyMay::ALL.iter().copied().filter(|right| typed.has("may", right.words())).collect(),
                until,
                consents: typed.sent("consents"),
                rests_on: typed.get("rests_on").to_owned(),
                email: typed.get("email").to_owned(),
                phone: typed.get("phone").to_owned(),
            };
            clinic.name_proxy(subject, chart, key, new).await.map(|_| "named")
        }
        "end" => {
            let proxy = typed.get("proxy").parse().map_err(|_| ActionError::NotFound)?;
            clinic.end_proxy(subject, chart, key, proxy, typed.get("words")).await.map(|()| "ended")
        }
        "consent" => {
            let course = typed.get("course").parse().ok();
            clinic
                .consent_as_minor(subject, chart, key, typed.get("service"), course, typed.get("words"))
                .await
                .map(|_| "consented")
        }
        _ => Err(ActionError::NotFound),
    }
}

fn page(app: &Shared, who: &SignedIn, open: &OpenChart, people: &[ProxyAccess], around: &Around<'_>) -> Markup {
    let errors: Vec<_> = around.wrong.map(|sentence| ("#name".to_owned(), sentence.to_owned())).into_iter().collect();
    let given = frame::given_name(&open.chart);
    let body = html! {
        header.page-head { div { h2 { "People who act for " (given) } p.lead { "A parent, a guardian, a person with a power of attorney. Each has a sign-in of their own, sees what is named here, and nothing that carries a label." } } }
        @if let Some(words) = around.done { (notice::done(words)) }
        (error_summary(&errors))
        @if let Some(first) = around.first { (sheet(app, first)) }
        @if people.is_empty() { p.muted { "Nobody." } }
        @for one in people { (person(app, open, one)) }
        div.columns {
            (name_form(app, open, &around.typed))
            (consent(app, open, &around.typed))
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/proxies", title: "People who act" }, body)
}

fn sheet(app: &Shared, first: &FirstSignIn) -> Markup {
    html! {
        section.card.hand-out aria-label="To hand over" {
            p { "For them, shown once. It works for " (FIRST_PASSWORD_DAYS) " days and until they have chosen their own." }
            dl.pairs { div { dt { "Login" } dd { code #first-login { (first.login) } } } div { dt { "First password" } dd { code #first-password { (first.password) } } } }
            p.small { (app.clinic.practice().name) }
        }
    }
}

fn person(app: &Shared, open: &OpenChart, one: &ProxyAccess) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let what = &one.proxy.what;
    let over = one.until.is_some_and(|until| until < today);
    let address = format!("/chart/{}/proxies", open.chart.id);
    html! {
        article.card {
            h3 { (what.name) ", " (what.relation) " " @match (&one.proxy.ended, over) {
                (Some(_), _) => (tag("", None, "ended")), (None, true) => (tag("", None, "over")), (None, false) => (tag("good", Some(Icon::Check), "may act")),
            } }
            p { "May see and do: " (what.may.iter().map(ProxyMay::words).collect::<Vec<_>>().join("; ")) "." @if what.consents { " Consents to treatment." } }
            p.small { "Since " (frame::day(one.proxy.since, today, &zone)) @match one.until { Some(until) => { ", last day " b { (full_day_words(until)) } } None => { ", no last day" } } @if !what.rests_on.is_empty() { ". Rests on: " (what.rests_on) } "." }
            @if let Some((at, words)) = &one.proxy.ended { p.small { "Ended " (frame::day(*at, today, &zone)) @if !words.is_empty() { ": " (words) } } }
            @if one.shares_address { p { (tag("care", Some(Icon::Triangle), "same e-mail or telephone as the patient")) " Ask each of them for an address of their own: no sign-in is opened until then." } }
            @if one.proxy.ended.is_none() && !over { div.row.noprint {
                form method="post" action=(address) { input type="hidden" name="act" value="sign-in"; input type="hidden" name="proxy" value=(what.proxy);
                    button.button.secondary type="submit" { @if one.login.is_some() { "Give a new first password" } @else { "Give a sign-in" } } }
                details { summary { "End this right" } form.stack method="post" action=(address) data-once {
                    input type="hidden" name="key" value=(app.clinic.fresh()); input type="hidden" name="act" value="end"; input type="hidden" name="proxy" value=(what.proxy);
                    @let id = format!("words-{}", what.proxy.0.simple());
                    div.field { label for=(id) { "Why, for staff; they are not told" } input id=(id) name="words"; }
                    button.button.secondary type="submit" { "End it quietly" }
                } }
            } }
            @if let Some(login) = &one.login { p.small.muted { "Signs in as " (login) } }
        }
    }
}

fn name_form(app: &Shared, open: &OpenChart, typed: &Values) -> Markup {
    let text = |name: &'static str, label: &'static str, kind: &str| {
        controls::text(&Field { name, label, value: typed.get(name), ..Field::default() }, kind)
    };
    html! {
        section.card.noprint { h3 { "Name somebody" }
            form.stack method="post" action=(format!("/chart/{}/proxies", open.chart.id)) data-once {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="act" value="name";
                (text("name", "Name", "text"))
                (text("relation", "Who they are to the patient", "text"))
                fieldset { legend { "May see and do" } @for right in ProxyMay::ALL { label.choice { input type="checkbox" name="may" value=(right.words()) checked[typed.has("may", right.words())]; span { (right.words()) } } } }
                (text("until", "Last day, where a court or a paper names one", "date"))
                p.small { "A right of a parent ends by itself on the day before the birthday at which the patient is of age." }
                (controls::checkbox(&Field { name: "consents", label: "Consents to treatment in the patient’s place", ..Field::default() }, typed.sent("consents")))
                (text("rests_on", "Rests on", "text"))
                (text("email", "Their own e-mail", "email"))
                (text("phone", "Their own telephone", "tel"))
                button.button.primary type="submit" { "Name them" }
            }
        }
    }
}

/// What the practice's own table lets this minor consent to today.
fn consent(app: &Shared, open: &OpenChart, typed: &Values) -> Markup {
    let (rules, chart) = (app.clinic.may_consent_alone(&open.chart), &open.chart);
    let services: Vec<(&str, &str)> = rules.iter().map(|rule| (rule.service.as_str(), rule.service.as_str())).collect();
    let therapies = chart
        .therapies
        .iter()
        .filter(|course| course.is_current())
        .map(|course| (course.id.to_string(), course.what.name.clone()));
    let practices = chart
        .practices
        .iter()
        .filter(|course| course.ended.is_none())
        .map(|course| (course.id.to_string(), course.what.name.clone()));
    let courses: Vec<(String, String)> = therapies.chain(practices).collect();
    let courses: Vec<(&str, &str)> =
        [("", "no course yet")].into_iter().chain(courses.iter().map(|(id, name)| (id.as_str(), name.as_str()))).collect();
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    html! {
        section.card { h3 { "A minor consents alone" }
            @for (at, known) in &chart.minor_consents { p { b { (known.service) } span.small.muted { " " (frame::day(*at, today, &zone)) } } p.small { (known.rule) @if !known.words.is_empty() { ". " (known.words) } } }
            @if services.is_empty() { p.muted { "The practice’s table of minors names nothing for this patient today. The practice admin keeps it, under Minors." } }
            @else { form.stack.noprint method="post" action=(format!("/chart/{}/proxies", chart.id)) data-once {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="act" value="consent";
                (controls::select(&Field { name: "service", label: "To what", value: typed.get("service"), ..Field::default() }, &services))
                @for rule in &rules { p.small { b { (rule.service) } ", from " (rule.from_age) ": " (rule.rule) } }
                (controls::select(&Field { name: "course", label: "The course that it covers", hint: "Its sessions, homework, notes and visits are labelled from now on.", value: typed.get("course"), ..Field::default() }, &courses))
                (controls::textarea(&Field { name: "words", label: "Who judged that they are mature enough, and how", value: typed.get("words"), ..Field::default() }, 2))
                button.button.primary type="submit" { "Keep the consent" }
            } }
        }
    }
}
