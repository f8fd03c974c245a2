//! Server time of every kind of page of the demo practice: each role's sign-in follows links until no new kind turns up,
//! then every page found is asked for again and again.

use super::table::{Table, milliseconds, percentile};
use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use concord_access::Role;
use concord_actions::OffsetClock;
use concord_simulation::{DEMO_PASSWORD, PROXY_LOGIN, demo, sign_ins};
use concord_web::{app::App, serve};
use http_body_util::BodyExt;
use std::{
    collections::{BTreeMap, VecDeque},
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tower::ServiceExt;

/// How often each page is asked for; the slowest of them is what "p99" means with so few.
const REQUESTS: usize = 30;

/// What is being typed while the regimen is reviewed.
const TYPED: &str = "what=medicine-start&name=St+John%27s+wort";

/// One kind of page, as one role.
struct Asked {
    kind: String,
    role: &'static str,
    times: Vec<Duration>,
}

impl Asked {
    fn slowest(&self) -> Duration {
        percentile(&self.times, 0.99)
    }
}

/// Makes the demo, crawls it as everybody, and prints the middle, the slowest and how many are over the aim. With `list`
/// every page gets a line of its own.
pub async fn measure(table: &mut Table, folder: &Path, list: bool) -> Result<()> {
    let database = folder.join("demo.db");
    let opened = demo::open_or_make(&database, None, None, |_| ()).await.context("the measured demo could not be made")?;
    let clinic = crate::practice::clinic_at(opened.store, Arc::new(OffsetClock::starting_at(opened.now))).await?;
    let browser = Browser { service: serve::service(App::new(clinic, false)), asked: std::cell::Cell::new(0) };
    let (mut all, mut reviews) = (Vec::new(), Vec::new());
    let staff = sign_ins().into_iter().map(|sign_in| (sign_in.role, sign_in.login));
    for (role, login) in staff.chain([(Role::Proxy, PROXY_LOGIN.to_owned())]) {
        let cookie = browser.sign_in(&login).await?;
        for (kind, path) in browser.crawl(&cookie).await? {
            if kind == "/chart/:id/regimen" {
                reviews.extend(browser.time(&cookie, &format!("{path}/review?{TYPED}")).await?);
            }
            let times = browser.time(&cookie, &path).await?;
            all.push(Asked { kind, role: role.as_str(), times });
        }
    }
    reviews.sort_unstable();
    if !reviews.is_empty() {
        table.line("live review on the regimen page, p99", &milliseconds(percentile(&reviews, 0.99)), "under 20 ms");
    }
    say(table, &all, list);
    Ok(())
}

fn say(table: &mut Table, all: &[Asked], list: bool) {
    let mut sorted: Vec<&Asked> = all.iter().collect();
    sorted.sort_by_key(|asked| std::cmp::Reverse(asked.slowest()));
    let mut times: Vec<Duration> = all.iter().flat_map(|asked| asked.times.iter().copied()).collect();
    times.sort_unstable();
    let over = all.iter().filter(|asked| asked.slowest() > Duration::from_millis(50)).count();
    table.line("pages of the demo, by kind and role", &all.len().to_string(), "");
    if times.is_empty() {
        return;
    }
    table.line("every page of the demo, p50", &milliseconds(percentile(&times, 0.5)), "");
    table.line("every page of the demo, p99", &milliseconds(percentile(&times, 0.99)), "under 50 ms");
    table.line("pages whose own p99 is over 50 ms", &over.to_string(), "0");
    let shown = if list { sorted.len() } else { 5 };
    for asked in sorted.into_iter().take(shown) {
        table.line(&format!("  {} ({})", asked.kind, asked.role), &milliseconds(asked.slowest()), "under 50 ms");
    }
}

/// Asks the service without a network between.
struct Browser {
    service: Router,
    asked: std::cell::Cell<u32>,
}

impl Browser {
    /// Every request comes from an address of its own: the limit for one address is not what is measured.
    fn peer(&self) -> ConnectInfo<SocketAddr> {
        self.asked.set(self.asked.get() + 1);
        ConnectInfo(SocketAddr::from((Ipv4Addr::from_bits(0x7F00_0000 + (self.asked.get() & 0x00FF_FFFF)), 1)))
    }

    async fn sign_in(&self, login: &str) -> Result<String> {
        let form = format!("login={login}&password={DEMO_PASSWORD}");
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(self.peer())
            .body(Body::from(form))?;
        let response = self.service.clone().oneshot(request).await?;
        let cookie = response.headers().get(header::SET_COOKIE).context("signing in was refused")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// The page's status, where it leads to, its words when it is a page, and how long it took.
    async fn get(&self, cookie: &str, path: &str) -> Result<Got> {
        let request = Request::get(path).header(header::COOKIE, cookie).extension(self.peer()).body(Body::empty())?;
        let begun = Instant::now();
        let response = self.service.clone().oneshot(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await?.to_bytes();
        let took = begun.elapsed();
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let is_page = header(header::CONTENT_TYPE).starts_with("text/html");
        let text = if is_page { String::from_utf8_lossy(&body).into_owned() } else { String::new() };
        Ok(Got { status, to: header(header::LOCATION), text, took })
    }

    /// One address for each kind of page that can be reached, by its kind.
    async fn crawl(&self, cookie: &str) -> Result<BTreeMap<String, String>> {
        let (mut seen, mut pages) = (std::collections::BTreeSet::new(), BTreeMap::new());
        let mut waiting = VecDeque::from(["/".to_owned()]);
        while let Some(path) = waiting.pop_front() {
            let kind = kind_of(&path);
            if !seen.insert(kind.clone()) {
                continue;
            }
            let got = self.get(cookie, &path).await?;
            if got.status.is_redirection() {
                waiting.push_back(got.to);
                continue;
            }
            if got.status != StatusCode::OK || got.text.is_empty() {
                continue;
            }
            waiting.extend(links(&got.text).filter(|link| !seen.contains(&kind_of(link))));
            pages.insert(kind, path);
        }
        Ok(pages)
    }

    async fn time(&self, cookie: &str, path: &str) -> Result<Vec<Duration>> {
        let mut times = Vec::with_capacity(REQUESTS);
        // The first few warm the memory; a practice's day has thousands.
        for index in 0..REQUESTS + 2 {
            let got = self.get(cookie, path).await?;
            ensure!(got.status == StatusCode::OK, "{path} answered {}", got.status);
            if index >= 2 {
                times.push(got.took);
            }
        }
        times.sort_unstable();
        Ok(times)
    }
}

struct Got {
    status: StatusCode,
    to: String,
    text: String,
    took: Duration,
}

/// The addresses in this program that a page links to; two choices at once are the same page as each alone.
fn links(text: &str) -> impl Iterator<Item = String> {
    let inside = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = inside.filter(|link| link.starts_with('/') && !link.starts_with("//") && !link.contains("&amp;"));
    own.filter_map(|link| link.split('#').next()).map(str::to_owned)
}

/// The kind of a page: its path with ids, days and numbers left out, and the name of its parameter.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.split('/').map(|part| if is_one_of_many(part) { ":id" } else { part }).collect();
    let name = query.split('=').next().unwrap_or_default();
    if name.is_empty() { parts.join("/") } else { format!("{}?{name}", parts.join("/")) }
}

/// True for ids, days and numbers, which differ from one record to the next.
fn is_one_of_many(part: &str) -> bool {
    part.len() >= 16 && part.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
        || !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_page_has_no_ids_and_no_days() {
        assert_eq!(kind_of("/chart/018f5d9e-0000-7000-8000-0000000000aa/plan"), "/chart/:id/plan");
        assert_eq!(kind_of("/day/2026-08-21?place=north"), "/day/:id?place");
        assert_eq!(kind_of("/my/work"), "/my/work");
    }

    #[test]
    fn links_are_those_of_this_program_with_at_most_one_choice() {
        let page = r##"<a href="/today#top">a</a><a href="https://elsewhere">b</a><a href="/a?x=1&amp;y=2">c</a>"##;
        assert_eq!(links(page).collect::<Vec<_>>(), ["/today"]);
    }
}
