//! MedicationRequest and MedicationStatement ↔ courses of medicines.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{RXNORM, codes_of, codings, concept, list, text, words},
    dates, dosage,
    file::Found,
    references::Index,
    refused::Wrong,
};
use concord_chart::{
    CourseId, Event, EventId, SubstanceId, When,
    medication::{DoseChanged, Held, MedicationCourse, Started, StopReason, Stopped},
    quantity::Coding,
    steps::StepsPlan,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

const REQUEST_STATUSES: &[&str] =
    &["active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"];
const REQUEST_INTENTS: &[&str] =
    &["proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"];
const STATEMENT_STATUSES: &[&str] =
    &["active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"];

/// Prescriptions that change the dose of an earlier one: place of the later → place of the earlier.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    prior: HashMap<usize, usize>,
    superseded: HashSet<usize>,
}

impl Chains {
    /// Reads `priorPrescription` where both prescriptions are in the file and of the same medicine.
    pub(crate) fn new(found: &[Found], index: &Index) -> Self {
        let mut chains = Self::default();
        for (at, request) in found.iter().enumerate().filter(|(_, found)| found.kind == "MedicationRequest") {
            let Some(earlier) = request.value.get("priorPrescription").and_then(|prior| index.resolve(prior)) else { continue };
            let fits = found[earlier].kind == "MedicationRequest" && counts(&found[earlier]) && counts(request);
            let same = request.value.get("medicationCodeableConcept") == found[earlier].value.get("medicationCodeableConcept");
            // One earlier prescription is changed by one later; a second claim on it stands alone.
            if fits && same && earlier != at && !chains.leads_to(earlier, at) && chains.superseded.insert(earlier) {
                chains.prior.insert(at, earlier);
            }
        }
        chains
    }

    /// The first prescription of the chain.
    fn first(&self, at: usize) -> usize {
        let mut first = at;
        while let Some(earlier) = self.prior.get(&first) {
            first = *earlier;
        }
        first
    }

    fn leads_to(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        while let Some(earlier) = self.prior.get(&at) {
            at = *earlier;
            if at == to {
                return true;
            }
        }
        false
    }
}

/// Whether a prescription is taken up at all.
fn counts(request: &Found) -> bool {
    let status = text(&request.value, "status").unwrap_or_default();
    let intent = text(&request.value, "intent").unwrap_or_default();
    ["active", "on-hold", "completed", "stopped"].contains(&status)
        && !["proposal", "plan", "option"].contains(&intent)
        && request.value.get("doNotPerform").and_then(Value::as_bool) != Some(true)
}

pub(crate) fn take_up_request(context: &Context<'_>) -> Result<Taken, Wrong> {
    let status = context.code("status", REQUEST_STATUSES)?;
    let intent = context.code("intent", REQUEST_INTENTS)?;
    let medicine = Medicine::of(context)?;
    match status {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "draft" => return Taken::kept("it is a draft"),
        "cancelled" => return Taken::kept("it was cancelled before it was used"),
        "unknown" => return Taken::kept("the sender does not know whether it is being taken"),
        _ => {}
    }
    if ["proposal", "plan", "option"].contains(&intent) {
        return Taken::kept("it is a proposal, not a prescription");
    }
    if context.value().get("doNotPerform").and_then(Value::as_bool) == Some(true) {
        return Taken::kept("it says what not to give");
    }
    let Some(medicine) = medicine else { return Taken::kept("it does not say which medicine it is") };
    let authored = context.date("authoredOn")?;
    let occurred = context.occurred(&[("authoredOn", authored)])?;
    let instructions = list(context.value(), "dosageInstruction");
    let prescriber = context.named("requester");
    let course =
        Course { context, occurred, status, instructions, medicine, prescriber: prescriber.clone(), from_elsewhere: false };
    Ok(Taken::Up(course.events(end_of_use(context)?).into_iter().map(|event| event.by(prescriber.clone())).collect()))
}

pub(crate) fn take_up_statement(context: &Context<'_>) -> Result<Taken, Wrong> {
    let status = context.code("status", STATEMENT_STATUSES)?;
    let medicine = Medicine::of(context)?;
    match status {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "intended" => return Taken::kept("it is intended, not begun"),
        "not-taken" => return Taken::kept("it says that the medicine was not taken"),
        "unknown" => return Taken::kept("the sender does not know whether it is being taken"),
        _ => {}
    }
    let value = context.value();
    let bases = list(value, "basedOn").iter().chain(list(value, "derivedFrom"));
    if bases.filter_map(|basis| context.resolve(basis)).any(|found| found.kind == "MedicationRequest") {
        return Taken::kept("it speaks of a prescription that stands on the chart");
    }
    let Some(medicine) = medicine else { return Taken::kept("it does not say which medicine it is") };
    let (start, end) = context.period("effectivePeriod")?;
    let occurred = context.occurred(&[
        ("effectivePeriod.start", start),
        ("effectiveDateTime", context.date("effectiveDateTime")?),
        ("dateAsserted", context.date("dateAsserted")?),
    ])?;
    let course = Course {
        context,
        occurred,
        status,
        instructions: list(value, "dosage"),
        medicine,
        prescriber: None,
        from_elsewhere: true,
    };
    let by = context.named("informationSource");
    let end = end.filter(|end| !context.is_future(*end));
    Ok(Taken::Up(course.events(end).into_iter().map(|event| event.by(by.clone())).collect()))
}

/// The end of use that a prescription states in its instructions.
fn end_of_use(context: &Context<'_>) -> Result<Option<When>, Wrong> {
    for instruction in list(context.value(), "dosageInstruction") {
        let bounds = instruction.pointer("/timing/repeat/boundsPeriod").and_then(|bounds| text(bounds, "end"));
        if let Some(end) = bounds {
            let end = dates::read_at("dosageInstruction.timing.repeat.boundsPeriod.end", end)?;
            return Ok(Some(end).filter(|end| !context.is_future(*end)));
        }
    }
    Ok(None)
}

/// Which medicine.
struct Medicine {
    name: String,
    coding: Vec<Coding>,
    substance: Option<SubstanceId>,
}

impl Medicine {
    fn of(context: &Context<'_>) -> Result<Option<Self>, Wrong> {
        let value = context.value();
        let reference = value.get("medicationReference");
        let coded = match (value.get("medicationCodeableConcept"), reference) {
            (Some(coded), _) => Some(coded),
            (None, Some(reference)) => {
                let target = context.resolve(reference).map(|found| &found.value).or_else(|| context.contained(reference));
                target.and_then(|target| target.get("code"))
            }
            (None, None) => return Err(Wrong::missing("medication[x]")),
        };
        let display = || reference.and_then(|reference| text(reference, "display")).map(str::to_owned);
        let Some(name) = words(coded).or_else(display) else { return Ok(None) };
        let know = context.reading.knowledge;
        let by_code = codes_of(coded, RXNORM).find_map(|code| know.substance_by_rxcui(code));
        let substance = by_code.or_else(|| know.substance_by_name(&name)).map(|substance| substance.id.clone());
        Ok(Some(Self { name, coding: codings(coded), substance }))
    }
}

/// What a prescription or statement amounts to.
struct Course<'a> {
    context: &'a Context<'a>,
    occurred: When,
    status: &'a str,
    instructions: &'a [Value],
    medicine: Medicine,
    prescriber: Option<String>,
    from_elsewhere: bool,
}

impl Course<'_> {
    fn events(&self, end: Option<When>) -> Vec<NewEvent> {
        let context = self.context;
        let place = context.place;
        let chains = &context.across.chains;
        let first = chains.first(place);
        let course = CourseId(context.at(first).id("course"));
        let dosing = dosage::read(self.instructions, &self.medicine.name);
        let reason = status_reason(context.value());
        let begun = if first == place {
            Event::MedicationStarted(Started {
                course,
                substance: self.medicine.substance.clone(),
                name: self.medicine.name.clone(),
                coding: self.medicine.coding.clone(),
                dosing,
                route: dosage::route(self.instructions, &self.medicine.name),
                purpose: context.reasons().join("; "),
                prescriber: self.prescriber.clone().unwrap_or_default(),
                from_elsewhere: self.from_elsewhere,
            })
        } else {
            Event::DoseChanged(DoseChanged { course, dosing, reason: reason.clone() })
        };
        let mut events = vec![NewEvent::new(self.occurred, begun)];
        if chains.superseded.contains(&place) {
            return events;
        }
        match self.status {
            "on-hold" => {
                let reason = if reason.is_empty() { "the sender says that it is on hold".to_owned() } else { reason };
                events.push(NewEvent::new(self.occurred, Event::MedicationHeld(Held { course, reason, until: None })));
            }
            "completed" | "stopped" => {
                let (at, unsaid) = self.stopped_at(end);
                let why = if self.status == "completed" { StopReason::Completed } else { StopReason::NotSaid };
                let words = [reason.as_str(), unsaid].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ");
                events.push(NewEvent::new(at, Event::MedicationStopped(Stopped { course, reason: why, words })));
            }
            _ => {}
        }
        events
    }

    /// A prescription says that it was stopped, and seldom when: then it was some day from its beginning to today.
    fn stopped_at(&self, end: Option<When>) -> (When, &'static str) {
        if let Some(end) = end.filter(|end| end.last_day() >= self.occurred.first_day()) {
            return (end, "");
        }
        let latest =
            self.context.across.last_day_of(self.context).unwrap_or(self.context.reading.today).max(self.occurred.first_day());
        (When::Between(self.occurred.first_day(), latest), "The record does not say when.")
    }
}

fn status_reason(value: &Value) -> String {
    let reason = value.get("statusReason");
    let reason = reason.and_then(|reason| words(reason.as_array().map_or(Some(reason), |all| all.first())));
    reason.unwrap_or_default()
}

/// A course as prescriptions: one for each stretch at one dose, with the event that began it; then the coming steps.
pub(crate) fn give_back(course: &MedicationCourse, patient: &Value) -> Vec<(Option<EventId>, Value)> {
    let given: Vec<_> = course.steps.iter().filter(|step| step.dosing.is_some()).collect();
    let mut requests = Vec::new();
    for (number, step) in given.iter().enumerate() {
        let is_last = number + 1 == given.len();
        let mut request = request(course, step.because.0, patient);
        request["status"] = json!(if is_last { status_now(course) } else { "stopped" });
        if let Some(date) = dates::write(step.from) {
            request["authoredOn"] = json!(date);
        }
        if let Some(dosing) = &step.dosing {
            request["dosageInstruction"] = json!([dosage::write(dosing)]);
        }
        if is_last {
            say_why_stopped(&mut request, course);
        } else if let Some(next) = given.get(number + 1).filter(|next| !next.reason.is_empty()) {
            request["statusReason"] = json!({"text": next.reason});
        }
        requests.push((Some(step.because), request));
    }
    for (number, step) in course.planned.iter().enumerate() {
        let id = Uuid::new_v5(&course.id.0, format!("step {}", number + 1).as_bytes());
        let mut request = request(course, id, patient);
        request["status"] = json!("draft");
        request["intent"] = json!("plan");
        let mut dosing = dosage::write(&step.dosing);
        let condition = step.only_if.as_ref().map(|only_if| format!(", only if {only_if}")).unwrap_or_default();
        dosing["text"] = json!(format!("{} from {}{condition}", step.dosing.words(), step.from));
        request["dosageInstruction"] = json!([dosing]);
        if let Some(plan) = &course.plan {
            say_plan(&mut request, plan);
        }
        requests.push((None, request));
    }
    requests
}

/// What kind of plan a coming step belongs to, what it rests on, and whether it waits. A step that waits stays a draft:
/// “on hold” would be read as said of the medicine.
fn say_plan(request: &mut Value, plan: &StepsPlan) {
    let kind = plan.kind.map(|kind| kind.words()).unwrap_or_default();
    let said: Vec<&str> = [kind, plan.basis.trim()].into_iter().filter(|words| !words.is_empty()).collect();
    if !said.is_empty() {
        request["note"] = json!([{"text": said.join(": ")}]);
    }
    if let Some(pause) = &plan.paused {
        let until = pause.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let why = if pause.words.is_empty() { String::new() } else { format!(": {}", pause.words) };
        request["statusReason"] = json!({"text": format!("paused{until}{why}")});
    }
}

/// The id of a resource that was made here.
pub(crate) fn id_of(resource: &Value) -> Uuid {
    text(resource, "id").and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn request(course: &MedicationCourse, id: Uuid, patient: &Value) -> Value {
    let mut request = json!({
        "resourceType": "MedicationRequest",
        "id": id.to_string(),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": concept(&course.what.name, &course.what.coding),
        "subject": patient,
    });
    if course.what.from_elsewhere {
        request["reportedBoolean"] = json!(true);
    }
    if !course.what.prescriber.is_empty() {
        request["requester"] = json!({"display": course.what.prescriber});
    }
    if !course.what.purpose.is_empty() {
        request["reasonCode"] = json!([{"text": course.what.purpose}]);
    }
    request
}

/// FHIR's word for where the course stands.
fn status_now(course: &MedicationCourse) -> &'static str {
    match &course.stopped {
        Some((_, stopped)) if stopped.reason == StopReason::Completed => "completed",
        Some(_) => "stopped",
        None if course.is_held() => "on-hold",
        None => "active",
    }
}

/// Reason and day of the end on a prescription.
fn say_why_stopped(request: &mut Value, course: &MedicationCourse) {
    let Some((at, stopped)) = &course.stopped else {
        if let Some(held) = course.steps.last().filter(|step| step.dosing.is_none() && !step.reason.is_empty()) {
            request["statusReason"] = json!({"text": held.reason});
        }
        return;
    };
    let words = [stopped.reason.words(), stopped.words.as_str()].into_iter().filter(|words| !words.is_empty());
    request["statusReason"] = json!({"text": words.collect::<Vec<_>>().join(": ")});
    let end = at.is_exact().then(|| dates::write(*at)).flatten();
    if let (Some(end), Some(first)) = (end, request.pointer_mut("/dosageInstruction/0")) {
        let days = first.pointer("/timing/repeat").cloned().unwrap_or(json!({}));
        first["timing"]["repeat"] = days;
        first["timing"]["repeat"]["boundsPeriod"] = json!({"end": end});
    }
}

/// What was told of taking it, as a summary of the course rather than a resource a day.
pub(crate) fn give_back_taking(course: &MedicationCourse, prescription: Option<&str>, patient: &Value) -> Option<Value> {
    if course.taken.is_empty() && course.missed.is_empty() {
        return None;
    }
    let days = course.taken.iter().chain(course.missed.iter().map(|(day, _)| day));
    let (first, last) = (days.clone().min()?, days.max()?);
    let mut missed: Vec<String> = course.missed.iter().map(|(day, _)| day.to_string()).collect();
    missed.sort();
    let mut said = format!("Doses told as taken: {}. Doses told as left out: {}.", course.taken.len(), missed.len());
    if !missed.is_empty() && missed.len() <= 30 {
        said.push_str(&format!(" Left out on {}.", missed.join(", ")));
    }
    let mut statement = json!({
        "resourceType": "MedicationStatement",
        "id": Uuid::new_v5(&course.id.0, b"taking").to_string(),
        "status": if course.taken.is_empty() { "not-taken" } else if course.is_current() { "active" } else { "completed" },
        "medicationCodeableConcept": concept(&course.what.name, &course.what.coding),
        "subject": patient,
        "informationSource": patient,
        "effectivePeriod": {"start": first.to_string(), "end": last.to_string()},
        "note": [{"text": said}],
    });
    if let Some(prescription) = prescription {
        statement["basedOn"] = json!([{"reference": prescription}]);
    }
    Some(statement)
}
