//! The check of medicines for other record systems: a CDS Hooks 2.0 service over the same engine that the regimen page asks.
//!
//! A client asks what there is ([`discovery`]), sends what is known about one patient and what is being ordered, and is
//! answered with cards. The service keeps nothing of it and calls nobody: an authorization that comes along is never used.
//! What was not sent is said on a card, never taken for safe. What people did with the cards comes back as feedback and is
//! counted by rule.

mod call;
mod card;
mod cards;
pub mod discovery;
mod explanation;
mod feedback;
mod identity;
mod rate;
mod serve;
mod suggestions;
mod words;

pub use serve::{Settings, service};
