//! Servers.

use spectrait_ir::Server;
use spectrait_source::{Diagnostic, Node, codes};

use super::Resolver;
use crate::load::value::cut;

impl Resolver<'_> {
    /// The document's servers, `[{url: /}]` where it has none (OpenAPI 3.0.4 section 4.8.1.1).
    pub(super) fn resolve_servers(&mut self, servers: &[openapiv3::Server]) -> Vec<Server> {
        let mut resolved: Vec<Server> = servers
            .iter()
            .filter_map(|server| {
                Some(Server {
                    url: self.resolve_url(server)?,
                    description: server.description.clone(),
                })
            })
            .collect();
        if resolved.is_empty() {
            resolved.push(Server { url: "/".to_owned(), description: None });
        }
        resolved
    }

    /// A server's URL with the defaults of its variables. `None`, with an error, where one is missing.
    fn resolve_url(&mut self, server: &openapiv3::Server) -> Option<String> {
        let mut url = String::new();
        let mut rest = &*server.url;
        let mut complete = true;
        while let Some((before, after)) = rest.split_once('{') {
            url += before;
            let Some((name, after)) = after.split_once('}') else {
                self.report_url(server, "a `{` of the URL is not closed".to_owned());
                return None;
            };
            let variables = server.variables.as_ref();
            match variables.and_then(|variables| variables.get(name)) {
                Some(variable) => url += &variable.default,
                None => {
                    complete = false;
                    self.report_url(
                        server,
                        format!("the URL's variable `{}` is not declared", cut(name)),
                    );
                }
            }
            rest = after;
        }
        url += rest;
        complete.then_some(url)
    }

    fn report_url(&mut self, server: &openapiv3::Server, message: String) {
        let mut diagnostic = Diagnostic::error(codes::INVALID_VALUE, message)
            .help("declare it in `variables`, with a `default`");
        let node = self.places.of(server).and_then(|node: &Node| node.get("url"));
        if let Some(url) = node {
            diagnostic = diagnostic.at(url.span, "");
        }
        self.report(diagnostic);
    }
}
