//! Her talking therapy and her mindfulness class.

use super::{KEI, PRIYA, RUTH, Things, august, faces, july, june, september};
use crate::{
    calendar::plus,
    deed::Line,
    intake::on_team,
    scribe::{Scribe, note, staff, texts},
};
use concord_chart::{
    Event, HomeworkId, PlaceId, PracticeId, SessionId, TherapyId, VisitId,
    practice::{ClassAttended, ClassMissed, Started as PracticeStarted},
    registration::TeamJoined,
    therapy::{Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned, Started},
    visit::{VisitHappened, VisitNotHeld, VisitPlanned},
};
use jiff::civil::{Date, date};

/// One session: day, what was worked on, what the team may read, the homework it set, and what became of that.
struct Hour {
    day: Date,
    work: &'static str,
    summary: &'static str,
    task: &'static str,
    /// Share done and, where little was, what got in the way; told at the next session. `None`: not told yet.
    done: Option<(u8, &'static str)>,
}

const fn hour(
    day: Date,
    work: &'static str,
    summary: &'static str,
    task: &'static str,
    done: Option<(u8, &'static str)>,
) -> Hour {
    Hour { day, work, summary, task, done }
}

const HELD: &[Hour] = &[
    hour(
        june(10),
        "activity scheduling",
        "How her days look; what she stopped doing.",
        "Write down each hour for two days",
        Some((100, "")),
    ),
    hour(
        june(17),
        "activity scheduling",
        "Small things back on the list, rated before and after.",
        "Three planned things, one of them outside",
        Some((100, "")),
    ),
    hour(
        june(24),
        "noticing automatic thoughts",
        "First thought record, about leaving a pan on the stove.",
        "Three thought records",
        Some((33, "Too foggy after lunch")),
    ),
    hour(
        july(1),
        "noticing automatic thoughts",
        "Half the hour on the fog; told Dr Osei the same day.",
        "Three thought records, in the mornings",
        Some((0, "Foggy; could not hold a sentence")),
    ),
    hour(
        july(15),
        "weighing evidence",
        "Began again where the fog had stopped us.",
        "Two thought records",
        Some((50, "One; then my mother rang")),
    ),
    hour(
        july(22),
        "weighing evidence",
        "\"I let them down\" put to the test; went back to the library on Monday.",
        "Ask Inés one question about it",
        Some((100, "")),
    ),
    hour(
        july(29),
        "problem solving",
        "Saturdays: who does what, tried in steps.",
        "Six small tasks around the house, shared",
        Some((83, "")),
    ),
    hour(
        august(5),
        "problem solving",
        "With Inés: how each hears the other's silence.",
        "Ten minutes of listening, twice",
        Some((100, "")),
    ),
    hour(
        august(12),
        "facing what is avoided",
        "The argument and the night after it, minute by minute.",
        "One phone call that is put off",
        Some((100, "")),
    ),
    hour(
        august(19),
        "relapse plan",
        "What came back first and what would go first. Mentioned a root tea for sleep.",
        "List of early signs, with Inés",
        None,
    ),
];

const MISSED: Date = july(8);
const COUPLE: Date = august(5);
/// Still to come: the last three, then two to look back.
const AHEAD: &[Date] = &[august(26), september(2), september(16), date(2026, 10, 14), date(2026, 11, 11)];

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    therapy(scribe, things);
    class(scribe, things);
}

fn therapy(scribe: &mut Scribe<'_>, things: &Things) {
    let ruth = staff(RUTH).member();
    let started = Event::TherapyStarted(Started {
        course: things.cbt,
        therapy: Some(TherapyId::from("cbt")),
        name: "CBT".to_owned(),
        planned_sessions: Some(13),
        every_days: Some(7),
        therapist: Some(ruth.id()),
        therapist_name: ruth.name.to_owned(),
        aim: "getting out again, and the \"I let them down\" thoughts".to_owned(),
    });
    let mut sessions: Vec<(Date, SessionId)> = Vec::new();
    for day in HELD.iter().map(|hour| hour.day).chain([MISSED]) {
        let id = if day == COUPLE { things.joint_session } else { SessionId(scribe.names.id()) };
        sessions.push((day, id));
    }
    sessions.sort_unstable();
    let mut lines = vec![Line::from(started), faces::plan(things, "opening", "").into()];
    lines.extend(sessions.iter().map(|(day, session)| planned(scribe, things, *day, *session)));
    scribe.by_staff(scribe.at(june(3), 11, 20), RUTH, lines);
    hours(scribe, things, &sessions);
    let ahead: Vec<Line> = AHEAD
        .iter()
        .map(|day| {
            let session = SessionId(scribe.names.id());
            planned(scribe, things, *day, session)
        })
        .collect();
    scribe.by_staff(scribe.at(august(12), 11, 2), RUTH, ahead);
}

fn planned(scribe: &Scribe<'_>, things: &Things, day: Date, session: SessionId) -> Line {
    let couple = day == COUPLE;
    Line::from(Event::SessionPlanned(SessionPlanned {
        course: things.cbt,
        session,
        at: scribe.at(day, 10, 0),
        minutes: if couple { 60 } else { 50 },
        place: Some(PlaceId::from("riverside")),
        format: if couple { Format::Couple } else { Format::Individual },
    }))
}

fn hours(scribe: &mut Scribe<'_>, things: &Things, sessions: &[(Date, SessionId)]) {
    let mut last: Option<(HomeworkId, (u8, &str))> = None;
    let of = |day: Date| sessions.iter().find(|(known, _)| *known == day).map(|(_, session)| *session);
    for (index, hour) in HELD.iter().enumerate() {
        let Some(session) = of(hour.day) else { continue };
        let couple = hour.day == COUPLE;
        let held = SessionHeld {
            course: things.cbt,
            session,
            minutes: Some(if couple { 60 } else { 50 }),
            format: if couple { Format::Couple } else { Format::Individual },
            summary: hour.summary.to_owned(),
            interventions: texts(&[hour.work]),
        };
        let mut lines = vec![Line::from(Event::SessionHeld(held)).at(scribe.at(hour.day, 10, 0))];
        if let Some((homework, (done_percent, could_not))) = last.take() {
            let reported =
                HomeworkReported { course: things.cbt, homework, done_percent, could_not: could_not.to_owned(), obstacle: None };
            lines.push(Event::HomeworkReported(reported).into());
        }
        let homework = HomeworkId(scribe.names.id());
        let due = HELD.get(index + 1).map(|next| next.day).or(Some(august(26)));
        lines.push(
            Event::HomeworkSet(HomeworkSet {
                course: things.cbt,
                homework,
                session: Some(session),
                task: hour.task.to_owned(),
                due,
                form: None,
                times: None,
            })
            .into(),
        );
        last = hour.done.map(|done| (homework, done));
        lines.extend(faces::of(things, hour.day, session, hour.summary).map(Line::from));
        if hour.day == july(1) {
            lines.push(faces::plan(things, "working", "Three sessions of opening; now the thoughts and the days.").into());
        }
        if index % 3 == 1 {
            lines.push(note("dap", &[("Data", hour.summary), ("Plan", "Homework first next time; same day and hour.")]).into());
        }
        scribe.look(scribe.at(hour.day, 9, 55), RUTH);
        scribe.by_staff(scribe.at(hour.day, if couple { 11 } else { 10 }, if couple { 6 } else { 54 }), RUTH, lines);
    }
    if let Some(session) = of(MISSED) {
        let words = "Slept through the alarm; called at noon.".to_owned();
        let missed = SessionNotHeld { course: things.cbt, session, why: NotHeld::DidNotAttend, words };
        scribe.by_staff(scribe.at(MISSED, 10, 16), RUTH, vec![Event::SessionNotHeld(missed).into()]);
    }
}

/// Tuesdays at four, eight times; the third without her.
fn class(scribe: &mut Scribe<'_>, things: &Things) {
    let kei = staff(KEI).member();
    let joined = Event::TeamJoined(TeamJoined { member: on_team(staff(KEI)) });
    scribe.by_staff(scribe.at(june(22), 9, 2), PRIYA, vec![joined.into()]);
    let started = Event::PracticeStarted(PracticeStarted {
        course: things.mindfulness,
        practice: Some(PracticeId::from("mindfulness")),
        name: "Mindfulness".to_owned(),
        planned_classes: Some(8),
        aim_minutes_week: Some(60),
        practitioner: Some(kei.id()),
        practitioner_name: kei.name.to_owned(),
        aim: "sleep, and the hour before bed".to_owned(),
    });
    let tuesdays: Vec<(Date, VisitId)> = (0..8).map(|week| (plus(june(23), week * 7), VisitId(scribe.names.id()))).collect();
    let mut lines = vec![Line::from(started)];
    lines.extend(tuesdays.iter().map(|(day, visit)| booked(scribe, *day, *visit)));
    scribe.by_staff(scribe.at(june(22), 13, 15), KEI, lines);
    for (day, visit) in &tuesdays {
        let at = scribe.at(*day, 16, 0);
        let lines = if *day == july(7) {
            let missed = ClassMissed { course: things.mindfulness, words: "Too tired to drive.".to_owned() };
            vec![
                Event::VisitNotHeld(VisitNotHeld { visit: *visit, why: NotHeld::CancelledByPatient }).into(),
                Line::from(Event::ClassMissed(missed)).at(at),
            ]
        } else {
            let happened = VisitHappened {
                visit: *visit,
                what: "Mindfulness class".to_owned(),
                until: None,
                with_name: kei.name.to_owned(),
                where_words: kei.room.to_owned(),
                reasons: Vec::new(),
            };
            let attended = ClassAttended { course: things.mindfulness, minutes: Some(60) };
            vec![Line::from(Event::VisitHappened(happened)).at(at), Line::from(Event::ClassAttended(attended)).at(at)]
        };
        scribe.by_staff(scribe.at(*day, 17, 2), KEI, lines);
    }
    // To look back, once the eight are over.
    let later: Vec<Line> = [september(15), date(2026, 10, 13)]
        .into_iter()
        .map(|day| {
            let visit = VisitId(scribe.names.id());
            booked(scribe, day, visit)
        })
        .collect();
    scribe.by_staff(scribe.at(august(11), 17, 8), KEI, later);
}

fn booked(scribe: &Scribe<'_>, day: Date, visit: VisitId) -> Line {
    let kei = staff(KEI).member();
    Line::from(Event::VisitPlanned(VisitPlanned {
        visit,
        at: scribe.at(day, 16, 0),
        minutes: 60,
        with: Some(kei.id()),
        with_name: kei.name.to_owned(),
        place: Some(PlaceId::from("riverside")),
        room: kei.room.to_owned(),
        purpose: "Mindfulness class".to_owned(),
    }))
}
