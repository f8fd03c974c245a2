//! The core relationship theme over relationship episodes: the wish, the other's response and one's own that come back
//! most often, and in how many of the episodes they do. It is a proposal; the therapist takes it or writes another.

use concord_chart::EventId;
use concord_chart::formulation::Told;
use std::collections::BTreeMap;

/// Fewer episodes than this make a theme that may change with the next one (Luborsky asks for ten).
pub const ENOUGH: usize = 10;

/// A component and how pervasive it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// A code of the therapy's list, or own words.
    pub what: String,
    /// Episodes that have it.
    pub count: usize,
    /// All episodes.
    pub of: usize,
}

impl Component {
    /// Share of the episodes that have it, in per cent.
    pub fn percent(&self) -> usize {
        (self.count * 100).checked_div(self.of).unwrap_or(0)
    }
}

/// The theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The most frequent wish.
    pub wish: Component,
    /// The most frequent response of the other.
    pub response_of_other: Component,
    /// The most frequent response of the self.
    pub response_of_self: Component,
    /// Episodes that ended well for the patient.
    pub positive: usize,
    /// The episodes on which it rests.
    pub because: Vec<EventId>,
}

impl Theme {
    /// True when there are as many episodes as the method asks for.
    pub fn is_enough(&self) -> bool {
        self.because.len() >= ENOUGH
    }
}

/// The theme of these episodes; `None` without any.
pub fn theme(episodes: &[Told]) -> Option<Theme> {
    Some(Theme {
        wish: commonest(episodes, |told| &told.what.wish)?,
        response_of_other: commonest(episodes, |told| &told.what.response_of_other)?,
        response_of_self: commonest(episodes, |told| &told.what.response_of_self)?,
        positive: episodes.iter().filter(|told| told.what.positive).count(),
        because: episodes.iter().map(|told| told.id).collect(),
    })
}

/// The commonest; of two that are equally common the one that was told last, because it is the one at hand.
fn commonest(episodes: &[Told], part: impl Fn(&Told) -> &String) -> Option<Component> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (index, told) in episodes.iter().enumerate() {
        let count = counts.entry(part(told).trim().to_lowercase()).or_default();
        *count = (count.0 + 1, index);
    }
    let (_, (count, last)) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let what = episodes.get(last).map(|told| part(told).trim().to_owned())?;
    Some(Component { what, count, of: episodes.len() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_chart::{CourseId, When, formulation::RelationshipEpisode};
    use jiff::civil::date;
    use uuid::Uuid;

    fn told(number: u128, wish: &str, other: &str, own: &str) -> Told {
        Told {
            id: EventId(Uuid::from_u128(number)),
            at: When::Day(date(2026, 8, 1)),
            what: RelationshipEpisode {
                course: CourseId(Uuid::from_u128(1)),
                session: None,
                other: "boss".into(),
                wish: wish.into(),
                response_of_other: other.into(),
                response_of_self: own.into(),
                positive: false,
            },
        }
    }

    #[test]
    fn the_theme_is_what_comes_back_most_often_with_its_share() {
        let episodes = [
            told(1, "be_close", "rejecting", "helpless"),
            told(2, "be_close", "controlling", "helpless"),
            told(3, "achieve", "rejecting", "anxious"),
            told(4, "be_close", "rejecting", "helpless"),
        ];
        let theme = theme(&episodes).unwrap();
        assert_eq!((theme.wish.what.as_str(), theme.wish.percent()), ("be_close", 75));
        assert_eq!((theme.response_of_other.what.as_str(), theme.response_of_other.count), ("rejecting", 3));
        assert_eq!(theme.response_of_self.what, "helpless");
        assert!(!theme.is_enough(), "four episodes are fewer than the method asks for");
    }

    #[test]
    fn own_words_count_as_the_same_whatever_their_letters() {
        let episodes = [told(1, "To be seen", "x", "y"), told(2, "to be seen ", "x", "y")];
        assert_eq!(theme(&episodes).unwrap().wish.count, 2);
    }

    #[test]
    fn without_an_episode_there_is_no_theme() {
        assert_eq!(theme(&[]), None);
    }
}
