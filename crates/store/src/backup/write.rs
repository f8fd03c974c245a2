//! Writing a backup: to a file with a name of its own, to the disk, read back, and only then under its name.

use super::{Counts, FORMAT, Head, Line, Sum, Summary, VERSION, read, seal};
use crate::{BackupLine, Store, StoreError};
use flate2::{Compression, GzBuilder, write::GzEncoder};
use jiff::Timestamp;
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Writes everything of a store to `path`, from one moment, and reads it back. `progress` is told how many lines are
/// written. Until it has its name the file is called `….part`; a leftover of a run that was killed is written over.
///
/// # Errors
/// When there is already a file with this name, the store cannot be read, the disk does not take it, or what was
/// written cannot be read back. No file of that name is left then.
pub async fn write(
    store: &dyn Store,
    path: &Path,
    made_at: Timestamp,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Summary, StoreError> {
    if path.exists() {
        return Err(StoreError::Refused(format!("there is already a file {}: name another one", path.display())));
    }
    let part = part(path);
    let mut writer = Writer::new(&part, made_at).map_err(|error| cannot(&part, error))?;
    let written = store
        .dump(&mut |line| {
            writer.line(&line).map_err(|error| cannot(&part, error))?;
            progress(writer.counts.total());
            Ok(())
        })
        .await
        .and_then(|()| writer.finish(made_at).map_err(|error| cannot(&part, error)));
    let proven = written.and_then(|written| match read::verify(&part, &mut |_| {})? {
        found if found == written => Ok(written),
        _ => Err(StoreError::Damaged(format!("{} does not read back as it was written", part.display()))),
    });
    let named = proven.and_then(|summary| name(&part, path).map(|()| summary).map_err(|error| cannot(path, error)));
    if named.is_err() {
        // The reason is told; that a useless file could not be taken away as well would only hide it.
        let _ = fs::remove_file(&part);
    }
    named
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn name(part: &Path, path: &Path) -> io::Result<()> {
    fs::rename(part, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn cannot(path: &Path, error: io::Error) -> StoreError {
    StoreError::Refused(format!("the backup could not be written to {}: {error}", path.display()))
}

struct Writer {
    packed: GzEncoder<Hashed<BufWriter<File>>>,
    sum: Sum,
    counts: Counts,
}

impl Writer {
    fn new(path: &Path, made_at: Timestamp) -> io::Result<Self> {
        let file = Hashed { to: BufWriter::with_capacity(1 << 18, File::create(path)?), sha256: Sha256::new() };
        // No time and no name in the packing, so that the same content gives the same file.
        let packed = GzBuilder::new().mtime(0).operating_system(255).write(file, Compression::fast());
        let mut writer = Self { packed, sum: Sum::new(), counts: Counts::default() };
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let head = serde_json::to_string(&Head { format: FORMAT.to_owned(), version: VERSION, made_at, program })?;
        writer.sum.add(&head);
        writeln!(writer.packed, "{head}")?;
        Ok(writer)
    }

    fn line(&mut self, line: &BackupLine) -> io::Result<()> {
        self.counts.count(line);
        let text = to_raw_value(line)?;
        self.put(&text, false)
    }

    fn put(&mut self, text: &RawValue, end: bool) -> io::Result<()> {
        let sum = self.sum.add(text.get());
        let line = Line { sum, line: (!end).then_some(text), end: end.then_some(text) };
        serde_json::to_writer(&mut self.packed, &line)?;
        self.packed.write_all(b"\n")
    }

    fn finish(mut self, made_at: Timestamp) -> io::Result<Summary> {
        let counts = self.counts;
        self.put(&to_raw_value(&counts)?, true)?;
        let Hashed { to: mut file, sha256 } = self.packed.finish()?;
        file.write_all(&seal(&sha256.finalize()))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(Summary { made_at, program: env!("CARGO_PKG_VERSION").to_owned(), counts, sha256: hex::encode(self.sum.0) })
    }
}

/// Hashes what goes by.
struct Hashed<W> {
    to: W,
    sha256: Sha256,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sha256.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
