//! How a case is written. Every field is one thing a clinician would say; a word that is not known is refused.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// What happens, in words.
    pub story: String,
    /// What was recorded, in order of recording.
    #[serde(rename = "event")]
    pub events: Vec<CaseEvent>,
    /// What should be seen, on one day or several.
    #[serde(deserialize_with = "one_or_many")]
    pub see: Vec<See>,
}

/// One entry. Exactly one of the words from `answered` to `closed` says what happened.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseEvent {
    /// The day on which it was true.
    #[serde(deserialize_with = "optional_day")]
    pub on: Option<Date>,
    /// The time of day, `14:05`, where it matters.
    pub at: Option<String>,
    /// The day on which it was recorded, where that was later.
    #[serde(deserialize_with = "optional_day")]
    pub learnt: Option<Date>,
    /// A name by which later entries speak of this one.
    pub name: Option<String>,
    /// The entry that this one corrects.
    pub amends: Option<String>,
    /// True for an entry from another system.
    pub imported: bool,

    /// Somebody joined the team: their name.
    pub joined: Option<String>,
    /// As what.
    pub role: Option<String>,
    /// An episode of care began, and why.
    pub opened: Option<String>,
    /// The episode of care ended, in these words.
    pub care_ended: Option<String>,
    /// A questionnaire was offered.
    pub offered: Option<String>,
    /// For this day.
    #[serde(deserialize_with = "optional_day")]
    pub due: Option<Date>,
    /// A questionnaire was answered.
    pub answered: Option<String>,
    /// The answers; `"left out"` where there was none.
    pub answers: Vec<CaseAnswer>,
    /// By whom: `patient`, `proxy`, `clinician`.
    pub by: Option<String>,
    /// In which version of the instrument.
    pub version: Option<String>,
    /// A total or items were reported from elsewhere.
    pub reported: Option<String>,
    /// The total.
    pub total: Option<i32>,
    /// Single items.
    pub items: BTreeMap<String, u8>,
    /// A questionnaire was declined.
    pub declined: Option<String>,
    /// A medicine was started.
    pub started: Option<String>,
    /// The dose was changed, of this medicine.
    pub changed: Option<String>,
    /// Milligrams a day.
    pub mg: Option<u32>,
    /// A medicine was held.
    pub held: Option<String>,
    /// A held medicine goes on.
    pub resumed: Option<String>,
    /// A medicine was stopped.
    pub stopped: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Doses were taken, of this medicine, up to `until`.
    pub taken: Option<String>,
    /// Doses were left out, of this medicine, up to `until`.
    pub left_out: Option<String>,
    /// The last day, for what is told of many days.
    #[serde(deserialize_with = "optional_day")]
    pub until: Option<Date>,
    /// A therapy began.
    pub therapy: Option<String>,
    /// A session was held or not, of this therapy.
    pub session: Option<String>,
    /// What became of it: `held`, `did not attend`, `cancelled by the patient`, `cancelled by us`.
    pub went: Option<String>,
    /// Every so many days up to `until`, where it is told of many.
    pub every: Option<u16>,
    /// Homework was set on this day, in this therapy.
    pub homework: Option<String>,
    /// Share done, in percent, reported on `reported_on`.
    pub done: Option<u8>,
    /// The day on which homework was reported.
    #[serde(deserialize_with = "optional_day")]
    pub reported_on: Option<Date>,
    /// A practice began.
    pub practice: Option<String>,
    /// A class was attended or missed, of this practice.
    pub class: Option<String>,
    /// The person practised, this practice.
    pub practised: Option<String>,
    /// For so many minutes.
    pub minutes: Option<u16>,
    /// A side effect was reported, in these words.
    pub side_effect: Option<String>,
    /// A laboratory value: what was measured, with `value` in `unit`.
    pub measured: Option<String>,
    /// Of a laboratory value.
    pub value: Option<String>,
    /// Of a laboratory value.
    pub unit: Option<String>,
    /// A dose step is agreed for this medicine, to `mg` from the day `due`.
    pub planned: Option<String>,
    /// The step that is due is confirmed for this medicine, to `mg`; `due` is its day.
    pub confirmed: Option<String>,
    /// How much of a burden, 0 to 6.
    pub burden: Option<u8>,
    /// Of this medicine.
    pub of: Option<String>,
    /// An answer was promised for this moment.
    pub answer_by: Option<String>,
    /// A reported side effect was answered: the words of the report.
    pub replied_to: Option<String>,
    /// Something was decided.
    pub decided: Option<String>,
    /// Which arms it is about.
    pub arms: Vec<String>,
    /// What was found of courses.
    pub judged: BTreeMap<String, String>,
    /// When to look again.
    #[serde(deserialize_with = "optional_day")]
    pub look_again: Option<Date>,
    /// The plan for staying well was written.
    pub if_things_slip: Option<String>,
    /// An entry was retracted.
    pub retracted: Option<String>,
    /// A finding was taken on.
    pub took_on: Option<String>,
    /// A finding was closed.
    pub closed: Option<String>,
    /// With these words.
    pub words: Option<String>,
}

/// One answer to an item.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum CaseAnswer {
    /// The value.
    Value(u8),
    /// `left out`.
    LeftOut(String),
}

/// What should be seen on a day. What is not named is not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct See {
    /// The day.
    #[serde(deserialize_with = "day")]
    pub on: Date,
    /// The latest total of the main measure, or `no total`.
    pub score: Option<CaseScore>,
    /// Its severity word.
    pub band: Option<String>,
    /// The total at the start of the present treatment.
    pub baseline: Option<i32>,
    /// Positions of items left out in the latest answers.
    pub left_out: Option<Vec<u8>>,
    /// The safety item of the latest answers, in words.
    pub safety_item: Option<String>,
    /// What the change amounts to.
    pub outcome: Option<String>,
    /// The findings that hold, in any order.
    pub findings: Option<Vec<String>>,
    /// The line on the caseload.
    pub caseload: Option<String>,
    /// The group on the caseload.
    pub group: Option<String>,
    /// What is needed first.
    pub needs: Option<String>,
    /// Whose it is.
    pub whose: Option<String>,
    /// The state of each arm's clock, by its name.
    #[serde(default)]
    pub clocks: BTreeMap<String, String>,
    /// Exposure in plain numbers, by the arm's name.
    #[serde(default)]
    pub exposure: BTreeMap<String, String>,
    /// The chart's title.
    pub headline: Option<String>,
    /// The sentence under it.
    pub sentence: Option<String>,
    /// Pills of the last four weeks.
    pub pills: Option<String>,
    /// Entries shown struck through for the main measure.
    pub struck_through: Option<usize>,
    /// Scores of the main measure that count.
    pub scores: Option<usize>,
    /// When the main measure comes round.
    pub due: Option<String>,
    /// Who took the first finding on.
    pub taken_by: Option<String>,
}

/// A total, or that there is none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum CaseScore {
    /// The total.
    Total(i32),
    /// `no total`.
    None(String),
}

fn one_or_many<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<See>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(Box<See>),
        Many(Vec<See>),
    }
    Ok(match OneOrMany::deserialize(input)? {
        OneOrMany::One(one) => vec![*one],
        OneOrMany::Many(many) => many,
    })
}

fn day<'de, D: Deserializer<'de>>(input: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(input)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

fn optional_day<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Date>, D::Error> {
    day(input).map(Some)
}
