//! The pages of prescribers, therapists, care managers and complementary practitioners.

use super::Route;

pub(super) fn table() -> Vec<Route> {
    Vec::new()
}
