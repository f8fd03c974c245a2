//! Complementary courses: classes or visits, and minutes of own practice.

use super::{Audience, Seen, lane};
use concord_chart::practice::{PracticeCourse, PracticeRated};
use concord_engines::days::monday_of;
use concord_timeline::model::{Attendance, Lane, LaneKind, Measured, MeasurementLane, PracticeLane, Visit, Zoom, days_between};
use rust_decimal::Decimal;

/// One lane a course, and one below it for what was rated; ended ones step back after 90 days in the views of weeks.
pub(super) fn lanes(seen: &Seen<'_>) -> Vec<Lane> {
    let drawn = seen.chart.practices.iter().filter(|course| is_drawn(seen, course));
    drawn.flat_map(|course| std::iter::once(one(seen, course)).chain(rated(seen, course))).collect()
}

fn is_drawn(seen: &Seen<'_>, course: &PracticeCourse) -> bool {
    let ended = course.ended.as_ref().map(|(when, _)| seen.day(*when));
    let folded = ended.is_some_and(|day| days_between(day, seen.today) > 90) && seen.window.zoom() <= Zoom::Weeks;
    !folded && seen.in_window(seen.day(course.started), ended)
}

fn one(seen: &Seen<'_>, course: &PracticeCourse) -> Lane {
    let entry = course.what.practice.as_ref().and_then(|id| seen.knowledge.practice(id));
    let name = match (entry, seen.audience) {
        (Some(entry), Audience::Patient) => entry.patient_name.clone(),
        (Some(entry), _) => entry.name.clone(),
        (None, _) => course.what.name.clone(),
    };
    let minutes: Vec<_> = course.practised.iter().map(|(day, minutes)| (*day, u32::from(*minutes))).collect();
    let unit = match (course.classes.is_empty(), minutes.is_empty()) {
        (_, true) => "class or visit ●",
        (true, false) => "practice, minutes a week",
        (false, false) => "class ●, practice, minutes a week",
    };
    let aim = course.home_minutes_week().map(u32::from);
    let kind = PracticeLane {
        visits: visits(seen, course),
        minutes,
        aim,
        aim_words: aim.map_or_else(String::new, |aim| format!("aim {aim} min")),
        from: Some(seen.day(course.started)),
    };
    let short = course.id.0.simple().to_string();
    let id = format!("{}-{}", course.what.practice.as_ref().map_or("practice", |id| id.as_str()), &short[short.len() - 6..]);
    let mut drawn = lane(id, name, unit, LaneKind::Practice(kind));
    (drawn.latest, drawn.context) = right_column(seen, course);
    drawn
}

/// How it was after each sitting on the course's own line, with how it was before in the words beside it. A sitting of which
/// only the time before was rated has no place on that line.
fn rated(seen: &Seen<'_>, course: &PracticeCourse) -> Option<Lane> {
    let measured = |rated: &PracticeRated| {
        let words = rated.before.map_or_else(String::new, |before| format!("was {before}"));
        Some(Measured { on: rated.on, value: Decimal::from(rated.after?), outside: false, words })
    };
    let mut values: Vec<Measured> = course.rated.iter().filter_map(|(_, rated)| measured(rated)).collect();
    values.sort_by_key(|measured| measured.on);
    let latest = values.last()?.value.to_string();
    let line = course.plan().map(|plan| plan.own_line.trim()).filter(|line| !line.is_empty());
    let kind = MeasurementLane { values, aim: None, aim_words: String::new(), line: None, due: Vec::new(), slow: false };
    let lane_of_course = one(seen, course);
    let name = format!("{}: {}", lane_of_course.name, line.unwrap_or("before and after"));
    let mut drawn = lane(format!("{}-rated", lane_of_course.id), name, "0–10, after each time", LaneKind::Measurement(kind));
    (drawn.latest, drawn.context) = (latest, "latest".to_owned());
    Some(drawn)
}

fn visits(seen: &Seen<'_>, course: &PracticeCourse) -> Vec<Visit> {
    let mut classes: Vec<_> = course.classes.iter().collect();
    classes.sort_by(|a, b| a.0.order(&b.0));
    let state = |attended: bool| if attended { Attendance::Attended } else { Attendance::DidNotAttend };
    let visit = |(number, (when, attended)): (usize, &&(concord_chart::When, bool))| Visit {
        on: seen.day(*when),
        state: state(*attended),
        name: format!("class {}", number + 1),
    };
    classes.iter().enumerate().map(visit).collect()
}

fn right_column(seen: &Seen<'_>, course: &PracticeCourse) -> (String, String) {
    let attended = course.classes.iter().filter(|(_, attended)| *attended).count();
    let classes = match course.planned_classes() {
        Some(planned) => format!("{attended} of {planned} classes"),
        None => format!("{attended} classes"),
    };
    if let Some((when, _)) = &course.ended {
        return ("ended".to_owned(), format!("{}, {classes}", seen.short(seen.day(*when))));
    }
    if course.practised.is_empty() {
        return (classes, String::new());
    }
    let monday = monday_of(seen.today);
    let this_week: u32 = course
        .practised
        .iter()
        .filter(|(day, _)| *day >= monday && *day <= seen.today)
        .map(|(_, minutes)| u32::from(*minutes))
        .sum();
    let context = if course.classes.is_empty() { "this week".to_owned() } else { format!("this week, {classes}") };
    (format!("{this_week} min"), context)
}
