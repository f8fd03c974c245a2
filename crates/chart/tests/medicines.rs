//! What happens around a medicine: fills and counts, what gets in the way, wishes, plans of steps, tasks, what was said
//! when somebody went on past a finding, and the circumstances that safety rules ask for.

#![allow(clippy::unwrap_used, missing_docs)]

use concord_chart::{
    Author, AuthorKind, Chart, ChartId, CourseId, Draft, Event, EventId, IdempotencyKey, Recorded, Refusal, Sensitivity, StaffId,
    When,
    acknowledgement::{AcknowledgeReason, FindingAcknowledged},
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    change_request::{ChangeAnswered, ChangeAsked, Wish},
    circumstance::{About, Circumstance, CircumstanceNoted},
    dispensing::{Counted, Dispensed},
    entry::{EntryRetracted, RetractionReason},
    medication::{
        DoseChanged, DoseMissed, DoseTaken, Dosing, KnownFrom, PlannedStep, Started, StepsPlanned, StopReason, Stopped,
    },
    quantity::Dose,
    registration::{Demographics, Registered},
    side_effect::{Reported, Severity},
    steps::{PlanPaused, PlanResumed, StepConfirmed, StepsKind},
    task::{TaskDone, TaskHandedOver, TaskKind, TaskOpened},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use rust_decimal::Decimal;
use std::sync::Arc;
use uuid::Uuid;

const COURSE: CourseId = CourseId(Uuid::from_u128(50));
const OTHER: CourseId = CourseId(Uuid::from_u128(51));
const OSEI: StaffId = StaffId(Uuid::from_u128(900));
const LINDGREN: StaffId = StaffId(Uuid::from_u128(901));

fn id(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}

fn on(day: i8) -> Date {
    date(2026, 3, day)
}

fn by(kind: AuthorKind, number: u128, day: Date, event: Event) -> Draft {
    Draft {
        id: id(number),
        occurred: When::Day(day),
        author: Author { kind, staff: None, name: "M. Delgado".into(), role: String::new() },
        on_behalf_of: None,
        sensitivity: Sensitivity::General,
        key: IdempotencyKey(format!("key-{number}")),
        amends: None,
        source: None,
        event,
    }
}

fn draft(number: u128, day: Date, event: Event) -> Draft {
    by(AuthorKind::Staff, number, day, event)
}

fn dosing(mg: i64) -> Dosing {
    Dosing { dose: Some(Dose::mg(mg)), per_day: Some(1.into()), time_words: String::new(), as_needed: false }
}

fn started(number: u128, course: CourseId) -> Draft {
    let started = Started {
        course,
        substance: Some("lamotrigine".into()),
        name: "Lamotrigine".into(),
        coding: vec![],
        dosing: dosing(25),
        route: None,
        purpose: String::new(),
        prescriber: String::new(),
        from_elsewhere: false,
    };
    draft(number, on(1), Event::MedicationStarted(started))
}

/// A chart with two courses and what is handed in, each decided before it is added.
fn chart(drafts: Vec<Draft>) -> Chart {
    tried(drafts).unwrap()
}

fn tried(drafts: Vec<Draft>) -> Result<Chart, Refusal> {
    let person = Demographics { family_name: "Delgado".into(), given_name: "Maria".into(), ..Demographics::default() };
    let registered = draft(1, on(1), Event::Registered(Registered { record_number: "204 517".into(), person }));
    let mut chart = Chart::empty(ChartId(Uuid::from_u128(7)));
    for draft in [registered, started(2, COURSE), started(3, OTHER)].into_iter().chain(drafts) {
        for draft in chart.decide(vec![draft], on(28))? {
            chart.add([Arc::new(Recorded { seq: chart.head + 1, recorded_at: Timestamp::UNIX_EPOCH, draft })]);
        }
    }
    Ok(chart)
}

fn refused(drafts: Vec<Draft>) -> String {
    tried(drafts).expect_err("this was recorded").sentence
}

fn plan(number: u128, days: &[i8]) -> Draft {
    let steps =
        days.iter().zip(2_i64..).map(|(day, times)| PlannedStep { from: on(*day), dosing: dosing(25 * times), only_if: None });
    let planned = StepsPlanned {
        kind: Some(StepsKind::Titration),
        basis: "the label, without valproate".into(),
        ..StepsPlanned::plain(COURSE, steps.collect())
    };
    draft(number, on(1), Event::StepsPlanned(planned))
}

fn paused(number: u128, kind: AuthorKind) -> Draft {
    by(kind, number, on(10), Event::PlanPaused(PlanPaused { course: COURSE, until: Some(on(20)), words: "dizzy".into() }))
}

fn resumed(number: u128, shift_days: u16) -> Draft {
    draft(number, on(12), Event::PlanResumed(PlanResumed { course: COURSE, shift_days }))
}

fn confirmed(number: u128, from: Date, mg: i64) -> Draft {
    let confirmed = StepConfirmed { course: COURSE, from, dosing: dosing(mg), words: "well tolerated".into() };
    draft(number, from, Event::StepConfirmed(confirmed))
}

fn opened(number: u128) -> Draft {
    let opened = TaskOpened {
        what: "Lithium level".into(),
        kind: TaskKind::OrderTest,
        item: Some("lithium_level".into()),
        course: Some(COURSE),
        owner: OSEI,
        due: Some(on(9)),
        because: vec![id(2)],
    };
    draft(number, on(2), Event::TaskOpened(opened))
}

fn went_on(number: u128, substances: &[&str], context: &str) -> Draft {
    let acknowledged = FindingAcknowledged {
        finding: "lithium.nsaid".into(),
        substances: substances.iter().map(|name| (*name).into()).collect(),
        severity: "major".into(),
        context: context.into(),
        reason: AcknowledgeReason::Monitored,
        words: String::new(),
        until: Some(on(20)),
    };
    draft(number, on(3), Event::FindingAcknowledged(acknowledged))
}

fn noted(number: u128, day: i8, what: Circumstance) -> Draft {
    draft(number, on(day), Event::CircumstanceNoted(CircumstanceNoted { what }))
}

fn asked(number: u128, wish: Wish, words: &str) -> Draft {
    let asked = ChangeAsked { course: COURSE, wish, words: words.into(), owner: Some(OSEI), answer_by: None };
    by(AuthorKind::Patient, number, on(4), Event::ChangeAsked(asked))
}

fn hindered(number: u128, reason: BarrierReason, words: &str) -> Draft {
    let barrier = BarrierNoted { course: Some(COURSE), reason, words: words.into(), owner: Some(LINDGREN), review_on: None };
    draft(number, on(4), Event::BarrierNoted(barrier))
}

fn fill(quantity: Option<i64>, unit: &str, days_supply: Option<u16>, day: Date) -> Draft {
    let dispensed = Dispensed {
        course: COURSE,
        on: day,
        quantity: quantity.map(Into::into),
        unit: unit.into(),
        days_supply,
        place: String::new(),
        known_from: KnownFrom::Fill,
    };
    draft(10, on(5), Event::Dispensed(dispensed))
}

#[test]
fn a_dose_keeps_how_we_know_of_it_and_a_correction_of_the_day_takes_that_along() {
    let taken = |number, known_from| {
        draft(number, on(4), Event::DoseTaken(DoseTaken { course: COURSE, on: on(4), at: None, known_from }))
    };
    let course = chart(vec![taken(10, KnownFrom::Observed)]).medication(COURSE).unwrap().clone();
    assert_eq!((course.taken, course.taken_from), (vec![on(4)], vec![(on(4), KnownFrom::Observed)]));
    let missed = DoseMissed { course: COURSE, on: on(4), reason: String::new(), known_from: KnownFrom::Conversation };
    let course = chart(vec![taken(10, KnownFrom::Observed), draft(11, on(4), Event::DoseMissed(missed))]);
    let course = course.medication(COURSE).unwrap();
    assert!(course.taken_from.is_empty());
    assert_eq!(course.missed_from, [(on(4), KnownFrom::Conversation)]);
}

#[test]
fn a_dose_that_nobody_can_take_is_refused_and_is_never_worked_with() {
    let much = |amount: Decimal, per_day: Decimal| Dosing {
        dose: Some(Dose { amount, unit: "mg".into() }),
        per_day: Some(per_day),
        time_words: String::new(),
        as_needed: false,
    };
    let changed = |dosing| {
        let changed = DoseChanged { course: COURSE, dosing, reason: String::new() };
        draft(10, on(5), Event::DoseChanged(changed))
    };
    assert!(refused(vec![changed(much(Decimal::MAX, Decimal::ONE))]).contains("Look at the number"));
    assert!(refused(vec![changed(much(Decimal::ONE, Decimal::MAX))]).contains("Look at the number"));
    assert_eq!(much(Decimal::MAX, Decimal::TWO).per_day_amount(), None, "no number holds it, and nothing ends over it");
}

#[test]
fn a_fill_says_how_much_or_for_how_long_and_is_not_to_come() {
    let course = chart(vec![fill(Some(30), "tablet", Some(30), on(5))]).medication(COURSE).unwrap().clone();
    assert_eq!(course.fills[0].what.words(), "30 tablet for 30 days");
    assert!(refused(vec![fill(None, "", None, on(5))]).contains("how many days"));
    assert!(refused(vec![fill(Some(30), " ", None, on(5))]).contains("what was counted"));
    assert!(refused(vec![fill(Some(0), "tablet", None, on(5))]).contains("more than nothing"));
    assert!(refused(vec![fill(None, "", Some(28), date(2026, 4, 9))]).contains("in the future"));
    assert!(tried(vec![fill(None, "", Some(28), on(5))]).is_ok());
}

#[test]
fn a_count_is_kept_with_what_was_expected_and_is_never_negative() {
    let counted = |left: i64| Counted { course: COURSE, on: on(6), left: left.into(), expected: Some(9.into()) };
    let course = chart(vec![draft(10, on(6), Event::PillsCounted(counted(12)))]).medication(COURSE).unwrap().clone();
    assert_eq!(course.counts[0].what.words(), "12 left, 9 expected");
    assert!(refused(vec![draft(10, on(6), Event::PillsCounted(counted(-1)))]).contains("zero or more"));
}

#[test]
fn a_barrier_has_an_owner_until_somebody_says_what_helped() {
    let resolved =
        |words: &str| draft(11, on(6), Event::BarrierResolved(BarrierResolved { barrier: id(10), words: words.into() }));
    let open = chart(vec![hindered(10, BarrierReason::Cost, "")]);
    assert_eq!((open.barriers[0].what.owner, &open.barriers[0].resolved), (Some(LINDGREN), &None));
    let closed = chart(vec![hindered(10, BarrierReason::Cost, ""), resolved("a generic")]);
    assert_eq!(closed.barriers[0].resolved.as_ref().unwrap().2, "a generic");
    assert!(refused(vec![hindered(10, BarrierReason::Cost, ""), resolved("")]).contains("what helped"));
    assert!(refused(vec![hindered(10, BarrierReason::Other, " ")]).contains("what gets in the way"));
    assert!(refused(vec![resolved("a generic")]).contains("not on this chart"));
}

#[test]
fn a_wish_waits_for_an_answer_and_changes_nothing_by_itself() {
    let answer = draft(11, on(5), Event::ChangeAnswered(ChangeAnswered { request: id(10), words: "Half of it.".into() }));
    let waiting = chart(vec![asked(10, Wish::Stop, "")]);
    assert_eq!((waiting.change_requests[0].by.as_str(), &waiting.change_requests[0].answer), ("M. Delgado", &None));
    assert!(waiting.medication(COURSE).unwrap().is_current());
    let answered = chart(vec![asked(10, Wish::Stop, ""), answer.clone()]);
    assert_eq!(answered.change_requests[0].answer.as_ref().unwrap().2, "Half of it.");
    assert!(refused(vec![answer]).contains("not on this chart"));
    assert!(refused(vec![asked(10, Wish::Other, "")]).contains("what should be different"));
    let stop = Stopped { course: COURSE, reason: StopReason::SideEffect, words: String::new() };
    assert!(refused(vec![draft(9, on(3), Event::MedicationStopped(stop)), asked(10, Wish::Lower, "")]).contains("was stopped"));
}

#[test]
fn going_on_past_a_finding_needs_a_reason_and_the_latest_one_counts() {
    let chart = chart(vec![went_on(10, &["lithium", "ibuprofen"], "egfr=80"), went_on(11, &["ibuprofen", "lithium"], "egfr=58")]);
    assert_eq!(chart.acknowledged.len(), 1, "the order of the substances makes no difference");
    let kept = &chart.acknowledged[0];
    assert_eq!((kept.id, kept.what.context.as_str()), (id(11), "egfr=58"));
    assert!(kept.holds_on(on(20)) && !kept.holds_on(on(21)));
    let mut unsaid = went_on(12, &["lithium"], "");
    if let Event::FindingAcknowledged(event) = &mut unsaid.event {
        event.reason = AcknowledgeReason::Other;
    }
    assert!(refused(vec![unsaid]).contains("why you go on"));
}

#[test]
fn findings_about_other_substances_are_other_findings() {
    let chart = chart(vec![went_on(10, &["lithium", "ibuprofen"], ""), went_on(11, &["lithium", "naproxen"], "")]);
    assert_eq!(chart.acknowledged.len(), 2);
}

#[test]
fn a_task_has_one_owner_until_it_is_done() {
    let over = |number| draft(number, on(3), Event::TaskHandedOver(TaskHandedOver { task: id(10), to: LINDGREN }));
    let done = |number| draft(number, on(4), Event::TaskDone(TaskDone { task: id(10), words: "0.7 mmol/L".into() }));
    let open = chart(vec![opened(10), over(11)]);
    assert_eq!((open.tasks[0].owner, open.tasks[0].what.owner), (LINDGREN, OSEI));
    assert!(open.tasks[0].is_overdue(on(10)) && !open.tasks[0].is_overdue(on(9)));
    let closed = chart(vec![opened(10), done(11)]);
    assert!(!closed.tasks[0].is_open() && !closed.tasks[0].is_overdue(on(10)));
    assert!(refused(vec![opened(10), done(11), done(12)]).contains("already done"));
    assert!(refused(vec![opened(10), done(11), over(12)]).contains("already done"));
    assert!(refused(vec![opened(10), over(11), over(12)]).contains("have this task already"));
    assert!(refused(vec![done(11)]).contains("not on this chart"));
}

#[test]
fn two_people_who_settle_the_same_task_are_in_conflict() {
    let chart = chart(vec![opened(10), draft(11, on(4), Event::TaskDone(TaskDone { task: id(10), words: String::new() }))]);
    let mine = draft(12, on(4), Event::TaskHandedOver(TaskHandedOver { task: id(10), to: LINDGREN }));
    assert_eq!(chart.changed_since(4, &[mine]).len(), 1);
}

#[test]
fn a_confirmed_step_changes_the_dose_and_leaves_the_plan() {
    let chart = chart(vec![plan(10, &[14, 21]), confirmed(11, on(14), 50)]);
    let course = chart.medication(COURSE).unwrap();
    assert_eq!(course.dosing().unwrap().words(), "50 mg");
    assert_eq!(course.steps.last().unwrap().reason, "well tolerated");
    assert_eq!(course.planned.iter().map(|step| step.from).collect::<Vec<_>>(), [on(21)]);
    let plan = course.plan.as_ref().unwrap();
    assert_eq!((plan.kind, plan.basis.as_str()), (Some(StepsKind::Titration), "the label, without valproate"));
}

#[test]
fn only_a_step_that_is_planned_can_be_confirmed() {
    assert!(refused(vec![plan(10, &[14, 21]), confirmed(11, on(15), 50)]).contains("No step is planned for 2026-03-15"));
    assert!(refused(vec![plan(10, &[14, 21]), paused(11, AuthorKind::Patient), confirmed(12, on(14), 50)]).contains("paused"));
    assert!(refused(vec![plan(10, &[14, 21]), confirmed(11, on(14), 0)]).contains("more than zero"));
}

#[test]
fn a_plan_that_went_on_has_its_remaining_steps_later() {
    let waiting = chart(vec![plan(10, &[14, 21]), paused(11, AuthorKind::Patient)]);
    let pause = waiting.medication(COURSE).unwrap().plan.as_ref().unwrap().paused.clone().unwrap();
    assert!(pause.by_patient);
    assert_eq!((pause.until, pause.words.as_str()), (Some(on(20)), "dizzy"));
    let going_on = chart(vec![plan(10, &[14, 21]), paused(11, AuthorKind::Staff), resumed(12, 3)]);
    let course = going_on.medication(COURSE).unwrap();
    assert_eq!(course.planned.iter().map(|step| step.from).collect::<Vec<_>>(), [on(17), on(24)]);
    assert_eq!(course.plan.as_ref().unwrap().paused, None);
}

#[test]
fn a_pause_needs_a_plan_and_going_on_needs_a_pause() {
    assert!(refused(vec![paused(10, AuthorKind::Patient)]).contains("No steps are planned"));
    assert!(
        refused(vec![plan(9, &[14]), paused(10, AuthorKind::Staff), paused(11, AuthorKind::Staff)]).contains("paused already")
    );
    assert!(refused(vec![plan(9, &[14]), resumed(10, 1)]).contains("not paused"));
    assert!(refused(vec![plan(9, &[14]), paused(10, AuthorKind::Staff), resumed(11, 400)]).contains("at most a year"));
}

#[test]
fn a_plan_is_gone_when_it_is_cleared_or_the_medicine_stopped() {
    let cleared = draft(11, on(2), Event::StepsPlanned(StepsPlanned::plain(COURSE, Vec::new())));
    assert_eq!(chart(vec![plan(10, &[14]), cleared]).medication(COURSE).unwrap().plan, None);
    let stop = Event::MedicationStopped(Stopped { course: COURSE, reason: StopReason::Switched, words: String::new() });
    let chart = chart(vec![plan(10, &[14]), draft(11, on(9), stop)]);
    let course = chart.medication(COURSE).unwrap();
    assert_eq!((&course.plan, course.planned.len()), (&None, 0));
    assert_eq!(course.last_day(&jiff::tz::TimeZone::UTC), Some(on(9)));
}

#[test]
fn a_cross_taper_names_another_course() {
    let pair = |paired| {
        let planned =
            StepsPlanned { kind: Some(StepsKind::CrossTaper), paired: Some(paired), ..StepsPlanned::plain(COURSE, vec![]) };
        vec![draft(10, on(2), Event::StepsPlanned(planned))]
    };
    assert!(refused(pair(COURSE)).contains("between two medicines"));
    assert!(refused(pair(CourseId(Uuid::from_u128(99)))).contains("not on this chart"));
    assert!(tried(pair(OTHER)).is_ok());
}

#[test]
fn of_a_circumstance_the_latest_counts_and_what_was_not_asked_is_not_known() {
    let pregnant = noted(10, 2, Circumstance::Pregnancy { due: Some(date(2026, 9, 1)) });
    let gene = |number, day, name: &str, phenotype: &str| {
        let what = Circumstance::Gene { gene: name.into(), phenotype: phenotype.into(), words: String::new() };
        noted(number, day, what)
    };
    let early = gene(12, 2, "CYP2D6", "normal metabolizer");
    let chart = chart(vec![
        pregnant,
        noted(11, 20, Circumstance::NotPregnant {}),
        early,
        gene(13, 5, "cyp2d6", "poor metabolizer"),
        gene(14, 5, "CYP2C19", "rapid metabolizer"),
    ]);
    let latest = chart.circumstances.latest(&About::Pregnancy).unwrap();
    assert_eq!((latest.id, latest.at, latest.what.words().as_str()), (id(11), When::Day(on(20)), "not pregnant"));
    assert_eq!(chart.circumstances.gene("CYP2D6").unwrap().id, id(13));
    assert_eq!(chart.circumstances.genes().count(), 2);
    assert_eq!(chart.circumstances.latest(&About::Breastfeeding), None);
}

#[test]
fn a_retracted_circumstance_gives_way_to_the_one_before_it() {
    let retraction = EntryRetracted { entry: id(11), reason: RetractionReason::WrongPatient, words: String::new() };
    let chart = chart(vec![
        noted(10, 2, Circumstance::NotPregnant {}),
        noted(11, 5, Circumstance::Pregnancy { due: None }),
        draft(12, on(6), Event::EntryRetracted(retraction)),
    ]);
    assert_eq!(chart.circumstances.latest(&About::Pregnancy).unwrap().id, id(10));
}

#[test]
fn a_day_due_lies_within_the_weeks_that_follow() {
    let due = |day| noted(10, 2, Circumstance::Pregnancy { due: Some(day) });
    assert!(tried(vec![due(date(2026, 12, 1))]).is_ok());
    for wrong in [date(2027, 9, 1), date(2025, 9, 1)] {
        assert!(refused(vec![due(wrong)]).contains("Check the year"), "{wrong} was accepted");
    }
}

#[test]
fn a_circumstance_that_says_nothing_is_refused() {
    let gene = |gene: &str, phenotype: &str| {
        vec![noted(10, 2, Circumstance::Gene { gene: gene.into(), phenotype: phenotype.into(), words: String::new() })]
    };
    assert!(refused(gene("", "poor metabolizer")).contains("which gene"));
    assert!(refused(gene("CYP2D6", "")).contains("what the result means"));
    assert!(refused(vec![noted(10, 2, Circumstance::Contraception { words: " ".into() })]).contains("none"));
}

#[test]
fn what_was_added_to_older_kinds_is_written_and_read_again_and_absent_from_older_bodies() {
    let reported = Event::SideEffectReported(Reported {
        words: "foggy".into(),
        burden: 4,
        severity: Some(Severity::Moderate),
        effect_on_life: "does not drive".into(),
        effect_on_therapy: "no homework".into(),
        ..Reported::default()
    });
    let planned = plan(10, &[14]).event;
    for event in [reported, planned] {
        let body = event.to_body().unwrap();
        assert_eq!(Event::read(event.kind(), event.version(), &body).unwrap(), event);
    }
    let plain = Event::StepsPlanned(StepsPlanned::plain(COURSE, vec![])).to_body().unwrap();
    assert_eq!(plain, format!(r#"{{"course":"{COURSE}","steps":[]}}"#));
    let old = Event::SideEffectReported(Reported { words: "foggy".into(), burden: 4, ..Reported::default() });
    assert_eq!(old.to_body().unwrap(), r#"{"words":"foggy","burden":4}"#);
}

#[test]
fn every_new_entry_is_described_in_words() {
    let words = |draft: Draft| draft.event.words();
    assert_eq!(words(confirmed(10, on(14), 50)), "step of 2026-03-14 confirmed: 50 mg");
    assert_eq!(words(paused(10, AuthorKind::Staff)), "coming steps paused: dizzy");
    assert_eq!(words(resumed(10, 7)), "coming steps go on, 7 days later");
    assert_eq!(words(plan(10, &[14, 21])), "titration: 2 coming steps agreed");
    assert_eq!(words(asked(10, Wish::Lower, "sleepy")), "asked to take less of it: sleepy");
    assert_eq!(words(hindered(10, BarrierReason::Cost, "")), "gets in the way: it costs too much");
    assert_eq!(
        words(went_on(10, &["lithium", "ibuprofen"], "")),
        "went on past a safety finding about ibuprofen and lithium: it is being monitored"
    );
}
