//! Talking therapy: arranged, planned ahead, held or not, with work between the sessions.

use crate::{
    between,
    calendar::{TODAY, days_between, is_open, plus},
    cast::Scene,
    deed::{By, Line},
    life::{Life, minutes_after},
    roster::{Leaving, Talk},
    staff::Skill,
    words,
};
use concord_chart::{
    CourseId, Event, HomeworkId, PlaceId, Sensitivity, SessionId, TherapyId,
    decision::{Arm, DecisionMade, Judged, Verdict},
    note::{NoteSigned, Section},
    therapy::{
        CourseEnd, Ended, Format, HomeworkReported, HomeworkSet, NotHeld, SessionHeld, SessionNotHeld, SessionPlanned, Started,
    },
};
use jiff::{
    Timestamp,
    civil::{Date, Weekday},
};
use std::collections::VecDeque;

/// A session in the book.
#[derive(Clone, Copy, Debug)]
struct Booked {
    day: Date,
    hour: i8,
    session: SessionId,
    format: Format,
}

/// A course of talking therapy as far as it has gone.
#[derive(Debug)]
pub(crate) struct Talking {
    pub course: CourseId,
    pub effect: f64,
    pub ended: bool,
    began: Date,
    booked: VecDeque<Booked>,
    held: u16,
    /// Homework that waits for the next session: its id, and whether it was told already.
    waiting: Option<HomeworkId>,
    /// How readily this person does homework, 0 to 1.
    diligence: f64,
    judged: bool,
}

/// How long a session is, in minutes.
fn minutes_of(format: Format) -> u16 {
    match format {
        Format::Group => 90,
        Format::Couple | Format::Family => 60,
        _ => 50,
    }
}

/// The skills group of dialectical behaviour therapy meets on Thursdays.
pub(crate) const SKILLS_GROUP: (Weekday, i8) = (Weekday::Thursday, 16);

impl Life<'_> {
    pub fn session_of_the_day(&mut self) {
        let Some(talk) = self.who.talk else { return };
        if self.talking.is_none() {
            if self.day >= talk.from && is_open(self.day) {
                self.begin_therapy(talk);
            }
            return;
        }
        self.fade();
        while let Some(booked) = self.next_booked_today() {
            self.come_or_not(talk, booked);
        }
    }

    fn next_booked_today(&mut self) -> Option<Booked> {
        let talking = self.talking.as_mut()?;
        let index = talking.booked.iter().position(|booked| booked.day == self.day)?;
        talking.booked.remove(index)
    }

    /// What was learnt stays, most of it.
    fn fade(&mut self) {
        if let Some(talking) = self.talking.as_mut().filter(|talking| talking.ended) {
            talking.effect += (talking.effect.min(0.8) - talking.effect) * 0.01;
        }
    }

    fn begin_therapy(&mut self, talk: Talk) {
        let staff = talk.seat.staff;
        let at = self.at(8, 40);
        if talk.from > plus(self.who.from, 14) {
            self.join(minutes_after(at, -12), staff);
            self.decide_on_therapy(talk, at);
        }
        let course = CourseId(self.names.id());
        let (id, name) = words::therapy_of(talk.skill);
        let started = Event::TherapyStarted(Started {
            course,
            therapy: Some(TherapyId::from(id)),
            name: name.to_owned(),
            planned_sessions: Some(talk.sessions),
            every_days: Some(if talk.skill == Skill::Family { 14 } else { 7 }),
            therapist: Some(staff.member().id()),
            therapist_name: staff.member().name.to_owned(),
            aim: self.dice.words.pick(words::THERAPY_AIMS).to_owned(),
        });
        self.talking = Some(Talking {
            course,
            effect: 0.0,
            ended: false,
            began: self.day,
            booked: VecDeque::new(),
            held: 0,
            waiting: None,
            diligence: self.dice.therapy.within(0.55, 1.05),
            judged: false,
        });
        let mut lines = vec![started.into()];
        lines.extend(self.full.then(|| between::plan(talk, course, 1, "")).flatten());
        let ahead = if self.full { 3 } else { 1 };
        (0..ahead).for_each(|_| self.book_next(talk, &mut lines));
        if talk.skill == Skill::Dbt {
            self.book_group(talk, &mut lines);
        }
        self.record(minutes_after(at, 10), By::Staff(staff), lines);
    }

    fn decide_on_therapy(&mut self, talk: Talk, at: Timestamp) {
        let (_, name) = words::therapy_of(talk.skill);
        let decision = DecisionMade {
            what: format!("Add {name}"),
            why: "Better, but not well; wants more than medicine.".to_owned(),
            who: vec![
                self.who.person.given.clone(),
                self.who.care_manager.member().name.to_owned(),
                talk.seat.staff.member().name.to_owned(),
            ],
            arms: vec![Arm::Psychotherapy],
            options: Vec::new(),
            look_again: Some(plus(self.day, 70)),
            judged: Vec::new(),
        };
        self.record(at, By::Staff(talk.seat.staff), vec![Event::DecisionMade(decision).into()]);
    }

    /// Books the next time of the week that is not booked yet.
    fn book_next(&mut self, talk: Talk, lines: &mut Vec<Line>) {
        let Some(talking) = self.talking.as_mut() else { return };
        let individual = |booked: &&Booked| booked.format != Format::Group;
        let last = talking.booked.iter().rev().find(individual).map(|booked| booked.day);
        let apart = if talk.skill == Skill::Family { 14 } else { 7 };
        let mut day = talk.seat.slot.first_from(last.map_or(self.day, |last| plus(last, apart)).max(plus(self.day, 1)));
        while !is_open(day) {
            day = talk.seat.slot.first_from(plus(day, 1));
        }
        if self.who.until.is_some_and(|(until, _)| day > plus(until, 20)) {
            return;
        }
        let format = match talk.skill {
            Skill::Couple => Format::Couple,
            Skill::Family => Format::Family,
            _ if self.who.number % 9 == 4 => Format::Video,
            _ => Format::Individual,
        };
        let session = SessionId(self.names.id());
        self.book(talk, Booked { day, hour: talk.seat.slot.hour, session, format }, lines);
    }

    fn book_group(&mut self, talk: Talk, lines: &mut Vec<Line>) {
        let mut day = plus(self.day, 1);
        while day.weekday() != SKILLS_GROUP.0 || !is_open(day) {
            day = plus(day, 1);
        }
        let session = SessionId(self.names.id());
        self.book(talk, Booked { day, hour: SKILLS_GROUP.1, session, format: Format::Group }, lines);
    }

    fn book(&mut self, talk: Talk, booked: Booked, lines: &mut Vec<Line>) {
        let Some(talking) = self.talking.as_mut() else { return };
        let planned = SessionPlanned {
            course: talking.course,
            session: booked.session,
            at: self.calendar.at(booked.day, booked.hour, talk.seat.slot.minute),
            minutes: minutes_of(booked.format),
            place: Some(PlaceId::from(talk.seat.staff.member().home())),
            format: booked.format,
        };
        talking.booked.push_back(booked);
        lines.push(Event::SessionPlanned(planned).into());
    }

    fn come_or_not(&mut self, talk: Talk, booked: Booked) {
        let start = self.calendar.at(booked.day, booked.hour, talk.seat.slot.minute);
        let group = booked.format == Format::Group;
        let leaving = self.who.until.is_some_and(|(until, how)| how == Leaving::DroppedOut && days_between(self.day, until) < 22);
        let heavy = 0.03 + self.illness.mood * 0.003 + self.burden() * 0.012;
        let absent = match (self.who.scene, self.day) {
            (Scene::MissedToday, TODAY) => Some(NotHeld::DidNotAttend),
            (_, TODAY) if !group => None,
            _ if leaving || self.dice.therapy.happens(heavy) => Some(NotHeld::DidNotAttend),
            _ if self.dice.therapy.happens(0.045) => Some(NotHeld::CancelledByPatient),
            _ if self.dice.therapy.happens(0.018) => Some(NotHeld::CancelledByUs),
            _ => None,
        };
        match absent {
            Some(why) => self.not_held(talk, booked, start, why),
            None if group => self.group_held(talk, booked, start),
            None => self.held(talk, booked, start),
        }
    }

    fn not_held(&mut self, talk: Talk, booked: Booked, start: Timestamp, why: NotHeld) {
        let Some(course) = self.talking.as_ref().map(|talking| talking.course) else { return };
        let (at, words) = match why {
            NotHeld::DidNotAttend => (minutes_after(start, 16), ""),
            NotHeld::CancelledByPatient | NotHeld::CancelledLate => {
                (minutes_after(start, -140), self.dice.words.pick(&["A cold.", "No sitter.", "Called in to work.", ""]))
            }
            NotHeld::CancelledByUs => (minutes_after(start, -75), "Therapist ill."),
        };
        let missed = SessionNotHeld { course, session: booked.session, why, words: words.to_owned() };
        let mut lines = vec![Event::SessionNotHeld(missed).into()];
        if booked.format == Format::Group {
            self.book_group(talk, &mut lines);
        } else {
            self.book_next(talk, &mut lines);
        }
        self.record(at, By::Staff(talk.seat.staff), lines);
    }

    fn group_held(&mut self, talk: Talk, booked: Booked, start: Timestamp) {
        let Some(talking) = self.talking.as_mut() else { return };
        talking.effect = (talking.effect + 0.012).min(1.05);
        let held = SessionHeld {
            course: talking.course,
            session: booked.session,
            minutes: Some(90),
            format: Format::Group,
            summary: String::new(),
            interventions: vec!["skills group".to_owned()],
        };
        let mut lines = vec![Line::from(Event::SessionHeld(held)).at(start)];
        self.book_group(talk, &mut lines);
        self.record(minutes_after(start, 94), By::Staff(talk.seat.staff), lines);
    }

    fn held(&mut self, talk: Talk, booked: Booked, start: Timestamp) {
        let staff = talk.seat.staff;
        self.look(minutes_after(start, -4), staff);
        let summaries = words::summaries(talk.skill);
        let summary = if self.full && self.dice.words.happens(0.7) { self.dice.words.pick(summaries) } else { "" };
        let Some(talking) = self.talking.as_mut() else { return };
        let (course, number) = (talking.course, talking.held + 1);
        talking.held = number;
        let held = SessionHeld {
            course,
            session: booked.session,
            minutes: Some(minutes_of(booked.format)),
            format: booked.format,
            summary: summary.to_owned(),
            interventions: self.interventions(talk.skill),
        };
        let mut lines = vec![Line::from(Event::SessionHeld(held)).at(start)];
        if self.full {
            lines.extend(self.signed(talk, course, booked.session, number, summary));
            if talk.skill == Skill::Psychodynamic {
                lines.extend(self.understood(course, booked.session, number));
            }
            lines.extend(between::turns(talk, number).then(|| between::plan(talk, course, number, "")).flatten());
        }
        let share = self.homework_told(&mut lines);
        if let Some(talking) = self.talking.as_mut() {
            let step = 1.0 / (f64::from(talk.sessions.min(20)) * 0.62);
            talking.effect = (talking.effect + step * (0.6 + 0.4 * share)).min(1.05);
        }
        self.hear_of_side_effects(talk, start);
        let end = minutes_after(start, i64::from(minutes_of(booked.format)) + 4);
        if number >= talk.sessions {
            self.finish(talk, &mut lines);
        } else {
            self.set_homework(talk, booked, &mut lines);
            self.book_next(talk, &mut lines);
            self.judge(talk, number, &mut lines);
        }
        self.notes_of_session(talk, booked, &mut lines);
        // One in twelve is written down the next morning.
        let late = self.day < TODAY && self.dice.therapy.happens(0.08);
        let at = if late { self.calendar.at(self.open_day_in(1), 8, 1) } else { end };
        self.record(at, By::Staff(staff), lines);
    }

    fn interventions(&mut self, skill: Skill) -> Vec<String> {
        let (id, _) = words::therapy_of(skill);
        let skills = concord_knowledge::shipped()
            .therapy(&TherapyId::from(id))
            .map(|therapy| therapy.skills.as_slice())
            .unwrap_or_default();
        if skills.is_empty() || !self.full {
            return Vec::new();
        }
        let index = usize::try_from(self.dice.therapy.between(0, skills.len() as i64 - 1)).unwrap_or(0);
        vec![skills[index].clone()]
    }

    fn set_homework(&mut self, talk: Talk, booked: Booked, lines: &mut Vec<Line>) {
        let tasks = words::tasks(talk.skill);
        if tasks.is_empty() || !self.full {
            return;
        }
        let task = self.dice.words.pick(tasks);
        let homework = HomeworkId(self.names.id());
        let Some(talking) = self.talking.as_mut() else { return };
        talking.waiting = Some(homework);
        let due = talking.booked.front().map(|next| next.day);
        let set = HomeworkSet {
            course: talking.course,
            homework,
            session: Some(booked.session),
            task: task.to_owned(),
            due,
            form: None,
            times: None,
        };
        lines.push(Event::HomeworkSet(set).into());
    }

    /// How much of last time's homework was done, 0 to 1; 1 where none was set.
    fn homework_told(&mut self, lines: &mut Vec<Line>) -> f64 {
        let burden = self.burden();
        let Some(talking) = self.talking.as_mut() else { return 1.0 };
        let Some(homework) = talking.waiting.take() else { return 1.0 };
        let chance = &mut self.dice.therapy;
        // One in fourteen is not talked about.
        if chance.happens(0.07) {
            return 0.5;
        }
        let readiness = talking.diligence - burden * 0.15 - self.illness.mood * 0.012 + chance.bell() * 0.22;
        let done_percent: u8 = match readiness {
            r if r > 0.72 => 100,
            r if r > 0.58 => 75,
            r if r > 0.42 => 50,
            r if r > 0.25 => 25,
            _ => 0,
        };
        let could_not = match done_percent {
            75.. => "",
            _ if burden > 2.6 => "Foggy from the medicine",
            _ => self.dice.words.pick(words::COULD_NOT),
        };
        let reported =
            HomeworkReported { course: talking.course, homework, done_percent, could_not: could_not.to_owned(), obstacle: None };
        lines.push(Event::HomeworkReported(reported).into());
        f64::from(done_percent) / 100.0
    }

    fn hear_of_side_effects(&mut self, talk: Talk, start: Timestamp) {
        if self.burden() >= 2.5 && self.may_report() && self.dice.therapy.happens(0.65) {
            let told_to = format!("{}, in session", talk.seat.staff.member().name);
            self.report(minutes_after(start, 34), By::Staff(talk.seat.staff), told_to, talk.seat.slot.hour);
        }
    }

    /// After a fair trial the two of them say what they found.
    fn judge(&mut self, talk: Talk, number: u16, lines: &mut Vec<Line>) {
        let better = self.asking.better_by();
        let Some(talking) = self.talking.as_mut() else { return };
        if talking.judged || number < 8 || days_between(talking.began, self.day) < 63 || !self.dice.therapy.happens(0.3) {
            return;
        }
        talking.judged = true;
        let verdict = if better >= 0.4 { Verdict::Working } else { Verdict::NotEnough };
        let (_, name) = words::therapy_of(talk.skill);
        let what =
            if verdict == Verdict::Working { format!("Carry on with {name}") } else { format!("{name}: change the focus") };
        let why = match (self.asking.baseline(), self.asking.latest()) {
            (Some(first), Some(latest)) => format!("{number} sessions in; PHQ-9 {first} → {latest}."),
            _ => format!("{number} sessions in; by what we both see."),
        };
        let decision = DecisionMade {
            what,
            why,
            who: vec![self.who.person.given.clone(), talk.seat.staff.member().name.to_owned()],
            arms: vec![Arm::Psychotherapy],
            options: Vec::new(),
            look_again: Some(plus(self.day, 56)),
            judged: vec![Judged { course: talking.course, verdict }],
        };
        lines.push(Event::DecisionMade(decision).into());
    }

    fn finish(&mut self, talk: Talk, lines: &mut Vec<Line>) {
        self.cancel_booked(NotHeld::CancelledByUs, lines);
        let Some(talking) = self.talking.as_mut() else { return };
        talking.ended = true;
        let (_, name) = words::therapy_of(talk.skill);
        let words = format!("{name} finished after {} sessions. The door is open.", talking.held);
        lines.push(Event::TherapyEnded(Ended { course: talking.course, how: CourseEnd::Completed, words }).into());
    }

    fn cancel_booked(&mut self, why: NotHeld, lines: &mut Vec<Line>) {
        let Some(talking) = self.talking.as_mut() else { return };
        for booked in talking.booked.drain(..) {
            let missed = SessionNotHeld { course: talking.course, session: booked.session, why, words: String::new() };
            lines.push(Event::SessionNotHeld(missed).into());
        }
    }

    /// At the end of care.
    pub fn end_session_course(&mut self, how: Leaving) {
        let Some(talk) = self.who.talk else { return };
        if self.talking.as_ref().is_none_or(|talking| talking.ended) {
            return;
        }
        let mut lines = Vec::new();
        self.cancel_booked(NotHeld::CancelledByPatient, &mut lines);
        let Some(talking) = self.talking.as_mut() else { return };
        talking.ended = true;
        let how = match how {
            Leaving::Finished => CourseEnd::Completed,
            Leaving::DroppedOut => CourseEnd::DroppedOut,
            Leaving::Moved => CourseEnd::HandedOver,
        };
        lines.push(Event::TherapyEnded(Ended { course: talking.course, how, words: String::new() }).into());
        self.record(self.at(11, 10), By::Staff(talk.seat.staff), lines);
    }

    /// What the team may read, and what nobody but the author may.
    fn notes_of_session(&mut self, talk: Talk, booked: Booked, lines: &mut Vec<Line>) {
        if !self.full {
            return;
        }
        let section = |heading: &str, text: &str| Section { heading: heading.to_owned(), text: text.to_owned() };
        let note = |format: &str, sections| NoteSigned { format: format.to_owned(), sections, session: Some(booked.session) };
        if self.dice.words.happens(0.3) {
            let text = self.dice.words.pick(words::summaries(talk.skill));
            let sections = vec![section("Data", text), section("Plan", "Goes on as planned; next time the homework first.")];
            lines.push(Event::NoteSigned(note("dap", sections)).into());
        }
        if talk.skill == Skill::Couple && self.dice.words.happens(0.1) {
            let alone = note("free", vec![section("", "Told alone, before the other came: worries about money.")]);
            lines.push(Line::from(Event::NoteSigned(alone)).labelled(Sensitivity::SideDisclosure));
        }
    }
}
