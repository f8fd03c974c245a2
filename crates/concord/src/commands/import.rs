//! `concord import`: records of other systems onto the charts of this practice.
//!
//! Each file is taken in whole or not at all, in one transaction. NDJSON files of one folder are one unit, for that is how
//! a bulk export comes: one file a type. The report and the progress go to standard error.

use super::Outcome;
use crate::practice;
use anyhow::{Context, Result};
use concord_actions::{ActionError, Clinic, TakeIn};
use concord_chart::{Chart, ChartId, When};
use concord_fhir::{ChartIntake, Intake, MAX_BYTES, NoteForItsAuthor, Reading, Refused, Report, read_together, unpack};
use concord_sealed::piece::{Note, Origin};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::{
    collections::HashMap,
    fs,
    io::{IsTerminal, stderr, stdout},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// What the command is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// FHIR R4 files (Bundles, single resources, NDJSON; gzipped or not) and folders of them.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    #[arg(long, env = "CONCORD_DATABASE", default_value = "sqlite:concord.db")]
    pub database: String,
    /// Name of the system that the records come from; it stands as their author on the charts.
    #[arg(long, value_name = "NAME", default_value = "another record system")]
    pub from: String,
    /// Also write the report to standard output, as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Takes in everything under the paths and says what became of it.
///
/// # Errors
/// When the database cannot be opened or fails. A file that is refused is told, and the others are taken in all the same.
pub async fn run(options: Options) -> Result<Outcome> {
    let units = units(&options.paths)?;
    let clinic = practice::clinic(practice::open_store(&options.database).await?).await?;
    let mut progress = Progress::new(units.len());
    let mut told = Told::default();
    for unit in &units {
        progress.begins(unit);
        let outcome = take_in(&clinic, unit, &options.from).await?;
        told.add(unit, outcome);
        progress.one_more(told.entries);
    }
    progress.done();
    told.say();
    if options.json {
        serde_json::to_writer_pretty(stdout(), &told.as_json()).context("the report could not be written")?;
        println!();
    }
    Ok(if told.refusals.is_empty() { Outcome::Done } else { Outcome::CouldNot })
}

/// Files that are taken in together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The name in reports: the file, or the folder of NDJSON files.
    pub name: String,
    /// The files.
    pub files: Vec<PathBuf>,
}

/// The units under the paths, in order of name. Folders are gone through; in them, only what is named like FHIR counts.
///
/// # Errors
/// A path that is not there or a folder that cannot be read.
pub fn units(paths: &[PathBuf]) -> Result<Vec<Unit>> {
    let mut units = Vec::new();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut units)?;
        } else {
            fs::metadata(path).with_context(|| format!("{} cannot be read. Check the path", path.display()))?;
            units.push(Unit { name: shown(path), files: vec![path.clone()] });
        }
    }
    Ok(units)
}

fn folder(path: &Path, units: &mut Vec<Unit>) -> Result<()> {
    let entries = fs::read_dir(path).with_context(|| format!("the folder {} cannot be read", path.display()))?;
    let mut inside = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    inside.sort();
    let lines: Vec<PathBuf> =
        inside.iter().filter(|file| file.is_file() && is_named(file, &["ndjson", "jsonl"])).cloned().collect();
    if !lines.is_empty() {
        units.push(Unit { name: shown(path), files: lines });
    }
    for inner in inside {
        if inner.is_dir() {
            folder(&inner, units)?;
        } else if is_named(&inner, &["json"]) {
            units.push(Unit { name: shown(&inner), files: vec![inner] });
        }
    }
    Ok(())
}

fn is_named(file: &Path, endings: &[&str]) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    endings.iter().any(|ending| name.ends_with(&format!(".{ending}")))
}

fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// What became of a unit.
#[derive(Clone, Debug)]
pub enum Became {
    /// Taken in: how many entries are new, the numbers by type, and what to know.
    TakenIn {
        /// Entries that are new.
        entries: usize,
        /// Charts that it speaks of.
        charts: usize,
        /// By type.
        report: Report,
    },
    /// Refused: the sentence, and how many resources of each type with it.
    Refused {
        /// The sentence.
        sentence: String,
        /// By type.
        report: Report,
    },
}

/// Takes in one unit, all of it or nothing.
///
/// # Errors
/// When the database fails; a unit that is refused is no error.
pub async fn take_in(clinic: &Clinic, unit: &Unit, system: &str) -> Result<Became> {
    let reading = Reading { knowledge: clinic.knowledge(), today: clinic.today(), system };
    let intake = match read(unit, &reading) {
        Ok(intake) => intake,
        Err(refused) => {
            let mut report = Report::default();
            report.refused(refused.counts());
            return Ok(Became::Refused { sentence: refused.to_string(), report });
        }
    };
    let charts: Vec<ChartId> = intake.charts.iter().map(|chart| chart.chart).collect();
    let by_chart: HashMap<ChartId, &ChartIntake> = intake.charts.iter().map(|chart| (chart.chart, chart)).collect();
    // Asked again after a conflict, so the notes of each chart are those of the last time.
    let notes: Mutex<HashMap<ChartId, Vec<String>>> = Mutex::default();
    let settle = |chart: &Chart| {
        let settled = match by_chart.get(&chart.id) {
            Some(intake) => intake.settle(chart)?,
            None => concord_fhir::Settled::default(),
        };
        notes.lock().unwrap_or_else(PoisonError::into_inner).insert(chart.id, settled.notes);
        Ok(TakeIn { chart: chart.id, drafts: settled.drafts, kept: settled.kept })
    };
    match clinic.take_in_onto(&charts, system, settle).await {
        Ok(taken) => {
            let mut report = intake.report.clone();
            for chart in &intake.charts {
                to_their_authors(clinic, chart, system, &mut report).await?;
            }
            report.notes.extend(notes.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().flatten());
            Ok(Became::TakenIn { entries: taken.iter().map(|chart| chart.added).sum(), charts: charts.len(), report })
        }
        Err(ActionError::Refused(refusal)) => Ok(refused_by_chart(&intake, &refusal.sentence)),
        Err(error) => Err(error).with_context(|| format!("{} was not taken in", unit.name)),
    }
}

/// Seals each psychotherapy note to whoever wrote it. One whose author does not sign in here is not taken in: there would be
/// nobody who may read it, and it must lie nowhere in clear.
async fn to_their_authors(clinic: &Clinic, chart: &ChartIntake, system: &str, report: &mut Report) -> Result<()> {
    for note in chart.notes_for_their_authors() {
        let Some(author) = clinic.author_of_note(&note.author).await? else {
            let whom = if note.author.is_empty() {
                "its sender does not say who wrote it".to_owned()
            } else {
                format!("nobody with a key of their own signs in here as {}", note.author)
            };
            report.left_out(
                &note.resource,
                format!(
                    "{} is a psychotherapy note and was left out: {whom}. It stays with the sender, or comes again once its author has signed in here.",
                    note.resource
                ),
            );
            continue;
        };
        clinic.seal_notes_from_elsewhere(&author, vec![sealed_note(clinic, chart, note, system)]).await?;
        report.sealed(&note.resource);
        report
            .notes
            .push(format!("{} is a psychotherapy note: it is sealed, and only {} can open it.", note.resource, author.name));
    }
    Ok(())
}

fn sealed_note(clinic: &Clinic, chart: &ChartIntake, note: &NoteForItsAuthor, system: &str) -> Note {
    let at = note.occurred.map(|when| match when {
        When::Instant(at) => at,
        other => other.first_day().to_zoned(clinic.zone()).map_or_else(|_| clinic.now(), |day| day.timestamp()),
    });
    Note {
        chart: chart.chart.to_string(),
        at: at.unwrap_or_else(|| clinic.now()),
        title: note.title.clone(),
        text: note.text.clone(),
        from: Some(Origin {
            system: system.to_owned(),
            resource: note.resource.clone(),
            author: note.author.clone(),
            verbatim: note.verbatim.clone(),
        }),
        ..Note::default()
    }
}

/// A file that is sound in itself and does not go with what is on the charts.
fn refused_by_chart(intake: &Intake, sentence: &str) -> Became {
    let counts = intake.report.types.iter().map(|(kind, fate)| (kind.clone(), fate.taken_up + fate.kept)).collect();
    let mut report = Report::default();
    report.refused(&counts);
    Became::Refused { sentence: Refused::whole(&intake.name, sentence).to_string(), report }
}

fn read(unit: &Unit, reading: &Reading<'_>) -> Result<Intake, Refused> {
    let mut texts = Vec::with_capacity(unit.files.len());
    for file in &unit.files {
        let name = shown(file);
        let size = fs::metadata(file).map(|file| file.len()).unwrap_or_default();
        if size > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
            return Err(Refused::whole(
                &name,
                format!("It holds more than {} MB. Split it person by person.", MAX_BYTES / 1024 / 1024),
            ));
        }
        let bytes =
            fs::read(file).map_err(|error| Refused::whole(&name, format!("It cannot be read ({error}). Check the path.")))?;
        texts.push((name.clone(), unpack(&name, &bytes)?));
    }
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    read_together(&unit.name, &files, reading)
}

/// How far it is: a bar on a terminal, a line every few seconds otherwise.
struct Progress {
    bar: ProgressBar,
    units: usize,
    done: usize,
    told: Instant,
    to_a_terminal: bool,
}

/// From this many bytes on, a file is large.
const LARGE: u64 = 16 * 1024 * 1024;
/// Time between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

impl Progress {
    fn new(units: usize) -> Self {
        let bar = ProgressBar::new(units as u64);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {msg} entries added, {eta} to go") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, units, done: 0, told: Instant::now(), to_a_terminal: stderr().is_terminal() }
    }

    /// A large file says so before it makes people wait.
    fn begins(&mut self, unit: &Unit) {
        let bytes: u64 = unit.files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum();
        if !self.to_a_terminal && bytes >= LARGE {
            self.told = Instant::now();
            eprintln!("{} holds {} MB and takes a while", unit.name, bytes / 1024 / 1024);
        }
    }

    fn one_more(&mut self, entries: usize) {
        self.done += 1;
        self.bar.set_message(entries.to_string());
        self.bar.inc(1);
        if !self.to_a_terminal && self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            eprintln!("{} of {} files, {entries} entries added", self.done, self.units);
        }
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// Everything that is told at the end.
#[derive(Default)]
struct Told {
    report: Report,
    refusals: Vec<String>,
    units: usize,
    charts: usize,
    entries: usize,
}

impl Told {
    fn add(&mut self, _unit: &Unit, became: Became) {
        self.units += 1;
        match became {
            Became::TakenIn { entries, charts, report } => {
                self.entries += entries;
                self.charts += charts;
                self.report.add(&report);
            }
            Became::Refused { sentence, report } => {
                self.report.add(&report);
                self.refusals.push(sentence);
            }
        }
    }

    fn say(&self) {
        if !self.report.types.is_empty() {
            eprintln!("{}", self.report);
        }
        let good = self.units - self.refusals.len();
        match (good, self.entries) {
            (0, _) => {}
            (_, 0) => eprintln!(
                "Files taken in: {good} of {}. Nothing in them was new: every entry was on the charts already.",
                self.units
            ),
            (_, entries) => {
                eprintln!("Files taken in: {good} of {}. New entries: {entries}, on {} charts.", self.units, self.charts)
            }
        }
        self.refusals.iter().for_each(|sentence| eprintln!("{sentence}"));
    }

    fn as_json(&self) -> serde_json::Value {
        json!({
            "files": self.units,
            "charts": self.charts,
            "entries_added": self.entries,
            "types": self.report.types,
            "kept_because": serde_json::to_value(&self.report).ok().and_then(|report| report.get("reasons").cloned()),
            "notes": self.report.notes,
            "refusals": self.refusals,
        })
    }
}
