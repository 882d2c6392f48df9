//! Links (OpenAPI 3.0.4 section 4.8.20).

use spectrait_ir::Link;
use spectrait_source::{Diagnostic, Node, codes, write_json};

use super::Resolver;
use super::reference::Noun;
use crate::load::value::{cut, plain_text};

impl<'d> Resolver<'d> {
    /// The links of a response, in document order.
    pub(super) fn resolve_links(&mut self, response: &'d Node) -> Vec<Link> {
        let members = response.get("links").and_then(Node::as_object);
        let mut links = Vec::new();
        for entry in members.into_iter().flatten() {
            let link = if entry.value.get("$ref").is_some() {
                self.follow(&entry.value, Noun::Link)
            } else {
                Some(&entry.value)
            };
            if let Some(link) = link {
                links.extend(self.resolve_link(&entry.key.text, link));
            }
        }
        links
    }

    fn resolve_link(&mut self, name: &str, node: &'d Node) -> Option<Link> {
        let members = node.as_object()?;
        let written = |field| members.entry(field).filter(|entry| !entry.value.is_null());
        let (id, reference) = (written("operationId"), written("operationRef"));
        let target = match (id, reference) {
            (Some(id), Some(reference)) => {
                self.report(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        "`operationId` and `operationRef` exclude each other",
                    )
                    .at(reference.key.span, "ignored")
                    .also(id.key.span, "read in its place")
                    .help("leave one of the two out"),
                );
                id
            }
            (Some(target), None) | (None, Some(target)) => target,
            (None, None) => {
                self.report(
                    Diagnostic::warning(
                        codes::MISSING_FIELD,
                        format!("the link `{}` leads to no operation", cut(name)),
                    )
                    .at(node.span, "left out")
                    .help("add `operationId`, the id of an operation of this document"),
                );
                return None;
            }
        };
        let text = target.value.as_str()?;
        if &*target.key.text == "operationId" {
            self.linked.push((text, target.value.span));
        }
        let parameters = members.get("parameters").and_then(Node::as_object);
        let body = members.entry("requestBody");
        let parameters = parameters
            .into_iter()
            .flatten()
            .chain(body)
            .map(|entry| (String::from(entry.key.text.clone()), value(&entry.value)));
        Some(Link {
            name: name.to_owned(),
            target: text.to_owned(),
            parameters: parameters.collect(),
            description: members
                .get("description")
                .and_then(plain_text)
                .map(std::borrow::Cow::into_owned),
        })
    }

    /// Whether the links lead to operations that there are; said when all are known.
    pub(super) fn check_links(&mut self) {
        for (id, span) in std::mem::take(&mut self.linked) {
            if self.operation_ids.contains_key(id) {
                continue;
            }
            let names: Vec<&str> = self.operation_ids.keys().copied().collect();
            let diagnostic = Diagnostic::warning(
                codes::UNKNOWN_REFERENCE,
                format!("no operation has the `operationId` `{}`", cut(id)),
            )
            .at(span, "this link leads nowhere");
            let meant = self.nearest(id, names);
            self.report(match meant {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help("give the operation that is meant this id"),
            });
        }
    }
}

/// A runtime expression or a constant, as text.
fn value(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None => write_json(node).lines().map(str::trim_start).collect(),
    }
}
