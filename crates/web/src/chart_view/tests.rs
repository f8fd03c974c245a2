#![allow(clippy::unwrap_used)]

use super::*;
use concord_chart::{
    Author, AuthorKind, ChartId, CourseId, Draft, Event, EventId, IdempotencyKey, InstrumentId, Recorded, Sensitivity, SessionId,
    SubstanceId, TherapyId, decision, diary, entry, medication, quantity::Dose, questionnaire, registration, therapy,
};
use concord_timeline::{Answer, Form, LaneKind, MarkKind, model, render, table};
use jiff::{Timestamp, civil::date};
use std::sync::Arc;
use uuid::Uuid;

const SERTRALINE: CourseId = CourseId(Uuid::from_u128(101));
const CBT: CourseId = CourseId(Uuid::from_u128(102));

fn today() -> Date {
    date(2026, 8, 20)
}

/// An invented person's log: each event has the id of its place, from 1.
#[derive(Default)]
struct Story(Vec<(When, Event, Option<u128>)>);

impl Story {
    fn begin() -> Self {
        let person = registration::Demographics {
            family_name: "Delgado".into(),
            given_name: "Maria".into(),
            ..registration::Demographics::default()
        };
        let registered = registration::Registered { record_number: "204 517".into(), person };
        Self::default().then(date(2026, 6, 1), Event::Registered(registered))
    }

    fn then(mut self, at: impl Into<When>, event: Event) -> Self {
        self.0.push((at.into(), event, None));
        self
    }

    fn amending(mut self, earlier: u128, at: impl Into<When>, event: Event) -> Self {
        self.0.push((at.into(), event, Some(earlier)));
        self
    }

    fn phq9(self, at: Date, answers: [u8; 9]) -> Self {
        self.then(at, answered(answers.map(Some)))
    }

    fn chart(self) -> Chart {
        let author = Author { kind: AuthorKind::Staff, staff: None, name: "A. Osei".into(), role: "Prescriber".into() };
        let log = self.0.into_iter().zip(1..).map(|((occurred, event, amends), seq)| {
            let draft = Draft {
                id: EventId(Uuid::from_u128(u128::from(seq))),
                occurred,
                author: author.clone(),
                on_behalf_of: None,
                sensitivity: Sensitivity::General,
                key: IdempotencyKey(seq.to_string()),
                amends: amends.map(|id| EventId(Uuid::from_u128(id))),
                source: None,
                event,
            };
            Arc::new(Recorded { seq, recorded_at: Timestamp::UNIX_EPOCH, draft })
        });
        Chart::fold(ChartId(Uuid::from_u128(1)), log)
    }
}

fn answered(answers: [Option<u8>; 9]) -> Event {
    Event::QuestionnaireAnswered(questionnaire::Answered {
        instrument: InstrumentId::from("phq-9"),
        version: "1".into(),
        answers: answers.to_vec(),
        difficulty: None,
        respondent: questionnaire::Respondent::Patient,
        language: "en".into(),
        partial: false,
    })
}

fn sertraline(mg: i64) -> medication::Started {
    medication::Started {
        course: SERTRALINE,
        substance: Some(SubstanceId::from("sertraline")),
        name: "sertraline".into(),
        coding: Vec::new(),
        dosing: dosing(mg),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    }
}

fn dosing(mg: i64) -> medication::Dosing {
    medication::Dosing { dose: Some(Dose::mg(mg)), per_day: Some(1.into()), time_words: "at night".into(), as_needed: false }
}

fn taken(on: Date) -> Event {
    Event::DoseTaken(medication::DoseTaken { course: SERTRALINE, on, at: None, known_from: medication::KnownFrom::PatientTick })
}

fn picture(story: Story, window: WindowChoice, audience: Audience) -> Timeline {
    let zone = TimeZone::get("America/New_York").unwrap();
    let chart = story.chart();
    let knowledge = concord_knowledge::shipped();
    let start = CourseState::of(&chart, knowledge, &zone).since();
    timeline_of(&chart, knowledge, today(), &zone, window.window(today(), start), audience)
}

fn drawn(story: Story) -> Timeline {
    picture(story, WindowChoice::Course, Audience::Clinician)
}

fn lane_of<'a>(timeline: &'a Timeline, name: &str) -> &'a Lane {
    timeline.lanes.iter().find(|lane| lane.name == name).unwrap_or_else(|| panic!("no lane {name}"))
}

fn improving() -> Story {
    Story::begin()
        .then(date(2026, 6, 1), Event::MedicationStarted(sertraline(50)))
        .phq9(date(2026, 6, 1), [3, 3, 2, 2, 2, 2, 2, 2, 0])
        .phq9(date(2026, 6, 15), [2, 2, 2, 2, 1, 1, 1, 1, 0])
        .phq9(date(2026, 6, 29), [1, 1, 1, 1, 1, 1, 1, 1, 1])
        .phq9(date(2026, 7, 13), [1, 1, 1, 1, 1, 1, 1, 1, 0])
}

#[test]
fn each_change_is_marked_once_at_the_first_score_that_reaches_it() {
    let timeline = drawn(improving());
    let LaneKind::Score(score) = &lane_of(&timeline, "PHQ-9").kind else { panic!("not a score") };
    let marks: Vec<_> =
        score.points.iter().map(|point| point.mark.as_ref().map(|mark| (mark.kind, mark.words.as_str()))).collect();
    let reliable = Some((MarkKind::ReliableChange, "reliable change, −6"));
    let response = Some((MarkKind::Response, "response, −50%"));
    assert_eq!(marks, [None, reliable, response, None]);
    assert_eq!(score.response.as_ref().unwrap().words, "response: 9 or less");
    assert_eq!(score.remission.as_ref().unwrap().at_tenths, 45);
}

#[test]
fn the_right_column_says_now_and_where_it_began() {
    let timeline = drawn(improving());
    let lane = lane_of(&timeline, "PHQ-9");
    assert_eq!((lane.latest.as_str(), lane.context.as_str()), ("8 mild", "was 18, 13 Jul"));
    assert_eq!(timeline.headline, "PHQ-9 fell from 18 to 8 over 6 weeks.");
}

#[test]
fn the_item_that_moves_against_the_total_has_its_own_lane() {
    let timeline = drawn(improving());
    let LaneKind::Safety(safety) = &lane_of(&timeline, "Item 9").kind else { panic!("not a safety lane") };
    assert_eq!(safety.points.iter().map(|point| point.value).collect::<Vec<_>>(), [Some(0), Some(0), Some(1), Some(0)]);
    assert_eq!(safety.points[2].words, "several days");
}

#[test]
fn an_item_left_out_gives_no_total_and_the_watched_item_is_still_read() {
    let mut answers = [Some(2); 9];
    answers[2] = None;
    let timeline = drawn(Story::begin().then(date(2026, 8, 1), answered(answers)));
    let LaneKind::Score(score) = &lane_of(&timeline, "PHQ-9").kind else { panic!("not a score") };
    assert_eq!(score.points[0].answer, Answer::NoTotal);
    let LaneKind::Safety(safety) = &lane_of(&timeline, "Item 9").kind else { panic!("not a safety lane") };
    assert_eq!(safety.points[0].value, Some(2));
}

#[test]
fn a_retracted_score_is_drawn_struck_and_an_amended_one_is_replaced() {
    let retraction = entry::EntryRetracted {
        entry: EventId(Uuid::from_u128(2)),
        reason: entry::RetractionReason::WrongPatient,
        words: String::new(),
    };
    let story = Story::begin()
        .phq9(date(2026, 8, 1), [3; 9])
        .phq9(date(2026, 8, 10), [1; 9])
        .then(date(2026, 8, 2), Event::EntryRetracted(retraction))
        .amending(3, date(2026, 8, 10), answered([Some(2); 9]));
    let timeline = drawn(story);
    let LaneKind::Score(score) = &lane_of(&timeline, "PHQ-9").kind else { panic!("not a score") };
    let mut answers: Vec<_> = score.points.iter().map(|point| (point.on, point.answer.clone())).collect();
    answers.sort_by_key(|(on, _)| *on);
    assert_eq!(answers, [(date(2026, 8, 1), Answer::Retracted(Some(27))), (date(2026, 8, 10), Answer::Total(18))]);
}

#[test]
fn days_nobody_answered_for_are_unknown_and_not_missed() {
    let story = Story::begin()
        .then(date(2026, 8, 10), Event::MedicationStarted(sertraline(50)))
        .then(date(2026, 8, 11), taken(date(2026, 8, 11)))
        .then(date(2026, 8, 14), taken(date(2026, 8, 14)))
        .then(
            date(2026, 8, 15),
            Event::DoseMissed(medication::DoseMissed {
                course: SERTRALINE,
                on: date(2026, 8, 15),
                reason: "forgot".into(),
                known_from: medication::KnownFrom::PatientTick,
            }),
        );
    let timeline = drawn(story);
    let LaneKind::Dose(dose) = &lane_of(&timeline, "Sertraline").kind else { panic!("not a dose") };
    assert_eq!(dose.missed, [date(2026, 8, 15)]);
    let gaps: Vec<_> = dose.unknown.iter().map(|gap| (gap.from, gap.to.unwrap())).collect();
    assert_eq!(
        gaps,
        [(date(2026, 8, 10), date(2026, 8, 10)), (date(2026, 8, 12), date(2026, 8, 13)), (date(2026, 8, 16), date(2026, 8, 19)),]
    );
    assert_eq!(lane_of(&timeline, "Sertraline").context, "at night, 2 of 3 taken");
}

#[test]
fn a_held_medicine_is_a_step_of_nothing_and_says_so() {
    let held = medication::Held { course: SERTRALINE, reason: "operation".into(), until: None };
    let story = Story::begin()
        .then(date(2026, 7, 1), Event::MedicationStarted(sertraline(50)))
        .then(date(2026, 8, 1), Event::MedicationHeld(held));
    let timeline = drawn(story);
    let lane = lane_of(&timeline, "Sertraline");
    let LaneKind::Dose(dose) = &lane.kind else { panic!("not a dose") };
    assert_eq!(dose.steps[1].dose, Some(rust_decimal::Decimal::ZERO));
    assert_eq!((lane.latest.as_str(), lane.context.as_str()), ("held", "since 1 Aug"));
}

#[test]
fn a_date_that_is_only_roughly_known_stays_rough() {
    let story = Story::begin().then(When::Month(2026, 3), Event::MedicationStarted(sertraline(50)));
    let timeline = picture(story, WindowChoice::OneYear, Audience::Clinician);
    let LaneKind::Dose(dose) = &lane_of(&timeline, "Sertraline").kind else { panic!("not a dose") };
    let words = "about March 2026".to_owned();
    assert_eq!(dose.steps[0].from, model::When::Between { earliest: date(2026, 3, 1), latest: date(2026, 3, 31), words });
}

#[test]
fn homework_belongs_to_the_session_it_was_set_in() {
    let session = SessionId(Uuid::from_u128(7));
    let story = Story::begin()
        .then(
            date(2026, 7, 1),
            Event::TherapyStarted(therapy::Started {
                course: CBT,
                therapy: Some(TherapyId::from("cbt")),
                name: "CBT".into(),
                planned_sessions: Some(12),
                every_days: Some(7),
                therapist: None,
                therapist_name: "R. Lindgren".into(),
                aim: String::new(),
            }),
        )
        .then(
            date(2026, 7, 8),
            Event::SessionHeld(therapy::SessionHeld {
                course: CBT,
                session,
                minutes: Some(50),
                format: therapy::Format::Individual,
                summary: String::new(),
                interventions: Vec::new(),
            }),
        )
        .then(date(2026, 7, 8), homework(1, Some(session)))
        .then(date(2026, 7, 9), homework(2, None))
        .then(
            date(2026, 7, 15),
            Event::HomeworkReported(therapy::HomeworkReported {
                course: CBT,
                homework: concord_chart::HomeworkId(Uuid::from_u128(1)),
                done_percent: 0,
                could_not: "too foggy".into(), obstacle: None,
            }),
        );
    let timeline = drawn(story);
    let lane = lane_of(&timeline, "Talking therapy");
    let LaneKind::Sessions(sessions) = &lane.kind else { panic!("not sessions") };
    assert_eq!(sessions.sessions[0].homework, Some(model::Homework { set: 2, done: 0, could_not: 1 }));
    assert_eq!((lane.latest.as_str(), lane.context.as_str()), ("1 of 12", "sessions"));
}

fn homework(id: u128, session: Option<SessionId>) -> Event {
    Event::HomeworkSet(therapy::HomeworkSet {
        course: CBT,
        homework: concord_chart::HomeworkId(Uuid::from_u128(id)),
        session,
        task: "thought record".into(),
        due: None, form: None, times: None,
    })
}

#[test]
fn the_patient_reads_plain_names_and_their_own_notes_first() {
    let story = improving()
        .then(date(2026, 8, 1), Event::MoodEntered(diary::MoodEntered { on: date(2026, 8, 1), mood: -1, words: "tired".into() }));
    let timeline = picture(story, WindowChoice::Course, Audience::Patient);
    let names: Vec<_> = timeline.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names[..2], ["My notes", "Mood questions"]);
    let text = format!("{} {}", render(&timeline, Form::Phone).into_string(), table(&timeline).into_string());
    for word in ["PHQ-9", "moderately severe", "remission", "Item 9"] {
        assert!(!text.contains(word), "a patient would read “{word}”");
    }
}

#[test]
fn a_complementary_practitioner_is_told_which_arms_are_not_shared() {
    let timeline = picture(Story::begin(), WindowChoice::Course, Audience::Complementary);
    let hidden: Vec<_> =
        timeline.lanes.iter().filter(|lane| lane.kind == LaneKind::NotShared).map(|lane| lane.name.as_str()).collect();
    assert_eq!(hidden, ["Questionnaires", "Medicines", "Talking therapy"]);
}

#[test]
fn the_next_look_that_was_agreed_stands_ahead_as_a_planned_decision() {
    let made = decision::DecisionMade {
        what: "Stay the course".into(),
        why: "Response reached".into(),
        who: vec!["Maria".into(), "A. Osei".into()],
        arms: Vec::new(),
        options: Vec::new(),
        look_again: Some(date(2026, 9, 21)),
        judged: Vec::new(),
    };
    let timeline = drawn(Story::begin().then(date(2026, 8, 10), Event::DecisionMade(made)));
    let numbers: Vec<_> = timeline.decisions.iter().map(|decision| (decision.number, decision.planned)).collect();
    assert_eq!(numbers, [(1, false), (2, true)]);
}

#[test]
fn an_empty_chart_draws_in_every_window_and_form() {
    for choice in WindowChoice::ALL {
        let timeline = picture(Story::begin(), *choice, Audience::Clinician);
        for form in Form::ALL {
            assert!(render(&timeline, form).into_string().starts_with("<svg"), "{choice:?} {form:?}");
        }
    }
}

#[test]
fn years_are_read_in_spans_of_illness_and_remission() {
    let story = Story::begin()
        .phq9(date(2025, 1, 10), [2; 9])
        .phq9(date(2025, 2, 10), [2; 9])
        .phq9(date(2025, 3, 10), [0, 0, 0, 1, 1, 0, 0, 0, 0])
        .phq9(date(2025, 5, 20), [0; 9]);
    let timeline = picture(story, WindowChoice::TenYears, Audience::Clinician);
    let kinds: Vec<_> = timeline.episodes.iter().map(|episode| (episode.kind, episode.from.earliest())).collect();
    assert_eq!(kinds, [(model::EpisodeKind::Low, date(2025, 1, 10)), (model::EpisodeKind::Remission, date(2025, 3, 10)),]);
    let LaneKind::WeeksWell(years) = &lane_of(&timeline, "Weeks well").kind else { panic!("not weeks") };
    assert_eq!((years[0].year, years[0].low), (2025, 8));
}
