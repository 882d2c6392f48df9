//! What follows from a schema that no value is valid against: an object that requires it has no value either, and a union
//! does without it.

use spectrait_ir as ir;

/// Carries "no value" to where it follows.
pub(super) fn settle(schemas: &mut [ir::Schema]) {
    loop {
        let never: Vec<bool> = (0..schemas.len())
            .map(|index| is_never(schemas, index))
            .collect();
        let mut changed = false;
        for schema in &mut *schemas {
            changed |= settle_one(schema, &never);
        }
        if !changed {
            return;
        }
    }
}

/// Whether no value is valid, `null` neither, behind references.
fn is_never(schemas: &[ir::Schema], index: usize) -> bool {
    let mut index = index;
    for _ in 0..=schemas.len() {
        let schema = &schemas[index];
        if schema.nullable {
            return false;
        }
        match schema.kind {
            ir::SchemaKind::Never => return true,
            ir::SchemaKind::Reference(target) => index = target.index(),
            _ => return false,
        }
    }
    false
}

/// Whether something changed.
fn settle_one(schema: &mut ir::Schema, never: &[bool]) -> bool {
    let is_never = |id: ir::SchemaId| never[id.index()];
    let replacement = match &mut schema.kind {
        ir::SchemaKind::Object(object) => {
            let lacks_one = object
                .properties
                .iter()
                .any(|property| property.required && is_never(property.schema));
            lacks_one.then_some(ir::SchemaKind::Never)
        }
        ir::SchemaKind::Tuple(items) => items
            .iter()
            .any(|&item| is_never(item))
            .then_some(ir::SchemaKind::Never),
        ir::SchemaKind::Union(union) => {
            let before = union.branches.len();
            union.branches.retain(|branch| !is_never(branch.schema));
            match (&union.branches[..], union.tag.is_some()) {
                ([], _) => Some(ir::SchemaKind::Never),
                ([branch], false) => Some(ir::SchemaKind::Reference(branch.schema)),
                _ if union.branches.len() < before => return true,
                _ => None,
            }
        }
        _ => None,
    };
    let Some(kind) = replacement else {
        return false;
    };
    if kind == ir::SchemaKind::Never {
        schema.rules.clear();
    }
    schema.kind = kind;
    true
}
