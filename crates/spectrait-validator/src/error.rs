//! What is wrong with a document or a response.

use std::fmt;

use http::StatusCode;

/// How many characters of a message are kept: `jsonschema` repeats the value, which may be a whole body.
const MOST_CHARACTERS: usize = 200;

/// How many violations are told.
const MOST_TOLD: usize = 100;

/// A document that cannot be judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    problems: Vec<String>,
}

impl DocumentError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self {
            problems: vec![problem.into()],
        }
    }

    /// What is wrong, each in a sentence without its full stop.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the OpenAPI document cannot be judged by: ")?;
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for DocumentError {}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where: `status`, `body`, `item 3`, `header X-Total`.
    pub place: String,
    /// A JSON Pointer (RFC 6901) to the value in it; empty for the whole.
    pub pointer: String,
    /// The keyword of the schema, or the field of the document, that is broken.
    pub keyword: String,
    /// What is wrong.
    pub message: String,
}

impl Violation {
    pub(crate) fn new(
        place: impl Into<String>,
        pointer: impl Into<String>,
        keyword: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(MOST_CHARACTERS) {
            message.truncate(end);
            message.push('…');
        }
        Self {
            place: place.into(),
            pointer: pointer.into(),
            keyword: keyword.into(),
            message,
        }
    }
}

/// `body /builds/0/id: 7 is not of type "string" (type)`
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)?;
        if !self.pointer.is_empty() {
            write!(f, " {}", self.pointer)?;
        }
        write!(f, ": {} ({})", self.message, self.keyword)
    }
}

/// All that does not fit in a response, or in an item of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    status: StatusCode,
    violations: Vec<Violation>,
}

impl Unfit {
    /// `Err` if there are any.
    pub(crate) fn check(status: StatusCode, violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Self { status, violations })
        }
    }

    /// All, in the order of status, headers, body.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.as_u16();
        write!(f, "the response ({status}) does not fit the document: ")?;
        for (index, violation) in self.violations.iter().take(MOST_TOLD).enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        match self.violations.len().saturating_sub(MOST_TOLD) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for Unfit {}
