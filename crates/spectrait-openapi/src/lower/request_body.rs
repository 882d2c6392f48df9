//! Request bodies.

use spectrait_ir as ir;

use super::Lowering;
use crate::resolved;

impl Lowering<'_> {
    /// A request body, unless it cannot be generated.
    pub(super) fn lower_request_body(
        &mut self,
        operation: ir::OperationId,
        method: ir::HttpMethod,
        request_body: &resolved::RequestBody,
    ) -> Option<ir::RequestBody> {
        // RFC 9110 sections 9.3.1, 9.3.2 and 9.3.8 give such a body no meaning, and OpenAPI 3.0 ignores it.
        if matches!(
            method,
            ir::HttpMethod::Get | ir::HttpMethod::Head | ir::HttpMethod::Trace
        ) {
            let what = format!("a request body of {}", method.as_str());
            self.report.unsupported(&what, request_body.span);
            return None;
        }
        if request_body.content.is_empty() {
            self.report
                .unsupported("a request body without a media type", request_body.span);
        }
        let content =
            self.lower_content(&request_body.content, |media_type| ir::Root::RequestBody {
                operation,
                media_type,
            });
        Some(ir::RequestBody {
            span: request_body.span,
            description: request_body.description.clone(),
            required: request_body.required,
            content,
        })
    }
}
