//! Reading: what is offered now and why, everything by topic, one article at a time, and what it left behind.

mod article;
mod words;

pub use article::{read, show, told};

use super::{frame, own, questionnaire::way::Way};
use crate::{
    app::Shared,
    errors::Problem,
    guard::Who,
    pages::{article_text, public::reading::results},
};
use axum::extract::{Query, State};
use concord_actions::OpenChart;
use concord_chart::Chart;
use concord_engines::{
    reading::{Facts, Offer},
    safety::shipped_book,
};
use concord_knowledge::{Knowledge, article::Article};
use maud::{Markup, html};
use serde::Deserialize;

/// Where the pages stand.
const BASE: &str = "/my/reading";
/// Offers that are shown at once; more would be a pile.
const AT_ONCE: usize = 4;

/// What is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// An article that waits for its reader.
struct Waiting<'k> {
    article: &'k Article,
    why: String,
}

/// The list.
///
/// # Errors
/// A page that says what went wrong.
pub async fn list(State(app): State<Shared>, who: Who, Query(asked): Query<Asked>) -> Result<Markup, Problem> {
    let open = own::open(&app, &who, "own reading").await?;
    let knowledge = app.clinic.knowledge();
    let language = language_of(&app, &who, &open.chart).await?;
    let waiting = waiting(&app, &open, language);
    let body = html! {
        (frame::back("/my", "Home"))
        header { h1 { (words::TITLE) } }
        (article_text::search(BASE, &asked.q))
        @if asked.q.trim().is_empty() {
            section.card aria-labelledby="now" {
                h2 #now { (words::FOR_YOU) }
                @if waiting.is_empty() { p { (words::NOTHING_NOW) } }
                ul.reading-list { @for one in waiting.iter().take(AT_ONCE) {
                    li { a href=(format!("{BASE}/{}", one.article.id)) lang=(one.article.language) { (one.article.title) } span.small.muted { (one.why) } }
                } }
            }
            @for (topic, articles) in article_text::by_topic(knowledge, language) {
                details.card { summary { (topic.words()) " (" (articles.len()) ")" } (article_text::list(&articles, BASE)) }
            }
        } @else { (results(&article_text::found(knowledge, &asked.q), BASE)) }
    };
    Ok(frame::page(&app, &who, words::TITLE, frame::HOME, body))
}

/// The language in which this person reads: the one that they chose for their pages, else the first of their record. Every
/// article has a link to its other languages.
async fn language_of(app: &Shared, who: &Who, chart: &Chart) -> Result<&'static str, Problem> {
    let way = Way::of(app, who).await?;
    if let Some(chosen) = way.language() {
        return Ok(article_text::code_of(&[chosen.to_owned()]));
    }
    Ok(of_record(chart))
}

fn of_record(chart: &Chart) -> &'static str {
    chart.registration.person.as_ref().map_or("en", |person| article_text::code_of(&person.languages))
}

/// What waits: first what somebody of the team offered, the latest first, then what the plan offers.
fn waiting<'k>(app: &'k Shared, open: &OpenChart, language: &str) -> Vec<Waiting<'k>> {
    let (chart, today, zone) = (&open.chart, app.clinic.today(), app.clinic.zone());
    let knowledge: &'k Knowledge = app.clinic.knowledge();
    let offers = Facts::of(chart, shipped_book(), knowledge, today, &zone).offers(language, knowledge, today);
    let mut waiting = by_people(chart, knowledge, language);
    for offer in &offers {
        if !waiting.iter().any(|known| known.article.id == offer.article.id) {
            waiting.push(Waiting { article: offer.article, why: why(offer, knowledge) });
        }
    }
    waiting
}

fn by_people<'k>(chart: &Chart, knowledge: &'k Knowledge, language: &str) -> Vec<Waiting<'k>> {
    let unread = chart.learning.iter().filter(|one| !is_read(chart, knowledge, one.article.as_str()));
    let mut offered: Vec<_> = unread.filter_map(|one| Some((one.offered.as_ref()?, one))).collect();
    offered.sort_by(|(one, _), (other, _)| other.0.order(&one.0));
    let waiting = offered.into_iter().filter_map(|((_, by, why), one)| {
        let article = knowledge.article(&one.article)?;
        let original = article.translation_of.as_ref().unwrap_or(&article.id);
        let why = if why.is_empty() { format!("{by} thought of you.") } else { format!("{by}: {why}") };
        Some(Waiting { article: knowledge.article_in(original, language)?, why })
    });
    waiting.collect()
}

/// Whether it was read in any of its languages.
fn is_read(chart: &Chart, knowledge: &Knowledge, article: &str) -> bool {
    let original = |id: &str| {
        let known = knowledge.article(&id.into());
        known.and_then(|known| known.translation_of.as_ref()).map_or_else(|| id.to_owned(), |of| of.as_str().to_owned())
    };
    let wanted = original(article);
    chart.learning.iter().any(|one| !one.read.is_empty() && original(one.article.as_str()) == wanted)
}

/// The most particular reason, as its reader may see it.
fn why(offer: &Offer<'_>, knowledge: &Knowledge) -> String {
    offer.why.first().map(|reason| reason.to_reader(knowledge)).unwrap_or_default()
}

/// One thing to read, for the home page; never two at a time, and nothing where nothing waits.
///
/// # Errors
/// When the choice of a language cannot be read.
pub(super) async fn home_card(app: &Shared, who: &Who, open: &OpenChart) -> Result<Markup, Problem> {
    let waiting = waiting(app, open, language_of(app, who, &open.chart).await?);
    Ok(html! {
        @if let Some(one) = waiting.first() {
            section.card aria-label=(words::CARD) {
                h2 { (words::CARD) }
                p { a href=(format!("{BASE}/{}", one.article.id)) lang=(one.article.language) { (one.article.title) } }
                p.small.muted { (one.why) " " (one.article.minutes) " " (words::MINUTES) "." }
            }
        }
    })
}
