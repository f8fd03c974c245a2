//! Her medicines: sertraline from 25 to 100 mg and back to 75 at night, hydroxyzine for the first weeks.

use super::{OSEI, Things, august, july, june, september};
use crate::{
    deed::{By, Line, What},
    scribe::{Scribe, staff},
};
use concord_chart::{
    CourseId, Event, SubstanceId, When,
    medication::{DoseChanged, Dosing, PlannedStep, Started, StepsPlanned, StopReason, Stopped},
    quantity::Dose,
    side_effect::{Answered, Reported},
};
use rust_decimal::Decimal;

pub(super) fn dosing(mg: u16, when: &str) -> Dosing {
    Dosing { dose: Some(Dose::mg(mg)), per_day: Some(Decimal::ONE), time_words: when.to_owned(), as_needed: false }
}

fn changed(course: CourseId, dosing: Dosing, reason: &str) -> Line {
    Event::DoseChanged(DoseChanged { course, dosing, reason: reason.to_owned() }).into()
}

fn steps(course: CourseId, steps: Vec<PlannedStep>) -> Line {
    Event::StepsPlanned(StepsPlanned::plain(course, steps)).into()
}

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    begin(scribe, things);
    up_and_down(scribe, things);
    fog(scribe, things);
    from_elsewhere(scribe);
}

fn begin(scribe: &mut Scribe<'_>, things: &Things) {
    let started = |course, substance: &str, name: &str, dosing, purpose: &str| {
        Line::from(Event::MedicationStarted(Started {
            course,
            substance: Some(SubstanceId::from(substance)),
            name: name.to_owned(),
            coding: Vec::new(),
            dosing,
            route: Some("by mouth".to_owned()),
            purpose: purpose.to_owned(),
            prescriber: "Dr Amara Osei".to_owned(),
            from_elsewhere: false,
        }))
    };
    let as_needed = Dosing { dose: Some(Dose::mg(25)), per_day: None, time_words: String::new(), as_needed: true };
    let lines = vec![
        started(things.sertraline, "sertraline", "Sertraline", dosing(25, "in the morning"), "lifting mood and energy"),
        started(things.hydroxyzine, "hydroxyzine", "Hydroxyzine", as_needed, "for the worst nights"),
        steps(things.sertraline, vec![PlannedStep { from: june(8), dosing: dosing(50, "in the morning"), only_if: None }]),
    ];
    scribe.by_staff(scribe.at(june(1), 10, 6), OSEI, lines);
    let lines =
        vec![changed(things.sertraline, dosing(50, "in the morning"), "As planned."), steps(things.sertraline, Vec::new())];
    scribe.by_staff(scribe.at(june(8), 8, 25), OSEI, lines);
}

fn up_and_down(scribe: &mut Scribe<'_>, things: &Things) {
    let course = things.sertraline;
    let up = changed(course, dosing(100, "in the morning"), "Too little change at week 4.");
    scribe.by_staff(scribe.at(june(29), 9, 58), OSEI, vec![up]);
    let down = changed(course, dosing(75, "at night"), "Foggy and sleepy in the afternoons.");
    scribe.by_staff(scribe.at(july(13), 9, 58), OSEI, vec![down]);
    let words = "Last one taken on 8 July; sleeps without it.".to_owned();
    let stopped = Event::MedicationStopped(Stopped { course: things.hydroxyzine, reason: StopReason::Completed, words });
    scribe.by_staff(scribe.at(july(27), 15, 52), OSEI, vec![stopped.into()]);
    let only_if = Some("if the PHQ-9 is still above 9".to_owned());
    let ahead = vec![PlannedStep { from: september(21), dosing: dosing(100, "at night"), only_if }];
    scribe.by_staff(scribe.at(august(10), 15, 56), OSEI, vec![steps(course, ahead)]);
}

/// What bothered her, told to her therapist and then on the phone, and the answers within a working day.
fn fog(scribe: &mut Scribe<'_>, things: &Things) {
    let reported = |words: &str, burden, effect: &str, told_to: &str, since| Reported {
        words: words.to_owned(),
        course: Some(things.sertraline),
        burden,
        since: Some(When::Day(since)),
        effect: effect.to_owned(),
        told_to: told_to.to_owned(),
        owner: None,
        answer_by: None,
        ..Reported::default()
    };
    let told = reported(
        "Foggy and sleepy after lunch",
        4,
        "Cannot follow a page; did one of three exercises.",
        "Ruth Lindgren, in session",
        june(30),
    );
    let first = scribe.report(scribe.at(july(1), 10, 40), By::Staff(staff(super::RUTH)), told);
    let words = "Thank you for telling Ruth. It came with the step to 100. Stay with it until Monday week if you can bear it; tell me at once if you cannot.".to_owned();
    scribe.look(scribe.at(july(2), 9, 4), OSEI);
    scribe.by_staff(scribe.at(july(2), 9, 11), OSEI, vec![Line::of(What::AnswerReport { report: first, words })]);

    let told =
        reported("Fog from noon on, I fell asleep beside the stove", 5, "No exercises for two weeks; missed Ruth.", "", july(6));
    let second = scribe.report(scribe.at(july(8), 17, 22), By::Patient, told);
    let words =
        "Do not cook alone in the afternoon. Keep Monday's visit; we will lower the dose and move it to the night.".to_owned();
    scribe.look(scribe.at(july(9), 8, 12), OSEI);
    scribe.by_staff(scribe.at(july(9), 8, 18), OSEI, vec![Line::of(What::AnswerReport { report: second, words })]);

    let answers =
        [(june(8), 8, 24, june(14)), (june(29), 9, 57, june(28)), (july(27), 15, 51, july(26)), (august(13), 8, 30, august(12))];
    let mut from = june(1);
    for (day, hour, minute, until) in answers {
        let until = if day == june(8) { june(7) } else { until };
        let these = things.small_reports.iter().filter(|(told, _)| *told >= from && *told <= until);
        let words = "Noted; it is small and we leave it.".to_owned();
        let lines: Vec<Line> =
            these.map(|(_, id)| Event::SideEffectAnswered(Answered { report: *id, words: words.clone() }).into()).collect();
        if !lines.is_empty() {
            scribe.by_staff(scribe.at(day, hour, minute), OSEI, lines);
        }
        from = crate::calendar::plus(until, 1);
    }
}

/// Taken beside it: one thing asked about at the beginning, one that came up yesterday and was never checked.
fn from_elsewhere(scribe: &mut Scribe<'_>) {
    let started = |course, name: &str, dosing, prescriber: &str| Started {
        course,
        substance: None,
        name: name.to_owned(),
        coding: Vec::new(),
        dosing,
        route: None,
        purpose: String::new(),
        prescriber: prescriber.to_owned(),
        from_elsewhere: true,
    };
    let pill = Dosing {
        dose: Some(Dose { amount: Decimal::ONE, unit: "tablet".to_owned() }),
        per_day: Some(Decimal::ONE),
        time_words: "in the morning".to_owned(),
        as_needed: false,
    };
    let pill = started(CourseId(scribe.names.id()), "Combined oral contraceptive", pill, "her family doctor");
    scribe.by_staff(scribe.at(june(1), 9, 50), OSEI, vec![Line::from(Event::MedicationStarted(pill)).at(When::Year(2021))]);
    let unknown = Dosing { dose: None, per_day: None, time_words: "at night".to_owned(), as_needed: false };
    let root = started(CourseId(scribe.names.id()), "Ashwagandha", unknown, "");
    scribe.by_staff(
        scribe.at(august(19), 16, 40),
        OSEI,
        vec![Line::from(Event::MedicationStarted(root)).at(When::Month(2026, 8))],
    );
}
