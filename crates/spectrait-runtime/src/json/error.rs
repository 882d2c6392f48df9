//! Why JSON could not be read or written.

use std::fmt;

use crate::json::{Violation, Violations};

/// Why JSON could not be read. It holds nothing of the text but what a [violation](Violations) shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// Not JSON.
    Syntax(SyntaxError),
    /// JSON, but not what the document says.
    Violations(Violations),
}

impl DecodeError {
    /// The violations, if the text is JSON.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Violations(violations) => Some(violations),
            Self::Syntax(_) => None,
        }
    }
}

impl From<SyntaxError> for DecodeError {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

impl From<Violations> for DecodeError {
    fn from(violations: Violations) -> Self {
        Self::Violations(violations)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f),
            Self::Violations(violations) => violations.fmt(f),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Where a text stops being JSON (RFC 8259).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyntaxError {
    /// In bytes from the beginning.
    pub offset: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong, in one line, without any of the text.
    pub message: String,
}

impl SyntaxError {
    pub(crate) fn new(text: &[u8], offset: usize, message: impl Into<String>) -> Self {
        let before = &text[..offset.min(text.len())];
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        Self {
            offset,
            line: before.split(|byte| *byte == b'\n').count(),
            column: String::from_utf8_lossy(&before[line_start..])
                .chars()
                .count()
                + 1,
            message: message.into(),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not JSON: {} at line {} column {}",
            self.message, self.line, self.column
        )
    }
}

impl std::error::Error for SyntaxError {}

/// Why a value could not be written: JSON has no word for it (an infinite number, a year before 0), or the
/// document does not list it and a server would have sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError(Violations);

impl EncodeError {
    /// What is wrong, and where in the value.
    #[must_use]
    pub fn violations(&self) -> &Violations {
        &self.0
    }
}

impl From<Violations> for EncodeError {
    fn from(violations: Violations) -> Self {
        Self(violations)
    }
}

impl From<Violation> for EncodeError {
    fn from(violation: Violation) -> Self {
        Self(Violations::one(violation))
    }
}

impl From<EncodeError> for Violations {
    fn from(error: EncodeError) -> Self {
        error.0
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for EncodeError {}
