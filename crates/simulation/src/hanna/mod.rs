//! Hanna's course: two years with the practice and the ten before them as she and her mother tell them.
//!
//! Written by hand beside Maria's, because the views of one, five and ten years are explained by it: years of lithium
//! with its levels and checks, an episode of low mood, ten days up that were caught, dates that nobody knows exactly.

mod checks;
mod daily;
mod told;
mod treatment;
mod visits;

use crate::{calendar::Calendar, deed::Deed, roster::Enrolled, scribe::Scribe};
use concord_chart::CourseId;
use jiff::civil::{Date, date};

const IMANI: &str = "yusuf.imani";
const GABRIEL: &str = "gabriel.santangelo";
const LUZ: &str = "luz.santamaria";
const DECLAN: &str = "declan.moriarty";

/// The day she came.
const CAME: Date = date(2024, 8, 21);

/// Names of the things that several parts of the course speak about.
pub(crate) struct Things {
    lithium: CourseId,
    lamotrigine: CourseId,
    quetiapine: CourseId,
    cbt: CourseId,
    family: CourseId,
}

/// Her script, in order of time.
pub(crate) fn script(who: &Enrolled, calendar: &Calendar) -> Vec<Deed> {
    let mut scribe = Scribe::new(who.seed, calendar);
    let mut course = || CourseId(scribe.names.id());
    let things = Things { lithium: course(), lamotrigine: course(), quetiapine: course(), cbt: course(), family: course() };
    told::write(&mut scribe, &things);
    treatment::write(&mut scribe, &things);
    visits::write(&mut scribe, &things);
    checks::write(&mut scribe);
    daily::write(&mut scribe, &things, who.seed);
    scribe.finish()
}
