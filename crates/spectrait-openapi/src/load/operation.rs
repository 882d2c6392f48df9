//! Operations (OpenAPI 3.0.4 section 4.8.10).

use spectrait_source::{Diagnostic, Node, Severity, codes};

use super::fields::{Fields, is_extension};
use super::part::Part;
use super::value::invalid;
use super::{Loader, Pending};
use crate::Version;

impl<'t> Loader<'t, '_> {
    pub(super) fn load_operation(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "an operation")?;
        fields.texts(self, "tags");
        fields.text(self, "summary");
        fields.text(self, "description");
        fields.one(self, "externalDocs", Self::load_external_docs);
        if let Some(id) = fields.text(self, "operationId")
            && id.is_empty()
            && let Some(entry) = fields.entry("operationId")
        {
            self.diagnostics.push(
                Diagnostic::warning(codes::INVALID_VALUE, "`operationId` must not be empty")
                    .at(entry.value.span, "read as if it were not there")
                    .help("name the operation, or leave the field out"),
            );
        }
        self.load_parameters(&mut fields);
        fields.one(self, "requestBody", |loader, node| {
            loader.reference_or(node, "the request body", Self::load_request_body)
        });
        self.load_operation_responses(&mut fields);
        if let Some(callbacks) = fields.map(self, "callbacks") {
            for entry in callbacks {
                self.load_callback(&entry.value);
            }
        }
        fields.flag(self, "deprecated");
        self.load_security_requirements(&mut fields);
        for server in fields.array(self, "servers").unwrap_or_default() {
            self.load_server(server);
        }
        Some(fields.close(self))
    }

    /// Reads `parameters`, of an operation or a path item.
    pub(super) fn load_parameters(&mut self, fields: &mut Fields<'t>) {
        fields.list(self, "parameters", |loader, node| {
            loader.reference_or(node, "the parameter", Self::load_parameter)
        });
    }

    fn load_operation_responses(&mut self, fields: &mut Fields<'t>) {
        let part = match fields.entry("responses") {
            Some(entry) if !entry.value.is_null() => fields
                .get(self, "responses")
                .and_then(|node| self.load_responses(node)),
            _ if self.version >= Version::V3_1 => {
                fields.get(self, "responses");
                None
            }
            _ => {
                // OpenAPI 3.1 made it optional: the meaning is plain.
                let mut diagnostic = fields
                    .missing("responses")
                    .help("add `responses: {default: {description: …}}`");
                diagnostic.severity = Severity::Warning;
                self.diagnostics.push(diagnostic);
                fields.any("responses");
                None
            }
        };
        fields.put("responses", part.unwrap_or(Part::Object(Vec::new())));
    }

    /// Puts off the path items of a callback (section 4.8.18): they hold operations, which may have
    /// callbacks.
    pub(super) fn load_callback(&mut self, node: &'t Node) {
        if node.get("$ref").is_some() {
            self.reference_or(node, "the callback", |_, node| {
                Some(Part::empty(node.span.place()))
            });
            return;
        }
        let Some(members) = node.as_object() else {
            self.diagnostics
                .push(invalid("callbacks", "an object of callbacks", node));
            return;
        };
        self.pending.extend(
            members
                .iter()
                .filter(|entry| !is_extension(entry))
                .map(|entry| Pending::PathItem(&entry.value)),
        );
    }
}
