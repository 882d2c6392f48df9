//! `components` (OpenAPI 3.0.4 section 4.8.7).

use spectrait_source::{Diagnostic, Entry, Node, codes};

use super::fields::{Fields, Load};
use super::part::Part;
use super::value::cut;
use super::{Loader, schema};
use crate::schema::Property;

impl<'t, 'd> Loader<'t, 'd> {
    pub(super) fn load_components(
        &mut self,
        node: &'t Node,
        schemas: &mut schema::Components,
    ) -> Option<openapiv3::Components> {
        let mut fields = Fields::open(self, node, "`components`")?;
        for entry in fields.map(self, "schemas").into_iter().flatten() {
            self.check_component_name(entry);
            let property = Property {
                span: entry.key.span,
                schema: self.load_schema(&entry.value),
            };
            schemas.insert(entry.key.text.clone(), property);
        }
        let components = openapiv3::Components {
            responses: self.load_map(
                &mut fields,
                "responses",
                "the response",
                Self::load_response,
            ),
            parameters: self.load_map(
                &mut fields,
                "parameters",
                "the parameter",
                Self::load_parameter,
            ),
            request_bodies: self.load_map(
                &mut fields,
                "requestBodies",
                "the request body",
                Self::load_request_body,
            ),
            headers: self.load_map(&mut fields, "headers", "the header", Self::load_header),
            security_schemes: self.load_map(
                &mut fields,
                "securitySchemes",
                "the security scheme",
                Self::load_security_scheme,
            ),
            ..openapiv3::Components::default()
        };
        for entry in fields.map(self, "examples").into_iter().flatten() {
            self.load_named_example(&entry.value);
        }
        for entry in fields.map(self, "links").into_iter().flatten() {
            self.reference_or(&entry.value, "the link", Self::load_link);
        }
        for entry in fields.map(self, "callbacks").into_iter().flatten() {
            self.load_callback(&entry.value);
        }
        if let Some(node) = fields.since_3_1(self, "pathItems") {
            self.load_later(node, "pathItems");
        }
        fields.close(self);
        Some(components)
    }

    /// Reads the components of one kind, each on its own, so that a broken one costs only itself.
    fn load_map<T: serde::Deserialize<'t>>(
        &mut self,
        fields: &mut Fields<'t>,
        name: &'static str,
        noun: &'static str,
        load: Load<'t, 'd, Part<'t>>,
    ) -> indexmap::IndexMap<String, T> {
        let mut components = indexmap::IndexMap::new();
        for entry in fields.map(self, name).into_iter().flatten() {
            self.check_component_name(entry);
            if let Some(part) = self.reference_or(&entry.value, noun, load)
                && let Some(component) = self.deserialize(entry.value.span, part)
            {
                components.insert(String::from(entry.key.text.clone()), component);
            }
        }
        components
    }

    /// "All the fixed fields declared above are objects that MUST use keys that match the regular
    /// expression `^[a-zA-Z0-9\.\-_]+$`."
    fn check_component_name(&mut self, entry: &Entry) {
        let name = &*entry.key.text;
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
        if let Some(letter) = name.chars().find(|&letter| !allowed(letter)) {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("the component name `{}` holds `{letter}`", cut(name)),
                )
                .at(entry.key.span, "")
                .help("a name is made of letters, digits, `.`, `-` and `_`"),
            );
        }
    }
}
