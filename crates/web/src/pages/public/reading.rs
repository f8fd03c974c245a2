//! The same articles for anybody with their address: family, friends, whoever wants to understand. Nothing personal stands on
//! these pages, and nobody has to say who they are.

use crate::{app::Shared, errors::Problem, layout, pages::article_text};
use axum::{
    Extension,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_actions::SignedIn;
use concord_knowledge::ids::ArticleId;
use maud::{Markup, html};
use serde::Deserialize;

/// Where the articles stand for everybody.
pub const BASE: &str = "/reading";
/// What the browser's tab says, whichever article is open: somebody may look over the shoulder.
const TITLE: &str = "To read";

/// What is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    lang: String,
}

/// Every article by topic, or those with a word in them.
pub async fn list(State(app): State<Shared>, who: Option<Extension<SignedIn>>, Query(asked): Query<Asked>) -> Markup {
    let who = who.map(|Extension(who)| who);
    let knowledge = app.clinic.knowledge();
    let body = html! {
        header { h1 { "To read" } p.lead { "Short texts in plain words, for people in care and for those who stand by them." } }
        nav.row.noprint aria-label="Language" { a href="/reading" lang="en" { "English" } a href="/reading?lang=es" lang="es" { "Español" } }
        (article_text::search(BASE, &asked.q))
        @if asked.q.trim().is_empty() {
            @for (topic, articles) in article_text::by_topic(knowledge, &asked.lang) { section.card { h2 { (topic.words()) } (article_text::list(&articles, BASE)) } }
        } @else {
            (results(&article_text::found(knowledge, &asked.q), BASE))
        }
    };
    layout::page(&app, who.as_ref(), TITLE, BASE, body)
}

/// What a search found.
pub(crate) fn results(found: &[&concord_knowledge::article::Article], base: &str) -> Markup {
    html! {
        section.card { h2 { "Found" }
            @if found.is_empty() { p { "Nothing has this word in it. Try a shorter one." } } @else { (article_text::list(found, base)) }
            p { a href=(base) { "Show everything" } }
        }
    }
}

/// One article.
pub async fn show(State(app): State<Shared>, who: Option<Extension<SignedIn>>, Path(article): Path<String>) -> Response {
    let who = who.map(|Extension(who)| who);
    let knowledge = app.clinic.knowledge();
    let Some(article) = knowledge.article(&ArticleId::from(article.as_str())) else {
        return Problem::not_found(&app, who.as_ref()).into_response();
    };
    let body = html! {
        p.back.noprint { a href=(BASE) { "To read" } }
        (article_text::languages(article, knowledge, BASE))
        (article_text::text(article, knowledge))
    };
    layout::page(&app, who.as_ref(), TITLE, BASE, body).into_response()
}
