//! Is this regimen safe, for this person, now? Every rule of `knowledge/` and the engine's own checks of exposure, dose,
//! duplicates, levels, boxed warnings, due checks and allergies, applied to what is taken. Pure: the same question has the
//! same answer, whatever the order in which items are written.
//!
//! ```
//! use concord_engines::safety::{Circumstances, Item, Regimen, review};
//! use concord_knowledge::shipped;
//!
//! let regimen = Regimen { items: vec![Item { name: "no such thing".into(), ..Item::default() }] };
//! let review = review(shipped(), &regimen, &Circumstances::default(), None);
//! assert!(!review.checked_clear, "what is not known is said, never taken for safe");
//! assert_eq!(review.not_checked[0].what, "no such thing");
//! ```

mod allergies;
mod alone;
mod asked;
mod attribution;
mod book;
mod boxed;
mod case;
mod checks;
mod circumstances;
mod condition;
mod doses;
mod draft;
mod duplicates;
mod finding;
mod from_chart;
mod kinetics;
mod levels;
mod merge;
mod not_checked;
mod noted;
mod pairs;
mod person;
mod present;
mod products;
mod regimen;
mod renal;
mod rules;
mod truth;
mod used;
pub mod wire;
mod words;

pub use alone::Alone;
pub use asked::{Asked, MeasuredValue};
pub use book::{Book, shipped_book};
pub use circumstances::{Circumstances, KnownAllergy, Lab, Sex};
pub use finding::{Citation, Finding, NotChecked, Numbers, PairOutcome, PairState, Review, Suppressed, Suspect};
pub use from_chart::{from_chart, with_proposal};
pub(crate) use noted::noted;
pub(crate) use present::same_route;
pub use regimen::{Item, Regimen, Status};

use case::Case;
use concord_knowledge::{Knowledge, shipped};
use not_checked::Unjudged;
use person::{Person, Smoking};
use present::Present;
use std::borrow::Cow;
use std::cmp::Ordering;
use truth::{Span, Truth};

/// Reviews a regimen with a state of knowledge. `effect`: an unwanted effect in words, for which suspects are ranked.
pub fn review(knowledge: &Knowledge, regimen: &Regimen, given: &Circumstances, effect: Option<&str>) -> Review {
    if std::ptr::eq(knowledge, shipped()) {
        shipped_book().review(regimen, given, effect)
    } else {
        Book::of(knowledge).review(regimen, given, effect)
    }
}

impl Book<'_> {
    /// Reviews a regimen. `effect`: an unwanted effect in words, for which suspects are ranked.
    pub fn review(&self, regimen: &Regimen, given: &Circumstances, effect: Option<&str>) -> Review {
        let mut unjudged = Unjudged::default();
        let items = matched(self, regimen, given, &mut unjudged);
        let given = with_smoking(self, &items, given);
        let case = Case { person: Person::of(&given, self, &mut unjudged), items, book: self };
        let applied = rules::apply(&case, &mut unjudged, |_| true);
        let mut drafts = applied.drafts;
        drafts.extend(kinetics::drafts(&case, &mut unjudged));
        drafts.extend(doses::drafts(&case, &mut unjudged));
        drafts.extend(duplicates::drafts(&case));
        drafts.extend(levels::drafts(&case, &mut unjudged));
        drafts.extend(boxed::drafts(&case));
        drafts.extend(checks::drafts(&case, &given, &mut unjudged));
        drafts.extend(allergies::drafts(&case, &given, &mut unjudged));
        drafts.iter_mut().for_each(|draft| draft.silent = draft.silent.take().or_else(|| made_of_both(&case, regimen, draft)));
        let attribution = effect.map(|effect| attribution::ranked(&case, effect, &mut unjudged)).unwrap_or_default();
        let (findings, suppressed) = merge::decide(drafts, &applied.silencers);
        let not_checked = unjudged.finish(&case);
        Review {
            pairs: pairs::outcomes(&case, regimen, &findings, &applied.unjudged_pairs),
            checked_clear: findings.is_empty() && not_checked.is_empty(),
            findings,
            suppressed,
            not_checked,
            attribution,
            data_version: self.knowledge.version().to_owned(),
        }
    }
}

/// The items whose substances are known, in the order of their names; the others are said.
fn matched<'c>(book: &'c Book<'c>, regimen: &'c Regimen, given: &Circumstances, unjudged: &mut Unjudged) -> Vec<Present<'c>> {
    let mut found: Vec<(usize, String, Cow<'c, Item>)> = Vec::new();
    for item in &regimen.items {
        if let Some((compound, anchor)) = products::of_item(item, book) {
            found.extend(parts_of(compound, anchor, item, regimen, book, unjudged));
            let beside = words::substances_named(&item.name, book);
            let beside = beside.into_iter().filter(|named| compound.known().all(|part| part != named.place));
            found.extend(beside.map(|named| {
                let part = Item { dose: None, substance: None, brand: None, ..item.clone() };
                (named.place, shown_name(book, named, ""), Cow::Owned(part))
            }));
            continue;
        }
        let known = item.substance.as_ref().and_then(|id| book.place(id)).map(|place| words::Named { place, generic: false });
        let named = known.map_or_else(|| words::substances_named(&item.name, book), |known| vec![known]);
        match named.as_slice() {
            [] => {
                let why =
                    format!("not among the {} substances that are known here: nothing about it was checked", book.drugs.len());
                unjudged.say(item.name.trim(), why);
            }
            [one] => found.push((one.place, shown_name(book, *one, &item.name), Cow::Borrowed(item))),
            several => {
                let why = "a product of several substances: each was checked, but the amount of each is not known; \
                           list them one by one with their doses";
                unjudged.say(format!("doses in {}", item.name.trim()), why);
                for part in several {
                    let item = Item { dose: None, ..item.clone() };
                    found.push((part.place, shown_name(book, *part, ""), Cow::Owned(item)));
                }
            }
        }
    }
    found.extend(smoke(book, &found, given));
    found.sort_by(|a, b| (&a.1, a.2.status).cmp(&(&b.1, b.2.status)).then_with(|| order(&a.2, &b.2)));
    let dailies: Vec<Span> = found.iter().map(|(place, _, item)| daily(&found, *place, item)).collect();
    let each = found.into_iter().zip(dailies);
    each.map(|((place, name, item), daily)| Present::new(item, place, name, daily, book)).collect()
}

/// The parts of a product as items of their own. What is not known about a part is said of that part alone.
fn parts_of<'c>(
    compound: &products::Compound<'_>,
    anchor: Option<usize>,
    item: &Item,
    regimen: &Regimen,
    book: &Book<'_>,
    unjudged: &mut Unjudged,
) -> Vec<(usize, String, Cow<'c, Item>)> {
    let product = &compound.product.name;
    let others = if compound.known().next().is_some() { "; its other parts were checked" } else { "" };
    for name in compound.unknown() {
        let known = book.drugs.len();
        let why = format!("not among the {known} substances that are known here: this part of {product} was not checked{others}");
        unjudged.say(format!("{name} (in {product})"), why);
    }
    let amounts = compound.amounts(item, anchor);
    let mut parts = Vec::new();
    let mut without = Vec::new();
    for (number, place) in compound.parts.iter().enumerate() {
        let Some(place) = *place else { continue };
        // Written line by line under one brand, each part is there once.
        if Some(number) != anchor && anchor.is_some() && has_own_line(place, item, regimen, book) {
            continue;
        }
        let name = book.drugs[place].substance.name.clone();
        let dose = amounts[number];
        if dose.is_none() && item.dose.is_some() {
            without.push(name.clone());
        }
        let unit = dose.map(|_| "mg".to_owned());
        let form = item.form.clone().or_else(|| compound.product.form.clone());
        let part = Item { name: name.clone(), substance: None, dose, unit, form, brand: Some(product.clone()), ..item.clone() };
        parts.push((place, name, Cow::Owned(part)));
    }
    if !without.is_empty() {
        let why = "it was checked, but its amount is not known; write the product with its strength, or each part with its dose";
        unjudged.say(format!("dose of {} in {product}", words::list(&without)), why);
    }
    parts
}

/// Why nothing is said about the two parts of one product: it is made of both, and whoever chose it chose them together.
/// Where one of them is also taken apart from it, the two are judged like any others.
fn made_of_both(case: &Case<'_>, regimen: &Regimen, draft: &draft::Draft<'_>) -> Option<String> {
    let [a, b] = draft.drugs.as_slice() else { return None };
    let once = |place: &usize| case.items.iter().filter(|item| item.place == *place).count() == 1;
    if draft.scope != draft::Scope::Pair || !once(a) || !once(b) {
        return None;
    }
    let compounds = regimen.items.iter().filter_map(|item| products::of_item(item, case.book));
    let both = |compound: &products::Compound<'_>| [a, b].iter().all(|place| compound.known().any(|part| part == **place));
    let (compound, _) = compounds.into_iter().find(|(compound, _)| both(compound))?;
    Some(format!("{} is made of both", compound.product.name))
}

/// Whether another item of the same brand is this substance.
fn has_own_line(place: usize, item: &Item, regimen: &Regimen, book: &Book<'_>) -> bool {
    regimen.items.iter().any(|other| {
        let id = other.substance.as_ref().and_then(|id| book.place(id));
        let named = id.or_else(|| book.names.get(words::plain(&other.name).as_str()).map(|named| named.place));
        other.brand == item.brand && named == Some(place)
    })
}

/// An item's name as it is shown: as it was written where that is a generic name, else the substance's own.
fn shown_name(book: &Book<'_>, named: words::Named, written: &str) -> String {
    if named.generic { written.trim().to_lowercase() } else { book.drugs[named.place].substance.name.clone() }
}

/// Everything by which two items of one substance can differ, for an order that does not depend on how they were listed.
fn order(a: &Item, b: &Item) -> Ordering {
    let words = |item: &Item| [item.brand.clone(), item.form.clone(), item.route.clone(), item.unit.clone()];
    let numbers = |item: &Item| (item.dose, item.per_day, item.prn);
    let days = |item: &Item| [item.days_on, item.days_since_stop, item.days_missed, item.day_of_treatment];
    words(a).cmp(&words(b)).then_with(|| numbers(a).cmp(&numbers(b))).then_with(|| days(a).cmp(&days(b)))
}

/// mg a day of a substance by one route: all its items that are taken, together.
fn daily(all: &[(usize, String, Cow<'_, Item>)], place: usize, item: &Item) -> Span {
    let alone = item.milligrams().daily;
    let others = all.iter().map(|(other, _, other_item)| (*other, &**other_item)).filter(|(other, other_item)| {
        let taken = item.status != Status::Stopped && other_item.status != Status::Stopped;
        *other == place && taken && !std::ptr::eq(*other_item, item) && same_route(other_item.route(), item.route())
    });
    let mut others = others;
    let total = alone.and_then(|alone| others.try_fold(alone, |sum, (_, other)| sum.checked_add(other.milligrams().daily?)));
    Span::of(total)
}

/// Smoking stands among the items like anything else that acts on others, also where it is only ticked.
fn smoke<'c>(
    book: &Book<'_>,
    found: &[(usize, String, Cow<'c, Item>)],
    given: &Circumstances,
) -> Option<(usize, String, Cow<'c, Item>)> {
    let place = book.tobacco.filter(|tobacco| found.iter().all(|(place, ..)| place != tobacco))?;
    let smoking = Smoking::read(given.smoker, given.smoking_change.as_deref());
    let whole = |days: Option<Span>| days.and_then(Span::decimal).and_then(|days| days.try_into().ok());
    let item = match (smoking.smoker, smoking.stopped) {
        (Truth::True, _) => Item { days_on: whole(smoking.started), ..Item::default() },
        (Truth::False, Some(since)) => Item { status: Status::Stopped, days_since_stop: whole(Some(since)), ..Item::default() },
        _ => return None,
    };
    let name = book.drugs[place].substance.name.clone();
    Some((place, name.clone(), Cow::Owned(Item { name, route: Some("inhaled".to_owned()), ..item })))
}

/// Tobacco among the items says what is known about smoking.
fn with_smoking<'g>(book: &Book<'_>, items: &[Present<'_>], given: &'g Circumstances) -> Cow<'g, Circumstances> {
    let tobacco = items.iter().find(|item| Some(item.place) == book.tobacco);
    let said = given.smoking_change.is_some() || given.smoker == Some(true);
    let Some(item) = tobacco.filter(|_| !said) else {
        return Cow::Borrowed(given);
    };
    let mut given = given.clone();
    match (item.item.status, item.item.days_since_stop, item.item.days_on) {
        (Status::Stopped, Some(days), _) => given.smoking_change = Some(format!("stopped {days} days ago")),
        (Status::Stopped, None, _) => given.smoking_change = Some("stopped".to_owned()),
        // What began lately is a change; what has gone on for months is a habit.
        (_, _, Some(days)) if days < 90 => given.smoking_change = Some(format!("started {days} days ago")),
        _ => given.smoker = Some(true),
    }
    Cow::Owned(given)
}
