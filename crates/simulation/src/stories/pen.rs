//! The pen that stories are written with: each function is one sentence of a course.

use super::tablets::Tablets;
use crate::{
    calendar::{Calendar, TODAY, open_from, plus},
    deed::{Act, By, Deed, Label, Line, What},
    intake::{icd, on_team},
    life::minutes_after,
    people::Allergy,
    roster::Enrolled,
    scribe::{Scribe, note, staff},
    staff::{StaffNumber, desk_of},
};
use concord_chart::{
    CourseId, Event, EventId, PlaceId, VisitId, When,
    acknowledgement::AcknowledgeReason,
    allergy::{AllergyNoted, NoKnownAllergies},
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    change_request::{ChangeAsked, Wish},
    circumstance::{Circumstance, CircumstanceNoted},
    condition::{ConditionNoted, ConditionStatus},
    dispensing::{Counted, Dispensed},
    medication::{DoseChanged, DoseTaken, Dosing, KnownFrom, StopReason, Stopped},
    side_effect::Reported,
    steps::{PlanPaused, PlanResumed, PlannedStep, StepConfirmed, StepsKind, StepsPlanned},
    task::{TaskDone, TaskKind, TaskOpened},
    visit::{VisitArrived, VisitHappened, VisitPlanned},
};
use jiff::{SignedDuration, civil::Date};
use rust_decimal::Decimal;

/// This many days before the day that every demo begins on.
pub(super) fn ago(days: i64) -> Date {
    plus(TODAY, -days)
}

/// This many days after it.
pub(super) fn ahead(days: i64) -> Date {
    plus(TODAY, days)
}

/// A step that is to come.
pub(super) fn step(from: Date, dosing: Dosing) -> PlannedStep {
    PlannedStep { from, dosing, only_if: None }
}

/// Writes one story.
pub(super) struct Pen<'a> {
    scribe: Scribe<'a>,
    who: &'a Enrolled,
    prescriber: StaffNumber,
    /// How many sentences the prescriber has written: each is recorded some seconds after the one before.
    written: i64,
}

impl<'a> Pen<'a> {
    pub fn new(who: &'a Enrolled, calendar: &'a Calendar) -> Self {
        let prescriber = who.prescriber.map_or_else(|| staff(""), |seat| seat.staff);
        Self { scribe: Scribe::new(who.seed, calendar), who, prescriber, written: 0 }
    }

    pub fn finish(self) -> Vec<Deed> {
        self.scribe.finish()
    }

    /// The day they came.
    pub fn came(&self) -> Date {
        self.who.from
    }

    fn prescriber(&mut self, day: Date, lines: Vec<Line>) {
        self.written += 1;
        let (hour, minute) = self.who.prescriber.map_or((10, 0), |seat| (seat.slot.hour, seat.slot.minute));
        let day = open_from(day);
        // Whatever is decided today was decided before the demo begins, also by those who are seen in the afternoon.
        let (hour, minute) = if day == TODAY { (8, 5) } else { (hour, minute) };
        let at = self.scribe.at(day, hour, minute);
        let at = at.checked_add(SignedDuration::from_secs(12 * self.written)).unwrap_or(at);
        self.scribe.record(at, By::Staff(self.prescriber), lines);
    }

    fn one(&mut self, day: Date, event: impl Into<Line>) {
        self.prescriber(day, vec![event.into()]);
    }

    /// They come: registered at the desk, with what is wrong and what is known of allergies. `code`: ICD-10-CM.
    pub fn arrives(&mut self, reason: &str, condition: (&str, &str, When)) {
        let others = [self.who.talk.map(|talk| talk.seat.staff), self.who.practice.map(|practice| practice.seat.staff)];
        let team = [Some(self.prescriber)].into_iter().chain(others).chain([Some(self.who.care_manager)]);
        let team = team.flatten().map(on_team).collect();
        let desk = By::Staff(desk_of(self.who.person.place));
        let at = self.scribe.at(self.came(), 8, 22);
        self.scribe.deed(at, desk, Act::Register { team, reason: reason.to_owned() });
        let allergy = match self.who.person.allergy {
            Allergy::To(substance, reaction) => Some(Event::AllergyNoted(AllergyNoted {
                substance: substance.to_owned(),
                coding: Vec::new(),
                intolerance: Some(false),
                reactions: vec![reaction.to_owned()],
                criticality: None,
            })),
            Allergy::NoneKnown => Some(Event::NoKnownAllergies(NoKnownAllergies {})),
            Allergy::NotAskedYet => None,
        };
        let at = self.scribe.at(self.came(), 8, 41);
        let lines = allergy.map(Line::from).into_iter().collect::<Vec<_>>();
        if !lines.is_empty() {
            self.scribe.record(at, By::Staff(self.who.care_manager), lines);
        }
        self.condition(condition.0, condition.1, condition.2);
    }

    /// Something else that is wrong, told on the first day.
    pub fn condition(&mut self, name: &str, code: &str, since: When) {
        let noted = ConditionNoted {
            name: name.to_owned(),
            coding: icd(code, name),
            status: ConditionStatus::Active,
            provisional: false,
            since: Some(since),
            until: None,
        };
        self.one(self.came(), Event::ConditionNoted(noted));
    }

    /// A fact about the person.
    pub fn circumstance(&mut self, day: Date, what: Circumstance) {
        self.one(day, Event::CircumstanceNoted(CircumstanceNoted { what }));
    }

    /// Begins to take something. What was begun before they came is told on the first day.
    pub fn takes(&mut self, since: impl Into<When>, what: Tablets) -> CourseId {
        let since = since.into();
        let course = CourseId(self.scribe.names.id());
        let started = what.started(course, self.prescriber.member().name);
        let told = since.first_day().max(self.came());
        let line = Line::from(Event::MedicationStarted(started));
        let today_here = matches!(since, When::Day(day) if open_from(day) == day && day >= self.came());
        self.one(told, if today_here { line } else { line.at(since) });
        course
    }

    /// Another dose from this day on.
    pub fn changes(&mut self, day: Date, course: CourseId, dosing: Dosing, reason: &str) {
        self.one(day, Event::DoseChanged(DoseChanged { course, dosing, reason: reason.to_owned() }));
    }

    /// Stops; the last dose was on this day.
    pub fn stops(&mut self, day: Date, course: CourseId, reason: StopReason, words: &str) {
        let stopped = Event::MedicationStopped(Stopped { course, reason, words: words.to_owned() });
        self.one(plus(day, 1).min(TODAY), Line::from(stopped).at(day));
    }

    /// Coming steps.
    pub fn plans(
        &mut self,
        day: Date,
        course: CourseId,
        kind: StepsKind,
        basis: &str,
        paired: Option<CourseId>,
        steps: Vec<PlannedStep>,
    ) {
        let planned = StepsPlanned { course, steps, kind: Some(kind), basis: basis.to_owned(), paired };
        self.one(day, Event::StepsPlanned(planned));
    }

    /// A step of the plan is taken, confirmed on the first open day from its day on.
    pub fn confirms(&mut self, course: CourseId, from: Date, dosing: Dosing) {
        self.one(from, Event::StepConfirmed(StepConfirmed { course, from, dosing, words: String::new() }));
    }

    /// The patient lets the plan wait.
    pub fn pauses(&mut self, day: Date, course: CourseId, until: Date, words: &str) {
        let paused = Event::PlanPaused(PlanPaused { course, until: Some(until), words: words.to_owned() });
        self.scribe.record(self.scribe.at(day, 19, 24), By::Patient, vec![paused.into()]);
    }

    /// The plan goes on, so many days later than it was.
    pub fn resumes(&mut self, day: Date, course: CourseId, shift_days: u16) {
        self.one(day, Event::PlanResumed(PlanResumed { course, shift_days }));
    }

    /// Fetched at the pharmacy on these days, each for so many days.
    pub fn fills(&mut self, course: CourseId, days_supply: u16, a_day: i64, days: &[Date]) {
        for day in days {
            let dispensed = Dispensed {
                course,
                on: *day,
                quantity: Some(Decimal::from(i64::from(days_supply) * a_day)),
                unit: "tablet".to_owned(),
                days_supply: Some(days_supply),
                place: "Ferry Street Pharmacy".to_owned(),
                known_from: KnownFrom::Fill,
            };
            let told = open_from(plus((*day).max(self.came()), 1)).min(TODAY);
            let at = self.scribe.at(told, 9, 12);
            self.scribe.record(at, By::Staff(self.who.care_manager), vec![Event::Dispensed(dispensed).into()]);
        }
    }

    /// So many are left of them, and so many should be.
    pub fn counts(&mut self, day: Date, course: CourseId, left: i64, expected: i64) {
        let counted = Counted { course, on: day, left: Decimal::from(left), expected: Some(Decimal::from(expected)) };
        let at = self.scribe.at(open_from(day), 9, 38);
        self.scribe.record(at, By::Staff(self.who.care_manager), vec![Event::PillsCounted(counted).into()]);
    }

    /// Given or watched here on these days.
    pub fn given(&mut self, course: CourseId, days: &[Date]) {
        for day in days {
            let taken = DoseTaken { course, on: *day, at: None, known_from: KnownFrom::Observed };
            self.one(*day, Event::DoseTaken(taken));
        }
    }

    /// The patient ticks a dose in the evening.
    pub fn ticks(&mut self, course: CourseId, days: impl Iterator<Item = Date>) {
        for day in days {
            let taken = Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from: KnownFrom::PatientTick });
            self.scribe.record(self.scribe.at(day, 20, 47), By::Patient, vec![taken.into()]);
        }
    }

    /// Results, measured in the morning of the day and known the day after.
    pub fn measured(&mut self, day: Date, results: Vec<Event>) {
        let sample = self.scribe.at(day, 7, 55);
        let lines = results.into_iter().map(|result| Line::from(result).at(sample)).collect();
        if day < self.came() {
            return self.prescriber(self.came(), lines);
        }
        let known = self.scribe.at(open_from(plus(day, 1)).min(TODAY), 12, 8);
        self.scribe.record(known, By::Staff(self.prescriber), lines);
    }

    /// Something gets in the way of taking it, noted by the care manager, who looks after it.
    pub fn barrier(&mut self, day: Date, course: Option<CourseId>, reason: BarrierReason, words: &str) -> EventId {
        let id = EventId(self.scribe.names.id());
        let owner = Some(self.who.care_manager.member().id());
        let review_on = Some(open_from(plus(day, 14)));
        let noted = BarrierNoted { course, reason, words: words.to_owned(), owner, review_on };
        let at = self.scribe.at(open_from(day), 15, 18);
        let line = Line::from(Event::BarrierNoted(noted)).with_id(id);
        self.scribe.record(at, By::Staff(self.who.care_manager), vec![line]);
        id
    }

    /// It is out of the way.
    pub fn barrier_gone(&mut self, day: Date, barrier: EventId, words: &str) {
        let resolved = Event::BarrierResolved(BarrierResolved { barrier, words: words.to_owned() });
        let at = self.scribe.at(open_from(day), 15, 42);
        self.scribe.record(at, By::Staff(self.who.care_manager), vec![resolved.into()]);
    }

    /// The patient asks in the evening.
    pub fn asks(&mut self, day: Date, course: CourseId, wish: Wish, words: &str) -> Label {
        let label = self.scribe.names.label();
        let asked = ChangeAsked { course, wish, words: words.to_owned(), owner: None, answer_by: None };
        self.scribe.deed(self.scribe.at(day, 18, 52), By::Patient, Act::Ask(label, asked));
        label
    }

    /// The prescriber answers a wish.
    pub fn answers(&mut self, day: Date, request: Label, words: &str) {
        self.one(day, Line::of(What::AnswerWish { request, words: words.to_owned() }));
    }

    /// The patient tells what bothers, in the evening.
    pub fn tells(&mut self, day: Date, told: Reported) -> Label {
        self.scribe.report(self.scribe.at(day, 19, 31), By::Patient, told)
    }

    /// The prescriber answers what was told.
    pub fn replies(&mut self, day: Date, report: Label, words: &str) {
        self.one(day, Line::of(What::AnswerReport { report, words: words.to_owned() }));
    }

    /// Somebody is to order or measure something; `item` is a test of the vocabulary.
    pub fn orders(&mut self, day: Date, item: &str, what: &str, course: CourseId, owner: &str, due: Date) -> EventId {
        self.task(day, TaskKind::OrderTest, Some(item), what, Some(course), owner, due)
    }

    /// Something is to be done by somebody.
    #[allow(clippy::too_many_arguments, reason = "a task has these parts, and every caller writes them in one line")]
    pub fn task(
        &mut self,
        day: Date,
        kind: TaskKind,
        item: Option<&str>,
        what: &str,
        course: Option<CourseId>,
        owner: &str,
        due: Date,
    ) -> EventId {
        let id = EventId(self.scribe.names.id());
        let opened = TaskOpened {
            what: what.to_owned(),
            kind,
            item: item.map(str::to_owned),
            course,
            owner: staff(owner).member().id(),
            due: Some(due),
            because: Vec::new(),
        };
        self.one(day, Line::from(Event::TaskOpened(opened)).with_id(id));
        id
    }

    /// A task is done.
    pub fn done(&mut self, day: Date, task: EventId, words: &str) {
        self.one(day, Event::TaskDone(TaskDone { task, words: words.to_owned() }));
    }

    /// The prescriber goes on past what the check says that day, with a reason. `rule`: its id, or the beginning of it.
    pub fn goes_on(&mut self, day: Date, rule: &str, reason: AcknowledgeReason, words: &str) {
        self.one(day, Line::of(What::GoOn { rule: rule.to_owned(), reason, words: words.to_owned() }));
    }

    /// A visit that took place, and what was written.
    pub fn visit(&mut self, day: Date, said: &str) {
        let day = open_from(day);
        let (visit, start) = self.books(plus(day, -9).max(self.came()), day);
        let member = self.prescriber.member();
        let desk = By::Staff(desk_of(self.who.person.place));
        let arrived = Event::VisitArrived(VisitArrived { visit });
        self.scribe.record(minutes_after(start, -6), desk, vec![arrived.into()]);
        let end = minutes_after(start, 19);
        let happened = VisitHappened {
            visit,
            what: "Medication visit".to_owned(),
            until: Some(When::Instant(end)),
            with_name: member.name.to_owned(),
            where_words: member.room.to_owned(),
            reasons: Vec::new(),
        };
        let lines = vec![Line::from(Event::VisitHappened(happened)).at(start), note("free", &[("", said)]).into()];
        self.scribe.deed(start, By::Staff(self.prescriber), Act::Look);
        self.scribe.record(end, By::Staff(self.prescriber), lines);
    }

    /// A visit that is still to come.
    pub fn comes_again(&mut self, day: Date) {
        self.books(ago(3).max(self.came()), open_from(day));
    }

    fn books(&mut self, on: Date, day: Date) -> (VisitId, jiff::Timestamp) {
        let visit = VisitId(self.scribe.names.id());
        let member = self.prescriber.member();
        let (hour, minute) = self.who.prescriber.map_or((10, 0), |seat| (seat.slot.hour, seat.slot.minute));
        let start = self.scribe.at(day, hour, minute);
        let planned = VisitPlanned {
            visit,
            at: start,
            minutes: 20,
            with: Some(member.id()),
            with_name: member.name.to_owned(),
            place: Some(PlaceId::from(self.who.person.place)),
            room: member.room.to_owned(),
            purpose: "medicines, and how it goes".to_owned(),
        };
        // Booked before it takes place, also on the day they came.
        let at = if day == self.came() { self.scribe.at(day, 8, 24) } else { self.scribe.at(open_from(on).min(day), 8, 30) };
        let desk = By::Staff(desk_of(self.who.person.place));
        self.scribe.record(at, desk, vec![Event::VisitPlanned(planned).into()]);
        (visit, start)
    }

    /// A questionnaire, answered in the evening.
    pub fn fills_in(&mut self, day: Date, instrument: &'static str, items: &[u8]) {
        self.scribe.answer(self.scribe.at(day, 20, 5), instrument, items, "en");
    }
}
