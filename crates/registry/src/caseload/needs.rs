//! What a row needs, whose it is, and by when.

use super::{CaseloadRow, RowFinding, RowOwner};
use concord_chart::StaffId;
use concord_chart::registration::CareRole;
use concord_engines::clocks::ArmState;
use concord_engines::days::{day_words, weeks_between};
use concord_engines::due::{DueState, Rhythm};
use concord_engines::findings::FindingKind;
use jiff::{Timestamp, civil::Date};

/// One thing that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What kind.
    pub kind: NeedKind,
    /// In a few words.
    pub words: String,
    /// Whose it is; `None` when nobody is on the team.
    pub whose: Option<Whose>,
    /// By when.
    pub by: Option<By>,
}

/// The kinds of need, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedKind {
    /// A safety item is open.
    Safety,
    /// A side effect waits for an answer.
    SideEffect,
    /// A score is reliably worse.
    Worse,
    /// Nothing was answered for weeks.
    Silence,
    /// A measure was missed several times in a row.
    Missed,
    /// A planned step of a dose waits to be confirmed.
    Step,
    /// A check is overdue.
    Check,
    /// No response after a fair trial.
    NoResponse,
    /// A questionnaire is overdue.
    Overdue,
    /// An arm can be judged.
    Judge,
    /// A decision wants to be looked at again.
    LookAgain,
    /// A side effect falls in the same weeks as missed therapy work.
    Coincidence,
    /// A questionnaire is due today.
    DueToday,
    /// The next questionnaire, some day.
    Next,
}

/// Whose something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The member of staff, where it is one of the practice.
    pub staff: Option<StaffId>,
    /// Their name.
    pub name: String,
    /// True when they took it on themselves.
    pub taken: bool,
}

/// By when something is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Today.
    Today,
    /// By this moment.
    Time(Timestamp),
    /// By this day.
    Day(Date),
}

impl CaseloadRow {
    /// What is needed today, most urgent first.
    pub fn needs(&self, today: Date) -> Vec<Need> {
        let mut needs: Vec<Need> =
            self.findings.iter().filter(|finding| finding.holds(today)).map(|finding| self.of_finding(finding, today)).collect();
        if self.in_care {
            needs.extend(self.rhythms.iter().filter_map(|rhythm| self.of_rhythm(rhythm, today)));
            needs.extend(self.to_judge(today));
            needs.extend(self.look_again.map(|day| self.to_look_again(day, today)));
        }
        needs.sort_by_key(|need| need.kind);
        needs
    }

    fn of_finding(&self, finding: &RowFinding, today: Date) -> Need {
        let kind = match finding.kind {
            FindingKind::SuicidalIdeationEndorsed => NeedKind::Safety,
            FindingKind::SideEffectUnanswered => NeedKind::SideEffect,
            FindingKind::ReliablyWorse => NeedKind::Worse,
            FindingKind::NoAnswerForWeeks => NeedKind::Silence,
            FindingKind::MeasuresMissedInARow => NeedKind::Missed,
            FindingKind::PlannedStepDue => NeedKind::Step,
            FindingKind::CheckOverdue => NeedKind::Check,
            FindingKind::NoResponseAfterAdequateTrial => NeedKind::NoResponse,
            FindingKind::SideEffectCoincidesWithMissedWork => NeedKind::Coincidence,
        };
        let taken =
            finding.taken.as_ref().map(|taken| Whose { staff: self.staff_named(&taken.by), name: taken.by.clone(), taken: true });
        let owner = finding.owner.as_ref().map(|owner| self.whose(owner));
        let by = match kind {
            NeedKind::Safety => Some(By::Today),
            _ => finding.answer_by.map(By::Time),
        };
        let words = if kind == NeedKind::Silence { self.silence(finding, today) } else { finding.title.clone() };
        Need { kind, words, whose: taken.or(owner).or_else(|| self.keeper()), by }
    }

    /// For how many weeks nothing was answered, counted today.
    fn silence(&self, finding: &RowFinding, today: Date) -> String {
        let rhythm = self.rhythms.iter().find(|rhythm| rhythm.silent_days().is_some());
        match rhythm.and_then(|rhythm| Some((&rhythm.name, rhythm.last?))) {
            Some((name, last)) => format!("No {name} for {} weeks", weeks_between(last, today)),
            None => finding.title.clone(),
        }
    }

    fn of_rhythm(&self, rhythm: &Rhythm, today: Date) -> Option<Need> {
        let name = &rhythm.name;
        let (kind, words, by) = match rhythm.state(today) {
            DueState::Overdue(since, days) => {
                let passed = match rhythm.missed_in_a_row(today) {
                    0 | 1 => String::new(),
                    missed => format!(", {missed} in a row not answered"),
                };
                let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
                (NeedKind::Overdue, format!("{name} overdue by {days}{passed}"), By::Day(since))
            }
            DueState::Due => (NeedKind::DueToday, format!("{name} due today"), By::Today),
            DueState::Next(day) => (NeedKind::Next, format!("Next {name} {}", day_words(day, today)), By::Day(day)),
            DueState::Declined(day) => {
                let next = rhythm.next(today).unwrap_or(day);
                (NeedKind::Next, format!("{name} declined {}", day_words(day, today)), By::Day(next))
            }
            DueState::NoneDue => return None,
        };
        Some(Need { kind, words, whose: self.keeper(), by: Some(by) })
    }

    fn to_judge(&self, today: Date) -> impl Iterator<Item = Need> {
        let waiting = self.arms.iter().filter(move |arm| arm.dial.state(today) == ArmState::JudgeNow);
        waiting.map(|arm| {
            let owner = arm.owner.as_ref().map(|owner| self.whose(owner));
            Need {
                kind: NeedKind::Judge,
                words: format!("{} has had a fair trial", arm.name),
                whose: owner.or_else(|| self.keeper()),
                by: arm.dial.due_by.map(By::Day),
            }
        })
    }

    fn to_look_again(&self, day: Date, today: Date) -> Need {
        let kind = if day <= today { NeedKind::LookAgain } else { NeedKind::Next };
        Need { kind, words: format!("Look again {}", day_words(day, today)), whose: self.keeper(), by: Some(By::Day(day)) }
    }

    /// The person behind an owner.
    pub fn whose(&self, owner: &RowOwner) -> Whose {
        match owner.member.and_then(|place| self.team.get(usize::from(place))) {
            Some(member) => Whose { staff: member.staff, name: member.name.clone(), taken: false },
            None => Whose { staff: None, name: owner.name.clone(), taken: false },
        }
    }

    /// Who keeps everybody in step: the care manager, else the prescriber, else the therapist, else whoever is there.
    fn keeper(&self) -> Option<Whose> {
        let with = |role: CareRole| self.team.iter().rev().find(move |member| member.role == role);
        let roles = [CareRole::CareManager, CareRole::Prescriber, CareRole::Therapist];
        let member = roles.into_iter().find_map(with).or(self.team.first())?;
        Some(Whose { staff: member.staff, name: member.name.clone(), taken: false })
    }

    fn staff_named(&self, name: &str) -> Option<StaffId> {
        self.team.iter().find(|member| member.name == name).and_then(|member| member.staff)
    }
}
