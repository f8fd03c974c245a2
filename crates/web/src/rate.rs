//! A token bucket an address: slows down whoever knocks too often, without locking anybody out for long.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// Requests that an address may send at once.
const BURST: f64 = 120.0;
/// Requests a second that flow back.
const PER_SECOND: f64 = 20.0;
/// Addresses remembered; beyond it the full buckets are forgotten, which changes nothing for anybody.
const REMEMBERED: usize = 20_000;

/// The buckets.
#[derive(Default)]
pub struct Rate {
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

impl Rate {
    /// Takes `cost` tokens from this address's bucket; false when it is empty.
    pub fn allows(&self, address: &str, cost: f64) -> bool {
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > REMEMBERED {
            buckets.retain(|_, (tokens, at)| *tokens + now.duration_since(*at).as_secs_f64() * PER_SECOND < BURST);
        }
        let (tokens, at) = buckets.entry(address.to_owned()).or_insert((BURST, now));
        *tokens = (*tokens + now.duration_since(*at).as_secs_f64() * PER_SECOND).min(BURST);
        *at = now;
        if *tokens < cost {
            return false;
        }
        *tokens -= cost;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_knocks_too_often_has_to_wait_and_others_do_not() {
        let rate = Rate::default();
        let allowed = (0..200).filter(|_| rate.allows("one", 1.0)).count();
        assert!((119..=130).contains(&allowed), "{allowed} of 200 were let in");
        assert!(rate.allows("another", 1.0));
    }
}
