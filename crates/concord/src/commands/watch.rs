//! What the server does by itself: goes on with the calls of alerts, looks after forms that were begun and left, sends
//! messages. Everything is worked out from the store each time, so that it may be stopped and started at any moment and
//! run on several machines at once.

use super::messages::Channels;
use concord_actions::Clinic;
use std::{future::Future, sync::Arc, time::Duration};
use tokio::task::{JoinHandle, JoinSet};

/// How often it looks. A first call is part of the answer itself; this is how late a further one can be.
const EVERY: Duration = Duration::from_secs(10);

/// Background work that ends with its owner.
pub struct Watch(Vec<JoinHandle<()>>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

/// Begins the work.
pub fn begin(clinic: &Arc<Clinic>, channels: Channels) -> Watch {
    let calls = tokio::spawn(look(Arc::clone(clinic)));
    // Sending stands apart: a program that hangs holds up no call.
    let messages = channels.any().then(|| tokio::spawn(send(Arc::clone(clinic), channels)));
    Watch(std::iter::once(calls).chain(messages).collect())
}

async fn look(clinic: Arc<Clinic>) {
    let mut times = tokio::time::interval(EVERY);
    times.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        times.tick().await;
        let clinic = Arc::clone(&clinic);
        apart("a look after alerts", async move { once(&clinic).await }).await;
    }
}

/// Work that breaks off takes only itself along: the next round begins it again. It ends with whoever waits for it.
async fn apart(what: &str, work: impl Future<Output = ()> + Send + 'static) {
    let mut set = JoinSet::new();
    set.spawn(work);
    while let Some(ended) = set.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "{what} broke off");
        }
    }
}

/// One look. What fails is written into the program's log and tried again the next time.
pub async fn once(clinic: &Clinic) {
    if let Err(error) = clinic.look_at_abandoned().await {
        tracing::error!(%error, "forms that were left could not be looked at");
    }
    // Settings that another machine has changed are followed here too.
    if let Err(error) = clinic.load_practice().await {
        tracing::warn!(%error, "the practice's settings could not be read again");
    }
    match clinic.escalate().await {
        Ok(done) if done.called > 0 => tracing::info!(called = done.called, waiting = done.waiting, "calls for alerts"),
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "alerts could not be looked at"),
    }
}

async fn send(clinic: Arc<Clinic>, channels: Channels) {
    let mut times = tokio::time::interval(EVERY / 2);
    times.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        times.tick().await;
        let (clinic, channels) = (Arc::clone(&clinic), channels.clone());
        apart("a round of messages", async move { send_once(&clinic, &channels).await }).await;
    }
}

async fn send_once(clinic: &Clinic, channels: &Channels) {
    let by = |recipient: String, text: String| {
        let channels = channels.clone();
        async move {
            let sending = tokio::task::spawn_blocking(move || channels.send(&recipient, &text));
            sending.await.unwrap_or_else(|error| Err(format!("sending broke off: {error}")))
        }
    };
    if let Err(error) = clinic.deliver(by).await {
        tracing::warn!(%error, "messages could not be sent");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn a_look_that_breaks_off_does_not_end_the_watch() {
        let looks = Arc::new(AtomicU32::new(0));
        for _ in 0..3 {
            let looks = Arc::clone(&looks);
            apart("a look", async move { assert!(looks.fetch_add(1, Ordering::Relaxed) > 0, "the first one breaks off") }).await;
        }
        assert_eq!(looks.load(Ordering::Relaxed), 3);
    }
}
