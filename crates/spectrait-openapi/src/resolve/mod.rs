//! `resolve`: every `$ref` is followed, every default of the specification filled in.
//!
//! The skeleton says what there is; where it stands, and what `openapiv3` has no field for, comes from
//! the tree, which each object of the skeleton knows its place in.

mod example;
mod link;
mod media_type;
mod operation;
mod parameter;
mod path;
mod place;
mod reference;
mod request_body;
mod response;
mod schema;
mod security;
mod server;
mod template;
mod webhook;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use spectrait_source::{Diagnostic, Diagnostics, Node, Span, codes};

use self::place::{Nouns, Places};
use self::reference::Noun;
use crate::resolved::{self, Unsupported};
use crate::schema::SchemaId;
use crate::{Document, load};

/// The dialects of JSON Schema that need nothing special: OpenAPI 3.1's own and what it extends.
const DIALECTS: [&str; 2] = [
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://json-schema.org/draft/2020-12/schema",
];

/// The drafts of JSON Schema before the one that OpenAPI 3.1 extends. What they spell otherwise is reported where it stands.
const OLDER_DIALECTS: [&str; 4] = [
    "json-schema.org/draft-04/schema",
    "json-schema.org/draft-06/schema",
    "json-schema.org/draft-07/schema",
    "json-schema.org/draft/2019-09/schema",
];

/// Follows the references of a document and fills in the defaults. All that is wrong is reported; what
/// a broken reference stands for is left out, and the rest goes on.
#[must_use]
pub fn resolve(document: Document, diagnostics: &mut Diagnostics) -> resolved::Api {
    let Document {
        openapi,
        path_items,
        headers,
        mut schemas,
        components,
        broken,
        tree,
        ..
    } = document;
    let places = Places::new(&tree);
    let mut resolver = Resolver {
        tree: &tree,
        nouns: Nouns::new(&openapi, &path_items, &headers, &schemas, &tree),
        places,
        broken,
        reported: BTreeSet::new(),
        suggestions: SUGGESTIONS,
        followed: BTreeMap::new(),
        operation_ids: BTreeMap::new(),
        security_schemes: BTreeMap::new(),
        scopes: BTreeMap::new(),
        linked: Vec::new(),
        unsupported: Vec::new(),
        diagnostics,
    };
    resolver.resolve_schemas(&mut schemas);
    resolver.resolve_components(&openapi);
    let servers = resolver.resolve_servers();
    let security_schemes = resolver.resolve_security_schemes(&openapi);
    let operations = resolver.resolve_paths(&openapi.paths);
    let webhooks = resolver.resolve_webhooks(&operations);
    let operations = operations
        .into_iter()
        .map(|found| found.operation)
        .collect();
    resolver.check_links();
    resolver.resolve_dialect();
    let unsupported = std::mem::take(&mut resolver.unsupported);
    let info = openapi.info;
    let summary = tree
        .get("info")
        .and_then(|info| info.get("summary"))
        .and_then(load::value::plain_text);
    resolved::Api {
        title: info.title,
        version: info.version,
        description: info.description.or_else(|| summary.map(Cow::into_owned)),
        servers,
        tags: openapi
            .tags
            .into_iter()
            .map(|tag| spectrait_ir::Tag {
                name: tag.name,
                description: tag.description,
            })
            .collect(),
        operations,
        webhooks,
        schemas,
        components,
        security_schemes,
        unsupported,
    }
}

/// How many messages of one run may suggest a name: each costs a comparison with every name there is,
/// and nobody reads more.
const SUGGESTIONS: u32 = 100;

/// What the readers of all nouns share.
struct Resolver<'d> {
    tree: &'d Node,
    places: Places<'d>,
    nouns: Nouns<'d>,
    /// The places of what `load` has reported.
    broken: BTreeSet<u64>,
    /// What has been said: a component that many operations refer to is resolved as often.
    reported: BTreeSet<(u64, &'static str, String)>,
    suggestions: u32,
    /// Where each `$ref` to something wanted leads in the end.
    followed: BTreeMap<(u64, Noun), Option<&'d Node>>,
    /// The operation of each `operationId`: what it is, and where the id stands.
    operation_ids: BTreeMap<&'d str, (String, Span)>,
    /// The position of each scheme in `Api::security_schemes`; `None` for one that `load` reported.
    security_schemes: BTreeMap<&'d str, Option<usize>>,
    /// The scopes that each OAuth scheme declares.
    scopes: BTreeMap<&'d str, BTreeSet<&'d str>>,
    /// The `operationId`s that links lead to, and where they stand.
    linked: Vec<(&'d str, Span)>,
    unsupported: Vec<Unsupported>,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Resolver<'d> {
    /// Reports something, once.
    fn report(&mut self, diagnostic: Diagnostic) {
        let start = diagnostic
            .primary
            .as_ref()
            .map_or(0, |label| label.span.place());
        let key = (start, diagnostic.code.id, diagnostic.message.clone());
        if self.reported.insert(key) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The nearest of some names, as long as there are suggestions left.
    fn nearest<'c>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        spectrait_source::nearest(name, candidates)
    }

    /// Resolves what `components` holds, so that what is wrong in there is reported even if nothing
    /// refers to it.
    fn resolve_components(&mut self, openapi: &'d openapiv3::OpenAPI) {
        let Some(components) = &openapi.components else {
            return;
        };
        for parameter in components.parameters.values() {
            self.resolve_parameter(parameter);
        }
        for body in components.request_bodies.values() {
            self.resolve_request_body(body);
        }
        let headers = self.component_keys("headers");
        for (name, header) in &components.headers {
            if let Some(span) = headers.get(&**name) {
                self.resolve_header(name, *span, header);
            }
        }
        for response in components.responses.values() {
            self.resolve_response(response);
        }
    }

    /// Where the names of one kind of component stand.
    fn component_keys(&self, kind: &str) -> BTreeMap<&'d str, Span> {
        self.tree
            .get("components")
            .and_then(|components| components.get(kind)?.as_object())
            .into_iter()
            .flatten()
            .map(|entry| (&*entry.key.text, entry.key.span))
            .collect()
    }

    /// Says of a dialect other than OpenAPI's what becomes of it.
    fn resolve_dialect(&mut self) {
        let Some(node) = self.tree.get("jsonSchemaDialect") else {
            return;
        };
        let Some(dialect) = node.as_str() else {
            return;
        };
        let what = format!("the JSON Schema dialect `{}`", load::value::cut(dialect));
        let address = dialect.trim_end_matches('#');
        let (_, name) = address.split_once("://").unwrap_or_default();
        if OLDER_DIALECTS.contains(&name) {
            self.report(
                Diagnostic::warning(codes::UNSUPPORTED, format!("{what} has no effect"))
                    .at(node.span, "read as the dialect of OpenAPI 3.1")
                    .help("where the two differ there is a diagnostic; leave this out, as OpenAPI 3.1 extends draft 2020-12"),
            );
        } else if !DIALECTS.contains(&address) {
            self.unsupported.push(Unsupported {
                what,
                span: node.span,
            });
        }
    }

    /// What a schema's placeholder in the skeleton stands for.
    fn schema_id<T>(schema: &openapiv3::ReferenceOr<T>) -> Option<SchemaId> {
        match schema {
            openapiv3::ReferenceOr::Reference { reference } => reference.parse().ok().map(SchemaId),
            openapiv3::ReferenceOr::Item(_) => None,
        }
    }
}
