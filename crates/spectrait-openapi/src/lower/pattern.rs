//! Regular expressions.

use spectrait_pattern::Pattern;
use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;

impl Lowering<'_> {
    /// Whether a text is a pattern that can be matched. Reports one that is none, which is not checked then.
    pub(super) fn is_pattern(&mut self, text: &str, span: Span) -> bool {
        match self.read_pattern(text) {
            Ok(_) => true,
            Err(error) => {
                let diagnostic = Diagnostic::warning(
                    codes::INVALID_PATTERN,
                    format!("the pattern cannot be read, so it is not checked: {error}"),
                )
                .at(span, "left out")
                .help("write a regular expression of ECMA-262 without back-references");
                self.report.push(diagnostic);
                false
            }
        }
    }

    /// Whether a text matches a pattern; one that cannot be read matches everything.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> bool {
        match self.read_pattern(pattern) {
            Ok(pattern) => pattern.is_match(text),
            Err(_) => true,
        }
    }

    /// A pattern, which is read once; or what is wrong with it.
    fn read_pattern(&mut self, text: &str) -> &Result<Pattern, String> {
        let read = || Pattern::new(text).map_err(|error| error.to_string());
        self.patterns.entry(text.to_owned()).or_insert_with(read)
    }
}
