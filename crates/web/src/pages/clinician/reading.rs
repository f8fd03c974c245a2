//! What was offered to read, what was read, and what was told back in own words; the offer by one press, and the rating of
//! what was told.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, form as controls, notice},
    errors::Problem,
    guard::Who,
    own_words::with_book,
    pages::article_text,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_access::View;
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    Chart, ChartId, Event, EventId,
    learning::{ArticleOffered, Learning, TaughtBack},
};
use concord_engines::reading::{Facts, Offer, Standing};
use concord_knowledge::{
    article::{Article, TeachBackResult},
    ids::ArticleId,
};
use maud::{Markup, html};
use serde::Deserialize;

/// Where the same texts stand for everybody.
const TEXTS: &str = "/reading";
/// Offers on the small card of other pages.
const ON_CARD: usize = 3;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(said): Query<Said>) -> Response {
    let open = match frame::open(&app, &who, chart, "reading").await {
        Ok(open) if !matches!(open.view, View::Complementary(_)) => open,
        Ok(_) => return Problem::not_for_role(&app, &who).into_response(),
        Err(response) => return response,
    };
    let body = body(&app, &open, &said.done);
    frame::page(&app, &who, &RecordPage { open: &open, tab: "/reading", title: "Reading" }, body).into_response()
}

fn body(app: &Shared, open: &OpenChart, done: &str) -> Markup {
    let chart = &open.chart;
    let name = frame::given_name(chart);
    html! {
        header.page-head { div { h2 { "Reading" } p.lead { "Short texts that the plan offers to " (name) ", and what became of them. Telling back shows whether we explained well; it is no test of " (name) "." } } }
        @match done {
            "offered" => (notice::done("Offered. It stands first on their list, with your words.")),
            "rated" => (notice::done("Kept under your name.")),
            _ => {},
        }
        div.two-columns {
            div { (record(app, chart)) }
            aside aria-label="Offer" {
                section.card { h3 { "What the plan offers" } (offers(app, chart, usize::MAX, "reading")) }
                section.card { h3 { "Offer another" } (any(app, chart)) }
            }
        }
    }
}

/// Three things that the plan offers, with the way to offer each: for the pages on which plans are made.
pub(super) fn card(app: &Shared, chart: &Chart, from: &str) -> Markup {
    html! {
        section.card.pad { h3 { "To read" }
            (offers(app, chart, ON_CARD, from))
            p.small { a href=(format!("/chart/{}/reading", chart.id)) { "All reading, and what was told back" } }
        }
    }
}

fn offers(app: &Shared, chart: &Chart, at_most: usize, from: &str) -> Markup {
    let (knowledge, today, zone) = (app.clinic.knowledge(), app.clinic.today(), app.clinic.zone());
    let languages = chart.registration.person.as_ref().map(|person| person.languages.clone()).unwrap_or_default();
    let facts = with_book(knowledge, |book| Facts::of(chart, book, knowledge, today, &zone));
    let offers = facts.offers(article_text::code_of(&languages), knowledge, today);
    let waits = |offer: &&Offer<'_>| !chart.learning.iter().any(|one| one.article == offer.article.id && is_waiting(one));
    html! {
        @if !offers.iter().any(|offer| waits(&offer)) { p.small.muted { "Nothing new: everything that fits is read or offered." } }
        ul.plain { @for offer in offers.iter().filter(waits).take(at_most) {
            li {
                p { a href=(format!("{TEXTS}/{}", offer.article.id)) { (offer.article.title) } }
                p.small.muted {
                    @for reason in &offer.why { (reason.to_team(knowledge)) " " }
                    @match offer.standing { Standing::New => {}, Standing::Changed => "The wording is new since it was read.", Standing::ExplainAgain => "It was not clear yet: explain it again." }
                }
                (offer_button(app, chart, offer.article, &offer.why.first().map(|reason| reason.to_reader(knowledge)).unwrap_or_default(), from))
            }
        } }
    }
}

/// Offered by somebody and not read since.
fn is_waiting(one: &Learning) -> bool {
    one.offered.is_some() && one.read.is_empty()
}

/// One press that puts an article first on the person's list.
pub(super) fn offer_button(app: &Shared, chart: &Chart, article: &Article, why: &str, from: &str) -> Markup {
    html! {
        form method="post" action=(format!("/chart/{}/reading/offer", chart.id)) data-once {
            input type="hidden" name="key" value=(app.clinic.fresh());
            input type="hidden" name="chart" value=(chart.id);
            input type="hidden" name="article" value=(article.id);
            input type="hidden" name="why" value=(why);
            input type="hidden" name="from" value=(from);
            button.button.secondary type="submit" { "Offer" span.vh { ": " (article.title) } }
        }
    }
}

fn any(app: &Shared, chart: &Chart) -> Markup {
    let articles = article_text::by_topic(app.clinic.knowledge(), "en");
    html! {
        form.stack method="post" action=(format!("/chart/{}/reading/offer", chart.id)) data-once {
            input type="hidden" name="key" value=(app.clinic.fresh());
            input type="hidden" name="chart" value=(chart.id);
            input type="hidden" name="from" value="reading";
            div.field { label for="article" { "Which" } select id="article" name="article" required {
                @for (topic, articles) in &articles { optgroup label=(topic.words()) { @for article in articles { option value=(article.id) { (article.title) } } } }
            } }
            (controls::text(&controls::Field { name: "why", label: "Why now, as they read it (can be left empty)", ..controls::Field::default() }, "text"))
            button.button.secondary type="submit" { "Offer it" }
        }
    }
}

fn record(app: &Shared, chart: &Chart) -> Markup {
    html! {
        section.card { h3 { "What became of it" }
            @if chart.learning.is_empty() { (empty_state("Nothing was offered or read yet", "What is read stands here with its wording, its language and the day, and what was told back in own words.", None)) }
            ul.plain { @for one in chart.learning.iter().rev() { li { (entry(app, chart, one)) } } }
        }
    }
}

fn entry(app: &Shared, chart: &Chart, one: &Learning) -> Markup {
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let article = app.clinic.knowledge().article(&one.article);
    let day = |at| frame::day(at, today, &zone);
    html! {
        p { @match article {
            Some(article) => a href=(format!("{TEXTS}/{}", article.id)) lang=(article.language) { (article.title) },
            None => (one.article),
        } }
        @if let Some((at, by, why)) = &one.offered { p.small { "Offered " (day(*at)) " by " (by) @if !why.is_empty() { ": “" (why) "”" } } }
        @if one.read.is_empty() { p.small.muted { "Not read yet." } }
        @for (at, read) in &one.read {
            p.small { "Read " (day(*at)) ", in " (article_text::language_name(&read.language)) ", wording of " (read.version) "."
                @match read.helped { Some(true) => " It helped.", Some(false) => " It did not help much.", None => {} } }
        }
        @for (id, at, told) in one.told.iter().filter(|(_, _, told)| told.rates.is_none() && !told.words.is_empty()) {
            blockquote.quote { (told.words) }
            p.small.muted { "Told back " (day(*at)) ". " @if let Some(article) = article { "Asked: " (article.teach_back.question) " A good answer mentions: " (article.teach_back.mentions.join("; ")) "." } }
            (rating(app, chart, one, *id))
        }
    }
}

fn rating(app: &Shared, chart: &Chart, one: &Learning, told: EventId) -> Markup {
    let rated = one.told.iter().rev().find(|(_, _, known)| known.rates == Some(told)).and_then(|(_, _, known)| known.result);
    let name = |result: TeachBackResult| format!("{}: {}", result.points(), result.words("en"));
    html! {
        @if let Some(result) = rated.and_then(TeachBackResult::of_points) { p.small { b { (name(result)) } } } @else {
            form.row method="post" action=(format!("/chart/{}/reading/rate", chart.id)) data-once {
                input type="hidden" name="key" value=(app.clinic.fresh());
                input type="hidden" name="chart" value=(chart.id);
                input type="hidden" name="told" value=(told);
                @for result in TeachBackResult::ALL { button.button.secondary type="submit" name="result" value=(result.points()) { (name(*result)) } }
            }
        }
    }
}

/// What the small forms send.
#[derive(Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    key: String,
    #[serde(default)]
    chart: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    told: String,
    #[serde(default)]
    result: String,
}

/// Offers an article. Back to the page from which it was offered.
pub async fn offer(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    let article = app.clinic.knowledge().article(&ArticleId::from(sent.article.as_str()));
    let Some(article) = article.filter(|_| sent.chart == chart.to_string()) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let event = ArticleOffered { article: article.id.clone(), why: sent.why.trim().to_owned() };
    let back = match sent.from.as_str() {
        "plan" | "sessions" | "practices" => sent.from.as_str(),
        _ => "reading",
    };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(sent.key, Event::ArticleOffered(event))]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/{back}?done=offered")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// Rates what was told back, 0 to 2.
pub async fn rate(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Form(sent): Form<Sent>) -> Response {
    let open = match frame::read(&app, &who, chart, "reading").await {
        Ok(open) => open,
        Err(response) => return response,
    };
    let told = sent.told.parse::<EventId>().ok().and_then(|id| told_back(&open.chart, id));
    let result = sent.result.parse::<u8>().ok().and_then(TeachBackResult::of_points);
    let (Some((id, told)), Some(result)) = (told.filter(|_| sent.chart == chart.to_string()), result) else {
        return Problem::not_found(&app, Some(&who)).into_response();
    };
    let event = TaughtBack {
        article: told.article.clone(),
        version: told.version.clone(),
        words: String::new(),
        result: Some(result.points()),
        rates: Some(id),
    };
    match app.clinic.record(&who.subject, chart, None, vec![Entry::new(sent.key, Event::TaughtBack(event))]).await {
        Ok(_) => Redirect::to(&format!("/chart/{chart}/reading?done=rated")).into_response(),
        Err(error) => Problem::of(&app, Some(&who), error).into_response(),
    }
}

/// A telling of the patient's by its event.
fn told_back(chart: &Chart, id: EventId) -> Option<(EventId, TaughtBack)> {
    let mut all = chart.learning.iter().flat_map(|one| &one.told);
    all.find(|(known, _, told)| *known == id && told.rates.is_none()).map(|(known, _, told)| (*known, told.clone()))
}
