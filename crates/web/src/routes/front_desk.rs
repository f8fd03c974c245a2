//! The pages of the front desk: names, times, rooms; no clinical word.

use super::Route;

pub(super) fn table() -> Vec<Route> {
    Vec::new()
}
