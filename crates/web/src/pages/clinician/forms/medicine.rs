//! Medicines: start, change the dose, hold, go on, stop, plan the coming steps, tell about a dose.

use super::about::{About, sentence_case, word_choices};
use super::amount;
use super::field::{Choice, Field, Input};
use super::reading::{Reading, word_of};
use super::values::Values;
use super::{CLINICIANS, Form, Group, PRESCRIBER, ToRecord};
use crate::own_words;
use concord_chart::{
    CourseId, Event,
    medication::{
        DoseChanged, DoseMissed, DoseTaken, Dosing, Held, KnownFrom, PlannedStep, Resumed, Started, StepsPlanned, StopReason,
        Stopped,
    },
    quantity::Dose,
};
use rust_decimal::Decimal;

pub(super) const FORMS: &[Form] = &[
    Form {
        what: "medicine-start",
        title: "Start a medicine",
        about: "Also one that was bought or is prescribed elsewhere",
        button: "Start it",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.started"],
        fields: start_fields,
        read: read_start,
        fill: fill_start,
    },
    Form {
        what: "dose-change",
        title: "Change a dose",
        about: "Amount, how often, or time of day",
        button: "Change the dose",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.dose_changed"],
        fields: change_fields,
        read: read_change,
        fill: fill_change,
    },
    Form {
        what: "medicine-hold",
        title: "Hold a medicine",
        about: "For now, with a reason",
        button: "Hold it",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.held"],
        fields: |about| {
            vec![
                course_field(about.medicines(|course| course.is_current() && !course.is_held())),
                Field::needed("reason", "Why", Input::Text),
                Field::optional("until", "Until", Input::Day).hint("Leave it open when it is not agreed yet."),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let course = course(reading);
            let reason = reading.needed("reason", "Say why it is held.");
            let (until, at) = (reading.day("until"), reading.occurred());
            let event = Event::MedicationHeld(Held { course: course?, reason, until });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::MedicationHeld(held) => {
                Values::default().with("course", held.course).with("reason", &held.reason).with_some("until", held.until)
            }
            _ => Values::default(),
        },
    },
    Form {
        what: "medicine-resume",
        title: "Go on after a hold",
        about: "At the dose from before",
        button: "Go on with it",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.resumed"],
        fields: |about| vec![course_field(about.medicines(|course| course.is_held())), Field::occurred()],
        read: |reading, _| {
            let course = course(reading);
            let at = reading.occurred();
            let event = Event::MedicationResumed(Resumed { course: course? });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::MedicationResumed(resumed) => Values::default().with("course", resumed.course),
            _ => Values::default(),
        },
    },
    Form {
        what: "medicine-stop",
        title: "Stop a medicine",
        about: "With the reason",
        button: "Stop it",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.stopped"],
        fields: |about| {
            vec![
                course_field(about.current_medicines()),
                Field::needed("reason", "Why", Input::Radio(word_choices(StopReason::ALL, StopReason::words))),
                Field::optional("words", "In your words", Input::Text),
                Field::occurred(),
            ]
        },
        read: |reading, _| {
            let course = course(reading);
            let reason = reading.word::<StopReason>("reason", "Choose why it is stopped.");
            let (words, at) = (reading.text("words"), reading.occurred());
            let event = Event::MedicationStopped(Stopped { course: course?, reason: reason?, words });
            reading.unless_problems(())?;
            ToRecord::at(event, at)
        },
        fill: |event, _| match event {
            Event::MedicationStopped(stopped) => Values::default()
                .with("course", stopped.course)
                .with("reason", word_of(&stopped.reason))
                .with("words", &stopped.words),
            _ => Values::default(),
        },
    },
    Form {
        what: "planned-step",
        title: "Plan the coming steps",
        about: "They are drawn dashed until they happen",
        button: "Keep the plan",
        group: Group::Medicine,
        roles: PRESCRIBER,
        records: &["medication.steps_planned"],
        fields: plan_fields,
        read: read_plan,
        fill: fill_plan,
    },
    Form {
        what: "dose-told",
        title: "A dose taken or left out",
        about: "As it was told to you",
        button: "Keep it",
        group: Group::Medicine,
        roles: CLINICIANS,
        records: &["medication.dose_taken", "medication.dose_missed"],
        fields: told_fields,
        read: read_told,
        fill: fill_told,
    },
];

/// Steps that can be planned at once.
const STEPS: usize = 4;

fn course_field(choices: Vec<Choice>) -> Field {
    Field::needed("course", "Which medicine", Input::Select(choices))
}

fn course(reading: &mut Reading<'_>) -> Option<CourseId> {
    reading.chosen("course", "Choose the medicine.")
}

fn dosing_fields() -> Vec<Field> {
    let units: Vec<Choice> = amount::UNITS.iter().map(|(unit, _)| Choice::new(*unit, *unit)).collect();
    let often = [
        ("1", "once a day"),
        ("2", "twice a day"),
        ("3", "three times a day"),
        ("4", "four times a day"),
        ("0.5", "every second day"),
        ("as-needed", "only when needed"),
        ("", "not known"),
    ];
    let times = ["in the morning", "at noon", "in the evening", "at night", "with food"].map(str::to_owned);
    vec![
        Field::optional("amount", "Amount each time", Input::Amount).hint("Leave it empty when the strength is not known."),
        Field::needed("unit", "Unit", Input::Select(units)),
        Field::needed("often", "How often", Input::Select(often.map(|(value, label)| Choice::new(value, label)).to_vec())),
        Field::optional("time", "Time of day", Input::Suggest(times.to_vec())),
    ]
}

fn read_dosing(reading: &mut Reading<'_>) -> Dosing {
    let dose = read_dose(reading);
    let as_needed = reading.text("often") == "as-needed";
    let per_day = reading.some_text("often").filter(|_| !as_needed).and_then(|often| often.parse().ok());
    Dosing { dose, per_day, time_words: reading.text("time"), as_needed }
}

/// Amount and unit, read so that neither can be taken for another. A unit without an amount is no dose.
pub(in crate::pages::clinician) fn read_dose(reading: &mut Reading<'_>) -> Option<Dose> {
    let typed = reading.some_text("amount")?;
    let amount = amount::strict(&typed).map_err(|sentence| reading.problem("amount", sentence)).ok();
    if amount.is_some_and(|amount| amount <= Decimal::ZERO) {
        reading.problem("amount", "A dose is more than zero. To pause the medicine hold it; to end it stop it.");
    }
    let unit = amount::unit(&reading.text("unit")).map_err(|sentence| reading.problem("unit", sentence)).ok();
    Some(Dose { amount: amount?, unit: unit?.to_owned() })
}

fn fill_dosing(values: Values, dosing: &Dosing) -> Values {
    let often =
        if dosing.as_needed { Some("as-needed".to_owned()) } else { dosing.per_day.map(|often| often.normalize().to_string()) };
    values
        .with_some("amount", dosing.dose.as_ref().map(|dose| dose.amount.normalize()))
        .with("unit", dosing.dose.as_ref().map_or("mg", |dose| amount::unit(&dose.unit).unwrap_or(dose.unit.as_str())))
        .with("often", often.unwrap_or_default())
        .with("time", &dosing.time_words)
}

fn start_fields(about: &About<'_>) -> Vec<Field> {
    let names = about.knowledge.substances().map(|substance| sentence_case(&substance.name)).collect();
    let routes = ["by mouth", "under the tongue", "on the skin", "injection", "nasal"].map(str::to_owned);
    let mut fields =
        vec![Field::needed("name", "Medicine", Input::Suggest(names)).hint("Name or brand. A supplement counts as well.")];
    fields.extend(dosing_fields());
    fields.extend([
        Field::optional("purpose", "What for", Input::Text).hint(format!("In words that {} reads too.", about.given_name())),
        Field::optional("elsewhere", "Bought without prescription, or prescribed by somebody else", Input::Tick),
        Field::optional("prescriber", "Prescribed by", Input::Text).hint("Empty means you."),
        Field::optional("route", "Route", Input::Suggest(routes.to_vec())),
        Field::occurred(),
    ]);
    fields
}

fn read_start(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let name = reading.needed("name", "Say which medicine it is.");
    let dosing = read_dosing(reading);
    let from_elsewhere = reading.ticked("elsewhere");
    let prescriber = reading.some_text("prescriber");
    let started = Started {
        course: CourseId(reading.made(about.fresh)),
        substance: own_words::meant(about.knowledge, &name).map(|substance| substance.id.clone()),
        name,
        coding: Vec::new(),
        dosing,
        route: reading.some_text("route"),
        purpose: reading.text("purpose"),
        prescriber: prescriber.unwrap_or_else(|| if from_elsewhere { String::new() } else { about.me.name.clone() }),
        from_elsewhere,
    };
    let at = reading.occurred();
    reading.unless_problems(())?;
    ToRecord::at(Event::MedicationStarted(started), at)
}

fn fill_start(event: &Event, _: &About<'_>) -> Values {
    let Event::MedicationStarted(started) = event else { return Values::default() };
    let values = Values::default().with("name", &started.name).with("made", started.course);
    fill_dosing(values, &started.dosing)
        .with("purpose", &started.purpose)
        .with("prescriber", &started.prescriber)
        .with_some("route", started.route.as_ref())
        .with_some("elsewhere", started.from_elsewhere.then_some("yes"))
}

fn change_fields(about: &About<'_>) -> Vec<Field> {
    let mut fields = vec![course_field(about.current_medicines())];
    fields.extend(dosing_fields());
    fields.push(Field::optional("reason", "Why", Input::Text));
    fields.push(Field::occurred());
    fields
}

fn read_change(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    if reading.text("amount").is_empty() {
        reading.problem("amount", "Write the new amount.");
    }
    let dosing = read_dosing(reading);
    let (reason, at) = (reading.text("reason"), reading.occurred());
    let event = Event::DoseChanged(DoseChanged { course: course?, dosing, reason });
    reading.unless_problems(())?;
    ToRecord::at(event, at)
}

fn fill_change(event: &Event, _: &About<'_>) -> Values {
    let Event::DoseChanged(changed) = event else { return Values::default() };
    fill_dosing(Values::default().with("course", changed.course), &changed.dosing).with("reason", &changed.reason)
}

fn plan_fields(about: &About<'_>) -> Vec<Field> {
    let mut fields = vec![course_field(about.current_medicines())];
    for step in 1..=STEPS {
        fields.extend([
            Field::heading(format!("Step {step}")),
            Field::optional(format!("from-{step}"), "From", Input::Day),
            Field::optional(format!("amount-{step}"), "Amount each time", Input::Amount)
                .hint("In the medicine’s present unit, as often a day as now. 0 is the end of it."),
            Field::optional(format!("if-{step}"), "Only if", Input::Text)
                .hint("For example: PHQ-9 over 9. Empty for a firm step."),
        ]);
    }
    fields
}

fn read_plan(reading: &mut Reading<'_>, about: &About<'_>) -> Option<Vec<ToRecord>> {
    let id = course(reading);
    let known = id.and_then(|id| about.chart.medication(id));
    let now = known.and_then(|course| course.steps.iter().rev().find_map(|step| step.dosing.clone()));
    let mut steps = Vec::new();
    for step in 1..=STEPS {
        let (from, amount) = (format!("from-{step}"), format!("amount-{step}"));
        let only_if = reading.some_text(&format!("if-{step}"));
        match (reading.day(&from), step_amount(reading, &amount)) {
            (None, None) if only_if.is_none() && reading.text(&amount).is_empty() => {}
            (Some(day), Some(amount)) => {
                let unit = now
                    .as_ref()
                    .and_then(|dosing| dosing.dose.as_ref())
                    .map_or_else(|| "mg".to_owned(), |dose| dose.unit.clone());
                let (per_day, time_words) =
                    now.as_ref().map_or((None, String::new()), |dosing| (dosing.per_day, dosing.time_words.clone()));
                let dosing = Dosing { dose: Some(Dose { amount, unit }), per_day, time_words, as_needed: false };
                steps.push(PlannedStep { from: day, dosing, only_if });
            }
            (None, _) => reading.problem(&from, format!("Say from which day step {step} holds.")),
            (Some(_), None) if reading.text(&amount).is_empty() => {
                reading.problem(&amount, format!("Write the amount of step {step}; 0 is the end of it."));
            }
            // What was written and could be misread was said at its field.
            (Some(_), None) => {}
        }
    }
    steps.sort_by_key(|step| step.from);
    let course = id?;
    // What kind of plan it is and what it rests on is not typed here, so a change of the steps keeps it.
    let known = about.chart.medication(course).and_then(|course| course.plan.as_ref());
    let event = Event::StepsPlanned(StepsPlanned {
        course,
        steps,
        kind: known.and_then(|plan| plan.kind),
        basis: known.map(|plan| plan.basis.clone()).unwrap_or_default(),
        paired: known.and_then(|plan| plan.paired),
    });
    reading.unless_problems(())?;
    ToRecord::now(event)
}

/// The amount of a step, read as strictly as that of a dose; 0 is the end of a taper.
fn step_amount(reading: &mut Reading<'_>, name: &str) -> Option<Decimal> {
    let typed = reading.some_text(name)?;
    amount::strict(&typed).map_err(|sentence| reading.problem(name, sentence)).ok()
}

fn fill_plan(event: &Event, _: &About<'_>) -> Values {
    let Event::StepsPlanned(planned) = event else { return Values::default() };
    let mut values = Values::default().with("course", planned.course);
    for (step, number) in planned.steps.iter().zip(1..) {
        values = values
            .with(&format!("from-{number}"), step.from)
            .with_some(&format!("amount-{number}"), step.dosing.dose.as_ref().map(|dose| dose.amount.normalize()))
            .with_some(&format!("if-{number}"), step.only_if.as_ref());
    }
    values
}

fn told_fields(about: &About<'_>) -> Vec<Field> {
    let known = [
        (KnownFrom::Conversation, "It was said in conversation"),
        (KnownFrom::PillCount, "Pills were counted"),
        (KnownFrom::Fill, "A fill or refill"),
        (KnownFrom::Observed, "It was given or watched here"),
    ];
    vec![
        Field::needed("course", "Which medicine", Input::Select(about.medicines(|_| true))),
        Field::needed("on", "Which day", Input::Day),
        Field::needed("taken", "What happened", Input::Radio(vec![Choice::new("yes", "Taken"), Choice::new("no", "Left out")])),
        Field::optional("reason", "What got in the way", Input::Text).hint("Where it was left out."),
        Field::needed(
            "known",
            "How we know",
            Input::Radio(known.map(|(known, label)| Choice::new(word_of(&known), label)).to_vec()),
        ),
    ]
}

fn read_told(reading: &mut Reading<'_>, _: &About<'_>) -> Option<Vec<ToRecord>> {
    let course = course(reading);
    let on = reading.needed_day("on", "Say which day the dose belongs to.");
    let known_from = reading.word::<KnownFrom>("known", "Say how we know.");
    let (taken, reason) = (reading.needed("taken", "Say whether it was taken or left out."), reading.text("reason"));
    reading.unless_problems(())?;
    let (course, on, known_from) = (course?, on?, known_from?);
    let event = if taken == "yes" {
        Event::DoseTaken(DoseTaken { course, on, at: None, known_from })
    } else {
        Event::DoseMissed(DoseMissed { course, on, reason, known_from })
    };
    ToRecord::at(event, Some(on.into()))
}

fn fill_told(event: &Event, _: &About<'_>) -> Values {
    match event {
        Event::DoseTaken(dose) => Values::default()
            .with("course", dose.course)
            .with("on", dose.on)
            .with("taken", "yes")
            .with("known", word_of(&dose.known_from)),
        Event::DoseMissed(dose) => Values::default()
            .with("course", dose.course)
            .with("on", dose.on)
            .with("taken", "no")
            .with("reason", &dose.reason)
            .with("known", word_of(&dose.known_from)),
        _ => Values::default(),
    }
}
