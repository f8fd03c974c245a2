//! Psychotherapies as treatments with a dose: phases, sessions, what a session and the work between sessions are made
//! of in the words of its school, and when a verdict is fair.

use crate::basis::{Verification, sourced};
pub use crate::caution::Caution;
use crate::ids::{InstrumentId, SourceId, TherapyId};
use crate::word_list::ListName;
use rust_decimal::Decimal;
use serde::Deserialize;

/// One kind of psychotherapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Therapy {
    /// Id: `cbt`.
    pub id: TherapyId,
    /// Full name.
    pub name: String,
    /// Short name in lanes and tables.
    pub short_name: String,
    /// Other names people write.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What a patient sees as its name.
    pub patient_name: String,
    /// One or two plain sentences about what it is like.
    pub patient_about: String,
    /// The tradition whose words its pages speak.
    pub school: School,
    /// With whom it is done.
    pub unit: CareUnit,
    /// The course in parts, in order.
    pub phases: Vec<Phase>,
    /// How much is usually planned.
    pub expected: ExpectedSessions,
    /// When a verdict is fair.
    pub judge: JudgeTherapy,
    /// The therapy's own measure beside the symptom scale, if it has one.
    pub own_measure: Option<OwnMeasure>,
    /// What a session is made of, in order.
    pub session_parts: Vec<String>,
    /// Set courses with a name of their own; empty where there is only the one.
    #[serde(default)]
    pub protocols: Vec<Protocol>,
    /// What a therapist does in a session, for ticking.
    #[serde(default)]
    pub techniques: Vec<Technique>,
    /// How it is told whether the therapy was done as meant.
    pub fidelity: Option<Fidelity>,
    /// Kinds of work between sessions.
    #[serde(default)]
    pub homework: Vec<HomeworkKind>,
    /// Skills that can be ticked as taught or used, in few words.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Its whole set of skills with modules, by its file in `skills/`.
    pub skill_set: Option<String>,
    /// Lists of words that its forms offer.
    #[serde(default)]
    pub word_lists: Vec<ListName>,
    /// Scales for single numbers that its forms use, by their ids in `vocabulary/scales.toml`.
    #[serde(default)]
    pub scales: Vec<String>,
    /// Questionnaires that show how it goes, the main one first.
    #[serde(default)]
    pub measures: Vec<InstrumentId>,
    /// How its group is made up, where there is one.
    pub group: Option<GroupFeatures>,
    /// When a session asks about danger.
    #[serde(default)]
    pub risk_asked: RiskHabit,
    /// Material of the process goes into the sealed note unless the author says otherwise.
    #[serde(default)]
    pub process_sealed: bool,
    /// Rules that both sides agree on at the beginning.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    /// What to look out for.
    #[serde(default)]
    pub cautions: Vec<Caution>,
}

impl Therapy {
    /// The set course with this id.
    pub fn protocol(&self, id: &str) -> Option<&Protocol> {
        self.protocols.iter().find(|protocol| protocol.id == id)
    }

    /// The phases of a set course: its own where it has any, else those of the therapy.
    pub fn phases_of(&self, protocol: Option<&str>) -> &[Phase] {
        let own = protocol.and_then(|id| self.protocol(id)).map(|protocol| protocol.phases.as_slice());
        own.filter(|phases| !phases.is_empty()).unwrap_or(&self.phases)
    }

    /// The phase in which a session of this number usually lies, counted from 1; none where the phases have no numbers.
    /// It proposes: the therapist says which phase it is.
    pub fn phase_at(&self, protocol: Option<&str>, session: u16) -> Option<&Phase> {
        let begun = |phase: &&Phase| phase.sessions.as_ref().is_some_and(|range| range.from <= session);
        self.phases_of(protocol).iter().rfind(begun)
    }

    /// The technique with this id.
    pub fn technique(&self, id: &str) -> Option<&Technique> {
        self.techniques.iter().find(|technique| technique.id == id)
    }

    /// The kind of homework with this id.
    pub fn homework_kind(&self, id: &str) -> Option<&HomeworkKind> {
        self.homework.iter().find(|kind| kind.id == id)
    }

    /// True where several people are in treatment together, so that secrets need a policy before the first session.
    pub fn needs_secrets_policy(&self) -> bool {
        matches!(self.unit, CareUnit::Couple | CareUnit::Family)
    }
}

/// The tradition whose words a therapy's pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum School {
    /// Thoughts and actions.
    CognitiveBehavioural,
    /// Acceptance and change, with skills.
    Dialectical,
    /// Patterns and what lies under them.
    Psychodynamic,
    /// Roles, losses and conflicts with others.
    Interpersonal,
    /// Room for what hurts, steps towards what matters.
    Acceptance,
    /// The person's own reasons for change.
    Motivational,
    /// Memories of what happened.
    Trauma,
    /// Couples, families and what goes on between them.
    Systemic,
    /// None of these.
    Other,
}

impl School {
    /// Every school.
    pub const ALL: &'static [Self] = &[
        Self::CognitiveBehavioural,
        Self::Dialectical,
        Self::Psychodynamic,
        Self::Interpersonal,
        Self::Acceptance,
        Self::Motivational,
        Self::Trauma,
        Self::Systemic,
        Self::Other,
    ];

    /// The school in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::CognitiveBehavioural => "cognitive behavioural",
            Self::Dialectical => "dialectical behaviour",
            Self::Psychodynamic => "psychodynamic",
            Self::Interpersonal => "interpersonal",
            Self::Acceptance => "acceptance and commitment",
            Self::Motivational => "motivational",
            Self::Trauma => "trauma-focused",
            Self::Systemic => "couples and families",
            Self::Other => "other",
        }
    }
}

/// With whom a therapy is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareUnit {
    /// One person.
    Individual,
    /// One person, with a group beside it.
    IndividualAndGroup,
    /// Two partners.
    Couple,
    /// A family.
    Family,
    /// A group.
    Group,
}

/// One part of a course of therapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Id: `opening`.
    pub id: String,
    /// Words for staff and patient.
    pub label: String,
    /// What it is for.
    pub goal: String,
    /// The sessions that usually belong to it; absent where that is not by number.
    pub sessions: Option<SessionRange>,
}

/// The numbers of the sessions that usually belong to a phase, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRange {
    /// First session.
    pub from: u16,
    /// Last session, at the longest.
    pub to: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A set course with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Id, once within its therapy.
    pub id: String,
    /// Name.
    pub name: String,
    /// For whom or for what, in few words.
    pub about: String,
    /// Fewest sessions.
    pub sessions_from: u16,
    /// Most sessions.
    pub sessions_to: u16,
    /// Days between two sessions, where they differ from the therapy's.
    pub days_between: Option<u16>,
    /// Minutes of a session, where they differ from the therapy's.
    pub minutes: Option<u16>,
    /// Its phases, where they differ from the therapy's.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Its questionnaires, where they differ from the therapy's; the main one first.
    #[serde(default)]
    pub measures: Vec<InstrumentId>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Something a therapist does in a session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// Id as it is kept in the record, once within its therapy.
    pub id: String,
    /// In the words of the school.
    pub label: String,
    /// Heading under which it stands.
    pub group: String,
}

/// How it is told whether a therapy was done as meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fidelity {
    /// Elements that are marked as done, partly done or not done; in our own words.
    pub elements: Vec<FidelityElement>,
    /// Scales of competence that a rater may enter a total of; their wording is their owners'.
    #[serde(default)]
    pub scales: Vec<FidelityScale>,
}

/// One element that belongs to the therapy as meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FidelityElement {
    /// Id as it is kept in the record, once within its therapy.
    pub id: String,
    /// In our own words.
    pub label: String,
}

/// A named scale of competence or adherence. Only its range and its cut ship.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FidelityScale {
    /// Id: `ctrs`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: String,
    /// How many items it has, where that is fixed.
    pub items: Option<u16>,
    /// The lowest number that can be entered.
    pub from: Decimal,
    /// The highest number that can be entered.
    pub to: Decimal,
    /// What the number is: `total`, `mean of the items`.
    pub of: String,
    /// From here on it counts as competent; absent where no cut is given.
    pub competent_from: Option<Decimal>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A kind of work between sessions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeworkKind {
    /// Id as it is kept in the record, once within its therapy.
    pub id: String,
    /// What staff and patient see.
    pub label: String,
    /// The page on which it is done.
    pub form: HomeworkForm,
}

/// The page on which a piece of homework is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeworkForm {
    /// A thought record.
    ThoughtRecord,
    /// A plan of activities.
    ActivityPlan,
    /// Steps towards what is feared.
    Exposure,
    /// A daily card.
    DiaryCard,
    /// Something practised for minutes.
    Practice,
    /// Something to read.
    Reading,
    /// A time set aside for worries.
    WorryTime,
    /// A diary of sleep.
    SleepDiary,
    /// A chain of events.
    Chain,
    /// Anything else, in words.
    Free,
}

impl HomeworkForm {
    /// Every form.
    pub const ALL: &'static [Self] = &[
        Self::ThoughtRecord,
        Self::ActivityPlan,
        Self::Exposure,
        Self::DiaryCard,
        Self::Practice,
        Self::Reading,
        Self::WorryTime,
        Self::SleepDiary,
        Self::Chain,
        Self::Free,
    ];

    /// The word as it stands in `knowledge/`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ThoughtRecord => "thought_record",
            Self::ActivityPlan => "activity_plan",
            Self::Exposure => "exposure",
            Self::DiaryCard => "diary_card",
            Self::Practice => "practice",
            Self::Reading => "reading",
            Self::WorryTime => "worry_time",
            Self::SleepDiary => "sleep_diary",
            Self::Chain => "chain",
            Self::Free => "free",
        }
    }

    /// In words for staff and patient.
    pub fn words(self) -> &'static str {
        match self {
            Self::ThoughtRecord => "thought record",
            Self::ActivityPlan => "activity plan",
            Self::Exposure => "facing what is feared",
            Self::DiaryCard => "daily card",
            Self::Practice => "practice",
            Self::Reading => "reading",
            Self::WorryTime => "worry time",
            Self::SleepDiary => "sleep diary",
            Self::Chain => "chain of events",
            Self::Free => "task",
        }
    }
}

/// When a session asks about danger to self or others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskHabit {
    /// In every session: the page asks whether it was asked.
    #[default]
    EverySession,
    /// In every session, and each member alone as well.
    EachMemberAlone,
    /// When something points to it.
    WhenIndicated,
}

impl RiskHabit {
    /// The habit in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::EverySession => "asked in every session",
            Self::EachMemberAlone => "asked in every session, and of each member alone",
            Self::WhenIndicated => "asked when something points to it",
        }
    }
}

/// How a group is made up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupFeatures {
    /// Fewest members.
    pub size_from: u16,
    /// Most members.
    pub size_to: u16,
    /// Who can join when.
    pub entry: GroupEntry,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// Who can join a group when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupEntry {
    /// Everybody begins together.
    Closed,
    /// New members at any time.
    Open,
    /// New members at set points, as when a module begins.
    AtModules,
}

impl GroupEntry {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Closed => "closed: everybody begins together",
            Self::Open => "open: new members at any time",
            Self::AtModules => "new members when a module begins",
        }
    }
}

/// A rule that both sides agree on at the beginning. It is shown, never enforced by the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Id: `four_missed`.
    pub id: String,
    /// The rule, in plain words.
    pub text: String,
    /// The number in it, where there is one.
    pub number: Option<u16>,
    /// What the number counts: `sessions missed in a row`, `hours`.
    pub unit: Option<String>,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// How much therapy is usually planned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedSessions {
    /// Fewest sessions of a usual course.
    pub sessions_from: u16,
    /// Most sessions of a usual course.
    pub sessions_to: u16,
    /// Usual days between two sessions.
    pub days_between: u16,
    /// Usual minutes of a session.
    pub minutes: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// When a verdict on a course of therapy is fair. Weeks count from the first attended session.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeTherapy {
    /// The verdict is fair from this week on.
    pub weeks_from: u16,
    /// The verdict is due by this week.
    pub weeks_to: u16,
    /// Fewer attended sessions than this are too few to judge.
    pub min_sessions: u16,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

/// A therapy's own measure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnMeasure {
    /// Its name.
    pub name: String,
    /// What it tells.
    pub about: String,
    /// Where this stands.
    pub source: SourceId,
    /// Where in the source.
    pub locator: Option<String>,
    /// Whether it was read there.
    pub verification: Verification,
}

sourced!(SessionRange, Protocol, FidelityScale, GroupFeatures, Agreement, ExpectedSessions, JudgeTherapy, OwnMeasure);
