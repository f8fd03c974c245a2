//! Beside a medicine: what was handed out and counted, what gets in the way, and the answer to a wish.

use super::about::{About, sentence_case};
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, PRESCRIBER, ToRecord, strict_amount};
use concord_chart::{
    CourseId, Event, EventId, StaffId,
    barrier::{BarrierNoted, BarrierReason, BarrierResolved},
    change_request::ChangeAnswered,
    dispensing::{Counted, Dispensed},
    medication::KnownFrom,
};
use rust_decimal::Decimal;

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "change-answer",
        title: "Answer a wish about a medicine",
        about: "The person and the team read the answer; a change of the dose is recorded on its own",
        button: "Send the answer",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.change_answered"],
        fields: |about| {
            vec![
                Field::needed("request", "Which wish", Input::Select(wishes(about))),
                Field::needed("words", "Your answer", Input::Lines(4))
                    .hint(format!("{} and the team read it in these words.", about.given_name())),
            ]
        },
        read: |reading, _| {
            let request = reading.chosen::<EventId>("request", "Choose the wish that you answer.");
            let words = reading.needed("words", "Write the answer that the person and the team will read.");
            let event = Event::ChangeAnswered(ChangeAnswered { request: request?, words });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::ChangeAnswered(answered) => Values::default().with("request", answered.request).with("words", &answered.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "fill",
        title: "A fill or a supply",
        about: "What was handed out, and for how many days",
        button: "Keep it",
        group: Group::Medicine,
        roles: CLINICIANS,
        records: &["medication.dispensed"],
        fields: fill_fields,
        read: read_fill,
        fill: fill_fill,
    },
    Form {
        what: "count",
        title: "What is left was counted",
        about: "Tablets, capsules or millilitres that are left",
        button: "Keep it",
        group: Group::Medicine,
        roles: CLINICIANS,
        records: &["medication.counted"],
        fields: count_fields,
        read: read_count,
        fill: fill_count,
    },
    Form {
        what: "barrier",
        title: "Something gets in the way of taking it",
        about: "With a reason and somebody who looks after it",
        button: "Keep it",
        group: Group::Medicine,
        roles: CLINICIANS,
        records: &["medication.barrier_noted"],
        fields: barrier_fields,
        read: read_barrier,
        fill: fill_barrier,
    },
    Form {
        what: "barrier-resolved",
        title: "It no longer gets in the way",
        about: "With what helped",
        button: "Keep it",
        group: Group::Medicine,
        roles: CLINICIANS,
        records: &["medication.barrier_resolved"],
        fields: |about| {
            vec![
                Field::needed("barrier", "What got in the way", Input::Select(barriers(about))),
                Field::needed("words", "What helped", Input::Lines(2)).hint(format!("{} reads it too.", about.given_name())),
            ]
        },
        read: |reading, _| {
            let barrier = reading.chosen::<EventId>("barrier", "Choose what is out of the way.");
            let words = reading.needed("words", "Say in a few words what helped.");
            let event = Event::BarrierResolved(BarrierResolved { barrier: barrier?, words });
            reading.unless_problems(())?;
            ToRecord::now(event)
        },
        fill: |event, _| match event {
            Event::BarrierResolved(resolved) => {
                Values::default().with("barrier", resolved.barrier).with("words", &resolved.words)
            }
            _ => Values::default(),
        },
    },
];

fn medicine(about: &About<'_>) -> Field {
    Field::needed("course", "Which medicine", Input::Select(about.medicines(|_| true)))
}

fn course(reading: &mut Reading<'_>) -> Option<CourseId> {
    reading.chosen("course", "Choose the medicine.")
}

/// A number that cannot be misread, where one was typed.
fn amount(reading: &mut Reading<'_>, name: &str) -> Option<Decimal> {
    let text = reading.some_text(name)?;
    strict_amount(&text).map_err(|sentence| reading.problem(name, sentence)).ok()
}

/// The wishes, those without an answer first.
fn wishes(about: &About<'_>) -> Vec<Choice> {
    let mut wishes: Vec<_> = about.chart.change_requests.iter().collect();
    wishes.sort_by(|a, b| a.answer.is_some().cmp(&b.answer.is_some()).then_with(|| b.at.order(&a.at)));
    let words = |wish: &concord_chart::change_request::ChangeRequest| {
        let medicine = about.chart.medication(wish.what.course).map_or_else(String::new, |course| about.medicine_name(course));
        let why = if wish.what.words.is_empty() { String::new() } else { format!(" “{}”", wish.what.words) };
        format!("{}: {medicine}, {}{why}", about.date(wish.at), wish.what.wish.words())
    };
    wishes.into_iter().map(|wish| Choice::new(wish.id.to_string(), words(wish))).collect()
}

/// What gets in the way, what is open first.
fn barriers(about: &About<'_>) -> Vec<Choice> {
    let mut known: Vec<_> = about.chart.barriers.iter().collect();
    known.sort_by(|a, b| a.resolved.is_some().cmp(&b.resolved.is_some()).then_with(|| b.at.order(&a.at)));
    let words = |barrier: &concord_chart::barrier::Barrier| {
        let said = if barrier.what.words.is_empty() { String::new() } else { format!(" “{}”", barrier.what.words) };
        format!("{}: {}{said}", about.date(barrier.at), barrier.what.reason.words())
    };
    known.into_iter().map(|barrier| Choice::new(barrier.id.to_string(), words(barrier))).collect()
}

fn fill_fields(about: &About<'_>) -> Vec<Field> {
    let units = ["tablet", "capsule", "mL", "patch", "drop", "puff", "injection"].map(|unit| Choice::new(unit, unit));
    let known = [
        (KnownFrom::Fill, "The pharmacy’s own record"),
        (KnownFrom::Observed, "It was handed out here"),
        (KnownFrom::Conversation, "It was told"),
    ];
    vec![
        medicine(about),
        Field::needed("on", "Which day", Input::Day),
        Field::optional("quantity", "How many", Input::Amount).hint("Leave it empty when only the days are known."),
        Field::optional("counted", "Of what", Input::Select(units.to_vec())),
        Field::optional("days", "For how many days", Input::Whole(1, 400)),
        Field::optional("where", "Where", Input::Text).hint("For example: River Street Pharmacy."),
        Field::needed(
            "known",
            "How we know",
            Input::Radio(known.map(|(known, label)| Choice::new(word_of(&known), label)).to_vec()),
        ),
    ]
}

fn read_fill(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let on = reading.needed_day("on", "Say on which day it was handed out.");
    let (quantity, days_supply) = (amount(reading, "quantity"), reading.whole("days", 1..=400));
    if reading.text("quantity").is_empty() && reading.text("days").is_empty() {
        reading.problem("quantity", "Say how much was handed out, or for how many days it is meant to last.");
    }
    let known_from = reading.word::<KnownFrom>("known", "Say how we know.");
    let unit = if quantity.is_some() { reading.text("counted") } else { String::new() };
    let place = reading.text("where");
    reading.unless_problems(())?;
    let on = on?;
    let event = Dispensed { course: course?, on, quantity, unit, days_supply, place, known_from: known_from? };
    ToRecord::at(Event::Dispensed(event), Some(on.into()))
}

fn fill_fill(event: &Event, _: &About<'_>) -> Values {
    let Event::Dispensed(fill) = event else { return Values::default() };
    Values::default()
        .with("course", fill.course)
        .with("on", fill.on)
        .with_some("quantity", fill.quantity.map(|quantity| quantity.normalize()))
        .with("counted", &fill.unit)
        .with_some("days", fill.days_supply)
        .with("where", &fill.place)
        .with("known", word_of(&fill.known_from))
}

fn count_fields(about: &About<'_>) -> Vec<Field> {
    vec![
        medicine(about),
        Field::needed("on", "Which day", Input::Day),
        Field::needed("left", "How many are left", Input::Amount).hint("0 when none is left."),
        Field::optional("expected", "How many should be left", Input::Amount).hint("Where you have worked it out."),
    ]
}

fn read_count(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let on = reading.needed_day("on", "Say on which day it was counted.");
    if reading.text("left").is_empty() {
        reading.problem("left", "Write how many are left; 0 when none is.");
    }
    let (left, expected) = (amount(reading, "left"), amount(reading, "expected"));
    reading.unless_problems(())?;
    let on = on?;
    ToRecord::at(Event::PillsCounted(Counted { course: course?, on, left: left?, expected }), Some(on.into()))
}

fn fill_count(event: &Event, _: &About<'_>) -> Values {
    let Event::PillsCounted(count) = event else { return Values::default() };
    Values::default()
        .with("course", count.course)
        .with("on", count.on)
        .with("left", count.left.normalize())
        .with_some("expected", count.expected.map(|expected| expected.normalize()))
}

fn barrier_fields(about: &About<'_>) -> Vec<Field> {
    let all = std::iter::once(Choice::new("", "All of them, or none in particular"));
    let reasons = BarrierReason::ALL.iter().map(|reason| Choice::new(word_of(reason), sentence_case(reason.words())));
    let nobody = std::iter::once(Choice::new("", "Nobody yet"));
    vec![
        Field::optional("about_course", "Which medicine", Input::Select(all.chain(about.medicines(|_| true)).collect())),
        Field::needed("reason", "What it is", Input::Radio(reasons.collect())),
        Field::optional("words", format!("In {}’s words", about.given_name()), Input::Lines(2)),
        Field::optional("owner", "Who looks after it", Input::Select(nobody.chain(about.colleagues(|_| true)).collect())),
        Field::optional("review_on", "Look at it again on", Input::Day),
    ]
}

fn read_barrier(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = reading.text("about_course").parse().ok();
    let reason = reading.word::<BarrierReason>("reason", "Choose what gets in the way.");
    let (words, review_on) = (reading.text("words"), reading.day("review_on"));
    if reason == Some(BarrierReason::Other) && words.is_empty() {
        reading.problem("words", "Say in a few words what gets in the way.");
    }
    let owner: Option<StaffId> = reading.text("owner").parse().ok();
    reading.unless_problems(())?;
    ToRecord::now(Event::BarrierNoted(BarrierNoted { course, reason: reason?, words, owner, review_on }))
}

fn fill_barrier(event: &Event, _: &About<'_>) -> Values {
    let Event::BarrierNoted(barrier) = event else { return Values::default() };
    Values::default()
        .with_some("about_course", barrier.course)
        .with("reason", word_of(&barrier.reason))
        .with("words", &barrier.words)
        .with_some("owner", barrier.owner)
        .with_some("review_on", barrier.review_on)
}
