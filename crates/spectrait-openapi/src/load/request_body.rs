//! Request bodies (OpenAPI 3.0.4 section 4.8.13).

use spectrait_source::Node;

use super::Loader;
use super::fields::Fields;
use super::part::Part;

impl<'t> Loader<'t, '_> {
    pub(super) fn load_request_body(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a request body")?;
        fields.text(self, "description");
        fields.flag(self, "required");
        let content = fields.required(self, "content");
        if content.is_some() {
            let content = self.load_content(&mut fields);
            fields.put("content", content.unwrap_or(Part::Object(Vec::new())));
        }
        let part = fields.close(self);
        content.map(|_| part)
    }
}
