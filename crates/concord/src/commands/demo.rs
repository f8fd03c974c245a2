//! `concord demo`: an invented practice, made from a seed and served.

use super::{Outcome, custodian, demo_sealed, messages::Channels, serve};
use crate::practice;
use anyhow::{Context, Result};
use clap::Args;
use concord_actions::{Clinic, OffsetClock};
use concord_simulation::{Options as Made, demo, sign_ins};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

/// It protects nothing: nobody in the demo exists.
const CUSTODIAN_PASSPHRASE: &str = "nobody here is real";

/// What to make and where to serve it.
#[derive(Args, Debug)]
pub struct Options {
    /// Port to listen on, on this machine only.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many patients to invent, 1 to 10,000; 300 when left out.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    patients: Option<u32>,
    /// The same seed gives the same practice.
    #[arg(long)]
    seed: Option<u64>,
    /// The database file: made when it is new, used again when it holds a demo.
    #[arg(long, default_value = "concord-demo.db")]
    database: PathBuf,
    /// When its clock starts, like 2026-08-21T06:00:00Z, to see the practice at another hour; it never goes back.
    #[arg(long, value_name = "TIME")]
    starts: Option<Timestamp>,
    #[command(flatten)]
    channels: Channels,
}

/// Makes the practice or finds it, prints the address and the sign-ins, and serves until told to stop.
///
/// # Errors
/// When the file holds something else, the port is taken, or the practice cannot be made; each with the way back.
pub async fn run(options: Options) -> Result<Outcome> {
    let bar = progress_bar(options.patients.unwrap_or(Made::default().patients as u32));
    let told = bar.clone();
    let opened =
        demo::open_or_make(&options.database, options.seed, options.patients, move |done| told.set_position(done as u64)).await;
    bar.finish_and_clear();
    let opened = opened.context("the demo practice could not be opened")?;
    let what = if opened.made { "made" } else { "found" };
    eprintln!(
        "An invented practice of {} patients (seed {}), {what} in {}.",
        opened.marker.patients,
        opened.marker.seed,
        options.database.display()
    );
    // What its people did already lies in the past, whatever hour is asked for.
    let now = options.starts.map_or(opened.now, |starts| starts.max(opened.now));
    let clinic = practice::clinic_at(opened.store, Arc::new(OffsetClock::starting_at(now))).await?;
    custodian_of_the_demo(&clinic, &options.database).await?;
    if opened.made {
        demo_sealed::write(&clinic).await?;
    }
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    // Everybody in it is made up, so anybody on this machine may ask the check for other record systems too.
    let cds = serve::cds_settings(None)?;
    serve::run(clinic, listen, false, Some(cds), options.channels, say_where).await.map(|()| Outcome::Done)
}

/// A custodian for the invented practice, so that everything about sealed notes can be tried. The key file lies beside the
/// database, which a real practice would never do.
async fn custodian_of_the_demo(clinic: &Clinic, database: &Path) -> Result<()> {
    let mut name = database.as_os_str().to_owned();
    name.push(".custodian-key.json");
    let path = PathBuf::from(name);
    match clinic.custodian().await? {
        Some(_) => {}
        // The database was made anew beside a key file of an earlier demo.
        None if path.exists() => clinic.name_custodian(&custodian::public_key(&path)?, false).await?,
        None => drop(custodian::create(clinic, &path, CUSTODIAN_PASSPHRASE, false).await?),
    }
    eprintln!("The custodian’s key of this practice: {} (passphrase: {CUSTODIAN_PASSPHRASE})", path.display());
    Ok(())
}

/// The address and one sign-in for each role: `role  login  password`, two spaces or more between them.
fn say_where(address: SocketAddr) {
    let mut out = std::io::stdout().lock();
    let mut words = format!("\nhttp://{address}\n\n");
    for sign_in in sign_ins() {
        words.push_str(&format!("{:<26}  {:<16}  {}\n", sign_in.role.as_str(), sign_in.login, sign_in.password));
    }
    words.push_str("\nEverybody in it is made up. Ctrl+C ends it; the practice stays in its file.\n");
    // A closed pipe is no reason not to serve.
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

fn progress_bar(patients: u32) -> ProgressBar {
    let bar = ProgressBar::new(u64::from(patients));
    if let Ok(style) = ProgressStyle::with_template("inventing {pos} of {len} people {wide_bar}") {
        bar.set_style(style);
    }
    bar
}
