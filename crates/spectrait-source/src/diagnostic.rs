//! What a run has to say about its documents.

use crate::{SourceId, Span};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The document is used, with the meaning that the diagnostic states.
    Warning,
}

/// The stable identity of a kind of diagnostic. The table of all is [`codes`](crate::codes).
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// For searching: `E0101`.
    pub id: &'static str,
    /// For reading: `unknown-reference`.
    pub name: &'static str,
    /// What it means, why it matters and how it is mended; Markdown.
    pub explanation: &'static str,
}

/// A place a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be said about it; may be empty.
    pub text: String,
}

/// One thing to say, with the places it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Which kind it is.
    pub code: &'static Code,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// The place it is about, underlined `^^^`. `None` where there is no text, as for a missing file.
    pub primary: Option<Label>,
    /// Other places that explain it, underlined `---`.
    pub secondary: Vec<Label>,
    /// Facts.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Vec<String>,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Diagnostic {
    /// An error of kind `code`.
    pub fn error(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning of kind `code`.
    pub fn warning(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static Code, message: String) -> Self {
        Self {
            severity,
            code,
            message,
            primary: None,
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Points at the place it is about.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Where it belongs among the others: by file, place and code, without a place first.
    pub(crate) fn order(&self) -> (Option<(SourceId, u32)>, &'static str) {
        (
            self.primary
                .as_ref()
                .map(|label| (label.span.source, label.span.start)),
            self.code.id,
        )
    }
}

/// All that a run has to say. Stages push into one collection and go on; the gate before `plan` asks
/// [`has_errors`](Self::has_errors).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The number of errors.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.0
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count()
    }

    /// The number of errors and warnings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, in the order they were pushed or [sorted](Self::sort).
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// All, as a plain vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }

    /// Puts them in the order they are shown in: by file, place and code, those without a place first.
    /// Those that are equal in all this keep their order.
    pub fn sort(&mut self) {
        self.0.sort_by_key(Diagnostic::order);
    }

    /// Drops repetitions of a diagnostic, wherever they stand; the first stays.
    pub fn dedup(&mut self) {
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        // Equal ones agree in this key, so that only few are compared with each other.
        order.sort_by_key(|&position| (self.0[position].order(), &self.0[position].message));
        let mut repeated = vec![false; self.0.len()];
        for group in order.chunk_by(|&left, &right| {
            (self.0[left].order(), &self.0[left].message)
                == (self.0[right].order(), &self.0[right].message)
        }) {
            for (count, &later) in group.iter().enumerate() {
                repeated[later] = group[..count]
                    .iter()
                    .any(|&earlier| self.0[earlier] == self.0[later]);
            }
        }
        let mut repeated = repeated.into_iter();
        self.0.retain(|_| repeated.next() != Some(true));
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
