//! Give out part of a record to somebody outside: asked for, consented to, given out. Each step is an entry; giving out also
//! leaves a line of its own in the access log, which is the practice's accounting of disclosures.

use crate::{ActionError, Clinic, Entry};
use concord_access::{Purpose, Subject};
use concord_chart::{
    ChartId, Event, ReleaseId,
    release::{ReleaseAsked, ReleaseConsented, ReleaseGiven},
};
use concord_store::AccessLine;

impl Clinic {
    /// Writes down what somebody outside asks for. The same release twice records once.
    ///
    /// # Errors
    /// Not allowed, nobody or nothing named, or the store could not.
    pub async fn ask_release(&self, subject: &Subject, chart: ChartId, asked: ReleaseAsked) -> Result<(), ActionError> {
        let key = format!("release-{}", asked.release);
        self.record(subject, chart, None, vec![Entry::new(key, Event::ReleaseAsked(asked))]).await.map(drop)
    }

    /// Notes that somebody consents to a release, or no longer does.
    ///
    /// # Errors
    /// Not allowed, not asked of this person, without saying how it is known, or the store could not.
    pub async fn note_consent(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        consent: ReleaseConsented,
    ) -> Result<(), ActionError> {
        self.record(subject, chart, None, vec![Entry::new(key, Event::ReleaseConsented(consent))]).await.map(drop)
    }

    /// Records that a release leaves the practice, with its line in the access log: to whom and what for.
    ///
    /// # Errors
    /// Not allowed, a consent is missing, or the store could not.
    pub async fn give_release(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        release: ReleaseId,
        how: &str,
    ) -> Result<(), ActionError> {
        let open = self.open_chart(subject, chart, Purpose("release")).await?;
        let asked = open.chart.release(release).ok_or(ActionError::NotFound)?.what.clone();
        let given = ReleaseGiven { release, how: how.trim().to_owned() };
        let receipt = self.record(subject, chart, None, vec![Entry::new(key, Event::ReleaseGiven(given))]).await?;
        if receipt.events.is_empty() {
            return Ok(());
        }
        let line = |chart: ChartId, what: String| AccessLine {
            at: self.now(),
            account: Some(subject.account),
            name: subject.name.clone(),
            role: subject.role.words().to_owned(),
            chart: Some(chart),
            what,
            reason: String::new(),
        };
        let (to, purpose) = (&asked.to, &asked.purpose);
        self.store().log_access(self.organisation(), line(chart, format!("given out to {to}, for {purpose}"))).await?;
        // A member reads on their own record, where nobody else looks, that the joint one was given out.
        for member in open.chart.consent_needed().into_iter().filter(|member| *member != chart) {
            let what = format!("given out to {to}, for {purpose}: joint sessions");
            self.store().log_access(self.organisation(), line(member, what)).await?;
        }
        Ok(())
    }
}
