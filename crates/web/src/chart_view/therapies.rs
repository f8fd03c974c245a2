//! Talking therapy: sessions with what became of them, and the homework set at each.

use super::{Seen, lane};
use concord_chart::therapy::{
    Format, Homework as Task, HomeworkReported, NotHeld, Session as Known, SessionState, TherapyCourse,
};
use concord_timeline::model::{Attendance, CourseBlock, Homework, Lane, LaneKind, Modality, Session, SessionLane, Span, shift};
use jiff::civil::Date;

/// One lane for all courses: they share the person's hours.
pub(super) fn sessions(seen: &Seen<'_>) -> Option<Lane> {
    let courses: Vec<&TherapyCourse> = seen.chart.therapies.iter().collect();
    if courses.is_empty() {
        return None;
    }
    let kind = SessionLane {
        sessions: courses.iter().flat_map(|course| course_sessions(seen, course)).collect(),
        courses: courses.iter().map(|course| block(seen, course)).collect(),
    };
    let current: Vec<&&TherapyCourse> = courses.iter().filter(|course| course.is_current()).collect();
    let shown: Vec<String> = if current.is_empty() {
        vec![short_name(seen, courses[courses.len() - 1])]
    } else {
        current.iter().map(|course| short_name(seen, course)).collect()
    };
    let any_homework = courses.iter().any(|course| !course.homework.is_empty());
    let unit = if any_homework { format!("{}; bars: homework done", shown.join(", ")) } else { shown.join(", ") };
    let mut drawn = lane("therapy", "Talking therapy", unit, LaneKind::Sessions(kind));
    (drawn.latest, drawn.context) = right_column(&courses);
    Some(drawn)
}

/// The short name of a course: the entry's, or the name as it was written.
pub(crate) fn short_name(seen: &Seen<'_>, course: &TherapyCourse) -> String {
    let entry = course.what.therapy.as_ref().and_then(|id| seen.knowledge.therapy(id));
    entry.map_or_else(|| course.what.name.clone(), |entry| entry.short_name.clone())
}

fn course_sessions(seen: &Seen<'_>, course: &TherapyCourse) -> Vec<Session> {
    let name = short_name(seen, course);
    let mut known: Vec<&Known> = course.sessions.iter().collect();
    known.sort_by(|a, b| a.at.order(&b.at));
    let homework = homework_by_session(seen, course, &known);
    let mut held = 0_u32;
    let mut drawn = Vec::with_capacity(known.len());
    for (session, homework) in known.iter().zip(homework) {
        let state = attendance(session.state);
        held += u32::from(state == Attendance::Attended);
        drawn.push(Session {
            on: seen.day(session.at),
            at: match session.at {
                concord_chart::When::Instant(at) => Some(at.to_zoned(seen.zone.clone()).time()),
                _ => None,
            },
            modality: modality(course, session.format),
            state,
            homework,
            name: if state == Attendance::Attended { format!("{name} {held}") } else { name.clone() },
        });
    }
    drawn
}

fn attendance(state: SessionState) -> Attendance {
    match state {
        SessionState::Held => Attendance::Attended,
        SessionState::Planned => Attendance::Planned,
        SessionState::NotHeld(NotHeld::DidNotAttend) => Attendance::DidNotAttend,
        SessionState::NotHeld(NotHeld::CancelledByPatient | NotHeld::CancelledLate | NotHeld::CancelledByUs) => {
            Attendance::Cancelled
        }
    }
}

fn modality(course: &TherapyCourse, format: Format) -> Modality {
    match (course.what.therapy.as_ref().map(|id| id.as_str()), format) {
        (Some("couple" | "family"), _) | (_, Format::Couple | Format::Family) => Modality::CoupleOrFamily,
        (Some("dbt"), Format::Group) => Modality::DbtSkills,
        (Some("dbt"), _) => Modality::DbtIndividual,
        (Some("cbt"), _) => Modality::Cbt,
        (Some("psychodynamic"), _) => Modality::Psychodynamic,
        _ => Modality::Other,
    }
}

/// The homework of each session, in the order given: set in it by name, else after it and before the next.
fn homework_by_session(seen: &Seen<'_>, course: &TherapyCourse, sessions: &[&Known]) -> Vec<Option<Homework>> {
    let mut counts: Vec<Option<Homework>> = vec![None; sessions.len()];
    for task in &course.homework {
        let set: Date = seen.day(task.set);
        let named = task.what.session.and_then(|id| sessions.iter().position(|session| session.id == id));
        let place = named.or_else(|| sessions.iter().rposition(|session| seen.day(session.at) <= set));
        if let Some(slot) = place.and_then(|place| counts.get_mut(place)) {
            count(slot.get_or_insert(Homework { set: 0, done: 0, could_not: 0 }), task);
        }
    }
    counts
}

/// Done from half on. "Could not" weighs as much as done and is left out of averages. What the patient wrote about it plays no
/// part: not everybody reads that, and the picture is the same for all.
fn count(sum: &mut Homework, task: &Task) {
    sum.set += 1;
    match &task.reported {
        Some((_, report)) if report.done_percent >= 50 => sum.done += 1,
        Some((_, report)) if could_not(report) => sum.could_not += 1,
        _ => {}
    }
}

fn could_not(report: &HomeworkReported) -> bool {
    report.done_percent == 0 || report.obstacle.is_some()
}

fn block(seen: &Seen<'_>, course: &TherapyCourse) -> CourseBlock {
    let days = course.sessions.iter().map(|session| seen.day(session.at));
    let from = days.clone().min().unwrap_or_else(|| seen.day(course.started));
    let last = days.max().unwrap_or(from);
    let to = course.ended.as_ref().map_or(last, |(when, _)| seen.day(*when));
    let done = u32::try_from(course.held().count()).unwrap_or(u32::MAX);
    let of = course.planned_sessions().map_or(done, u32::from).max(done);
    let to = if course.is_current() { to.max(shift(seen.today, 1)) } else { to };
    CourseBlock { name: short_name(seen, course), span: Span { from, to: Some(to) }, done, of }
}

fn right_column(courses: &[&TherapyCourse]) -> (String, String) {
    let Some(course) = courses.iter().rev().find(|course| course.is_current()).or(courses.last()) else {
        return (String::new(), String::new());
    };
    let held = course.held().count();
    let latest = match course.planned_sessions() {
        Some(planned) => format!("{held} of {planned}"),
        None => held.to_string(),
    };
    let reported: Vec<u32> = course
        .homework
        .iter()
        .filter_map(|task| task.reported.as_ref())
        .filter(|(_, report)| !could_not(report))
        .map(|(_, report)| u32::from(report.done_percent))
        .collect();
    let share = u32::try_from(reported.len()).ok().filter(|count| *count > 0).map(|count| reported.iter().sum::<u32>() / count);
    let ended = if course.is_current() { "sessions" } else { "sessions, ended" };
    let context = share.map_or_else(|| ended.to_owned(), |share| format!("{ended}, {share}% homework"));
    (latest, context)
}
