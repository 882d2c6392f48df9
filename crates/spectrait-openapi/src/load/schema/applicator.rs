//! Keywords that hold schemas (JSON Schema 2020-12 core section 10), and `discriminator`.

use spectrait_source::{Diagnostic, Entry, Node, codes};

use super::rare;
use crate::Version;
use crate::load::Loader;
use crate::load::value::invalid;
use crate::schema::{Schema, SchemaId, Spanned};

impl<'t> Loader<'t, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_applicator(&mut self, schema: &mut Schema, entry: &'t Entry) -> bool {
        match &*entry.key.text {
            "items" => schema.items = self.lift_items(&entry.value),
            "properties" => {
                schema.properties = self.lift_properties(entry).unwrap_or_default();
            }
            "additionalProperties" => {
                // The one place where 3.0 allows a boolean.
                schema.additional_properties = Some(self.schemas.reserve(&entry.value));
            }
            "allOf" => schema.all_of = self.lift_branches(entry),
            "anyOf" => schema.any_of = self.lift_branches(entry),
            "oneOf" => schema.one_of = self.lift_branches(entry),
            "not" => schema.not = Some(self.lift_one(entry)),
            "discriminator" => schema.discriminator = self.lift_discriminator(&entry.value),
            _ => return self.lift_rare_applicator(schema, entry),
        }
        true
    }

    fn lift_rare_applicator(&mut self, schema: &mut Schema, entry: &'t Entry) -> bool {
        let span = entry.key.span;
        match &*entry.key.text {
            "prefixItems" => rare(schema).prefix_items = self.lift_branches(entry),
            "contains" => rare(schema).contains = Some(self.lift_one(entry)),
            "patternProperties" => {
                rare(schema).pattern_properties = self
                    .lift_properties(entry)
                    .map(|value| Spanned { value, span });
            }
            "propertyNames" => rare(schema).property_names = Some(self.lift_one(entry)),
            "dependentSchemas" => {
                rare(schema).dependent_schemas = self
                    .lift_properties(entry)
                    .map(|value| Spanned { value, span });
            }
            "if" => rare(schema).r#if = Some(self.lift_one(entry)),
            "then" => rare(schema).then = Some(self.lift_one(entry)),
            "else" => rare(schema).r#else = Some(self.lift_one(entry)),
            "unevaluatedProperties" => {
                rare(schema).unevaluated_properties = Some(self.lift_one(entry));
            }
            "unevaluatedItems" => rare(schema).unevaluated_items = Some(self.lift_one(entry)),
            "contentSchema" => rare(schema).content_schema = Some(self.lift_one(entry)),
            "$defs" | "definitions" if self.version >= Version::V3_1 => {
                let definitions = self.lift_properties(entry).unwrap_or_default();
                rare(schema).definitions.extend(definitions);
            }
            _ => return false,
        }
        true
    }

    fn lift_one(&mut self, entry: &'t Entry) -> Spanned<SchemaId> {
        Spanned {
            value: self.load_subschema(&entry.value),
            span: entry.key.span,
        }
    }

    fn lift_items(&mut self, node: &'t Node) -> Option<SchemaId> {
        if node.as_array().is_none() {
            return Some(self.load_subschema(node));
        }
        let diagnostic = invalid("items", "one schema", node);
        self.diagnostics.push(match self.version {
            Version::V3_0 => diagnostic.help(
                "OpenAPI 3.0 has no schema for each position; write `items: {oneOf: […]}`, or use `prefixItems` of OpenAPI 3.1",
            ),
            Version::V3_1 => diagnostic.help(
                "an array of schemas, one for each position, is written in `prefixItems` since JSON Schema 2020-12",
            ),
        });
        None
    }

    /// `allOf`, `anyOf`, `oneOf`, `prefixItems`.
    fn lift_branches(&mut self, entry: &'t Entry) -> Option<Spanned<Vec<SchemaId>>> {
        let name = &*entry.key.text;
        let Some(items) = entry.value.as_array() else {
            let mut diagnostic = invalid(name, "an array of schemas", &entry.value);
            if entry.value.as_object().is_some() {
                diagnostic =
                    diagnostic.help("put a `-` in front of the schema, or `[` and `]` around it");
            }
            self.diagnostics.push(diagnostic);
            return None;
        };
        if items.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(codes::INVALID_VALUE, format!("`{name}` must list a schema"))
                    .at(entry.value.span, "")
                    .help("leave it out"),
            );
            return None;
        }
        Some(Spanned {
            value: items.iter().map(|item| self.load_subschema(item)).collect(),
            span: entry.key.span,
        })
    }

    /// Kept unread, once it is known to be one (OpenAPI 3.0.4 section 4.8.25).
    fn lift_discriminator(&mut self, node: &'t Node) -> Option<Node> {
        let Some(members) = node.as_object() else {
            let mut diagnostic = invalid("discriminator", "an object", node);
            if let Some(name) = node.as_str() {
                diagnostic = diagnostic
                    .note("a bare property name is Swagger 2.0")
                    .help(format!(
                        "write `discriminator: {{propertyName: {}}}`",
                        crate::load::value::cut(name)
                    ));
            }
            self.diagnostics.push(diagnostic);
            return None;
        };
        if members.get("propertyName").and_then(Node::as_str).is_none() {
            self.diagnostics.push(match members.entry("propertyName") {
                Some(entry) => invalid("propertyName", "a string", &entry.value),
                None => Diagnostic::error(
                    codes::MISSING_FIELD,
                    "`discriminator` must have the field `propertyName`",
                )
                .at(node.span, ""),
            });
            return None;
        }
        if let Some(mapping) = members.get("mapping") {
            let Some(mapping) = mapping.as_object() else {
                self.diagnostics
                    .push(invalid("mapping", "an object of references", mapping));
                return None;
            };
            for entry in mapping {
                if entry.value.as_str().is_none() {
                    self.diagnostics.push(invalid(
                        &format!("mapping.{}", entry.key.text),
                        "a reference",
                        &entry.value,
                    ));
                }
            }
        }
        Some(node.clone())
    }
}
