//! What patients do on their phones: tick doses, note mood and sleep, say what bothers them, look at their own chart.
//!
//! Nobody does it all the time. There are weeks of ticking and weeks of silence, and a silent day stays unknown.

use crate::{
    calendar::{TODAY, days_between, is_open, open_from, plus},
    cast::Scene,
    chance::Chance,
    deed::{Act, By, Line, What},
    life::{Life, minutes_after},
    roster::Enrolled,
    track::Track,
    words,
};
use concord_chart::{
    CourseId, Event,
    diary::{MoodEntered, SleepEntered},
    medication::{DoseChanged, DoseMissed, DoseTaken, KnownFrom},
    side_effect::{Reported, Severity},
};
use jiff::{Timestamp, civil::Date};

/// Somebody's habits.
#[derive(Debug)]
pub(crate) struct Phone {
    /// Share of doses taken when nothing bothers.
    pub careful: f64,
    /// A medicine for bad hours, and until when it is needed.
    pub as_needed: Option<(CourseId, Date)>,
    /// Weeks of ticking: from, to, share of days.
    keen: Vec<(Date, Date, f64)>,
    last_report: Option<Date>,
}

impl Phone {
    pub fn draw(who: &Enrolled, chance: &mut Chance) -> Self {
        let careful = chance.weighted(&[((0.96, 1.0), 55), ((0.88, 0.96), 33), ((0.7, 0.88), 12)]);
        let careful = chance.within(careful.0, careful.1);
        let mut keen = Vec::new();
        if who.track == Track::Bipolar || chance.happens(0.74) {
            let mut day = plus(who.from, chance.between(0, 12));
            while day < TODAY {
                let until = plus(day, chance.between(20, 60));
                // Long ago people ticked less often than they do in their keenest weeks.
                let share = if days_between(day, TODAY) < 70 { chance.within(0.55, 0.98) } else { chance.within(0.2, 0.5) };
                keen.push((day, until, share));
                day = plus(until, chance.between(10, 70));
            }
            // Half of those who tick at all are at it now.
            if chance.happens(0.5) {
                keen.push((plus(TODAY, -chance.between(24, 58)), plus(TODAY, 1), chance.within(0.7, 0.98)));
            }
        }
        Self { careful, as_needed: None, keen, last_report: None }
    }

    /// Share of days like this one on which a tick comes, or none.
    fn keenness(&self, day: Date) -> Option<f64> {
        self.keen.iter().rev().find(|(from, to, _)| *from <= day && day <= *to).map(|(_, _, share)| *share)
    }

    pub fn ticks_on(&self, day: Date) -> bool {
        self.keenness(day).is_some()
    }
}

impl Life<'_> {
    pub fn phone_of_the_day(&mut self) {
        self.told_lately();
        if !self.full {
            return;
        }
        if self.burden() >= 2.2 && self.may_report() && self.dice.phone.happens(0.16) {
            let hour = self.dice.phone.between(17, 21) as i8;
            let minute = self.dice.phone.between(0, 59) as i8;
            let at = self.at(hour, minute);
            self.report(at, By::Patient, String::new(), hour);
        }
        if let Some(share) = self.phone.keenness(self.day)
            && self.dice.phone.happens(share)
        {
            self.check_in();
        }
        if self.dice.phone.happens(0.008) {
            let minute = self.dice.phone.between(0, 59) as i8;
            let at = self.at(12, minute);
            self.deed(at, By::Patient, Act::Look);
        }
    }

    fn check_in(&mut self) {
        let (hour, minute) = (self.dice.phone.between(20, 22) as i8, self.dice.phone.between(0, 58) as i8);
        let at = self.at(hour, minute);
        let mood = self.illness.mood_of_day(&mut self.dice.phone);
        let words = if self.dice.phone.happens(0.07) { self.dice.words.pick(words::MOOD_WORDS) } else { "" };
        let mut lines: Vec<Line> = vec![Event::MoodEntered(MoodEntered { on: self.day, mood, words: words.to_owned() }).into()];
        let minutes = self.illness.sleep(&mut self.dice.phone);
        lines.push(Event::SleepEntered(SleepEntered { on: self.day, minutes }).into());
        lines.extend(self.ticks());
        lines.extend(self.practised_today().map(Line::from));
        self.record(at, By::Patient, lines);
    }

    fn ticks(&mut self) -> Vec<Line> {
        let (day, mut lines) = (self.day, Vec::new());
        let current: Vec<(CourseId, bool)> = self
            .medicines
            .iter()
            .filter(|medicine| !medicine.ended && medicine.began <= day)
            .map(|medicine| (medicine.course, medicine.taken_today))
            .collect();
        for (course, taken) in current {
            lines.push(Line::from(if taken {
                Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from: KnownFrom::PatientTick })
            } else {
                let reason = self.dice.words.pick(words::LEFT_OUT).to_owned();
                Event::DoseMissed(DoseMissed { course, on: day, reason, known_from: KnownFrom::PatientTick })
            }));
        }
        if let Some((course, until)) = self.phone.as_needed
            && day < until
            && self.dice.phone.happens((self.illness.worry - 6.0) * 0.04)
        {
            lines.push(Event::DoseTaken(DoseTaken { course, on: day, at: None, known_from: KnownFrom::PatientTick }).into());
        }
        lines
    }

    /// Nobody tells the same thing every day; and the cast's telling is written for them.
    pub fn may_report(&self) -> bool {
        let waits = self.phone.last_report.is_some_and(|last| days_between(last, self.day) < 12);
        let scripted =
            matches!(self.who.scene, Scene::ToldTherapist(_) | Scene::ToldOnPhone(_)) && days_between(self.day, TODAY) < 12;
        !waits && !scripted && self.who.prescriber_on(self.day).is_some()
    }

    /// Tells what bothers, and has the prescriber answer in time.
    pub fn report(&mut self, at: Timestamp, by: By, told_to: String, hour: i8) {
        let Some(index) = self.heaviest() else { return };
        let felt = self.dice.words.pick(self.medicines[index].usual.felt).to_owned();
        let label = self.report_words(at, by, &felt, told_to);
        self.answer_report(label, index, at, hour);
    }

    /// The medicine that bothers most, of those begun before today: who begins this afternoon has told nothing this morning.
    fn heaviest(&self) -> Option<usize> {
        let current = self.medicines.iter().enumerate().filter(|(_, medicine)| !medicine.ended && medicine.began < self.day);
        current.max_by(|(_, a), (_, b)| a.burden.total_cmp(&b.burden)).map(|(index, _)| index)
    }

    fn report_words(&mut self, at: Timestamp, by: By, felt: &str, told_to: String) -> crate::deed::Label {
        self.phone.last_report = Some(self.day);
        let label = self.names.label();
        let burden = self.burden().round().clamp(1.0, 6.0) as u8;
        let (effect_on_life, effect_on_therapy) = match burden {
            4.. => ("Stays in.", "Skips homework."),
            3 => ("Slows the afternoons down.", ""),
            _ => ("", ""),
        };
        let report = Reported {
            words: felt.to_owned(),
            course: self.heaviest().map(|index| self.medicines[index].course),
            burden,
            since: Some(plus(self.day, -self.dice.phone.between(1, 6)).into()),
            effect_on_life: effect_on_life.to_owned(),
            effect_on_therapy: effect_on_therapy.to_owned(),
            told_to,
            owner: None,
            answer_by: None,
            severity: Some(match burden {
                5.. => Severity::Severe,
                3..=4 => Severity::Moderate,
                _ => Severity::Mild,
            }),
            ..Reported::default()
        };
        self.deed(at, by, Act::Report(label, report));
        label
    }

    fn answer_report(&mut self, report: crate::deed::Label, index: usize, at: Timestamp, hour: i8) {
        let same_day = is_open(self.day) && (8..15).contains(&hour) && self.dice.phone.happens(0.45);
        let day = if same_day { self.day } else { open_from(plus(self.day, 1)) };
        let answered = if same_day {
            minutes_after(at, self.dice.phone.between(35, 110))
        } else {
            self.calendar.at(day, 8, self.dice.phone.between(2, 28) as i8)
        };
        let Some(seat) = self.who.prescriber_on(day) else { return };
        let medicine = &self.medicines[index];
        let can_move = !medicine.at_night && medicine.usual.per_day == 1 && !medicine.ended && self.who.scene == Scene::Plain;
        let choices: Vec<(&str, bool)> = words::ANSWERS.iter().copied().filter(|(_, moves)| can_move || !moves).collect();
        let (words, moves) = self.dice.words.pick(&choices);
        self.look(minutes_after(answered, -2), seat.staff);
        let mut lines = vec![Line::of(What::AnswerReport { report, words: words.to_owned() })];
        if moves && answered <= self.calendar.now() {
            self.medicines[index].at_night = true;
            let medicine = &self.medicines[index];
            let changed =
                DoseChanged { course: medicine.course, dosing: medicine.dosing(), reason: "Less bother by day.".to_owned() };
            lines.push(Event::DoseChanged(changed).into());
        }
        self.record(answered, By::Staff(seat.staff), lines);
    }

    /// What waits for an answer on the day the demo begins.
    fn told_lately(&mut self) {
        if self.day != plus(TODAY, -1) || self.medicines.is_empty() {
            return;
        }
        match (self.who.scene, self.who.talk) {
            (Scene::ToldTherapist(felt), Some(talk)) => {
                let told_to = format!("{}, on the telephone", talk.seat.staff.member().name);
                self.report_words(self.at(15, 10), By::Staff(talk.seat.staff), felt, told_to);
            }
            (Scene::ToldOnPhone(felt), _) => {
                self.report_words(self.at(21, 5), By::Patient, felt, String::new());
            }
            _ => {}
        }
    }
}
