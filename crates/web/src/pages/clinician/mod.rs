//! The pages of prescribers, therapists, care managers and complementary practitioners.

pub mod amend;
pub mod answers;
mod asked;
pub mod caseload;
pub mod caseload_csv;
pub mod chart;
pub mod checks;
pub mod entries;
pub mod find;
pub mod finding;
pub mod forms;
mod frame;
pub mod glass;
pub mod looked;
pub mod measures;
pub mod medicines_paper;
pub mod merge;
pub mod note;
mod parts;
pub mod plan;
pub mod record;
pub mod regimen;
pub mod retract;
pub mod sessions;
pub mod steps;
pub mod today;
pub mod visits;
