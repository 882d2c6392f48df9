//! Operations.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::PathItem;
use spectrait_ir::{HttpMethod, Location};
use spectrait_source::{Diagnostic, Entry, Node, Span, codes};

use super::Resolver;
use super::path::Template;
use crate::load::value::cut;
use crate::resolved::{self, Unsupported};
use crate::schema::Spanned;

/// A parameter and where the list names it: itself, or the `$ref` to it.
struct Listed {
    parameter: resolved::Parameter,
    span: Span,
}

/// The parameters of a path item or an operation by what makes them unique, in document order.
struct List {
    parameters: IndexMap<(Location, String), Listed>,
    /// Whether all were readable. One that was not may be the very one that is missed.
    complete: bool,
}

impl<'d> Resolver<'d> {
    pub(super) fn resolve_path_item(
        &mut self,
        template: &Template<'d>,
        item: &'d PathItem,
        node: &'d Node,
        operations: &mut Vec<resolved::Operation>,
    ) {
        let Some(members) = node.as_object() else {
            return;
        };
        if let Some(entry) = members.entry("servers")
            && is_filled(entry)
        {
            self.unsupported.push(Unsupported {
                what: "servers of a path".to_owned(),
                span: entry.key.span,
            });
        }
        for entry in members {
            let Some((method, operation)) = operation(item, &entry.key.text) else {
                continue;
            };
            operations.push(self.resolve_operation(template, item, node, entry, method, operation));
        }
    }

    fn resolve_operation(
        &mut self,
        template: &Template<'d>,
        item: &'d PathItem,
        item_node: &'d Node,
        entry: &'d Entry,
        method: HttpMethod,
        operation: &'d openapiv3::Operation,
    ) -> resolved::Operation {
        let node = &entry.value;
        let shared = self.resolve_parameters(&item.parameters, item_node);
        let own = self.resolve_parameters(&operation.parameters, node);
        let parameters = self.merge_parameters(template, entry, shared, own);
        let operation_id = node.get("operationId").and_then(|id| {
            let text = operation
                .operation_id
                .as_deref()
                .filter(|id| !id.is_empty())?;
            self.check_operation_id(text, id.span);
            Some(Spanned {
                value: text.to_owned(),
                span: id.span,
            })
        });
        let mut unsupported = Vec::new();
        for name in ["callbacks", "servers"] {
            if let Some(entry) = node.as_object().and_then(|members| members.entry(name))
                && is_filled(entry)
            {
                let what = if name == "servers" {
                    "servers of an operation"
                } else {
                    name
                };
                unsupported.push(Unsupported {
                    what: what.to_owned(),
                    span: entry.key.span,
                });
            }
        }
        let security = match self.resolve_security(node) {
            Some(security) => security,
            None => self.resolve_security(self.tree).unwrap_or_default(),
        };
        let body = operation.request_body.as_ref();
        resolved::Operation {
            operation_id,
            method,
            path: Spanned {
                value: String::from(template.key.text.clone()),
                span: template.key.span,
            },
            span: entry.key.span,
            summary: operation.summary.clone().or_else(|| item.summary.clone()),
            description: operation
                .description
                .clone()
                .or_else(|| item.description.clone()),
            deprecated: operation.deprecated,
            tags: operation.tags.clone(),
            parameters,
            request_body: body.and_then(|body| self.resolve_request_body(body)),
            responses: self.resolve_responses(&operation.responses, node),
            security,
            unsupported,
        }
    }

    /// The parameters of a path item or an operation, those that OpenAPI ignores left out.
    fn resolve_parameters(
        &mut self,
        parameters: &'d [openapiv3::ReferenceOr<openapiv3::Parameter>],
        node: &'d Node,
    ) -> List {
        let written = node
            .get("parameters")
            .and_then(Node::as_array)
            .map_or(0, <[Node]>::len);
        let mut list = List {
            parameters: IndexMap::new(),
            complete: written == parameters.len(),
        };
        for parameter in parameters {
            let place = match parameter {
                openapiv3::ReferenceOr::Reference { reference } => reference.parse().ok(),
                openapiv3::ReferenceOr::Item(item) => super::place::Placed::place(item),
            };
            let place = place.and_then(|place| self.places.get(place));
            let Some(parameter) = self.resolve_parameter(parameter) else {
                list.complete = false;
                continue;
            };
            if self.is_ignored(&parameter) {
                continue;
            }
            let listed = Listed {
                span: place.map_or(parameter.span, |node| node.span),
                parameter,
            };
            let key = identity(&listed.parameter);
            match list.parameters.get(&key) {
                Some(first) => {
                    let diagnostic = Diagnostic::error(
                        codes::DUPLICATE_PARAMETER,
                        format!(
                            "the {} parameter `{}` is listed twice",
                            location(listed.parameter.location),
                            cut(&listed.parameter.name.value)
                        ),
                    )
                    .at(listed.place(), "")
                    .also(first.place(), "first listed here")
                    .help("leave one of the two out, or rename it");
                    self.report(diagnostic);
                }
                None => {
                    list.parameters.insert(key, listed);
                }
            }
        }
        list
    }

    /// The path's parameters that the operation does not define itself, then its own; and whether the
    /// path parameters are those of the template.
    fn merge_parameters(
        &mut self,
        template: &Template<'d>,
        operation: &'d Entry,
        shared: List,
        own: List,
    ) -> Vec<resolved::Parameter> {
        let complete = shared.complete && own.complete;
        let mut merged = shared.parameters;
        merged.retain(|key, _| !own.parameters.contains_key(key));
        merged.extend(own.parameters);
        if complete {
            self.check_variables(template, operation, &merged);
        }
        let variables: BTreeSet<&str> = template
            .variables
            .iter()
            .map(|variable| variable.name)
            .collect();
        let mut parameters: Vec<resolved::Parameter> = Vec::new();
        for Listed { parameter, span } in merged.into_values() {
            if parameter.location != Location::Path || variables.contains(&*parameter.name.value) {
                parameters.push(parameter);
                continue;
            }
            let diagnostic = Diagnostic::error(
                codes::PATH_PARAMETER,
                format!(
                    "the path has no variable `{{{}}}`",
                    cut(&parameter.name.value)
                ),
            )
            .at(
                if span == parameter.span {
                    parameter.name.span
                } else {
                    span
                },
                "this path parameter has no place",
            )
            .also(template.key.span, "the path");
            let diagnostic = match self.nearest(&parameter.name.value, variables.iter().copied()) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help(format!(
                    "write `{{{}}}` into the path, or leave the parameter out",
                    cut(&parameter.name.value)
                )),
            };
            self.report(diagnostic);
        }
        parameters
    }

    /// Whether each variable of the path has a parameter.
    fn check_variables(
        &mut self,
        template: &Template<'d>,
        operation: &'d Entry,
        merged: &IndexMap<(Location, String), Listed>,
    ) {
        for variable in &template.variables {
            if merged.contains_key(&(Location::Path, variable.name.to_owned())) {
                continue;
            }
            let method = operation.key.text.to_uppercase();
            self.report(
                Diagnostic::error(
                    codes::PATH_PARAMETER,
                    format!("{method} has no parameter for the path's variable `{}`", cut(variable.name)),
                )
                .at(variable.span, "")
                .also(operation.key.span, "this operation")
                .help(format!(
                    "add `{{name: {}, in: path, required: true, schema: {{type: string}}}}` to its `parameters`",
                    cut(variable.name)
                )),
            );
        }
    }

    /// "The id MUST be unique among all operations described in the API."
    fn check_operation_id(&mut self, id: &'d str, span: Span) {
        match self.operation_ids.get(id).copied() {
            Some(first) => {
                let diagnostic = Diagnostic::error(
                    codes::DUPLICATE_OPERATION_ID,
                    format!("two operations have the `operationId` `{}`", cut(id)),
                )
                .at(span, "");
                self.report(if first == span {
                    diagnostic
                        .note("two paths refer to this path item, and each has its operations")
                        .help("leave the `operationId` out")
                } else {
                    diagnostic
                        .also(first, "first used here")
                        .help("rename one of the two")
                });
            }
            None => {
                self.operation_ids.insert(id, span);
            }
        }
    }
}

impl Listed {
    /// Its name, or the `$ref` to it.
    fn place(&self) -> Span {
        if self.span == self.parameter.span {
            self.parameter.name.span
        } else {
            self.span
        }
    }
}

/// "A unique parameter is defined by a combination of a name and location." Names of headers are equal
/// in any case (RFC 9110 section 5.1).
fn identity(parameter: &resolved::Parameter) -> (Location, String) {
    let name = match parameter.location {
        Location::Header => parameter.name.value.to_ascii_lowercase(),
        _ => parameter.name.value.clone(),
    };
    (parameter.location, name)
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// The operation of a method, by its key in the path item.
fn operation<'d>(item: &'d PathItem, key: &str) -> Option<(HttpMethod, &'d openapiv3::Operation)> {
    let (method, operation) = match key {
        "get" => (HttpMethod::Get, &item.get),
        "put" => (HttpMethod::Put, &item.put),
        "post" => (HttpMethod::Post, &item.post),
        "delete" => (HttpMethod::Delete, &item.delete),
        "options" => (HttpMethod::Options, &item.options),
        "head" => (HttpMethod::Head, &item.head),
        "patch" => (HttpMethod::Patch, &item.patch),
        "trace" => (HttpMethod::Trace, &item.trace),
        _ => return None,
    };
    Some((method, operation.as_ref()?))
}

/// Whether a field holds an array or an object with something in it.
fn is_filled(entry: &Entry) -> bool {
    entry
        .value
        .as_array()
        .is_some_and(|items| !items.is_empty())
        || entry
            .value
            .as_object()
            .is_some_and(|members| !members.is_empty())
}
