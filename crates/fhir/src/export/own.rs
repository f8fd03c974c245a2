//! What was recorded in this practice, as resources: one function a family, each with a Provenance of who wrote it.

use super::{Giver, address, care, identity, is_own};
use crate::{
    dates,
    resources::{
        allergy_intolerance, care_plan, condition, document_reference, goal,
        observation::{self, OWN_CODES},
        patient, procedure, questionnaire_response,
    },
};
use concord_chart::{
    AuthorKind, Entry, EntryStatus, Event, EventId, InstrumentId, When,
    decision::DecisionMade,
    document::ProcedureDone,
    finding::FindingClosed,
    measurement::Measured,
    note::Note,
    questionnaire::{Answered, Reported},
    side_effect,
};
use concord_engines::scoring::{self, ScoreContext};
use concord_knowledge::Instrument;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

impl<'a> Giver<'a> {
    /// Gives everything that people here recorded.
    pub(super) fn give_own(&mut self) {
        let chart = self.chart;
        self.give_person();
        let mut days = Days::default();
        for entry in chart.entries.iter().rev().filter(|entry| is_own(entry)) {
            let struck = entry.status.is_retracted();
            if matches!(entry.status, EntryStatus::Amended { .. }) || self.corrects_elsewhere(entry) {
                continue;
            }
            if struck && !can_be_struck(entry.recorded.event()) {
                continue;
            }
            self.give_entry(entry, &mut days);
        }
        for course in &chart.medications {
            let began_here = chart.entry(course.because).is_some_and(is_own);
            if began_here || self.changed_courses.contains(&course.id) {
                self.give_course(course);
            }
        }
        for course in &chart.therapies {
            self.give_therapy(course);
        }
        self.say_what_stays();
        self.give_visits();
        self.give_plan();
        self.give_team();
        self.give_episode();
    }

    /// An entry that corrects another system's record leaves as that record (see `originals`).
    fn corrects_elsewhere(&self, entry: &Entry) -> bool {
        let root = EventId(identity(self.chart, entry, ""));
        self.chart.entry(root).is_some_and(|root| root.recorded.author().kind == AuthorKind::Import)
    }

    /// One event that is a resource of its own.
    fn give_entry(&mut self, entry: &Entry, days: &mut Days) {
        let recorded = Arc::clone(&entry.recorded);
        match recorded.event() {
            Event::QuestionnaireAnswered(answered) => return self.give_answers(entry, answered),
            Event::QuestionnaireReported(reported) => return self.give_reported(entry, reported),
            Event::MoodEntered(entered) if !days.mood.insert(entered.on) => return,
            Event::SleepEntered(entered) if !days.sleep.insert(entered.on) => return,
            _ => {}
        }
        if let Some(resource) = self.of_event(entry, status_word(entry)) {
            let full_url = self.give(entry, "", resource);
            self.give_provenance(entry, &[full_url]);
        }
    }

    /// The resource of an event, if it is one by itself. `word` is `entered-in-error`, or anything for what counts.
    pub(super) fn of_event(&self, entry: &Entry, word: &str) -> Option<Value> {
        let (chart, patient) = (self.chart, &self.patient);
        let (at, id) = (entry.recorded.occurred(), entry.recorded.id());
        let struck = word == "entered-in-error";
        let or = |usual: &'static str| if struck { "entered-in-error" } else { usual };
        let measured = |what: &Measured, category| Some(observation::give_back(what, at, or("final"), category, patient));
        let mut resource = match entry.recorded.event() {
            Event::ConditionNoted(noted) => {
                let now = chart.conditions.iter().find(|condition| condition.id == id).map_or(noted, |condition| &condition.what);
                condition::give_back(now, at, patient)
            }
            Event::AllergyNoted(noted) => {
                let mut allergy = allergy_intolerance::give_back(noted, at, patient);
                if !struck && entry.status.counts() && !chart.allergies.known.iter().any(|known| known.id == id) {
                    allergy_intolerance::restate(&mut allergy, "refuted");
                }
                allergy
            }
            Event::NoKnownAllergies(_) if struck || chart.allergies.none_known => {
                allergy_intolerance::give_back_none(at, patient)
            }
            Event::LabResulted(what) => return measured(what, Some("laboratory")),
            Event::VitalMeasured(what) => return measured(what, Some("vital-signs")),
            Event::ObservationMade(what) => return measured(what, None),
            Event::MoodEntered(mood) => {
                own_observation("mood", "Mood, −4 (far below my usual) to +4 (far above it)", at, or("final"), patient)
                    .with("valueInteger", json!(mood.mood))
                    .with_note(&mood.words)
            }
            Event::SleepEntered(sleep) => own_observation("sleep", "Time asleep", at, or("final"), patient).with(
                "valueQuantity",
                json!({"value": sleep.minutes, "unit": "min", "system": crate::datatypes::UCUM, "code": "min"}),
            ),
            Event::LifeEventNoted(noted) => {
                own_observation("life-event", "Life event", at, or("final"), patient).with("valueString", json!(noted.words))
            }
            Event::Practised(practised) => {
                let course = chart.practice(practised.course).map_or("practice", |course| &course.what.name);
                own_observation("practice-minutes", &format!("{course}: time practised"), at, or("final"), patient).with(
                    "valueQuantity",
                    json!({"value": practised.minutes, "unit": "min", "system": crate::datatypes::UCUM, "code": "min"}),
                )
            }
            Event::ClassAttended(_) | Event::ClassMissed(_) => self.class(entry, or)?,
            Event::PracticeStarted(_) => self.practice(entry)?,
            Event::SideEffectReported(reported) => self.adverse_event(entry, reported),
            Event::GoalSet(set) => goal::give_back(chart.goals.iter().find(|goal| goal.what.goal == set.goal)?, patient),
            Event::NoteSigned(what) => {
                let author = entry.recorded.author();
                let note = Note { id, at, by: author.name.clone(), role: author.role.clone(), what: what.clone() };
                document_reference::give_back_note(&note, or("current"), patient)
            }
            Event::DocumentFiled(what) => document_reference::give_back(what, at, or("current"), patient),
            Event::ProcedureDone(what) => procedure::give_back(what, at, or("completed"), patient),
            Event::OutsidePlanNoted(what) => {
                let known = ["draft", "active", "on-hold", "revoked", "completed", "unknown"];
                let status = if known.contains(&what.status.as_str()) { what.status.as_str() } else { "unknown" };
                care_plan::give_back(&what.title, if struck { "entered-in-error" } else { status }, &what.activities, patient)
            }
            Event::DecisionMade(decision) => self.decision(decision, at, or("completed")),
            Event::FindingClosed(closed) => self.finding(entry, closed),
            Event::SideEffectAnswered(answered) => self.answer(entry, answered),
            _ => return self.of_therapy(entry, struck).or_else(|| self.beside(entry, struck)),
        };
        if struck {
            match entry.recorded.event() {
                Event::ConditionNoted(_) => condition::strike(&mut resource),
                Event::AllergyNoted(_) | Event::NoKnownAllergies(_) => {
                    allergy_intolerance::restate(&mut resource, "entered-in-error")
                }
                Event::GoalSet(_) => resource["lifecycleStatus"] = json!("entered-in-error"),
                _ => {}
            }
        }
        Some(resource)
    }

    fn give_person(&mut self) {
        let chart = self.chart;
        let came_from_elsewhere = self.originals.patient().is_some();
        let registered = chart.entries.iter().find(|entry| matches!(entry.recorded.event(), Event::Registered(_)));
        let Some(entry) = registered.filter(|_| !came_from_elsewhere) else { return };
        let full_url = self.give_as(entry, chart.id.0, patient::give_back(chart));
        self.give_provenance(entry, &[full_url]);
    }

    /// Answers, the total worked out from them, and each safety item that was answered, whether or not there is a total.
    fn give_answers(&mut self, entry: &Entry, answered: &Answered) {
        let Some(instrument) = self.instrument(&answered.instrument) else { return };
        let (at, word) = (entry.recorded.occurred(), status_word(entry));
        let response = questionnaire_response::give_back(instrument, answered, at, word, &self.patient);
        let response = self.give(entry, "", response);
        let mut given = vec![response.clone()];
        let status = if word == "entered-in-error" { word } else { "final" };
        let from = json!([{"reference": response}]);
        if instrument.total.is_some() {
            let score = scoring::score(instrument, &answered.answers, &ScoreContext::default()).ok();
            let mut total =
                observation::give_back_total(instrument, score.and_then(|score| score.total), at, status, &self.patient);
            total["derivedFrom"] = from.clone();
            given.push(self.give(entry, "total", total));
        }
        for safety in &instrument.safety_items {
            let value = answered.answers.get(usize::from(safety.item).saturating_sub(1)).copied().flatten();
            let item =
                value.and_then(|value| observation::give_back_item(instrument, safety.item, value, at, status, &self.patient));
            if let Some(mut item) = item {
                item["derivedFrom"] = from.clone();
                given.push(self.give(entry, &format!("item {}", safety.item), item));
            }
        }
        self.give_provenance(entry, &given);
    }

    fn give_reported(&mut self, entry: &Entry, reported: &Reported) {
        let Some(instrument) = self.instrument(&reported.instrument) else { return };
        let (at, word) = (entry.recorded.occurred(), status_word(entry));
        let status = if word == "entered-in-error" { word } else { "final" };
        let mut given = Vec::new();
        if let Some(total) = reported.total {
            let total = observation::give_back_total(instrument, Some(total), at, status, &self.patient);
            given.push(self.give(entry, "total", total));
        }
        for (position, value) in &reported.items {
            if let Some(item) = observation::give_back_item(instrument, *position, *value, at, status, &self.patient) {
                given.push(self.give(entry, &format!("item {position}"), item));
            }
        }
        self.give_provenance(entry, &given);
    }

    fn instrument(&mut self, id: &InstrumentId) -> Option<&'a Instrument> {
        let known = self.knowledge.instrument(id);
        if known.is_none() {
            self.notes.push(format!("Answers to {id} were left out: this program does not know the questionnaire any more."));
        }
        known
    }

    /// A class of a complementary course: done, or not done.
    fn class(&self, entry: &Entry, or: impl Fn(&'static str) -> &'static str) -> Option<Value> {
        let (course, attended) = match entry.recorded.event() {
            Event::ClassAttended(event) => (event.course, true),
            Event::ClassMissed(event) => (event.course, false),
            _ => return None,
        };
        let course = self.chart.practice(course)?;
        let done = ProcedureDone { what: course.what.name.clone(), coding: Vec::new(), until: None, reasons: Vec::new() };
        let mut class = procedure::give_back(
            &done,
            entry.recorded.occurred(),
            or(if attended { "completed" } else { "not-done" }),
            &self.patient,
        );
        if let Event::ClassMissed(missed) = entry.recorded.event()
            && !missed.words.is_empty()
        {
            class["statusReason"] = json!({"text": missed.words});
        }
        if self.chart.entry(course.because).is_some_and(is_own) {
            class["basedOn"] = json!([{"reference": address(identity(self.chart, self.chart.entry(course.because)?, ""))}]);
        }
        Some(class)
    }

    /// A complementary course, as a plan.
    fn practice(&self, entry: &Entry) -> Option<Value> {
        let course = self.chart.practices.iter().find(|course| course.because == entry.recorded.id())?;
        let mut aims = Vec::new();
        aims.extend(course.what.planned_classes.map(|classes| format!("{classes} classes")));
        aims.extend(course.what.aim_minutes_week.map(|minutes| format!("{minutes} minutes of own practice a week")));
        aims.extend(Some(course.what.aim.clone()).filter(|aim| !aim.is_empty()));
        let (status, end) = match &course.ended {
            Some((at, ended)) => (care::ended_word(ended.how), Some(*at)),
            None => ("active", None),
        };
        let plan = care_plan::give_back(&course.what.name, status, &aims, &self.patient);
        Some(care::with_period(plan, course.started, end, &course.what.practitioner_name))
    }

    fn adverse_event(&self, entry: &Entry, reported: &side_effect::Reported) -> Value {
        let mut words = format!("{} (burden {} of 6)", reported.words, reported.burden);
        let effects = reported.effects();
        if !effects.is_empty() {
            words.push_str(&format!(": {effects}"));
        }
        let mut event = json!({
            "resourceType": "AdverseEvent",
            "actuality": "actual",
            "event": {"text": words},
            "subject": self.patient,
        });
        if let Some(severity) = reported.severity {
            let system = "http://terminology.hl7.org/CodeSystem/adverse-event-severity";
            event["severity"] = json!({"coding": [{"system": system, "code": severity.words()}]});
        }
        let since = reported.since.unwrap_or(entry.recorded.occurred());
        if let Some(date) = dates::write(since) {
            event["date"] = json!(date);
        }
        if let Some(told) = dates::write(entry.recorded.occurred()) {
            event["recordedDate"] = json!(told);
        }
        let course = reported.course.and_then(|course| self.chart.medication(course));
        if let Some(prescription) = course.and_then(|course| self.prescription(course.because)) {
            event["suspectEntity"] = json!([{"instance": {"reference": prescription}}]);
        }
        event
    }

    /// Address of the prescription that an event began.
    pub(super) fn prescription(&self, because: EventId) -> Option<String> {
        let entry = self.chart.entry(because)?;
        let amended =
            || entry.recorded.draft.amends.and_then(|id| self.chart.entry(id)).and_then(|entry| self.originals.of_entry(entry));
        match self.originals.of_entry(entry).or_else(amended) {
            Some(original) => Some(original.full_url.clone()),
            None => is_own(entry).then(|| address(because.0)),
        }
    }

    fn answer(&self, entry: &Entry, answered: &side_effect::Answered) -> Value {
        let report = self.chart.entry(answered.report).filter(|report| is_own(report) && report.status.counts());
        let about = report.map(|report| address(identity(self.chart, report, "")));
        self.communication(entry, &answered.words, about)
    }

    fn finding(&self, entry: &Entry, closed: &FindingClosed) -> Value {
        self.communication(entry, &format!("{}: {}", closed.finding.replace('_', " "), closed.words), None)
    }

    pub(super) fn communication(&self, entry: &Entry, words: &str, about: Option<String>) -> Value {
        let mut said = json!({
            "resourceType": "Communication",
            "status": status_word_or(entry, "completed"),
            "subject": self.patient,
            "payload": [{"contentString": words}],
        });
        if let Some(at) = dates::write(entry.recorded.occurred()) {
            said["sent"] = json!(at);
        }
        if let Some(about) = about {
            said["about"] = json!([{"reference": about}]);
        }
        said
    }

    fn decision(&self, decision: &DecisionMade, at: When, status: &str) -> Value {
        let mut notes = vec![format!("Decided together by: {}.", decision.who.join(", "))];
        if !decision.options.is_empty() {
            notes.push(format!("Options: {}.", decision.options.join("; ")));
        }
        for judged in &decision.judged {
            let medicine = || self.chart.medication(judged.course).map(|course| course.what.name.clone());
            let therapy = || self.chart.therapy(judged.course).map(|course| course.what.name.clone());
            let practice = || self.chart.practice(judged.course).map(|course| course.what.name.clone());
            if let Some(name) = medicine().or_else(therapy).or_else(practice) {
                notes.push(format!("Judged: {name}, {}.", judged.verdict.words()));
            }
        }
        if let Some(again) = decision.look_again {
            notes.push(format!("To look at again on {again}."));
        }
        let mut impression = json!({
            "resourceType": "ClinicalImpression",
            "status": status,
            "description": format!("Decision: {}", decision.what),
            "subject": self.patient,
            "summary": decision.why,
            "note": notes.iter().map(|note| json!({"text": note})).collect::<Vec<_>>(),
        });
        match dates::write(at) {
            Some(date) => impression["effectiveDateTime"] = json!(date),
            None => impression["effectivePeriod"] = dates::write_period(at),
        }
        impression
    }

    /// Who wrote it, when it was recorded, and for whom.
    pub(super) fn give_provenance(&mut self, entry: &Entry, targets: &[String]) {
        if targets.is_empty() {
            return;
        }
        let recorded = &entry.recorded;
        let author = recorded.author();
        let who = match author.kind {
            AuthorKind::Patient => self.patient.clone(),
            _ if author.role.is_empty() => json!({"display": author.name}),
            _ => json!({"display": format!("{}, {}", author.name, author.role)}),
        };
        let mut agent = json!({
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "author"}]},
            "who": who,
        });
        if let Some(whom) = &recorded.draft.on_behalf_of {
            agent["onBehalfOf"] = json!({"display": whom.name});
        }
        let mut provenance = json!({
            "resourceType": "Provenance",
            "target": targets.iter().map(|target| json!({"reference": target})).collect::<Vec<_>>(),
            "recorded": recorded.recorded_at.to_string(),
            "agent": [agent],
        });
        if let Some(at) = dates::write(recorded.occurred()) {
            provenance["occurredDateTime"] = json!(at);
        }
        self.give_as(entry, Uuid::new_v5(&recorded.id().0, b"provenance"), provenance);
    }
}

/// Days for which the diary has given its latest entry already; entries are gone through from the newest.
#[derive(Default)]
struct Days {
    mood: BTreeSet<Date>,
    sleep: BTreeSet<Date>,
}

/// FHIR's word for an entry that was retracted; empty for one that counts.
fn status_word(entry: &Entry) -> &'static str {
    if entry.status.is_retracted() { "entered-in-error" } else { "" }
}

fn status_word_or(entry: &Entry, usual: &'static str) -> &'static str {
    if entry.status.is_retracted() { "entered-in-error" } else { usual }
}

/// Events whose resources have a word for an entry in error. What was retracted of the others leaves no trace outside.
fn can_be_struck(event: &Event) -> bool {
    matches!(
        event,
        Event::ConditionNoted(_)
            | Event::AllergyNoted(_)
            | Event::NoKnownAllergies(_)
            | Event::QuestionnaireAnswered(_)
            | Event::QuestionnaireReported(_)
            | Event::LabResulted(_)
            | Event::VitalMeasured(_)
            | Event::ObservationMade(_)
            | Event::NoteSigned(_)
            | Event::SessionWritten(_)
            | Event::NoteAddended(_)
            | Event::SafetyPlanWritten(_)
            | Event::DocumentFiled(_)
            | Event::ProcedureDone(_)
            | Event::Dispensed(_)
            | Event::PillsCounted(_)
            | Event::CircumstanceNoted(_)
    )
}

fn own_observation(code: &str, words: &str, at: When, status: &str, patient: &Value) -> Value {
    observation::shell(json!({"coding": [{"system": OWN_CODES, "code": code}], "text": words}), at, status, None, patient)
}

/// Adds to a resource in passing.
trait With {
    fn with(self, key: &str, value: Value) -> Value;
    fn with_note(self, words: &str) -> Value;
}

impl With for Value {
    fn with(mut self, key: &str, value: Value) -> Value {
        self[key] = value;
        self
    }

    fn with_note(self, words: &str) -> Value {
        if words.is_empty() { self } else { self.with("note", json!([{"text": words}])) }
    }
}
