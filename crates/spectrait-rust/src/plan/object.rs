//! Objects with properties: structs.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::default::DefaultOf;
use super::docs::{self, Text};
use super::enumeration::text;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, is_of_other_side};
use super::{Plan, names};
use crate::model::{self, Rule, RuleArgument};

/// What a field of a record is told of its default, in words.
pub(crate) fn absence(default: Option<&ir::Value>, constant: Option<&str>) -> Option<String> {
    let value = docs::value(default?);
    let is_number = value.parse::<f64>().is_ok();
    let shown = if is_number { value } else { docs::code(&value) };
    Some(match constant {
        Some(constant) => format!("[{shown}](Self::{constant}) unless set"),
        None => format!("{shown} unless set"),
    })
}

/// Bounds and default as one sentence.
pub(crate) fn limits(bounds: Option<String>, absence: Option<String>) -> Option<String> {
    let parts: Vec<String> = bounds.into_iter().chain(absence).collect();
    let mut sentence = capitalised(&parts.join("; "));
    sentence.push('.');
    (!parts.is_empty()).then_some(sentence)
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

impl Plan<'_> {
    pub(crate) fn object(
        &self,
        id: ir::SchemaId,
        object: &ir::Object,
        direction: Direction,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Record {
        scope.macro_(RUNTIME, "record");
        let properties: Vec<&ir::Property> = self.shapes.properties(object, direction).collect();
        let idents = property_idents(object, diagnostics);
        let mut fields = Vec::new();
        let mut defaults = Vec::new();
        for &property in &properties {
            let ident = idents.by_name[property.wire_name.as_str()].clone();
            let default = property
                .default
                .as_ref()
                .filter(|_| !property.required)
                .and_then(|value| {
                    let schema = property.schema;
                    let is_deprecated = property.docs.deprecated;
                    let named = self.names.named(schema);
                    let of = DefaultOf {
                        field: ident.clone(),
                        schema,
                        named,
                        value,
                        is_deprecated,
                    };
                    self.default_value(&of, direction, scope)
                });
            let constant = default.as_ref().map(|default| default.constant.as_str());
            fields.push(model::Field {
                docs: self.property_docs(property, constant),
                is_deprecated: property.docs.deprecated,
                ident,
                ty: self.property_type(id, property, direction, scope),
                is_required: property.required,
                source: model::Source::Property(property.wire_name.clone()),
            });
            defaults.extend(default);
        }
        if let ir::Additional::Kept(_) = object.additional {
            let value = self.other_properties_type(object, direction, scope);
            fields.push(model::Field {
                docs: model::Docs::default(),
                is_deprecated: false,
                ident: idents.other,
                ty: scope.runtime(RUNTIME, "Map").of(value),
                is_required: false,
                source: model::Source::OtherProperties,
            });
        }
        let rules = self.object_rules(id, object, direction, scope);
        model::Record {
            kind: model::RecordKind::Object,
            docs: self.named_docs(id, direction),
            ident: self.ident_in(id, direction),
            is_response: self.shapes.is_response(id, direction),
            is_closed: object.additional == ir::Additional::Forbidden,
            ignored: ignored(object, direction, !rules.is_empty()),
            rules,
            defaults: settle_defaults(&mut fields, defaults),
            fields,
        }
    }

    /// The rules of a struct: those of the schema, and that properties which can have no value are absent.
    fn object_rules(
        &self,
        id: ir::SchemaId,
        object: &ir::Object,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Vec<Rule> {
        let mut rules = Vec::new();
        let is_never = |property: &&ir::Property| self.shapes.is_never(property.schema);
        let is_refused = object.additional == ir::Additional::Forbidden;
        let never: Vec<&ir::Property> = object.properties.iter().filter(is_never).collect();
        let required: Vec<String> = never
            .iter()
            .filter(|property| property.required)
            .map(|property| property.wire_name.clone())
            .collect();
        if self.is_strict(id, direction) && !never.is_empty() {
            if !required.is_empty() {
                rules.push(Rule("Required", vec![RuleArgument::Texts(required)]));
            }
            if !is_refused {
                let never = never
                    .iter()
                    .map(|property| (property.wire_name.clone(), vec![Rule("Never", Vec::new())]));
                rules.push(Rule(
                    "Properties",
                    vec![RuleArgument::Named(never.collect())],
                ));
            }
        }
        rules.extend(self.rules(id, direction, scope));
        rules
    }

    fn property_docs(&self, property: &ir::Property, constant: Option<&str>) -> model::Docs {
        let default = property.default.as_ref().filter(|_| !property.required);
        self.value_docs(
            "property",
            &property.wire_name,
            &property.docs,
            property.schema,
        )
        .maybe(limits(
            self.bounds(property.schema),
            absence(default, constant),
        ))
        .examples(self.examples(&property.docs, property.schema))
        .done()
    }

    /// What is said of a property or parameter, or of its schema where that is not described on its own.
    pub(crate) fn value_docs(
        &self,
        kind: &str,
        wire_name: &str,
        own: &ir::Docs,
        schema: ir::SchemaId,
    ) -> Text {
        let inner = &self.api.schema(schema).docs;
        let described = text(own).or_else(|| text(inner).filter(|_| self.shapes.is_bounds(schema)));
        Text::or(described, || match wire_name {
            "" => format!("The {kind} with the empty name."),
            _ => format!("The {} {kind}.", docs::code(wire_name)),
        })
    }

    pub(crate) fn examples<'b>(
        &'b self,
        own: &'b ir::Docs,
        schema: ir::SchemaId,
    ) -> &'b [ir::Value] {
        if own.examples.is_empty() {
            &self.api.schema(schema).docs.examples
        } else {
            &own.examples
        }
    }
}

/// What a struct of one direction has no field for and must not stumble over: what is only in the other direction.
fn ignored(object: &ir::Object, direction: Direction, has_rules: bool) -> Vec<String> {
    let is_seen = match object.additional {
        ir::Additional::Kept(_) => true,
        ir::Additional::Forbidden => direction == Direction::Strict,
        ir::Additional::Ignored => has_rules,
    };
    let properties = object.properties.iter();
    let of_other_side = properties.filter(|property| is_of_other_side(property, direction));
    let names = of_other_side.map(|property| property.wire_name.clone());
    if is_seen { names.collect() } else { Vec::new() }
}

/// The fields of an object, whichever direction has them.
pub(crate) struct PropertyIdents<'a> {
    /// By wire name.
    pub(crate) by_name: BTreeMap<&'a str, String>,
    /// The field for the properties that are not declared.
    pub(crate) other: String,
}

/// The fields of the properties, and one more for those that are not declared.
pub(crate) fn property_idents<'a>(
    object: &'a ir::Object,
    diagnostics: &mut Diagnostics,
) -> PropertyIdents<'a> {
    let mut claims = Claims::default();
    for property in &object.properties {
        let name = property.wire_name.as_str();
        let mut claim = Claim::new("property", name, names::field(name), property.span);
        if let Some(rust_name) = &property.rust_name {
            claim.wanted = names::own_field(rust_name);
            claim.is_exact = true;
        }
        claims.add(Some(name), claim);
    }
    let other = Claim::derived(
        1,
        "the field for other properties".to_owned(),
        "additional".to_owned(),
        None,
    );
    if let ir::Additional::Kept(_) = object.additional {
        claims.add(None, other);
    }
    let mut settled = claims.settle(diagnostics);
    PropertyIdents {
        other: settled.remove(&None).unwrap_or_default(),
        by_name: settled
            .into_iter()
            .filter_map(|(name, ident)| Some((name?, ident)))
            .collect(),
    }
}

/// Names the methods of defaults so that none takes a setter's name.
pub(crate) fn settle_defaults(
    fields: &mut [model::Field],
    mut defaults: Vec<model::DefaultValue>,
) -> Vec<model::DefaultValue> {
    let mut claims = Claims::default();
    for (index, field) in fields.iter().enumerate() {
        claims.add(
            (0, index),
            Claim::derived(0, String::new(), field.ident.clone(), None),
        );
    }
    for (index, default) in defaults.iter().enumerate() {
        claims.add(
            (1, index),
            Claim::derived(1, default.field.clone(), default.method.clone(), None),
        );
    }
    // The setters were reported as fields; a helper of ours gives way without a word.
    let mut settled = claims.settle(&mut Diagnostics::default());
    for (index, default) in defaults.iter_mut().enumerate() {
        default.method = settled.remove(&(1, index)).unwrap_or_default();
    }
    defaults
}
