//! Who is let in.

use spectrait_runtime::server::{
    ApiKey, Basic, Bearer, ClientCertificate, HttpCredentials, Scopes,
};

/// Who may call.
pub const USER: &str = "somebody";

/// The token, the key and the password.
pub const TOKEN: &str = "secret";

/// Whoever was let in, with every scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller;

impl Scopes for Caller {
    fn has_scope(&self, _: &str, _: &str) -> bool {
        true
    }
}

/// What one scheme gives, and whether it is what the stub takes.
pub trait Accepted {
    /// Whether it is.
    fn is_accepted(&self) -> bool;
}

impl Accepted for Bearer {
    fn is_accepted(&self) -> bool {
        self.matches(TOKEN)
    }
}

impl Accepted for Basic {
    fn is_accepted(&self) -> bool {
        self.matches(USER, TOKEN)
    }
}

impl Accepted for ApiKey {
    fn is_accepted(&self) -> bool {
        self.matches(TOKEN)
    }
}

/// A scheme whose name is all that the document says of it.
impl Accepted for HttpCredentials {
    fn is_accepted(&self) -> bool {
        self.text() == TOKEN
    }
}

/// It was checked before it came here.
impl Accepted for ClientCertificate {
    fn is_accepted(&self) -> bool {
        true
    }
}
