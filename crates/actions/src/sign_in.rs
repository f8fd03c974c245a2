//! Sign in, stay signed in, sign out.

use crate::{ActionError, Clinic, own_account::first_password, passwords, sealed::HeldKey};
use base64::Engine as _;
use concord_access::{Glass, Role, Subject};
use concord_chart::{AccountId, ChartId, Refusal};
use concord_sealed::SecretKey;
use concord_store::{Account, EndSessions, Session};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Minutes without a request after which staff are signed out.
pub const STAFF_IDLE_MINUTES: i64 = 15;
/// Minutes without a request after which a patient is signed out: their own phone, and a long questionnaire.
const PATIENT_IDLE_MINUTES: i64 = 60;
/// Hours after which everybody signs in again.
pub const SESSION_HOURS: i64 = 12;
/// Failed attempts for one login (or address) in [`WINDOW_MINUTES`] before it has to wait.
const ATTEMPTS: u32 = 8;
/// Attempts from one address, which a whole practice may share.
const ATTEMPTS_FROM_ADDRESS: u32 = 60;
const WINDOW_MINUTES: i64 = 15;
/// `seen` is written at most this often, so that reading pages does not write.
const TOUCH_SECONDS: i64 = 60;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who they are.
    pub subject: Subject,
    /// Hash of the session's id.
    pub id_hash: String,
    /// The chart they opened last, and the one before: the wrong-patient guard asks.
    pub last_opened: Option<ChartId>,
    /// Settings of the person as JSON.
    pub settings: String,
    /// The key of the person's own sealed notes, as this request can open it.
    pub(crate) held: HeldKey,
}

/// Whoever sends a request.
#[derive(Clone, Debug)]
pub enum Visitor {
    /// Signed in.
    SignedIn(Box<SignedIn>),
    /// Was signed in under this account, and waited too long.
    TimedOut(AccountId),
    /// Not signed in.
    Stranger,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    #[serde(skip_serializing_if = "Option::is_none")]
    glass: Option<KeptGlass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_opened: Option<ChartId>,
    /// The author's secret key, wrapped by the secret in the cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct KeptGlass {
    chart: ChartId,
    reason: String,
    until: Timestamp,
}

impl Clinic {
    /// Signs in and answers with the secret for the cookie. A new session every time; earlier ones stay until they end.
    ///
    /// # Errors
    /// [`ActionError::WrongSignIn`] (the same for unknown logins), [`ActionError::Wait`] after too many attempts, a
    /// sentence to somebody whose first password has run out.
    pub async fn sign_in(&self, login: &str, password: &str, address: &str) -> Result<(String, Role), ActionError> {
        let login = login.trim().to_lowercase();
        let (by_login, by_address) = (format!("login:{login}"), format!("address:{address}"));
        let since = self.now().checked_sub(WINDOW_MINUTES.minutes()).unwrap_or(self.now());
        let too_many = self.store().failures(&by_login, since).await? >= ATTEMPTS
            || self.store().failures(&by_address, since).await? >= ATTEMPTS_FROM_ADDRESS;
        if too_many {
            return Err(ActionError::Wait { minutes: WINDOW_MINUTES as u32 });
        }
        let account = self.store().account_by_login(&login).await?.filter(|account| account.open);
        let phc = account.as_ref().map_or(passwords::NOBODY.to_owned(), |account| account.password.clone());
        if !self.password_fits(password.to_owned(), phc).await? {
            self.store().count_failure(&by_login, self.now(), since).await?;
            self.store().count_failure(&by_address, self.now(), since).await?;
            return Err(ActionError::WrongSignIn);
        }
        let account = account.ok_or(ActionError::WrongSignIn)?;
        if first_password(&account.settings, self.now()) == Some(true) {
            return Err(
                Refusal::new("This first password has run out. Ask the front desk or the practice admin for a new one.").into()
            );
        }
        let key = self.key_at_sign_in(&account, password).await;
        self.begin_session(&account, key.as_ref()).await.map(|secret| (secret, account.role))
    }

    pub(crate) async fn password_fits(&self, password: String, phc: String) -> Result<bool, ActionError> {
        let _turn = self.hashing.acquire().await.map_err(|error| ActionError::Inside(error.to_string()))?;
        tokio::task::spawn_blocking(move || passwords::verify(&password, &phc))
            .await
            .map_err(|error| ActionError::Inside(error.to_string()))
    }

    /// A new session; `key` is the author's, where there is one.
    pub(crate) async fn begin_session(&self, account: &Account, key: Option<&SecretKey>) -> Result<String, ActionError> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|error| ActionError::Inside(error.to_string()))?;
        let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret);
        let now = self.now();
        let sealed = key.and_then(|key| HeldKey::new(&secret, None).wrap(key));
        let state = serde_json::to_string(&State { sealed, ..State::default() });
        let state = state.map_err(|error| ActionError::Inside(error.to_string()))?;
        let session = Session { id_hash: hash(&secret), account: account.id, created: now, seen: now, state };
        self.store().put_session(session).await?;
        Ok(secret)
    }

    /// Who sends a request with this secret. `background` requests (autosave, counts) do not keep a session alive.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn visitor(&self, secret: &str, background: bool) -> Result<Visitor, ActionError> {
        let id_hash = hash(secret);
        let Some(session) = self.store().session(&id_hash).await? else { return Ok(Visitor::Stranger) };
        let Some(account) = self.store().account(session.account).await?.filter(|account| account.open) else {
            return Ok(Visitor::Stranger);
        };
        let now = self.now();
        if is_over(&session, account.role, now) {
            // Over is over, also where the store cannot be told.
            if let Err(error) = self.store().end_sessions(EndSessions::One(id_hash)).await {
                tracing::warn!(%error, "a session that ran out is still in the store");
            }
            return Ok(Visitor::TimedOut(account.id));
        }
        if !background && now.duration_since(session.seen) > SignedDuration::from_secs(TOUCH_SECONDS) {
            // Who somebody is does not depend on it: at worst they are asked to sign in sooner.
            if let Err(error) = self.store().put_session(Session { seen: now, ..session.clone() }).await {
                tracing::warn!(%error, "it could not be noted that a session goes on");
            }
        }
        Ok(Visitor::SignedIn(Box::new(signed_in(account, secret, &session.state, now))))
    }

    /// Signs out: this session is over, on the server.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn sign_out(&self, signed_in: &SignedIn) -> Result<(), ActionError> {
        Ok(self.store().end_sessions(EndSessions::One(signed_in.id_hash.clone())).await?)
    }

    /// Notes which chart was opened last, for the wrong-patient guard.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn note_opened(&self, signed_in: &SignedIn, chart: ChartId) -> Result<(), ActionError> {
        if signed_in.last_opened == Some(chart) {
            return Ok(());
        }
        self.change_state(signed_in, |state| state.last_opened = Some(chart)).await
    }

    pub(crate) async fn set_glass(&self, signed_in: &SignedIn, glass: Glass) -> Result<(), ActionError> {
        let kept = KeptGlass { chart: glass.chart, reason: glass.reason, until: glass.until };
        self.change_state(signed_in, |state| state.glass = Some(kept)).await
    }

    /// Holds a key for the rest of this session.
    pub(crate) async fn hold_key(&self, signed_in: &SignedIn, key: &SecretKey) -> Result<(), ActionError> {
        let wrapped = signed_in.held.wrap(key);
        self.change_state(signed_in, |state| state.sealed = wrapped).await
    }

    async fn change_state(&self, signed_in: &SignedIn, change: impl FnOnce(&mut State)) -> Result<(), ActionError> {
        let session = self.store().session(&signed_in.id_hash).await?.ok_or(ActionError::NotFound)?;
        let mut state: State = serde_json::from_str(&session.state).unwrap_or_default();
        change(&mut state);
        let state = serde_json::to_string(&state).map_err(|error| ActionError::Inside(error.to_string()))?;
        Ok(self.store().put_session(Session { state, seen: self.now(), ..session }).await?)
    }

    /// Keeps a person's settings (theme, language, hidden lanes) as JSON.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn save_settings(&self, signed_in: &SignedIn, settings: String) -> Result<(), ActionError> {
        let account = self.store().account(signed_in.subject.account).await?.ok_or(ActionError::NotFound)?;
        Ok(self.store().put_accounts(vec![Account { settings, ..account }]).await?)
    }
}

fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

fn is_over(session: &Session, role: Role, now: Timestamp) -> bool {
    let idle = if !role.is_staff() { PATIENT_IDLE_MINUTES } else { STAFF_IDLE_MINUTES };
    now.duration_since(session.seen) > SignedDuration::from_mins(idle)
        || now.duration_since(session.created) > SignedDuration::from_hours(SESSION_HOURS)
}

fn signed_in(account: Account, secret: &str, state: &str, now: Timestamp) -> SignedIn {
    let state: State = serde_json::from_str(state).unwrap_or_default();
    let glass = state.glass.filter(|glass| glass.until > now);
    let glass = glass.map(|glass| Glass { chart: glass.chart, reason: glass.reason, until: glass.until });
    let subject = Subject {
        account: account.id,
        organisation: account.organisation,
        role: account.role,
        staff: account.staff,
        chart: account.chart,
        name: account.name,
        places: account.places,
        glass,
    };
    let held = HeldKey::new(secret, state.sealed);
    SignedIn { subject, id_hash: hash(secret), last_opened: state.last_opened, settings: account.settings, held }
}
