//! Who came and who did not: counts with reasons, and sessions missed in a row.

use concord_chart::therapy::{Format, NotHeld, Session, SessionState, TherapyCourse};

/// Counts over a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Sessions attended.
    pub attended: u16,
    /// Minutes of the attended sessions of which the minutes are known.
    pub minutes: u32,
    /// Attended sessions of which nobody wrote the minutes.
    pub minutes_not_known: u16,
    /// Sessions that did not take place, by reason, in the order of [`NotHeld::ALL`]; reasons that never came up are absent.
    pub not_held: Vec<(NotHeld, u16)>,
}

/// Counts the sessions of a course.
pub fn attendance(course: &TherapyCourse) -> Attendance {
    let mut sum = Attendance::default();
    for session in course.held() {
        sum.attended = sum.attended.saturating_add(1);
        match session.minutes {
            Some(minutes) => sum.minutes = sum.minutes.saturating_add(u32::from(minutes)),
            None => sum.minutes_not_known = sum.minutes_not_known.saturating_add(1),
        }
    }
    for reason in NotHeld::ALL {
        let count = course.sessions.iter().filter(|session| session.state == SessionState::NotHeld(*reason)).count();
        if count > 0 {
            sum.not_held.push((*reason, u16::try_from(count).unwrap_or(u16::MAX)));
        }
    }
    sum
}

/// Sessions of one kind, group or not, that the patient missed in a row up to the latest. Sessions that we cancelled
/// neither count nor end the row.
pub fn missed_in_a_row(course: &TherapyCourse, group: bool) -> u16 {
    let mut past: Vec<&Session> = course
        .sessions
        .iter()
        .filter(|session| (session.format == Format::Group) == group && session.state != SessionState::Planned)
        .collect();
    past.sort_by(|a, b| a.at.order(&b.at));
    let counted = past.iter().rev().filter(|session| session.state != SessionState::NotHeld(NotHeld::CancelledByUs));
    let missed = counted.take_while(|session| matches!(session.state, SessionState::NotHeld(_))).count();
    u16::try_from(missed).unwrap_or(u16::MAX)
}

/// The number of a session in its course as the protocol counts: attended sessions before it, and itself.
pub fn number_of(course: &TherapyCourse, session: &Session) -> u16 {
    if let Some(number) = session.written.as_ref().and_then(|written| written.what.number) {
        return number;
    }
    let before = course.held().filter(|held| held.id != session.id && held.at.order(&session.at).is_lt()).count();
    u16::try_from(before + 1).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::therapy::progress::tests::{course, session};

    #[test]
    fn four_missed_group_sessions_are_counted_apart_from_the_individual_ones() {
        let mut course = course();
        for (day, state) in [(1, SessionState::Held), (8, SessionState::Held)] {
            course.sessions.push(session(day, Format::Individual, state));
        }
        for day in 2..=5 {
            course.sessions.push(session(day, Format::Group, SessionState::NotHeld(NotHeld::DidNotAttend)));
        }
        course.sessions.push(session(6, Format::Group, SessionState::NotHeld(NotHeld::CancelledByUs)));
        assert_eq!(missed_in_a_row(&course, true), 4);
        assert_eq!(missed_in_a_row(&course, false), 0);
    }

    #[test]
    fn a_session_that_was_missed_takes_no_number() {
        let mut course = course();
        course.sessions.push(session(1, Format::Individual, SessionState::Held));
        course.sessions.push(session(8, Format::Individual, SessionState::NotHeld(NotHeld::DidNotAttend)));
        let next = session(15, Format::Individual, SessionState::Planned);
        assert_eq!(number_of(&course, &next), 2);
    }

    #[test]
    fn minutes_that_nobody_wrote_are_said_and_not_guessed() {
        let mut course = course();
        course.sessions.push(session(1, Format::Individual, SessionState::Held));
        let unknown = Session { minutes: None, ..session(8, Format::Individual, SessionState::Held) };
        course.sessions.push(unknown);
        let sum = attendance(&course);
        assert_eq!((sum.attended, sum.minutes, sum.minutes_not_known), (2, 50, 1));
    }
}
