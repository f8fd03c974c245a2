//! How messages leave this machine: by the operator's own program, into a folder, both, or not at all. Nothing leaves it
//! unless one of them is configured.

use clap::Args;
use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{ChildStderr, Command, Stdio},
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver},
    },
    time::{Duration, Instant},
};

/// A program that takes longer is stopped; the message is tried again.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the words of a program that has ended are waited for.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// As many of their bytes are kept.
const WORDS: usize = 300;
/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// The ways that are configured.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// Program that sends one message: it is given how somebody is reached as its only argument, and the text on standard
    /// input; a status other than 0 says that it could not.
    #[arg(long, value_name = "PROGRAM")]
    pub message_command: Option<PathBuf>,
    /// Folder in which each message becomes a file, for another program to pick up.
    #[arg(long, value_name = "DIR")]
    pub message_folder: Option<PathBuf>,
}

impl Channels {
    /// True where messages can be sent at all.
    pub fn any(&self) -> bool {
        self.message_command.is_some() || self.message_folder.is_some()
    }

    /// The ways in words.
    pub fn words(&self) -> String {
        let command = self.message_command.as_ref().map(|program| format!("the program {}", program.display()));
        let folder = self.message_folder.as_ref().map(|folder| format!("the folder {}", folder.display()));
        match (command, folder) {
            (Some(command), Some(folder)) => format!("{command} and {folder}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "no channel".to_owned(),
        }
    }

    /// Sends by every way that is configured; done when one of them took it.
    ///
    /// # Errors
    /// A sentence for the administrator when none did.
    pub fn send(&self, recipient: &str, text: &str) -> Result<(), String> {
        let by_program = self.message_command.as_deref().map(|program| run(program, recipient, text));
        let into_folder = self.message_folder.as_deref().map(|folder| put(folder, recipient, text));
        let tried: Vec<Result<(), String>> = by_program.into_iter().chain(into_folder).collect();
        if tried.iter().any(Result::is_ok) {
            return Ok(());
        }
        let said: Vec<String> = tried.into_iter().filter_map(Result::err).collect();
        Err(if said.is_empty() { "no way to send messages is configured".to_owned() } else { said.join("; ") })
    }
}

fn run(program: &Path, recipient: &str, text: &str) -> Result<(), String> {
    let could_not = |error: std::io::Error| format!("{}: {error}", program.display());
    let mut child = Command::new(program)
        .arg(recipient)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(could_not)?;
    let said = child.stderr.take().map(overheard);
    if let Some(mut input) = child.stdin.take() {
        // A program that does not read its input says with its status whether it took the message.
        let _ = input.write_all(text.as_bytes()).and_then(|()| input.write_all(b"\n"));
    }
    let began = Instant::now();
    let status = loop {
        match child.try_wait().map_err(could_not)? {
            Some(status) => break status,
            None if began.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{} took longer than {} seconds", program.display(), PATIENCE.as_secs()));
            }
            None => std::thread::sleep(LOOK),
        }
    };
    if status.success() {
        return Ok(());
    }
    let said = said.map(|said| first_words(&said)).unwrap_or_default();
    Err(format!("{} ended with {status}: {}", program.display(), said.trim()))
}

/// What a program says about what went wrong, as it says it. All of it is read, so that a talkative one is not held up.
fn overheard(mut errors: ChildStderr) -> Receiver<Vec<u8>> {
    let (tell, said) = mpsc::sync_channel(8);
    std::thread::spawn(move || {
        let mut heard = [0; 1024];
        while let Ok(length @ 1..) = errors.read(&mut heard) {
            // What is more than its first words is read and forgotten.
            let _ = tell.try_send(heard.get(..length).unwrap_or_default().to_vec());
        }
    });
    said
}

/// The beginning of it. What the program left running may hold the pipe open for ever; nobody waits for that.
fn first_words(said: &Receiver<Vec<u8>>) -> String {
    let (began, mut words) = (Instant::now(), Vec::new());
    while words.len() < WORDS
        && let Ok(more) = said.recv_timeout(LAST_WORDS.saturating_sub(began.elapsed()))
    {
        words.extend(more);
    }
    words.truncate(WORDS);
    String::from_utf8_lossy(&words).into_owned()
}

/// Two messages of one moment have two names.
static NUMBER: AtomicU64 = AtomicU64::new(0);

#[expect(clippy::disallowed_methods, reason = "a file is named by the machine's own time; nothing medical depends on it")]
fn put(folder: &Path, recipient: &str, text: &str) -> Result<(), String> {
    let could_not = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(could_not)?;
    let name =
        format!("{}-{}-{}", jiff::Timestamp::now().as_millisecond(), std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (unfinished, finished) = (folder.join(format!(".{name}")), folder.join(format!("{name}.txt")));
    fs::write(&unfinished, format!("To: {}\n\n{text}\n", recipient.replace(['\r', '\n'], " "))).map_err(could_not)?;
    fs::rename(unfinished, finished).map_err(could_not)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_message_in_a_folder_is_a_whole_file_with_whom_it_is_for() {
        let folder = tempfile::tempdir().unwrap();
        let channels = Channels { message_folder: Some(folder.path().join("out")), ..Channels::default() };
        channels.send("+1 555 0100", "Please sign in.").unwrap();
        channels.send("+1 555 0100", "Please sign in.").unwrap();
        let files: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 2);
        assert_eq!(fs::read_to_string(&files[0]).unwrap(), "To: +1 555 0100\n\nPlease sign in.\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_gets_the_recipient_and_the_text_and_its_refusal_is_said() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let script = |name: &str, body: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
            path
        };
        let said = folder.path().join("said");
        let good = script("good", &format!("echo \"$1\" > {0}; cat >> {0}", said.display()));
        Channels { message_command: Some(good), message_folder: None }.send("b.achebe", "Please sign in.").unwrap();
        assert_eq!(fs::read_to_string(&said).unwrap(), "b.achebe\nPlease sign in.\n");
        let bad = script("bad", "echo 'no network' >&2; exit 3");
        let refused = Channels { message_command: Some(bad.clone()), message_folder: None }.send("b.achebe", "x").unwrap_err();
        assert!(refused.contains("no network"), "{refused}");
        let left_running = script("left-running", "sleep 8 2>&2 & echo 'no line' >&2; exit 4");
        let began = Instant::now();
        let refused = Channels { message_command: Some(left_running), message_folder: None }.send("b.achebe", "x");
        assert!(refused.unwrap_err().contains("no line"), "what it left running is not waited for");
        assert!(began.elapsed() < Duration::from_secs(6));
        let talkative = script("talkative", "head -c 300000 /dev/zero >&2");
        assert!(Channels { message_command: Some(talkative), message_folder: None }.send("b.achebe", "x").is_ok());
        let both = Channels { message_command: Some(bad), message_folder: Some(folder.path().join("out")) };
        assert!(both.send("b.achebe", "x").is_ok(), "one way that works is enough");
    }

    #[test]
    fn without_a_channel_nothing_leaves_and_the_reason_is_said() {
        assert!(!Channels::default().any());
        assert!(Channels::default().send("b.achebe", "x").unwrap_err().contains("configured"));
        let gone = Channels { message_command: Some("/nowhere/at/all".into()), message_folder: None };
        assert!(gone.send("b.achebe", "x").unwrap_err().contains("/nowhere/at/all"));
    }
}
