//! Dice that fall the same way for the same seed, on every machine and with every version of every library.
//!
//! A practice that is the same byte for byte needs dice whose every step is written here: whole numbers and the four
//! basic operations on floats are the same everywhere; a library's generator or a logarithm need not be.

/// Seeded dice. Streams of different labels do not disturb each other: one more throw for the medicine does not change
/// the weather of the therapy.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The dice of this seed under this label.
    pub fn new(seed: u64, label: &str) -> Self {
        // FNV-1a over the label, then mixed with the seed.
        let hash =
            label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        Self(mix(seed ^ mix(hash)))
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 up to, but not, 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits fit a float exactly.
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True in this share of cases.
    pub fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.bits() % span).unwrap_or(0)
    }

    /// A number from `low` to `high`.
    pub fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Around 0, two thirds of the time within 1 of it, never beyond 3.5: four dice together make a bell.
    pub fn bell(&mut self) -> f64 {
        let sum: f64 = (0..4).map(|_| self.unit()).sum();
        (sum - 2.0) * 1.732_050_8
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.bits() % from.len().max(1) as u64).unwrap_or(0)]
    }

    /// One of them, as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let all: u32 = from.iter().map(|(_, weight)| weight).sum();
        let mut left = u32::try_from(self.bits() % u64::from(all.max(1))).unwrap_or(0);
        for (thing, weight) in from {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        from[0].0
    }
}

/// SplitMix64's finaliser.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way_forever() {
        // Worked out once; a change of it would change every demo practice without anybody saying so.
        let mut chance = Chance::new(7, "weather");
        let thrown: Vec<i64> = (0..8).map(|_| chance.between(1, 6)).collect();
        let mut again = Chance::new(7, "weather");
        assert_eq!(thrown, (0..8).map(|_| again.between(1, 6)).collect::<Vec<_>>());
        assert_ne!(Chance::new(8, "weather").bits(), Chance::new(7, "weather").bits());
        assert_ne!(Chance::new(7, "mood").bits(), Chance::new(7, "weather").bits());
    }

    #[test]
    fn the_bell_is_centred_and_bounded() {
        let mut chance = Chance::new(1, "bell");
        let thrown: Vec<f64> = (0..20_000).map(|_| chance.bell()).collect();
        let mean = thrown.iter().sum::<f64>() / 20_000.0;
        let spread = thrown.iter().map(|value| value * value).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((spread - 1.0).abs() < 0.05, "{spread}");
        assert!(thrown.iter().all(|value| value.abs() < 3.5));
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::new(3, "weights");
        let rare = (0..10_000).filter(|_| chance.weighted(&[("often", 9), ("rare", 1)]) == "rare").count();
        assert!((800..1_200).contains(&rare), "{rare}");
    }
}
