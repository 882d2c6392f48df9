//! `type: object`.

use std::collections::BTreeSet;

use spectrait_ir as ir;

use super::Lowering;
use super::arena::Place;
use super::place::Annotations;
use crate::schema::{self, Form, Schema};
use crate::suggest::nearest;

impl Lowering<'_> {
    /// `type: object`.
    pub(super) fn lower_object(&mut self, id: ir::SchemaId, schema: &Schema) -> ir::SchemaKind {
        self.check_required(schema);
        let required: BTreeSet<&str> = schema.required.iter().map(|name| &*name.value).collect();
        let properties = schema
            .properties
            .iter()
            .map(|(name, property)| {
                self.lower_property(id, name, property, required.contains(&**name))
            })
            .collect();
        ir::SchemaKind::Object(ir::Object {
            properties,
            additional: self.lower_additional(id, schema),
        })
    }

    fn lower_property(
        &mut self,
        parent: ir::SchemaId,
        name: &str,
        property: &schema::Property,
        required: bool,
    ) -> ir::Property {
        let step = ir::Step::Property(name.to_owned());
        let schema = self.meet_inside(property.schema, parent, step);
        let Annotations {
            docs,
            default,
            read_only,
            write_only,
        } = self.annotations(property.schema);
        ir::Property {
            wire_name: name.to_owned(),
            span: property.span,
            docs,
            schema,
            required,
            default: default.filter(|_| !required).cloned(),
            read_only,
            write_only,
            rust_name: None,
        }
    }

    fn lower_additional(&mut self, id: ir::SchemaId, schema: &Schema) -> ir::Additional {
        let step = ir::Step::AdditionalProperties;
        match schema.additional_properties {
            Some(additional) if self.schema(additional).form == Form::Never => {
                ir::Additional::Forbidden
            }
            Some(additional) => ir::Additional::Kept(self.meet_inside(additional, id, step)),
            None if schema.properties.is_empty() => {
                ir::Additional::Kept(self.arena.imply_any(Place::Inside(id, step), schema.span))
            }
            None => ir::Additional::Ignored,
        }
    }

    /// Reports the names of `required` that are no properties. They are valid, and most often a slip; or the property
    /// is declared in what the schema is combined with, which was reported.
    fn check_required(&mut self, schema: &Schema) {
        if schema.all_of.is_some() || schema.any_of.is_some() || schema.one_of.is_some() {
            return;
        }
        for name in &schema.required {
            if schema.properties.contains_key(&*name.value) {
                continue;
            }
            let help = match nearest(&name.value, schema.properties.keys().map(|name| &**name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!(
                    "declare `{}` in `properties`, or remove it here",
                    name.value
                ),
            };
            self.report.unsupported_but(
                &format!(
                    "`required` with `{}`, which is not in `properties`,",
                    name.value
                ),
                name.span,
                "not in `properties`",
                help,
            );
        }
    }
}
