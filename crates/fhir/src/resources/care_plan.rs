//! CarePlan ↔ plans of other systems; our own plan and courses of therapy as others read plans.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{list, notes, text, words},
    refused::Wrong,
};
use concord_chart::{Event, document::OutsidePlanNoted};
use serde_json::{Value, json};

const STATUSES: &[&str] = &["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"];
const INTENTS: &[&str] = &["proposal", "plan", "order", "option"];

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let status = context.code("status", STATUSES)?;
    context.code("intent", INTENTS)?;
    match status {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "draft" => return Taken::kept("it is a draft"),
        _ => {}
    }
    let value = context.value();
    let category = || {
        let all = list(value, "category").iter().filter_map(|category| words(Some(category))).collect::<Vec<_>>();
        // Some senders put a general category first and the telling one after it.
        all.iter().find(|words| !words.eq_ignore_ascii_case("assess-plan")).cloned().or_else(|| all.first().cloned())
    };
    let title =
        text(value, "title").map(str::to_owned).or_else(category).or_else(|| text(value, "description").map(str::to_owned));
    let Some(title) = title else { return Taken::kept("it does not say what is planned") };
    let (start, end) = context.period("period")?;
    if start.is_some_and(|start| context.is_future(start)) {
        return Taken::kept("it begins in the future");
    }
    let occurred = context.occurred(&[("period.start", start), ("created", context.date("created")?)])?;
    let event = OutsidePlanNoted { title, status: status.to_owned(), activities: activities(context), until: end };
    Taken::one(NewEvent::new(occurred, Event::OutsidePlanNoted(event)).by(context.named("author")))
}

fn activities(context: &Context<'_>) -> Vec<String> {
    let one = |activity: &Value| {
        let detail = activity.get("detail");
        let told = detail.and_then(|detail| text(detail, "description")).map(str::to_owned);
        let coded = detail.and_then(|detail| words(detail.get("code")));
        let referred = activity.get("reference").and_then(|reference| context.name_of(reference));
        let progress = list(activity, "progress").iter().find_map(|note| text(note, "text")).map(str::to_owned);
        told.or(coded).or(referred).or(progress)
    };
    let mut all: Vec<String> = list(context.value(), "activity").iter().filter_map(one).collect();
    let notes = notes(context.value());
    if !notes.is_empty() {
        all.push(notes);
    }
    all
}

/// A plan in words. `status` is FHIR's word; activities are in words.
pub(crate) fn give_back(title: &str, status: &str, activities: &[String], patient: &Value) -> Value {
    let mut plan = json!({
        "resourceType": "CarePlan",
        "status": status,
        "intent": "plan",
        "title": title,
        "subject": patient,
    });
    if !activities.is_empty() {
        // The status of a step in words is not known from the words.
        let one = |activity: &String| json!({"detail": {"status": "unknown", "description": activity}});
        plan["activity"] = activities.iter().map(one).collect();
    }
    plan
}
