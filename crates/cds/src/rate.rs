//! A bucket of calls for each address, so that one client cannot keep the others waiting.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Calls that an address may send at once.
const BURST: u32 = 200;
/// Time in which one flows back: fifty a second.
const EACH: Duration = Duration::from_millis(20);
/// Addresses remembered; beyond it those that have been quiet are forgotten, which changes nothing for them.
const REMEMBERED: usize = 10_000;

/// For each address, the moment at which its bucket is full again.
#[derive(Default)]
pub struct Rate(Mutex<HashMap<IpAddr, Instant>>);

impl Rate {
    /// Takes one call from the address's bucket; false when it is empty.
    pub fn allows(&self, address: IpAddr, now: Instant) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > REMEMBERED {
            all.retain(|_, full| *full > now);
        }
        let full = all.entry(address).or_insert(now);
        let next = (*full).max(now) + EACH;
        if next.duration_since(now) > EACH * BURST {
            return false;
        }
        *full = next;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn an_address_that_asks_too_often_waits_and_others_do_not() {
        let (rate, now) = (Rate::default(), Instant::now());
        let address = |last| IpAddr::from(Ipv4Addr::new(10, 0, 0, last));
        assert_eq!((0..300).filter(|_| rate.allows(address(1), now)).count(), BURST as usize);
        assert!(rate.allows(address(2), now));
        assert!(rate.allows(address(1), now + EACH * 2));
    }
}
