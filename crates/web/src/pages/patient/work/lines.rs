//! Lines between the person and their therapist about a piece of work or a task: read at the work, answered there.

use super::{
    own_work::{Own, Sent, Wrong, again, key_field, trouble},
    readers::own_address,
    words,
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
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::{Entry, OpenChart};
use concord_chart::{
    Event, EventId,
    therapy::Homework,
    work::{Comment, Commented},
};
use concord_engines::days::{day_of, days_between};
use maud::{Markup, html};

/// Days for which a line stands on Home until it is answered.
const ON_HOME_DAYS: i64 = 14;

/// Lines about one thing, under any of its ids, with the field for an answer. `here` is the page on which it stands.
pub(super) fn card(own: &Own, about: &[EventId], here: &str) -> Markup {
    let lines: Vec<&Comment> = own.chart().work.comments.iter().filter(|line| about.contains(&line.what.about)).collect();
    let Some(first) = about.first() else { return html! {} };
    let field = format!("line-{first}");
    html! {
        section.card.lines {
            h2 { (words::LINES) }
            @for line in &lines { (one(own, line)) }
            form.stack method="post" action="/my/work/line" data-draft=(field) {
                (key_field(&frame::fresh_key(&own.app)))
                input type="hidden" name="about" value=(first);
                input type="hidden" name="to" value=(here);
                div.field { label for=(field) { @if lines.is_empty() { (words::WRITE_A_LINE) } @else { (words::ANSWER) } } textarea id=(field) name="text" rows="2" {} }
                button.button.secondary type="submit" { (words::SEND_LINE) }
            }
            p.small.muted { (words::LINES_READ_BY_TEAM) }
        }
    }
}

/// The same about a task, for the page that says how it went.
pub(in crate::pages::patient) fn of_task(app: &Shared, who: &Who, open: &OpenChart, task: &Homework) -> Markup {
    let own = Own { app: app.clone(), who: who.clone(), open: open.clone() };
    card(&own, &[task.because], &format!("/my/homework/{}", task.what.homework))
}

fn one(own: &Own, line: &Comment) -> Markup {
    let who = if line.by_patient { words::ME } else { line.by.as_str() };
    html! { blockquote.quote { p { (line.what.text) } p.small.muted { (who) ", " (frame::past_day(day_of(line.at, &own.zone()), own.today())) } } }
}

/// Keeps a line.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own work: a line").await?;
    let sent = Sent(fields);
    let Ok(about) = sent.get("about").parse::<EventId>() else { return Err(own.nothing()) };
    let event = Event::WorkCommented(Commented { about, text: sent.get("text").to_owned() });
    match own.record(vec![Entry::new(own.key(&sent), event)]).await? {
        Ok(_) => Ok(Redirect::to(own_address(sent.get("to"))).into_response()),
        Err(sentence) => Ok(again(not_taken(&own, &sent, &sentence))),
    }
}

/// A line that was not taken: what was wrong, and the words, to send or to copy.
fn not_taken(own: &Own, sent: &Sent, sentence: &str) -> Markup {
    let body = html! {
        header { h1 { (words::LINES) } }
        (trouble(Some(&Wrong::new("text", sentence))))
        form.stack method="post" action="/my/work/line" {
            (key_field(&frame::fresh_key(&own.app)))
            input type="hidden" name="about" value=(sent.get("about"));
            input type="hidden" name="to" value=(own_address(sent.get("to")));
            (form::textarea(&Field { name: "text", label: words::WRITE_A_LINE, error: sentence, value: sent.get("text"), ..Field::default() }, 3))
            button.button.secondary type="submit" { (words::SEND_LINE) }
        }
    };
    own.page((own_address(sent.get("to")), words::MY_WORK), body)
}

/// Lines of the team that nobody answered yet, newest first, with the page at which each stands.
pub(super) fn waiting(own: &Own) -> Vec<(&Comment, String)> {
    let lines = &own.chart().work.comments;
    let answered = |line: &Comment| {
        lines.iter().any(|later| later.by_patient && later.what.about == line.what.about && later.at.order(&line.at).is_ge())
    };
    let recent = |line: &&Comment| days_between(day_of(line.at, &own.zone()), own.today()) <= ON_HOME_DAYS;
    let unanswered = lines.iter().rev().filter(|line| !line.by_patient).filter(recent).filter(|line| !answered(line));
    unanswered.map(|line| (line, page_of(own, line.what.about))).collect()
}

/// The page at which a piece of work or a task is read.
fn page_of(own: &Own, about: EventId) -> String {
    let work = &own.chart().work;
    let amended = |id: EventId| {
        own.chart().entries.iter().any(|entry| entry.recorded.id() == id && entry.recorded.draft.amends == Some(about))
    };
    if let Some(piece) = work.thoughts.iter().find(|piece| piece.id == about || amended(piece.id)) {
        return format!("/my/work/thoughts?of={}", piece.id);
    }
    let tasks = own.chart().therapies.iter().flat_map(|course| &course.homework);
    if let Some(task) = tasks.into_iter().find(|task| task.because == about) {
        return format!("/my/homework/{}", task.what.homework);
    }
    format!("/my/work?line={about}")
}
