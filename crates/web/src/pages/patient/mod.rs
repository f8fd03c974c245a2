//! The patient's own pages, made for a phone. The record is the session's own; no address names it.

pub mod after_answering;
pub mod answers;
pub mod check_in;
mod coming;
pub mod course;
pub mod cycle;
pub mod doses;
mod frame;
pub mod help;
pub mod home;
pub mod homework;
pub mod looked;
pub mod medicines;
mod next;
pub mod own;
pub mod plan;
pub mod practice;
pub mod questionnaire;
pub mod reading;
pub mod safety_plan;
pub(crate) mod safety_words;
pub mod side_effect;
pub mod us;
pub mod visits;
pub mod work;
