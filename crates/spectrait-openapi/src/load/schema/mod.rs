//! Schemas, lifted out of the tree into the arena (OpenAPI 3.0.4 section 4.8.24, 3.1.1 section 4.8.24,
//! JSON Schema 2020-12).

mod annotation;
mod applicator;
mod assertion;
mod bound;
mod enumeration;
mod reference;
mod scalar;
mod types;
mod unknown;

pub(super) use self::unknown::is_keyword;
pub use self::unknown::keywords;

use std::collections::VecDeque;

use indexmap::IndexMap;
use spectrait_source::{Diagnostic, Entry, Mapping, Node, Severity, codes};

use self::scalar::left_out;
use super::Loader;
use super::fields::{self, is_extension};
use super::value::shown;
use crate::Version;
use crate::schema::{Form, Property, Rare, Schema, SchemaId, Spanned, Types};

/// `components.schemas`.
pub(super) type Components = IndexMap<Box<str>, Property>;

/// The schemas found so far. A schema has its number as soon as it is found, and is read when its turn
/// comes: however deep schemas nest, nothing recurses.
#[derive(Debug, Default)]
pub(super) struct Arena<'t> {
    schemas: Vec<Schema>,
    pending: VecDeque<(SchemaId, &'t Node)>,
}

impl<'t> Arena<'t> {
    /// Gives a schema its number.
    pub(super) fn reserve(&mut self, node: &'t Node) -> SchemaId {
        // An arena cannot outgrow u32: a schema has a byte of the text at least, and offsets are u32.
        let id = SchemaId(u32::try_from(self.schemas.len()).unwrap_or(u32::MAX));
        self.schemas.push(blank(node, Form::Invalid));
        self.pending.push_back((id, node));
        id
    }

    pub(super) fn get(&self, position: usize) -> Option<&Schema> {
        self.schemas.get(position)
    }

    pub(super) fn len(&self) -> usize {
        self.schemas.len()
    }

    pub(super) fn into_schemas(self) -> Vec<Schema> {
        self.schemas
    }
}

impl<'t> Loader<'t, '_> {
    /// Reads every schema that waits for its turn, and those that they hold.
    pub(super) fn lift_pending_schemas(&mut self) {
        while let Some((id, node)) = self.schemas.pending.pop_front() {
            let schema = self.lift_schema(node);
            self.schemas.schemas[id.0 as usize] = schema;
        }
    }

    fn lift_schema(&mut self, node: &'t Node) -> Schema {
        if let Some(all) = node.as_bool() {
            // 3.0 has them for `additionalProperties` only; see `applicator`.
            return blank(node, if all { Form::Any } else { Form::Never });
        }
        let Some(members) = node.as_object() else {
            return self.lift_scalar(node);
        };
        let mut schema = blank(node, Form::Keywords);
        let reference = ["$ref", "$dynamicRef", "$recursiveRef"]
            .iter()
            .find_map(|name| members.entry(name));
        if let Some(entry) = reference
            && !self.lift_reference(&mut schema, entry)
        {
            return blank(node, Form::Invalid);
        }
        let alone = self.version == Version::V3_0 && members.contains_key("$ref");
        if alone {
            self.report_ignored_siblings(members);
        }
        for entry in members {
            if is_extension(entry) {
                if matches!(&*entry.key.text, "x-rust-name" | "x-rust-type")
                    && entry.value.as_str().is_none()
                {
                    self.diagnostics.push(
                        left_out(&entry.key.text, "a string", &entry.value)
                            .help("write the name of the Rust item in quotes"),
                    );
                }
                schema
                    .extensions
                    .push((entry.key.clone(), entry.value.clone()));
            } else if entry.value.is_null() && !unknown::may_be_null(&entry.key.text) {
                let no_value = fields::no_value(entry);
                self.diagnostics.push(no_value);
            } else if !(self.lift_annotation(&mut schema, entry) || alone) {
                self.lift_keyword(&mut schema, entry);
            }
        }
        if alone {
            self.lift_nullable(&mut schema, members);
        } else {
            self.lift_types(&mut schema, members);
            self.lift_bounds(&mut schema, members);
            self.lift_enumeration(&mut schema, members);
            if let Some(entry) = members.entry("default") {
                self.lift_default(&mut schema, entry);
            }
            require_properties(&mut schema, members);
            self.lift_tuple(&mut schema, members);
        }
        schema
    }

    /// A schema that is no object.
    fn lift_scalar(&mut self, node: &Node) -> Schema {
        let diagnostic = Diagnostic::warning(
            codes::INVALID_VALUE,
            format!("a schema must be an object, not {}", shown(node)),
        )
        .at(node.span, "");
        if node.is_null() {
            self.diagnostics
                .push(diagnostic.help("write `{}` for a schema that allows every value"));
            return blank(node, Form::Any);
        }
        let name = node.as_str().unwrap_or_default();
        if let Some(flag @ ("true" | "false")) = node.as_str() {
            self.diagnostics
                .push(diagnostic.help(format!("write `{flag}` without quotes")));
            return blank(
                node,
                if flag == "true" {
                    Form::Any
                } else {
                    Form::Never
                },
            );
        }
        if let Some(r#type) = types::find(name) {
            self.diagnostics
                .push(diagnostic.help(format!("it is read as `{{type: {name}}}`")));
            let mut schema = blank(node, Form::Keywords);
            schema.types = Some(Spanned {
                value: Types(vec![r#type]),
                span: node.span,
            });
            return schema;
        }
        self.diagnostics.push(Diagnostic {
            severity: Severity::Error,
            ..if node.as_str().is_some() {
                diagnostic.help("a reference is written `{$ref: '#/components/schemas/…'}`")
            } else {
                diagnostic.help("write `{}` for a schema that allows every value")
            }
        });
        blank(node, Form::Invalid)
    }

    /// Reads a keyword that constrains.
    fn lift_keyword(&mut self, schema: &mut Schema, entry: &'t Entry) {
        let name = &*entry.key.text;
        if self.version == Version::V3_0 && unknown::is_new_in_3_1(name) {
            self.report_new_in_3_1(entry);
        }
        if name == "$recursiveRef" {
            self.report_recursive_ref(entry);
        }
        let known = (name == "additionalItems"
            && schema
                .rare
                .as_ref()
                .is_some_and(|rare| rare.prefix_items.is_some()))
            || matches!(name, "type" | "enum" | "const" | "nullable" | "default")
            || matches!(name, "$ref" | "$dynamicRef" | "$recursiveRef")
            || bound::KEYWORDS.contains(&name)
            || self.lift_assertion(schema, entry)
            || self.lift_applicator(schema, entry);
        if !known {
            self.report_unknown(entry);
            schema
                .unknown
                .push((entry.key.clone(), entry.value.clone()));
        }
    }

    /// An array of strings without repetitions, as `required`.
    fn lift_names(&mut self, name: &str, items: &'t [Node]) -> Vec<Spanned<String>> {
        let mut names: IndexMap<String, Spanned<String>> = IndexMap::new();
        for item in items {
            if let Some(text) = self.text_of(name, item) {
                let spanned = Spanned {
                    value: text.clone(),
                    span: item.span,
                };
                names.entry(text).or_insert(spanned);
            }
        }
        names.into_values().collect()
    }

    /// An object of schemas.
    fn lift_properties(&mut self, entry: &'t Entry) -> Option<IndexMap<Box<str>, Property>> {
        let Some(members) = entry.value.as_object() else {
            self.diagnostics.push(
                left_out(&entry.key.text, "an object of schemas", &entry.value)
                    .help("write `{name: schema}`"),
            );
            return None;
        };
        let mut properties = IndexMap::with_capacity(members.len());
        for member in members {
            let schema = self.load_subschema(&member.value);
            properties.insert(
                member.key.text.clone(),
                Property {
                    span: member.key.span,
                    schema,
                },
            );
        }
        Some(properties)
    }

    /// A schema inside a schema. OpenAPI 3.0 has no boolean schemas.
    fn load_subschema(&mut self, node: &'t Node) -> SchemaId {
        if self.version == Version::V3_0
            && let Some(all) = node.as_bool()
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("a schema must be an object in OpenAPI 3.0, not `{all}`"),
                )
                .at(node.span, "")
                .help(if all {
                    "write `{}`"
                } else {
                    "write `{not: {}}`"
                }),
            );
        }
        self.schemas.reserve(node)
    }
}

/// Takes up `required: true` of JSON Schema draft 3, which stands in a property; a warning stands there.
fn require_properties(schema: &mut Schema, members: &Mapping) {
    let properties = members.get("properties").and_then(Node::as_object);
    for member in properties.into_iter().flatten() {
        let is_required = member.value.get("required").and_then(Node::as_bool) == Some(true);
        let name = &*member.key.text;
        if is_required && schema.required.iter().all(|known| known.value != name) {
            schema.required.push(Spanned {
                value: name.to_owned(),
                span: member.key.span,
            });
        }
    }
}

/// The keywords that few schemas have.
fn rare(schema: &mut Schema) -> &mut Rare {
    schema.rare.get_or_insert_default()
}

/// A schema without keywords.
fn blank(node: &Node, form: Form) -> Schema {
    Schema {
        span: node.span,
        form,
        reference: None,
        types: None,
        nullable: None,
        format: None,
        enumeration: None,
        default: None,
        minimum: None,
        maximum: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        min_items: None,
        max_items: None,
        unique_items: None,
        items: None,
        min_properties: None,
        max_properties: None,
        required: Vec::new(),
        properties: IndexMap::new(),
        additional_properties: None,
        all_of: None,
        any_of: None,
        one_of: None,
        not: None,
        discriminator: None,
        read_only: false,
        write_only: false,
        deprecated: false,
        title: None,
        description: None,
        examples: Vec::new(),
        rare: None,
        extensions: Vec::new(),
        unknown: Vec::new(),
    }
}
