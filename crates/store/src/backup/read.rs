//! Reading a backup: each line against its sum, the counts at the end, and the file against its seal.

use super::{Counts, FORMAT, Head, Line, Sum, Summary, VERSION, seal};
use crate::{BackupLine, Store, StoreError, checks};
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take},
    path::{Path, PathBuf},
};

/// One line longer than this is not one of ours. Bytes; large documents of other systems are one line each.
const LONGEST: u64 = 1 << 30;

/// Reads a whole backup and checks everything that can be checked without a store: sums, counts, seal, hash chains.
///
/// # Errors
/// [`StoreError::Damaged`] with the line, the entry and the reason.
pub fn verify(path: &Path, progress: &mut (dyn FnMut(u64) + Send)) -> Result<Summary, StoreError> {
    let mut lines = Lines::open(path)?;
    let mut chains = checks::Chains::default();
    while let Some(line) = lines.next() {
        let line = line?;
        chains.admit(&line).map_err(|error| lines.damaged(&place(&line), &error.to_string()))?;
        progress(lines.counts.total());
    }
    lines.summary()
}

/// Fills an empty store from a backup, all or nothing. `progress` is told how many lines were read.
///
/// # Errors
/// [`StoreError::Damaged`] with the line, the entry and the reason, or [`StoreError::Refused`] when the store is not
/// empty. Nothing is written then.
pub async fn restore(path: &Path, store: &dyn Store, progress: &mut (dyn FnMut(u64) + Send)) -> Result<Summary, StoreError> {
    let mut lines = Lines::open(path)?;
    {
        let mut told = lines.by_ref().inspect({
            let mut read = 0;
            move |_| {
                read += 1;
                progress(read);
            }
        });
        store.fill(&mut told).await?;
    }
    lines.summary()
}

/// The lines of a backup, each checked. After the last one the whole file has been checked.
pub struct Lines {
    path: PathBuf,
    packed: Option<Packed>,
    text: Vec<u8>,
    number: u64,
    head: Head,
    sum: Sum,
    counts: Counts,
    sealed: Vec<u8>,
    ended: bool,
}

type Packed = BufReader<GzDecoder<BufReader<Hashing>>>;

impl Lines {
    /// Opens a backup and reads its first line.
    ///
    /// # Errors
    /// When there is no such file, or it is no backup of Concord, or one of a later form.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let cannot = |error: io::Error| StoreError::Refused(format!("{} cannot be read: {error}", path.display()));
        let mut file = File::open(path).map_err(cannot)?;
        let seal_length = seal(&[0; 32]).len() as u64;
        let length = file.seek(SeekFrom::End(0)).map_err(cannot)?.saturating_sub(seal_length);
        file.seek(SeekFrom::Start(length)).map_err(cannot)?;
        let mut sealed = Vec::new();
        file.read_to_end(&mut sealed).map_err(cannot)?;
        file.rewind().map_err(cannot)?;
        let hashing = Hashing { from: file.take(length), sha256: Sha256::new() };
        let packed = BufReader::with_capacity(1 << 18, GzDecoder::new(BufReader::with_capacity(1 << 18, hashing)));
        let head = Head { format: String::new(), version: 0, made_at: jiff::Timestamp::UNIX_EPOCH, program: String::new() };
        let mut lines = Self {
            path: path.to_path_buf(),
            packed: Some(packed),
            text: Vec::new(),
            number: 0,
            head,
            sum: Sum::new(),
            counts: Counts::default(),
            sealed,
            ended: false,
        };
        lines.read_head()?;
        Ok(lines)
    }

    fn read_head(&mut self) -> Result<(), StoreError> {
        let text = self.read_text()?.unwrap_or_default();
        let head: Head =
            serde_json::from_str(&text).map_err(|_| self.damaged("", "it does not say that this is a backup of Concord"))?;
        if head.format != FORMAT {
            return Err(self.damaged("", "it does not say that this is a backup of Concord"));
        }
        if head.version != VERSION {
            return Err(StoreError::Refused(format!(
                "{} is a backup of form {}, and this version of Concord reads form {VERSION}: use the version that made it ({})",
                self.path.display(),
                head.version,
                head.program
            )));
        }
        self.sum.add(&text);
        self.head = head;
        Ok(())
    }

    /// The next line without its end; `None` after the last.
    fn read_text(&mut self) -> Result<Option<String>, StoreError> {
        self.number += 1;
        self.text.clear();
        let Some(packed) = self.packed.as_mut() else { return Ok(None) };
        let read = packed.by_ref().take(LONGEST).read_until(b'\n', &mut self.text);
        let read = read.map_err(|error| self.damaged("", &format!("it cannot be unpacked ({error})")))?;
        if read == 0 {
            return Ok(None);
        }
        if self.text.pop() != Some(b'\n') {
            return Err(self.damaged("", "it is cut off"));
        }
        let text = String::from_utf8(std::mem::take(&mut self.text));
        text.map(Some).map_err(|_| self.damaged("", "it is not text"))
    }

    fn read_line(&mut self) -> Result<Option<BackupLine>, StoreError> {
        let Some(text) = self.read_text()? else {
            return Err(self.damaged("", "it is missing: the file ends here, before it is complete"));
        };
        let line: Line<'_> =
            serde_json::from_str(&text).map_err(|error| self.damaged("", &format!("it cannot be read ({error})")))?;
        match (line.line, line.end) {
            (Some(entry), None) => {
                let read = serde_json::from_str::<BackupLine>(entry.get());
                let at = read.as_ref().map(place).unwrap_or_default();
                if self.sum.add(entry.get()) != line.sum {
                    return Err(self.damaged(&at, "it, or a line before it, is not what was written: the sum is another one"));
                }
                let read = read.map_err(|error| self.damaged("", &format!("it cannot be read ({error})")))?;
                self.counts.count(&read);
                Ok(Some(read))
            }
            (None, Some(end)) => {
                if self.sum.add(end.get()) != line.sum {
                    return Err(self.damaged("the end", "the sum over all lines is another one"));
                }
                let counts: Counts =
                    serde_json::from_str(end.get()).map_err(|error| self.damaged("the end", &error.to_string()))?;
                if counts != self.counts {
                    return Err(self.damaged("the end", "it counts other lines than there are"));
                }
                self.read_seal()?;
                Ok(None)
            }
            _ => Err(self.damaged("", "it is neither an entry nor the end")),
        }
    }

    /// Nothing may follow the end but the seal, and the seal must be that of this file.
    fn read_seal(&mut self) -> Result<(), StoreError> {
        if self.read_text()?.is_some() {
            return Err(self.damaged("", "it comes after the end"));
        }
        let Some(packed) = self.packed.take() else { return Ok(()) };
        let mut rest = packed.into_inner().into_inner();
        let more = rest.fill_buf().map_err(|error| self.damaged("", &error.to_string()))?;
        if !more.is_empty() {
            return Err(self.damaged("", "something follows the end"));
        }
        if seal(&rest.into_inner().sha256.finalize()) != self.sealed {
            return Err(self.damaged("the seal", "the file as a whole is not the one that was written"));
        }
        Ok(())
    }

    /// What was read, once everything was.
    ///
    /// # Errors
    /// When not every line was taken.
    pub fn summary(self) -> Result<Summary, StoreError> {
        if !self.ended || self.packed.is_some() {
            return Err(self.damaged("", "the file was not read to its end"));
        }
        let Head { made_at, program, .. } = self.head;
        Ok(Summary { made_at, program, counts: self.counts, sha256: hex::encode(self.sum.0) })
    }

    fn damaged(&self, at: &str, why: &str) -> StoreError {
        let at = if at.is_empty() { String::new() } else { format!(" ({at})") };
        StoreError::Damaged(format!(
            "{}, line {}{at}: {why}. Nothing was restored; use another backup",
            self.path.display(),
            self.number
        ))
    }
}

impl Iterator for Lines {
    type Item = Result<BackupLine, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let line = self.read_line().transpose();
        self.ended = !matches!(line, Some(Ok(_)));
        line
    }
}

/// What a line is about, for a sentence.
fn place(line: &BackupLine) -> String {
    match line {
        BackupLine::Event { chart, event, .. } => format!("chart {chart}, entry {}", event.seq),
        BackupLine::Kept { chart, kept, .. } => format!("chart {chart}, kept record {}", kept.resource),
        BackupLine::Row { chart, row, .. } => format!("chart {chart}, row {} of {}", row.key, row.shelf.as_str()),
        BackupLine::Access { .. } => "a line of the access log".to_owned(),
        BackupLine::Account(account) => format!("account {}", account.id),
        BackupLine::Draft { form, .. } => format!("half-filled form {form}"),
        BackupLine::Setting { key, .. } => format!("setting {key}"),
        BackupLine::Outbox { message, .. } => format!("message {}", message.id),
        // Whose it is would be a hint; the number of the line is enough to find it.
        BackupLine::AuthorKey(_) | BackupLine::Sealed(_) | BackupLine::SealedDraft(_) => "a sealed line".to_owned(),
    }
}

/// Hashes what goes by.
struct Hashing {
    from: Take<File>,
    sha256: Sha256,
}

impl Read for Hashing {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.sha256.update(&bytes[..read]);
        Ok(read)
    }
}
