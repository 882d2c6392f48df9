//! Operations.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::PathItem;
use spectrait_ir::{HttpMethod, Location, Style};
use spectrait_source::{Diagnostic, Entry, Node, Span, codes};

use super::Resolver;
use super::parameter::rust_name;
use super::reference::Noun;
use super::template::{Template, Variable};
use crate::load::value::cut;
use crate::resolved;
use crate::schema::Spanned;

/// A parameter and where the list names it: itself, or the `$ref` to it.
struct Listed {
    parameter: resolved::Parameter,
    span: Span,
}

/// The parameters of a path item or an operation by what makes them unique, in document order.
#[derive(Default)]
struct List {
    parameters: IndexMap<(Location, String), Listed>,
    /// Whether some were not readable. Such a one may be the very one that is missed.
    is_incomplete: bool,
}

impl List {
    /// These parameters, but for those that others replace, and the others.
    fn overridden_by(mut self, others: Self) -> Self {
        self.parameters
            .retain(|key, _| !others.parameters.contains_key(key));
        self.parameters.extend(others.parameters);
        self.is_incomplete |= others.is_incomplete;
        self
    }
}

/// An operation and its object.
pub(super) struct Found<'d> {
    pub(super) operation: resolved::Operation,
    pub(super) node: &'d Node,
}

/// A path item, or one of several where it is a `$ref` with more beside it: what stands beside it goes first.
#[derive(Clone, Copy)]
struct Layer<'d> {
    item: &'d PathItem,
    node: &'d Node,
}

impl<'d> Resolver<'d> {
    /// The operations of a path item, in document order.
    pub(super) fn resolve_path_item(
        &mut self,
        template: &Template<'d>,
        node: &'d Node,
        operations: &mut Vec<Found<'d>>,
    ) {
        let layers = self.layers(node);
        let mut methods: BTreeMap<HttpMethod, Span> = BTreeMap::new();
        for layer in &layers {
            for entry in layer.node.as_object().into_iter().flatten() {
                let Some((method, operation)) = operation(layer.item, &entry.key.text) else {
                    continue;
                };
                match methods.insert(method, entry.key.span) {
                    None => operations.push(Found {
                        operation: self
                            .resolve_operation(template, &layers, entry, method, operation),
                        node: &entry.value,
                    }),
                    Some(first) => {
                        methods.insert(method, first);
                        self.report(
                            Diagnostic::warning(
                                codes::INVALID_VALUE,
                                format!(
                                    "`{}` stands both beside a path item's `$ref` and in what that leads to",
                                    entry.key.text
                                ),
                            )
                            .at(entry.key.span, "left out")
                            .also(first, "read in its place")
                            .help("leave one of the two out"),
                        );
                    }
                }
            }
        }
    }

    /// A path item and what it refers to. "The behavior is undefined" where both have a field (OpenAPI 3.0.4 section
    /// 4.8.9); that of the reference's own object is nearer.
    fn layers(&mut self, node: &'d Node) -> Vec<Layer<'d>> {
        let mut layers: Vec<Layer<'d>> = Vec::new();
        let mut passed: IndexMap<u64, Span> = IndexMap::new();
        let mut at = node;
        loop {
            if let Some(item) = self.nouns.path_items.get(&at.span.place()) {
                layers.push(Layer { item, node: at });
            }
            let Some(reference) = at.get("$ref") else {
                return layers;
            };
            if let Some(first) = passed.get_index_of(&at.span.place()) {
                let circle: Vec<Span> = passed.values().skip(first).copied().collect();
                self.report_cycle(&circle);
                return layers;
            }
            passed.insert(at.span.place(), reference.span);
            let text = reference.as_str().unwrap_or_default();
            let Some(target) = self.locate(text, reference.span, Noun::PathItem) else {
                return layers;
            };
            let place = target.span.place();
            if !self.nouns.path_items.contains_key(&place) {
                if !self.broken.contains(&place) {
                    self.report_wrong(text, reference.span, Noun::PathItem, target);
                }
                return layers;
            }
            at = target;
        }
    }

    fn resolve_operation(
        &mut self,
        template: &Template<'d>,
        layers: &[Layer<'d>],
        entry: &'d Entry,
        method: HttpMethod,
        operation: &'d openapiv3::Operation,
    ) -> resolved::Operation {
        let node = &entry.value;
        let own = self.resolve_parameters(&operation.parameters, node);
        let shared = layers.iter().rev().fold(List::default(), |shared, layer| {
            let own = self.resolve_parameters(&layer.item.parameters, layer.node);
            shared.overridden_by(own)
        });
        let parameters = self.merge_parameters(template, entry, shared.overridden_by(own));
        let operation_id = node.get("operationId").and_then(|id| {
            let text = operation
                .operation_id
                .as_deref()
                .filter(|id| !id.is_empty())?;
            let name = format!("{} {}", method.as_str(), template.path.value);
            self.check_operation_id(text, id.span, name)
                .then(|| Spanned {
                    value: text.to_owned(),
                    span: id.span,
                })
        });
        let security = match self.resolve_security(node) {
            Some(security) => security,
            None if template.is_path => self.resolve_security(self.tree).unwrap_or_default(),
            None => Vec::new(),
        };
        let nodes = [node].into_iter();
        let nodes = nodes.chain(layers.iter().map(|layer| layer.node));
        let mut servers = nodes.filter_map(|node| node.as_object()?.entry("servers"));
        let is_filled = |entry: &&Entry| entry.value.as_array().is_some_and(|all| !all.is_empty());
        let servers = servers.find(is_filled);
        let text = |field: fn(&PathItem) -> &Option<String>| {
            layers.iter().find_map(|layer| field(layer.item).clone())
        };
        let body = operation.request_body.as_ref();
        resolved::Operation {
            operation_id,
            rust_name: rust_name(node),
            method,
            path: template.path.clone(),
            span: entry.key.span,
            summary: operation
                .summary
                .clone()
                .or_else(|| text(|item| &item.summary)),
            description: operation
                .description
                .clone()
                .or_else(|| text(|item| &item.description)),
            deprecated: operation.deprecated,
            tags: operation.tags.clone(),
            parameters,
            request_body: body.and_then(|body| self.resolve_request_body(body)),
            responses: self.resolve_responses(&operation.responses, node),
            security,
            servers: servers.map_or_else(Vec::new, |entry| self.resolve_own_servers(&entry.value)),
            servers_span: servers.map(|entry| entry.key.span),
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
            is_incomplete: written != parameters.len(),
        };
        for parameter in parameters {
            let place = match parameter {
                openapiv3::ReferenceOr::Reference { reference } => reference.parse().ok(),
                openapiv3::ReferenceOr::Item(item) => super::place::Placed::place(item),
            };
            let place = place.and_then(|place| self.places.get(place));
            let Some(parameter) = self.resolve_parameter(parameter) else {
                list.is_incomplete = true;
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
                    let diagnostic = Diagnostic::warning(
                        codes::DUPLICATE_PARAMETER,
                        format!(
                            "the {} parameter `{}` is listed twice",
                            location(listed.parameter.location),
                            cut(&listed.parameter.name.value)
                        ),
                    )
                    .at(listed.place(), "left out")
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

    /// The parameters with exactly one for each of the path's variables.
    fn merge_parameters(
        &mut self,
        template: &Template<'d>,
        operation: &'d Entry,
        list: List,
    ) -> Vec<resolved::Parameter> {
        let mut listed: Vec<Listed> = list.parameters.into_values().collect();
        let mut parameters = Vec::new();
        for variable in &template.variables {
            let is_it = |listed: &Listed| {
                listed.parameter.location == Location::Path
                    && listed.parameter.name.value == variable.name
            };
            if listed.iter().any(is_it) || self.rename_meant(variable, template, &mut listed) {
                continue;
            }
            if !list.is_incomplete {
                self.report_missing_parameter(variable, operation);
            }
            parameters.push(implied(variable, Location::Path));
        }
        for variable in &template.query {
            let is_it = |listed: &Listed| {
                listed.parameter.location == Location::Query
                    && listed.parameter.name.value == variable.name
            };
            if !listed.iter().any(is_it) {
                parameters.push(implied(variable, Location::Query));
            }
        }
        for listed in listed {
            if is_placeless(&listed, template) {
                self.report_placeless(&listed, template);
            } else {
                parameters.push(listed.parameter);
            }
        }
        parameters
    }

    /// Whether a variable without a parameter means one without a variable, which has its name then: it is spelt much
    /// alike, or both are the only ones.
    fn rename_meant(
        &mut self,
        variable: &Variable<'d>,
        template: &Template<'d>,
        listed: &mut [Listed],
    ) -> bool {
        let mut placeless: Vec<&mut Listed> = listed
            .iter_mut()
            .filter(|listed| is_placeless(listed, template))
            .collect();
        let names = placeless.iter().map(|listed| &*listed.parameter.name.value);
        let near = self.nearest(variable.name, names).map(str::to_owned);
        let is_only = placeless.len() == 1 && template.variables.len() == 1;
        let found = placeless
            .iter()
            .position(|listed| is_only || near.as_ref() == Some(&listed.parameter.name.value));
        let Some(meant) = found.map(|found| placeless.swap_remove(found)) else {
            return false;
        };
        let written = &meant.parameter.name;
        self.report(
            Diagnostic::warning(
                codes::PATH_PARAMETER,
                format!(
                    "the path parameter `{}` is `{}` in the path",
                    cut(&written.value),
                    cut(variable.name)
                ),
            )
            .at(meant.place(), format!("read as `{}`", cut(variable.name)))
            .also(variable.span, "the variable")
            .help("give both one name"),
        );
        variable.name.clone_into(&mut meant.parameter.name.value);
        true
    }

    fn report_missing_parameter(&mut self, variable: &Variable<'d>, operation: &'d Entry) {
        let method = operation.key.text.to_uppercase();
        self.report(
            Diagnostic::warning(
                codes::PATH_PARAMETER,
                format!(
                    "{method} has no parameter for the path's variable `{}`",
                    cut(variable.name)
                ),
            )
            .at(variable.span, "read as a string")
            .also(operation.key.span, "this operation")
            .help(format!(
                "add `{{name: {}, in: path, required: true, schema: {{type: string}}}}` to its `parameters`",
                cut(variable.name)
            )),
        );
    }

    fn report_placeless(&mut self, listed: &Listed, template: &Template<'d>) {
        let name = &listed.parameter.name.value;
        let message = if template.is_path {
            format!("the path has no variable `{{{}}}`", cut(name))
        } else {
            format!("a webhook has no path for the parameter `{}`", cut(name))
        };
        let diagnostic = Diagnostic::warning(codes::PATH_PARAMETER, message)
            .at(listed.place(), "left out: this path parameter has no place")
            .also(
                template.path.span,
                if template.is_path {
                    "the path"
                } else {
                    "the webhook"
                },
            );
        self.report(if template.is_path {
            diagnostic.help(format!(
                "write `{{{}}}` into the path, or leave the parameter out",
                cut(name)
            ))
        } else {
            diagnostic.help("leave it out, or send it in the query or a header")
        });
    }

    /// "The id MUST be unique among all operations described in the API." Whether it is; the operation goes without it
    /// otherwise.
    fn check_operation_id(&mut self, id: &'d str, span: Span, operation: String) -> bool {
        let Some((first, first_span)) = self.operation_ids.get(id).cloned() else {
            self.operation_ids.insert(id, (operation, span));
            return true;
        };
        let diagnostic = Diagnostic::warning(
            codes::DUPLICATE_OPERATION_ID,
            format!(
                "two operations have the `operationId` `{}`: {} and {}",
                cut(id),
                cut(&first),
                cut(&operation)
            ),
        )
        .at(span, "the second is named as if it had none");
        self.report(if first_span == span {
            diagnostic
                .note("two paths refer to this path item, and each has its operations")
                .help("leave the `operationId` out")
        } else {
            diagnostic
                .also(first_span, "first used here")
                .help("rename one of the two")
        });
        false
    }
}

/// Whether the path has no variable for a path parameter.
fn is_placeless(listed: &Listed, template: &Template<'_>) -> bool {
    let name = &*listed.parameter.name.value;
    let mut variables = template.variables.iter();
    listed.parameter.location == Location::Path && !variables.any(|variable| variable.name == name)
}

/// The parameter of a variable that has none.
fn implied(variable: &Variable<'_>, location: Location) -> resolved::Parameter {
    let style = match location {
        Location::Query => Style::Form,
        _ => Style::Simple,
    };
    resolved::Parameter {
        name: Spanned {
            value: variable.name.to_owned(),
            span: variable.span,
        },
        rust_name: None,
        location,
        style,
        explode: style == Style::Form,
        allow_reserved: false,
        required: true,
        deprecated: false,
        description: None,
        examples: Vec::new(),
        shape: resolved::ParameterShape::Text,
        span: variable.span,
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
