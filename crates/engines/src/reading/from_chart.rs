//! What a chart says about its person, as far as an offer of reading rests on it.

use super::{Reader, Situation, Taken, UnderWay, WasRead, offered};
use crate::clocks::{ArmState, clocks};
use crate::days::day_of;
use crate::practice_cautions::Person;
use crate::safety::Book;
use concord_chart::{Chart, learning::Learning, medication::MedicationCourse};
use concord_knowledge::Knowledge;
use concord_knowledge::article::{TeachBackResult, TreatmentPhase};
use concord_knowledge::ids::{PracticeId, TherapyId};
use jiff::{civil::Date, tz::TimeZone};

/// Ways in which an injection that lasts for weeks is written on a list.
const INJECTED: [&str; 5] = ["intramuscular", "im", "depot", "lai", "long-acting injection"];

/// The facts of one chart, owned; [`Facts::offers`] asks with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Medicines that are taken now and are understood.
    pub medicines: Vec<Taken>,
    /// Therapies under way.
    pub therapies: Vec<UnderWay<TherapyId>>,
    /// Practices under way.
    pub practices: Vec<UnderWay<PracticeId>>,
    /// Conditions by their ids.
    pub conditions: Vec<String>,
    /// Where the treatment stands; none where nothing says so.
    pub phase: Option<TreatmentPhase>,
    /// What was read.
    pub read: Vec<WasRead>,
}

impl Facts {
    /// The facts of a chart on a day.
    pub fn of(chart: &Chart, book: &Book<'_>, knowledge: &Knowledge, today: Date, zone: &TimeZone) -> Self {
        let person = Person::from_chart(chart, book, today, zone);
        let therapies = chart.therapies.iter().filter(|course| course.is_current());
        let practices = chart.practices.iter().filter(|course| course.is_current());
        Self {
            medicines: chart.medications.iter().filter_map(|course| taken(course, zone)).collect(),
            therapies: therapies
                .filter_map(|course| {
                    Some(UnderWay { id: course.what.therapy.clone()?, since: Some(day_of(course.started, zone)) })
                })
                .collect(),
            practices: practices
                .filter_map(|course| {
                    Some(UnderWay { id: course.what.practice.clone()?, since: Some(day_of(course.started, zone)) })
                })
                .collect(),
            conditions: person.conditions.unwrap_or_default().into_iter().collect(),
            phase: phase(chart, knowledge, today, zone),
            read: chart.learning.iter().flat_map(was_read).collect(),
        }
    }

    /// What to offer to the person of the chart, in their language where there is a wording in it.
    pub fn offers<'k>(&self, language: &str, knowledge: &'k Knowledge, today: Date) -> Vec<super::Offer<'k>> {
        let situation = Situation {
            reader: Reader::Patient,
            language,
            medicines: &self.medicines,
            therapies: &self.therapies,
            practices: &self.practices,
            conditions: &self.conditions,
            phase: self.phase,
            read: &self.read,
        };
        offered(&situation, knowledge, today)
    }
}

fn taken(course: &MedicationCourse, zone: &TimeZone) -> Option<Taken> {
    let substance = course.what.substance.clone().filter(|_| course.is_current() && !course.is_held())?;
    let route = course.what.route.as_deref().unwrap_or_default().trim().to_lowercase();
    Some(Taken { substance, since: Some(day_of(course.started, zone)), long_acting: INJECTED.contains(&route.as_str()) })
}

/// A plan that lowers a medicine counts before everything; then a treatment that is still too young to be judged; then one
/// that works. Beyond that a chart does not say where the treatment stands.
fn phase(chart: &Chart, knowledge: &Knowledge, today: Date, zone: &TimeZone) -> Option<TreatmentPhase> {
    if chart.medications.iter().any(is_lowered) {
        return Some(TreatmentPhase::Tapering);
    }
    let states: Vec<ArmState> = clocks(chart, knowledge, today, zone, 0).iter().map(|clock| clock.state).collect();
    let any = |wanted: &[ArmState]| states.iter().any(|state| wanted.contains(state));
    if any(&[ArmState::TooEarly, ArmState::DoseTooLow]) {
        return Some(TreatmentPhase::Acute);
    }
    any(&[ArmState::Working]).then_some(TreatmentPhase::Continuation)
}

/// True where the next planned step is less than what is taken now.
fn is_lowered(course: &MedicationCourse) -> bool {
    let amount = |dosing: &concord_chart::medication::Dosing| dosing.per_day_amount();
    let now = course.dosing().and_then(amount);
    let next = course.planned.first().and_then(|step| amount(&step.dosing));
    match (now, next) {
        (Some(now), Some(next)) => course.is_current() && now.unit == next.unit && next.amount < now.amount,
        _ => false,
    }
}

/// Each reading of an article with the last rating of what was told back.
fn was_read(learning: &Learning) -> Option<WasRead> {
    let (_, read) = learning.read.last()?;
    let rated = learning.told.iter().rev().find_map(|(_, _, told)| told.result);
    Some(WasRead {
        article: read.article.clone(),
        version: read.version.parse().unwrap_or(Date::MIN),
        result: rated.and_then(TeachBackResult::of_points),
    })
}
