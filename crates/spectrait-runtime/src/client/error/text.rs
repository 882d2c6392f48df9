//! What an error says: on one line, with what it holds of a body cut.

use std::fmt::{self, Write as _};

use http::StatusCode;

use super::{Error, ErrorKind};
use crate::causes::causes;
use crate::client::pages::Position;
use crate::operation::{RawResponse, Violations};

/// How many characters of a body an error's `Display` and `Debug` show.
const SHOWN_CHARACTERS: usize = 200;

/// How many violations an error's `Display` lists.
const SHOWN_VIOLATIONS: usize = 3;

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.0.operation)?;
        if self.0.attempts > 1 {
            write!(f, "after {} attempts, ", self.0.attempts)?;
        }
        match &self.0.kind {
            ErrorKind::Api(_) => {
                f.write_str("the server refused")?;
                let Some(response) = self.begun() else {
                    return Ok(());
                };
                write!(f, " with {}", Status(response.status))?;
                if response.body.is_empty() {
                    return Ok(());
                }
                f.write_str(": ")?;
                excerpt(f, response)
            }
            ErrorKind::Undocumented(response) => {
                write!(
                    f,
                    "the server answered {}, which the document does not list: ",
                    Status(response.status)
                )?;
                excerpt(f, response)
            }
            ErrorKind::Invalid(violations) => {
                f.write_str("not sent, as the request breaks the document: ")?;
                list(f, violations)
            }
            ErrorKind::Auth(error) => match self.status().map(Status) {
                None => write!(f, "not sent: {error}"),
                Some(status) => write!(f, "the server answered {status}, and then {error}"),
            },
            ErrorKind::Decode { response, error } => {
                write!(
                    f,
                    "the server's answer ({}) does not fit the document: ",
                    Status(response.status)
                )?;
                if let Some(violations) = error.violations() {
                    return list(f, violations);
                }
                write!(f, "{error}: ")?;
                excerpt(f, response)
            }
            ErrorKind::Timeout(limit) => write!(f, "no whole answer within {limit:?}"),
            ErrorKind::Idle { limit, received } => write!(
                f,
                "the server's answer stopped after {received} bytes: nothing came for {limit:?}"
            ),
            ErrorKind::TooLarge(limit) => write!(
                f,
                "the server's answer is longer than the limit of {limit} bytes"
            ),
            ErrorKind::Transport(error) => {
                match self.status().map(Status) {
                    Some(status) => write!(f, "the server's answer ({status}) broke off")?,
                    None => f.write_str("no answer from the server")?,
                }
                write!(f, ": {}", root(error.as_ref()))
            }
            ErrorKind::Stream(error) => error.fmt(f),
            ErrorKind::Repeated { position, total } => {
                let word = match position {
                    Position::Offset(_) => "the offset",
                    Position::Page(_) => "the page",
                    _ => {
                        return write!(
                            f,
                            "the list goes on at {position} that was there before, in a circle"
                        );
                    }
                };
                write!(f, "the server sent the same page again at {position}")?;
                if let Some(total) = total {
                    write!(f, " of {total} items")?;
                }
                write!(f, ", as if it ignored {word}")
            }
        }
    }
}

/// A status as `404 Not Found`, or `520` where it has no name.
struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.0.as_str()),
            None => f.write_str(self.0.as_str()),
        }
    }
}

/// The first few violations on one line.
fn list(f: &mut fmt::Formatter<'_>, violations: &Violations) -> fmt::Result {
    for (index, violation) in violations.iter().take(SHOWN_VIOLATIONS).enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        write!(f, "{separator}{violation}")?;
    }
    match violations.iter().count().saturating_sub(SHOWN_VIOLATIONS) + violations.more() {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}

/// What an error goes back to: "connection refused" rather than "error sending request".
pub(super) fn root<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    causes(error).last().unwrap_or(error)
}

/// The beginning of the body on one line: nothing in it may forge a line of a log.
fn excerpt(f: &mut fmt::Formatter<'_>, response: &RawResponse) -> fmt::Result {
    if response.body.is_empty() {
        return f.write_str("no body");
    }
    // A character has 4 bytes at most, so this holds as many as are shown and one more.
    let head = response
        .body
        .get(..(SHOWN_CHARACTERS + 1) * 4)
        .unwrap_or(&response.body);
    let text = String::from_utf8_lossy(head);
    for character in text.chars().take(SHOWN_CHARACTERS) {
        f.write_char(if character.is_control() {
            ' '
        } else {
            character
        })?;
    }
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        write!(f, "… ({} bytes)", response.body.len())?;
    }
    Ok(())
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> fmt::Debug for ErrorKind<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(failure) => f.debug_tuple("Api").field(failure).finish(),
            Self::Undocumented(response) => {
                f.debug_tuple("Undocumented").field(&Cut(response)).finish()
            }
            Self::Invalid(violations) => f.debug_tuple("Invalid").field(violations).finish(),
            Self::Auth(error) => f.debug_tuple("Auth").field(error).finish(),
            Self::Decode { response, error } => f
                .debug_struct("Decode")
                .field("response", &Cut(response))
                .field("error", error)
                .finish(),
            Self::Timeout(limit) => f.debug_tuple("Timeout").field(limit).finish(),
            Self::Idle { limit, received } => f
                .debug_struct("Idle")
                .field("limit", limit)
                .field("received", received)
                .finish(),
            Self::TooLarge(limit) => f.debug_tuple("TooLarge").field(limit).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Stream(error) => f.debug_tuple("Stream").field(error).finish(),
            Self::Repeated { position, total } => f
                .debug_struct("Repeated")
                .field("position", position)
                .field("total", total)
                .finish(),
        }
    }
}

/// A response whose `Debug` is short: `unwrap` must not print megabytes.
struct Cut<'a>(&'a RawResponse);

impl fmt::Debug for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = fmt::from_fn(|f| excerpt(f, self.0));
        f.debug_struct("RawResponse")
            .field("status", &self.0.status)
            .field("headers", &self.0.headers)
            .field("body", &body)
            .finish()
    }
}
