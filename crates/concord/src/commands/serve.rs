//! `concord serve`: the practice on an address of this machine.

use anyhow::{Context, Result};
use concord_actions::Clinic;
use concord_web::{app::App, serve};
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;

/// Serves until the process is told to stop, then finishes what was begun.
/// `secure` says that people reach it over TLS (a proxy in front), so that cookies are marked so.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn run(clinic: Arc<Clinic>, listen: SocketAddr, secure: bool, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; is another program there? Choose another with --listen"))?;
    let address = listener.local_addr()?;
    let service = serve::service(App::new(clinic, secure)).into_make_service_with_connect_info::<SocketAddr>();
    ready(address);
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    Ok(())
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
