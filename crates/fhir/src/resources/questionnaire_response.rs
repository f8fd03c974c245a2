//! QuestionnaireResponse ↔ questionnaires that were answered, item by item. A left-out item stays left out.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{LOINC, decimal, list, text},
    dates,
    refused::Wrong,
};
use concord_chart::{
    Event, When,
    questionnaire::{Answered, Respondent},
};
use concord_knowledge::{
    Instrument, Knowledge, LoincRole,
    instrument::{AnswerOption, Item, Mode},
};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

const STATUSES: &[&str] = &["in-progress", "completed", "amended", "entered-in-error", "stopped"];
/// Address under which Concord names its own entries of questionnaires.
pub(crate) const OWN_QUESTIONNAIRES: &str = "urn:concord:questionnaire:";
const OWN_ANSWERS: &str = "urn:concord:answer";
const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    match context.code("status", STATUSES)? {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "in-progress" => return Taken::kept("it is not finished"),
        _ => {}
    }
    let mut answered = match answers(context.value(), context.reading.knowledge) {
        Ok(answered) => answered,
        Err(reason) => return Taken::kept(reason),
    };
    if answered.answers.iter().all(Option::is_none) {
        return Taken::kept("no question in it was answered");
    }
    answered.respondent = respondent(context, &answered);
    let occurred = context.occurred(&[("authored", context.date("authored")?)])?;
    Taken::one(NewEvent::new(occurred, Event::QuestionnaireAnswered(answered)).by(context.named("author")))
}

/// Who answered: the source, else the author, else whoever the questionnaire is meant for.
fn respondent(context: &Context<'_>, answered: &Answered) -> Respondent {
    let said = ["source", "author"].into_iter().find_map(|key| {
        let reference = context.value().get(key)?;
        let kind = context.resolve(reference).map(|found| found.kind.as_str()).or_else(|| text(reference, "type"));
        kind.map(str::to_owned).or_else(|| text(reference, "reference")?.split('/').rev().nth(1).map(str::to_owned))
    });
    let instrument = context.reading.knowledge.instrument(&answered.instrument);
    match said.as_deref() {
        Some("Patient") => Respondent::Patient,
        Some("RelatedPerson") => Respondent::Proxy,
        Some("Practitioner" | "PractitionerRole") => Respondent::Clinician,
        _ if instrument.is_some_and(|instrument| instrument.mode == Mode::Clinician) => Respondent::Clinician,
        _ => Respondent::Patient,
    }
}

/// The answers in a response, or why they cannot be read as those of a questionnaire that we know. An answer that the
/// item does not offer is never bent to one that it does.
pub(crate) fn answers(value: &Value, knowledge: &Knowledge) -> Result<Answered, String> {
    let mut given = Vec::new();
    flatten(list(value, "item"), &mut given);
    let instrument =
        which(text(value, "questionnaire"), &given, knowledge).ok_or("it is of a questionnaire that Concord does not know")?;
    let mut answers = vec![None; instrument.items.len()];
    let mut difficulty = None;
    for item in instrument.all_items() {
        let mut matching = given.iter().filter(|(key, answer)| matches(instrument, item, key) && !answer.is_empty());
        let Some((_, answer)) = matching.next() else { continue };
        if matching.next().is_some() || answer.len() > 1 {
            return Err(format!("item {} of the {} is answered twice", item.position, instrument.short_name));
        }
        let chosen = chosen(instrument, item, &answer[0])
            .ok_or_else(|| format!("its answer to item {} is none that the {} offers", item.position, instrument.short_name))?;
        match answers.get_mut(usize::from(item.position).wrapping_sub(1)) {
            Some(place) => *place = Some(chosen),
            None => difficulty = Some(chosen),
        }
    }
    let partial = text(value, "status") == Some("stopped");
    Ok(Answered {
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        answers,
        difficulty,
        respondent: Respondent::Patient,
        language: text(value, "language").unwrap_or_default().to_owned(),
        partial,
    })
}

/// An item with the keys by which it may be known, and its answers.
type Given<'a> = (Vec<&'a str>, &'a [Value]);

fn flatten<'a>(items: &'a [Value], given: &mut Vec<Given<'a>>) {
    for item in items {
        let last = |key: &str| text(item, key).and_then(|id| id.rsplit(['/', '#', '|']).next());
        given.push((["linkId", "definition"].into_iter().filter_map(last).collect(), list(item, "answer")));
        flatten(list(item, "item"), given);
        list(item, "answer").iter().for_each(|answer| flatten(list(answer, "item"), given));
    }
}

/// The questionnaire by its address; else by its items, where every scored item is among them.
fn which<'k>(address: Option<&str>, given: &[Given<'_>], knowledge: &'k Knowledge) -> Option<&'k Instrument> {
    let named = address.and_then(|address| {
        let address = address.split('|').next().unwrap_or(address);
        let last = address.rsplit(['/', ':']).next().unwrap_or(address);
        match knowledge.instrument_by_loinc(last) {
            Some((instrument, LoincRole::Panel)) => Some(instrument),
            _ => knowledge.instrument_by_name(last),
        }
    });
    let full = |instrument: &&Instrument| {
        let has = |item: &Item| item.loinc.is_some() && given.iter().any(|(keys, _)| by_code(item, keys));
        instrument.items.iter().all(has)
    };
    named.or_else(|| knowledge.instruments().filter(full).max_by_key(|instrument| instrument.items.len()))
}

fn by_code(item: &Item, keys: &[&str]) -> bool {
    item.loinc.as_ref().is_some_and(|known| keys.contains(&known.code.as_str()))
}

/// By LOINC code, or by our own numbering for an item that has none.
fn matches(instrument: &Instrument, item: &Item, keys: &[&str]) -> bool {
    by_code(item, keys) || keys.contains(&own_link(instrument, item).as_str())
}

fn own_link(instrument: &Instrument, item: &Item) -> String {
    format!("{}-{}", instrument.id, item.position)
}

fn chosen(instrument: &Instrument, item: &Item, answer: &Value) -> Option<u8> {
    let options = instrument.options_of(item);
    let offered = |value: u8| options.iter().any(|option| option.value == value).then_some(value);
    let whole = |value: &Value| decimal(value)?.ok().filter(rust_decimal::Decimal::is_integer)?.to_u8().and_then(offered);
    if let Some(coding) = answer.get("valueCoding") {
        let code = text(coding, "code").unwrap_or_default();
        let by_loinc = options.iter().find(|option| option.loinc.as_deref() == Some(code)).map(|option| option.value);
        let own = || (text(coding, "system") == Some(OWN_ANSWERS)).then(|| code.parse().ok().and_then(offered)).flatten();
        let ordinal = || {
            let extension = list(coding, "extension").iter().find(|extension| text(extension, "url") == Some(ORDINAL))?;
            whole(extension.get("valueDecimal")?)
        };
        return by_loinc.or_else(own).or_else(ordinal);
    }
    let number = answer.get("valueInteger").or_else(|| answer.get("valueDecimal"));
    let number = number.or_else(|| answer.get("valueQuantity").and_then(|quantity| quantity.get("value")));
    match (number, answer.get("valueBoolean").and_then(Value::as_bool)) {
        (Some(number), _) => whole(number),
        // A screen of yes and no.
        (None, Some(yes)) if options.len() == 2 => offered(u8::from(yes)),
        _ => None,
    }
}

/// An answer as a coded value: LOINC's answer code where there is one, otherwise our own number.
pub(crate) fn answer_concept(_instrument: &Instrument, option: &AnswerOption) -> Value {
    json!({"coding": [answer_coding(option)], "text": option.label})
}

fn answer_coding(option: &AnswerOption) -> Value {
    match &option.loinc {
        Some(code) => json!({"system": LOINC, "code": code, "display": option.label}),
        None => json!({"system": OWN_ANSWERS, "code": option.value.to_string(), "display": option.label}),
    }
}

/// Answers that were given here. The order of items is the questionnaire's; a left-out item is not among them.
pub(crate) fn give_back(instrument: &Instrument, answered: &Answered, at: When, status: &str, patient: &Value) -> Value {
    let one = |item: &Item, value: u8| {
        let option = instrument.option_of(item, value)?;
        let link = item.loinc.as_ref().map_or_else(|| own_link(instrument, item), |known| format!("/{}", known.code));
        let mut written = json!({"linkId": link, "answer": [{"valueCoding": answer_coding(option)}]});
        if let Some(text) = item.text.as_ref().filter(|_| instrument.licence.ships_wording) {
            written["text"] = json!(text);
        }
        Some(written)
    };
    let scored = instrument.items.iter().zip(&answered.answers).filter_map(|(item, value)| one(item, (*value)?));
    let unscored = instrument.unscored.first().zip(answered.difficulty).and_then(|(item, value)| one(item, value));
    let items: Vec<Value> = scored.chain(unscored).collect();
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": format!("{OWN_QUESTIONNAIRES}{}|{}", instrument.id, answered.version),
        "status": match (status, answered.partial) {
            ("entered-in-error", _) => "entered-in-error",
            (_, true) => "stopped",
            _ => "completed",
        },
        "subject": patient,
        "item": items,
    });
    if let Some(authored) = dates::write(at) {
        response["authored"] = json!(authored);
    }
    if answered.respondent == Respondent::Patient {
        response["source"] = patient.clone();
    }
    if !answered.language.is_empty() {
        response["language"] = json!(answered.language);
    }
    response
}
