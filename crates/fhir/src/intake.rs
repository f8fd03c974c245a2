//! A file, read: the charts that it speaks of, and what it would put on each.

use crate::{
    across::Across,
    context::{Context, NewEvent, Reading, Taken},
    datatypes::text,
    dates,
    file::{self, Contents, Found},
    people::{self, Person},
    references::{self, Index},
    refused::{Refused, Wrong},
    report::Report,
    resources,
};
use concord_chart::{
    Author, AuthorKind, ChartId, Draft, Event, EventId, IdempotencyKey, Sensitivity, Source, When, registration::Registered,
};
use concord_store::Kept;
use jiff::ToSpan;
use serde_json::Value;
use uuid::Uuid;

/// The longest name, title or line that is put on a chart, in characters. What is longer is not cut: it is only kept.
const LONGEST_LINE: usize = 4_000;
/// The longest text of a document that is put on a chart, in characters.
const LONGEST_TEXT: usize = 400_000;
/// Where our own exports say which event a resource was made from.
pub(crate) const OWN_EVENT: &str = "urn:concord:event:";

/// What a file holds, ready to be taken in. Nothing has been written yet.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The file, or files that are read together.
    pub name: String,
    /// One entry a person.
    pub charts: Vec<ChartIntake>,
    /// What becomes of each type.
    pub report: Report,
}

/// What a file holds about one person.
#[derive(Clone, Debug)]
pub struct ChartIntake {
    /// Their chart.
    pub chart: ChartId,
    /// Who they are.
    pub person: Registered,
    pub(crate) groups: Vec<Group>,
    pub(crate) sealed: Vec<NoteForItsAuthor>,
}

/// A psychotherapy note of another system. It never goes on a chart: it is sealed to whoever wrote it, or not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteForItsAuthor {
    /// `DocumentReference/12`.
    pub resource: String,
    /// Who wrote it, as the sender says; empty when they do not say.
    pub author: String,
    /// When it was true.
    pub occurred: Option<When>,
    /// Its title; may be empty.
    pub title: String,
    /// Its words, where they are plain text.
    pub text: String,
    /// The verbatim resource, with what holds its text.
    pub verbatim: String,
}

impl ChartIntake {
    /// The psychotherapy notes, each for its author alone.
    pub fn notes_for_their_authors(&self) -> &[NoteForItsAuthor] {
        &self.sealed
    }

    /// Everything that the file would put on an empty chart, those first that others rest on.
    pub fn drafts(&self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = self.groups.iter().flat_map(|group| group.drafts.iter().cloned()).collect();
        drafts.sort_by_key(|draft| phase(&draft.event));
        drafts
    }

    /// The verbatim records, one a resource.
    pub fn kept(&self) -> Vec<Kept> {
        self.groups.iter().map(|group| group.kept.clone()).collect()
    }
}

/// One resource: what it says, and its verbatim text.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) resource: String,
    pub(crate) kept: Kept,
    pub(crate) drafts: Vec<Draft>,
    /// The event under which it is kept where nothing more may be made of it.
    pub(crate) otherwise: Draft,
    /// The event of ours that it is a copy of, if it says so.
    pub(crate) copy_of: Option<EventId>,
}

/// Some events rest on others: a person before their records, a course before its changes, its end last.
pub(crate) fn phase(event: &Event) -> u8 {
    match event {
        Event::Registered(_) => 0,
        Event::EntryRetracted(_) => 1,
        Event::MedicationStarted(_) | Event::TherapyStarted(_) | Event::GoalSet(_) => 2,
        Event::MedicationHeld(_) => 4,
        Event::MedicationStopped(_) => 5,
        _ => 3,
    }
}

/// Reads one file.
///
/// # Errors
/// [`Refused`] when anything in it is wrong: the file is taken whole or not at all.
pub fn read(name: &str, text: &str, reading: &Reading<'_>) -> Result<Intake, Refused> {
    read_together(name, &[(name, text)], reading)
}

/// Reads several files that belong together, as a bulk export makes them: one file a type. They are one unit.
///
/// # Errors
/// [`Refused`] when anything in any of them is wrong.
pub fn read_together(name: &str, files: &[(&str, &str)], reading: &Reading<'_>) -> Result<Intake, Refused> {
    let contents = file::contents(files)?;
    take_up(name, &contents, reading).map_err(|refused| refused.with_counts(contents.counts()))
}

fn take_up(name: &str, contents: &Contents, reading: &Reading<'_>) -> Result<Intake, Refused> {
    let found = contents.found.as_slice();
    for resource in found {
        dates::check_all(&resource.value).map_err(|wrong| resource.refuse(&wrong.path, wrong.sentence))?;
    }
    let index = Index::new(found);
    let people = people::people(contents, &index)?;
    let across = Across::new(found, &index, &people, reading.knowledge);
    let mut report = Report { notes: contents.notes.clone(), ..Report::default() };
    let mut charts = Vec::with_capacity(people.len());
    for person in &people {
        let at = |place: usize| Context {
            reading,
            found,
            index: &index,
            across: &across,
            chart: person.chart,
            place,
            resource: &found[place],
        };
        charts.push(one_person(person, at, &mut report)?);
    }
    Ok(Intake { name: name.to_owned(), charts, report })
}

fn one_person<'a>(person: &Person, at: impl Fn(usize) -> Context<'a>, report: &mut Report) -> Result<ChartIntake, Refused> {
    let first = at(person.patients[0]);
    let registered = resources::patient::take_up(&first).map_err(|wrong| refuse(&first, wrong))?;
    let mut groups = Vec::with_capacity(person.resources.len());
    let (mut sealed, mut texts): (Vec<SealedNote>, Vec<(usize, &Found)>) = (Vec::new(), Vec::new());
    for (place, label) in &person.resources {
        let context = at(*place);
        let taken = if *place == person.patients[0] {
            // Whenever the sender wrote the record: with this practice the person is registered today.
            let when = When::Day(context.reading.today);
            Ok(Taken::Up(vec![NewEvent::new(when, Event::Registered(registered.clone()))]))
        } else if context.resource.kind == "Patient" {
            Taken::kept("the same person stands in the file twice")
        } else {
            resources::take_up(&context)
        };
        let taken = taken.and_then(|taken| checked(&registered, taken)).map_err(|wrong| refuse(&context, wrong))?;
        match (*label, context.resource.kind.as_str()) {
            (Sensitivity::PsychotherapyNote, "Binary") => texts.push((*place, context.resource)),
            (Sensitivity::PsychotherapyNote, kind) if kind != "Patient" => sealed.push(for_its_author(&context, taken)),
            _ => groups.push(group(&context, *label, taken, report)),
        }
    }
    texts.into_iter().for_each(|(place, text)| lay_beside_its_note(place, text, &mut sealed));
    let sealed = sealed.into_iter().map(|one| one.note).collect();
    Ok(ChartIntake { chart: person.chart, person: registered, groups, sealed })
}

/// A psychotherapy note, and the places in the file of the resources that it names.
struct SealedNote {
    note: NoteForItsAuthor,
    names: Vec<usize>,
}

/// A note for its author, with what can be read of it.
fn for_its_author(context: &Context<'_>, taken: Taken) -> SealedNote {
    let new = match taken {
        Taken::Up(events) => events.into_iter().next(),
        Taken::Kept(_) => None,
    };
    let mut note = NoteForItsAuthor {
        resource: context.resource.name(),
        author: String::new(),
        occurred: None,
        title: String::new(),
        text: String::new(),
        verbatim: context.resource.kept.clone(),
    };
    if let Some(new) = new {
        note.author = new.by.unwrap_or_default();
        note.occurred = Some(new.occurred);
        if let Event::DocumentFiled(document) = new.event {
            note.title = document.title;
            note.text = document.text.unwrap_or_default();
        }
    }
    let mentions = references::mentions(&context.resource.value);
    SealedNote { note, names: mentions.iter().filter_map(|mention| context.index.find(mention.target)).collect() }
}

/// The text of a note may lie in a Binary of its own: that is the same note. One that no note names is a note by itself.
fn lay_beside_its_note(place: usize, text: &Found, sealed: &mut Vec<SealedNote>) {
    match sealed.iter_mut().find(|one| one.names.contains(&place)) {
        Some(SealedNote { note, .. }) => {
            note.verbatim.push('\n');
            note.verbatim.push_str(&text.kept);
        }
        None => {
            let note = NoteForItsAuthor {
                resource: text.name(),
                author: String::new(),
                occurred: None,
                title: String::new(),
                text: String::new(),
                verbatim: text.kept.clone(),
            };
            sealed.push(SealedNote { note, names: Vec::new() });
        }
    }
}

fn refuse(context: &Context<'_>, wrong: Wrong) -> Refused {
    context.resource.refuse(&wrong.path, wrong.sentence)
}

/// The last look at what a resource amounts to: nothing is cut, and nothing happened long before birth.
fn checked(person: &Registered, taken: Taken) -> Result<Taken, Wrong> {
    let Taken::Up(events) = taken else { return Ok(taken) };
    let born = person.person.birth_date.map(|born| born.first_day());
    // What is known of a child before birth is ten months at the most.
    let earliest = born.and_then(|born| born.checked_sub(10.months()).ok());
    for new in &events {
        if earliest.is_some_and(|earliest| new.occurred.last_day() < earliest) {
            let sentence = format!("It happened ({}) long before the person was born. Ask the sender whose it is.", new.occurred);
            return Err(Wrong::at("", sentence));
        }
        let body = new.event.to_body().ok().and_then(|body| serde_json::from_str(&body).ok()).unwrap_or(Value::Null);
        let is_document = matches!(new.event, Event::DocumentFiled(_));
        if let Some(length) = too_long(&body, is_document) {
            return Taken::kept(format!("a text in it has {length} characters, more than a chart shows"));
        }
    }
    Ok(Taken::Up(events))
}

fn too_long(value: &Value, is_document: bool) -> Option<usize> {
    match value {
        Value::String(text) => {
            let length = text.chars().count();
            (length > if is_document { LONGEST_TEXT } else { LONGEST_LINE }).then_some(length)
        }
        Value::Array(items) => items.iter().find_map(|item| too_long(item, is_document)),
        Value::Object(fields) => fields.values().find_map(|inner| too_long(inner, is_document)),
        _ => None,
    }
}

fn group(context: &Context<'_>, label: Sensitivity, taken: Taken, report: &mut Report) -> Group {
    let resource = context.resource;
    let otherwise = resources::other::kept(context);
    let events = match taken {
        Taken::Up(events) => {
            report.taken_up(&resource.kind);
            events
        }
        Taken::Kept(why) => {
            report.kept(&resource.kind, &why);
            vec![resources::other::kept(context)]
        }
    };
    let covered = resources::observation::together(context).unwrap_or_else(|| resource.sha256.clone());
    let drafts = (0..).zip(events).map(|(number, new)| draft(context, label, &covered, number, new)).collect();
    Group {
        resource: resource.name(),
        kept: Kept { resource: resource.name(), sha256: resource.sha256.clone(), json: resource.kept.clone() },
        drafts,
        otherwise: draft(context, label, &covered, 0, otherwise),
        copy_of: copy_of(resource),
    }
}

fn copy_of(resource: &Found) -> Option<EventId> {
    let source = resource.value.get("meta").and_then(|meta| text(meta, "source"))?;
    source.strip_prefix(OWN_EVENT)?.parse().ok()
}

fn draft(context: &Context<'_>, label: Sensitivity, covered: &str, number: usize, new: NewEvent) -> Draft {
    let resource = context.resource;
    let key = match &new.event {
        // A course begins once, whichever of its sessions tells us.
        Event::TherapyStarted(started) => format!("fhir:course:{}", started.course),
        _ => format!("fhir:{}:{covered}:{number}", resource.name()),
    };
    let name = |name: &str| Author { kind: AuthorKind::Import, staff: None, name: name.to_owned(), role: "Import".to_owned() };
    Draft {
        id: EventId(Uuid::new_v5(&context.chart.0, key.as_bytes())),
        occurred: new.occurred,
        author: name(context.reading.system),
        on_behalf_of: new.by.map(|by| Author { role: String::new(), ..name(&by) }),
        sensitivity: label,
        key: IdempotencyKey(key),
        amends: None,
        source: Some(Source { resource: resource.name(), sha256: resource.sha256.clone() }),
        event: new.event,
    }
}
