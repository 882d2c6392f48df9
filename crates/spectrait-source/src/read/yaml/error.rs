//! What is wrong with a text that is not YAML, in words for people who do not know YAML's grammar.

use granit_parser::{ErrorKind, ScanError};

use crate::read::{span, too_deep};
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

/// A message and, where a common cause is known, help.
type Words = (&'static str, Option<&'static str>);

fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    match kind {
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (
            format!("this `{open}` is closed by `{close}`"),
            Some("make the two brackets a pair"),
        ),
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => (
            format!(
                "a control character, U+{:04X}, cannot stand here",
                u32::from(*character)
            ),
            None,
        ),
        // In backticks it would not be seen.
        ErrorKind::UnexpectedCharacter { character: '`' } => (
            String::from("a text cannot begin with a backtick"),
            Some("put the text in quotes"),
        ),
        ErrorKind::UnexpectedCharacter { character } => (
            format!("a text cannot begin with `{character}`"),
            Some("put the text in quotes"),
        ),
        _ => match quoted(kind)
            .or_else(|| brackets(kind))
            .or_else(|| lines(kind))
            .or_else(|| signs(kind))
        {
            Some((message, help)) => (String::from(message), help),
            // What is left is rare. The parser's own words are for those who know YAML's grammar.
            None => (kind.to_string(), None),
        },
    }
}

/// Texts in quotes.
fn quoted(kind: &ErrorKind) -> Option<Words> {
    let escape = Some("write `\\\\` for a backslash, or use single quotes");
    Some(match kind {
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
        ErrorKind::UnknownQuotedScalarEscape => ("an unknown escape in this quoted text", escape),
        ErrorKind::InvalidQuotedScalarHexEscape | ErrorKind::InvalidLowSurrogateHexEscape => (
            "a hexadecimal digit is missing in an escape of this quoted text",
            escape,
        ),
        ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => (
            "an escape of this quoted text stands for no character",
            Some(
                "characters beyond U+FFFF are written as `\\U0001F600` or as two escapes `\\ud83d\\ude00`",
            ),
        ),
        _ => return None,
    })
}

/// Collections in brackets.
fn brackets(kind: &ErrorKind) -> Option<Words> {
    Some(match kind {
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("a bracket is not closed", Some("add the closing bracket"))
        }
        ErrorKind::MisplacedFlowCollectionEnd => (
            "a closing bracket that closes nothing",
            Some("put the text in quotes if the bracket belongs to it"),
        ),
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
        _ => return None,
    })
}

/// Lines and their indentation.
fn lines(kind: &ErrorKind) -> Option<Words> {
    let indentation = Some("check the indentation: lines of one level begin in the same column");
    Some(match kind {
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart => {
            ("a tab cannot stand here", Some("indent with spaces"))
        }
        ErrorKind::MappingValueNotAllowed => (
            "a `:` cannot stand here",
            Some(
                "put the text in quotes if the `:` belongs to it; otherwise check the indentation of this line",
            ),
        ),
        ErrorKind::MappingKeyNotAllowed => ("a key cannot stand here", indentation),
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => (
            "a list item `- ` cannot stand here",
            Some("begin a list on a line of its own, below its key"),
        ),
        ErrorKind::ExpectedBlockMappingKey => ("expected a key of the object above", indentation),
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("expected another item `- ` of the list above", indentation)
        }
        ErrorKind::SimpleKeyExpected => (
            "expected `:` after this key",
            Some("a `: ` or a `- ` may be missing, or the line is indented too little"),
        ),
        ErrorKind::InvalidSimpleKey => (
            "a key goes over the end of its line",
            Some("a `:` may be missing"),
        ),
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            ("a line is not indented as the lines around it", indentation)
        }
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
        ErrorKind::UnexpectedEof => ("the file ends too early", None),
        _ => return None,
    })
}

/// Characters with a meaning of their own.
fn signs(kind: &ErrorKind) -> Option<Words> {
    Some(match kind {
        ErrorKind::MissingAnchorOrAliasName => (
            "a name is missing after `*` or `&`",
            Some("put the text in quotes if this character belongs to it"),
        ),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::MissingTagUri
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidTagEscape
        | ErrorKind::ExpectedTagBang
        | ErrorKind::UnclosedVerbatimTag => (
            "a `!` begins a tag, and this is not one",
            Some("put the text in quotes if the `!` belongs to it"),
        ),
        ErrorKind::BomInsideDocument => (
            "a byte order mark inside the document",
            Some("remove the invisible character U+FEFF"),
        ),
        ErrorKind::UnsupportedYamlMajorVersion => ("not YAML 1", Some("remove the `%YAML` line")),
        _ => return None,
    })
}
