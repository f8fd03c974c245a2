//! Goal ↔ what the person wants to reach.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{has_code, list, notes, text, words},
    dates,
    refused::Wrong,
};
use concord_chart::{
    Event, GoalId, When,
    goal::{Goal, GoalMoved, GoalSet, GoalState},
};
use serde_json::{Value, json};

const STATUSES: &[&str] =
    &["proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error", "rejected"];
const ACHIEVEMENT: &str = "http://terminology.hl7.org/CodeSystem/goal-achievement";

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let status = context.code("lifecycleStatus", STATUSES)?;
    match status {
        "entered-in-error" => return Taken::kept("the sender says that it was entered in error"),
        "proposed" | "rejected" => return Taken::kept("it was proposed and not agreed"),
        _ => {}
    }
    let value = context.value();
    let words = words(value.get("description")).ok_or_else(|| Wrong::missing("description"))?;
    let due = list(value, "target").iter().find_map(|target| text(target, "dueDate"));
    let by = due.map(|due| dates::read_at("target.dueDate", due)).transpose()?.and_then(dates::day);
    let start = context.date("startDate")?;
    if start.is_some_and(|start| context.is_future(start)) {
        return Taken::kept("it begins in the future");
    }
    let changed = context.date("statusDate")?.filter(|when| !context.is_future(*when));
    let occurred =
        context.occurred(&[("startDate", start), ("CarePlan.period.start", start_of_plan(context)), ("statusDate", changed)])?;
    let goal = GoalId(context.id("goal"));
    let said_by = context.named("expressedBy");
    let mut events = vec![NewEvent::new(occurred, Event::GoalSet(GoalSet { goal, words, by })).by(said_by)];
    if let Some(state) = moved(status, value) {
        let moved = GoalMoved { goal, state, words: notes(value) };
        // When it moved is known only where the sender says so; it was not before it was set.
        let at = changed.filter(|when| when.order(&occurred).is_ge()).unwrap_or(occurred);
        events.push(NewEvent::new(at, Event::GoalMoved(moved)));
    }
    Ok(Taken::Up(events))
}

fn moved(status: &str, value: &Value) -> Option<GoalState> {
    let achieved = |codes: &[&str]| codes.iter().any(|code| has_code(value.get("achievementStatus"), code));
    match status {
        "cancelled" => Some(GoalState::LetGo),
        _ if achieved(&["achieved", "sustaining"]) => Some(GoalState::Reached),
        "completed" if !achieved(&["not-achieved", "not-attainable"]) => Some(GoalState::Reached),
        "completed" => Some(GoalState::LetGo),
        _ if achieved(&["improving"]) => Some(GoalState::Improving),
        _ => None,
    }
}

/// A goal often has its date only on the plan that it is part of.
fn start_of_plan(context: &Context<'_>) -> Option<When> {
    context.across.goals.get(&context.place).copied().filter(|when| !context.is_future(*when))
}

/// A goal as it stands.
pub(crate) fn give_back(goal: &Goal, patient: &Value) -> Value {
    let mut resource = json!({"resourceType": "Goal", "description": {"text": goal.what.words}, "subject": patient});
    restate(&mut resource, goal);
    if let Some(start) = dates::write(goal.set).filter(|date| date.len() <= 10) {
        resource["startDate"] = json!(start);
    } else if let When::Instant(_) = goal.set {
        resource["startDate"] = json!(goal.set.first_day().to_string());
    }
    if let Some(by) = goal.what.by {
        resource["target"] = json!([{"dueDate": by.to_string()}]);
    }
    resource
}

/// Where the goal stands now, on our resource or on another system's.
pub(crate) fn restate(resource: &mut Value, goal: &Goal) {
    let (lifecycle, achievement) = match goal.state {
        GoalState::Active => ("active", "in-progress"),
        GoalState::Improving => ("active", "improving"),
        GoalState::Reached => ("completed", "achieved"),
        GoalState::LetGo => ("cancelled", "not-achieved"),
    };
    resource["lifecycleStatus"] = json!(lifecycle);
    resource["achievementStatus"] = json!({"coding": [{"system": ACHIEVEMENT, "code": achievement}]});
    if !goal.latest_words.is_empty() {
        resource["note"] = json!([{"text": goal.latest_words}]);
    }
}
