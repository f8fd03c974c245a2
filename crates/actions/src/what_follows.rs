//! What an entry brings with it. Where a patient lets a plan wait, or something gets in the way of taking a medicine, a
//! named person has to look at it within a promised time, whichever page it came from: the entry opens a task for them.
//! What settles it finishes the task. Nobody has to remember to do either.

use crate::Clinic;
use concord_access::{Role, Subject};
use concord_chart::{
    Chart, CourseId, Draft, Event, EventId, IdempotencyKey, StaffId,
    barrier::BarrierNoted,
    registration::CareRole,
    steps::PlanPaused,
    task::{TaskDone, TaskKind, TaskOpened},
};
use concord_store::OutboxMessage;
use jiff::civil::Date;

impl Clinic {
    /// The tasks that these drafts open and finish, in the same hand. Sent twice they follow once, as the drafts do.
    pub(crate) fn what_follows(&self, subject: &Subject, chart: &Chart, drafts: &[Draft]) -> Vec<Draft> {
        let fresh = drafts.iter().filter(|draft| !chart.has_key(&draft.key));
        fresh.flat_map(|draft| self.following(subject, chart, draft)).collect()
    }

    /// Tells the owners of tasks that they did not open themselves.
    pub(crate) fn tell_owners(&self, subject: &Subject, news: &[Draft], followed: &[EventId]) -> Vec<OutboxMessage> {
        let tell = |draft: &Draft| match &draft.event {
            Event::TaskOpened(task) if followed.contains(&draft.id) && subject.staff != Some(task.owner) => {
                self.question_to(Some(task.owner), "task_opened", std::slice::from_ref(draft))
            }
            _ => Vec::new(),
        };
        news.iter().flat_map(tell).collect()
    }

    fn following(&self, subject: &Subject, chart: &Chart, draft: &Draft) -> Vec<Draft> {
        let opened = match &draft.event {
            Event::BarrierNoted(barrier) => self.of_barrier(chart, barrier, draft.id),
            // A pause that somebody of the team makes needs nobody to look at it.
            Event::PlanPaused(pause) if subject.staff.is_none() => self.of_pause(chart, pause, draft.id, &draft.author.name),
            Event::PracticePlanned(planned) if subject.role == Role::ComplementaryPractitioner => {
                self.of_practice(chart, planned.course, draft.id)
            }
            _ => None,
        };
        let done = settled(chart, draft).into_iter().flat_map(|(entry, words)| {
            let done = move |task: EventId| Event::TaskDone(TaskDone { task, words: words.clone() });
            chart.open_tasks_about(entry).map(move |task| done(task.id))
        });
        let follow = |(place, event)| Draft {
            id: EventId(self.fresh()),
            key: IdempotencyKey(format!("{}:follows:{place}", draft.key)),
            amends: None,
            source: None,
            event,
            ..draft.clone()
        };
        done.chain(opened.map(Event::TaskOpened)).enumerate().map(follow).collect()
    }

    fn of_barrier(&self, chart: &Chart, barrier: &BarrierNoted, id: EventId) -> Option<TaskOpened> {
        let what = format!(
            "{}gets in the way: {}{}",
            of_medicine(chart, barrier.course),
            barrier.reason.words(),
            quoted(&barrier.words)
        );
        Some(self.task(what, barrier.owner?, barrier.review_on, barrier.course, id))
    }

    fn of_pause(&self, chart: &Chart, pause: &PlanPaused, id: EventId, who: &str) -> Option<TaskOpened> {
        let team = &chart.registration;
        let owner = [CareRole::Prescriber, CareRole::CareManager].into_iter().find_map(|role| team.member(role)?.staff)?;
        let what = format!("{}{who} lets the coming steps wait{}", of_medicine(chart, Some(pause.course)), quoted(&pause.words));
        Some(self.task(what, owner, None, Some(pause.course), id))
    }

    /// Whoever plans a complementary course without seeing conditions and medicines has somebody look who does, once.
    fn of_practice(&self, chart: &Chart, course: CourseId, id: EventId) -> Option<TaskOpened> {
        let known = chart.practice(course);
        if known.is_some_and(|known| !known.plans.is_empty()) {
            return None;
        }
        let name = known.map_or("A complementary course", |known| known.what.name.as_str());
        let team = &chart.registration;
        let owner = [CareRole::CareManager, CareRole::Prescriber].into_iter().find_map(|role| team.member(role)?.staff)?;
        let what = format!("{name}: look at the cautions for this person before the next class");
        Some(self.task(what, owner, None, None, id))
    }

    /// A task to look at something, within one working day where no other day was agreed.
    fn task(&self, what: String, owner: StaffId, due: Option<Date>, course: Option<CourseId>, because: EventId) -> TaskOpened {
        let due = due.unwrap_or_else(|| self.one_working_day_on().to_zoned(self.zone()).date());
        TaskOpened { what, kind: TaskKind::Review, item: None, course, owner, due: Some(due), because: vec![because] }
    }
}

/// The entries that a draft settles, each with what came of it.
fn settled(chart: &Chart, draft: &Draft) -> Vec<(EventId, String)> {
    let corrected = draft.amends.map(|earlier| (earlier, "The entry was corrected.".to_owned()));
    let settled = match &draft.event {
        Event::BarrierNoted(_) => corrected,
        Event::BarrierResolved(resolved) => Some((resolved.barrier, resolved.words.clone())),
        Event::PlanResumed(resumed) => pause_of(chart, resumed.course).map(|pause| (pause, "The plan goes on.".to_owned())),
        // What the practitioner agrees alone does not say that somebody looked at the cautions.
        Event::PracticePlanned(planned) => return looked_at(chart, planned.course, draft),
        Event::StepsPlanned(planned) => pause_of(chart, planned.course).map(|pause| (pause, "Planned anew.".to_owned())),
        Event::MedicationStopped(stopped) => {
            pause_of(chart, stopped.course).map(|pause| (pause, "The medicine was stopped.".to_owned()))
        }
        Event::EntryRetracted(retracted) => {
            let waited = chart.entry(retracted.entry).map(|entry| entry.recorded.event());
            let opened_one = matches!(waited, Some(Event::BarrierNoted(_) | Event::PlanPaused(_)));
            opened_one.then(|| (retracted.entry, "The entry was retracted.".to_owned()))
        }
        _ => None,
    };
    settled.into_iter().collect()
}

/// The plans of a complementary course that waited for somebody to look at the cautions.
fn looked_at(chart: &Chart, course: CourseId, draft: &Draft) -> Vec<(EventId, String)> {
    let course = chart.practice(course).filter(|course| course.what.practitioner != draft.author.staff);
    let plans = course.into_iter().flat_map(|course| &course.plans);
    plans.map(|(plan, _, _)| (*plan, "The cautions were looked at.".to_owned())).collect()
}

/// The entry that let the plan of a course wait.
fn pause_of(chart: &Chart, course: CourseId) -> Option<EventId> {
    Some(chart.medication(course)?.plan.as_ref()?.paused.as_ref()?.because)
}

fn of_medicine(chart: &Chart, course: Option<CourseId>) -> String {
    let course = course.and_then(|id| chart.medication(id));
    course.map(|course| format!("{}: ", course.what.name.trim())).unwrap_or_default()
}

fn quoted(words: &str) -> String {
    if words.trim().is_empty() { String::new() } else { format!(" “{}”", words.trim()) }
}
