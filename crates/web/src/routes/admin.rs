//! The administrator's pages: accounts, places, log; no clinical content.

use super::Route;

pub(super) fn table() -> Vec<Route> {
    Vec::new()
}
