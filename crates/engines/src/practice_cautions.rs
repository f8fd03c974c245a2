//! For whom a practice, a therapy or a skill is not, or only with care: each caution looked at for one person, and said to
//! be found, not found or not known. What nobody noted is not known, and never safe.
//!
//! ```
//! use concord_engines::practice_cautions::{Person, Standing, check};
//! use concord_knowledge::shipped;
//!
//! let yoga = shipped().practice(&"yoga".into()).expect("yoga ships");
//! let nobody_asked = check(shipped(), &yoga.cautions, &Person::default());
//! assert!(nobody_asked.cautions.iter().all(|each| each.standing != Standing::Clear));
//! ```

use crate::safety::{self, Book};
use concord_chart::Chart;
use concord_knowledge::ids::{SourceId, SubstanceId};
use concord_knowledge::{Caution, CautionStrength, CautionWhen, Knowledge, Sourced};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeSet;

/// The person of whom it is asked. What is absent is not known; a list that was given is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Conditions that are present, by their ids; the wider ones of each count too.
    pub conditions: Option<BTreeSet<String>>,
    /// What is taken or about to be begun, by the ids of substances.
    pub taking: Option<BTreeSet<SubstanceId>>,
    /// Pregnant.
    pub pregnant: Option<bool>,
    /// Years.
    pub age: Option<u32>,
    /// What stands on the lists and is not understood, as it is written.
    pub not_understood: Vec<String>,
}

impl Person {
    /// The person of a chart on a day. An empty list of conditions or medicines is no list: nobody has noted any.
    pub fn from_chart(chart: &Chart, book: &Book<'_>, today: Date, zone: &TimeZone) -> Self {
        let (regimen, given) = safety::from_chart(chart, book, today, zone);
        let noted = safety::noted(&regimen, &given, book);
        Self {
            conditions: (!chart.conditions.is_empty()).then_some(noted.conditions),
            taking: (!chart.medications.is_empty()).then_some(noted.taking),
            pregnant: noted.pregnant,
            age: given.age,
            not_understood: noted.not_understood,
        }
    }
}

/// Where a caution stands for a person. Ordered: what has to be read first comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It holds for this person.
    Found,
    /// A fact is missing that would tell.
    NotKnown,
    /// It holds for everybody.
    ForEverybody,
    /// It does not hold for this person.
    Clear,
}

impl Standing {
    /// In words for staff and patient.
    pub fn words(self) -> &'static str {
        match self {
            Self::Found => "holds here",
            Self::NotKnown => "not known",
            Self::ForEverybody => "for everybody",
            Self::Clear => "does not hold here",
        }
    }
}

/// One caution, looked at for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCaution<'k> {
    /// The caution, with text, action, strength and citation.
    pub caution: &'k Caution,
    /// Where it stands.
    pub standing: Standing,
    /// What of the person it rests on, as short phrases: `takes lithium`. Empty unless found.
    pub because: Vec<String>,
    /// What would have to be known, as short phrases. Empty unless not known.
    pub missing: Vec<String>,
}

impl CheckedCaution<'_> {
    /// The citation.
    pub fn source(&self) -> &SourceId {
        self.caution.source()
    }
}

/// All cautions of an entry, looked at for one person: the ones found first, the firm before the others.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<'k> {
    /// Each caution once.
    pub cautions: Vec<CheckedCaution<'k>>,
    /// What stands on the person's lists and was not understood, so that it could not be looked at.
    pub not_understood: Vec<String>,
}

impl<'k> Checked<'k> {
    /// The cautions that stand so.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &CheckedCaution<'k>> {
        self.cautions.iter().filter(move |each| each.standing == standing)
    }

    /// True where a firm “not this” was found: a plan for it needs a person's decision and reason.
    pub fn advises_against(&self) -> bool {
        self.standing(Standing::Found).any(|each| each.caution.strength == CautionStrength::Contraindicated)
    }

    /// True where everything could be looked at and nothing was found.
    pub fn checked_clear(&self) -> bool {
        let looked_at = |each: &CheckedCaution<'_>| matches!(each.standing, Standing::Clear | Standing::ForEverybody);
        self.not_understood.is_empty() && self.cautions.iter().all(looked_at)
    }
}

/// Looks at every caution for a person.
pub fn check<'k>(knowledge: &Knowledge, cautions: &'k [Caution], person: &Person) -> Checked<'k> {
    let present = person.conditions.as_ref().map(|noted| with_wider(knowledge, noted));
    let asked = Asked { knowledge, person, present };
    let mut checked: Vec<CheckedCaution<'k>> = cautions.iter().map(|caution| asked.one(caution)).collect();
    checked.sort_by_key(|each| (each.standing, std::cmp::Reverse(each.caution.strength)));
    Checked { cautions: checked, not_understood: person.not_understood.clone() }
}

/// The conditions and everything that they also are.
fn with_wider(knowledge: &Knowledge, noted: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = noted.clone();
    let mut next: Vec<&str> = noted.iter().map(String::as_str).collect();
    while let Some(id) = next.pop() {
        for wider in knowledge.condition(id).iter().flat_map(|term| &term.is_also) {
            if all.insert(wider.clone()) {
                next.push(wider);
            }
        }
    }
    all
}

/// A person, ready to be asked about.
struct Asked<'a> {
    knowledge: &'a Knowledge,
    person: &'a Person,
    /// Conditions with their wider ones.
    present: Option<BTreeSet<String>>,
}

/// What holds and what is missing of the parts of one caution.
#[derive(Default)]
struct Answer {
    because: Vec<String>,
    missing: Vec<String>,
}

impl Asked<'_> {
    fn one<'k>(&self, caution: &'k Caution) -> CheckedCaution<'k> {
        let Some(when) = &caution.when else {
            return CheckedCaution { caution, standing: Standing::ForEverybody, because: Vec::new(), missing: Vec::new() };
        };
        let mut answer = Answer::default();
        self.conditions(when, &mut answer);
        self.taking(when, &mut answer);
        self.pregnancy(when, &mut answer);
        self.age(when, &mut answer);
        let Answer { because, missing } = answer;
        if !because.is_empty() {
            return CheckedCaution { caution, standing: Standing::Found, because, missing: Vec::new() };
        }
        let standing = if missing.is_empty() { Standing::Clear } else { Standing::NotKnown };
        CheckedCaution { caution, standing, because, missing }
    }

    fn conditions(&self, when: &CautionWhen, answer: &mut Answer) {
        let (Some(noted), Some(present)) = (&self.person.conditions, &self.present) else {
            if !when.conditions.is_empty() {
                answer.missing.push("conditions: no list has been made".to_owned());
            }
            return;
        };
        for id in &when.conditions {
            if present.contains(id) {
                answer.because.push(self.condition(id).to_owned());
                continue;
            }
            // Only the wider condition was noted: which form it is would tell.
            let wider = self.knowledge.condition(id).map(|term| term.is_also.as_slice()).unwrap_or_default();
            if let Some(wider) = wider.iter().find(|wider| noted.contains(*wider)) {
                answer.missing.push(format!("whether “{}” is {}", self.condition(wider), self.condition(id)));
            }
        }
    }

    fn taking(&self, when: &CautionWhen, answer: &mut Answer) {
        if when.taking.is_empty() {
            return;
        }
        let Some(taking) = &self.person.taking else {
            return answer.missing.push("medicines: nothing has been noted".to_owned());
        };
        for substance in taking.iter().filter_map(|id| self.knowledge.substance(id)) {
            let meant = |name: &String| name == substance.id.as_str() || substance.tags.contains(name);
            if when.taking.iter().any(meant) {
                answer.because.push(format!("takes {}", substance.name));
            }
        }
    }

    fn pregnancy(&self, when: &CautionWhen, answer: &mut Answer) {
        match self.person.pregnant {
            _ if !when.pregnant => {}
            Some(true) => answer.because.push("pregnant".to_owned()),
            Some(false) => {}
            None => answer.missing.push("whether there is a pregnancy".to_owned()),
        }
    }

    fn age(&self, when: &CautionWhen, answer: &mut Answer) {
        let (below, from) = (when.age_below.map(u32::from), when.age_from.map(u32::from));
        if below.is_none() && from.is_none() {
            return;
        }
        match self.person.age {
            None => answer.missing.push("age".to_owned()),
            Some(age) if below.is_some_and(|below| age < below) || from.is_some_and(|from| age >= from) => {
                answer.because.push(format!("{age} years old"));
            }
            Some(_) => {}
        }
    }

    fn condition<'s>(&'s self, id: &'s str) -> &'s str {
        self.knowledge.condition(id).map_or(id, |term| term.name.as_str())
    }
}
