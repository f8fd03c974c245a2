//! "Your visits": time, person, one line, treatments, ready?

use super::Day;
use crate::components::{
    arm_clock::arm_line,
    empty_state::empty_state,
    icon::{Icon, icon},
};
use crate::pages::clinician::parts::{arm, name_cell, score_cell, status};
use concord_access::Role;
use concord_actions::DayVisit;
use concord_chart::decision::Arm;
use concord_engines::{days::day_words, due::DueState};
use concord_registry::{DiaryRow, DiaryState, caseload::CaseloadRow};
use maud::{Markup, html};

/// The card.
pub(super) fn card(day: &Day, diary: &[DayVisit]) -> Markup {
    let next = diary.iter().position(|one| is_next(day, &one.visit));
    let done = diary.iter().filter(|one| matches!(one.visit.state, DiaryState::Held | DiaryState::NotHeld)).count();
    let title = if day.role == Role::Therapist { "Your sessions" } else { "Your visits" };
    html! {
        section.card.flush aria-labelledby="visits" {
            div.pad {
                h2 #visits { (title) }
                p.small.muted { (diary.len()) " today. " (done) " done. It is " (day.now.to_zoned(day.zone.clone()).strftime("%H:%M")) "." }
            }
            @if diary.is_empty() {
                div.pad { (empty_state("No visit is in your diary for today", "Visits and sessions stand here in order, each with what is so in one line.", None)) }
            } @else {
                table.visits {
                    caption.vh { (title) " in order" }
                    thead { tr {
                        th scope="col" { "When" } th scope="col" { "Person" } th scope="col" { "In one line" }
                        @if day.role == Role::Therapist { th scope="col" { "Homework" } th scope="col" { "Medicine" } } @else if day.role.is_clinician() { th scope="col" { "Treatments" } }
                        th scope="col" { "Ready?" }
                    } }
                    tbody { @for (index, one) in diary.iter().enumerate() { (visit(day, one, next == Some(index))) } }
                }
            }
        }
    }
}

/// Neither over nor long past: the first such row is the next one.
fn is_next(day: &Day, visit: &DiaryRow) -> bool {
    let long_past = visit.at.duration_since(day.now).as_secs() < -30 * 60;
    visit.state == DiaryState::Arrived || (visit.state == DiaryState::Planned && !long_past)
}

fn visit(day: &Day, one: &DayVisit, next: bool) -> Markup {
    let visit = &one.visit;
    let row = day.rows.get(&one.chart).map(AsRef::as_ref);
    let past = matches!(visit.state, DiaryState::Held | DiaryState::NotHeld);
    html! {
        tr.past[past].next[next] {
            td.tm {
                b { @if visit.time_known { (visit.at.to_zoned(day.zone.clone()).strftime("%H:%M")) } @else { "some time" } }
                span { (visit.minutes_words()) @if !visit.room.is_empty() { ", " (visit.room) } }
            }
            td { (name_cell(one.chart, &visit.family_name, &visit.given_name, &under_name(day, one), 34)) }
            td { (line(day, visit, row)) }
            @if day.role == Role::Therapist {
                td data-label="Homework" { (homework(row)) }
                td data-label="Medicine" { (arms(day, row, |kind| kind == Arm::Medication)) }
            } @else if day.role.is_clinician() {
                td data-label="Treatments" { (arms(day, row, |_| true)) }
            }
            td data-label="Ready?" { (ready(day, visit, row)) }
        }
    }
}

fn under_name(day: &Day, one: &DayVisit) -> String {
    let known = day.under_name(one.chart);
    if known.is_empty() { format!("born {}", one.visit.born_words()) } else { known }
}

/// The score, then what is most needed; for who sees no scores, what the visit is for.
fn line(day: &Day, visit: &DiaryRow, row: Option<&CaseloadRow>) -> Markup {
    let purpose =
        visit.clinical.as_ref().map(|clinical| if clinical.purpose.is_empty() { &clinical.kind } else { &clinical.purpose });
    let need = row.and_then(|row| row.needs(day.today).into_iter().next()).map(|need| need.words);
    html! {
        @if let Some(row) = row { (score_cell(row)) }
        @if let Some(need) = need { p.small { (need) } }
        @if let Some(purpose) = purpose { p.small.muted { (purpose) } }
    }
}

fn homework(row: Option<&CaseloadRow>) -> Markup {
    let words = match row.and_then(|row| row.homework) {
        Some(homework) => match homework.percent {
            Some(percent) => format!("{percent} % of {} reported", homework.reported),
            None => format!("{} set, none reported", homework.set),
        },
        None => "none set".to_owned(),
    };
    html! { span.small { (words) } }
}

fn arms(day: &Day, row: Option<&CaseloadRow>, which: impl Fn(Arm) -> bool) -> Markup {
    let arms: Vec<_> =
        row.map(|row| row.at(day.today).arms).unwrap_or_default().into_iter().filter(|one| which(one.arm)).collect();
    html! {
        @if arms.is_empty() { span.small.muted { "none" } } @else {
            ul.arms { @for one in arms { li { (arm_line(arm(one.arm), &one.name, status(one.state))) } } }
        }
    }
}

fn ready(day: &Day, visit: &DiaryRow, row: Option<&CaseloadRow>) -> Markup {
    let due = row.and_then(|row| row.rhythms.first()).map_or(DueState::NoneDue, |rhythm| rhythm.state(day.today));
    match visit.state {
        DiaryState::Held => html! { span.done { (icon(Icon::Check)) " done" } },
        DiaryState::NotHeld => html! { span.small { (visit.why_not.map_or("did not take place", |why| why.words())) } },
        DiaryState::Arrived => html! { span.done { (icon(Icon::Check)) " here" } },
        DiaryState::Planned => match (due, row.and_then(CaseloadRow::last_answered)) {
            (DueState::Due | DueState::Overdue(..), _) => html! { span.small { (icon(Icon::Clock)) " questions due" } },
            (_, Some(last)) => html! { span.small.muted { "answered " (day_words(last, day.today)) } },
            (_, None) if row.is_some() => html! { span.small.muted { "no questionnaire yet" } },
            (_, None) => html! { span.small.muted { "planned" } },
        },
    }
}
