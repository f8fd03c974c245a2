//! The form in which other programs ask and are answered: `concord review` speaks it.

use super::{Circumstances, Citation, Finding, Item, KnownAllergy, Lab, PairOutcome, Regimen, Review, Sex, Status, Suspect};
use concord_knowledge::Knowledge;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is taken.
    pub regimen: Regimen,
    /// By whom.
    pub circumstances: Circumstances,
    /// The unwanted effect whose suspects are to be ranked.
    pub effect: Option<String>,
}

/// Reads a question.
///
/// # Errors
/// A sentence that says which field cannot be read, and what it should be.
pub fn question(fields: &Map<String, Value>) -> Result<Question, String> {
    let items = match fields.get("regimen") {
        Some(Value::Array(items)) => items.iter().zip(1..).map(item).collect::<Result<Vec<_>, _>>()?,
        None | Some(Value::Null) => return Err("The item has no `regimen`, a list of what is taken.".to_owned()),
        Some(_) => return Err("`regimen` is a list of objects such as {\"substance\": \"sertraline\"}.".to_owned()),
    };
    let circumstances = match fields.get("context") {
        None | Some(Value::Null) => Circumstances::default(),
        Some(Value::Object(given)) => circumstances(given)?,
        Some(_) => return Err("`context` is an object such as {\"age\": 44, \"sex\": \"F\"}.".to_owned()),
    };
    Ok(Question { regimen: Regimen { items }, circumstances, effect: effect(fields.get("query"))? })
}

fn effect(query: Option<&Value>) -> Result<Option<String>, String> {
    let Some(query) = query.filter(|query| !query.is_null()) else { return Ok(None) };
    let kind = query.get("type").and_then(Value::as_str);
    match (kind, query.get("effect").and_then(Value::as_str)) {
        (Some("attribute") | None, Some(effect)) => Ok(Some(effect.to_owned())),
        _ => Err("`query` is an object such as {\"type\": \"attribute\", \"effect\": \"weight gain\"}.".to_owned()),
    }
}

fn item((value, number): (&Value, usize)) -> Result<Item, String> {
    let Value::Object(given) = value else {
        return Err(format!("Item {number} of the regimen is not an object such as {{\"substance\": \"sertraline\"}}."));
    };
    let read = Fields { given, of: format!("Item {number} of the regimen") };
    let name = read.text("substance")?.ok_or_else(|| format!("Item {number} of the regimen names no `substance`."))?;
    let status = match read.text("status")? {
        None => Status::Active,
        Some(word) => Status::from_word(&word).ok_or_else(|| {
            let known: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
            format!("Item {number} of the regimen has the status `{word}`; there are: {}.", known.join(", "))
        })?,
    };
    Ok(Item {
        name,
        substance: None,
        dose: read.decimal("dose")?,
        unit: read.text("unit")?,
        per_day: read.decimal("per_day")?,
        route: read.text("route")?,
        status,
        days_since_stop: read.days("days_since_stop")?,
        days_on: read.days("days_on")?,
        days_missed: read.days("days_missed")?,
        day_of_treatment: read.days("day_of_treatment")?,
        form: read.text("form")?,
        brand: read.text("brand")?,
        prn: read.flag("prn")?.unwrap_or(false),
    })
}

fn circumstances(given: &Map<String, Value>) -> Result<Circumstances, String> {
    let read = Fields { given, of: "`context`".to_owned() };
    let sex = match read.text("sex")?.map(|sex| sex.to_lowercase()).as_deref() {
        Some("f" | "female" | "w" | "woman") => Some(Sex::Female),
        Some("m" | "male" | "man") => Some(Sex::Male),
        None | Some("" | "x" | "o" | "other" | "unknown" | "u") => None,
        Some(other) => return Err(format!("`sex` is F, M or absent, not {other}.")),
    };
    let mut labs = read.labs()?;
    for key in ["weight_kg", "weight", "height_cm", "bmi"] {
        if let Some(value) = read.decimal(key)? {
            let key = if key == "weight" { "weight_kg" } else { key };
            labs.entry(key.to_owned()).or_insert(Lab { value, days_old: None });
        }
    }
    Ok(Circumstances {
        age: read.days("age")?,
        sex,
        pregnant: read.flag("pregnant")?,
        gestation_weeks: read.days("gestation_weeks")?,
        breastfeeding: read.flag("breastfeeding")?,
        childbearing_potential: read.flag("childbearing_potential")?,
        contraception: read.text("contraception")?,
        conditions: read.words("conditions")?,
        labs,
        pharmacogenes: read.texts("pharmacogenes")?,
        smoker: read.flag("smoker")?,
        smoking_change: read.text("smoking_change")?,
        ancestry: read.text("ancestry")?,
        last_done: read.last_done()?,
        allergies: read.allergies()?,
        schedules: read.texts("schedules")?,
    })
}

/// The fields of an object, each read with a sentence where it is something else.
struct Fields<'v> {
    given: &'v Map<String, Value>,
    of: String,
}

impl<'v> Fields<'v> {
    fn get(&self, name: &str) -> Option<&'v Value> {
        self.given.get(name).filter(|value| !value.is_null())
    }

    fn wrong<T>(&self, name: &str, expected: &str, value: &Value) -> Result<T, String> {
        Err(format!("{}: `{name}` is {expected}, not {value}.", self.of))
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => self.wrong(name, "a text", other),
        }
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => self.wrong(name, "true or false", other),
        }
    }

    fn decimal(&self, name: &str) -> Result<Option<Decimal>, String> {
        self.get(name).map_or(Ok(None), |value| match decimal(value) {
            Some(number) => Ok(Some(number)),
            None => self.wrong(name, "a number", value),
        })
    }

    /// A whole number of days, weeks or years; what is given in parts is cut down, as an age is.
    fn days(&self, name: &str) -> Result<Option<u32>, String> {
        self.get(name).map_or(Ok(None), |value| match whole(value) {
            Some(number) => Ok(Some(number)),
            None => self.wrong(name, "a number from 0 up", value),
        })
    }

    fn words(&self, name: &str) -> Result<Vec<String>, String> {
        match self.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(one)) => Ok(vec![one.clone()]),
            Some(Value::Array(all)) => all
                .iter()
                .map(|value| value.as_str().map(str::to_owned).map_or_else(|| self.wrong(name, "a list of texts", value), Ok))
                .collect(),
            Some(other) => self.wrong(name, "a list of texts", other),
        }
    }

    fn object(&self, name: &str) -> Result<Option<&'v Map<String, Value>>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(fields)),
            Some(other) => self.wrong(name, "an object", other),
        }
    }

    fn texts(&self, name: &str) -> Result<BTreeMap<String, String>, String> {
        let each = self.object(name)?.into_iter().flatten().filter(|(_, value)| !value.is_null());
        let each = each.map(|(key, value)| match value {
            Value::String(text) => Ok((key.clone(), text.clone())),
            Value::Bool(flag) => Ok((key.clone(), flag.to_string())),
            other => self.wrong(name, "an object of texts", other),
        });
        each.collect()
    }

    fn labs(&self) -> Result<BTreeMap<String, Lab>, String> {
        let each = self.object("labs")?.into_iter().flatten().filter(|(_, value)| !value.is_null());
        let each = each.map(|(key, value)| {
            let (number, days_old) = match value {
                Value::Object(fields) => (fields.get("value").and_then(decimal), fields.get("days_ago").and_then(whole)),
                plain => (decimal(plain), None),
            };
            match number {
                Some(value) => Ok((key.clone(), Lab { value, days_old })),
                None => self.wrong("labs", "an object of numbers, or of {\"value\": …, \"days_ago\": …}", value),
            }
        });
        each.collect()
    }

    fn last_done(&self) -> Result<BTreeMap<String, u32>, String> {
        let each = self.object("last_done")?.into_iter().flatten().filter(|(_, value)| !value.is_null());
        let each = each.map(|(key, value)| match whole(value) {
            Some(days) => Ok((key.clone(), days)),
            None => self.wrong("last_done", "an object of days ago", value),
        });
        each.collect()
    }

    fn allergies(&self) -> Result<Vec<KnownAllergy>, String> {
        let Some(Value::Array(all)) = self.get("allergies") else {
            return Ok(Vec::new());
        };
        let each = all.iter().map(|value| match value {
            Value::String(to) => Ok(KnownAllergy { to: to.clone(), intolerance: false, reaction: None }),
            Value::Object(given) => {
                let read = Fields { given, of: "An allergy".to_owned() };
                let to = read.text("substance")?.ok_or("An allergy names no `substance`.")?;
                let intolerance = read.text("type")?.is_some_and(|kind| kind.to_lowercase().contains("intolerance"));
                Ok(KnownAllergy { to, intolerance, reaction: read.text("reaction")? })
            }
            other => self.wrong("allergies", "a list of texts or objects", other),
        });
        each.collect()
    }
}

/// A number, also where it was written as a text.
fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

fn whole(value: &Value) -> Option<u32> {
    decimal(value).and_then(|number| number.trunc().try_into().ok())
}

/// The fields of an answer, in the order in which they are documented.
pub fn answer(review: &Review, knowledge: &Knowledge) -> Map<String, Value> {
    let findings: Vec<Value> = review.findings.iter().map(|found| finding(found, knowledge)).collect();
    let suppressed = review.suppressed.iter().map(|hidden| {
        let found = &hidden.finding;
        json!({"id": found.id, "kind": found.kind.as_str(), "severity": found.severity.as_str(),
               "substances": found.substances, "title": found.title, "why": hidden.why, "by": hidden.by})
    });
    let not_checked = review.not_checked.iter().map(|missing| {
        json!({"what": missing.what, "why": missing.why, "could_be": missing.could_be.map(|severity| severity.as_str())})
    });
    let pairs = review.pairs.iter().map(|pair| {
        let state = match pair.state {
            PairOutcome::Found(severity) => severity.as_str(),
            PairOutcome::Clear => "clear",
            PairOutcome::NotChecked => "not_checked",
        };
        json!({"a": pair.a, "b": pair.b, "state": state})
    });
    let attribution = review.attribution.iter().map(|found| suspect(found, knowledge));
    let fields = [
        ("data_version", json!(review.data_version)),
        ("checked_clear", json!(review.checked_clear)),
        ("findings", Value::Array(findings)),
        ("not_checked", not_checked.collect()),
        ("attribution", attribution.collect()),
        ("suppressed", suppressed.collect()),
        ("pairs", pairs.collect()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn finding(found: &Finding, knowledge: &Knowledge) -> Value {
    let context: Map<String, Value> =
        found.context_used.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    let number = |number: Option<Decimal>| number.map_or(Value::Null, as_number);
    json!({
        "id": found.id,
        "kind": found.kind.as_str(),
        "severity": found.severity.as_str(),
        "orca": found.severity.orca(),
        "interruptive": found.interruptive,
        "serious": found.serious,
        "substances": found.substances,
        "title": found.title,
        "consequence": found.consequence,
        "mechanism": found.mechanism,
        "action": found.action,
        "monitoring": found.monitoring,
        "frequency": found.frequency.as_deref().unwrap_or("not available"),
        "evidence": found.evidence.as_str(),
        "sources": sources(&found.citations, knowledge),
        "numbers": {
            "min_days": number(found.numbers.min_days),
            "max_daily_mg": number(found.numbers.max_daily_mg),
            "ratio": number(found.numbers.ratio),
        },
        "context_used": context,
        "context_missing": found.context_missing,
        "opinion": found.opinion,
    })
}

fn suspect(found: &Suspect, knowledge: &Knowledge) -> Value {
    json!({"substance": found.substance, "rank": found.rank, "why": found.why, "sources": sources(&found.citations, knowledge)})
}

fn sources(citations: &[Citation], knowledge: &Knowledge) -> Value {
    let each = citations.iter().map(|citation| {
        let source = knowledge.source(&citation.source);
        json!({
            "id": citation.source.as_str(),
            "title": source.map(|source| source.title.as_str()),
            "locator": citation.locator,
            "verification": citation.verification.as_str(),
        })
    });
    each.collect()
}

/// A number as JSON writes it, every digit kept.
fn as_number(number: Decimal) -> Value {
    number.normalize().to_string().parse().map_or(Value::Null, Value::Number)
}
