//! The one place that makes new ids and secrets.

use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Makes new ids.
pub trait FreshIds: Send + Sync + 'static {
    /// An id that was never given out before.
    fn next(&self) -> Uuid;
}

/// Time-ordered random ids.
#[derive(Debug, Default)]
pub struct RandomIds;

impl FreshIds for RandomIds {
    #[allow(clippy::disallowed_methods, reason = "this is the source of ids that everything else is told to ask")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// The same ids again for the same seed: for simulation and tests, never for people.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    count: AtomicU64,
}

impl SeededIds {
    /// Ids of this seed, from the first.
    pub fn new(seed: u64) -> Self {
        Self { seed, count: AtomicU64::new(0) }
    }
}

impl FreshIds for SeededIds {
    fn next(&self) -> Uuid {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        // Two rounds of a mixing function spread seed and count over all bits; the low half keeps the count, so no
        // two ids of one seed are the same.
        let mixed = mix(self.seed ^ mix(count));
        uuid::Builder::from_custom_bytes((u128::from(mixed) << 64 | u128::from(count)).to_be_bytes()).into_uuid()
    }
}

/// SplitMix64's finaliser.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
