//! Patient ↔ who the person is.

use crate::{
    context::Context,
    datatypes::{list, name, text, words},
    dates,
    people::CHART_SYSTEM,
    refused::Wrong,
};
use concord_chart::{
    Chart, When,
    registration::{Demographics, Registered},
};
use serde_json::{Value, json};

const BIRTH_SEX: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";
const PRONOUNS: &str = "http://hl7.org/fhir/StructureDefinition/individual-pronouns";
const IDENTIFIER_TYPES: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";
const RECORD_SYSTEM: &str = "urn:concord:record-number";

/// The person and the number of their record over there.
pub(crate) fn take_up(context: &Context<'_>) -> Result<Registered, Wrong> {
    if let Some(reason) = context.not_to_be_understood() {
        return Err(Wrong::at("", format!("The Patient cannot be read safely: {reason}. Ask the sender for a plain one.")));
    }
    let person = demographics(context)?;
    if person.family_name.is_empty() && person.given_name.is_empty() {
        return Err(Wrong::at("name", "The person has no name, and a chart needs one. Ask the sender for a complete export."));
    }
    Ok(Registered { record_number: record_number(context), person })
}

/// What the resource says about the person.
fn demographics(context: &Context<'_>) -> Result<Demographics, Wrong> {
    let value = context.value();
    let birth_date = context.date("birthDate")?;
    let died = died(context, birth_date)?;
    if let Some(born) = birth_date {
        context.not_in_the_future("birthDate", born)?;
    }
    if let Some(died) = died {
        context.not_in_the_future("deceasedDateTime", died)?;
    }
    if let (Some(born), Some(died)) = (birth_date, died)
        && died.last_day() < born.first_day()
    {
        let sentence = format!("The person died ({died}) before they were born ({born}). Ask the sender to put it right.");
        return Err(Wrong::at("deceasedDateTime", sentence));
    }
    let name = name(value).unwrap_or_default();
    let reach = |system: &str| {
        let all = || {
            list(value, "telecom")
                .iter()
                .filter(|point| text(point, "system") == Some(system) && text(point, "use") != Some("old"))
        };
        let mobile = all().find(|point| text(point, "use") == Some("mobile"));
        mobile.or_else(|| all().next()).and_then(|point| text(point, "value")).map(str::to_owned)
    };
    Ok(Demographics {
        family_name: name.family,
        given_name: name.given,
        birth_date,
        sex: sex(value),
        pronouns: extension(value, PRONOUNS).and_then(|extension| words(extension.get("valueCodeableConcept"))),
        languages: languages(value),
        phone: reach("phone"),
        email: reach("email"),
        address: address(value),
        place: None,
        died,
    })
}

fn died(context: &Context<'_>, born: Option<When>) -> Result<Option<When>, Wrong> {
    if let Some(died) = context.date("deceasedDateTime")? {
        return Ok(Some(died));
    }
    let unsaid = context.value().get("deceasedBoolean").and_then(Value::as_bool) == Some(true);
    // That somebody died and nobody says when is known all the same.
    let since = born.map_or(context.reading.today, |born| born.first_day().min(context.reading.today));
    Ok(unsaid.then_some(When::Between(since, context.reading.today)))
}

fn extension<'a>(value: &'a Value, url: &str) -> Option<&'a Value> {
    list(value, "extension").iter().find(|extension| text(extension, "url") == Some(url))
}

fn sex(value: &Value) -> Option<String> {
    let at_birth = extension(value, BIRTH_SEX).and_then(|extension| text(extension, "valueCode"));
    match (at_birth, text(value, "gender")) {
        (Some(sex @ ("F" | "M")), _) => Some(sex.to_owned()),
        (_, Some("female")) => Some("F".to_owned()),
        (_, Some("male")) => Some("M".to_owned()),
        (_, Some(word)) if word != "unknown" => Some(word.to_owned()),
        _ => None,
    }
}

fn languages(value: &Value) -> Vec<String> {
    let mut all: Vec<&Value> = list(value, "communication").iter().collect();
    all.sort_by_key(|one| one.get("preferred").and_then(Value::as_bool) != Some(true));
    let code = |one: &&Value| {
        let language = one.get("language")?;
        let code = list(language, "coding").iter().find_map(|coding| text(coding, "code"));
        code.map(str::to_owned).or_else(|| words(Some(language)))
    };
    all.iter().filter_map(code).collect()
}

fn address(value: &Value) -> Option<String> {
    let usable = || list(value, "address").iter().filter(|address| text(address, "use") != Some("old"));
    let address = usable().find(|address| text(address, "use") == Some("home")).or_else(|| usable().next())?;
    if let Some(whole) = text(address, "text") {
        return Some(whole.to_owned());
    }
    let lines = list(address, "line").iter().filter_map(Value::as_str).map(str::to_owned);
    let region = [text(address, "state"), text(address, "postalCode")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let rest = [text(address, "city").map(str::to_owned), Some(region), text(address, "country").map(str::to_owned)];
    let parts: Vec<String> = lines.chain(rest.into_iter().flatten()).filter(|part| !part.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The number on the front of the record: the medical record number, else any identifier, else the id.
fn record_number(context: &Context<'_>) -> String {
    let all = || list(context.value(), "identifier").iter().filter(|one| text(one, "system") != Some(CHART_SYSTEM));
    let is_record = |one: &&Value| {
        text(one, "system") == Some(RECORD_SYSTEM)
            || one.get("type").is_some_and(|kind| list(kind, "coding").iter().any(|coding| text(coding, "code") == Some("MR")))
    };
    let number = all().find(is_record).or_else(|| all().next()).and_then(|one| text(one, "value"));
    number.unwrap_or(&context.resource.id).to_owned()
}

/// The person as they stand on the chart.
pub(crate) fn give_back(chart: &Chart) -> Value {
    let registration = &chart.registration;
    let mut identifiers = vec![json!({"system": CHART_SYSTEM, "value": chart.id.to_string()})];
    if !registration.record_number.is_empty() {
        identifiers.push(json!({
            "type": {"coding": [{"system": IDENTIFIER_TYPES, "code": "MR"}]},
            "system": RECORD_SYSTEM,
            "value": registration.record_number,
        }));
    }
    let mut patient = json!({"resourceType": "Patient", "id": chart.id.to_string(), "identifier": identifiers});
    if let Some(person) = &registration.person {
        describe(&mut patient, person);
    }
    patient
}

/// Puts what is so on a Patient; on another system's too, where it has changed since.
pub(crate) fn describe(patient: &mut Value, person: &Demographics) {
    let mut name = json!({"use": "official"});
    if !person.family_name.is_empty() {
        name["family"] = json!(person.family_name);
    }
    if !person.given_name.is_empty() {
        name["given"] = person.given_name.split_whitespace().map(|given| json!(given)).collect();
    }
    patient["name"] = json!([name]);
    patient["gender"] = json!(match person.sex.as_deref() {
        Some("F") => "female",
        Some("M") => "male",
        Some(_) => "other",
        None => "unknown",
    });
    let telecom = [("phone", &person.phone), ("email", &person.email)];
    let telecom: Vec<Value> =
        telecom.into_iter().filter_map(|(system, value)| Some(json!({"system": system, "value": value.as_ref()?}))).collect();
    put(patient, "telecom", (!telecom.is_empty()).then_some(Value::Array(telecom)));
    put(patient, "address", person.address.as_ref().map(|address| json!([{"text": address}])));
    put(
        patient,
        "birthDate",
        person.birth_date.and_then(|born| dates::write(born).map(|date| json!(date.get(..10).unwrap_or(&date)))),
    );
    let died = person.died.map(dates::write);
    put(patient, "deceasedDateTime", died.clone().flatten().map(|date| json!(date)));
    put(patient, "deceasedBoolean", matches!(died, Some(None)).then_some(json!(true)));
    let languages: Vec<Value> = person.languages.iter().enumerate().map(|(at, code)| language(at, code)).collect();
    put(patient, "communication", (!languages.is_empty()).then_some(Value::Array(languages)));
    if let Some(pronouns) = &person.pronouns {
        let others = list(patient, "extension").iter().filter(|extension| text(extension, "url") != Some(PRONOUNS)).cloned();
        let own = json!({"url": PRONOUNS, "valueCodeableConcept": {"text": pronouns}});
        patient["extension"] = others.chain([own]).collect();
    }
}

fn language(at: usize, code: &str) -> Value {
    let tag = code.len() <= 12 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let language = if tag { json!({"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}) } else { json!({"text": code}) };
    if at == 0 { json!({"language": language, "preferred": true}) } else { json!({"language": language}) }
}

fn put(patient: &mut Value, key: &str, value: Option<Value>) {
    match (value, patient.as_object_mut()) {
        (Some(value), _) => patient[key] = value,
        (None, Some(fields)) => drop(fields.remove(key)),
        (None, None) => {}
    }
}
