//! The practice at work on the in-memory store: permission, conflict, trace, sign-in.

#![allow(clippy::unwrap_used, missing_docs)]

mod answering;
mod card_feedback;
mod desk;
mod follows;
mod measures;
mod minors;
mod own_account;
mod permission;
mod recording;
mod safety;
mod sealed;
mod settings;
mod signing_in;
mod together;
mod trace;
mod units;
