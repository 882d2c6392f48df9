//! `paths` and path items (OpenAPI 3.0.4 sections 4.8.8 and 4.8.9).

use spectrait_source::{Diagnostic, Entry, Node, Severity, codes};

use super::Loader;
use super::fields::{Fields, is_extension};
use super::part::Part;
use super::value::{cut, invalid};
use crate::Version;
use crate::suggest::nearest;

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
            let part = self.load_path_item_or_reference(&entry.value);
            if !entry.key.text.starts_with('/') {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::INVALID_VALUE,
                        format!("the path `{}` must begin with `/`", cut(&entry.key.text)),
                    )
                    .at(entry.key.span, "")
                    .help("it is appended to the server's `url`; put a `/` in front"),
                );
                continue;
            }
            if let Some(part) = part
                && let Some(item) = self.deserialize(entry.value.span, part)
            {
                paths
                    .paths
                    .insert(String::from(entry.key.text.clone()), item);
            }
        }
    }

    /// Reads a path item, or its `$ref`.
    pub(super) fn load_path_item_or_reference(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let Some(reference) = node.get("$ref") else {
            return self.whole(node, Self::load_path_item);
        };
        if reference.as_str().is_none() {
            self.diagnostics
                .push(invalid("$ref", "a string", reference));
            self.broken.insert(node.span.place());
            return None;
        }
        for entry in node.as_object().into_iter().flatten() {
            if !is_extension(entry)
                && !matches!(&*entry.key.text, "$ref" | "summary" | "description")
            {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::INVALID_VALUE,
                        format!(
                            "`{}` beside a path item's `$ref` has no defined meaning",
                            cut(&entry.key.text)
                        ),
                    )
                    .at(entry.key.span, "")
                    .also(reference.span, "stands for the whole path item")
                    .help("write the path item without `$ref`, or leave this out"),
                );
            }
        }
        Some(Part::reference(node.span.place()))
    }

    pub(super) fn load_path_item(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a path item")?;
        if fields.entry("$ref").is_some() {
            // One of `components.pathItems`, a webhook or a callback.
            self.load_path_item_or_reference(node);
            return Some(Part::empty(node.span.place()));
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
        Some(fields.close_quietly())
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
