//! The record as others speak it: the only place that knows FHIR (R4).
//!
//! **In.** [`read`] takes the text of a file (a Bundle, a single resource, NDJSON) and says what it would put on whose
//! chart, or refuses the whole of it in one sentence. It writes nothing. [`ChartIntake::settle`] then says what of that
//! is new for a chart as it stands; `Clinic::take_in` of `concord_actions` appends it, all files' charts in one
//! transaction. What Concord understands becomes events; every resource is also kept word for word.
//!
//! | Others say | On the chart |
//! |---|---|
//! | Patient | registered, or details changed |
//! | Encounter | a visit; a session of a course of therapy where its type says psychotherapy |
//! | Condition, AllergyIntolerance, Procedure, Goal | the same |
//! | MedicationRequest, MedicationStatement | a course of a medicine; its end |
//! | Observation | a score or items of a questionnaire; laboratory; vital sign; other observation |
//! | QuestionnaireResponse | answers, item by item |
//! | CarePlan, CareTeam, DocumentReference | a plan from elsewhere; people outside; a document |
//! | Practitioner, Organization, Location | names on the events that refer to them; kept on each of those charts |
//! | everything else | kept word for word |
//!
//! **Asked.** [`review::ask`] makes of what another system sends about one patient the question for a review of the regimen;
//! it keeps nothing.
//!
//! **Out.** [`export`] makes one Bundle of a chart: what came from elsewhere and still holds goes back word for word,
//! what was recorded here is made into resources. Psychotherapy notes are never in it. [`csv`] makes one row an entry.

mod across;
mod context;
mod csv;
mod datatypes;
mod dates;
mod dosage;
mod export;
mod file;
mod intake;
mod json;
mod labels;
mod people;
mod references;
mod refused;
mod report;
mod resources;
pub mod review;
mod settle;
mod types;

pub use context::Reading;
pub use csv::csv;
pub use export::{Exported, export};
pub use file::{MAX_BYTES, unpack};
pub use intake::{ChartIntake, Intake, NoteForItsAuthor, read, read_together};
pub use json::MAX_DEPTH;
pub use refused::Refused;
pub use report::{Fate, Report};
pub use settle::Settled;
