//! The person as rules see them: facts in the places where rules look for them, and what follows from others.

use super::book::Book;
use super::circumstances::{Circumstances, Sex};
use super::condition::{Phenotype, Set, gene_name};
use super::not_checked::Unjudged;
use super::truth::{Span, Truth};
use super::{renal, words};
use rust_decimal::Decimal;

/// A person who could have a child is between these ages, unless something else is said.
const FERTILE_YEARS: std::ops::RangeInclusive<u32> = 12..=55;

/// The person, ready to be asked about.
pub(crate) struct Person {
    pub age: Span,
    pub male: Truth,
    pub pregnant: Truth,
    pub breastfeeding: Truth,
    pub childbearing: Truth,
    /// Absent: there is no pregnancy.
    pub gestation_weeks: Option<Span>,
    pub conditions: Set,
    pub labs: Vec<KnownLab>,
    pub genes: Vec<(String, Phenotype)>,
    pub smoker: Truth,
    /// Absent: smoking was not stopped lately.
    pub stopped_days: Option<Span>,
    /// Absent: smoking was not begun lately.
    pub started_days: Option<Span>,
    pub ancestry: Option<String>,
    pub contraception: Option<String>,
}

/// A value as rules see it.
#[derive(Clone, Copy)]
pub(crate) struct KnownLab {
    pub value: Span,
    pub days_old: Option<u32>,
    /// Computed from other values.
    pub computed: bool,
}

impl Person {
    pub fn of(given: &Circumstances, book: &Book<'_>, unjudged: &mut Unjudged) -> Self {
        let male = Truth::of(given.sex.map(|sex| sex == Sex::Male));
        let cannot = male == Truth::True || given.age.is_some_and(|age| !FERTILE_YEARS.contains(&age));
        let or_cannot = |known: Option<bool>| match known {
            None if cannot => Truth::False,
            known => Truth::of(known),
        };
        let pregnant = if male == Truth::True { Truth::False } else { or_cannot(given.pregnant) };
        let childbearing = match or_cannot(given.childbearing_potential) {
            Truth::Unknown if pregnant == Truth::True => Truth::True,
            known => known,
        };
        let smoking = Smoking::read(given.smoker, given.smoking_change.as_deref());
        Self {
            age: Span::days(given.age),
            male,
            pregnant,
            breastfeeding: or_cannot(given.breastfeeding),
            childbearing,
            gestation_weeks: (pregnant != Truth::False).then(|| Span::days(given.gestation_weeks)),
            conditions: conditions(given, book, unjudged),
            labs: labs(given, book),
            genes: given.pharmacogenes.iter().map(|(gene, shown)| (gene_name(gene), Phenotype::read(shown))).collect(),
            smoker: smoking.smoker,
            stopped_days: smoking.stopped,
            started_days: smoking.started,
            ancestry: lower(given.ancestry.as_deref()),
            contraception: lower(given.contraception.as_deref()),
        }
    }

    pub fn gene(&self, name: &str) -> Option<&Phenotype> {
        self.genes.iter().find(|(known, _)| known == name).map(|(_, phenotype)| phenotype)
    }
}

fn lower(text: Option<&str>) -> Option<String> {
    text.map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty())
}

/// What is known about smoking.
pub(crate) struct Smoking {
    pub smoker: Truth,
    pub stopped: Option<Span>,
    pub started: Option<Span>,
}

impl Smoking {
    pub fn read(smoker: Option<bool>, change: Option<&str>) -> Self {
        let change = change.map(str::to_lowercase).unwrap_or_default();
        let says = |words: &[&str]| words.iter().any(|word| change.contains(word));
        let days = || Span::days(days_ago(&change));
        if says(&["stop", "quit", "cease", "cessation", "gave up", "no longer"]) {
            Self { smoker: Truth::False, stopped: Some(days()), started: None }
        } else if says(&["start", "began", "begun", "resum", "relaps", "again", "took up"]) {
            Self { smoker: Truth::True, stopped: None, started: Some(days()) }
        } else {
            let smoker = Truth::of(smoker);
            let perhaps = (smoker == Truth::Unknown).then_some(Span::UNKNOWN);
            Self { smoker, stopped: perhaps, started: perhaps }
        }
    }
}

/// How many days ago, from words such as `stopped 2 weeks ago` or `stopped yesterday`.
fn days_ago(text: &str) -> Option<u32> {
    if text.contains("yesterday") {
        return Some(1);
    }
    if text.contains("today") || text.contains("will ") || text.contains("plan") {
        return Some(0);
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| {
        const WRITTEN: [&str; 13] =
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let written = || WRITTEN.iter().position(|known| *known == word).and_then(|place| u32::try_from(place).ok());
        word.parse().ok().or_else(written).or_else(|| matches!(word, "a" | "an").then_some(1))
    };
    words.windows(2).find_map(|pair| {
        let unit = match pair[1].trim_end_matches('s') {
            "d" | "day" => 1,
            "wk" | "week" => 7,
            "month" => 30,
            "year" | "yr" => 365,
            _ => return None,
        };
        number(pair[0]).map(|number: u32| number.saturating_mul(unit))
    })
}

fn conditions(given: &Circumstances, book: &Book<'_>, unjudged: &mut Unjudged) -> Set {
    let mut all = Set::default();
    for written in &given.conditions {
        let text = written.trim().to_lowercase();
        // “No urine” is a condition, “no seizures” is none.
        if denied(&text) && !book.condition_words.contains_key(&words::plain(&text)) {
            continue;
        }
        let named = words::conditions_named(written, book);
        if named.is_empty() && !text.is_empty() {
            unjudged.condition(written.trim());
        }
        named.iter().flat_map(|place| &book.conditions[*place].is).for_each(|place| all.insert(*place));
    }
    all
}

/// `no history of seizures` is no seizure disorder.
pub(super) fn denied(text: &str) -> bool {
    ["no ", "not ", "without ", "denies ", "never "].iter().any(|word| text.starts_with(word))
}

fn labs(given: &Circumstances, book: &Book<'_>) -> Vec<KnownLab> {
    let find = |key: &str| given.labs.get(key).copied();
    let mut all: Vec<KnownLab> = book
        .labs
        .iter()
        .map(|lab| {
            let known = find(&lab.key);
            KnownLab {
                value: Span::of(known.map(|lab| lab.value)),
                days_old: known.and_then(|lab| lab.days_old),
                computed: false,
            }
        })
        .collect();
    let computed = renal::computed(given);
    for (key, value) in [("crcl_ml_min", computed.crcl), ("egfr", computed.egfr)] {
        if let (Some(place), Some(value)) = (book.lab(key), value) {
            fill(&mut all[place], value);
        }
    }
    all
}

fn fill(lab: &mut KnownLab, value: Decimal) {
    if !lab.value.is_known() {
        *lab = KnownLab { value: Span::of(Some(value)), days_old: None, computed: true };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_read_from_plain_words() {
        for (text, days) in [
            ("stopped 6 days ago", Some(6)),
            ("stopped smoking two weeks ago", Some(14)),
            ("started 3 months ago", Some(90)),
            ("quit yesterday", Some(1)),
            ("stopped a week ago", Some(7)),
            ("stopped", None),
        ] {
            assert_eq!(days_ago(text), days, "{text}");
        }
    }

    #[test]
    fn one_who_stopped_smoking_does_not_smoke_whatever_else_is_ticked() {
        let smoking = Smoking::read(Some(true), Some("stopped 6 days ago"));
        assert_eq!((smoking.smoker, smoking.stopped), (Truth::False, Some(Span::whole(6))));
        let smoking = Smoking::read(None, Some("started 2 weeks ago"));
        assert_eq!((smoking.smoker, smoking.started), (Truth::True, Some(Span::whole(14))));
        let smoking = Smoking::read(Some(false), None);
        assert_eq!((smoking.smoker, smoking.stopped, smoking.started), (Truth::False, None, None));
    }
}
