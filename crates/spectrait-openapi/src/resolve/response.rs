//! Responses.

use openapiv3::{ReferenceOr, StatusCode};
use spectrait_ir::StatusPattern;
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::reference::Noun;
use crate::resolved;
use crate::schema::Spanned;

impl<'d> Resolver<'d> {
    /// The responses of an operation, in document order.
    pub(super) fn resolve_responses(
        &mut self,
        responses: &'d openapiv3::Responses,
        node: &'d Node,
    ) -> Vec<resolved::Response> {
        let mut resolved: Vec<resolved::Response> = Vec::new();
        let members = node.get("responses").and_then(Node::as_object);
        for entry in members.into_iter().flatten() {
            let Some((status, response)) = find(responses, &entry.key.text) else {
                continue;
            };
            let first = resolved.iter().find(|other| other.status.value == status);
            if let Some(first) = first {
                let span = first.status.span;
                self.report(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("`{}` is documented twice", entry.key.text),
                    )
                    .at(entry.key.span, "left out")
                    .also(span, "first documented here")
                    .help("leave one of the two out"),
                );
                continue;
            }
            if let Some(mut response) = self.resolve_response(response) {
                response.status = Spanned {
                    value: status,
                    span: entry.key.span,
                };
                resolved.push(response);
            }
        }
        resolved
    }

    /// A response; its status is the caller's to fill in.
    pub(super) fn resolve_response(
        &mut self,
        response: &'d ReferenceOr<openapiv3::Response>,
    ) -> Option<resolved::Response> {
        let (response, node, holder) =
            self.noun(response, Noun::Response, |nouns| &nouns.responses)?;
        let described = Some(&response.description).filter(|text| !text.is_empty());
        Some(resolved::Response {
            status: Spanned {
                value: StatusPattern::Default,
                span: node.span,
            },
            description: Self::description(holder, described),
            headers: self.resolve_headers(&response.headers, node),
            content: self.resolve_content(&response.content, node),
            links: self.resolve_links(node),
        })
    }
}

/// The response of a key; `None` where `load` left it out.
fn find<'d>(
    responses: &'d openapiv3::Responses,
    key: &str,
) -> Option<(StatusPattern, &'d ReferenceOr<openapiv3::Response>)> {
    if key.eq_ignore_ascii_case("default") {
        return Some((StatusPattern::Default, responses.default.as_ref()?));
    }
    let (status, code) = if let Ok(code) = key.parse() {
        (StatusPattern::Exact(code), StatusCode::Code(code))
    } else {
        let class = key.get(..1)?.parse().ok()?;
        (StatusPattern::Range(class), StatusCode::Range(class.into()))
    };
    Some((status, responses.responses.get(&code)?))
}
