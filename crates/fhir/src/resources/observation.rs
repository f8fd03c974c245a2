//! Observation ↔ scores of questionnaires, laboratory results, vital signs, and whatever else was observed.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{LOINC, TooPrecise, UCUM, codes_of, codings, concept, decimal, list, quantity, text, words, write_quantity},
    dates,
    file::Found,
    people::Person,
    references::Index,
    refused::Wrong,
    resources::questionnaire_response,
};
use concord_chart::{
    Event, InstrumentId, Sensitivity, When,
    measurement::{Measured, Part, Range},
    quantity::Quantity,
    questionnaire::Reported,
};
use concord_engines::scoring::{self, ScoreContext};
use concord_knowledge::{Instrument, Knowledge};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

const STATUSES: &[&str] =
    &["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"];
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

/// What an observation is among the scores of its file.
#[derive(Clone, Debug)]
pub(crate) enum Share {
    /// It stands for a sitting: its total and the items reported beside it. The hash covers all of them.
    Leads(Reported, String),
    /// It is reported together with the one that leads.
    Follows,
    /// The answers that it was worked out from are in the file, and say the same.
    FromAnswers,
    /// The answers that it was worked out from are in the file, and say something else.
    Contradicts,
}

/// The scores and items of a file, sitting by sitting.
#[derive(Debug, Default)]
pub(crate) struct Scores(HashMap<usize, Share>);

/// Scores of one person at one moment under one label.
type Sitting<'a> = (usize, &'a str, Sensitivity);

impl Scores {
    pub(crate) fn new(found: &[Found], index: &Index, people: &[Person], knowledge: &Knowledge) -> Self {
        let mut sittings: BTreeMap<Sitting<'_>, Vec<usize>> = BTreeMap::new();
        for (number, person) in people.iter().enumerate() {
            for (at, label) in &person.resources {
                let resource = &found[*at];
                if resource.kind == "Observation"
                    && is_reported(&resource.value)
                    && speaks_of_an_instrument(&resource.value, knowledge)
                {
                    sittings.entry((number, moment(&resource.value), *label)).or_default().push(*at);
                }
            }
        }
        let mut scores = Self::default();
        for ((number, moment, _), members) in &sittings {
            let answered = answered_then(found, &people[*number], moment, knowledge);
            scores.add(found, index, members, &answered, knowledge);
        }
        scores
    }

    fn add(&mut self, found: &[Found], index: &Index, members: &[usize], then: &[usize], knowledge: &Knowledge) {
        let choice = Choice::new(members.iter().map(|at| &found[*at].value), knowledge);
        let mut open: BTreeMap<(InstrumentId, usize), (Reported, Vec<usize>, bool)> = BTreeMap::new();
        for at in members {
            let Some((instrument, said)) = choice.read(&found[*at].value) else { continue };
            let sources = list(&found[*at].value, "derivedFrom").iter().filter_map(|source| index.resolve(source));
            let answers = sources.chain(then.iter().copied()).find_map(|source| {
                questionnaire_response::answers(&found[source].value, knowledge)
                    .ok()
                    .filter(|answered| answered.instrument == instrument.id)
            });
            if let Some(answered) = answers {
                self.0.insert(
                    *at,
                    if agrees(instrument, &answered.answers, &said) { Share::FromAnswers } else { Share::Contradicts },
                );
                continue;
            }
            // A second total, or a second value of an item, at the same moment is another sitting.
            let place =
                (0..).find(|round| open.get(&(instrument.id.clone(), *round)).is_none_or(|(known, _, _)| fits(known, &said)));
            let empty =
                || (Reported { instrument: instrument.id.clone(), total: None, items: BTreeMap::new() }, Vec::new(), false);
            let (reported, sources, led) = open.entry((instrument.id.clone(), place.unwrap_or(0))).or_insert_with(empty);
            reported.items.extend(said.items);
            match said.total {
                Some(total) => {
                    reported.total = Some(total);
                    sources.insert(0, *at);
                    *led = true;
                }
                None => sources.push(*at),
            }
        }
        for (reported, sources, _) in open.into_values() {
            let mut hash = Sha256::new();
            sources.iter().for_each(|at| hash.update(&found[*at].sha256));
            let (leader, others) = (sources[0], &sources[1..]);
            others.iter().for_each(|at| drop(self.0.insert(*at, Share::Follows)));
            self.0.insert(leader, Share::Leads(reported, hex::encode(hash.finalize())));
        }
    }
}

/// What one observation says about an instrument.
#[derive(Debug, Default)]
struct Said {
    total: Option<i32>,
    items: BTreeMap<u8, u8>,
}

fn fits(known: &Reported, said: &Said) -> bool {
    (known.total.is_none() || said.total.is_none()) && said.items.keys().all(|item| !known.items.contains_key(item))
}

fn agrees(instrument: &Instrument, answers: &[Option<u8>], said: &Said) -> bool {
    let total = scoring::score(instrument, answers, &ScoreContext::default()).ok().and_then(|score| score.total);
    let item = |(position, value): (&u8, &u8)| answers.get(usize::from(*position).saturating_sub(1)) == Some(&Some(*value));
    (said.total.is_none() || said.total == total) && said.items.iter().all(item)
}

fn moment(value: &Value) -> &str {
    text(value, "effectiveDateTime").or_else(|| text(value, "effectiveInstant")).unwrap_or_default()
}

/// Questionnaires that the person answered at this very moment.
fn answered_then(found: &[Found], person: &Person, moment: &str, knowledge: &Knowledge) -> Vec<usize> {
    if moment.is_empty() {
        return Vec::new();
    }
    let at = dates::read(moment);
    let responses = person.resources.iter().map(|(at, _)| *at).filter(|at| found[*at].kind == "QuestionnaireResponse");
    responses
        .filter(|place| text(&found[*place].value, "authored").and_then(dates::read) == at)
        .filter(|place| questionnaire_response::answers(&found[*place].value, knowledge).is_ok())
        .collect()
}

fn is_reported(value: &Value) -> bool {
    matches!(text(value, "status"), Some("final" | "amended" | "corrected" | "preliminary"))
        && value.get("modifierExtension").is_none()
}

fn speaks_of_an_instrument(value: &Value, knowledge: &Knowledge) -> bool {
    loinc_codes(value).any(|code| knowledge.instrument_by_loinc(code).is_some())
}

/// The LOINC codes of an observation and of its components.
fn loinc_codes(value: &Value) -> impl Iterator<Item = &str> {
    let parts = list(value, "component").iter().flat_map(|part| codes_of(part.get("code"), LOINC));
    codes_of(value.get("code"), LOINC).chain(parts)
}

/// PHQ-2 and PHQ-9 share two items; which is meant is told by the others of the sitting.
struct Choice<'a> {
    knowledge: &'a Knowledge,
    matched: HashMap<InstrumentId, usize>,
}

impl<'a> Choice<'a> {
    fn new<'v>(members: impl Iterator<Item = &'v Value>, knowledge: &'a Knowledge) -> Self {
        let mut matched = HashMap::new();
        for code in members.flat_map(loinc_codes) {
            for instrument in knowledge.instruments() {
                let has = |known: &Option<concord_knowledge::instrument::LoincCode>| {
                    known.as_ref().is_some_and(|known| known.code == code)
                };
                if has(&instrument.loinc_total) || instrument.all_items().any(|item| has(&item.loinc)) {
                    *matched.entry(instrument.id.clone()).or_default() += 1;
                }
            }
        }
        Self { knowledge, matched }
    }

    fn read(&self, value: &Value) -> Option<(&'a Instrument, Said)> {
        let parts = list(value, "component").iter();
        let spoken = std::iter::once(value).chain(parts).filter_map(|part| self.read_part(part)).collect::<Vec<_>>();
        let (instrument, _) = spoken.first()?;
        let (instrument, mut said) = (*instrument, Said::default());
        for (_, part) in spoken.iter().filter(|(of, _)| of.id == instrument.id) {
            said.total = said.total.or(part.total);
            said.items.extend(&part.items);
        }
        Some((instrument, said))
    }

    /// A value under the code of a total or an item. The code of a whole questionnaire is no total, whoever uses it so.
    fn read_part(&self, part: &Value) -> Option<(&'a Instrument, Said)> {
        let code = codes_of(part.get("code"), LOINC).find(|code| self.knowledge.instrument_by_loinc(code).is_some())?;
        let is =
            |known: &Option<concord_knowledge::instrument::LoincCode>| known.as_ref().is_some_and(|known| known.code == code);
        let candidates =
            self.knowledge.instruments().filter(|one| is(&one.loinc_total) || one.all_items().any(|item| is(&item.loinc)));
        // The last of several with as many matches would be taken; the first is, so that the order of files decides nothing.
        let instrument = candidates.rev_max(|one| self.matched.get(&one.id).copied().unwrap_or_default())?;
        if is(&instrument.loinc_total) {
            let (low, high) = instrument.total_range()?;
            let total =
                whole_number(part).and_then(|total| i32::try_from(total).ok()).filter(|total| (low..=high).contains(total))?;
            return Some((instrument, Said { total: Some(total), items: BTreeMap::new() }));
        }
        let item = instrument.items.iter().find(|item| is(&item.loinc))?;
        let answer = part.get("valueCodeableConcept");
        let by_code = instrument
            .options_of(item)
            .iter()
            .find(|option| option.loinc.as_deref().is_some_and(|known| codes_of(answer, LOINC).any(|code| code == known)));
        let value =
            by_code.map(|option| option.value).or_else(|| whole_number(part).and_then(|value| u8::try_from(value).ok()))?;
        instrument.option_of(item, value)?;
        Some((instrument, Said { total: None, items: BTreeMap::from([(item.position, value)]) }))
    }
}

/// `max_by_key` that keeps the first of equals.
trait FirstOfMost: Iterator + Sized {
    fn rev_max(self, key: impl Fn(&Self::Item) -> usize) -> Option<Self::Item> {
        self.fold(None, |best, next| match best {
            Some(best) if key(&best) >= key(&next) => Some(best),
            _ => Some(next),
        })
    }
}

impl<I: Iterator> FirstOfMost for I {}

fn whole_number(part: &Value) -> Option<i64> {
    let number = part.get("valueQuantity").and_then(|quantity| quantity.get("value")).or_else(|| part.get("valueInteger"))?;
    let number = decimal(number)?.ok()?;
    number.is_integer().then(|| number.to_i64()).flatten()
}

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    match context.code("status", STATUSES)? {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "cancelled" => return Taken::kept("it was cancelled"),
        "registered" => return Taken::kept("it has no result yet"),
        _ => {}
    }
    let value = context.value();
    if value.get("code").is_none() {
        return Err(Wrong::missing("code"));
    }
    let occurred = occurred(context)?;
    let by = context.named("performer");
    match context.across.scores.0.get(&context.place) {
        Some(Share::Leads(reported, _)) => {
            return Taken::one(NewEvent::new(occurred, Event::QuestionnaireReported(reported.clone())).by(by));
        }
        Some(Share::Follows) => return Taken::kept("it stands on the chart together with the others of its sitting"),
        Some(Share::FromAnswers) => return Taken::kept("the answers that it was worked out from stand on the chart"),
        Some(Share::Contradicts) | None => {}
    }
    let measured = match measured(value) {
        Ok(Some(measured)) => measured,
        Ok(None) => return Taken::kept("it does not say what was observed"),
        Err(TooPrecise) => return Taken::kept("its number has more digits than Concord can keep exactly"),
    };
    let event = match category(value) {
        Some("laboratory") => Event::LabResulted(measured),
        // One sender's older exports leave out the plural.
        Some("vital-signs" | "vital-sign") => Event::VitalMeasured(measured),
        _ => Event::ObservationMade(measured),
    };
    Taken::one(NewEvent::new(occurred, event).by(by))
}

/// What else the key of an observation's event covers: the other members of its sitting.
pub(crate) fn together(context: &Context<'_>) -> Option<String> {
    match context.across.scores.0.get(&context.place) {
        Some(Share::Leads(_, sha256)) => Some(sha256.clone()),
        _ => None,
    }
}

fn occurred(context: &Context<'_>) -> Result<When, Wrong> {
    let (start, end) = context.period("effectivePeriod")?;
    context.occurred(&[
        ("effectiveDateTime", context.date("effectiveDateTime")?),
        ("effectiveInstant", context.date("effectiveInstant")?),
        ("effectivePeriod.start", start),
        ("effectivePeriod.end", end),
        ("issued", context.date("issued")?),
    ])
}

fn category(value: &Value) -> Option<&str> {
    let known = ["laboratory", "vital-signs", "vital-sign"];
    let codes =
        list(value, "category").iter().flat_map(|category| list(category, "coding")).filter_map(|coding| text(coding, "code"));
    codes.into_iter().find(|code| known.contains(code))
}

fn measured(value: &Value) -> Result<Option<Measured>, TooPrecise> {
    let coding = codings(value.get("code"));
    let Some(what) = words(value.get("code")) else { return Ok(None) };
    let (number, told) = result(value)?;
    let mut parts = Vec::new();
    for part in list(value, "component") {
        let (value, told) = result(part)?;
        let what = words(part.get("code")).unwrap_or_else(|| "part".to_owned());
        parts.push(Part { what, coding: codings(part.get("code")), value, words: told });
    }
    Ok(Some(Measured { what, coding, value: number, words: told, range: range(value)?, parts }))
}

/// The value: a number with its unit, or words.
fn result(part: &Value) -> Result<(Option<Quantity>, Option<String>), TooPrecise> {
    if let Some(found) = part.get("valueQuantity").and_then(quantity) {
        return Ok((Some(found?), None));
    }
    if let Some(found) = part.get("valueInteger").and_then(decimal) {
        return Ok((Some(Quantity { value: found?, unit: String::new(), comparator: None }), None));
    }
    let simple = ["valueString", "valueDateTime", "valueTime"].iter().find_map(|key| text(part, key).map(str::to_owned));
    let coded = || words(part.get("valueCodeableConcept"));
    let told = || part.get("valueBoolean").and_then(Value::as_bool).map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let absent = || words(part.get("dataAbsentReason")).map(|reason| format!("not given: {reason}"));
    let words = simple.or_else(coded).or_else(told).or_else(|| spread(part)).or_else(|| other_shape(part)).or_else(absent);
    Ok((None, words))
}

/// Ranges and ratios, in words.
fn spread(part: &Value) -> Option<String> {
    let end = |of: &Value, key: &str| of.get(key).and_then(quantity).and_then(Result::ok).map(|quantity| quantity.to_string());
    if let Some(range) = part.get("valueRange") {
        return match (end(range, "low"), end(range, "high")) {
            (Some(low), Some(high)) => Some(format!("{low} to {high}")),
            (Some(low), None) => Some(format!("{low} or more")),
            (None, Some(high)) => Some(format!("{high} or less")),
            (None, None) => None,
        };
    }
    let ratio = part.get("valueRatio")?;
    Some(format!("{} : {}", end(ratio, "numerator")?, end(ratio, "denominator")?))
}

fn other_shape(part: &Value) -> Option<String> {
    let shapes = ["valueSampledData", "valuePeriod", "valueQuantity"];
    shapes.iter().any(|key| part.get(*key).is_some()).then(|| "kept word for word, in a shape that is not drawn".to_owned())
}

/// The laboratory's range, where there is one and no other for other people.
fn range(value: &Value) -> Result<Option<Range>, TooPrecise> {
    let [only] = list(value, "referenceRange") else { return Ok(None) };
    let end = |key: &str| only.get(key).and_then(|end| end.get("value")).and_then(decimal).transpose();
    let (low, high) = (end("low")?, end("high")?);
    Ok((low.is_some() || high.is_some()).then_some(Range { low, high }))
}

/// Codes for what has none elsewhere, and labels it as ours.
pub(crate) const OWN_CODES: &str = "urn:concord:observation";

/// A measurement that was recorded here. `category` is FHIR's word, where there is one.
pub(crate) fn give_back(known: &Measured, at: When, status: &str, category: Option<&str>, patient: &Value) -> Value {
    let mut observation = shell(concept(&known.what, &known.coding), at, status, category, patient);
    put_result(&mut observation, known.value.as_ref(), known.words.as_deref(), known.parts.is_empty());
    if let Some(range) = &known.range {
        let unit = known.value.as_ref().map(|value| value.unit.clone()).unwrap_or_default();
        let end = |value: rust_decimal::Decimal| write_quantity(&Quantity { value, unit: unit.clone(), comparator: None });
        let mut written = json!({});
        if let Some(low) = range.low {
            written["low"] = end(low);
        }
        if let Some(high) = range.high {
            written["high"] = end(high);
        }
        observation["referenceRange"] = json!([written]);
    }
    let part = |part: &Part| {
        let mut component = json!({"code": concept(&part.what, &part.coding)});
        put_result(&mut component, part.value.as_ref(), part.words.as_deref(), true);
        component
    };
    if !known.parts.is_empty() {
        observation["component"] = known.parts.iter().map(part).collect();
    }
    observation
}

fn put_result(target: &mut Value, value: Option<&Quantity>, words: Option<&str>, must_have_one: bool) {
    match (value, words) {
        (Some(value), _) => target["valueQuantity"] = write_quantity(value),
        (None, Some(words)) => target["valueString"] = json!(words),
        (None, None) if must_have_one => target["dataAbsentReason"] = absent("unknown"),
        (None, None) => {}
    }
}

fn absent(code: &str) -> Value {
    json!({"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": code}]})
}

/// What every observation has.
pub(crate) fn shell(code: Value, at: When, status: &str, category: Option<&str>, patient: &Value) -> Value {
    let mut observation = json!({"resourceType": "Observation", "status": status, "code": code, "subject": patient});
    if let Some(category) = category {
        observation["category"] = json!([{"coding": [{"system": CATEGORY, "code": category}]}]);
    }
    match dates::write(at) {
        Some(date) => observation["effectiveDateTime"] = json!(date),
        None => observation["effectivePeriod"] = dates::write_period(at),
    }
    observation
}

/// The code of a total: LOINC's where it has one for the total itself, otherwise ours; never the code of the questionnaire.
pub(crate) fn total_code(instrument: &Instrument) -> Value {
    let words = format!("{} total", instrument.short_name);
    match &instrument.loinc_total {
        Some(known) => json!({"coding": [{"system": LOINC, "code": known.code}], "text": words}),
        None => json!({"coding": [{"system": OWN_CODES, "code": format!("{}-total", instrument.id)}], "text": words}),
    }
}

/// A total as an observation. Without one, it says that it is not known instead of a number.
pub(crate) fn give_back_total(instrument: &Instrument, total: Option<i32>, at: When, status: &str, patient: &Value) -> Value {
    let mut observation = shell(total_code(instrument), at, status, Some("survey"), patient);
    match total {
        Some(total) => {
            observation["valueQuantity"] = json!({"value": total, "unit": "{score}", "system": UCUM, "code": "{score}"});
        }
        None => observation["dataAbsentReason"] = absent("unknown"),
    }
    observation
}

/// One item as an observation.
pub(crate) fn give_back_item(
    instrument: &Instrument,
    position: u8,
    value: u8,
    at: When,
    status: &str,
    patient: &Value,
) -> Option<Value> {
    let item = instrument.item(position)?;
    let option = instrument.option_of(item, value)?;
    let code = match &item.loinc {
        Some(known) => {
            json!({"coding": [{"system": LOINC, "code": known.code}], "text": format!("{} item {position}: {}", instrument.short_name, item.label)})
        }
        None => {
            json!({"coding": [{"system": OWN_CODES, "code": format!("{}-item-{position}", instrument.id)}], "text": item.label})
        }
    };
    let mut observation = shell(code, at, status, Some("survey"), patient);
    observation["valueCodeableConcept"] = questionnaire_response::answer_concept(instrument, option);
    Some(observation)
}
