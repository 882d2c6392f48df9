//! What a request is told apart by: its path, and the pairs that the document writes into a path.

use std::collections::BTreeMap;

use spectrait_ir as ir;

use super::operation;
use super::shapes::Shapes;

/// Where the requests of an operation go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// The path template.
    pub(crate) path: String,
    /// What stands after `?` in the document's path.
    pub(crate) query: Vec<(String, String)>,
    /// The required headers with one value, where another operation has the same method, path and query.
    pub(crate) headers: Vec<(String, String)>,
}

/// The routes of all operations.
pub(crate) fn routes(api: &ir::Api, shapes: &Shapes<'_>, ids: &[&str]) -> Vec<Route> {
    let mut routes: Vec<Route> = api
        .operations
        .iter()
        .map(|operation| split(&operation.path))
        .collect();
    let mut counts = BTreeMap::new();
    for (operation, route) in api.operations.iter().zip(&routes) {
        let key = (operation.method, route.path.clone(), route.query.clone());
        *counts.entry(key).or_insert(0_usize) += 1;
    }
    for (operation, route) in api.operations.iter().zip(&mut routes) {
        let key = (operation.method, route.path.clone(), route.query.clone());
        if counts.get(&key).is_some_and(|&count| count > 1) {
            route.headers = fixed_headers(api, shapes, operation);
        }
    }
    let mut taken = Vec::new();
    for (webhook, id) in api.webhooks.iter().zip(&ids[api.operations.len()..]) {
        let method = webhook.operation.method;
        let path = segment(&webhook.name);
        let is_taken = taken.contains(&(method, path.clone()));
        let path = if is_taken { segment(id) } else { path };
        taken.push((method, path.clone()));
        routes.push(Route {
            path,
            query: Vec::new(),
            headers: Vec::new(),
        });
    }
    debug_assert_eq!(routes.len(), operation::all(api).count());
    routes
}

/// The path of a webhook, which the document does not give: its name as one segment (RFC 3986 section 3.3).
fn segment(name: &str) -> String {
    let mut path = String::from("/");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.extend(format!("%{byte:02X}").chars());
        }
    }
    path
}

/// A fragment never reaches a server; a query is not part of a path.
fn split(path: &str) -> Route {
    let mut depth = 0_usize;
    let mut cut = |mark: char, text: &str| {
        text.char_indices().find_map(|(at, char)| {
            match char {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (char == mark && depth == 0).then_some(at)
        })
    };
    let without_fragment = cut('#', path).map_or(path, |at| &path[..at]);
    let (path, query) = match cut('?', without_fragment) {
        Some(at) => (&without_fragment[..at], &without_fragment[at + 1..]),
        None => (without_fragment, ""),
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    Route {
        path: path.to_owned(),
        query: query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(pair)
            .collect(),
        headers: Vec::new(),
    }
}

/// The text of a query: `+` is a blank, `%20` is another (WHATWG URL section 5.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        rest = after;
        match first {
            b'%' => match after.get(..2).and_then(hex) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => bytes.push(first),
            },
            b'+' => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn fixed_headers(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    operation: &ir::Operation,
) -> Vec<(String, String)> {
    let headers = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == ir::Location::Header && parameter.required);
    let pair = |parameter: &ir::Parameter| match &api.schema(shapes.target(parameter.schema)).kind {
        ir::SchemaKind::Enumeration(enumeration) => match enumeration.values.as_slice() {
            [one] => Some((parameter.wire_name.clone(), one.wire_name.clone())),
            _ => None,
        },
        _ => None,
    };
    headers.filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_and_fragments_are_no_part_of_a_path() {
        let rows = [
            ("/a/{b}", "/a/{b}", ""),
            ("/a#b", "/a", ""),
            ("/a?b=c&d", "/a", "b:c d:"),
            ("/a?b=%26+x%2#y", "/a", "b:& x%2"),
            ("/a/{b?}", "/a/{b?}", ""),
        ];
        for (written, path, query) in rows {
            let route = split(written);
            let pairs: Vec<String> = route
                .query
                .iter()
                .map(|(name, value)| format!("{name}:{value}"))
                .collect();
            assert_eq!(
                (route.path.as_str(), pairs.join(" ").as_str()),
                (path, query),
                "{written}"
            );
        }
    }

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(segment("pet.new/ü"), "/pet.new%2F%C3%BC");
    }
}
