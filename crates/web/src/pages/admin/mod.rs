//! The administrator's pages: people who sign in, the practice, what medicine says, the access log. No clinical content.

pub mod access_log;
pub mod checks;
pub mod instruments;
pub mod knowledge;
pub mod minors;
pub mod on_call;
pub mod people;
pub mod practice;
pub mod sealed;
