//! An author's keys: made at sign-in, wrapped again when the password changes, handed to the custodian's safekeeping.

use super::{CustodianAct, custodian::Code, inside};
use crate::{ActionError, Clinic, SignedIn, own_account::first_password};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use concord_access::Role;
use concord_chart::{AccountId, Refusal};
use concord_sealed::{CannotSeal, PublicKey, SecretKey, custodian::plain_code, wrap};
use concord_store::{Account, AuthorKey};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Wrong codes before one has to wait.
const ATTEMPTS: u32 = 8;
const WINDOW_MINUTES: i64 = 15;
/// Rounds of changing the same wrappings while somebody else does.
const ROUNDS: usize = 8;

/// The wrappings of a secret key, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Keys {
    /// By the author's password.
    pub by_password: String,
    /// Sealed to the custodian's public key, Base64; empty when there was no custodian yet.
    pub for_custodian: String,
    /// The public key of that custodian, hexadecimal.
    pub custodian: String,
    /// By a one-time code.
    pub code: Option<Code>,
    /// What the custodian did.
    pub acts: Vec<CustodianAct>,
    /// The password at the last sign-in did not open the key: somebody else had set it.
    pub waits: bool,
}

impl Keys {
    pub fn read(key: &AuthorKey) -> Result<Self, ActionError> {
        serde_json::from_str(&key.keys).map_err(|error| ActionError::Inside(format!("keys of an author: {error}")))
    }

    pub fn text(&self) -> Result<String, ActionError> {
        serde_json::to_string(self).map_err(|error| ActionError::Inside(error.to_string()))
    }

    fn hand_to(&mut self, custodian: &PublicKey, secret: &SecretKey) -> Result<(), CannotSeal> {
        self.for_custodian = BASE64.encode(custodian.seal(secret.bytes())?);
        self.custodian = custodian.hex();
        Ok(())
    }
}

/// What authors see of their own key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnKey {
    /// Fingerprint of the public key; `None` before there is a key.
    pub fingerprint: Option<String>,
    /// This session can open the notes.
    pub is_open: bool,
    /// Fingerprint of the custodian to whom the key is sealed.
    pub custodian: Option<String>,
    /// Fingerprint of another custodian, whom the practice names now and the author has not agreed to.
    pub new_custodian: Option<String>,
    /// A one-time code waits to be used.
    pub code_waits: bool,
    /// What the custodian did, oldest first.
    pub acts: Vec<CustodianAct>,
}

pub(super) fn writes_notes(role: Role) -> bool {
    role.is_clinician()
}

impl Clinic {
    /// The key of somebody who just gave the right password. Whatever goes wrong here, the sign-in itself goes on and the
    /// notes stay shut.
    pub(crate) async fn key_at_sign_in(&self, account: &Account, password: &str) -> Option<SecretKey> {
        // A first password was seen by whoever gave it: no key is put under it.
        if !writes_notes(account.role) || first_password(&account.settings, self.now()).is_some() {
            return None;
        }
        match self.open_or_make(account, password).await {
            Ok(secret) => secret,
            Err(error) => {
                tracing::warn!(%error, "a key could not be had at sign-in");
                None
            }
        }
    }

    async fn open_or_make(&self, account: &Account, password: &str) -> Result<Option<SecretKey>, ActionError> {
        let Some(key) = self.store().author_key(account.id).await? else {
            if let Some(secret) = self.make_key(account, password).await? {
                return Ok(Some(secret));
            }
            // Somebody signed in under the same account at the same moment and was first.
            return Box::pin(self.open_or_make(account, password)).await;
        };
        let keys = Keys::read(&key)?;
        let opened = self.opened_by(keys.by_password.clone(), password.to_owned(), &key.public).await?;
        let custodian = self.custodian().await?;
        self.change_keys(account.id, |keys| {
            keys.waits = opened.is_none();
            match (&opened, custodian) {
                // Only where nobody has it yet: another custodian is the author's to agree to.
                (Some(secret), Some(custodian)) if keys.custodian.is_empty() => keys.hand_to(&custodian, secret).map_err(inside),
                _ => Ok(()),
            }
        })
        .await?;
        Ok(opened)
    }

    async fn make_key(&self, account: &Account, password: &str) -> Result<Option<SecretKey>, ActionError> {
        let secret = SecretKey::make().map_err(inside)?;
        let mut keys = Keys { by_password: self.wrapped_by(&secret, password.to_owned()).await?, ..Keys::default() };
        if let Some(custodian) = self.custodian().await? {
            keys.hand_to(&custodian, &secret).map_err(inside)?;
        }
        let public = secret.public().hex();
        let key = AuthorKey { account: account.id, organisation: account.organisation, public, keys: keys.text()? };
        Ok(self.store().add_author_key(key).await?.then_some(secret))
    }

    /// The key under a new password, where the present one opens it. Notes under a key that it does not open stay as they
    /// are, for the custodian.
    pub(crate) async fn key_at_password_change(
        &self,
        account: &Account,
        held: Option<SecretKey>,
        present: &str,
        new: &str,
    ) -> Result<Option<SecretKey>, ActionError> {
        if !writes_notes(account.role) {
            return Ok(None);
        }
        let Some(key) = self.store().author_key(account.id).await? else { return self.make_key(account, new).await };
        let fits = |secret: &SecretKey| secret.public().hex() == key.public;
        let secret = match held.filter(fits) {
            Some(secret) => Some(secret),
            None => self.opened_by(Keys::read(&key)?.by_password, present.to_owned(), &key.public).await?,
        };
        let Some(secret) = secret else { return Ok(None) };
        let wrapped = self.wrapped_by(&secret, new.to_owned()).await?;
        self.change_keys(account.id, |keys| {
            keys.by_password.clone_from(&wrapped);
            keys.waits = false;
            Ok(())
        })
        .await?;
        Ok(Some(secret))
    }

    /// Opens the own key with the custodian's one-time code, and puts it under the own password again.
    ///
    /// # Errors
    /// A sentence when the password or the code is wrong or the code has run out; [`ActionError::Wait`].
    pub async fn open_key_with_code(&self, who: &SignedIn, code: &str, password: &str) -> Result<(), ActionError> {
        let account = self.store().account(who.subject.account).await?.ok_or(ActionError::NotFound)?;
        self.present_password_fits(&account, password).await?;
        let (counted, now) = (format!("code:{}", account.id), self.now());
        let since = now.checked_sub(WINDOW_MINUTES.minutes()).unwrap_or(now);
        if self.store().failures(&counted, since).await? >= ATTEMPTS {
            return Err(ActionError::Wait { minutes: WINDOW_MINUTES as u32 });
        }
        let wrong = || {
            Refusal::new("That code does not open your key. Look at it again, or ask the custodian for another.").about("code")
        };
        let key = self.store().author_key(account.id).await?.ok_or_else(wrong)?;
        let kept = Keys::read(&key)?.code.filter(|kept| kept.until > now).ok_or_else(wrong)?;
        let Some(secret) = self.opened_by(kept.wrapped, plain_code(code), &key.public).await? else {
            self.store().count_failure(&counted, now, since).await?;
            return Err(wrong().into());
        };
        let wrapped = self.wrapped_by(&secret, password.to_owned()).await?;
        self.change_keys(account.id, |keys| {
            keys.by_password.clone_from(&wrapped);
            keys.waits = false;
            keys.code = None;
            Ok(())
        })
        .await?;
        self.hold_key(who, &secret).await
    }

    /// Seals the own key to the custodian whom the practice names now, whose fingerprint the author has compared.
    ///
    /// # Errors
    /// A sentence when it is not the fingerprint that the author saw, or the notes are shut.
    pub async fn agree_to_custodian(&self, who: &SignedIn, fingerprint: &str) -> Result<(), ActionError> {
        let secret = who.secret_key().ok_or_else(|| Refusal::new("Your sealed notes are shut here. Sign in again first."))?;
        let custodian = self.custodian().await?.filter(|custodian| custodian.fingerprint() == fingerprint.trim());
        let custodian = custodian.ok_or_else(|| {
            Refusal::new("The custodian’s key is not the one that this page showed. Open the page again and compare.")
        })?;
        self.change_keys(who.subject.account, |keys| keys.hand_to(&custodian, &secret).map_err(inside)).await
    }

    /// What the author sees of the own key.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn own_key(&self, who: &SignedIn) -> Result<OwnKey, ActionError> {
        let now_named = self.custodian().await?;
        let key = self.store().author_key(who.subject.account).await?;
        let keys = key.as_ref().map(Keys::read).transpose()?.unwrap_or_default();
        let print = |hex: &str| PublicKey::parse(hex).ok().map(|key| key.fingerprint());
        let new = now_named.filter(|named| !keys.custodian.is_empty() && named.hex() != keys.custodian);
        Ok(OwnKey {
            fingerprint: key.as_ref().and_then(|key| print(&key.public)),
            is_open: who.opens_sealed_notes(),
            custodian: print(&keys.custodian),
            new_custodian: new.map(|named| named.fingerprint()),
            code_waits: keys.code.is_some_and(|code| code.until > self.now()),
            acts: keys.acts,
        })
    }

    /// True where the author has something to see about the own key: an act of the custodian, a code, another custodian.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn has_news_about_key(&self, who: &SignedIn) -> Result<bool, ActionError> {
        if !writes_notes(who.subject.role) || who.has_first_password() {
            return Ok(false);
        }
        let own = self.own_key(who).await?;
        Ok(own.code_waits || own.new_custodian.is_some() || own.acts.iter().any(|act| act.seen.is_none()))
    }

    /// Notes that the author has seen what the custodian did.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn see_custodian_acts(&self, who: &SignedIn) -> Result<(), ActionError> {
        let now = self.now();
        self.change_keys(who.subject.account, |keys| {
            for act in &mut keys.acts {
                act.seen = act.seen.or(Some(now));
            }
            Ok(())
        })
        .await
    }

    /// Changes the wrappings as they are now; asked again when somebody else changed them meanwhile.
    pub(super) async fn change_keys(
        &self,
        account: AccountId,
        change: impl Fn(&mut Keys) -> Result<(), ActionError>,
    ) -> Result<(), ActionError> {
        for _ in 0..ROUNDS {
            let Some(key) = self.store().author_key(account).await? else { return Ok(()) };
            let before = Keys::read(&key)?;
            let mut after = before.clone();
            change(&mut after)?;
            if after == before || self.store().change_author_key(account, &key.keys, &after.text()?).await? {
                return Ok(());
            }
        }
        Err(ActionError::Inside("the keys of an author are being changed elsewhere at this moment".to_owned()))
    }

    /// Unwraps; `None` where the password is another one.
    async fn opened_by(&self, wrapped: String, password: String, public: &str) -> Result<Option<SecretKey>, ActionError> {
        let _turn = self.hashing.acquire().await.map_err(|error| ActionError::Inside(error.to_string()))?;
        let opened = tokio::task::spawn_blocking(move || wrap::open_by_password(&wrapped, &password))
            .await
            .map_err(|error| ActionError::Inside(error.to_string()))?;
        match opened {
            Ok(secret) => Ok(Some(secret).filter(|secret| secret.public().hex() == public)),
            Err(CannotSeal::Machine) => Err(inside(CannotSeal::Machine)),
            Err(_) => Ok(None),
        }
    }

    pub(super) async fn wrapped_by(&self, secret: &SecretKey, password: String) -> Result<String, ActionError> {
        let _turn = self.hashing.acquire().await.map_err(|error| ActionError::Inside(error.to_string()))?;
        let secret = secret.clone();
        tokio::task::spawn_blocking(move || wrap::by_password(&secret, &password))
            .await
            .map_err(|error| ActionError::Inside(error.to_string()))?
            .map_err(inside)
    }
}
