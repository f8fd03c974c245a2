//! Complementary practices: classes and appointments, and the minutes that somebody practises alone.

use crate::{
    calendar::{TODAY, is_open, plus},
    chance::Chance,
    deed::{By, Line},
    life::{Life, minutes_after},
    roster::{Leaving, Practising},
    staff::Skill,
    words,
};
use concord_chart::{
    CourseId, Event, EventId, PlaceId, PracticeId, VisitId,
    decision::{Arm, DecisionMade},
    practice::{ClassAttended, ClassMissed, ClassWritten, Ended, PracticePlanned, PracticeRated, Practised, Started},
    therapy::{CourseEnd, NotHeld},
    visit::{VisitHappened, VisitNotHeld, VisitPlanned},
};
use jiff::civil::Date;

/// A course as far as it has gone.
#[derive(Debug)]
pub(crate) struct Classes {
    pub course: CourseId,
    pub effect: f64,
    pub ended: bool,
    next: Option<(Date, VisitId)>,
    been: u16,
    /// How readily this person practises alone, 0 to 1.
    eager: f64,
}

fn minutes_of(skill: Skill) -> u16 {
    if skill == Skill::Acupuncture { 40 } else { 60 }
}

/// The plan of a course: dose as the practice's entry has it, credential, cost.
fn agreed(practice: Practising, course: CourseId, id: &str) -> Option<Line> {
    let entry = concord_knowledge::shipped().practice(&PracticeId::from(id))?;
    let home = entry.expected.home_per_week.map(|times| times * entry.expected.home_minutes.unwrap_or(entry.expected.minutes));
    let planned = PracticePlanned {
        course,
        protocol: entry.protocols.first().map(|protocol| protocol.id.clone()),
        planned_classes: Some(practice.classes),
        per_week: entry.expected.sessions_per_week.and_then(|times| u8::try_from(times).ok()),
        minutes: Some(minutes_of(practice.skill)),
        home_minutes_week: home,
        credential: entry.credentials.first().map(|credential| credential.label.clone()).unwrap_or_default(),
        cost: "25 dollars a time".to_owned(),
        measure: None,
        own_line: "how tense I am".to_owned(),
        weighed: Vec::new(),
    };
    Some(Event::PracticePlanned(planned).into())
}

impl Life<'_> {
    pub fn class_of_the_day(&mut self) {
        let Some(practice) = self.who.practice else { return };
        match &self.classes {
            None if self.day >= practice.from && is_open(self.day) => self.begin_classes(practice),
            Some(classes) if classes.next.is_some_and(|(day, _)| day == self.day) => self.class(practice),
            _ => {}
        }
    }

    fn begin_classes(&mut self, practice: Practising) {
        let staff = practice.seat.staff;
        let at = self.at(9, 4);
        self.join(minutes_after(at, -9), staff);
        if self.full && self.dice.practice.happens(0.6) {
            self.decide_on_practice(practice, minutes_after(at, -5));
        }
        let course = CourseId(self.names.id());
        let (id, name) = words::practice_of(practice.skill);
        let alone = matches!(practice.skill, Skill::Mindfulness | Skill::Yoga);
        let started = Event::PracticeStarted(Started {
            course,
            practice: Some(PracticeId::from(id)),
            name: name.to_owned(),
            planned_classes: Some(practice.classes),
            aim_minutes_week: alone.then(|| self.dice.practice.pick(&[60, 60, 90, 120])),
            practitioner: Some(staff.member().id()),
            practitioner_name: staff.member().name.to_owned(),
            aim: self.dice.words.pick(words::PRACTICE_AIMS).to_owned(),
        });
        let eager = if alone { self.dice.practice.within(0.15, 0.7) } else { 0.0 };
        self.classes = Some(Classes { course, effect: 0.0, ended: false, next: None, been: 0, eager });
        let mut lines = vec![started.into()];
        lines.extend(self.full.then(|| agreed(practice, course, id)).flatten());
        self.book_class(practice, 1, &mut lines);
        self.record(at, By::Staff(staff), lines);
        // Whoever sees conditions and medicines has looked at the cautions before the first class.
        let weighed: Vec<Line> = self.full.then(|| agreed(practice, course, id)).flatten().into_iter().collect();
        let care_manager = self.care_manager();
        self.record(minutes_after(at, 50), care_manager, weighed);
    }

    fn decide_on_practice(&mut self, practice: Practising, at: jiff::Timestamp) {
        let (_, name) = words::practice_of(practice.skill);
        let why = self.dice.words.pick(&[
            "Wanted something beside talking and tablets.",
            "Sleep and tension are what bothers most.",
            "A friend was helped by it; harmless to try.",
        ]);
        let decision = DecisionMade {
            what: format!("Add {}", name.to_lowercase()),
            why: why.to_owned(),
            who: vec![self.who.person.given.clone(), self.who.care_manager.member().name.to_owned()],
            arms: vec![Arm::Complementary],
            options: Vec::new(),
            look_again: Some(plus(self.day, 63)),
            judged: Vec::new(),
        };
        let care_manager = self.care_manager();
        self.record(at, care_manager, vec![Event::DecisionMade(decision).into()]);
    }

    fn book_class(&mut self, practice: Practising, after: i64, lines: &mut Vec<Line>) {
        let slot = practice.seat.slot;
        let mut day = slot.first_from(plus(self.day, after));
        while !is_open(day) {
            day = slot.first_from(plus(day, 1));
        }
        if self.who.until.is_some_and(|(until, _)| day > until) {
            return;
        }
        let visit = VisitId(self.names.id());
        let member = practice.seat.staff.member();
        let (_, name) = words::practice_of(practice.skill);
        if let Some(classes) = self.classes.as_mut() {
            classes.next = Some((day, visit));
        }
        lines.push(
            Event::VisitPlanned(VisitPlanned {
                visit,
                at: self.calendar.at(day, slot.hour, slot.minute),
                minutes: minutes_of(practice.skill),
                with: Some(member.id()),
                with_name: member.name.to_owned(),
                place: Some(PlaceId::from(member.home())),
                room: member.room.to_owned(),
                purpose: name.to_owned(),
            })
            .into(),
        );
    }

    fn class(&mut self, practice: Practising) {
        let Some((course, visit)) = self.classes.as_mut().and_then(|classes| {
            classes.been += 1;
            classes.next.take().map(|(_, visit)| (classes.course, visit))
        }) else {
            return;
        };
        let slot = practice.seat.slot;
        let start = self.at(slot.hour, slot.minute);
        let minutes = minutes_of(practice.skill);
        let comes = self.day == TODAY || !self.dice.practice.happens(0.14);
        let mut lines: Vec<Line> = Vec::new();
        let (_, name) = words::practice_of(practice.skill);
        let member = practice.seat.staff.member();
        if comes {
            let what = VisitHappened {
                visit,
                what: name.to_owned(),
                until: None,
                with_name: member.name.to_owned(),
                where_words: member.room.to_owned(),
                reasons: Vec::new(),
            };
            lines.push(Line::from(Event::VisitHappened(what)).at(start));
            let attended = EventId(self.names.id());
            let class = Event::ClassAttended(ClassAttended { course, minutes: Some(minutes) });
            lines.push(Line::from(class).with_id(attended).at(start));
            lines.extend(self.full.then(|| self.written_of_class(practice.skill, course, attended, start)).into_iter().flatten());
        } else {
            lines.push(Event::VisitNotHeld(VisitNotHeld { visit, why: NotHeld::DidNotAttend }).into());
            let words = self.dice.words.pick(&["", "Overslept.", "Worked late.", "Snow."]);
            lines.push(Line::from(Event::ClassMissed(ClassMissed { course, words: words.to_owned() })).at(start));
        }
        if let Some(classes) = self.classes.as_mut() {
            classes.effect = (classes.effect + if comes { 0.11 } else { 0.0 }).min(1.0);
            classes.ended = classes.been >= practice.classes;
        }
        if self.classes.as_ref().is_some_and(|classes| classes.ended) {
            let words = "All classes held; goes on alone.".to_owned();
            lines.push(Event::PracticeEnded(Ended { course, how: CourseEnd::Completed, words }).into());
        } else {
            self.book_class(practice, 5, &mut lines);
        }
        self.record(minutes_after(start, i64::from(minutes) + 3), By::Staff(practice.seat.staff), lines);
    }

    /// What was done, and how it was before and after, on a line from 0 to 10.
    fn written_of_class(&self, skill: Skill, course: CourseId, class: EventId, start: jiff::Timestamp) -> Vec<Line> {
        let mut chance = Chance::new(self.who.seed, &format!("class {}", self.day));
        let what = chance.pick(words::done_in_class(skill)).to_owned();
        let written = ClassWritten { course, class, what, response: String::new(), unwanted: false };
        let before = chance.between(5, 8);
        let after = (before - chance.between(0, 3)).max(0);
        let rated = PracticeRated {
            course,
            on: self.day,
            before: u8::try_from(before).ok(),
            after: u8::try_from(after).ok(),
            noticed: if after < before { "calmer" } else { "the same" }.to_owned(),
            obstacle: None,
        };
        vec![Line::from(Event::ClassWritten(written)).at(start), Line::from(Event::PracticeRated(rated)).at(start)]
    }

    /// Minutes of practice alone on this day, for the check-in.
    pub fn practised_today(&mut self) -> Option<Event> {
        let classes = self.classes.as_ref().filter(|classes| !classes.ended && classes.eager > 0.0)?;
        let (course, eager) = (classes.course, classes.eager);
        if !self.dice.practice.happens(eager) {
            return None;
        }
        let minutes = u16::try_from(self.dice.practice.between(2, 7) * 5).unwrap_or(10);
        Some(Event::Practised(Practised { course, on: self.day, minutes }))
    }

    /// At the end of care.
    pub fn end_classes(&mut self, how: Leaving) {
        let (Some(practice), Some(classes)) = (self.who.practice, self.classes.as_mut()) else { return };
        if classes.ended {
            return;
        }
        classes.ended = true;
        let course = classes.course;
        let mut lines: Vec<Line> = Vec::new();
        if let Some((_, visit)) = classes.next.take() {
            lines.push(Event::VisitNotHeld(VisitNotHeld { visit, why: NotHeld::CancelledByPatient }).into());
        }
        let how = match how {
            Leaving::Finished => CourseEnd::Completed,
            Leaving::DroppedOut => CourseEnd::DroppedOut,
            Leaving::Moved => CourseEnd::PatientChoice,
        };
        lines.push(Event::PracticeEnded(Ended { course, how, words: String::new() }).into());
        self.record(self.at(11, 5), By::Staff(practice.seat.staff), lines);
    }
}
