//! A couple, family or group treated together, and the therapists' consultation team: a record of its own.
//!
//! A unit's log is a log like a patient's. What stands in it is known to every member (a *joint room*): sessions,
//! goals, tasks, the one shared measure, the joint note once every member has allowed it. What one member says alone is
//! never here (see [`crate::disclosure`]). Rosters and attendance of groups are for the therapists; a member sees
//! neither names nor numbers of the others.

use crate::{Event, Recorded, Refusal, condition::plain, course_plan::ParticipantRole, ids::*, note::Section, when::When};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kinds of unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Two partners.
    Couple,
    /// A family.
    Family,
    /// A group of patients who do not know one another.
    Group,
    /// Therapists who consult one another; no patient is a member.
    ConsultationTeam,
}

impl UnitKind {
    /// Every kind, for a form.
    pub const ALL: &'static [Self] = &[Self::Couple, Self::Family, Self::Group, Self::ConsultationTeam];

    /// The kind in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Couple => "couple",
            Self::Family => "family",
            Self::Group => "group",
            Self::ConsultationTeam => "consultation team",
        }
    }
}

/// A unit was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitOpened {
    /// What kind.
    pub kind: UnitKind,
    /// Name for staff, e.g. `Marchetti couple`, `Skills group, Tuesdays`. Members of a group are shown [`Self::public_name`].
    pub name: String,
    /// What members see as its name, e.g. `Tuesday group`; empty for couples and families.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub public_name: String,
    /// The therapy, by its entry in `knowledge/therapies/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub therapy: Option<TherapyId>,
    /// Members from the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// True for a group that new members may join at any time.
    #[serde(default)]
    pub open: bool,
    /// Most members a group takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u8>,
    /// Sessions planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_sessions: Option<u16>,
}

/// A member of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Their own record. Everybody who takes part has one, so that own words have a place.
    pub chart: ChartId,
    /// Name as shown to staff, and to the others of a couple or family.
    pub name: String,
    /// As what they take part.
    pub role: ParticipantRole,
    /// True for an adult who decides alone about their share of the record; a child has others who do.
    pub decides_alone: bool,
    /// The therapy course on their own chart that holds their sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
}

/// Somebody joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberJoined {
    /// Who.
    pub member: Member,
}

/// Somebody left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLeft {
    /// Who.
    pub member: ChartId,
    /// Why, in words for staff; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// What is done with secrets, chosen before the first session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretsPolicy {
    /// The therapist may bring anything into the room.
    NoSecrets,
    /// What is told alone is kept, asked about or brought in, as its teller says and the therapist judges.
    LimitedSecrets,
    /// Sessions alone are confidential.
    ConfidentialIndividualSessions,
}

impl SecretsPolicy {
    /// Every policy, for a form.
    pub const ALL: &'static [Self] = &[Self::NoSecrets, Self::LimitedSecrets, Self::ConfidentialIndividualSessions];

    /// The policy in words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::NoSecrets => "no secrets",
            Self::LimitedSecrets => "limited secrets",
            Self::ConfidentialIndividualSessions => "confidential individual sessions",
        }
    }
}

/// The rule on secrets was chosen, with the words that everybody signs. Earlier signatures do not count for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChosen {
    /// Which.
    pub policy: SecretsPolicy,
    /// The rule in words, with its exceptions; for groups, the agreement on confidentiality.
    pub words: String,
}

/// A member signed the rule that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySigned {
    /// Who.
    pub member: ChartId,
    /// How: in the app, on paper and seen by whom.
    pub how: String,
}

/// A goal of the unit, in its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointGoalSet {
    /// In words.
    pub words: String,
}

/// A session of the unit was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointSessionPlanned {
    /// The session that later events name. The members' own charts use the same id.
    pub session: SessionId,
    /// When it begins.
    pub at: Timestamp,
    /// Minutes.
    pub minutes: u16,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// Topic or module, e.g. `distress tolerance`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
}

/// A session of the unit took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointSessionHeld {
    /// Which.
    pub session: SessionId,
    /// Its number, from 1.
    pub number: u16,
    /// Minutes, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// Member → whether they came.
    pub attendance: BTreeMap<ChartId, Attendance>,
    /// Topic or module; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub topic: String,
    /// Interventions, by their ids in the therapy's entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub techniques: Vec<String>,
    /// What every member may read; no names in groups; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
}

/// Whether a member came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Came.
    Came,
    /// Cancelled.
    Cancelled,
    /// Did not come.
    DidNotCome,
}

impl Attendance {
    /// All, for a form.
    pub const ALL: &'static [Self] = &[Self::Came, Self::Cancelled, Self::DidNotCome];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Cancelled => "cancelled",
            Self::DidNotCome => "did not come",
        }
    }
}

/// A planned session of the unit did not take place for anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointSessionNotHeld {
    /// Which.
    pub session: SessionId,
    /// Why.
    pub why: crate::therapy::NotHeld,
}

/// The joint note of a session was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointNoteSigned {
    /// Which session.
    pub session: SessionId,
    /// Heading and text, in order.
    pub sections: Vec<Section>,
}

/// A task for several members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointTaskSet {
    /// The task that later events name.
    pub task: HomeworkId,
    /// In words.
    pub words: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// A member, or the therapist for all, said what became of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointTaskReported {
    /// Which.
    pub task: HomeworkId,
    /// Share done, 0–100 %.
    pub done_percent: u8,
    /// What got in the way, as everybody may read it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub could_not: String,
}

/// The one measure that everybody counts together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointMeasured {
    /// What is counted, in their words.
    pub what: String,
    /// How much.
    pub value: u16,
}

/// A member brought words into the joint room that they had told alone. What was told stays on their own record as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtIn {
    /// Who.
    pub member: ChartId,
    /// The words, exactly as everybody in the room reads them from now on.
    pub words: String,
}

/// A member lets another see something of their own record, or takes it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingSet {
    /// Whose.
    pub member: ChartId,
    /// What.
    pub what: Shared,
    /// True to share, false to take it back: from then on nothing is shown.
    pub on: bool,
}

/// What a member may share with the others of a couple or family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// Own scores.
    Scores,
    /// Own medicines.
    Medicines,
}

impl Shared {
    /// Both, for a form.
    pub const ALL: &'static [Self] = &[Self::Scores, Self::Medicines];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Medicines => "medicines",
        }
    }
}

/// A member allows, or no longer allows, that joint notes are given out to the members or to somebody named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseSet {
    /// Whose permission.
    pub member: ChartId,
    /// True to allow.
    pub on: bool,
    /// To whom: empty for the members themselves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
}

/// Something in the consultation team's own space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamNoted {
    /// What kind.
    pub kind: TeamNote,
    /// In words. No patient is named here.
    pub words: String,
    /// How the therapist is, 0 (spent) to 10 (well), where it is about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
}

/// Kinds of entry in the consultation team's space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamNote {
    /// Something to talk about.
    Agenda,
    /// Something agreed.
    Agreement,
    /// How the therapist is.
    Wellbeing,
}

impl TeamNote {
    /// Every kind, for a form.
    pub const ALL: &'static [Self] = &[Self::Agenda, Self::Agreement, Self::Wellbeing];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Agenda => "to talk about",
            Self::Agreement => "agreed",
            Self::Wellbeing => "how I am",
        }
    }
}

/// The unit ended. Its record is closed and stays readable as far as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitClosed {
    /// How.
    pub how: UnitEnd,
    /// In words that every member may read; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// How a unit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitEnd {
    /// Finished as planned.
    Completed,
    /// The members parted.
    Separated,
    /// They stopped coming.
    DroppedOut,
    /// Handed over.
    HandedOver,
}

impl UnitEnd {
    /// Every way, for a form.
    pub const ALL: &'static [Self] = &[Self::Completed, Self::Separated, Self::DroppedOut, Self::HandedOver];

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Completed => "finished as planned",
            Self::Separated => "the members parted",
            Self::DroppedOut => "stopped coming",
            Self::HandedOver => "handed over",
        }
    }
}

/// On a member's own chart: they became a member of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitEntered {
    /// Which unit.
    pub unit: ChartId,
    /// What kind.
    pub kind: UnitKind,
    /// What the member sees as its name; empty for couples and families.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// On a member's own chart: they are a member no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLeft {
    /// Which unit.
    pub unit: ChartId,
}

/// A session of a unit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointSession {
    /// Its id.
    pub id: SessionId,
    /// When it was, or is to be.
    pub at: When,
    /// What was planned.
    pub planned: Option<JointSessionPlanned>,
    /// What took place.
    pub held: Option<JointSessionHeld>,
    /// Why it did not.
    pub not_held: Option<crate::therapy::NotHeld>,
    /// The joint note: event, who signed, what.
    pub note: Option<(EventId, String, JointNoteSigned)>,
}

/// A task of a unit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointTask {
    /// What was set.
    pub what: JointTaskSet,
    /// When.
    pub set: When,
    /// What became of it, last.
    pub reported: Option<(When, JointTaskReported)>,
}

/// A unit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Since when.
    pub since: When,
    /// What was opened.
    pub what: UnitOpened,
    /// Present members, in the order in which they joined.
    pub members: Vec<Member>,
    /// Members who left.
    pub former: Vec<(When, Member)>,
    /// The rule on secrets: since when, and the rule.
    pub policy: Option<(When, PolicyChosen)>,
    /// Who signed the rule that stands: member → when and how.
    pub signed: BTreeMap<ChartId, (When, String)>,
    /// Goals, in order.
    pub goals: Vec<(When, String)>,
    /// Sessions, in order of planning.
    pub sessions: Vec<JointSession>,
    /// Tasks, in order of setting.
    pub tasks: Vec<JointTask>,
    /// The shared measure, in order of time.
    pub measures: Vec<(When, JointMeasured)>,
    /// What members brought into the room: when, who, in what words.
    pub brought: Vec<(When, ChartId, String)>,
    /// What is shared now: (member, what).
    pub sharing: std::collections::BTreeSet<(ChartId, Shared)>,
    /// Who allows the release of joint notes now: (member, to whom).
    pub released: std::collections::BTreeSet<(ChartId, String)>,
    /// Entries of the consultation team: when, by whom, what.
    pub team_notes: Vec<(EventId, When, String, TeamNoted)>,
    /// When and how it ended.
    pub closed: Option<(When, UnitClosed)>,
}

impl Unit {
    /// True until it ends.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// True when every present member has signed the rule that stands.
    pub fn all_signed(&self) -> bool {
        self.policy.is_some() && self.members.iter().all(|member| self.signed.contains_key(&member.chart))
    }

    /// True when every member who decides alone (present and former) allows the release of joint notes to this reader;
    /// empty for the members themselves. False for a unit without such a member: nobody is there to allow it.
    pub fn may_release(&self, to: &str) -> bool {
        let former = self.former.iter().map(|(_, member)| member);
        let mut deciding = self.members.iter().chain(former).filter(|member| member.decides_alone).peekable();
        deciding.peek().is_some() && deciding.all(|member| self.released.contains(&(member.chart, to.to_owned())))
    }

    /// The member with this record, present or former.
    pub fn member(&self, chart: ChartId) -> Option<&Member> {
        self.members.iter().chain(self.former.iter().map(|(_, member)| member)).find(|member| member.chart == chart)
    }

    /// The first word of these texts that is the name of somebody in a group, present or former; `but` may be named. Nobody
    /// is looked for in a couple or family, whose members know one another.
    pub fn named_in<'a>(&self, texts: &[&'a str], but: Option<ChartId>) -> Option<&'a str> {
        if self.what.kind != UnitKind::Group {
            return None;
        }
        let words = |name: &str| name.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase).collect::<Vec<_>>();
        let own: Vec<String> = but.and_then(|but| self.member(but)).map(|member| words(&member.name)).unwrap_or_default();
        let members = self.members.iter().chain(self.former.iter().map(|(_, member)| member));
        let names: Vec<String> = members
            .flat_map(|member| words(&member.name))
            .filter(|name| name.chars().count() > 2 && !own.contains(name))
            .collect();
        texts
            .iter()
            .flat_map(|text| text.split(|letter: char| !letter.is_alphabetic()))
            .find(|word| word.chars().next().is_some_and(char::is_uppercase) && names.contains(&word.to_lowercase()))
    }

    fn opened(recorded: &Recorded, event: &UnitOpened) -> Self {
        Self {
            since: recorded.occurred(),
            what: event.clone(),
            members: event.members.clone(),
            former: Vec::new(),
            policy: None,
            signed: BTreeMap::new(),
            goals: Vec::new(),
            sessions: Vec::new(),
            tasks: Vec::new(),
            measures: Vec::new(),
            brought: Vec::new(),
            sharing: Default::default(),
            released: Default::default(),
            team_notes: Vec::new(),
            closed: None,
        }
    }

    fn session(&mut self, id: SessionId, at: When) -> &mut JointSession {
        let index = self.sessions.iter().position(|known| known.id == id).unwrap_or_else(|| {
            self.sessions.push(JointSession { id, at, planned: None, held: None, not_held: None, note: None });
            self.sessions.len() - 1
        });
        &mut self.sessions[index]
    }
}

pub(crate) fn apply(unit: &mut Option<Unit>, recorded: &Recorded) {
    if let Event::UnitOpened(event) = recorded.event() {
        *unit = Some(Unit::opened(recorded, event));
        return;
    }
    let Some(unit) = unit else { return };
    let at = recorded.occurred();
    match recorded.event() {
        Event::UnitMemberJoined(event) => {
            unit.former.retain(|(_, member)| member.chart != event.member.chart);
            unit.members.retain(|member| member.chart != event.member.chart);
            unit.members.push(event.member.clone());
        }
        Event::UnitMemberLeft(event) => {
            if let Some(index) = unit.members.iter().position(|member| member.chart == event.member) {
                let member = unit.members.remove(index);
                unit.former.push((at, member));
            }
            // Whoever comes back is asked anew: what they showed and signed before was about the time before.
            unit.sharing.retain(|(member, _)| *member != event.member);
            unit.signed.remove(&event.member);
        }
        Event::UnitPolicyChosen(event) => {
            unit.policy = Some((at, event.clone()));
            unit.signed.clear();
        }
        Event::UnitPolicySigned(event) => drop(unit.signed.insert(event.member, (at, event.how.clone()))),
        Event::UnitGoalSet(event) => unit.goals.push((at, event.words.clone())),
        Event::UnitTaskSet(event) => unit.tasks.push(JointTask { what: event.clone(), set: at, reported: None }),
        Event::UnitTaskReported(event) => {
            if let Some(task) = unit.tasks.iter_mut().find(|task| task.what.task == event.task) {
                task.reported = Some((at, event.clone()));
            }
        }
        Event::UnitMeasured(event) => unit.measures.push((at, event.clone())),
        Event::UnitBroughtIn(event) => unit.brought.push((at, event.member, event.words.clone())),
        Event::UnitTeamNoted(event) => {
            unit.team_notes.push((recorded.id(), at, recorded.author().name.clone(), event.clone()));
        }
        Event::UnitClosed(event) => unit.closed = Some((at, event.clone())),
        _ => apply_session(unit, recorded),
    }
}

fn apply_session(unit: &mut Unit, recorded: &Recorded) {
    let at = recorded.occurred();
    match recorded.event() {
        Event::UnitSessionPlanned(event) => {
            let session = unit.session(event.session, When::Instant(event.at));
            session.at = When::Instant(event.at);
            session.planned = Some(event.clone());
        }
        Event::UnitSessionHeld(event) => {
            let session = unit.session(event.session, at);
            session.at = at;
            session.held = Some(event.clone());
        }
        Event::UnitSessionNotHeld(event) => unit.session(event.session, at).not_held = Some(event.why),
        Event::UnitNoteSigned(event) => {
            let by = recorded.author().name.clone();
            unit.session(event.session, at).note = Some((recorded.id(), by, event.clone()));
        }
        Event::UnitSharingSet(event) => set(&mut unit.sharing, (event.member, event.what), event.on),
        Event::UnitReleaseSet(event) => set(&mut unit.released, (event.member, event.to.clone()), event.on),
        _ => {}
    }
}

fn set<T: Ord>(set: &mut std::collections::BTreeSet<T>, what: T, on: bool) {
    if on {
        set.insert(what);
    } else {
        set.remove(&what);
    }
}

pub(crate) fn decide(unit: Option<&Unit>, event: &Event) -> Result<(), Refusal> {
    let unit = match (unit, event) {
        (None, Event::UnitOpened(event)) => return decide_open(event),
        (Some(_), Event::UnitOpened(_)) => return plain("This unit is open already."),
        (None, _) => return plain("This record is not the record of a couple, family or group."),
        (Some(unit), _) => unit,
    };
    if !unit.is_open() && !matches!(event, Event::UnitReleaseSet(_) | Event::UnitSharingSet(_)) {
        return plain("This unit has ended; its record is closed. Open a new unit with a new agreement.");
    }
    no_names(unit, &read_by_members(event))?;
    match event {
        Event::UnitMemberJoined(event) => decide_join(unit, event),
        Event::UnitMemberLeft(event) => decide_member(unit, event.member),
        Event::UnitPolicySigned(event) if unit.policy.is_none() => {
            decide_member(unit, event.member).and(plain("Choose the rule on secrets first; then it can be signed."))
        }
        Event::UnitPolicySigned(event) => decide_member(unit, event.member),
        Event::UnitSharingSet(event) => decide_known(unit, event.member),
        Event::UnitReleaseSet(event) => decide_known(unit, event.member),
        Event::UnitBroughtIn(event) => decide_bring(unit, event),
        Event::UnitSessionHeld(event) => decide_hold(unit, event),
        Event::UnitSessionNotHeld(event)
            if unit.sessions.iter().any(|known| known.id == event.session && known.held.is_some()) =>
        {
            plain("This session is recorded as held. Correct that entry instead.")
        }
        Event::UnitNoteSigned(event) => decide_note(unit, event),
        Event::UnitTaskReported(event) if !unit.tasks.iter().any(|task| task.what.task == event.task) => {
            plain("That task is not on this record any more. Open the page again.")
        }
        Event::UnitTaskReported(event) if event.done_percent > 100 => plain("The share done goes from 0 to 100 per cent."),
        Event::UnitPolicyChosen(event) if event.words.trim().is_empty() => {
            plain("Write the rule in the words that everybody will sign, with its exceptions.")
        }
        Event::UnitGoalSet(event) if event.words.trim().is_empty() => plain("Write the goal in their words."),
        Event::UnitTaskSet(event) if event.words.trim().is_empty() => plain("Write the task in a few words."),
        Event::UnitTeamNoted(event) if event.words.trim().is_empty() && event.rating.is_none() => {
            plain("Write a line before you keep it.")
        }
        Event::UnitTeamNoted(event) if event.rating.is_some_and(|rating| rating > 10) => {
            plain("How you are is rated from 0 (spent) to 10 (well).")
        }
        Event::UnitTeamNoted(_) if unit.what.kind != UnitKind::ConsultationTeam => {
            plain("Only a consultation team keeps such entries.")
        }
        _ => Ok(()),
    }
}

fn decide_open(event: &UnitOpened) -> Result<(), Refusal> {
    if event.name.trim().is_empty() {
        return plain("Give the unit a name by which staff find it.");
    }
    let charts: std::collections::BTreeSet<ChartId> = event.members.iter().map(|member| member.chart).collect();
    if charts.len() < event.members.len() {
        return plain("The same person is named twice. Each member has a record of their own.");
    }
    match (event.kind, event.members.len()) {
        (UnitKind::Couple, members) if members != 2 => plain("A couple has two members, each with a record of their own."),
        (UnitKind::Family, members) if members < 2 => {
            plain("A family has at least two members, each with a record of their own.")
        }
        (UnitKind::ConsultationTeam, members) if members > 0 => {
            plain("A consultation team has no patients as members. Its therapists are its team.")
        }
        _ => Ok(()),
    }
}

fn decide_join(unit: &Unit, event: &MemberJoined) -> Result<(), Refusal> {
    if unit.members.iter().any(|member| member.chart == event.member.chart) {
        return plain("They are a member already.");
    }
    match unit.what.kind {
        UnitKind::Couple => plain("A couple has two members. Open a family unit for more."),
        UnitKind::ConsultationTeam => plain("A consultation team has no patients as members."),
        UnitKind::Group if !unit.what.open && unit.sessions.iter().any(|session| session.held.is_some()) => {
            plain("This is a closed group that has begun. Open another group, or begin it anew as an open one.")
        }
        UnitKind::Group if unit.what.places.is_some_and(|places| unit.members.len() >= usize::from(places)) => {
            plain("The group has no place left.")
        }
        _ => Ok(()),
    }
}

fn decide_bring(unit: &Unit, event: &BroughtIn) -> Result<(), Refusal> {
    if !matches!(unit.what.kind, UnitKind::Couple | UnitKind::Family) {
        return plain("In a group, what you tell alone stays with you and your therapist.");
    }
    if event.words.trim().is_empty() {
        return plain("There are no words to bring into the joint room.");
    }
    decide_member(unit, event.member)
}

fn decide_hold(unit: &Unit, event: &JointSessionHeld) -> Result<(), Refusal> {
    if unit.what.kind != UnitKind::ConsultationTeam && !unit.all_signed() {
        return plain("The rule on secrets has to be chosen and signed by every member before the first session.");
    }
    if unit.sessions.iter().any(|session| session.id == event.session && session.held.is_some()) {
        return plain("This session is already recorded. Correct that entry instead.");
    }
    if event.attendance.keys().any(|member| unit.member(*member).is_none()) {
        return plain("Somebody in the attendance is not a member of this unit.");
    }
    Ok(())
}

fn decide_note(unit: &Unit, event: &JointNoteSigned) -> Result<(), Refusal> {
    if event.sections.iter().all(|section| section.text.trim().is_empty()) {
        return plain("The note is empty. Write something before you sign it.");
    }
    match unit.sessions.iter().find(|session| session.id == event.session) {
        Some(session) if session.held.is_some() => Ok(()),
        _ => plain("That session is not recorded as held. Say first what became of it."),
    }
}

/// The words of an event that every member reads, or every member's therapist.
fn read_by_members(event: &Event) -> Vec<&str> {
    match event {
        Event::UnitPolicyChosen(event) => vec![&event.words],
        Event::UnitGoalSet(event) => vec![&event.words],
        Event::UnitSessionPlanned(event) => vec![&event.topic],
        Event::UnitSessionHeld(event) => vec![&event.summary, &event.topic],
        Event::UnitNoteSigned(event) => event.sections.iter().flat_map(|section| [&*section.heading, &section.text]).collect(),
        Event::UnitTaskSet(event) => vec![&event.words],
        Event::UnitTaskReported(event) => vec![&event.could_not],
        Event::UnitMeasured(event) => vec![&event.what],
        Event::UnitClosed(event) => vec![&event.words],
        _ => Vec::new(),
    }
}

/// A group's note speaks of the group: a member's name in it would stand in front of every other member's therapist.
pub(crate) fn no_names(unit: &Unit, texts: &[&str]) -> Result<(), Refusal> {
    match unit.named_in(texts, None) {
        Some(name) => Err(Refusal::new(format!(
            "“{name}” is the name of a member. A group's note names nobody; write it as a line about that member instead, which goes to their own record."
        ))),
        None => Ok(()),
    }
}

fn decide_member(unit: &Unit, member: ChartId) -> Result<(), Refusal> {
    if unit.members.iter().any(|known| known.chart == member) {
        return Ok(());
    }
    plain("They are not a member of this unit.")
}

fn decide_known(unit: &Unit, member: ChartId) -> Result<(), Refusal> {
    if unit.member(member).is_some() { Ok(()) } else { plain("They never were a member of this unit.") }
}
