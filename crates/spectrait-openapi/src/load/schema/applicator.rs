//! Keywords that hold schemas (JSON Schema 2020-12 core section 10), and `discriminator`.

use spectrait_source::{Diagnostic, Entry, Key, Kind, Mapping, Node, codes};

use super::rare;
use super::scalar::left_out;
use crate::load::Loader;
use crate::load::value::unusual;
use crate::schema::{Schema, SchemaId, Spanned};

impl<'t> Loader<'t, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_applicator(&mut self, schema: &mut Schema, entry: &'t Entry) -> bool {
        match &*entry.key.text {
            "items" => self.lift_items(schema, entry),
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
            "$defs" | "definitions" => {
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

    /// `items`. Of drafts before 2020-12 it may be an array of schemas, one for each position, which is a tuple.
    fn lift_items(&mut self, schema: &mut Schema, entry: &'t Entry) {
        let Some(items) = entry.value.as_array() else {
            schema.items = Some(self.load_subschema(&entry.value));
            return;
        };
        let diagnostic = unusual("items", "one schema", &entry.value);
        self.diagnostics.push(diagnostic.help(match self.version {
            crate::Version::V3_0 => {
                "it is read as a tuple; OpenAPI 3.0 has no schema for each position: write `items: {oneOf: […]}`, or use `prefixItems` of OpenAPI 3.1"
            }
            crate::Version::V3_1 => {
                "it is read as a tuple; an array of schemas, one for each position, is written in `prefixItems` since JSON Schema 2020-12, with `minItems` and `maxItems`"
            }
        }));
        let span = entry.value.span;
        rare(schema).prefix_items = Some(Spanned {
            value: items.iter().map(|item| self.load_subschema(item)).collect(),
            span,
        });
    }

    /// An array of schemas in `items`, whose length nothing says, is a tuple of that length.
    pub(super) fn lift_tuple(&mut self, schema: &mut Schema, members: &'t Mapping) {
        let Some(entry) = members.entry("items") else {
            return;
        };
        let Some(items) = entry.value.as_array() else {
            return;
        };
        if let Some(additional) = members.get("additionalItems") {
            schema.items = Some(self.load_subschema(additional));
        }
        let has_length =
            schema.min_items.is_some() || schema.max_items.is_some() || schema.items.is_some();
        if items.is_empty() || has_length {
            return;
        }
        schema.min_items = Some(Spanned {
            value: u64::try_from(items.len()).unwrap_or(u64::MAX),
            span: entry.value.span,
        });
        schema.max_items.clone_from(&schema.min_items);
    }

    /// `allOf`, `anyOf`, `oneOf`, `prefixItems`.
    fn lift_branches(&mut self, entry: &'t Entry) -> Option<Spanned<Vec<SchemaId>>> {
        let name = &*entry.key.text;
        let Some(items) = entry.value.as_array() else {
            if entry.value.as_object().is_none() {
                self.diagnostics.push(
                    left_out(name, "an array of schemas", &entry.value)
                        .help("list schemas, or leave it out"),
                );
                return None;
            }
            self.diagnostics.push(
                unusual(name, "an array of schemas", &entry.value)
                    .help("put a `-` in front of the schema, or `[` and `]` around it"),
            );
            return Some(Spanned {
                value: vec![self.load_subschema(&entry.value)],
                span: entry.key.span,
            });
        };
        if items.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(codes::INVALID_VALUE, format!("`{name}` must list a schema"))
                    .at(entry.value.span, "left out")
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
            let Some(name) = node.as_str() else {
                self.diagnostics.push(
                    left_out("discriminator", "an object", node)
                        .help("write `discriminator: {propertyName: …}`"),
                );
                return None;
            };
            self.diagnostics.push(
                unusual("discriminator", "an object", node)
                    .note("a bare property name is Swagger 2.0")
                    .help(format!(
                        "write `discriminator: {{propertyName: {}}}`",
                        crate::load::value::cut(name)
                    )),
            );
            let entry = Entry {
                key: Key {
                    text: "propertyName".into(),
                    span: node.span,
                },
                value: node.clone(),
            };
            return Some(Node::new(
                node.span,
                Kind::Object([entry].into_iter().collect()),
            ));
        };
        if members.get("propertyName").and_then(Node::as_str).is_none() {
            self.diagnostics.push(match members.entry("propertyName") {
                Some(entry) => left_out("propertyName", "a string", &entry.value)
                    .help("write the name of the property"),
                None => Diagnostic::warning(
                    codes::MISSING_FIELD,
                    "`discriminator` must have the field `propertyName`",
                )
                .at(node.span, "left out")
                .help("add the name of the property, or leave `discriminator` out"),
            });
            return None;
        }
        if let Some(mapping) = members.get("mapping") {
            let Some(mapping) = mapping.as_object() else {
                self.diagnostics.push(
                    left_out("mapping", "an object of references", mapping)
                        .help("write `{value: reference}`"),
                );
                return Some(node.clone());
            };
            for entry in mapping {
                if entry.value.as_str().is_none() {
                    self.diagnostics.push(
                        left_out(
                            &format!("mapping.{}", entry.key.text),
                            "a reference",
                            &entry.value,
                        )
                        .help("write the name of a component schema, or a reference to one"),
                    );
                }
            }
        }
        Some(node.clone())
    }
}
