//! What of the own work is for today: tasks with their forms, the card, things planned, practice, and lines that wait.

use super::{doing, lines, own_work::Own, words};
use crate::pages::patient::frame;
use concord_chart::therapy::{Homework, WorkForm};
use concord_engines::days::day_of;
use maud::{Markup, html};

/// Tasks that a page shows.
const TASKS: usize = 5;

/// The page on which a task is done: its own form, else a line about how it went.
pub(in crate::pages::patient) fn address_of(task: &Homework) -> String {
    let id = task.what.homework;
    match task.what.form {
        Some(WorkForm::ThoughtRecord) => format!("/my/work/thought?homework={id}"),
        Some(WorkForm::ActivityPlan) => "/my/work/doing".to_owned(),
        Some(WorkForm::Exposure) => "/my/work/facing".to_owned(),
        Some(WorkForm::DiaryCard) => "/my/work/card".to_owned(),
        Some(WorkForm::Chain) => format!("/my/work/chain?homework={id}"),
        Some(WorkForm::Practice) => "/my/work/minutes".to_owned(),
        Some(WorkForm::Sheet) => format!("/my/work/sheet?homework={id}"),
        Some(WorkForm::Reading) => "/my/reading".to_owned(),
        Some(WorkForm::Free) | None => format!("/my/homework/{id}"),
    }
}

/// What the way to it is called.
pub(in crate::pages::patient) fn words_of(task: &Homework) -> &'static str {
    words::do_task(task.what.form)
}

/// The cards for today.
pub(super) fn section(own: &Own) -> Markup {
    html! {
        (waiting_lines(own))
        (tasks(own))
        (card(own))
        (things(own))
        (practice(own))
    }
}

/// The same for Home.
pub(in crate::pages::patient) fn on_home(
    app: &crate::app::Shared,
    who: &crate::guard::Who,
    open: &concord_actions::OpenChart,
) -> Markup {
    let own = Own { app: app.clone(), who: who.clone(), open: open.clone() };
    html! { (section(&own)) p { a href="/my/work" { (words::MY_WORK) } } }
}

fn waiting_lines(own: &Own) -> Markup {
    let lines = lines::waiting(own);
    html! {
        @if !lines.is_empty() {
            section.card aria-label=(words::LINES) { h2 { (words::LINES) }
                @for (line, page) in lines.iter().take(3) { blockquote.quote { p { (line.what.text) } p.small.muted { (line.by) " · " a href=(page) { (words::ANSWER) } } } }
            }
        }
    }
}

fn tasks(own: &Own) -> Markup {
    let going = own.chart().therapies.iter().filter(|course| course.is_current());
    let mut open: Vec<(&str, &Homework)> = going
        .flat_map(|course| {
            course.homework.iter().filter(|task| task.reported.is_none()).map(|task| (course.what.therapist_name.as_str(), task))
        })
        .collect();
    open.reverse();
    html! {
        @if !open.is_empty() {
            section.card aria-label=(words::BETWEEN) { h2 { (words::BETWEEN) }
                ul.tasks { @for (therapist, task) in open.iter().take(TASKS) {
                    li {
                        p { (task.what.task) }
                        p.small.muted { (words::task_with(therapist, task.what.due.map(frame::short_day).as_deref(), task.what.times)) }
                        div.row.between {
                            a href=(address_of(task)) { (words::do_task(task.what.form)) span.vh { ": " (task.what.task) } }
                            @if address_of(task) != format!("/my/homework/{}", task.what.homework) { a href=(format!("/my/homework/{}", task.what.homework)) { (words::HOW_IT_WENT) span.vh { ": " (task.what.task) } } }
                            a href=(format!("/my/work/could-not?homework={}", task.what.homework)) { (words::COULD_NOT) span.vh { ": " (task.what.task) } }
                        }
                    }
                } }
            }
        }
    }
}

fn card(own: &Own) -> Markup {
    let work = &own.chart().work;
    html! {
        @if work.card.is_some() {
            section.card aria-label=(words::CARD) { h2 { (words::CARD) }
                @if work.cards.contains_key(&own.today()) { p { (words::CARD_DONE_TODAY) " " a href="/my/work/card" { (words::CHANGE_IT) } } }
                @else { p { (words::CARD_WAITS) } a.button.secondary href="/my/work/card" { (words::FILL_IN) } }
            }
        }
    }
}

fn things(own: &Own) -> Markup {
    let today: Vec<_> =
        own.chart().work.activities.iter().filter(|activity| day_of(activity.at, &own.zone()) == own.today()).collect();
    html! {
        @if !today.is_empty() {
            section.card aria-label=(words::DOING) { h2 { (words::DOING_TODAY) }
                ol.acts { @for activity in &today { (doing::item(own, own.today(), activity)) } }
                p.small { a href="/my/work/doing" { (words::DOING) } }
            }
        }
    }
}

fn practice(own: &Own) -> Markup {
    let going: Vec<_> = own.chart().practices.iter().filter(|course| course.is_current()).collect();
    html! {
        @if !going.is_empty() {
            section.card aria-label=(words::PRACTICE) { h2 { (words::PRACTICE) }
                ul.tasks { @for course in &going {
                    @let minutes: u32 = course.practised.iter().filter(|(day, _)| *day == own.today()).map(|(_, minutes)| u32::from(*minutes)).sum();
                    li { a href=(format!("/my/work/minutes?course={}", course.id)) { (words::minutes_of(&course.what.name)) } p.small.muted { (words::minutes_today(minutes)) } }
                } }
            }
        }
    }
}
