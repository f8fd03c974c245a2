//! The pages of the patient. Each is about the own record, which the session names, never the address.

use super::Route;

pub(super) fn table() -> Vec<Route> {
    Vec::new()
}
