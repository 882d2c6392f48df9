//! What `lower` says, each thing once.

use std::collections::BTreeSet;

use spectrait_source::{Diagnostic, Diagnostics, Span, codes};

/// Collects diagnostics. `resolve` puts a shared parameter or response into every operation that uses it, so the
/// same fault is found again and again; it is reported the first time.
pub(super) struct Report<'a> {
    diagnostics: &'a mut Diagnostics,
    said: BTreeSet<(Option<Span>, &'static str, String)>,
}

impl<'a> Report<'a> {
    pub(super) fn new(diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            diagnostics,
            said: BTreeSet::new(),
        }
    }

    /// Reports a diagnostic, unless it was reported before.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.primary.as_ref().map(|label| label.span);
        if self
            .said
            .insert((place, diagnostic.code.id, diagnostic.message.clone()))
        {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports something that is valid and cannot be generated yet. `what` is a noun phrase.
    pub(super) fn unsupported(&mut self, what: &str, span: Span) {
        let help = "the document is valid; to generate from it today, leave this out of a copy";
        self.unsupported_but(what, span, "not supported", help);
    }

    /// The same, where there is another way out than to do without it.
    pub(super) fn unsupported_but(
        &mut self,
        what: &str,
        span: Span,
        label: &str,
        help: impl Into<String>,
    ) {
        self.push(
            Diagnostic::error(
                codes::UNSUPPORTED,
                format!("{what} cannot be generated yet"),
            )
            .at(span, label)
            .help(help),
        );
    }

    /// Warns of something that stands where it has no effect.
    pub(super) fn without_effect(&mut self, message: String, span: Span, label: &str, help: &str) {
        self.push(
            Diagnostic::warning(codes::MISPLACED_KEYWORD, message)
                .at(span, label)
                .help(help),
        );
    }
}
