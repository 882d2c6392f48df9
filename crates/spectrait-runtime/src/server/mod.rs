//! The server: being written.

mod context;
mod credentials;
mod failure;
mod limits;
mod macros;
mod panics;
mod path;
mod problem;
mod rejection;
mod router;
mod routes;
mod serve;

#[doc(hidden)]
pub use http::HeaderMap;

#[doc(inline)]
pub use crate::{credentials, service};
pub use context::Context;
#[doc(hidden)]
pub use credentials::Schemes;
pub use credentials::{AuthError, Bearer, Credential, Credentials, Malformed};
pub use failure::{BoxError, Failure};
pub use limits::{DEFAULT_BODY_LIMIT, MAX_TOKEN_LENGTH};
pub use problem::problem;
pub use rejection::{Rejection, RejectionKind};
pub use router::RouterBuilder;
pub use routes::{Guard, Routes};
pub use serve::AnsweredBy;
