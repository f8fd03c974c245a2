//! What a prescriber and a patient decide about medicines: begin, raise, lower, move to the night, add, change, stop; and
//! why, in a sentence.

use crate::{
    calendar::{days_between, plus},
    cast::Scene,
    deed::Line,
    life::Life,
    medication::{first_choice, usual_of},
    staff::StaffNumber,
    track::Track,
};
use concord_chart::{
    CourseId, Event, SubstanceId, When,
    condition::{ConditionNoted, ConditionStatus},
    decision::{Arm, DecisionMade, Judged, Verdict},
    medication::{DoseChanged, DoseMissed, Dosing, KnownFrom, PlannedStep, Started, StepsPlanned, StopReason, Stopped},
    quantity::Dose,
};
use rust_decimal::Decimal;

/// Earlier treatment as people tell it: medicine, mg a day, how it ended.
const TOLD: &[(&str, u16, StopReason)] = &[
    ("paroxetine", 20, StopReason::SideEffect),
    ("citalopram", 20, StopReason::NotEnoughEffect),
    ("fluoxetine", 20, StopReason::PatientChoice),
    ("sertraline", 50, StopReason::Completed),
    ("amitriptyline", 75, StopReason::SideEffect),
    ("trazodone", 150, StopReason::NotEnoughEffect),
    ("venlafaxine", 75, StopReason::PatientChoice),
];

/// What people take that nobody here prescribes: name, amount, unit, when.
const FROM_ELSEWHERE: &[(&str, &str, &str, &str)] = &[
    ("Levothyroxine", "75", "ug", "in the morning"),
    ("Lisinopril", "10", "mg", "in the morning"),
    ("Metformin", "500", "mg", "with breakfast and supper"),
    ("Combined oral contraceptive", "1", "tablet", "in the morning"),
    ("Vitamin D", "25", "ug", "in the morning"),
    ("Magnesium", "300", "mg", "at night"),
    ("Ibuprofen", "400", "mg", ""),
    ("St John's wort", "300", "mg", "in the morning"),
];

impl Life<'_> {
    /// One visit's decision, at most one, and what follows from it.
    pub fn go_through_medicines(&mut self, staff: StaffNumber, lines: &mut Vec<Line>) {
        if self.who.track == Track::TalkingOnly {
            return;
        }
        let Some(index) = self.main_medicine() else { return self.begin_first(staff, lines) };
        let medicine = &self.medicines[index];
        let (weeks, in_all) = (days_between(medicine.since, self.day) / 7, days_between(medicine.began, self.day) / 7);
        let top = medicine.step + 1 >= medicine.usual.steps.len();
        let (better, latest) = (self.asking.better_by(), self.asking.latest().unwrap_or(0));
        let stays_as_it_is = self.who.scene == Scene::NotEnough && medicine.step > 0;
        match medicine.usual.substance {
            "lamotrigine" if !top && weeks >= 2 => {
                self.raise(index, staff, "The next of the small steps, as agreed; no rash.", lines)
            }
            _ if medicine.burden >= 3.0 && weeks >= 1 => self.ease(index, staff, lines),
            _ if stays_as_it_is => {}
            "lithium" | "lamotrigine" if in_all >= 10 && !medicine.judged => self.it_works(index, staff, lines),
            "lithium" | "lamotrigine" => {}
            _ if weeks >= 4 && !top && better < 0.5 && latest >= 8 && self.dice.medicine.happens(0.72) => {
                let why = self.score_words("still more than half of what it was");
                self.raise(index, staff, &why, lines);
            }
            _ if weeks >= 8 && better < 0.4 && latest >= 9 => self.not_enough(index, staff, lines),
            _ if in_all >= 7 && better >= 0.5 && !medicine.judged => self.it_works(index, staff, lines),
            _ if in_all > 44 && self.asking.well_twice() && self.dice.medicine.happens(0.2) => self.taper(index, staff, lines),
            _ => self.talked_about_missed_doses(index, lines),
        }
    }

    fn begin_first(&mut self, staff: StaffNumber, lines: &mut Vec<Line>) {
        // Some want to think it over at the first visit.
        if self.visits.done == 0 && self.who.scene == Scene::Plain && self.dice.medicine.happens(0.1) {
            return;
        }
        let substance = self.who.medicine.unwrap_or_else(|| first_choice(self.who.track, &mut self.dice.medicine));
        let started = self.begin_medicine(substance, staff.member().name, false);
        let index = self.medicines.len() - 1;
        let words = self.medicines[index].dosing().words();
        lines.push(started.into());
        self.plan_next_step(index, lines);
        let what = format!("Start {substance} {words}");
        let options = ["Begin now", "Talking therapy alone first", "Wait four weeks"].map(str::to_owned).to_vec();
        self.decide(staff, what, "Compared the ways to begin; this fits best for now.", options, Vec::new(), lines);
        if self.who.track == Track::Trauma && self.dice.medicine.happens(0.4) {
            let added = self.begin_medicine("prazosin", staff.member().name, true);
            lines.push(added.into());
        }
        if self.who.track == Track::AnxietyBoth && self.dice.medicine.happens(0.22) {
            lines.push(self.as_needed(staff).into());
        }
    }

    fn as_needed(&mut self, staff: StaffNumber) -> Event {
        let course = CourseId(self.names.id());
        self.phone.as_needed = Some((course, plus(self.day, self.dice.medicine.between(25, 90))));
        Event::MedicationStarted(Started {
            course,
            substance: Some(SubstanceId::from("hydroxyzine")),
            name: "Hydroxyzine".to_owned(),
            coding: Vec::new(),
            dosing: Dosing { dose: Some(Dose::mg(50)), per_day: None, time_words: String::new(), as_needed: true },
            route: Some("by mouth".to_owned()),
            purpose: "for the worst hours, until the other helps".to_owned(),
            prescriber: staff.member().name.to_owned(),
            from_elsewhere: false,
        })
    }

    /// The worst hours are over.
    pub fn stop_as_needed(&mut self, lines: &mut Vec<Line>) {
        if let Some((course, until)) = self.phone.as_needed.filter(|(_, until)| *until <= self.day) {
            self.phone.as_needed = None;
            let words = format!("Not needed since {until}.");
            lines.push(Event::MedicationStopped(Stopped { course, reason: StopReason::Completed, words }).into());
        }
    }

    fn plan_next_step(&mut self, index: usize, lines: &mut Vec<Line>) {
        let medicine = &mut self.medicines[index];
        let next = medicine.step + 1;
        let firm = medicine.usual.substance == "lamotrigine";
        let mut steps = Vec::new();
        if next < medicine.usual.steps.len() && medicine.usual.substance != "lithium" {
            let from = plus(self.day, if firm { 14 } else { 28 });
            let only_if = (!firm).then(|| "if the PHQ-9 is not down by a third".to_owned());
            steps.push(PlannedStep { from, dosing: medicine.usual.dosing(next, medicine.at_night), only_if });
        }
        if steps.is_empty() && !medicine.planned {
            return;
        }
        medicine.planned = !steps.is_empty();
        lines.push(Event::StepsPlanned(StepsPlanned::plain(medicine.course, steps)).into());
    }

    fn change_dose(&mut self, index: usize, step: usize, reason: &str, lines: &mut Vec<Line>) {
        self.medicines[index].change(step, self.day);
        let medicine = &self.medicines[index];
        let changed = DoseChanged { course: medicine.course, dosing: medicine.dosing(), reason: reason.to_owned() };
        lines.push(Event::DoseChanged(changed).into());
    }

    fn raise(&mut self, index: usize, staff: StaffNumber, why: &str, lines: &mut Vec<Line>) {
        let step = self.medicines[index].step + 1;
        self.change_dose(index, step, why, lines);
        self.plan_next_step(index, lines);
        let what = format!("{} up to {}", self.medicines[index].usual.name(), self.medicines[index].dosing().words());
        self.decide(staff, what, why, options(&["Keep the dose", "Raise it", "Another medicine"]), Vec::new(), lines);
    }

    /// It bothers: lower it, move it to the night, or change it.
    fn ease(&mut self, index: usize, staff: StaffNumber, lines: &mut Vec<Line>) {
        let medicine = &self.medicines[index];
        let felt = medicine.usual.felt[usize::from(medicine.began.day() as u8) % medicine.usual.felt.len()];
        let (step, name) = (medicine.step, medicine.usual.name());
        let can_move = !medicine.at_night && medicine.usual.per_day == 1 && medicine.usual.when == "in the morning";
        let why = format!("“{felt}”, worse than the good it does.");
        let throw = self.dice.medicine.unit();
        if step > 0 && throw < 0.55 {
            self.change_dose(index, step - 1, &why, lines);
            let what = format!("{name} down to {}", self.medicines[index].dosing().words());
            self.decide(staff, what, &why, options(&["Lower it", "Wait two weeks", "Another medicine"]), Vec::new(), lines);
        } else if can_move && throw < 0.75 {
            self.medicines[index].at_night = true;
            self.change_dose(index, step, &why, lines);
            self.decide(
                staff,
                format!("{name} moved to the night"),
                &why,
                options(&["Move it", "Lower it", "Wait"]),
                Vec::new(),
                lines,
            );
        } else if throw > 0.82 && self.visits.switches < 2 && self.who.track != Track::Bipolar {
            self.switch(index, staff, StopReason::SideEffect, &why, lines);
        }
    }

    /// A fair trial, and not enough: add something or change it.
    fn not_enough(&mut self, index: usize, staff: StaffNumber, lines: &mut Vec<Line>) {
        let added = self.medicines.iter().any(|medicine| medicine.added && !medicine.ended);
        let why = self.score_words("not enough after a fair trial");
        if !added
            && self.dice.medicine.happens(0.4)
            && matches!(self.who.track, Track::DepressionBoth | Track::DepressionMedicine)
        {
            let current = self.medicines[index].usual.substance;
            let choices: Vec<&'static str> =
                ["aripiprazole", "bupropion", "mirtazapine"].into_iter().filter(|other| *other != current).collect();
            let substance = self.dice.medicine.pick(&choices);
            let started = self.begin_medicine(substance, staff.member().name, true);
            lines.push(started.into());
            let judged = self.judgement(index, Verdict::NotEnough);
            let what = format!("Add {substance} to {current}");
            self.decide(staff, what, &why, options(&["Add one", "Change it", "More therapy first"]), judged, lines);
        } else if self.visits.switches < 2 && self.who.track != Track::Adhd && self.dice.medicine.happens(0.6) {
            self.switch(index, staff, StopReason::NotEnoughEffect, &why, lines);
        }
    }

    fn switch(&mut self, index: usize, staff: StaffNumber, reason: StopReason, why: &str, lines: &mut Vec<Line>) {
        let old = self.medicines[index].usual;
        let mut substance = first_choice(self.who.track, &mut self.dice.medicine);
        for _ in 0..8 {
            if self.medicines.iter().all(|medicine| medicine.usual.substance != substance) {
                break;
            }
            substance = first_choice(self.who.track, &mut self.dice.medicine);
        }
        if self.medicines.iter().any(|medicine| medicine.usual.substance == substance) {
            return;
        }
        self.visits.switches += 1;
        let verdict = if reason == StopReason::SideEffect { Verdict::SideEffect } else { Verdict::NotEnough };
        let judged = self.judgement(index, verdict);
        lines.push(self.stop_medicine(index, reason, why).into());
        let started = self.begin_medicine(substance, staff.member().name, false);
        lines.push(started.into());
        self.plan_next_step(self.medicines.len() - 1, lines);
        let what = format!("Change {} to {}", old.substance, usual_of(substance).substance);
        self.decide(staff, what, why, options(&["Keep it longer", "Change it", "Add another"]), judged, lines);
    }

    fn it_works(&mut self, index: usize, staff: StaffNumber, lines: &mut Vec<Line>) {
        self.medicines[index].judged = true;
        if self.medicines[index].planned {
            self.medicines[index].planned = false;
            lines.push(Event::StepsPlanned(StepsPlanned::plain(self.medicines[index].course, Vec::new())).into());
        }
        let judged = self.judgement(index, Verdict::Working);
        let why = self.score_words("more than half gone");
        let what = format!("Keep {} as it is", self.medicines[index].usual.substance);
        self.decide(staff, what, &why, options(&["Keep it", "Lower it", "Stop it"]), judged, lines);
    }

    fn taper(&mut self, index: usize, staff: StaffNumber, lines: &mut Vec<Line>) {
        let (step, name) = (self.medicines[index].step, self.medicines[index].usual.name());
        let why = "Well for a good while, on own wish; back up if signs return.";
        if step > 0 {
            self.change_dose(index, step - 1, "Tapering", lines);
            let what = format!("{name} down to {}", self.medicines[index].dosing().words());
            self.decide(staff, what, why, options(&["Keep it half a year more", "Taper"]), Vec::new(), lines);
        } else {
            lines.push(self.stop_medicine(index, StopReason::Completed, "Tapered, well.").into());
            self.decide(
                staff,
                format!("Stop {}", self.medicines[index].usual.substance),
                why,
                options(&["Keep it half a year more", "Stop"]),
                Vec::new(),
                lines,
            );
        }
    }

    /// What somebody who does not tick says when asked.
    fn talked_about_missed_doses(&mut self, index: usize, lines: &mut Vec<Line>) {
        if !self.full || self.phone.ticks_on(self.day) || !self.dice.medicine.happens(0.3) {
            return;
        }
        let course = self.medicines[index].course;
        let on = plus(self.day, -self.dice.medicine.between(1, 9));
        if on <= self.medicines[index].began {
            return;
        }
        let reason = self.dice.words.pick(crate::words::LEFT_OUT).to_owned();
        let missed = Event::DoseMissed(DoseMissed { course, on, reason, known_from: KnownFrom::Conversation });
        lines.push(Line::from(missed).at(on));
    }

    fn judgement(&self, index: usize, verdict: Verdict) -> Vec<Judged> {
        vec![Judged { course: self.medicines[index].course, verdict }]
    }

    /// `PHQ-9 17 → 11: not enough after a fair trial.`
    fn score_words(&self, meaning: &str) -> String {
        match (self.asking.baseline(), self.asking.latest()) {
            (Some(first), Some(latest)) => format!("PHQ-9 {first} → {latest}: {meaning}."),
            _ => "By what was told; no questionnaire yet.".to_owned(),
        }
    }

    fn decide(
        &mut self,
        staff: StaffNumber,
        what: String,
        why: &str,
        options: Vec<String>,
        judged: Vec<Judged>,
        lines: &mut Vec<Line>,
    ) {
        let mut who = vec![self.who.person.given.clone(), staff.member().name.to_owned()];
        if let Some(talk) = self.who.talk.filter(|talk| talk.from <= self.day && self.dice.words.happens(0.3)) {
            who.push(talk.seat.staff.member().name.to_owned());
        }
        let look_again = Some(plus(self.day, if judged.is_empty() { 28 } else { 84 }));
        let options = if self.full { options } else { Vec::new() };
        let decision = DecisionMade { what, why: why.to_owned(), who, arms: vec![Arm::Medication], options, look_again, judged };
        lines.push(Event::DecisionMade(decision).into());
    }

    /// What was tried before, as well as it is remembered, and what is taken that others prescribe.
    pub fn past_treatment(&mut self, lines: &mut Vec<Line>) {
        if !self.full {
            return;
        }
        if self.dice.words.happens(0.42) {
            let (substance, mg, reason) = self.dice.words.pick(TOLD);
            self.told_course(substance, mg, reason, lines);
        }
        if self.dice.words.happens(0.34) {
            let (name, amount, unit, when) = self.dice.words.pick(FROM_ELSEWHERE);
            lines.push(self.line_from_elsewhere(name, amount, unit, when));
        }
        if self.dice.words.happens(0.14) {
            let year = self.who.from.year() - self.dice.words.between(2, 12) as i16;
            let noted = ConditionNoted {
                name: "Episode of depression, earlier".to_owned(),
                coding: Vec::new(),
                status: ConditionStatus::Resolved,
                provisional: false,
                since: Some(When::Year(year)),
                until: Some(When::Year(year + 1)),
            };
            lines.push(Event::ConditionNoted(noted).into());
        }
    }

    fn told_course(&mut self, substance: &str, mg: u16, reason: StopReason, lines: &mut Vec<Line>) {
        let course = CourseId(self.names.id());
        let year = self.who.from.year() - self.dice.words.between(2, 8) as i16;
        let (from, to) = match self.dice.words.between(1, 3) {
            1 => (When::Year(year), When::Year(year + 1)),
            2 => (When::Month(year, 3), When::Month(year, 11)),
            _ => (When::Month(year, 9), When::Year(year + 1)),
        };
        let mut letters = substance.chars();
        let name = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        let started = Started {
            course,
            substance: Some(SubstanceId::from(substance)),
            name,
            coding: Vec::new(),
            dosing: Dosing { dose: Some(Dose::mg(mg)), per_day: Some(Decimal::ONE), time_words: String::new(), as_needed: false },
            route: None,
            purpose: String::new(),
            prescriber: "family doctor, as told".to_owned(),
            from_elsewhere: true,
        };
        lines.push(Line::from(Event::MedicationStarted(started)).at(from));
        lines.push(Line::from(Event::MedicationStopped(Stopped { course, reason, words: "As told.".to_owned() })).at(to));
    }

    fn line_from_elsewhere(&mut self, name: &str, amount: &str, unit: &str, when: &str) -> Line {
        let dose = amount.parse().ok().map(|amount| Dose { amount, unit: unit.to_owned() });
        let as_needed = when.is_empty();
        let twice = when.contains(" and ");
        let started = Started {
            course: CourseId(self.names.id()),
            substance: None,
            name: name.to_owned(),
            coding: Vec::new(),
            dosing: Dosing {
                dose,
                per_day: (!as_needed).then_some(if twice { Decimal::TWO } else { Decimal::ONE }),
                time_words: when.to_owned(),
                as_needed,
            },
            route: None,
            purpose: String::new(),
            prescriber: String::new(),
            from_elsewhere: true,
        };
        Line::from(Event::MedicationStarted(started)).at(When::Year(self.who.from.year() - 1))
    }
}

fn options(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
