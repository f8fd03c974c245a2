//! The forms by which people put something on a chart: one declaration a form, one file a family.
//!
//! A declaration says for whom the form is, which fields it has, how what was typed becomes an event, and how an event
//! fills the form again, so that recording and correcting are the same form. Everything works by plain POST. What was
//! typed is kept until it could be recorded; what is missing is asked for in a sentence at its field.

mod about;
mod amount;
mod circumstance;
mod decision;
mod document;
mod field;
mod life;
mod measurement;
mod medicine;
mod practice;
mod problems;
mod questionnaire;
mod reading;
mod registration;
mod sheet;
mod show;
mod side_effect;
mod taking;
mod team;
mod therapy;
mod therapy_work;
mod values;
mod visit;

pub use about::{About, Colleague, sentence_case};
pub(super) use amount::in_full;
pub(crate) use amount::strict as strict_amount;
pub use field::{Choice, Field, Input};
pub(super) use medicine::read_dose;
pub use reading::{Problem, Reading, fill_occurred, read_word, word_of};
pub use sheet::sheets_of;
pub use show::{fields as show_fields, summary as show_problems};
pub use values::Values;

use concord_access::Role;
use concord_chart::{Event, When};

/// One form.
pub struct Form {
    /// Its word in the address: `/chart/{chart}/record/{what}`.
    pub what: &'static str,
    /// Its heading, and its name in the menu.
    pub title: &'static str,
    /// One line in the menu; may be empty.
    pub about: &'static str,
    /// The button: a verb and its object.
    pub button: &'static str,
    /// Where it stands in the menu.
    pub group: Group,
    /// Who may send it; the same as the policies in `access` say, which a test compares.
    pub roles: &'static [Role],
    /// The kinds of event that it records, for correcting one.
    pub records: &'static [&'static str],
    /// The fields on this chart.
    pub fields: fn(&About<'_>) -> Vec<Field>,
    /// What was typed, as events; `None` once a problem was noted.
    pub read: fn(&mut Reading<'_>, &About<'_>) -> Option<Vec<ToRecord>>,
    /// An event as it would have been typed.
    pub fill: fn(&Event, &About<'_>) -> Values,
}

/// Something to record, with the time at which it was true where the form says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToRecord {
    /// What happened.
    pub event: Event,
    /// When; `None` is now.
    pub at: Option<When>,
}

impl ToRecord {
    fn now(event: Event) -> Option<Vec<Self>> {
        Some(vec![Self { event, at: None }])
    }

    fn at(event: Event, at: Option<When>) -> Option<Vec<Self>> {
        Some(vec![Self { event, at }])
    }
}

/// The groups of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Medicines and side effects.
    Medicine,
    /// Talking therapy.
    Therapy,
    /// Complementary courses.
    Complementary,
    /// Questionnaires, laboratory, vital signs, mood and sleep.
    Measures,
    /// Conditions, allergies, life events, goals.
    Story,
    /// Decisions.
    Together,
    /// Visits, team, documents.
    Around,
}

impl Group {
    /// Every group in the order of the menu.
    pub const ALL: &'static [Self] =
        &[Self::Together, Self::Medicine, Self::Therapy, Self::Complementary, Self::Measures, Self::Story, Self::Around];

    /// The heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Medicine => "Medicine",
            Self::Therapy => "Talking therapy",
            Self::Complementary => "Complementary",
            Self::Measures => "Answers and measurements",
            Self::Story => "The person’s story",
            Self::Together => "Decide together",
            Self::Around => "Visits, team and papers",
        }
    }
}

pub(super) const PRESCRIBER: &[Role] = &[Role::Prescriber];
pub(super) const THERAPIST: &[Role] = &[Role::Therapist];
pub(super) const CLINICIANS: &[Role] = &[Role::Prescriber, Role::Therapist, Role::CareManager];
pub(super) const PRACTICE: &[Role] = &[Role::CareManager, Role::ComplementaryPractitioner];
pub(super) const TREATING: &[Role] = &[Role::Prescriber, Role::Therapist, Role::CareManager, Role::ComplementaryPractitioner];

/// Every form, in the order of the menu.
pub fn all() -> impl Iterator<Item = &'static Form> {
    [
        decision::FORMS,
        medicine::FORMS,
        side_effect::FORMS,
        taking::FORMS,
        therapy::FORMS,
        therapy_work::FORMS,
        sheet::FORMS,
        practice::FORMS,
        questionnaire::FORMS,
        measurement::FORMS,
        life::FORMS,
        problems::FORMS,
        circumstance::FORMS,
        visit::FORMS,
        team::FORMS,
        registration::FORMS,
        document::FORMS,
    ]
    .into_iter()
    .flatten()
}

/// The form with this word in the address.
pub fn find(what: &str) -> Option<&'static Form> {
    all().find(|form| form.what == what)
}

/// The form that records events of this kind, for correcting one.
pub fn that_records(kind: &str) -> Option<&'static Form> {
    all().find(|form| form.records.contains(&kind))
}

/// The forms of one role.
pub fn of(role: Role) -> impl Iterator<Item = &'static Form> {
    all().filter(move |form| form.roles.contains(&role))
}

#[cfg(test)]
mod tests;
