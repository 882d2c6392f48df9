//! Responses.

use spectrait_ir as ir;

use super::Lowering;
use crate::resolved;

impl Lowering<'_> {
    /// A response.
    pub(super) fn lower_response(
        &mut self,
        operation: ir::OperationId,
        method: ir::HttpMethod,
        response: &resolved::Response,
    ) -> ir::Response {
        let status = response.status.value;
        if matches!(
            status,
            ir::StatusPattern::Exact(100..=199) | ir::StatusPattern::Range(1)
        ) {
            self.report
                .unsupported("an interim response", response.status.span);
        }
        for header in &response.headers {
            let what = format!("the response header `{}`", header.name.value);
            self.report.unsupported(&what, header.name.span);
        }
        if let Some(links) = response.links {
            self.report.unsupported("`links`", links);
        }
        let content = match (bodiless(method, status), response.content.first()) {
            (Some(what), Some(media_type)) => {
                self.report.without_effect(
                    format!("`content` has no effect: {what} has no body"),
                    media_type.name.span,
                    "never sent",
                    "remove `content`",
                );
                Vec::new()
            }
            _ => self.lower_content(&response.content, |media_type| ir::Root::ResponseBody {
                operation,
                status,
                media_type,
            }),
        };
        ir::Response {
            status,
            span: response.status.span,
            description: response.description.clone(),
            headers: Vec::new(),
            content,
        }
    }
}

/// What a response is called that never has a body (RFC 9110 section 6.4.1).
fn bodiless(method: ir::HttpMethod, status: ir::StatusPattern) -> Option<String> {
    match status {
        _ if method == ir::HttpMethod::Head => Some("a response to HEAD".to_owned()),
        ir::StatusPattern::Exact(status @ (204 | 205 | 304)) => {
            Some(format!("a response of status {status}"))
        }
        _ => None,
    }
}
