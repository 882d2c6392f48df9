//! Keywords that constrain a value by themselves (JSON Schema 2020-12 validation section 6).

use spectrait_source::{Diagnostic, Entry, Mapping, Node, Number, codes};

use super::rare;
use crate::Version;
use crate::load::Loader;
use crate::load::value::{self, invalid};
use crate::schema::{Schema, Spanned};

impl<'t> Loader<'t, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_assertion(&mut self, schema: &mut Schema, entry: &'t Entry) -> bool {
        match &*entry.key.text {
            "format" => schema.format = self.lift_text(entry),
            "default" => schema.default = Some(entry.value.clone()),
            "multipleOf" => schema.multiple_of = self.lift_multiple_of(&entry.value),
            "minLength" => schema.min_length = self.lift_count(entry),
            "maxLength" => schema.max_length = self.lift_count(entry),
            "pattern" => schema.pattern = self.lift_text(entry),
            "minItems" => schema.min_items = self.lift_count(entry),
            "maxItems" => schema.max_items = self.lift_count(entry),
            "uniqueItems" => {
                schema.unique_items = self.lift_flag(entry).then_some(entry.value.span);
            }
            "minProperties" => schema.min_properties = self.lift_count(entry),
            "maxProperties" => schema.max_properties = self.lift_count(entry),
            "required" => schema.required = self.lift_required(&entry.value),
            "readOnly" => schema.read_only = self.lift_flag(entry),
            "writeOnly" => schema.write_only = self.lift_flag(entry),
            "deprecated" => schema.deprecated = self.lift_flag(entry),
            "minContains" => rare(schema).min_contains = self.lift_count(entry),
            "maxContains" => rare(schema).max_contains = self.lift_count(entry),
            "contentEncoding" => rare(schema).content_encoding = self.lift_text(entry),
            "contentMediaType" => rare(schema).content_media_type = self.lift_text(entry),
            "dependentRequired" => self.lift_dependent_required(schema, entry),
            _ => return false,
        }
        true
    }

    fn lift_multiple_of(&mut self, node: &Node) -> Option<Spanned<Number>> {
        let number = value::number(self.diagnostics, "multipleOf", node)?;
        let zero = number.as_f64() == Some(0.0) && number.as_i64() == Some(0);
        if zero || number.is_negative() {
            self.diagnostics
                .push(invalid("multipleOf", "more than 0", node));
            return None;
        }
        Some(Spanned {
            value: number,
            span: node.span,
        })
    }

    fn lift_required(&mut self, node: &'t Node) -> Vec<Spanned<String>> {
        if let Some(items) = node.as_array() {
            return self.lift_names("required", items);
        }
        let mut diagnostic = invalid("required", "an array of property names", node);
        if node.as_bool().is_some() {
            diagnostic = diagnostic.help(
                "list the names of required properties in `required` of the object they belong to",
            );
        } else if let Some(name) = node.as_str() {
            diagnostic = diagnostic.help(format!("write `[{}]`", value::cut(name)));
        }
        self.diagnostics.push(diagnostic);
        Vec::new()
    }

    /// `enum`, and `const` as an enum of one value; where both stand, `const` allows less.
    pub(super) fn lift_enumeration(&mut self, schema: &mut Schema, members: &'t Mapping) {
        if let Some(entry) = members.entry("enum") {
            match entry.value.as_array() {
                Some(values) => {
                    schema.enumeration = Some(Spanned {
                        value: values.to_vec(),
                        span: entry.value.span,
                    });
                }
                None => self
                    .diagnostics
                    .push(invalid("enum", "an array of values", &entry.value)),
            }
        }
        let Some(entry) = members.entry("const") else {
            return;
        };
        if self.version < Version::V3_1 {
            return;
        }
        if let Some(listed) = &schema.enumeration
            && !listed
                .value
                .iter()
                .any(|value| value.same_value(&entry.value))
        {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::INVALID_VALUE,
                    format!(
                        "`const` is {}, which `enum` does not list",
                        value::shown(&entry.value)
                    ),
                )
                .at(entry.value.span, "")
                .also(listed.span, "allows only these")
                .help("no value is valid; leave one of the two out"),
            );
        }
        schema.enumeration = Some(Spanned {
            value: vec![entry.value.clone()],
            span: entry.value.span,
        });
    }

    fn lift_dependent_required(&mut self, schema: &mut Schema, entry: &'t Entry) {
        let Some(members) = entry.value.as_object() else {
            self.diagnostics.push(invalid(
                "dependentRequired",
                "an object of arrays of names",
                &entry.value,
            ));
            return;
        };
        let mut dependents = indexmap::IndexMap::new();
        for member in members {
            match member.value.as_array() {
                Some(items) => {
                    let names = self.lift_names(&member.key.text, items);
                    dependents.insert(member.key.text.clone(), names);
                }
                None => self.diagnostics.push(invalid(
                    &format!("dependentRequired.{}", member.key.text),
                    "an array of property names",
                    &member.value,
                )),
            }
        }
        rare(schema).dependent_required = Some(Spanned {
            value: dependents,
            span: entry.key.span,
        });
    }
}
