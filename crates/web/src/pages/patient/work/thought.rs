//! A thought record, one step a page. Each step is kept on the server when it is sent, so that back, a locked phone and an
//! empty battery lose nothing. Finished or stopped, it is put on the chart once.

use super::{
    own_work::{Own, Sent, Wrong, again},
    thought_step::{self, Step, steps},
    words,
};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Event, EventId, HomeworkId,
    therapy::HomeworkReported,
    work::{RecordForm, ThoughtRecorded},
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

/// The name under which a record that is being written is kept.
const DRAFT: &str = "work:thought";

/// A record that is being written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Sending the last step twice records once.
    pub key: String,
    /// The id that it will have on the chart.
    pub id: EventId,
    /// The earlier version, where steps of a kept record are changed.
    pub instead_of: Option<EventId>,
    /// What is written so far.
    pub record: ThoughtRecorded,
}

/// Which step, and for which task.
#[derive(Deserialize, Default)]
pub struct Which {
    step: Option<usize>,
    #[serde(default)]
    homework: String,
}

/// The step to write now; where nothing was begun, the choice of how many columns.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own thought record").await?;
    let Some(begun) = own.draft::<Begun>(DRAFT).await? else { return Ok(begin_page(&own, &which.homework)) };
    let next = usize::from(begun.record.reached) + 1;
    let last = steps(begun.record.form).len();
    let number = which.step.unwrap_or(next).clamp(1, last.min(next));
    let sent = thought_step::written(&begun.record, steps(begun.record.form)[number - 1]);
    Ok(thought_step::page(&own, &begun, number, &sent, None))
}

fn begin_page(own: &Own, homework: &str) -> Markup {
    let forms = [(words::THOUGHT_SEVEN, "seven"), (words::THOUGHT_FIVE, "five"), (words::THOUGHT_THREE, "three")];
    let body = html! {
        header { h1 { (words::THOUGHT) } p.lead { (words::THOUGHT_LEAD) } }
        @if let Some(task) = own.homework(homework) { p.note { (task.homework.what.task) } }
        form.stack method="post" action="/my/work/thought/begin" {
            @if own.homework(homework).is_some() { input type="hidden" name="homework" value=(homework); }
            @for (index, (said, form)) in forms.iter().enumerate() {
                button.button.primary[index == 0].secondary[index > 0] type="submit" name="form" value=(form) { (said) }
            }
        }
        p { a href="/my/work/thoughts" { (words::MY_RECORDS) } }
    };
    own.page(("/my/work", words::MY_WORK), body)
}

/// Begins a record. One that was begun before is gone on with, never thrown away by a tap.
pub async fn begin(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own thought record").await?;
    let sent = Sent(fields);
    if own.draft::<Begun>(DRAFT).await?.is_none() {
        let homework: Option<HomeworkId> = own.homework(sent.get("homework")).map(|task| task.homework.what.homework);
        let form = match sent.get("form") {
            "three" => RecordForm::Three,
            "five" => RecordForm::Five,
            _ => RecordForm::Seven,
        };
        let readers = own.first_readers(homework);
        let record = ThoughtRecorded { form, homework, readers, ..ThoughtRecorded::default() };
        let id = EventId(own.app.clinic.fresh());
        own.keep(DRAFT, &Begun { key: format!("thought:{id}"), id, instead_of: None, record }).await?;
    }
    Ok(Redirect::to("/my/work/thought").into_response())
}

/// Opens a kept record again, to change a step of it. The kept one stays until the change is finished. What is half written
/// already is not thrown away for it.
pub async fn change(State(app): State<Shared>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own thought record").await?;
    let id: Option<EventId> = id.parse().ok();
    let Some(piece) = own.chart().work.thoughts.iter().find(|piece| Some(piece.id) == id) else { return Err(own.nothing()) };
    match own.draft::<Begun>(DRAFT).await? {
        Some(begun) if begun.instead_of == Some(piece.id) => return Ok(Redirect::to("/my/work/thought").into_response()),
        Some(begun) => return Ok(again(another_is_begun(&own, &begun, piece.id))),
        None => {}
    }
    let readers = own.chart().work.readers.get(&piece.id).unwrap_or(&piece.what.readers).clone();
    let record = ThoughtRecorded { readers, ..piece.what.clone() };
    let id = EventId(own.app.clinic.fresh());
    own.keep(DRAFT, &Begun { key: format!("thought:{id}"), id, instead_of: Some(piece.id), record }).await?;
    Ok(Redirect::to("/my/work/thought?step=1").into_response())
}

/// Something else is half written: it is named, and gone on with or thrown away by its writer alone.
fn another_is_begun(own: &Own, begun: &Begun, kept: EventId) -> Markup {
    let all = steps(begun.record.form);
    let said = all.iter().map(|step| thought_step::said(&begun.record, *step)).find(|said| !said.is_empty());
    let body = html! {
        header { h1 { (words::THOUGHT) } p.lead { (words::ANOTHER_IS_BEGUN) } }
        section.card {
            @if let Some(said) = said { p.quote { "“" (said) "”" } }
            p { a.button.primary href="/my/work/thought" { (words::GO_ON_WITH_IT) } }
            form method="post" action="/my/work/thought/drop" { button.link type="submit" { (words::THROW_AWAY) } }
        }
    };
    own.page((&format!("/my/work/thoughts?of={kept}"), words::MY_RECORDS), body)
}

/// Throws away what is being written. What was kept on the chart stays.
pub async fn drop_it(State(app): State<Shared>, who: Who) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own thought record").await?;
    own.forget(DRAFT).await;
    Ok(Redirect::to("/my/work").into_response())
}

/// Keeps one step and goes on; after the last one, or when the person stops, the record is kept.
pub async fn submit(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own thought record").await?;
    let sent = Sent(fields);
    let Some(mut begun) = own.draft::<Begun>(DRAFT).await?.filter(|begun| begun.key == sent.get("key")) else {
        return Ok(sent_before(&own, &sent));
    };
    let number = sent.get("step").parse::<usize>().unwrap_or_default();
    let all = steps(begun.record.form);
    let Some(step) = number.checked_sub(1).and_then(|place| all.get(place)).copied() else { return Err(own.nothing()) };
    if let Err(wrong) = thought_step::take(&mut begun.record, step, &sent) {
        return Ok(again(thought_step::page(&own, &begun, number, &sent, Some(&wrong))));
    }
    let stops = sent.get("go") == "stop";
    if !stops || thought_step::is_filled(&begun.record, step) {
        begun.record.reached = begun.record.reached.max(u8::try_from(number).unwrap_or(u8::MAX));
    }
    if !stops && number < all.len() {
        own.keep(DRAFT, &begun).await?;
        return Ok(Redirect::to(&format!("/my/work/thought?step={}", number + 1)).into_response());
    }
    finish(&own, &begun, number, step).await
}

/// The last step was taken already: a second tap, or another phone.
fn sent_before(own: &Own, sent: &Sent) -> Response {
    match own.recorded_under(sent.get("key")) {
        Some(id) => Redirect::to(&format!("/my/work/thoughts?of={id}")).into_response(),
        None => Redirect::to("/my/work/thought").into_response(),
    }
}

async fn finish(own: &Own, begun: &Begun, number: usize, step: Step) -> Result<Response, Problem> {
    let mut entry = Entry::new(begun.key.clone(), Event::ThoughtRecorded(begun.record.clone())).with_id(begun.id);
    if let Some(earlier) = begun.instead_of {
        entry = entry.amending(earlier);
    }
    let mut entries = vec![entry];
    entries.extend(report(own, begun).map(|event| Entry::new(format!("{}:homework", begun.key), Event::HomeworkReported(event))));
    match own.record(entries).await? {
        Ok(_) => {
            own.forget(DRAFT).await;
            Ok(Redirect::to(&format!("/my/work/thoughts?of={}", begun.id)).into_response())
        }
        Err(sentence) => {
            let sent = thought_step::written(&begun.record, step);
            let wrong = Wrong::new(thought_step::first_field(step), sentence);
            Ok(again(thought_step::page(own, begun, number, &sent, Some(&wrong))))
        }
    }
}

/// How much of the task is done with this record. Only what was counted is said: a share where a number of times was agreed,
/// all of it for a record that came to its end. Otherwise the person says so.
fn report(own: &Own, begun: &Begun) -> Option<HomeworkReported> {
    let homework = begun.record.homework?;
    let task = own.homework(&homework.to_string())?;
    let earlier = own.chart().work.thoughts.iter().filter(|piece| piece.what.homework == Some(homework));
    let others = earlier.filter(|piece| Some(piece.id) != begun.instead_of && piece.id != begun.id).count();
    let finished = usize::from(begun.record.reached) >= steps(begun.record.form).len();
    let done_percent = share(task.homework.what.times, others + 1, finished)?;
    let before = task.homework.reported.as_ref().map_or(0, |(_, reported)| reported.done_percent);
    (done_percent > before).then(|| HomeworkReported {
        course: task.course,
        homework,
        done_percent,
        could_not: String::new(),
        obstacle: None,
    })
}

fn share(agreed: Option<u16>, kept: usize, finished: bool) -> Option<u8> {
    match agreed.filter(|times| *times > 0) {
        Some(times) => u8::try_from((kept * 100 / usize::from(times)).min(100)).ok(),
        None => finished.then_some(100),
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_share_done_is_counted_and_never_guessed() {
        assert_eq!(share(Some(3), 1, true), Some(33));
        assert_eq!(share(Some(3), 4, false), Some(100));
        assert_eq!(share(None, 1, true), Some(100));
        assert_eq!(share(None, 1, false), None);
        assert_eq!(share(Some(0), 1, false), None);
    }
}
