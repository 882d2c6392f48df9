//! What a router answers by itself: the one list of it on the generator's side.

use spectrait_ir as ir;

/// The media type of problem details (RFC 9457 section 3).
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// An answer that no handler gives.
#[derive(Debug)]
pub(super) struct Rejection {
    pub(super) status: u16,
    /// The response's `description`, Markdown.
    pub(super) description: &'static str,
    /// Which operations it is for.
    pub(super) applies: fn(&ir::Operation) -> bool,
}

/// Every answer that a request to an operation can get, by status: the table of
/// `spectrait_runtime::server::RejectionKind`. The 404 and the 405 are not here: they say that there is no
/// such operation; nor is the 501, which only a handler says that is not written yet. A test of the whole pipeline holds
/// the two tables against each other.
pub(super) const REJECTIONS: &[Rejection] = &[
    Rejection {
        status: 400,
        description: "The parameters or the body break the rules of this document.",
        applies: |operation| takes_input(operation) && !documents_422(operation),
    },
    Rejection {
        status: 400,
        description: "The parameters or the body cannot be read.",
        applies: |operation| takes_input(operation) && documents_422(operation),
    },
    Rejection {
        status: 401,
        description: "The credentials are missing or not accepted.",
        applies: needs_credentials,
    },
    Rejection {
        status: 403,
        description: "The credentials do not allow this.",
        applies: needs_credentials,
    },
    Rejection {
        status: 406,
        description: "None of the media types that there are is accepted.",
        applies: chooses_media_type,
    },
    Rejection {
        status: 408,
        description: "The body did not arrive in time.",
        applies: takes_body,
    },
    Rejection {
        status: 413,
        description: "The body is too large.",
        applies: takes_body,
    },
    Rejection {
        status: 414,
        description: "The path and the query are too long.",
        applies: |_| true,
    },
    Rejection {
        status: 415,
        description: "The body is of a media type that is not taken here.",
        applies: takes_body,
    },
    Rejection {
        status: 422,
        description: "The parameters or the body break the rules of this document.",
        applies: |operation| takes_input(operation) && documents_422(operation),
    },
    Rejection {
        status: 431,
        description: "The request has too many headers.",
        applies: |_| true,
    },
    Rejection {
        status: 500,
        description: "Something went wrong in the server.",
        applies: |_| true,
    },
    Rejection {
        status: 503,
        description: "The server did not answer in time.",
        applies: |_| true,
    },
];

/// What the document asks for is read.
fn takes_input(operation: &ir::Operation) -> bool {
    !operation.parameters.is_empty() || operation.request_body.is_some()
}

/// A request that can be read and breaks the rules is answered by a 422 where the contract lists that very status.
fn documents_422(operation: &ir::Operation) -> bool {
    let mut responses = operation.responses.iter();
    responses.any(|response| response.status == ir::StatusPattern::Exact(422))
}

/// Who may call without credentials can still be refused for wrong ones.
fn needs_credentials(operation: &ir::Operation) -> bool {
    let mut alternatives = operation.security.iter();
    alternatives.any(|alternative| !alternative.schemes.is_empty())
}

/// Several media types of success.
fn chooses_media_type(operation: &ir::Operation) -> bool {
    let is_success = |status| {
        matches!(
            status,
            ir::StatusPattern::Exact(200..=299) | ir::StatusPattern::Range(2)
        )
    };
    let successes = operation
        .responses
        .iter()
        .filter(|response| is_success(response.status));
    let mut names = successes
        .flat_map(|response| &response.content)
        .map(|media_type| &media_type.name);
    let first = names.next();
    names.any(|name| Some(name) != first)
}

/// A body that the document does not ask for is not read, whatever its size and type.
fn takes_body(operation: &ir::Operation) -> bool {
    operation.request_body.is_some()
}
