//! The limits of connections, each with its reason.

use std::time::Duration;

/// How many connections there are at a time unless set: 1,000. Further ones wait in the system's queue.
///
/// A process may have 1,024 files open on most systems, and a connection is one; the rest is for what handlers open.
pub const DEFAULT_CONNECTIONS: usize = 1000;

/// How long a caller may take from the first byte of a request to the end of its head, and from connecting to the end of
/// the first head, unless set: 10 seconds.
///
/// A head is a few packets. Who sends it byte by byte holds a connection and wants nothing else.
pub const DEFAULT_HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may have nothing to do before it is closed, unless set: 75 seconds.
///
/// Longer than the 60 seconds after which common load balancers close one. Were it shorter, they would send requests into
/// connections that are being closed.
pub const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(75);

/// How long a caller may leave a response unread before the connection is closed, unless set: 30 seconds.
///
/// As long as a request may [take](crate::server::DEFAULT_TIMEOUT). It begins anew with every byte that goes out, so a slow
/// reader is served, however long it takes; one that has stopped does not hold what is left to be sent.
pub const DEFAULT_WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// How long requests at hand may take once the server was told to stop, unless set: 10 seconds.
///
/// Kubernetes kills a program after 30 seconds, Docker after 10.
pub const DEFAULT_GRACE: Duration = Duration::from_secs(10);

/// How many bytes of a head, and how many of a response that is on its way, are held per connection: 64 KiB. Over HTTP/2
/// per request.
///
/// A head with the longest [path and query](crate::server::DEFAULT_URI_LIMIT) and the longest
/// [token](crate::server::MAX_TOKEN_LENGTH) has room twice. A stream is asked for more when there is less to be sent.
pub const MAX_BUFFER: usize = 64 * 1024;

/// How many header lines are read over HTTP/1 unless set: 100. More are answered by an empty 431.
///
/// As many as a router [takes](crate::server::DEFAULT_HEADER_LIMIT), and as hyper has room for at hand: for any other number it
/// takes and clears memory of its own with each request, a tenth of what a small one costs.
pub const DEFAULT_HEADERS: usize = 100;

/// How many requests a caller may have at hand at a time over one HTTP/2 connection: 100, as RFC 9113 section 6.5.2
/// recommends at least.
#[cfg(feature = "http2")]
pub(super) const MAX_CONCURRENT_STREAMS: u32 = 100;

/// How long an HTTP/2 connection may be silent before it is asked whether the other end is still there, and how long it has
/// to answer: 20 seconds each. TCP itself would not notice for hours.
#[cfg(feature = "http2")]
pub(super) const PING: Duration = Duration::from_secs(20);

/// What connections may do; requests have [limits of their own](crate::server#for-deployers).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionLimits {
    /// See [`DEFAULT_CONNECTIONS`]. At least one.
    pub connections: usize,
    /// See [`DEFAULT_HEADERS`].
    pub headers: usize,
    /// See [`DEFAULT_HEAD_TIMEOUT`].
    pub head: Duration,
    /// See [`DEFAULT_IDLE_TIMEOUT`].
    pub idle: Duration,
    /// See [`DEFAULT_WRITE_TIMEOUT`].
    pub write: Duration,
    /// See [`DEFAULT_GRACE`].
    pub grace: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: DEFAULT_CONNECTIONS,
            headers: DEFAULT_HEADERS,
            head: DEFAULT_HEAD_TIMEOUT,
            idle: DEFAULT_IDLE_TIMEOUT,
            write: DEFAULT_WRITE_TIMEOUT,
            grace: DEFAULT_GRACE,
        }
    }
}

impl ConnectionLimits {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// See [`DEFAULT_CONNECTIONS`].
    #[must_use]
    pub fn connections(mut self, count: usize) -> Self {
        self.connections = count;
        self
    }

    /// See [`DEFAULT_HEADERS`]. With more than a router [takes](crate::server::RouterBuilder::header_limit) the router answers,
    /// in its own words.
    #[must_use]
    pub fn headers(mut self, count: usize) -> Self {
        self.headers = count;
        self
    }

    /// See [`DEFAULT_HEAD_TIMEOUT`].
    #[must_use]
    pub fn head(mut self, time: Duration) -> Self {
        self.head = time;
        self
    }

    /// See [`DEFAULT_IDLE_TIMEOUT`].
    #[must_use]
    pub fn idle(mut self, time: Duration) -> Self {
        self.idle = time;
        self
    }

    /// See [`DEFAULT_WRITE_TIMEOUT`].
    #[must_use]
    pub fn write(mut self, time: Duration) -> Self {
        self.write = time;
        self
    }

    /// See [`DEFAULT_GRACE`].
    #[must_use]
    pub fn grace(mut self, time: Duration) -> Self {
        self.grace = time;
        self
    }
}
