//! Therapy and safety as others read it: the signed face of a session and additions to it as notes, the safety plan in its
//! six steps as a plan. Work between visits, alerts, what was told alone and the records of couples and groups stay here;
//! the export says how many such entries there are.

use super::Giver;
use crate::resources::{care_plan, document_reference};
use concord_chart::{
    Entry, Event,
    note::{Note, NoteSigned, Section},
    safety_plan::{Contact, PlanWritten},
    session::{RiskAsked, SessionWritten},
};
use serde_json::Value;

/// Families of which no entry leaves as a resource of its own.
const STAYS: [&str; 6] = ["work", "safety", "education", "disclosure", "unit", "release"];

impl Giver<'_> {
    /// The resource of an event of therapy or safety, if it is one by itself.
    pub(super) fn of_therapy(&self, entry: &Entry, struck: bool) -> Option<Value> {
        let current = if struck { "entered-in-error" } else { "current" };
        match entry.recorded.event() {
            Event::SessionWritten(written) => {
                let sections = sections(written);
                let note = (!sections.is_empty()).then(|| as_note(entry, sections))?;
                Some(document_reference::give_back_note(&note, current, &self.patient))
            }
            Event::NoteAddended(added) => {
                let part = Section { heading: "Addition to a signed note".to_owned(), text: added.text.clone() };
                Some(document_reference::give_back_note(&as_note(entry, vec![part]), current, &self.patient))
            }
            Event::SafetyPlanWritten(plan) => {
                let latest = self.chart.safety_plans.last().is_some_and(|version| version.id == entry.recorded.id());
                let status = match (struck, latest) {
                    (true, _) => "entered-in-error",
                    (false, true) => "active",
                    (false, false) => "revoked",
                };
                Some(care_plan::give_back("Safety plan", status, &steps(plan), &self.patient))
            }
            _ => None,
        }
    }

    /// Says how many entries stay, so that nobody takes the export for the whole.
    pub(super) fn say_what_stays(&mut self) {
        let stays = |entry: &&Entry| {
            let event = entry.recorded.event();
            STAYS.contains(&event.family()) && !matches!(event, Event::SafetyPlanWritten(_))
        };
        let count = self.chart.entries.iter().filter(stays).count();
        if count > 0 {
            self.notes.push(format!(
                "{count} entries about work between visits, alerts, reading, what was told alone and what was given out are not in it: FHIR has no resource that others would read as they are meant. The csv export lists what this reader may see."
            ));
        }
    }
}

fn as_note(entry: &Entry, sections: Vec<Section>) -> Note {
    let author = entry.recorded.author();
    Note {
        id: entry.recorded.id(),
        at: entry.recorded.occurred(),
        by: author.name.clone(),
        role: author.role.clone(),
        what: NoteSigned { format: "progress".to_owned(), sections, session: None },
    }
}

fn sections(written: &SessionWritten) -> Vec<Section> {
    let (content, facts) = (&written.content, &written.facts);
    let parts = [
        ("Summary", &written.summary),
        ("Problem", &content.problem),
        ("Goal", &content.goal),
        ("Subjective", &content.subjective),
        ("Objective", &content.objective),
        ("Behaviour", &content.behaviour),
        ("Intervention", &content.intervention),
        ("Response", &content.response),
        ("Assessment", &content.assessment),
        ("Plan", &content.plan),
        ("Diagnosis", &facts.diagnosis),
        ("Functional status", &facts.function),
        ("Treatment plan", &facts.plan),
        ("Symptoms", &facts.symptoms),
        ("Prognosis", &facts.prognosis),
        ("Progress to date", &facts.progress),
    ];
    let asked = written.risk.as_ref().map(|risk| Section { heading: "Safety".to_owned(), text: asked(risk) });
    let parts = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    parts.map(|(heading, text)| Section { heading: heading.to_owned(), text: text.clone() }).chain(asked).collect()
}

/// Whether safety was asked about, what was said, and what was done.
fn asked(risk: &RiskAsked) -> String {
    let asked = match (risk.asked, risk.concern) {
        (_, true) => "Asked about; somebody has to act on what was said.",
        (true, false) => "Asked about.",
        (false, false) => "Not asked about.",
    };
    let parts = [asked, risk.words.trim(), risk.done.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn steps(plan: &PlanWritten) -> Vec<String> {
    let lines = |number: u8, name: &str, lines: &[String]| -> Vec<String> {
        lines.iter().map(|line| format!("{number}. {name}: {line}")).collect()
    };
    let people = |number: u8, name: &str, contacts: &[Contact]| -> Vec<String> {
        let one = |contact: &Contact| {
            [&contact.name, &contact.phone, &contact.words]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
        };
        contacts.iter().map(|contact| format!("{number}. {name}: {}", one(contact).join(", "))).collect()
    };
    let reason = Some(plan.reason_to_stay.trim()).filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| format!("What I stay for: {reason}"));
    [
        lines(1, "Warning signs", &plan.warning_signs),
        lines(2, "What I can do alone", &plan.coping_alone),
        people(3, "People and places for distraction", &plan.distraction),
        people(4, "People I can ask for help", &plan.people),
        people(5, "Professionals and services", &plan.professionals),
        lines(6, "Making the surroundings safer", &plan.safer_surroundings),
        reason.into_iter().collect(),
    ]
    .concat()
}
