//! `concord export`: one patient's record, for another system or for a table. Who exported whom is in the access log.

use super::Outcome;
use crate::practice;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use concord_access::{MayList, MayRead};
use concord_actions::Clinic;
use concord_chart::{Chart, ChartId};
use concord_registry::{NameRow, Shelf, search_words};
use concord_store::AccessLine;
use std::{
    io::{Write, stdout},
    sync::Arc,
};

/// What the command is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The chart's id, or the record number that stands in the banner.
    #[arg(long, value_name = "ID")]
    pub patient: String,
    /// What to write.
    #[arg(long, value_enum, default_value = "fhir")]
    pub format: Format,
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    #[arg(long, env = "CONCORD_DATABASE", default_value = "sqlite:concord.db")]
    pub database: String,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A FHIR R4 Bundle.
    Fhir,
    /// A table: one row an entry.
    Csv,
    /// For reading on paper.
    Pdf,
}

/// Writes the record to standard output.
///
/// # Errors
/// When nobody (or more than one person) has this number, or the database cannot be read.
pub async fn run(options: Options) -> Result<Outcome> {
    if options.format == Format::Pdf {
        eprintln!(
            "Concord does not write PDF here. Open the chart in the browser and print it to a file, or take --format fhir or csv."
        );
        return Ok(Outcome::CouldNot);
    }
    let clinic = practice::clinic(practice::open_store_to_read(&options.database).await?).await?;
    let id = find(&clinic, &options.patient).await?;
    let exported = export(&clinic, id, options.format).await?;
    exported.notes.iter().for_each(|note| eprintln!("{note}"));
    let mut out = stdout().lock();
    out.write_all(exported.text.as_bytes())
        .and_then(|()| out.flush())
        .context("the record could not be written to standard output")?;
    Ok(Outcome::Done)
}

/// A record that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The Bundle or the table.
    pub text: String,
    /// What could not be said, as sentences.
    pub notes: Vec<String>,
}

/// Writes one chart. A line in the access log comes first; psychotherapy notes are never in it.
///
/// # Errors
/// When the line cannot be written or the chart cannot be read.
pub async fn export(clinic: &Clinic, id: ChartId, format: Format) -> Result<Written> {
    let store = clinic.store();
    let may = MayRead::operator(clinic.organisation(), id, "export");
    let log = store.load(&may, 0, Some(line(clinic, &may))).await.context("the chart could not be read")?;
    if log.is_empty() {
        bail!("there is no chart {id}");
    }
    let log: Vec<_> = log.into_iter().map(Arc::new).collect();
    let chart = Chart::fold(id, may.view().filter(&log));
    if chart.unit.is_some() {
        bail!(
            "{id} is the record of a couple, family or group: it belongs to several people, so it is not written out as one \
             person's. Write out each member's own record; joint notes are given out by their therapist once every member allows it"
        );
    }
    match format {
        Format::Csv => Ok(Written { text: concord_fhir::csv(&chart), notes: Vec::new() }),
        Format::Fhir | Format::Pdf => {
            let kept = store.kept(&may).await.context("the kept records could not be read")?;
            let exported = concord_fhir::export(&chart, &kept, clinic.knowledge(), clinic.now());
            Ok(Written { text: format!("{}\n", exported.json), notes: exported.notes })
        }
    }
}

fn line(clinic: &Clinic, may: &MayRead) -> AccessLine {
    AccessLine {
        at: clinic.now(),
        account: may.account(),
        name: may.name().to_owned(),
        role: may.role().to_owned(),
        chart: Some(may.chart()),
        what: may.purpose().to_owned(),
        reason: may.reason().to_owned(),
    }
}

/// The chart with this id or record number.
///
/// # Errors
/// Nobody has it, or several people do.
pub async fn find(clinic: &Clinic, said: &str) -> Result<ChartId> {
    if let Ok(id) = said.parse::<ChartId>()
        && clinic.store().head(clinic.organisation(), id).await? > 0
    {
        return Ok(id);
    }
    let may = MayList::operator(clinic.organisation());
    let mut charts: Vec<ChartId> = Vec::new();
    for word in search_words(said) {
        let end = format!("{word}\u{10ffff}");
        for stored in clinic.store().rows(&may, Shelf::Name, &word, &end, 10_000).await? {
            let row: Option<NameRow> = serde_json::from_str(&stored.row.body).ok();
            if row.is_some_and(|row| row.record_number.eq_ignore_ascii_case(said.trim())) && !charts.contains(&stored.chart) {
                charts.push(stored.chart);
            }
        }
    }
    match charts.as_slice() {
        [only] => Ok(*only),
        [] => bail!("nobody here has the chart or record number “{said}”. It stands in the banner of the chart"),
        several => {
            let ids: Vec<String> = several.iter().map(ChartId::to_string).collect();
            bail!("{} people have the record number “{said}”. Name one by id: {}", several.len(), ids.join(", "))
        }
    }
}
