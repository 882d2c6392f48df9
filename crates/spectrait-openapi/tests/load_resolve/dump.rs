//! A compact text of all that is known of a document after `resolve`.

use spectrait_openapi::resolved::{
    Api, MediaType, Operation, Parameter, ParameterShape, SecurityRequirement,
};
use spectrait_openapi::schema::{Form, Property, Schema, SchemaId};
use spectrait_source::{Kind, Node};

/// The whole document.
pub(crate) fn dump(api: &Api) -> String {
    let mut lines = vec![format!("{} {}", api.title, api.version)];
    lines.extend(api.description.as_ref().map(|text| format!("  // {text}")));
    for server in &api.servers {
        lines.push(format!(
            "server {}{}",
            server.url,
            note(server.description.as_ref())
        ));
        lines.extend(server.variables.iter().map(|variable| {
            format!(
                "  variable {} = {} of {:?}{}",
                variable.name,
                variable.default,
                variable.values,
                note(variable.description.as_ref())
            )
        }));
    }
    for tag in &api.tags {
        lines.push(format!(
            "tag {}{}",
            tag.name,
            note(tag.description.as_ref())
        ));
    }
    for scheme in &api.security_schemes {
        lines.push(format!(
            "scheme {} {:?}{}",
            scheme.name.value,
            scheme.kind,
            note(scheme.description.as_ref())
        ));
    }
    for unsupported in &api.unsupported {
        lines.push(format!("unsupported: {}", unsupported.what));
    }
    for operation in &api.operations {
        dump_operation(api, operation, &mut lines);
    }
    for webhook in &api.webhooks {
        lines.push(match &webhook.callback {
            Some(callback) => format!(
                "callback {} of #{} at {}",
                webhook.name.value, callback.operation, callback.expression
            ),
            None => format!("webhook {}", webhook.name.value),
        });
        dump_operation(api, &webhook.operation, &mut lines);
    }
    for (name, Property { schema, .. }) in &api.components {
        lines.push(format!("schema {name} = {}", dump_schema(api, *schema)));
    }
    lines.join("\n")
}

fn dump_operation(api: &Api, operation: &Operation, lines: &mut Vec<String>) {
    let name = operation
        .operation_id
        .as_ref()
        .map_or("(no id)", |id| &id.value);
    lines.push(format!(
        "{} {} {name}{}{}",
        operation.method.as_str(),
        operation.path.value,
        if operation.deprecated {
            " deprecated"
        } else {
            ""
        },
        note(
            operation
                .summary
                .as_ref()
                .or(operation.description.as_ref())
        )
    ));
    if !operation.tags.is_empty() {
        lines.push(format!("  tags {}", operation.tags.join(", ")));
    }
    for parameter in &operation.parameters {
        lines.push(format!("  {}", dump_parameter(api, parameter)));
    }
    if let Some(body) = &operation.request_body {
        let required = if body.required { " required" } else { "" };
        lines.push(format!(
            "  body{required}{}",
            note(body.description.as_ref())
        ));
        lines.extend(
            body.content
                .iter()
                .map(|content| format!("    {}", dump_media_type(api, content))),
        );
    }
    for response in &operation.responses {
        lines.push(format!(
            "  {:?}{}",
            response.status.value,
            note(response.description.as_ref())
        ));
        lines.extend(
            response
                .headers
                .iter()
                .map(|header| format!("    {}", dump_parameter(api, header))),
        );
        lines.extend(
            response
                .content
                .iter()
                .map(|content| format!("    {}", dump_media_type(api, content))),
        );
        lines.extend(response.links.iter().map(|link| {
            format!(
                "    link {} to {} {:?}{}",
                link.name,
                link.target,
                link.parameters,
                note(link.description.as_ref())
            )
        }));
    }
    lines.push(format!(
        "  security {}",
        dump_security(api, &operation.security)
    ));
    lines.extend(
        operation
            .servers
            .iter()
            .map(|server| format!("  server {}", server.url)),
    );
}

fn dump_security(api: &Api, security: &[SecurityRequirement]) -> String {
    let alternatives: Vec<String> = security
        .iter()
        .map(|requirement| {
            let schemes: Vec<String> = requirement
                .schemes
                .iter()
                .map(|(scheme, scopes)| {
                    format!("{}{scopes:?}", api.security_schemes[*scheme].name.value)
                })
                .collect();
            if schemes.is_empty() {
                "anyone".to_owned()
            } else {
                schemes.join(" and ")
            }
        })
        .collect();
    if alternatives.is_empty() {
        "none".to_owned()
    } else {
        alternatives.join(" or ")
    }
}

fn dump_parameter(api: &Api, parameter: &Parameter) -> String {
    let mut text = format!(
        "{:?} {} {:?}{}{}{}{}: ",
        parameter.location,
        parameter.name.value,
        parameter.style,
        if parameter.explode { " explode" } else { "" },
        if parameter.allow_reserved {
            " reserved"
        } else {
            ""
        },
        if parameter.required { " required" } else { "" },
        if parameter.deprecated {
            " deprecated"
        } else {
            ""
        },
    );
    match &parameter.shape {
        ParameterShape::Schema(id) => text += &dump_schema(api, *id),
        ParameterShape::Content(content) => text += &dump_media_type(api, content),
        ParameterShape::Text => text += "text",
    }
    text + &examples(&parameter.examples) + &note(parameter.description.as_ref())
}

fn dump_media_type(api: &Api, content: &MediaType) -> String {
    let schema = content
        .schema
        .map_or("nothing".to_owned(), |id| dump_schema(api, id));
    let encoding: String = content
        .encoding
        .iter()
        .map(|encoding| {
            format!(
                " encoding {} {:?} {:?}{}{}{}",
                encoding.property.value,
                encoding.content_types,
                encoding.style,
                if encoding.explode { " explode" } else { "" },
                if encoding.allow_reserved {
                    " reserved"
                } else {
                    ""
                },
                encoding.headers.map_or("", |_| " headers"),
            )
        })
        .collect::<Vec<_>>()
        .concat();
    format!(
        "{} {schema}{}{encoding}",
        content.name.value,
        examples(&content.examples)
    )
}

/// A schema on one line, with what it holds; a reference by its target's name, or its place.
fn dump_schema(api: &Api, id: SchemaId) -> String {
    let schema = &api.schemas[id.0 as usize];
    match schema.form {
        Form::Any => return "any".to_owned(),
        Form::Never => return "never".to_owned(),
        Form::Invalid => return "invalid".to_owned(),
        Form::Keywords => {}
    }
    let mut words = Vec::new();
    if let Some(reference) = &schema.reference {
        let target = reference.target.map_or("nothing".to_owned(), |target| {
            let component = api
                .components
                .iter()
                .find(|(_, property)| property.schema == target);
            component.map_or(format!("#{}", target.0), |(name, _)| name.to_string())
        });
        words.push(format!("→{target}"));
    }
    words.extend(
        schema
            .types
            .as_ref()
            .map(|types| format!("{:?}", types.value.0)),
    );
    words.extend(scalars(schema));
    if !schema.properties.is_empty() {
        let properties: Vec<String> = schema
            .properties
            .iter()
            .map(|(name, property)| {
                let required = schema
                    .required
                    .iter()
                    .any(|required| *required.value == **name);
                format!(
                    "{name}{}: {}",
                    if required { "!" } else { "" },
                    dump_schema(api, property.schema)
                )
            })
            .collect();
        words.push(format!("{{{}}}", properties.join(", ")));
    }
    words.extend(schema.items.map(|id| format!("[{}]", dump_schema(api, id))));
    words.extend(
        schema
            .additional_properties
            .map(|id| format!("*: {}", dump_schema(api, id))),
    );
    for (name, branches) in [
        ("allOf", &schema.all_of),
        ("anyOf", &schema.any_of),
        ("oneOf", &schema.one_of),
    ] {
        if let Some(branches) = branches {
            let branches: Vec<String> = branches
                .value
                .iter()
                .map(|id| dump_schema(api, *id))
                .collect();
            words.push(format!("{name}({})", branches.join(" | ")));
        }
    }
    words.extend(
        schema
            .not
            .as_ref()
            .map(|id| format!("not {}", dump_schema(api, id.value))),
    );
    if let Some(rare) = &schema.rare {
        if let Some(items) = &rare.prefix_items {
            let items: Vec<String> = items.value.iter().map(|id| dump_schema(api, *id)).collect();
            words.push(format!("prefix[{}]", items.join(", ")));
        }
        if let Some(encoding) = &rare.content_encoding {
            words.push(format!("encoding={}", encoding.value));
        }
        for (name, property) in &rare.definitions {
            words.push(format!("def {name}={}", dump_schema(api, property.schema)));
        }
    }
    if words.is_empty() {
        return "{}".to_owned();
    }
    words.join(" ")
}

fn scalars(schema: &Schema) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(
        schema
            .format
            .as_ref()
            .map(|format| format!("format={}", format.value)),
    );
    if let Some(values) = &schema.enumeration {
        let values: Vec<String> = values.value.iter().map(value).collect();
        words.push(format!("enum({})", values.join(", ")));
    }
    for (name, bound) in [(">", &schema.minimum), ("<", &schema.maximum)] {
        if let Some(bound) = bound {
            let equal = if bound.exclusive { "" } else { "=" };
            words.push(format!("{name}{equal}{}", bound.number.as_str()));
        }
    }
    words.extend(
        schema
            .multiple_of
            .as_ref()
            .map(|number| format!("multipleOf={}", number.value.as_str())),
    );
    for (name, count) in [
        ("minLength", &schema.min_length),
        ("maxLength", &schema.max_length),
        ("minItems", &schema.min_items),
        ("maxItems", &schema.max_items),
        ("minProperties", &schema.min_properties),
        ("maxProperties", &schema.max_properties),
    ] {
        words.extend(
            count
                .as_ref()
                .map(|count| format!("{name}={}", count.value)),
        );
    }
    words.extend(
        schema
            .pattern
            .as_ref()
            .map(|pattern| format!("/{}/", pattern.value)),
    );
    words.extend(schema.unique_items.map(|_| "unique".to_owned()));
    words.extend(
        schema
            .default
            .as_ref()
            .map(|default| format!("default={}", value(default))),
    );
    for (name, flag) in [
        ("readOnly", schema.read_only),
        ("writeOnly", schema.write_only),
        ("deprecated", schema.deprecated),
    ] {
        if flag {
            words.push(name.to_owned());
        }
    }
    words.extend(
        schema
            .extensions
            .iter()
            .map(|(key, node)| format!("{}={}", key.text, value(node))),
    );
    words.extend(
        schema
            .unknown
            .iter()
            .map(|(key, node)| format!("?{}={}", key.text, value(node))),
    );
    let examples = examples(&schema.examples);
    if !examples.is_empty() {
        words.push(examples.trim_start().to_owned());
    }
    words.extend(schema.title.as_ref().map(|title| format!("'{title}'")));
    words.extend(
        schema
            .description
            .as_ref()
            .map(|text| format!("/* {text} */")),
    );
    words
}

fn examples(examples: &[Node]) -> String {
    let texts: Vec<String> = examples
        .iter()
        .map(|example| format!(" e.g. {}", value(example)))
        .collect();
    texts.concat()
}

fn value(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.as_str().to_owned(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => format!(
            "[{}]",
            items.iter().map(value).collect::<Vec<_>>().join(", ")
        ),
        Kind::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|entry| format!("{}: {}", entry.key.text, value(&entry.value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

fn note(text: Option<&String>) -> String {
    text.map(|text| format!(" // {}", text.replace('\n', " ")))
        .unwrap_or_default()
}
