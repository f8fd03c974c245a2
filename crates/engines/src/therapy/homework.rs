//! Homework: what was done of a task by the patient's own entries, and how much of it all was done by the therapist's
//! ratings from 0 (not tried) to 3 (fully).

use crate::days::day_of;
use concord_chart::therapy::{Homework, Session, TherapyCourse, WorkForm};
use concord_chart::{Chart, HomeworkId};
use jiff::{civil::Date, tz::TimeZone};

/// The best rating of a task.
pub const FULLY: u32 = 3;

/// Ratings added up: Σ score ÷ (3 · n).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compliance {
    /// Tasks that were rated.
    pub rated: u32,
    /// The sum of their ratings.
    pub sum: u32,
    /// Tasks that were set.
    pub set: u32,
}

impl Compliance {
    /// In per cent of everything rated; `None` when nothing was, which is not the same as nothing done.
    pub fn percent(&self) -> Option<u32> {
        (self.sum * 100).checked_div(FULLY * self.rated)
    }
}

/// The latest rating of a task in the signed sessions of its course.
pub fn rating_of(course: &TherapyCourse, task: HomeworkId) -> Option<u8> {
    let mut held: Vec<&Session> = course.held().collect();
    held.sort_by(|a, b| a.at.order(&b.at));
    let reviews =
        held.iter().rev().filter_map(|session| session.written.as_ref()).flat_map(|written| &written.what.homework_reviewed);
    reviews.into_iter().find(|review| review.homework == task).map(|review| review.done)
}

/// How much of the homework of a course was done.
pub fn compliance(course: &TherapyCourse) -> Compliance {
    let ratings = course.homework.iter().filter_map(|task| rating_of(course, task.what.homework)).map(u32::from);
    let (rated, sum) = ratings.fold((0, 0), |(rated, sum), rating| (rated + 1, sum + rating));
    Compliance { rated, sum, set: u32::try_from(course.homework.len()).unwrap_or(u32::MAX) }
}

/// Tasks that no signed session has looked at as done fully, set before this session, the oldest first.
pub fn open_before<'c>(course: &'c TherapyCourse, session: &Session) -> Vec<&'c Homework> {
    let before = |task: &&Homework| task.set.order(&session.at).is_lt() && task.what.session != Some(session.id);
    let own = session.written.as_ref();
    let open = |task: &&Homework| {
        let here =
            own.is_some_and(|written| written.what.homework_reviewed.iter().any(|review| review.homework == task.what.homework));
        here || rating_of(course, task.what.homework).is_none()
    };
    let mut tasks: Vec<&Homework> = course.homework.iter().filter(before).filter(open).collect();
    tasks.sort_by(|a, b| a.set.order(&b.set));
    tasks
}

/// True for a task that was told by the day of the last session before this one: it was there to be looked at then, and
/// need not stand among today's.
pub fn told_earlier(course: &TherapyCourse, session: &Session, task: &Homework, zone: &TimeZone) -> bool {
    let before = course.held().filter(|held| held.id != session.id && held.at.order(&session.at).is_lt());
    let last = before.max_by(|a, b| a.at.order(&b.at)).map(|held| day_of(held.at, zone));
    let told = task.reported.as_ref().map(|(at, _)| day_of(*at, zone));
    told.zip(last).is_some_and(|(told, last)| told <= last)
}

/// What the patient's own entries say about a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How often it was done, by entries that belong to it.
    pub times: u32,
    /// How often it was agreed, where it was counted.
    pub of: Option<u32>,
    /// A share that the patient reported, in per cent.
    pub reported: Option<u8>,
    /// What got in the way, in the patient's words; may be empty.
    pub could_not: String,
    /// What stands out, in a few words that the reader may read.
    pub remarks: Vec<String>,
}

impl Done {
    /// True when there is nothing to show: nobody has entered anything.
    pub fn is_silent(&self) -> bool {
        self.times == 0 && self.reported.is_none() && self.could_not.is_empty()
    }

    /// The share done in per cent, at most 100; by counted entries first, else as it was reported.
    pub fn percent(&self) -> Option<u32> {
        match self.of {
            Some(of) if of > 0 && (self.times > 0 || self.reported.is_none()) => Some((self.times * 100 / of).min(100)),
            _ => self.reported.map(u32::from),
        }
    }
}

/// What was done of a task up to and with `until`. Only what the reader of this chart may read is repeated.
pub fn done_of(chart: &Chart, task: &Homework, until: Date, zone: &TimeZone) -> Done {
    let id = Some(task.what.homework);
    let mut done = Done { of: task.what.times.map(u32::from), ..Done::default() };
    if let Some((_, report)) = &task.reported {
        done.reported = Some(report.done_percent);
        done.could_not.clone_from(&report.could_not);
    }
    let work = &chart.work;
    for record in work.thoughts.iter().filter(|piece| piece.what.homework == id) {
        done.times += 1;
        if let Some(hot) = record.what.hot()
            && let (Some(before), Some(after)) = (hot.before, hot.after)
        {
            done.remarks.push(format!("“{}” {before} → {after} believed", hot.text));
        }
    }
    let activities = work.activities.iter().filter(|one| one.planned.as_ref().is_some_and(|planned| planned.homework == id));
    let reports: Vec<_> = activities.filter_map(|one| one.reported.as_ref()).filter(|(_, report)| report.done).collect();
    done.times += u32::try_from(reports.len()).unwrap_or(u32::MAX);
    let pleasure: Vec<String> = reports.iter().filter_map(|(_, report)| report.pleasure).map(|value| value.to_string()).collect();
    if !pleasure.is_empty() {
        done.remarks.push(format!("pleasure {} of 10", pleasure.join(" and ")));
    }
    let trials = work.exposure.iter().flat_map(|item| &item.tried).filter(|(_, _, trial)| trial.homework == id).count();
    let sheets = work.sheets.iter().filter(|piece| piece.what.homework == id).count();
    done.times += u32::try_from(trials + sheets).unwrap_or(u32::MAX);
    if task.what.form == Some(WorkForm::DiaryCard) {
        let from = crate::days::day_of(task.set, zone);
        done.times += u32::try_from(work.cards.range(from..=until.max(from)).count()).unwrap_or(u32::MAX);
    }
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::therapy::progress::tests::{course, session, signed, task};
    use concord_chart::{
        When,
        session::HomeworkReviewed,
        therapy::{Format, HomeworkReported, SessionState},
    };
    use jiff::civil::date;

    fn reviewed(number: u128, done: u8) -> HomeworkReviewed {
        HomeworkReviewed {
            homework: HomeworkId(uuid::Uuid::from_u128(number)),
            done,
            quality: None,
            obstacle: None,
            words: String::new(),
        }
    }

    #[test]
    fn two_tasks_rated_three_and_one_make_two_thirds() {
        let mut course = course();
        course.homework = vec![task(1, 1), task(2, 1), task(3, 8)];
        course.sessions = vec![signed(8, vec![reviewed(1, 3), reviewed(2, 1)])];
        let sum = compliance(&course);
        assert_eq!((sum.rated, sum.sum, sum.set, sum.percent()), (2, 4, 3, Some(66)));
    }

    #[test]
    fn nothing_rated_is_no_percentage() {
        let mut course = course();
        course.homework = vec![task(1, 1)];
        assert_eq!(compliance(&course).percent(), None);
    }

    #[test]
    fn a_task_stays_open_until_a_session_has_looked_at_it() {
        let mut course = course();
        course.homework = vec![task(1, 1), task(2, 2), task(3, 20)];
        course.sessions = vec![signed(8, vec![reviewed(1, 3)])];
        let now = session(15, Format::Individual, SessionState::Planned);
        let open: Vec<HomeworkId> = open_before(&course, &now).iter().map(|task| task.what.homework).collect();
        assert_eq!(open, [HomeworkId(uuid::Uuid::from_u128(2))]);
    }

    #[test]
    fn what_was_told_by_the_last_session_is_not_for_today_and_what_was_told_since_is() {
        let mut course = course();
        course.homework = vec![task(1, 1), task(2, 1), task(3, 1)];
        let told = |number: u128| HomeworkReported {
            course: course.id,
            homework: HomeworkId(uuid::Uuid::from_u128(number)),
            done_percent: 100,
            could_not: String::new(),
            obstacle: None,
        };
        let (one, two) = (told(1), told(2));
        course.homework[0].reported = Some((When::Day(date(2026, 7, 8)), one));
        course.homework[1].reported = Some((When::Day(date(2026, 7, 9)), two));
        course.sessions = vec![signed(8, Vec::new())];
        let now = session(15, Format::Individual, SessionState::Planned);
        let earlier = |index: usize| told_earlier(&course, &now, &course.homework[index], &TimeZone::UTC);
        assert_eq!((earlier(0), earlier(1), earlier(2)), (true, false, false));
    }

    #[test]
    fn a_share_is_counted_where_times_were_agreed_and_silence_is_not_zero() {
        let nothing = Done { of: None, ..Done::default() };
        assert!(nothing.is_silent());
        assert_eq!(nothing.percent(), None);
        let two_of_three = Done { times: 2, of: Some(3), reported: Some(100), ..Done::default() };
        assert_eq!(two_of_three.percent(), Some(66));
    }
}
