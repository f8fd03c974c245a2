//! Server time of the two heaviest pages: the chart with 3,000 events and the caseload of the whole practice.

use super::{
    folding,
    table::{Table, milliseconds, percentile},
};
use crate::practice;
use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use concord_access::Role;
use concord_actions::{Clinic, TakeIn};
use concord_chart::{
    ChartId, Draft, Event, StaffId,
    registration::{CareRole, TeamJoined, TeamMember},
};
use concord_store::Account;
use concord_web::{app::App, serve};
use http_body_util::BodyExt;
use std::{path::Path, sync::Arc, time::Instant};
use tower::ServiceExt;
use uuid::Uuid;

const REQUESTS: usize = 200;

/// Signs in as a prescriber on whose caseload everybody is, and asks for both pages many times.
pub async fn measure(table: &mut Table, database: &Path, patients: u32) -> Result<()> {
    let clinic = practice::clinic(practice::open_store(&format!("sqlite:{}", database.display())).await?).await?;
    let manager = everybodys_manager(&clinic).await?;
    let chart = big_chart(&clinic, &manager).await?;
    let service = serve::service(App::new(Arc::clone(&clinic), false));
    let cookie = sign_in(&service, &manager.login).await?;
    page(table, &service, &cookie, &format!("/chart/{chart}"), "chart page with 3,000 events").await?;
    page(table, &service, &cookie, "/caseload", &format!("caseload, {patients} patients in the practice")).await
}

async fn page(table: &mut Table, service: &Router, cookie: &str, path: &str, what: &str) -> Result<()> {
    let mut times = Vec::with_capacity(REQUESTS);
    for index in 0..REQUESTS + 5 {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty())?;
        let begun = Instant::now();
        let response = service.clone().oneshot(request).await?;
        ensure!(response.status() == StatusCode::OK, "{path} answered {}", response.status());
        response.into_body().collect().await?;
        // The first few warm the memory; a practice's day has thousands.
        if index >= 5 {
            times.push(begun.elapsed());
        }
        // Slower than the limit for one address, so that no request is turned away.
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
    times.sort_unstable();
    table.line(&format!("{what}, p50"), &milliseconds(percentile(&times, 0.5)), "under 10 ms");
    table.line(&format!("{what}, p99"), &milliseconds(percentile(&times, 0.99)), "under 50 ms");
    Ok(())
}

const PASSWORD: &str = "measured only here";

/// A care manager of the measured practice, with a password that this run knows.
async fn everybodys_manager(clinic: &Clinic) -> Result<Account> {
    let accounts = clinic.store().accounts(clinic.organisation()).await?;
    let account =
        accounts.into_iter().find(|account| account.role == Role::CareManager).context("the practice has no care manager")?;
    let account = Account { password: concord_actions::hash_password(PASSWORD)?, ..account };
    clinic.store().put_accounts(vec![account.clone()]).await?;
    Ok(account)
}

async fn big_chart(clinic: &Clinic, manager: &Account) -> Result<ChartId> {
    let chart = ChartId(Uuid::from_u128(3_000));
    let mut drafts: Vec<Draft> = folding::log(3_000).iter().map(|recorded| recorded.draft.clone()).collect();
    let staff = manager.staff.unwrap_or(StaffId(Uuid::nil()));
    let member = TeamMember { staff: Some(staff), name: manager.name.clone(), role: CareRole::CareManager };
    let joined = Draft { event: Event::TeamJoined(TeamJoined { member }), ..drafts[1].clone() };
    drafts.insert(
        1,
        Draft {
            id: concord_chart::EventId(Uuid::from_u128(9_999)),
            key: concord_chart::IdempotencyKey("bench-team".to_owned()),
            ..joined
        },
    );
    clinic.take_in(vec![TakeIn { chart, drafts, kept: Vec::new() }], "bench").await?;
    Ok(chart)
}

async fn sign_in(service: &Router, login: &str) -> Result<String> {
    let form = format!("login={login}&password={}", PASSWORD.replace(' ', "+"));
    let request =
        Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form))?;
    let response = service.clone().oneshot(request).await?;
    let cookie = response.headers().get(header::SET_COOKIE).context("signing in was refused")?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}
