//! Visits to the prescriber: booked, come to or not, and what is done there.

use crate::{
    calendar::{TODAY, days_between, is_open, plus},
    cast::Scene,
    deed::{By, Line},
    life::{Life, minutes_after},
    roster::Seat,
    staff::StaffNumber,
    track::Track,
    words,
};
use concord_chart::{
    Event, PlaceId, VisitId, When,
    note::{NoteSigned, Section},
    therapy::NotHeld,
    visit::{VisitArrived, VisitHappened, VisitNotHeld, VisitPlanned},
};
use jiff::{Timestamp, civil::Date};

/// The run of visits.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    next: Option<(Date, VisitId)>,
    pub done: u32,
    /// Times that a medicine was changed for another.
    pub switches: u32,
}

impl Life<'_> {
    /// The front desk books the first visit while the person stands there.
    pub fn plan_first_visit(&mut self, at: Timestamp) {
        let earliest = if self.who.scene == Scene::FirstVisit { TODAY } else { plus(self.who.from, 1) };
        self.plan_visit(at, earliest, "first visit");
    }

    fn plan_visit(&mut self, booked: Timestamp, earliest: Date, purpose: &str) {
        let Some((day, seat)) = self.next_day_of_visit(earliest) else { return };
        if self.who.until.is_some_and(|(until, _)| day > plus(until, 27)) {
            return;
        }
        let visit = VisitId(self.names.id());
        let member = seat.staff.member();
        let planned = Event::VisitPlanned(VisitPlanned {
            visit,
            at: self.calendar.at(day, seat.slot.hour, seat.slot.minute),
            minutes: if self.visits.done == 0 { 40 } else { 20 },
            with: Some(member.id()),
            with_name: member.name.to_owned(),
            place: Some(PlaceId::from(member.home())),
            room: member.room.to_owned(),
            purpose: purpose.to_owned(),
        });
        let desk = self.desk();
        self.record(booked, desk, vec![planned.into()]);
        self.visits.next = Some((day, visit));
    }

    /// The prescriber's next time for this person from a day on.
    fn next_day_of_visit(&self, earliest: Date) -> Option<(Date, Seat)> {
        let mut day = earliest;
        loop {
            let seat = self.who.prescriber_on(day)?;
            day = seat.slot.first_from(day);
            // The grid may have led past the day on which a colleague takes over.
            let then = self.who.prescriber_on(day)?;
            if is_open(day) && then.slot.is_on(day) {
                return Some((day, then));
            }
            day = plus(day, 1);
        }
    }

    pub fn visit_of_the_day(&mut self) {
        let Some((_, visit)) = self.visits.next.filter(|(day, _)| *day == self.day) else { return };
        let Some(seat) = self.who.prescriber_on(self.day) else { return };
        self.visits.next = None;
        let start = self.at(seat.slot.hour, seat.slot.minute);
        if self.stays_away() {
            return self.missed_visit(visit, start);
        }
        if self.full {
            let early = self.dice.visits.between(2, 14);
            let desk = self.desk();
            self.record(minutes_after(start, -early), desk, vec![Event::VisitArrived(VisitArrived { visit }).into()]);
        }
        self.look(minutes_after(start, 1), seat.staff);
        let length = if self.visits.done == 0 { 38 } else { self.dice.visits.between(16, 24) };
        let end = minutes_after(start, length);
        let mut lines = vec![self.happened(visit, seat.staff, start, end)];
        if self.visits.done == 0 {
            self.past_treatment(&mut lines);
            self.beside_at_first_visit(&mut lines);
        }
        self.measure_at_visit(start, &mut lines);
        self.stop_as_needed(&mut lines);
        self.go_through_medicines(seat.staff, &mut lines);
        if self.full {
            lines.extend(self.note_of_visit());
        }
        self.visits.done += 1;
        self.record(end, By::Staff(seat.staff), lines);
        self.laboratory(seat.staff);
        let weeks = self.weeks_to_next_visit();
        let mut earliest = plus(self.day, weeks * 7 - 3);
        // Whose time lies on today is expected today, so that the day the demo shows is a full one.
        if seat.slot.is_on(TODAY) && self.day < plus(TODAY, -12) && earliest > plus(TODAY, -14) {
            earliest = TODAY;
        }
        self.plan_visit(minutes_after(end, 5), earliest, "medicine, and how it goes");
    }

    fn happened(&self, visit: VisitId, staff: StaffNumber, start: Timestamp, end: Timestamp) -> Line {
        let what = if self.visits.done == 0 { "First visit" } else { "Medication visit" };
        let member = staff.member();
        let happened = VisitHappened {
            visit,
            what: what.to_owned(),
            until: Some(When::Instant(end)),
            with_name: member.name.to_owned(),
            where_words: member.room.to_owned(),
            reasons: Vec::new(),
        };
        Line::from(Event::VisitHappened(happened)).at(start)
    }

    fn stays_away(&mut self) -> bool {
        let scripted = self.who.scene != Scene::Plain || self.day == TODAY || self.visits.done == 0;
        let leaving = self
            .who
            .until
            .is_some_and(|(until, how)| how == crate::roster::Leaving::DroppedOut && days_between(self.day, until) < 30);
        let share = if leaving { 0.8 } else { 0.05 };
        let throw = self.dice.visits.happens(share);
        throw && (!scripted || leaving)
    }

    fn missed_visit(&mut self, visit: VisitId, start: Timestamp) {
        let why = self.dice.visits.weighted(&[
            (NotHeld::DidNotAttend, 5),
            (NotHeld::CancelledByPatient, 4),
            (NotHeld::CancelledByUs, 1),
        ]);
        let at = match why {
            NotHeld::DidNotAttend => minutes_after(start, 25),
            _ => minutes_after(start, -90),
        };
        let desk = self.desk();
        self.record(at, desk, vec![Event::VisitNotHeld(VisitNotHeld { visit, why }).into()]);
        self.plan_visit(minutes_after(at, 4), plus(self.day, 11), "medicine, and how it goes");
    }

    /// At the end of care.
    pub fn cancel_next_visit(&mut self) {
        if let Some((_, visit)) = self.visits.next.take() {
            let desk = self.desk();
            let cancelled = Event::VisitNotHeld(VisitNotHeld { visit, why: NotHeld::CancelledByPatient });
            self.record(self.at(11, 30), desk, vec![cancelled.into()]);
        }
    }

    fn weeks_to_next_visit(&self) -> i64 {
        let steady = self.asking.better_by() >= 0.5 && self.burden() < 2.5;
        match days_between(self.who.from, self.day) {
            0..=55 => 2,
            _ if self.who.track == Track::Bipolar => 6,
            56..=140 if !steady => 4,
            _ if steady => 8,
            _ => 6,
        }
    }

    fn note_of_visit(&mut self) -> Option<Line> {
        if !self.dice.words.happens(0.8) {
            return None;
        }
        let totals = &self.asking.totals;
        let moved = match totals.as_slice() {
            [.., before, last] => i32::from(last.1) - i32::from(before.1),
            _ => 0,
        };
        let pool = match moved {
            ..=-2 => words::NOTE_BETTER,
            3.. => words::NOTE_WORSE,
            _ => words::NOTE_SAME,
        };
        let said = self.dice.words.pick(pool).to_owned();
        let plan = self.dice.words.pick(words::NOTE_PLAN).to_owned();
        let section = |heading: &str, text: String| Section { heading: heading.to_owned(), text };
        let (format, sections) = if self.dice.words.happens(0.4) {
            ("soap", vec![section("Subjective", said), section("Plan", plan)])
        } else {
            ("free", vec![section("", format!("{said} {plan}"))])
        };
        let id = concord_chart::EventId(self.names.id());
        let note = NoteSigned { format: format.to_owned(), sections, session: None };
        self.slips.note = Some((id, self.day, note.clone()));
        Some(Line::from(Event::NoteSigned(note)).with_id(id))
    }
}
