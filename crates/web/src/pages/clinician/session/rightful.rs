//! The wrong-patient guard of signing: if another record was opened since, signing stops at a page that shows both.

use super::{Room, draft, seal};
use crate::{
    components::record_choice::{Candidate, record_choice},
    layout,
    pages::clinician::{
        forms::Values,
        frame::{self, BannerWords},
    },
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

/// The page that asks which record is right; `None` when there is no doubt, or the person has already said.
pub(super) async fn other_record(room: &Room<'_>, values: &Values) -> Option<Response> {
    let chart = room.chart();
    let last = room.who.last_opened.filter(|last| *last != chart.id)?;
    if values.has("checked", "yes") {
        return None;
    }
    // A record that can no longer be read is no candidate; the form names its own record.
    let other = frame::read(room.app, room.who, last, "which record is right").await.ok()?;
    // A correction is never kept as a draft, and the store may fail: then nothing is promised.
    let kept = match draft::keep(room, values).await {
        Ok(()) if room.session.written.is_none() => seal::keep(room, values).await.is_ok(),
        Ok(()) => false,
        Err(error) => {
            tracing::warn!(%error, "a session's draft could not be kept");
            false
        }
    };
    let (here, there) = (BannerWords::of(chart, room.today, &room.zone), BannerWords::of(&other.chart, room.today, &room.zone));
    let as_sent = || html! { @for (name, text) in values.pairs().filter(|(name, _)| *name != "act") { input type="hidden" name=(name) value=(text); } };
    let confirm = html! {
        form method="post" action=(room.address()) {
            (as_sent())
            input type="hidden" name="checked" value="yes";
            button.button type="submit" name="act" value="sign" { "It is " (room.given_name()) "’s. Sign" }
        }
    };
    let elsewhere = html! {
        a.button.secondary href=(format!("/chart/{}/sessions", other.chart.id)) { "It is " (frame::given_name(&other.chart)) "’s. Open the sessions there" }
    };
    let candidates = [
        Candidate { banner: here.banner(), remark: "This session was written here.", action: confirm },
        Candidate { banner: there.banner(), remark: "You last opened this one.", action: elsewhere },
    ];
    let way_out = html! {
        @if kept { a href=(format!("{}?course={}", room.address(), room.course.id)) { "Neither: it is kept as my draft" } }
        @else { form method="post" action=(room.address()) { (as_sent()) button.button.quiet type="submit" name="act" value="back" { "Neither: back to what I wrote" } } }
    };
    let first_words: String = values.get("summary").chars().take(90).collect();
    let body = record_choice(&candidates, &first_words, way_out);
    let page = layout::page(room.app, Some(room.who), "Which record is right?", "", body);
    Some((StatusCode::CONFLICT, page).into_response())
}
