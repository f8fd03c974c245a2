//! Small bundles and the charts that they make.

use concord_chart::{Chart, ChartId, Recorded};
use concord_fhir::{ChartIntake, Intake, Reading, Settled, read};
use concord_store::Kept;
use jiff::{Timestamp, civil::date};
use serde_json::{Value, json};
use std::sync::Arc;

pub const ONE_PERSON: &str = include_str!("../bundles/one-person.json");
pub const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

pub fn reading() -> Reading<'static> {
    Reading { knowledge: concord_knowledge::shipped(), today: date(2026, 11, 22), system: "Harbour Clinic" }
}

pub fn patient() -> Value {
    json!({"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:oid:2.999.1", "value": "K-1"}],
        "name": [{"family": "Invented", "given": ["Noor"]}], "birthDate": "1990-07-14"})
}

pub fn about(kind: &str, id: &str, rest: Value) -> Value {
    let mut resource = json!({"resourceType": kind, "id": id, "subject": {"reference": "Patient/p"}});
    for (key, value) in rest.as_object().unwrap() {
        resource[key] = value.clone();
    }
    resource
}

pub fn observation(id: &str, rest: Value) -> Value {
    let mut resource =
        about("Observation", id, json!({"status": "final", "code": {"text": "Weight"}, "effectiveDateTime": "2026-05-04"}));
    for (key, value) in rest.as_object().unwrap() {
        resource[key] = value.clone();
    }
    resource
}

pub fn bundle(resources: &[Value]) -> String {
    let entries: Vec<Value> = resources.iter().map(|resource| json!({"resource": resource})).collect();
    json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string()
}

/// The patient and these.
pub fn record(resources: &[Value]) -> String {
    bundle(&[&[patient()], resources].concat())
}

pub fn taken(text: &str) -> Intake {
    read("record.json", text, &reading()).unwrap_or_else(|refused| panic!("{refused}"))
}

pub fn refusal(text: &str) -> String {
    read("record.json", text, &reading()).expect_err("it was taken in").to_string()
}

/// A chart in memory, with the verbatim records beside it.
pub struct Shelf {
    pub chart: Chart,
    pub kept: Vec<Kept>,
}

impl Shelf {
    pub fn empty(id: ChartId) -> Self {
        Self { chart: Chart::empty(id), kept: Vec::new() }
    }

    /// Takes in what a file holds of this person, as the program does: settled against the chart, then decided.
    pub fn add(&mut self, intake: &ChartIntake) -> Settled {
        let settled = intake.settle(&self.chart).unwrap();
        self.append(settled.drafts.clone());
        self.kept.extend(settled.kept.clone());
        settled
    }

    pub fn append(&mut self, drafts: Vec<concord_chart::Draft>) {
        let news = self.chart.decide(drafts, reading().today).unwrap_or_else(|refusal| panic!("{refusal}"));
        let recorded_at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let recorded: Vec<_> =
            (self.chart.head + 1..).zip(news).map(|(seq, draft)| Arc::new(Recorded { seq, recorded_at, draft })).collect();
        self.chart.add(recorded);
    }
}

/// The chart that a file with one person makes.
pub fn shelf(text: &str) -> Shelf {
    let intake = taken(text);
    assert_eq!(intake.charts.len(), 1);
    let mut shelf = Shelf::empty(intake.charts[0].chart);
    shelf.add(&intake.charts[0]);
    shelf
}

/// A chart as lines: when, what kind, in words, who, how private, what became of it.
pub fn lines(chart: &Chart) -> String {
    let line = |entry: &concord_chart::Entry| {
        let recorded = &entry.recorded;
        let whom = recorded.draft.on_behalf_of.as_ref().map(|whom| format!(" for {}", whom.name)).unwrap_or_default();
        let source = recorded.draft.source.as_ref().map_or("-", |source| &source.resource);
        let label = match recorded.draft.sensitivity {
            concord_chart::Sensitivity::General => String::new(),
            label => format!(" [{}]", label.as_str()),
        };
        let status = match entry.status {
            concord_chart::EntryStatus::Counts => "",
            concord_chart::EntryStatus::Amended { .. } => " (amended)",
            concord_chart::EntryStatus::Retracted { .. } => " (retracted)",
        };
        let (kind, words) = (recorded.event().kind(), recorded.event().words());
        format!("{} | {kind} | {words} | {}{whom} | {source}{label}{status}", recorded.occurred(), recorded.author().name)
    };
    chart.entries.iter().map(line).collect::<Vec<_>>().join("\n")
}
