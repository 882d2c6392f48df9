//! Who is let in.

use spectrait_runtime::server::{ApiKey, Basic, Bearer, ClientCertificate, HttpCredentials};

/// Who may call.
pub const USER: &str = "somebody";

/// The token, the key and the password.
pub const TOKEN: &str = "secret";

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
