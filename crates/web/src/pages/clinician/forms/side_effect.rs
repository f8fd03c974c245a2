//! Side effects: reported by anybody who hears of one, answered by the prescriber.

use super::about::{About, word_choices};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{Form, Group, PRESCRIBER, TREATING, ToRecord};
use concord_chart::{
    Event, EventId,
    side_effect::{Answered, Reported, Severity},
};

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "side-effect",
        title: "Tell the prescriber about a side effect",
        about: "It reaches the prescriber with a promised answer time",
        button: "Tell the prescriber",
        group: Group::Medicine,
        roles: TREATING,
        records: &["side_effect.reported"],
        fields: report_fields,
        read: read_report,
        fill: fill_report,
    },
    Form {
        what: "side-effect-answer",
        title: "Answer a side effect",
        about: "The person and the therapist read the answer",
        button: "Send the answer",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["side_effect.answered"],
        fields: |about| {
            vec![
                Field::needed("report", "Which report", Input::Select(reports(about))),
                Field::needed("words", "Your answer", Input::Lines(4))
                    .hint(format!("{} and the team read it in these words.", about.given_name())),
            ]
        },
        read: |reading, _| {
            let report = reading.chosen::<EventId>("report", "Choose the report that you answer.");
            let words = reading.needed("words", "Write the answer that the person and the therapist will read.");
            let event = Event::SideEffectAnswered(Answered { report: report?, words });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::SideEffectAnswered(answered) => {
                Values::default().with("report", answered.report).with("words", &answered.words)
            }
            _ => Values::default(),
        },
    },
];

/// How much it bothers, in words for each number.
const BURDEN: [&str; 7] = ["not at all", "hardly", "a little", "quite a bit", "a lot", "very much", "cannot bear it"];

fn report_fields(about: &About<'_>) -> Vec<Field> {
    let medicines = about.medicines(|_| true);
    let suspected = std::iter::once(Choice::new("", "Not known")).chain(medicines).collect();
    let burden =
        BURDEN.iter().enumerate().map(|(value, words)| Choice::new(value.to_string(), format!("{value}, {words}"))).collect();
    vec![
        Field::needed("words", format!("What is it like, in {}’s words", about.given_name()), Input::Lines(2)),
        Field::needed("burden", "How much does it bother them", Input::Radio(burden)),
        Field::optional("severity", "How severe is it", Input::Radio(word_choices(Severity::ALL, Severity::words))),
        Field::optional("suspected", "Which medicine could it be", Input::Select(suspected)),
        Field::optional("since", "Since when", Input::Text).hint("A day, or just a month: 2026-08-14 or 2026-08."),
        Field::optional("effect_on_life", "What it does to daily life", Input::Lines(2)),
        Field::optional("effect_on_therapy", "What it does to therapy, such as homework or attendance", Input::Lines(2)),
        Field::optional("told_to", "Who heard it", Input::Text).hint("Empty means you. For example: R. Lindgren, in session."),
    ]
}

fn read_report(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let words = reading.needed("words", "Say what it feels like, in a few words.");
    let burden = match reading.text("burden").parse::<u8>() {
        Ok(burden) if burden <= 6 => burden,
        _ => {
            reading.problem("burden", "Choose how much it bothers them, from 0 to 6.");
            0
        }
    };
    let report = Reported {
        words,
        course: reading.text("suspected").parse().ok(),
        burden,
        since: reading.moment("since"),
        severity: reading.some_word("severity"),
        effect_on_life: reading.text("effect_on_life"),
        effect_on_therapy: reading.text("effect_on_therapy"),
        told_to: reading.some_text("told_to").unwrap_or_else(|| about.me.name.clone()),
        owner: None,
        answer_by: None,
        ..Reported::default()
    };
    reading.unless_problems(())?;
    ToRecord::now(Event::SideEffectReported(report))
}

fn fill_report(event: &Event, _: &About<'_>) -> Values {
    let Event::SideEffectReported(report) = event else { return Values::default() };
    Values::default()
        .with("words", &report.words)
        .with("burden", report.burden)
        .with_some("suspected", report.course)
        .with_some("since", report.since)
        .with_some("severity", report.severity.as_ref().map(word_of))
        .with("effect_on_life", if report.effect_on_life.is_empty() { &report.effect } else { &report.effect_on_life })
        .with("effect_on_therapy", &report.effect_on_therapy)
        .with("told_to", &report.told_to)
}

/// The reports, those without an answer first.
fn reports(about: &About<'_>) -> Vec<Choice> {
    let mut reports: Vec<_> = about.chart.side_effects.iter().collect();
    reports.sort_by(|a, b| a.answer.is_some().cmp(&b.answer.is_some()).then_with(|| b.at.order(&a.at)));
    reports
        .into_iter()
        .map(|report| Choice::new(report.id.to_string(), format!("{}: “{}”", about.date(report.at), report.what.words)))
        .collect()
}
