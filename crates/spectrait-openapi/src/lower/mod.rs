//! From a resolved document to what it means: the last stage that knows JSON Schema.
//!
//! # What is lowered
//!
//! - Schemas: what a type can say is the [kind](ir::SchemaKind), every other keyword a [rule](ir::Rule). The kind never
//!   refuses what the schema accepts; kind and rules together refuse everything else. See `conjunction` for what must hold
//!   together (`allOf`, keywords beside a `$ref`, parts that speak of one property), `union` for `oneOf` and `anyOf`, `tag`
//!   for what tells branches apart, `null` for `null`, `rules` for schemas that are checked only.
//! - Parameters of every location, style and content; a combination that the specification leaves open is the one that
//!   tools agree on.
//! - Request bodies and responses with all their media types, each of a [kind](ir::MediaKind): JSON, forms and multipart
//!   bodies by their schemas, the rest whole. Response headers, links.
//! - Security schemes and requirements, servers with variables, webhooks and callbacks.
//!
//! What contradicts the specification is read as it is meant, with a warning, by `load` mostly; what nothing can be made of is an
//! error. Lowering goes on after an error, so that one run reports all; a schema without a meaning is
//! [`SchemaKind::Any`](ir::SchemaKind::Any) from there on.
//!
//! # Where a document leaves room
//!
//! - Without `type`, the keywords of one type say nothing of values of other types (JSON Schema 2020-12 core,
//!   section 7.6.1), so `properties` alone also allows a string. Few authors mean that: the type is taken from the
//!   keywords, with a warning, unless the user sets [`implied_types`](Settings::implied_types) to `false`. An `enum` of strings
//!   alone is no guess: only strings are valid.
//! - `type: object` without `properties` and `additionalProperties` is a map of anything: reading it and ignoring
//!   all it holds is of use to no one.
//! - `null` is valid only where both `type` (or `nullable`) and `enum` allow it: every keyword must hold for every
//!   value. `nullable` beside an `enum` without `null` has no effect, and a warning says so.
//!   `nullable` beside an `allOf` or a `$ref` (3.0) that does not allow `null` does so all the same: nobody writes it to say
//!   nothing.
//! - A choice whose branches only assert (`anyOf: [{required: [a]}, {required: [b]}]`) is a rule of the type beside it, and no
//!   union. A choice of values one by one (`oneOf: [{const: a}, {const: b}]`) is an `enum`.
//! - Of a `discriminator`, the values that a branch lists for the property come before those of `mapping`, and these before the
//!   name of the component. Branches with one value in common are one branch, a union itself. Where that leaves a branch
//!   untold, each is tried. Without `discriminator`, a required property with values of its own in each branch is the tag.
//! - A `discriminator` beside no `oneOf` or `anyOf` says nothing: the schema is what its own keywords say, and what extends
//!   it by `allOf` is a type of its own. Which schemas extend it, no document says completely.
//! - A parent that lists its children in `oneOf`, each of which refers to the parent in `allOf`, is a circle to the letter. The
//!   children have what the parent says beside the choice.
//! - A closed part of an `allOf` (`additionalProperties: false`) forbids what the other parts declare, as JSON Schema says; a
//!   property that is required all the same counts as declared there.
//! - A name in `required` that no part declares is a property that may be anything; in a map it is a rule.
//! - A tuple has a fixed length: `prefixItems` with `items: false` and `minItems`, or with equal bounds. Of any other array with
//!   `prefixItems`, an item is what any position may hold, and the positions are a rule.
//! - `type: number` is an IEEE 754 double, as JSON's interoperable range is (RFC 8259 section 6), unless `format: decimal` asks for
//!   the digits. An integer is of 64 bits; what its bounds or its format put beyond them keeps the digits.
//! - `readOnly` and `writeOnly` are said of a property where it stands, through `$ref` and `allOf`, too.
//! - `x-rust-name` names the field where it stands in a property, and the type elsewhere.
//! - A `default` of something that must be present never applies, and is checked only. One that is not valid is left out.
//! - A range of media types, or a vendor's media type, whose schema has parts is JSON: nothing else follows a schema.
//! - `content` of a response that never has a body (to HEAD, or of status 204, 205 or 304) has no effect.
//! - JSON without `schema` is anything.
//! - `itemSchema` of OpenAPI 3.2 means in older documents what it means there. Of server-sent events it describes the event, and
//!   what is lowered is what `data` holds (see `events`); `schema` is of the data itself.
//! - A GET, HEAD or DELETE may have a body: documents that say so mean it.
//! - Operations that a server cannot tell apart are all there: a client can call each.
//! - Nothing in OpenAPI says that a list comes in pages. See `pagination` for the names and types that show it.

mod arena;
mod array;
mod bounds;
mod conjunction;
mod contradiction;
mod default;
mod encoding;
mod enumeration;
mod events;
mod format;
mod header;
mod implied;
mod items;
mod keyword;
mod media_type;
mod never;
mod null;
mod number;
mod object;
mod operation;
mod pagination;
mod parameter;
mod pattern;
mod place;
mod report;
mod request_body;
mod response;
mod route;
mod rules;
mod said;
mod schema;
mod security;
mod settings;
mod string;
mod tag;
mod types;
mod unevaluated;
mod union;
mod usage;
mod valid;
mod value;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use crate::{resolved, schema as source_schema};
use arena::Arena;
pub(crate) use media_type::essence;
use report::Report;
pub(crate) use route::shape;
pub use settings::{PagesKey, PagesOf, PaginationSettings, Settings, Spelled};

/// Says what a document means. What is contradictory or not supported is reported at its place.
///
/// The result is whole even then, but means what the document says only if no error was reported.
pub fn lower(api: resolved::Api, settings: &Settings, diagnostics: &mut Diagnostics) -> ir::Api {
    let mut lowering = Lowering::new(&api, settings, diagnostics);
    for unsupported in &api.unsupported {
        lowering
            .report
            .unsupported(&unsupported.what, unsupported.span);
    }
    let servers = lowering.servers.clone();
    let components = lowering.lower_components();
    let security_schemes = security::lower_security_schemes(&api.security_schemes);
    let mut operations = lowering.lower_operations();
    let webhooks = lowering.lower_webhooks();
    lowering.lower_rules();
    let rule_sets = std::mem::take(&mut lowering.rule_sets);
    let mut schemas = lowering.arena.into_schemas();
    never::settle(&mut schemas);
    let sent = webhooks.iter().map(|webhook| &webhook.operation);
    string::settle(&mut schemas, operations.iter().chain(sent));
    usage::mark(&mut schemas, &operations, &webhooks);
    pagination::mark(
        &mut operations,
        &schemas,
        &settings.pagination,
        &mut lowering.report,
    );
    ir::Api {
        title: api.title,
        version: api.version,
        description: api.description,
        servers,
        tags: operation::all_tags(api.tags, &operations),
        operations,
        webhooks,
        schemas,
        rule_sets,
        components,
        security_schemes,
    }
}

/// Questions that lead from schema to schema are not asked deeper than this.
const DEEPEST: u32 = 24;

/// The state of one run.
struct Lowering<'a> {
    api: &'a resolved::Api,
    settings: &'a Settings,
    servers: Vec<ir::Server>,
    report: Report<'a>,
    arena: Arena,
    /// The component schemas.
    components: BTreeSet<source_schema::SchemaId>,
    /// Their names.
    component_names: BTreeMap<source_schema::SchemaId, String>,
    /// The components that are combined from several parts, by these.
    combined_components: Option<BTreeMap<Vec<source_schema::SchemaId>, source_schema::SchemaId>>,
    /// Where references were found to lead.
    followed: BTreeMap<source_schema::SchemaId, source_schema::SchemaId>,
    /// Which types schemas were found to leave.
    types: BTreeMap<source_schema::SchemaId, types::TypeSet>,
    /// Which types schemas were found to imply.
    implied: BTreeMap<source_schema::SchemaId, Option<implied::Implied>>,
    /// Which schemas were found to accept `null`, to the letter; the second's choices do not count.
    nulls: BTreeMap<rules::RuleKey, bool>,
    /// The schemas whose keywords were looked through for those without effect.
    checked: BTreeSet<source_schema::SchemaId>,
    /// The patterns that were met, or what is wrong with them.
    patterns: BTreeMap<String, Result<spectrait_pattern::Pattern, String>>,
    rule_sets: Vec<ir::RuleSet>,
    rule_ids: BTreeMap<rules::RuleKey, ir::RuleSetId>,
    /// The rule sets that are not filled in yet.
    pending_rules: VecDeque<(ir::RuleSetId, rules::RuleKey)>,
    /// How many comparisons are left for the question that is asked.
    fuel: u32,
    /// How many are left for all values of the document.
    budget: u32,
    /// Which schemas were found to say nothing of what values of some types are made of.
    asserting: BTreeMap<(source_schema::SchemaId, types::TypeSet), bool>,
    /// Whether a schema asks for what is evaluated: `unevaluatedProperties` or `unevaluatedItems`.
    is_evaluating: bool,
    /// Whether it was reported that too many schemas are combined.
    is_too_many: bool,
    /// How deep the question is that is asked.
    depth: u32,
    /// The schemas whose choices do not count for the value that is compared.
    without: Vec<source_schema::SchemaId>,
}

impl<'a> Lowering<'a> {
    fn new(
        api: &'a resolved::Api,
        settings: &'a Settings,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let components = || api.components.values().map(|component| component.schema);
        let names = api.components.keys().map(ToString::to_string);
        Self {
            api,
            settings,
            servers: operation::document_servers(api),
            report: Report::new(diagnostics),
            arena: Arena::new(api),
            components: components().collect(),
            component_names: components().zip(names).collect(),
            combined_components: None,
            followed: BTreeMap::new(),
            types: BTreeMap::new(),
            implied: BTreeMap::new(),
            nulls: BTreeMap::new(),
            checked: BTreeSet::new(),
            patterns: BTreeMap::new(),
            rule_sets: Vec::new(),
            rule_ids: BTreeMap::new(),
            pending_rules: VecDeque::new(),
            fuel: 0,
            budget: valid::BUDGET,
            asserting: BTreeMap::new(),
            is_evaluating: api.schemas.iter().any(unevaluated::is_evaluating),
            is_too_many: false,
            depth: 0,
            without: Vec::new(),
        }
    }
}
