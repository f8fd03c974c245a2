//! Who must have been called by now, and when the next call is due.
//!
//! One person after another, then the clinic lead and everybody, then the same round again for as long as nobody has it in
//! hand. Whom a call reaches plays no part: a call that was not delivered does not hold up the next one.

use super::Rules;
use concord_chart::safety_alert::{Alert, Tier};
use concord_chart::{EventId, StaffId};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A member of the practice's staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub staff: StaffId,
    /// Name as shown.
    pub name: String,
    /// False for somebody who has left.
    pub active: bool,
}

/// Whom one can call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// Everybody who works or worked at the practice.
    pub members: Vec<Member>,
    /// Who of the patient's team is asked first where nobody is on call.
    pub team: Vec<StaffId>,
}

impl Staff {
    /// A member who is still there.
    pub fn active(&self, staff: StaffId) -> Option<&Member> {
        self.members.iter().find(|member| member.staff == staff && member.active)
    }

    fn name(&self, staff: StaffId) -> String {
        self.active(staff).map(|member| member.name.clone()).unwrap_or_default()
    }
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// When it is due.
    pub at: Timestamp,
    /// Which step of the chain, from 1.
    pub level: u8,
    /// Who; `None` for the line that everybody sees.
    pub to: Option<StaffId>,
    /// Their name as shown.
    pub name: String,
    /// Which time round, from 0.
    pub round: u32,
}

impl Call {
    /// Names the call, so that two computers that make it at once record it once.
    pub fn key(&self, alert: EventId) -> String {
        let to = self.to.map_or_else(|| "everybody".to_owned(), |staff| staff.to_string());
        format!("alert:{alert}:{}:{}:{to}", self.round, self.level)
    }
}

/// What the calls of one alert amount to at one moment.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Calls that should have been made by now and were not.
    pub due: Vec<Call>,
    /// The whole first round in order of time, made or not, if nobody answers.
    pub planned: Vec<Call>,
    /// When the next call is due; `None` when somebody has it in hand.
    pub next: Option<Timestamp>,
}

/// As many people as are called one after the other.
const LONGEST: usize = 8;

/// How everybody is named in an entry.
const EVERYBODY: &str = "everybody";

/// The calls of an alert, at `now`.
pub fn calls(alert: &Alert, rules: &Rules, staff: &Staff, zone: &TimeZone, now: Timestamp) -> Calls {
    let round = Round { alert, rules, staff, zone, now };
    let planned = round.planned();
    if !waits(alert, staff) {
        return Calls { planned, ..Calls::default() };
    }
    let again = round.again();
    let mut due: Vec<Call> = planned.iter().filter(|call| call.at <= now && !round.is_made(call)).cloned().collect();
    due.extend(again.iter().flatten().filter(|call| !round.is_made(call)).cloned());
    let later = planned.iter().map(|call| call.at).filter(|at| *at > now);
    let next = later.chain(std::iter::once(round.next_round())).min();
    Calls { due, planned, next }
}

/// True while nobody who is still there has it in hand.
pub fn waits(alert: &Alert, staff: &Staff) -> bool {
    let has_left = |by: Option<StaffId>| by.is_some_and(|by| staff.active(by).is_none());
    alert.is_open() && alert.taken.iter().all(|(.., by)| has_left(*by))
}

struct Round<'a> {
    alert: &'a Alert,
    rules: &'a Rules,
    staff: &'a Staff,
    zone: &'a TimeZone,
    now: Timestamp,
}

impl Round<'_> {
    /// When the chain begins: at once, or when nobody has looked within the working period that had time until then.
    fn begin(&self) -> Timestamp {
        match self.alert.what.tier {
            Tier::NextWorkingPeriod => self.alert.what.respond_by,
            Tier::Soon | Tier::AtOnce => self.alert.raised_at,
        }
    }

    fn after(&self, minutes: u32) -> Timestamp {
        let begin = self.begin();
        begin.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(begin)
    }

    /// Everybody who can be called one after the other, at a moment: who is on call, else the patient's team; then the
    /// lead. Nobody twice; somebody who has left leaves their turn to the next.
    fn people(&self, at: Timestamp) -> (Vec<StaffId>, Option<StaffId>) {
        let calendar = &self.rules.calendar;
        let clock = at.to_zoned(self.zone.clone()).datetime();
        let on_call = (1..=calendar.levels()).flat_map(|level| calendar.on_call(level, clock));
        let mut people: Vec<StaffId> = Vec::new();
        for person in on_call.filter(|person| self.staff.active(*person).is_some()) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        if people.is_empty() {
            people = self.team(at);
        }
        let lead = self.rules.lead.and_then(|lead| calendar.present(lead, clock.date()));
        let lead = lead.filter(|lead| self.staff.active(*lead).is_some() && !people.contains(lead));
        (people, lead)
    }

    /// The patient's team at a moment: those who are still there, and for whoever is away, who stands in for them.
    fn team(&self, at: Timestamp) -> Vec<StaffId> {
        let on = at.to_zoned(self.zone.clone()).date();
        let mut team: Vec<StaffId> = Vec::new();
        for person in self.staff.team.iter().filter_map(|person| self.rules.calendar.present(*person, on)) {
            if self.staff.active(person).is_some() && !team.contains(&person) {
                team.push(person);
            }
        }
        team
    }

    /// The first round. A call that is due is for whoever is on duty now; one to come for whoever will be on duty then.
    fn planned(&self) -> Vec<Call> {
        let chain = &self.rules.chain;
        let mut calls = self.first_word();
        let nobody = self.people(self.now).0.is_empty();
        // More people on call than times were set: they follow at the last time.
        let last = chain.on_call.last().copied().unwrap_or(0);
        for (place, level) in (0..LONGEST).zip(1_u8..) {
            let at = self.after(u32::from(chain.on_call.get(place).copied().unwrap_or(last)));
            if let Some(person) = self.people(at.max(self.now)).0.get(place) {
                calls.push(self.call(at, level, Some(*person), 0));
            }
        }
        // Where there is nobody to call one after the other, there is nobody to wait for either.
        let everybody_at = if nobody { self.alert.raised_at } else { self.after(u32::from(chain.everybody)) };
        if let (_, Some(lead)) = self.people(everybody_at.max(self.now)) {
            calls.push(self.call(everybody_at, self.level_of_lead(), Some(lead), 0));
        }
        calls.push(self.call(everybody_at, self.level_of_lead().saturating_add(1), None, 0));
        calls.sort_by_key(|call| (call.at, call.level));
        calls
    }

    /// What can wait for the working period is told to the patient's team at once, without a chain behind it yet.
    fn first_word(&self) -> Vec<Call> {
        if self.alert.what.tier != Tier::NextWorkingPeriod {
            return Vec::new();
        }
        let at = self.alert.raised_at.max(self.now);
        let owner = self.team(at).first().copied().or_else(|| self.people(at).0.first().copied());
        owner.map(|owner| self.call(self.alert.raised_at, 1, Some(owner), 0)).into_iter().collect()
    }

    fn level_of_lead(&self) -> u8 {
        u8::try_from(self.rules.chain.on_call.len()).unwrap_or(u8::MAX - 1).saturating_add(1)
    }

    /// Which time round it is, where the first is over.
    fn round(&self) -> Option<u32> {
        let over = self.now.duration_since(self.after(u32::from(self.rules.chain.everybody)));
        let minutes = u32::try_from(over.as_mins()).ok()?;
        let round = minutes / u32::from(self.rules.chain.again.max(1));
        (round > 0).then_some(round)
    }

    fn begin_of(&self, round: u32) -> Timestamp {
        let chain = &self.rules.chain;
        self.after(u32::from(chain.everybody).saturating_add(round.saturating_mul(u32::from(chain.again.max(1)))))
    }

    /// Everybody of the chain again, at the beginning of the round that is going on.
    fn again(&self) -> Option<Vec<Call>> {
        let round = self.round()?;
        let at = self.begin_of(round);
        let (people, lead) = self.people(self.now);
        let on_call = (1_u8..).zip(people).map(|(level, person)| self.call(at, level, Some(person), round));
        let lead = lead.map(|lead| self.call(at, self.level_of_lead(), Some(lead), round));
        let everybody = self.call(at, self.level_of_lead().saturating_add(1), None, round);
        Some(on_call.chain(lead).chain(std::iter::once(everybody)).collect())
    }

    fn next_round(&self) -> Timestamp {
        self.begin_of(self.round().unwrap_or(0) + 1)
    }

    fn call(&self, at: Timestamp, level: u8, to: Option<StaffId>, round: u32) -> Call {
        let name = to.map_or_else(|| EVERYBODY.to_owned(), |staff| self.staff.name(staff));
        Call { at, level, to, name, round }
    }

    /// A call of the first round was made if this person was ever called at this step; one of a later round, since then.
    fn is_made(&self, call: &Call) -> bool {
        let since = match (self.alert.what.tier, call.round) {
            // The first word to the team is no call of the chain.
            (Tier::NextWorkingPeriod, 0) if call.at > self.alert.raised_at => call.at,
            (_, 0) => Timestamp::MIN,
            _ => call.at,
        };
        let same = |level: u8, to: Option<StaffId>| to == call.to && (to.is_some() || level == call.level);
        // A call that lies ahead was made while the clock was wrong. It does not stand for those of the time until then.
        let counts = |at: Timestamp| call.round == 0 || (at >= since && at <= self.now);
        self.alert.notified.iter().any(|(at, made)| *at >= since && counts(*at) && same(made.level, made.to))
    }
}
