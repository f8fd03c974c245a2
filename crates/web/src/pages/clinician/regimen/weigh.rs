//! Before a change is recorded the review is made again here, whatever the page showed: what stops has to be weighed by the
//! one who prescribes, with a reason, which is recorded together with the change.

use super::{Page, acknowledged::context_of, checked::key_of, proposal};
use crate::pages::clinician::{
    forms::{Form, Problem, ToRecord, Values, read_word},
    record::Desk,
};
use axum::{http::StatusCode, response::Response};
use concord_chart::{
    Event,
    acknowledgement::{AcknowledgeReason, FindingAcknowledged},
};
use concord_engines::safety::{Finding, Regimen};

/// The events to record, with what was weighed; the page with everything typed, where something still has to be. A
/// correction is weighed like what it takes the place of.
pub(in crate::pages::clinician) fn weigh(
    desk: &Desk,
    form: &'static Form,
    values: &Values,
    mut wanted: Vec<ToRecord>,
) -> Result<Vec<ToRecord>, Response> {
    if !proposal::changes(form.what) {
        return Ok(wanted);
    }
    let values = if values.sent("what") { values.clone() } else { values.clone().with("what", form.what) };
    let page = Page::of(desk);
    let checked = page.checked(&values);
    let mut problems = Vec::new();
    for finding in checked.stopping() {
        match weighed(finding, &key_of(finding), &checked.regimen, &values) {
            Ok(event) => wanted.push(ToRecord { event: Event::FindingAcknowledged(event), at: None }),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(wanted) } else { Err(page.again(form, &values, &problems, StatusCode::UNPROCESSABLE_ENTITY)) }
}

/// What was said about one finding, in the fields of this key.
pub fn weighed(finding: &Finding, key: &str, regimen: &Regimen, values: &Values) -> Result<FindingAcknowledged, Problem> {
    let at = |name: &str| format!("{name}:{key}");
    let problem = |name: &str, sentence: String| Problem { field: at(name), sentence };
    if values.get(&at("weighed")).is_empty() {
        return Err(problem(
            "weighed",
            format!("Not recorded: weigh “{}” and say why you go on, or change the plan.", finding.title),
        ));
    }
    let reason = read_word::<AcknowledgeReason>(values.get(&at("reason")));
    let reason = reason.ok_or_else(|| problem("reason", format!("Choose why you go on past “{}”.", finding.title)))?;
    let words = values.get(&at("words")).trim().to_owned();
    if reason == AcknowledgeReason::Other && words.is_empty() {
        return Err(problem("words", format!("Say in words why you go on past “{}”.", finding.title)));
    }
    Ok(FindingAcknowledged {
        finding: finding.id.clone(),
        substances: finding.ids.clone(),
        severity: finding.severity.as_str().to_owned(),
        context: context_of(finding, regimen),
        reason,
        words,
        until: None,
    })
}
