//! The practice's own rules for worrying answers: set and signed by its administrator.

use crate::{ActionError, Clinic, PracticeSettings};
use concord_access::Subject;
use concord_chart::Refusal;
use concord_engines::escalation::{Rules, Signed, asks_about_safety};
use concord_knowledge::Instrument;

impl Clinic {
    /// Keeps tiers, chain, calendar and how people are reached. What was signed stays signed: it is about what happens out
    /// of hours, and is taken back or signed anew on its own.
    ///
    /// # Errors
    /// Not the administrator, a sentence about the first thing that will not do, or the store could not.
    pub async fn change_safety_rules(&self, subject: &Subject, rules: Rules) -> Result<(), ActionError> {
        let before = self.practice();
        let safety = Rules { signed: before.safety.signed.clone(), ..rules };
        self.change_practice(subject, PracticeSettings { safety, ..PracticeSettings::clone(&before) }).await
    }

    /// Signs what happens out of hours; from then on questions about suicide and self-harm may be sent to patients. Empty
    /// words take the signature back.
    ///
    /// # Errors
    /// Not the administrator, nobody on call to keep the promise, or the store could not.
    pub async fn sign_out_of_hours(&self, subject: &Subject, words: &str) -> Result<(), ActionError> {
        self.only_administrator(subject)?;
        let before = self.practice();
        let words = words.trim();
        if !words.is_empty() && before.safety.calendar.shifts.is_empty() {
            let sentence =
                "Nobody is on call yet. Write down who is on call first: what is signed here is a promise to patients.";
            return Err(Refusal::new(sentence).about("signed").into());
        }
        let signed = (!words.is_empty()).then(|| Signed { words: words.to_owned(), by: subject.name.clone(), at: self.now() });
        let what = if signed.is_some() { "signed what happens out of hours" } else { "took back what happens out of hours" };
        self.log_admin(subject, what.to_owned()).await?;
        let safety = Rules { signed, ..before.safety.clone() };
        self.change_practice(subject, PracticeSettings { safety, ..PracticeSettings::clone(&before) }).await
    }

    /// Whether a questionnaire may be sent to patients: one that asks about suicide or self-harm only after the practice
    /// has signed what happens out of hours. As a whole or not at all: a question is never left out to get around it.
    pub fn may_send(&self, instrument: &Instrument) -> bool {
        !asks_about_safety(instrument) || self.practice().safety.is_signed()
    }
}
