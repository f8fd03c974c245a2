//! How often each skill was used over a stretch of days, and how often it helped.

use concord_chart::work::{CardFilled, Piece};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// On the scale from 0 to 7 a skill was used from here on; below it was thought of, not wanted, or could not be done.
pub const USED: u8 = 4;
/// On the scale a skill helped at these two ratings: done and helped, or came without trying and helped.
const HELPED: [u8; 2] = [5, 7];

/// What the cards say about one skill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Days on which it was used.
    pub used: u32,
    /// Days on which it helped.
    pub helped: u32,
    /// Days on which it was thought of and not used.
    pub thought_of: u32,
}

/// True when a rating means that the skill was used.
pub fn was_used(rating: u8) -> bool {
    rating >= USED
}

/// True when a rating means that the skill helped.
pub fn helped(rating: u8) -> bool {
    HELPED.contains(&rating)
}

/// Skill → use over these days. A skill that no card names is absent.
pub fn uses(cards: &BTreeMap<Date, Piece<CardFilled>>, from: Date, to: Date) -> BTreeMap<String, Use> {
    let mut uses: BTreeMap<String, Use> = BTreeMap::new();
    for skill in cards.range(from..=to).flat_map(|(_, card)| &card.what.skills) {
        let sum = uses.entry(skill.skill.clone()).or_default();
        sum.used += u32::from(was_used(skill.rating));
        sum.helped += u32::from(helped(skill.rating));
        sum.thought_of += u32::from((1..USED).contains(&skill.rating));
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_chart::{EventId, When, work::SkillUsed};
    use jiff::civil::date;

    #[test]
    fn a_skill_that_was_only_thought_of_was_not_used() {
        let card = |day: i8, rating: u8| {
            let on = date(2026, 8, day);
            let what = CardFilled {
                on,
                urges: BTreeMap::new(),
                acts: BTreeMap::new(),
                emotions: BTreeMap::new(),
                skills: vec![SkillUsed { skill: "tip".into(), rating }],
                medicines: None,
                words: String::new(),
            };
            (on, Piece { id: EventId(uuid::Uuid::nil()), at: When::Day(on), by: String::new(), what })
        };
        let cards = BTreeMap::from([card(13, 2), card(14, 4), card(15, 5), card(16, 6), card(20, 7)]);
        let uses = uses(&cards, date(2026, 8, 13), date(2026, 8, 19));
        assert_eq!(uses["tip"], Use { used: 3, helped: 1, thought_of: 1 });
    }
}
