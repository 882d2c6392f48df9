//! What follows from a schema that no value is valid against: an object that requires it has no value either, and a union
//! does without it.

use spectrait_ir as ir;

/// Carries "no value" to where it follows.
pub(super) fn settle(schemas: &mut [ir::Schema]) {
    let mut pending: Vec<usize> = (0..schemas.len())
        .filter(|&index| is_never(&schemas[index]))
        .collect();
    if pending.is_empty() {
        return;
    }
    let users = users(schemas);
    let mut never = vec![false; schemas.len()];
    for &index in &pending {
        never[index] = true;
    }
    while let Some(index) = pending.pop() {
        for &user in &users[index] {
            let schema = &mut schemas[user];
            follow(schema, &never);
            if !never[user] && is_without_value(schema, &never) {
                never[user] = true;
                pending.push(user);
            }
        }
    }
}

/// By schema: those that hold it, refer to it or have it as a branch.
fn users(schemas: &[ir::Schema]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); schemas.len()];
    for (index, schema) in schemas.iter().enumerate() {
        let mut add = |id: ir::SchemaId| users[id.index()].push(index);
        match &schema.kind {
            ir::SchemaKind::Object(object) => {
                let required = object
                    .properties
                    .iter()
                    .filter(|property| property.required);
                required.for_each(|property| add(property.schema));
            }
            ir::SchemaKind::Tuple(items) => items.iter().copied().for_each(add),
            ir::SchemaKind::Union(union) => {
                union.branches.iter().for_each(|branch| add(branch.schema));
            }
            ir::SchemaKind::Reference(target) => add(*target),
            _ => {}
        }
    }
    users
}

/// Whether no value is valid, `null` neither.
fn is_never(schema: &ir::Schema) -> bool {
    schema.kind == ir::SchemaKind::Never && !schema.nullable
}

/// The same, through a reference.
fn is_without_value(schema: &ir::Schema, never: &[bool]) -> bool {
    match schema.kind {
        ir::SchemaKind::Reference(target) => !schema.nullable && never[target.index()],
        _ => is_never(schema),
    }
}

/// What is left of a schema that uses some that have no value.
fn follow(schema: &mut ir::Schema, never: &[bool]) {
    let is_never = |id: ir::SchemaId| never[id.index()];
    let kind = match &mut schema.kind {
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
            union.branches.retain(|branch| !is_never(branch.schema));
            match (&union.branches[..], union.tag.is_some()) {
                ([], _) => Some(ir::SchemaKind::Never),
                ([branch], false) => Some(ir::SchemaKind::Reference(branch.schema)),
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(kind) = kind {
        if kind == ir::SchemaKind::Never {
            schema.rules.clear();
        }
        schema.kind = kind;
    }
}
