//! What goes into the store and comes out of it.

use crate::sealed::{AuthorKey, SealedDraft, SealedPiece};
use concord_access::{MayWrite, Role};
use concord_chart::{AccountId, ChartId, Draft, OrganisationId, PlaceId, StaffId};
use concord_registry::{ReadRow, RowChange};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What can go wrong. Each is a sentence for an operator or a clinician.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else appended first. The page turns this into a merge view.
    #[error("somebody else changed this chart: it is at entry {found}, and the change was made for entry {expected}")]
    Conflict {
        /// The chart.
        chart: ChartId,
        /// Where the writer thought it was.
        expected: u64,
        /// Where it is.
        found: u64,
    },
    /// The same submission is already there.
    #[error("this submission ({key}) was already recorded")]
    KeyUsed {
        /// The chart.
        chart: ChartId,
        /// The key.
        key: String,
    },
    /// The data are not what was written.
    #[error("the stored data are damaged: {0}")]
    Damaged(String),
    /// The database answers with an error.
    #[error("the database could not do it: {0}")]
    Database(String),
    /// The database cannot be reached or is overloaded; trying again may help.
    #[error("the database cannot be reached just now; nothing was saved, try again: {0}")]
    Unavailable(String),
    /// The database is set up so that acknowledged entries could be lost.
    #[error("the database is not set up safely: {0}")]
    Unsafe(String),
    /// What was asked does not fit the state of the store.
    #[error("{0}")]
    Refused(String),
}

/// What to append to one chart.
#[derive(Clone, Debug)]
pub struct Append {
    /// Permission; also says which chart.
    pub may: MayWrite,
    /// Position of the last event that the writer has seen.
    pub expected: u64,
    /// The events, in order.
    pub events: Vec<Draft>,
    /// When the practice learnt them (server time).
    pub recorded_at: Timestamp,
    /// What changes in the read models.
    pub rows: Vec<RowChange>,
    /// Verbatim records of other systems.
    pub kept: Vec<Kept>,
    /// Messages to send.
    pub outbox: Vec<OutboxMessage>,
}

/// A record of another system, as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// `Observation/123`.
    pub resource: String,
    /// SHA-256 of `json`, hexadecimal; the event that rests on it holds the same.
    pub sha256: String,
    /// The verbatim text.
    pub json: String,
}

/// A message that waits to be sent. Nothing clinical in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxMessage {
    /// Unique in the practice.
    pub id: String,
    /// To whom: an account.
    pub to: AccountId,
    /// What kind, e.g. `questionnaire_due`, `finding_to_owner`.
    pub kind: String,
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// A half-filled form as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// Whose.
    pub account: AccountId,
    /// Which form.
    pub form: String,
    /// What was typed.
    pub body: String,
    /// When it was last kept.
    pub at: Timestamp,
}

/// One line of the access log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLine {
    /// When.
    pub at: Timestamp,
    /// The sign-in; `None` for the operator at the command line.
    pub account: Option<AccountId>,
    /// Name as shown.
    pub name: String,
    /// Role as shown.
    pub role: String,
    /// The chart; `None` for lists and searches.
    pub chart: Option<ChartId>,
    /// What was looked at or tried, e.g. `chart`, `refused: chart`.
    pub what: String,
    /// The reason given; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The practice.
    pub organisation: OrganisationId,
    /// Login, lower-case, unique in the installation.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// The member of staff; `None` for patients.
    pub staff: Option<StaffId>,
    /// The own chart; `None` for staff.
    pub chart: Option<ChartId>,
    /// Where a member of staff works.
    #[serde(default)]
    pub places: Vec<PlaceId>,
    /// Argon2id hash in PHC form.
    pub password: String,
    /// False when the account was closed: it cannot sign in, and keeps its place in the history.
    pub open: bool,
    /// Settings of the person as JSON (theme, language, hidden lanes); `{}` when none.
    #[serde(default)]
    pub settings: String,
}

/// A sign-in that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the id in the cookie, hexadecimal. The id itself is nowhere.
    pub id_hash: String,
    /// Whose.
    pub account: AccountId,
    /// Since when.
    pub created: Timestamp,
    /// Last request by the person (not by a background call).
    pub seen: Timestamp,
    /// An opened glass and the chart last opened, as JSON; `{}` when none.
    #[serde(default)]
    pub state: String,
}

/// Which sessions to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndSessions {
    /// This one.
    One(String),
    /// All of this account.
    Of(AccountId),
    /// All that were not seen since.
    NotSeenSince(Timestamp),
}

/// A row with the chart that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// The chart.
    pub chart: ChartId,
    /// The row.
    pub row: ReadRow,
}

/// What changed on a shelf.
#[derive(Clone, Debug, Default)]
pub struct RowNews {
    /// Rows that were put.
    pub put: Vec<StoredRow>,
    /// Rows that were removed: chart and key.
    pub removed: Vec<(ChartId, String)>,
    /// Where to go on.
    pub token: String,
}

/// An event as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawEvent {
    /// Position on the chart.
    pub seq: u64,
    /// Event id.
    pub id: String,
    /// When it was true, as text.
    pub occurred: String,
    /// When we learnt it: microseconds since 1970.
    pub recorded_at: i64,
    /// Author as JSON.
    pub author: String,
    /// On whose behalf, as JSON.
    pub on_behalf_of: Option<String>,
    /// The label.
    pub sensitivity: String,
    /// Idempotency key.
    pub key: String,
    /// The event that it amends.
    pub amends: Option<String>,
    /// The record of another system, as JSON.
    pub source: Option<String>,
    /// Kind.
    pub kind: String,
    /// Schema version.
    pub version: u16,
    /// Body as JSON.
    pub body: String,
    /// Hash of the event before, hexadecimal; 64 zeros for the first.
    pub prev_hash: String,
    /// Hash of this event, hexadecimal.
    pub hash: String,
}

/// Something that is not as it should be, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// Where: chart and entry, table, or setting.
    pub at: String,
    /// What is wrong.
    pub what: String,
}

/// One line of a logical backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackupLine {
    /// An event.
    Event {
        /// The practice.
        organisation: OrganisationId,
        /// The chart.
        chart: ChartId,
        /// The event.
        event: RawEvent,
    },
    /// A kept record.
    Kept {
        /// The practice.
        organisation: OrganisationId,
        /// The chart.
        chart: ChartId,
        /// The record.
        kept: Kept,
    },
    /// A row of a read model.
    Row {
        /// The practice.
        organisation: OrganisationId,
        /// The chart.
        chart: ChartId,
        /// The row.
        row: ReadRow,
    },
    /// A line of the access log.
    Access {
        /// The practice.
        organisation: OrganisationId,
        /// The line.
        line: AccessLine,
    },
    /// An account.
    Account(Account),
    /// A half-filled form.
    Draft {
        /// Whose.
        account: AccountId,
        /// Which form.
        form: String,
        /// Its content.
        body: String,
        /// When.
        at: Timestamp,
    },
    /// A setting.
    Setting {
        /// Key.
        key: String,
        /// Value.
        value: String,
    },
    /// A message and when it was sent.
    Outbox {
        /// The practice.
        organisation: OrganisationId,
        /// The message.
        message: OutboxMessage,
        /// When it was sent.
        sent: Option<Timestamp>,
    },
    /// The keys of an author of sealed notes.
    AuthorKey(AuthorKey),
    /// A sealed piece.
    Sealed(SealedPiece),
    /// A sealed draft.
    SealedDraft(SealedDraft),
}
