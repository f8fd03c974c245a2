//! The bare address: leads everybody to where their day begins.

use axum::{Extension, response::Redirect};
use concord_access::Role;
use concord_actions::SignedIn;

/// Where somebody's day begins.
pub fn start_of(role: Role) -> &'static str {
    match role {
        Role::CareManager => "/caseload",
        Role::Patient => "/my",
        Role::Proxy => "/for",
        Role::Administrator => "/admin",
        Role::FrontDesk => "/desk",
        Role::Prescriber | Role::Therapist | Role::ComplementaryPractitioner => "/today",
    }
}

/// Sends people on.
pub async fn show(who: Option<Extension<SignedIn>>) -> Redirect {
    Redirect::to(who.map_or("/sign-in", |who| start_of(who.subject.role)))
}
