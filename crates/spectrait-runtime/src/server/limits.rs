//! The limits of a server, each with its reason. Others are where they are held: how deep JSON may nest
//! ([`MAX_DEPTH`](crate::json::MAX_DEPTH)), how many violations are kept
//! ([`MAX_VIOLATIONS`](crate::json::MAX_VIOLATIONS)), how long an item of a stream may be
//! ([`MAX_ITEM_LENGTH`](crate::operation::MAX_ITEM_LENGTH)), what connections may do
//! ([`ConnectionLimits`](super::ConnectionLimits)).

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

/// How long a request may take unless [`timeout`](super::RouterBuilder::timeout) says otherwise: 30 seconds.
///
/// Whoever waits has given up by then: it is the time that clients and proxies commonly wait for an answer. Without a
/// limit a caller who sends a body byte by byte, and a handler that waits for what never comes, each hold their memory
/// for ever. What a stream sends after its head is not bounded by it.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// How many header lines a request may have unless [`header_limit`](super::RouterBuilder::header_limit) says
/// otherwise: 100.
///
/// Browsers send about twenty and proxies add a dozen; hyper, Apache and `HAProxy` all stop at about 100. A header that is
/// given twice counts twice, since each is looked at.
pub const DEFAULT_HEADER_LIMIT: usize = 100;

/// How many bytes the target of a request, path and query, may have unless
/// [`uri_limit`](super::RouterBuilder::uri_limit) says otherwise: 16 KiB.
///
/// RFC 9110 section 4.1 asks for at least 8,000, and common proxies take 8 KiB; twice that leaves room for long lists in a
/// query. (The type `Uri` takes 64 KiB at most.)
pub const DEFAULT_URI_LIMIT: usize = 16 * 1024;

/// How many bytes a bearer token may have: 16 KiB. Longer ones are refused before they are looked at.
///
/// Web servers and proxies commonly allow 8 KiB for one header; twice that leaves room for tokens that carry
/// claims.
pub const MAX_TOKEN_LENGTH: usize = 16 * 1024;
