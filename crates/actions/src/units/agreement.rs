//! The rule on secrets (in a group: the agreement on confidentiality), chosen and signed before the first session.

use super::{only_therapist, own};
use crate::{ActionError, Clinic, Entry};
use concord_access::Subject;
use concord_chart::{
    ChartId, Event, Refusal,
    unit::{PolicyChosen, PolicySigned, SecretsPolicy},
};

/// How a signature in the app is written down.
const IN_THE_APP: &str = "in the app";

impl Clinic {
    /// Chooses the rule, in the words that everybody signs. Earlier signatures do not count for it.
    ///
    /// # Errors
    /// Not allowed, no words, or the store could not.
    pub async fn choose_secrets_rule(
        &self,
        subject: &Subject,
        unit: ChartId,
        key: &str,
        policy: SecretsPolicy,
        words: &str,
    ) -> Result<(), ActionError> {
        only_therapist(subject)?;
        let event = Event::UnitPolicyChosen(PolicyChosen { policy, words: words.trim().to_owned() });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// A member signs in the app: exactly the words that they were shown.
    ///
    /// # Errors
    /// Not a member, no rule yet, another rule chosen meanwhile, or the store could not.
    pub async fn sign_secrets_rule(&self, subject: &Subject, unit: ChartId, key: &str, shown: &str) -> Result<(), ActionError> {
        let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = self.unit_to_write(subject, unit).await?;
        if known.policy.is_some_and(|(_, policy)| plain(&policy.words) != plain(shown)) {
            return Err(
                Refusal::new("The rule was written anew since this page was opened. Read it again before you sign it.").into()
            );
        }
        self.signs(subject, unit, key, own(subject)?, IN_THE_APP.to_owned()).await
    }

    /// A member signed on paper, and the therapist saw it.
    ///
    /// # Errors
    /// Not a therapist of the unit, not a member, no rule yet, or the store could not.
    pub async fn signed_on_paper(&self, subject: &Subject, unit: ChartId, key: &str, member: ChartId) -> Result<(), ActionError> {
        only_therapist(subject)?;
        self.signs(subject, unit, key, member, format!("on paper, seen by {}", subject.name)).await
    }

    async fn signs(&self, subject: &Subject, unit: ChartId, key: &str, member: ChartId, how: String) -> Result<(), ActionError> {
        let event = Event::UnitPolicySigned(PolicySigned { member, how });
        self.record(subject, unit, None, vec![Entry::new(key, event)]).await.map(drop)
    }
}
