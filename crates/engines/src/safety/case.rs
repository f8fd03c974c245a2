//! One review's question: this regimen, this person, this rule book; and what conditions are worth in it.

use super::book::{Book, Law};
use super::condition::{Number, Phenotype, Test, form_word};
use super::not_checked::Missing;
use super::person::Person;
use super::present::{Present, same_route};
use super::regimen::Status;
use super::truth::{Span, Truth};
use super::words;
use concord_knowledge::expression::{Comparison, Subject};

/// What is asked about.
pub(crate) struct Case<'c> {
    pub book: &'c Book<'c>,
    /// In the order of their names, so that the order in which they were written means nothing.
    pub items: Vec<Present<'c>>,
    pub person: Person,
}

/// Which items a condition is about.
#[derive(Clone, Copy, Default)]
pub(crate) struct At {
    pub this: Option<usize>,
    pub a: Option<usize>,
    pub b: Option<usize>,
}

impl At {
    /// The selector of an item.
    pub fn this(item: usize) -> Self {
        Self { this: Some(item), ..Self::default() }
    }

    /// A rule about one item.
    pub fn one(item: usize) -> Self {
        Self { a: Some(item), ..Self::default() }
    }

    /// A rule about two items.
    pub fn two(a: usize, b: usize) -> Self {
        Self { a: Some(a), b: Some(b), this: None }
    }

    fn item(self, subject: Subject) -> Option<usize> {
        match subject {
            Subject::This => self.this.or(self.a),
            Subject::A => self.a.or(self.this),
            Subject::B => self.b,
        }
    }

    fn is(self, item: usize) -> bool {
        self.a == Some(item) || self.b == Some(item) || (self.a.is_none() && self.this == Some(item))
    }
}

impl<'c> Case<'c> {
    fn about(&self, at: At, subject: Subject) -> Option<&Present<'c>> {
        at.item(subject).map(|item| &self.items[item])
    }

    /// What a condition is worth here.
    pub fn test(&self, test: &Test, at: At) -> Truth {
        let item = |subject: &Subject| self.about(at, *subject);
        let person = &self.person;
        match test {
            Test::And(parts) => self.every(parts, at),
            Test::Or(parts) => self.any(parts, at),
            Test::Not(inner) => !self.test(inner, at),
            Test::Compare(left, comparison, right) => match (self.number(left, at), self.number(right, at)) {
                (Some(left), Some(right)) => left.compare(*comparison, right),
                _ => Truth::False,
            },
            Test::Above(number) => {
                self.number(number, at).map_or(Truth::False, |number| number.compare(Comparison::More, Span::ZERO))
            }
            Test::Is(subject, set) => item(subject).is_some_and(|item| set.has(item.place)).into(),
            Test::Route(subject, routes) => {
                item(subject).is_some_and(|item| routes.iter().any(|route| same_route(route, item.item.route()))).into()
            }
            Test::Form(subject, forms) => item(subject).map_or(Truth::False, |item| has_form(item, forms)),
            Test::Status(subject, bits) => item(subject).is_some_and(|item| item.item.status.bit() & bits != 0).into(),
            Test::AsNeeded(subject) => item(subject).is_some_and(|item| item.item.prn).into(),
            Test::Acts(subject, how, enzyme, least) => {
                item(subject).map_or(Truth::False, |item| item.acts(*how, *enzyme, *least))
            }
            Test::ClearedBy(subject, enzyme, least) => {
                item(subject).is_some_and(|item| self.book.drugs[item.place].cleared_by[*enzyme as usize] >= *least).into()
            }
            Test::Male => person.male,
            Test::Female => !person.male,
            Test::Pregnant => person.pregnant,
            Test::Breastfeeding => person.breastfeeding,
            Test::Childbearing => person.childbearing,
            Test::Smoker => person.smoker,
            Test::Condition(set) => set.meets(&person.conditions).into(),
            Test::Gene(gene, phenotype) => person.gene(gene).is_some_and(|known| known == phenotype).into(),
            Test::GeneKnown(gene) => person.gene(gene).is_some_and(|known| !matches!(known, Phenotype::Other(_))).into(),
            Test::Ancestry(word) => Truth::of(person.ancestry.as_ref().map(|known| of_ancestry(known, word))),
            Test::Contraception(word) => self.contraception(word),
            Test::Taking(inner) => self.taking(inner, at),
            Test::Known(inner) => Truth::from(self.test(inner, at) != Truth::Unknown && !self.is_unknown(inner, at)),
        }
    }

    fn every(&self, parts: &[Test], at: At) -> Truth {
        let mut so_far = Truth::True;
        for part in parts {
            so_far = so_far.and(self.test(part, at));
            if so_far == Truth::False {
                break;
            }
        }
        so_far
    }

    fn any(&self, parts: &[Test], at: At) -> Truth {
        let mut so_far = Truth::False;
        for part in parts {
            so_far = so_far.or(self.test(part, at));
            if so_far == Truth::True {
                break;
            }
        }
        so_far
    }

    /// Whether the number inside `known(…)` is missing, although a comparison with 0 might be decided.
    fn is_unknown(&self, test: &Test, at: At) -> bool {
        match test {
            Test::Above(number) => self.number(number, at).is_some_and(|number| !number.is_known()),
            _ => false,
        }
    }

    /// Whether another item that counts as taken matches.
    fn taking(&self, inner: &Test, at: At) -> Truth {
        let others = (0..self.items.len()).filter(|item| !at.is(*item));
        others.fold(Truth::False, |so_far, item| {
            if so_far == Truth::True { so_far } else { so_far.or(self.counts_and_matches(inner, at, item)) }
        })
    }

    fn counts_and_matches(&self, inner: &Test, at: At, item: usize) -> Truth {
        match self.items[item].counts() {
            Truth::False => Truth::False,
            counts => counts.and(self.test(inner, At { this: Some(item), ..at })),
        }
    }

    /// What a number is; nothing where there is no such number, as the week of no pregnancy.
    pub fn number(&self, number: &Number, at: At) -> Option<Span> {
        let item = |subject: &Subject| self.about(at, *subject);
        match number {
            Number::Written(number) => Some(*number),
            Number::Property(subject, attribute) => item(subject).map(|item| item.property(*attribute)),
            Number::Daily(subject) => item(subject).map(|item| item.daily),
            Number::Dose(subject) => item(subject).map(|item| item.dose),
            Number::DaysOn(subject) => item(subject).map(|item| item.days_on),
            Number::DayOfTreatment(subject) => item(subject).map(|item| item.days_on.plus(Span::whole(1))),
            Number::DaysSinceStop(subject) => {
                let stopped = item(subject).filter(|item| item.item.status == Status::Stopped);
                stopped.map(|item| Span::days(item.item.days_since_stop))
            }
            Number::DaysMissed(subject) => item(subject).and_then(|item| match item.item.days_missed {
                Some(days) => Some(Span::whole(days)),
                None => (item.item.status == Status::Restart).then_some(Span::UNKNOWN),
            }),
            Number::Age => Some(self.person.age),
            Number::GestationWeeks => self.person.gestation_weeks,
            Number::Lab(place) => Some(self.person.labs[*place].value),
            Number::SmokingStoppedDays => self.person.stopped_days,
            Number::SmokingStartedDays => self.person.started_days,
            Number::Count(inner) => Some(self.count(inner, at)),
            Number::Sum(attribute) => {
                let each = self.counted().map(|(item, counts)| weighted(item.property(*attribute), counts));
                Some(each.fold(Span::ZERO, Span::plus))
            }
            Number::Max(attribute) => {
                let each = self.counted().map(|(item, counts)| weighted(item.property(*attribute), counts));
                Some(each.fold(Span::ZERO, Span::larger))
            }
            Number::Holds(inner) => Some(as_number(self.test(inner, at))),
        }
    }

    fn count(&self, inner: &Test, at: At) -> Span {
        let each = (0..self.items.len()).map(|item| as_number(self.counts_and_matches(inner, at, item)));
        each.fold(Span::ZERO, Span::plus)
    }

    fn counted(&self) -> impl Iterator<Item = (&Present<'c>, Truth)> {
        self.items.iter().map(|item| (item, item.counts())).filter(|(_, counts)| *counts != Truth::False)
    }

    fn contraception(&self, wanted: &str) -> Truth {
        use concord_knowledge::vocabulary::Attribute::HormonalContraceptive;
        const HORMONAL: [&str; 10] =
            ["hormonal", "pill", "pills", "oral", "coc", "patch", "ring", "implant", "depot", "injection"];
        const STEMS: [&str; 3] = ["estrogen", "estradiol", "progest"];
        let hormonal_item = || self.items.iter().any(|item| item.taken && item.property(HormonalContraceptive).low > 0);
        let hormonal = wanted.contains("hormonal");
        match &self.person.contraception {
            _ if hormonal && hormonal_item() => Truth::True,
            Some(known) => {
                let known = words::plain(known).replace("steriliz", "sterilis");
                let by_hormones = || {
                    let named = known.split(' ').any(|word| HORMONAL.contains(&word));
                    (named || STEMS.iter().any(|stem| known.contains(stem))) && !known.starts_with("non")
                };
                (known.contains(wanted) || (hormonal && by_hormones())).into()
            }
            None if self.person.childbearing == Truth::False => Truth::False,
            None => Truth::Unknown,
        }
    }

    /// The name of a laboratory value, a readable form of its key where no test has it.
    pub fn lab_name(&self, place: usize) -> String {
        let lab = &self.book.labs[place];
        lab.name.map_or_else(|| lab.key.replace('_', " "), str::to_owned)
    }

    /// What would have to be known for a condition that is unknown.
    pub fn missing(&self, test: &Test, at: At, found: &mut Vec<Missing>) {
        if self.test(test, at) != Truth::Unknown {
            return;
        }
        let mut note = |missing: Missing| {
            if !found.contains(&missing) {
                found.push(missing);
            }
        };
        match test {
            Test::And(parts) | Test::Or(parts) => parts.iter().for_each(|part| self.missing(part, at, found)),
            Test::Not(inner) => self.missing(inner, at, found),
            Test::Compare(left, _, right) => {
                self.missing_number(left, at, found);
                self.missing_number(right, at, found);
            }
            Test::Above(number) => self.missing_number(number, at, found),
            Test::Male | Test::Female => note(Missing::Sex),
            Test::Pregnant => note(Missing::Pregnancy),
            Test::Breastfeeding => note(Missing::Breastfeeding),
            Test::Childbearing => note(Missing::Childbearing),
            Test::Smoker => note(Missing::Smoking),
            Test::Ancestry(_) => note(Missing::Ancestry),
            Test::Contraception(_) => note(Missing::Contraception),
            Test::Form(subject, _) => at.item(*subject).into_iter().for_each(|item| note(Missing::Form(item))),
            Test::Acts(subject, ..) => at.item(*subject).into_iter().for_each(|item| note(self.missing_action(item))),
            Test::Taking(inner) => {
                for item in (0..self.items.len()).filter(|item| !at.is(*item)) {
                    self.missing_of_member(inner, at, item, found);
                }
            }
            Test::Is(..)
            | Test::Route(..)
            | Test::Status(..)
            | Test::AsNeeded(_)
            | Test::ClearedBy(..)
            | Test::Condition(_)
            | Test::Gene(..)
            | Test::GeneKnown(_)
            | Test::Known(_) => {}
        }
    }

    /// What a condition asks `known(…)` about and is not known: a finding that rests on not knowing says so.
    pub fn asked_and_unknown(&self, test: &Test, at: At, found: &mut Vec<Missing>) {
        match test {
            Test::Known(inner) => self.missing(inner, at, found),
            Test::And(parts) | Test::Or(parts) => parts.iter().for_each(|part| self.asked_and_unknown(part, at, found)),
            Test::Not(inner) => self.asked_and_unknown(inner, at, found),
            _ => {}
        }
    }

    fn missing_of_member(&self, inner: &Test, at: At, item: usize, found: &mut Vec<Missing>) {
        if self.counts_and_matches(inner, at, item) == Truth::Unknown {
            if self.items[item].counts() == Truth::Unknown {
                found.push(Missing::DaysSinceStop(item));
            }
            self.missing(inner, At { this: Some(item), ..at }, found);
        }
    }

    /// Why it is not known whether an item acts on an enzyme now.
    fn missing_action(&self, item: usize) -> Missing {
        let of = &self.items[item];
        if !of.taken && of.item.days_since_stop.is_none() { Missing::DaysSinceStop(item) } else { Missing::Daily(item) }
    }

    fn missing_number(&self, number: &Number, at: At, found: &mut Vec<Missing>) {
        if self.number(number, at).is_none_or(Span::is_known) {
            return;
        }
        let mut of_item = |subject: &Subject, missing: fn(usize) -> Missing| {
            if let Some(missing) = at.item(*subject).map(missing).filter(|missing| !found.contains(missing)) {
                found.push(missing);
            }
        };
        match number {
            Number::Property(subject, _) | Number::Daily(subject) | Number::Dose(subject) => of_item(subject, Missing::Daily),
            Number::DaysOn(subject) | Number::DayOfTreatment(subject) => of_item(subject, Missing::DaysOn),
            Number::DaysSinceStop(subject) => of_item(subject, Missing::DaysSinceStop),
            Number::DaysMissed(subject) => of_item(subject, Missing::DaysMissed),
            Number::Age => found.push(Missing::Age),
            Number::GestationWeeks => found.push(Missing::GestationWeeks),
            Number::Lab(place) => found.push(Missing::Lab(*place)),
            Number::SmokingStoppedDays | Number::SmokingStartedDays => found.push(Missing::Smoking),
            Number::Count(inner) => {
                (0..self.items.len()).for_each(|item| self.missing_of_member(inner, at, item, found));
            }
            Number::Sum(attribute) | Number::Max(attribute) => {
                for (place, item) in self.items.iter().enumerate() {
                    if item.counts() == Truth::Unknown {
                        found.push(Missing::DaysSinceStop(place));
                    } else if item.counts() == Truth::True && !item.property(*attribute).is_known() {
                        found.push(Missing::Daily(place));
                    }
                }
            }
            Number::Holds(inner) => self.missing(inner, at, found),
            Number::Written(_) => {}
        }
    }

    /// Whether an item stands in a rule about two items: taken, lingering, or its enzymes not recovered where that is
    /// what the rule is about.
    pub fn stands_in(&self, law: &Law<'_>, item: usize) -> Truth {
        let item = &self.items[item];
        if item.taken || law.about_stopped {
            Truth::True
        } else if law.about_enzymes {
            item.counts()
        } else {
            item.lingers
        }
    }
}

fn as_number(truth: Truth) -> Span {
    match truth {
        Truth::False => Span::ZERO,
        Truth::True => Span::whole(1),
        Truth::Unknown => Span { low: 0, high: Span::whole(1).high },
    }
}

/// A property of an item that perhaps does not count.
fn weighted(value: Span, counts: Truth) -> Span {
    if counts == Truth::True { value } else { Span { low: value.low.min(0), high: value.high.max(0) } }
}

/// Whether an item has one of these forms, by its form or the letters behind its brand.
fn has_form(item: &Present<'_>, forms: &[String]) -> Truth {
    let said = item.item.form.iter().chain(&item.item.brand);
    let mut told = item.item.form.is_some();
    for text in said {
        let words = words::plain(text);
        let whole = form_word(text);
        let parts = words.split(' ').map(form_word);
        for word in parts.chain([whole]) {
            if forms.contains(&word) {
                return Truth::True;
            }
            told |= FORM_LETTERS.contains(&word.as_str());
        }
    }
    // A brand without letters for its form says nothing about it.
    if told { Truth::False } else { Truth::Unknown }
}

/// Letters that brands carry for their form.
const FORM_LETTERS: [&str; 8] = ["xr", "sr", "cr", "ir", "mr", "la", "cd", "odt"];

/// Parts of the world that are part of a larger one, as far as rules name it.
const ASIAN: [&str; 12] =
    ["chinese", "thai", "malay", "filipin", "vietnam", "indones", "korea", "japan", "taiwan", "india", "pakistan", "bangladesh"];

fn of_ancestry(known: &str, wanted: &str) -> bool {
    let asian = || ASIAN.iter().any(|place| known.contains(place)) && !known.contains("american indian");
    known.contains(wanted) || (wanted == "asian" && asian())
}
