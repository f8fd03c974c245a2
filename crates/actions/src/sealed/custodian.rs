//! The practice's custodian: who helps an author back to their key, and who opens notes where the law says so. Each act
//! leaves a line that operators see, which names the author's key and no note, and a record that the author is shown.

use super::{
    inside,
    key::{Keys, writes_notes},
};
use crate::{ActionError, Clinic};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use concord_access::Subject;
use concord_chart::{ChartId, Refusal};
use concord_sealed::{
    PublicKey, SecretKey,
    custodian::{one_time_code, plain_code},
    exits::Exit,
    piece::{self, Contents, Note},
};
use concord_store::{AccessLine, Account, AuthorKey};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Days in which a one-time code can be used.
const CODE_DAYS: i64 = 7;
const SETTING: &str = "sealed_notes_custodian";

/// The custodian as the practice's settings name them.
#[derive(Serialize, Deserialize)]
struct Named {
    public: String,
    since: Timestamp,
}

/// A key under a one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Code {
    pub wrapped: String,
    pub until: Timestamp,
}

/// Something that the custodian did with an author's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodianAct {
    /// When.
    pub at: Timestamp,
    /// What, as a sentence for the author.
    pub what: String,
    /// Why, in the custodian's words.
    pub reason: String,
    /// When the author saw it.
    #[serde(default)]
    pub seen: Option<Timestamp>,
}

/// Whether an author's key can be used and helped. Says nothing about notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// None yet: made at the next sign-in.
    None,
    /// There is one, and the custodian can help.
    WithCustodian,
    /// There is one, and the custodian has no part of it yet.
    WithoutCustodian,
    /// There is one, sealed to an earlier custodian until the author agrees to the new one.
    WithEarlierCustodian,
    /// There is one, and the present password does not open it: the custodian can.
    Waits,
}

/// One author, for the administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorState {
    /// Name as shown.
    pub name: String,
    /// Login.
    pub login: String,
    /// False when the account was closed.
    pub open: bool,
    /// Their key.
    pub key: KeyState,
}

/// A note that was taken out on a ground that the law knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenOut {
    /// Its id.
    pub id: String,
    /// The note.
    pub note: Note,
    /// True when the author wrote it here.
    pub own_hand: bool,
}

impl Clinic {
    /// The custodian's public key, if the practice has one.
    ///
    /// # Errors
    /// When the store could not, or the setting is damaged.
    pub async fn custodian(&self) -> Result<Option<PublicKey>, ActionError> {
        let Some(text) = self.store().setting(SETTING).await? else { return Ok(None) };
        let named: Named = serde_json::from_str(&text).map_err(|error| ActionError::Inside(error.to_string()))?;
        PublicKey::parse(&named.public).map(Some).map_err(inside)
    }

    /// Names the custodian. Authors who have none yet seal their key to it at their next sign-in; the others are asked.
    ///
    /// # Errors
    /// A sentence when there is one already and it is not to be replaced; the store could not.
    pub async fn name_custodian(&self, public: &PublicKey, replace: bool) -> Result<(), ActionError> {
        if let Some(present) = self.custodian().await?
            && !replace
        {
            return Err(Refusal::new(format!(
                "This practice has a custodian already (fingerprint {}). Keep that key, or replace it with --replace; the earlier \
                 key is still needed for authors who have not agreed to the new one.",
                present.fingerprint()
            ))
            .into());
        }
        self.custodian_line(format!("the custodian’s key is now {}", public.fingerprint()), "").await?;
        let named = Named { public: public.hex(), since: self.now() };
        let text = serde_json::to_string(&named).map_err(|error| ActionError::Inside(error.to_string()))?;
        Ok(self.store().put_setting(SETTING, &text).await?)
    }

    /// Every author and whether their key can be used and helped, by name.
    ///
    /// # Errors
    /// Not the administrator, or the store could not.
    pub async fn author_states(&self, subject: &Subject) -> Result<Vec<AuthorState>, ActionError> {
        self.only_administrator(subject)?;
        let named = self.custodian().await?.map(|key| key.hex());
        let keys = self.store().author_keys(self.organisation()).await?;
        let accounts = self.store().accounts(self.organisation()).await?;
        let authors = accounts.into_iter().filter(|account| writes_notes(account.role));
        authors
            .map(|account| {
                let key = keys.iter().find(|key| key.account == account.id).map(Keys::read).transpose()?;
                let key = key.map_or(KeyState::None, |key| state_of(&key, named.as_deref()));
                Ok(AuthorState { name: account.name, login: account.login, open: account.open, key })
            })
            .collect()
    }

    /// Puts an author's key under a one-time code and answers with the code, which is kept nowhere.
    ///
    /// # Errors
    /// A sentence when there is no such author or this key does not open theirs; the store could not.
    pub async fn recover_author(&self, custodian: &SecretKey, login: &str, reason: &str) -> Result<String, ActionError> {
        let (account, key) = self.author_named(login).await?;
        let secret = opened(custodian, &key)?;
        let code = one_time_code().map_err(inside)?;
        let wrapped = self.wrapped_by(&secret, plain_code(&code)).await?;
        let until = self.now().checked_add((CODE_DAYS * 24).hours()).unwrap_or(self.now());
        self.custodian_line(format!("the custodian gave {} a one-time code for their key", account.name), reason).await?;
        let what = "The custodian put your key under a one-time code for you.";
        self.record_act(&account, what, reason, Some(Code { wrapped, until })).await?;
        Ok(code)
    }

    /// Opens an author's notes on a ground that the law knows; all of them, or those on one record. The trace is written
    /// before anything is opened.
    ///
    /// # Errors
    /// A sentence when there is no such author or this key does not open theirs; the store could not.
    pub async fn take_out_notes(
        &self,
        custodian: &SecretKey,
        login: &str,
        chart: Option<ChartId>,
        exit: Exit,
        reason: &str,
    ) -> Result<Vec<TakenOut>, ActionError> {
        if reason.trim().is_empty() {
            return Err(Refusal::new("Say on whose order and why: the author will read it.").into());
        }
        let (account, key) = self.author_named(login).await?;
        let secret = opened(custodian, &key)?;
        self.custodian_line(format!("the custodian used the key of {} ({})", account.name, exit.law()), reason).await?;
        let what = format!(
            "The custodian opened what you had sealed{}, under {}.",
            if chart.is_some() { " about one record" } else { "" },
            exit.law()
        );
        self.record_act(&account, &what, reason, None).await?;
        let wanted = chart.map(|chart| chart.to_string());
        let pieces = self.store().sealed_by(account.id).await?;
        let mut notes = Vec::new();
        for kept in pieces {
            let piece = piece::open(&secret, &kept.id, &kept.sealed).map_err(inside)?;
            if let Contents::Note(note) = piece.contents
                && wanted.as_ref().is_none_or(|wanted| *wanted == note.chart)
            {
                notes.push(TakenOut { id: kept.id, note, own_hand: piece.own_hand });
            }
        }
        Ok(notes)
    }

    async fn author_named(&self, login: &str) -> Result<(Account, AuthorKey), ActionError> {
        let account = self.store().account_by_login(login.trim()).await?;
        let account = account.ok_or_else(|| Refusal::new(format!("There is no account “{login}”.")))?;
        let key = self.store().author_key(account.id).await?;
        let key = key.ok_or_else(|| Refusal::new(format!("{} has no key, so there is nothing to open.", account.name)))?;
        Ok((account, key))
    }

    async fn record_act(&self, account: &Account, what: &str, reason: &str, code: Option<Code>) -> Result<(), ActionError> {
        let act = CustodianAct { at: self.now(), what: what.to_owned(), reason: reason.trim().to_owned(), seen: None };
        self.change_keys(account.id, |keys| {
            keys.acts.push(act.clone());
            if code.is_some() {
                keys.code.clone_from(&code);
            }
            Ok(())
        })
        .await
    }

    async fn custodian_line(&self, what: String, reason: &str) -> Result<(), ActionError> {
        let line = AccessLine {
            at: self.now(),
            account: None,
            name: "The custodian".to_owned(),
            role: "Custodian".to_owned(),
            chart: None,
            what,
            reason: reason.trim().to_owned(),
        };
        Ok(self.store().log_access(self.organisation(), line).await?)
    }
}

fn state_of(keys: &Keys, named: Option<&str>) -> KeyState {
    match named {
        _ if keys.waits => KeyState::Waits,
        _ if keys.custodian.is_empty() => KeyState::WithoutCustodian,
        Some(named) if named != keys.custodian => KeyState::WithEarlierCustodian,
        _ => KeyState::WithCustodian,
    }
}

fn opened(custodian: &SecretKey, key: &AuthorKey) -> Result<SecretKey, ActionError> {
    let keys = Keys::read(key)?;
    let refuse = |sentence: &str| ActionError::from(Refusal::new(sentence));
    if keys.for_custodian.is_empty() {
        return Err(refuse("This author’s key was never sealed to a custodian. Only the author’s password opens it."));
    }
    let sealed = BASE64.decode(&keys.for_custodian).map_err(|error| ActionError::Inside(error.to_string()))?;
    let bytes = custodian.open(&sealed).map_err(|_| {
        refuse("This custodian’s key does not open that author’s: it was sealed to another one. Use the key file of that time.")
    })?;
    let secret = SecretKey::from_bytes(&bytes).map_err(inside)?;
    match secret.public().hex() == key.public {
        true => Ok(secret),
        false => Err(refuse("What was kept for the custodian is not this author’s key. Restore the database from a backup.")),
    }
}
