//! Register a person: the first entries of a new chart.

use crate::{ActionError, Clinic, Entry, Receipt};
use concord_access::Subject;
use concord_chart::{
    ChartId, Event,
    registration::{Demographics, EpisodeOpened, Registered, TeamJoined, TeamMember},
};

/// Who is registered.
#[derive(Clone, Debug)]
pub struct NewPatient {
    /// The practice's number for the record; empty to have one made.
    pub record_number: String,
    /// Who the person is.
    pub person: Demographics,
    /// Who will look after them.
    pub team: Vec<TeamMember>,
    /// What brings them; empty when care has not begun.
    pub reason: String,
}

impl Clinic {
    /// Registers a person under a new chart. The same `key` gives the same chart, so a double tap registers once.
    ///
    /// # Errors
    /// Not allowed, refused (no name), or the store could not.
    pub async fn register_patient(
        &self,
        subject: &Subject,
        key: &str,
        patient: NewPatient,
    ) -> Result<(ChartId, Receipt), ActionError> {
        let chart = ChartId(uuid::Uuid::new_v5(&self.organisation().0, format!("{}/{key}", subject.account).as_bytes()));
        let record_number = if patient.record_number.is_empty() { record_number(chart) } else { patient.record_number };
        let registered = Registered { record_number, person: patient.person };
        let mut entries = vec![Entry::new(format!("{key}:registered"), Event::Registered(registered))];
        for (index, member) in patient.team.into_iter().enumerate() {
            entries.push(Entry::new(format!("{key}:team:{index}"), Event::TeamJoined(TeamJoined { member })));
        }
        if !patient.reason.is_empty() {
            entries.push(Entry::new(format!("{key}:episode"), Event::EpisodeOpened(EpisodeOpened { reason: patient.reason })));
        }
        let receipt = self.record(subject, chart, None, entries).await?;
        Ok((chart, receipt))
    }
}

/// Six digits that a person can read out, from the chart's id. They help people; the id is what counts.
fn record_number(chart: ChartId) -> String {
    let number = chart.0.as_u128() % 1_000_000;
    format!("{:03} {:03}", number / 1000, number % 1000)
}
