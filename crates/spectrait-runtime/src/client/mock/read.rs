//! Reading a request that a client has sent.

use bytes::Bytes;
use http::Request;

use crate::operation::{Operation, RawRequest, ReadRequest, Violations, decode_request};

/// The request as a server reads it.
pub(super) fn request<O: Operation + ReadRequest>(sent: &Request<Bytes>) -> Result<O, Violations> {
    let variables = variables(O::PATH, sent.uri().path());
    decode_request(&RawRequest {
        path: &variables,
        query: sent.uri().query(),
        headers: sent.headers(),
        body: sent.body(),
    })
}

/// The values of a template's variables, encoded as they were sent. What stands before the template is the base URL's. A
/// variable within a segment takes as little as it can, as it does on a server.
fn variables<'a>(template: &'static str, path: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut values = Vec::new();
    for (template, segment) in template.rsplit('/').zip(path.rsplit('/')) {
        let of_segment = values.len();
        let (mut template, mut segment) = (template, segment);
        while let Some((before, rest)) = template.split_once('{') {
            let Some((name, after)) = rest.split_once('}') else {
                break;
            };
            segment = segment.strip_prefix(before).unwrap_or(segment);
            let literal = after.split('{').next().unwrap_or(after);
            let end = match literal {
                "" => None,
                // What ends the segment stands at its end.
                _ if literal.len() == after.len() => segment.strip_suffix(literal).map(str::len),
                _ => segment.find(literal),
            };
            let (value, left) = segment.split_at(end.unwrap_or(segment.len()));
            values.insert(of_segment, (name, value));
            (template, segment) = (after, left);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_variables() {
        let rows = [
            ("/builds", "/v1/builds", ""),
            ("/builds/{id}", "/v1/builds/a%2Fb", "id=a%2Fb"),
            ("/builds/{id}", "/builds/", "id="),
            ("/{a}/x/{b}", "/v1/{a}/x/2", "a={a} b=2"),
            ("/r/{id}.json", "/r/a.json.json", "id=a.json"),
            ("/{a}-{b}", "/1-2-3", "a=1 b=2-3"),
            ("/v{a}:{b}!/{c}", "/v1:2!/3", "a=1 b=2 c=3"),
            ("/{a", "/{a", ""),
            ("/{a}/{b}", "/2", "a= b=2"),
        ];
        for (template, path, expected) in rows {
            let mut values = variables(template, path);
            values.sort_unstable();
            let values: Vec<_> = values
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            assert_eq!(values.join(" "), expected, "{template} {path}");
        }
    }
}
