//! The pages of a small invented practice, asked for as a browser asks.

#![allow(clippy::unwrap_used, missing_docs)]

mod admin;
mod browser;
mod caseload;
mod chart;
mod checks;
mod desk;
mod failing;
mod going_wrong;
mod headers;
mod help;
mod labels;
mod matrix;
mod nothing_lost;
mod own_medicines;
mod own_pages;
mod patient_work;
mod practice;
mod practices;
mod questionnaires;
mod reading;
mod record;
mod regimen;
mod release;
mod safety;
mod sealed;
mod sending;
mod sessions;
mod signing_in;
mod steps;
mod suspects;
mod taking;
mod trace;
mod units;
