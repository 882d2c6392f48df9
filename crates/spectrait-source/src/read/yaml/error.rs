//! What is wrong with a text that is not YAML, in words for people who do not know YAML's grammar.

use granit_parser::{ErrorKind, ScanError};

use crate::read::{shortened, span, too_deep};
use crate::{Diagnostic, SourceFile, Span, codes};

/// The diagnostic of a parser's error. `bracket` is the innermost bracket that is open there.
pub(super) fn diagnostic(
    file: &SourceFile,
    error: &ScanError,
    bracket: Option<Span>,
) -> Diagnostic {
    let place = place_of(file, error);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(place);
    }
    let (message, help) = words(error.kind());
    let mut diagnostic = Diagnostic::error(codes::SYNTAX, message).at(place, "");
    if let Some(help) = help {
        diagnostic = diagnostic.help(help);
    }
    match bracket {
        Some(bracket) if bracket.start != place.start => {
            diagnostic.also(bracket, "this bracket is still open")
        }
        _ => diagnostic,
    }
}

/// The character an error is about.
fn place_of(file: &SourceFile, error: &ScanError) -> Span {
    let text = file.text();
    let mut start = error
        .marker()
        .byte_offset()
        .unwrap_or_default()
        .min(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let is_about_tab = matches!(
        error.kind(),
        ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabNotAllowed
    );
    // The marker stands at the beginning of the token or behind the tab; the tab is what to look at.
    if is_about_tab {
        if text
            .get(..start)
            .is_some_and(|before| before.ends_with('\t'))
        {
            start -= 1;
        } else if let Some(tab) = rest.find("\n\t") {
            start += tab + 1;
        }
    }
    let next = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .filter(|&next| next != '\n');
    span(file.id(), start, start + next.map_or(0, char::len_utf8))
}

/// A message, and help where a common cause is known.
fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    let quote = "put the text in quotes if this character belongs to it";
    let colon = "put the text in quotes if the `:` belongs to it; otherwise check the indentation of this line";
    let indentation = "check the indentation: lines of one level begin in the same column";
    let tab = "indent with spaces";
    let escape = "write `\\\\` for a backslash, or use single quotes";
    let (message, help) = match kind {
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart => ("a tab cannot stand here", Some(tab)),
        ErrorKind::UnclosedQuotedScalar => ("a quote is not closed", Some("add the closing quote")),
        ErrorKind::InvalidQuotedScalarIndent => (
            "a quoted text goes on in a line that is not indented",
            Some("add the closing quote, or indent the lines that belong to the text"),
        ),
        ErrorKind::DocumentIndicatorInQuotedScalar => (
            "a document ends inside a quoted text",
            Some("add the closing quote before this line"),
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text after a closing quote",
            Some("write `''` for a quote inside single quotes, or put the whole text in quotes"),
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text after a closing quote",
            Some("write `\\\"` for a quote inside double quotes, or put the whole text in quotes"),
        ),
        ErrorKind::UnknownQuotedScalarEscape => {
            ("an unknown escape in this quoted text", Some(escape))
        }
        ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidLowSurrogateHexEscape => (
            "a hexadecimal digit is missing in an escape of this quoted text",
            Some(escape),
        ),
        ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => (
            "an escape of this quoted text stands for no character",
            None,
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("a bracket is not closed", Some("add the closing bracket"))
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return (
                format!("this `{open}` is closed by `{close}`"),
                Some("make the two brackets a pair"),
            );
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a closing bracket that closes nothing", Some(quote))
        }
        ErrorKind::ExpectedFlowMappingSeparator => (
            "expected `,` or `}`",
            Some("a comma or a closing `}` may be missing before this"),
        ),
        ErrorKind::ExpectedFlowSequenceSeparator => (
            "expected `,` or `]`",
            Some("a comma or a closing `]` may be missing before this"),
        ),
        ErrorKind::InvalidColonPlacement => (
            "a `:` cannot stand here",
            Some("a closing bracket may be missing before this line"),
        ),
        ErrorKind::InvalidFlowScalarIndent => (
            "a text inside brackets begins in a line that is not indented",
            Some("a closing bracket may be missing before this line"),
        ),
        ErrorKind::MappingValueNotAllowed => ("a `:` cannot stand here", Some(colon)),
        ErrorKind::MappingKeyNotAllowed => ("a key cannot stand here", Some(indentation)),
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => (
            "a list item `- ` cannot stand here",
            Some("begin a list on a line of its own, below its key"),
        ),
        ErrorKind::ExpectedBlockMappingKey => {
            ("expected a key of the object above", Some(indentation))
        }
        ErrorKind::ExpectedBlockSequenceEntry => (
            "expected another item `- ` of the list above",
            Some(indentation),
        ),
        ErrorKind::SimpleKeyExpected => (
            "expected `:` after this key",
            Some("a `: ` or a `- ` may be missing, or the line is indented too little"),
        ),
        ErrorKind::InvalidSimpleKey => (
            "a key goes over the end of its line",
            Some("a `:` may be missing"),
        ),
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => (
            "a line is not indented as the lines around it",
            Some(indentation),
        ),
        ErrorKind::CommentInterceptedScalar => (
            "a comment inside a text of several lines",
            Some("put the text in quotes if the `#` belongs to it"),
        ),
        ErrorKind::CommentNotSeparated => (
            "a `#` follows without a space",
            Some("put a space before the comment"),
        ),
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => (
            "text after `|` or `>`",
            Some(
                "the text begins on the next line; a text that begins with `|` or `>` stands in quotes",
            ),
        ),
        ErrorKind::MissingAnchorOrAliasName => ("a name is missing after `*` or `&`", Some(quote)),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::MissingTagUri
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidTagEscape
        | ErrorKind::ExpectedTagBang
        | ErrorKind::UnclosedVerbatimTag => (
            "a `!` begins a tag, and this is not one",
            Some("put the text in quotes if the `!` belongs to it"),
        ),
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            return (
                format!(
                    "a control character, U+{:04X}, cannot stand here",
                    u32::from(*character)
                ),
                None,
            );
        }
        ErrorKind::UnexpectedCharacter { character } => {
            let character = shortened(character.encode_utf8(&mut [0; 4]));
            return (
                format!("a text cannot begin with `{character}`"),
                Some("put the text in quotes"),
            );
        }
        ErrorKind::BomInsideDocument => (
            "a byte order mark inside the document",
            Some("remove the invisible character U+FEFF"),
        ),
        ErrorKind::UnsupportedYamlMajorVersion => ("not YAML 1", Some("remove the `%YAML` line")),
        ErrorKind::UnexpectedEof => ("the file ends too early", None),
        other => return (other.to_string(), None),
    };
    (String::from(message), help)
}
