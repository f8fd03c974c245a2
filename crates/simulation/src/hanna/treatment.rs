//! What changed while she has been here: lithium a little lower, quetiapine for a month, a winter of CBT, family top-ups.

use super::{
    GABRIEL, IMANI, Things,
    told::{dosing, started},
};
use crate::{
    calendar::{is_open, plus},
    deed::{By, Line, What},
    scribe::{Scribe, staff, texts},
};
use concord_chart::{
    Event, HomeworkId, PlaceId, SessionId, TherapyId, When,
    medication::{DoseChanged, StopReason, Stopped},
    side_effect::Reported,
    therapy::{
        CourseEnd, Ended, Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned, Started,
    },
};
use jiff::civil::{Date, date};

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    medicines(scribe, things);
    trembling(scribe, things);
    winter_of_cbt(scribe, things);
    top_ups(scribe, things);
}

fn medicines(scribe: &mut Scribe<'_>, things: &Things) {
    let lower =
        DoseChanged { course: things.lithium, dosing: dosing(750, "at night"), reason: "Trembling, level 0.94.".to_owned() };
    scribe.by_staff(scribe.at(date(2025, 11, 6), 11, 26), IMANI, vec![Event::DoseChanged(lower).into()]);
    let quetiapine = started(things.quetiapine, "quetiapine", "Quetiapine", dosing(100, "at night"), "Dr Yusuf Imani");
    scribe.by_staff(scribe.at(date(2026, 4, 10), 11, 24), IMANI, vec![quetiapine.into()]);
    let less = DoseChanged { course: things.quetiapine, dosing: dosing(50, "at night"), reason: "Sleeping again.".to_owned() };
    scribe.by_staff(scribe.at(date(2026, 4, 24), 11, 24), IMANI, vec![Event::DoseChanged(less).into()]);
    let off = Stopped { course: things.quetiapine, reason: StopReason::Completed, words: "As agreed in step 2.".to_owned() };
    scribe.by_staff(scribe.at(date(2026, 5, 8), 11, 24), IMANI, vec![Event::MedicationStopped(off).into()]);
}

fn trembling(scribe: &mut Scribe<'_>, things: &Things) {
    let report = Reported {
        words: "The tea cup rattles on its saucer".to_owned(),
        course: Some(things.lithium),
        burden: 4,
        since: Some(When::Month(2025, 10)),
        effect: "Embarrassing at work.".to_owned(),
        told_to: String::new(),
        owner: None,
        answer_by: None,
        ..Reported::default()
    };
    let label = scribe.report(scribe.at(date(2025, 11, 3), 18, 40), By::Patient, report);
    let words = "Please have the level taken tomorrow, twelve hours after the dose; we look at it on Thursday.".to_owned();
    scribe.by_staff(scribe.at(date(2025, 11, 4), 8, 20), IMANI, vec![Line::of(What::AnswerReport { report: label, words })]);
}

fn started_here(course: concord_chart::CourseId, therapy: &str, name: &str, planned: u16, every: u16, aim: &str) -> Event {
    let gabriel = staff(GABRIEL).member();
    Event::TherapyStarted(Started {
        course,
        therapy: Some(TherapyId::from(therapy)),
        name: name.to_owned(),
        planned_sessions: Some(planned),
        every_days: Some(every),
        therapist: Some(gabriel.id()),
        therapist_name: gabriel.name.to_owned(),
        aim: aim.to_owned(),
    })
}

fn planned(scribe: &Scribe<'_>, course: concord_chart::CourseId, session: SessionId, day: Date, format: Format) -> Line {
    let at = scribe.at(day, 16, 0);
    let minutes = if format == Format::Family { 60 } else { 50 };
    Event::SessionPlanned(SessionPlanned { course, session, at, minutes, place: Some(PlaceId::from("old-mill")), format }).into()
}

/// Sixteen Thursdays in the winter of the low; fourteen came about.
fn winter_of_cbt(scribe: &mut Scribe<'_>, things: &Things) {
    let aim = "getting up, and not believing every thought of the winter";
    let mut lines = vec![started_here(things.cbt, "cbt", "CBT", 16, 7, aim).into()];
    let begin = date(2024, 12, 5);
    let mut day = begin;
    let mut sessions = Vec::new();
    while sessions.len() < 16 {
        if is_open(day) {
            sessions.push((day, SessionId(scribe.names.id())));
        }
        day = plus(day, 7);
    }
    lines.extend(sessions.iter().map(|(day, session)| planned(scribe, things.cbt, *session, *day, Format::Individual)));
    scribe.by_staff(scribe.at(date(2024, 11, 25), 9, 15), GABRIEL, lines);
    let mut waiting: Option<HomeworkId> = None;
    for (index, (day, session)) in sessions.iter().enumerate() {
        if matches!(index, 4 | 7) {
            let missed = SessionNotHeld {
                course: things.cbt,
                session: *session,
                why: NotHeld::CancelledByPatient,
                words: "Could not get out.".to_owned(),
            };
            scribe.by_staff(scribe.at(*day, 13, 5), GABRIEL, vec![Event::SessionNotHeld(missed).into()]);
            continue;
        }
        let held = SessionHeld {
            course: things.cbt,
            session: *session,
            minutes: Some(50),
            format: Format::Individual,
            summary: [
                "The day in hours.",
                "One thing before noon.",
                "A thought and its opposite.",
                "What winter says, and what is so.",
            ][index % 4]
                .to_owned(),
            interventions: texts(&[if index < 8 { "activity scheduling" } else { "weighing evidence" }]),
        };
        let mut lines = vec![Line::from(Event::SessionHeld(held)).at(scribe.at(*day, 16, 0))];
        if let Some(homework) = waiting.take() {
            let done_percent = if index < 6 { 50 } else { 100 };
            lines.push(
                Event::HomeworkReported(HomeworkReported {
                    course: things.cbt,
                    homework,
                    done_percent,
                    could_not: String::new(),
                    obstacle: None,
                })
                .into(),
            );
        }
        if index < 15 {
            let homework = HomeworkId(scribe.names.id());
            waiting = Some(homework);
            let task = "Three planned things a day".to_owned();
            lines.push(
                Event::HomeworkSet(HomeworkSet {
                    course: things.cbt,
                    homework,
                    session: Some(*session),
                    task,
                    due: None,
                    form: None,
                    times: None,
                })
                .into(),
            );
        } else {
            let words = "14 of 16 held; the low is over.".to_owned();
            lines.push(Event::TherapyEnded(Ended { course: things.cbt, how: CourseEnd::Completed, words }).into());
        }
        scribe.by_staff(scribe.at(*day, 16, 56), GABRIEL, lines);
    }
}

/// With Jan, to read the plan again after the ten days in April.
fn top_ups(scribe: &mut Scribe<'_>, things: &Things) {
    let days = [date(2026, 5, 28), date(2026, 6, 25), date(2026, 7, 23), date(2026, 9, 3), date(2026, 10, 1)];
    let sessions: Vec<(Date, SessionId)> = days.into_iter().map(|day| (day, SessionId(scribe.names.id()))).collect();
    let mut lines =
        vec![started_here(things.family, "family", "Family therapy, top-ups", 5, 28, "that Jan and I see the same signs").into()];
    lines.extend(sessions.iter().map(|(day, session)| planned(scribe, things.family, *session, *day, Format::Family)));
    scribe.by_staff(scribe.at(date(2026, 5, 21), 15, 30), GABRIEL, lines);
    for (day, session) in sessions.iter().take(3) {
        let held = SessionHeld {
            course: things.family,
            session: *session,
            minutes: Some(60),
            format: Format::Family,
            summary: "Signs of April gone through by both; the plan read again.".to_owned(),
            interventions: texts(&["plan for early signs"]),
        };
        let line = Line::from(Event::SessionHeld(held)).at(scribe.at(*day, 16, 0));
        scribe.by_staff(scribe.at(*day, 17, 4), GABRIEL, vec![line]);
    }
}
