//! Who comes, for what, to whom and when: worked out patient by patient, so that a smaller practice is the beginning of
//! a larger one.

use crate::{
    calendar::{FIRST_DAY, TODAY, days_between, open_from, plus},
    cast::{self, HANNA, MARIA, Part, Scene},
    chance::Chance,
    diary::{Books, Slot},
    people::Person,
    staff::{Skill, StaffNumber, by_login, with_role},
    track::Track,
};
use concord_access::Role;
use jiff::civil::{Date, Weekday};
use std::collections::{HashMap, HashSet};

/// Who writes the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// The dice.
    Drawn,
    /// [`crate::maria`].
    Maria,
    /// [`crate::hanna`].
    Hanna,
    /// One of [`crate::stories`].
    Story(usize),
}

/// How somebody's care ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    Finished,
    DroppedOut,
    Moved,
}

/// A clinician and the time of the week at which they see this patient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub staff: StaffNumber,
    pub slot: Slot,
}

/// A talking therapy that is arranged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    pub seat: Seat,
    pub skill: Skill,
    pub from: Date,
    pub sessions: u16,
}

/// A complementary practice that is arranged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Practising {
    pub seat: Seat,
    pub skill: Skill,
    pub from: Date,
    pub classes: u16,
}

/// One patient and their arrangements.
#[derive(Clone, Debug)]
pub(crate) struct Enrolled {
    pub number: usize,
    /// Seed of this person's life; nobody else's throws change it.
    pub seed: u64,
    pub person: Person,
    pub script: Script,
    pub track: Track,
    pub reason: &'static str,
    pub condition: (&'static str, &'static str),
    pub from: Date,
    pub until: Option<(Date, Leaving)>,
    pub prescriber: Option<Seat>,
    /// The prescriber changes on this day to this one.
    pub prescriber_later: Option<(Date, Seat)>,
    pub talk: Option<Talk>,
    pub care_manager: StaffNumber,
    pub practice: Option<Practising>,
    /// The medicine to begin with, where it is not drawn.
    pub medicine: Option<&'static str>,
    pub scene: Scene,
}

impl Enrolled {
    /// Who prescribes on a day.
    pub fn prescriber_on(&self, day: Date) -> Option<Seat> {
        match self.prescriber_later {
            Some((from, seat)) if from <= day => Some(seat),
            _ => self.prescriber,
        }
    }

    /// True while care goes on.
    pub fn is_in_care(&self, day: Date) -> bool {
        day >= self.from && self.until.is_none_or(|(until, _)| day <= until)
    }
}

/// The practice fills up.
struct Roster {
    seed: u64,
    books: Books,
    load: HashMap<StaffNumber, u32>,
    names: HashSet<String>,
}

/// Everybody, from the first.
pub(crate) fn enrol(seed: u64, patients: usize) -> Vec<Enrolled> {
    let cast = cast::cast();
    let mut roster = Roster { seed, books: Books::default(), load: HashMap::new(), names: HashSet::new() };
    roster.reserve(&cast);
    (0..patients).map(|number| roster.enrol(number, cast.get(number))).collect()
}

impl Roster {
    /// The cast's times and names are theirs, however few patients are asked for.
    fn reserve(&mut self, cast: &[Part]) {
        for part in cast {
            self.names.insert(format!("{} {}", part.given, part.family));
            if let Some(with) = part.visit {
                self.books.keep(by_login(with.login), visit_slot(with));
            }
            if let Some((with, skill)) = part.session {
                self.books.keep(by_login(with.login), session_slot(part, with, skill));
            }
        }
    }

    fn enrol(&mut self, number: usize, part: Option<&Part>) -> Enrolled {
        let seed = Chance::new(self.seed, &format!("life {number}")).bits();
        let mut chance = Chance::new(seed, "arrangements");
        match part {
            Some(part) => self.enrol_cast(number, seed, &mut chance, part),
            None => self.enrol_drawn(number, seed, &mut chance),
        }
    }

    fn enrol_cast(&mut self, number: usize, seed: u64, chance: &mut Chance, part: &Part) -> Enrolled {
        let mut person = Person::invent(number, self.seed);
        person.given = part.given.to_owned();
        person.family = part.family.to_owned();
        person.born = part.born;
        person.languages = part.languages.iter().map(|language| (*language).to_owned()).collect();
        (person.sex, person.pronouns) = if part.gender == "F" { ("F", "she / her") } else { ("M", "he / him") };
        person.place = part.place;
        person.allergy = part.allergy;
        let from = if part.scene == Scene::FirstVisit { TODAY } else { open_from(part.from(TODAY)).max(FIRST_DAY) };
        let talk = part.session.map(|(with, skill)| {
            let staff = by_login(with.login);
            let sessions = sessions_of(skill, chance).max(u16::try_from(part.weeks + 4).unwrap_or(16).min(20));
            Talk { seat: Seat { staff, slot: session_slot(part, with, skill) }, skill, from: plus(from, 3), sessions }
        });
        let practice = part.practice.map(|skill| {
            let seat = self.practice_seat(skill, chance, true);
            Practising { seat, skill, from: plus(from, 21).min(plus(TODAY, -20)), classes: 8 }
        });
        let prescriber = part.visit.map(|with| Seat { staff: by_login(with.login), slot: visit_slot(with) });
        let enrolled = Enrolled {
            number,
            seed,
            script: match number {
                MARIA => Script::Maria,
                HANNA => Script::Hanna,
                _ => number.checked_sub(cast::LIVES).map_or(Script::Drawn, Script::Story),
            },
            track: part.track,
            reason: part.track.reason(chance),
            condition: part.track.condition(chance),
            from,
            until: None,
            prescriber,
            prescriber_later: None,
            talk,
            care_manager: if person.place == "old-mill" { by_login("luz.santamaria") } else { by_login("ben.achebe") },
            practice,
            medicine: part.medicine,
            scene: part.scene,
            person,
        };
        self.count(&enrolled);
        enrolled
    }

    fn enrol_drawn(&mut self, number: usize, seed: u64, chance: &mut Chance) -> Enrolled {
        let person = self.somebody_new(number);
        let track = Track::draw(chance);
        let (from, until) = span(chance);
        let active = until.is_none() && days_between(from, TODAY) >= 18;
        let prescriber = track.takes_medicine(chance).then(|| self.prescriber_seat(person.place, active));
        let prescriber_later = prescriber.filter(|_| chance.happens(0.05) && until.is_none()).and_then(|first| {
            let day = open_from(plus(from, days_between(from, TODAY) / 2));
            let other = self.another_prescriber(first.staff, person.place)?;
            (days_between(from, TODAY) > 120).then(|| (day, Seat { staff: other, slot: self.books.visit(other, false) }))
        });
        let talk = track.talks(chance).map(|skill| self.talk(skill, &person, from, until, chance));
        let practice = track.practises(chance).map(|skill| self.practice(skill, from, until, chance));
        let care_manager = self.least_busy(with_role(Role::CareManager), person.place, 4);
        let enrolled = Enrolled {
            number,
            seed,
            script: Script::Drawn,
            reason: track.reason(chance),
            condition: track.condition(chance),
            track,
            from,
            until,
            prescriber,
            prescriber_later,
            talk,
            care_manager,
            practice,
            medicine: None,
            scene: Scene::Plain,
            person,
        };
        self.count(&enrolled);
        enrolled
    }

    /// A person whose whole name nobody else has. Other names repeat, as they do.
    fn somebody_new(&mut self, number: usize) -> Person {
        let mut tries = 0;
        loop {
            let salt = self.seed.wrapping_add(tries * 0x5bd1_e995);
            let person = Person::invent(number, salt);
            tries += 1;
            // In a practice of ten thousand names run out; then two people share one, and have different birthdays.
            if self.names.insert(person.name()) || tries > 40 {
                return person;
            }
        }
    }

    fn count(&mut self, enrolled: &Enrolled) {
        let team = [
            enrolled.prescriber.map(|seat| seat.staff),
            enrolled.prescriber_later.map(|(_, seat)| seat.staff),
            enrolled.talk.map(|talk| talk.seat.staff),
            enrolled.practice.map(|practice| practice.seat.staff),
            Some(enrolled.care_manager),
        ];
        for staff in team.into_iter().flatten() {
            *self.load.entry(staff).or_default() += 1;
        }
    }

    /// The one with the fewest patients; somebody who works elsewhere counts as having this many more.
    fn least_busy(&self, from: impl Iterator<Item = StaffNumber>, place: &str, elsewhere: u32) -> StaffNumber {
        let load = |staff: &StaffNumber| {
            let away = if staff.member().home() == place { 0 } else { elsewhere };
            (self.load.get(staff).copied().unwrap_or(0) + away, staff.0)
        };
        from.min_by_key(load).unwrap_or(StaffNumber(0))
    }

    fn prescriber_seat(&mut self, place: &str, today: bool) -> Seat {
        let staff = self.least_busy(with_role(Role::Prescriber), place, 22);
        Seat { staff, slot: self.books.visit(staff, today) }
    }

    fn another_prescriber(&self, not: StaffNumber, place: &str) -> Option<StaffNumber> {
        with_role(Role::Prescriber).find(|staff| *staff != not && staff.member().home() == place)
    }

    fn talk(&mut self, skill: Skill, person: &Person, from: Date, until: Option<(Date, Leaving)>, chance: &mut Chance) -> Talk {
        let with_skill = with_role(Role::Therapist).filter(|staff| staff.member().skills.contains(&skill));
        let staff = self.least_busy(with_skill, person.place, 9);
        let sessions = sessions_of(skill, chance);
        let weeks = i64::from(sessions) * if skill == Skill::Family { 2 } else { 1 };
        let end = until.map_or(TODAY, |(day, _)| day);
        // In a long stay the talking often begins later, when medicine alone was not enough.
        let later = until.is_none() && days_between(from, end) > weeks * 7 + 60 && chance.happens(0.68);
        let from = if later { plus(TODAY, -chance.between(14, weeks * 7 - 10)) } else { plus(from, chance.between(2, 12)) };
        let goes_on = until.is_none() && days_between(from, TODAY) < weeks * 8;
        Talk { seat: Seat { staff, slot: self.books.session(staff, goes_on) }, skill, from, sessions }
    }

    fn practice(&mut self, skill: Skill, from: Date, until: Option<(Date, Leaving)>, chance: &mut Chance) -> Practising {
        let end = until.map_or(TODAY, |(day, _)| day);
        let stay = days_between(from, end);
        let now = until.is_none() && stay > 40 && chance.happens(0.62);
        let begin = if now {
            plus(TODAY, -chance.between(10, 60).min(stay - 20))
        } else {
            plus(from, chance.between(14, (stay / 2).max(15)))
        };
        let classes = if skill == Skill::Mindfulness { 8 } else { u16::try_from(chance.between(8, 12)).unwrap_or(8) };
        Practising { seat: self.practice_seat(skill, chance, now), skill, from: begin, classes }
    }

    /// Classes have their times; acupuncture has appointments.
    fn practice_seat(&mut self, skill: Skill, chance: &mut Chance, now: bool) -> Seat {
        let staff = with_role(Role::ComplementaryPractitioner)
            .find(|staff| staff.member().skills.contains(&skill))
            .unwrap_or(StaffNumber(0));
        let classes: &[Slot] = match skill {
            Skill::Mindfulness => {
                &[Slot::weekly(Weekday::Tuesday, 16), Slot::weekly(Weekday::Thursday, 15), Slot::weekly(Weekday::Wednesday, 10)]
            }
            Skill::Yoga => &[Slot::weekly(Weekday::Thursday, 11), Slot::weekly(Weekday::Monday, 16)],
            Skill::ArtTherapy => &[
                Slot::weekly(Weekday::Thursday, 14),
                Slot::weekly(Weekday::Thursday, 10),
                Slot::weekly(Weekday::Tuesday, 10),
                Slot::weekly(Weekday::Wednesday, 15),
            ],
            _ => return Seat { staff, slot: self.books.session(staff, now) },
        };
        Seat { staff, slot: chance.pick(classes) }
    }
}

/// How many sessions are agreed.
fn sessions_of(skill: Skill, chance: &mut Chance) -> u16 {
    let (from, to) = match skill {
        Skill::Dbt => (40, 52),
        Skill::Couple => (15, 20),
        Skill::Family => (8, 14),
        Skill::Psychodynamic => (14, 16),
        _ => (10, 16),
    };
    u16::try_from(chance.between(from, to)).unwrap_or(12)
}

/// When somebody came, and whether and how their care ended. Fuller towards today, as practices are.
fn span(chance: &mut Chance) -> (Date, Option<(Date, Leaving)>) {
    let ago = match chance.between(1, 100) {
        1..=6 => chance.between(2, 17),
        7..=52 => chance.between(18, 200),
        _ => chance.between(201, 724),
    };
    let from = open_from(plus(TODAY, -ago)).max(open_from(FIRST_DAY)).min(plus(TODAY, -1));
    let ends = ago > 90 && chance.happens(0.27);
    let until = ends.then(|| {
        let day = open_from(plus(from, chance.between(56, (ago - 14).clamp(57, 560))));
        (day, chance.weighted(&[(Leaving::Finished, 52), (Leaving::DroppedOut, 36), (Leaving::Moved, 12)]))
    });
    (from, until.filter(|(day, _)| *day < plus(TODAY, -3)))
}

fn visit_slot(with: cast::With) -> Slot {
    Slot {
        weekday: TODAY.weekday(),
        hour: with.hour,
        minute: with.minute,
        parity: Some(crate::calendar::week(TODAY).rem_euclid(2)),
    }
}

/// Maria comes on Wednesdays, so does the couple; everybody else of the cast on today's weekday.
fn session_slot(part: &Part, with: cast::With, skill: Skill) -> Slot {
    let wednesday = skill == Skill::Couple || (part.given, part.family) == ("Maria", "Delgado");
    Slot::weekly(if wednesday { Weekday::Wednesday } else { TODAY.weekday() }, with.hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_practice_is_the_beginning_of_a_large_one() {
        let (small, large) = (enrol(5, 40), enrol(5, 120));
        for (one, other) in small.iter().zip(&large) {
            assert_eq!(format!("{one:?}"), format!("{other:?}"));
        }
    }

    #[test]
    fn every_clinician_has_a_caseload_that_can_be_looked_after() {
        for seed in [1, 2026, 77] {
            let mut load: HashMap<StaffNumber, u32> = HashMap::new();
            for enrolled in enrol(seed, 300) {
                let later = enrolled.prescriber_later.map(|(_, seat)| seat.staff);
                let first = enrolled.prescriber.map(|seat| seat.staff).filter(|_| later.is_none());
                let team = [
                    first,
                    later,
                    enrolled.talk.map(|talk| talk.seat.staff),
                    enrolled.practice.map(|practice| practice.seat.staff),
                ];
                for staff in team.into_iter().flatten().chain([enrolled.care_manager]) {
                    *load.entry(staff).or_default() += 1;
                }
            }
            for role in [Role::Prescriber, Role::Therapist, Role::ComplementaryPractitioner] {
                for staff in with_role(role) {
                    let patients = load.get(&staff).copied().unwrap_or(0);
                    assert!((20..=60).contains(&patients), "seed {seed}: {} has {patients}", staff.member().name);
                }
            }
            for staff in with_role(Role::CareManager) {
                assert!((130..=170).contains(&load[&staff]), "{} has {}", staff.member().name, load[&staff]);
            }
        }
    }

    #[test]
    fn no_two_people_of_a_practice_have_the_same_whole_name() {
        let names: HashSet<String> = enrol(1, 300).iter().map(|enrolled| enrolled.person.name()).collect();
        assert_eq!(names.len(), 300);
        assert!(names.contains("Maria Delgado"));
    }

    #[test]
    fn another_seed_brings_other_people() {
        let name = |enrolled: &Enrolled| enrolled.person.name();
        let (one, other) = (enrol(1, 60), enrol(2, 60));
        assert!(one.iter().skip(20).zip(other.iter().skip(20)).any(|(a, b)| name(a) != name(b)));
    }
}
