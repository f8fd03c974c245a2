//! The one place that asks the machine what time it is.

use jiff::{SignedDuration, Timestamp};
use std::sync::RwLock;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else is told to ask")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's clock, shifted: the demo practice lives on a day of its own, and its clock runs.
#[derive(Debug)]
pub struct OffsetClock {
    shift: SignedDuration,
}

impl OffsetClock {
    /// A clock that shows `at` now and runs on from there.
    pub fn starting_at(at: Timestamp) -> Self {
        Self { shift: at.duration_since(SystemClock.now()) }
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().checked_add(self.shift).unwrap_or(Timestamp::MAX)
    }
}

/// A clock that stands still until it is set: for simulation and tests.
#[derive(Debug)]
pub struct SetClock(RwLock<Timestamp>);

impl SetClock {
    /// A clock that shows `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(RwLock::new(at))
    }

    /// Sets the clock.
    pub fn set(&self, at: Timestamp) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
