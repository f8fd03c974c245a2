//! One's own account: the password, how the pages look, and where else one is signed in.

use crate::{ActionError, Clinic, SignedIn, passwords};
use concord_chart::Refusal;
use concord_store::{AccessLine, Account, EndSessions};
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value};

/// Fewest characters of a password that somebody chooses. Length is what counts; no kinds of characters are asked for.
pub const PASSWORD_LENGTH: usize = 12;
/// More than this and hashing would only cost time.
const PASSWORD_LENGTH_MAX: usize = 200;
/// Days in which a first password can be used.
pub const FIRST_PASSWORD_DAYS: i64 = 14;
/// Wrong present passwords before one has to wait, as at sign-in.
const ATTEMPTS: u32 = 8;
const WINDOW_MINUTES: i64 = 15;

const THEME: &str = "theme";
const FIRST_PASSWORD_UNTIL: &str = "first_password_until";

/// How the pages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the person's machine is set.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Every look, for a form.
    pub const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    /// The stored word, also the value of `data-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The look in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::System => "As my device is set",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// Reads the stored word; anything else is the usual look.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().copied().find(|theme| theme.as_str() == text).unwrap_or_default()
    }
}

impl SignedIn {
    /// How this person wants the pages to look.
    pub fn theme(&self) -> Theme {
        Theme::parse(read(&self.settings).get(THEME).and_then(Value::as_str).unwrap_or_default())
    }

    /// True while the password is the first one, which somebody else has seen: it has to be changed before anything else.
    pub fn has_first_password(&self) -> bool {
        read(&self.settings).contains_key(FIRST_PASSWORD_UNTIL)
    }
}

impl Clinic {
    /// Changes the own password. Every session of the account ends; the answer is the secret of a new one, for the
    /// browser in which it was done.
    ///
    /// # Errors
    /// A sentence when the present password is wrong or the new one will not do; [`ActionError::Wait`] after too many
    /// attempts; the store could not.
    pub async fn change_password(&self, who: &SignedIn, present: &str, new: &str, again: &str) -> Result<String, ActionError> {
        let account = self.own_account(who).await?;
        self.present_password_fits(&account, present).await?;
        check_new(&account, present, new, again)?;
        let password = self.hash(new.to_owned()).await?;
        let settings = without(&account.settings, FIRST_PASSWORD_UNTIL);
        let account = Account { password, settings, ..account };
        // Before the password itself: were it to stop between the two, the key would lie under the new password alone, and
        // the custodian could still help. The other way round it would lie under one that nobody types any more.
        let key = self.key_at_password_change(&account, who.secret_key(), present, new).await?;
        self.log_own(who, "changed the own password").await?;
        self.store().put_accounts(vec![account.clone()]).await?;
        self.store().end_sessions(EndSessions::Of(account.id)).await?;
        self.begin_session(&account, key.as_ref()).await
    }

    /// Ends every other session of the account and answers with the secret of a new one for this browser.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn end_other_sessions(&self, who: &SignedIn) -> Result<String, ActionError> {
        let account = self.own_account(who).await?;
        self.store().end_sessions(EndSessions::Of(account.id)).await?;
        self.begin_session(&account, who.secret_key().as_ref()).await
    }

    /// Signs out everywhere, here too.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn sign_out_everywhere(&self, who: &SignedIn) -> Result<(), ActionError> {
        Ok(self.store().end_sessions(EndSessions::Of(who.subject.account)).await?)
    }

    /// Keeps how the pages look.
    ///
    /// # Errors
    /// When the store could not.
    pub async fn set_theme(&self, who: &SignedIn, theme: Theme) -> Result<(), ActionError> {
        let account = self.own_account(who).await?;
        let settings = with(&account.settings, THEME, Value::from(theme.as_str()));
        Ok(self.store().put_accounts(vec![Account { settings, ..account }]).await?)
    }

    async fn own_account(&self, who: &SignedIn) -> Result<Account, ActionError> {
        self.store().account(who.subject.account).await?.ok_or(ActionError::NotFound)
    }

    /// Whoever finds an unlocked screen must not be able to try passwords on it.
    pub(crate) async fn present_password_fits(&self, account: &Account, present: &str) -> Result<(), ActionError> {
        let (key, now) = (format!("password:{}", account.id), self.now());
        let since = now.checked_sub(WINDOW_MINUTES.minutes()).unwrap_or(now);
        if self.store().failures(&key, since).await? >= ATTEMPTS {
            return Err(ActionError::Wait { minutes: WINDOW_MINUTES as u32 });
        }
        if self.password_fits(present.to_owned(), account.password.clone()).await? {
            return Ok(());
        }
        self.store().count_failure(&key, now, since).await?;
        Err(Refusal::new("That is not your present password. Type it again.").about("present").into())
    }

    async fn log_own(&self, who: &SignedIn, what: &str) -> Result<(), ActionError> {
        let line = AccessLine {
            at: self.now(),
            account: Some(who.subject.account),
            name: who.subject.name.clone(),
            role: who.subject.role.words().to_owned(),
            chart: None,
            what: what.to_owned(),
            reason: String::new(),
        };
        Ok(self.store().log_access(self.organisation(), line).await?)
    }

    pub(crate) async fn hash(&self, password: String) -> Result<String, ActionError> {
        let _turn = self.hashing.acquire().await.map_err(|error| ActionError::Inside(error.to_string()))?;
        tokio::task::spawn_blocking(move || passwords::hash_password(&password))
            .await
            .map_err(|error| ActionError::Inside(error.to_string()))?
    }
}

fn check_new(account: &Account, present: &str, new: &str, again: &str) -> Result<(), Refusal> {
    let length = new.chars().count();
    let different: std::collections::BTreeSet<char> = new.to_lowercase().chars().collect();
    if length < PASSWORD_LENGTH {
        let sentence =
            format!("Use at least {PASSWORD_LENGTH} characters. Four words that do not belong together are easy to remember.");
        return Err(Refusal::new(sentence).about("new"));
    }
    if length > PASSWORD_LENGTH_MAX {
        return Err(Refusal::new(format!("Use at most {PASSWORD_LENGTH_MAX} characters.")).about("new"));
    }
    if different.len() < 5 || new.to_lowercase().contains(&account.login) {
        return Err(
            Refusal::new("That one is easy to guess. Leave out your login, and do not repeat one character.").about("new")
        );
    }
    if new == present {
        return Err(Refusal::new("The new password is the present one. Choose another.").about("new"));
    }
    if new != again {
        return Err(Refusal::new("The two new passwords are not the same. Type the new one twice.").about("again"));
    }
    Ok(())
}

/// The settings of an account whose password somebody else has seen.
pub(crate) fn with_first_password(settings: &str, now: Timestamp) -> String {
    let until = now.checked_add((FIRST_PASSWORD_DAYS * 24).hours()).unwrap_or(now);
    with(settings, FIRST_PASSWORD_UNTIL, Value::from(until.to_string()))
}

/// True when the password is a first one; what follows is whether it has run out.
pub(crate) fn first_password(settings: &str, now: Timestamp) -> Option<bool> {
    let settings = read(settings);
    let until = settings.get(FIRST_PASSWORD_UNTIL)?;
    let until: Option<Timestamp> = until.as_str().and_then(|text| text.parse().ok());
    Some(until.is_none_or(|until| until < now))
}

/// The settings as an object. Other parts of the program keep theirs in the same one.
fn read(settings: &str) -> Map<String, Value> {
    serde_json::from_str(settings).unwrap_or_default()
}

fn with(settings: &str, key: &str, value: Value) -> String {
    let mut settings = read(settings);
    settings.insert(key.to_owned(), value);
    Value::Object(settings).to_string()
}

fn without(settings: &str, key: &str) -> String {
    let mut settings = read(settings);
    settings.remove(key);
    Value::Object(settings).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_access::Role;
    use concord_chart::{AccountId, OrganisationId};

    fn account() -> Account {
        Account {
            id: AccountId(uuid::Uuid::nil()),
            organisation: OrganisationId(uuid::Uuid::nil()),
            login: "maria.delgado".to_owned(),
            name: "Maria".to_owned(),
            role: Role::Patient,
            staff: None,
            chart: None,
            places: Vec::new(),
            password: String::new(),
            open: true,
            settings: "{}".to_owned(),
        }
    }

    #[test]
    fn a_new_password_is_long_not_the_login_and_typed_twice_alike() {
        let check = |new: &str, again: &str| check_new(&account(), "the present one", new, again);
        assert!(check("four odd paper boats", "four odd paper boats").is_ok());
        for (new, again) in [
            ("short", "short"),
            ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
            ("Maria.Delgado.2026", "Maria.Delgado.2026"),
            ("the present one", "the present one"),
            ("four odd paper boats", "four odd paper boat"),
        ] {
            assert!(check(new, again).is_err(), "{new} was taken");
        }
        assert!(check(&"long ".repeat(50), &"long ".repeat(50)).is_err());
    }

    #[test]
    fn a_setting_is_changed_without_losing_the_others() {
        let settings = with(r#"{"hidden":["sleep"],"width":1.50}"#, THEME, Value::from("dark"));
        assert_eq!(settings, r#"{"hidden":["sleep"],"width":1.50,"theme":"dark"}"#);
        assert_eq!(read(&without(&settings, "hidden")), read(r#"{"theme":"dark","width":1.50}"#));
    }

    #[test]
    fn a_first_password_runs_out_and_a_damaged_date_counts_as_run_out() {
        let now: Timestamp = "2026-08-20T12:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH);
        let settings = with_first_password("{}", now);
        assert_eq!(first_password(&settings, now), Some(false));
        let later = now.checked_add((FIRST_PASSWORD_DAYS * 24 + 1).hours()).unwrap_or(Timestamp::MAX);
        assert_eq!(first_password(&settings, later), Some(true));
        assert_eq!(first_password(r#"{"first_password_until":"soon"}"#, now), Some(true));
        assert_eq!(first_password("{}", now), None);
    }
}
