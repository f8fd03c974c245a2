//! What every handler holds: the clinic, and how the program is being served.

use crate::rate::Rate;
use concord_actions::Clinic;
use std::sync::Arc;

/// The web side of the practice.
pub struct App {
    /// The practice at work.
    pub clinic: Arc<Clinic>,
    /// True when served over TLS (or behind a proxy that is): cookies are then `Secure` and named `__Host-`.
    pub secure: bool,
    /// Limits on sign-in and other costly requests.
    pub rate: Rate,
}

/// How handlers receive it.
pub type Shared = Arc<App>;

impl App {
    /// The web side of a practice.
    pub fn new(clinic: Arc<Clinic>, secure: bool) -> Shared {
        Arc::new(Self { clinic, secure, rate: Rate::default() })
    }

    /// The name of the session cookie.
    pub fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-concord" } else { "concord" }
    }
}
