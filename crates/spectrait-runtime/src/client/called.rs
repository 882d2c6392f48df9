//! What a request tells the layers that it goes through.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::time::Instant;

/// Put into a request's extensions, for layers and transports: which operation is called.
///
/// ```
/// use spectrait_runtime::client::{Body, CalledOperation};
///
/// fn label(request: &http::Request<Body>) -> &'static str {
///     let called = request.extensions().get::<CalledOperation>();
///     called.map_or("other", |called| called.operation_id)
/// }
/// # assert_eq!(label(&http::Request::default()), "other");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CalledOperation {
    /// The `operationId`.
    pub operation_id: &'static str,
    /// The path template as the document writes it.
    pub path_template: &'static str,
}

/// What a call and its layers tell each other, in the request's extensions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// When the call as a whole times out.
    pub(crate) deadline: Option<Instant>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    attempts: AtomicU32,
    #[cfg(feature = "tracing")]
    sent: AtomicU32,
}

impl Progress {
    /// Of a call that times out then.
    pub(crate) fn until(deadline: Option<Instant>) -> Self {
        Self {
            deadline,
            ..Self::default()
        }
    }

    /// How often the request was sent, redirects not counted. 0: not yet.
    pub(crate) fn attempts(&self) -> u32 {
        self.counts.attempts.load(Ordering::Relaxed)
    }

    /// The request is about to be sent, or sent again.
    pub(crate) fn count_attempt(&self) {
        self.counts.attempts.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts what is sent, redirects too, and tells how often it was before.
    #[cfg(feature = "tracing")]
    pub(crate) fn count_sent(&self) -> u32 {
        self.counts.sent.fetch_add(1, Ordering::Relaxed)
    }
}
