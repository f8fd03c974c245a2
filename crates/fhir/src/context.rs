//! What a resource is read with: its neighbours, the knowledge, the day.

use crate::{
    across::Across,
    datatypes::{list, name, text, words},
    dates,
    file::Found,
    references::Index,
    refused::Wrong,
};
use concord_chart::{ChartId, Event, When};
use concord_knowledge::Knowledge;
use jiff::{ToSpan, civil::Date};
use serde_json::Value;
use uuid::Uuid;

/// What reading a file needs from outside.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What medicine says: instruments by their LOINC codes, substances by their names.
    pub knowledge: &'a Knowledge,
    /// The day of the import, where the practice is.
    pub today: Date,
    /// The other record system's name; it becomes the author of everything that is taken in.
    pub system: &'a str,
}

/// What became of a resource.
pub(crate) enum Taken {
    /// It says something that a chart has a place for.
    Up(Vec<NewEvent>),
    /// It is kept word for word; why it is nothing more.
    Kept(String),
}

impl Taken {
    pub(crate) fn kept(reason: impl Into<String>) -> Result<Self, Wrong> {
        Ok(Self::Kept(reason.into()))
    }

    pub(crate) fn one(event: NewEvent) -> Result<Self, Wrong> {
        Ok(Self::Up(vec![event]))
    }
}

/// An event that a resource amounts to.
pub(crate) struct NewEvent {
    pub(crate) occurred: When,
    pub(crate) event: Event,
    /// Who said so over there.
    pub(crate) by: Option<String>,
}

impl NewEvent {
    pub(crate) fn new(occurred: When, event: Event) -> Self {
        Self { occurred, event, by: None }
    }

    pub(crate) fn by(self, by: Option<String>) -> Self {
        Self { by, ..self }
    }
}

/// One resource among its neighbours.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) found: &'a [Found],
    pub(crate) index: &'a Index,
    pub(crate) across: &'a Across,
    pub(crate) chart: ChartId,
    /// Place in `found` of the resource that is being read.
    pub(crate) place: usize,
    pub(crate) resource: &'a Found,
}

impl<'a> Context<'a> {
    pub(crate) fn value(&self) -> &'a Value {
        &self.resource.value
    }

    /// The same reader at another resource of the file.
    pub(crate) fn at(&self, place: usize) -> Self {
        Self { place, resource: &self.found[place], ..*self }
    }

    /// An id for something that this resource makes. Another text of the resource makes another id.
    pub(crate) fn id(&self, what: &str) -> Uuid {
        Uuid::new_v5(&self.chart.0, format!("{}|{}|{what}", self.resource.name(), self.resource.sha256).as_bytes())
    }

    /// The resource that a Reference element names.
    pub(crate) fn resolve(&self, reference: &Value) -> Option<&'a Found> {
        self.index.resolve(reference).and_then(|at| self.found.get(at))
    }

    /// A contained resource, by `#id`.
    pub(crate) fn contained(&self, reference: &Value) -> Option<&'a Value> {
        let id = text(reference, "reference")?.strip_prefix('#')?;
        list(self.value(), "contained").iter().find(|inner| text(inner, "id") == Some(id))
    }

    /// A date element.
    pub(crate) fn date(&self, key: &str) -> Result<Option<When>, Wrong> {
        text(self.value(), key).map(|text| dates::read_at(key, text)).transpose()
    }

    /// Start and end of a Period element.
    pub(crate) fn period(&self, key: &str) -> Result<(Option<When>, Option<When>), Wrong> {
        let Some(period) = self.value().get(key) else { return Ok((None, None)) };
        let end = |end: &str| text(period, end).map(|text| dates::read_at(&format!("{key}.{end}"), text)).transpose();
        Ok((end("start")?, end("end")?))
    }

    /// A required code out of a list.
    pub(crate) fn code(&self, key: &'static str, allowed: &[&str]) -> Result<&'a str, Wrong> {
        let code = text(self.value(), key).ok_or_else(|| Wrong::missing(key))?;
        if allowed.contains(&code) {
            return Ok(code);
        }
        let shown: String = code.chars().take(40).collect();
        Err(Wrong::at(
            key,
            format!("“{shown}” is none of FHIR's words here ({}). Ask the sender to put it right.", allowed.join(", ")),
        ))
    }

    /// When it happened: the first date that is given, else that of the visit, else when the other system last
    /// touched it, else today, the day on which we learnt it.
    ///
    /// What has happened cannot lie in the future: then the file is refused.
    pub(crate) fn occurred(&self, given: &[(&str, Option<When>)]) -> Result<When, Wrong> {
        if let Some((key, when)) = given.iter().find_map(|(key, when)| when.map(|when| (*key, when))) {
            self.not_in_the_future(key, when)?;
            return Ok(when);
        }
        Ok(self.date_of_visit().or_else(|| self.last_touched()).unwrap_or(When::Day(self.reading.today)))
    }

    pub(crate) fn not_in_the_future(&self, key: &str, when: When) -> Result<(), Wrong> {
        if !self.is_future(when) {
            return Ok(());
        }
        Err(Wrong::at(
            key,
            format!("{when} lies in the future, and a record says what has happened. Ask the sender to put it right."),
        ))
    }

    /// A day's grace: west of here it is still yesterday.
    pub(crate) fn is_future(&self, when: When) -> bool {
        let tomorrow = self.reading.today.checked_add(1.day()).unwrap_or(self.reading.today);
        when.first_day() > tomorrow
    }

    fn date_of_visit(&self) -> Option<When> {
        let direct = self.value().get("encounter");
        let nested = self.value().get("context").and_then(|context| list(context, "encounter").first().or(Some(context)));
        let visit = [direct, nested].into_iter().flatten().find_map(|reference| self.resolve(reference))?;
        let start = visit.value.get("period").and_then(|period| text(period, "start"))?;
        dates::read(start).filter(|when| !self.is_future(*when))
    }

    fn last_touched(&self) -> Option<When> {
        let touched = self.value().get("meta").and_then(|meta| text(meta, "lastUpdated"))?;
        dates::read(touched).filter(|when| !self.is_future(*when))
    }

    /// Who or what a Reference element means, in words: its own display, else the name of what it leads to.
    pub(crate) fn name_of(&self, reference: &Value) -> Option<String> {
        let own = || text(reference, "display").map(str::to_owned);
        let Some(target) = self.resolve(reference).map(|found| &found.value).or_else(|| self.contained(reference)) else {
            return own();
        };
        // A role is the person in it; a role in a role leads nowhere, or in a circle.
        if text(target, "resourceType") == Some("PractitionerRole") {
            let person = target.get("practitioner");
            let is_person = |person: &&Value| self.resolve(person).is_none_or(|found| found.kind == "Practitioner");
            let person = person.filter(is_person).and_then(|person| self.name_of(person));
            return person.or_else(|| words(list(target, "code").first())).or_else(own);
        }
        name(target).map(|name| name.spoken()).or_else(|| words(target.get("code"))).or_else(own)
    }

    /// The same for the element under a key, or the first of a list there.
    pub(crate) fn named(&self, key: &str) -> Option<String> {
        let element = self.value().get(key)?;
        self.name_of(element.as_array().map_or(Some(element), |all| all.first())?)
    }

    /// Reasons in words: codes first, then conditions and others that it refers to.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let coded = list(self.value(), "reasonCode").iter().filter_map(|reason| words(Some(reason)));
        let referred = list(self.value(), "reasonReference").iter().filter_map(|reason| {
            let code = self.resolve(reason).and_then(|found| words(found.value.get("code")));
            code.or_else(|| text(reason, "display").map(str::to_owned))
        });
        let mut all: Vec<String> = coded.collect();
        referred.for_each(|reason| {
            if !all.contains(&reason) {
                all.push(reason);
            }
        });
        all
    }

    /// Why a resource of this kind must not be understood, only kept: something in it changes its meaning in a way
    /// that we do not know.
    pub(crate) fn not_to_be_understood(&self) -> Option<&'static str> {
        fn has(value: &Value, key: &str) -> bool {
            match value {
                Value::Object(fields) => fields.contains_key(key) || fields.values().any(|inner| has(inner, key)),
                Value::Array(items) => items.iter().any(|item| has(item, key)),
                _ => false,
            }
        }
        if has(self.value(), "modifierExtension") {
            return Some("it carries a modifier that changes its meaning and that Concord does not know");
        }
        if self.value().get("implicitRules").is_some() {
            return Some("it says that it can only be understood by rules of the sender's own");
        }
        None
    }
}
