//! Connections to the server: kept, lent out, and each asked once whether its commits are kept.

use crate::StoreError;
use deadpool_postgres::{Client, Hook, HookError, Manager, ManagerConfig, PoolError, RecyclingMethod, Runtime, Timeouts};
use std::{net::IpAddr, time::Duration};
use tokio_postgres::{Config, NoTls, config::Host, error::SqlState};

/// How long anything that a person waits for may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections of one node.
const CONNECTIONS: usize = 24;

/// Said to the server once for each connection. Time-outs end what hangs; the level is the one that this backend is
/// written for. What a reload of the server's settings could loosen is pinned to what it was found to be.
const GREETING: &str = "SET statement_timeout = '30s'; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s';
     SET default_transaction_isolation = 'read committed'; SET default_transaction_deferrable = off; SET search_path = public;
     SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false)";

pub(super) struct Pool(deadpool_postgres::Pool);

impl Pool {
    pub fn new(url: &str) -> Result<Self, StoreError> {
        let mut config: Config =
            url.parse().map_err(|error| StoreError::Refused(format!("this is no address of a PostgreSQL database ({error})")))?;
        refuse_open_network(&config)?;
        config.application_name("concord").connect_timeout(PATIENCE).tcp_user_timeout(2 * PATIENCE);
        config.keepalives(true).keepalives_idle(Duration::from_secs(30));
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(PATIENCE), create: Some(2 * PATIENCE), recycle: Some(PATIENCE) })
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client.batch_execute(GREETING).await.map_err(HookError::Backend)?;
                    let wrong = promises_broken(client).await.map_err(HookError::Backend)?;
                    if wrong.is_empty() { Ok(()) } else { Err(HookError::message(wrong.join("; "))) }
                })
            }))
            .build()
            .map_err(|error| StoreError::Refused(error.to_string()))?;
        Ok(Self(pool))
    }

    /// A connection that was asked.
    pub async fn take(&self) -> Result<Client, StoreError> {
        self.0.get().await.map_err(|error| match error {
            PoolError::PostCreateHook(HookError::Message(what)) => StoreError::Unsafe(what.into_owned()),
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => match said(error) {
                StoreError::Database(what) => StoreError::Unavailable(what),
                other => other,
            },
            PoolError::Timeout(_) => {
                StoreError::Unavailable("all connections to it are in use, or it does not answer".to_owned())
            }
            other => StoreError::Unavailable(other.to_string()),
        })
    }
}

/// What the server answers otherwise than Concord needs. Empty when all is well.
pub(super) async fn promises_broken(client: &tokio_postgres::Client) -> Result<Vec<String>, tokio_postgres::Error> {
    let setting = async |name: &str| -> Result<String, tokio_postgres::Error> {
        client.query_one("SELECT current_setting($1)", &[&name]).await?.try_get(0)
    };
    let mut wrong = Vec::new();
    for name in ["fsync", "full_page_writes"] {
        if setting(name).await? != "on" {
            wrong.push(format!("PostgreSQL runs with {name} off: an acknowledged entry would not survive the loss of power"));
        }
    }
    if setting("synchronous_commit").await? == "off" {
        wrong.push("PostgreSQL runs with synchronous_commit off: an acknowledged entry could be lost".to_owned());
    }
    if setting("transaction_isolation").await? != "read committed" {
        wrong.push("PostgreSQL does not run transactions at the level that was asked for".to_owned());
    }
    if setting("server_version_num").await?.parse::<u32>().unwrap_or(0) < 150_000 {
        wrong.push("PostgreSQL 15 or newer is needed".to_owned());
    }
    if setting("server_encoding").await? != "UTF8" {
        wrong.push("the database does not keep text as UTF-8: make it with ENCODING 'UTF8'".to_owned());
    }
    Ok(wrong)
}

/// Without encryption, records travel only inside this machine, unless the address says that the network is trusted.
fn refuse_open_network(config: &Config) -> Result<(), StoreError> {
    let inside = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        Host::Unix(_) => true,
    };
    let trusted = config.get_ssl_mode() == tokio_postgres::config::SslMode::Disable;
    if trusted || config.get_hosts().iter().all(inside) {
        return Ok(());
    }
    Err(StoreError::Refused(
        "this PostgreSQL is on another machine, and the way to it is not encrypted. Reach it through an encrypted tunnel on this \
         machine, or write ?sslmode=disable at the end of the address if the network between the two is your own"
            .to_owned(),
    ))
}

/// What the server or the connection says, as the store says it.
pub(super) fn said(error: tokio_postgres::Error) -> StoreError {
    let Some(answer) = error.as_db_error() else {
        return StoreError::Unavailable(with_cause(&error));
    };
    let sentence = format!("{} ({})", answer.message(), answer.code().code());
    match answer.code() {
        code if ["08", "40", "53", "57"].contains(&&code.code()[..2]) => StoreError::Unavailable(sentence),
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Unavailable(sentence),
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => StoreError::Damaged(sentence),
        _ => StoreError::Database(sentence),
    }
}

fn with_cause(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_open_network_is_refused_unless_the_address_says_so() {
        let open = |url: &str| refuse_open_network(&url.parse().unwrap()).is_ok();
        assert!(open("postgres://a@127.0.0.1/b"));
        assert!(open("postgres://a@localhost:5433/b"));
        assert!(open("host=/var/run/postgresql user=a"));
        assert!(open("postgres://a@db.example/b?sslmode=disable"));
        assert!(!open("postgres://a@db.example/b"));
        assert!(!open("postgres://a@127.0.0.1,10.0.0.1/b"));
    }
}
