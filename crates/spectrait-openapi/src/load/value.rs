//! Reading one value of the type that a field wants.
//!
//! A slip whose meaning is plain (`version: 1.0` for a string) is a warning and the value is used;
//! everything else is an error at the value.

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Diagnostics, Kind, Node, Severity, codes};

/// Longer values are cut in messages: the place shows the rest.
const LONGEST_SHOWN: usize = 80;

/// A value as messages show it: a scalar's text, a collection's kind.
pub(super) fn shown(node: &Node) -> String {
    let text = match &node.kind {
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.as_str().to_owned(),
        Kind::String(text) => return format!("`\"{}\"`", cut(text)),
        Kind::Null | Kind::Array(_) | Kind::Object(_) => return node.kind_name().to_owned(),
    };
    format!("`{}`", cut(&text))
}

/// A name as messages show it.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    // A line break would end the message's one line.
    let line: Cow<'_, str> = if text.contains(char::is_control) {
        text.replace(char::is_control, " ").into()
    } else {
        text.into()
    };
    match line.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]).into(),
        None => line,
    }
}

/// Some names as messages show them: "`a`, `b` or `c`".
pub(super) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// "`field` must be …, not …", at the value.
pub(super) fn invalid(field: &str, wanted: &str, node: &Node) -> Diagnostic {
    Diagnostic::error(
        codes::INVALID_VALUE,
        format!("`{}` must be {wanted}, not {}", cut(field), shown(node)),
    )
    .at(node.span, "")
}

/// The same as a warning, where the meaning is plain.
pub(super) fn unusual(field: &str, wanted: &str, node: &Node) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        ..invalid(field, wanted, node)
    }
}

/// The text of a scalar as it was written.
pub(crate) fn plain_text(node: &Node) -> Option<Cow<'_, str>> {
    match &node.kind {
        Kind::String(text) => Some(Cow::Borrowed(text)),
        Kind::Number(number) => Some(Cow::Borrowed(number.as_str())),
        Kind::Boolean(value) => Some(value.to_string().into()),
        Kind::Null | Kind::Array(_) | Kind::Object(_) => None,
    }
}

/// A string. A number or a boolean is taken as it was written, with a warning: YAML makes them of
/// text without quotes.
pub(super) fn text<'t>(
    diagnostics: &mut Diagnostics,
    field: &str,
    node: &'t Node,
) -> Option<Cow<'t, str>> {
    let text = plain_text(node);
    match &text {
        Some(_) if node.as_str().is_some() => {}
        Some(text) => diagnostics.push(unusual(field, "a string", node).help(format!(
            "it is read as the string `\"{text}\"`; put it in quotes"
        ))),
        None => diagnostics.push(invalid(field, "a string", node)),
    }
    text
}

/// A boolean.
pub(super) fn flag(diagnostics: &mut Diagnostics, field: &str, node: &Node) -> Option<bool> {
    let flag = node.as_bool();
    if flag.is_none() {
        let mut diagnostic = invalid(field, "`true` or `false`", node);
        if let Some(text @ ("true" | "false")) = node.as_str() {
            diagnostic = diagnostic.help(format!("write `{text}` without quotes"));
        }
        diagnostics.push(diagnostic);
    }
    flag
}
