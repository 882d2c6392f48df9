//! Responses: which are successes, and what their enums look like.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Diagnostics, codes};

use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::media_type::{self, Held};
use super::message::MessageKey;
use super::places::Slot;
use super::scope::{RUNTIME, Scope};
use super::status::{pattern, phrase, variant};
use super::{Plan, names, operation};
use crate::model::{self, Type};

/// What responses are written in unless they say otherwise.
const JSON: &str = "application/json";

/// The responses that are successes: those of 2xx. Where the document lists none of them, its `default` covers
/// them too.
fn successes(operation: &ir::Operation) -> Vec<(usize, ir::StatusPattern)> {
    let listed: Vec<_> = numbered(operation)
        .filter(|&(_, status)| is_success(status))
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let default = numbered(operation).filter(|&(_, status)| status == ir::StatusPattern::Default);
    default
        .map(|(index, _)| (index, ir::StatusPattern::Range(2)))
        .collect()
}

/// All others, redirections and `default` among them.
pub(crate) fn failures(operation: &ir::Operation) -> Vec<(usize, ir::StatusPattern)> {
    numbered(operation)
        .filter(|&(_, status)| !is_success(status))
        .collect()
}

fn numbered(operation: &ir::Operation) -> impl Iterator<Item = (usize, ir::StatusPattern)> {
    operation
        .responses
        .iter()
        .map(|response| response.status)
        .enumerate()
}

pub(crate) fn is_success(status: ir::StatusPattern) -> bool {
    matches!(
        status,
        ir::StatusPattern::Exact(200..=299) | ir::StatusPattern::Range(2)
    )
}

/// Whether its successes have a type of their own: they are not one body of JSON or none.
pub(crate) fn has_success_type(operation: &ir::Operation) -> bool {
    match successes(operation).as_slice() {
        [(position, ir::StatusPattern::Exact(_))] => {
            let response = &operation.responses[*position];
            let is_plain = match content(operation, response) {
                [] => true,
                [one] => one.kind == ir::MediaKind::Json && one.name == JSON,
                _ => false,
            };
            !is_plain || headers(response).next().is_some()
        }
        _ => true,
    }
}

/// What the name of an inline body has of its status, between the operation and `Response`.
pub(crate) fn status_infix(operation: &ir::Operation, status: ir::StatusPattern) -> String {
    let is_only_success = is_success(status) && successes(operation).len() == 1;
    if is_only_success {
        String::new()
    } else {
        variant(status)
    }
}

/// The media types of a response. Where HTTP allows no body there is none, whatever the document says (RFC 9110
/// section 6.4.1).
pub(crate) fn content<'a>(
    operation: &ir::Operation,
    response: &'a ir::Response,
) -> &'a [ir::MediaType] {
    let is_bodiless = operation.method == ir::HttpMethod::Head
        || matches!(
            response.status,
            ir::StatusPattern::Exact(100..=199 | 204 | 205 | 304) | ir::StatusPattern::Range(1)
        );
    if is_bodiless { &[] } else { &response.content }
}

/// Headers of the connection, which client and server settle between them (RFC 9110 section 7.6.1).
const CONNECTION: [&str; 7] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Says which headers have no field because they are the connection's.
pub(crate) fn check_headers(api: &ir::Api, diagnostics: &mut Diagnostics) {
    let headers = operation::all(api)
        .flat_map(|operation| &operation.responses)
        .flat_map(|response| &response.headers);
    let mut seen = Vec::new();
    for header in headers.filter(|header| is_of_connection(header)) {
        if seen.contains(&header.span) {
            continue;
        }
        seen.push(header.span);
        diagnostics.push(
            Diagnostic::warning(
                codes::MISPLACED_KEYWORD,
                format!("`{}` is a header of the connection", header.wire_name),
            )
            .at(
                header.span,
                "neither sent nor read as a part of the response",
            )
            .note("client and server settle it between them (RFC 9110 section 7.6.1)")
            .help("leave it out"),
        );
    }
}

fn is_of_connection(header: &ir::Header) -> bool {
    CONNECTION.contains(&header.wire_name.to_ascii_lowercase().as_str())
}

/// The headers of a response that have a field, with their positions. Its media types say what its `Content-Type` is.
pub(crate) fn headers(response: &ir::Response) -> impl Iterator<Item = (usize, &ir::Header)> {
    let is_field = |(_, header): &(usize, &ir::Header)| {
        !header.wire_name.eq_ignore_ascii_case("content-type") && !is_of_connection(header)
    };
    response.headers.iter().enumerate().filter(is_field)
}

/// The fields of a response's headers.
pub(crate) fn header_idents(response: &ir::Response, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, header) in headers(response) {
        let name = &header.wire_name;
        claims.add(
            index,
            Claim::new("header", name, names::field(name), header.span),
        );
    }
    claims.settle(diagnostics).into_values().collect()
}

/// What a response holds.
#[derive(Default)]
struct Whole {
    /// Its body, with its headers.
    ty: Option<Type>,
    /// How the body is written, where that is not `application/json`.
    media_type: Option<model::MediaType>,
}

impl Plan<'_> {
    /// The type of the successes as the runtime reads them, and what declares it if the runtime does not.
    pub(crate) fn success(
        &self,
        index: usize,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> (Type, Option<model::Message>) {
        let operation = self.operation(index);
        let listed = successes(operation);
        let names = &self.names.operations[index];
        let single = match listed.as_slice() {
            [(position, ir::StatusPattern::Exact(status))] => Some((*position, *status)),
            _ => None,
        };
        let Some(ident) = &names.success else {
            let (position, status) = single.unwrap_or_default();
            let ty = match self.whole(index, position, scope).ty {
                Some(body) => scope.runtime(RUNTIME, "Json").with(status).of(body),
                None => scope.runtime(RUNTIME, "Empty").with(status),
            };
            return (ty, None);
        };
        let ty = Type::plain(ident);
        if let Some((position, status)) = single {
            scope.macro_(RUNTIME, "response");
            let whole = self.whole(index, position, scope);
            let response = &operation.responses[position];
            let docs = Text::default()
                .line(format!("The success of {}.", docs::code(&names.id)))
                .markdown(response.description.as_deref())
                .maybe(links(&response.links));
            let response = model::Response {
                docs: docs.done(),
                ident: ident.clone(),
                ty: whole.ty.unwrap_or_else(Type::unit),
                status,
                media_type: whole.media_type,
            };
            return (ty, Some(model::Message::Response(response)));
        }
        let none = if listed.is_empty() { ": none" } else { "" };
        let docs = Text::default().line(format!(
            "The successes that {} documents{none}.",
            docs::code(&names.id)
        ));
        let responses = self.responses(index, ident.clone(), docs, &listed, scope, diagnostics);
        (ty, Some(model::Message::Responses(responses)))
    }

    /// The value of a success: what a caller gets and a handler gives.
    pub(crate) fn success_value(&self, index: usize, scope: &mut Scope<'_>) -> Type {
        match (
            &self.names.operations[index].success,
            successes(self.operation(index)).as_slice(),
        ) {
            (_, [(position, ir::StatusPattern::Exact(_))]) => self
                .whole(index, *position, scope)
                .ty
                .unwrap_or_else(Type::unit),
            (ident, _) => scope.named(self.home(index), ident.as_deref().unwrap_or_default()),
        }
    }

    /// The enum of the failures, or another name of that of another operation.
    pub(crate) fn failure(
        &self,
        index: usize,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Message {
        let listed = failures(self.operation(index));
        let names = &self.names.operations[index];
        let declared_by = self.names.same_messages.failures.get(&index).copied();
        let other = declared_by.filter(|&owner| owner != index);
        let documents = if declared_by == Some(index) {
            "and other operations document"
        } else {
            "documents"
        };
        // An enum shows them itself.
        let which = match (listed.as_slice(), other) {
            ([], _) => ": none".to_owned(),
            (_, None) => String::new(),
            (listed, Some(_)) => {
                let statuses = listed
                    .iter()
                    .map(|&(_, status)| docs::code(&pattern(status)));
                format!(": {}", statuses.collect::<Vec<_>>().join(", "))
            }
        };
        let id = docs::code(&names.id);
        let docs = Text::default().wrapped(&format!("The failures that {id} {documents}{which}."));
        let ident = names.failure.clone();
        if let Some(other) = other {
            return model::Message::Alias(model::Alias {
                docs: docs.done(),
                ident,
                ty: scope.named(self.home(index), &self.names.operations[other].failure),
            });
        }
        model::Message::Responses(self.responses(index, ident, docs, &listed, scope, diagnostics))
    }

    fn responses(
        &self,
        index: usize,
        ident: String,
        docs: Text,
        listed: &[(usize, ir::StatusPattern)],
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Responses {
        scope.macro_(RUNTIME, "responses");
        let operation = self.operation(index);
        let mut claims = Claims::default();
        for (position, &(response, status)) in listed.iter().enumerate() {
            let what = format!("response `{}`", pattern(status));
            let span = operation.responses[response].span;
            claims.add(
                position,
                Claim::derived(0, what, variant(status), Some(span)),
            );
        }
        let idents = claims.settle(diagnostics).into_values();
        let variants = idents.zip(listed).map(|(ident, &(position, status))| {
            let response = &operation.responses[position];
            let whole = self.whole(index, position, scope);
            model::Variant {
                docs: Text::or(response.description.as_deref(), || {
                    capitalised_phrase(status)
                })
                .maybe(links(&response.links))
                .done(),
                ident,
                status: (!matches!(status, ir::StatusPattern::Exact(_)))
                    .then(|| scope.runtime(RUNTIME, "StatusCode")),
                body: whole.ty,
                media_type: whole.media_type,
                pattern: pattern(status),
            }
        });
        let variants = variants.collect();
        model::Responses {
            docs: docs.done(),
            ident,
            variants,
        }
    }

    /// What a response holds.
    fn whole(&self, index: usize, position: usize, scope: &mut Scope<'_>) -> Whole {
        let mut whole = self.body(index, position, scope);
        let home = self.home(index);
        if let Some(ident) = self.names.message(MessageKey::Headers(index, position)) {
            let headers = scope.named(home, ident);
            let value = whole.ty.unwrap_or_else(Type::unit);
            whole.ty = Some(scope.runtime(RUNTIME, "WithHeaders").of(value).of(headers));
        }
        whole
    }

    /// The body of a response.
    fn body(&self, index: usize, position: usize, scope: &mut Scope<'_>) -> Whole {
        let operation = self.operation(index);
        let content = content(operation, &operation.responses[position]);
        if let Some(ident) = self
            .names
            .message(MessageKey::ResponseBody(index, position))
        {
            let ty = scope.named(self.home(index), ident);
            return Whole {
                ty: Some(ty.clone()),
                media_type: Some(model::MediaType::Enum(ty)),
            };
        }
        let long = self.names.message(MessageKey::LongBody(index, position));
        let held = match long {
            Some(ident) => {
                let direction = self.response_direction(index);
                let media_type = self.one_of(content, direction);
                media_type.map(|media_type| Held {
                    ty: scope.named(self.home(index), ident),
                    media_type,
                })
            }
            None => self.single_body(index, position, scope),
        };
        let Some(held) = held else {
            return Whole::default();
        };
        let is_default = held.media_type == model::MediaType::Json(JSON.to_owned());
        Whole {
            ty: Some(held.ty),
            media_type: (!is_default).then_some(held.media_type),
        }
    }

    /// The body of a response that is the same in all of its media types.
    pub(crate) fn single_body(
        &self,
        index: usize,
        position: usize,
        scope: &mut Scope<'_>,
    ) -> Option<Held> {
        let operation = self.operation(index);
        let content = content(operation, &operation.responses[position]);
        let named = self.slot_name(index, Slot::Response(position, 0), content.first()?);
        self.held(content, named, self.response_direction(index), scope)
    }

    /// A page of a list: the type of its body, and whether that stands beside headers.
    pub(crate) fn page(
        &self,
        index: usize,
        position: usize,
        scope: &mut Scope<'_>,
    ) -> Option<(Type, bool)> {
        let whole = self.whole(index, position, scope);
        let has_headers = self
            .names
            .message(MessageKey::Headers(index, position))
            .is_some();
        Some((whole.ty?, has_headers))
    }

    pub(crate) fn header_source(&self, header: &ir::Header) -> model::Parameter {
        let is_scalar = media_type::is_scalar(self.api, self.shapes, header.schema);
        let has_style = header.media_type.is_none();
        model::Parameter {
            function: "header",
            wire_name: header.wire_name.clone(),
            style: None,
            explode: (has_style && header.explode && !is_scalar).then_some(true),
            members: Vec::new(),
            allow_reserved: false,
            content: header.media_type.as_deref().map(super::parameter::content),
        }
    }
}

/// What can be called with a response's values.
pub(crate) fn links(links: &[ir::Link]) -> Option<String> {
    let link = |link: &ir::Link| {
        let parameters: Vec<String> = link
            .parameters
            .iter()
            .map(|(name, value)| format!("{} = {}", docs::code(name), docs::code(value)))
            .collect();
        let given = if parameters.is_empty() {
            String::new()
        } else {
            format!(" with {}", parameters.join(", "))
        };
        format!(
            "link {}: call {}{given}",
            docs::code(&link.name),
            docs::code(&link.target)
        )
    };
    let all: Vec<String> = links.iter().map(link).collect();
    (!all.is_empty()).then(|| format!("{}.", super::object::capitalised(&all.join("; "))))
}

fn capitalised_phrase(status: ir::StatusPattern) -> String {
    format!("{}.", super::object::capitalised(&phrase(status)))
}
