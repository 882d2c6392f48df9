//! Which schemas say the same, so that one type will do for them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use spectrait_ir as ir;

use super::shapes::is_component;
use super::{docs, rules};

/// By schema: the number of its class. Two schemas of one class have the same values and the same documentation inside;
/// what is said of the schemas themselves may differ. A component is alone in its class.
pub(crate) fn of(api: &ir::Api) -> Vec<usize> {
    let mut classes = Classes {
        api,
        numbers: vec![None; api.schemas.len()],
        known: BTreeMap::new(),
    };
    for index in 0..api.schemas.len() {
        classes.class(index);
    }
    classes.numbers.into_iter().flatten().collect()
}

struct Classes<'a> {
    api: &'a ir::Api,
    numbers: Vec<Option<usize>>,
    known: BTreeMap<String, usize>,
}

impl Classes<'_> {
    fn class(&mut self, index: usize) -> usize {
        if let Some(number) = self.numbers[index] {
            return number;
        }
        // What leads back to itself, as components may, is like nothing else.
        let unlike_all = self.number(format!("#{index}"));
        self.numbers[index] = Some(unlike_all);
        let id = ir::SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        if is_component(self.api, id) {
            return unlike_all;
        }
        let schema = &self.api.schemas[index];
        let mut key = String::new();
        let number = match self.describe(schema, &mut key) {
            Some(()) => self.number(key),
            None => unlike_all,
        };
        self.numbers[index] = Some(number);
        number
    }

    fn number(&mut self, key: String) -> usize {
        let next = self.known.len();
        *self.known.entry(key).or_insert(next)
    }

    fn describe(&mut self, schema: &ir::Schema, key: &mut String) -> Option<()> {
        if schema.rust_name.is_some() {
            return None;
        }
        // Text takes all that is written.
        let _ = write!(
            key,
            "{} {:?} {:?} ",
            schema.nullable, schema.rust_type, schema.usage
        );
        for rule in &schema.rules {
            let _ = write!(key, "{:?} ", rules::plain(rule)?);
        }
        match &schema.kind {
            ir::SchemaKind::Any | ir::SchemaKind::Never | ir::SchemaKind::Boolean => {
                let _ = write!(key, "{:?}", schema.kind);
            }
            ir::SchemaKind::Integer(integer) => {
                let _ = write!(key, "{integer:?}");
            }
            ir::SchemaKind::Number(number) => {
                let _ = write!(key, "{number:?}");
            }
            ir::SchemaKind::String(string) => {
                let _ = write!(key, "{string:?}");
            }
            ir::SchemaKind::Enumeration(enumeration) => {
                for value in &enumeration.values {
                    let _ = write!(key, "{:?} ", value.wire_name);
                }
            }
            ir::SchemaKind::Array(array) => {
                let items = self.class(array.items.index());
                let _ = write!(
                    key,
                    "array {items} {:?} {:?}",
                    array.min_items, array.max_items
                );
            }
            ir::SchemaKind::Tuple(items) => {
                key.push_str("tuple");
                for item in items {
                    let _ = write!(key, " {}", self.class(item.index()));
                }
            }
            ir::SchemaKind::Object(object) => self.object(object, key),
            ir::SchemaKind::Union(union) => self.union(union, key),
            ir::SchemaKind::Reference(target) => {
                let _ = write!(key, "as {}", self.class(target.index()));
            }
        }
        Some(())
    }

    fn object(&mut self, object: &ir::Object, key: &mut String) {
        key.push_str("object");
        for property in &object.properties {
            let _ = write!(
                key,
                " {:?} {} {} {} {} {:?} {:?} ",
                property.wire_name,
                self.class(property.schema.index()),
                property.required,
                property.read_only,
                property.write_only,
                property.rust_name,
                property.default.as_ref().map(docs::json),
            );
            described(&property.docs, key);
        }
        match object.additional {
            ir::Additional::Ignored => key.push_str(" ignored"),
            ir::Additional::Forbidden => key.push_str(" forbidden"),
            ir::Additional::Kept(value) => {
                let _ = write!(key, " kept {}", self.class(value.index()));
            }
        }
    }

    fn union(&mut self, union: &ir::Union, key: &mut String) {
        let _ = write!(key, "union {:?} {:?}", union.count, union.tag);
        for branch in &union.branches {
            let class = self.class(branch.schema.index());
            let schema = self.api.schema(branch.schema);
            // It is named by these.
            let hint = match schema.origin.steps.last() {
                Some(ir::Step::Branch(_, hint)) => hint.as_deref(),
                _ => None,
            };
            let _ = write!(key, " {class} {:?} {hint:?} ", branch.tags);
            described(&schema.docs, key);
        }
    }
}

fn described(said: &ir::Docs, key: &mut String) {
    let examples: Vec<String> = said.examples.iter().map(docs::json).collect();
    let _ = write!(
        key,
        "{:?} {:?} {:?} {}",
        said.title, said.description, examples, said.deprecated
    );
}
