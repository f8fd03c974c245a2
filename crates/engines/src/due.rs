//! What is to be answered next. A questionnaire is due on its day and overdue the day after. What was agreed for a person
//! decides when ([`Agreed`]); where nothing was, an instrument comes round as often as its entry says while treatment is
//! active, and less often while the person is staying well.

mod agreed;

pub use agreed::{Agreed, MISSED_UNTIL_SOMEBODY_IS_TOLD, Occasion};

use crate::course_state::{CourseState, Measure};
use crate::days::{day_of, days_between, plus};
use crate::report::Report;
use concord_chart::visit::Outcome;
use concord_chart::{Chart, EventId, InstrumentId};
use concord_knowledge::Knowledge;
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// After so many rounds without an answer somebody calls: two questionnaires in a row passed by and the third is due.
/// A setting of this program for following people up, not a clinical number.
pub const ROUNDS_UNTIL_SOMEBODY_CALLS: i64 = 3;

/// When one instrument comes round. Nothing in it depends on today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// Which instrument.
    pub instrument: InstrumentId,
    /// Its short name.
    pub name: String,
    /// The day for which it was offered and still waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Date>,
    /// Days from one answer to the next; `None` where nobody set a rhythm or no treatment is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u16>,
    /// The day on which it was last answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Date>,
    /// The day on which it was declined, where that was after the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Date>,
    /// From when to count where it was never answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Due days that passed without an answer since the last one, before the present offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Date>,
    /// What was agreed for this person; it takes the place of the instrument's own rhythm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
}

/// Where an instrument stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Nothing is to come.
    NoneDue,
    /// It comes round on this day.
    Next(Date),
    /// Today is its day.
    Due,
    /// Its day has passed: since when, and by how many days.
    Overdue(Date, u16),
    /// It was declined and has not come round again; since when.
    Declined(Date),
}

impl Rhythm {
    /// The day on which it is to be answered next, as seen on a day: today itself while it may be answered in time.
    pub fn next(&self, today: Date) -> Option<Date> {
        if let Some(agreed) = &self.agreed {
            let occasion = self.occasion(agreed, today).map(|occasion| occasion.day_seen_on(today));
            return occasion.into_iter().chain(self.open_beside(agreed)).min();
        }
        let from = self.declined.or(self.last);
        let round = || Some(from.map_or(self.since?, |last| plus(last, i64::from(self.every_days.unwrap_or(0)))));
        self.open.or_else(|| self.every_days.and_then(|_| round()))
    }

    /// The state on a day.
    pub fn state(&self, today: Date) -> DueState {
        match self.next(today) {
            Some(day) if day < today => DueState::Overdue(day, u16::try_from(days_between(day, today)).unwrap_or(u16::MAX)),
            Some(day) if day == today => DueState::Due,
            next => match (self.declined, next) {
                (Some(day), _) => DueState::Declined(day),
                (None, Some(day)) => DueState::Next(day),
                (None, None) => DueState::NoneDue,
            },
        }
    }

    /// Questionnaires in a row that were due and passed by without an answer.
    pub fn missed_in_a_row(&self, today: Date) -> u16 {
        if let Some(agreed) = &self.agreed {
            return agreed.missed(self.heard(), today);
        }
        let passed = self.passed.iter().filter(|day| **day < today).count();
        let open = usize::from(self.open.is_some_and(|day| day < today));
        u16::try_from(passed + open).unwrap_or(u16::MAX)
    }

    /// The last day on which the person answered or said no.
    pub fn heard(&self) -> Option<Date> {
        self.last.max(self.declined)
    }

    /// True when the person answers it, and not a clinician who rates.
    pub fn is_asked_of_the_person(&self) -> bool {
        self.agreed.as_ref().is_none_or(|agreed| !agreed.rated_by_clinician)
    }

    /// The occasion that waits or comes next.
    fn occasion(&self, agreed: &Agreed, today: Date) -> Option<Occasion> {
        agreed.current(self.heard(), today)
    }

    /// An offer made besides what was agreed; an older one is overtaken by the agreement.
    fn open_beside(&self, agreed: &Agreed) -> Option<Date> {
        self.open.filter(|day| *day >= agreed.from)
    }

    /// The first day on which somebody should call because no answer came; `None` without a rhythm, and for what the person
    /// is not asked.
    pub fn call_from(&self) -> Option<Date> {
        let last = self.heard().or(self.since)?;
        Some(plus(last, self.silent_days()?))
    }

    /// Days of silence after which somebody calls: some rounds, and never less than as many weeks, however often was agreed.
    pub fn silent_days(&self) -> Option<i64> {
        let round = i64::from(self.every_days.filter(|_| self.is_asked_of_the_person())?);
        Some(ROUNDS_UNTIL_SOMEBODY_CALLS * round.max(7))
    }
}

/// A rhythm with the events that it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RhythmFacts {
    /// The rhythm.
    pub rhythm: Rhythm,
    /// The offer that waits.
    pub offer: Option<EventId>,
    /// What it rests on.
    pub report: Report,
}

/// What is to be answered, and who has not been heard of.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueList {
    /// One entry an instrument in use, the main one first.
    pub measures: Vec<(RhythmFacts, DueState)>,
    /// Since when nothing at all was heard: no answer, no session, no visit, no class for as long as three rounds of the
    /// main measure. `None` while in touch, or when nobody is in care.
    pub lost_since: Option<Date>,
}

/// What is due today.
pub fn due(chart: &Chart, knowledge: &Knowledge, today: Date, zone: &TimeZone) -> DueList {
    let state = CourseState::of(chart, knowledge, zone);
    let rhythms = rhythms(&state);
    let lost_from = rhythms.iter().find_map(|facts| lost_from(&facts.rhythm, last_contact(chart, zone)));
    DueList {
        lost_since: lost_from.filter(|from| *from <= today).and_then(|_| last_heard(&rhythms, last_contact(chart, zone))),
        measures: rhythms.into_iter().map(|facts| (facts.clone(), facts.rhythm.state(today))).collect(),
    }
}

/// The first day on which a person counts as lost: no answer for so long, and nothing else heard for as long.
pub fn lost_from(rhythm: &Rhythm, last_contact: Option<Date>) -> Option<Date> {
    let call_from = rhythm.call_from()?;
    let wait = rhythm.silent_days()?;
    Some(last_contact.map_or(call_from, |contact| call_from.max(plus(contact, wait))))
}

fn last_heard(rhythms: &[RhythmFacts], last_contact: Option<Date>) -> Option<Date> {
    let answered = rhythms.iter().filter_map(|facts| facts.rhythm.last).max();
    answered.max(last_contact).or_else(|| rhythms.iter().find_map(|facts| facts.rhythm.since))
}

/// The last day on which the person was met: a session, a visit or a class.
pub fn last_contact(chart: &Chart, zone: &TimeZone) -> Option<Date> {
    let sessions = chart.therapies.iter().flat_map(|course| course.held()).map(|session| session.at);
    let visits = chart.visits.iter().filter(|visit| matches!(visit.outcome, Some(Outcome::Happened(_)))).map(|visit| visit.at);
    let classes = chart.practices.iter().flat_map(|course| &course.classes).filter(|(_, attended)| *attended).map(|(at, _)| *at);
    sessions.chain(visits).chain(classes).map(|at| day_of(at, zone)).max()
}

/// The rhythms of the instruments in use, the main measure first.
pub fn rhythms(state: &CourseState<'_>) -> Vec<RhythmFacts> {
    state.measures.iter().filter_map(|measure| rhythm(state, measure)).collect()
}

/// The rhythm of one instrument, if it is in use: offered and waiting, or, for somebody in care, answered or declined in
/// the present treatment.
fn rhythm(state: &CourseState<'_>, measure: &Measure<'_>) -> Option<RhythmFacts> {
    let id = &measure.instrument.id;
    let questionnaires = &state.chart.questionnaires;
    let agreed = Agreed::of(state, id);
    let offer = questionnaires.open.iter().rev().find(|open| open.what.instrument == *id);
    let answered = measure.last_answered();
    let last = answered.map(|point| point.day);
    let declined = questionnaires.declined.iter().rev().find(|(_, declined)| declined.instrument == *id);
    let declined = declined.map(|(when, _)| day_of(*when, state.zone)).filter(|day| last.is_none_or(|last| *day > last));
    let in_present = state.since().is_none_or(|since| {
        let from = plus(since, -i64::from(crate::series::grace_days(measure.instrument)));
        last.is_some_and(|day| day >= from) || declined.is_some_and(|day| day >= from)
    });
    let in_use = (in_present || agreed.is_some()) && state.is_in_care();
    if offer.is_none() && !in_use {
        return None;
    }
    let mut report = Report::default();
    answered.into_iter().for_each(|point| report.event(point.event));
    offer.into_iter().for_each(|open| report.event(open.id));
    agreed.iter().for_each(|(event, _)| report.event(*event));
    let agreed = agreed.map(|(_, agreed)| agreed).filter(|_| state.is_in_care());
    let unanswered = questionnaires.unanswered.iter().filter(|(instrument, _)| instrument == id);
    let rhythm = Rhythm {
        instrument: id.clone(),
        name: measure.instrument.short_name.clone(),
        open: offer.map(|open| open.what.due),
        every_days: match &agreed {
            Some(agreed) => agreed.every_days(),
            None => every_days(state, measure, &mut report),
        },
        last,
        declined,
        since: state.since(),
        passed: unanswered.map(|(_, day)| *day).filter(|day| last.is_none_or(|last| *day > last)).collect(),
        agreed,
    };
    Some(RhythmFacts { rhythm, offer: offer.map(|open| open.id), report })
}

fn every_days(state: &CourseState<'_>, measure: &Measure<'_>, report: &mut Report) -> Option<u16> {
    let active = state.is_in_care() && state.treatment.as_ref().is_some_and(|treatment| treatment.until.is_none());
    let schedule = measure.instrument.schedule.as_ref().filter(|_| active)?;
    report.entry_in_version(&measure.instrument.version, format!("instruments/{}", measure.instrument.id), schedule);
    Some(if measure.is_in_remission() { schedule.every_days_when_well } else { schedule.every_days })
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::questionnaire;
    use jiff::civil::date;

    fn rhythm() -> Rhythm {
        Rhythm {
            instrument: "phq-9".into(),
            name: "PHQ-9".to_owned(),
            open: None,
            every_days: Some(14),
            last: Some(date(2026, 1, 5)),
            declined: None,
            since: Some(date(2026, 1, 1)),
            passed: Vec::new(),
            agreed: None,
        }
    }

    #[test]
    fn overdue_begins_the_day_after_due() {
        let due = date(2026, 1, 19);
        assert_eq!(rhythm().state(date(2026, 1, 18)), DueState::Next(due));
        assert_eq!(rhythm().state(due), DueState::Due);
        assert_eq!(rhythm().state(date(2026, 1, 20)), DueState::Overdue(due, 1));
    }

    #[test]
    fn an_offer_sets_the_day_itself() {
        let offered = Rhythm { open: Some(date(2026, 1, 12)), ..rhythm() };
        assert_eq!(offered.state(date(2026, 1, 12)), DueState::Due);
        let without_rhythm = Rhythm { every_days: None, ..offered };
        assert_eq!(without_rhythm.state(date(2026, 1, 13)), DueState::Overdue(date(2026, 1, 12), 1));
        assert_eq!(without_rhythm.call_from(), None);
    }

    #[test]
    fn what_was_never_answered_is_due_from_the_beginning() {
        let never = Rhythm { last: None, ..rhythm() };
        assert_eq!(never.state(date(2026, 1, 1)), DueState::Due);
        assert_eq!(never.call_from(), Some(date(2026, 2, 12)));
        let nothing_known = Rhythm { since: None, ..never };
        assert_eq!(nothing_known.state(date(2026, 1, 1)), DueState::NoneDue);
    }

    #[test]
    fn declined_is_an_answer_and_comes_round_again() {
        let declined = Rhythm { declined: Some(date(2026, 1, 20)), ..rhythm() };
        assert_eq!(declined.state(date(2026, 1, 21)), DueState::Declined(date(2026, 1, 20)));
        assert_eq!(declined.state(date(2026, 2, 3)), DueState::Due);
        assert_eq!(declined.call_from(), Some(date(2026, 3, 3)));
    }

    #[test]
    fn who_is_asked_every_day_is_not_called_after_three_days_and_a_rating_by_the_team_is_nobodys_silence() {
        let daily = Rhythm { every_days: Some(1), ..rhythm() };
        assert_eq!(daily.call_from(), Some(date(2026, 1, 26)));
        let what = questionnaire::Rhythm::EveryDays(7);
        let agreed = Agreed {
            rhythm: what,
            from: date(2026, 1, 1),
            until: None,
            visits: Vec::new(),
            rated_by_clinician: true,
            tell_after_missed: 2,
        };
        let rated = Rhythm { every_days: Some(7), agreed: Some(agreed), ..rhythm() };
        assert_eq!((rated.call_from(), lost_from(&rated, None)), (None, None));
    }

    #[test]
    fn only_offers_whose_day_has_passed_count_as_passed_by() {
        let passed = Rhythm { passed: vec![date(2026, 1, 19)], open: Some(date(2026, 2, 2)), ..rhythm() };
        assert_eq!(passed.missed_in_a_row(date(2026, 2, 2)), 1);
        assert_eq!(passed.missed_in_a_row(date(2026, 2, 3)), 2);
        assert_eq!(passed.missed_in_a_row(date(2026, 1, 19)), 0);
    }

    #[test]
    fn somebody_who_still_comes_is_not_lost() {
        assert_eq!(lost_from(&rhythm(), None), Some(date(2026, 2, 16)));
        assert_eq!(lost_from(&rhythm(), Some(date(2026, 2, 10))), Some(date(2026, 3, 24)));
    }
}
