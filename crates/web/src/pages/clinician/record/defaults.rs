//! What a fresh form is filled with, so that the usual case takes few steps. A score, a dose or an answer is never among it.

use crate::pages::clinician::forms::{About, Field, Form, Group, Input, Values};
use concord_chart::{Event, medication::StepsPlanned};

/// What the address gave, and the usual answers to what it did not.
pub(super) fn fill(form: &Form, given: Values, about: &About<'_>) -> Values {
    let known = match form.what {
        "details" => form_of_details(form, about),
        "planned-step" => plan_of_course(form, &given, about),
        "course-plan" => agreement_of_course(form, &given, about),
        _ => Values::default(),
    };
    let fields = (form.fields)(about);
    let mut values = given;
    for (name, text) in known.pairs() {
        if !values.sent(name) {
            values = values.with(name, text);
        }
    }
    for field in &fields {
        if !values.sent(&field.name)
            && let Some(text) = usual(form, field, about)
        {
            values = values.with(&field.name, text);
        }
    }
    values
}

fn usual(form: &Form, field: &Field, about: &About<'_>) -> Option<String> {
    let text = match (form.what, &*field.name, &field.input) {
        (_, "on", Input::Day) => about.today.to_string(),
        ("questionnaire-offer", "due", _) => about.today.to_string(),
        (_, "unit", _) if form.group == Group::Medicine => "mg".to_owned(),
        (_, "often", _) => "1".to_owned(),
        (_, "format", _) => "individual".to_owned(),
        ("session-held" | "session-planned", "minutes", _) => "50".to_owned(),
        ("visit-planned", "minutes", _) => "30".to_owned(),
        ("visit-planned", "with", _) => about.me.staff?.to_string(),
        ("decision", "who", _) => about.me.name.clone(),
        // One thing to choose from is no choice.
        (_, _, Input::Select(choices)) if !field.optional && choices.len() == 1 => choices.first()?.value.clone(),
        _ => return None,
    };
    Some(text)
}

fn form_of_details(form: &Form, about: &About<'_>) -> Values {
    let person = about.chart.registration.person.clone().unwrap_or_default();
    (form.fill)(&Event::DetailsChanged(concord_chart::registration::DetailsChanged { person }), about)
}

/// The plan that is there, so that it is changed and not written anew.
fn plan_of_course(form: &Form, given: &Values, about: &About<'_>) -> Values {
    let course = given.get("course").parse().ok().and_then(|id| about.chart.medication(id));
    course.map_or_else(Values::default, |course| {
        (form.fill)(&Event::StepsPlanned(StepsPlanned::plain(course.id, course.planned.clone())), about)
    })
}

/// What is agreed about a course of therapy, so that it is changed and not written anew; the usual numbers of its entry
/// where nothing was agreed. The words about why it changed are about the change before.
fn agreement_of_course(form: &Form, given: &Values, about: &About<'_>) -> Values {
    let running: Vec<_> = about.chart.therapies.iter().filter(|course| course.is_current()).collect();
    let chosen = given.get("course").parse().ok().and_then(|id| about.chart.therapy(id));
    let Some(course) = chosen.or(if let [only] = running.as_slice() { Some(only) } else { None }) else {
        return Values::default();
    };
    let mut plan = crate::pages::clinician::course::plan_of(course);
    plan.words.clear();
    if let Some(usual) = course.what.therapy.as_ref().and_then(|id| about.knowledge.therapy(id)).map(|entry| &entry.expected) {
        plan.every_days = plan.every_days.or(Some(usual.days_between));
        plan.minutes = plan.minutes.or(Some(usual.minutes));
    }
    (form.fill)(&Event::CoursePlanned(plan), about)
}
