//! Servers.

use spectrait_ir::{Server, ServerVariable};
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::place::part;
use crate::load::value::cut;

impl Resolver<'_> {
    /// The document's servers, `[{url: /}]` where it has none (OpenAPI 3.0.4 section 4.8.1.1).
    pub(super) fn resolve_servers(&mut self, servers: &[openapiv3::Server]) -> Vec<Server> {
        let mut resolved: Vec<Server> = servers
            .iter()
            .filter_map(|server| self.resolve_server(server))
            .collect();
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

    /// A server, its variables in the order of the URL. `None`, with an error, where the URL is no template. A variable
    /// that is not declared stands for its name until it is chosen.
    fn resolve_server(&mut self, server: &openapiv3::Server) -> Option<Server> {
        let text = &*server.url;
        let mut url = String::new();
        let mut variables: Vec<ServerVariable> = Vec::new();
        let mut position = 0;
        while let Some(length) = text[position..].find('{') {
            let start = position + length;
            url += &text[position..start];
            let Some(length) = text[start..].find('}') else {
                let diagnostic =
                    Diagnostic::error(codes::INVALID_VALUE, "a `{` of the URL is not closed")
                        .help("write a `}` behind the variable's name");
                self.report_url(server, (start, text.len()), "", diagnostic);
                return None;
            };
            position = start + length + 1;
            let name = &text[start + 1..position - 1];
            let declared = server.variables.as_ref();
            let declared = declared.and_then(|variables| variables.get(name));
            if declared.is_none() {
                let diagnostic = Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("the URL's variable `{}` is not declared", cut(name)),
                )
                .help("declare it in `variables`, with a `default`");
                let label = "it stands for its name until it is chosen";
                self.report_url(server, (start, position), label, diagnostic);
            }
            let variable = ServerVariable {
                name: name.to_owned(),
                default: declared
                    .map_or(name, |variable| &variable.default)
                    .to_owned(),
                values: declared.map_or_else(Vec::new, |variable| variable.enumeration.clone()),
                description: declared.and_then(|variable| variable.description.clone()),
            };
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
            description: server.description.clone(),
        })
    }

    fn report_url(
        &mut self,
        server: &openapiv3::Server,
        (start, end): (usize, usize),
        label: &str,
        mut diagnostic: Diagnostic,
    ) {
        if let Some(url) = self
            .places
            .of(server)
            .and_then(|node: &Node| node.get("url"))
        {
            diagnostic = diagnostic.at(part(url.span, &server.url, start, end), label);
        }
        self.report(diagnostic);
    }
}
