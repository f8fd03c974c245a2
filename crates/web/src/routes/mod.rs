//! Every address of the program, in one table an audience. What is not in a table does not exist.
//!
//! A route says for whom it is; the guard asks before the handler runs. Two tests walk these tables: one asks every
//! route as every role, one fails for a route on a patient that leaves no line in the access log.

mod admin;
mod care;
mod clinician;
mod front_desk;
mod measure;
mod patient;
mod public;
mod release;
mod safety;
mod session;
mod units;
mod work;

use crate::{app::Shared, guard};
use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};
use concord_access::Role;

/// For whom a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, signed in or not.
    Anybody,
    /// Anybody who is signed in.
    SignedIn,
    /// These roles.
    Roles(&'static [Role]),
}

/// One address and method.
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The address, with `{chart}` where it is about one patient.
    pub path: &'static str,
    /// For whom.
    pub audience: Audience,
    /// True when the page shows or changes one patient's record: it must leave a trace.
    pub on_chart: bool,
    handler: MethodRouter<Shared>,
}

/// Clinicians who may read whole charts.
pub const CLINICIANS: Audience = Audience::Roles(&[Role::Prescriber, Role::Therapist, Role::CareManager]);
/// Those who prescribe.
pub const PRESCRIBERS: Audience = Audience::Roles(&[Role::Prescriber]);
/// Everybody who treats.
pub const TREATING: Audience =
    Audience::Roles(&[Role::Prescriber, Role::Therapist, Role::CareManager, Role::ComplementaryPractitioner]);
/// Everybody who works at the practice and sees people's names.
pub const STAFF: Audience =
    Audience::Roles(&[Role::Prescriber, Role::Therapist, Role::CareManager, Role::ComplementaryPractitioner, Role::FrontDesk]);
/// The patient.
pub const PATIENT: Audience = Audience::Roles(&[Role::Patient]);
/// The administrator.
pub const ADMIN: Audience = Audience::Roles(&[Role::Administrator]);
/// The front desk.
pub const DESK: Audience = Audience::Roles(&[Role::FrontDesk]);

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Self { method: Method::GET, path, audience, on_chart: path.contains("{chart}"), handler: on(MethodFilter::GET, handler) }
    }

    /// A form.
    pub fn post<H, T>(path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Self {
            method: Method::POST,
            path,
            audience,
            on_chart: path.contains("{chart}"),
            handler: on(MethodFilter::POST, handler),
        }
    }

    /// Marks a route that is about the signed-in patient's own record without naming it in the address.
    pub fn on_own_chart(self) -> Self {
        Self { on_chart: true, ..self }
    }
}

/// Every route there is.
pub fn table() -> Vec<Route> {
    [
        public::table(),
        patient::table(),
        clinician::table(),
        front_desk::table(),
        admin::table(),
        care::table(),
        measure::table(),
        release::table(),
        safety::table(),
        session::table(),
        units::table(),
        work::table(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The routes as a router, each behind the guard of its audience.
pub fn router(app: &Shared) -> Router<Shared> {
    table().into_iter().fold(Router::new(), |router, route| {
        let gate = guard::Gate { app: app.clone(), audience: route.audience };
        let guarded = route.handler.layer(axum::middleware::from_fn_with_state(gate, guard::ask));
        router.route(route.path, guarded)
    })
}
