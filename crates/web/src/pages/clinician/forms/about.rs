//! What a form knows about the chart it is for.

use super::field::Choice;
use super::reading::word_of;
use concord_access::Role;
use concord_actions::Place;
use concord_chart::{Chart, StaffId, When, medication::MedicationCourse, practice::PracticeCourse, therapy::TherapyCourse};
use concord_engines::days::{day_of, day_words};
use concord_knowledge::Knowledge;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

/// The chart, who writes, and what can be chosen.
pub struct About<'a> {
    /// The chart as the writer sees it.
    pub chart: &'a Chart,
    /// What medicine says.
    pub knowledge: &'a Knowledge,
    /// The present moment.
    pub now: Timestamp,
    /// Today, where the practice is.
    pub today: Date,
    /// The practice's time zone.
    pub zone: &'a TimeZone,
    /// Who writes: name, role, member of staff.
    pub me: Colleague,
    /// Everybody who treats at the practice.
    pub staff: &'a [Colleague],
    /// The practice's places.
    pub places: &'a [Place],
    /// Makes ids for things that later events name.
    pub fresh: &'a dyn Fn() -> Uuid,
}

/// Somebody who treats at the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The member of staff.
    pub staff: Option<StaffId>,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

impl About<'_> {
    /// The given name of the person, for the words of the page.
    pub fn given_name(&self) -> &str {
        self.chart
            .registration
            .person
            .as_ref()
            .map_or("the person", |person| person.given_name.split_whitespace().next().unwrap_or(&person.family_name))
    }

    /// A date for a list.
    pub fn date(&self, at: When) -> String {
        match at {
            When::Instant(_) | When::Day(_) => day_words(day_of(at, self.zone), self.today),
            rough => crate::chart_view::about_words(rough),
        }
    }

    /// A day and time for a list.
    pub fn date_time(&self, at: When) -> String {
        match at {
            When::Instant(instant) => format!("{}, {}", self.date(at), instant.to_zoned(self.zone.clone()).strftime("%H:%M")),
            other => self.date(other),
        }
    }

    /// The medicines that are being taken, held ones included.
    pub fn current_medicines(&self) -> Vec<Choice> {
        self.medicines(|course| course.is_current())
    }

    /// Medicines of which something is true.
    pub fn medicines(&self, which: impl Fn(&MedicationCourse) -> bool) -> Vec<Choice> {
        let words = |course: &MedicationCourse| match course.dosing() {
            Some(dosing) => format!("{}, {}", self.medicine_name(course), dosing.words()),
            None => format!("{}, held", self.medicine_name(course)),
        };
        self.chart
            .medications
            .iter()
            .filter(|course| which(course))
            .map(|course| Choice::new(course.id.to_string(), words(course)))
            .collect()
    }

    /// The name of a medicine as people say it.
    pub fn medicine_name(&self, course: &MedicationCourse) -> String {
        let substance = course.what.substance.as_ref().and_then(|id| self.knowledge.substance(id));
        crate::chart_view::medicine_name(course, substance)
    }

    /// Courses of therapy that go on.
    pub fn current_therapies(&self) -> Vec<Choice> {
        let current = self.chart.therapies.iter().filter(|course| course.is_current());
        current.map(|course| Choice::new(course.id.to_string(), therapy_words(course))).collect()
    }

    /// Complementary courses that go on.
    pub fn current_practices(&self) -> Vec<Choice> {
        let words = |course: &PracticeCourse| match course.what.practitioner_name.as_str() {
            "" => course.what.name.clone(),
            name => format!("{} with {name}", course.what.name),
        };
        let current = self.chart.practices.iter().filter(|course| course.is_current());
        current.map(|course| Choice::new(course.id.to_string(), words(course))).collect()
    }

    /// The practice's places, and "not said".
    pub fn place_choices(&self) -> Vec<Choice> {
        let places = self.places.iter().map(|place| Choice::new(place.id.as_str(), place.name.clone()));
        std::iter::once(Choice::new("", "Not said")).chain(places).collect()
    }

    /// Colleagues, those of the care team first.
    pub fn colleagues(&self, which: impl Fn(&Colleague) -> bool) -> Vec<Choice> {
        let mut staff: Vec<&Colleague> = self.staff.iter().filter(|colleague| which(colleague)).collect();
        let on_team = |colleague: &Colleague| colleague.staff.is_some_and(|staff| self.chart.registration.has(staff));
        staff.sort_by_key(|colleague| (!on_team(colleague), colleague.name.clone()));
        let words = |colleague: &Colleague| format!("{}, {}", colleague.name, colleague.role.words().to_lowercase());
        staff.into_iter().filter_map(|colleague| Some(Choice::new(colleague.staff?.to_string(), words(colleague)))).collect()
    }

    /// A member of staff by id.
    pub fn colleague(&self, staff: StaffId) -> Option<&Colleague> {
        self.staff.iter().find(|colleague| colleague.staff == Some(staff))
    }
}

fn therapy_words(course: &TherapyCourse) -> String {
    match course.what.therapist_name.as_str() {
        "" => course.what.name.clone(),
        name => format!("{} with {name}", course.what.name),
    }
}

/// Choices from a family's words: value as stored, label as read.
pub fn word_choices<T: serde::Serialize>(all: &[T], words: impl Fn(&T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word_of(one), sentence_case(words(one)))).collect()
}

/// A text with its first letter large.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
