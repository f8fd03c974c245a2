//! What people did with cards, as clients send it back.

use crate::identity;
use axum::http::StatusCode;
use concord_actions::{CardAnswer, CardOutcome};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::call::Refused;

/// More in one message than any client has cards for.
const MOST: usize = 200;

/// Reads a message of feedback. `known`: the rules that were ever shown.
pub fn read(body: &Value, known: &BTreeSet<String>, now: Timestamp) -> Result<Vec<CardAnswer>, Refused> {
    let all = body.get("feedback").and_then(Value::as_array);
    let all = all.ok_or_else(|| bad("The message has no `feedback`, a list of what was done with cards."))?;
    if all.len() > MOST {
        return Err(bad(format!("More than {MOST} answers in one message; send them in parts.")));
    }
    all.iter().map(|one| answer(one, known, now)).collect()
}

fn answer(one: &Value, known: &BTreeSet<String>, now: Timestamp) -> Result<CardAnswer, Refused> {
    let text = |key: &str| one.get(key).and_then(Value::as_str);
    let card: Option<Uuid> = text("card").and_then(|card| card.parse().ok());
    let card = card.ok_or_else(|| bad("`card` must be the UUID of a card."))?;
    let rule = identity::rule_of(card, known);
    let rule = rule.ok_or_else(|| Refused(StatusCode::NOT_FOUND, format!("No rule is known behind the card {card}.")))?;
    let at: Option<Timestamp> = text("outcomeTimestamp").and_then(|at| at.parse().ok());
    let at = at.ok_or_else(|| bad("`outcomeTimestamp` must be a moment such as 2026-03-02T14:05:00Z."))?;
    let outcome = match text("outcome") {
        Some("accepted") => {
            let taken = one.get("acceptedSuggestions").and_then(Value::as_array).is_some_and(|taken| !taken.is_empty());
            if !taken {
                return Err(bad("`acceptedSuggestions` must name what was accepted."));
            }
            CardOutcome::Accepted
        }
        Some("overridden") => {
            let reason = one.get("overrideReason");
            CardOutcome::Overridden {
                reason: reason.and_then(|reason| reason.pointer("/reason/code")).and_then(Value::as_str).map(shortened),
                comment: reason.and_then(|reason| reason.get("userComment")).and_then(Value::as_str).map(str::to_owned),
            }
        }
        _ => return Err(bad("`outcome` is `accepted` or `overridden`.")),
    };
    // A clock that runs ahead elsewhere does not make something happen tomorrow.
    Ok(CardAnswer { card, rule: rule.clone(), outcome, at: at.min(now) })
}

/// A code is short; what is not, is none of ours and is not kept whole.
fn shortened(code: &str) -> String {
    code.chars().take(60).collect()
}

fn bad(sentence: impl Into<String>) -> Refused {
    Refused(StatusCode::BAD_REQUEST, sentence.into())
}
