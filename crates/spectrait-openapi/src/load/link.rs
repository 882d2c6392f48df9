//! Links (OpenAPI 3.0.4 section 4.8.20). `resolve` takes them from the tree.

use spectrait_source::Node;

use super::Loader;
use super::fields::Fields;
use super::part::Part;

impl<'t> Loader<'t, '_> {
    pub(super) fn load_link(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a link")?;
        fields.text(self, "operationRef");
        fields.text(self, "operationId");
        fields.any("parameters");
        fields.any("requestBody");
        fields.text(self, "description");
        fields.one(self, "server", Self::load_server);
        Some(fields.close(self))
    }
}
