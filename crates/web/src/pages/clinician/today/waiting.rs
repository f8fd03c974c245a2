//! "A person is waiting for you": nearest promise first. Only the first row of the page may be red.

use super::Day;
use crate::components::{
    empty_state::empty_state,
    icon::{Icon, icon},
};
use crate::pages::clinician::parts::name_cell;
use concord_access::Role;
use concord_chart::ChartId;
use concord_registry::{WorkItem, WorkRow};
use maud::{Markup, html};

/// Rows that fit before the caseload is the better list.
const AT_MOST: usize = 12;

/// The card.
pub(super) fn card(day: &Day, work: &[(ChartId, WorkRow)], below_alerts: bool) -> Markup {
    let mut mine: Vec<&(ChartId, WorkRow)> = work.iter().filter(|(_, row)| is_mine(day, row)).collect();
    mine.sort_by_key(|(_, row)| {
        (!(is_safety(row) && row.taken_by.is_empty()), row.answer_by.is_none(), row.answer_by, row.since)
    });
    let more = mine.len().saturating_sub(AT_MOST);
    html! {
        section.card.flush aria-labelledby="waiting" {
            div.pad { h2 #waiting { "A person is waiting for you" } p.small.muted { (count_words(mine.len())) } }
            @for (index, (chart, row)) in mine.iter().take(AT_MOST).enumerate() { (one(day, *chart, row, index == 0 && !below_alerts)) }
            @if mine.is_empty() {
                div.pad { (empty_state("Nobody is waiting", "Side effects and wishes to answer, tasks of yours and safety questions to close stand here, the nearest promise first.", None)) }
            }
            @if more > 0 { div.pad { p.small { a href="/caseload?fact=need_person_today" { (more) " more on the caseload" } } } }
        }
    }
}

fn count_words(count: usize) -> String {
    match count {
        0 => "Nothing is open.".to_owned(),
        1 => "1 open.".to_owned(),
        many => format!("Nearest promise first. {many} open."),
    }
}

fn is_safety(row: &WorkRow) -> bool {
    matches!(row.what, WorkItem::SafetyItem(_))
}

/// A safety item concerns everybody on the team until a named person has closed it; a question about a side effect is
/// its owner's, and so is a wish to change a medicine; the care manager keeps an eye on all of them. A task is its owner's.
fn is_mine(day: &Day, row: &WorkRow) -> bool {
    match &row.what {
        WorkItem::SafetyItem(_) => true,
        WorkItem::Task(..) => row.owner == day.staff,
        WorkItem::SideEffect(_) | WorkItem::ChangeRequest(_) => {
            row.owner.is_none() || row.owner == day.staff || day.role == Role::CareManager
        }
        WorkItem::Questionnaire(..) => false,
    }
}

fn one(day: &Day, chart: ChartId, row: &WorkRow, first: bool) -> Markup {
    let stop = first && is_safety(row);
    let drawing = if is_safety(row) { Icon::Octagon } else { Icon::Triangle };
    let person = &row.person;
    html! {
        div.waiting.stop[stop] {
            (name_cell(chart, &person.family_name, &person.given_name, &day.under_name(chart), 34))
            div {
                p.what { (icon(drawing)) " " (row.words) }
                p.small.muted { (whose(day, row)) }
            }
            (by(day, row))
            div.act { (action(day, chart, row, first)) }
        }
    }
}

fn whose(day: &Day, row: &WorkRow) -> String {
    let since = format!("Since {}.", concord_engines::days::day_words(row.since, day.today));
    match (row.taken_by.as_str(), row.owner_name.as_str()) {
        ("", "") => format!("{since} Nobody has taken this on yet."),
        ("", _) if row.owner == day.staff && day.staff.is_some() => format!("{since} It is yours."),
        ("", owner) => format!("{since} {owner} is asked."),
        (taken, _) => format!("{since} {taken} has taken this on."),
    }
}

fn by(day: &Day, row: &WorkRow) -> Markup {
    let (when, left) = match row.answer_by {
        Some(at) => (day.time_words(at), day.left_words(at)),
        None if matches!(row.what, WorkItem::Task(..)) => until(day, row),
        None if is_safety(row) => ("today".to_owned(), "speak with the person".to_owned()),
        None => ("no time promised".to_owned(), String::new()),
    };
    html! { div.by { b { (icon(Icon::Clock)) " " (when) } span.muted { (left) } } }
}

/// The last day for a task.
fn until(day: &Day, row: &WorkRow) -> (String, String) {
    let WorkItem::Task(_, Some(due)) = row.what else { return ("no day set".to_owned(), String::new()) };
    let left = if due < day.today { "overdue" } else { "" };
    (concord_engines::days::day_words(due, day.today), left.to_owned())
}

fn action(day: &Day, chart: ChartId, row: &WorkRow, first: bool) -> Markup {
    let (address, words) = match &row.what {
        WorkItem::SideEffect(report) if day.role == Role::Prescriber => {
            (format!("/chart/{chart}/record/side-effect-answer?report={report}"), "Answer")
        }
        WorkItem::ChangeRequest(request) if day.role == Role::Prescriber => {
            (format!("/chart/{chart}/record/change-answer?request={request}"), "Answer")
        }
        WorkItem::Task(..) if row.orders_test => (format!("/chart/{chart}/checks"), "Open"),
        WorkItem::ChangeRequest(_) | WorkItem::Task(..) => (format!("/chart/{chart}/regimen"), "Open"),
        _ => (format!("/chart/{chart}#findings"), "Open"),
    };
    html! { a class=(if first { "button" } else { "button secondary" }) href=(address) { (words) } }
}
