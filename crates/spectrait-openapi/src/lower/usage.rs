//! Which messages reach a schema.

use spectrait_ir as ir;

/// Marks every schema with the messages that reach it: the parameters and bodies of requests, the headers and
/// bodies of responses, and what these lead to. What a webhook sends is read as a response is, and what answers it is
/// written as a request is; that a webhook exchanges them is marked besides.
pub(super) fn mark(
    schemas: &mut [ir::Schema],
    operations: &[ir::Operation],
    webhooks: &[ir::Webhook],
) {
    let webhooks = || webhooks.iter().map(|webhook| &webhook.operation);
    let sent = operations.iter().flat_map(request_schemas);
    let requests = sent.chain(webhooks().flat_map(response_schemas)).collect();
    reach(schemas, requests, Usage::Request);
    let answered = operations.iter().flat_map(response_schemas);
    let responses = answered
        .chain(webhooks().flat_map(request_schemas))
        .collect();
    reach(schemas, responses, Usage::Response);
    let exchanged = webhooks()
        .flat_map(|operation| request_schemas(operation).chain(response_schemas(operation)));
    reach(schemas, exchanged.collect(), Usage::Webhook);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Usage {
    Request,
    Response,
    Webhook,
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
    parameters.chain(content.flat_map(content_schemas))
}

fn response_schemas(operation: &ir::Operation) -> impl Iterator<Item = ir::SchemaId> {
    operation.responses.iter().flat_map(|response| {
        let headers = response.headers.iter().map(|header| header.schema);
        headers.chain(response.content.iter().flat_map(content_schemas))
    })
}

fn content_schemas(media_type: &ir::MediaType) -> impl Iterator<Item = ir::SchemaId> {
    let headers = media_type
        .encoding
        .iter()
        .flat_map(|encoding| &encoding.headers);
    media_type
        .schema
        .into_iter()
        .chain(headers.map(|header| header.schema))
}

/// Marks all schemas that can be reached. Each is visited once, so cycles end and shared ones cost nothing. A property of
/// the other direction leads nowhere.
fn reach(schemas: &mut [ir::Schema], mut pending: Vec<ir::SchemaId>, usage: Usage) {
    while let Some(id) = pending.pop() {
        let schema = &mut schemas[id.index()];
        let flag = match usage {
            Usage::Request => &mut schema.usage.request,
            Usage::Response => &mut schema.usage.response,
            Usage::Webhook => &mut schema.usage.webhook,
        };
        if std::mem::replace(flag, true) {
            continue;
        }
        match &schema.kind {
            ir::SchemaKind::Array(array) => pending.push(array.items),
            ir::SchemaKind::Reference(target) => pending.push(*target),
            ir::SchemaKind::Object(object) => {
                let is_there = |property: &&ir::Property| match usage {
                    Usage::Request => !property.read_only,
                    Usage::Response => !property.write_only,
                    Usage::Webhook => true,
                };
                let properties = object.properties.iter().filter(is_there);
                pending.extend(properties.map(|property| property.schema));
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
