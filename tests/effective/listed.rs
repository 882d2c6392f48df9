//! What a document lists for an operation, and whether a response is among it.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

/// The responses of an operation.
pub(crate) struct Listed {
    document: Value,
    responses: Value,
}

impl Listed {
    pub(crate) fn of(json: &str, path: &str, method: &str) -> Self {
        let document: Value = serde_json::from_str(json).expect("JSON");
        let responses = document["paths"][path][method]["responses"].clone();
        assert!(responses.is_object(), "{method} {path}");
        Self {
            document,
            responses,
        }
    }

    pub(crate) fn statuses(&self) -> BTreeSet<String> {
        let responses = self.responses.as_object().into_iter().flatten();
        responses.map(|(status, _)| status.clone()).collect()
    }

    /// Checks status, content type, headers and body of a response, and gives the status.
    pub(crate) async fn check(&self, response: Response<Body>) -> String {
        let (head, body) = response.into_parts();
        let status = head.status.as_str();
        let listed = &self.responses[status];
        assert!(listed.is_object(), "{status} is not listed");

        let content_type = head.headers["content-type"].to_str().expect("text");
        let media_type = &listed["content"][content_type];
        assert!(
            media_type.is_object(),
            "{status} {content_type} is not listed"
        );
        let headers = listed["headers"].as_object().into_iter().flatten();
        for (name, header) in headers.filter(|(_, header)| header["required"] == true) {
            assert!(
                head.headers.contains_key(name.as_str()),
                "{status} {name} {header}"
            );
        }

        let body = axum::body::to_bytes(body, 1 << 16).await.expect("a body");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        self.fits(&body, &media_type["schema"], status);
        status.to_owned()
    }

    /// Whether a value is of a schema, by the keywords that the schema of problem details has; and the schema knows
    /// all of its members.
    fn fits(&self, value: &Value, schema: &Value, place: &str) {
        if let Some(reference) = schema["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            let target = self.document.pointer(pointer).expect("a schema");
            return self.fits(value, target, place);
        }
        let is_of_type = match schema["type"].as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64(),
            other => panic!("{place}: the type {other:?}"),
        };
        assert!(is_of_type, "{place}: {value} is not of {schema}");
        if let Some(values) = schema["enum"].as_array() {
            assert!(
                values.contains(value),
                "{place}: {value} is not of {schema}"
            );
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().expect("a name");
            assert!(!value[name].is_null(), "{place}: {value} lacks {name}");
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            let property = &schema["properties"][name];
            assert!(property.is_object(), "{place}: {name} is not listed");
            self.fits(member, property, &format!("{place}/{name}"));
        }
        for element in value.as_array().into_iter().flatten() {
            self.fits(element, &schema["items"], &format!("{place}/*"));
        }
    }
}
