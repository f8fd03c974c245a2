//! An item of the regimen as rules see it: its properties by route and dose, what it does to enzymes now.

use super::book::{Book, Drug, ENZYMES, PROPERTIES};
use super::condition::strength;
use super::regimen::{Item, Status};
use super::truth::{Span, Truth, millionths};
use concord_knowledge::formulary::{Effect, How};
use concord_knowledge::vocabulary::{Attribute, Enzyme};
use std::borrow::Cow;

/// A matched item.
pub(crate) struct Present<'c> {
    /// Its place in the regimen, as rules count items.
    pub item: Cow<'c, Item>,
    pub place: usize,
    /// Its name as it is shown.
    pub name: String,
    /// It is taken: active, proposed, begun again, or about to be stopped.
    pub taken: bool,
    /// It was stopped and still acts on its partners.
    pub lingers: Truth,
    /// It was stopped, and enzymes have not recovered.
    pub enzymes_still: Truth,
    pub dose: Span,
    /// mg a day of this substance by this route, all its items together.
    pub daily: Span,
    pub days_on: Span,
    properties: [(i8, i8); PROPERTIES],
    inhibits: [(u8, u8); ENZYMES],
    induces: [(u8, u8); ENZYMES],
}

impl<'c> Present<'c> {
    pub fn new(item: Cow<'c, Item>, place: usize, name: String, daily: Span, book: &Book<'_>) -> Self {
        let drug = &book.drugs[place];
        let stopped = item.status == Status::Stopped;
        let since = Span::days(item.days_since_stop);
        let within = |days: u32| since.compare(concord_knowledge::expression::Comparison::Less, Span::whole(i64::from(days)));
        let lingers = match &drug.substance.lingers {
            Some(lingers) if stopped => within(u32::from(lingers.days)),
            _ => Truth::False,
        };
        let enzymes_still = if stopped {
            let longest = drug.substance.affects.iter().map(offset_days).max();
            longest.map_or(Truth::False, within)
        } else {
            Truth::False
        };
        let mut present = Self {
            dose: Span::of(item.milligrams().dose),
            daily,
            days_on: days_on(&item),
            taken: !stopped,
            lingers,
            enzymes_still,
            place,
            name,
            properties: [(0, 0); PROPERTIES],
            inhibits: [(0, 0); ENZYMES],
            induces: [(0, 0); ENZYMES],
            item,
        };
        present.properties = properties(drug, &present);
        for effect in &drug.substance.affects {
            present.note_effect(effect);
        }
        present
    }

    fn note_effect(&mut self, effect: &Effect) {
        let acts = self.effect_acts(effect);
        let table = if effect.how == How::Inhibits { &mut self.inhibits } else { &mut self.induces };
        let known = &mut table[effect.enzyme as usize];
        if acts == Truth::True {
            known.0 = known.0.max(strength(effect.strength));
        }
        if acts != Truth::False {
            known.1 = known.1.max(strength(effect.strength));
        }
    }

    /// Whether an effect on an enzyme is there now: by this route, at this dose, and not yet gone.
    pub fn effect_acts(&self, effect: &Effect) -> Truth {
        use concord_knowledge::expression::Comparison::{AtLeast, Less};
        if !by_route(&effect.routes, self.item.route()) {
            return Truth::False;
        }
        let dose = effect.from_daily.map_or(Truth::True, |from| self.daily.compare(AtLeast, Span::exact(millionths(from))));
        let time = if self.taken {
            Truth::True
        } else {
            Span::days(self.item.days_since_stop).compare(Less, Span::whole(i64::from(offset_days(effect))))
        };
        dose.and(time)
    }

    /// Whether it counts among what is taken: a stopped one while it lingers or enzymes have not recovered.
    pub fn counts(&self) -> Truth {
        if self.taken { Truth::True } else { self.lingers.or(self.enzymes_still) }
    }

    pub fn property(&self, attribute: Attribute) -> Span {
        let (low, high) = self.properties[attribute as usize];
        Span { low: Span::whole(low).low, high: Span::whole(high).low }
    }

    pub fn acts(&self, how: How, enzyme: Enzyme, least: u8) -> Truth {
        let (surely, perhaps) = self.strength(how, enzyme);
        if surely >= least {
            Truth::True
        } else if perhaps >= least {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// How strongly it acts on an enzyme now, surely and perhaps: 0 to 3.
    pub fn strength(&self, how: How, enzyme: Enzyme) -> (u8, u8) {
        let table = if how == How::Inhibits { &self.inhibits } else { &self.induces };
        table[enzyme as usize]
    }

    /// Whether it does anything to any enzyme now.
    pub fn acts_on_enzymes(&self) -> bool {
        self.inhibits.iter().chain(&self.induces).any(|(_, perhaps)| *perhaps > 0)
    }
}

/// Days on it, from whichever way it was said. What is only proposed has not been taken.
fn days_on(item: &Item) -> Span {
    match (item.days_on, item.day_of_treatment) {
        (Some(days), _) => Span::whole(days),
        (None, Some(day)) => Span::whole(day.saturating_sub(1)),
        (None, None) if item.status == Status::Proposed => Span::ZERO,
        (None, None) => Span::UNKNOWN,
    }
}

/// Days until enzymes have recovered; two weeks where nothing is said of an inducer, three days of an inhibitor: the
/// time in which new enzyme is made, or an ordinary inhibitor has left.
pub(crate) fn offset_days(effect: &Effect) -> u32 {
    effect.offset_days.map_or(if effect.how == How::Induces { 14 } else { 3 }, u32::from)
}

pub(crate) fn by_route(routes: &[String], route: &str) -> bool {
    routes.is_empty() || routes.iter().any(|known| same_route(known, route))
}

/// Whether two words mean the same route: `im` and `intramuscular`, `po` and `oral`.
pub(crate) fn same_route(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a.eq_ignore_ascii_case(b) || route_word(a).eq_ignore_ascii_case(route_word(b))
}

/// Short words for a route and the word that is meant.
const ROUTES: &[(&[&str], &str)] = &[
    (&["po", "by mouth", "mouth"], "oral"),
    (&["im", "depot", "lai"], "intramuscular"),
    (&["iv"], "intravenous"),
    (&["sc", "subcut", "s.c."], "subcutaneous"),
    (&["sl"], "sublingual"),
    (&["td", "patch"], "transdermal"),
    (&["intranasal"], "nasal"),
    (&["inh", "inhalation"], "inhaled"),
    (&["iud"], "intrauterine"),
    (&["cutaneous"], "topical"),
];

fn route_word(route: &str) -> &str {
    let named = ROUTES.iter().find(|(short, _)| short.iter().any(|short| short.eq_ignore_ascii_case(route)));
    named.map_or(route, |(_, full)| full)
}

fn properties(drug: &Drug<'_>, present: &Present<'_>) -> [(i8, i8); PROPERTIES] {
    use concord_knowledge::expression::Comparison::{AtLeast, AtMost};
    let mut all = drug.plain.map(|value| (value, value));
    for special in &drug.special {
        if !by_route(special.routes, present.item.route()) {
            continue;
        }
        let from = special.from_daily.map_or(Truth::True, |from| present.daily.compare(AtLeast, Span::exact(from)));
        let to = special.to_daily.map_or(Truth::True, |to| present.daily.compare(AtMost, Span::exact(to)));
        for (attribute, value) in special.values {
            let known = &mut all[*attribute as usize];
            match from.and(to) {
                Truth::True => *known = (*value, *value),
                Truth::Unknown => *known = (known.0.min(*value), known.1.max(*value)),
                Truth::False => {}
            }
        }
    }
    all
}
