//! `concord serve`: the practice on an address of this machine.

use super::{messages::Channels, watch};
use anyhow::{Context, Result, bail};
use concord_actions::Clinic;
use concord_web::{app::App, serve};
use std::{net::SocketAddr, path::Path, sync::Arc};
use tokio::net::TcpListener;

/// A token that is shorter can be guessed.
const SHORTEST_TOKEN: usize = 20;

/// Serves until the process is told to stop, then finishes what was begun.
/// While it serves, it goes on with the calls of alerts and sends messages by the `channels` that are configured.
/// `secure` says that people reach it over TLS (a proxy in front), so that cookies are marked so. `cds` adds the check for
/// other record systems; its addresses stand beside the pages and share nothing with them.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn run(
    clinic: Arc<Clinic>,
    listen: SocketAddr,
    secure: bool,
    cds: Option<concord_cds::Settings>,
    channels: Channels,
    ready: impl FnOnce(SocketAddr),
) -> Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; is another program there? Choose another with --listen"))?;
    let address = listener.local_addr()?;
    let _watch = watch::begin(&clinic, channels);
    let pages = serve::service(App::new(Arc::clone(&clinic), secure));
    let all = match cds {
        Some(settings) => concord_cds::service(clinic, &settings).fallback_service(pages),
        None => pages,
    };
    ready(address);
    axum::serve(listener, all.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(told_to_stop()).await?;
    Ok(())
}

/// How the check for other record systems is run, with the token that stands in a file.
///
/// # Errors
/// When the file cannot be read, or holds no token worth the name.
pub fn cds_settings(token: Option<&Path>) -> Result<concord_cds::Settings> {
    let Some(file) = token else { return Ok(concord_cds::Settings::default()) };
    let words = std::fs::read_to_string(file).with_context(|| format!("the token file {} could not be read", file.display()))?;
    let token = words.trim();
    if token.len() < SHORTEST_TOKEN {
        bail!(
            "the token in {} is shorter than {SHORTEST_TOKEN} characters; make one with `openssl rand -hex 32`",
            file.display()
        );
    }
    Ok(concord_cds::Settings { token: Some(token.to_owned()) })
}

async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! { () = interrupted => {}, () = terminated => {} }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_token_that_can_be_guessed_is_refused_and_line_ends_are_no_part_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "short\n").unwrap();
        assert!(cds_settings(Some(&file)).unwrap_err().to_string().contains("shorter than"));
        std::fs::write(&file, "0123456789abcdef0123456789abcdef\n").unwrap();
        assert_eq!(cds_settings(Some(&file)).unwrap().token.as_deref(), Some("0123456789abcdef0123456789abcdef"));
        assert!(cds_settings(Some(&folder.path().join("none"))).unwrap_err().to_string().contains("could not be read"));
        assert!(cds_settings(None).unwrap().token.is_none());
    }
}
