//! Who may see and do what.
//!
//! Permission is a value that must be held: the store hands out a chart only against a [`MayRead`], and takes an
//! event only against a [`MayWrite`]. Only this crate can make one, and it makes one only when a policy says yes.
//! Default is deny. The policies are small tables that a clinician or a privacy officer can read ([`policies`]).

pub mod policies;
mod proof;
mod subject;
mod view;

pub use proof::{Denied, MayList, MayRead, MayWrite, Purpose};
pub use subject::{Glass, ProxyRight, Relation, Role, Subject};
pub use view::View;
