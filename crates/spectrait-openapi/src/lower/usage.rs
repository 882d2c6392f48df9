//! Which messages reach a schema.

use spectrait_ir as ir;

/// Marks every schema with the messages that reach it: the parameters and bodies of requests, the headers and
/// bodies of responses, and what these lead to.
pub(super) fn mark(schemas: &mut [ir::Schema], operations: &[ir::Operation]) {
    let requests = operations.iter().flat_map(request_schemas).collect();
    reach(schemas, requests, |usage| &mut usage.request);
    let responses = operations.iter().flat_map(response_schemas).collect();
    reach(schemas, responses, |usage| &mut usage.response);
}

fn request_schemas(operation: &ir::Operation) -> impl Iterator<Item = ir::SchemaId> {
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| parameter.schema);
    let content = operation
        .request_body
        .iter()
        .flat_map(|request_body| &request_body.content);
    parameters.chain(content.filter_map(|media_type| media_type.schema))
}

fn response_schemas(operation: &ir::Operation) -> impl Iterator<Item = ir::SchemaId> {
    operation.responses.iter().flat_map(|response| {
        let headers = response.headers.iter().map(|header| header.schema);
        headers.chain(
            response
                .content
                .iter()
                .filter_map(|media_type| media_type.schema),
        )
    })
}

/// Sets a flag on all schemas that can be reached. Each is visited once, so cycles end and shared ones cost nothing.
fn reach(
    schemas: &mut [ir::Schema],
    mut pending: Vec<ir::SchemaId>,
    flag: fn(&mut ir::Usage) -> &mut bool,
) {
    while let Some(id) = pending.pop() {
        let schema = &mut schemas[id.index()];
        if std::mem::replace(flag(&mut schema.usage), true) {
            continue;
        }
        match &schema.kind {
            ir::SchemaKind::Array(array) => pending.push(array.items),
            ir::SchemaKind::Reference(target) => pending.push(*target),
            ir::SchemaKind::Object(object) => {
                pending.extend(object.properties.iter().map(|property| property.schema));
                if let ir::Additional::Kept(schema) = object.additional {
                    pending.push(schema);
                }
            }
            ir::SchemaKind::Tuple(items) => pending.extend(items),
            ir::SchemaKind::Union(union) => {
                pending.extend(union.branches.iter().map(|branch| branch.schema));
            }
            ir::SchemaKind::Any
            | ir::SchemaKind::Never
            | ir::SchemaKind::Boolean
            | ir::SchemaKind::Integer(_)
            | ir::SchemaKind::Number(_)
            | ir::SchemaKind::String(_)
            | ir::SchemaKind::Enumeration(_) => {}
        }
    }
}
