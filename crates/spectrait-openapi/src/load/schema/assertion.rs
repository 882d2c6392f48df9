//! Keywords that constrain a value by themselves (JSON Schema 2020-12 validation section 6).

use spectrait_source::{Entry, Node, Number};

use super::rare;
use super::scalar::left_out;
use crate::load::Loader;
use crate::load::value::{cut, unusual};
use crate::schema::{Schema, Spanned};

impl<'t> Loader<'t, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_assertion(&mut self, schema: &mut Schema, entry: &'t Entry) -> bool {
        match &*entry.key.text {
            "format" => schema.format = self.lift_text(entry),
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
        let number = self.number_of("multipleOf", node)?;
        let zero = number.as_f64() == Some(0.0) && number.as_i64() == Some(0);
        if zero || number.is_negative() {
            self.diagnostics.push(
                left_out("multipleOf", "more than 0", node).help("write the step, or leave it out"),
            );
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
        let wanted = "an array of property names";
        if node.as_bool().is_some() {
            // JSON Schema draft 3. The object that the property belongs to takes it up.
            self.diagnostics.push(unusual("required", wanted, node).help(
                "list the names of required properties in `required` of the object they belong to; a property is read so",
            ));
            return Vec::new();
        }
        let Some(name) = node.as_str() else {
            self.diagnostics
                .push(left_out("required", wanted, node).help("list names in `[` and `]`"));
            return Vec::new();
        };
        self.diagnostics
            .push(unusual("required", wanted, node).help(format!("write `[{}]`", cut(name))));
        vec![Spanned {
            value: name.to_owned(),
            span: node.span,
        }]
    }

    fn lift_dependent_required(&mut self, schema: &mut Schema, entry: &'t Entry) {
        let Some(members) = entry.value.as_object() else {
            self.diagnostics.push(
                left_out(
                    "dependentRequired",
                    "an object of arrays of names",
                    &entry.value,
                )
                .help("write `{property: [names]}`"),
            );
            return;
        };
        let mut dependents = indexmap::IndexMap::new();
        for member in members {
            match member.value.as_array() {
                Some(items) => {
                    let names = self.lift_names(&member.key.text, items);
                    dependents.insert(member.key.text.clone(), names);
                }
                None => self.diagnostics.push(
                    left_out(
                        &format!("dependentRequired.{}", member.key.text),
                        "an array of property names",
                        &member.value,
                    )
                    .help("list names in `[` and `]`"),
                ),
            }
        }
        rare(schema).dependent_required = Some(Spanned {
            value: dependents,
            span: entry.key.span,
        });
    }
}
