//! Which operations page through a list.

use spectrait_ir as ir;

/// The names of the property with the number of all items.
const TOTALS: &[&str] = &["total", "total_count", "totalCount"];

/// Marks the operations that page by offset. An operation does if
///
/// - it is a GET,
/// - it has the integer query parameters `limit` and `offset`,
/// - its 200 response is JSON and an object,
/// - exactly one property of that object is an array,
/// - and one is an integer with the name `total`, `total_count` or `totalCount`, in this order of preference.
///
/// Names are compared to the letter. The rule is narrow on purpose: a list that is taken for a page would be read
/// wrongly, and one that is not can still be read page by page.
pub(super) fn mark(operations: &mut [ir::Operation], schemas: &[ir::Schema]) {
    for operation in operations {
        operation.pagination = pagination(operation, schemas);
    }
}

fn pagination(operation: &ir::Operation, schemas: &[ir::Schema]) -> Option<ir::Pagination> {
    let is_integer =
        |id: ir::SchemaId| matches!(kind(schemas, id), Some(ir::SchemaKind::Integer(_)));
    let is_array = |id: ir::SchemaId| matches!(kind(schemas, id), Some(ir::SchemaKind::Array(_)));
    let has_parameter = |name: &str| {
        operation.parameters.iter().any(|parameter| {
            parameter.location == ir::Location::Query
                && parameter.wire_name == name
                && is_integer(parameter.schema)
        })
    };
    if operation.method != ir::HttpMethod::Get
        || !has_parameter("limit")
        || !has_parameter("offset")
    {
        return None;
    }
    let ok = operation
        .responses
        .iter()
        .find(|response| response.status == ir::StatusPattern::Exact(200))?;
    let [media_type] = &*ok.content else {
        return None;
    };
    let ir::SchemaKind::Object(page) = kind(schemas, media_type.schema?)? else {
        return None;
    };
    let mut arrays = page
        .properties
        .iter()
        .filter(|property| is_array(property.schema));
    let (Some(items), None) = (arrays.next(), arrays.next()) else {
        return None;
    };
    let total = TOTALS.iter().find_map(|&name| {
        page.properties
            .iter()
            .find(|property| property.wire_name == name && is_integer(property.schema))
    })?;
    Some(ir::Pagination::Offset {
        offset: "offset".to_owned(),
        limit: "limit".to_owned(),
        items: items.wire_name.clone(),
        total: total.wire_name.clone(),
    })
}

/// What a schema is behind aliases. `None` for a loop of them, which `resolve` has reported.
fn kind(schemas: &[ir::Schema], id: ir::SchemaId) -> Option<&ir::SchemaKind> {
    let mut id = id;
    for _ in 0..=schemas.len() {
        match &schemas[id.index()].kind {
            ir::SchemaKind::Reference(target) => id = *target,
            kind => return Some(kind),
        }
    }
    None
}
