//! A search result as a list of resources, and whether it is about the person it should be about.

use crate::datatypes::{list, text};
use serde_json::Value;

/// The answer to one search.
#[derive(Clone, Debug, Default)]
pub struct Page<'v> {
    /// Its resources.
    pub resources: Vec<&'v Value>,
    /// False when the sender says that there are more pages.
    pub whole: bool,
    /// False when it holds an error instead of an answer.
    pub answered: bool,
}

/// Reads a Bundle or a single resource. `None` where nothing was sent.
pub fn page(sent: Option<&Value>) -> Option<Page<'_>> {
    let sent = sent.filter(|value| value.is_object())?;
    if text(sent, "resourceType") != Some("Bundle") {
        let answered = text(sent, "resourceType").is_some_and(|kind| kind != "OperationOutcome");
        return Some(Page { resources: if answered { vec![sent] } else { Vec::new() }, whole: true, answered });
    }
    let all: Vec<&Value> = list(sent, "entry").iter().filter_map(|entry| entry.get("resource")).collect();
    let failed = |resource: &&Value| {
        let issues = list(resource, "issue").iter().filter_map(|issue| text(issue, "severity"));
        text(resource, "resourceType") == Some("OperationOutcome")
            && issues.into_iter().any(|how| matches!(how, "error" | "fatal"))
    };
    let answered = !all.iter().any(failed);
    let whole = !list(sent, "link").iter().any(|link| text(link, "relation") == Some("next"));
    Some(Page { resources: all, whole, answered })
}

/// The first resource that says it is about somebody else: `Condition/9 (Patient/2)`.
pub fn of_another_patient<'v>(resources: impl IntoIterator<Item = &'v Value>, patient: &str) -> Option<String> {
    resources.into_iter().find_map(|resource| {
        let about = match text(resource, "resourceType") {
            Some("Patient") => text(resource, "id").map(|id| format!("Patient/{id}")),
            _ => {
                let subject = resource.get("subject").or_else(|| resource.get("patient"));
                subject.and_then(|subject| text(subject, "reference")).map(str::to_owned)
            }
        }?;
        let (_, id) = about.rsplit_once("Patient/")?;
        let id = id.split('/').next().unwrap_or_default();
        (id != patient).then(|| format!("{} (Patient/{id})", super::reference(resource)))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_that_was_not_sent_is_no_empty_list() {
        assert!(page(None).is_none());
        assert!(page(Some(&Value::Null)).is_none());
        assert!(page(Some(&json!({"resourceType": "Bundle"}))).unwrap().resources.is_empty());
    }

    #[test]
    fn a_page_of_several_and_an_error_are_noticed() {
        let bundle = json!({"resourceType": "Bundle", "link": [{"relation": "next", "url": "x"}],
            "entry": [{"resource": {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}}]});
        let page = page(Some(&bundle)).unwrap();
        assert!(!page.whole && !page.answered);
    }

    #[test]
    fn a_resource_about_somebody_else_is_found_however_the_reference_is_written() {
        let own = json!({"resourceType": "Condition", "id": "1", "subject": {"reference": "https://ehr.example/fhir/Patient/7"}});
        let other = json!({"resourceType": "Condition", "id": "2", "subject": {"reference": "Patient/8/_history/1"}});
        assert_eq!(of_another_patient([&own], "7"), None);
        assert_eq!(of_another_patient([&own, &other], "7").unwrap(), "Condition/2 (Patient/8)");
        assert_eq!(of_another_patient([&json!({"resourceType": "Patient", "id": "8"})], "7").unwrap(), "Patient/8 (Patient/8)");
    }
}
