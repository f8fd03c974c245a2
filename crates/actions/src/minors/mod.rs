//! Minors and the people who act for them: who may see what, until which day, and what a minor consented to alone.

mod consent;
mod labels;
mod proxies;
mod questions;

pub(crate) use consent::age_of;
pub(crate) use labels::labelled;
pub(crate) use proxies::own_address;
pub use proxies::{NewProxy, ProxyAccess};
