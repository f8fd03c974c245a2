//! What the service offers: three hooks, and what each wants to be sent.

use concord_knowledge::Knowledge;
use serde_json::{Value, json};

/// A moment in the work of another system at which it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// A chart is opened.
    PatientView,
    /// An order has been chosen.
    OrderSelect,
    /// Orders are about to be signed.
    OrderSign,
}

impl Hook {
    /// All.
    pub const ALL: &'static [Self] = &[Self::PatientView, Self::OrderSelect, Self::OrderSign];

    /// The standard's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::PatientView => "patient-view",
            Self::OrderSelect => "order-select",
            Self::OrderSign => "order-sign",
        }
    }

    /// The service's id, the last part of its address.
    pub fn service(self) -> &'static str {
        match self {
            Self::PatientView => "concord-medication-patient-view",
            Self::OrderSelect => "concord-medication-order-select",
            Self::OrderSign => "concord-medication-order-sign",
        }
    }

    /// The hook of a service.
    pub fn of_service(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|hook| hook.service() == id)
    }

    /// Whether orders are being written.
    pub fn has_orders(self) -> bool {
        self != Self::PatientView
    }

    fn title(self) -> &'static str {
        match self {
            Self::PatientView => "Medicines: what stands against this regimen",
            Self::OrderSelect => "Medicines: check of the order just chosen",
            Self::OrderSign => "Medicines: check before signing",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::PatientView => {
                "Reviews everything that is taken: interactions, conditions, doses, laboratory values, duplicates, allergies and \
                 checks that are due. Says what could not be checked."
            }
            Self::OrderSelect => {
                "Reviews the chosen medicine together with everything that is taken and drafted, and says what speaks against it, \
                 what would make it safer, and what could not be checked."
            }
            Self::OrderSign => {
                "Reviews all drafted medicines together with everything that is taken. It says again what was said when the order \
                 was chosen, as long as it still holds."
            }
        }
    }
}

/// Names of the prefetch templates.
pub(crate) mod keys {
    pub const PATIENT: &str = "patient";
    pub const REQUESTS: &str = "medicationRequests";
    pub const STATEMENTS: &str = "medicationStatements";
    pub const CONDITIONS: &str = "conditions";
    pub const OBSERVATIONS: &str = "observations";
    pub const ALLERGIES: &str = "allergies";
}

/// The discovery document.
pub fn document(knowledge: &Knowledge) -> Value {
    let prefetch = prefetch(knowledge);
    let services: Vec<Value> = Hook::ALL
        .iter()
        .map(|hook| {
            json!({
                "hook": hook.name(),
                "title": hook.title(),
                "description": hook.description(),
                "id": hook.service(),
                "prefetch": prefetch,
                "usageRequirements":
                    "FHIR R4. This service calls nobody, so everything that it is to judge must come with the call: send the \
                     patient, the medicines, the conditions, the allergies and the observations. What is not sent is named as \
                     not checked; without the patient and the medicines there is no answer. For health professionals.",
            })
        })
        .collect();
    json!({"services": services})
}

/// What the service wants to be sent. Ended medicines too, because some act for weeks after the last dose.
fn prefetch(knowledge: &Knowledge) -> Value {
    let of_patient = "patient={{context.patientId}}";
    json!({
        keys::PATIENT: "Patient/{{context.patientId}}",
        keys::REQUESTS: format!("MedicationRequest?{of_patient}&status=active,on-hold,stopped,completed"),
        keys::STATEMENTS: format!("MedicationStatement?{of_patient}&status=active,on-hold,stopped,completed"),
        keys::CONDITIONS: format!("Condition?{of_patient}&clinical-status=active,recurrence,relapse"),
        keys::ALLERGIES: format!("AllergyIntolerance?{of_patient}"),
        keys::OBSERVATIONS: format!("Observation?{of_patient}&code={}", loinc_codes(knowledge)),
    })
}

/// Every test that a rule or a schedule can ask for, and smoking and pregnancy.
fn loinc_codes(knowledge: &Knowledge) -> String {
    let mut codes: Vec<&str> = knowledge.tests().flat_map(|test| test.loinc.iter().map(String::as_str)).collect();
    codes.extend(["72166-2", "82810-3", "18185-9", "49051-6"]);
    codes.sort_unstable();
    codes.dedup();
    codes.iter().map(|code| format!("http://loinc.org|{code}")).collect::<Vec<_>>().join(",")
}
