//! The media types of a body.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use super::arena::Place;
use super::said::Said;
use crate::load::value::cut;
use crate::resolved;

/// Media types that hold one JSON value after another.
const JSON_LINES: [&str; 10] = [
    "application/jsonl",
    "application/x-jsonl",
    "application/jsonlines",
    "application/x-jsonlines",
    "application/json-lines",
    "application/ndjson",
    "application/x-ndjson",
    "application/json-seq",
    "application/stream+json",
    "application/x-json-stream",
];

impl Lowering<'_> {
    /// The media types of a body, each once.
    pub(super) fn lower_content<'c>(
        &mut self,
        content: impl IntoIterator<Item = &'c resolved::MediaType>,
        root: impl Fn(String) -> ir::Root,
    ) -> Vec<ir::MediaType> {
        let content: Vec<&resolved::MediaType> = content.into_iter().collect();
        let mut known: BTreeMap<String, Span> = BTreeMap::new();
        let mut lowered = Vec::new();
        for media_type in &content {
            let name = self.media_type_name(media_type, &content);
            if let Some(first) = known.get(&name) {
                self.report.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("`{}` is listed twice", cut(&name)),
                    )
                    .at(media_type.name.span, "left out")
                    .also(*first, "first listed here")
                    .help("leave one of the two out"),
                );
                continue;
            }
            known.insert(name.clone(), media_type.name.span);
            lowered.push(self.lower_media_type(media_type, name, &root));
        }
        lowered
    }

    /// The name in small letters, which it is equal in (RFC 9110 section 8.3.1); that of JSON for a range that has a
    /// schema which only JSON can follow.
    fn media_type_name(
        &mut self,
        media_type: &resolved::MediaType,
        content: &[&resolved::MediaType],
    ) -> String {
        let written = &media_type.name;
        let name = normal(&written.value);
        let is_json = |other: &&resolved::MediaType| is_json(&other.name.value);
        if matches!(&*name, "*/*" | "application/*")
            && media_type.schema.map(|schema| self.said(schema)) == Some(Said::Composite)
            && !content.iter().any(is_json)
        {
            self.report.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("`{name}` does not say how this is written"),
                )
                .at(written.span, "read and written as `application/json`")
                .note("its schema is none of octets")
                .help("write `application/json`"),
            );
            return "application/json".to_owned();
        }
        if essence(&name)
            .split_once('/')
            .is_none_or(|(r#type, subtype)| r#type.is_empty() || subtype.is_empty())
        {
            let is_json = name.eq_ignore_ascii_case("json");
            let instead = if is_json {
                "application/json"
            } else {
                "application/octet-stream"
            };
            self.report.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    format!("`{}` is no media type", cut(&written.value)),
                )
                .at(written.span, format!("read as `{instead}`"))
                .help("a media type has two parts: `application/json`"),
            );
            return instead.to_owned();
        }
        name
    }

    fn lower_media_type(
        &mut self,
        media_type: &resolved::MediaType,
        name: String,
        root: &impl Fn(String) -> ir::Root,
    ) -> ir::MediaType {
        let span = media_type.name.span;
        let mut kind = classify(&name);
        if kind == ir::MediaKind::Octets && self.is_vendor_json(media_type, &name) {
            kind = ir::MediaKind::Json;
        }
        self.check_items(media_type, &name, kind);
        let schema = match kind {
            ir::MediaKind::EventStream(_) | ir::MediaKind::JsonLines
                if let Some(item) = &media_type.item_schema =>
            {
                let root = root(name.clone());
                if kind == ir::MediaKind::JsonLines {
                    Some(self.lower_root(item.value, root))
                } else {
                    let (data, schema) = self.lower_events(item, root);
                    kind = ir::MediaKind::EventStream(data);
                    Some(schema)
                }
            }
            // Its parts have no names.
            ir::MediaKind::Multipart
                if media_type.item_schema.is_some() && media_type.schema.is_none() =>
            {
                kind = ir::MediaKind::Octets;
                None
            }
            ir::MediaKind::Octets => {
                self.check_octets(media_type, &name);
                None
            }
            ir::MediaKind::Xml => {
                self.report.push(
                    Diagnostic::warning(
                        codes::UNSUPPORTED,
                        format!("`{}` is not taken apart", cut(&name)),
                    )
                    .at(span, "read and written as text")
                    .help("nothing needs to be done, but to read and write the XML yourself"),
                );
                None
            }
            ir::MediaKind::Text => self.lower_text(media_type, &name, root),
            ir::MediaKind::Json
            | ir::MediaKind::Form
            | ir::MediaKind::Multipart
            | ir::MediaKind::EventStream(_)
            | ir::MediaKind::JsonLines => {
                let root = root(name.clone());
                Some(match media_type.schema {
                    Some(schema) => self.lower_root(schema, root),
                    None => self.imply_content(kind, Place::Root(root), span),
                })
            }
        };
        let has_parts = matches!(kind, ir::MediaKind::Form | ir::MediaKind::Multipart);
        let schema = match schema {
            Some(schema) if has_parts && !self.has_names(schema) => {
                kind = match kind {
                    ir::MediaKind::Form => ir::MediaKind::Text,
                    _ => ir::MediaKind::Octets,
                };
                self.report_nameless(media_type, &name, kind);
                None
            }
            schema => schema,
        };
        let mut encoding = Vec::new();
        if let Some(first) = media_type.encoding.first() {
            match schema.filter(|_| has_parts) {
                Some(schema) => {
                    encoding = self.lower_encodings(kind, schema, &media_type.encoding);
                }
                None => self.report.without_effect(
                    format!("`encoding` has no effect beside `{}`", cut(&name)),
                    first.property.span,
                    "for forms and multipart bodies only",
                    "remove it",
                ),
            }
        }
        ir::MediaType {
            name,
            span,
            kind,
            schema,
            encoding,
        }
    }

    /// Whether a media type of a vendor's own has a schema that only JSON can follow. One whose name says another format
    /// is left alone.
    fn is_vendor_json(&mut self, media_type: &resolved::MediaType, name: &str) -> bool {
        const OTHERS: [&str; 12] = [
            "avro", "bson", "cbor", "csv", "excel", "msgpack", "pdf", "proto", "thrift", "toml",
            "yaml", "zip",
        ];
        let is_vendors = name.starts_with("application/vnd.") || name.starts_with("application/x.");
        let has_parts = media_type
            .schema
            .is_some_and(|schema| self.said(schema) == Said::Composite);
        // Another suffix says what it is (RFC 6839).
        let is_other = OTHERS.iter().any(|other| name.contains(other)) || name.contains('+');
        if !is_vendors || !has_parts || is_other {
            return false;
        }
        self.report.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                format!("`{}` does not say how this is written", cut(name)),
            )
            .at(media_type.name.span, "read and written as JSON")
            .note("its schema is none of octets")
            .help("a media type that is JSON ends in `+json` (RFC 6839)"),
        );
        true
    }

    /// What something holds that has no schema: anything, by name where it has names.
    fn imply_content(&mut self, kind: ir::MediaKind, place: Place, span: Span) -> ir::SchemaId {
        if !matches!(kind, ir::MediaKind::Form | ir::MediaKind::Multipart) {
            return self.arena.imply_any(place, span);
        }
        let map = self.arena.imply_any(place, span);
        let values = Place::Inside(map, ir::Step::AdditionalProperties);
        let values = self.arena.imply_any(values, span);
        self.arena.set_kind(
            map,
            ir::SchemaKind::Object(ir::Object {
                properties: Vec::new(),
                additional: ir::Additional::Kept(values),
            }),
        );
        map
    }

    /// The schema of a text, where it says more than that it is one.
    fn lower_text(
        &mut self,
        media_type: &resolved::MediaType,
        name: &str,
        root: &impl Fn(String) -> ir::Root,
    ) -> Option<ir::SchemaId> {
        let schema = media_type.schema?;
        match self.said(schema) {
            Said::Nothing => None,
            Said::Scalar => Some(self.lower_root(schema, root(name.to_owned()))),
            Said::Composite => {
                self.report_schema_without_effect(media_type, name, "text");
                None
            }
        }
    }

    /// Warns of octets with a schema that has parts.
    fn check_octets(&mut self, media_type: &resolved::MediaType, name: &str) {
        if media_type.schema.map(|schema| self.said(schema)) == Some(Said::Composite) {
            self.report_schema_without_effect(media_type, name, "octets");
        }
    }

    fn report_schema_without_effect(
        &mut self,
        media_type: &resolved::MediaType,
        name: &str,
        what: &str,
    ) {
        self.report.push(
            Diagnostic::warning(
                codes::MISPLACED_KEYWORD,
                format!("the schema of `{}` says nothing of its text", cut(name)),
            )
            .at(media_type.name.span, format!("read and written as {what}"))
            .note("OpenAPI says how JSON, forms and multipart bodies follow a schema, and of no other media type")
            .help("if it is JSON, write `application/json` or a media type that ends in `+json`"),
        );
    }

    fn report_nameless(
        &mut self,
        media_type: &resolved::MediaType,
        name: &str,
        kind: ir::MediaKind,
    ) {
        let what = match kind {
            ir::MediaKind::Text => "text",
            _ => "octets",
        };
        self.report.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                format!("the schema of `{}` gives its parts no names", cut(name)),
            )
            .at(
                media_type.name.span,
                format!("read and written as {what}, whole"),
            )
            .help("describe an object, with a property for each part"),
        );
    }

    /// Whether a schema is of objects, or may be.
    fn has_names(&self, schema: ir::SchemaId) -> bool {
        self.arena.meaning(schema).is_none_or(|(_, meaning)| {
            matches!(
                meaning.kind,
                ir::SchemaKind::Object(_)
                    | ir::SchemaKind::Any
                    | ir::SchemaKind::Union(_)
                    | ir::SchemaKind::Never
            )
        })
    }
}

/// How a media type is read and written.
pub(super) fn classify(name: &str) -> ir::MediaKind {
    let essence = essence(name).to_ascii_lowercase();
    let (r#type, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    if JSON_LINES.contains(&&*essence) || subtype.ends_with("+json-seq") {
        return ir::MediaKind::JsonLines;
    }
    match (r#type, subtype) {
        ("application" | "text", "json") => ir::MediaKind::Json,
        // GitHub's `application/json+sarif` has its parts in the other order.
        ("application", subtype) if subtype.starts_with("json+") => ir::MediaKind::Json,
        (_, subtype) if has_suffix(subtype, "+json") => ir::MediaKind::Json,
        ("application", "x-www-form-urlencoded") => ir::MediaKind::Form,
        ("multipart", _) => ir::MediaKind::Multipart,
        ("text", "event-stream") => ir::MediaKind::EventStream(ir::EventData::Plain),
        ("application" | "text", "xml") => ir::MediaKind::Xml,
        (_, subtype) if has_suffix(subtype, "+xml") && r#type != "image" => ir::MediaKind::Xml,
        ("text", _) => ir::MediaKind::Text,
        _ => ir::MediaKind::Octets,
    }
}

/// Whether a subtype has a structured syntax suffix (RFC 6839) behind something.
fn has_suffix(subtype: &str, suffix: &str) -> bool {
    subtype
        .strip_suffix(suffix)
        .is_some_and(|tree| !tree.is_empty())
}

/// Whether a media type is JSON: `application/json`, or one with the suffix `+json` (RFC 6839 section 3.1), with
/// any parameters.
pub(super) fn is_json(name: &str) -> bool {
    classify(name) == ir::MediaKind::Json
}

/// A media type without its parameters.
pub(crate) fn essence(name: &str) -> &str {
    name.split(';').next().unwrap_or(name).trim()
}

/// A media type as two are compared: type and subtype in small letters, one space before each parameter.
fn normal(name: &str) -> String {
    let mut parts = name.split(';').map(str::trim);
    let mut normal = parts.next().unwrap_or_default().to_ascii_lowercase();
    for parameter in parts.filter(|parameter| !parameter.is_empty()) {
        normal += "; ";
        normal += parameter;
    }
    normal
}
