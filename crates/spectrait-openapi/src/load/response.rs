//! Responses (OpenAPI 3.0.4 sections 4.8.16 and 4.8.17).

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Key, Node, Severity, codes};

use super::Loader;
use super::fields::{Fields, is_extension};
use super::part::Part;
use super::value::cut;
use crate::document::PLACE;

impl<'t> Loader<'t, '_> {
    pub(super) fn load_responses(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let Some(members) = node.as_object() else {
            self.diagnostics
                .push(super::value::invalid("responses", "an object", node));
            return None;
        };
        let mut parts: Vec<(Cow<'t, str>, Part<'t>)> = Vec::new();
        for entry in members.iter().filter(|entry| !is_extension(entry)) {
            let part = self.reference_or(&entry.value, "the response", Self::load_response);
            let Some(status) = self.load_status(&entry.key) else {
                continue;
            };
            // `resolve` reports one that is documented twice.
            let is_new = parts.iter().all(|(known, _)| *known != status);
            if let Some(part) = part.filter(|_| is_new) {
                parts.push((status, part));
            }
        }
        Some(Part::Object(parts))
    }

    /// Reads a key of `responses`: `200`, `4XX` or `default`.
    fn load_status(&mut self, key: &'t Key) -> Option<Cow<'t, str>> {
        let text = &*key.text;
        let bytes = text.as_bytes();
        if text == "default" {
            return Some(text.into());
        }
        if bytes.len() == 3 && matches!(bytes[0], b'1'..=b'5') {
            if bytes.iter().all(u8::is_ascii_digit) || text.ends_with("XX") {
                return Some(text.into());
            }
            if text.ends_with("xx") {
                // The meaning is plain, and `openapiv3` reads it too.
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("a class of statuses is written in capitals, not `{text}`"),
                    )
                    .at(key.span, "")
                    .help(format!(
                        "write `{}`; it is read as that",
                        text.to_uppercase()
                    )),
                );
                return Some(text.into());
            }
        }
        let warning = Diagnostic::warning(
            codes::INVALID_VALUE,
            format!("`{}` is no status", cut(text)),
        );
        let help = "a response is for one status (`200`), a class of them (`4XX`), or `default`";
        if text.eq_ignore_ascii_case("default") {
            self.diagnostics.push(
                warning
                    .at(key.span, "read as `default`")
                    .help("write `default`"),
            );
            return Some("default".into());
        }
        // A program may send any three digits (RFC 9110 section 15).
        if bytes.len() == 3 && bytes[0] != b'0' && bytes.iter().all(u8::is_ascii_digit) {
            self.diagnostics
                .push(warning.at(key.span, "read as one").help(help));
            return Some(text.into());
        }
        let mut warning = warning.at(key.span, "left out").help(help);
        if matches!(text, "x" | "X") {
            warning = warning.help("did you mean `default`?");
        }
        self.diagnostics.push(warning);
        None
    }

    pub(super) fn load_response(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a response")?;
        let described = match fields.entry("description") {
            Some(entry) if !entry.value.is_null() => {
                fields.required_text(self, "description").is_some()
            }
            _ => {
                // Forgotten in many documents, and nothing depends on it.
                let mut diagnostic = fields
                    .missing("description")
                    .help("add one; an empty text will do");
                diagnostic.severity = Severity::Warning;
                self.diagnostics.push(diagnostic);
                fields.any("description");
                false
            }
        };
        if !described {
            fields.put("description", Part::Text("".into()));
        }
        if let Some(headers) = fields.map(self, "headers") {
            let mut parts = Vec::new();
            for entry in headers {
                if let Some(part) = self.reference_or(&entry.value, "the header", Self::load_header)
                {
                    parts.push((Cow::Borrowed(&*entry.key.text), part));
                }
            }
            fields.put("headers", Part::Object(parts));
        }
        match self.load_content(&mut fields) {
            Some(content) => fields.put("content", content),
            None => self.load_swagger_response(&mut fields),
        }
        if let Some(links) = fields.map(self, "links") {
            for entry in links {
                self.reference_or(&entry.value, "the link", Self::load_link);
            }
        }
        Some(fields.close(self))
    }

    /// A response with a `schema` of its own, as Swagger 2.0 has them.
    fn load_swagger_response(&mut self, fields: &mut Fields<'t>) {
        let Some(entry) = fields.entry("schema") else {
            return;
        };
        fields.any("schema");
        self.diagnostics.push(
            Diagnostic::warning(codes::UNKNOWN_FIELD, "a response has no field `schema`")
                .at(entry.key.span, "read as `application/json`")
                .note("`schema` directly in a response is Swagger 2.0")
                .help("write `content: {application/json: {schema: …}}`"),
        );
        let schema = Part::schema(self.load_schema(&entry.value));
        let media_type = Part::Object(vec![
            ("schema".into(), schema),
            (PLACE.into(), Part::Place(fields.node.span.place())),
        ]);
        let content = vec![("application/json".into(), media_type)];
        fields.put("content", Part::Object(content));
    }
}
