//! MedicationRequest and MedicationStatement → items of the regimen: what is taken, what ended not long ago, what is
//! being ordered.

use super::{Asked, Draft, Input, Sent, days_since, reference};
use crate::{
    datatypes::{RXNORM, codes_of, list, text, words},
    dates, dosage,
};
use concord_chart::{SubstanceId, medication::Dosing};
use concord_engines::safety::{Item, Status};
use concord_knowledge::Knowledge;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

const ATC: &str = "http://www.whocc.no/atc";
/// What ended longer ago than this no longer acts on anything.
const A_YEAR: u32 = 365;
/// A prescription may renew an older one, so its day is taken for a beginning only where it lies this long back: what is
/// known then is that it has been taken at least so long.
const NO_BEGINNER: u32 = 90;

/// One resource, read.
struct Read<'v> {
    resource: &'v Value,
    item: Item,
    substances: Vec<SubstanceId>,
}

pub(super) fn read(sent: &Sent<'_>, knowledge: &Knowledge, today: Date, asked: &mut Asked) {
    let shelf: Vec<&Value> = sent.medicines.iter().flatten().copied().chain(sent.drafts.iter().copied()).collect();
    let reader = Reader { knowledge, today, shelf };
    let mut taken: Vec<Read<'_>> = Vec::new();
    match &sent.medicines {
        Some(medicines) => {
            // Prescriptions first: a statement about the same medicine says the same thing once more.
            let (requests, rest): (Vec<&Value>, Vec<&Value>) = medicines.iter().partition(|one| is(one, "MedicationRequest"));
            let statements = rest.into_iter().filter(|one| is(one, "MedicationStatement"));
            for resource in requests.into_iter().chain(statements) {
                let Some(read) = reader.taken(resource, asked) else { continue };
                if !taken.iter().any(|known| same(known, &read)) {
                    taken.push(read);
                }
            }
        }
        None => asked.unread("other medicines", "the list was not sent, so nothing was checked against what else is taken"),
    }
    let drafts: Vec<Read<'_>> = sent.drafts.iter().filter_map(|draft| reader.draft(draft, asked)).collect();
    taken.retain(|known| !drafts.iter().any(|draft| replaces(draft, known)));
    for read in taken.iter().chain(&drafts) {
        let days = text(read.resource, "authoredOn").or_else(|| text(read.resource, "effectiveDateTime"));
        asked.inputs.push(Input {
            name: read.item.name.clone(),
            value: amount(&read.item),
            time: days.map(str::to_owned),
            source: reference(read.resource),
            substances: read.substances.clone(),
        });
    }
    asked.drafts = drafts.iter().map(Draft::of).collect();
    asked.regimen.items = taken.into_iter().chain(drafts).map(|read| read.item).collect();
}

fn is(resource: &Value, kind: &str) -> bool {
    text(resource, "resourceType") == Some(kind)
}

/// Whether two resources speak of one use of one medicine: a renewal, or a statement beside its prescription.
fn same(known: &Read<'_>, read: &Read<'_>) -> bool {
    let one = !known.substances.is_empty() && known.substances == read.substances;
    let named = known.item.name.eq_ignore_ascii_case(&read.item.name);
    let route = |item: &Item| item.route.as_deref().unwrap_or("oral").to_owned();
    let alike =
        (known.item.dose, known.item.per_day) == (read.item.dose, read.item.per_day) && route(&known.item) == route(&read.item);
    let stated = is(read.resource, "MedicationStatement");
    let ended = read.item.status == Status::Stopped;
    // An ended prescription of what is still taken is the one before the renewal.
    (one || named) && (alike || stated || (ended && known.item.status == Status::Active))
}

/// Whether an order takes the place of what is taken: it names it as the one before, renews it as it is, or ends it.
fn replaces(draft: &Read<'_>, known: &Read<'_>) -> bool {
    let prior = draft.resource.get("priorPrescription").and_then(|prior| text(prior, "reference"));
    let named = prior
        .is_some_and(|prior| prior == reference(known.resource) || prior.ends_with(&format!("/{}", reference(known.resource))));
    let itself = reference(draft.resource) == reference(known.resource) && text(draft.resource, "id").is_some();
    named || itself || (known.item.status == Status::Active && draft.item.status != Status::Stopped && same(known, draft))
}

fn amount(item: &Item) -> String {
    let dose = match (&item.dose, &item.unit) {
        (Some(dose), Some(unit)) => format!("{} {unit}", dose.normalize()),
        _ => "dose not known".to_owned(),
    };
    let often = item.per_day.map_or_else(String::new, |times| format!(", {} a day", times.normalize()));
    let needed = if item.prn { ", when needed" } else { "" };
    format!("{}: {dose}{often}{needed}", item.status.as_str().replace('_', " "))
}

impl Draft {
    fn of(read: &Read<'_>) -> Self {
        let worth = match read.item.unit.as_deref() {
            Some("mg") => Some(Decimal::ONE),
            Some("ug") => Some(Decimal::new(1, 3)),
            Some("g") => Some(Decimal::ONE_THOUSAND),
            _ => None,
        };
        Self {
            name: read.item.name.clone(),
            substances: read.substances.clone(),
            dose: read.item.dose.zip(worth).and_then(|(dose, worth)| dose.checked_mul(worth)),
            per_day: read.item.per_day,
            resource: read.resource.clone(),
            reference: reference(read.resource),
        }
    }
}

struct Reader<'a> {
    knowledge: &'a Knowledge,
    today: Date,
    /// Where a medicine that is only referred to may stand.
    shelf: Vec<&'a Value>,
}

impl<'a> Reader<'a> {
    /// What is taken or was taken within the year.
    fn taken(&self, resource: &'a Value, asked: &mut Asked) -> Option<Read<'a>> {
        let status = text(resource, "status").unwrap_or("unknown");
        let intent = text(resource, "intent").unwrap_or("order");
        let denied = resource.get("doNotPerform").and_then(Value::as_bool) == Some(true);
        if denied
            || ["proposal", "plan", "option"].contains(&intent)
            || ["entered-in-error", "draft", "cancelled", "intended", "not-taken"].contains(&status)
        {
            return None;
        }
        let mut read = self.medicine(resource, asked)?;
        let name = read.item.name.clone();
        let ended = self.ended(resource);
        match status {
            "active" if ended.is_none_or(|end| end >= self.today) => read.item.days_on = self.days_on(resource),
            "active" | "completed" | "stopped" | "on-hold" => {
                read.item.status = Status::Stopped;
                read.item.days_since_stop = ended.and_then(|end| days_since(end, self.today));
                let began =
                    text(resource, "authoredOn").and_then(dates::read).and_then(|when| days_since(when.last_day(), self.today));
                if read.item.days_since_stop.is_some_and(|days| days > A_YEAR) {
                    return None;
                }
                if read.item.days_since_stop.is_none() && began.is_none_or(|days| days > A_YEAR) {
                    asked.unread(
                        &name,
                        "it ended, nobody says when, and it was begun over a year ago or nobody says when; it was left out",
                    );
                    return None;
                }
            }
            _ => {
                asked.unread(&name, "the sender does not know whether it is taken; it was left out");
                return None;
            }
        }
        Some(read)
    }

    /// What is being ordered; an order to stop is one that ends now.
    fn draft(&self, resource: &'a Value, asked: &mut Asked) -> Option<Read<'a>> {
        let denied = resource.get("doNotPerform").and_then(Value::as_bool) == Some(true);
        if !is(resource, "MedicationRequest") || denied || text(resource, "status") == Some("entered-in-error") {
            return None;
        }
        let Some(mut read) = self.medicine(resource, asked) else {
            asked.unread_orders = true;
            return None;
        };
        read.item.status = match text(resource, "status") {
            Some("stopped" | "cancelled" | "completed") => Status::StopPlannedAbrupt,
            _ => Status::Proposed,
        };
        Some(read)
    }

    fn medicine(&self, resource: &'a Value, asked: &mut Asked) -> Option<Read<'a>> {
        let concept = resource.get("medicationCodeableConcept").or_else(|| self.referred(resource)?.get("code"));
        let display = || resource.get("medicationReference").and_then(|reference| text(reference, "display")).map(str::to_owned);
        let Some(name) = words(concept).or_else(display) else {
            asked.unread(reference(resource), "it does not say which medicine it is");
            return None;
        };
        let by_rxnorm = codes_of(concept, RXNORM).find_map(|code| self.knowledge.substance_by_rxcui(code));
        let by_atc = || codes_of(concept, ATC).find_map(|code| self.by_atc(code));
        let by_code = by_rxnorm.or_else(by_atc).map(|substance| substance.id.clone());
        let substances = by_code.clone().map_or_else(|| self.named(&name), |id| vec![id]);
        let key = if is(resource, "MedicationStatement") { "dosage" } else { "dosageInstruction" };
        let instructions = list(resource, key);
        let Dosing { dose, per_day, as_needed, .. } = dosage::read(instructions, &name);
        let item = Item {
            substance: by_code,
            dose: dose.as_ref().map(|dose| dose.amount),
            unit: dose.map(|dose| dose.unit),
            per_day,
            route: dosage::route(instructions, &name).and_then(|route| plain_route(&route)),
            form: form(&name),
            prn: as_needed,
            name,
            ..Item::default()
        };
        Some(Read { resource, item, substances })
    }

    /// The Medication that a reference leads to: inside the resource, or among what was sent.
    fn referred(&self, resource: &'a Value) -> Option<&'a Value> {
        let target = resource.get("medicationReference").and_then(|reference| text(reference, "reference"))?;
        if let Some(inside) = target.strip_prefix('#') {
            return list(resource, "contained").iter().find(|one| text(one, "id") == Some(inside));
        }
        let fits = |one: &&&Value| {
            let own = reference(one);
            is(one, "Medication") && (own == target || target.ends_with(&format!("/{own}")))
        };
        self.shelf.iter().find(fits).copied()
    }

    fn by_atc(&self, code: &str) -> Option<&'a concord_knowledge::Substance> {
        self.knowledge.substances().find(|substance| substance.atc.as_ref().is_some_and(|known| known.code == code))
    }

    /// The substances of a product by its name, part by part where it has several.
    fn named(&self, name: &str) -> Vec<SubstanceId> {
        if let Some(one) = self.knowledge.substance_by_name(name) {
            return vec![one.id.clone()];
        }
        if let Some(product) = self.knowledge.product_by_name(name) {
            let parts = product.ingredients.iter().map(|id| SubstanceId::from(id.as_str()));
            return parts.filter(|id| self.knowledge.substance(id).is_some()).collect();
        }
        let parts = name.split(['/', '+']).filter_map(|part| self.knowledge.substance_by_name(part));
        parts.map(|substance| substance.id.clone()).collect()
    }

    /// The day on which use ends, where the resource says one.
    fn ended(&self, resource: &Value) -> Option<Date> {
        let bounds = |instruction: &'_ Value| {
            instruction.pointer("/timing/repeat/boundsPeriod").and_then(|bounds| text(bounds, "end")).map(str::to_owned)
        };
        let stated = resource.get("effectivePeriod").and_then(|period| text(period, "end")).map(str::to_owned);
        let end = stated.or_else(|| list(resource, "dosageInstruction").iter().find_map(bounds))?;
        dates::read(&end).map(|when| when.last_day())
    }

    fn days_on(&self, resource: &Value) -> Option<u32> {
        let since = |said: &str| dates::read(said).and_then(|when| days_since(when.last_day(), self.today));
        let bounds = list(resource, "dosageInstruction")
            .iter()
            .find_map(|instruction| instruction.pointer("/timing/repeat/boundsPeriod").and_then(|bounds| text(bounds, "start")));
        let stated = resource.get("effectivePeriod").and_then(|period| text(period, "start"));
        stated
            .or(bounds)
            .and_then(since)
            .or_else(|| text(resource, "authoredOn").and_then(since).filter(|days| *days >= NO_BEGINNER))
    }
}

/// A route in one of the words that rules use: `Oral route` → `oral`.
fn plain_route(written: &str) -> Option<String> {
    const KNOWN: &[(&str, &str)] = &[
        ("oral", "oral"),
        ("mouth", "oral"),
        ("transderm", "transdermal"),
        ("sublingual", "sublingual"),
        ("buccal", "buccal"),
        ("intramusc", "intramuscular"),
        ("intraven", "intravenous"),
        ("subcut", "subcutaneous"),
        ("nasal", "nasal"),
        ("inhal", "inhaled"),
        ("rectal", "rectal"),
        ("vaginal", "vaginal"),
        ("ophthalm", "ophthalmic"),
        ("otic", "otic"),
        ("topical", "topical"),
        ("cutaneous", "topical"),
    ];
    let written = written.to_lowercase();
    let known = KNOWN.iter().find(|(part, _)| written.contains(part)).map(|(_, word)| (*word).to_owned());
    known.or_else(|| Some(written).filter(|written| !written.is_empty()))
}

/// The form, where the name says one on which rules depend.
fn form(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let says = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if name.contains("extended release") || name.contains("24 hr") || says(&["xr", "er", "xl", "la", "cr"]) {
        return Some("xr".to_owned());
    }
    let known = ["decanoate", "pamoate", "patch", "solution", "concentrate"];
    known.iter().find(|form| words.contains(form)).map(|form| (*form).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_and_forms_are_told_in_the_words_of_rules() {
        assert_eq!(plain_route("Oral route (qualifier value)").as_deref(), Some("oral"));
        assert_eq!(plain_route("Subcutaneous use").as_deref(), Some("subcutaneous"));
        assert_eq!(plain_route("by the ear").as_deref(), Some("by the ear"));
        assert_eq!(form("24 HR venlafaxine 75 MG Extended Release Oral Capsule").as_deref(), Some("xr"));
        assert_eq!(form("haloperidol decanoate 100 MG/ML Injectable").as_deref(), Some("decanoate"));
        assert_eq!(form("sertraline 50 MG Oral Tablet"), None);
    }
}
