//! Accounts of the staff: opened and closed by the practice's administrator.

use crate::{ActionError, Clinic, own_account::with_first_password};
use base64::Engine as _;
use concord_access::{Denied, Role, Subject};
use concord_chart::{AccountId, PlaceId, Refusal, StaffId};
use concord_store::{AccessLine, Account, EndSessions};

impl Clinic {
    /// Opens an account for a member of staff and answers with its first password, which is kept nowhere in clear.
    ///
    /// # Errors
    /// Not the administrator, an empty name or login, a login that is taken, or the store could not.
    pub async fn add_staff(
        &self,
        subject: &Subject,
        name: &str,
        login: &str,
        role: Role,
        places: Vec<PlaceId>,
    ) -> Result<String, ActionError> {
        self.only_administrator(subject)?;
        let password = self.put_staff(name, login, role, places).await?;
        self.log_admin(subject, format!("opened the account {}", login.trim().to_lowercase())).await?;
        Ok(password)
    }

    /// The same from the machine's own command line, for the first account of a new practice.
    ///
    /// # Errors
    /// As [`Clinic::add_staff`], but for the permission.
    pub async fn add_staff_at_the_machine(
        &self,
        name: &str,
        login: &str,
        role: Role,
        places: Vec<PlaceId>,
    ) -> Result<String, ActionError> {
        self.put_staff(name, login, role, places).await
    }

    async fn put_staff(&self, name: &str, login: &str, role: Role, places: Vec<PlaceId>) -> Result<String, ActionError> {
        let (name, login) = (name.trim(), login.trim().to_lowercase());
        if name.is_empty() || login.is_empty() || !role.is_staff() {
            return Err(Refusal::new("An account needs a name, a login and a role of the practice.").about("login").into());
        }
        if self.store().account_by_login(&login).await?.is_some() {
            return Err(Refusal::new(format!("The login “{login}” is taken. Choose another.")).about("login").into());
        }
        let password = fresh_password()?;
        // Messages to staff are addressed by the account, and tasks by the member of staff: one id serves both.
        let id = self.fresh();
        let account = Account {
            id: AccountId(id),
            organisation: self.organisation(),
            login,
            name: name.to_owned(),
            role,
            staff: Some(StaffId(id)),
            chart: None,
            places,
            password: self.hash(password.clone()).await?,
            open: true,
            settings: with_first_password("{}", self.now()),
        };
        self.store().put_accounts(vec![account]).await?;
        self.forget_members();
        Ok(password)
    }

    /// Opens or closes an account. Closing ends its sessions at once; what it recorded stays under its name.
    ///
    /// # Errors
    /// Not the administrator, an unknown account, the administrator's own, or the store could not.
    pub async fn set_account_open(&self, subject: &Subject, id: AccountId, open: bool) -> Result<(), ActionError> {
        self.only_administrator(subject)?;
        if id == subject.account {
            return Err(Refusal::new("You cannot close your own account. Ask a second administrator.").into());
        }
        let account = self.store().account(id).await?.ok_or(ActionError::NotFound)?;
        let what = format!("{} the account {}", if open { "opened" } else { "closed" }, account.login);
        self.log_admin(subject, what).await?;
        self.store().put_accounts(vec![Account { open, ..account }]).await?;
        self.forget_members();
        if !open {
            self.store().end_sessions(EndSessions::Of(id)).await?;
        }
        Ok(())
    }

    pub(crate) fn only_administrator(&self, subject: &Subject) -> Result<(), ActionError> {
        if subject.role == Role::Administrator { Ok(()) } else { Err(Denied::NotForRole.into()) }
    }

    pub(crate) async fn log_admin(&self, subject: &Subject, what: String) -> Result<(), ActionError> {
        let line = AccessLine {
            at: self.now(),
            account: Some(subject.account),
            name: subject.name.clone(),
            role: subject.role.words().to_owned(),
            chart: None,
            what,
            reason: String::new(),
        };
        Ok(self.store().log_access(self.organisation(), line).await?)
    }
}

/// Ninety bits in letters and digits, in groups that can be read out.
pub(crate) fn fresh_password() -> Result<String, ActionError> {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|error| ActionError::Inside(error.to_string()))?;
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    Ok(text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("."))
}
