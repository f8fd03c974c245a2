//! Tasks on this chart: what is to be done, by whom, until when; done with a word, or handed over.

use super::Desk;
use crate::components::{
    icon::Icon,
    status_tag::{Status, status_tag, tag},
};
use concord_chart::task::Task;
use concord_engines::days::day_words;
use maud::{Markup, html};

/// Done tasks that are still shown.
const DONE_AT_MOST: usize = 6;

impl Desk<'_> {
    /// Open tasks with their forms, and the last that were done.
    pub(super) fn tasks(&self) -> Markup {
        let (mut open, mut done): (Vec<&Task>, Vec<&Task>) = self.chart.tasks.iter().partition(|task| task.is_open());
        open.sort_by_key(|task| task.what.due);
        done.reverse();
        done.truncate(DONE_AT_MOST);
        html! {
            section.card.pad aria-labelledby="tasks" {
                h3 #tasks { "Tasks" }
                @if open.is_empty() { p.small.muted { "No task is open." } }
                ul.tasks { @for task in open { (self.open_task(task)) } }
                @if !done.is_empty() {
                    details.small { summary { "Done lately" } ul { @for task in done { @if let Some((_, by, words)) = &task.done {
                        li { (task.what.what) ": " (by) @if !words.is_empty() { ", “" (words) "”" } }
                    } } } }
                }
            }
        }
    }

    fn open_task(&self, task: &Task) -> Markup {
        html! {
            li id=(format!("task-{}", task.id)) {
                p { b { (task.what.what) } " " @if task.is_overdue(self.today) { (status_tag(Status::Overdue)) } @else { (tag("line", Some(Icon::Clock), "open")) } }
                p.small.muted { (self.owner(task)) @if let Some(due) = task.what.due { ", by " (day_words(due, self.today)) } ", opened by " (task.by) }
                form.inline-form method="post" action=(format!("/chart/{}/task/done", self.chart.id)) data-guard="" {
                    (self.hidden(task))
                    label { "What came of it" input name="words"; }
                    button.button.secondary type="submit" { "Done" span.vh { ": " (task.what.what) } }
                }
                @let others: Vec<_> = self.chart.registration.team.iter().filter(|member| member.staff.is_some() && member.staff != Some(task.owner)).collect();
                @if !others.is_empty() {
                    form.inline-form method="post" action=(format!("/chart/{}/task/hand-over", self.chart.id)) data-guard="" {
                        (self.hidden(task))
                        label { "Hand over to" select name="to" { @for member in others { @if let Some(staff) = member.staff { option value=(staff) { (member.name) } } } } }
                        button.button.quiet type="submit" { "Hand over" span.vh { ": " (task.what.what) } }
                    }
                }
            }
        }
    }

    fn hidden(&self, task: &Task) -> Markup {
        html! {
            input type="hidden" name="chart" value=(self.chart.id);
            input type="hidden" name="key" value=(self.app.clinic.fresh());
            input type="hidden" name="task" value=(task.id);
        }
    }

    /// Whose a task is: "yours", or the name that the team knows.
    pub(super) fn owner(&self, task: &Task) -> String {
        if self.who.subject.staff == Some(task.owner) {
            return "yours".to_owned();
        }
        let known = self.chart.registration.team.iter().find(|member| member.staff == Some(task.owner));
        known.map_or_else(|| "somebody who is no longer on the team".to_owned(), |member| member.name.clone())
    }
}
