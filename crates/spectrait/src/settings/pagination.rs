//! `pagination` of the settings: which lists come in pages.

use spectrait_openapi::{PagesKey, PagesOf, PaginationSettings, Spelled};
use spectrait_source::{Diagnostic, Diagnostics, Kind, Node, SourceId, Sources, codes, nearest};

/// Reads it; the text is known to be well formed. Whether the document has what is named, `lower` finds out.
pub(super) fn read(
    sources: &Sources,
    id: SourceId,
    diagnostics: &mut Diagnostics,
) -> PaginationSettings {
    let mut settings = PaginationSettings::default();
    let tree = spectrait_source::read(sources, id, &mut Diagnostics::default());
    let Some(value) = tree.as_ref().and_then(|tree| tree.get("pagination")) else {
        return settings;
    };
    match &value.kind {
        Kind::Null => {}
        Kind::Boolean(is_on) => settings.is_off = !is_on,
        Kind::Object(operations) => {
            for entry in operations {
                let operation = Spelled {
                    text: entry.key.text.to_string(),
                    span: Some(entry.key.span),
                };
                let names = match &entry.value.kind {
                    Kind::Boolean(false) => None,
                    Kind::Object(_) => Some(names(&entry.value, diagnostics)),
                    _ => {
                        let message = format!(
                            "how `{}` is paged is not said",
                            entry.key.text.escape_debug()
                        );
                        let help =
                            "write `false`, or names: `{ cursor: after, next: next_cursor }`";
                        diagnostics.push(fault(&entry.value, message, help));
                        continue;
                    }
                };
                settings.operations.push(PagesOf { operation, names });
            }
        }
        _ => diagnostics.push(fault(
            value,
            "`pagination` is neither `false` nor an object of operations".to_owned(),
            "write `false`, or what is paged: `listBuilds: { offset: skip, size: take }`",
        )),
    }
    settings
}

fn names(value: &Node, diagnostics: &mut Diagnostics) -> Vec<(PagesKey, Spelled)> {
    let mut names = Vec::new();
    for entry in value.as_object().into_iter().flatten() {
        let (name, value) = (&*entry.key.text, &entry.value);
        let known = || PagesKey::ALL.iter().map(|(name, _)| *name);
        let Some((_, key)) = PagesKey::ALL.iter().find(|(known, _)| *known == name) else {
            let help = match nearest(name, known()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("it can be `{}`", known().collect::<Vec<_>>().join("`, `")),
            };
            let message = format!("`{}` says nothing of pages", name.escape_debug());
            let fault = Diagnostic::error(codes::INVALID_SETTINGS, message);
            diagnostics.push(fault.at(entry.key.span, "").help(help));
            continue;
        };
        let (text, expected) = match key {
            PagesKey::Link => (
                value
                    .as_bool()
                    .filter(|is_linked| *is_linked)
                    .map(|_| String::new()),
                "`true`",
            ),
            PagesKey::First => (
                value
                    .as_number()
                    .and_then(spectrait_source::Number::as_u64)
                    .filter(|first| *first <= 1)
                    .map(|first| first.to_string()),
                "0 or 1",
            ),
            _ => (value.as_str().map(str::to_owned), "a name"),
        };
        match text {
            Some(text) => names.push((
                *key,
                Spelled {
                    text,
                    span: Some(value.span),
                },
            )),
            None => diagnostics.push(fault(
                value,
                format!("`{name}` is not {expected}"),
                format!("write {expected}"),
            )),
        }
    }
    names
}

fn fault(value: &Node, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::INVALID_SETTINGS, message)
        .at(value.span, "")
        .help(help)
}
