//! `concord export`: one patient's record, for another system or for a table. Who exported whom is in the access log.

use super::Outcome;
use crate::practice;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use concord_access::{MayList, MayRead};
use concord_actions::Clinic;
use concord_chart::{Chart, ChartId};
use concord_papers::{Document, Given, Paper, document_pdf, record_paper};
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
    /// For `pdf`: `letter` or `a4`.
    #[arg(long, default_value = "letter", value_parser = paper)]
    pub paper: Paper,
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
    /// For a person to read: a tagged PDF with headings, tables and page numbers, which says what is left out.
    Pdf,
}

fn paper(word: &str) -> Result<Paper, String> {
    Paper::parse(word).ok_or_else(|| format!("“{word}” is no paper that Concord knows: take letter or a4"))
}

/// Writes the record to standard output.
///
/// # Errors
/// When nobody (or more than one person) has this number, or the database cannot be read.
pub async fn run(options: Options) -> Result<Outcome> {
    let clinic = practice::clinic(practice::open_store_to_read(&options.database).await?).await?;
    let id = find(&clinic, &options.patient).await?;
    let bytes = match options.format {
        Format::Pdf => export_pdf(&clinic, id, options.paper).await?,
        Format::Fhir | Format::Csv => {
            let exported = export(&clinic, id, options.format).await?;
            exported.notes.iter().for_each(|note| eprintln!("{note}"));
            exported.text.into_bytes()
        }
    };
    let mut out = stdout().lock();
    out.write_all(&bytes).and_then(|()| out.flush()).context("the record could not be written to standard output")?;
    Ok(Outcome::Done)
}

/// A record that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The Bundle, the table or the words of the paper.
    pub text: String,
    /// What could not be said, as sentences.
    pub notes: Vec<String>,
}

/// Writes one chart as text; `pdf` is given as the text of its paper ([`export_pdf`] draws it). A line in the access log
/// comes first; psychotherapy notes are never in it.
///
/// # Errors
/// When the line cannot be written or the chart cannot be read.
pub async fn export(clinic: &Clinic, id: ChartId, format: Format) -> Result<Written> {
    let (chart, may) = read(clinic, id).await?;
    match format {
        Format::Csv => Ok(Written { text: concord_fhir::csv(&chart), notes: Vec::new() }),
        Format::Pdf => Ok(Written { text: document(clinic, &chart).text(), notes: Vec::new() }),
        Format::Fhir => {
            let kept = clinic.store().kept(&may).await.context("the kept records could not be read")?;
            let exported = concord_fhir::export(&chart, &kept, clinic.knowledge(), clinic.now());
            Ok(Written { text: format!("{}\n", exported.json), notes: exported.notes })
        }
    }
}

/// Writes one person's record as a tagged PDF, with the same line in the access log.
///
/// # Errors
/// As [`export`]; and when the person's name is in a script that the font of the PDF does not have.
pub async fn export_pdf(clinic: &Clinic, id: ChartId, paper: Paper) -> Result<Vec<u8>> {
    let (chart, _) = read(clinic, id).await?;
    document_pdf(&document(clinic, &chart), paper)
        .context("the paper could not be written: print the chart in the browser, or take --format fhir or csv")
}

/// What the paper says.
fn document(clinic: &Clinic, chart: &Chart) -> Document {
    let practice = concord_web::paper::giver(clinic, chart);
    let given = Given {
        practice: &practice,
        by: "the operator at the command line",
        to: "",
        purpose: "",
        consents: &[],
        parts: None,
        from: None,
        until: None,
        today: clinic.today(),
        zone: &clinic.zone(),
    };
    record_paper(chart, clinic.knowledge(), &given)
}

/// The chart as an export may see it, after its line in the access log.
async fn read(clinic: &Clinic, id: ChartId) -> Result<(Chart, MayRead)> {
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
    Ok((chart, may))
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
