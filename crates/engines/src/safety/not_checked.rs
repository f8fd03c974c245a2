//! What could not be judged, merged by what is missing.

use super::case::Case;
use super::finding::NotChecked;
use concord_knowledge::vocabulary::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// A fact that a rule asked for and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Missing {
    Lab(usize),
    Daily(usize),
    DaysOn(usize),
    DaysSinceStop(usize),
    DaysMissed(usize),
    Form(usize),
    Age,
    Sex,
    Pregnancy,
    GestationWeeks,
    Breastfeeding,
    Childbearing,
    Smoking,
    Ancestry,
    Contraception,
}

/// Collects what could not be judged.
#[derive(Default)]
pub(crate) struct Unjudged {
    facts: BTreeMap<Missing, (BTreeSet<String>, Option<Severity>)>,
    said: BTreeSet<NotChecked>,
}

impl Unjudged {
    pub fn say(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.said.insert(NotChecked { what: what.into(), why: why.into(), could_be: None });
    }

    /// A condition that no rule knows by these words.
    pub fn condition(&mut self, written: &str) {
        let why = "no rule knows a condition by these words, so no medicine was checked against it; \
                   write it as a diagnosis or a code";
        self.say(written, why);
    }

    /// A fact that was asked for, what could not be judged without it, and how bad that could have been.
    pub fn fact(&mut self, missing: Missing, judged: &str, could_be: Option<Severity>) {
        let (all, worst) = self.facts.entry(missing).or_default();
        *worst = could_be.max(*worst);
        if !all.contains(judged) {
            all.insert(judged.to_owned());
        }
    }

    /// Everything, in order.
    pub fn finish(self, case: &Case<'_>) -> Vec<NotChecked> {
        let facts = self.facts.into_iter().map(|(missing, (judged, could_be))| NotChecked {
            what: sentence_of(&missing, case),
            why: format!("not known, so this could not be judged: {}", shortened(&judged)),
            could_be,
        });
        let mut all: Vec<NotChecked> = self.said.iter().cloned().chain(facts).collect();
        // First what nobody here knows at all, then by how bad it could be.
        all.sort_by(|a, b| {
            let weight = |open: &NotChecked| (open.could_be.is_some(), std::cmp::Reverse(open.could_be));
            weight(a).cmp(&weight(b)).then_with(|| (&a.what, &a.why).cmp(&(&b.what, &b.why)))
        });
        all
    }
}

/// So many are named; more are counted.
const NAMED: usize = 4;

fn shortened(judged: &BTreeSet<String>) -> String {
    let named: Vec<&str> = judged.iter().take(NAMED).map(String::as_str).collect();
    let more = judged.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{more}", named.join("; "))
}

/// What is missing, in words.
pub(crate) fn sentence_of(missing: &Missing, case: &Case<'_>) -> String {
    let of = |item: &usize| case.items[*item].name.as_str();
    match missing {
        Missing::Lab(place) => case.lab_name(*place),
        Missing::Daily(item) => format!("dose of {}", of(item)),
        Missing::DaysOn(item) => format!("since when {} is taken", of(item)),
        Missing::DaysSinceStop(item) => format!("when {} was stopped", of(item)),
        Missing::DaysMissed(item) => format!("how long {} was not taken", of(item)),
        Missing::Form(item) => format!("form of {}", of(item)),
        Missing::Age => "age".to_owned(),
        Missing::Sex => "sex".to_owned(),
        Missing::Pregnancy => "whether there is a pregnancy".to_owned(),
        Missing::GestationWeeks => "week of pregnancy".to_owned(),
        Missing::Breastfeeding => "whether there is breast-feeding".to_owned(),
        Missing::Childbearing => "whether a pregnancy is possible".to_owned(),
        Missing::Smoking => "smoking".to_owned(),
        Missing::Ancestry => "ancestry".to_owned(),
        Missing::Contraception => "contraception".to_owned(),
    }
}
