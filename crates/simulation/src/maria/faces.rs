//! What Ruth signed about each hour: the shared face, with what was worked with and how the working together was.

use super::{Things, august, july, june};
use concord_chart::{
    Event, SessionId,
    course_plan::{CoursePlanned, Participant, ParticipantRole},
    session::{Alliance, Content, Delivered, FidelityMark, RiskAsked, SessionWritten, ShareableFacts},
};
use jiff::civil::Date;

/// Day, the working together 0–10, what was said about it, techniques by their ids in the therapy's entry.
type Face = (Date, u8, &'static str, &'static [&'static str]);

const FACES: &[Face] = &[
    (june(10), 8, "", &["case_formulation_shared", "activity_scheduling"]),
    (june(17), 8, "", &["activity_scheduling", "homework_looked_at"]),
    (june(24), 8, "", &["thought_record", "homework_looked_at"]),
    (july(1), 7, "", &["thought_record", "psychoeducation"]),
    (july(15), 5, "After the foggy weeks; talked about it.", &["weighing_evidence", "summary_and_feedback_asked"]),
    (july(22), 7, "", &["weighing_evidence", "behavioural_experiment"]),
    (july(29), 8, "", &["problem_solving", "graded_task"]),
    (august(5), 9, "With Inés.", &["problem_solving", "role_play"]),
    (august(12), 9, "", &["thought_record", "exposure_in_vivo"]),
    (august(19), 9, "", &["thought_record", "activity_scheduling", "relapse_plan"]),
];

/// The plan of the course as it was agreed at its beginning.
pub(super) fn plan(things: &Things, phase: &str, words: &str) -> Event {
    Event::CoursePlanned(CoursePlanned {
        course: things.cbt,
        protocol: Some("depression".to_owned()),
        phase: Some(phase.to_owned()),
        targets: vec!["Getting out of the house".to_owned(), "The “I let them down” thoughts".to_owned()],
        goals: Vec::new(),
        planned_sessions: Some(13),
        every_days: Some(7),
        minutes: Some(50),
        participants: Vec::new(),
        unit: None,
        measures: vec!["phq-9".into()],
        words: words.to_owned(),
    })
}

/// The signed face of one session; `None` for a day without one.
pub(super) fn of(things: &Things, day: Date, session: SessionId, summary: &str) -> Option<Event> {
    let number = FACES.iter().position(|(known, ..)| *known == day)?;
    let (_, rating, words, techniques) = FACES[number];
    let last = day == august(19);
    let mark = |element: &str, delivered| FidelityMark { element: element.to_owned(), delivered };
    let ines = Participant { name: "Inés Marin".to_owned(), role: ParticipantRole::Other, chart: None };
    let written = SessionWritten {
        course: things.cbt,
        session,
        number: u16::try_from(number + 1).ok(),
        view: "dap".to_owned(),
        agenda: Vec::new(),
        techniques: techniques.iter().map(|technique| (*technique).to_owned()).collect(),
        other_techniques: Vec::new(),
        homework_reviewed: Vec::new(),
        measures: Vec::new(),
        alliance: Some(Alliance { rating, words: words.to_owned() }),
        fidelity: vec![
            mark("agenda_set_together", Delivered::Yes),
            mark("homework_of_last_time_looked_at", Delivered::Yes),
            mark("feedback_asked", if number % 2 == 0 { Delivered::Yes } else { Delivered::Partly }),
        ],
        risk: last.then(|| RiskAsked {
            asked: true,
            concern: false,
            words: "Urge 3 on Saturday: asked about. No act, no plan, safety plan used.".to_owned(),
            done: String::new(),
        }),
        participants: if day == august(5) { vec![ines] } else { Vec::new() },
        content: Content {
            subjective: summary.to_owned(),
            plan: if last { "A written plan for hard days, then relapse prevention.".to_owned() } else { String::new() },
            ..Content::default()
        },
        facts: ShareableFacts {
            progress: if last { "Low-mood score less than half of the start.".to_owned() } else { String::new() },
            ..ShareableFacts::default()
        },
        summary: summary.to_owned(),
    };
    Some(Event::SessionWritten(written))
}
