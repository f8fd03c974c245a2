//! Facing something, step by step: what I expect before, the doing, what came of it. The ladder is made with the therapist;
//! that fear goes down is welcome and not required.

use super::{
    facing_forms,
    own_work::{Own, Sent, Wrong, again},
};
use crate::{app::Shared, errors::Problem, guard::Who};
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use concord_actions::Entry;
use concord_chart::{
    Event, EventId, ExposureItemId,
    therapy::WorkForm,
    work::{ExposureItem, Tried},
};
use jiff::Timestamp;
use maud::Markup;
use serde::{Deserialize, Serialize};

/// Longer than this nobody faces anything in one go: the phone was put away.
const MINUTES_AT_MOST: i64 = 240;

/// A trial that was begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    /// Finishing twice records once.
    pub key: String,
    /// The step of the ladder.
    pub item: ExposureItemId,
    /// When it was begun.
    pub at: Timestamp,
    /// How likely the feared outcome seemed.
    pub expectancy: Option<u8>,
    /// Distress at the start.
    pub start: Option<u8>,
}

/// Which step.
#[derive(Deserialize, Default)]
pub struct Which {
    #[serde(default)]
    item: String,
}

const DRAFT: &str = "work:facing";

fn find<'a>(own: &'a Own, id: &str) -> Option<&'a ExposureItem> {
    let id: ExposureItemId = id.parse().ok()?;
    own.chart().work.exposure.iter().find(|item| item.id == id && !item.what.dropped)
}

/// The trial that was begun, with its step: also where the step was taken off the ladder meanwhile, for then it is still
/// being done. One whose step is on the record no more is nothing that could be finished, and holds nobody up.
async fn begun(own: &Own) -> Result<Option<(Begun, &ExposureItem)>, Problem> {
    let Some(begun) = own.draft::<Begun>(DRAFT).await? else { return Ok(None) };
    let item = own.chart().work.exposure.iter().find(|item| item.id == begun.item);
    if item.is_none() {
        own.forget(DRAFT).await;
    }
    Ok(item.map(|item| (begun, item)))
}

/// The ladder; with a step, its form; while one is being done, the form for afterwards.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who, Query(which): Query<Which>) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own steps of facing").await?;
    if let Some((begun, item)) = begun(&own).await? {
        return Ok(facing_forms::after(&own, item, &begun, &Sent::default(), None));
    }
    match (find(&own, &which.item), which.item.is_empty()) {
        (Some(item), _) => Ok(facing_forms::before(&own, item, &Sent::default(), None)),
        (None, true) => Ok(facing_forms::ladder(&own)),
        (None, false) => Err(own.nothing()),
    }
}

/// Begins: what is expected is kept, and the server looks at its clock.
pub async fn start(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own steps of facing").await?;
    let sent = Sent(fields);
    let Some(item) = find(&own, sent.get("item")) else { return Err(own.nothing()) };
    let read =
        || -> Result<(Option<u8>, Option<u8>), Wrong> { Ok((sent.number("expectancy", 100)?, sent.number("start", 100)?)) };
    let (expectancy, start) = match read() {
        Ok(read) => read,
        Err(wrong) => return Ok(again(facing_forms::before(&own, item, &sent, Some(&wrong)))),
    };
    if begun(&own).await?.is_none() {
        let key = format!("facing:{}", own.app.clinic.fresh());
        own.keep(DRAFT, &Begun { key, item: item.id, at: own.app.clinic.now(), expectancy, start }).await?;
    }
    Ok(Redirect::to("/my/work/facing").into_response())
}

/// Finishes: what came of it is put on the chart, once.
pub async fn finish(State(app): State<Shared>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own steps of facing").await?;
    let sent = Sent(fields);
    let Some((begun, item)) = begun(&own).await?.filter(|(begun, _)| begun.key == sent.get("key")) else {
        return Ok(Redirect::to("/my/work/facing").into_response());
    };
    let tried = match read(&own, &begun, &sent) {
        Ok(tried) => tried,
        Err(wrong) => return Ok(again(facing_forms::after(&own, item, &begun, &sent, Some(&wrong)))),
    };
    let id = EventId(own.app.clinic.fresh());
    match own.record(vec![Entry::new(begun.key.clone(), Event::ExposureTried(tried)).with_id(id)]).await? {
        Ok(_) => {
            own.forget(DRAFT).await;
            Ok(Redirect::to("/my/work/facing/kept").into_response())
        }
        Err(sentence) => Ok(again(facing_forms::after(&own, item, &begun, &sent, Some(&Wrong::new("learnt", sentence))))),
    }
}

fn read(own: &Own, begun: &Begun, sent: &Sent) -> Result<Tried, Wrong> {
    let yes_no = |name: &str| match sent.get(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let minutes = own.app.clinic.now().duration_since(begun.at).as_secs() / 60;
    let tasks = own.chart().therapies.iter().flat_map(|course| &course.homework);
    let task = tasks.into_iter().rev().find(|task| task.reported.is_none() && task.what.form == Some(WorkForm::Exposure));
    let homework = task.map(|task| task.what.homework);
    Ok(Tried {
        item: begun.item,
        expectancy_before: begun.expectancy,
        expectancy_after: sent.number("expectancy_after", 100)?,
        start: begun.start,
        peak: sent.number("peak", 100)?,
        end: sent.number("end", 100)?,
        minutes: u16::try_from(minutes).ok().filter(|minutes| i64::from(*minutes) <= MINUTES_AT_MOST),
        feared_outcome_happened: yes_no("happened"),
        response_prevention_kept: yes_no("kept"),
        learnt: sent.get("learnt").to_owned(),
        homework,
        readers: own.first_readers(homework),
    })
}

/// The latest trial with what it showed, and who can read it.
///
/// # Errors
/// A page that says what went wrong.
pub async fn kept(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let own = Own::open(app, who, "own steps of facing").await?;
    Ok(facing_forms::kept(&own))
}

/// Throws away what was begun: nothing is recorded.
pub async fn drop_it(State(app): State<Shared>, who: Who) -> Result<Response, Problem> {
    let own = Own::open(app, who, "own steps of facing").await?;
    own.forget(DRAFT).await;
    Ok(Redirect::to("/my/work/facing").into_response())
}
