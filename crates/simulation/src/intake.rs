//! Coming and going: registration, what is found out at the beginning, what is agreed, and how care ends.

use crate::{
    calendar::plus,
    cast::Scene,
    deed::{Act, By, Line},
    life::{Life, minutes_after},
    people::Allergy,
    roster::Leaving,
    staff::{Member, StaffNumber},
    track::Track,
    words,
};
use concord_access::Role;
use concord_chart::{
    Event, GoalId, When,
    allergy::{AllergyNoted, NoKnownAllergies},
    condition::{ConditionChanged, ConditionNoted, ConditionStatus},
    goal::{GoalMoved, GoalSet, GoalState},
    plan::{PlanPart, PlanRevised},
    quantity::Coding,
    registration::{CareRole, EpisodeClosed, EpisodeEnd, TeamJoined, TeamLeft, TeamMember},
};
use std::collections::BTreeMap;

/// How a member of staff stands on a care team.
pub(crate) fn on_team(staff: StaffNumber) -> TeamMember {
    let member: &Member = staff.member();
    let role = match member.role {
        Role::Prescriber => CareRole::Prescriber,
        Role::Therapist => CareRole::Therapist,
        Role::ComplementaryPractitioner => CareRole::ComplementaryPractitioner,
        _ => CareRole::CareManager,
    };
    TeamMember { staff: Some(member.id()), name: member.name.to_owned(), role }
}

/// A diagnosis as it is coded in the United States.
pub(crate) fn icd(code: &str, words: &str) -> Vec<Coding> {
    vec![Coding { system: "http://hl7.org/fhir/sid/icd-10-cm".to_owned(), code: code.to_owned(), display: words.to_owned() }]
}

impl Life<'_> {
    /// The first day.
    pub fn arrive(&mut self) {
        let who = self.who;
        let minute = self.dice.words.between(5, 55) as i8;
        let mut team: Vec<TeamMember> = who.prescriber.map(|seat| on_team(seat.staff)).into_iter().collect();
        if let Some(talk) = who.talk.filter(|talk| talk.from <= plus(who.from, 14)) {
            team.push(on_team(talk.seat.staff));
        }
        team.push(on_team(who.care_manager));
        let registered = self.at(8, minute);
        let desk = self.desk();
        self.deed(registered, desk, Act::Register { team, reason: who.reason.to_owned() });
        self.plan_first_visit(minutes_after(registered, 6));
        let first_talk = self.at(10, minute);
        self.look(first_talk, who.care_manager);
        let lines = self.first_findings();
        let care_manager = self.care_manager();
        self.record(minutes_after(first_talk, 22), care_manager, lines);
        self.offer(minutes_after(first_talk, 24), who.from);
        if who.scene != Scene::FirstVisit {
            self.agree_on_a_plan();
        }
    }

    fn first_findings(&mut self) -> Vec<Line> {
        let who = self.who;
        let (name, code) = who.condition;
        let since = match self.dice.words.between(1, 4) {
            1 => Some(When::Year(who.from.year() - 1)),
            2 => {
                let day = plus(who.from, -self.dice.words.between(70, 260));
                Some(When::Month(day.year(), day.month()))
            }
            3 => Some(When::Between(plus(who.from, -400), plus(who.from, -180))),
            _ => None,
        };
        let noted = ConditionNoted {
            name: name.to_owned(),
            coding: icd(code, name),
            status: ConditionStatus::Active,
            provisional: self.dice.words.happens(0.12),
            since,
            until: None,
        };
        let id = concord_chart::EventId(self.names.id());
        self.asking.condition = Some(id);
        let mut lines = vec![Line::from(Event::ConditionNoted(noted)).with_id(id)];
        match who.person.allergy {
            Allergy::To(substance, reaction) => lines.push(
                Event::AllergyNoted(AllergyNoted {
                    substance: substance.to_owned(),
                    coding: Vec::new(),
                    intolerance: Some(false),
                    reactions: vec![reaction.to_owned()],
                    criticality: (reaction == "anaphylaxis").then(|| "high".to_owned()),
                })
                .into(),
            ),
            Allergy::NoneKnown => lines.push(Event::NoKnownAllergies(NoKnownAllergies {}).into()),
            Allergy::NotAskedYet => {}
        }
        lines
    }

    /// Some days in: the person's own goal, and a plan with who does what.
    fn agree_on_a_plan(&mut self) {
        let who = self.who;
        let goal = GoalId(self.names.id());
        let words = self.dice.words.pick(words::GOALS).to_owned();
        let evening = self.calendar.at(plus(who.from, 1), 19, self.dice.words.between(0, 55) as i8);
        let set = Event::GoalSet(GoalSet { goal, words: words.clone(), by: None });
        self.record(evening, By::Patient, vec![set.into()]);
        self.asking.goal = Some(goal);
        if !self.full {
            return;
        }
        let parts = self.plan_parts(&words);
        let day = self.open_day_in(4);
        let at = self.calendar.at(day, 15, self.dice.words.between(0, 40) as i8);
        let care_manager = self.care_manager();
        self.record(at, care_manager, vec![Event::PlanRevised(PlanRevised { parts }).into()]);
    }

    fn plan_parts(&mut self, goal: &str) -> BTreeMap<PlanPart, String> {
        let who = self.who;
        let given = &who.person.given;
        let mut parts = BTreeMap::from([(PlanPart::WhatMatters, goal.to_owned())]);
        let mut hands = vec![format!("{} keeps everybody in step.", who.care_manager.member().name)];
        if let Some(seat) = who.prescriber {
            let name = seat.staff.member().name;
            parts.insert(PlanPart::Medication, format!("{name} looks after medicines; {given} says early what bothers."));
            hands.push(format!("{name} answers questions about medicines within one working day."));
        }
        if let Some(talk) = who.talk {
            let (_, therapy) = words::therapy_of(talk.skill);
            let often = if talk.skill == crate::staff::Skill::Family { "every second week" } else { "every week" };
            parts.insert(PlanPart::Psychotherapy, format!("{therapy} {often}, {} sessions to begin with.", talk.sessions));
            hands.push(format!("{} sees {given} {often}.", talk.seat.staff.member().name));
        }
        if let Some(practice) = who.practice {
            let (_, name) = words::practice_of(practice.skill);
            parts.insert(PlanPart::Complementary, format!("{name}, {} times, from {}.", practice.classes, practice.from));
        }
        let measures = match who.track {
            Track::Couple | Track::Family | Track::Adhd => "PHQ-9 and WHO-5 every four weeks.",
            _ => "PHQ-9 and GAD-7 every two weeks, every four once things are steady.",
        };
        parts.insert(PlanPart::Measures, measures.to_owned());
        parts.insert(PlanPart::WhoDoesWhat, hands.join(" "));
        parts.insert(PlanPart::IfThingsSlip, self.dice.words.pick(words::IF_SLIPPING).to_owned());
        parts.insert(PlanPart::LookAgain, format!("{}, all together.", plus(who.from, 84)));
        parts
    }

    /// What is noticed once somebody is better: the goal nearer, the condition in remission.
    pub fn notice_getting_better(&mut self, remission: bool) {
        let minute = self.dice.words.between(0, 50) as i8;
        let evening = self.at(20, minute);
        if let Some(goal) = self.asking.goal.filter(|_| !self.asking.goal_moved) {
            self.asking.goal_moved = true;
            let words = self.dice.words.pick(words::GOAL_NEARER).to_owned();
            self.record(
                evening,
                By::Patient,
                vec![Event::GoalMoved(GoalMoved { goal, state: GoalState::Improving, words }).into()],
            );
        }
        if let (true, Some(condition), false) = (remission, self.asking.condition, self.asking.remission_noted) {
            self.asking.remission_noted = true;
            let words = "Well on two questionnaires in a row.".to_owned();
            let changed = ConditionChanged { condition, status: ConditionStatus::Remission, words };
            let at = self.calendar.at(self.open_day_in(1), 9, 35);
            let care_manager = self.care_manager();
            self.record(at, care_manager, vec![Event::ConditionChanged(changed).into()]);
        }
    }

    /// A colleague takes over the medicines.
    pub fn change_of_prescriber(&mut self) {
        let (Some((day, new)), Some(old)) = (self.who.prescriber_later, self.who.prescriber) else { return };
        if day != self.day {
            return;
        }
        let left = TeamLeft { staff: old.staff.member().id(), reason: "Hours moved to another day.".to_owned() };
        let lines = vec![Event::TeamJoined(TeamJoined { member: on_team(new.staff) }).into(), Event::TeamLeft(left).into()];
        let desk = self.desk();
        self.record(self.at(8, 12), desk, lines);
    }

    /// Somebody joins the team after the first days.
    pub fn join(&mut self, at: jiff::Timestamp, staff: StaffNumber) {
        let desk = self.desk();
        self.record(at, desk, vec![Event::TeamJoined(TeamJoined { member: on_team(staff) }).into()]);
    }

    /// The end of care.
    pub fn leave(&mut self, how: Leaving) {
        self.end_session_course(how);
        self.end_classes(how);
        self.cancel_next_visit();
        self.end_medicines(how);
        let (end, words) = match how {
            Leaving::Finished => (EpisodeEnd::Completed, self.dice.words.pick(words::FINISHED)),
            Leaving::DroppedOut => (EpisodeEnd::DroppedOut, "Two letters, three calls, no answer. The door stays open."),
            Leaving::Moved => (EpisodeEnd::Moved, "Moved away; records sent to the new practice."),
        };
        let closed = Event::EpisodeClosed(EpisodeClosed { how: end, words: words.to_owned() });
        let care_manager = self.care_manager();
        self.record(self.at(11, 45), care_manager, vec![closed.into()]);
    }
}
