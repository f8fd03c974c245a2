//! Fields of forms: a label above, a hint, the sentence about what is wrong, and the control, tied together for
//! screen readers.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// What every field has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    /// Name that is sent; also the id.
    pub name: &'a str,
    /// Label.
    pub label: &'a str,
    /// A sentence of help; may be empty.
    pub hint: &'a str,
    /// What is wrong, as a sentence that says what to do; may be empty.
    pub error: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// Has to be filled.
    pub required: bool,
}

impl Field<'_> {
    fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        (!self.error.is_empty()).then_some("true")
    }

    fn around(&self, control: Markup) -> Markup {
        html! {
            div.field.wrong[!self.error.is_empty()] {
                label for=(self.name) { (self.label) }
                (self.remarks())
                (control)
            }
        }
    }

    /// Hint and error under a label or legend.
    fn remarks(&self) -> Markup {
        html! {
            @if !self.hint.is_empty() { p.hint id=(format!("{}-hint", self.name)) { (self.hint) } }
            @if !self.error.is_empty() { p.error id=(format!("{}-error", self.name)) { (icon(Icon::Octagon)) (self.error) } }
        }
    }

    /// A group of controls with one question over them.
    fn group(&self, class: &str, controls: Markup) -> Markup {
        html! {
            fieldset.wrong[!self.error.is_empty()] id=(self.name) class=(class) aria-describedby=[self.described_by()] {
                legend { (self.label) }
                (self.remarks())
                (controls)
            }
        }
    }
}

/// One line of text. `kind` is the input's type: "text", "search", "tel", "email", "number", "password".
pub fn text(field: &Field<'_>, kind: &str) -> Markup {
    field.around(html! {
        input id=(field.name) name=(field.name) type=(kind) value=(field.value) required[field.required]
            aria-describedby=[field.described_by()] aria-invalid=[field.invalid()];
    })
}

/// Several lines.
pub fn textarea(field: &Field<'_>, rows: u32) -> Markup {
    field.around(html! {
        textarea id=(field.name) name=(field.name) rows=(rows) required[field.required]
            aria-describedby=[field.described_by()] aria-invalid=[field.invalid()] { (field.value) }
    })
}

/// A choice from a list: (value, words).
pub fn select(field: &Field<'_>, options: &[(&str, &str)]) -> Markup {
    field.around(html! {
        select id=(field.name) name=(field.name) required[field.required]
            aria-describedby=[field.described_by()] aria-invalid=[field.invalid()] {
            @for (value, words) in options { option value=(value) selected[*value == field.value] { (words) } }
        }
    })
}

/// A day. The browser's own control where it has one, else a line of text in the form 2026-08-20.
pub fn date(field: &Field<'_>, earliest: Option<&str>, latest: Option<&str>) -> Markup {
    field.around(html! {
        input.short id=(field.name) name=(field.name) type="date" value=(field.value) required[field.required] min=[earliest]
            max=[latest] aria-describedby=[field.described_by()] aria-invalid=[field.invalid()];
    })
}

/// A box to tick.
pub fn checkbox(field: &Field<'_>, checked: bool) -> Markup {
    html! {
        div.field.wrong[!field.error.is_empty()] {
            (field.remarks())
            label.choice {
                input id=(field.name) name=(field.name) type="checkbox" value=(if field.value.is_empty() { "yes" } else { field.value })
                    checked[checked] required[field.required] aria-describedby=[field.described_by()];
                span { (field.label) }
            }
        }
    }
}

/// One of several, as a list of (value, words).
pub fn radios(field: &Field<'_>, options: &[(&str, &str)]) -> Markup {
    field.group("", html! { @for (value, words) in options { (choice(field, value, words)) } })
}

/// One answer of a questionnaire: large cards, at least 44 px each. Nothing is chosen beforehand.
pub fn answers(field: &Field<'_>, options: &[(&str, &str)]) -> Markup {
    field.group(
        "answers",
        html! {
            @for (value, words) in options {
                label.answer {
                    input type="radio" name=(field.name) value=(value) checked[*value == field.value] required[field.required];
                    span { (words) }
                }
            }
        },
    )
}

/// A scale of numbers in a row, with words at its two ends.
pub fn scale(field: &Field<'_>, from: i32, to: i32, low: &str, high: &str) -> Markup {
    field.group("scale", html! {
        div.steps {
            @for number in from..=to {
                label.step {
                    input type="radio" name=(field.name) value=(number) checked[number.to_string() == field.value] required[field.required];
                    span { (number) }
                }
            }
        }
        p.ends { span { (low) } span { (high) } }
    })
}

fn choice(field: &Field<'_>, value: &str, words: &str) -> Markup {
    html! {
        label.choice {
            input type="radio" name=(field.name) value=(value) checked[value == field.value] required[field.required];
            span { (words) }
        }
    }
}
