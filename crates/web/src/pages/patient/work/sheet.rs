//! A sheet of its own, for a task without a form: three short fields, the same three ways out.

use super::{
    lines,
    own_work::{Own, Sent, Wrong, again, key_field, trouble},
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
    work::{Field as Filled, SheetFilled},
};
use concord_engines::days::day_of;
use maud::{Markup, html};
use serde::Deserialize;

/// For which task, or which kept sheet.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    homework: String,
    #[serde(default)]
    of: String,
}

/// The name under which these sheets are kept.
const SHEET: &str = "notes";

/// The form, or a sheet that was kept.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own sheet").await?;
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
    let Some(piece) = own.chart().work.sheets.iter().find(|piece| Some(piece.id) == id) else { return Err(own.nothing()) };
    let address = format!("/my/work/sheet?of={}", piece.id);
    let chosen = own.chart().work.readers.get(&piece.id).unwrap_or(&piece.what.readers);
    let body = html! {
        header { h1 { (words::SHEET) } p.lead { (frame::past_day(day_of(piece.at, &own.zone()), own.today())) } }
        section.card { @for field in &piece.what.fields { h3 { (field.label) } p.prose { (field.text) } } }
        (lines::card(own, &[piece.id], &address))
        (readers::card(own, piece.id, chosen, "/my?done=work"))
    };
    Ok(own.page(("/my/work", words::MY_WORK), body))
}

fn page(own: &Own, sent: &Sent, wrong: Option<&Wrong>) -> Markup {
    let task = own.homework(sent.get("homework"));
    let body = html! {
        header { h1 { (words::SHEET) } p.lead { @match &task { Some(task) => (task.homework.what.task), None => (words::SHEET_LEAD) } } }
        (trouble(wrong))
        form.stack method="post" action="/my/work/sheet" data-draft="sheet" {
            (key_field(&own.key(sent)))
            @if let Some(task) = &task { input type="hidden" name="homework" value=(task.homework.what.homework); }
            @for (name, label) in words::SHEET_FIELDS { (form::textarea(&Field { name, label, value: sent.get(name), ..Field::default() }, 3)) }
            button.button.primary type="submit" { (words::KEEP_IT) }
        }
        @if let Some(task) = &task { p { a href=(format!("/my/work/could-not?homework={}", task.homework.what.homework)) { (words::COULD_NOT) } } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// Keeps the sheet; with a task, the task is then said to be done.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own sheet").await?;
    let sent = Sent(fields);
    let task = own.homework(sent.get("homework"));
    let key = own.key(&sent);
    if let Some(known) = own.recorded_under(&key) {
        return Ok(Redirect::to(&format!("/my/work/sheet?of={known}")).into_response());
    }
    let filled = words::SHEET_FIELDS.iter().filter(|(name, _)| !sent.get(name).is_empty());
    let fields =
        filled.map(|(name, label)| Filled { label: (*label).to_owned(), text: sent.get(name).to_owned(), value: None }).collect();
    let homework = task.as_ref().map(|task| task.homework.what.homework);
    let event = SheetFilled {
        sheet: SHEET.to_owned(),
        course: task.as_ref().map(|task| task.course),
        homework,
        fields,
        readers: own.first_readers(homework),
    };
    let id = EventId(own.app.clinic.fresh());
    let mut entries = vec![Entry::new(key.clone(), Event::SheetFilled(event)).with_id(id)];
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
        Ok(_) => Ok(Redirect::to(&format!("/my/work/sheet?of={id}")).into_response()),
        Err(sentence) => Ok(again(page(&own, &sent, Some(&Wrong::new(words::SHEET_FIELDS[0].0, sentence))))),
    }
}
