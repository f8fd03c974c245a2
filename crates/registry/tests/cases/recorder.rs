//! Records the events of a case on a chart, as the program would: decided first, then appended.

use crate::case_file::{CaseAnswer, CaseEvent, CaseFile};
use concord_chart::decision::{Arm, DecisionMade, Judged, Verdict};
use concord_chart::entry::{EntryRetracted, RetractionReason};
use concord_chart::finding::{FindingClosed, FindingTaken};
use concord_chart::medication::{self, DoseChanged, DoseMissed, DoseTaken, Dosing, KnownFrom, StopReason};
use concord_chart::plan::{PlanPart, PlanRevised};
use concord_chart::quantity::Dose;
use concord_chart::questionnaire::{Answered, Declined, Offered, Reported, Respondent};
use concord_chart::registration::{
    CareRole, Demographics, EpisodeClosed, EpisodeEnd, EpisodeOpened, Registered, TeamJoined, TeamMember,
};
use concord_chart::therapy::{self, Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned};
use concord_chart::*;
use concord_engines::findings::{FindingKind, all};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The zone of the invented practice.
pub fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

/// A chart that grows.
pub struct Recorder {
    chart: Chart,
    next: u128,
    names: BTreeMap<String, EventId>,
    courses: BTreeMap<String, CourseId>,
}

impl Recorder {
    /// The chart of a case with everything that was recorded up to and including a day.
    pub fn run(case: &CaseFile, until: Date) -> Chart {
        let mut recorder = Self { chart: Chart::empty(id(1)), next: 2, names: BTreeMap::new(), courses: BTreeMap::new() };
        let first = case.events.iter().filter_map(|event| event.on).min().unwrap_or(until);
        recorder.record(first, None, &CaseEvent::default(), registered());
        for event in &case.events {
            if event.learnt.or(event.on).is_some_and(|learnt| learnt <= until) {
                recorder.one(event);
            }
        }
        recorder.chart
    }

    fn one(&mut self, event: &CaseEvent) {
        let on = event.on.expect("every event has its day");
        let before = self.chart.head;
        self.questionnaires(event, on);
        self.medicines(event, on);
        self.therapies(event, on);
        self.practices(event, on);
        self.side_effects(event, on);
        self.checks_and_steps(event);
        self.people(event, on);
        assert!(self.chart.head > before, "nothing was recorded by {event:?}");
    }

    fn questionnaires(&mut self, event: &CaseEvent, on: Date) {
        if let Some(instrument) = &event.offered {
            let due = event.due.unwrap_or(on);
            self.add(
                event,
                Event::QuestionnaireOffered(Offered { instrument: instrument.as_str().into(), due, reason: String::new() }),
            );
        }
        if let Some(instrument) = &event.answered {
            let answers = event.answers.iter().map(|answer| match answer {
                CaseAnswer::Value(value) => Some(*value),
                CaseAnswer::LeftOut(words) => {
                    assert_eq!(words, "left out");
                    None
                }
            });
            let respondent = match event.by.as_deref() {
                None | Some("patient") => Respondent::Patient,
                Some("proxy") => Respondent::Proxy,
                Some("clinician") => Respondent::Clinician,
                Some(other) => panic!("{other} does not answer questionnaires"),
            };
            let answered = Answered {
                instrument: instrument.as_str().into(),
                version: event.version.clone().unwrap_or_else(|| "1".to_owned()),
                answers: answers.collect(),
                difficulty: None,
                respondent,
                language: "en".to_owned(),
                partial: false,
            };
            self.add(event, Event::QuestionnaireAnswered(answered));
        }
        if let Some(instrument) = &event.reported {
            let items = event.items.iter().map(|(position, value)| (position.parse().unwrap(), *value)).collect();
            self.add(
                event,
                Event::QuestionnaireReported(Reported { instrument: instrument.as_str().into(), total: event.total, items }),
            );
        }
        if let Some(instrument) = &event.declined {
            self.add(
                event,
                Event::QuestionnaireDeclined(Declined { instrument: instrument.as_str().into(), reason: String::new() }),
            );
        }
    }

    fn medicines(&mut self, event: &CaseEvent, on: Date) {
        let dosing = || Dosing {
            dose: event.mg.map(|mg| Dose::mg(Decimal::from(mg))),
            per_day: Some(Decimal::ONE),
            time_words: String::new(),
            as_needed: false,
        };
        if let Some(name) = &event.started {
            let course = self.course(name, event.amends.is_none());
            let started = medication::Started {
                course,
                substance: Some(name.as_str().into()),
                name: name.clone(),
                coding: Vec::new(),
                dosing: dosing(),
                route: None,
                purpose: String::new(),
                prescriber: String::new(),
                from_elsewhere: false,
            };
            self.add(event, Event::MedicationStarted(started));
        }
        if let Some(name) = &event.changed {
            let course = self.course(name, false);
            self.add(event, Event::DoseChanged(DoseChanged { course, dosing: dosing(), reason: String::new() }));
        }
        if let Some(name) = &event.held {
            let course = self.course(name, false);
            self.add(event, Event::MedicationHeld(medication::Held { course, reason: "on hold".to_owned(), until: None }));
        }
        if let Some(name) = &event.resumed {
            let course = self.course(name, false);
            self.add(event, Event::MedicationResumed(medication::Resumed { course }));
        }
        if let Some(name) = &event.stopped {
            let course = self.course(name, false);
            let wanted = event.reason.as_deref().expect("a medicine is stopped for a reason");
            let reason = *StopReason::ALL.iter().find(|reason| reason.words() == wanted).expect("a known reason");
            self.add(event, Event::MedicationStopped(medication::Stopped { course, reason, words: String::new() }));
        }
        let known_from = KnownFrom::PatientTick;
        if let Some(name) = &event.taken {
            let course = self.course(name, false);
            for day in days(on, event.until, 1) {
                self.on(day, event, Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from }));
            }
        }
        if let Some(name) = &event.left_out {
            let course = self.course(name, false);
            for day in days(on, event.until, 1) {
                self.on(day, event, Event::DoseMissed(DoseMissed { course, on: day, reason: String::new(), known_from }));
            }
        }
    }

    fn therapies(&mut self, event: &CaseEvent, on: Date) {
        if let Some(name) = &event.therapy {
            let course = self.course(name, event.amends.is_none());
            let started = therapy::Started {
                course,
                therapy: Some(name.as_str().into()),
                name: name.clone(),
                planned_sessions: None,
                every_days: Some(7),
                therapist: Some(id(1002)),
                therapist_name: "R. Lindgren".to_owned(),
                aim: String::new(),
            };
            self.add(event, Event::TherapyStarted(started));
        }
        if let Some(name) = &event.session {
            for day in days(on, event.until, event.every.unwrap_or(7)) {
                self.session(event, name, day);
            }
        }
        if let Some(name) = &event.homework {
            let (course, homework) = (self.course(name, false), id(self.fresh()));
            let task = "activity plan".to_owned();
            self.add(
                event,
                Event::HomeworkSet(HomeworkSet { course, homework, session: None, task, due: None, form: None, times: None }),
            );
            if let Some(done_percent) = event.done {
                let day = event.reported_on.unwrap_or(on);
                let reported = HomeworkReported { course, homework, done_percent, could_not: String::new(), obstacle: None };
                self.on(day, event, Event::HomeworkReported(reported));
            }
        }
    }

    fn session(&mut self, event: &CaseEvent, name: &str, day: Date) {
        let (course, session) = (self.course(name, false), id(self.fresh()));
        let at = day.at(15, 0, 0, 0).to_zoned(zone()).unwrap().timestamp();
        let planned = SessionPlanned { course, session, at, minutes: 50, place: None, format: Format::Individual };
        self.on(day, event, Event::SessionPlanned(planned));
        let went = event.went.as_deref().unwrap_or("held");
        let outcome = if went == "held" {
            Event::SessionHeld(SessionHeld {
                course,
                session,
                minutes: Some(50),
                format: Format::Individual,
                summary: String::new(),
                interventions: Vec::new(),
            })
        } else {
            let why = *NotHeld::ALL.iter().find(|why| why.words() == went).expect("a known reason");
            Event::SessionNotHeld(SessionNotHeld { course, session, why, words: String::new() })
        };
        self.on(day, event, outcome);
    }

    fn practices(&mut self, event: &CaseEvent, on: Date) {
        if let Some(name) = &event.practice {
            let course = self.course(name, event.amends.is_none());
            let started = practice::Started {
                course,
                practice: Some(name.as_str().into()),
                name: name.clone(),
                planned_classes: None,
                aim_minutes_week: None,
                practitioner: None,
                practitioner_name: "M. Okoye".to_owned(),
                aim: String::new(),
            };
            self.add(event, Event::PracticeStarted(started));
        }
        if let Some(name) = &event.class {
            let course = self.course(name, false);
            for day in days(on, event.until, event.every.unwrap_or(7)) {
                let happened = match event.went.as_deref() {
                    None | Some("held") => Event::ClassAttended(practice::ClassAttended { course, minutes: event.minutes }),
                    Some(words) => Event::ClassMissed(practice::ClassMissed { course, words: words.to_owned() }),
                };
                self.on(day, event, happened);
            }
        }
        if let Some(name) = &event.practised {
            let course = self.course(name, false);
            for day in days(on, event.until, event.every.unwrap_or(1)) {
                let minutes = event.minutes.unwrap_or(20);
                self.on(day, event, Event::Practised(practice::Practised { course, on: day, minutes }));
            }
        }
    }

    fn checks_and_steps(&mut self, event: &CaseEvent) {
        if let Some(what) = &event.measured {
            let value = event.value.as_deref().expect("a value").parse().unwrap();
            let unit = event.unit.clone().expect("a unit");
            let measured = measurement::Measured {
                what: what.clone(),
                coding: Vec::new(),
                value: Some(quantity::Quantity { value, unit, comparator: None }),
                words: None,
                range: None,
                parts: Vec::new(),
            };
            self.add(event, Event::LabResulted(measured));
        }
        let dosing = Dosing {
            dose: event.mg.map(|mg| Dose::mg(Decimal::from(mg))),
            per_day: Some(Decimal::ONE),
            time_words: String::new(),
            as_needed: false,
        };
        if let Some(name) = &event.planned {
            let step =
                steps::PlannedStep { from: event.due.expect("the day of the step"), dosing: dosing.clone(), only_if: None };
            let course = self.course(name, false);
            self.add(event, Event::StepsPlanned(steps::StepsPlanned::plain(course, vec![step])));
        }
        if let Some(name) = &event.confirmed {
            let from = event.due.expect("the day of the step");
            let course = self.course(name, false);
            self.add(event, Event::StepConfirmed(steps::StepConfirmed { course, from, dosing, words: String::new() }));
        }
    }

    fn side_effects(&mut self, event: &CaseEvent, on: Date) {
        if let Some(words) = &event.side_effect {
            let reported = side_effect::Reported {
                words: words.clone(),
                course: event.of.as_ref().map(|name| self.course(name, false)),
                burden: event.burden.unwrap_or(3),
                since: None,
                effect: String::new(),
                told_to: "R. Lindgren in session".to_owned(),
                owner: None,
                answer_by: event.answer_by.as_ref().map(|time| moment(on, time)),
                ..side_effect::Reported::default()
            };
            self.add(event, Event::SideEffectReported(reported));
        }
        if let Some(words) = &event.replied_to {
            let report = self.chart.side_effects.iter().find(|report| report.what.words == *words).expect("a known report").id;
            let answer = side_effect::Answered { report, words: "Take it in the evening.".to_owned() };
            self.add(event, Event::SideEffectAnswered(answer));
        }
    }

    fn people(&mut self, event: &CaseEvent, on: Date) {
        if let Some(name) = &event.joined {
            let (role, staff) = match event.role.as_deref() {
                Some("prescriber") => (CareRole::Prescriber, 1001),
                Some("therapist") => (CareRole::Therapist, 1002),
                Some("care manager") => (CareRole::CareManager, 1003),
                other => panic!("{other:?} is not a role that cases know"),
            };
            let member = TeamMember { staff: Some(id(staff)), name: name.clone(), role };
            self.add(event, Event::TeamJoined(TeamJoined { member }));
        }
        if let Some(reason) = &event.opened {
            self.add(event, Event::EpisodeOpened(EpisodeOpened { reason: reason.clone() }));
        }
        if let Some(words) = &event.care_ended {
            self.add(event, Event::EpisodeClosed(EpisodeClosed { how: EpisodeEnd::Completed, words: words.clone() }));
        }
        if let Some(what) = &event.decided {
            let decision = self.decision(event, what);
            self.add(event, Event::DecisionMade(decision));
        }
        if let Some(text) = &event.if_things_slip {
            let parts = [(PlanPart::IfThingsSlip, text.clone())].into();
            self.add(event, Event::PlanRevised(PlanRevised { parts }));
        }
        if let Some(name) = &event.retracted {
            let reason = match event.reason.as_deref() {
                Some(wanted) => *RetractionReason::ALL.iter().find(|reason| reason.words() == wanted).expect("a known reason"),
                None => RetractionReason::EnteredInError,
            };
            let entry = self.names[name];
            self.add(event, Event::EntryRetracted(EntryRetracted { entry, reason, words: String::new() }));
        }
        let words = event.words.clone().unwrap_or_default();
        if let Some(finding) = &event.took_on {
            let because = self.because(finding, on);
            self.add(event, Event::FindingTaken(FindingTaken { finding: finding.clone(), because, words: words.clone() }));
        }
        if let Some(finding) = &event.closed {
            let because = self.because(finding, on);
            self.add(event, Event::FindingClosed(FindingClosed { finding: finding.clone(), because, words }));
        }
    }

    fn decision(&self, event: &CaseEvent, what: &str) -> DecisionMade {
        let arms = event.arms.iter().map(|wanted| *Arm::ALL.iter().find(|arm| arm.words() == wanted).expect("a known arm"));
        let judged = event.judged.iter().map(|(course, verdict)| Judged {
            course: self.courses[course],
            verdict: *Verdict::ALL.iter().find(|known| known.words() == verdict).expect("a known verdict"),
        });
        DecisionMade {
            what: what.to_owned(),
            why: "Looked at together.".to_owned(),
            who: vec!["Maria".to_owned(), "Dr Osei".to_owned()],
            arms: arms.collect(),
            options: Vec::new(),
            look_again: event.look_again,
            judged: judged.collect(),
        }
    }

    /// What a finding rests on that day, as the page that offers to close it would send it.
    fn because(&self, finding: &str, on: Date) -> Vec<EventId> {
        let kind = FindingKind::parse(finding).expect("a known finding");
        let zone = zone();
        let state = concord_engines::course_state::CourseState::of(&self.chart, concord_knowledge::shipped(), &zone);
        let found = all(&state).into_iter().find(|found| found.kind == kind && found.holds(on));
        found.unwrap_or_else(|| panic!("{finding} does not hold on {on}")).report.because
    }

    fn course(&mut self, name: &str, begin: bool) -> CourseId {
        if begin {
            let course = id(self.fresh());
            self.courses.insert(name.to_owned(), course);
        }
        *self.courses.get(name).unwrap_or_else(|| panic!("{name} was not started"))
    }

    fn add(&mut self, event: &CaseEvent, what: Event) {
        self.record(event.on.unwrap(), event.at.as_deref(), event, what);
    }

    fn on(&mut self, day: Date, event: &CaseEvent, what: Event) {
        self.record(day, event.at.as_deref(), event, what);
    }

    fn record(&mut self, on: Date, at: Option<&str>, event: &CaseEvent, what: Event) {
        let number = self.fresh();
        let occurred = at.map_or(When::Day(on), |time| When::Instant(moment(on, time)));
        let kind = if event.imported { AuthorKind::Import } else { AuthorKind::Staff };
        let draft = Draft {
            id: id(number),
            occurred,
            author: Author {
                kind,
                staff: None,
                name: event.by.clone().unwrap_or_else(|| "B. Achebe".to_owned()),
                role: String::new(),
            },
            on_behalf_of: None,
            sensitivity: Sensitivity::General,
            key: IdempotencyKey(number.to_string()),
            amends: event.amends.as_ref().map(|name| self.names[name]),
            source: None,
            event: what,
        };
        let today = event.learnt.unwrap_or(on);
        let decided = self.chart.decide(vec![draft], today).unwrap_or_else(|refusal| panic!("{refusal}: {event:?}"));
        let recorded_at = moment(today, at.unwrap_or("12:00"));
        for draft in decided {
            if let Some(name) = &event.name {
                self.names.insert(name.clone(), draft.id);
            }
            self.chart.add([Arc::new(Recorded { seq: self.chart.head + 1, recorded_at, draft })]);
        }
    }

    fn fresh(&mut self) -> u128 {
        self.next += 1;
        self.next
    }
}

fn registered() -> Event {
    let person = Demographics {
        family_name: "Delgado".to_owned(),
        given_name: "Maria".to_owned(),
        birth_date: Some("1988-03-14".parse().unwrap()),
        ..Demographics::default()
    };
    Event::Registered(Registered { record_number: "C-1204".to_owned(), person })
}

fn days(from: Date, until: Option<Date>, every: u16) -> Vec<Date> {
    let mut all = vec![from];
    while let Some(next) = all.last().and_then(|day| day.checked_add(i64::from(every).days()).ok()) {
        if until.is_none_or(|until| next > until) {
            break;
        }
        all.push(next);
    }
    all
}

fn moment(on: Date, time: &str) -> Timestamp {
    let time: Time = time.parse().unwrap_or_else(|error| panic!("{time}: {error}"));
    on.to_datetime(time).to_zoned(zone()).unwrap().timestamp()
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u128) -> T {
    format!("{number:032x}").parse().unwrap()
}
