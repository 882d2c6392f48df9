//! The limits of a server, each with its reason.

use std::time::Duration;

/// How many bytes a request's body may have unless
/// [`body_limit`](super::RouterBuilder::body_limit) says otherwise: 2 MiB.
///
/// A body is read whole before it is decoded, so this bounds the memory that one request can take before a
/// handler runs. 2 MiB is axum's own default, and ten times the largest JSON body that most APIs see.
pub const DEFAULT_BODY_LIMIT: usize = 2 * 1024 * 1024;

/// How often a silent stream of events shows that it is alive: every 15 seconds.
///
/// Proxies commonly close a connection after 30 or 60 seconds without a byte; half of the least leaves room for a late one.
pub const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(15);

/// How many bytes a bearer token may have: 16 KiB. Longer ones are refused before they are looked at.
///
/// Web servers and proxies commonly allow 8 KiB for one header; twice that leaves room for tokens that carry
/// claims.
pub const MAX_TOKEN_LENGTH: usize = 16 * 1024;
