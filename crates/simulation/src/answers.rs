//! How somebody fills in a questionnaire: items that hang together, each with the person's own leaning.

use crate::{chance::Chance, course_of_illness::Illness};

/// What is easier or harder for one person than for others with the same burden: fixed for life.
#[derive(Clone, Debug)]
pub(crate) struct Leaning([f64; 16]);

impl Leaning {
    pub fn draw(chance: &mut Chance) -> Self {
        let mut leaning = [0.0; 16];
        leaning.iter_mut().for_each(|item| *item = chance.bell() * 0.45);
        Self(leaning)
    }

    /// One item, 0 to `most`, where the whole stands at `level` (0 to 1). At both ends of the scale leanings matter less.
    fn item(&self, number: usize, level: f64, most: f64, chance: &mut Chance) -> u8 {
        let room = (level * (1.0 - level) * 4.0).clamp(0.0, 1.0);
        let value = level * most + (self.0[number % 16] + chance.bell() * 0.36) * room * most / 3.0;
        value.round().clamp(0.0, most) as u8
    }

    /// The eight mood items and item 9, which has a life of its own.
    pub fn phq_9(&self, illness: &Illness, chance: &mut Chance) -> Vec<u8> {
        let level = illness.mood / 27.0;
        let mut items: Vec<u8> = (0..8).map(|number| self.item(number, level, 3.0, chance)).collect();
        items.push((illness.dark + chance.bell() * 0.16).round().clamp(0.0, 3.0) as u8);
        items
    }

    pub fn gad_7(&self, illness: &Illness, chance: &mut Chance) -> Vec<u8> {
        let level = illness.worry / 21.0;
        (9..16).map(|number| self.item(number, level, 3.0, chance)).collect()
    }

    /// Well-being turns the scale round: 5 is best.
    pub fn who_5(&self, illness: &Illness, chance: &mut Chance) -> Vec<u8> {
        let level = 1.0 - (illness.mood / 27.0 * 0.75 + illness.worry / 21.0 * 0.25);
        (2..7).map(|number| self.item(number, level, 5.0, chance)).collect()
    }
}

/// How difficult the problems made things, 0 to 3.
pub(crate) fn difficulty(items: &[u8]) -> u8 {
    let total: u32 = items.iter().map(|item| u32::from(*item)).sum();
    match total {
        0..=4 => 0,
        5..=13 => 1,
        14..=20 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cast::Scene, track::Track};

    #[test]
    fn the_total_follows_the_illness_and_items_hang_together() {
        let (mut near, mut ninth) = (0, 0);
        for number in 0..400 {
            let mut chance = Chance::new(number, "answers");
            let illness = Illness::begin(Track::DepressionBoth, Scene::Plain, &mut chance);
            let leaning = Leaning::draw(&mut chance);
            let items = leaning.phq_9(&illness, &mut chance);
            let total: u8 = items.iter().sum();
            near += usize::from((f64::from(total) - illness.mood).abs() <= 5.0);
            ninth += usize::from(items[8] > 0);
            assert!(items.iter().all(|item| *item <= 3));
        }
        assert!(near > 360, "{near} of 400 totals are near");
        assert!((20..140).contains(&ninth), "{ninth} of 400 endorse item 9");
    }

    #[test]
    fn who_is_well_scores_low_everywhere() {
        let mut chance = Chance::new(1, "answers");
        let mut illness = Illness::begin(Track::DepressionBoth, Scene::Plain, &mut chance);
        (illness.mood, illness.worry, illness.dark) = (0.0, 0.0, 0.0);
        let leaning = Leaning::draw(&mut chance);
        assert_eq!(leaning.phq_9(&illness, &mut chance).iter().sum::<u8>(), 0);
        assert!(leaning.who_5(&illness, &mut chance).iter().sum::<u8>() >= 24);
    }
}
