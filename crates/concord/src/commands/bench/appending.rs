//! Events appended per second through the whole action, against bare prepared inserts with the same durability.

use super::table::Table;
use crate::practice;
use anyhow::Result;
use concord_access::{Role, Subject};
use concord_actions::{Clinic, Entry, NewPatient};
use concord_chart::{
    AccountId, ChartId, Event, StaffId,
    diary::SleepEntered,
    registration::{CareRole, Demographics, TeamMember},
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Each writer records on charts of its own, one event an action.
pub async fn measure(table: &mut Table, folder: &Path, writers: usize, seconds: u64) -> Result<()> {
    let database = folder.join(format!("append-{writers}.db"));
    let clinic = practice::clinic(practice::open_store(&format!("sqlite:{}", database.display())).await?).await?;
    let who = Arc::new(therapist(&clinic));
    let mut charts = Vec::new();
    for writer in 0..writers {
        charts.push(register_some(&clinic, &who, writer).await?);
    }
    let until = Instant::now() + Duration::from_secs(seconds);
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for own in charts {
        tasks.spawn(record_until(Arc::clone(&clinic), Arc::clone(&who), own, until));
    }
    let mut events = 0_u64;
    while let Some(done) = tasks.join_next().await {
        events += done??;
    }
    let through_action = events as f64 / begun.elapsed().as_secs_f64();
    let bare =
        concord_store::measure::bare_inserts(&folder.join(format!("bare-{writers}.db")), writers, Duration::from_secs(seconds))?;
    let words = if writers == 1 { "1 writer".to_owned() } else { format!("{writers} writers") };
    table.line(
        &format!("events a second through the whole action, {words}"),
        &format!("{through_action:.0}"),
        "at least half of",
    );
    table.line(&format!("bare prepared inserts a second, same durability, {words}"), &format!("{bare:.0}"), "");
    table.line("  share", &format!("{:.0} %", 100.0 * through_action / bare), "50 %");
    Ok(())
}

async fn record_until(clinic: Arc<Clinic>, who: Arc<Subject>, own: Vec<ChartId>, until: Instant) -> Result<u64> {
    let mut count = 0;
    for chart in own.iter().cycle() {
        if Instant::now() >= until {
            break;
        }
        let event = Event::SleepEntered(SleepEntered { on: clinic.today(), minutes: 420 });
        clinic.record(&who, *chart, None, vec![Entry::new(format!("bench-{count}"), event)]).await?;
        count += 1;
    }
    Ok(count)
}

fn therapist(clinic: &Clinic) -> Subject {
    let id = Uuid::from_u128(42);
    Subject {
        account: AccountId(id),
        organisation: clinic.organisation(),
        role: Role::Therapist,
        staff: Some(StaffId(id)),
        chart: None,
        name: "Bench".to_owned(),
        places: Vec::new(),
        glass: None,
    }
}

/// Charts that a writer goes round, so that each stays as long as a patient's is: one that grew for seconds would
/// measure the copying of a chart that nobody has.
const CHARTS: usize = 64;

async fn register_some(clinic: &Clinic, who: &Subject, writer: usize) -> Result<Vec<ChartId>> {
    let mut own = Vec::with_capacity(CHARTS);
    for index in 0..CHARTS {
        own.push(register(clinic, who, writer * CHARTS + index).await?);
    }
    Ok(own)
}

async fn register(clinic: &Clinic, who: &Subject, index: usize) -> Result<ChartId> {
    let person = Demographics { family_name: format!("Bench {index}"), ..Demographics::default() };
    let member = TeamMember { staff: who.staff, name: who.name.clone(), role: CareRole::Therapist };
    let patient = NewPatient { record_number: String::new(), person, team: vec![member], reason: String::new() };
    // The front desk registers; the therapist, whom it puts on the team, does the recording.
    let desk = Subject { role: Role::FrontDesk, ..who.clone() };
    let (chart, _) = clinic.register_patient(&desk, &format!("bench-{index}"), patient).await?;
    Ok(chart)
}
