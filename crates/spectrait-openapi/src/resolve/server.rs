//! Servers.

use std::borrow::Cow;

use spectrait_ir::{Server, ServerVariable};
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::place::part;
use crate::load::value::{cut, plain_text};

/// A server as the document writes it.
struct Written<'d> {
    node: &'d Node,
    url: &'d Node,
    text: Cow<'d, str>,
}

impl<'d> Resolver<'d> {
    /// The document's servers, `[{url: /}]` where it has none (OpenAPI 3.0.4 section 4.8.1.1).
    pub(super) fn resolve_servers(&mut self) -> Vec<Server> {
        let servers = self.tree.get("servers");
        let mut resolved =
            servers.map_or_else(Vec::new, |servers| self.resolve_own_servers(servers));
        if resolved.is_empty() {
            resolved.push(Server {
                url: "/".to_owned(),
                template: "/".to_owned(),
                variables: Vec::new(),
                description: None,
            });
        }
        resolved
    }

    /// Some servers. `load` has reported those that have no URL.
    pub(super) fn resolve_own_servers(&mut self, servers: &'d Node) -> Vec<Server> {
        let servers = servers.as_array().into_iter().flatten();
        servers
            .filter_map(|node| {
                let url = node.get("url")?;
                let text = plain_text(url)?;
                self.resolve_server(&Written { node, url, text })
            })
            .collect()
    }

    /// A server, its variables in the order of the URL. `None`, with an error, where the URL is no template. A variable
    /// that is not declared, or without a default, stands for its name until it is chosen.
    fn resolve_server(&mut self, server: &Written<'d>) -> Option<Server> {
        let text = &*server.text;
        let mut url = String::new();
        let mut variables: Vec<ServerVariable> = Vec::new();
        let mut position = 0;
        while let Some(length) = text[position..].find('{') {
            let start = position + length;
            url += &text[position..start];
            let Some(length) = text[start..].find('}') else {
                let diagnostic =
                    Diagnostic::error(codes::INVALID_VALUE, "a `{` of the URL is not closed")
                        .at(part(server.url.span, text, start, text.len()), "")
                        .help("write a `}` behind the variable's name");
                self.report(diagnostic);
                return None;
            };
            position = start + length + 1;
            let name = &text[start + 1..position - 1];
            let declared = server
                .node
                .get("variables")
                .and_then(|variables| variables.get(name));
            if declared.is_none() {
                let diagnostic = Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("the URL's variable `{}` is not declared", cut(name)),
                )
                .at(
                    part(server.url.span, text, start, position),
                    "it stands for its name until it is chosen",
                )
                .help("declare it in `variables`, with a `default`");
                self.report(diagnostic);
            }
            let variable = resolve_variable(name, declared);
            url += &variable.default;
            if variables.iter().all(|known| known.name != name) {
                variables.push(variable);
            }
        }
        url += &text[position..];
        Some(Server {
            url,
            template: text.to_owned(),
            variables,
            description: text_of(server.node, "description"),
        })
    }
}

fn resolve_variable(name: &str, node: Option<&Node>) -> ServerVariable {
    let values = node.and_then(|node| node.get("enum")?.as_array());
    let values = values.into_iter().flatten().filter_map(plain_text);
    let values: Vec<String> = values.map(Cow::into_owned).collect();
    let default = node.and_then(|node| text_of(node, "default"));
    ServerVariable {
        name: name.to_owned(),
        default: default
            .or_else(|| values.first().cloned())
            .unwrap_or_else(|| name.to_owned()),
        values,
        description: node.and_then(|node| text_of(node, "description")),
    }
}

fn text_of(node: &Node, field: &str) -> Option<String> {
    node.get(field).and_then(plain_text).map(Cow::into_owned)
}
