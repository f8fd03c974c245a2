//! The burden of alerts: every order of a simulated practice is reviewed as it stood when it was made, and counted by what
//! the prescriber would have seen.

use super::table::Table;
use anyhow::{Context, Result};
use concord_access::MayRead;
use concord_actions::Clinic;
use concord_chart::medication::Dosing;
use concord_chart::{AuthorKind, Chart, ChartId, CourseId, Event, Recorded};
use concord_engines::safety::{Finding, Item, Status, from_chart, shipped_book, with_proposal};
use concord_knowledge::vocabulary::{Kind, Severity};
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;

/// What was seen over all orders.
#[derive(Default)]
struct Seen {
    orders: u32,
    interrupted: u32,
    inline: u32,
    quiet: u32,
}

impl Seen {
    fn add(&mut self, findings: &[Finding]) {
        // The label's box and due checks are shown beside the order and never in its way.
        let about = |found: &&Finding| !matches!(found.kind, Kind::BoxedWarning | Kind::Monitoring);
        let worst = findings.iter().filter(about).map(|found| (found.interruptive, found.severity)).max();
        self.orders += 1;
        match worst {
            Some((true, _)) => self.interrupted += 1,
            Some((false, severity)) if severity >= Severity::Moderate => self.inline += 1,
            _ => self.quiet += 1,
        }
    }

    fn per_hundred(&self, count: u32) -> String {
        format!("{:.1}", f64::from(count) * 100.0 / f64::from(self.orders.max(1)))
    }
}

/// Reviews every order of the practice in this database and prints how many of a hundred interrupt, show something inline,
/// and stay quiet.
///
/// # Errors
/// When the practice cannot be read.
pub async fn measure(table: &mut Table, database: &Path) -> Result<()> {
    let address = format!("sqlite:{}", database.display());
    let clinic = crate::practice::clinic(crate::practice::open_store_to_read(&address).await?).await?;
    let (mut seen, mut after) = (Seen::default(), None);
    loop {
        let page = clinic.store().charts(clinic.organisation(), after, 500).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (chart, _) in page {
            orders_of(&clinic, chart, &mut seen).await.context("a chart of the measured practice cannot be read")?;
        }
    }
    table.line("orders reviewed as they stood when they were made", &seen.orders.to_string(), "");
    table.line("interruptions per 100 orders", &seen.per_hundred(seen.interrupted), "at most 5");
    table.line("orders with a finding inline, per 100", &seen.per_hundred(seen.inline), "");
    table.line("orders without anything worth a look, per 100", &seen.per_hundred(seen.quiet), "");
    Ok(())
}

async fn orders_of(clinic: &Clinic, chart: ChartId, seen: &mut Seen) -> Result<()> {
    let may = MayRead::operator(clinic.organisation(), chart, "bench");
    let log: Vec<Arc<Recorded>> = clinic.store().load(&may, 0, None).await?.into_iter().map(Arc::new).collect();
    let zone = clinic.zone();
    for (place, recorded) in log.iter().enumerate().filter(|(_, recorded)| is_order(recorded)) {
        let before = Chart::fold(chart, log[..place].iter().map(Arc::clone));
        if let Some(findings) = reviewed(&before, recorded, &zone) {
            seen.add(&findings);
        }
    }
    Ok(())
}

/// Begun or changed here, by somebody of the practice.
fn is_order(recorded: &Recorded) -> bool {
    let ordered = match &recorded.draft.event {
        Event::MedicationStarted(started) => !started.from_elsewhere,
        Event::DoseChanged(_) | Event::StepConfirmed(_) => true,
        _ => false,
    };
    ordered && recorded.draft.author.kind == AuthorKind::Staff
}

/// What the prescriber would have been shown: what is about the ordered substance.
fn reviewed(before: &Chart, order: &Recorded, zone: &TimeZone) -> Option<Vec<Finding>> {
    let book = shipped_book();
    let day = order.draft.occurred.day_in(zone)?;
    let (regimen, circumstances) = from_chart(before, book, day, zone);
    let proposal = match &order.draft.event {
        Event::MedicationStarted(started) => item(&started.name, started.substance.clone(), &started.dosing),
        Event::DoseChanged(changed) => of_course(before, changed.course, &changed.dosing)?,
        Event::StepConfirmed(confirmed) => of_course(before, confirmed.course, &confirmed.dosing)?,
        _ => return None,
    };
    let name = proposal.substance.as_ref().map_or_else(
        || proposal.name.clone(),
        |id| concord_knowledge::shipped().substance(id).map_or_else(|| id.to_string(), |substance| substance.name.clone()),
    );
    let regimen = with_proposal(&regimen, proposal, book);
    let review = book.review(&regimen, &circumstances, None);
    Some(review.findings.into_iter().filter(|found| found.substances.contains(&name)).collect())
}

fn of_course(before: &Chart, course: CourseId, dosing: &Dosing) -> Option<Item> {
    let known = before.medication(course)?;
    Some(item(&known.what.name, known.what.substance.clone(), dosing))
}

fn item(name: &str, substance: Option<concord_knowledge::ids::SubstanceId>, dosing: &Dosing) -> Item {
    Item {
        name: name.to_owned(),
        substance,
        dose: dosing.dose.as_ref().map(|dose| dose.amount),
        unit: dosing.dose.as_ref().map(|dose| dose.unit.clone()),
        per_day: dosing.per_day,
        status: Status::Proposed,
        prn: dosing.as_needed,
        ..Item::default()
    }
}
