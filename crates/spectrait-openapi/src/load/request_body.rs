//! Request bodies (OpenAPI 3.0.4 section 4.8.13).

use spectrait_source::{Diagnostic, Mapping, Node, codes};

use super::fields::Fields;
use super::part::Part;
use super::{Loader, milder};

impl<'t> Loader<'t, '_> {
    pub(super) fn load_request_body(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a request body")?;
        fields.text(self, "description");
        fields.flag(self, "required");
        let content = fields.get(self, "content");
        if content.is_none() {
            let missing = milder(fields.missing("content"));
            let help = "say what it is: `content: {application/json: {schema: …}}`; it is left out until then";
            self.diagnostics.push(missing.help(help));
        }
        if let Some(node) = content
            && node.as_object().is_some_and(Mapping::is_empty)
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    "a request body without a media type is none",
                )
                .at(node.span, "left out")
                .help("say what it is: `application/json: {schema: …}`"),
            );
        }
        let content = content.and_then(|_| self.load_content(&mut fields));
        fields.put("content", content.unwrap_or(Part::Object(Vec::new())));
        Some(fields.close(self))
    }
}
