//! Conditions and allergies.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, ToRecord};
use concord_chart::{
    Event, EventId,
    allergy::{AllergyNoted, AllergyRefuted, NoKnownAllergies},
    condition::{ConditionChanged, ConditionNoted, ConditionStatus},
};

const STATUSES: &[ConditionStatus] = &[
    ConditionStatus::Active,
    ConditionStatus::Recurrence,
    ConditionStatus::Relapse,
    ConditionStatus::Remission,
    ConditionStatus::Inactive,
    ConditionStatus::Resolved,
];

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "condition",
        title: "A condition",
        about: "Present, thought or past",
        button: "Note it",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["condition.noted"],
        fields: |_| {
            vec![
                Field::needed("name", "Condition", Input::Text),
                Field::needed("status", "Status", Input::Select(word_choices(STATUSES, ConditionStatus::words))),
                Field::optional("provisional", "Thought, not yet established", Input::Tick),
                Field::optional("since", "Since", Input::Text).hint("As well as it is known: 2019, 2019-03 or 2019-03-14."),
                Field::optional("until", "Until", Input::Text),
            ]
        },
        read: read_condition,
        fill: |event, _| match event {
            Event::ConditionNoted(noted) => Values::default()
                .with("name", &noted.name)
                .with("status", word_of(&noted.status))
                .with_some("provisional", noted.provisional.then_some("yes"))
                .with_some("since", noted.since)
                .with_some("until", noted.until),
            _ => Values::default(),
        },
    },
    Form {
        what: "condition-change",
        title: "A condition changed",
        about: "",
        button: "Keep it",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["condition.changed"],
        fields: |about| {
            let known = about.chart.conditions.iter();
            let known = known
                .map(|one| Choice::new(one.id.to_string(), format!("{} ({})", one.what.name, one.what.status.words())))
                .collect();
            vec![
                Field::needed("condition", "Which condition", Input::Select(known)),
                Field::needed("status", "Status now", Input::Select(word_choices(STATUSES, ConditionStatus::words))),
                Field::optional("words", "In words", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let condition = reading.chosen::<EventId>("condition", "Choose the condition.");
            let status = reading.word::<ConditionStatus>("status", "Choose its status.");
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::ConditionChanged(ConditionChanged { condition: condition?, status: status?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::ConditionChanged(changed) => Values::default()
                .with("condition", changed.condition)
                .with("status", word_of(&changed.status))
                .with("words", &changed.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "allergy",
        title: "An allergy or intolerance",
        about: "",
        button: "Note it",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["allergy.noted"],
        fields: |_| {
            let kinds = [("allergy", "Allergy"), ("intolerance", "Intolerance"), ("", "Not known which")];
            let severe = [("high", "It was dangerous, or could be"), ("low", "It was not dangerous"), ("", "Not known")];
            vec![
                Field::needed("substance", "To what", Input::Text),
                Field::optional("kind", "Which", Input::Radio(kinds.map(|(value, label)| Choice::new(value, label)).to_vec())),
                Field::optional("reactions", "What happened", Input::Lines(2)).hint("One reaction a line."),
                Field::optional(
                    "criticality",
                    "How dangerous",
                    Input::Radio(severe.map(|(value, label)| Choice::new(value, label)).to_vec()),
                ),
            ]
        },
        read: |reading, _| {
            let substance = reading.needed("substance", "Say what the person is allergic to.");
            let intolerance = reading.some_text("kind").map(|kind| kind == "intolerance");
            let noted = AllergyNoted {
                substance,
                coding: Vec::new(),
                intolerance,
                reactions: reading.lines("reactions"),
                criticality: reading.some_text("criticality"),
            };
            reading.unless_problems(())?;
            ToRecord::now(Event::AllergyNoted(noted))
        },
        fill: |event, _| match event {
            Event::AllergyNoted(noted) => Values::default()
                .with("substance", &noted.substance)
                .with_some("kind", noted.intolerance.map(|intolerance| if intolerance { "intolerance" } else { "allergy" }))
                .with("reactions", noted.reactions.join("\n"))
                .with_some("criticality", noted.criticality.as_ref()),
            _ => Values::default(),
        },
    },
    Form {
        what: "no-allergies",
        title: "Asked about allergies: none known",
        about: "Not the same as not asked",
        button: "Yes, I asked: none known",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["allergy.none_known"],
        fields: |_| vec![Field::occurred()],
        read: |reading, _| {
            let at = reading.occurred();
            reading.unless_problems(())?;
            ToRecord::at(Event::NoKnownAllergies(NoKnownAllergies {}), at)
        },
        fill: |_, _| Values::default(),
    },
    Form {
        what: "allergy-refuted",
        title: "Not an allergy after all",
        about: "",
        button: "Refute it",
        group: Group::Story,
        roles: CLINICIANS,
        records: &["allergy.refuted"],
        fields: |about| {
            let known = about
                .chart
                .allergies
                .known
                .iter()
                .map(|one| Choice::new(one.id.to_string(), one.what.substance.clone()))
                .collect();
            vec![Field::needed("allergy", "Which", Input::Select(known)), Field::needed("reason", "How we know", Input::Text)]
        },
        read: |reading, _| {
            let allergy = reading.chosen::<EventId>("allergy", "Choose which.");
            let reason = reading.needed("reason", "Say how we know.");
            let event = Event::AllergyRefuted(AllergyRefuted { allergy: allergy?, reason });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::AllergyRefuted(refuted) => Values::default().with("allergy", refuted.allergy).with("reason", &refuted.reason),
            _ => Values::default(),
        },
    },
];

fn read_condition(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let name = reading.needed("name", "Say which condition it is.");
    let status = reading.word::<ConditionStatus>("status", "Choose its status.");
    let noted = ConditionNoted {
        name,
        coding: Vec::new(),
        status: status?,
        provisional: reading.ticked("provisional"),
        since: reading.moment("since"),
        until: reading.moment("until"),
    };
    reading.unless_problems(())?;
    ToRecord::now(Event::ConditionNoted(noted))
}
