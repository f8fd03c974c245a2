//! The review of a chart, with a proposed change or without one, sorted into what stops, what is said, what is folded, and
//! what is not shown and why.

use super::{
    acknowledged::{Standing, standing},
    correction::Correction,
    proposal::{From, Proposal},
};
use crate::{
    components::review::Unshown,
    own_words::{taken_and_known, with_book},
};
use concord_chart::Chart;
use concord_engines::{
    days::{day_of, day_words},
    safety::{Circumstances, Finding, Item, Regimen, Review, Status, review, with_proposal},
};
use concord_knowledge::{
    Knowledge,
    vocabulary::{Kind, Severity},
};

/// A finding that is shown.
pub struct Shown {
    /// The finding.
    pub finding: Finding,
    /// Why it is shown again, or that it comes with the change; may be empty.
    pub why_now: String,
    /// It has to be weighed before the change is recorded.
    pub stops: bool,
}

/// A review, ready for the page.
pub struct Checked {
    /// What is proposed; nothing where the regimen is looked at as it is.
    pub proposal: Option<Proposal>,
    /// What was reviewed.
    pub regimen: Regimen,
    /// What was found about it.
    pub review: Review,
    /// What may interrupt: all of it stands on one card.
    pub interruptive: Vec<Shown>,
    /// What is said beside the regimen.
    pub inline: Vec<Shown>,
    /// What is folded.
    pub minor: Vec<Shown>,
    /// What is there for those who ask.
    pub info: Vec<Shown>,
    /// What is not shown.
    pub unshown: Vec<Unshown>,
    /// What was weighed before and has not become worse.
    weighed: Vec<Finding>,
}

/// What is proposed: a change of what is taken from now on, or another account of what was recorded.
#[expect(clippy::large_enum_variant, reason = "there is one of them in a request, and it is taken apart at once")]
pub enum Proposed {
    /// A change.
    Change(Proposal),
    /// A correction of an earlier entry.
    Correction(Correction),
}

/// The name of a finding in addresses and forms: the rule and its substances.
pub fn key_of(finding: &Finding) -> String {
    let ids: Vec<&str> = finding.ids.iter().map(|id| id.as_str()).collect();
    format!("{}~{}", finding.id, ids.join("-and-"))
}

impl Checked {
    /// Reviews what stands on the chart with what is proposed.
    pub fn of(from: &From<'_>, proposed: Option<Proposed>, address: &dyn Fn(&str) -> String) -> Self {
        let (present, given) = read(from, from.chart);
        let before = review(from.knowledge, &present, &given, None);
        let (proposal, regimen, review, before) = match proposed {
            None => (None, present, before, None),
            Some(Proposed::Change(proposal)) => {
                let (after, found) = after(from.knowledge, &present, &given, &proposal);
                (Some(proposal), after, found, Some(before))
            }
            Some(Proposed::Correction(correction)) => {
                let (after, given) = read(from, &correction.chart);
                let found = review(from.knowledge, &after, &given, None);
                (correction.proposal, after, found, Some(before))
            }
        };
        let mut checked = Self {
            proposal,
            regimen,
            review,
            interruptive: Vec::new(),
            inline: Vec::new(),
            minor: Vec::new(),
            info: Vec::new(),
            unshown: Vec::new(),
            weighed: Vec::new(),
        };
        checked.sort(from, before.as_ref(), address);
        checked
    }

    fn sort(&mut self, from: &From<'_>, before: Option<&Review>, address: &dyn Fn(&str) -> String) {
        for finding in std::mem::take(&mut self.review.findings) {
            let again = match standing(&finding, &self.regimen, &from.chart.acknowledged, from.today, from.zone) {
                Standing::Holds(earlier) => {
                    let day = day_words(day_of(earlier.at, from.zone), from.today);
                    self.unshown.push(Unshown {
                        title: finding.title.clone(),
                        severity: finding.severity.as_str(),
                        why: format!("weighed before: {}", earlier.what.why()),
                        by: format!("{}, {day}; shown again when it becomes worse", earlier.by),
                        address: address(&key_of(&finding)),
                    });
                    self.weighed.push(finding);
                    continue;
                }
                Standing::Worse(why) => why,
                Standing::New => String::new(),
            };
            let news = before.is_some_and(|before| is_news(&finding, before));
            let why_now = match (again.is_empty(), news) {
                (true, true) => "It comes with this change.".to_owned(),
                _ => again,
            };
            let stops = finding.interruptive && (news || self.concerns(&finding));
            let list = match finding.severity {
                _ if finding.interruptive => &mut self.interruptive,
                Severity::Contraindicated | Severity::Major | Severity::Moderate => &mut self.inline,
                Severity::Minor => &mut self.minor,
                Severity::Info => &mut self.info,
            };
            list.push(Shown { finding, why_now, stops });
        }
        for hidden in &self.review.suppressed {
            self.unshown.push(Unshown {
                title: hidden.finding.title.clone(),
                severity: hidden.finding.severity.as_str(),
                why: hidden.why.clone(),
                by: hidden.by.clone(),
                address: address(&key_of(&hidden.finding)),
            });
        }
    }

    /// True where a finding is about what is begun, raised or gone on with: then it has to be weighed, also when it was
    /// there before.
    fn concerns(&self, finding: &Finding) -> bool {
        self.proposal.as_ref().is_some_and(|proposal| {
            let taken_on = proposal.item.status != Status::StopPlannedAbrupt;
            let by_id = proposal.item.substance.as_ref().is_some_and(|id| finding.ids.contains(id));
            taken_on && (by_id || finding.substances.iter().any(|name| name.eq_ignore_ascii_case(&proposal.name)))
        })
    }

    /// Everything that has to be weighed before the change is recorded.
    pub fn stopping(&self) -> impl Iterator<Item = &Finding> {
        self.interruptive.iter().filter(|shown| shown.stops).map(|shown| &shown.finding)
    }

    /// Findings that are not shown, each with why.
    pub fn hidden(&self) -> impl Iterator<Item = (&Finding, String)> {
        let weighed =
            self.weighed.iter().map(|finding| (finding, "It is not shown beside the regimen: it was weighed before.".to_owned()));
        let silent = self
            .review
            .suppressed
            .iter()
            .map(|hidden| (&hidden.finding, format!("It is not shown beside the regimen: {}.", hidden.why)));
        weighed.chain(silent)
    }

    /// All findings that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Shown> {
        [&self.interruptive, &self.inline, &self.minor, &self.info].into_iter().flatten()
    }
}

/// What is taken and what is known, on this chart or on one as it would be.
fn read(from: &From<'_>, chart: &Chart) -> (Regimen, Circumstances) {
    with_book(from.knowledge, |book| taken_and_known(chart, book, from.today, from.zone, &from.schedules))
}

/// Not found before the change, or not so bad.
fn is_news(finding: &Finding, before: &Review) -> bool {
    let same = before.findings.iter().find(|known| known.id == finding.id && known.ids == finding.ids);
    same.is_none_or(|known| finding.severity > known.severity)
}

/// The regimen after the change and what is found about it. What is stopped is no longer there for its partners; what comes
/// of stopping it from one day to the next is said as well.
fn after(knowledge: &Knowledge, present: &Regimen, given: &Circumstances, proposal: &Proposal) -> (Regimen, Review) {
    let applied = |item: Item| with_book(knowledge, |book| with_proposal(&without_held(present, proposal), item, book));
    if proposal.what == "medicine-start" {
        // A beginning is added to what is there: the same thing begun twice is then seen twice.
        let items = present.items.iter().cloned().chain([proposal.item.clone()]).collect();
        let regimen = Regimen { items };
        let found = review(knowledge, &regimen, given, None);
        return (regimen, found);
    }
    if proposal.item.status != Status::StopPlannedAbrupt {
        let regimen = applied(proposal.item.clone());
        let found = review(knowledge, &regimen, given, None);
        return (regimen, found);
    }
    let stopping = review(knowledge, &applied(proposal.item.clone()), given, None);
    let regimen = applied(Item { status: Status::Stopped, days_since_stop: Some(0), ..proposal.item.clone() });
    let mut found = review(knowledge, &regimen, given, None);
    let of_stopping = stopping.findings.into_iter().filter(|finding| finding.kind == Kind::Discontinuation);
    found.findings.extend(of_stopping);
    found.findings.sort_by_key(|finding| std::cmp::Reverse((finding.interruptive, finding.severity)));
    (regimen, found)
}

/// What goes on again is no longer held.
fn without_held(present: &Regimen, proposal: &Proposal) -> Regimen {
    let again = |item: &Item| {
        let same = item.substance == proposal.item.substance && (item.substance.is_some() || item.name == proposal.item.name);
        proposal.item.status == Status::Restart && item.status == Status::Stopped && same
    };
    Regimen { items: present.items.iter().filter(|item| !again(item)).cloned().collect() }
}
