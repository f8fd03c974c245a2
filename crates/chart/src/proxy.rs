//! Somebody who may act for the patient: a parent, a guardian, a person with a power of attorney.

use crate::{Chart, Recorded, Refusal, condition::plain, ids::*, when::When};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Somebody was named who may act for the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyNamed {
    /// The proxy that later events and the sign-in name.
    pub proxy: ProxyId,
    /// Their name.
    pub name: String,
    /// Who they are to the patient: `mother`, `guardian`.
    pub relation: String,
    /// What they may see and do.
    pub may: Vec<ProxyMay>,
    /// The last day of the right; absent where it only ends by law, at the birthday that the place's rules name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// True when they consent to treatment in the patient's place.
    #[serde(default)]
    pub consents: bool,
    /// On what it rests: birth certificate, court order; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rests_on: String,
    /// Their own e-mail, which must not be the patient's; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Their own telephone, which must not be the patient's; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

/// What a proxy may see and do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyMay {
    /// Dates and places of visits.
    Visits,
    /// Medicines: what is taken and how.
    Medicines,
    /// The care plan and goals.
    Plan,
    /// The safety plan, so that they can help.
    SafetyPlan,
    /// Answer questionnaires made for parents.
    AnswerAsProxy,
    /// Articles.
    Education,
}

impl ProxyMay {
    /// Every right, for a form.
    pub const ALL: &'static [Self] =
        &[Self::Visits, Self::Medicines, Self::Plan, Self::SafetyPlan, Self::AnswerAsProxy, Self::Education];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Visits => "dates and places of visits",
            Self::Medicines => "medicines and how they are taken",
            Self::Plan => "the plan and the goals",
            Self::SafetyPlan => "the safety plan",
            Self::AnswerAsProxy => "answer questions made for parents",
            Self::Education => "things to read",
        }
    }
}

/// The right ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyEnded {
    /// Whose.
    pub proxy: ProxyId,
    /// Why, for staff; the proxy is not told; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A minor consented alone to a service that the place's rules let them consent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinorConsented {
    /// To what: `outpatient psychotherapy`.
    pub service: String,
    /// Under which rule, as the practice wrote it down.
    pub rule: String,
    /// Who judged that they were mature enough, and how; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The course of therapy that it covers; its entries are labelled from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
}

/// A proxy as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Since when.
    pub since: When,
    /// What was named.
    pub what: ProxyNamed,
    /// When and why it ended.
    pub ended: Option<(When, String)>,
}

pub(crate) fn apply(proxies: &mut Vec<Proxy>, recorded: &Recorded) {
    use crate::Event;
    match recorded.event() {
        Event::ProxyNamed(event) => {
            proxies.retain(|proxy| proxy.what.proxy != event.proxy);
            proxies.push(Proxy { since: recorded.occurred(), what: event.clone(), ended: None });
        }
        Event::ProxyEnded(event) => {
            if let Some(proxy) = proxies.iter_mut().find(|proxy| proxy.what.proxy == event.proxy) {
                proxy.ended = Some((recorded.occurred(), event.words.clone()));
            }
        }
        _ => {}
    }
}

pub(crate) fn decide_name(event: &ProxyNamed) -> Result<(), Refusal> {
    if event.name.trim().is_empty() || event.relation.trim().is_empty() {
        return plain("Write the name and who they are to the patient.");
    }
    if event.may.is_empty() {
        return plain("Choose at least one thing that they may see or do. An empty list means nothing.");
    }
    Ok(())
}

pub(crate) fn decide_end(chart: &Chart, event: &ProxyEnded) -> Result<(), Refusal> {
    match chart.proxies.iter().find(|proxy| proxy.what.proxy == event.proxy) {
        Some(proxy) if proxy.ended.is_none() => Ok(()),
        _ => plain("That right has ended already, or was never given."),
    }
}

pub(crate) fn decide_consent(event: &MinorConsented) -> Result<(), Refusal> {
    if event.service.trim().is_empty() || event.rule.trim().is_empty() {
        return plain("Write to what they consent and under which rule of the place.");
    }
    Ok(())
}
