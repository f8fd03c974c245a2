//! Whose each resource is. A record that could be anybody's is nobody's: then the file is refused.

use crate::{
    datatypes::{list, name, text},
    file::{Contents, Found},
    references::{Index, Mention, check_leads_somewhere, mentions},
    refused::Refused,
};
use concord_chart::{ChartId, Sensitivity};
use std::collections::{BTreeSet, HashMap, VecDeque};
use uuid::Uuid;

/// Namespace of the chart ids of people who come from elsewhere.
const PEOPLE: Uuid = Uuid::from_u128(0x0c0c_04d0_f417_4f41_9d3a_0000_0000_0002);

/// Identifier system under which Concord exports the id of a chart, so that its own export finds its own chart again.
pub(crate) const CHART_SYSTEM: &str = "urn:concord:chart";

/// Types that describe no person of the practice's: staff, places, medicines, forms.
const DIRECTORY: &[&str] = &[
    "ActivityDefinition",
    "CodeSystem",
    "ConceptMap",
    "Device",
    "DeviceDefinition",
    "Endpoint",
    "HealthcareService",
    "InsurancePlan",
    "Library",
    "Location",
    "Measure",
    "Medication",
    "MedicationKnowledge",
    "Organization",
    "OrganizationAffiliation",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Questionnaire",
    "Schedule",
    "Slot",
    "StructureDefinition",
    "Substance",
    "ValueSet",
];

/// Types that always speak of one person.
const NEEDS_A_PERSON: &[&str] = &[
    "AdverseEvent",
    "AllergyIntolerance",
    "CarePlan",
    "CareTeam",
    "Claim",
    "ClinicalImpression",
    "Condition",
    "Coverage",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "EpisodeOfCare",
    "ExplanationOfBenefit",
    "FamilyMemberHistory",
    "Flag",
    "Goal",
    "ImagingStudy",
    "Immunization",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Procedure",
    "QuestionnaireResponse",
    "RelatedPerson",
    "RiskAssessment",
    "ServiceRequest",
];

/// One person of the file.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) chart: ChartId,
    /// Places of their Patient resources in the file; the first is the one that registers them.
    pub(crate) patients: Vec<usize>,
    /// Places of everything that goes on their chart, in the order of the file, with its label.
    pub(crate) resources: Vec<(usize, Sensitivity)>,
}

/// What a resource is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// This person of the list.
    Person(usize),
    /// Something that is no person, as the resource says itself.
    Other,
    /// It does not say.
    NotSaid,
}

/// Everybody in the file, each with what is theirs.
pub(crate) fn people(contents: &Contents, index: &Index) -> Result<Vec<Person>, Refused> {
    let found = &contents.found;
    let mut people = persons(found)?;
    if people.is_empty() {
        return Err(no_one(contents));
    }
    let patient_of: HashMap<usize, usize> =
        people.iter().enumerate().flat_map(|(at, person)| person.patients.iter().map(move |place| (*place, at))).collect();
    let mut owners = Vec::with_capacity(found.len());
    for (at, resource) in found.iter().enumerate() {
        check_leads_somewhere(resource, index)?;
        owners.push(match patient_of.get(&at) {
            Some(person) => Owner::Person(*person),
            None => by_subject(resource, index, found, &patient_of)?,
        });
    }
    by_neighbours(found, index, &patient_of, &mut owners)?;
    check_nobody_elses(found, index, &owners)?;
    let attached = by_mention(found, index, &owners, &people)?;
    for (at, resource) in found.iter().enumerate() {
        match owners[at] {
            Owner::Person(person) => people[person].resources.push((at, resource.label)),
            Owner::Other | Owner::NotSaid => {
                for (person, label) in &attached[at] {
                    people[*person].resources.push((at, resource.label.max(*label)));
                }
            }
        }
    }
    Ok(people)
}

fn no_one(contents: &Contents) -> Refused {
    let file = contents.found.first().map_or("the file", |found| &found.file);
    Refused::whole(
        file,
        "There is no Patient in it, so nobody's chart can be found. Export the person together with their records; \
         for a bulk export, name the whole folder.",
    )
}

fn persons(found: &[Found]) -> Result<Vec<Person>, Refused> {
    let mut people: Vec<Person> = Vec::new();
    for (at, patient) in found.iter().enumerate().filter(|(_, found)| found.kind == "Patient") {
        let chart = chart_id(patient)?;
        match people.iter_mut().find(|person| person.chart == chart) {
            Some(known) => {
                same_person(&found[known.patients[0]], patient)?;
                known.patients.push(at);
            }
            None => people.push(Person { chart, patients: vec![at], resources: Vec::new() }),
        }
    }
    Ok(people)
}

fn same_person(first: &Found, second: &Found) -> Result<(), Refused> {
    let (a, b) = (name(&first.value).unwrap_or_default(), name(&second.value).unwrap_or_default());
    let born = |found: &Found| text(&found.value, "birthDate").map(str::to_owned);
    if differences(&a.family, &b.family, &a.given, &b.given, born(first).as_deref(), born(second).as_deref()) < 2 {
        return Ok(());
    }
    Err(second.refuse(
        "identifier",
        format!(
            "It bears the same identifier as {}, but is another person by name and birth date. Ask the sender who bears it.",
            first.place
        ),
    ))
}

/// In how many of family name, given name and birth date two descriptions of a person differ. One may change: people
/// marry, and birth dates are corrected. Two at once are another person.
pub(crate) fn differences(
    family: &str,
    family2: &str,
    given: &str,
    given2: &str,
    born: Option<&str>,
    born2: Option<&str>,
) -> usize {
    let names =
        |a: &str, b: &str| !a.trim().is_empty() && !b.trim().is_empty() && a.trim().to_lowercase() != b.trim().to_lowercase();
    let births = matches!((born, born2), (Some(a), Some(b)) if a != b);
    [names(family, family2), names(given, given2), births].into_iter().filter(|differs| *differs).count()
}

/// The chart of a person: their chart in Concord where an export of ours says so; else made from the first identifier
/// that has a system; else from id, name and birth date.
fn chart_id(patient: &Found) -> Result<ChartId, Refused> {
    let identifiers =
        list(&patient.value, "identifier").iter().filter_map(|one| Some((text(one, "system")?, text(one, "value")?)));
    let identifiers: Vec<_> = identifiers.collect();
    if let Some((_, value)) = identifiers.iter().find(|(system, _)| *system == CHART_SYSTEM) {
        return value
            .parse()
            .map_err(|_| patient.refuse("identifier", "The chart id of Concord in it is damaged. Export it again."));
    }
    let seed = match identifiers.first() {
        Some((system, value)) => format!("{system}|{value}"),
        None => {
            let name = name(&patient.value).unwrap_or_default();
            format!("{}|{}|{}|{}", patient.id, name.family, name.given, text(&patient.value, "birthDate").unwrap_or_default())
        }
    };
    Ok(ChartId(Uuid::new_v5(&PEOPLE, seed.as_bytes())))
}

/// What the resource itself says that it is about.
fn by_subject(resource: &Found, index: &Index, found: &[Found], patient_of: &HashMap<usize, usize>) -> Result<Owner, Refused> {
    let subject = ["subject", "patient", "beneficiary", "for"].into_iter().find_map(|key| Some((key, resource.value.get(key)?)));
    let Some((key, subject)) = subject else { return needs_a_person(resource) };
    let said = text(subject, "reference");
    if said.is_some_and(|target| target.starts_with('#')) {
        let sentence = "Whose it is stands inside the resource itself, where it cannot be told from a copy. Send the Patient as its own entry.";
        return Err(resource.refuse(key, sentence));
    }
    if said.is_none() && subject.get("identifier").is_none() {
        return needs_a_person(resource);
    }
    match index.resolve(subject) {
        Some(at) if patient_of.contains_key(&at) => Ok(Owner::Person(patient_of[&at])),
        Some(at) if may_be_about(&resource.kind, &found[at].kind) => Ok(Owner::Other),
        Some(at) => Err(resource.refuse(
            key,
            format!(
                "It names {} as the person whom it is about, which is none. Ask the sender to put it right.",
                found[at].name()
            ),
        )),
        // Something on another server that says by its address that it is no person.
        None if said.and_then(kind_in).is_some_and(|kind| may_be_about(&resource.kind, kind)) => Ok(Owner::Other),
        None => {
            let shown: String = said.unwrap_or("an identifier").chars().take(80).collect();
            Err(resource
                .refuse(key, format!("It is about “{shown}”, who is not in the file. Ask the sender to include the Patient.")))
        }
    }
}

/// The type in `Group/1` or `https://server/Group/1`.
fn kind_in(reference: &str) -> Option<&str> {
    let mut parts = reference.rsplit('/');
    parts.next()?;
    parts.next().filter(|kind| *kind != "Patient")
}

/// True where FHIR allows this type to be about something that is no person: the temperature of a room, a group's plan.
fn may_be_about(kind: &str, subject: &str) -> bool {
    match subject {
        "Group" | "Device" | "Location" => !matches!(kind, "AllergyIntolerance" | "RelatedPerson" | "Coverage" | "Immunization"),
        "Practitioner" | "Organization" | "Medication" | "Substance" | "Procedure" => {
            matches!(kind, "DocumentReference" | "Composition" | "List" | "Flag" | "Basic" | "Task" | "Media" | "ChargeItem")
        }
        _ => matches!(kind, "Composition" | "List" | "Basic" | "Task"),
    }
}

fn needs_a_person(resource: &Found) -> Result<Owner, Refused> {
    if NEEDS_A_PERSON.contains(&resource.kind.as_str()) {
        let key = if matches!(resource.kind.as_str(), "AllergyIntolerance" | "RelatedPerson" | "Immunization") {
            "patient"
        } else {
            "subject"
        };
        return Err(resource.refuse(key, "It does not say whom it is about. Ask the sender for a complete export."));
    }
    Ok(Owner::NotSaid)
}

/// Resources without a subject belong to the one person that they speak of (a Provenance, an Appointment).
fn by_neighbours(
    found: &[Found],
    index: &Index,
    patient_of: &HashMap<usize, usize>,
    owners: &mut [Owner],
) -> Result<(), Refused> {
    for (at, resource) in found.iter().enumerate() {
        if owners[at] != Owner::NotSaid || DIRECTORY.contains(&resource.kind.as_str()) {
            continue;
        }
        let targets: Vec<usize> = mentions(&resource.value).iter().filter_map(|mention| index.find(mention.target)).collect();
        let direct: BTreeSet<usize> = targets.iter().filter_map(|target| patient_of.get(target).copied()).collect();
        let owned = |target: &usize| match owners[*target] {
            Owner::Person(person) => Some(person),
            _ => None,
        };
        let spoken_of = if direct.is_empty() { targets.iter().filter_map(owned).collect() } else { direct };
        match spoken_of.len() {
            0 => {}
            1 => owners[at] = spoken_of.first().map_or(Owner::NotSaid, |person| Owner::Person(*person)),
            several => {
                return Err(resource.refuse(
                    "",
                    format!("It speaks of {several} people at once, and a chart is one person's. Export the people one by one."),
                ));
            }
        }
    }
    Ok(())
}

/// One person's record may not hang on another's visit or result: that is how a result lands on the wrong chart.
fn check_nobody_elses(found: &[Found], index: &Index, owners: &[Owner]) -> Result<(), Refused> {
    for (at, resource) in found.iter().enumerate() {
        let Owner::Person(mine) = owners[at] else { continue };
        for Mention { path, target } in mentions(&resource.value) {
            let Some(other) = index.find(target) else { continue };
            let person_like = matches!(found[other].kind.as_str(), "Patient" | "RelatedPerson" | "Person" | "Group");
            if let Owner::Person(theirs) = owners[other]
                && theirs != mine
                && !person_like
            {
                return Err(resource.refuse(
                    &path,
                    format!(
                        "It is about one person and refers to {}, which is about another. Ask the sender whose it is.",
                        found[other].name()
                    ),
                ));
            }
            if path == "encounter" && found[other].kind != "Encounter" {
                return Err(resource.refuse(
                    &path,
                    format!("It names {} as the visit, which is none. Ask the sender to put it right.", found[other].name()),
                ));
            }
        }
    }
    Ok(())
}

/// Persons who (through others) mention what is nobody's, with the strictest label of a mentioner.
type Attached = Vec<Vec<(usize, Sensitivity)>>;

fn by_mention(found: &[Found], index: &Index, owners: &[Owner], people: &[Person]) -> Result<Attached, Refused> {
    let targets: Vec<Vec<usize>> = found
        .iter()
        .map(|resource| mentions(&resource.value).iter().filter_map(|mention| index.find(mention.target)).collect())
        .collect();
    let mut attached: Attached = vec![Vec::new(); found.len()];
    let mut queue: VecDeque<(usize, usize, Sensitivity)> = VecDeque::new();
    for (at, resource) in found.iter().enumerate() {
        if let Owner::Person(person) = owners[at] {
            queue.extend(targets[at].iter().map(|target| (*target, person, resource.label)));
        }
    }
    while let Some((at, person, label)) = queue.pop_front() {
        if matches!(owners[at], Owner::Person(_)) {
            continue;
        }
        // A clinic named in a sealed note is not itself a secret; a Binary that holds its text is.
        let label = if DIRECTORY.contains(&found[at].kind.as_str()) { Sensitivity::General } else { label };
        match attached[at].iter_mut().find(|(known, _)| *known == person) {
            Some((_, known)) if *known >= label => continue,
            Some((_, known)) => *known = label,
            None => attached[at].push((person, label)),
        }
        let passed_on = found[at].label.max(label);
        queue.extend(targets[at].iter().map(|target| (*target, person, passed_on)));
    }
    for (at, resource) in found.iter().enumerate() {
        if matches!(owners[at], Owner::Person(_)) {
            continue;
        }
        let directory = DIRECTORY.contains(&resource.kind.as_str());
        match attached[at].len() {
            0 if directory || people.len() == 1 => attached[at].push((0, Sensitivity::General)),
            0 => {
                let sentence =
                    "It does not say whose it is, and there are several people in the file. Export the people one by one.";
                return Err(resource.refuse("", sentence));
            }
            1 => {}
            _ if directory => {}
            several => {
                return Err(resource.refuse(
                    "",
                    format!("The records of {several} people refer to it, and it does not say whose it is. Export the people one by one."),
                ));
            }
        }
        attached[at].sort_unstable();
    }
    Ok(attached)
}
