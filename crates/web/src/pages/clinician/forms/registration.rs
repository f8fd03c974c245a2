//! Who the person is.

use super::about::About;
use super::field::{Field, Input};
use super::reading::Reading;
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event,
    registration::{Demographics, DetailsChanged},
};

pub(super) const FORMS: &[Form] = &[Form {
    what: "details",
    title: "Name, birth date and how to reach them",
    about: "",
    button: "Keep the details",
    group: Group::Around,
    roles: CLINICIANS,
    records: &["registration.details_changed"],
    fields,
    read,
    fill: |event, _| match event {
        Event::DetailsChanged(changed) => fill(&changed.person),
        _ => Values::default(),
    },
}];

fn fields(about: &About<'_>) -> Vec<Field> {
    vec![
        Field::needed("family_name", "Family name", Input::Text),
        Field::needed("given_name", "Given names", Input::Text),
        Field::optional("birth_date", "Born", Input::Text)
            .hint("For example 1988-03-14. A year alone is fine when no more is known."),
        Field::optional("pronouns", "Pronouns", Input::Text),
        Field::optional("sex", "Sex as recorded for clinical use", Input::Text),
        Field::optional("languages", "Languages, preferred first", Input::Text).hint("With commas between."),
        Field::optional("phone", "Telephone", Input::Text),
        Field::optional("email", "E-mail", Input::Text),
        Field::optional("address", "Address", Input::Text),
        Field::optional("place", "Mostly seen at", Input::Select(about.place_choices())),
    ]
}

fn read(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let known = about.chart.registration.person.clone().unwrap_or_default();
    let languages = reading.text("languages");
    let person = Demographics {
        family_name: reading.needed("family_name", "Write the family name."),
        given_name: reading.text("given_name"),
        birth_date: reading.moment("birth_date"),
        sex: reading.some_text("sex"),
        pronouns: reading.some_text("pronouns"),
        languages: languages.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        phone: reading.some_text("phone"),
        email: reading.some_text("email"),
        address: reading.some_text("address"),
        place: reading.some_text("place").map(|place| place.as_str().into()),
        died: known.died,
    };
    reading.unless_problems(())?;
    ToRecord::now(Event::DetailsChanged(DetailsChanged { person }))
}

/// The details as they are, so that nobody has to type them again.
pub(super) fn fill(person: &Demographics) -> Values {
    Values::default()
        .with("family_name", &person.family_name)
        .with("given_name", &person.given_name)
        .with_some("birth_date", person.birth_date)
        .with_some("pronouns", person.pronouns.as_ref())
        .with_some("sex", person.sex.as_ref())
        .with("languages", person.languages.join(", "))
        .with_some("phone", person.phone.as_ref())
        .with_some("email", person.email.as_ref())
        .with_some("address", person.address.as_ref())
        .with_some("place", person.place.as_ref())
}
