//! One file a page: read the request, call an action, show what came of it. Nothing clinical is computed here.

pub mod admin;
pub(crate) mod article_text;
pub mod clinician;
pub mod front_desk;
pub(crate) mod own_lines;
pub mod patient;
pub(crate) mod plan_form;
pub mod proxy;
pub mod public;
