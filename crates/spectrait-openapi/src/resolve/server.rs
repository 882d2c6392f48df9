//! Servers.

use spectrait_ir::Server;
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use super::place::part;
use crate::load::value::cut;

impl Resolver<'_> {
    /// The document's servers, `[{url: /}]` where it has none (OpenAPI 3.0.4 section 4.8.1.1).
    pub(super) fn resolve_servers(&mut self, servers: &[openapiv3::Server]) -> Vec<Server> {
        let mut resolved: Vec<Server> = servers
            .iter()
            .filter_map(|server| {
                Some(Server {
                    url: self.resolve_url(server)?,
                    template: server.url.clone(),
                    variables: Vec::new(),
                    description: server.description.clone(),
                })
            })
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

    /// A server's URL with the defaults of its variables. `None`, with an error, where one is missing.
    fn resolve_url(&mut self, server: &openapiv3::Server) -> Option<String> {
        let text = &*server.url;
        let mut url = String::new();
        let mut position = 0;
        let mut complete = true;
        while let Some(length) = text[position..].find('{') {
            let start = position + length;
            url += &text[position..start];
            let Some(length) = text[start..].find('}') else {
                self.report_url(
                    server,
                    (start, text.len()),
                    "a `{` of the URL is not closed".to_owned(),
                    "write a `}` behind the variable's name",
                );
                return None;
            };
            position = start + length + 1;
            let name = &text[start + 1..position - 1];
            let variables = server.variables.as_ref();
            if let Some(variable) = variables.and_then(|variables| variables.get(name)) {
                url += &variable.default;
            } else {
                complete = false;
                self.report_url(
                    server,
                    (start, position),
                    format!("the URL's variable `{}` is not declared", cut(name)),
                    "declare it in `variables`, with a `default`",
                );
            }
        }
        url += &text[position..];
        complete.then_some(url)
    }

    fn report_url(
        &mut self,
        server: &openapiv3::Server,
        (start, end): (usize, usize),
        message: String,
        help: &str,
    ) {
        let mut diagnostic = Diagnostic::error(codes::INVALID_VALUE, message).help(help);
        if let Some(url) = self
            .places
            .of(server)
            .and_then(|node: &Node| node.get("url"))
        {
            diagnostic = diagnostic.at(part(url.span, &server.url, start, end), "");
        }
        self.report(diagnostic);
    }
}
