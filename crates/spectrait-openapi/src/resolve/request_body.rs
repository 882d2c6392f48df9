//! Request bodies.

use openapiv3::ReferenceOr;

use super::Resolver;
use super::reference::Noun;
use crate::resolved;

impl<'d> Resolver<'d> {
    pub(super) fn resolve_request_body(
        &mut self,
        body: &'d ReferenceOr<openapiv3::RequestBody>,
    ) -> Option<resolved::RequestBody> {
        let (body, node, holder) =
            self.noun(body, Noun::RequestBody, |nouns| &nouns.request_bodies)?;
        Some(resolved::RequestBody {
            span: node.span,
            description: Self::description(holder, body.description.as_ref()),
            required: body.required,
            content: self.resolve_content(&body.content, node),
        })
    }
}
