//! Give a patient a sign-in: done by somebody who has seen who they are, with a password for the first time only.

use crate::{
    ActionError, Clinic,
    own_account::{first_password, with_first_password},
    staff::fresh_password,
};
use concord_access::{Denied, Purpose, Role, Subject};
use concord_chart::{AccountId, ChartId, Refusal};
use concord_registry::folded;
use concord_store::{AccessLine, Account, EndSessions};

/// How a patient signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAccess {
    /// The login.
    pub login: String,
    /// False when it was closed.
    pub open: bool,
    /// True while the first password was not changed.
    pub first_password: bool,
    /// True when the first password was not changed in time: a new one has to be given.
    pub run_out: bool,
}

/// What is handed to the patient, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstSignIn {
    /// The login.
    pub login: String,
    /// The password, kept nowhere in clear.
    pub password: String,
}

impl Clinic {
    /// How the patient of this chart signs in; `None` when they cannot yet.
    ///
    /// # Errors
    /// Not for this role, or the store could not.
    pub async fn patient_access(&self, subject: &Subject, chart: ChartId) -> Result<Option<PatientAccess>, ActionError> {
        self.may_give_access(subject)?;
        let account = self.account_of_patient(chart).await?;
        Ok(account.map(|account| {
            let first = first_password(&account.settings, self.now());
            PatientAccess {
                login: account.login,
                open: account.open,
                first_password: first.is_some(),
                run_out: first == Some(true),
            }
        }))
    }

    /// Opens a sign-in for the patient, or gives the one there is a new first password and ends its sessions.
    ///
    /// # Errors
    /// Not for this role, no such person, or the store could not.
    pub async fn give_patient_access(&self, subject: &Subject, chart: ChartId) -> Result<FirstSignIn, ActionError> {
        self.may_give_access(subject)?;
        let open = self.open_chart(subject, chart, Purpose("give a sign-in")).await?;
        let person = open.chart.registration.person.as_ref().ok_or(ActionError::NotFound)?;
        let name = format!("{} {}", person.given_name, person.family_name).trim().to_owned();
        crate::minors::own_address(&open.chart)?;
        let known = self.account_of_patient(chart).await?;
        let login = match &known {
            Some(account) => account.login.clone(),
            None => self.free_login(&name).await?,
        };
        let password = fresh_password()?;
        let account = Account {
            id: known.as_ref().map_or_else(|| self.id_for_patient(chart), |account| account.id),
            organisation: self.organisation(),
            login: login.clone(),
            name,
            role: Role::Patient,
            staff: None,
            chart: Some(chart),
            places: Vec::new(),
            password: self.hash(password.clone()).await?,
            open: true,
            settings: with_first_password(known.as_ref().map_or("{}", |account| account.settings.as_str()), self.now()),
        };
        let id = account.id;
        self.log_access_given(subject, chart, "gave a first password").await?;
        self.store().put_accounts(vec![account]).await?;
        self.store().end_sessions(EndSessions::Of(id)).await?;
        Ok(FirstSignIn { login, password })
    }

    /// Closes the patient's sign-in and ends its sessions. The record stays as it is.
    ///
    /// # Errors
    /// Not for this role, there is none, or the store could not.
    pub async fn close_patient_access(&self, subject: &Subject, chart: ChartId) -> Result<(), ActionError> {
        self.may_give_access(subject)?;
        self.open_chart(subject, chart, Purpose("close the sign-in")).await?;
        let account = self.account_of_patient(chart).await?;
        let account = account.ok_or_else(|| Refusal::new("This person has no sign-in, so there is none to close."))?;
        let id = account.id;
        self.log_access_given(subject, chart, "closed the patient’s sign-in").await?;
        self.store().put_accounts(vec![Account { open: false, ..account }]).await?;
        Ok(self.store().end_sessions(EndSessions::Of(id)).await?)
    }

    fn may_give_access(&self, subject: &Subject) -> Result<(), ActionError> {
        match subject.role {
            Role::FrontDesk | Role::CareManager => Ok(()),
            _ => Err(Denied::NotForRole.into()),
        }
    }

    /// The id that a patient's account has when it is made here: one account a chart, so that two clerks who press at
    /// the same time make one.
    fn id_for_patient(&self, chart: ChartId) -> AccountId {
        AccountId(uuid::Uuid::new_v5(&self.organisation().0, format!("patient/{chart}").as_bytes()))
    }

    /// Accounts that were brought in from elsewhere have ids of their own, so the list is asked where the usual id is
    /// not taken.
    async fn account_of_patient(&self, chart: ChartId) -> Result<Option<Account>, ActionError> {
        if let Some(account) = self.store().account(self.id_for_patient(chart)).await? {
            return Ok(Some(account));
        }
        let accounts = self.store().accounts(self.organisation()).await?;
        Ok(accounts.into_iter().find(|account| account.role == Role::Patient && account.chart == Some(chart)))
    }

    /// A login that the person can remember and that nobody has: `maria.delgado`, else `maria.delgado2` and so on.
    pub(crate) async fn free_login(&self, name: &str) -> Result<String, ActionError> {
        let wanted = login_of(name);
        let mut login = wanted.clone();
        let mut next = 2_u32;
        while self.store().account_by_login(&login).await?.is_some() {
            login = format!("{wanted}{next}");
            next += 1;
        }
        Ok(login)
    }

    pub(crate) async fn log_access_given(&self, subject: &Subject, chart: ChartId, what: &str) -> Result<(), ActionError> {
        let line = AccessLine {
            at: self.now(),
            account: Some(subject.account),
            name: subject.name.clone(),
            role: subject.role.words().to_owned(),
            chart: Some(chart),
            what: what.to_owned(),
            reason: String::new(),
        };
        Ok(self.store().log_access(self.organisation(), line).await?)
    }
}

/// First given name and last family name without accents, joined by a full stop.
fn login_of(name: &str) -> String {
    let plain = folded(name);
    let words: Vec<String> = plain
        .split_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    match (words.first(), words.last()) {
        (Some(first), Some(last)) if words.len() > 1 => format!("{first}.{last}"),
        (Some(only), _) => only.clone(),
        // A name in a script that no login can be typed in.
        _ => "person".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_can_be_typed_on_any_keyboard() {
        assert_eq!(login_of("María Inés Delgado-Núñez"), "maria.delgadonunez");
        assert_eq!(login_of("Cher"), "cher");
        assert_eq!(login_of("李 小龍"), "person");
    }
}
