//! Today: who is waiting for this person, then the visits of the day in order.

mod beside;
mod visits;
mod waiting;

use crate::{app::Shared, errors::Problem, guard::Who, layout};
use axum::extract::State;
use concord_access::Role;
use concord_actions::{Listed, PracticeSettings};
use concord_chart::ChartId;
use concord_registry::caseload::CaseloadRow;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use std::{collections::HashMap, sync::Arc};

/// What the page is made from.
struct Day {
    role: Role,
    staff: Option<concord_chart::StaffId>,
    now: Timestamp,
    today: Date,
    zone: TimeZone,
    practice: Arc<PracticeSettings>,
    rows: HashMap<ChartId, Arc<CaseloadRow>>,
}

/// The page.
///
/// # Errors
/// A page that says what went wrong.
pub async fn show(State(app): State<Shared>, who: Who) -> Result<Markup, Problem> {
    let trouble = |error| Problem::of(&app, Some(&who), error);
    let clinic = &app.clinic;
    let (today, zone) = (clinic.today(), clinic.zone());
    // A complementary practitioner has a diary and own courses, and no caseload: other arms are not theirs to see.
    let clinician = who.subject.role.is_clinician();
    let listed: Vec<Listed> = if clinician { clinic.caseload(&who.subject).await.map_err(trouble)? } else { Vec::new() };
    let work = if clinician { clinic.waiting(&who.subject).await.map_err(trouble)? } else { Vec::new() };
    let alerts = if clinician { clinic.alerts(&who.subject).await.map_err(trouble)? } else { Vec::new() };
    let diary = clinic.diary(&who.subject, today).await.map_err(trouble)?;
    let day = Day {
        role: who.subject.role,
        staff: who.subject.staff,
        now: clinic.now(),
        today,
        zone,
        practice: clinic.practice(),
        rows: listed.into_iter().map(|one| (one.chart, one.row)).collect(),
    };
    let body = html! {
        div.page-head { h1 { "Today" } p.lead { (today.strftime("%A %-d %B")) ". " (clinic.practice().hours) "." } }
        div.two-columns {
            div {
                @if !alerts.is_empty() { section.card.flush aria-labelledby="open-alerts" { div.pad { h2 #open-alerts { "Alerts" } p.small.muted { "An answer called for a person. Each stays until a person closes it." } } @for (place, alert) in alerts.iter().enumerate() { (super::alerts::row(&app, alert, place == 0)) } } }
                @if clinician { (waiting::card(&day, &work, !alerts.is_empty())) }
                (visits::card(&day, &diary))
            }
            aside aria-label="Beside the day" { (beside::cards(&day, &work)) }
        }
    };
    Ok(layout::page(&app, Some(&who), "Today", "/today", body))
}

impl Day {
    /// Age and place of a person, where the caseload knows them.
    fn under_name(&self, chart: ChartId) -> String {
        let Some(row) = self.rows.get(&chart) else { return String::new() };
        let age = row.person.age(self.today).map(|age| format!("{age} y"));
        let place = row.person.place.as_ref().map(|id| self.practice.place_name(id).to_owned());
        age.into_iter().chain(place).collect::<Vec<_>>().join(" · ")
    }

    /// "16:00 today", "12:00 tomorrow", "Mon 24 Aug, 12:00".
    fn time_words(&self, at: Timestamp) -> String {
        let zoned = at.to_zoned(self.zone.clone());
        match concord_engines::days::days_between(self.today, zoned.date()) {
            0 => zoned.strftime("%H:%M today").to_string(),
            1 => zoned.strftime("%H:%M tomorrow").to_string(),
            _ => zoned.strftime("%a %-d %b, %H:%M").to_string(),
        }
    }

    /// "2 h 20 left", "3 h late".
    fn left_words(&self, at: Timestamp) -> String {
        let seconds = at.duration_since(self.now).as_secs();
        let minutes = seconds.abs() / 60;
        let length = match (minutes / 1440, minutes / 60, minutes % 60) {
            (days, ..) if days > 1 => format!("{days} days"),
            (_, 0, minutes) => format!("{minutes} min"),
            (_, hours, minutes) if hours < 6 && minutes >= 5 => format!("{hours} h {minutes:02}"),
            (_, hours, _) => format!("{hours} h"),
        };
        if seconds >= 0 { format!("{length} left") } else { format!("{length} late") }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_promise_says_when_and_how_long_is_left() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let now: Timestamp = "2026-08-20T17:40:00Z".parse().unwrap();
        let day = Day {
            role: Role::Prescriber,
            staff: None,
            now,
            today: jiff::civil::date(2026, 8, 20),
            zone,
            practice: Arc::new(PracticeSettings::default()),
            rows: HashMap::new(),
        };
        let words = |text: &str| {
            let at: Timestamp = text.parse().unwrap();
            (day.time_words(at), day.left_words(at))
        };
        assert_eq!(words("2026-08-20T20:00:00Z"), ("16:00 today".to_owned(), "2 h 20 left".to_owned()));
        assert_eq!(words("2026-08-21T16:00:00Z"), ("12:00 tomorrow".to_owned(), "22 h left".to_owned()));
        assert_eq!(words("2026-08-20T16:00:00Z"), ("12:00 today".to_owned(), "1 h 40 late".to_owned()));
        assert_eq!(words("2026-08-24T16:00:00Z"), ("Mon 24 Aug, 12:00".to_owned(), "3 days left".to_owned()));
    }
}
