//! When a safety plan should be looked at again: something happened since somebody last read it with the person.
//!
//! It is a line on a page and a reason to talk. The plan itself stands as it was written until the person changes it.

use crate::days::{day_of, day_words};
use crate::scoring::{self, ScoreContext};
use concord_chart::questionnaire::Answers;
use concord_chart::safety_plan::PlanVersion;
use concord_chart::{Chart, Event, When};
use concord_knowledge::{Instrument, Knowledge};
use jiff::{civil::Date, tz::TimeZone};

/// Why the plan should be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewReason {
    /// The day that was agreed is past.
    DayPast(Date),
    /// An answer called for a person since.
    Alert(Date),
    /// The screener shows more than the time before.
    ScreenerRose(Date),
    /// Somebody who is named in the plan has left the care team.
    LeftTheTeam(String),
    /// A number of the practice in the plan is not the one that answers now.
    NumberChanged(String),
}

impl ReviewReason {
    /// The reason in words, on a day.
    pub fn words(&self, today: Date) -> String {
        match self {
            Self::DayPast(day) => format!("It was to be looked at again on {}.", day_words(*day, today)),
            Self::Alert(day) => format!("On {} an answer called for a person.", day_words(*day, today)),
            Self::ScreenerRose(day) => {
                format!("On {} the screening questions showed more than the time before.", day_words(*day, today))
            }
            Self::LeftTheTeam(name) => format!("{name}, who is named in it, is no longer on the team."),
            Self::NumberChanged(name) => format!("The number of {name} has changed."),
        }
    }
}

/// Why the latest plan should be looked at again; empty where nothing speaks for it, and where there is no plan. `numbers`
/// are names and telephone numbers that the practice gives out now.
pub fn reasons(
    chart: &Chart,
    knowledge: &Knowledge,
    numbers: &[(&str, &str)],
    today: Date,
    zone: &TimeZone,
) -> Vec<ReviewReason> {
    let Some(plan) = chart.safety_plans.last() else { return Vec::new() };
    let since = plan.last_looked_at();
    let mut reasons = Vec::new();
    reasons.extend(plan.what.review_on.filter(|day| *day <= today && day_of(since, zone) < *day).map(ReviewReason::DayPast));
    let alert = chart.alerts.iter().rev().find(|alert| is_later(When::Instant(alert.raised_at), since));
    reasons.extend(alert.map(|alert| ReviewReason::Alert(day_of(When::Instant(alert.raised_at), zone))));
    reasons.extend(rise(chart, knowledge, since, zone));
    reasons.extend(left(chart, plan, since));
    reasons.extend(changed(plan, numbers));
    reasons
}

fn is_later(at: When, since: When) -> bool {
    at.order(&since).is_gt()
}

/// A screener whose level is above the one before it.
fn rise(chart: &Chart, knowledge: &Knowledge, since: When, zone: &TimeZone) -> Option<ReviewReason> {
    let screeners = knowledge.instruments().filter(|instrument| !instrument.triage.is_empty());
    screeners.into_iter().find_map(|instrument| {
        let levels = chart.questionnaires.of(&instrument.id).filter_map(|done| {
            let Answers::Items(answered) = &done.what else { return None };
            Some((done.at, level(instrument, &answered.answers)?))
        });
        let levels: Vec<(When, usize)> = levels.collect();
        let (at, latest) = *levels.last()?;
        let before = levels.iter().rev().nth(1).map(|(_, level)| *level)?;
        // The levels stand from the highest to the lowest.
        (is_later(at, since) && latest < before).then(|| ReviewReason::ScreenerRose(day_of(at, zone)))
    })
}

fn level(instrument: &Instrument, answers: &[Option<u8>]) -> Option<usize> {
    let band = scoring::score(instrument, answers, &ScoreContext::default()).ok()?.band?;
    instrument.triage.iter().position(|level| level.id == band)
}

/// People of the plan who left the team since.
fn left(chart: &Chart, plan: &PlanVersion, since: When) -> Vec<ReviewReason> {
    let gone = chart.entries.iter().filter(|entry| entry.status.counts() && is_later(entry.recorded.occurred(), since));
    let staff = gone.filter_map(|entry| match entry.recorded.event() {
        Event::TeamLeft(left) => Some(left.staff),
        _ => None,
    });
    let names = staff.filter_map(|staff| {
        chart.entries.iter().rev().find_map(|entry| match entry.recorded.event() {
            Event::TeamJoined(joined) if joined.member.staff == Some(staff) => Some(joined.member.name.trim()),
            _ => None,
        })
    });
    let named = |name: &&str| !name.is_empty() && plan.what.professionals.iter().any(|contact| contact.name.contains(*name));
    names.filter(named).map(|name| ReviewReason::LeftTheTeam(name.to_owned())).collect()
}

/// Numbers of the practice that have changed.
fn changed(plan: &PlanVersion, numbers: &[(&str, &str)]) -> Vec<ReviewReason> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let contacts = plan.what.professionals.iter().filter(|contact| !contact.phone.trim().is_empty());
    let outdated = contacts.filter(|contact| {
        let mut known = numbers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(contact.name.trim())).peekable();
        known.peek().is_some() && known.all(|(_, phone)| digits(phone) != digits(&contact.phone))
    });
    outdated.map(|contact| ReviewReason::NumberChanged(contact.name.clone())).collect()
}
