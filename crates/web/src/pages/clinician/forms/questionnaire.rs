//! Questionnaires: offer one, note that one was declined. Entering answers has a page of its own.

use super::about::About;
use super::field::{Choice, Field, Input};
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event, InstrumentId,
    questionnaire::{Declined, Offered},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "questionnaire-offer",
        title: "Offer a questionnaire",
        about: "It waits on the person’s phone",
        button: "Offer it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["questionnaire.offered"],
        fields: |about| {
            vec![
                Field::needed("instrument", "Which", Input::Select(instruments(about))),
                Field::needed("due", "For which day", Input::Day),
                Field::optional("reason", "Why now", Input::Text),
            ]
        },
        read: |reading, _| {
            let instrument = reading.needed("instrument", "Choose the questionnaire.");
            let due = reading.needed_day("due", "Say for which day.");
            let reason = reading.text("reason");
            reading.unless_problems(())?;
            ToRecord::now(Event::QuestionnaireOffered(Offered { instrument: InstrumentId(instrument), due: due?, reason }))
        },
        fill: |event, _| match event {
            Event::QuestionnaireOffered(offered) => {
                Values::default().with("instrument", &offered.instrument).with("due", offered.due).with("reason", &offered.reason)
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "questionnaire-declined",
        title: "A questionnaire was declined",
        about: "Not the same as not answered",
        button: "Keep it",
        group: Group::Measures,
        roles: CLINICIANS,
        records: &["questionnaire.declined"],
        fields: |about| {
            let open = about.chart.questionnaires.open.iter().map(|open| choice(about, &open.what.instrument)).collect();
            vec![
                Field::needed("instrument", "Which", Input::Select(open)),
                Field::optional("reason", "Why, in the person’s words", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let instrument = reading.needed("instrument", "Choose the questionnaire.");
            let (reason, at) = (reading.text("reason"), reading.occurred());
            reading.unless_problems(())?;
            ToRecord::at(Event::QuestionnaireDeclined(Declined { instrument: InstrumentId(instrument), reason }), at)
        },
        fill: |event, _| match event {
            Event::QuestionnaireDeclined(declined) => {
                Values::default().with("instrument", &declined.instrument).with("reason", &declined.reason)
            }
            _ => Values::default(),
        },
    },
];

fn choice(about: &About<'_>, id: &InstrumentId) -> Choice {
    let name = about.knowledge.instrument(id).map_or_else(|| id.to_string(), |entry| entry.short_name.clone());
    Choice::new(id.as_str(), name)
}

fn instruments(about: &About<'_>) -> Vec<Choice> {
    about
        .knowledge
        .instruments()
        .map(|entry| Choice::new(entry.id.as_str(), format!("{}: {}", entry.short_name, entry.name)))
        .collect()
}
