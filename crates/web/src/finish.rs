//! Work that comes to its end whatever becomes of whoever waits for it: a phone that loses the line and a patience that runs out
//! end the waiting, never a write that was begun.

use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use std::{future::Future, time::Duration};
use tracing::Instrument;

/// Waits for work that goes on when nobody waits for it any more. A panic inside is a panic here.
pub async fn to_its_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program is ending: there is nobody left to answer.
            Err(_) => std::future::pending().await,
        },
    }
}

/// What comes of the work within a time; nothing where it takes longer, and then it still comes to its end.
pub async fn within<T: Send + 'static>(patience: Duration, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::time::timeout(patience, to_its_end(work)).await.ok()
}

/// A request that may write is finished although its client went away or the time for an answer is over.
pub async fn writes(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    to_its_end(next.run(request)).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::{Router, body::Body, middleware, routing::post};
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };
    use tower::ServiceExt;

    const WORK: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn work_comes_to_its_end_although_the_patience_ran_out() {
        let done = Arc::new(AtomicBool::new(false));
        let inside = done.clone();
        let work = async move {
            tokio::time::sleep(WORK).await;
            inside.store(true, Ordering::SeqCst);
        };
        assert_eq!(within(Duration::from_secs(2), work).await, None);
        assert!(!done.load(Ordering::SeqCst));
        tokio::time::sleep(WORK).await;
        assert!(done.load(Ordering::SeqCst));
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_is_finished_although_its_client_went_away() {
        let done = Arc::new(AtomicBool::new(false));
        let inside = done.clone();
        let handler = move || async move {
            tokio::time::sleep(WORK).await;
            inside.store(true, Ordering::SeqCst);
        };
        let service = Router::new().route("/", post(handler)).layer(middleware::from_fn(writes));
        let request = Request::builder().method(Method::POST).uri("/").body(Body::empty()).unwrap();
        // The client hangs up: the answer is dropped half-way.
        assert!(tokio::time::timeout(Duration::from_secs(1), service.oneshot(request)).await.is_err());
        tokio::time::sleep(WORK).await;
        assert!(done.load(Ordering::SeqCst), "the write was thrown away with the connection");
    }
}
