//! The right column: what else this role looks at in the morning.

use super::Day;
use concord_access::Role;
use concord_chart::ChartId;
use concord_engines::{days::day_words, findings::FindingKind};
use concord_registry::{
    WorkItem, WorkRow,
    caseload::{CaseloadRow, facts},
};
use maud::{Markup, html};

/// Names in a card.
const NAMES: usize = 6;

/// The cards of a role.
pub(super) fn cards(day: &Day, work: &[(ChartId, WorkRow)]) -> Markup {
    match day.role {
        Role::Prescriber => html! { (judge(day)) (numbers(day)) },
        Role::Therapist => html! { (with_prescriber(day, work)) (judge(day)) (numbers(day)) },
        Role::CareManager => html! { (silent(day)) (with_prescriber(day, work)) (numbers(day)) },
        _ => html! {
            section.card {
                h2 { "What you see" }
                p.small { "Names, allergies, goals and your own courses. Scores, medicines and talking therapy are not shared with this arm." }
                p.small { "Attendance, minutes and side effects that you hear of are recorded from the person’s page." }
            }
        },
    }
}

/// People with a treatment that has had its fair trial, the longest first.
fn judge(day: &Day) -> Markup {
    let mut waiting: Vec<(ChartId, &CaseloadRow, Vec<String>)> = day
        .rows
        .iter()
        .filter_map(|(chart, row)| {
            let arms: Vec<String> = row
                .arms
                .iter()
                .filter(|arm| arm.dial.state(day.today) == concord_engines::clocks::ArmState::JudgeNow)
                .map(|arm| arm.name.clone())
                .collect();
            (!arms.is_empty()).then_some((*chart, row.as_ref(), arms))
        })
        .collect();
    waiting.sort_by_key(|(chart, row, _)| (row.standing(day.today), *chart));
    let more = waiting.len().saturating_sub(NAMES);
    html! {
        section.card {
            h2 { "Fair to judge now" }
            @if waiting.is_empty() { p.small.muted { "No treatment waits for a judgement." } }
            ul { @for (chart, row, arms) in waiting.iter().take(NAMES) { li.small { (link(*chart, row)) ": " (arms.join(", ")) } } }
            @if more > 0 { p.small { a href="/caseload?fact=fair_to_judge" { (more) " more" } } }
        }
    }
}

/// Side effects and wishes that wait for a prescriber: so that nobody asks twice.
fn with_prescriber(day: &Day, work: &[(ChartId, WorkRow)]) -> Markup {
    let for_prescriber = |row: &WorkRow| matches!(row.what, WorkItem::SideEffect(_) | WorkItem::ChangeRequest(_));
    let mut open: Vec<&(ChartId, WorkRow)> = work.iter().filter(|(_, row)| for_prescriber(row)).collect();
    open.sort_by_key(|(_, row)| (row.answer_by.is_none(), row.answer_by));
    html! {
        section.card {
            h2 { "With the prescriber" }
            @if open.is_empty() { p.small.muted { "No question about a side effect or a medicine is open." } }
            ul { @for (chart, row) in open.iter().take(NAMES) {
                li.small {
                    a href=(format!("/chart/{chart}")) { (row.person.given_name) " " (row.person.family_name) } ": " (row.words) ". "
                    @match row.answer_by { Some(at) => { "Answer promised by " (day.time_words(at)) "." }, None => "No time was promised." }
                }
            } }
            p.small.muted { "To tell a prescriber something, open the person’s chart and choose " b { "Tell the prescriber" } "." }
        }
    }
}

/// Who has not been heard of.
fn silent(day: &Day) -> Markup {
    let mut silent: Vec<(ChartId, &CaseloadRow)> = day
        .rows
        .iter()
        .filter(|(_, row)| {
            row.findings.iter().any(|finding| finding.kind == FindingKind::NoAnswerForWeeks && finding.holds(day.today))
        })
        .map(|(chart, row)| (*chart, row.as_ref()))
        .collect();
    silent.sort_by_key(|(chart, row)| (row.last_answered(), *chart));
    html! {
        section.card {
            h2 { "Weeks without a word" }
            @if silent.is_empty() { p.small.muted { "Everybody was heard of lately." } }
            ul { @for (chart, row) in silent.iter().take(NAMES) {
                li.small { (link(*chart, row)) ", last answered " (row.last_answered().map_or_else(|| "never".to_owned(), |last| day_words(last, day.today))) }
            } }
        }
    }
}

/// The caseload in numbers, each a link to the people behind it.
fn numbers(day: &Day) -> Markup {
    let facts = facts(day.rows.values().map(AsRef::as_ref), day.today);
    html! {
        section.card {
            h2 { "Your caseload" }
            dl.pairs { @for fact in facts {
                div { dt { a href=(format!("/caseload?fact={}", fact.id.as_str())) { (fact.id.words()) } } dd { (fact.count) " of " (fact.of) } }
            } }
        }
    }
}

fn link(chart: ChartId, row: &CaseloadRow) -> Markup {
    html! { a href=(format!("/chart/{chart}")) { (row.person.given_name) " " (row.person.family_name) } }
}
