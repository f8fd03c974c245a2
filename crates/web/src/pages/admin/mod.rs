//! The administrator's pages: people who sign in, the access log, the practice. No clinical content.

pub mod access_log;
pub mod people;
