//! Request bodies.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use crate::resolved;

impl Lowering<'_> {
    /// A request body. `None` where the request cannot have one, or the document says nothing of it.
    pub(super) fn lower_request_body(
        &mut self,
        operation: ir::OperationId,
        method: ir::HttpMethod,
        request_body: &resolved::RequestBody,
    ) -> Option<ir::RequestBody> {
        // RFC 9110 sections 9.3.1 and 9.3.2 give such a body no meaning, and OpenAPI 3.0 ignores it; who describes one
        // sends it all the same. Section 9.3.8 forbids it.
        let label = match method {
            ir::HttpMethod::Get | ir::HttpMethod::Head => Some("sent all the same"),
            ir::HttpMethod::Trace => Some("left out: it must not be sent"),
            _ => None,
        };
        if let Some(label) = label {
            self.report.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!(
                        "a request body of {} has no meaning in HTTP",
                        method.as_str()
                    ),
                )
                .at(request_body.span, label)
                .note("servers and proxies may refuse or ignore it (RFC 9110 section 9.3)")
                .help("use POST, or describe it in `parameters`"),
            );
        }
        if method == ir::HttpMethod::Trace {
            return None;
        }
        let content =
            self.lower_content(&request_body.content, |media_type| ir::Root::RequestBody {
                operation,
                media_type,
            });
        // Without a media type it is none: `load` has warned.
        (!content.is_empty()).then(|| ir::RequestBody {
            span: request_body.span,
            description: request_body.description.clone(),
            required: request_body.required,
            content,
        })
    }
}
