//! Responses.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::media_type::essence;
use crate::effective::{PROBLEM_DESCRIPTION, PROBLEM_JSON};
use crate::resolved;
use crate::schema::SchemaId;

impl Lowering<'_> {
    /// A response. `None` for an interim one, which no handler gives and no caller sees (RFC 9110 section 15.2).
    pub(super) fn lower_response(
        &mut self,
        id: ir::OperationId,
        operation: &resolved::Operation,
        response: &resolved::Response,
    ) -> Option<ir::Response> {
        let status = response.status.value;
        if matches!(
            status,
            ir::StatusPattern::Exact(100..=199) | ir::StatusPattern::Range(1)
        ) {
            self.report.push(
                Diagnostic::warning(codes::UNSUPPORTED, "an interim response is not an answer")
                    .at(response.status.span, "left out")
                    .note("the HTTP layer sends and reads it by itself (RFC 9110 section 15.2)")
                    .help("nothing needs to be done"),
            );
            return None;
        }
        let headers = response
            .headers
            .iter()
            .filter(|header| !is_challenge(operation, status, &header.name.value))
            .map(|header| self.lower_header(id, status, header))
            .collect();
        let bodiless = bodiless(operation.method, status);
        let content = if let (Some(what), Some(media_type)) = (bodiless, response.content.first()) {
            self.report.without_effect(
                format!("`content` has no effect: {what} has no body"),
                media_type.name.span,
                "never sent",
                "remove `content`",
            );
            Vec::new()
        } else {
            let content = self.without_problem(&response.content);
            self.lower_content(content, |media_type| ir::Root::ResponseBody {
                operation: id,
                status,
                media_type,
            })
        };
        Some(ir::Response {
            status,
            span: response.status.span,
            description: response.description.clone(),
            headers,
            content,
            links: response.links.clone(),
        })
    }

    /// The media types of a response without the problem details that a router sends by itself, as
    /// [`effective`](crate::effective()) lists them beside others: no handler answers so, and a client finds them in the
    /// error's `response`.
    fn without_problem<'c>(
        &self,
        content: &'c [resolved::MediaType],
    ) -> Vec<&'c resolved::MediaType> {
        let is_problem = |media_type: &resolved::MediaType| {
            essence(&media_type.name.value).eq_ignore_ascii_case(PROBLEM_JSON)
                && media_type
                    .schema
                    .is_some_and(|schema| self.is_problem(schema))
        };
        if content.iter().all(is_problem) {
            return content.iter().collect();
        }
        content
            .iter()
            .filter(|media_type| !is_problem(media_type))
            .collect()
    }

    /// Whether a schema refers to the one that `effective` adds.
    fn is_problem(&self, schema: SchemaId) -> bool {
        let reference = self.schema(schema).reference.as_ref();
        let target = reference.and_then(|reference| reference.target);
        target.is_some_and(|target| {
            self.schema(target).description.as_deref() == Some(PROBLEM_DESCRIPTION)
        })
    }
}

/// Whether a header is the challenge of a 401 (RFC 9110 section 11.6.1), which the router sends with every one,
/// where there are credentials to ask for. A client finds it in the error's `headers`.
fn is_challenge(operation: &resolved::Operation, status: ir::StatusPattern, name: &str) -> bool {
    status == ir::StatusPattern::Exact(401)
        && !operation.security.is_empty()
        && name.eq_ignore_ascii_case("WWW-Authenticate")
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
