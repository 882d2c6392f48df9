//! Bodies of several media types, and headers: which have a type of their own, and which are equal.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::docs::{self, Text};
use super::media_type::{self, Message};
use super::places::Slot;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shapes, is_component, is_map};
use super::{Plan, operation, response, status};
use crate::model;

/// A part of an operation that has a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageKey {
    /// A request body that differs between media types.
    RequestBody(usize),
    /// A response body that differs between media types: the operation, and the position in its responses.
    ResponseBody(usize, usize),
    /// The headers of a response.
    Headers(usize, usize),
    /// A response body of one type that is long to write.
    LongBody(usize, usize),
}

impl MessageKey {
    pub(crate) fn operation(self) -> usize {
        match self {
            Self::RequestBody(index)
            | Self::ResponseBody(index, _)
            | Self::Headers(index, _)
            | Self::LongBody(index, _) => index,
        }
    }
}

/// All of them, by operation and in the order they are declared in.
pub(crate) fn all(api: &ir::Api, shapes: &Shapes<'_>) -> Vec<MessageKey> {
    let distinct = |message, content| media_type::distinct(api, shapes, message, content);
    let mut keys = Vec::new();
    for (index, operation) in operation::all(api).enumerate() {
        let body = operation.request_body.as_ref();
        if body.is_some_and(|body| distinct(Message::Request, &body.content).len() > 1) {
            keys.push(MessageKey::RequestBody(index));
        }
        for (position, response) in operation.responses.iter().enumerate() {
            let content = response::content(operation, response);
            match distinct(Message::Response, content) {
                [one] if is_long(api, one) => keys.push(MessageKey::LongBody(index, position)),
                [] | [_] => {}
                _ => keys.push(MessageKey::ResponseBody(index, position)),
            }
            if response::headers(response).next().is_some() {
                keys.push(MessageKey::Headers(index, position));
            }
        }
    }
    keys
}

/// How deep lists, maps and `null` may stand in each other in the type of a method: clippy's `type_complexity`.
const MAX_WRAPPERS: usize = 2;

fn is_long(api: &ir::Api, media: &ir::MediaType) -> bool {
    let mut wrappers = 0;
    let mut next = media.schema.filter(|_| media.kind == ir::MediaKind::Json);
    while let Some(id) = next.filter(|_| wrappers <= MAX_WRAPPERS) {
        let schema = api.schema(id);
        wrappers += usize::from(schema.nullable);
        next = match &schema.kind {
            // These have names.
            _ if is_component(api, id) || schema.rust_type.is_some() => None,
            ir::SchemaKind::Reference(target) => Some(*target),
            ir::SchemaKind::Array(array) => {
                wrappers += 1;
                Some(array.items)
            }
            ir::SchemaKind::Object(object) if is_map(object) => {
                wrappers += 1;
                match object.additional {
                    ir::Additional::Kept(value) => Some(value),
                    _ => None,
                }
            }
            ir::SchemaKind::Enumeration(_) => {
                wrappers += 1;
                None
            }
            ir::SchemaKind::Union(union) => {
                wrappers += usize::from(union.tag.is_some());
                None
            }
            _ => None,
        };
    }
    wrappers > MAX_WRAPPERS
}

/// Which of them are equal.
#[derive(Debug, Default)]
pub(crate) struct Same {
    /// The equal one that comes first in the document, for each that has one: what several operations share through
    /// `components` is declared once.
    pub(crate) first: BTreeMap<MessageKey, MessageKey>,
    /// The equal headers that come first in their operation: they have one name.
    pub(crate) own: BTreeMap<MessageKey, MessageKey>,
    /// The headers that all responses of their operation have, if they have any.
    pub(crate) common: BTreeSet<MessageKey>,
    /// The operation that declares the failures, for each of several that document the same, itself among them.
    pub(crate) failures: BTreeMap<usize, usize>,
}

/// Finds those that are equal among [`all`].
pub(crate) fn same(api: &ir::Api, all: &[MessageKey]) -> Same {
    let mut first: BTreeMap<Meaning<'_>, MessageKey> = BTreeMap::new();
    let mut own: BTreeMap<(usize, Meaning<'_>), MessageKey> = BTreeMap::new();
    let mut sets: BTreeMap<usize, Vec<MessageKey>> = BTreeMap::new();
    let mut same = Same::default();
    let operations: Vec<&ir::Operation> = operation::all(api).collect();
    for &key in all {
        let index = key.operation();
        let operation = operations[index];
        let is_webhook = index >= api.operations.len();
        let meaning = match key {
            MessageKey::LongBody(..) => continue,
            MessageKey::RequestBody(_) => {
                let body = operation.request_body.as_ref();
                let content = body.map_or(&[][..], |body| &body.content);
                Meaning::Content(is_webhook, Message::Request, contents(content))
            }
            MessageKey::ResponseBody(_, position) => {
                let content = &operation.responses[position].content;
                Meaning::Content(is_webhook, Message::Response, contents(content))
            }
            MessageKey::Headers(_, position) => {
                let headers = response::headers(&operation.responses[position]);
                let headers = headers.map(|(_, of)| header(api, of)).collect();
                Meaning::Headers(is_webhook, headers)
            }
        };
        if let MessageKey::Headers(..) = key {
            match own.get(&(index, meaning.clone())) {
                Some(&earlier) => {
                    same.own.insert(key, earlier);
                }
                None => {
                    own.insert((index, meaning.clone()), key);
                }
            }
            sets.entry(index).or_default().push(key);
        }
        match first.get(&meaning) {
            Some(&earlier) => {
                same.first.insert(key, earlier);
            }
            None => {
                first.insert(meaning, key);
            }
        }
    }
    for keys in sets.into_values() {
        if let [first, others @ ..] = keys.as_slice()
            && !others.is_empty()
            && others.iter().all(|key| same.own.get(key) == Some(first))
        {
            same.common.insert(*first);
        }
    }
    same.failures = same_failures(api, &same);
    same
}

/// For the operations that document the same failures in the same words: which of them declares these. It is the same
/// one in whatever order they stand.
fn same_failures(api: &ir::Api, same: &Same) -> BTreeMap<usize, usize> {
    let operations: Vec<&ir::Operation> = operation::all(api).collect();
    let mut groups: BTreeMap<(bool, Vec<FailureMeaning<'_>>), Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let failures = response::failures(operation).into_iter();
        let meanings = failures.map(|(position, status)| {
            let response = &operation.responses[position];
            let has_headers = response::headers(response).next().is_some();
            let headers = has_headers.then(|| {
                let key = MessageKey::Headers(index, position);
                same.first.get(&key).copied().unwrap_or(key)
            });
            FailureMeaning {
                pattern: status::pattern(status),
                description: response.description.as_deref(),
                links: response::links(&response.links),
                content: contents(response::content(operation, response)),
                headers,
            }
        });
        let is_webhook = index >= api.operations.len();
        let group = groups.entry((is_webhook, meanings.collect()));
        group.or_default().push(index);
    }
    let mut found = BTreeMap::new();
    for group in groups.into_values() {
        let place = |index: &usize| {
            let operation = operations[*index];
            (&operation.path, operation.method.as_str())
        };
        if group.len() > 1
            && let Some(owner) = group.iter().copied().min_by_key(place)
        {
            found.extend(group.into_iter().map(|index| (index, owner)));
        }
    }
    found
}

/// What makes the variants of two failures one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct FailureMeaning<'a> {
    pattern: String,
    description: Option<&'a str>,
    links: Option<String>,
    content: Vec<ContentMeaning<'a>>,
    headers: Option<MessageKey>,
}

/// What makes two of them one type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning<'a> {
    Content(bool, Message, Vec<ContentMeaning<'a>>),
    Headers(bool, Vec<HeaderMeaning<'a>>),
}

type ContentMeaning<'a> = (
    &'a str,
    ir::MediaKind,
    Option<ir::SchemaId>,
    Vec<(&'a str, &'a [String], ir::Style, bool, bool)>,
);

type HeaderMeaning<'a> = (
    &'a str,
    bool,
    bool,
    Option<&'a str>,
    Option<&'a str>,
    Value<'a>,
);

/// What makes the values of two headers one type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    /// One schema.
    Schema(ir::SchemaId),
    /// Schemas that have no name and say the same.
    Scalar(bool, String, Option<&'a str>),
}

fn contents(content: &[ir::MediaType]) -> Vec<ContentMeaning<'_>> {
    content
        .iter()
        .map(|media| {
            let encodings = media.encoding.iter().map(|encoding| {
                (
                    encoding.property.as_str(),
                    encoding.content_types.as_slice(),
                    encoding.style,
                    encoding.explode,
                    encoding.allow_reserved,
                )
            });
            let encodings = encodings.collect();
            (media.name.as_str(), media.kind, media.schema, encodings)
        })
        .collect()
}

fn header<'a>(api: &'a ir::Api, header: &'a ir::Header) -> HeaderMeaning<'a> {
    let schema = api.schema(header.schema);
    let is_scalar = matches!(
        schema.kind,
        ir::SchemaKind::Boolean
            | ir::SchemaKind::Integer(_)
            | ir::SchemaKind::Number(_)
            | ir::SchemaKind::String(_)
    );
    let is_plain = is_scalar
        && schema.rules.is_empty()
        && schema.rust_type.is_none()
        && schema.docs.examples.is_empty()
        && header.docs.examples.is_empty()
        && !is_component(api, header.schema);
    let value = if is_plain {
        // Scalars hold no places of the document.
        let kind = format!("{:?}", schema.kind);
        Value::Scalar(schema.nullable, kind, schema.docs.description.as_deref())
    } else {
        Value::Schema(header.schema)
    };
    (
        &header.wire_name,
        header.required,
        header.explode,
        header.media_type.as_deref(),
        header.docs.description.as_deref(),
        value,
    )
}

impl Plan<'_> {
    /// The types of an operation's bodies and headers, or other names of those that another operation declares.
    pub(crate) fn messages(
        &self,
        index: usize,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<model::Message> {
        let keys: Vec<MessageKey> = self.names.messages_of(index).collect();
        keys.into_iter()
            .map(|key| self.message(key, scope, diagnostics))
            .collect()
    }

    fn message(
        &self,
        key: MessageKey,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Message {
        let index = key.operation();
        let operation = self.operation(index);
        let ident = self.names.message(key).unwrap_or_default().to_owned();
        let line = self.about(key);
        if let Some(&other) = self.names.same_messages.first.get(&key) {
            let home = self.home(other.operation());
            let ty = scope.named(home, self.names.message(other).unwrap_or_default());
            return model::Message::Alias(model::Alias {
                docs: Text::default().line(line).done(),
                ident,
                ty,
            });
        }
        match key {
            MessageKey::RequestBody(_) => {
                let body = operation.request_body.as_ref();
                let content = body.map_or(&[][..], |body| &body.content);
                let direction = self.request_direction(index);
                model::Message::Bodies(self.bodies(
                    index,
                    (ident, Text::default().line(line)),
                    content,
                    (Message::Request, direction),
                    &Slot::Body,
                    scope,
                ))
            }
            MessageKey::ResponseBody(_, position) => {
                let content = &operation.responses[position].content;
                let direction = self.response_direction(index);
                let slot = |number| Slot::Response(position, number);
                model::Message::Bodies(self.bodies(
                    index,
                    (ident, Text::default().line(line)),
                    content,
                    (Message::Response, direction),
                    &slot,
                    scope,
                ))
            }
            MessageKey::LongBody(_, position) => model::Message::Alias(model::Alias {
                docs: Text::default().line(line).done(),
                ident,
                ty: self
                    .single_body(index, position, scope)
                    .map_or_else(model::Type::unit, |held| held.ty),
            }),
            MessageKey::Headers(_, position) => model::Message::Headers(self.headers(
                index,
                position,
                ident,
                Text::default().line(line),
                scope,
                diagnostics,
            )),
        }
    }

    fn about(&self, key: MessageKey) -> String {
        let id = docs::code(&self.names.operations[key.operation()].id);
        let phrase = |position: usize| {
            status::phrase(self.operation(key.operation()).responses[position].status)
        };
        match key {
            MessageKey::RequestBody(_) => format!("The body of {id}."),
            MessageKey::ResponseBody(_, position) | MessageKey::LongBody(_, position) => {
                format!("The body of {} to {id}.", phrase(position))
            }
            MessageKey::Headers(..) if self.names.same_messages.common.contains(&key) => {
                format!("The headers of the responses to {id}.")
            }
            MessageKey::Headers(_, position) => {
                format!("The headers of {} to {id}.", phrase(position))
            }
        }
    }

    fn bodies(
        &self,
        index: usize,
        (ident, docs): (String, Text),
        content: &[ir::MediaType],
        (message, direction): (Message, Direction),
        slot: &dyn Fn(usize) -> Slot,
        scope: &mut Scope<'_>,
    ) -> model::Bodies {
        scope.macro_(RUNTIME, "bodies");
        let idents = media_type::variants(content);
        let variants = content.iter().zip(idents).enumerate();
        let variants: Vec<_> = variants
            .filter_map(|(number, (media, ident))| {
                let named = self.slot_name(index, slot(number), media);
                let held = self.held(std::slice::from_ref(media), named, direction, scope)?;
                let suffix = if media.kind == ir::MediaKind::Xml {
                    ", as text"
                } else {
                    ""
                };
                let line = format!("{}{suffix}", docs::code(&media.name));
                Some(model::BodyVariant {
                    docs: Text::default().line(line).done(),
                    ident,
                    ty: held.ty,
                    media_type: held.media_type,
                })
            })
            .collect();
        model::Bodies {
            docs: docs.done(),
            ident,
            is_open: message == Message::Response,
            variants,
        }
    }

    fn headers(
        &self,
        index: usize,
        position: usize,
        ident: String,
        docs: Text,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Record {
        scope.macro_(RUNTIME, "headers");
        let response = &self.operation(index).responses[position];
        let idents = response::header_idents(response, diagnostics);
        let direction = self.response_direction(index);
        let fields = response::headers(response).zip(idents);
        let fields = fields
            .map(|((number, header), ident)| {
                let slot = Slot::Header(position, number);
                let named = self.names.in_slot(index, slot, header.schema);
                model::Field {
                    docs: self.header_docs(header),
                    is_deprecated: header.docs.deprecated,
                    ident,
                    ty: self.optional_type(header.schema, named, header.required, direction, scope),
                    is_required: header.required,
                    source: model::Source::Parameter(self.header_source(header)),
                }
            })
            .collect();
        model::Record {
            kind: model::RecordKind::Headers,
            docs: docs.done(),
            ident,
            fields,
            is_response: false,
            is_closed: false,
            ignored: Vec::new(),
            rules: Vec::new(),
            defaults: Vec::new(),
        }
    }

    fn header_docs(&self, header: &ir::Header) -> model::Docs {
        self.value_docs("header", &header.wire_name, &header.docs, header.schema)
            .maybe(self.limits_of(header.schema))
            .examples(self.examples(&header.docs, header.schema))
            .done()
    }
}
