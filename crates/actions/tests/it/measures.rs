//! Rhythms of measuring on a chart: what is due, what was missed, and licensed wording.

use crate::desk::*;
use concord_access::{Purpose, Role};
use concord_actions::{ActionError, Clinic, Entry, Submission};
use concord_chart::{
    Chart, CourseId, Event, SessionId, When,
    questionnaire::{Declined, Offered, Respondent, Rhythm, ScheduleEnded, Scheduled},
    therapy::{self, Format, NotHeld, SessionNotHeld, SessionPlanned},
};
use concord_engines::{
    due::{DueState, due},
    findings::{Finding, FindingKind, findings},
};
use concord_knowledge::{Instrument, instrument::Mode, shipped};
use jiff::civil::{Date, date};
use std::{fmt::Write as _, sync::Arc};
use uuid::Uuid;

const CBT: CourseId = CourseId(Uuid::from_u128(950));
const FIRST: SessionId = SessionId(Uuid::from_u128(951));

fn scheduled(rhythm: Rhythm, from: Date) -> Scheduled {
    Scheduled {
        instrument: "phq-9".into(),
        rhythm,
        course: None,
        from,
        until: None,
        rated_by_clinician: false,
        tell_after_missed: None,
    }
}

fn agreed(key: &str, what: Scheduled) -> Entry {
    Entry::new(key, Event::MeasureScheduled(what))
}

async fn open(practice: &Practice) -> Arc<Chart> {
    practice.clinic.open_chart(&therapist(), practice.chart, Purpose("test")).await.unwrap().chart
}

async fn answer(practice: &Practice, key: &str, on: Date) {
    let submission = Submission {
        key: key.into(),
        instrument: "phq-9".into(),
        answers: vec![Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(0)],
        difficulty: None,
        respondent: Respondent::Patient,
        at: Some(When::Day(on)),
        language: "en".into(),
        partial: false,
    };
    practice.clinic.answer_questionnaire(&practice.patient(), practice.chart, submission).await.unwrap();
}

fn state(chart: &Chart, clinic: &Clinic, today: Date) -> Option<DueState> {
    let list = due(chart, clinic.knowledge(), today, &clinic.zone());
    list.measures.iter().find(|(facts, _)| facts.rhythm.instrument.as_str() == "phq-9").map(|(_, state)| *state)
}

fn missed(chart: &Chart, clinic: &Clinic, today: Date) -> Vec<Finding> {
    let found = findings(chart, clinic.knowledge(), today, &clinic.zone());
    found.into_iter().filter(|finding| finding.kind == FindingKind::MeasuresMissedInARow).collect()
}

async fn plan(practice: &Practice, key: &str, session: SessionId, at: &str) {
    let planned =
        SessionPlanned { course: CBT, session, at: at.parse().unwrap(), minutes: 50, place: None, format: Format::Individual };
    practice
        .clinic
        .record(&therapist(), practice.chart, None, vec![Entry::new(key, Event::SessionPlanned(planned))])
        .await
        .unwrap();
}

async fn therapy(practice: &Practice) {
    let started = therapy::Started {
        course: CBT,
        therapy: Some("cbt".into()),
        name: "CBT".into(),
        planned_sessions: Some(12),
        every_days: Some(7),
        therapist: therapist().staff,
        therapist_name: therapist().name,
        aim: String::new(),
    };
    practice
        .clinic
        .record(&therapist(), practice.chart, None, vec![Entry::new("cbt", Event::TherapyStarted(started))])
        .await
        .unwrap();
}

#[tokio::test]
async fn what_was_agreed_takes_the_place_of_the_instruments_own_rhythm_until_it_ends() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    answer(&practice, "first", date(2026, 8, 20)).await;
    let usual = state(&*open(&practice).await, clinic, date(2026, 8, 21));
    clinic
        .record(&therapist(), practice.chart, None, vec![agreed("weekly", scheduled(Rhythm::EveryDays(7), date(2026, 8, 20)))])
        .await
        .unwrap();
    let chart = open(&practice).await;
    assert_eq!(state(&chart, clinic, date(2026, 8, 21)), Some(DueState::Next(date(2026, 8, 27))));
    assert_eq!(state(&chart, clinic, date(2026, 8, 27)), Some(DueState::Due));
    assert_eq!(state(&chart, clinic, date(2026, 8, 29)), Some(DueState::Overdue(date(2026, 8, 27), 2)));
    let end = ScheduleEnded { instrument: "phq-9".into(), words: String::new() };
    clinic.record(&therapist(), practice.chart, None, vec![Entry::new("end", Event::MeasureScheduleEnded(end))]).await.unwrap();
    assert_eq!(state(&*open(&practice).await, clinic, date(2026, 8, 21)), usual);
}

#[tokio::test]
async fn a_measure_that_was_never_answered_is_due_from_the_day_it_was_agreed_for() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    assert_eq!(state(&*open(&practice).await, clinic, date(2026, 8, 20)), None, "nobody asked for it");
    let weeks = scheduled(Rhythm::AtWeeks(vec![0, 4]), date(2026, 8, 20));
    clinic.record(&therapist(), practice.chart, None, vec![agreed("weeks", weeks)]).await.unwrap();
    let chart = open(&practice).await;
    assert_eq!(state(&chart, clinic, date(2026, 8, 20)), Some(DueState::Due));
    assert_eq!(state(&chart, clinic, date(2026, 8, 30)), Some(DueState::Next(date(2026, 9, 17))));
}

#[tokio::test]
async fn before_each_session_follows_the_session_when_it_is_moved_or_called_off_also_over_the_change_of_the_clock() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    therapy(&practice).await;
    let what = Scheduled { course: Some(CBT), ..scheduled(Rhythm::BeforeEachVisit(2), date(2026, 8, 20)) };
    clinic.record(&therapist(), practice.chart, None, vec![agreed("before", what)]).await.unwrap();
    assert_eq!(state(&*open(&practice).await, clinic, date(2026, 8, 20)), Some(DueState::NoneDue), "no session is planned");
    // Half past eleven in the evening of 31 October where the practice is, which is 1 November in Greenwich: the clocks go
    // back in that night.
    plan(&practice, "plan", FIRST, "2026-11-01T03:30:00Z").await;
    let chart = open(&practice).await;
    assert_eq!(state(&chart, clinic, date(2026, 10, 28)), Some(DueState::Next(date(2026, 10, 29))));
    assert_eq!(state(&chart, clinic, date(2026, 10, 31)), Some(DueState::Due));
    assert_eq!(state(&chart, clinic, date(2026, 11, 1)), Some(DueState::NoneDue), "after the session it is not asked any more");
    plan(&practice, "moved", FIRST, "2026-11-04T17:00:00Z").await;
    let chart = open(&practice).await;
    assert_eq!(state(&chart, clinic, date(2026, 10, 31)), Some(DueState::Next(date(2026, 11, 2))), "it follows the session");
    let off = SessionNotHeld { course: CBT, session: FIRST, why: NotHeld::CancelledByUs, words: String::new() };
    clinic.record(&therapist(), practice.chart, None, vec![Entry::new("off", Event::SessionNotHeld(off))]).await.unwrap();
    assert_eq!(state(&*open(&practice).await, clinic, date(2026, 11, 3)), Some(DueState::NoneDue), "called off, it asks nothing");
}

#[tokio::test]
async fn two_missed_in_a_row_are_a_finding_that_says_what_it_rests_on_and_an_answer_takes_it_away() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    answer(&practice, "first", date(2026, 7, 6)).await;
    let weekly = scheduled(Rhythm::EveryDays(7), date(2026, 7, 6));
    clinic.record(&therapist(), practice.chart, None, vec![agreed("weekly", weekly)]).await.unwrap();
    let chart = open(&practice).await;
    // The second, of 20 July, has passed by when an answer counts for that of 27 July.
    assert!(missed(&chart, clinic, date(2026, 7, 23)).is_empty());
    let found = missed(&chart, clinic, date(2026, 7, 24));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].title, "PHQ-9 missed 2 times in a row");
    assert!(
        found[0].sentences[0].contains("every week") && found[0].sentences[0].contains("6 Jul 2026"),
        "{:?}",
        found[0].sentences
    );
    let schedule = chart.questionnaires.schedules[0].0;
    assert!(found[0].report.because.contains(&schedule), "it rests on the agreement");
    assert!(found[0].report.because.contains(&chart.questionnaires.completed[0].id), "and on the last answer");
    answer(&practice, "second", date(2026, 7, 24)).await;
    assert!(missed(&*open(&practice).await, clinic, date(2026, 7, 25)).is_empty());
}

#[tokio::test]
async fn after_how_many_is_agreed_and_a_no_is_an_answer() {
    let practice = Practice::open().await;
    let clinic = &practice.clinic;
    let patient = Scheduled { tell_after_missed: Some(3), ..scheduled(Rhythm::EveryDays(7), date(2026, 7, 6)) };
    clinic.record(&therapist(), practice.chart, None, vec![agreed("weekly", patient)]).await.unwrap();
    let chart = open(&practice).await;
    assert!(missed(&chart, clinic, date(2026, 7, 23)).is_empty());
    assert_eq!(missed(&chart, clinic, date(2026, 7, 24)).len(), 1, "the third has passed by");
    let offer = Offered { instrument: "phq-9".into(), due: date(2026, 7, 22), reason: String::new() };
    let no = Declined { instrument: "phq-9".into(), reason: "not this week".into() };
    let entries = vec![
        Entry::new("offer", Event::QuestionnaireOffered(offer)),
        Entry::new("no", Event::QuestionnaireDeclined(no)).at(When::Day(date(2026, 7, 22))),
    ];
    clinic.record(&therapist(), practice.chart, None, entries).await.unwrap();
    assert!(missed(&*open(&practice).await, clinic, date(2026, 7, 24)).is_empty());
}

#[tokio::test]
async fn nobody_is_told_after_no_missed_answer() {
    let practice = Practice::open().await;
    let never = Scheduled { tell_after_missed: Some(0), ..scheduled(Rhythm::EveryDays(7), date(2026, 7, 6)) };
    let refused = practice.clinic.record(&therapist(), practice.chart, None, vec![agreed("never", never)]).await;
    assert!(matches!(refused, Err(ActionError::Refused(_))));
}

/// A questionnaire for patients whose wording does not ship, with answers that all its items share.
fn unworded() -> &'static Instrument {
    let fits = |one: &&Instrument| {
        one.mode == Mode::SelfReport && one.languages().is_empty() && one.all_items().all(|item| item.answers.is_empty())
    };
    shipped().instruments().find(fits).expect("there is such an instrument")
}

fn content(instrument: &Instrument, items: usize, notice: &str) -> String {
    let mut text = format!("instrument = \"{}\"\nversion = \"{}\"\nlanguage = \"en\"\n", instrument.id, instrument.version);
    let list = |word: &str, count: usize| (1..=count).map(|n| format!("\"{word} {n}\"")).collect::<Vec<_>>().join(", ");
    text.push_str("licence_holder = \"Three Rivers\"\nlicence_reference = \"2026-7\"\n[wording]\n");
    let _ = writeln!(text, "items = [{}]", list("Licensed sentence", items));
    let _ = writeln!(text, "answers = [{}]", list("Licensed answer", instrument.answers.len()));
    let _ = writeln!(text, "notice = \"{notice}\"");
    text
}

fn refusal(result: Result<concord_actions::ContentFile, ActionError>) -> String {
    match result {
        Err(ActionError::Refused(refusal)) => refusal.sentence,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_content_file_that_does_not_fit_is_refused_with_a_sentence_and_nothing_changes() {
    let practice = Practice::open().await;
    let (clinic, admin) = (&practice.clinic, staff(Role::Administrator, 21));
    let instrument = unworded();
    let items = instrument.all_items().count();
    let good = content(instrument, items, "Used with permission.");
    let unknown = good.replace(&format!("\"{}\"", instrument.id), "\"no-such-scale\"");
    assert!(refusal(clinic.load_content(&admin, &unknown).await).contains("no instrument `no-such-scale`"));
    let short = content(instrument, items - 1, "Used with permission.");
    assert!(refusal(clinic.load_content(&admin, &short).await).contains("item texts"));
    let silent = content(instrument, items, " ");
    assert!(refusal(clinic.load_content(&admin, &silent).await).contains("notice"));
    assert!(refusal(clinic.load_content(&admin, "not a file").await).contains("ine 1"));
    assert!(refusal(clinic.load_content(&admin, "").await).contains("Paste"));
    assert!(clinic.content_files().is_empty());
    assert!(!clinic.instrument(&instrument.id).unwrap().has_wording());
    assert!(matches!(clinic.load_content(&prescriber(), &good).await, Err(ActionError::Denied(_))), "only the administrator");
}

#[tokio::test]
async fn licensed_wording_is_shown_at_once_and_after_a_restart_and_can_be_taken_away() {
    let practice = Practice::open().await;
    let (clinic, admin) = (&practice.clinic, staff(Role::Administrator, 21));
    let instrument = unworded();
    let text = content(instrument, instrument.all_items().count(), "Used with permission.");
    clinic.load_content(&admin, &text).await.unwrap();
    let words = |clinic: &Clinic| clinic.instrument(&instrument.id).unwrap().items[0].text.clone();
    assert_eq!(words(clinic).as_deref(), Some("Licensed sentence 1"));
    assert_eq!(clinic.instrument(&instrument.id).unwrap().licensed_to.as_ref().unwrap().holder, "Three Rivers");
    clinic.load_content(&admin, &text.replace("sentence 1\"", "sentence one\"")).await.unwrap();
    assert_eq!((clinic.content_files().len(), words(clinic).as_deref()), (1, Some("Licensed sentence one")), "it is replaced");

    let ids = Arc::new(concord_actions::SeededIds::new(2));
    let again = Clinic::new(practice.store.clone(), shipped(), practice.clock.clone(), ids);
    assert_eq!(words(&again), None);
    again.load_practice().await.unwrap();
    assert_eq!(words(&again).as_deref(), Some("Licensed sentence one"));

    clinic.remove_content(&admin, &instrument.id, "en").await.unwrap();
    assert_eq!(words(clinic), None);
    assert!(matches!(clinic.remove_content(&admin, &instrument.id, "en").await, Err(ActionError::NotFound)));
}
