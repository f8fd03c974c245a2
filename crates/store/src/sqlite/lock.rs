//! One process serves a file.
//!
//! The lock lies on a file beside the database, never on the database itself: closing any handle of a file drops the
//! locks that SQLite holds on it in the same process. The operating system lets go of it when the process dies.

use crate::StoreError;
use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::{Path, PathBuf},
};

/// Held as long as the process serves the file.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        let path = beside(database);
        let cannot = |error: std::io::Error| {
            StoreError::Refused(format!("the database {} cannot be opened here: {error}", database.display()))
        };
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                return Err(StoreError::Refused(format!(
                    "the database {} is being served by another process ({}): stop that one first",
                    database.display(),
                    holder.trim()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(cannot)?;
        write!(file, "process {}", std::process::id()).map_err(cannot)?;
        Ok(Self { _file: file })
    }
}

/// `concord.db` → `concord.db-lock`.
fn beside(database: &Path) -> PathBuf {
    let mut name = database.file_name().map(OsString::from).unwrap_or_default();
    name.push("-lock");
    database.with_file_name(name)
}
