//! CareTeam ↔ who looks after the person. Members from elsewhere are names: nobody here signs in as them.

use crate::{
    context::{Context, NewEvent, Taken},
    datatypes::{list, text, words},
    refused::Wrong,
};
use concord_chart::{
    Event,
    registration::{CareRole, TeamJoined, TeamMember},
};
use serde_json::{Value, json};

pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    let value = context.value();
    match text(value, "status") {
        Some("entered-in-error") => return Taken::kept("the sender says that it was entered in error"),
        Some("proposed" | "suspended" | "inactive") => return Taken::kept("it is not the team of today"),
        _ => {}
    }
    let (start, _) = context.period("period")?;
    let occurred = context.occurred(&[("period.start", start)])?;
    let mut names: Vec<String> = Vec::new();
    for participant in list(value, "participant") {
        let Some(member) = participant.get("member") else { continue };
        let is_patient = context.resolve(member).is_some_and(|found| found.kind == "Patient");
        let gone = participant.get("period").and_then(|period| text(period, "end")).is_some();
        let Some(name) = context.name_of(member).filter(|_| !is_patient && !gone) else { continue };
        let role = list(participant, "role").first().and_then(|role| words(Some(role)));
        let shown = role.map_or_else(|| name.clone(), |role| format!("{name} ({role})"));
        if !names.contains(&shown) {
            names.push(shown);
        }
    }
    if names.is_empty() {
        return Taken::kept("it names nobody besides the patient");
    }
    let joined = |name| TeamJoined { member: TeamMember { staff: None, name, role: CareRole::Outside } };
    Ok(Taken::Up(names.into_iter().map(|name| NewEvent::new(occurred, Event::TeamJoined(joined(name)))).collect()))
}

/// The present team.
pub(crate) fn give_back(team: &[TeamMember], patient: &Value) -> Value {
    let one = |member: &TeamMember| json!({"role": [{"text": member.role.words()}], "member": {"display": member.name}});
    json!({
        "resourceType": "CareTeam",
        "status": "active",
        "subject": patient,
        "participant": team.iter().map(one).collect::<Vec<_>>(),
    })
}
