//! `enum` and `const`.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Kind, Node, Span, codes};

use super::Lowering;
use super::schema::Values;
use super::value::{scalar_fault, show};
use crate::schema::{Schema, Spanned, Type};

impl Lowering<'_> {
    /// `enum` beside a type. `kind` is what the schema means without it: its bounds and its format hold for every
    /// value.
    pub(super) fn lower_enumeration(
        &mut self,
        schema: &Schema,
        values: &Spanned<Vec<Node>>,
        r#type: Type,
        kind: &ir::SchemaKind,
    ) -> Values {
        let distinct = self.distinct_values(values);
        if distinct.is_empty() {
            return Values::failed();
        }
        // Without `type`, `null` is a value like any other.
        let allows_null = schema
            .types
            .as_ref()
            .is_none_or(|types| types.value.0.contains(&Type::Null));
        let mut listed = Vec::new();
        let mut lists_null = false;
        for value in distinct {
            if value.is_null() && allows_null {
                lists_null = true;
            } else if let Some(fault) = scalar_fault(schema, kind, value) {
                self.report.push(fault.diagnostic(
                    codes::INVALID_ENUM_VALUE,
                    &format!("the `enum` value {}", show(value)),
                ));
            } else if let Some(text) = value.as_str() {
                listed.push(ir::EnumerationValue {
                    wire_name: text.to_owned(),
                    span: value.span,
                });
            }
        }
        if let Some(types) = schema.types.as_ref().filter(|_| allows_null && !lists_null) {
            self.report.without_effect(
                "`null` is not valid here, as `enum` does not list it".to_owned(),
                types.span,
                "allows `null`",
                "add `null` to `enum`, or do not allow it beside",
            );
        }
        if r#type != Type::String {
            self.report
                .unsupported("an `enum` of other values than strings", values.span);
            return Values::failed();
        }
        if listed.is_empty() {
            // Values that are not valid were reported.
            if lists_null {
                self.report
                    .unsupported("an `enum` of `null` alone", values.span);
            }
            return Values::failed();
        }
        Values {
            kind: ir::SchemaKind::Enumeration(ir::Enumeration { values: listed }),
            nullable: lists_null,
            failed: false,
        }
    }

    /// The values of an `enum`, each once. Reports those that are listed again, and that there is none.
    pub(super) fn distinct_values<'v>(&mut self, values: &'v Spanned<Vec<Node>>) -> Vec<&'v Node> {
        if values.value.is_empty() {
            self.report.push(
                Diagnostic::error(
                    codes::EMPTY_ENUM,
                    "an `enum` without values matches nothing",
                )
                .at(values.span, "no value")
                .help("list the values, or remove `enum`"),
            );
        }
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut distinct = Vec::new();
        for value in &values.value {
            let text = canonical(value);
            let Some(&first) = seen.get(&text) else {
                seen.insert(text, value.span);
                distinct.push(value);
                continue;
            };
            self.report.push(
                Diagnostic::error(
                    codes::DUPLICATE_ENUM_VALUE,
                    format!("`enum` lists {} twice", show(value)),
                )
                .at(value.span, "listed again")
                .also(first, "listed first")
                .help("remove one of them"),
            );
        }
        distinct
    }
}

/// One text for all ways to write a value, and another for every other value.
fn canonical(value: &Node) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.canonical(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object(members) => {
            let members: BTreeMap<&str, &Node> = members
                .iter()
                .map(|member| (&*member.key.text, &member.value))
                .collect();
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{name:?}:{}", canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}
