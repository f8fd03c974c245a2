//! The fields of a form on the page. What was typed stands in them again, and what is wrong stands beside it.

use super::field::{Choice, Field, Input};
use super::reading::Problem;
use super::values::Values;
use crate::components::{
    error_summary::error_summary,
    form as controls,
    icon::{Icon, icon},
};
use maud::{Markup, html};

/// The box on top of a form that could not be recorded.
pub fn summary(problems: &[Problem]) -> Markup {
    let lines: Vec<(String, String)> =
        problems.iter().map(|problem| (format!("#{}", problem.field), problem.sentence.clone())).collect();
    error_summary(&lines)
}

/// All fields, in order.
pub fn fields(fields: &[Field], values: &Values, problems: &[Problem]) -> Markup {
    html! {
        // What the form was made from travels along, so that a correction keeps the names that later entries use.
        @for name in KEPT { @if values.sent(name) { input type="hidden" name=(name) value=(values.get(name)); } }
        @for field in fields { (one(field, values, problems)) }
    }
}

/// Ids that a correction takes over from the entry that it corrects.
const KEPT: [&str; 2] = ["made", "made_in"];

fn one(field: &Field, values: &Values, problems: &[Problem]) -> Markup {
    let error = problems.iter().find(|problem| problem.field == field.name).map_or("", |problem| problem.sentence.as_str());
    let value = values.get(&field.name);
    let label = if field.optional && !matches!(field.input, Input::Tick | Input::Heading) {
        format!("{} (if known)", field.label)
    } else {
        field.label.to_string()
    };
    // `required` is left to the server: the browser's own bubbles do not say what to do, and cannot be read again.
    let control = controls::Field { name: &field.name, label: &label, hint: &field.hint, error, value, required: false };
    match &field.input {
        Input::Text => controls::text(&control, "text"),
        Input::Suggest(words) => suggest(&control, words),
        Input::Lines(rows) => controls::textarea(&control, u32::from(*rows)),
        Input::Whole(..) => controls::text(&control, "number"),
        Input::Amount => controls::text(&control, "text"),
        Input::Day => controls::date(&control, None, None),
        Input::DayTime => controls::text(&control, "datetime-local"),
        Input::Radio(choices) => {
            let choices: Vec<(&str, &str)> = pairs(choices);
            controls::radios(&control, &choices)
        }
        Input::Select(choices) => select(field, &control, choices),
        Input::Checks(choices) => checks(field, choices, values, error),
        Input::Tick => controls::checkbox(&control, !value.is_empty()),
        Input::Occurred => occurred(field, values, problems),
        Input::Hidden => html! { input type="hidden" name=(field.name) value=(value); },
        Input::Heading => html! { h3.form-heading { (field.label) } },
    }
}

fn pairs(choices: &[Choice]) -> Vec<(&str, &str)> {
    choices.iter().map(|choice| (choice.value.as_str(), choice.label.as_str())).collect()
}

/// A list. Nothing is chosen for anybody where there are several to choose from; what a correction brings along stays.
fn select(field: &Field, control: &controls::Field<'_>, choices: &[Choice]) -> Markup {
    let mut options = pairs(choices);
    if !control.value.is_empty() && !options.iter().any(|(value, _)| *value == control.value) {
        options.insert(0, (control.value, "As it was"));
    }
    if options.is_empty() {
        options.push(("", "Nothing to choose from yet"));
    } else if !field.optional
        && options.len() > 1
        && !options.iter().any(|(value, _)| value.is_empty())
        && control.value.is_empty()
    {
        options.insert(0, ("", "Choose one"));
    }
    controls::select(control, &options)
}

fn suggest(control: &controls::Field<'_>, words: &[String]) -> Markup {
    let list = format!("{}-list", control.name);
    html! {
        div.field.wrong[!control.error.is_empty()] {
            label for=(control.name) { (control.label) }
            @if !control.hint.is_empty() { p.hint id=(format!("{}-hint", control.name)) { (control.hint) } }
            @if !control.error.is_empty() { p.error id=(format!("{}-error", control.name)) { (icon(Icon::Octagon)) (control.error) } }
            input id=(control.name) name=(control.name) type="text" value=(control.value) list=(list) autocomplete="off"
                aria-invalid=[(!control.error.is_empty()).then_some("true")];
            datalist id=(list) { @for word in words { option value=(word) {} } }
        }
    }
}

fn checks(field: &Field, choices: &[Choice], values: &Values, error: &str) -> Markup {
    html! {
        fieldset.wrong[!error.is_empty()] id=(field.name) {
            legend { (field.label) }
            @if !field.hint.is_empty() { p.hint { (field.hint) } }
            @if !error.is_empty() { p.error { (icon(Icon::Octagon)) (error) } }
            @for choice in choices {
                label.choice {
                    input type="checkbox" name=(field.name) value=(choice.value) checked[values.has(&field.name, &choice.value)];
                    span { (choice.label) }
                }
            }
        }
    }
}

/// When it was. Closed unless something was typed: most things are recorded when they happen.
fn occurred(field: &Field, values: &Values, problems: &[Problem]) -> Markup {
    let names = ["on_day", "on_time", "about"];
    let wrong =
        |name: &str| problems.iter().find(|problem| problem.field == name).map_or("", |problem| problem.sentence.as_str());
    let open = names.iter().any(|name| !values.get(name).is_empty() || !wrong(name).is_empty());
    let control = |name: &'static str, label: &'static str, hint: &'static str| controls::Field {
        name,
        label,
        hint,
        error: wrong(name),
        value: values.get(name),
        required: false,
    };
    let hint = if field.hint.is_empty() { "Empty means now." } else { &field.hint };
    html! {
        details.occurred open[open] {
            summary { "When it was" span.muted { " " (hint) } }
            (controls::date(&control("on_day", "Day", ""), None, None))
            (controls::text(&control("on_time", "Time", "Like 14:30."), "time"))
            (controls::text(&control("about", "Only roughly", "Like 2026-03, 2019, or 2018-03/2018-09."), "text"))
        }
    }
}
