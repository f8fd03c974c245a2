//! A backup in a file: the logical stream of a store, compressed, and proven before it counts.
//!
//! Unpacked (`gunzip` does it) it is one JSON object a line. The first says what the file is and when it was made. Each
//! line after it carries a running SHA-256 over everything so far, so the first line that is not as it was written can
//! be named. The last but one counts; the last is the SHA-256 of the packed file before it. Sessions and counted
//! sign-in failures are not in it: after a restore people sign in again.

mod read;
mod write;

pub use read::{Lines, restore, verify};
pub use write::write;

use crate::BackupLine;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What the first line says the file is.
const FORMAT: &str = "concord-backup";
/// The form of the lines. A file of a later form is refused.
const VERSION: u32 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    made_at: Timestamp,
    program: String,
}

/// Every other line but the last.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    /// SHA-256 of the sum of the line before and the text of `line` or `end`, hexadecimal.
    sum: String,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    line: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    end: Option<&'a serde_json::value::RawValue>,
}

/// How much of each kind is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// Kept records of other systems.
    pub kept: u64,
    /// Rows of read models.
    pub rows: u64,
    /// Lines of the access log.
    pub access: u64,
    /// Accounts.
    pub accounts: u64,
    /// Half-filled forms.
    pub drafts: u64,
    /// Settings.
    pub settings: u64,
    /// Messages, sent and unsent.
    pub messages: u64,
    /// Lines about sealed notes: keys, pieces and drafts in one number, which is told to nobody.
    #[serde(default)]
    pub sealed: u64,
}

impl Counts {
    fn count(&mut self, line: &BackupLine) {
        *match line {
            BackupLine::Event { .. } => &mut self.events,
            BackupLine::Kept { .. } => &mut self.kept,
            BackupLine::Row { .. } => &mut self.rows,
            BackupLine::Access { .. } => &mut self.access,
            BackupLine::Account(_) => &mut self.accounts,
            BackupLine::Draft { .. } => &mut self.drafts,
            BackupLine::Setting { .. } => &mut self.settings,
            BackupLine::Outbox { .. } => &mut self.messages,
            BackupLine::AuthorKey(_) | BackupLine::Sealed(_) | BackupLine::SealedDraft(_) => &mut self.sealed,
        } += 1;
    }

    /// All lines.
    pub fn total(&self) -> u64 {
        let without = self.events + self.kept + self.rows + self.access + self.accounts + self.drafts + self.settings;
        without + self.messages + self.sealed
    }
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When it was made.
    pub made_at: Timestamp,
    /// The version of Concord that made it.
    pub program: String,
    /// What is in it.
    pub counts: Counts,
    /// The running SHA-256 after the last line, hexadecimal: two backups of the same content made at the same moment
    /// have the same.
    pub sha256: String,
}

/// The running sum over the lines.
#[derive(Clone, Copy)]
struct Sum([u8; 32]);

impl Sum {
    fn new() -> Self {
        Self([0; 32])
    }

    fn add(&mut self, text: &str) -> String {
        self.0 = Sha256::new_with_prefix(self.0).chain_update(text.as_bytes()).finalize().into();
        hex::encode(self.0)
    }
}

/// The end of the file: a second packed part with one line, the SHA-256 of all bytes before it. It is stored, not
/// compressed, so that each of its bytes has only one right value and a flipped bit anywhere in the file is noticed.
fn seal(sha256: &[u8]) -> Vec<u8> {
    let line = format!("{{\"file_sha256\":\"{}\"}}\n", hex::encode(sha256));
    let length = u16::try_from(line.len()).unwrap_or(u16::MAX);
    let mut crc = flate2::Crc::new();
    crc.update(line.as_bytes());
    // Gzip (RFC 1952): magic, deflate, no flags, no time, unknown system; one stored block (RFC 1951, 3.2.4).
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(line.as_bytes());
    packed.extend(crc.sum().to_le_bytes());
    packed.extend(u32::from(length).to_le_bytes());
    packed
}
