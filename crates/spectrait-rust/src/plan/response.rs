//! Responses: which are successes, and what their enums look like.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::places::Slot;
use super::scope::{RUNTIME, Scope};
use super::shapes::Direction;
use super::{Plan, names};
use crate::model::{self, Type};

/// The responses that are successes: those of 2xx. Where the document lists none of them, its `default` covers
/// them too.
fn successes(operation: &ir::Operation) -> Vec<(usize, ir::StatusPattern)> {
    let listed: Vec<_> = numbered(operation)
        .filter(|&(_, status)| is_success(status))
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let default = numbered(operation).filter(|&(_, status)| status == ir::StatusPattern::Default);
    default
        .map(|(index, _)| (index, ir::StatusPattern::Range(2)))
        .collect()
}

/// All others, redirections and `default` among them.
fn failures(operation: &ir::Operation) -> Vec<(usize, ir::StatusPattern)> {
    numbered(operation)
        .filter(|&(_, status)| !is_success(status))
        .collect()
}

fn numbered(operation: &ir::Operation) -> impl Iterator<Item = (usize, ir::StatusPattern)> {
    operation
        .responses
        .iter()
        .map(|response| response.status)
        .enumerate()
}

fn is_success(status: ir::StatusPattern) -> bool {
    matches!(
        status,
        ir::StatusPattern::Exact(200..=299) | ir::StatusPattern::Range(2)
    )
}

/// Whether its successes are an enum, and not one body.
pub(crate) fn has_success_enum(operation: &ir::Operation) -> bool {
    !matches!(
        successes(operation).as_slice(),
        [(_, ir::StatusPattern::Exact(_))]
    )
}

/// What the type of an inline body is called, after the operation.
pub(crate) fn body_suffix(operation: &ir::Operation, status: ir::StatusPattern) -> String {
    let is_only_success = is_success(status) && successes(operation).len() == 1;
    if is_only_success {
        "Response".to_owned()
    } else {
        format!("{}Response", variant(status))
    }
}

/// `the 404 response`
pub(crate) fn phrase(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Default => "the default response".to_owned(),
        _ => format!("the {} response", pattern(status)),
    }
}

fn pattern(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Exact(status) => status.to_string(),
        ir::StatusPattern::Range(class) => format!("{class}XX"),
        ir::StatusPattern::Default => "default".to_owned(),
    }
}

fn variant(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Exact(status) => {
            reason(status).map_or_else(|| format!("Status{status}"), names::variant)
        }
        ir::StatusPattern::Range(1) => "Informational".to_owned(),
        ir::StatusPattern::Range(2) => "Success".to_owned(),
        ir::StatusPattern::Range(3) => "Redirection".to_owned(),
        ir::StatusPattern::Range(4) => "ClientError".to_owned(),
        ir::StatusPattern::Range(5) => "ServerError".to_owned(),
        ir::StatusPattern::Range(class) => format!("Class{class}"),
        ir::StatusPattern::Default => "Other".to_owned(),
    }
}

impl Plan<'_> {
    /// The type of the successes as the runtime reads them, and their enum if they are one.
    pub(crate) fn success(
        &self,
        index: usize,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> (Type, Option<model::Responses>) {
        let operation = &self.api.operations[index];
        let listed = successes(operation);
        let names = &self.names.operations[index];
        if let ([(position, ir::StatusPattern::Exact(status))], None) =
            (listed.as_slice(), &names.success)
        {
            let ty = match self.body(index, *position, scope) {
                Some(body) => Type {
                    arguments: Vec::new(),
                    ..scope.runtime(RUNTIME, "Json")
                }
                .with(*status)
                .of(body),
                None => scope.runtime(RUNTIME, "Empty").with(*status),
            };
            return (ty, None);
        }
        let ident = names.success.clone().unwrap_or_default();
        let none = if listed.is_empty() { ": none" } else { "" };
        let docs = Text::default().line(format!(
            "The successes that {} documents{none}.",
            docs::code(&names.id)
        ));
        let ty = Type::plain(&ident);
        (
            ty,
            Some(self.responses(index, ident, docs, &listed, scope, diagnostics)),
        )
    }

    /// The value of a success: what a caller gets and a handler gives.
    pub(crate) fn success_value(&self, index: usize, scope: &mut Scope<'_>) -> Type {
        let listed = successes(&self.api.operations[index]);
        match (&self.names.operations[index].success, listed.as_slice()) {
            (None, [(position, _)]) => self
                .body(index, *position, scope)
                .unwrap_or_else(Type::unit),
            (ident, _) => scope.named(
                super::scope::Home::Operations,
                ident.as_deref().unwrap_or_default(),
            ),
        }
    }

    /// The enum of the failures.
    pub(crate) fn failure(
        &self,
        index: usize,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Responses {
        let listed = failures(&self.api.operations[index]);
        let names = &self.names.operations[index];
        let none = if listed.is_empty() { ": none" } else { "" };
        let docs = Text::default().line(format!(
            "The failures that {} documents{none}.",
            docs::code(&names.id)
        ));
        self.responses(
            index,
            names.failure.clone(),
            docs,
            &listed,
            scope,
            diagnostics,
        )
    }

    fn responses(
        &self,
        index: usize,
        ident: String,
        docs: Text,
        listed: &[(usize, ir::StatusPattern)],
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Responses {
        scope.macro_(RUNTIME, "responses");
        let operation = &self.api.operations[index];
        let mut claims = Claims::default();
        for (position, &(response, status)) in listed.iter().enumerate() {
            let what = format!("response `{}`", pattern(status));
            let span = operation.responses[response].span;
            claims.add(
                position,
                Claim::derived(0, what, variant(status), Some(span)),
            );
        }
        let idents = claims.settle(diagnostics).into_values();
        let variants = idents.zip(listed).map(|(ident, &(position, status))| {
            let response = &operation.responses[position];
            model::Variant {
                docs: Text::or(response.description.as_deref(), || {
                    capitalised_phrase(status)
                })
                .done(),
                ident,
                status: (!matches!(status, ir::StatusPattern::Exact(_)))
                    .then(|| scope.runtime(RUNTIME, "StatusCode")),
                body: self.body(index, position, scope),
                pattern: pattern(status),
            }
        });
        model::Responses {
            docs: docs.done(),
            ident,
            variants: variants.collect(),
        }
    }

    /// The type of a response's body, if it has one.
    pub(crate) fn body(
        &self,
        index: usize,
        position: usize,
        scope: &mut Scope<'_>,
    ) -> Option<Type> {
        let content = self.api.operations[index].responses[position]
            .content
            .first()?;
        let Some(schema) = content.schema else {
            return Some(scope.runtime(RUNTIME, "Any"));
        };
        let named = self.names.in_slot(index, Slot::Response(position), schema);
        Some(self.optional_type(schema, named, true, Direction::Open, scope))
    }
}

fn capitalised_phrase(status: ir::StatusPattern) -> String {
    format!("{}.", super::object::capitalised(&phrase(status)))
}

/// The reason phrases of IANA's registry of HTTP status codes.
fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => return None,
    })
}
