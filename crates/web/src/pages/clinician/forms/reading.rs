//! Turns what was typed into values, and notes what is missing at its field.

use super::values::Values;
use concord_chart::When;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use rust_decimal::Decimal;
use std::{ops::RangeInclusive, str::FromStr};
use uuid::Uuid;

/// Something that has to be put right before the form can be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: String,
    /// What to do, in a sentence.
    pub sentence: String,
}

/// What was typed, being read.
pub struct Reading<'a> {
    values: &'a Values,
    zone: &'a TimeZone,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(values: &'a Values, zone: &'a TimeZone) -> Self {
        Self { values, zone, problems: Vec::new() }
    }

    /// Notes a problem.
    pub fn problem(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.problems.push(Problem { field: field.into(), sentence: sentence.into() });
    }

    /// What was noted, in the order of reading.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// `Some(value)` while nothing was noted.
    pub fn unless_problems<T>(&self, value: T) -> Option<T> {
        self.problems.is_empty().then_some(value)
    }

    /// The text, without space around it; may be empty.
    pub fn text(&self, name: &str) -> String {
        self.values.get(name).trim().to_owned()
    }

    /// The text, or nothing.
    pub fn some_text(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The text; noted when it is empty.
    pub fn needed(&mut self, name: &str, sentence: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.problem(name, sentence);
        }
        text
    }

    /// Every text of a field of several.
    pub fn several(&self, name: &str) -> Vec<String> {
        self.values.all(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// The lines of a field, without empty ones.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.values.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// True when the field was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.values.get(name).is_empty()
    }

    /// An exact amount more than zero, where one was typed.
    pub fn amount(&mut self, name: &str) -> Option<Decimal> {
        let text = self.some_text(name)?;
        match text.replace(',', ".").parse::<Decimal>() {
            Ok(amount) => Some(amount),
            Err(_) => {
                self.problem(name, format!("“{text}” is not a number. Write for example 50 or 12.5."));
                None
            }
        }
    }

    /// A whole number within bounds, where one was typed.
    pub fn whole(&mut self, name: &str, bounds: RangeInclusive<u16>) -> Option<u16> {
        let text = self.some_text(name)?;
        match text.parse::<u16>() {
            Ok(number) if bounds.contains(&number) => Some(number),
            _ => {
                self.problem(name, format!("Write a whole number from {} to {}.", bounds.start(), bounds.end()));
                None
            }
        }
    }

    /// A day, where one was typed.
    pub fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.some_text(name)?;
        match text.parse::<Date>() {
            Ok(day) => Some(day),
            Err(_) => {
                self.problem(name, format!("“{text}” is not a day. Write it like 2026-08-20."));
                None
            }
        }
    }

    /// A day; noted when it is missing.
    pub fn needed_day(&mut self, name: &str, sentence: &str) -> Option<Date> {
        if self.text(name).is_empty() {
            self.problem(name, sentence);
            return None;
        }
        self.day(name)
    }

    /// A day and a time of the practice's clock; noted when missing.
    pub fn needed_day_time(&mut self, name: &str, sentence: &str) -> Option<Timestamp> {
        let text = self.needed(name, sentence);
        if text.is_empty() {
            return None;
        }
        let at = text.parse::<DateTime>().ok().and_then(|at| at.to_zoned(self.zone.clone()).ok());
        if at.is_none() {
            self.problem(name, format!("“{text}” is not a day and time. Write it like 2026-08-20T14:30."));
        }
        at.map(|at| at.timestamp())
    }

    /// A moment as precisely as it is known: a day, a month, a year, a span.
    pub fn moment(&mut self, name: &str) -> Option<When> {
        let text = self.some_text(name)?;
        match text.parse::<When>() {
            Ok(when) => Some(when),
            Err(error) => {
                self.problem(name, format!("{error}."));
                None
            }
        }
    }

    /// The id of what this form makes: the one that a correction brings along, else a fresh one.
    pub fn made(&self, fresh: &dyn Fn() -> Uuid) -> Uuid {
        self.text("made").parse().unwrap_or_else(|_| fresh())
    }

    /// Something that was chosen; noted when it was not, or when the choice is not known.
    pub fn chosen<T: FromStr>(&mut self, name: &str, sentence: &str) -> Option<T> {
        let chosen = self.some_text(name).and_then(|text| text.parse().ok());
        if chosen.is_none() {
            self.problem(name, sentence);
        }
        chosen
    }

    /// One of the stored words of a family, as serde writes them.
    pub fn word<T: serde::de::DeserializeOwned>(&mut self, name: &str, sentence: &str) -> Option<T> {
        let word = self.some_word(name);
        if word.is_none() {
            self.problem(name, sentence);
        }
        word
    }

    /// The same where nothing may have been chosen.
    pub fn some_word<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        read_word(&self.text(name))
    }

    /// When it was, from the three inputs of the question: a rough date, or a day with or without a time, or now.
    pub fn occurred(&mut self) -> Option<When> {
        if !self.text("about").is_empty() {
            return self.moment("about");
        }
        let day = self.day("on_day")?;
        let Some(time) = self.some_text("on_time") else { return Some(When::Day(day)) };
        match time.parse::<Time>().ok().and_then(|time| day.to_datetime(time).to_zoned(self.zone.clone()).ok()) {
            Some(at) => Some(When::Instant(at.timestamp())),
            None => {
                self.problem("on_time", format!("“{time}” is not a time of day. Write it like 14:30."));
                None
            }
        }
    }
}

/// A stored word as its type.
pub fn read_word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// The stored word of a value that serde writes as one.
pub fn word_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The three inputs of "when", filled.
pub fn fill_occurred(values: Values, at: When, zone: &TimeZone) -> Values {
    match at {
        When::Instant(instant) => {
            let zoned = instant.to_zoned(zone.clone());
            values.with("on_day", zoned.date()).with("on_time", zoned.strftime("%H:%M"))
        }
        When::Day(day) => values.with("on_day", day),
        rough => values.with("about", rough),
    }
}
