//! The pages of prescribers, therapists, care managers and complementary practitioners.

pub mod amend;
pub mod answers;
pub mod caseload;
pub mod caseload_csv;
pub mod chart;
pub mod entries;
pub mod find;
pub mod finding;
pub mod forms;
mod frame;
pub mod glass;
pub mod looked;
pub mod measures;
pub mod merge;
pub mod note;
mod parts;
pub mod plan;
pub mod record;
pub mod regimen;
pub mod retract;
pub mod sessions;
pub mod today;
pub mod visits;
