//! Which operations a server can tell apart.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;

/// A request as a server sees it before it knows the operation: the method, the path without the names of its variables,
/// the pairs of the query that it must have, the headers that it must have.
type Route = (ir::HttpMethod, String, Vec<String>, Vec<(String, String)>);

impl Lowering<'_> {
    /// Warns of the operations that a server never gets to, because an earlier one answers the same requests. A client can
    /// call them all.
    pub(super) fn check_routes(&mut self, operations: &[ir::Operation]) {
        let mut first: BTreeMap<Route, &ir::Operation> = BTreeMap::new();
        for operation in operations {
            let route = self.route(operation);
            let Some(first) = first.get(&route) else {
                first.insert(route, operation);
                continue;
            };
            let method = operation.method.as_str();
            let message = if first.path == operation.path {
                format!("two operations are `{method} {}`", operation.path)
            } else {
                format!(
                    "`{method} {}` and `{method} {}` are the same requests",
                    first.path, operation.path
                )
            };
            self.report.push(
                Diagnostic::warning(codes::AMBIGUOUS_PATH, message)
                    .at(operation.span, "a client can call it, a server answers with the other")
                    .also(first.span, "the other")
                    .help("tell them apart by their paths, by a query in the path, or by a required header with one value"),
            );
        }
    }

    fn route(&self, operation: &ir::Operation) -> Route {
        let (path, query) = operation
            .path
            .split_once('?')
            .unwrap_or((&operation.path, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut pairs: Vec<String> = pairs.map(str::to_owned).collect();
        pairs.sort();
        let headers = operation.parameters.iter().filter_map(|parameter| {
            if parameter.location != ir::Location::Header || !parameter.required {
                return None;
            }
            let (_, meaning) = self.arena.meaning(parameter.schema)?;
            match &meaning.kind {
                ir::SchemaKind::Enumeration(enumeration) => match &*enumeration.values {
                    [only] => Some((
                        parameter.wire_name.to_ascii_lowercase(),
                        only.wire_name.clone(),
                    )),
                    _ => None,
                },
                _ => None,
            }
        });
        let mut headers: Vec<(String, String)> = headers.collect();
        headers.sort();
        (operation.method, shape(path), pairs, headers)
    }
}

/// A path template without the names of its variables.
pub(crate) fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        shape += before;
        shape += "{}";
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape + rest
}
