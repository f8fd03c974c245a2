//! Makes the practice: enrols everybody, lives their lives on both cores, and keeps what came of it.

use crate::{
    SimulationError,
    accounts::{Patient, accounts},
    calendar::{Calendar, TODAY, plus},
    demo::{Marker, SETTING},
    hanna,
    life::live,
    maria,
    play::play,
    roster::{Enrolled, Script, enrol},
    settings::settings,
    stories, units,
};
use concord_actions::{Clinic, RandomIds, SetClock};
use concord_chart::ChartId;
use concord_knowledge::Knowledge;
use concord_store::{MemoryStore, Store};
use jiff::{SignedDuration, Timestamp};
use std::{
    future::Future,
    num::NonZero,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How much is simulated of each life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Richness {
    /// Two years with everything: the demo.
    #[default]
    Full,
    /// The last weeks with the essentials: for practices of ten thousand, whose lists are to be measured.
    Light,
}

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The same seed makes the same practice.
    pub seed: u64,
    /// How many patients.
    pub patients: usize,
    /// How much of each life.
    pub richness: Richness,
}

impl Default for Options {
    /// The demo: three hundred patients.
    fn default() -> Self {
        Self { seed: 2026, patients: 300, richness: Richness::Full }
    }
}

/// A practice that was made.
pub struct Simulated {
    /// Everything in it.
    pub store: Arc<MemoryStore>,
    /// The present moment of the practice: nothing but plans lies after it.
    pub now: Timestamp,
    /// The charts, in order of enrolment; Maria's is the first.
    pub charts: Vec<ChartId>,
}

/// What all scripts are acted out on.
pub(crate) struct Simulation {
    store: Arc<dyn Store>,
    pub knowledge: &'static Knowledge,
    full: bool,
    calendar: Calendar,
}

impl Simulation {
    pub fn store_for_clinic(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    fn one(&self, who: &Enrolled) -> Result<ChartId, SimulationError> {
        let script = match who.script {
            Script::Maria => maria::script(who, &self.calendar),
            Script::Hanna => hanna::script(who, &self.calendar),
            Script::Story(number) => stories::script(number, who, &self.calendar),
            Script::Drawn => live(who, &self.calendar, self.full),
        };
        alone(play(self, who, script))
    }
}

/// Makes a practice in memory. Blocks for seconds, on as many cores as there are; call it where that is welcome.
/// `progress` is told the number of patients done after each one, from any thread.
///
/// # Errors
/// When an action refuses what a script asks for, or the sign-ins cannot be made.
pub fn simulate(
    options: &Options,
    knowledge: &'static Knowledge,
    progress: impl Fn(usize) + Sync,
) -> Result<Simulated, SimulationError> {
    let store = Arc::new(MemoryStore::new());
    let calendar = Calendar::new();
    let now = calendar.now();
    let simulation = Simulation { store: store.clone(), knowledge, full: options.richness == Richness::Full, calendar };
    let mut enrolled = enrol(options.seed, options.patients);
    // Their sessions are the couple's, which is a record of its own.
    enrolled.iter_mut().filter(|who| units::is_of_the_couple(who)).for_each(|who| who.talk = None);
    if options.richness == Richness::Light {
        enrolled.iter_mut().for_each(lighten);
    }
    alone(open_the_doors(&simulation, options, now))?;
    let charts = on_all_cores(&simulation, &enrolled, progress)?;
    alone(furnish(&simulation, options, now, &enrolled, &charts))?;
    if options.richness == Richness::Full {
        alone(units::play(&simulation, &enrolled, &charts))?;
        alone(send_what_lay_there(&simulation, now))?;
    }
    Ok(Simulated { store, now, charts })
}

/// The charts of the stories alone, for tests of them.
#[cfg(test)]
pub(crate) fn told_stories() -> Vec<concord_chart::Chart> {
    #![allow(clippy::unwrap_used)]
    let store = Arc::new(MemoryStore::new());
    let knowledge = concord_knowledge::shipped();
    let simulation = Simulation { store: store.clone(), knowledge, full: true, calendar: Calendar::new() };
    let cast = enrol(2026, crate::cast::cast().len());
    let stories = cast.iter().filter(|who| matches!(who.script, Script::Story(_)));
    let read = |chart: ChartId| {
        let raw =
            alone(async { Ok(store.raw_log(concord_chart::OrganisationId(uuid::Uuid::from_u128(1)), chart).await?) }).unwrap();
        concord_chart::Chart::fold(chart, raw.iter().map(|raw| Arc::new(concord_store::hash::read(raw).unwrap())))
    };
    stories.map(|who| simulation.one(who).unwrap_or_else(|error| panic!("{error}"))).map(read).collect()
}

/// Lives are independent of one another, so it does not matter who lives them in which order.
fn on_all_cores(
    simulation: &Simulation,
    enrolled: &[Enrolled],
    progress: impl Fn(usize) + Sync,
) -> Result<Vec<ChartId>, SimulationError> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get).min(8);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let charts = Mutex::new(vec![None; enrolled.len()]);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(who) = enrolled.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match simulation.one(who) {
                        Ok(chart) => charts.lock().unwrap_or_else(PoisonError::into_inner)[who.number] = Some(chart),
                        Err(error) => {
                            next.store(enrolled.len(), Ordering::Relaxed);
                            failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                        }
                    }
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
            });
        }
    });
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let charts = charts.into_inner().unwrap_or_else(PoisonError::into_inner);
    charts.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| SimulationError::Stopped("a life was left out".to_owned()))
}

/// Settings and the people who work there: who is on call is asked from the first answer on.
async fn open_the_doors(simulation: &Simulation, options: &Options, now: Timestamp) -> Result<(), SimulationError> {
    let store = &simulation.store;
    let clinic = Clinic::new(Arc::clone(store), simulation.knowledge, Arc::new(SetClock::at(now)), Arc::new(RandomIds));
    clinic.save_practice(settings()).await.map_err(|error| SimulationError::Stopped(error.to_string()))?;
    store.put_accounts(accounts(options.seed, clinic.organisation(), &[])?).await?;
    Ok(())
}

/// Sign-ins of the patients, and messages that went out long ago.
async fn furnish(
    simulation: &Simulation,
    options: &Options,
    now: Timestamp,
    enrolled: &[Enrolled],
    charts: &[ChartId],
) -> Result<(), SimulationError> {
    let store = &simulation.store;
    let clinic = Clinic::new(Arc::clone(store), simulation.knowledge, Arc::new(SetClock::at(now)), Arc::new(RandomIds));
    let patients: Vec<Patient> = match options.richness {
        Richness::Full => {
            enrolled.iter().zip(charts).map(|(who, chart)| Patient { chart: *chart, name: who.person.name() }).collect()
        }
        Richness::Light => Vec::new(),
    };
    let marker = Marker { seed: options.seed, patients: options.patients };
    let marker = serde_json::to_string(&marker).map_err(|error| SimulationError::Stopped(error.to_string()))?;
    store.put_setting(SETTING, &marker).await?;
    store.put_accounts(accounts(options.seed, clinic.organisation(), &patients)?).await?;
    send_what_lay_there(simulation, now).await
}

/// Messages of earlier than the last minutes went out when they were written.
async fn send_what_lay_there(simulation: &Simulation, now: Timestamp) -> Result<(), SimulationError> {
    let store = &simulation.store;
    let clinic = Clinic::new(Arc::clone(store), simulation.knowledge, Arc::new(SetClock::at(now)), Arc::new(RandomIds));
    let waiting = now.checked_sub(SignedDuration::from_mins(10)).unwrap_or(now);
    for message in store.outbox(clinic.organisation(), u32::MAX).await? {
        if message.at < waiting {
            let sent = message.at.checked_add(SignedDuration::from_secs(20)).unwrap_or(message.at);
            store.sent(clinic.organisation(), &message.id, sent).await?;
        }
    }
    Ok(())
}

/// Only the last weeks, and nobody has left before them.
fn lighten(who: &mut Enrolled) {
    let from = plus(TODAY, -70);
    if who.from < from {
        who.from = crate::calendar::open_from(plus(from, (who.number % 5) as i64));
    }
    if who.until.is_some_and(|(until, _)| until < plus(who.from, 30)) {
        who.until = None;
    }
    who.prescriber_later = None;
    if let Some(talk) = &mut who.talk {
        talk.from = talk.from.max(plus(who.from, 3));
    }
    who.practice = None;
}

/// Runs a future that never waits for the outside: the store is in memory.
fn alone<T>(future: impl Future<Output = Result<T, SimulationError>>) -> Result<T, SimulationError> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().map_err(|error| SimulationError::Stopped(error.to_string()))?;
    runtime.block_on(future)
}
