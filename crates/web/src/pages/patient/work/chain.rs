//! A chain: from what made the day harder to what followed, link by link, and where another link was possible.

use super::{
    own_work::{Own, Sent, Wrong, about, again, key_field, trouble},
    readers, words,
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
    Event, EventId,
    therapy::HomeworkReported,
    work::{ChainAnalysed, Link, LinkKind},
};
use concord_engines::days::day_of;
use maud::{Markup, html};
use serde::Deserialize;

/// Links that fit on a page.
const LINKS: usize = 6;

/// For which task, or which kept chain.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    homework: String,
    #[serde(default)]
    of: String,
}

/// The form, or a chain that was kept.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own chain").await?;
    if which.of.is_empty() {
        if !which.homework.is_empty() && own.homework(&which.homework).is_none() {
            return Err(own.nothing());
        }
        let mut sent = Sent::default();
        sent.put("homework", &which.homework);
        return Ok(page(&own, &sent, None));
    }
    kept(&own, which.of.parse().ok())
}

fn kept(own: &Own, id: Option<EventId>) -> Result<Markup, Problem> {
    let Some(piece) = own.chart().work.chains.iter().find(|piece| Some(piece.id) == id) else { return Err(own.nothing()) };
    let chain = &piece.what;
    let parts = [(words::CHAIN_HARDER, &chain.vulnerability), (words::CHAIN_SET_OFF, &chain.prompting_event)];
    let after = [(words::CHAIN_FOLLOWED, &chain.consequences), (words::CHAIN_MENDS, &chain.repair)];
    let row = |(label, text): (&str, &String)| html! { @if !text.is_empty() { li { b { (label) } span.said { (text) } } } };
    let chosen = own.chart().work.readers.get(&piece.id).unwrap_or(&chain.readers);
    let body = html! {
        header { h1 { (chain.behaviour) } p.lead { (frame::past_day(day_of(piece.at, &own.zone()), own.today())) } }
        section.card { ol.numbered {
            @for part in parts { (row(part)) }
            @for link in &chain.links { li { b { (words::capital(link.kind.words())) } span.said { (link.words) @if !link.instead.is_empty() { span.small.muted { " " (words::instead(&link.instead)) } } } } }
            @for part in after { (row(part)) }
        } }
        (readers::card(own, piece.id, chosen, "/my?done=work"))
    };
    Ok(own.page(("/my/work", words::MY_WORK), body))
}

fn kind_code(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Thought => "thought",
        LinkKind::Emotion => "emotion",
        LinkKind::Body => "body",
        LinkKind::Act => "act",
        LinkKind::Event => "event",
    }
}

fn page(own: &Own, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let task = own.homework(sent.get("homework"));
    let area = |name: &str, label: &str| {
        form::textarea(&Field { name, label, error: about(wrong, name), value: sent.get(name), ..Field::default() }, 2)
    };
    let kinds: Vec<(&str, &str)> = std::iter::once(("", words::WHAT_KIND))
        .chain(LinkKind::ALL.iter().map(|kind| (kind_code(*kind), kind.words())))
        .collect();
    let body = html! {
        header { h1 { (words::CHAIN) } p.lead { (words::CHAIN_LEAD) } }
        @if let Some(task) = &task { p.note { (task.homework.what.task) } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/chain" data-draft="chain" {
            (key_field(&own.key(sent)))
            @if let Some(task) = &task { input type="hidden" name="homework" value=(task.homework.what.homework); }
            (area("behaviour", words::CHAIN_LED_TO))
            (area("vulnerability", words::CHAIN_HARDER))
            (area("prompting", words::CHAIN_SET_OFF))
            section.card { h2 { (words::CHAIN_LINKS) }
                @for place in 1..=LINKS {
                    @let (kind, said, instead) = (format!("k{place}"), format!("l{place}"), format!("i{place}"));
                    fieldset.link-row { legend { (words::numbered(words::LINK, place)) }
                        (form::select(&Field { name: &kind, label: words::WHAT_KIND_LABEL, error: about(wrong, &kind), value: sent.get(&kind), ..Field::default() }, &kinds))
                        (form::text(&Field { name: &said, label: words::WHAT_WAS_IT, error: about(wrong, &said), value: sent.get(&said), ..Field::default() }, "text"))
                        (form::text(&Field { name: &instead, label: words::WHAT_INSTEAD, value: sent.get(&instead), ..Field::default() }, "text"))
                    }
                }
            }
            (area("consequences", words::CHAIN_FOLLOWED))
            (area("repair", words::CHAIN_MENDS))
            button.button.primary type="submit" { (words::KEEP_IT) }
        }
        @if let Some(task) = &task { p { a href=(format!("/my/work/could-not?homework={}", task.homework.what.homework)) { (words::COULD_NOT) } } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// The links as written. What kind of link it was is the person's to say: one without a kind is asked again, never guessed.
fn links(sent: &Sent) -> Result<Vec<Link>, Wrong> {
    let link = |place: usize| {
        let [kind, what, instead] = ["k", "l", "i"].map(|field| format!("{field}{place}"));
        let chosen = LinkKind::ALL.iter().copied().find(|known| kind_code(*known) == sent.get(&kind));
        match (sent.get(&what), sent.get(&instead), chosen) {
            ("", "", _) => None,
            ("", _, _) => Some(Err(Wrong::new(what, words::LINK_WITHOUT_WORDS))),
            (_, _, None) => Some(Err(Wrong::new(kind, words::LINK_WITHOUT_KIND))),
            (said, other, Some(kind)) => Some(Ok(Link { kind, words: said.to_owned(), instead: other.to_owned() })),
        }
    };
    (1..=LINKS).filter_map(link).collect()
}

/// Keeps the chain; with a task, the task is then said to be done.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own chain").await?;
    let sent = Sent(fields);
    let key = own.key(&sent);
    if let Some(known) = own.recorded_under(&key) {
        return Ok(Redirect::to(&format!("/my/work/chain?of={known}")).into_response());
    }
    let task = own.homework(sent.get("homework"));
    let text = |name: &str| sent.get(name).to_owned();
    let links = match links(&sent) {
        Ok(links) => links,
        Err(wrong) => return Ok(again(page(&own, &sent, Some(&wrong)))),
    };
    let chain = ChainAnalysed {
        course: task.as_ref().map(|task| task.course),
        behaviour: text("behaviour"),
        vulnerability: text("vulnerability"),
        prompting_event: text("prompting"),
        links,
        consequences: text("consequences"),
        repair: text("repair"),
        readers: own.first_readers(task.as_ref().map(|task| task.homework.what.homework)),
    };
    let id = EventId(own.app.clinic.fresh());
    let mut entries = vec![Entry::new(key.clone(), Event::ChainAnalysed(chain)).with_id(id)];
    entries.extend(task.as_ref().map(|task| {
        let done = HomeworkReported {
            course: task.course,
            homework: task.homework.what.homework,
            done_percent: 100,
            could_not: String::new(),
            obstacle: None,
        };
        Entry::new(format!("{key}:homework"), Event::HomeworkReported(done))
    }));
    match own.record(entries).await? {
        Ok(_) => Ok(Redirect::to(&format!("/my/work/chain?of={id}")).into_response()),
        Err(sentence) => Ok(again(page(&own, &sent, Some(&Wrong::new("behaviour", sentence))))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_link_without_a_kind_is_asked_again_and_none_is_guessed() {
        assert_eq!(links(&sent(&[("l1", "I walked out"), ("k1", "")])).unwrap_err().field, "k1");
        assert_eq!(links(&sent(&[("l2", ""), ("i2", "call Ana")])).unwrap_err().field, "l2");
        let kept = links(&sent(&[("l1", "I walked out"), ("k1", "act"), ("k2", "thought"), ("l2", "")])).unwrap();
        assert_eq!((kept.len(), kept[0].kind), (1, LinkKind::Act));
    }
}
