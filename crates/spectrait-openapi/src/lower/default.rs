//! `default`: whether it is a valid value of its own schema.

use spectrait_ir as ir;
use spectrait_source::{Mapping, Node, codes};

use super::Lowering;
use super::value::{Fault, count_fault, scalar_fault, show};
use crate::schema::Schema;
use crate::suggest::nearest;

/// A default that is to be checked once its schema has its meaning.
pub(super) struct PendingDefault<'a> {
    pub(super) schema: ir::SchemaId,
    pub(super) value: &'a Node,
}

impl Lowering<'_> {
    /// Reports the defaults that are not valid.
    pub(super) fn check_defaults(&mut self) {
        for PendingDefault { schema, value } in std::mem::take(&mut self.defaults) {
            let mut faults = Vec::new();
            self.check_value(schema, value, &mut faults);
            for (part, fault) in faults {
                let subject = if std::ptr::eq(part, value) {
                    format!("the default {}", show(value))
                } else {
                    format!("the value {} in a default", show(part))
                };
                self.report
                    .push(fault.diagnostic(codes::INVALID_DEFAULT, &subject));
            }
        }
    }

    /// Collects why a value and the values in it are not valid. Nothing is said against a schema without a meaning.
    /// Each step goes into the value, whose depth the reader has bounded.
    fn check_value<'v>(
        &self,
        id: ir::SchemaId,
        value: &'v Node,
        faults: &mut Vec<(&'v Node, Fault)>,
    ) {
        let Some((id, meaning)) = self.arena.meaning(id) else {
            return;
        };
        let Some(source) = self.arena.source(id) else {
            return;
        };
        if meaning.nullable && value.is_null() {
            return;
        }
        let schema = self.schema(source);
        if let Some(fault) = scalar_fault(schema, &meaning.kind, value) {
            faults.push((value, fault));
            return;
        }
        match (&meaning.kind, value.as_array(), value.as_object()) {
            (ir::SchemaKind::Array(array), Some(items), _) => {
                let unit = if items.len() == 1 { "item" } else { "items" };
                let (least, most) = (schema.min_items.as_ref(), schema.max_items.as_ref());
                faults.extend(
                    count_fault(value, items.len(), unit, least, most).map(|fault| (value, fault)),
                );
                for item in items {
                    self.check_value(array.items, item, faults);
                }
            }
            (ir::SchemaKind::Object(object), _, Some(members)) => {
                faults.extend(missing(schema, members, value).map(|fault| (value, fault)));
                self.check_members(object, members, faults);
            }
            _ => {}
        }
    }

    fn check_members<'v>(
        &self,
        object: &ir::Object,
        members: &'v Mapping,
        faults: &mut Vec<(&'v Node, Fault)>,
    ) {
        for member in members {
            let name = &*member.key.text;
            let declared = object
                .properties
                .iter()
                .find(|property| property.wire_name == name);
            match (declared, &object.additional) {
                (Some(property), _) => self.check_value(property.schema, &member.value, faults),
                (None, ir::Additional::Kept(schema)) => {
                    self.check_value(*schema, &member.value, faults);
                }
                (None, ir::Additional::Ignored) => {}
                (None, ir::Additional::Forbidden) => {
                    let names = object
                        .properties
                        .iter()
                        .map(|property| &*property.wire_name);
                    let help = match nearest(name, names) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "remove it, or declare it in `properties`".to_owned(),
                    };
                    let mut fault = Fault::new(
                        &member.value,
                        format!("belongs to `{name}`, which is not declared"),
                        help,
                    );
                    fault.span = member.key.span;
                    faults.push((&member.value, fault));
                }
            }
        }
    }
}

/// The first required property that an object lacks.
fn missing(schema: &Schema, members: &Mapping, value: &Node) -> Option<Fault> {
    let name = schema
        .required
        .iter()
        .find(|name| !members.contains_key(&name.value))?;
    let predicate = format!("lacks the required property `{}`", name.value);
    let fault = Fault::new(value, predicate, "add it, or take it out of `required`");
    Some(fault.because(name.span, "required"))
}
