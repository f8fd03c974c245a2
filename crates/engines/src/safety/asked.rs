//! Which checks are asked for at all, whether they are due or not; and which test a measurement on a chart is of.

use super::book::Book;
use super::case::{At, Case};
use super::checks::{in_force, to_choose_from};
use super::circumstances::Circumstances;
use super::from_chart;
use super::not_checked::Unjudged;
use super::person::Person;
use super::products;
use super::regimen::Regimen;
use super::truth::Truth;
use super::{matched, with_smoking, words};
use concord_chart::measurement::Measured;
use concord_chart::medication::MedicationCourse;
use concord_chart::quantity::{Coding, Quantity};
use concord_knowledge::ids::SubstanceId;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// One check that a schedule in force asks for, for one thing that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which substance.
    pub substance: SubstanceId,
    /// Its name as it is shown.
    pub name: String,
    /// The schedule's id.
    pub schedule: String,
    /// The place of the check in the schedule, from 0.
    pub check: usize,
    /// False where it depends on a fact about the person that is not known: it is asked for until the fact is.
    pub sure: bool,
}

/// One number on a chart, read as a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasuredValue {
    /// The test's id.
    pub test: String,
    /// The value in the test's own unit; `None` where there is no number, or its unit is not understood.
    pub value: Option<Decimal>,
}

impl Book<'_> {
    /// Every check that the schedules in force ask for, of what is taken.
    pub fn asked(&self, regimen: &Regimen, given: &Circumstances) -> Vec<Asked> {
        let mut unjudged = Unjudged::default();
        let items = matched(self, regimen, given, &mut unjudged);
        let given = with_smoking(self, &items, given);
        let case = Case { person: Person::of(&given, self, &mut unjudged), items, book: self };
        let mut asked = Vec::new();
        for item in (0..case.items.len()).filter(|item| case.items[*item].taken) {
            let present = &case.items[item];
            for timetable in in_force(&case, item, &given) {
                for (place, when) in timetable.checks.iter().enumerate() {
                    let meant = when.as_ref().map_or(Truth::True, |when| case.test(when, At::one(item)));
                    if meant != Truth::False {
                        asked.push(Asked {
                            substance: self.drugs[present.place].substance.id.clone(),
                            name: present.name.clone(),
                            schedule: timetable.schedule.id.clone(),
                            check: place,
                            sure: meant == Truth::True,
                        });
                    }
                }
            }
        }
        asked
    }

    /// Of what is taken: each choice between schedules that has to be made, with the schedules that are not used until a
    /// practice chooses them. Most regimens know no such choice.
    pub fn other_schedules(&self, regimen: &Regimen, given: &Circumstances) -> BTreeMap<String, BTreeSet<String>> {
        let mut unjudged = Unjudged::default();
        let items = matched(self, regimen, given, &mut unjudged);
        let given = with_smoking(self, &items, given);
        let case = Case { person: Person::of(&given, self, &mut unjudged), items, book: self };
        let mut others: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in (0..case.items.len()).filter(|item| case.items[*item].taken) {
            for timetable in to_choose_from(&case, item) {
                if let Some(choice) = timetable.schedule.choice.as_ref().filter(|_| !timetable.schedule.default) {
                    others.entry(choice.clone()).or_default().insert(timetable.schedule.id.clone());
                }
            }
        }
        others
    }

    /// The substances of a course, more than one for a product of several; none where its name is not known here.
    pub fn substances_of(&self, course: &MedicationCourse) -> Vec<SubstanceId> {
        if let Some((compound, _)) = products::named(&course.what.name, self) {
            return compound.known().map(|place| self.drugs[place].substance.id.clone()).collect();
        }
        match from_chart::substance(course, self) {
            Some(id) => vec![id],
            None => {
                let named = words::substances_named(&course.what.name, self);
                named.iter().map(|named| self.drugs[named.place].substance.id.clone()).collect()
            }
        }
    }

    /// True where a test has a value of its own: then only a result says that it was done.
    pub fn has_value(&self, test: &str) -> bool {
        self.knowledge.test(test).is_some_and(|test| test.lab.is_some())
    }

    /// The tests that a measurement holds: its own, and those of its parts.
    pub fn tests_in(&self, measured: &Measured) -> Vec<MeasuredValue> {
        let one = |what: &str, coding: &[Coding], value: Option<&Quantity>| {
            let test = from_chart::test(what, coding, self)?;
            let value = value.and_then(|quantity| from_chart::in_our_unit(test, quantity));
            Some(MeasuredValue { test: test.id.clone(), value })
        };
        let own = one(&measured.what, &measured.coding, measured.value.as_ref());
        let parts = measured.parts.iter().filter_map(|part| one(&part.what, &part.coding, part.value.as_ref()));
        own.into_iter().chain(parts).collect()
    }
}
