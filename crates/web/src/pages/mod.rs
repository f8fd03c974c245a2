//! One file a page: read the request, call an action, show what came of it. Nothing clinical is computed here.

pub mod admin;
pub mod clinician;
pub mod front_desk;
pub mod patient;
pub(crate) mod plan_form;
pub mod public;
