//! From a resolved document to what it means: the last stage that knows JSON Schema.
//!
//! # What is lowered
//!
//! - Schemas: `type: object` (`properties`, `required`, `additionalProperties`), `array` (`items`, `minItems`,
//!   `maxItems`), `string` (`minLength`, `maxLength`, `format: uuid | date-time | uri`, `enum`), `integer` (bounds,
//!   `format: int32 | int64`), `number` without bounds, `boolean`, the schema without constraints, `null` beside a
//!   type, `$ref`, `default`, and what is said to people.
//! - Parameters of every location, style and content; a combination that the specification leaves open is the one that
//!   tools agree on.
//! - Request bodies and responses with all their media types, each of a [kind](ir::MediaKind): JSON, forms and multipart
//!   bodies by their schemas, the rest whole. Response headers, links.
//! - Security schemes and requirements, servers with variables, webhooks and callbacks.
//!
//! Everything else that is valid is an error `unsupported` at its place. Lowering goes on after an error, so that
//! one run reports all; a schema without a meaning is [`SchemaKind::Any`](ir::SchemaKind::Any) from there on.
//!
//! # Where a document leaves room
//!
//! - Without `type`, the keywords of one type say nothing of values of other types (JSON Schema 2020-12 core,
//!   section 7.6.1), so `properties` alone also allows a string. Few authors mean that, and a guess either way
//!   is wrong for some: it is `unsupported`, and the help asks for `type`. An `enum` of strings alone is no
//!   guess: only strings are valid.
//! - `type: object` without `properties` and `additionalProperties` is a map of anything: reading it and ignoring
//!   all it holds is of use to no one.
//! - `null` is valid only where both `type` (or `nullable`) and `enum` allow it: every keyword must hold for every
//!   value. `nullable` beside an `enum` without `null` has no effect, and a warning says so.
//! - A `default` of something that must be present never applies, and is checked only.
//! - A range of media types, or a vendor's media type, whose schema has parts is JSON: nothing else follows a schema.
//! - `content` of a response that never has a body (to HEAD, or of status 204, 205 or 304) has no effect.
//! - JSON without `schema` is anything.
//! - A GET, HEAD or DELETE may have a body: documents that say so mean it.
//! - Operations that a server cannot tell apart are all there: a client can call each.

mod arena;
mod array;
mod bounds;
mod conjunction;
mod default;
mod encoding;
mod enumeration;
mod format;
mod header;
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
mod schema;
mod security;
mod settings;
mod string;
mod tag;
mod types;
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
pub use settings::Settings;

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
    string::settle(&mut schemas, &operations);
    usage::mark(&mut schemas, &operations, &webhooks);
    pagination::mark(&mut operations, &schemas);
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
    /// Where references were found to lead.
    followed: BTreeMap<source_schema::SchemaId, source_schema::SchemaId>,
    /// Which types schemas were found to leave.
    types: BTreeMap<source_schema::SchemaId, types::TypeSet>,
    /// Which types schemas were found to imply.
    implied: BTreeMap<source_schema::SchemaId, Option<schema::Implied>>,
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
    /// How many comparisons are left for the value that is compared.
    fuel: u32,
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
            depth: 0,
            without: Vec::new(),
        }
    }
}
