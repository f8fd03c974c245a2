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
                could_not: "too foggy".into(),
                obstacle: None,
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
        due: None,
        form: None,
        times: None,
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

/// A medicine by its entry, so many milligrams once a day.
fn started(course: CourseId, substance: &str, mg: i64) -> Event {
    let what = SubstanceId::from(substance);
    Event::MedicationStarted(medication::Started { course, substance: Some(what), name: substance.into(), ..sertraline(mg) })
}

fn steps(course: CourseId, steps: &[(Date, i64, Option<&str>)]) -> Event {
    let step = |(from, mg, only_if): &(Date, i64, Option<&str>)| concord_chart::steps::PlannedStep {
        from: *from,
        dosing: dosing(*mg),
        only_if: only_if.map(str::to_owned),
    };
    Event::StepsPlanned(concord_chart::steps::StepsPlanned::plain(course, steps.iter().map(step).collect()))
}

fn doses_of<'a>(timeline: &'a Timeline, name: &str) -> &'a model::DoseLane {
    let LaneKind::Dose(dose) = &lane_of(timeline, name).kind else { panic!("not a dose") };
    dose
}

fn simulated<'a>(timeline: &'a Timeline, name: &str) -> &'a model::SimulatedLevel {
    match &doses_of(timeline, name).level {
        model::DoseLevel::Simulated(level) => level,
        other => panic!("{other:?}"),
    }
}

/// Every day of a medicine was ticked.
fn all_taken(story: Story, from: Date) -> Story {
    (0..).map(|n| shift(from, n)).take_while(|day| *day < today()).fold(story, |story, day| story.then(day, taken(day)))
}

#[test]
fn a_taper_stands_ahead_with_the_level_that_it_would_leave() {
    let first = date(2026, 6, 1);
    let story = all_taken(Story::begin().then(first, Event::MedicationStarted(sertraline(100))), first)
        .then(today(), steps(SERTRALINE, &[(date(2026, 9, 3), 50, None), (date(2026, 9, 17), 0, None)]));
    let timeline = drawn(story);
    let planned: Vec<_> =
        doses_of(&timeline, "Sertraline").planned.iter().map(|step| (step.from, step.dose.to_string())).collect();
    assert_eq!(planned, [(date(2026, 9, 3), "50".to_owned()), (date(2026, 9, 17), "0".to_owned())]);
    let level = simulated(&timeline, "Sertraline");
    let at = |day| level.on(day).unwrap().0;
    assert!((at(today()) - 100.0).abs() < 1.0 && (at(date(2026, 9, 16)) - 50.0).abs() < 1.0, "steady before each step");
    assert!(at(date(2026, 9, 4)) > 60.0 && at(date(2026, 9, 18)) > 10.0 && at(date(2026, 10, 17)) < 1.0, "and falls after it");
    let text = table(&timeline).into_string();
    assert!(text.contains("planned: 50 mg, at night; simulated level as on a steady"), "{text}");
    let said = concord_timeline::summary(&timeline);
    assert!(said.contains("Sertraline, planned: 50 mg, at night from 3 Sep, 0 mg, the end from 17 Sep;"), "{said}");
    assert!(said.contains("simulated, from the half-life in"), "{said}");
}

#[test]
fn a_step_that_depends_on_something_moves_no_level_and_a_plan_that_waits_is_not_drawn() {
    let first = date(2026, 6, 1);
    let begun = || all_taken(Story::begin().then(first, Event::MedicationStarted(sertraline(50))), first);
    let perhaps = drawn(begun().then(today(), steps(SERTRALINE, &[(date(2026, 9, 3), 100, Some("PHQ-9 over 9"))])));
    assert_eq!(doses_of(&perhaps, "Sertraline").planned[0].condition.as_deref(), Some("if PHQ-9 over 9"));
    assert!((simulated(&perhaps, "Sertraline").on(date(2026, 10, 1)).unwrap().1 - 50.0).abs() < 1.0);
    let pause = concord_chart::steps::PlanPaused { course: SERTRALINE, until: None, words: String::new() };
    let waits =
        begun().then(today(), steps(SERTRALINE, &[(date(2026, 9, 3), 100, None)])).then(today(), Event::PlanPaused(pause));
    let waits = drawn(waits);
    assert!(doses_of(&waits, "Sertraline").planned.is_empty());
    assert!(lane_of(&waits, "Sertraline").context.ends_with("plan waits"));
    assert!((simulated(&waits, "Sertraline").on(date(2026, 10, 1)).unwrap().1 - 50.0).abs() < 1.0);
}

#[test]
fn a_step_that_nobody_confirmed_on_its_day_is_still_ahead() {
    let story = Story::begin()
        .then(date(2026, 6, 1), Event::MedicationStarted(sertraline(50)))
        .then(date(2026, 8, 1), steps(SERTRALINE, &[(date(2026, 8, 15), 75, None)]));
    let timeline = drawn(story);
    assert_eq!(doses_of(&timeline, "Sertraline").planned[0].from, date(2026, 8, 21));
}

#[test]
fn days_nobody_spoke_of_leave_a_level_between_nothing_and_the_dose() {
    let timeline = drawn(Story::begin().then(date(2026, 6, 1), Event::MedicationStarted(sertraline(50))));
    let (least, most) = simulated(&timeline, "Sertraline").on(date(2026, 8, 19)).unwrap();
    assert!(least.abs() < 0.01 && (most - 50.0).abs() < 0.1, "{least} {most}");
}

#[test]
fn no_level_is_drawn_without_a_half_life_from_a_slow_form_or_where_one_was_measured() {
    let unknown = medication::Started { substance: None, name: "a tea of the household".into(), ..sertraline(50) };
    let slow = medication::Started { route: Some("intramuscular".into()), ..sertraline(50) };
    let level = |started: medication::Started, name: &str| {
        let timeline = drawn(Story::begin().then(date(2026, 6, 1), Event::MedicationStarted(started)));
        (doses_of(&timeline, name).level.clone(), concord_timeline::notes(&timeline).into_string())
    };
    let (of_tea, said) = level(unknown, "A tea of the household");
    assert_eq!(of_tea, model::DoseLevel::NotDrawn("no half-life is on file".into()));
    assert!(said.contains("A tea of the household: no level is drawn, no half-life is on file."), "{said}");
    assert!(matches!(level(slow, "Sertraline").0, model::DoseLevel::NotDrawn(why) if why.contains("slowly")));
    let measured = drawn(
        Story::begin()
            .then(date(2026, 6, 1), started(SERTRALINE, "lithium", 600))
            .then(date(2026, 8, 1), measured("Lithium level", 7, -1, "mmol/L")),
    );
    assert_eq!(doses_of(&measured, "Lithium").level, model::DoseLevel::Measured);
}

fn measured(what: &str, value: i64, exponent: i32, unit: &str) -> Event {
    let value = rust_decimal::Decimal::new(value, u32::try_from(-exponent).unwrap());
    let value = Some(concord_chart::quantity::Quantity { value, unit: unit.into(), comparator: None });
    Event::LabResulted(concord_chart::measurement::Measured {
        what: what.into(),
        coding: Vec::new(),
        value,
        words: None,
        range: None,
        parts: Vec::new(),
    })
}

fn checks(timeline: &Timeline) -> &[model::Check] {
    let LaneKind::Checks(checks) = &lane_of(timeline, "Checks").kind else { panic!("not checks") };
    &checks.checks
}

#[test]
fn what_a_schedule_asks_for_stands_overdue_behind_today_and_due_ahead_of_it() {
    let story = Story::begin()
        .then(date(2026, 1, 5), started(SERTRALINE, "lithium", 600))
        .then(date(2026, 1, 5), measured("TSH", 21, -1, "mIU/L"))
        .then(date(2026, 8, 10), measured("Creatinine", 9, -1, "mg/dL"));
    let timeline = drawn(story);
    let found = checks(&timeline);
    let tsh = found.iter().find(|check| check.name == "TSH").unwrap_or_else(|| panic!("{found:?}"));
    assert!(matches!(tsh.due[0].state, model::DueState::Overdue(_)) && tsh.due[0].on < today(), "{tsh:?}");
    assert_eq!(tsh.done[0].1.as_deref(), Some("2.1 mIU/L, old"));
    let creatinine = found.iter().find(|check| check.name == "Creatinine").unwrap();
    assert_eq!(creatinine.done[0].1.as_deref(), Some("0.9 mg/dL"));
    assert!(!creatinine.due.is_empty(), "{creatinine:?}");
    assert!(creatinine.due.iter().all(|due| due.state == model::DueState::Due && due.on > today()), "{creatinine:?}");
    assert!(found.iter().any(|check| check.name.contains("ithium level") && check.done.is_empty()), "{found:?}");
    let lane = lane_of(&timeline, "Checks");
    assert!(lane.latest.ends_with("overdue") && lane.context.contains("latest 10 Aug"), "{lane:?}");
    assert!(table(&timeline).into_string().contains("days overdue"));
}

#[test]
fn the_practices_schedule_decides_what_is_due_in_the_picture() {
    let story = || {
        Story::begin()
            .then(date(2026, 4, 1), started(SERTRALINE, "olanzapine", 10))
            .then(date(2026, 7, 15), Event::VitalMeasured(weight()))
    };
    let zone = TimeZone::get("America/New_York").unwrap();
    let chart = story().chart();
    let weight_by = |schedule: &str| {
        let chosen = [("metabolic".to_owned(), schedule.to_owned())].into();
        let state = CourseState::of(&chart, concord_knowledge::shipped(), &zone).choosing(&chosen);
        let timeline = draw(&state, today(), Window::for_course(today(), state.since()), Audience::Clinician);
        checks(&timeline).iter().find(|check| check.name == "Weight").unwrap().due[0].clone()
    };
    assert!(matches!(weight_by("apa_2020").state, model::DueState::Overdue(8)), "{:?}", weight_by("apa_2020"));
    assert!(weight_by("metabolic").on > today() && weight_by("metabolic").state == model::DueState::Due);
}

fn weight() -> concord_chart::measurement::Measured {
    match measured("Weight", 82, 0, "kg") {
        Event::LabResulted(measured) => measured,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_patient_reads_that_a_test_is_due_and_not_how_late_it_is() {
    let story = Story::begin()
        .then(date(2026, 1, 5), started(SERTRALINE, "lithium", 600))
        .then(date(2026, 1, 5), measured("TSH", 21, -1, "mIU/L"));
    let timeline = picture(story, WindowChoice::OneYear, Audience::Patient);
    let text = format!("{} {}", render(&timeline, Form::Phone).into_string(), table(&timeline).into_string());
    assert!(!text.contains("overdue"), "{text}");
    assert!(lane_of(&timeline, "Tests").latest.ends_with("due"));
}

#[test]
fn a_sitting_rated_only_before_has_no_place_on_the_line_of_how_it_was_after() {
    use concord_chart::practice;
    let course = CourseId(Uuid::from_u128(103));
    let started = practice::Started {
        course,
        practice: None,
        name: "Yoga".into(),
        planned_classes: None,
        aim_minutes_week: None,
        practitioner: None,
        practitioner_name: String::new(),
        aim: String::new(),
    };
    let rated = |day: i8, before: Option<u8>, after: Option<u8>| {
        let on = date(2026, 8, day);
        let rated = practice::PracticeRated { course, on, before, after, noticed: String::new(), obstacle: None };
        (on, Event::PracticeRated(rated))
    };
    let mut story = Story::begin().then(date(2026, 8, 1), Event::PracticeStarted(started));
    for (on, event) in [rated(3, Some(8), Some(4)), rated(5, Some(9), None), rated(7, None, Some(3))] {
        story = story.then(on, event);
    }
    let timeline = drawn(story);
    let LaneKind::Measurement(lane) = &lane_of(&timeline, "Yoga: before and after").kind else { panic!("not a line") };
    let drawn: Vec<(String, &str)> = lane.values.iter().map(|one| (one.value.to_string(), one.words.as_str())).collect();
    assert_eq!(drawn, [("4".to_owned(), "was 8"), ("3".to_owned(), "")]);
}
