//! Operations, and the webhooks and callbacks beside them.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::security::lower_security;
use crate::load::value::cut;
use crate::resolved;

impl Lowering<'_> {
    /// Lowers every operation, in document order.
    pub(super) fn lower_operations(&mut self) -> Vec<ir::Operation> {
        let api = self.api;
        let operations: Vec<ir::Operation> = (0..)
            .zip(&api.operations)
            .map(|(id, operation)| self.lower_operation(ir::OperationId(id), operation))
            .collect();
        self.check_routes(&operations);
        operations
    }

    /// Lowers what the API calls by itself, after the operations.
    pub(super) fn lower_webhooks(&mut self) -> Vec<ir::Webhook> {
        let api = self.api;
        let first = u32::try_from(api.operations.len()).unwrap_or(u32::MAX);
        let id = |position: usize| ir::OperationId(u32::try_from(position).unwrap_or(u32::MAX));
        (first..)
            .zip(&api.webhooks)
            .map(|(number, webhook)| ir::Webhook {
                name: webhook.name.value.clone(),
                callback: webhook.callback.as_ref().map(|callback| ir::Callback {
                    operation: id(callback.operation),
                    expression: callback.expression.clone(),
                }),
                operation: self.lower_operation(ir::OperationId(number), &webhook.operation),
            })
            .collect()
    }

    /// The servers of an operation that are not where a client sends its requests anyway.
    fn lower_own_servers(&mut self, operation: &resolved::Operation) -> Vec<ir::Server> {
        let Some(first) = operation.servers.first() else {
            return Vec::new();
        };
        let base = self.servers.first().map(|server| &*server.template);
        let is_same =
            |base: &str| base.trim_end_matches('/') == first.template.trim_end_matches('/');
        if base.is_some_and(is_same) {
            return Vec::new();
        }
        if let Some(span) = operation.servers_span {
            self.report.push(
                Diagnostic::warning(
                    codes::UNSUPPORTED,
                    format!(
                        "`{}` is not where a client sends requests to",
                        if first.url.is_empty() {
                            "/".into()
                        } else {
                            cut(&first.url)
                        }
                    ),
                )
                .at(span, "not used")
                .note("a client has one base URL, by itself the first of the document's `servers`")
                .help("to call these operations, build another client, with this URL as its base"),
            );
        }
        operation.servers.clone()
    }

    fn lower_operation(
        &mut self,
        id: ir::OperationId,
        operation: &resolved::Operation,
    ) -> ir::Operation {
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| self.lower_parameter(id, parameter))
            .collect();
        let request_body = operation
            .request_body
            .as_ref()
            .and_then(|request_body| self.lower_request_body(id, operation.method, request_body));
        let responses = operation
            .responses
            .iter()
            .filter_map(|response| self.lower_response(id, operation, response))
            .collect();
        ir::Operation {
            operation_id: operation
                .operation_id
                .as_ref()
                .map(|operation_id| operation_id.value.clone()),
            rust_name: operation.rust_name.clone(),
            method: operation.method,
            path: operation.path.value.clone(),
            span: operation.span,
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            deprecated: operation.deprecated,
            tags: operation.tags.clone(),
            parameters,
            request_body,
            responses,
            security: lower_security(&operation.security),
            servers: self.lower_own_servers(operation),
            // Known when all schemas are.
            pagination: None,
        }
    }
}

/// The document's servers. Where it has none and all operations have the same, these are the document's.
pub(super) fn document_servers(api: &resolved::Api) -> Vec<ir::Server> {
    let is_implied = matches!(&*api.servers, [only] if only.template == "/");
    let mut operations = api.operations.iter();
    match operations.next() {
        Some(first) if is_implied && !first.servers.is_empty() => {
            if operations.all(|operation| operation.servers == first.servers) {
                first.servers.clone()
            } else {
                api.servers.clone()
            }
        }
        _ => api.servers.clone(),
    }
}

/// The declared tags, then those that operations have, in the order of their first use.
pub(super) fn all_tags(declared: Vec<ir::Tag>, operations: &[ir::Operation]) -> Vec<ir::Tag> {
    let mut tags: indexmap::IndexMap<String, ir::Tag> = declared
        .into_iter()
        .map(|tag| (tag.name.clone(), tag))
        .collect();
    for name in operations.iter().flat_map(|operation| &operation.tags) {
        tags.entry(name.clone()).or_insert_with(|| ir::Tag {
            name: name.clone(),
            description: None,
        });
    }
    tags.into_values().collect()
}
