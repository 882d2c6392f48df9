//! The intermediate representation as a few lines of text, without what has its default.

use std::fmt::Write as _;

use spectrait_ir as ir;
use spectrait_source::{Kind, Node};

/// The schemas by number, then the operations, then the rest.
pub(crate) fn dump(api: &ir::Api) -> String {
    let mut text = String::new();
    for (number, schema) in api.schemas.iter().enumerate() {
        line(
            &mut text,
            0,
            &format!("#{number} {}", schema_line(api, schema)),
        );
        docs(&mut text, 4, &schema.docs);
        for (name, value) in [
            ("x-rust-name", &schema.rust_name),
            ("x-rust-type", &schema.rust_type),
        ] {
            if let Some(value) = value {
                line(&mut text, 4, &format!("| {name} {value}"));
            }
        }
        for found in &schema.rules {
            line(&mut text, 4, &format!("rule {}", rule(found)));
        }
        if let ir::SchemaKind::Union(union) = &schema.kind {
            for branch in &union.branches {
                let tags = if branch.tags.is_empty() {
                    String::new()
                } else {
                    format!(" {:?}", branch.tags)
                };
                line(&mut text, 4, &format!("or #{}{tags}", branch.schema.0));
            }
        }
        if let ir::SchemaKind::Object(object) = &schema.kind {
            for property in &object.properties {
                line(&mut text, 4, &property_line(property));
                docs(&mut text, 8, &property.docs);
            }
        }
    }
    for (number, set) in api.rule_sets.iter().enumerate() {
        let name = set.component.as_deref().unwrap_or_default();
        let rules: Vec<String> = set.rules.iter().map(rule).collect();
        line(
            &mut text,
            0,
            &format!("rules %{number} {name}: {}", rules.join("; ")),
        );
    }
    for operation in &api.operations {
        operation_lines(&mut text, api, operation);
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

fn schema_line(api: &ir::Api, schema: &ir::Schema) -> String {
    let mut text = format!("{}: {}", origin(api, &schema.origin), kind(&schema.kind));
    for (is_set, word) in [
        (schema.nullable, " or null"),
        (schema.usage.request, " <request"),
        (schema.usage.response, " <response"),
    ] {
        text.push_str(if is_set { word } else { "" });
    }
    text
}

fn origin(api: &ir::Api, origin: &ir::Origin) -> String {
    let of = |operation: &ir::OperationId| {
        let operation = &api.operations[operation.0 as usize];
        format!("{} {}", operation.method.as_str(), operation.path)
    };
    let mut text = match &origin.root {
        ir::Root::Component(name) => name.clone(),
        ir::Root::Parameter { operation, name } => format!("({} parameter {name})", of(operation)),
        ir::Root::RequestBody {
            operation,
            media_type,
        } => format!("({} body {media_type})", of(operation)),
        ir::Root::ResponseBody {
            operation,
            status,
            media_type,
        } => {
            format!("({} {} {media_type})", of(operation), status_text(*status))
        }
        ir::Root::ResponseHeader {
            operation,
            status,
            name,
        } => {
            format!("({} {} header {name})", of(operation), status_text(*status))
        }
    };
    for step in &origin.steps {
        match step {
            ir::Step::Property(name) => text.extend([".", name]),
            ir::Step::Items => text.push_str("[]"),
            ir::Step::AdditionalProperties => text.push_str("{}"),
            ir::Step::PrefixItem(position) => _ = write!(text, "[{position}]"),
            ir::Step::Branch(position, hint) => {
                let hint = hint.as_deref().unwrap_or_default();
                _ = write!(text, "|{position}{hint}");
            }
        }
    }
    text
}

fn kind(kind: &ir::SchemaKind) -> String {
    match kind {
        ir::SchemaKind::Any => "any".to_owned(),
        ir::SchemaKind::Boolean => "boolean".to_owned(),
        ir::SchemaKind::Integer(integer) => {
            let name = match integer.format {
                ir::IntegerFormat::Int64 => "integer".to_owned(),
                format => format!("{format:?}").to_lowercase(),
            };
            format!("{name}{}", range(integer.minimum, integer.maximum))
        }
        ir::SchemaKind::Number(ir::Number::Double) => "number".to_owned(),
        ir::SchemaKind::Number(ir::Number::Decimal) => "decimal".to_owned(),
        ir::SchemaKind::String(string) => {
            let format = string.format.name().map(|name| format!(" {name}"));
            let format = format.unwrap_or_default();
            format!(
                "string{format}{}",
                range(string.min_length, string.max_length)
            )
        }
        ir::SchemaKind::Enumeration(enumeration) => {
            let values: Vec<String> = enumeration
                .values
                .iter()
                .map(|value| format!("{:?}", value.wire_name))
                .collect();
            format!("one of {}", values.join(", "))
        }
        ir::SchemaKind::Array(array) => {
            format!(
                "array of #{}{}",
                array.items.0,
                range(array.min_items, array.max_items)
            )
        }
        ir::SchemaKind::Object(object) => match object.additional {
            ir::Additional::Ignored => "object".to_owned(),
            ir::Additional::Forbidden => "closed object".to_owned(),
            ir::Additional::Kept(schema) => format!("object with others #{}", schema.0),
        },
        ir::SchemaKind::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("#{}", item.0)).collect();
            format!("tuple of {}", items.join(", "))
        }
        ir::SchemaKind::Union(union) => {
            let count = match union.count {
                ir::UnionCount::ExactlyOne => "exactly one",
                ir::UnionCount::AtLeastOne => "any",
            };
            let tag = union.tag.as_ref().map(|tag| format!(" by {tag}"));
            format!("{count}{} of", tag.unwrap_or_default())
        }
        ir::SchemaKind::Never => "never".to_owned(),
        ir::SchemaKind::Reference(target) => format!("same as #{}", target.0),
    }
}

fn rule(rule: &ir::Rule) -> String {
    let id = |id: &ir::RuleSetId| format!("%{}", id.0);
    let list = |ids: &[ir::RuleSetId]| ids.iter().map(id).collect::<Vec<_>>().join(" ");
    let named = |named: &[(String, ir::RuleSetId)]| {
        let named: Vec<String> = named
            .iter()
            .map(|(name, rules)| format!("{name:?} {}", id(rules)))
            .collect();
        named.join(", ")
    };
    match rule {
        ir::Rule::Enum(values) => {
            let values: Vec<String> = values.iter().map(json).collect();
            format!("Enum {}", values.join(", "))
        }
        ir::Rule::MultipleOf(number) => format!("MultipleOf {number}"),
        ir::Rule::Minimum(number) => format!("Minimum {number}"),
        ir::Rule::ExclusiveMinimum(number) => format!("ExclusiveMinimum {number}"),
        ir::Rule::Maximum(number) => format!("Maximum {number}"),
        ir::Rule::ExclusiveMaximum(number) => format!("ExclusiveMaximum {number}"),
        ir::Rule::PrefixItems(items) => format!("PrefixItems {}", list(items)),
        ir::Rule::Items(from, items) => format!("Items {from} {}", id(items)),
        ir::Rule::Contains {
            rules,
            minimum,
            maximum,
        } => format!(
            "Contains {} {}",
            id(rules),
            range(Some(*minimum), *maximum).trim()
        ),
        ir::Rule::Properties(properties) => format!("Properties {}", named(properties)),
        ir::Rule::PatternProperties(patterns) => format!("PatternProperties {}", named(patterns)),
        ir::Rule::AdditionalProperties {
            names,
            patterns,
            rules,
        } => format!("AdditionalProperties {names:?} {patterns:?} {}", id(rules)),
        ir::Rule::PropertyNames(rules) => format!("PropertyNames {}", id(rules)),
        ir::Rule::DependentSchemas(dependents) => format!("DependentSchemas {}", named(dependents)),
        ir::Rule::AllOf(parts) => format!("AllOf {}", list(parts)),
        ir::Rule::AnyOf(branches) => format!("AnyOf {}", list(branches)),
        ir::Rule::OneOf(branches) => format!("OneOf {}", list(branches)),
        ir::Rule::Not(rules) => format!("Not {}", id(rules)),
        ir::Rule::If {
            condition,
            then,
            otherwise,
        } => {
            let optional =
                |rules: &Option<ir::RuleSetId>| rules.as_ref().map_or("-".to_owned(), id);
            format!(
                "If {} {} {}",
                id(condition),
                optional(then),
                optional(otherwise)
            )
        }
        ir::Rule::UnevaluatedProperties(rules) => format!("UnevaluatedProperties {}", id(rules)),
        ir::Rule::UnevaluatedItems(rules) => format!("UnevaluatedItems {}", id(rules)),
        other => format!("{other:?}"),
    }
}

fn range<T: std::fmt::Display>(least: Option<T>, most: Option<T>) -> String {
    match (least, most) {
        (None, None) => String::new(),
        (least, most) => {
            let shown = |bound: Option<T>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!(" {}..={}", shown(least), shown(most))
        }
    }
}

fn property_line(property: &ir::Property) -> String {
    let mut text = property.wire_name.clone();
    for (is_set, mark) in [
        (property.required, "!"),
        (property.read_only, " readOnly"),
        (property.write_only, " writeOnly"),
    ] {
        text.push_str(if is_set { mark } else { "" });
    }
    let name = property
        .rust_name
        .as_ref()
        .map(|name| format!(" x-rust-name {name}"));
    format!(
        "{text} #{}{}{}",
        property.schema.0,
        default(property.default.as_ref()),
        name.unwrap_or_default()
    )
}

fn default(value: Option<&Node>) -> String {
    value
        .map(|value| format!(" = {}", json(value)))
        .unwrap_or_default()
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

fn operation_lines(text: &mut String, api: &ir::Api, operation: &ir::Operation) {
    let id = operation.operation_id.as_deref().unwrap_or_default();
    line(
        text,
        0,
        &format!("{} {} {id}", operation.method.as_str(), operation.path),
    );
    for parameter in &operation.parameters {
        let explode = if parameter.explode { " explode" } else { "" };
        let reserved = if parameter.allow_reserved {
            " allowReserved"
        } else {
            ""
        };
        let required = if parameter.required { "!" } else { "" };
        let shape = format!(
            "{:?} {:?}{explode}{reserved}",
            parameter.location, parameter.style
        );
        line(
            text,
            4,
            &format!(
                "{}{required} ({shape}) #{}{}",
                parameter.wire_name,
                parameter.schema.0,
                default(parameter.default.as_ref())
            ),
        );
        docs(text, 8, &parameter.docs);
    }
    if let Some(body) = &operation.request_body {
        let required = if body.required { "!" } else { "" };
        line(
            text,
            4,
            &format!("body{required}{}", content(&body.content)),
        );
    }
    for response in &operation.responses {
        line(
            text,
            4,
            &format!(
                "{}{}",
                status_text(response.status),
                content(&response.content)
            ),
        );
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
        line(text, 4, &format!("security {}", schemes.join(" and ")));
    }
    if let Some(pagination) = &operation.pagination {
        line(text, 4, &format!("{pagination:?}"));
    }
}

fn content(content: &[ir::MediaType]) -> String {
    content.iter().fold(String::new(), |text, media_type| {
        let schema = media_type
            .schema
            .map(|schema| format!(" #{}", schema.0))
            .unwrap_or_default();
        format!("{text} {}{schema}", media_type.name)
    })
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
