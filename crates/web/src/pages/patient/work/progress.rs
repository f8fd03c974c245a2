//! Own progress in pictures: what I said matters and how it moved, tasks week by week, minutes week by week. Only what was said
//! and done is counted; nothing is worked out about anybody.

use super::words;
use crate::{app::Shared, pages::patient::frame};
use concord_chart::{Chart, Event, goal::GoalState};
use concord_engines::days::{day_of, monday_of, plus};
use jiff::civil::Date;
use maud::{Markup, html};

/// Weeks that the pictures show.
const WEEKS: i64 = 8;

/// The cards below the picture of the course.
pub(in crate::pages::patient) fn cards(app: &Shared, chart: &Chart) -> Markup {
    let today = app.clinic.today();
    let weeks: Vec<Date> = (0..WEEKS).rev().map(|back| plus(monday_of(today), -7 * back)).collect();
    html! { (goals(app, chart)) (tasks(app, chart, &weeks)) (minutes(chart, &weeks)) }
}

/// Goals in the person's words, with every step they took.
fn goals(app: &Shared, chart: &Chart) -> Markup {
    let (zone, today) = (app.clinic.zone(), app.clinic.today());
    let moves = |goal: concord_chart::GoalId| {
        chart.entries.iter().filter(|entry| entry.status.counts()).filter_map(move |entry| match entry.recorded.event() {
            Event::GoalMoved(moved) if moved.goal == goal => Some((entry.recorded.occurred(), moved)),
            _ => None,
        })
    };
    html! {
        @if chart.goals.iter().any(|goal| goal.state != GoalState::LetGo) {
            section.card { h2 { (words::WHAT_I_SAID_MATTERS) }
                @for goal in chart.goals.iter().filter(|goal| goal.state != GoalState::LetGo) {
                    blockquote.quote { "“" (goal.what.words) "”" }
                    ul.moves { @for (at, moved) in moves(goal.what.goal) { li.small { (frame::past_day(day_of(at, &zone), today)) ": " (moved.state.words()) @if !moved.words.is_empty() { ", " (moved.words) } } } }
                }
            }
        }
    }
}

/// One column a week: a block a task, full as far as it was done; a short bar for what could not be done.
fn tasks(app: &Shared, chart: &Chart, weeks: &[Date]) -> Markup {
    let zone = app.clinic.zone();
    let all: Vec<(Date, u8)> = chart
        .therapies
        .iter()
        .flat_map(|course| &course.homework)
        .filter_map(|task| task.reported.as_ref().map(|(at, reported)| (monday_of(day_of(*at, &zone)), reported.done_percent)))
        .filter(|(week, _)| weeks.contains(week))
        .collect();
    let done = all.iter().filter(|(_, percent)| *percent > 0).count();
    html! {
        @if !all.is_empty() {
            section.card { h2 { (words::TASKS_BY_WEEK) }
                svg.wk viewBox="0 0 314 96" role="img" aria-label=(words::tasks_done(done, all.len() - done)) {
                    @for (week, place) in weeks.iter().zip(0_u32..) {
                        @let x = 8 + place * 38;
                        @for ((_, percent), row) in all.iter().filter(|(of, _)| of == week).take(3).zip(0_u32..) {
                            @let y = 56 - row * 24;
                            @if *percent == 0 { path.could-not d=(format!("M{} {}h14", x + 8, y + 10)) {} }
                            @else { rect.task-box x=(x) y=(y) width="30" height="20" rx="3" {} rect.task-done x=(x) y=(y) width=(u32::from(*percent) * 30 / 100) height="20" rx="3" {} }
                        }
                        text.l x=(x + 15) y="92" text-anchor="middle" { (week.strftime("%-d %b").to_string()) }
                    }
                }
                p.small { (words::tasks_done(done, all.len() - done)) }
            }
        }
    }
}

fn minutes(chart: &Chart, weeks: &[Date]) -> Markup {
    let of = |week: &Date| -> u32 {
        let days = chart.practices.iter().flat_map(|course| &course.practised);
        days.filter(|(day, _)| monday_of(*day) == *week).map(|(_, minutes)| u32::from(*minutes)).sum()
    };
    let sums: Vec<u32> = weeks.iter().map(of).collect();
    let most = sums.iter().copied().max().unwrap_or(0);
    html! {
        @if most > 0 {
            section.card { h2 { (words::MINUTES_BY_WEEK) }
                svg.wk viewBox="0 0 314 96" role="img" aria-label=(words::minutes_by_week(&sums)) {
                    path.base d="M4 76.5H310" {}
                    @for ((week, sum), place) in weeks.iter().zip(&sums).zip(0_u32..) {
                        @let x = 8 + place * 38;
                        @if *sum > 0 {
                            @let height = (sum * 52 / most).max(3);
                            rect.minutes x=(x) y=(76 - height) width="30" height=(height) rx="3" {}
                            text.is x=(x + 15) y=(71 - height) text-anchor="middle" { (sum) }
                        }
                        text.l x=(x + 15) y="92" text-anchor="middle" { (week.strftime("%-d %b").to_string()) }
                    }
                }
            }
        }
    }
}
