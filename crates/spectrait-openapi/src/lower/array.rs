//! `type: array`.

use spectrait_ir as ir;

use super::Lowering;
use super::arena::Place;
use crate::schema::Schema;

impl Lowering<'_> {
    /// `type: array`. Without `items`, its items are anything.
    pub(super) fn lower_array(&mut self, id: ir::SchemaId, schema: &Schema) -> ir::SchemaKind {
        let items = match schema.items {
            Some(items) => self.meet_inside(items, id, ir::Step::Items),
            None => self
                .arena
                .imply_any(Place::Inside(id, ir::Step::Items), schema.span),
        };
        let (min_items, max_items) = self.lower_counts(
            "array",
            "items long",
            schema.min_items.as_ref(),
            schema.max_items.as_ref(),
        );
        ir::SchemaKind::Array(ir::Array {
            items,
            min_items,
            max_items,
        })
    }
}
