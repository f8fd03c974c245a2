//! The practice at work on the in-memory store: permission, conflict, trace, sign-in.

#![allow(clippy::unwrap_used, missing_docs)]

mod desk;
mod permission;
mod recording;
mod sealed;
mod signing_in;
mod trace;
