//! What a person can do about a finding with one press: a smaller dose, no order, a test.

use crate::{
    call::Call,
    card::{Action, ActionKind, SelectionBehavior, Suggestion},
    identity,
};
use concord_engines::safety::Finding;
use concord_fhir::review::{Draft, lowered, test_order};
use concord_knowledge::{
    Knowledge,
    monitoring::Test,
    vocabulary::{Kind, Severity},
};
use uuid::Uuid;

/// So many tests are offered on one card.
const TESTS: usize = 3;
/// A test that was done within so many days is not offered again.
const DONE_LATELY_DAYS: u32 = 14;

/// Suggestions about a finding, and whether they exclude each other.
pub fn suggestions(card: Uuid, finding: &Finding, drafts: &[&Draft], call: &Call, knowledge: &Knowledge) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = Vec::new();
    let lower = one_draft(finding, drafts).and_then(|draft| lower(card, finding, draft));
    let can_lower = lower.is_some();
    all.extend(lower);
    // A check that is overdue is made up for by the check, not by leaving out the medicine.
    if finding.severity >= Severity::Major && finding.kind != Kind::Monitoring {
        let recommended = finding.severity == Severity::Contraindicated && !can_lower && drafts.len() == 1;
        all.extend(drafts.iter().filter_map(|draft| leave_out(card, draft, recommended)));
    }
    all.extend(tests(finding, call, knowledge).into_iter().filter_map(|test| order(card, test, call)));
    all
}

/// Changes to one order exclude each other; tests go with anything.
pub fn behaviour(suggestions: &[Suggestion]) -> Option<SelectionBehavior> {
    let changes = suggestions.iter().filter(|one| one.actions.iter().any(|action| action.kind != ActionKind::Create)).count();
    match (suggestions.len(), changes) {
        (0, _) => None,
        (_, 0 | 1) => Some(SelectionBehavior::Any),
        _ => Some(SelectionBehavior::AtMostOne),
    }
}

/// The order that a finding about one substance is about.
fn one_draft<'d>(finding: &Finding, drafts: &[&'d Draft]) -> Option<&'d Draft> {
    let ([_], [draft]) = (finding.ids.as_slice(), drafts) else { return None };
    (draft.substances == finding.ids).then_some(*draft)
}

fn lower(card: Uuid, finding: &Finding, draft: &Draft) -> Option<Suggestion> {
    let most = finding.numbers.max_daily_mg?;
    let (order, amount) = lowered(draft, most)?;
    let times = draft.per_day?.normalize();
    let label =
        format!("Lower {} to {} mg, {times} a day (at most {} mg a day)", draft.name, amount.normalize(), most.normalize());
    let description = format!("Changes the dose of the draft order {} to {} mg at a time.", draft.reference, amount.normalize());
    let action = Action { kind: ActionKind::Update, description, resource: Some(order), resource_id: None };
    Some(suggestion(card, label, true, action))
}

fn leave_out(card: Uuid, draft: &Draft, is_recommended: bool) -> Option<Suggestion> {
    // Without an id there is nothing that the client could be told to remove.
    draft.reference.contains('/').then(|| {
        let label = format!("Do not order {}", draft.name);
        let description = format!("Removes the draft order {}.", draft.reference);
        let action = Action { kind: ActionKind::Delete, description, resource: None, resource_id: Some(draft.reference.clone()) };
        suggestion(card, label, is_recommended, action)
    })
}

fn order(card: Uuid, test: &Test, call: &Call) -> Option<Suggestion> {
    let resource = test_order(test, &call.patient)?;
    let action = Action {
        kind: ActionKind::Create,
        description: format!("Drafts a request for: {}.", test.name),
        resource: Some(resource),
        resource_id: None,
    };
    Some(suggestion(card, format!("Order: {}", test.name), false, action))
}

fn suggestion(card: Uuid, label: String, is_recommended: bool, action: Action) -> Suggestion {
    Suggestion { uuid: identity::suggestion(card, &label), label, is_recommended, actions: vec![action] }
}

/// The tests that a finding names, in what is to be watched and in what is missing, unless they were done lately.
fn tests<'k>(finding: &Finding, call: &Call, knowledge: &'k Knowledge) -> Vec<&'k Test> {
    let named = finding.monitoring.iter().chain(&finding.context_missing);
    let parts = named
        .flat_map(|words| words.split([',', ';', ':', '/']))
        .flat_map(|words| words.split(" and "))
        .flat_map(|words| words.split(" or "));
    let mut found: Vec<&Test> = Vec::new();
    for part in parts {
        let Some(test) = knowledge.test_by_name(part.trim()).filter(|test| !test.loinc.is_empty()) else { continue };
        let lately = call.asked.circumstances.last_done.get(&test.id).is_some_and(|days| *days <= DONE_LATELY_DAYS);
        if !lately && found.len() < TESTS && !found.iter().any(|known| known.id == test.id) {
            found.push(test);
        }
    }
    found
}
