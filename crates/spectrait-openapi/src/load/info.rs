//! `info`, `tags`, `externalDocs` (OpenAPI 3.0.4 sections 4.8.2 to 4.8.4, 4.8.11, 4.8.22).

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Loader;
use super::fields::Fields;
use super::part::Part;
use super::value::cut;

impl<'t> Loader<'t, '_> {
    pub(super) fn load_info(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "`info`")?;
        for (name, instead) in [("title", "API"), ("version", "0")] {
            let help = format!("add it; it is read as `{instead}`");
            if fields.wanted_text(self, name, &help).is_none() {
                fields.put(name, Part::Text(instead.into()));
            }
        }
        fields.text(self, "description");
        if let Some(node) = fields.since_3_1(self, "summary") {
            super::value::text(self.diagnostics, "summary", node);
        }
        fields.text(self, "termsOfService");
        if let Some(node) = fields.get(self, "contact")
            && let Some(mut contact) = Fields::open_documentation(self, node, "`contact`")
        {
            contact.text(self, "name");
            contact.text(self, "url");
            contact.text(self, "email");
            contact.close(self);
        }
        if let Some(node) = fields.get(self, "license")
            && let Some(mut license) = Fields::open_documentation(self, node, "`license`")
        {
            license.text(self, "name");
            license.text(self, "url");
            if let Some(node) = license.since_3_1(self, "identifier") {
                super::value::text(self.diagnostics, "identifier", node);
            }
            license.close(self);
        }
        Some(fields.close(self))
    }

    pub(super) fn load_tags(&mut self, fields: &mut Fields<'t>) -> Vec<openapiv3::Tag> {
        let mut tags = Vec::new();
        let mut declared: BTreeMap<&str, Span> = BTreeMap::new();
        for node in fields.array(self, "tags").unwrap_or_default() {
            let Some(mut fields) = Fields::open_documentation(self, node, "a tag") else {
                continue;
            };
            let named = fields
                .wanted_text(self, "name", "name it; it is left out")
                .is_some();
            fields.text(self, "description");
            fields.one(self, "externalDocs", Self::load_external_docs);
            let part = fields.close(self);
            if let Some(name) = node.get("name")
                && let Some(text) = name.as_str()
                && let Some(first) = declared.insert(text, name.span)
            {
                declared.insert(text, first);
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("the tag `{}` is declared twice", cut(text)),
                    )
                    .at(name.span, "ignored")
                    .also(first, "first declared here")
                    .help("leave one of the two out"),
                );
                continue;
            }
            if named {
                tags.extend(self.deserialize(node.span, part));
            }
        }
        tags
    }

    pub(super) fn load_external_docs(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open_documentation(self, node, "`externalDocs`")?;
        let help = "add it; without it there is nothing to read";
        let complete = fields.wanted_text(self, "url", help).is_some();
        fields.text(self, "description");
        let part = fields.close(self);
        complete.then_some(part)
    }
}
