//! A panic in a handler ends one request, not the connection and all that shares it.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

/// Runs a future to its end or to its panic.
///
/// A future that has panicked is dropped without being polled again, and what it shares with others is the
/// application, which can guard itself with `Mutex`'s poisoning: hence `AssertUnwindSafe`.
pub(super) async fn catch<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    poll_fn(
        move |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(payload) => std::task::Poll::Ready(Err(Panicked::new(&*payload))),
        },
    )
    .await
}

/// Runs a closure to its end or to its panic.
pub(super) fn catch_sync<T>(run: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| Panicked::new(&*payload))
}

/// A panic as an error.
#[derive(Debug)]
pub(super) struct Panicked {
    message: Option<String>,
}

impl Panicked {
    fn new(payload: &(dyn Any + Send)) -> Self {
        let message = payload
            .downcast_ref::<&'static str>()
            .map(|message| (*message).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        Self { message }
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => write!(f, "panicked: {message}"),
            None => f.write_str("panicked"),
        }
    }
}

impl std::error::Error for Panicked {}
