//! Where a row stands on a day: its group and how urgent it is. Cheap enough to be asked of ten thousand rows a page.

use super::CaseloadRow;
use concord_engines::clocks::ArmState;
use concord_engines::findings::FindingKind;
use jiff::{Timestamp, civil::Date};

/// What is needed next; rows are grouped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A safety item, a worsening score, a side effect without an answer, or weeks without an answer.
    NeedsPersonToday,
    /// An arm has had its fair trial, or a decision wants to be looked at again.
    FairToJudge,
    /// Nothing waits.
    OnCourse,
    /// In remission, and nothing is to be judged or the plan says what to do if things slip.
    StayingWell,
    /// No episode of care and no treatment is open.
    NotInCare,
}

impl Group {
    /// Every group, in the order of the page.
    pub const ALL: &'static [Self] =
        &[Self::NeedsPersonToday, Self::FairToJudge, Self::OnCourse, Self::StayingWell, Self::NotInCare];

    /// The heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::NeedsPersonToday => "Needs a person today",
            Self::FairToJudge => "Fair to judge now",
            Self::OnCourse => "On course",
            Self::StayingWell => "Staying well",
            Self::NotInCare => "Not in care now",
        }
    }

    /// Why a row is in it, in one sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::NeedsPersonToday => {
                "A safety item, a worsening score, a side effect that waits for an answer, or weeks without a word."
            }
            Self::FairToJudge => {
                "An arm has had a fair trial, or a decision wants to be looked at again: keep, change one arm, or finish."
            }
            Self::OnCourse => "Treatment goes on and nothing waits.",
            Self::StayingWell => "In remission, with a plan for staying well or with nothing to decide.",
            Self::NotInCare => "No episode of care is open and no treatment goes on.",
        }
    }
}

/// What comes first within a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// A safety item that nobody has taken on.
    Safety,
    /// An answer that was promised.
    Promise,
    /// A safety item that somebody has taken on and not closed.
    SafetyTaken,
    /// A score that is reliably worse.
    Worse,
    /// Weeks without an answer.
    Silence,
    /// An arm without response after its trial.
    NoResponse,
    /// A planned step to confirm, a check or a questionnaire past its day.
    Overdue,
    /// An arm to be judged.
    Judge,
    /// Nothing.
    None,
}

/// Where a row stands: sort rows by it, then by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The group.
    pub group: Group,
    /// What is most urgent.
    pub urgency: Urgency,
    /// By when an answer was promised; the nearest first, no promise last.
    pub promised: Timestamp,
    /// Since when it waits; the longest first.
    pub since: Date,
}

impl CaseloadRow {
    /// Where the row stands today.
    pub fn standing(&self, today: Date) -> Standing {
        let holding = || self.findings.iter().filter(move |finding| finding.holds(today));
        let (urgency, since) = self.most_urgent(today);
        Standing {
            group: self.group(today),
            urgency,
            promised: holding().filter_map(|finding| finding.answer_by).min().unwrap_or(Timestamp::MAX),
            since,
        }
    }

    /// The group of today.
    pub fn group(&self, today: Date) -> Group {
        let holds =
            |kinds: &[FindingKind]| self.findings.iter().any(|finding| finding.holds(today) && kinds.contains(&finding.kind));
        use FindingKind::{
            NoAnswerForWeeks, NoResponseAfterAdequateTrial, ReliablyWorse, SideEffectUnanswered, SuicidalIdeationEndorsed,
        };
        if holds(&[SuicidalIdeationEndorsed, SideEffectUnanswered]) {
            Group::NeedsPersonToday
        } else if !self.in_care {
            Group::NotInCare
        } else if holds(&[ReliablyWorse, NoAnswerForWeeks]) {
            Group::NeedsPersonToday
        } else if holds(&[NoResponseAfterAdequateTrial]) {
            Group::FairToJudge
        } else if self.is_in_remission() && self.staying_well_plan {
            Group::StayingWell
        } else if self.waits_for_judgement(today) || self.look_again.is_some_and(|day| day <= today) {
            Group::FairToJudge
        } else if self.is_in_remission() {
            Group::StayingWell
        } else {
            Group::OnCourse
        }
    }

    /// True when the main measure's latest total lies in the range of remission.
    pub fn is_in_remission(&self) -> bool {
        let main = self.measures.first();
        main.is_some_and(|main| main.remission_below.zip(main.latest).is_some_and(|(below, (_, total))| total < below))
    }

    /// True when a treatment that goes on has had its fair trial and nobody has judged it.
    pub fn waits_for_judgement(&self, today: Date) -> bool {
        self.arms.iter().any(|arm| arm.dial.state(today) == ArmState::JudgeNow)
    }

    fn most_urgent(&self, today: Date) -> (Urgency, Date) {
        let of_finding = |finding: &super::RowFinding| {
            let urgency = match finding.kind {
                FindingKind::SuicidalIdeationEndorsed if finding.taken.is_none() => Urgency::Safety,
                FindingKind::SuicidalIdeationEndorsed => Urgency::SafetyTaken,
                FindingKind::SideEffectUnanswered => Urgency::Promise,
                FindingKind::ReliablyWorse => Urgency::Worse,
                FindingKind::NoAnswerForWeeks => Urgency::Silence,
                FindingKind::MeasuresMissedInARow | FindingKind::PlannedStepDue | FindingKind::CheckOverdue => Urgency::Overdue,
                FindingKind::NoResponseAfterAdequateTrial => Urgency::NoResponse,
                FindingKind::SideEffectCoincidesWithMissedWork => return None,
            };
            Some((urgency, finding.from))
        };
        let findings = self.findings.iter().filter(|finding| finding.holds(today)).filter_map(of_finding);
        let overdue = self.rhythms.iter().filter_map(|rhythm| rhythm.next(today)).filter(|day| *day < today);
        let overdue = overdue.map(|day| (Urgency::Overdue, day));
        let judge = self.arms.iter().filter(|arm| arm.dial.state(today) == ArmState::JudgeNow);
        let judge = judge.filter_map(|arm| arm.dial.fair_from).map(|day| (Urgency::Judge, day));
        findings.chain(overdue).chain(judge).min().unwrap_or((Urgency::None, Date::MAX))
    }
}
