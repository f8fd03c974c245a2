//! An agreed rhythm as a row of occasions. Each occasion has the first day on which an answer counts for it, the day on
//! which it is asked, its last day in time, and the day on which it has passed by. An answer given a little early counts
//! for the occasion that comes, one given late for the occasion that waits; nobody is asked twice for one and the same.
//!
//! How many days early count, and how long a set week stays open, are settings of this program, not clinical numbers.

use crate::course_state::CourseState;
use crate::days::{day_of, days_between, plus};
use concord_chart::questionnaire::{Rhythm, Scheduled};
use concord_chart::therapy::{NotHeld, SessionState, TherapyCourse};
use concord_chart::visit::{Outcome, Visit};
use concord_chart::{EventId, InstrumentId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// After so many missed in a row somebody is told, unless something else was agreed for the person.
pub const MISSED_UNTIL_SOMEBODY_IS_TOLD: u8 = 2;

/// An answer this many days before its day counts for it, unless the rhythm is quicker than that.
const EARLY_DAYS: i64 = 3;

/// A measure of a set week can be answered for so many days after its day.
const WEEK_STAYS_OPEN_DAYS: i64 = 7;

/// What was agreed for one instrument, with the days that it follows. Nothing in it depends on today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// When it is due.
    pub rhythm: Rhythm,
    /// The first day.
    pub from: Date,
    /// The last day: as agreed, or that of the course it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Days of the sessions and visits before which it is asked, in order; only for a rhythm that follows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Date>,
    /// True when a clinician rates it.
    #[serde(default)]
    pub rated_by_clinician: bool,
    /// After how many missed in a row somebody is told; at least 1.
    pub tell_after_missed: u8,
}

/// One time at which an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// From this day on an answer counts for it.
    pub counts_from: Date,
    /// From this day on it is shown as due.
    pub asked_from: Date,
    /// The last day in time.
    pub due: Date,
    /// The first day on which it has passed by.
    pub passed_on: Date,
}

impl Occasion {
    /// The day that stands for it: its due day once that has passed, today while it may be answered in time.
    pub fn day_seen_on(&self, today: Date) -> Date {
        if self.due < today { self.due } else { self.asked_from.max(today.min(self.due)) }
    }
}

impl Agreed {
    /// What is agreed for an instrument on this chart, with the event that agreed it.
    pub fn of(state: &CourseState<'_>, instrument: &InstrumentId) -> Option<(EventId, Self)> {
        let (event, what) = state.chart.questionnaires.schedules.iter().find(|(_, what)| what.instrument == *instrument)?;
        let course = what.course.and_then(|course| state.arms.iter().find(|arm| arm.course == course));
        let ended = course.and_then(|arm| arm.dial.ended.as_ref()).map(|ended| ended.on);
        let agreed = Self {
            rhythm: what.rhythm.clone(),
            from: what.from,
            until: what.until.into_iter().chain(ended).min(),
            visits: if matches!(what.rhythm, Rhythm::BeforeEachVisit(_)) { visits(state, what) } else { Vec::new() },
            rated_by_clinician: what.rated_by_clinician,
            tell_after_missed: what.tell_after_missed.unwrap_or(MISSED_UNTIL_SOMEBODY_IS_TOLD).max(1),
        };
        Some((*event, agreed))
    }

    /// Days from one occasion to the next, where they are always the same.
    pub fn every_days(&self) -> Option<u16> {
        match self.rhythm {
            Rhythm::EveryDays(days) => Some(days),
            Rhythm::BeforeEachVisit(_) | Rhythm::AtWeeks(_) => None,
        }
    }

    /// The occasion that waits on a day, else the next one; `None` where no further one is known.
    pub fn current(&self, heard: Option<Date>, today: Date) -> Option<Occasion> {
        let waits = |occasion: &Occasion| occasion.passed_on > today && heard.is_none_or(|heard| heard < occasion.counts_from);
        self.occasions_around(today).find(waits)
    }

    /// How many occasions have passed by on a day since the person was last heard.
    pub fn missed(&self, heard: Option<Date>, today: Date) -> u16 {
        let missed = self.occasions_after(heard).take_while(|occasion| occasion.passed_on <= today).count();
        u16::try_from(missed).unwrap_or(u16::MAX)
    }

    /// The day on which so many occasions in a row will have passed by if nothing more is heard.
    pub fn missed_on(&self, heard: Option<Date>, in_a_row: u8) -> Option<Date> {
        let place = usize::from(in_a_row.checked_sub(1)?);
        self.occasions_after(heard).nth(place).map(|occasion| occasion.passed_on)
    }

    /// The due days from one day on and before another, also those that were answered early.
    pub fn days(&self, from: Date, before: Date) -> impl Iterator<Item = Date> {
        self.occasions_around(from)
            .map(|occasion| occasion.due)
            .skip_while(move |due| *due < from)
            .take_while(move |due| *due < before)
    }

    /// The occasions for which no answer so far can count.
    fn occasions_after(&self, heard: Option<Date>) -> impl Iterator<Item = Occasion> {
        let begin = heard.unwrap_or(self.from);
        self.occasions_around(begin).filter(move |occasion| heard.is_none_or(|heard| heard < occasion.counts_from))
    }

    /// The occasions in order, beginning no later than the one that is open on a day. An instrument that comes round daily
    /// for years is not counted through from its first day.
    fn occasions_around(&self, day: Date) -> Box<dyn Iterator<Item = Occasion> + '_> {
        let (from, until) = (self.from, self.until);
        let within = move |occasion: &Occasion| until.is_none_or(|until| occasion.due <= until);
        match &self.rhythm {
            Rhythm::EveryDays(days) => {
                let step = i64::from((*days).max(1));
                let begin = (days_between(from, day) / step - 1).max(0);
                let early = EARLY_DAYS.min((step - 1) / 2);
                let occasion = move |round: i64| {
                    // At the end of the calendar a day would stand still, and the row with it.
                    let due = checked(from, round.checked_mul(step)?)?;
                    let passed_on = checked(due, step - early)?;
                    Some(Occasion { counts_from: plus(due, -early), asked_from: due, due, passed_on })
                };
                Box::new((begin..).map_while(occasion).take_while(within))
            }
            Rhythm::AtWeeks(weeks) => {
                let mut days: Vec<Date> = weeks.iter().map(|week| plus(from, 7 * i64::from(*week))).collect();
                days.sort_unstable();
                days.dedup();
                Box::new(of_weeks(&days).into_iter().take_while(within))
            }
            Rhythm::BeforeEachVisit(ahead) => Box::new(before_visits(&self.visits, *ahead).into_iter().take_while(within)),
        }
    }
}

/// Set weeks: a little early counts, a week late still counts, but never beyond the next one.
fn of_weeks(days: &[Date]) -> Vec<Occasion> {
    let opens = |place: usize| {
        let early = plus(days[place], -EARLY_DAYS);
        place.checked_sub(1).map_or(early, |before| early.max(plus(days[before], 1)))
    };
    let occasion = |place: usize| {
        let due = days[place];
        let late = plus(due, WEEK_STAYS_OPEN_DAYS + 1);
        let passed_on = if place + 1 < days.len() { late.min(opens(place + 1)) } else { late };
        Occasion { counts_from: opens(place), asked_from: due, due, passed_on }
    };
    (0..days.len()).map(occasion).collect()
}

/// Before each visit: asked in the days before it, on the day itself at the latest, and never after it.
fn before_visits(days: &[Date], ahead: u8) -> Vec<Occasion> {
    let occasion = |place: usize| {
        let due = days[place];
        let early = plus(due, -i64::from(ahead));
        let counts_from = place.checked_sub(1).map_or(early, |before| early.max(plus(days[before], 1)));
        Occasion { counts_from, asked_from: counts_from, due, passed_on: plus(due, 1) }
    };
    (0..days.len()).map(occasion).collect()
}

fn checked(day: Date, days: i64) -> Option<Date> {
    let moved = plus(day, days);
    (days == 0 || moved != day).then_some(moved)
}

/// The days that a rhythm before each visit follows: the sessions of its course of therapy; for another course the visits
/// at the practice; without a course both. One that was called off is no occasion, one to which the person did not come is.
fn visits(state: &CourseState<'_>, what: &Scheduled) -> Vec<Date> {
    let course = what.course.and_then(|course| state.chart.therapies.iter().find(|therapy| therapy.id == course));
    let mut days: Vec<Date> = match (course, what.course) {
        (Some(course), _) => sessions(state, course).collect(),
        (None, Some(_)) => planned_visits(state).collect(),
        (None, None) => {
            let going = state.chart.therapies.iter().filter(|course| course.is_current());
            going.flat_map(|course| sessions(state, course)).chain(planned_visits(state)).collect()
        }
    };
    days.retain(|day| *day >= what.from);
    days.sort_unstable();
    days.dedup();
    days
}

fn sessions<'s>(state: &'s CourseState<'_>, course: &'s TherapyCourse) -> impl Iterator<Item = Date> + 's {
    let stands = |state: &SessionState| match state {
        SessionState::Planned | SessionState::Held => true,
        SessionState::NotHeld(why) => *why == NotHeld::DidNotAttend,
    };
    course.sessions.iter().filter(move |session| stands(&session.state)).map(|session| day_of(session.at, state.zone))
}

fn planned_visits<'s>(state: &'s CourseState<'_>) -> impl Iterator<Item = Date> + 's {
    let stands = |visit: &&Visit| match &visit.outcome {
        None | Some(Outcome::Happened(_)) => visit.planned.is_some(),
        Some(Outcome::NotHeld(why)) => *why == NotHeld::DidNotAttend,
    };
    state.chart.visits.iter().filter(stands).map(|visit| day_of(visit.at, state.zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn agreed(rhythm: Rhythm) -> Agreed {
        let visits = vec![date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 23)];
        Agreed { rhythm, from: date(2026, 2, 2), until: None, visits, rated_by_clinician: false, tell_after_missed: 2 }
    }

    fn weekly() -> Agreed {
        agreed(Rhythm::EveryDays(7))
    }

    fn due(agreed: &Agreed, heard: Option<Date>, today: Date) -> Option<Date> {
        agreed.current(heard, today).map(|occasion| occasion.due)
    }

    #[test]
    fn every_week_keeps_its_weekday_whenever_the_answers_come() {
        let monday = date(2026, 2, 9);
        assert_eq!(due(&weekly(), None, date(2026, 2, 1)), Some(date(2026, 2, 2)), "the first day is due at once");
        assert_eq!(
            due(&weekly(), Some(date(2026, 2, 4)), date(2026, 2, 5)),
            Some(monday),
            "two days late counts for last Monday"
        );
        assert_eq!(due(&weekly(), Some(date(2026, 2, 8)), date(2026, 2, 9)), Some(date(2026, 2, 16)), "a day early counts");
        assert_eq!(due(&weekly(), Some(date(2026, 2, 6)), date(2026, 2, 9)), Some(date(2026, 2, 16)), "three days early counts");
        assert_eq!(due(&weekly(), Some(date(2026, 2, 5)), date(2026, 2, 9)), Some(monday), "four days early was last week's");
    }

    #[test]
    fn the_edge_of_a_week_passes_an_occasion_by_and_opens_the_next() {
        let heard = Some(date(2026, 2, 2));
        assert_eq!(due(&weekly(), heard, date(2026, 2, 12)), Some(date(2026, 2, 9)), "three days over, it still waits");
        assert_eq!(weekly().missed(heard, date(2026, 2, 12)), 0);
        assert_eq!(due(&weekly(), heard, date(2026, 2, 13)), Some(date(2026, 2, 16)), "an answer counts for the next now");
        assert_eq!(weekly().missed(heard, date(2026, 2, 13)), 1);
        assert_eq!(weekly().missed(heard, date(2026, 2, 20)), 2);
        assert_eq!(weekly().missed_on(heard, 2), Some(date(2026, 2, 20)));
        assert_eq!(weekly().missed(None, date(2026, 2, 13)), 2, "never answered: the first day was missed too");
    }

    #[test]
    fn an_answer_begins_the_count_anew_and_a_last_day_ends_it() {
        assert_eq!(weekly().missed(Some(date(2026, 2, 17)), date(2026, 2, 20)), 0);
        let until = Agreed { until: Some(date(2026, 2, 16)), ..weekly() };
        assert_eq!(due(&until, Some(date(2026, 2, 16)), date(2026, 2, 17)), None);
        assert_eq!(until.missed(Some(date(2026, 2, 2)), date(2027, 1, 1)), 2, "nothing is missed after the last day");
    }

    #[test]
    fn daily_is_asked_every_day_and_never_overdue() {
        let daily = agreed(Rhythm::EveryDays(1));
        let today = date(2026, 3, 29);
        let occasion = daily.current(Some(date(2026, 3, 27)), today);
        assert_eq!(
            occasion.map(|occasion| (occasion.counts_from, occasion.due, occasion.passed_on)),
            Some((today, today, date(2026, 3, 30)))
        );
        assert_eq!(daily.missed(Some(date(2026, 3, 27)), today), 1);
    }

    #[test]
    fn set_weeks_stay_open_for_a_week_and_not_beyond_the_next() {
        let set = agreed(Rhythm::AtWeeks(vec![12, 0, 4, 4, 5]));
        assert_eq!(due(&set, Some(date(2026, 2, 2)), date(2026, 2, 3)), Some(date(2026, 3, 2)));
        assert_eq!(due(&set, Some(date(2026, 2, 27)), date(2026, 3, 2)), Some(date(2026, 3, 9)), "three days early counts");
        assert_eq!(
            due(&set, Some(date(2026, 2, 2)), date(2026, 3, 6)),
            Some(date(2026, 3, 9)),
            "week 5 opened: week 4 has passed by"
        );
        assert_eq!(due(&set, Some(date(2026, 2, 2)), date(2026, 3, 16)), Some(date(2026, 3, 9)), "a week over, it still waits");
        assert_eq!(due(&set, Some(date(2026, 2, 2)), date(2026, 3, 17)), Some(date(2026, 4, 27)));
        assert_eq!(set.missed(Some(date(2026, 2, 2)), date(2026, 3, 17)), 2);
        assert_eq!(due(&set, Some(date(2026, 4, 27)), date(2026, 4, 28)), None, "after the last week nothing is to come");
    }

    #[test]
    fn before_each_visit_is_asked_ahead_of_it_and_not_after() {
        let before = agreed(Rhythm::BeforeEachVisit(3));
        let seen = |heard: Option<Date>, today: Date| before.current(heard, today).map(|occasion| occasion.day_seen_on(today));
        assert_eq!(seen(None, date(2026, 2, 20)), Some(date(2026, 2, 27)), "it comes three days ahead");
        assert_eq!(seen(None, date(2026, 2, 28)), Some(date(2026, 2, 28)), "it may be answered in time");
        assert_eq!(seen(None, date(2026, 3, 2)), Some(date(2026, 3, 2)));
        assert_eq!(seen(None, date(2026, 3, 3)), Some(date(2026, 3, 6)), "after the visit the next one counts");
        assert_eq!(before.missed(None, date(2026, 3, 3)), 1);
        assert_eq!(seen(Some(date(2026, 3, 1)), date(2026, 3, 2)), Some(date(2026, 3, 6)), "answered for this visit");
    }

    #[test]
    fn visits_closer_together_than_the_days_ahead_have_each_their_own_answer() {
        let often = Agreed { visits: vec![date(2026, 3, 2), date(2026, 3, 4)], ..agreed(Rhythm::BeforeEachVisit(7)) };
        assert_eq!(due(&often, Some(date(2026, 3, 2)), date(2026, 3, 2)), Some(date(2026, 3, 4)));
        assert_eq!(due(&often, Some(date(2026, 3, 3)), date(2026, 3, 3)), None);
        let none = Agreed { visits: Vec::new(), ..agreed(Rhythm::BeforeEachVisit(7)) };
        assert_eq!(due(&none, None, date(2026, 3, 3)), None, "without a planned visit nothing is due");
    }

    #[test]
    fn the_days_of_a_stretch_are_those_that_are_due_in_it() {
        let days: Vec<Date> = weekly().days(date(2026, 2, 9), date(2026, 2, 23)).collect();
        assert_eq!(days, [date(2026, 2, 9), date(2026, 2, 16)]);
        let set = agreed(Rhythm::AtWeeks(vec![0, 4, 8]));
        assert_eq!(set.days(date(2026, 2, 3), date(2026, 3, 30)).collect::<Vec<_>>(), [date(2026, 3, 2)]);
    }

    #[test]
    fn the_end_of_the_calendar_ends_the_row() {
        let late = Agreed { from: Date::MAX, ..weekly() };
        assert!(late.current(Some(Date::MAX), Date::MAX).is_none());
    }
}
