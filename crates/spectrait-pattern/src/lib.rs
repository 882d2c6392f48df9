//! The regular expressions of JSON Schema: ECMA-262, matched in linear time.
//!
//! JSON Schema means patterns "as per the regular expression dialect described in ECMA-262", with Unicode support
//! (2020-12, core section 6.4), and not anchored. [`Pattern`] reads them as with the flag `u`: it works on Unicode scalar
//! values, and `\p{…}` is a property.
//!
//! ```
//! use spectrait_pattern::Pattern;
//!
//! let pattern = Pattern::new(r"^(?!-)\p{Lu}[a-z-]+$")?;
//! assert!(pattern.is_match("Über-all"));
//! assert!(!pattern.is_match("-über"));
//!
//! let error = Pattern::new(r"(a)\1").unwrap_err();
//! assert_eq!(error.offset, 3);
//! # Ok::<(), spectrait_pattern::PatternError>(())
//! ```
//!
//! # What is read
//!
//! All of ECMA-262 but back-references, and what real documents hold beside it:
//!
//! - Annex B: a `{`, `}` or `]` that closes nothing is itself, `[\w-.]` holds `-`, `\cX`, octal `\0…`, a look-ahead may be
//!   repeated; any character but a letter or a digit may be escaped.
//! - Of other dialects, where the meaning is plain: `(?i)`, `(?m)`, `(?s)` up to the end of their group, `(?P<name>…)`,
//!   `\A`, `\z` and `\Z` (which are `^` and `$`), `\pL`, `\x{…}`.
//!
//! What else there is in other dialects (possessive and atomic groups, comments, conditions, recursion) is an error that names it.
//!
//! # How long it takes
//!
//! A time that grows with the text's length times the pattern's size, whatever both are: a simulation of an automaton,
//! no backtracking. Look-around is computed beforehand, for all positions of the text in one pass. Counted repetition of
//! more than characters is written out, and a pattern that becomes too large by it is refused.

mod matcher;
mod node;
mod parse;
mod program;
mod scan;
mod set;

use std::error::Error;
use std::fmt;

/// A regular expression, ready to match.
#[derive(Clone)]
pub struct Pattern {
    text: Box<str>,
    matcher: matcher::Matcher,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Where it is no pattern of ECMA-262, or asks for what cannot be matched in linear time.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let (node, sets) = parse::parse(text)?;
        Ok(Self {
            matcher: matcher::Matcher::new(&node, sets)?,
            text: text.into(),
        })
    }

    /// Whether it matches somewhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.matcher.is_match(text)
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.text).finish()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
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

impl PatternError {
    fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
        }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for PatternError {}

#[cfg(test)]
mod tests;
