//! Applies the rules of knowledge to a case.

use super::book::Law;
use super::case::{At, Case};
use super::draft::{Draft, Scope, cite, interrupts, named, places};
use super::finding::{Finding, Numbers};
use super::not_checked::{Missing, Unjudged, sentence_of};
use super::truth::{Span, Truth, millionths};
use super::used::add;
use super::words;
use concord_knowledge::expression::Comparison;
use concord_knowledge::formulary::SubstanceKind;
use concord_knowledge::rule;
use concord_knowledge::vocabulary::Kind;

/// What came of all rules.
pub(crate) struct Applied<'c> {
    pub drafts: Vec<Draft<'c>>,
    /// Rules that only silence others, and hold.
    pub silencers: Vec<Silencer<'c>>,
    /// Pairs of items about which a rule could not be judged.
    pub unjudged_pairs: Vec<(usize, usize)>,
}

/// A rule that only silences.
pub(crate) struct Silencer<'c> {
    pub id: &'c str,
    pub why: &'c str,
    pub instead_of: &'c [String],
    pub drugs: Vec<usize>,
    pub scope: Scope,
    pub about: Option<usize>,
}

/// Applies the rules that are wanted, by their places in the book.
pub(crate) fn apply<'c>(case: &Case<'c>, unjudged: &mut Unjudged, wanted: impl Fn(usize) -> bool) -> Applied<'c> {
    let mut work =
        Work { case, unjudged, out: Applied { drafts: Vec::new(), silencers: Vec::new(), unjudged_pairs: Vec::new() } };
    for item in 0..case.items.len() {
        for law in case.book.drugs[case.items[item].place].one.iter().filter(|law| wanted(**law)) {
            let law = &case.book.laws[*law];
            if case.items[item].taken || law.about_stopped {
                work.one(law, item);
            }
        }
        for other in (0..case.items.len()).filter(|other| case.items[*other].place != case.items[item].place) {
            let (first, second) =
                (&case.book.drugs[case.items[item].place].first, &case.book.drugs[case.items[other].place].second);
            for law in first.both(second).filter(|law| wanted(*law)) {
                work.two(&case.book.laws[law], item, other);
            }
        }
    }
    for law in case.book.together.iter().filter(|law| wanted(**law)) {
        work.all(&case.book.laws[*law]);
    }
    work.out
}

struct Work<'w, 'c> {
    case: &'w Case<'c>,
    unjudged: &'w mut Unjudged,
    out: Applied<'c>,
}

impl<'c> Work<'_, 'c> {
    fn one(&mut self, law: &'c Law<'c>, item: usize) {
        let at = At::one(item);
        let matches = self.case.test(&law.a, At { this: Some(item), ..at });
        self.decide(law, matches, at, &[item]);
    }

    fn two(&mut self, law: &'c Law<'c>, a: usize, b: usize) {
        let at = At::two(a, b);
        let Some(second) = &law.b else { return };
        let selected = |case: &Case<'c>| {
            let first = case.test(&law.a, At { this: Some(a), ..at });
            if first == Truth::False { first } else { first.and(case.test(second, At { this: Some(b), ..at })) }
        };
        let case = self.case;
        let matches = match law.rule.scope {
            rule::Scope::Washout if case.items[a].taken || !case.items[b].taken => return,
            rule::Scope::Washout => selected(case).and(self.too_early(law, a)),
            _ if !case.items[a].taken && !case.items[b].taken => return,
            _ => match case.stands_in(law, a).and(case.stands_in(law, b)) {
                Truth::False => return,
                stands => selected(case).and(stands),
            },
        };
        self.decide(law, matches, at, &[a, b]);
    }

    /// Whether the days that have to pass have not passed.
    fn too_early(&self, law: &Law<'_>, stopped: usize) -> Truth {
        law.rule.min_days.map_or(Truth::True, |days| {
            let since = Span::days(self.case.items[stopped].item.days_since_stop);
            since.compare(Comparison::Less, Span::exact(millionths(days)))
        })
    }

    fn all(&mut self, law: &'c Law<'c>) {
        let case = self.case;
        let mut members = Vec::new();
        let mut perhaps = Vec::new();
        for (item, present) in case.items.iter().enumerate() {
            if !law.members.has(present.place) {
                continue;
            }
            let counts = if law.about_stopped { Truth::True } else { present.counts() };
            match counts.and(case.test(&law.a, At::this(item))) {
                Truth::True => members.push(item),
                Truth::Unknown => perhaps.push(item),
                Truth::False => {}
            }
        }
        if members.is_empty() && perhaps.is_empty() {
            return;
        }
        if members.is_empty() {
            return self.decide(law, Truth::Unknown, At::default(), &perhaps);
        }
        self.decide(law, Truth::True, At::default(), &members);
    }

    /// Takes a rule from its selectors to a finding, to silence, or to what could not be judged.
    fn decide(&mut self, law: &'c Law<'c>, matches: Truth, at: At, items: &[usize]) {
        let case = self.case;
        let holds = match &law.when {
            Some(when) if matches != Truth::False => matches.and(case.test(when, at)),
            _ => matches,
        };
        if holds == Truth::False {
            return;
        }
        let mut missing = Vec::new();
        if holds == Truth::Unknown {
            self.missing_of(law, at, items, &mut missing);
        }
        if law.rule.ladder.is_empty() {
            if holds == Truth::True && self.silenced(law, at) != Truth::True {
                self.silencer(law, items, law.rule.silent_why.as_deref().unwrap_or_default());
            }
            return;
        }
        let above = self.above_cap(law, items);
        if above == Truth::False {
            if holds == Truth::True && !law.rule.instead_of.is_empty() {
                self.silencer(law, items, "the dose is within the limit that holds for this case");
            }
            return;
        }
        if above == Truth::Unknown {
            add_missing(&mut missing, Missing::Daily(items[0]));
        }
        let step = self.step(law, at, &mut missing);
        let certain = holds == Truth::True && above == Truth::True;
        match step {
            Step::None => {}
            Step::Unknown => self.could_not_judge(law, at, items, &missing),
            Step::Holds(_) if !certain => self.could_not_judge(law, at, items, &missing),
            Step::Holds(step) => {
                if !missing.is_empty() {
                    self.could_not_judge(law, at, items, &missing);
                }
                self.speak(law, step, at, items, missing);
            }
        }
    }

    fn silenced(&self, law: &Law<'_>, at: At) -> Truth {
        law.silent_when.as_ref().map_or(Truth::False, |silent| self.case.test(silent, at))
    }

    /// Whether the dose is above the longest amount that is still in order.
    fn above_cap(&self, law: &Law<'_>, items: &[usize]) -> Truth {
        law.rule
            .max_daily
            .map_or(Truth::True, |cap| self.case.items[items[0]].daily.compare(Comparison::More, Span::exact(millionths(cap))))
    }

    /// The first step that holds. Steps before it that could not be judged leave their facts among the missing.
    fn step(&self, law: &Law<'_>, at: At, missing: &mut Vec<Missing>) -> Step {
        let (open, holds) = self.reachable(law, at);
        // What an open step would say as well as the one that holds need not be asked.
        let same = |place: usize, other: usize| {
            let (a, b) = (&law.rule.ladder[place], &law.rule.ladder[other]);
            (a.severity, a.personal, &a.action) == (b.severity, b.personal, &b.action)
        };
        let asked = open.iter().filter(|place| holds.is_none_or(|holds| !same(**place, holds)));
        asked.flat_map(|place| &law.steps[*place]).for_each(|condition| self.case.missing(condition, at, missing));
        match holds {
            Some(place) => Step::Holds(place),
            None if open.is_empty() => Step::None,
            None => Step::Unknown,
        }
    }

    /// The steps that perhaps hold, and after them the first that surely does.
    fn reachable(&self, law: &Law<'_>, at: At) -> (Vec<usize>, Option<usize>) {
        let mut open = Vec::new();
        for (place, condition) in law.steps.iter().enumerate() {
            match condition.as_ref().map_or(Truth::True, |condition| self.case.test(condition, at)) {
                Truth::True => return (open, Some(place)),
                Truth::Unknown => open.push(place),
                Truth::False => {}
            }
        }
        (open, None)
    }

    fn missing_of(&self, law: &Law<'_>, at: At, items: &[usize], missing: &mut Vec<Missing>) {
        let case = self.case;
        let sides = [(Some(&law.a), at.a.or(items.first().copied())), (law.b.as_ref(), at.b)];
        for (test, item) in sides {
            if let (Some(test), Some(item)) = (test, item) {
                case.missing(test, At { this: Some(item), ..at }, missing);
            }
        }
        law.when.iter().for_each(|when| case.missing(when, at, missing));
        for item in items.iter().filter(|item| !case.items[**item].taken && case.items[**item].item.days_since_stop.is_none()) {
            add_missing(missing, Missing::DaysSinceStop(*item));
        }
    }

    fn could_not_judge(&mut self, law: &Law<'_>, at: At, items: &[usize], missing: &[Missing]) {
        if let [a, b] = items {
            self.out.unjudged_pairs.push((*a, *b));
        }
        let title = self.filled(&law.rule.title, items);
        let (open, holds) = self.reachable(law, at);
        let worst = open.into_iter().chain(holds).map(|place| law.rule.ladder[place].severity).max();
        for fact in missing {
            self.unjudged.fact(fact.clone(), &title, worst);
        }
    }

    fn silencer(&mut self, law: &'c Law<'c>, items: &[usize], why: &'c str) {
        self.out.silencers.push(Silencer {
            id: &law.rule.id,
            why,
            instead_of: &law.rule.instead_of,
            drugs: places(items, self.case),
            scope: scope(law.rule.scope),
            about: items.first().map(|item| self.case.items[*item].place),
        });
    }

    fn speak(&mut self, law: &'c Law<'c>, step: usize, at: At, items: &[usize], missing: Vec<Missing>) {
        let case = self.case;
        let rule = law.rule;
        let deciding = &rule.ladder[step];
        let mut used = Vec::new();
        law.when.iter().chain(&law.steps[step]).for_each(|test| case.used(test, at, &mut used));
        if let (rule::Scope::Washout, Some(days)) = (rule.scope, case.items[items[0]].item.days_since_stop) {
            add(&mut used, format!("days since {} was stopped", case.items[items[0]].name), days.to_string());
        }
        if let Some(daily) = rule.max_daily.and(case.items[items[0]].daily.decimal()) {
            add(&mut used, format!("daily dose of {}", case.items[items[0]].name), format!("{daily} mg"));
        }
        let silenced = self.silenced(law, at);
        let mut missing = missing;
        law.when.iter().chain(&law.steps[step]).for_each(|test| case.asked_and_unknown(test, at, &mut missing));
        if let [item] = items {
            case.asked_and_unknown(&law.a, At { this: Some(*item), ..at }, &mut missing);
        }
        if silenced == Truth::Unknown {
            law.silent_when.iter().for_each(|silent| case.missing(silent, at, &mut missing));
        } else if silenced == Truth::True {
            law.silent_when.iter().for_each(|silent| case.used(silent, at, &mut used));
        }
        let kind = rule.kind.unwrap_or_else(|| kind_of(case, items));
        let (drugs, substances, ids) = named(items, case);
        let finding = Box::new(Finding {
            id: rule.id.clone(),
            kind,
            matter: rule.matter.clone(),
            severity: deciding.severity,
            personal: deciding.personal,
            interruptive: interrupts(kind, deciding.severity, deciding.personal, rule.evidence),
            serious: rule.serious,
            substances,
            ids,
            title: words::sentence(self.filled(&rule.title, items)),
            consequence: self.filled(&rule.consequence, items),
            mechanism: self.filled(&rule.mechanism, items),
            action: self.filled(deciding.action.as_ref().unwrap_or(&rule.action), items),
            monitoring: rule.monitoring.iter().map(|watch| self.filled(watch, items)).collect(),
            frequency: rule.frequency.clone(),
            evidence: rule.evidence,
            citations: std::iter::once(cite(rule)).chain(rule.also.iter().map(|also| cite(also))).collect(),
            numbers: Numbers { min_days: rule.min_days, max_daily_mg: rule.max_daily, ratio: None },
            context_used: used,
            context_missing: missing.iter().map(|missing| sentence_of(missing, case)).collect(),
            opinion: rule.opinion.clone(),
        });
        self.out.drafts.push(Draft {
            finding,
            drugs,
            scope: scope(rule.scope),
            specificity: 1 + law.specificity,
            instead_of: &rule.instead_of,
            silent: (silenced == Truth::True).then(|| rule.silent_why.clone().unwrap_or_default()),
            about: items.first().map(|item| case.items[*item].place),
        });
    }

    /// A text with the names of the substances in it.
    fn filled(&self, text: &str, items: &[usize]) -> String {
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let (mark, item) = match rest.get(..3) {
                Some("{a}") => (3, items.first()),
                Some("{b}") => (3, items.get(1)),
                _ if rest.starts_with("{all}") => (5, None),
                _ => (1, None),
            };
            match item {
                Some(item) => push_name(&mut out, &self.case.items[*item].name),
                None if mark == 5 => push_name(&mut out, &words::list(&named(items, self.case).1)),
                None if mark == 1 => out.push('{'),
                None => {}
            }
            rest = &rest[mark..];
        }
        out.push_str(rest);
        out
    }
}

/// Adds a name, with a capital where it begins a sentence.
fn push_name(out: &mut String, name: &str) {
    let begins = out.is_empty() || out.ends_with(". ");
    match name.chars().next().filter(|_| begins) {
        Some(first) => {
            out.extend(first.to_uppercase());
            out.push_str(&name[first.len_utf8()..]);
        }
        None => out.push_str(name),
    }
}

/// What the ladder says.
enum Step {
    None,
    Unknown,
    Holds(usize),
}

fn add_missing(all: &mut Vec<Missing>, missing: Missing) {
    if !all.contains(&missing) {
        all.push(missing);
    }
}

fn scope(scope: rule::Scope) -> Scope {
    match scope {
        rule::Scope::One => Scope::One,
        rule::Scope::Pair => Scope::Pair,
        rule::Scope::All => Scope::All,
        rule::Scope::Washout => Scope::Washout,
    }
}

/// The kind that follows from what the items are.
pub(crate) fn kind_of(case: &Case<'_>, items: &[usize]) -> Kind {
    let any = |kind: SubstanceKind| items.iter().any(|item| case.book.drugs[case.items[*item].place].substance.kind == kind);
    if any(SubstanceKind::Tobacco) {
        Kind::DrugTobacco
    } else if any(SubstanceKind::Food) {
        Kind::DrugFood
    } else if any(SubstanceKind::Supplement) {
        Kind::DrugSupplement
    } else {
        Kind::DrugDrug
    }
}
