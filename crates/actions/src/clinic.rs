//! The practice at work: store, knowledge, clock and ids in one hand.

use crate::{
    ActionError, Clock, FreshIds, PracticeSettings, cache::Cache, caseload::CaseloadInMemory, instrument_texts::Texts,
    safety::AlarmInMemory,
};
use concord_chart::OrganisationId;
use concord_knowledge::Knowledge;
use concord_store::Store;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, Semaphore};

/// Everything that actions need. Cheap to share behind an `Arc`.
pub struct Clinic {
    store: Arc<dyn Store>,
    knowledge: &'static Knowledge,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn FreshIds>,
    organisation: OrganisationId,
    practice: RwLock<(Arc<PracticeSettings>, TimeZone)>,
    texts: RwLock<Arc<Texts>>,
    pub(crate) cache: Cache,
    pub(crate) caseload: CaseloadInMemory,
    pub(crate) alarm: AlarmInMemory,
    pub(crate) hashing: Semaphore,
    /// Held while the counts of a card's rule are read and written again.
    pub(crate) cards: Mutex<()>,
}

/// The one practice of an installation, unless it keeps several.
const DEFAULT_ORGANISATION: OrganisationId = OrganisationId(uuid::Uuid::from_u128(1));

impl Clinic {
    /// A practice on this store.
    pub fn new(store: Arc<dyn Store>, knowledge: &'static Knowledge, clock: Arc<dyn Clock>, ids: Arc<dyn FreshIds>) -> Self {
        let practice = PracticeSettings::default();
        let zone = TimeZone::get(&practice.zone).unwrap_or(TimeZone::UTC);
        Self {
            store,
            knowledge,
            clock,
            ids,
            organisation: DEFAULT_ORGANISATION,
            practice: RwLock::new((Arc::new(practice), zone)),
            texts: RwLock::default(),
            cache: Cache::default(),
            caseload: CaseloadInMemory::default(),
            alarm: AlarmInMemory::default(),
            // Each hash takes 64 MiB for a tenth of a second: two at a time leave the clinic its memory.
            hashing: Semaphore::new(2),
            cards: Mutex::new(()),
        }
    }

    /// Where the data are kept.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// What medicine says.
    pub fn knowledge(&self) -> &'static Knowledge {
        self.knowledge
    }

    /// The practice whose data these are.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The practice's time zone.
    pub fn zone(&self) -> TimeZone {
        self.practice.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// The practice's settings.
    pub fn practice(&self) -> Arc<PracticeSettings> {
        Arc::clone(&self.practice.read().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// The present moment, where the practice is.
    pub fn moment(&self) -> jiff::Zoned {
        self.now().to_zoned(self.zone())
    }

    /// Today, where the practice is.
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.zone()).date()
    }

    /// An id that was never given out before.
    pub fn fresh(&self) -> uuid::Uuid {
        self.ids.next()
    }

    pub(crate) fn set_practice(&self, practice: PracticeSettings) -> Result<(), ActionError> {
        let zone = TimeZone::get(&practice.zone).map_err(|_| {
            ActionError::Inside(format!("“{}” is not a time zone; write one such as America/New_York", practice.zone))
        })?;
        *self.practice.write().unwrap_or_else(PoisonError::into_inner) = (Arc::new(practice), zone);
        Ok(())
    }

    /// Wording that the practice brought.
    pub(crate) fn texts(&self) -> Arc<Texts> {
        Arc::clone(&self.texts.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_texts(&self, texts: Texts) {
        *self.texts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(texts);
    }
}
