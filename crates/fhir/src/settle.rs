//! What a file adds to a chart that is there already.
//!
//! The same resource with the same text adds nothing. With another text it corrects what it said before: each event
//! amends the earlier one of its kind, and what it no longer says is retracted. Nothing that people of this practice
//! corrected, stopped or ended is undone by a file, and no label becomes weaker.

use crate::{
    intake::{ChartIntake, Group, phase},
    people::differences,
};
use concord_chart::{
    AuthorKind, Chart, CourseId, Draft, EntryStatus, Event, EventId, GoalId, IdempotencyKey, Recorded, Refusal, Sensitivity,
    SessionId, VisitId, When,
    entry::{EntryRetracted, RetractionReason},
    registration::{Demographics, DetailsChanged, Registered},
};
use concord_store::Kept;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

/// What is to be appended to a chart.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// The events, those first that others rest on.
    pub drafts: Vec<Draft>,
    /// The verbatim records behind them.
    pub kept: Vec<Kept>,
    /// Things a person should know, as sentences.
    pub notes: Vec<String>,
}

impl ChartIntake {
    /// What this file adds to the chart as it stands (the whole of it, psychotherapy notes included).
    ///
    /// # Errors
    /// When the chart belongs to another person.
    pub fn settle(&self, chart: &Chart) -> Result<Settled, Refusal> {
        self.check_person(chart)?;
        let earlier = Earlier::of(chart);
        let mut renamed = HashMap::new();
        let mut settled = Settled::default();
        for group in &self.groups {
            let drafts = self.settle_group(group, chart, &earlier, &mut renamed, &mut settled.notes);
            if !drafts.is_empty() {
                settled.drafts.extend(drafts);
                settled.kept.push(group.kept.clone());
            }
        }
        let notes_allergies = settled.drafts.iter().any(|draft| matches!(draft.event, Event::AllergyNoted(_)));
        let known_allergies = notes_allergies || !chart.allergies.known.is_empty();
        for draft in &mut settled.drafts {
            rename(&mut draft.event, &renamed);
            if known_allergies && matches!(draft.event, Event::NoKnownAllergies(_)) {
                self.keep_only(draft);
            }
        }
        settled.drafts.retain(|draft| may_still_be_said(chart, draft));
        settled.drafts.sort_by_key(|draft| phase(&draft.event));
        let resources: HashSet<&str> =
            settled.drafts.iter().filter_map(|draft| draft.source.as_ref()).map(|source| source.resource.as_str()).collect();
        settled.kept.retain(|kept| resources.contains(kept.resource.as_str()));
        Ok(settled)
    }

    /// The same identifier with another name and birth date is another person, and their records stay apart.
    fn check_person(&self, chart: &Chart) -> Result<(), Refusal> {
        let Some(known) = &chart.registration.person else { return Ok(()) };
        let new = &self.person.person;
        let born = |person: &Demographics| person.birth_date.map(|born| born.to_string());
        let (known_born, new_born) = (born(known), born(new));
        let differs = differences(
            &known.family_name,
            &new.family_name,
            &known.given_name,
            &new.given_name,
            known_born.as_deref(),
            new_born.as_deref(),
        );
        if differs < 2 {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "Its patient bears the identifier of record {}, but is another person by name and birth date. Ask the sender whose records these are.",
            chart.registration.record_number
        )))
    }

    fn keep_only(&self, draft: &mut Draft) {
        let group =
            self.groups.iter().find(|group| draft.source.as_ref().is_some_and(|source| source.resource == group.resource));
        if let Some(group) = group {
            draft.event = group.otherwise.event.clone();
            draft.amends = None;
        }
    }

    fn settle_group(
        &self,
        group: &Group,
        chart: &Chart,
        earlier: &Earlier<'_>,
        renamed: &mut HashMap<Uuid, Uuid>,
        notes: &mut Vec<String>,
    ) -> Vec<Draft> {
        if group.copy_of.is_some_and(|event| chart.entry(event).is_some()) {
            return Vec::new();
        }
        let mut drafts: Vec<Draft> = group.drafts.iter().map(|draft| self.as_known_person(draft, chart, group)).collect();
        for draft in &drafts {
            if let Some(recorded) = earlier.by_key.get(&draft.key) {
                note_names(&draft.event, recorded.event(), renamed);
            }
        }
        let keys: HashSet<&IdempotencyKey> = drafts.iter().map(|draft| &draft.key).collect();
        let before = earlier.by_resource.get(group.resource.as_str()).map_or(&[][..], Vec::as_slice);
        let replaced: Vec<&Arc<Recorded>> = before
            .iter()
            .filter(|old| old.counts && !keys.contains(&old.recorded.draft.key) && is_replaceable(old.recorded.event()))
            .map(|old| old.recorded)
            .collect();
        let strictest = before.iter().map(|old| old.recorded.draft.sensitivity).max();
        drafts.retain(|draft| !chart.has_key(&draft.key));
        if drafts.is_empty() {
            return drafts;
        }
        for draft in &mut drafts {
            draft.sensitivity = strictest.map_or(draft.sensitivity, |label| label.max(draft.sensitivity));
        }
        if drafts.iter().any(|draft| draft.sensitivity == Sensitivity::PsychotherapyNote) {
            notes.push(format!(
                "{} was a psychotherapy note when it came before. It comes now without that label, and was left out: ask the sender to label it.",
                group.resource
            ));
            return Vec::new();
        }
        if before.iter().any(|old| old.corrected_here) {
            notes.push(format!(
                "{} came in a new version. What it said before was corrected here, and that correction stands; the new version is kept beside it.",
                group.resource
            ));
            let mut only = group.otherwise.clone();
            only.sensitivity = strictest.map_or(only.sensitivity, |label| label.max(only.sensitivity));
            return if chart.has_key(&only.key) { Vec::new() } else { vec![only] };
        }
        if !is_same_thing(group, &drafts, &replaced) {
            notes.push(format!(
                "{} was on the chart with other content, so both stand there. Look whether they are one.",
                group.resource
            ));
            return drafts;
        }
        amend(chart, group, drafts, replaced, renamed)
    }

    /// A person who is registered already is not registered again: what changed of them is an event, or nothing.
    fn as_known_person(&self, draft: &Draft, chart: &Chart, group: &Group) -> Draft {
        let (Event::Registered(new), Some(known)) = (&draft.event, &chart.registration.person) else { return draft.clone() };
        let merged = merged(known, &new.person, last_imported(chart, &group.resource).as_ref());
        let event = if merged == *known {
            group.otherwise.event.clone()
        } else {
            Event::DetailsChanged(DetailsChanged { person: merged })
        };
        Draft { event, ..draft.clone() }
    }
}

/// An entry that an earlier import made.
struct Old<'a> {
    recorded: &'a Arc<Recorded>,
    counts: bool,
    /// Somebody here amended or retracted it.
    corrected_here: bool,
}

/// What earlier imports put on the chart.
struct Earlier<'a> {
    by_resource: HashMap<&'a str, Vec<Old<'a>>>,
    by_key: HashMap<&'a IdempotencyKey, &'a Arc<Recorded>>,
}

impl<'a> Earlier<'a> {
    fn of(chart: &'a Chart) -> Self {
        let mut earlier = Self { by_resource: HashMap::new(), by_key: HashMap::new() };
        let is_import = |id: &EventId| chart.entry(*id).is_some_and(|entry| entry.recorded.author().kind == AuthorKind::Import);
        for entry in &chart.entries {
            let recorded = &entry.recorded;
            let Some(source) = recorded.draft.source.as_ref().filter(|_| recorded.author().kind == AuthorKind::Import) else {
                continue;
            };
            let corrected_here = match entry.status {
                EntryStatus::Counts => false,
                EntryStatus::Amended { by } | EntryStatus::Retracted { by } => !is_import(&by),
            };
            earlier.by_key.insert(&recorded.draft.key, recorded);
            let old = Old { recorded, counts: entry.status.counts(), corrected_here };
            earlier.by_resource.entry(source.resource.as_str()).or_default().push(old);
        }
        earlier
    }
}

/// Registrations are followed by changes of details, and a course stays begun whichever session told us.
fn is_replaceable(event: &Event) -> bool {
    !matches!(event, Event::Registered(_) | Event::DetailsChanged(_) | Event::TherapyStarted(_) | Event::EntryRetracted(_))
}

/// Long ids are given once in the world. Short ones (`1`, `obs2`) are given by every sender anew, so they name the same
/// thing only if they speak of the same thing.
fn is_same_thing(group: &Group, new: &[Draft], old: &[&Arc<Recorded>]) -> bool {
    let id = group.resource.split('/').nth(1).unwrap_or_default();
    let speaks_of = |event: &Event| match event {
        Event::ConditionNoted(event) => Some(event.name.clone()),
        Event::AllergyNoted(event) => Some(event.substance.clone()),
        Event::MedicationStarted(event) => Some(event.name.clone()),
        Event::LabResulted(event) | Event::VitalMeasured(event) | Event::ObservationMade(event) => Some(event.what.clone()),
        Event::QuestionnaireAnswered(event) => Some(event.instrument.to_string()),
        Event::QuestionnaireReported(event) => Some(event.instrument.to_string()),
        Event::VisitHappened(event) => Some(event.what.clone()),
        Event::ProcedureDone(event) => Some(event.what.clone()),
        Event::GoalSet(event) => Some(event.words.clone()),
        Event::OutsidePlanNoted(event) => Some(event.title.clone()),
        Event::DocumentFiled(event) => Some(event.title.clone()),
        Event::RecordKept(event) => Some(event.summary.clone()),
        _ => None,
    };
    let said: Vec<String> = new.iter().filter_map(|draft| speaks_of(&draft.event)).collect();
    let before: Vec<String> = old.iter().filter_map(|old| speaks_of(old.event())).collect();
    id.len() >= 16 || said.is_empty() || before.is_empty() || said.iter().any(|said| before.contains(said))
}

/// Each new event takes the place of the earlier one of its kind; what is no longer said is retracted.
fn amend(
    chart: &Chart,
    group: &Group,
    mut drafts: Vec<Draft>,
    mut replaced: Vec<&Arc<Recorded>>,
    renamed: &mut HashMap<Uuid, Uuid>,
) -> Vec<Draft> {
    for draft in &mut drafts {
        if let Some(place) = replaced.iter().position(|old| old.event().kind() == draft.event.kind()) {
            let old = replaced.remove(place);
            draft.amends = Some(old.id());
            note_names(&draft.event, old.event(), renamed);
        }
    }
    let template = drafts[0].clone();
    for old in replaced {
        // A retracted correction gives back what it corrected, so every earlier version goes with it.
        let mut gone = Some(old);
        while let Some(old) = gone {
            drafts.push(retraction(group, &template, old));
            gone = old.draft.amends.and_then(|earlier| chart.entry(earlier)).map(|entry| &entry.recorded);
        }
    }
    drafts
}

fn retraction(group: &Group, template: &Draft, old: &Recorded) -> Draft {
    let key = IdempotencyKey(format!("fhir:{}:{}:instead of {}", group.resource, group.kept.sha256, old.id()));
    let retracted = EntryRetracted {
        entry: old.id(),
        reason: RetractionReason::EnteredInError,
        words: "A newer version of the sender's record no longer says so.".to_owned(),
    };
    Draft {
        id: EventId(Uuid::new_v5(&template.id.0, key.0.as_bytes())),
        sensitivity: old.draft.sensitivity.max(template.sensitivity),
        key,
        amends: None,
        event: Event::EntryRetracted(retracted),
        ..template.clone()
    }
}

/// What a file must not say again: the end of what has ended here.
fn may_still_be_said(chart: &Chart, draft: &Draft) -> bool {
    if draft.amends.is_some() {
        return true;
    }
    let current = |course: CourseId| chart.medication(course).is_none_or(|course| course.is_current());
    match &draft.event {
        Event::MedicationStopped(event) => current(event.course),
        Event::MedicationHeld(event) => current(event.course),
        Event::DoseChanged(event) => current(event.course),
        Event::TherapyStarted(event) => chart.therapy(event.course).is_none(),
        Event::SessionHeld(event) => chart.therapy(event.course).is_none_or(|course| course.is_current()),
        _ => true,
    }
}

/// The ids that an event makes or names.
fn names(event: &Event) -> Option<Uuid> {
    match event {
        Event::MedicationStarted(event) => Some(event.course.0),
        Event::GoalSet(event) => Some(event.goal.0),
        Event::VisitHappened(event) => Some(event.visit.0),
        Event::SessionHeld(event) => Some(event.session.0),
        _ => None,
    }
}

/// Another text of a resource would make another id; on the chart it keeps the one that others know.
fn note_names(new: &Event, old: &Event, renamed: &mut HashMap<Uuid, Uuid>) {
    if let (Some(new), Some(old)) = (names(new), names(old))
        && new != old
    {
        renamed.insert(new, old);
    }
}

fn rename(event: &mut Event, renamed: &HashMap<Uuid, Uuid>) {
    let now = |id: Uuid| renamed.get(&id).copied().unwrap_or(id);
    let course = |id: &mut CourseId| *id = CourseId(now(id.0));
    match event {
        Event::MedicationStarted(event) => course(&mut event.course),
        Event::DoseChanged(event) => course(&mut event.course),
        Event::MedicationHeld(event) => course(&mut event.course),
        Event::MedicationStopped(event) => course(&mut event.course),
        Event::GoalSet(event) => event.goal = GoalId(now(event.goal.0)),
        Event::GoalMoved(event) => event.goal = GoalId(now(event.goal.0)),
        Event::VisitHappened(event) => event.visit = VisitId(now(event.visit.0)),
        Event::SessionHeld(event) => event.session = SessionId(now(event.session.0)),
        _ => {}
    }
}

/// What this resource said about the person when it was last taken in.
fn last_imported(chart: &Chart, resource: &str) -> Option<Demographics> {
    let of_resource =
        |recorded: &&Arc<Recorded>| recorded.draft.source.as_ref().is_some_and(|source| source.resource == resource);
    chart
        .log()
        .filter(of_resource)
        .filter_map(|recorded| match recorded.event() {
            Event::Registered(Registered { person, .. }) | Event::DetailsChanged(DetailsChanged { person }) => {
                Some(person.clone())
            }
            _ => None,
        })
        .last()
}

/// Details merged: what the sender changed since last time is taken over; what they did not touch stays as it is here.
fn merged(known: &Demographics, new: &Demographics, before: Option<&Demographics>) -> Demographics {
    fn one<T: Clone + PartialEq>(known: &Option<T>, new: &Option<T>, before: Option<&Option<T>>) -> Option<T> {
        let untouched = new.is_none() || before.is_some_and(|before| before == new);
        if untouched { known.clone() } else { new.clone() }
    }
    let text = |known: &str, new: &str, before: Option<&String>| {
        let untouched = new.is_empty() || before.is_some_and(|before| before == new);
        if untouched { known.to_owned() } else { new.to_owned() }
    };
    Demographics {
        family_name: text(&known.family_name, &new.family_name, before.map(|before| &before.family_name)),
        given_name: text(&known.given_name, &new.given_name, before.map(|before| &before.given_name)),
        birth_date: one::<When>(&known.birth_date, &new.birth_date, before.map(|before| &before.birth_date)),
        sex: one(&known.sex, &new.sex, before.map(|before| &before.sex)),
        pronouns: one(&known.pronouns, &new.pronouns, before.map(|before| &before.pronouns)),
        languages: match before {
            Some(before) if before.languages == new.languages => known.languages.clone(),
            _ if new.languages.is_empty() => known.languages.clone(),
            _ => new.languages.clone(),
        },
        phone: one(&known.phone, &new.phone, before.map(|before| &before.phone)),
        email: one(&known.email, &new.email, before.map(|before| &before.email)),
        address: one(&known.address, &new.address, before.map(|before| &before.address)),
        place: known.place.clone(),
        died: one(&known.died, &new.died, before.map(|before| &before.died)),
    }
}
