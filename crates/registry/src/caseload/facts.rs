//! The whole caseload in numbers, each as *n of n*; each can be used to show only the people behind it.

use super::{CaseloadRow, Group};
use concord_engines::days::{plus, weeks_between};
use jiff::civil::Date;

/// Weeks from which it is asked how many have responded: a window of this list, not a definition of response.
const WEEKS_UNTIL_RESPONSE_IS_ASKED: u16 = 10;

/// One number about the caseload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Which.
    pub id: FactId,
    /// How many.
    pub count: usize,
    /// Of how many it is asked.
    pub of: usize,
}

/// The numbers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactId {
    /// People who need a person today.
    NeedPersonToday,
    /// People whose main measure was answered in the last 30 days.
    AnsweredIn30Days,
    /// People with response, of those past week 10 who have two scores.
    Response,
    /// People in remission, of those with a score.
    Remission,
    /// People who were met in the last four weeks.
    MetIn4Weeks,
    /// People with an arm to judge.
    FairToJudge,
    /// People with a questionnaire past its day.
    Overdue,
}

impl FactId {
    /// Every number, in the order of the page.
    pub const ALL: &'static [Self] = &[
        Self::NeedPersonToday,
        Self::AnsweredIn30Days,
        Self::Response,
        Self::Remission,
        Self::MetIn4Weeks,
        Self::FairToJudge,
        Self::Overdue,
    ];

    /// What is counted, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NeedPersonToday => "need a person today",
            Self::AnsweredIn30Days => "answered in the last 30 days",
            Self::Response => "response, of those past week 10",
            Self::Remission => "in remission",
            Self::MetIn4Weeks => "met in the last 4 weeks",
            Self::FairToJudge => "with an arm that is fair to judge",
            Self::Overdue => "with a questionnaire overdue",
        }
    }

    /// The stored word, for addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NeedPersonToday => "need_person_today",
            Self::AnsweredIn30Days => "answered_in_30_days",
            Self::Response => "response",
            Self::Remission => "remission",
            Self::MetIn4Weeks => "met_in_4_weeks",
            Self::FairToJudge => "fair_to_judge",
            Self::Overdue => "overdue",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.as_str() == text)
    }

    /// Whether it is asked of this row at all, and whether it is so. People who are not in care are not asked about,
    /// unless a person is needed all the same.
    pub fn holds(self, row: &CaseloadRow, today: Date) -> Option<bool> {
        self.holds_in(row.group(today), row, today)
    }

    /// The same with the group worked out already: seven questions, one group.
    fn holds_in(self, group: Group, row: &CaseloadRow, today: Date) -> Option<bool> {
        if group == Group::NotInCare {
            return None;
        }
        let main = row.measures.first();
        let within = |day: Option<Date>, days: i64| day.is_some_and(|day| plus(day, days) >= today);
        match self {
            Self::NeedPersonToday => Some(group == Group::NeedsPersonToday),
            Self::AnsweredIn30Days => Some(within(main.and_then(|main| main.latest).map(|(day, _)| day), 30)),
            Self::Response => {
                let late = row.since.is_some_and(|since| weeks_between(since, today) >= WEEKS_UNTIL_RESPONSE_IS_ASKED);
                main.and_then(|main| main.change).filter(|_| late).map(|change| change.response)
            }
            Self::Remission => main.and_then(|main| main.latest).map(|_| row.is_in_remission()),
            Self::MetIn4Weeks => Some(within(row.last_contact, 28)),
            Self::FairToJudge => Some(row.waits_for_judgement(today)),
            Self::Overdue => Some(row.rhythms.iter().filter_map(|rhythm| rhythm.next(today)).any(|day| day < today)),
        }
    }
}

/// The numbers of a caseload today, in the order of the page.
#[must_use]
pub fn facts<'a>(rows: impl IntoIterator<Item = &'a CaseloadRow>, today: Date) -> Vec<Fact> {
    let mut facts: Vec<Fact> = FactId::ALL.iter().map(|id| Fact { id: *id, count: 0, of: 0 }).collect();
    for row in rows {
        let group = row.group(today);
        for fact in &mut facts {
            if let Some(holds) = fact.id.holds_in(group, row, today) {
                fact.of += 1;
                fact.count += usize::from(holds);
            }
        }
    }
    facts
}
