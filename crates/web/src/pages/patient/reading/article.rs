//! One article: its text in large type, "I have read this", and the question to answer in own words.

use super::{
    super::{frame, own},
    BASE, words,
};
use crate::{
    app::Shared,
    components::{
        form::{self as controls, Field},
        notice,
    },
    errors::Problem,
    guard::Who,
    pages::article_text,
};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{ActionError, Entry, OpenChart};
use concord_chart::{
    Event,
    learning::{ArticleRead, Learning, TaughtBack},
};
use concord_engines::days::{day_of, day_words};
use concord_knowledge::{
    article::{Article, TeachBackResult},
    ids::ArticleId,
};
use maud::{Markup, html};
use serde::Deserialize;

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    done: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    key: String,
    #[serde(default)]
    helped: String,
    #[serde(default)]
    words: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(article): Path<String>, Query(said): Query<Said>) -> Response {
    match opened(&app, &who, &article).await {
        Ok((open, article)) => page(&app, &who, &open, article, &said.done, None).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// The own record and the article of that name.
async fn opened<'k>(app: &'k Shared, who: &Who, article: &str) -> Result<(OpenChart, &'k Article), Problem> {
    let open = own::open(app, who, "own reading").await?;
    let found = app.clinic.knowledge().article(&ArticleId::from(article));
    found.map(|article| (open, article)).ok_or_else(|| Problem::of(app, Some(who), ActionError::NotFound))
}

/// Keeps that it was read, in which wording, and whether it helped.
pub async fn read(State(app): State<Shared>, who: Who, Path(article): Path<String>, Form(typed): Form<Typed>) -> Response {
    keep(&app, &who, &article, typed, "read", |article, typed| {
        let helped = match typed.helped.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Event::ArticleRead(ArticleRead {
            article: article.id.clone(),
            version: article.version.to_string(),
            language: article.language.clone(),
            helped,
        })
    })
    .await
}

/// Keeps what was understood, in the reader's own words.
pub async fn told(State(app): State<Shared>, who: Who, Path(article): Path<String>, Form(typed): Form<Typed>) -> Response {
    keep(&app, &who, &article, typed, "told", |article, typed| {
        Event::TaughtBack(TaughtBack {
            article: article.id.clone(),
            version: article.version.to_string(),
            words: typed.words.trim().to_owned(),
            result: None,
            rates: None,
        })
    })
    .await
}

async fn keep(
    app: &Shared,
    who: &Who,
    article: &str,
    typed: Typed,
    done: &str,
    event: impl FnOnce(&Article, &Typed) -> Event,
) -> Response {
    let (open, article) = match opened(app, who, article).await {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    let entry = Entry::new(typed.key.clone(), event(article, &typed));
    match app.clinic.record(&who.subject, open.chart.id, None, vec![entry]).await {
        Ok(_) => Redirect::to(&format!("{BASE}/{}?done={done}", article.id)).into_response(),
        Err(ActionError::Refused(_)) => {
            let page = page(app, who, &open, article, "", Some(&typed.words));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => Problem::of(app, Some(who), error).into_response(),
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, article: &Article, done: &str, wrong: Option<&str>) -> Markup {
    let words = words::of(&article.language);
    let known = open.chart.learning.iter().find(|known| known.article == article.id);
    let shared = format!("/reading/{}", article.id);
    let body = html! {
        div.noprint { (frame::back(BASE, words::TITLE)) }
        @if matches!(done, "read" | "told") { (notice::done(words.kept)) }
        @if wrong.is_some() { (frame::trouble(Some(words.empty), "words")) }
        (article_text::languages(article, app.clinic.knowledge(), BASE))
        (article_text::text(article, app.clinic.knowledge()))
        div.noprint lang=(article.language) {
            (was_read(app, article, known))
            (teach_back(app, article, known, wrong))
            p.small { (words.family) " " a href=(shared) { (shared) } }
        }
    };
    frame::page(app, who, words::TITLE, frame::HOME, body)
}

fn was_read(app: &Shared, article: &Article, known: Option<&Learning>) -> Markup {
    let words = words::of(&article.language);
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let last = known.and_then(|known| known.read.iter().rev().find(|(_, read)| read.version == article.version.to_string()));
    html! {
        section.card #read {
            h2 { (words.read_this) }
            @if let Some((at, _)) = last { p { (words.was_read) " " (day_words(day_of(*at, &zone), today)) "." } } @else {
                form.stack method="post" action=(format!("{BASE}/{}/read", article.id)) data-once {
                    input type="hidden" name="key" value=(frame::fresh_key(app));
                    (controls::radios(&Field { name: "helped", label: words.helped, ..Field::default() }, &[("yes", words.yes), ("no", words.no)]))
                    button.button.primary type="submit" { (words.keep_read) }
                }
            }
        }
    }
}

fn teach_back(app: &Shared, article: &Article, known: Option<&Learning>, wrong: Option<&str>) -> Markup {
    let words = words::of(&article.language);
    html! {
        section.card #told {
            h2 { (words.own_words) }
            p.b { (article.teach_back.question) }
            (told_before(article, known))
            form.stack method="post" action=(format!("{BASE}/{}/told", article.id)) data-once data-draft=(format!("told-{}", article.id)) {
                input type="hidden" name="key" value=(frame::fresh_key(app));
                (controls::textarea(&Field { name: "words", label: words.own_words, hint: words.question_first, error: if wrong.is_some() { words.empty } else { "" }, value: wrong.unwrap_or_default(), ..Field::default() }, 4))
                p.small.muted { (words.no_test) }
                button.button.secondary type="submit" { (words.tell) }
            }
        }
    }
}

/// What was told back before, with what the team made of it.
fn told_before(article: &Article, known: Option<&Learning>) -> Markup {
    let words = words::of(&article.language);
    let told = known.map(|known| known.told.as_slice()).unwrap_or_default();
    let own: Vec<_> = told.iter().filter(|(_, _, one)| !one.words.is_empty() && one.rates.is_none()).collect();
    let rated = |id| told.iter().rev().find(|(_, _, one)| one.rates == Some(id)).and_then(|(_, _, one)| one.result);
    html! {
        @if !own.is_empty() { h3 { (words.told_before) } }
        @for (id, _, one) in own {
            blockquote.quote { (one.words) }
            p.small.muted {
                @match rated(*id).and_then(TeachBackResult::of_points) {
                    Some(result) => (result.words(&article.language)),
                    None => (words.not_looked),
                }
            }
        }
    }
}
