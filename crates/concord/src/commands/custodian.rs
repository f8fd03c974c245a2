//! `concord custodian`: the practice's one way to an author's sealed notes when their author cannot open them, or the law
//! asks for them. The custodian's secret key lives in a file under a passphrase and never in the database.

use super::Outcome;
use crate::practice;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use concord_actions::{Clinic, TakenOut};
use concord_chart::ChartId;
use concord_sealed::{
    PublicKey, SecretKey,
    custodian::{KeyFile, SHORTEST_PASSPHRASE},
    exits::{Authorization, Exit},
};
use serde_json::json;
use std::{
    fs,
    io::{BufRead, Write, stdin},
    path::{Path, PathBuf},
};

/// What the custodian does.
#[derive(Subcommand, Debug)]
pub enum What {
    /// Make the custodian's key and name it to the practice.
    Create {
        #[command(flatten)]
        /// Database and key file.
        with: With,
        /// Put this key in place of the one that the practice has.
        #[arg(long)]
        replace: bool,
    },
    /// Put an author's key under a one-time code for that author.
    Recover {
        #[command(flatten)]
        /// Database and key file.
        with: With,
        /// The author's login.
        #[arg(long)]
        author: String,
        /// Why; the author and the operators read it.
        #[arg(long)]
        reason: String,
    },
    /// Write an author's notes to a file, on a ground that 45 CFR 164.508(a)(2) knows.
    Export {
        #[command(flatten)]
        /// Database and key file.
        with: With,
        /// The author's login.
        #[arg(long)]
        author: String,
        /// Only the notes about this record.
        #[arg(long)]
        chart: Option<ChartId>,
        /// authorization, training, defence, enforcement, law, oversight, coroner or threat.
        #[arg(long)]
        ground: String,
        /// On whose order and why; the author and the operators read it.
        #[arg(long)]
        reason: String,
        /// The patient's authorisation, written down in a TOML file: for the ground of that name.
        #[arg(long, value_name = "FILE")]
        authorization: Option<PathBuf>,
        /// The file to write; it must not be there yet.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Where the data and the key are.
#[derive(Args, Debug)]
pub struct With {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`. A SQLite database must not be served meanwhile.
    #[arg(long, env = "CONCORD_DATABASE", default_value = "sqlite:concord.db")]
    database: String,
    /// The custodian's key file.
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
    /// A file whose first line is the passphrase; - for standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    passphrase: PathBuf,
}

/// Does it.
///
/// # Errors
/// A sentence with the way back: a wrong passphrase, a file that is there already, an author without a key, a ground that
/// the law does not know, a paper that is no authorisation.
pub async fn run(what: What) -> Result<Outcome> {
    match what {
        What::Create { with, replace } => {
            let clinic = clinic(&with).await?;
            let key = create(&clinic, &with.key_file, &passphrase(&with.passphrase)?, replace).await?;
            eprintln!("The custodian’s key is in {}. Fingerprint: {}", with.key_file.display(), key.fingerprint());
            eprintln!(
                "Print it or carry it to a safe place away from this machine, and keep the passphrase elsewhere. It is shown nowhere else."
            );
        }
        What::Recover { with, author, reason } => {
            let clinic = clinic(&with).await?;
            let code = clinic.recover_author(&open(&with)?, &author, &reason).await?;
            eprintln!(
                "The one-time code for {author}; they type it under “Your key” within seven days, with their own password:"
            );
            println!("{code}");
        }
        What::Export { with, author, chart, ground, reason, authorization, out } => {
            let clinic = clinic(&with).await?;
            let exit = ground_of(&ground)?;
            if exit == Exit::Authorization {
                let chart = chart.context("An authorisation is about one record: name it with --chart.")?;
                check_paper(authorization.as_deref(), &author, chart, &clinic)?;
            }
            let file = private_file(&out)?;
            match clinic.take_out_notes(&open(&with)?, &author, chart, exit, &reason).await {
                Ok(notes) => write_notes(file, &author, exit, &reason, &notes)?,
                Err(error) => {
                    drop(file);
                    let _ = fs::remove_file(&out);
                    return Err(error.into());
                }
            }
            eprintln!("Written to {}. Hand it over as the law asks, then destroy it.", out.display());
        }
    }
    Ok(Outcome::Done)
}

/// Makes a key under a passphrase, writes it to a file that only its owner reads, and names it to the practice.
///
/// # Errors
/// When there is such a file, or the practice has a custodian already.
pub async fn create(clinic: &Clinic, path: &Path, passphrase: &str, replace: bool) -> Result<PublicKey> {
    if passphrase.chars().count() < SHORTEST_PASSPHRASE {
        bail!("The passphrase is shorter than {SHORTEST_PASSPHRASE} characters. Five words that do not belong together will do.");
    }
    let made = KeyFile::make(passphrase, clinic.now())?;
    let public = PublicKey::parse(&made.public)?;
    let mut file = private_file(path)?;
    let written = file.write_all(made.text()?.as_bytes()).and_then(|()| file.sync_all());
    let named = match written {
        Ok(()) => clinic.name_custodian(&public, replace).await.map_err(anyhow::Error::from),
        Err(error) => Err(error).with_context(|| format!("{} could not be written", path.display())),
    };
    if named.is_err() {
        // A key that nobody is sealed to would only be taken for the right one.
        let _ = fs::remove_file(path);
    }
    named.map(|()| public)
}

async fn clinic(with: &With) -> Result<std::sync::Arc<Clinic>> {
    practice::clinic(practice::open_store(&with.database).await?).await
}

fn key_file(path: &Path) -> Result<KeyFile> {
    let text = fs::read_to_string(path).with_context(|| format!("the key file {} could not be read", path.display()))?;
    KeyFile::parse(&text).with_context(|| format!("{} is no custodian’s key file", path.display()))
}

/// The public key in a key file.
///
/// # Errors
/// When it cannot be read, or is none.
pub fn public_key(path: &Path) -> Result<PublicKey> {
    Ok(PublicKey::parse(&key_file(path)?.public)?)
}

fn open(with: &With) -> Result<SecretKey> {
    key_file(&with.key_file)?.open(&passphrase(&with.passphrase)?).context("That passphrase does not open the key file")
}

fn passphrase(from: &Path) -> Result<String> {
    let mut line = String::new();
    if from == Path::new("-") {
        eprintln!("Type the custodian’s passphrase and press Enter:");
        stdin().lock().read_line(&mut line).context("no passphrase could be read")?;
    } else {
        line = fs::read_to_string(from).with_context(|| format!("the passphrase in {} could not be read", from.display()))?;
    }
    Ok(line.lines().next().unwrap_or_default().trim().to_owned())
}

fn ground_of(word: &str) -> Result<Exit> {
    Exit::parse(word).with_context(|| {
        let words: Vec<&str> = Exit::ALL.iter().map(|exit| exit.as_str()).collect();
        format!("“{word}” is no ground on which psychotherapy notes may leave. The grounds are: {}", words.join(", "))
    })
}

fn check_paper(file: Option<&Path>, author: &str, chart: ChartId, clinic: &Clinic) -> Result<()> {
    let file = file.context("Name the file with the patient’s authorisation: --authorization FILE")?;
    let text = fs::read_to_string(file).with_context(|| format!("{} could not be read", file.display()))?;
    let paper: Authorization =
        toml::from_str(&text).with_context(|| format!("{} is no authorisation as it is written down here", file.display()))?;
    paper.check(author, &chart.to_string(), clinic.today()).map_err(anyhow::Error::msg)
}

/// A new file that only its owner can read.
fn private_file(path: &Path) -> Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).with_context(|| format!("{} could not be made; name a file that is not there yet", path.display()))
}

fn write_notes(mut file: fs::File, author: &str, exit: Exit, reason: &str, notes: &[TakenOut]) -> Result<()> {
    let all = json!({"author": author, "ground": exit.as_str(), "law": exit.law(), "reason": reason, "notes": notes});
    serde_json::to_writer_pretty(&mut file, &all).context("the notes could not be written")?;
    file.write_all(b"\n").and_then(|()| file.sync_all()).context("the notes could not be written")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use concord_actions::{RandomIds, SystemClock};
    use concord_store::MemoryStore;
    use std::sync::Arc;

    fn clinic() -> Clinic {
        Clinic::new(Arc::new(MemoryStore::new()), concord_knowledge::shipped(), Arc::new(SystemClock), Arc::new(RandomIds))
    }

    #[tokio::test]
    async fn a_key_file_is_private_opens_with_its_passphrase_and_is_not_in_the_database() {
        let (folder, clinic) = (tempfile::tempdir().unwrap(), clinic());
        let path = folder.path().join("custodian.json");
        assert!(create(&clinic, &path, "too short", false).await.is_err());
        let public = create(&clinic, &path, "five odd words in a row", false).await.unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(KeyFile::parse(&text).unwrap().open("five odd words in a row").unwrap().public(), public);
        assert_eq!(clinic.custodian().await.unwrap(), Some(public));
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
        let secret = KeyFile::parse(&text).unwrap().open("five odd words in a row").unwrap();
        let mut lines = String::new();
        clinic
            .store()
            .dump(&mut |line| {
                lines.push_str(&format!("{line:?}"));
                Ok(())
            })
            .await
            .unwrap();
        assert!(lines.contains(&public.hex()) && !lines.contains(&hex::encode(secret.bytes())));
    }

    #[tokio::test]
    async fn a_second_custodian_takes_the_place_of_the_first_only_when_told_to() {
        let (folder, clinic) = (tempfile::tempdir().unwrap(), clinic());
        let first = create(&clinic, &folder.path().join("one.json"), "five odd words in a row", false).await.unwrap();
        let two = folder.path().join("two.json");
        let refused = create(&clinic, &two, "five odd words in a row", false).await.unwrap_err();
        assert!(refused.to_string().contains(&first.fingerprint()), "{refused}");
        assert!(!two.exists(), "a key that the practice does not know is not left lying about");
        create(&clinic, &two, "five odd words in a row", true).await.unwrap();
        assert_ne!(clinic.custodian().await.unwrap(), Some(first));
        assert!(create(&clinic, &two, "five odd words in a row", true).await.is_err(), "no key file is written over");
    }

    #[test]
    fn only_the_grounds_of_the_law_are_grounds() {
        assert!(ground_of("curiosity").unwrap_err().to_string().contains("oversight"));
        assert_eq!(ground_of("coroner").unwrap(), Exit::Coroner);
    }
}
