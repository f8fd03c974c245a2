//! Everything recorded: the log in the order in which it was learnt. What was retracted or corrected stays, struck through.

use super::frame::{self, RecordPage};
use crate::{
    app::Shared,
    components::{empty_state::empty_state, icon::Icon, status_tag::tag},
    guard::Who,
};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use concord_actions::OpenChart;
use concord_chart::{Chart, ChartId, Entry, EntryStatus, EventId, Recorded, Sensitivity};
use concord_engines::therapy::late_by;
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Entries on a page.
const PAGE: usize = 100;

/// What of the log is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Only this family: `medication`, `therapy` …
    #[serde(default)]
    family: String,
    /// From 1, newest first.
    #[serde(default)]
    page: usize,
    /// The page on which this entry stands.
    #[serde(default)]
    at: String,
}

/// The page.
pub async fn show(State(app): State<Shared>, who: Who, Path(chart): Path<ChartId>, Query(asked): Query<Asked>) -> Response {
    match frame::open(&app, &who, chart, "everything recorded").await {
        Ok(open) => page(&app, &who, &open, &asked).into_response(),
        Err(response) => response,
    }
}

fn page(app: &Shared, who: &Who, open: &OpenChart, asked: &Asked) -> Markup {
    let chart = &open.chart;
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &chart.entries {
        *families.entry(entry.recorded.event().family()).or_default() += 1;
    }
    let shown: Vec<&Entry> = chart
        .entries
        .iter()
        .rev()
        .filter(|entry| asked.family.is_empty() || entry.recorded.event().family() == asked.family)
        .collect();
    let pages = shown.len().div_ceil(PAGE).max(1);
    let number = page_of(&shown, asked).clamp(1, pages);
    let lines = shown.iter().skip((number - 1) * PAGE).take(PAGE);
    let base = format!("/chart/{}/entries", chart.id);
    let (today, zone) = (app.clinic.today(), app.clinic.zone());
    let line = Line { chart: chart.id, may_correct: |entry: &Entry| may_correct(who, chart, entry), today, zone: &zone };
    let to = |page: usize| format!("{base}?family={}&page={page}", asked.family);
    let body = html! {
        header.page-head { h2 { "Everything recorded" } p.lead { (chart.entries.len()) " entries, the latest first. Nothing is ever deleted: a correction takes an entry’s place, a retraction strikes it through." } }
        nav.chips aria-label="Kinds of entry" {
            a.chip href=(base) aria-current=[asked.family.is_empty().then_some("true")] { "All" }
            @for (family, count) in &families {
                a.chip href=(format!("{base}?family={family}")) aria-current=[(asked.family == *family).then_some("true")] { (family_words(family)) " " (count) }
            }
        }
        section.card.flush {
            @if shown.is_empty() { div.pad { (empty_state("Nothing recorded yet", "Every entry stands here with its author and its two times.", None)) } } @else {
                table.visits {
                    caption.vh { "Entries, the latest first" }
                    thead { tr { th scope="col" { "When it was" } th scope="col" { "What" } th scope="col" { "Who recorded it, and when" } th scope="col" { "Correct" } } }
                    tbody { @for entry in lines { (line.of(entry)) } }
                }
            }
        }
        @if pages > 1 {
            nav.row aria-label="Pages" {
                @if number > 1 { a.button.secondary href=(to(number - 1)) rel="prev" { "Later" } }
                span.small.muted { "Page " (number) " of " (pages) }
                @if number < pages { a.button.secondary href=(to(number + 1)) rel="next" { "Earlier" } }
            }
        }
    };
    frame::page(app, who, &RecordPage { open, tab: "/entries", title: "Everything recorded" }, body)
}

fn page_of(shown: &[&Entry], asked: &Asked) -> usize {
    let wanted: Option<EventId> = asked.at.parse().ok();
    let place = wanted.and_then(|id| shown.iter().position(|entry| entry.recorded.id() == id));
    place.map_or(asked.page, |place| place / PAGE + 1)
}

/// Clinicians correct every entry of their patients that they can read; everybody else their own.
pub(super) fn may_correct(who: &Who, chart: &Chart, entry: &Entry) -> bool {
    let correctable = !matches!(entry.recorded.event().kind(), "entry.retracted" | "registration.registered");
    let own = who.subject.staff.is_some() && entry.recorded.author().staff == who.subject.staff;
    entry.status.counts() && correctable && (who.subject.role.is_clinician() || own) && !is_kept_from(who, chart, entry)
}

/// True for a piece of work whose words the patient keeps from this reader: nobody corrects or strikes what they cannot read.
pub(super) fn is_kept_from(who: &Who, chart: &Chart, entry: &Entry) -> bool {
    let readers = chart.work.readers.get(&entry.recorded.id()).or_else(|| entry.recorded.event().readers());
    let wrote = who.subject.staff.is_some() && entry.recorded.author().staff == who.subject.staff;
    readers.is_some_and(|readers| !wrote && !who.subject.staff.is_some_and(|staff| readers.include(staff)))
}

struct Line<'a, F> {
    chart: ChartId,
    may_correct: F,
    today: Date,
    zone: &'a TimeZone,
}

impl<F: Fn(&Entry) -> bool> Line<'_, F> {
    fn of(&self, entry: &Entry) -> Markup {
        let recorded = &entry.recorded;
        // A line about work that is kept from the reader comes without its words.
        let words = Some(recorded.event().words()).filter(|words| !words.trim().is_empty());
        let words = words.unwrap_or_else(|| "a line that is not shared with you".to_owned());
        let address = format!("/chart/{}/entries/{}", self.chart, recorded.id());
        html! {
            tr id=(format!("e-{}", recorded.id())) {
                td data-label="When it was" { (frame::moment(recorded.occurred(), self.today, self.zone)) }
                td {
                    @if entry.status.counts() { (words) } @else { s { (words) } }
                    (self.status(entry))
                    @if let Some(label) = label(recorded.draft.sensitivity) { span.small { (label) } }
                }
                td data-label="Who" {
                    (author(recorded))
                    span.small { (frame::moment(recorded.recorded_at.into(), self.today, self.zone)) }
                    @if let Some(days) = self.late(recorded) { span.small { (tag("care", Some(Icon::Clock), &if days == 1 { "a day late".to_owned() } else { format!("{days} days late") })) } }
                }
                td {
                    @if (self.may_correct)(entry) {
                        @if super::amend::can_be_corrected(recorded.event()) { a href=(format!("{address}/amend")) { "Correct" span.vh { " " (words) } } " · " }
                        a href=(format!("{address}/retract")) { "Retract" span.vh { " " (words) } }
                    }
                }
            }
        }
    }

    /// By how many days a note or a session was written late. Most else is told long after it was, and is none the worse.
    fn late(&self, recorded: &Recorded) -> Option<i64> {
        let kind = recorded.event().kind();
        let on_the_day = [
            "therapy.session_held",
            "therapy.session_not_held",
            "therapy.session_written",
            "note.signed",
            "practice.class_written",
        ];
        on_the_day.contains(&kind).then(|| late_by(recorded.occurred(), recorded.recorded_at, self.zone)).flatten()
    }

    fn status(&self, entry: &Entry) -> Markup {
        let to = |id: EventId| format!("/chart/{}/entries?at={id}#e-{id}", self.chart);
        match entry.status {
            EntryStatus::Counts => html! {},
            EntryStatus::Amended { by } => html! { span.small { a href=(to(by)) { "corrected by a later entry" } } },
            EntryStatus::Retracted { by } => html! { span.small { a href=(to(by)) { "retracted" } } },
        }
    }
}

fn author(recorded: &Recorded) -> Markup {
    let author = recorded.author();
    html! {
        (author.name)
        @if !author.role.is_empty() && author.role != "Patient" { ", " (author.role.to_lowercase()) }
        @if let Some(whom) = &recorded.draft.on_behalf_of { " for " (whom.name) }
    }
}

fn label(sensitivity: Sensitivity) -> Option<&'static str> {
    match sensitivity {
        Sensitivity::General => None,
        Sensitivity::Safe => Some("care team only"),
        Sensitivity::MinorConsented => Some("care team and the minor"),
        Sensitivity::SubstanceUse => Some("substance-use record"),
        Sensitivity::SideDisclosure => Some("told alone"),
        Sensitivity::PsychotherapyNote => Some("sealed: only you can open it"),
    }
}

fn family_words(family: &str) -> &str {
    match family {
        "registration" => "Person and team",
        "condition" => "Conditions",
        "allergy" => "Allergies",
        "questionnaire" => "Questionnaires",
        "medication" => "Medicine",
        "side_effect" => "Side effects",
        "therapy" => "Talking therapy",
        "practice" => "Complementary",
        "measurement" => "Measurements",
        "circumstance" => "Circumstances",
        "diary" => "Mood and sleep",
        "life_event" => "Life events",
        "goal" => "Goals",
        "note" => "Notes",
        "decision" => "Decisions",
        "plan" => "Plan",
        "visit" => "Visits",
        "document" => "Papers",
        "finding" => "Findings",
        "task" => "Tasks",
        "release" => "Given out",
        "entry" => "Retractions",
        other => other,
    }
}
