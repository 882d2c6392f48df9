//! Servers (OpenAPI 3.0.4 sections 4.8.5 and 4.8.6).

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Node, codes};

use super::Loader;
use super::fields::Fields;
use super::part::Part;
use super::value::{self, cut, shown};

impl<'t> Loader<'t, '_> {
    /// The document's own servers.
    pub(super) fn load_servers(&mut self, fields: &mut Fields<'t>) -> Vec<openapiv3::Server> {
        let mut servers = Vec::new();
        for node in fields.array(self, "servers").unwrap_or_default() {
            if let Some(part) = self.load_server(node) {
                servers.extend(self.deserialize(node.span, part));
            }
        }
        servers
    }

    pub(super) fn load_server(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a server")?;
        let help = "say where it is; it is left out";
        let complete = fields.wanted_text(self, "url", help).is_some();
        fields.text(self, "description");
        let mut parts = Vec::new();
        if let Some(variables) = fields.map(self, "variables") {
            for entry in variables {
                // `resolve` reports where a variable that is left out is used.
                if let Some(part) = self.load_server_variable(&entry.value) {
                    parts.push((Cow::Borrowed(&*entry.key.text), part));
                }
            }
        }
        fields.put("variables", Part::Object(parts));
        let part = fields.close(self);
        complete.then_some(part)
    }

    fn load_server_variable(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a server variable")?;
        let first = node.get("enum").and_then(Node::as_array);
        let first = first.and_then(<[Node]>::first).and_then(Node::as_str);
        let help = match first {
            Some(first) => format!(
                "add it; it is read as `{}`, the first of the `enum`",
                cut(first)
            ),
            None => "add it; until then its place in the URL keeps its name".to_owned(),
        };
        let mut default = fields.wanted_text(self, "default", &help);
        if default.is_none()
            && let Some(first) = first
        {
            fields.put("default", Part::Text(first.into()));
            default = Some(first.into());
        }
        fields.text(self, "description");
        if let Some(values) = fields.array(self, "enum") {
            let values: Vec<Cow<'t, str>> = values
                .iter()
                .filter_map(|item| value::text(self.diagnostics, "enum", item))
                .collect();
            if let Some(default) = &default
                && let Some(node) = node.get("default")
                && !values.is_empty()
                && !values.contains(default)
            {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!(
                            "the default {} is not in the variable's `enum`",
                            shown(node)
                        ),
                    )
                    .at(node.span, "")
                    .help(format!("add `{}` to the `enum`", cut(default))),
                );
            }
            fields.put(
                "enum",
                Part::List(values.into_iter().map(Part::Text).collect()),
            );
        }
        let part = fields.close(self);
        default.is_some().then_some(part)
    }
}
