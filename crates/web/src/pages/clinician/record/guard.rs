//! The wrong-patient guard of every form: if another record was opened since, recording stops at a page that shows both.

use super::Desk;
use crate::{
    components::record_choice::{Candidate, record_choice},
    layout,
    pages::clinician::{
        forms::{Form, Values},
        frame::{self, BannerWords},
    },
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

/// The page that asks which record is right; `None` when there is no doubt, or the person has already said.
pub(super) async fn other_record(desk: &Desk, form: &Form, values: &Values) -> Option<Response> {
    let chart = desk.chart();
    let last = desk.who.last_opened.filter(|last| *last != chart.id)?;
    if values.has("checked", "yes") {
        return None;
    }
    let other = match frame::read(&desk.app, &desk.who, last, "which record is right").await {
        Ok(other) => other,
        // A record that can no longer be read is no candidate; the form names its own record and the person confirmed it.
        Err(_) => return None,
    };
    let (today, zone) = (desk.app.clinic.today(), &desk.zone);
    let (here, there) = (BannerWords::of(chart, today, zone), BannerWords::of(&other.chart, today, zone));
    let name = |chart| frame::given_name(chart);
    let confirm = html! {
        form method="post" action=(format!("/chart/{}/record/{}", chart.id, form.what)) {
            @for (name, text) in values.pairs() { input type="hidden" name=(name) value=(text); }
            input type="hidden" name="checked" value="yes";
            button.button type="submit" { "It is " (name(chart)) "’s. " (form.button) }
        }
    };
    let elsewhere = html! {
        a.button.secondary href=(format!("/chart/{}/record/{}", other.chart.id, form.what)) { "It is " (name(&other.chart)) "’s. Begin it there" }
    };
    let candidates = [
        Candidate { banner: here.banner(), remark: "This form was begun here.", action: confirm },
        Candidate { banner: there.banner(), remark: "You last opened this one.", action: elsewhere },
    ];
    let way_out = html! { a href="/today" { "Neither: record nothing" } };
    let body = record_choice(&candidates, &first_words(desk, form, values), way_out);
    let page = layout::page(&desk.app, Some(&desk.who), "Which record is right?", "", body);
    Some((StatusCode::CONFLICT, page).into_response())
}

/// What would be recorded, in a few words.
fn first_words(desk: &Desk, form: &Form, values: &Values) -> String {
    let wanted = desk.about(|about| (form.read)(&mut super::Reading::new(values, about.zone), about));
    wanted.and_then(|wanted| wanted.first().map(|one| one.event.words())).unwrap_or_else(|| form.title.to_owned())
}
