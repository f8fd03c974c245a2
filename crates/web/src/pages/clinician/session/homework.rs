//! Homework: what was done of each open task, by the patient's own entries, with the therapist's rating; and new tasks.

use super::{Room, short};
use crate::pages::clinician::forms::{Reading, Values, word_of};
use concord_chart::{
    HomeworkId,
    session::HomeworkReviewed,
    therapy::{Homework, HomeworkSet, WorkForm},
};
use concord_engines::{days::day_of, therapy::homework};
use concord_knowledge::{ListName, therapy::HomeworkForm};
use maud::{Markup, html};

/// New tasks that fit on the page.
const NEW: usize = 3;
/// The ratings in words.
const DONE: [&str; 4] = ["not tried", "partly", "mostly", "fully"];

/// The rating of a task in words.
pub(super) fn done_words(rating: u8) -> &'static str {
    DONE.get(usize::from(rating)).copied().unwrap_or("not rated")
}

/// Tasks to look at, and new ones.
pub(super) fn section(room: &Room<'_>, values: &Values, wrong: &dyn Fn(&str) -> String) -> Markup {
    let open = homework::open_before(room.course, &room.session);
    let told = |task: &&Homework| homework::told_earlier(room.course, &room.session, task, &room.zone);
    let (earlier, open): (Vec<_>, Vec<_>) = open.into_iter().partition(told);
    let set = open.first().map(|task| short(day_of(task.set, &room.zone), room.today));
    html! {
        div.row.between { h3 { "Homework" } @if let Some(set) = set { span.small.muted { "set since " (set) ", to look at today" } } }
        @if open.is_empty() { p.small.muted { "No task is open. One small task makes the next session easier." } } @else {
            div.tasks-looked { @for task in &open { (looked_at(room, task, values, wrong)) } }
        }
        @if !earlier.is_empty() {
            @let typed = earlier.iter().any(|task| !values.get(&format!("hw-{}-done", task.what.homework)).is_empty());
            details.new-homework open[typed] {
                summary { "Told by the last session, not rated" span.muted { " · " (earlier.len()) } }
                div.tasks-looked { @for task in &earlier { (looked_at(room, task, values, wrong)) } }
            }
        }
        details.new-homework open[is_begun(values)] {
            summary { "Set homework" span.muted { " until the next session" } }
            datalist id="tasks" { @for kind in kinds(room) { option value=(kind) {} } }
            @for index in 0..NEW { (new_task(values, index, wrong)) }
        }
    }
}

/// True where anything stands in a row of a new task.
fn is_begun(values: &Values) -> bool {
    let filled =
        |index: usize| ["task", "form", "times", "due"].iter().any(|part| !values.get(&format!("new-{index}-{part}")).is_empty());
    (0..NEW).any(filled)
}

fn looked_at(room: &Room<'_>, task: &Homework, values: &Values, wrong: &dyn Fn(&str) -> String) -> Markup {
    let id = task.what.homework;
    let name = |part: &str| format!("hw-{id}-{part}");
    let done = homework::done_of(room.chart(), task, room.day(), &room.zone);
    let obstacles = room.app.clinic.knowledge().words(ListName::HomeworkObstacles);
    let error = wrong(&name("done"));
    html! {
        fieldset.hwk id=(name("done")) {
            legend { (task.what.task) }
            div.hwk-done {
                @if done.is_silent() { span.small.muted { "nothing entered" } } @else {
                    @if let Some(percent) = done.percent() { (bar(percent)) }
                    span.small { @if let Some(of) = done.of { (done.times) " of " (of) } @else if done.times > 0 { (done.times) " times" } @else if let Some(percent) = done.reported { (percent) " %, as told" } }
                }
                @for remark in done.remarks.iter().take(2) { span.small.muted { (remark) } }
                @if !done.could_not.is_empty() { span.small.muted { "“" (done.could_not) "”" } }
            }
            @if !error.is_empty() { p.error { (error) } }
            div.chips {
                @for (rating, words) in DONE.iter().enumerate() {
                    label.chk { input type="radio" name=(name("done")) value=(rating) checked[values.has(&name("done"), &rating.to_string())]; span { (rating) " " (words) } }
                }
            }
            div.hwk-more {
                label { span { "In the way" }
                    select name=(name("obstacle")) {
                        option value="" { "nothing" }
                        @for word in obstacles { option value=(word.code) selected[values.has(&name("obstacle"), &word.code)] { (word.label) } }
                    }
                }
                label { span { "How well, 0 to 3" } input type="text" inputmode="numeric" name=(name("quality")) id=(name("quality")) value=(values.get(&name("quality"))); }
                label.wide { span { "A word about it" } input type="text" name=(name("words")) value=(values.get(&name("words"))); }
            }
        }
    }
}

/// A share as a thin bar; it repeats the numbers beside it.
pub fn bar(percent: u32) -> Markup {
    let width = percent.min(100) * 70 / 100;
    html! {
        svg.hbar width="70" height="10" viewBox="0 0 70 10" aria-hidden="true" {
            rect.of width="70" height="10" rx="3" {}
            rect.done width=(width) height="10" rx="3" {}
        }
    }
}

/// Kinds of work between sessions that this therapy names.
fn kinds(room: &Room<'_>) -> Vec<String> {
    let kinds = room.entry.map(|entry| entry.homework.as_slice()).unwrap_or_default();
    kinds.iter().map(|kind| crate::pages::clinician::forms::sentence_case(&kind.label)).collect()
}

fn new_task(values: &Values, index: usize, wrong: &dyn Fn(&str) -> String) -> Markup {
    let name = |part: &str| format!("new-{index}-{part}");
    let number = index + 1;
    html! {
        div.hwk-more.new id=(name("row")) {
            label.wide { span { "Task " (number) } input type="text" id=(name("task")) name=(name("task")) value=(values.get(&name("task"))) list="tasks" autocomplete="off"; }
            label { span { "Done on" }
                select name=(name("form")) {
                    option value="" { "chosen by the task" }
                    @for form in WorkForm::ALL { @let word = word_of(form); option value=(word) selected[values.has(&name("form"), &word)] { (form.words()) } }
                }
            }
            label { span { "How often" } input type="text" inputmode="numeric" id=(name("times")) name=(name("times")) value=(values.get(&name("times"))); }
            label { span { "Until" } input type="date" id=(name("due")) name=(name("due")) value=(values.get(&name("due"))); }
            @for part in ["task", "times", "due"] { @let error = wrong(&name(part)); @if !error.is_empty() { p.error { (error) } } }
        }
    }
}

/// The ratings that were given. A task without a rating was not looked at.
pub(super) fn read_looked_at(room: &Room<'_>, reading: &mut Reading<'_>) -> Vec<HomeworkReviewed> {
    let tasks: Vec<HomeworkId> =
        homework::open_before(room.course, &room.session).iter().map(|task| task.what.homework).collect();
    let mut reviews = Vec::new();
    for id in tasks {
        let name = |part: &str| format!("hw-{id}-{part}");
        let done = reading.whole(&name("done"), 0..=3);
        let quality = reading.whole(&name("quality"), 0..=3);
        let (obstacle, words) = (reading.some_text(&name("obstacle")), reading.text(&name("words")));
        match done.and_then(|done| u8::try_from(done).ok()) {
            Some(done) => {
                let quality = quality.and_then(|quality| u8::try_from(quality).ok());
                reviews.push(HomeworkReviewed { homework: id, done, quality, obstacle, words });
            }
            None if obstacle.is_some() || !words.is_empty() || quality.is_some() => {
                reading.problem(name("done"), "Say how much was done, from 0 (not tried) to 3 (fully).");
            }
            None => {}
        }
    }
    reviews
}

/// The tasks that were set.
pub(super) fn read_new(room: &Room<'_>, reading: &mut Reading<'_>) -> Vec<HomeworkSet> {
    let mut set = Vec::new();
    for index in 0..NEW {
        let name = |part: &str| format!("new-{index}-{part}");
        let times = reading.whole(&name("times"), 1..=99);
        let due = reading.day(&name("due"));
        let Some(task) = reading.some_text(&name("task")) else {
            if times.is_some() || due.is_some() || reading.some_text(&name("form")).is_some() {
                reading.problem(name("task"), "Write the task, or clear how often and until when it was to be done.");
            }
            continue;
        };
        let form = reading.some_word::<WorkForm>(&name("form")).or_else(|| form_of(room, &task));
        set.push(HomeworkSet {
            course: room.course.id,
            homework: HomeworkId(room.app.clinic.fresh()),
            session: Some(room.session.id),
            task,
            due,
            form,
            times,
        });
    }
    set
}

/// The form that the therapy's entry gives to a task of this name.
fn form_of(room: &Room<'_>, task: &str) -> Option<WorkForm> {
    let kind = room.entry?.homework.iter().find(|kind| kind.label.eq_ignore_ascii_case(task))?;
    Some(match kind.form {
        HomeworkForm::ThoughtRecord => WorkForm::ThoughtRecord,
        HomeworkForm::ActivityPlan => WorkForm::ActivityPlan,
        HomeworkForm::Exposure => WorkForm::Exposure,
        HomeworkForm::DiaryCard => WorkForm::DiaryCard,
        HomeworkForm::Chain => WorkForm::Chain,
        HomeworkForm::Practice => WorkForm::Practice,
        HomeworkForm::Reading => WorkForm::Reading,
        HomeworkForm::WorryTime | HomeworkForm::SleepDiary | HomeworkForm::Free => WorkForm::Free,
    })
}
