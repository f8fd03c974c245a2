//! The concord program: `concord help` lists what it does.

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use concord::{
    commands::{self, Outcome},
    practice,
};
use concord_engines::scoring::ScoreContext;
use std::{
    io::{self, stderr, stdin, stdout},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

/// Medication management and psychotherapy as one treatment: the integrated record of a practice.
#[derive(Parser)]
#[command(name = "concord", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the data are.
#[derive(Args)]
struct Database {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    #[arg(long, env = "CONCORD_DATABASE", default_value = "sqlite:concord.db")]
    database: String,
}

#[derive(Subcommand)]
enum Command {
    /// Make (or reuse) an invented practice and serve it.
    Demo(commands::demo::Options),
    /// Serve a practice.
    Serve {
        #[command(flatten)]
        at: Database,
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// People reach it over TLS, through a proxy in front.
        #[arg(long)]
        behind_tls: bool,
        /// Also answer other record systems: the check of medicines as CDS Hooks under /cds-services.
        #[arg(long)]
        cds_hooks: bool,
        /// File with the bearer token that those systems have to bring.
        #[arg(long, value_name = "FILE", requires = "cds_hooks")]
        cds_token: Option<PathBuf>,
        #[command(flatten)]
        channels: commands::messages::Channels,
    },
    /// Say what would happen if a worrying answer came in now. Writes nothing.
    Drill {
        #[command(flatten)]
        at: Database,
        #[command(flatten)]
        options: commands::drill::Options,
    },
    /// Score answers, one set or a batch.
    Score {
        /// The instrument, e.g. phq-9.
        instrument: Option<String>,
        /// Answers in order, a missing one empty: 2,1,,0
        #[arg(long, conflicts_with = "batch", allow_hyphen_values = true)]
        answers: Option<String>,
        /// A file of items, or - for standard input.
        #[arg(long)]
        batch: Option<PathBuf>,
        /// Fill up missing answers where the instrument's manual allows it.
        #[arg(long)]
        prorate: bool,
        /// Age in years, where a score depends on it.
        #[arg(long)]
        age: Option<u8>,
        /// Sex, where a cut-off or an item depends on it: F or M.
        #[arg(long)]
        sex: Option<String>,
    },
    /// Compare two totals.
    Change {
        /// The instrument, e.g. phq-9.
        instrument: String,
        /// Total before, as the manual reports it.
        #[arg(long, allow_hyphen_values = true)]
        before: rust_decimal::Decimal,
        /// Total after, as the manual reports it.
        #[arg(long, allow_hyphen_values = true)]
        after: rust_decimal::Decimal,
    },
    /// Work out equivalents, half-lives, kidney function, QT, tapers: one question or a batch.
    Calculate {
        /// A file of questions, or - for standard input.
        file: PathBuf,
    },
    /// List the instruments, and check a practice's own wording for them.
    Instruments {
        /// A file with wording for which the practice holds a licence; may be given several times.
        #[arg(long, value_name = "FILE")]
        content: Vec<PathBuf>,
        /// As JSON, which is also what is written without it.
        #[arg(long, conflicts_with = "table")]
        json: bool,
        /// As a table to read.
        #[arg(long)]
        table: bool,
    },
    /// Check regimens: is this safe, for this person, now?
    Review {
        /// A file of regimens, or - for standard input.
        file: PathBuf,
    },
    /// Take in records of other systems (FHIR R4).
    Import(commands::import::Options),
    /// Give out one patient's record.
    Export(commands::export::Options),
    /// Write everything into one verified file.
    Backup {
        #[command(flatten)]
        at: Database,
        /// The file to write.
        file: PathBuf,
    },
    /// Fill an empty database from a backup.
    Restore {
        #[command(flatten)]
        at: Database,
        /// The file to read.
        file: PathBuf,
    },
    /// Check hash chains, the database and the read models.
    Verify {
        #[command(flatten)]
        at: Database,
    },
    /// Rebuild read models from the log.
    Replay {
        #[command(flatten)]
        at: Database,
        /// Only look for differences.
        #[arg(long)]
        check: bool,
    },
    /// Accounts of the staff.
    Account {
        #[command(subcommand)]
        what: Account,
    },
    /// The keys of sealed psychotherapy notes, for the practice's custodian.
    Custodian {
        #[command(subcommand)]
        what: commands::custodian::What,
    },
    /// Measure this machine against the raw limit.
    Bench(commands::bench::Options),
}

#[derive(Subcommand)]
enum Account {
    /// Open an account; its first password is printed once.
    Add {
        #[command(flatten)]
        at: Database,
        /// Name as it is shown.
        #[arg(long)]
        name: String,
        /// Login.
        #[arg(long)]
        login: String,
        /// prescriber, therapist, care_manager, complementary_practitioner, front_desk or administrator.
        #[arg(long)]
        role: String,
        /// Places where they work; all when none is named.
        #[arg(long)]
        place: Vec<String>,
    },
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(io::stderr)
        .init();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("concord cannot start its workers: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(1)
        }
    }
}

async fn run(command: Command) -> Result<Outcome> {
    match command {
        Command::Demo(options) => commands::demo::run(options).await,
        Command::Serve { at, listen, behind_tls, cds_hooks, cds_token, channels } => {
            let cds = cds_hooks.then(|| commands::serve::cds_settings(cds_token.as_deref())).transpose()?;
            let clinic = practice::clinic(practice::open_store(&at.database).await?).await?;
            let ready = |address| eprintln!("Concord listens on http://{address}");
            commands::serve::run(clinic, listen, behind_tls, cds, channels, ready).await.map(|()| Outcome::Done)
        }
        Command::Drill { at, options } => {
            let clinic = practice::clinic(practice::open_store_to_read(&at.database).await?).await?;
            commands::drill::run(&clinic, &options, &mut stdout()).await
        }
        Command::Score { instrument, answers, batch, prorate, age, sex } => {
            let sex = sex.as_deref().and_then(commands::score::sex);
            Ok(score(instrument, answers, batch, &ScoreContext { age, sex, prorate }))
        }
        Command::Change { instrument, before, after } => {
            Ok(commands::change::run(&instrument, before, after, &mut stdout(), &mut stderr()))
        }
        Command::Calculate { file } => Ok(commands::calculate::run(&file, &mut stdin(), &mut stdout(), &mut stderr())),
        Command::Instruments { content, json: _, table } => {
            Ok(commands::instruments::run(&content, table, &mut stdout(), &mut stderr()))
        }
        Command::Review { file } => Ok(commands::review::run(&file, &mut stdin(), &mut stdout(), &mut stderr())),
        Command::Import(options) => commands::import::run(options).await,
        Command::Export(options) => commands::export::run(options).await,
        Command::Backup { at, file } => commands::backup::run(practice::open_store_to_read(&at.database).await?, &file).await,
        Command::Restore { at, file } => commands::restore::run(practice::open_store(&at.database).await?, &file).await,
        Command::Verify { at } => commands::verify::run(practice::open_store_to_read(&at.database).await?).await,
        Command::Replay { at, check } => {
            commands::replay::run(&*practice::clinic(practice::open_store(&at.database).await?).await?, check).await
        }
        Command::Account { what: Account::Add { at, name, login, role, place } } => {
            let clinic = practice::clinic(practice::open_store(&at.database).await?).await?;
            commands::account::add(&clinic, &name, &login, &role, &place).await.map(|()| Outcome::Done)
        }
        Command::Custodian { what } => commands::custodian::run(what).await,
        Command::Bench(options) => commands::bench::run(options).await,
    }
}

fn score(instrument: Option<String>, answers: Option<String>, batch: Option<PathBuf>, context: &ScoreContext) -> Outcome {
    match (instrument, answers, batch) {
        (Some(instrument), Some(answers), None) => {
            commands::score::run(&instrument, &answers, context, &mut stdout(), &mut stderr())
        }
        (instrument, None, Some(path)) => {
            let prorate = context.prorate;
            commands::score::run_batch(&path, instrument.as_deref(), prorate, &mut stdin(), &mut stdout(), &mut stderr())
        }
        _ => {
            eprintln!("Write: concord score INSTRUMENT --answers 2,1,,0 or concord score --batch FILE|-");
            Outcome::WrongUsage
        }
    }
}
