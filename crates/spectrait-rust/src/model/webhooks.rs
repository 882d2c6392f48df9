//! What the API calls by itself.

use super::{Authentication, Client, ClientModule, Docs, Imports, OperationsModule, ServerModule};

/// The module `webhooks`.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhooks {
    /// Their requests and responses.
    pub operations: OperationsModule,
    /// The module `sender`: what calls them.
    pub sender: Client,
    /// The methods of `Sender`.
    pub sender_methods: ClientModule,
    /// The documentation of the module `receiver`.
    pub receiver_docs: Docs,
    /// What the module `receiver` needs beside what the methods do.
    pub receiver_imports: Imports,
    /// What tells who calls; `None` where everyone may.
    pub authentication: Option<Authentication>,
    /// The trait that answers them.
    pub receiver: ServerModule,
}
