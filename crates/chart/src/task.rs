//! Tasks: what somebody of the team is to do for this person, who has it, until when, and what came of it.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, medication, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A task was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskOpened {
    /// What is to be done, in words.
    pub what: String,
    /// What kind of task.
    pub kind: TaskKind,
    /// What is to be ordered or measured, by its id in the formulary, e.g. `lithium_level`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The medicine that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// Who is to do it.
    pub owner: StaffId,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The events that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<EventId>,
}

/// The kinds of task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Order or do a test.
    OrderTest,
    /// Call somebody.
    Call,
    /// Ask the patient something.
    AskPatient,
    /// Confirm a planned step of a dose.
    ConfirmStep,
    /// Look at something again.
    Review,
    /// Anything else.
    Other,
}

impl TaskKind {
    /// Every kind, for a form.
    pub const ALL: &'static [Self] =
        &[Self::OrderTest, Self::Call, Self::AskPatient, Self::ConfirmStep, Self::Review, Self::Other];

    /// The kind in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::OrderTest => "order a test",
            Self::Call => "call",
            Self::AskPatient => "ask the patient",
            Self::ConfirmStep => "confirm a step",
            Self::Review => "look again",
            Self::Other => "something else",
        }
    }
}

/// It was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDone {
    /// The event that opened it.
    pub task: EventId,
    /// What came of it, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Somebody else has it now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskHandedOver {
    /// The event that opened it.
    pub task: EventId,
    /// Who has it now.
    pub to: StaffId,
}

/// A task as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The event that opened it.
    pub id: EventId,
    /// When.
    pub at: When,
    /// Who opened it.
    pub by: String,
    /// What was opened.
    pub what: TaskOpened,
    /// Who has it now.
    pub owner: StaffId,
    /// When, by whom and with what words it was done.
    pub done: Option<(When, String, String)>,
}

impl Task {
    /// True until it is done.
    pub fn is_open(&self) -> bool {
        self.done.is_none()
    }

    /// True when it is open and its last day has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.what.due.is_some_and(|due| due < today)
    }
}

impl Chart {
    /// The tasks that are not done and rest on this entry.
    pub fn open_tasks_about(&self, entry: EventId) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.is_open() && task.what.because.contains(&entry))
    }
}

pub(crate) fn opened(tasks: &mut Vec<Task>, recorded: &Recorded, event: &TaskOpened) {
    tasks.push(Task {
        id: recorded.id(),
        at: recorded.occurred(),
        by: recorded.author().name.clone(),
        what: event.clone(),
        owner: event.owner,
        done: None,
    });
}

pub(crate) fn done(tasks: &mut [Task], recorded: &Recorded, event: &TaskDone) {
    if let Some(task) = tasks.iter_mut().find(|task| task.id == event.task) {
        task.done = Some((recorded.occurred(), recorded.author().name.clone(), event.words.clone()));
    }
}

pub(crate) fn handed_over(tasks: &mut [Task], event: &TaskHandedOver) {
    if let Some(task) = tasks.iter_mut().find(|task| task.id == event.task) {
        task.owner = event.to;
    }
}

pub(crate) fn decide_open(chart: &Chart, event: &TaskOpened) -> Result<(), Refusal> {
    if event.what.trim().is_empty() {
        return plain("Say in a few words what is to be done.");
    }
    event.course.map_or(Ok(()), |course| medication::decide_on_known(chart, course))
}

pub(crate) fn decide_done(chart: &Chart, event: &TaskDone) -> Result<(), Refusal> {
    open(chart, event.task).map(drop)
}

pub(crate) fn decide_hand_over(chart: &Chart, event: &TaskHandedOver) -> Result<(), Refusal> {
    if open(chart, event.task)?.owner == event.to {
        return plain("They have this task already.");
    }
    Ok(())
}

fn open(chart: &Chart, task: EventId) -> Result<&Task, Refusal> {
    match chart.tasks.iter().find(|known| known.id == task) {
        None => Err(Refusal::new("That task is not on this chart any more. Open the chart again.")),
        Some(known) if !known.is_open() => {
            Err(Refusal::new("That task is already done. If there is more to do, open a new one."))
        }
        Some(known) => Ok(known),
    }
}
