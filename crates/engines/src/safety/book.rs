//! The rule book: what knowledge says, made ready to be asked. Built once for a state of knowledge.

use super::condition::{self, Names, Set, Test, share, strength};
use super::products::{self, Compound};
use super::truth::{Span, Truth, millionths};
use super::words::{self, Named};
use concord_knowledge::expression::{Comparison, Expression, ItemFact, Subject};
use concord_knowledge::formulary::SubstanceKind;
use concord_knowledge::ids::SubstanceId;
use concord_knowledge::monitoring::Test as MonitoredTest;
use concord_knowledge::rule::{Rule, Scope};
use concord_knowledge::terms::ConditionTerm;
use concord_knowledge::vocabulary::{Attribute, Enzyme};
use concord_knowledge::{Knowledge, Schedule, Substance, shipped};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// How many properties there are.
pub(crate) const PROPERTIES: usize = Attribute::ALL.len();
/// How many enzymes and carriers there are.
pub(crate) const ENZYMES: usize = Enzyme::ALL.len();

/// The rules, ready to be asked.
pub struct Book<'k> {
    pub(crate) knowledge: &'k Knowledge,
    pub(crate) drugs: Vec<Drug<'k>>,
    by_id: HashMap<&'k str, usize>,
    pub(crate) laws: Vec<Law<'k>>,
    /// Laws about everything together.
    pub(crate) together: Vec<usize>,
    pub(crate) schedules: Vec<Timetable<'k>>,
    pub(crate) conditions: Vec<Condition<'k>>,
    /// Words that mean a condition → its places.
    pub(crate) condition_words: HashMap<String, Vec<usize>>,
    pub(crate) labs: Vec<LabName<'k>>,
    /// Names of substances, as `words::plain` makes them.
    pub(crate) names: HashMap<String, Named>,
    pub(crate) products: Vec<Compound<'k>>,
    /// Names of products of several substances, as `products::key` makes them.
    pub(crate) product_names: HashMap<String, usize>,
    /// Names of tests, squeezed.
    pub(crate) tests: HashMap<String, &'k MonitoredTest>,
    /// The substance that stands for tobacco smoke.
    pub(crate) tobacco: Option<usize>,
}

/// A substance, its properties in a row.
pub(crate) struct Drug<'k> {
    pub substance: &'k Substance,
    /// Properties that hold by every route and at every dose.
    pub plain: [i8; PROPERTIES],
    /// Properties that hold only by some route or at some dose, in the order of the file.
    pub special: Vec<Special<'k>>,
    /// How much is cleared by each enzyme: 0 to 3.
    pub cleared_by: [u8; ENZYMES],
    /// Laws about it alone.
    pub one: Vec<usize>,
    /// Laws about two items in which it can be the first.
    pub first: Set,
    /// Laws about two items in which it can be the second.
    pub second: Set,
    /// Conditions of its boxed warnings, in their order.
    pub boxed: Vec<Option<Test>>,
}

/// Properties that hold only sometimes.
pub(crate) struct Special<'k> {
    pub values: &'k BTreeMap<Attribute, i8>,
    pub routes: &'k [String],
    pub from_daily: Option<i64>,
    pub to_daily: Option<i64>,
}

/// A rule, ready.
pub(crate) struct Law<'k> {
    pub rule: &'k Rule,
    pub a: Test,
    pub b: Option<Test>,
    pub when: Option<Test>,
    pub silent_when: Option<Test>,
    pub steps: Vec<Option<Test>>,
    /// How closely it is cut to its substances: the higher, the more specific.
    pub specificity: u8,
    /// It asks about stopped items itself.
    pub about_stopped: bool,
    /// It is about enzymes: a stopped item counts until they have recovered.
    pub about_enzymes: bool,
    /// For a law about everything: the substances that can count.
    pub members: Set,
}

/// A schedule of checks, ready.
pub(crate) struct Timetable<'k> {
    pub schedule: &'k Schedule,
    pub applies: Test,
    pub possible: Set,
    pub when: Option<Test>,
    pub checks: Vec<Option<Test>>,
}

/// A condition with everything that it also is.
pub(crate) struct Condition<'k> {
    pub term: &'k ConditionTerm,
    /// Itself and its wider conditions.
    pub is: Vec<usize>,
}

/// A laboratory key with its words.
pub(crate) struct LabName<'k> {
    pub key: String,
    pub name: Option<&'k str>,
    pub unit: Option<&'k str>,
}

static SHIPPED: LazyLock<Book<'static>> = LazyLock::new(|| Book::of(shipped()));

/// The rule book of the knowledge that is compiled in. Built at first use.
pub fn shipped_book() -> &'static Book<'static> {
    &SHIPPED
}

impl<'k> Book<'k> {
    /// Makes a state of knowledge ready.
    pub fn of(knowledge: &'k Knowledge) -> Self {
        let mut index = Index::of(knowledge);
        let mut drugs: Vec<Drug<'k>> = knowledge.substances().map(|substance| drug(substance, &mut index)).collect();
        let laws: Vec<Law<'k>> = knowledge.rules().map(|(owner, rule)| law(owner, rule, &mut index)).collect();
        let mut schedules: Vec<Timetable<'k>> = knowledge.schedules().map(|schedule| timetable(schedule, &mut index)).collect();
        for substance in knowledge.substances() {
            for level in &substance.levels {
                index.lab(&level.lab);
            }
        }
        let (products, product_names) = products::of(knowledge, &index.by_id);
        let mut book = Self {
            knowledge,
            products,
            product_names,
            together: (0..laws.len()).filter(|law| laws[*law].rule.scope == Scope::All).collect(),
            laws,
            by_id: index.by_id,
            schedules: Vec::new(),
            conditions: index.conditions.iter().map(|term| Condition { term, is: Vec::new() }).collect(),
            names: substance_names(knowledge),
            tests: test_names(knowledge),
            condition_words: condition_words(&index.conditions),
            labs: lab_names(knowledge, &index.labs),
            tobacco: drugs.iter().position(|drug| drug.substance.kind == SubstanceKind::Tobacco),
            drugs: Vec::new(),
        };
        book.widen_conditions(&index.condition_ids);
        for place in 0..drugs.len() {
            place_in_laws(&mut drugs, place, &mut book.laws);
        }
        for timetable in &mut schedules {
            timetable.possible =
                (0..drugs.len()).filter(|place| possible(&timetable.applies, &drugs[*place], *place) != Truth::False).collect();
        }
        book.drugs = drugs;
        book.schedules = schedules;
        book
    }

    /// Place of a substance.
    pub(crate) fn place(&self, id: &SubstanceId) -> Option<usize> {
        self.by_id.get(id.as_str()).copied()
    }

    /// The place of a laboratory key, where a rule asks for it.
    pub(crate) fn lab(&self, key: &str) -> Option<usize> {
        self.labs.iter().position(|lab| lab.key == key)
    }

    /// Conditions and everything that they also are.
    fn widen_conditions(&mut self, ids: &HashMap<&'k str, usize>) {
        for place in 0..self.conditions.len() {
            let mut all = vec![place];
            let mut next = 0;
            while let Some(at) = all.get(next).copied() {
                next += 1;
                for wider in &self.conditions[at].term.is_also {
                    if let Some(wider) = ids.get(wider.as_str()).filter(|wider| !all.contains(wider)) {
                        all.push(*wider);
                    }
                }
            }
            self.conditions[place].is = all;
        }
    }
}

/// Names and their places, while the book is being built.
struct Index<'k> {
    knowledge: &'k Knowledge,
    by_id: HashMap<&'k str, usize>,
    tags: HashMap<&'k str, Vec<usize>>,
    conditions: Vec<&'k ConditionTerm>,
    condition_ids: HashMap<&'k str, usize>,
    labs: Vec<String>,
}

impl<'k> Index<'k> {
    fn of(knowledge: &'k Knowledge) -> Self {
        let mut tags: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, substance) in knowledge.substances().enumerate() {
            for tag in &substance.tags {
                tags.entry(tag).or_default().push(place);
            }
        }
        let conditions: Vec<_> = knowledge.conditions().collect();
        // These are computed from others where they are not given; whoever asks for one asks for all.
        let labs = ["crcl_ml_min", "egfr", "creatinine_mg_dl", "weight_kg"].map(str::to_owned).to_vec();
        Self {
            knowledge,
            by_id: knowledge.substances().enumerate().map(|(place, substance)| (substance.id.as_str(), place)).collect(),
            tags,
            condition_ids: conditions.iter().enumerate().map(|(place, term)| (term.id.as_str(), place)).collect(),
            conditions,
            labs,
        }
    }
}

impl Names for Index<'_> {
    fn substances(&self, word: &str) -> Vec<usize> {
        if let Some(place) = self.by_id.get(word) {
            return vec![*place];
        }
        if let Some(places) = self.tags.get(word) {
            return places.clone();
        }
        // Ids are written with hyphens; whoever writes an underscore means the same.
        let hyphened = word.replace('_', "-");
        let named = self.knowledge.substances().position(|substance| substance.name.eq_ignore_ascii_case(word));
        self.by_id.get(hyphened.as_str()).copied().or(named).into_iter().collect()
    }

    fn condition(&self, id: &str) -> Option<usize> {
        self.condition_ids.get(id).copied()
    }

    fn lab(&mut self, key: &str) -> usize {
        self.labs.iter().position(|known| known == key).unwrap_or_else(|| {
            self.labs.push(key.to_owned());
            self.labs.len() - 1
        })
    }
}

fn substance_names(knowledge: &Knowledge) -> HashMap<String, Named> {
    let mut all = HashMap::new();
    for (place, substance) in knowledge.substances().enumerate() {
        for brand in &substance.brands {
            all.entry(words::plain(brand)).or_insert(Named { place, generic: false });
        }
        for formulation in &substance.formulations {
            for name in formulation.synonyms.iter().chain([&formulation.name]) {
                all.entry(words::plain(name)).or_insert(Named { place, generic: false });
            }
        }
    }
    for (place, substance) in knowledge.substances().enumerate() {
        let id = substance.id.to_string();
        for name in substance.synonyms.iter().chain([&substance.name, &id]) {
            all.insert(words::plain(name), Named { place, generic: true });
        }
    }
    all
}

fn test_names(knowledge: &Knowledge) -> HashMap<String, &MonitoredTest> {
    let mut all = HashMap::new();
    for test in knowledge.tests() {
        for name in test.synonyms.iter().chain([&test.name, &test.id]).chain(&test.lab) {
            all.entry(words::squeezed(name)).or_insert(test);
        }
    }
    // An id is nobody else's synonym.
    for test in knowledge.tests() {
        all.insert(words::squeezed(&test.id), test);
    }
    all
}

fn condition_words(conditions: &[&ConditionTerm]) -> HashMap<String, Vec<usize>> {
    let mut all: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, term) in conditions.iter().enumerate() {
        for word in term.words.iter().chain([&term.name, &term.id]) {
            let places = all.entry(words::plain(word)).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    all
}

fn lab_names<'k>(knowledge: &'k Knowledge, keys: &[String]) -> Vec<LabName<'k>> {
    let named = keys.iter().map(|key| {
        let test = knowledge.tests().find(|test| test.lab.as_deref() == Some(key));
        LabName { key: key.clone(), name: test.map(|test| test.name.as_str()), unit: test.and_then(|test| test.unit.as_deref()) }
    });
    named.collect()
}

fn drug<'k>(substance: &'k Substance, index: &mut Index<'k>) -> Drug<'k> {
    let mut plain = [0; PROPERTIES];
    let mut special = Vec::new();
    for facts in &substance.facts {
        if facts.routes.is_empty() && facts.from_daily.is_none() && facts.to_daily.is_none() {
            facts.values.iter().for_each(|(attribute, value)| plain[*attribute as usize] = *value);
        } else {
            special.push(Special {
                values: &facts.values,
                routes: &facts.routes,
                from_daily: facts.from_daily.map(millionths),
                to_daily: facts.to_daily.map(millionths),
            });
        }
    }
    let mut cleared_by = [0; ENZYMES];
    for route in &substance.cleared_by {
        let known: &mut u8 = &mut cleared_by[route.enzyme as usize];
        *known = share(route.share).max(*known);
    }
    let boxed = substance.boxed.iter().map(|boxed| boxed.when.as_ref().map(|when| condition::test(when, index))).collect();
    Drug { substance, plain, special, cleared_by, one: Vec::new(), first: Set::default(), second: Set::default(), boxed }
}

fn law<'k>(owner: Option<&'k Substance>, rule: &'k Rule, index: &mut Index<'k>) -> Law<'k> {
    let owner = owner.and_then(|owner| index.by_id.get(owner.id.as_str()).copied());
    let mut ready = |written: &Option<Expression>| written.as_ref().map(|written| condition::test(written, index));
    let a = ready(&rule.a).unwrap_or_else(|| Test::Is(Subject::This, owner.into_iter().collect()));
    let (b, when, silent_when) = (ready(&rule.b), ready(&rule.when), ready(&rule.silent_when));
    let steps: Vec<_> = rule.ladder.iter().map(|step| ready(&step.when)).collect();
    let written = || {
        let all = [&rule.a, &rule.b, &rule.when].into_iter().flatten();
        all.chain(rule.ladder.iter().filter_map(|step| step.when.as_ref()))
    };
    let side = |written: &Option<Expression>, is_owner: bool| match written {
        None if is_owner => 3,
        None => 0,
        Some(selector) => closeness(selector, index),
    };
    Law {
        rule,
        specificity: side(&rule.a, owner.is_some()) + side(&rule.b, false),
        about_stopped: written().any(|condition| mentions(condition, asks_for_stopped)),
        about_enzymes: rule.matter == "level"
            || rule.instead_of.iter().any(|id| id == "kinetics")
            || written()
                .any(|condition| mentions(condition, |fact| matches!(fact, ItemFact::Inhibits(..) | ItemFact::Induces(..)))),
        a,
        b,
        when,
        silent_when,
        steps,
        members: Set::default(),
    }
}

/// How closely a selector is cut: 3 one substance, 2 a few, 1 classes, 0 properties.
fn closeness(selector: &Expression, index: &Index<'_>) -> u8 {
    let mut closest = 0;
    let mut look = |part: &Expression| {
        if let Expression::Item(_, ItemFact::Is(words)) = part {
            let by_id = words.iter().all(|word| index.by_id.contains_key(word.as_str()));
            closest = closest.max(if by_id && words.len() == 1 {
                3
            } else if by_id {
                2
            } else {
                1
            });
        }
    };
    match selector {
        // What is excluded does not make it closer.
        Expression::And(parts) => parts.iter().for_each(&mut look),
        other => look(other),
    }
    closest
}

fn mentions(written: &Expression, wanted: impl Fn(&ItemFact) -> bool) -> bool {
    let mut found = false;
    written.walk(&mut |part| found |= matches!(part, Expression::Item(_, fact) if wanted(fact)));
    found
}

fn asks_for_stopped(fact: &ItemFact) -> bool {
    match fact {
        ItemFact::Status(words) => words.iter().any(|word| word == "stopped"),
        ItemFact::DaysSinceStop => true,
        _ => false,
    }
}

fn timetable<'k>(schedule: &'k Schedule, index: &mut Index<'k>) -> Timetable<'k> {
    Timetable {
        schedule,
        applies: condition::test(&schedule.applies, index),
        possible: Set::default(),
        when: schedule.when.as_ref().map(|when| condition::test(when, index)),
        checks: schedule.checks.iter().map(|check| check.when.as_ref().map(|when| condition::test(when, index))).collect(),
    }
}

/// Notes for a substance which laws it can meet.
fn place_in_laws(drugs: &mut [Drug<'_>], place: usize, laws: &mut [Law<'_>]) {
    for (number, law) in laws.iter_mut().enumerate() {
        let can = |test: &Test| possible(test, &drugs[place], place) != Truth::False;
        let first = can(&law.a);
        let second = law.b.as_ref().is_some_and(can);
        match law.rule.scope {
            Scope::One if first => drugs[place].one.push(number),
            Scope::All if first => law.members.insert(place),
            Scope::Pair | Scope::Washout => {
                if first {
                    drugs[place].first.insert(number);
                }
                if second {
                    drugs[place].second.insert(number);
                }
            }
            _ => {}
        }
    }
}

/// Whether a selector can ever hold for a substance, whatever its dose and whoever takes it.
fn possible(test: &Test, drug: &Drug<'_>, place: usize) -> Truth {
    match test {
        Test::And(parts) => parts.iter().fold(Truth::True, |so_far, part| so_far.and(possible(part, drug, place))),
        Test::Or(parts) => parts.iter().fold(Truth::False, |so_far, part| so_far.or(possible(part, drug, place))),
        Test::Not(inner) => !possible(inner, drug, place),
        Test::Is(Subject::This, set) => Truth::from(set.has(place)),
        Test::ClearedBy(Subject::This, enzyme, least) => Truth::from(drug.cleared_by[*enzyme as usize] >= *least),
        Test::Acts(Subject::This, how, enzyme, least) => {
            let ever = drug
                .substance
                .affects
                .iter()
                .any(|effect| effect.how == *how && effect.enzyme == *enzyme && strength(effect.strength) >= *least);
            if ever { Truth::Unknown } else { Truth::False }
        }
        Test::Compare(condition::Number::Property(Subject::This, attribute), comparison, condition::Number::Written(to)) => {
            drug.ever(*attribute).compare(*comparison, *to)
        }
        Test::Above(condition::Number::Property(Subject::This, attribute)) => {
            drug.ever(*attribute).compare(Comparison::More, Span::ZERO)
        }
        _ => Truth::Unknown,
    }
}

impl Drug<'_> {
    /// The values that a property can take.
    fn ever(&self, attribute: Attribute) -> Span {
        let plain = self.plain[attribute as usize];
        let others = self.special.iter().filter_map(|special| special.values.get(&attribute).copied());
        let (low, high) = others.fold((plain, plain), |(low, high), value| (low.min(value), high.max(value)));
        Span { low: Span::whole(low).low, high: Span::whole(high).low }
    }
}
