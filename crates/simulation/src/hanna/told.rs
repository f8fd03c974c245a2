//! What happened before she came, as well as it is known.

use super::{CAME, DECLAN, GABRIEL, IMANI, LUZ, Things};
use crate::{
    calendar::plus,
    deed::{Act, By, Line},
    intake::{icd, on_team},
    scribe::{Scribe, staff},
};
use concord_chart::{
    CourseId, Event, GoalId, SubstanceId, TherapyId, When,
    allergy::NoKnownAllergies,
    condition::{ConditionNoted, ConditionStatus},
    document::{DocumentFiled, ProcedureDone},
    goal::GoalSet,
    life_event::{Feel, Noted},
    medication::{DoseChanged, Dosing, Started, StopReason, Stopped},
    plan::{PlanPart, PlanRevised},
    quantity::Dose,
    therapy::{CourseEnd, Ended, Started as TherapyStarted},
};
use jiff::civil::date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(super) fn dosing(mg: u16, when: &str) -> Dosing {
    Dosing { dose: Some(Dose::mg(mg)), per_day: Some(Decimal::ONE), time_words: when.to_owned(), as_needed: false }
}

pub(super) fn started(course: CourseId, substance: &str, name: &str, dosing: Dosing, prescriber: &str) -> Event {
    Event::MedicationStarted(Started {
        course,
        substance: Some(SubstanceId::from(substance)),
        name: name.to_owned(),
        coding: Vec::new(),
        dosing,
        route: Some("by mouth".to_owned()),
        purpose: "keeping mood steady".to_owned(),
        prescriber: prescriber.to_owned(),
        from_elsewhere: false,
    })
}

pub(super) fn write(scribe: &mut Scribe<'_>, things: &Things) {
    arrival(scribe);
    medicines(scribe, things);
    talking(scribe);
    life(scribe);
}

fn arrival(scribe: &mut Scribe<'_>) {
    let team = [IMANI, GABRIEL, LUZ].map(|login| on_team(staff(login))).to_vec();
    let reason = "Bipolar disorder, well on lithium and lamotrigine; moved here, needs somebody who looks after it.".to_owned();
    scribe.deed(scribe.at(CAME, 9, 20), By::Staff(staff(DECLAN)), Act::Register { team, reason });
    let condition = ConditionNoted {
        name: "Bipolar disorder".to_owned(),
        coding: icd("F31.9", "Bipolar disorder"),
        status: ConditionStatus::Active,
        provisional: false,
        since: Some(When::Between(date(2016, 1, 1), date(2016, 12, 31))),
        until: None,
    };
    let lines = vec![Event::ConditionNoted(condition).into(), Event::NoKnownAllergies(NoKnownAllergies {}).into()];
    scribe.by_staff(scribe.at(CAME, 10, 40), LUZ, lines);
    let goal = GoalId(scribe.names.id());
    let words = "See it coming before Jan does. Sleep goes first.".to_owned();
    scribe.record(scribe.at(plus(CAME, 2), 19, 5), By::Patient, vec![Event::GoalSet(GoalSet { goal, words, by: None }).into()]);
    let parts = BTreeMap::from([
        (PlanPart::WhatMatters, "Staying well, and working days.".to_owned()),
        (PlanPart::Medication, "Lithium by its level, lamotrigine as it is. Dr Imani.".to_owned()),
        (PlanPart::Measures, "PHQ-9 once a month, mood and sleep on the phone, lithium level every three months, kidney and thyroid twice a year.".to_owned()),
        (PlanPart::WhoDoesWhat, "Jan may call. Dr Imani answers within one working day. Luz keeps the dates of the checks.".to_owned()),
        (PlanPart::IfThingsSlip, "Step 1: under six hours of sleep two nights running: phone off at nine, no late shifts. Step 2: two days at +2: call Dr Imani, quetiapine at night. Five days at -2: call too. Any time: 988.".to_owned()),
        (PlanPart::LookAgain, "Once a year in September.".to_owned()),
    ]);
    scribe.by_staff(scribe.at(plus(CAME, 5), 14, 10), LUZ, vec![Event::PlanRevised(PlanRevised { parts }).into()]);
}

/// Told at the first visit: some to the day, some to the year.
fn medicines(scribe: &mut Scribe<'_>, things: &Things) {
    let mut past = |substance: &str, name: &str, mg, from: When, to: When, reason, words: &str| {
        let course = CourseId(scribe.names.id());
        let Event::MedicationStarted(start) = started(course, substance, name, dosing(mg, ""), "elsewhere, as told") else {
            return Vec::new();
        };
        let start = Started { from_elsewhere: true, purpose: String::new(), ..start };
        let stop = Stopped { course, reason, words: words.to_owned() };
        vec![Line::from(Event::MedicationStarted(start)).at(from), Line::from(Event::MedicationStopped(stop)).at(to)]
    };
    let mut lines = Vec::new();
    lines.extend(past(
        "sertraline",
        "Sertraline",
        50,
        When::Year(2017),
        When::Month(2017, 9),
        StopReason::Safety,
        "High within weeks.",
    ));
    let spring = When::Between(date(2019, 4, 1), date(2019, 6, 30));
    lines.extend(past(
        "quetiapine",
        "Quetiapine",
        300,
        When::Month(2019, 3),
        When::Month(2020, 2),
        StopReason::Completed,
        "Tapered as planned.",
    ));
    lines.extend(past(
        "lithium",
        "Lithium",
        900,
        spring,
        When::Month(2021, 8),
        StopReason::PatientChoice,
        "Slow taper, own choice; last dose 20 August 2021.",
    ));
    lines.extend(past(
        "quetiapine",
        "Quetiapine",
        300,
        When::Month(2022, 1),
        When::Month(2022, 11),
        StopReason::Completed,
        "Down to 50, then off.",
    ));
    lines.push(
        Line::from(started(things.lithium, "lithium", "Lithium", dosing(900, "at night"), "hospital, then family doctor"))
            .at(date(2022, 1, 31)),
    );
    let first = started(things.lamotrigine, "lamotrigine", "Lamotrigine", dosing(25, "in the morning"), "family doctor");
    lines.push(Line::from(first).at(When::Month(2022, 6)));
    let full = DoseChanged {
        course: things.lamotrigine,
        dosing: dosing(200, "in the morning"),
        reason: "Small steps over two months.".to_owned(),
    };
    lines.push(Line::from(Event::DoseChanged(full)).at(When::Month(2022, 8)));
    for (year, month, nights) in [(2019, 3, 17), (2022, 1, 21)] {
        let stay = ProcedureDone {
            what: format!("Hospital stay, {nights} nights"),
            coding: Vec::new(),
            until: None,
            reasons: vec!["mania".to_owned()],
        };
        lines.push(Line::from(Event::ProcedureDone(stay)).at(When::Month(year, month)));
    }
    let letter = DocumentFiled {
        title: "Discharge letter".to_owned(),
        document_kind: "Letter".to_owned(),
        text: Some(
            "Admitted with mania 19 weeks after the last dose of lithium. Lithium begun again, quetiapine for the first months."
                .to_owned(),
        ),
        written_by: "hospital ward".to_owned(),
    };
    lines.push(Line::from(Event::DocumentFiled(letter)).at(date(2022, 2, 1)));
    scribe.by_staff(scribe.at(date(2024, 8, 22), 11, 44), IMANI, lines);
}

fn talking(scribe: &mut Scribe<'_>) {
    let past = |course, therapy: Option<&str>, name: &str, planned| {
        Event::TherapyStarted(TherapyStarted {
            course,
            therapy: therapy.map(TherapyId::from),
            name: name.to_owned(),
            planned_sessions: Some(planned),
            every_days: None,
            therapist: None,
            therapist_name: "elsewhere".to_owned(),
            aim: String::new(),
        })
    };
    let ended = |course, words: &str| Event::TherapyEnded(Ended { course, how: CourseEnd::Completed, words: words.to_owned() });
    let (group, family) = (CourseId(scribe.names.id()), CourseId(scribe.names.id()));
    let lines = vec![
        Line::from(past(group, None, "Learning about bipolar disorder, group", 21)).at(When::Month(2020, 1)),
        Line::from(ended(group, "19 of 21, as told.")).at(When::Month(2020, 6)),
        Line::from(past(family, Some("family"), "Family therapy", 12)).at(When::Month(2022, 10)),
        Line::from(ended(family, "12 of 12, as told.")).at(When::Month(2023, 4)),
    ];
    scribe.by_staff(scribe.at(date(2024, 8, 29), 15, 50), GABRIEL, lines);
}

fn life(scribe: &mut Scribe<'_>) {
    let before = [
        (When::Month(2018, 5), Feel::Hard, "Lost the work at the bakery"),
        (When::Month(2020, 9), Feel::Good, "Trained as a nurse"),
        (When::Month(2023, 6), Feel::Good, "Moved in with Jan"),
    ];
    let noted = |feel, words: &str| Event::LifeEventNoted(Noted { words: words.to_owned(), feel });
    let lines = before.into_iter().map(|(when, feel, words)| Line::from(noted(feel, words)).at(when)).collect();
    scribe.record(scribe.at(plus(CAME, 3), 20, 15), By::Patient, lines);
    let since = [
        (date(2024, 11, 3), Feel::Hard, "Father's illness"),
        (date(2025, 11, 16), Feel::Good, "New work, days only"),
        (date(2026, 4, 6), Feel::Hard, "Three night flights in a week"),
    ];
    for (day, feel, words) in since {
        scribe.record(scribe.at(day, 20, 5), By::Patient, vec![noted(feel, words).into()]);
    }
}
