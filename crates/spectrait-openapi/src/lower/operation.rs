//! Operations.

use spectrait_ir as ir;

use super::Lowering;
use super::security::Schemes;
use crate::resolved;

impl Lowering<'_> {
    /// Lowers every operation, in document order.
    pub(super) fn lower_operations(&mut self, schemes: &Schemes) -> Vec<ir::Operation> {
        let api = self.api;
        (0..)
            .zip(&api.operations)
            .map(|(id, operation)| self.lower_operation(ir::OperationId(id), operation, schemes))
            .collect()
    }

    fn lower_operation(
        &mut self,
        id: ir::OperationId,
        operation: &resolved::Operation,
        schemes: &Schemes,
    ) -> ir::Operation {
        for unsupported in &operation.unsupported {
            self.report.unsupported(&unsupported.what, unsupported.span);
        }
        let parameters = operation
            .parameters
            .iter()
            .filter_map(|parameter| self.lower_parameter(id, parameter))
            .collect();
        let request_body = operation
            .request_body
            .as_ref()
            .and_then(|request_body| self.lower_request_body(id, operation.method, request_body));
        let responses = operation
            .responses
            .iter()
            .map(|response| self.lower_response(id, operation, response))
            .collect();
        ir::Operation {
            operation_id: operation
                .operation_id
                .as_ref()
                .map(|operation_id| operation_id.value.clone()),
            rust_name: None,
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
            security: self.lower_security(&operation.security, schemes),
            // Known when all schemas are.
            pagination: None,
        }
    }
}
