//! Statuses: what they are called.

use spectrait_ir as ir;

use super::names;

/// `the 404 response`
pub(crate) fn phrase(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Default => "the default response".to_owned(),
        _ => format!("the {} response", pattern(status)),
    }
}

/// `404`, `4XX` or `default`.
pub(crate) fn pattern(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Exact(status) => status.to_string(),
        ir::StatusPattern::Range(class) => format!("{class}XX"),
        ir::StatusPattern::Default => "default".to_owned(),
    }
}

/// The variant of an enum of responses.
pub(crate) fn variant(status: ir::StatusPattern) -> String {
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
