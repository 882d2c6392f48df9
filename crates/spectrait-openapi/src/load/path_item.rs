//! `paths` and path items (OpenAPI 3.0.4 sections 4.8.8 and 4.8.9).

use spectrait_source::{Diagnostic, Entry, Node, Severity, codes};

use super::Loader;
use super::fields::{Fields, is_extension};
use super::part::Part;
use super::value::{cut, invalid};
use crate::Version;
use spectrait_source::nearest;

/// The fields of a path item that hold operations.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl<'t> Loader<'t, '_> {
    pub(super) fn load_paths(&mut self, fields: &mut Fields<'t>, paths: &mut openapiv3::Paths) {
        if fields.entry("paths").is_none() {
            fields.any("paths");
            if self.version < Version::V3_1 {
                // OpenAPI 3.1 made it optional: the meaning is plain.
                let mut diagnostic = fields.missing("paths").help("add `paths: {}`");
                diagnostic.severity = Severity::Warning;
                self.diagnostics.push(diagnostic);
            }
            return;
        }
        for entry in fields.map(self, "paths").into_iter().flatten() {
            if is_extension(entry) {
                continue;
            }
            let part = self.whole(&entry.value, Self::load_path_item);
            if !entry.key.text.starts_with('/') {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("the path `{}` must begin with `/`", cut(&entry.key.text)),
                    )
                    .at(entry.key.span, "read with a `/` in front")
                    .help("it is appended to the server's `url`; put a `/` in front"),
                );
            }
            if let Some(part) = part
                && let Some(item) = self.deserialize(entry.value.span, part)
            {
                let item = openapiv3::ReferenceOr::Item(item);
                paths
                    .paths
                    .insert(String::from(entry.key.text.clone()), item);
            }
        }
    }

    /// Reads a path item. It may be a `$ref` with more beside it, which `resolve` follows.
    pub(super) fn load_path_item(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a path item")?;
        if let Some(reference) = fields.any("$ref")
            && reference.as_str().is_none()
        {
            self.diagnostics
                .push(invalid("$ref", "a string", reference));
            return None;
        }
        fields.text(self, "summary");
        fields.text(self, "description");
        for method in METHODS {
            fields.one(self, method, |loader, node| {
                loader.whole(node, Self::load_operation)
            });
        }
        for server in fields.array(self, "servers").unwrap_or_default() {
            self.load_server(server);
        }
        self.load_parameters(&mut fields);
        let unknown: Vec<&Entry> = fields.unknown().collect();
        for entry in unknown {
            self.report_unknown_of_path_item(&fields, entry);
        }
        Some(fields.close_quietly(self))
    }

    /// An unknown field of a path item is probably an operation under a name that is no method; to
    /// leave one out is no matter for a warning.
    fn report_unknown_of_path_item(&mut self, fields: &Fields<'t>, entry: &Entry) {
        let name = &*entry.key.text;
        let lower = name.to_lowercase();
        let message = format!("a path item has no field `{}`", cut(name));
        let operation = entry.value.as_object().is_some();
        let mut diagnostic = if operation {
            Diagnostic::error(codes::UNKNOWN_FIELD, message).at(entry.key.span, "")
        } else {
            Diagnostic::warning(codes::UNKNOWN_FIELD, message).at(entry.key.span, "ignored")
        };
        if METHODS.contains(&&*lower) {
            diagnostic =
                diagnostic.help(format!("methods are written in small letters: `{lower}`"));
        } else if matches!(name, "query" | "additionalOperations") {
            diagnostic = diagnostic.note(format!(
                "`{name}` is a field of OpenAPI 3.2, which is not read"
            ));
        } else if let Some(meant) = nearest(name, fields.known().iter().copied()) {
            diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
        } else if operation {
            diagnostic = diagnostic.help(format!("the methods are `{}`", METHODS.join("`, `")));
        }
        self.diagnostics.push(diagnostic);
    }
}
