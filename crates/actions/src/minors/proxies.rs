//! People who act for a patient: named on the chart, with a sign-in of their own, until a day.

use super::consent::age_of;
use crate::{ActionError, Clinic, Entry, FirstSignIn, own_account::with_first_password, staff::fresh_password};
use concord_access::{Denied, Purpose, Role, Subject};
use concord_chart::{
    AccountId, Chart, ChartId, Event, ProxyId, Refusal,
    proxy::{Proxy, ProxyEnded, ProxyMay, ProxyNamed},
    registration::Demographics,
};
use concord_registry::{NearRow, near};
use concord_store::{Account, EndSessions};
use jiff::civil::Date;

/// Somebody who is to act for a patient.
#[derive(Clone, Debug, Default)]
pub struct NewProxy {
    /// Their name.
    pub name: String,
    /// Who they are to the patient.
    pub relation: String,
    /// What they may see and do.
    pub may: Vec<ProxyMay>,
    /// The last day, where one is named.
    pub until: Option<Date>,
    /// True when they consent to treatment in the patient's place.
    pub consents: bool,
    /// On what it rests.
    pub rests_on: String,
    /// Their own e-mail; may be empty.
    pub email: String,
    /// Their own telephone; may be empty.
    pub phone: String,
}

/// Somebody who acts for a patient, as staff see them.
#[derive(Clone, Debug)]
pub struct ProxyAccess {
    /// What stands on the chart.
    pub proxy: Proxy,
    /// The last day of the right, by name or by birthday; `None` where nothing ends it.
    pub until: Option<Date>,
    /// The login; `None` while they have none.
    pub login: Option<String>,
    /// True when an address of theirs is also the patient's: one of the two may be reading as the other.
    pub shares_address: bool,
}

impl Clinic {
    /// Names somebody who may act for the patient.
    ///
    /// # Errors
    /// Not allowed, an address that is the patient's own, a right that nothing would end, or the store could not.
    pub async fn name_proxy(&self, subject: &Subject, chart: ChartId, key: &str, new: NewProxy) -> Result<ProxyId, ActionError> {
        let open = self.open_chart(subject, chart, Purpose("people who act for the patient")).await?;
        let person = open.chart.registration.person.as_ref().ok_or(ActionError::NotFound)?;
        if shares_address(person, &new.email, &new.phone) {
            return Err(Refusal::new(SAME_ADDRESS).about("email").into());
        }
        if new.until.is_some_and(|until| until < self.today()) {
            return Err(Refusal::new("The last day is over already.").about("until").into());
        }
        if new.until.is_none() && age_of(person, self.today()).is_none() {
            let words = "The patient’s day of birth is not known, so nothing would end this right. Write its last day.";
            return Err(Refusal::new(words).about("until").into());
        }
        let proxy = ProxyId(uuid::Uuid::new_v5(&chart.0, format!("proxy/{key}").as_bytes()));
        let named = ProxyNamed {
            proxy,
            name: new.name.trim().to_owned(),
            relation: new.relation.trim().to_owned(),
            may: new.may,
            until: new.until,
            consents: new.consents,
            rests_on: new.rests_on.trim().to_owned(),
            email: new.email.trim().to_owned(),
            phone: new.phone.trim().to_owned(),
        };
        self.record(subject, chart, None, vec![Entry::new(key, Event::ProxyNamed(named))]).await?;
        Ok(proxy)
    }

    /// Ends a right. Their sign-in goes on and shows nothing any more: no message, no date, no reason.
    ///
    /// # Errors
    /// Not allowed, ended already, or the store could not.
    pub async fn end_proxy(
        &self,
        subject: &Subject,
        chart: ChartId,
        key: &str,
        proxy: ProxyId,
        words: &str,
    ) -> Result<(), ActionError> {
        let event = Event::ProxyEnded(ProxyEnded { proxy, words: words.trim().to_owned() });
        self.record(subject, chart, None, vec![Entry::new(key, event)]).await.map(drop)
    }

    /// Everybody who acts or acted for the patient, with their sign-in.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn proxies_of(&self, chart: &Chart) -> Result<Vec<ProxyAccess>, ActionError> {
        let practice = self.practice();
        let rights: Vec<_> = near(chart)
            .iter()
            .filter_map(|row| match NearRow::read(row) {
                Some(NearRow::Proxy(row)) => Some(practice.right_of(&row)),
                _ => None,
            })
            .collect();
        let person = chart.registration.person.clone().unwrap_or_default();
        let mut people = Vec::new();
        for proxy in &chart.proxies {
            let right = rights.iter().find(|right| right.proxy == proxy.what.proxy);
            let account = self.store().account(AccountId(proxy.what.proxy.0)).await?;
            people.push(ProxyAccess {
                until: right.and_then(|right| right.until).or(proxy.what.until),
                login: account.map(|account| account.login),
                shares_address: shares_address(&person, &proxy.what.email, &proxy.what.phone),
                proxy: proxy.clone(),
            });
        }
        Ok(people)
    }

    /// Opens a sign-in for somebody who acts for the patient, or gives theirs a new first password.
    ///
    /// # Errors
    /// Not a clinician of the team, a right that has ended, an address that is the patient's own, or the store could not.
    pub async fn give_proxy_access(&self, subject: &Subject, chart: ChartId, proxy: ProxyId) -> Result<FirstSignIn, ActionError> {
        if !subject.role.is_clinician() {
            return Err(Denied::NotForRole.into());
        }
        let open = self.open_chart(subject, chart, Purpose("give a sign-in to somebody who acts for the patient")).await?;
        let people = self.proxies_of(&open.chart).await?;
        let known = people.into_iter().find(|known| known.proxy.what.proxy == proxy).ok_or(ActionError::NotFound)?;
        if known.proxy.ended.is_some() || known.until.is_some_and(|until| until < self.today()) {
            return Err(Refusal::new("That right has ended. Name them again first.").into());
        }
        if known.shares_address {
            return Err(Refusal::new(SAME_ADDRESS).into());
        }
        let before = self.store().account(AccountId(proxy.0)).await?;
        let login = match &before {
            Some(account) => account.login.clone(),
            None => self.free_login(&known.proxy.what.name).await?,
        };
        let password = fresh_password()?;
        let account = Account {
            id: AccountId(proxy.0),
            organisation: self.organisation(),
            login: login.clone(),
            name: known.proxy.what.name.clone(),
            role: Role::Proxy,
            staff: None,
            chart: Some(chart),
            places: Vec::new(),
            password: self.hash(password.clone()).await?,
            open: true,
            settings: with_first_password(before.as_ref().map_or("{}", |account| account.settings.as_str()), self.now()),
        };
        self.log_access_given(subject, chart, "gave a first password to somebody who acts for the patient").await?;
        self.store().put_accounts(vec![account]).await?;
        self.store().end_sessions(EndSessions::Of(AccountId(proxy.0))).await?;
        Ok(FirstSignIn { login, password })
    }
}

const SAME_ADDRESS: &str = "The same e-mail or telephone stands on the patient’s own record. Whoever reads one would read the other: ask each of them for an address of their own first.";

/// The patient's own sign-in is not opened on an address that somebody else reads.
pub(crate) fn own_address(chart: &Chart) -> Result<(), Refusal> {
    let Some(person) = &chart.registration.person else { return Ok(()) };
    let acting = chart.proxies.iter().filter(|proxy| proxy.ended.is_none());
    let mut shared = acting.filter(|proxy| shares_address(person, &proxy.what.email, &proxy.what.phone));
    if shared.next().is_some() { Err(Refusal::new(SAME_ADDRESS)) } else { Ok(()) }
}

/// True when an e-mail or a telephone is one of the patient's: however it is written.
fn shares_address(person: &Demographics, email: &str, phone: &str) -> bool {
    let mail = |text: &str| text.trim().to_lowercase();
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // The country's own prefix is written by one and left out by the other.
        digits.get(digits.len().saturating_sub(10)..).unwrap_or_default().to_owned()
    };
    let same_mail = person.email.as_deref().is_some_and(|own| !email.trim().is_empty() && mail(own) == mail(email));
    let same_phone = person.phone.as_deref().is_some_and(|own| !digits(phone).is_empty() && digits(own) == digits(phone));
    same_mail || same_phone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        let person = Demographics {
            email: Some("Noor@Example.org".to_owned()),
            phone: Some("+1 (555) 010-0123".to_owned()),
            ..Demographics::default()
        };
        assert!(shares_address(&person, " noor@example.ORG ", ""));
        assert!(shares_address(&person, "", "555 010 0123"));
        assert!(!shares_address(&person, "mother@example.org", "555 010 0124"));
        assert!(!shares_address(&person, "", ""));
        assert!(!shares_address(&Demographics::default(), "", ""));
    }
}
