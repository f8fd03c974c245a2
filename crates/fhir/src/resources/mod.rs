//! One file a type: how it is taken up from others, and how we give it back.

pub(crate) mod allergy_intolerance;
pub(crate) mod care_plan;
pub(crate) mod care_team;
pub(crate) mod condition;
pub(crate) mod document_reference;
pub(crate) mod encounter;
pub(crate) mod goal;
pub(crate) mod medication;
pub(crate) mod observation;
pub(crate) mod other;
pub(crate) mod patient;
pub(crate) mod procedure;
pub(crate) mod questionnaire_response;

use crate::{
    context::{Context, Taken},
    refused::Wrong,
};

/// What a resource amounts to on the chart of the person whom it is about.
///
/// Patients are handled before (see [`patient`]): one of them makes the chart.
pub(crate) fn take_up(context: &Context<'_>) -> Result<Taken, Wrong> {
    if let Some(reason) = context.not_to_be_understood() {
        return Taken::kept(reason);
    }
    match context.resource.kind.as_str() {
        "AllergyIntolerance" => allergy_intolerance::take_up(context),
        "CarePlan" => care_plan::take_up(context),
        "CareTeam" => care_team::take_up(context),
        "Condition" => condition::take_up(context),
        "DocumentReference" => document_reference::take_up(context),
        "Encounter" => encounter::take_up(context),
        "Goal" => goal::take_up(context),
        "MedicationRequest" => medication::take_up_request(context),
        "MedicationStatement" => medication::take_up_statement(context),
        "Observation" => observation::take_up(context),
        "Procedure" => procedure::take_up(context),
        "QuestionnaireResponse" => questionnaire_response::take_up(context),
        _ => other::take_up(context),
    }
}
