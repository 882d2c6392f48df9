//! `default`: whether it is a valid value of its own schema.

use spectrait_source::{Node, codes};

use super::Lowering;
use super::value::show;
use crate::schema::SchemaId;

impl Lowering<'_> {
    /// Whether a default is valid against all schemas of its place. Reports one that is not: it is left out then.
    pub(super) fn is_valid_default(&mut self, schemas: &[SchemaId], default: &Node) -> bool {
        let mut is_valid = true;
        for &schema in schemas {
            for (part, fault) in self.faults(schema, default) {
                is_valid = false;
                let subject = if std::ptr::eq(part, default) {
                    format!("the default {}", show(default))
                } else {
                    format!("the value {} in a default", show(part))
                };
                self.report
                    .push(fault.warning(codes::INVALID_DEFAULT, &subject));
            }
        }
        is_valid
    }
}
