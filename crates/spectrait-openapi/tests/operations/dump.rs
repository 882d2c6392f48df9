//! Operations as a few lines of text, without what has its default. Schemas are their kinds and no more.

use std::fmt::Write as _;

use spectrait_ir as ir;
use spectrait_source::{Kind, Node};

/// The operations, then the rest.
pub(crate) fn dump(api: &ir::Api) -> String {
    let mut text = String::new();
    for operation in &api.operations {
        operation_lines(&mut text, 0, api, operation);
    }
    for webhook in &api.webhooks {
        let line_ = match &webhook.callback {
            Some(callback) => {
                let operation = api.operation(callback.operation);
                format!(
                    "callback {} of {} {} at {}",
                    webhook.name,
                    operation.method.as_str(),
                    operation.path,
                    callback.expression
                )
            }
            None => format!("webhook {}", webhook.name),
        };
        line(&mut text, 0, &line_);
        operation_lines(&mut text, 4, api, &webhook.operation);
    }
    for server in &api.servers {
        if server.template == "/" {
            continue;
        }
        line(
            &mut text,
            0,
            &format!("server {} ({})", server.url, server.template),
        );
        for variable in &server.variables {
            let variable = format!(
                "{} = {:?} of {:?} {}",
                variable.name,
                variable.default,
                variable.values,
                variable.description.as_deref().unwrap_or_default()
            );
            line(&mut text, 4, &variable);
        }
    }
    for tag in &api.tags {
        line(&mut text, 0, &format!("tag {}", tag.name));
    }
    for scheme in &api.security_schemes {
        line(
            &mut text,
            0,
            &format!("security scheme {}: {:?}", scheme.name, scheme.kind),
        );
    }
    text
}

fn line(text: &mut String, indent: usize, line: &str) {
    // Writing to a string does not fail.
    _ = writeln!(text, "{:indent$}{}", "", line.trim_end());
}

/// The kind of a schema, those inside it one level deep.
fn schema(api: &ir::Api, id: ir::SchemaId) -> String {
    let schema_ = api.schema(id);
    let kind = |id: ir::SchemaId| name(&api.schema(id).kind);
    let mut text = match &schema_.kind {
        ir::SchemaKind::Array(array) => format!("array of {}", kind(array.items)),
        ir::SchemaKind::Reference(target) => schema(api, *target),
        ir::SchemaKind::Object(object) => {
            let mut members: Vec<String> = object
                .properties
                .iter()
                .map(|property| format!("{}: {}", property.wire_name, kind(property.schema)))
                .collect();
            if let ir::Additional::Kept(others) = object.additional {
                members.push(format!("*: {}", kind(others)));
            }
            format!("{{{}}}", members.join(", "))
        }
        kind => name(kind),
    };
    for (is_set, word) in [
        (schema_.nullable, " or null"),
        (schema_.usage.request, " <request"),
        (schema_.usage.response, " <response"),
    ] {
        text.push_str(if is_set { word } else { "" });
    }
    text
}

fn name(kind: &ir::SchemaKind) -> String {
    match kind {
        ir::SchemaKind::Any => "any",
        ir::SchemaKind::Boolean => "boolean",
        ir::SchemaKind::Integer(_) => "integer",
        ir::SchemaKind::Number(_) => "number",
        ir::SchemaKind::String(_) => "string",
        ir::SchemaKind::Enumeration(_) => "enumeration",
        ir::SchemaKind::Array(_) => "array",
        ir::SchemaKind::Tuple(_) => "tuple",
        ir::SchemaKind::Object(_) => "object",
        ir::SchemaKind::Union(_) => "union",
        ir::SchemaKind::Never => "never",
        ir::SchemaKind::Reference(_) => "reference",
    }
    .to_owned()
}

fn docs(text: &mut String, indent: usize, docs: &ir::Docs) {
    let examples: Vec<String> = docs.examples.iter().map(json).collect();
    for (name, value) in [
        ("title", docs.title.clone()),
        ("description", docs.description.clone()),
        (
            "examples",
            (!examples.is_empty()).then(|| examples.join(", ")),
        ),
        ("deprecated", docs.deprecated.then(String::new)),
    ] {
        if let Some(value) = value {
            line(text, indent, &format!("| {name} {value}"));
        }
    }
}

fn operation_lines(text: &mut String, indent: usize, api: &ir::Api, operation: &ir::Operation) {
    let id = operation.operation_id.as_deref().unwrap_or("(no id)");
    let rust_name = operation.rust_name.as_ref();
    let rust_name = rust_name.map_or(String::new(), |name| format!(" as {name}"));
    line(
        text,
        indent,
        &format!(
            "{} {} {id}{rust_name}",
            operation.method.as_str(),
            operation.path
        ),
    );
    let indent = indent + 4;
    for parameter in &operation.parameters {
        parameter_lines(text, indent, api, parameter);
    }
    if let Some(body) = &operation.request_body {
        line(text, indent, if body.required { "body!" } else { "body" });
        content_lines(text, indent + 4, api, &body.content);
    }
    for response in &operation.responses {
        line(text, indent, &status_text(response.status));
        for header in &response.headers {
            let media_type = header.media_type.as_deref().unwrap_or_default();
            line(
                text,
                indent + 4,
                &format!(
                    "header {}{}{} {} {media_type}",
                    header.wire_name,
                    if header.required { "!" } else { "" },
                    if header.explode { " explode" } else { "" },
                    schema(api, header.schema),
                ),
            );
            docs(text, indent + 8, &header.docs);
        }
        content_lines(text, indent + 4, api, &response.content);
        for link in &response.links {
            line(
                text,
                indent + 4,
                &format!(
                    "link {} to {} {:?}",
                    link.name, link.target, link.parameters
                ),
            );
        }
    }
    for alternative in &operation.security {
        let schemes: Vec<String> = alternative
            .schemes
            .iter()
            .map(|used| {
                format!(
                    "{}{:?}",
                    api.security_schemes[used.scheme].name, used.scopes
                )
            })
            .collect();
        let schemes = if schemes.is_empty() {
            "by anyone".to_owned()
        } else {
            schemes.join(" and ")
        };
        line(text, indent, &format!("security {schemes}"));
    }
    for server in &operation.servers {
        line(text, indent, &format!("server {}", server.url));
    }
    if let Some(pagination) = &operation.pagination {
        line(text, indent, &format!("{pagination:?}"));
    }
}

fn parameter_lines(text: &mut String, indent: usize, api: &ir::Api, parameter: &ir::Parameter) {
    let media_type = parameter.media_type.as_ref();
    let shape = match media_type {
        Some(name) => format!("{:?} {name}", parameter.location),
        None => format!(
            "{:?} {:?}{}",
            parameter.location,
            parameter.style,
            flags(parameter.explode, parameter.allow_reserved),
        ),
    };
    let default = parameter.default.as_ref();
    let default = default.map_or(String::new(), |value| format!(" = {}", json(value)));
    let rust_name = parameter.rust_name.as_ref();
    let rust_name = rust_name.map_or(String::new(), |name| format!(" as {name}"));
    line(
        text,
        indent,
        &format!(
            "{}{}{rust_name} ({shape}) {}{default}",
            parameter.wire_name,
            if parameter.required { "!" } else { "" },
            schema(api, parameter.schema),
        ),
    );
    docs(text, indent + 4, &parameter.docs);
}

/// What a parameter and an encoding say beside their style.
fn flags(explode: bool, allow_reserved: bool) -> String {
    let explode = if explode { " explode" } else { "" };
    let allow_reserved = if allow_reserved { " allowReserved" } else { "" };
    format!("{explode}{allow_reserved}")
}

fn content_lines(text: &mut String, indent: usize, api: &ir::Api, content: &[ir::MediaType]) {
    for media_type in content {
        let schema = media_type
            .schema
            .map_or("no schema".to_owned(), |id| schema(api, id));
        line(
            text,
            indent,
            &format!("{} {:?} {schema}", media_type.name, media_type.kind),
        );
        for encoding in &media_type.encoding {
            line(
                text,
                indent + 4,
                &format!(
                    "{} {:?} {:?}{}",
                    encoding.property,
                    encoding.content_types,
                    encoding.style,
                    flags(encoding.explode, encoding.allow_reserved),
                ),
            );
        }
    }
}

fn status_text(status: ir::StatusPattern) -> String {
    match status {
        ir::StatusPattern::Exact(status) => status.to_string(),
        ir::StatusPattern::Range(class) => format!("{class}XX"),
        ir::StatusPattern::Default => "default".to_owned(),
    }
}

fn json(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|member| format!("{:?}: {}", member.key.text, json(&member.value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}
