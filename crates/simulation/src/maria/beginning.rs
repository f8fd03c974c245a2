//! How she came, what was found out, what she wants.

use super::{BEN, OSEI, PRIYA, RUTH, august, june};
use crate::{
    deed::{Act, By, Line},
    intake::{icd, on_team},
    measures::{number, pressure, quantity, weight},
    scribe::{Scribe, offered, staff},
};
use concord_chart::{
    Event, GoalId, When,
    allergy::AllergyNoted,
    condition::{ConditionNoted, ConditionStatus},
    goal::{GoalMoved, GoalSet, GoalState},
    life_event::{Feel, Noted},
    measurement::Range,
    plan::{PlanPart, PlanRevised},
};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const MAY_28: Date = date(2026, 5, 28);

pub(super) fn write(scribe: &mut Scribe<'_>) {
    arrival(scribe);
    goals(scribe);
    plan(scribe);
    life(scribe);
    checks(scribe);
}

fn arrival(scribe: &mut Scribe<'_>) {
    let team = [OSEI, RUTH, BEN].map(|login| on_team(staff(login))).to_vec();
    let reason = "Low since the winter, sleeps badly, cannot hold a thought; on sick leave from the library.".to_owned();
    scribe.deed(scribe.at(MAY_28, 9, 12), By::Staff(staff(PRIYA)), Act::Register { team, reason });
    let condition = ConditionNoted {
        name: "Major depressive disorder, single episode, moderate".to_owned(),
        coding: icd("F32.1", "Major depressive disorder, single episode, moderate"),
        status: ConditionStatus::Active,
        provisional: false,
        since: Some(When::Month(2026, 1)),
        until: None,
    };
    let allergy = AllergyNoted {
        substance: "Penicillin".to_owned(),
        coding: Vec::new(),
        intolerance: Some(false),
        reactions: vec!["rash".to_owned()],
        criticality: Some("low".to_owned()),
    };
    let lines = vec![
        Event::ConditionNoted(condition).into(),
        Event::AllergyNoted(allergy).into(),
        offered("phq-9", june(1), "Where we begin."),
        offered("gad-7", june(1), "Where we begin."),
    ];
    scribe.look(scribe.at(MAY_28, 10, 2), BEN);
    scribe.by_staff(scribe.at(MAY_28, 10, 31), BEN, lines);
}

fn goals(scribe: &mut Scribe<'_>) {
    let (clear_head, choir) = (GoalId(scribe.names.id()), GoalId(scribe.names.id()));
    let set = |goal, words: &str| Line::from(Event::GoalSet(GoalSet { goal, words: words.to_owned(), by: None }));
    let lines = vec![
        set(clear_head, "A clear head in the afternoons, when the children are home."),
        set(choir, "Sing with the choir again."),
    ];
    scribe.record(scribe.at(june(1), 19, 34), By::Patient, lines);
    let moved = |goal, state, words: &str| Line::from(Event::GoalMoved(GoalMoved { goal, state, words: words.to_owned() }));
    scribe.record(
        scribe.at(august(9), 20, 2),
        By::Patient,
        vec![moved(clear_head, GoalState::Improving, "Six clear afternoons out of seven this week; it was one in July.")],
    );
    scribe.record(scribe.at(august(13), 22, 20), By::Patient, vec![moved(choir, GoalState::Improving, "First evening back.")]);
}

fn plan(scribe: &mut Scribe<'_>) {
    let parts = BTreeMap::from([
        (PlanPart::WhatMatters, "A clear head in the afternoons, when the children are home. The choir.".to_owned()),
        (PlanPart::Medication, "Sertraline, up in steps; hydroxyzine for the worst nights only. Dr Osei.".to_owned()),
        (PlanPart::Psychotherapy, "CBT every Wednesday with Ruth, 13 sessions, one of them as a couple.".to_owned()),
        (PlanPart::Measures, "PHQ-9 and GAD-7 every second Monday. Mood, sleep and doses on the phone.".to_owned()),
        (PlanPart::WhoDoesWhat, "Dr Osei answers about medicines within one working day. Ruth tells her what she hears. Ben calls if an answer worries us.".to_owned()),
        (PlanPart::IfThingsSlip, SAFETY_PLAN.to_owned()),
        (PlanPart::LookAgain, "29 June, then every four weeks.".to_owned()),
    ]);
    scribe.by_staff(scribe.at(june(2), 15, 10), BEN, vec![Event::PlanRevised(PlanRevised { parts }).into()]);
    let reviewed = BTreeMap::from([
        (PlanPart::IfThingsSlip, format!("{SAFETY_PLAN} Read together on 10 August.")),
        (PlanPart::LookAgain, "21 September, all of us together.".to_owned()),
    ]);
    scribe.by_staff(scribe.at(august(10), 11, 52), BEN, vec![Event::PlanRevised(PlanRevised { parts: reviewed }).into()]);
}

/// Her plan for bad hours, in steps.
const SAFETY_PLAN: &str = "1. My signs: I stop answering the phone, I lie awake at four, I think they would manage without me. \
2. First: cold water, shoes on, around the block. 3. Where I go: the reading room; Sofía's kitchen. \
4. Who I tell: Inés, then Carmen. 5. Who I call: 988 at any hour; Ben, weekdays 8 to 5. \
6. Safer at home: Inés keeps the tablets, one week at a time.";

fn life(scribe: &mut Scribe<'_>) {
    let events = [
        (june(18), Feel::Hard, "My mother's operation"),
        (date(2026, 7, 20), Feel::Good, "Back at the library, half days"),
        (august(6), Feel::Hard, "Argument at home"),
        (august(13), Feel::Good, "Choir again"),
    ];
    for (day, feel, words) in events {
        let noted = Event::LifeEventNoted(Noted { words: words.to_owned(), feel });
        scribe.record(scribe.at(day, 20, 41), By::Patient, vec![noted.into()]);
    }
}

fn checks(scribe: &mut Scribe<'_>) {
    let lab = |what: &str, code: &str, value, unit: &str, low: Decimal, high: Decimal| {
        Event::LabResulted(number(what, code, quantity(value, 1, unit), Some(Range { low: Some(low), high: Some(high) })))
    };
    let drawn = scribe.at(MAY_28, 9, 40);
    let bloods = vec![
        Line::from(lab("TSH", "3016-3", 19, "m[IU]/L", Decimal::new(4, 1), Decimal::new(45, 1))).at(drawn),
        Line::from(lab("Hemoglobin", "718-7", 131, "g/dL", Decimal::new(120, 1), Decimal::new(155, 1))).at(drawn),
    ];
    scribe.by_staff(scribe.at(date(2026, 5, 29), 16, 5), OSEI, bloods);
    let whole = |value| Decimal::new(value, 0);
    let sodium =
        number("Sodium", "2951-2", quantity(140, 0, "mmol/L"), Some(Range { low: Some(whole(135)), high: Some(whole(145)) }));
    let sample = scribe.at(june(15), 8, 5);
    scribe.by_staff(scribe.at(june(16), 15, 45), OSEI, vec![Line::from(Event::LabResulted(sodium)).at(sample)]);
    for (day, tenths, systolic, diastolic) in [(june(1), 684, 118, 74), (date(2026, 7, 13), 691, 116, 73)] {
        let lines = vec![weight(tenths).into(), pressure(systolic, diastolic).into()];
        scribe.by_staff(scribe.at(day, 9, 34), OSEI, lines);
    }
}
