//! How somebody is, day by day: a hidden state that treatments move, that life disturbs, and that questionnaires see only
//! through their items.
//!
//! The model is invented so that charts look alive. It is no evidence about any treatment and is used for nothing else.

use crate::{cast::Scene, chance::Chance, track::Track};

/// How much of each kind of treatment is at work in the body and the head today, 0 to about 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AtWork {
    pub medicine: f64,
    pub talking: f64,
    pub practice: f64,
}

/// The hidden state.
#[derive(Clone, Debug)]
pub(crate) struct Illness {
    /// Low mood, on the scale of the PHQ-9 (0 to 27).
    pub mood: f64,
    /// Worry, on the scale of the GAD-7 (0 to 21).
    pub worry: f64,
    /// Above the usual, 0 to 4: only with bipolar disorder.
    pub high: f64,
    /// How close thoughts of death are, on the scale of item 9 (0 to 3).
    pub dark: f64,
    mood_untreated: f64,
    worry_untreated: f64,
    answers_to: AtWork,
    shock: f64,
    relapse_days: i64,
    high_days: i64,
    days_well: i64,
    darkness: f64,
    can_be_high: bool,
}

impl Illness {
    pub fn begin(track: Track, scene: Scene, chance: &mut Chance) -> Self {
        let ((mood_middle, mood_spread), (worry_middle, worry_spread)) = track.weight();
        let mut mood: f64 = (mood_middle + mood_spread * chance.bell()).clamp(5.0, 26.0);
        let worry = (worry_middle + worry_spread * chance.bell() + (mood - mood_middle) * 0.3).clamp(3.0, 20.0);
        let mut share = |best: f64| -> f64 {
            // Half answer well, a quarter in part, the others hardly.
            let (low, high) = chance.weighted(&[((0.62, 1.0), 58), ((0.32, 0.6), 25), ((0.0, 0.2), 17)]);
            best * chance.within(low, high)
        };
        let mut answers_to = AtWork { medicine: share(0.72), talking: share(0.68), practice: share(0.25) };
        match scene {
            Scene::NotEnough => answers_to = AtWork { medicine: 0.2, talking: 0.1, practice: 0.0 },
            Scene::Remission => answers_to = AtWork { medicine: 0.9, talking: 0.8, practice: 0.2 },
            Scene::ItemNineThisMorning { .. } => answers_to = AtWork::default(),
            _ => {}
        }
        if matches!(scene, Scene::NotEnough | Scene::Remission) {
            mood = mood.clamp(17.0, 20.0);
        }
        // One in five knows the dark; most of them only at their worst.
        let darkness = if chance.happens(0.22) { chance.within(0.5, 1.1) } else { chance.within(0.0, 0.28) };
        Self {
            mood,
            worry,
            high: 0.0,
            dark: darkness,
            mood_untreated: mood,
            worry_untreated: worry,
            answers_to,
            shock: 0.0,
            relapse_days: 0,
            high_days: 0,
            days_well: 0,
            darkness,
            can_be_high: track == Track::Bipolar,
        }
    }

    /// Something happened; more than 0 is hard.
    pub fn struck_by(&mut self, weight: f64) {
        self.shock += weight;
    }

    /// Lives one day.
    pub fn step(&mut self, at_work: AtWork, chance: &mut Chance) {
        let left = |answer: f64, work: f64| 1.0 - (answer * work).clamp(0.0, 0.95);
        let untouched = left(self.answers_to.medicine, at_work.medicine)
            * left(self.answers_to.talking, at_work.talking)
            * left(self.answers_to.practice, at_work.practice);
        self.relapse(chance);
        self.rise(at_work.medicine, chance);
        let relapse = if self.relapse_days > 0 { 9.0 } else { 0.0 };
        let mood_target = self.mood_untreated * untouched + self.shock + relapse;
        let worry_target = self.worry_untreated * (0.15 + 0.85 * untouched) + self.shock * 0.7 + relapse * 0.5;
        self.mood = (self.mood + (mood_target - self.mood) * 0.06 + chance.bell() * 0.32).clamp(0.0, 26.6);
        self.worry = (self.worry + (worry_target - self.worry) * 0.055 + chance.bell() * 0.28).clamp(0.0, 20.6);
        self.shock *= 0.955;
        let near = self.darkness * (self.mood / 15.0) + if self.shock > 2.5 { self.darkness * 0.5 } else { 0.0 };
        self.dark = (self.dark + (near - self.dark) * 0.12 + chance.bell() * 0.05).clamp(0.0, 3.0);
    }

    fn relapse(&mut self, chance: &mut Chance) {
        self.days_well = if self.mood < 7.0 { self.days_well + 1 } else { 0 };
        if self.relapse_days > 0 {
            self.relapse_days -= 1;
        } else if self.days_well > 45 && chance.happens(0.0016) {
            self.relapse_days = chance.between(35, 85);
        }
    }

    fn rise(&mut self, medicine: f64, chance: &mut Chance) {
        if !self.can_be_high {
            return;
        }
        if self.high_days > 0 {
            self.high_days -= 1;
        } else if chance.happens(0.003 * (1.3 - medicine.min(1.0))) {
            self.high_days = chance.between(8, 26);
        }
        let target = if self.high_days > 0 { 2.8 } else { 0.0 };
        self.high = (self.high + (target - self.high) * 0.22 + chance.bell() * 0.1).clamp(0.0, 4.0);
    }

    /// A day's mood around the usual, −4 to 4, or −3 to 3 where there are no highs.
    pub fn mood_of_day(&self, chance: &mut Chance) -> i8 {
        let low = -(self.mood - 7.0) / 5.5 - self.shock * 0.15;
        let edge = if self.can_be_high { 4.0 } else { 3.0 };
        let value = low.min(0.8) + self.high * 1.25 + chance.bell() * 0.75;
        value.round().clamp(-edge, edge) as i8
    }

    /// Minutes slept in the night before.
    pub fn sleep(&self, chance: &mut Chance) -> u16 {
        let minutes = 455.0 - self.mood * 5.2 - self.worry * 2.4 - self.high * 62.0 + chance.bell() * 34.0;
        ((minutes / 5.0).round() * 5.0).clamp(90.0, 660.0) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: usize, at_work: AtWork, number: u64) -> (f64, f64) {
        let mut chance = Chance::new(number, "illness");
        let mut illness = Illness::begin(Track::DepressionBoth, Scene::Plain, &mut chance);
        let begun = illness.mood;
        (0..days).for_each(|_| illness.step(at_work, &mut chance));
        (begun, illness.mood)
    }

    #[test]
    fn treated_people_mostly_get_better_and_untreated_people_mostly_do_not() {
        let better =
            |at_work| (0..200).filter(|number| matches!(after(90, at_work, *number), (begun, now) if now <= begun / 2.0)).count();
        let treated = better(AtWork { medicine: 1.0, talking: 1.0, practice: 0.5 });
        let untreated = better(AtWork::default());
        assert!((100..180).contains(&treated), "{treated} of 200 treated");
        assert!(untreated < 12, "{untreated} of 200 untreated");
    }

    #[test]
    fn no_day_leaves_the_scales() {
        let mut chance = Chance::new(4, "illness");
        let mut illness = Illness::begin(Track::Bipolar, Scene::Plain, &mut chance);
        for day in 0..2_000 {
            if day % 60 == 0 {
                illness.struck_by(12.0);
            }
            illness.step(AtWork::default(), &mut chance);
            assert!(
                (0.0..=27.0).contains(&illness.mood)
                    && (0.0..=21.0).contains(&illness.worry)
                    && (0.0..=3.0).contains(&illness.dark)
            );
            assert!((-4..=4).contains(&illness.mood_of_day(&mut chance)));
            assert!(illness.sleep(&mut chance) <= 1_440);
        }
    }
}
