//! Maria's course: twelve weeks of a medicine, a talking therapy and a mindfulness class on one time axis.
//!
//! She is the one patient whose course is written by hand, because the pages are explained by it. It shows two things
//! that pull apart: homework and attendance that fall while a side effect rises, and an item 9 that moves against a total
//! that goes down.

mod beginning;
mod daily;
mod doses;
mod faces;
mod scores;
mod sessions;
mod visits;
mod work;

use crate::{calendar::Calendar, deed::Deed, roster::Enrolled, scribe::Scribe};
use concord_chart::{CourseId, EventId, SessionId};
use jiff::civil::{Date, date};

/// Names of the things that several parts of the course speak about.
pub(crate) struct Things {
    sertraline: CourseId,
    hydroxyzine: CourseId,
    cbt: CourseId,
    mindfulness: CourseId,
    /// Small weekly reports, to be answered at the next visit.
    small_reports: Vec<(Date, EventId)>,
    joint_session: SessionId,
}

const fn june(day: i8) -> Date {
    date(2026, 6, day)
}

const fn july(day: i8) -> Date {
    date(2026, 7, day)
}

const fn august(day: i8) -> Date {
    date(2026, 8, day)
}

const fn september(day: i8) -> Date {
    date(2026, 9, day)
}

const OSEI: &str = "amara.osei";
const RUTH: &str = "ruth.lindgren";
const BEN: &str = "ben.achebe";
const KEI: &str = "kei.tanaka";
const PRIYA: &str = "priya.nair";

/// Her script, in order of time.
pub(crate) fn script(who: &Enrolled, calendar: &Calendar) -> Vec<Deed> {
    let mut scribe = Scribe::new(who.seed, calendar);
    let things = Things {
        sertraline: CourseId(scribe.names.id()),
        hydroxyzine: CourseId(scribe.names.id()),
        cbt: CourseId(scribe.names.id()),
        mindfulness: CourseId(scribe.names.id()),
        small_reports: daily::SMALL_REPORTS.iter().map(|(day, _, _)| (*day, EventId(scribe.names.id()))).collect(),
        joint_session: SessionId(scribe.names.id()),
    };
    beginning::write(&mut scribe);
    scores::write(&mut scribe);
    doses::write(&mut scribe, &things);
    sessions::write(&mut scribe, &things);
    visits::write(&mut scribe, &things);
    daily::write(&mut scribe, &things);
    work::write(&mut scribe, &things);
    scribe.finish()
}
