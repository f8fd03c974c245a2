//! What a form asks for.

use std::borrow::Cow;

/// One question of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in what is sent, and the id that an error links to.
    pub name: Cow<'static, str>,
    /// The question.
    pub label: Cow<'static, str>,
    /// A line under it; may be empty.
    pub hint: Cow<'static, str>,
    /// How it is answered.
    pub input: Input,
    /// True where it may stay empty.
    pub optional: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Text,
    /// One line, with words that are often written.
    Suggest(Vec<String>),
    /// Several lines.
    Lines(u8),
    /// A whole number within bounds.
    Whole(u16, u16),
    /// An exact amount, with or without a decimal point.
    Amount,
    /// A day.
    Day,
    /// A day and a time.
    DayTime,
    /// One of a few, all visible.
    Radio(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Any number of a few.
    Checks(Vec<Choice>),
    /// Yes, or nothing.
    Tick,
    /// When it was: now, on a day, or only roughly known. Three inputs under one question.
    Occurred,
    /// Sent along without being asked.
    Hidden,
    /// Not a question: a heading between groups of them.
    Heading,
}

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// An answer.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

impl Field {
    /// A question that needs an answer.
    pub fn needed(name: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>, input: Input) -> Self {
        Self { name: name.into(), label: label.into(), hint: Cow::Borrowed(""), input, optional: false }
    }

    /// A question that may stay empty.
    pub fn optional(name: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>, input: Input) -> Self {
        Self { optional: true, ..Self::needed(name, label, input) }
    }

    /// With a line under it.
    pub fn hint(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// When it was. Every form that has it asks in the same words.
    pub fn occurred() -> Self {
        Self::optional("occurred", "When", Input::Occurred)
    }

    /// A heading between groups of questions.
    pub fn heading(label: impl Into<Cow<'static, str>>) -> Self {
        Self::optional("", label, Input::Heading)
    }
}
