//! The items that are declared for schemas, whatever kind they are.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::Plan;
use super::docs::{self, Text};
use super::naming::component_name;
use super::object::capitalised;
use super::places::Owner;
use super::scope::{Home, RUNTIME, Scope};
use super::shapes::{Direction, Shape, is_component, is_record};
use crate::model::{self, Item};

impl Plan<'_> {
    /// The modules of `types`, sorted.
    pub(crate) fn types(&self, diagnostics: &mut Diagnostics) -> Vec<model::TypesModule> {
        let mut modules: Vec<model::TypesModule> = (0..self.api.components.len())
            .filter_map(|index| self.types_module(index, diagnostics))
            .collect();
        modules.sort_by(|left, right| left.ident.cmp(&right.ident));
        modules
    }

    fn types_module(
        &self,
        index: usize,
        diagnostics: &mut Diagnostics,
    ) -> Option<model::TypesModule> {
        let owned = self.names.owned.get(&Owner::Component(index))?;
        let mut scope = self.scope(Home::Types, owned.iter().flat_map(|&id| self.declared(id)));
        let items = owned
            .iter()
            .flat_map(|&id| self.items(id, &mut scope, diagnostics))
            .collect();
        Some(model::TypesModule {
            ident: self.names.modules[index].clone(),
            imports: scope.into_imports(),
            items,
        })
    }

    /// The names that a schema declares.
    pub(crate) fn declared(&self, id: ir::SchemaId) -> Vec<String> {
        let named = self.names.named(id).into_iter();
        named
            .flat_map(|named| {
                [&named.ident]
                    .into_iter()
                    .chain(&named.input)
                    .chain(&named.value)
            })
            .cloned()
            .collect()
    }

    /// What is declared for a schema: in both directions if they are two types.
    pub(crate) fn items(
        &self,
        id: ir::SchemaId,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Item> {
        if self
            .names
            .named(id)
            .is_some_and(|named| named.same_as.is_some())
        {
            let mut directions = vec![Direction::Strict];
            if self.shapes.is_split(id) {
                directions.insert(0, Direction::Open);
            }
            return directions
                .into_iter()
                .map(|direction| Item::Alias(self.alias(id, direction, scope)))
                .collect();
        }
        if !self.shapes.is_split(id) {
            return self.items_in(id, self.shapes.direction(id), scope, diagnostics);
        }
        let mut items = self.items_in(id, Direction::Open, scope, diagnostics);
        // The same names are reported once.
        let quiet = &mut Diagnostics::default();
        let strict = self.items_in(id, Direction::Strict, scope, quiet);
        let is_converted = matches!(items.last(), Some(Item::Record(_) | Item::Union(_)))
            && matches!(strict.first(), Some(Item::Record(_) | Item::Union(_)));
        items.extend(strict);
        items.extend(is_converted.then(|| Item::Conversion(self.conversion(id, scope))));
        items
    }

    fn items_in(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Item> {
        let shape = self.shapes.shape(id);
        let is_checked = direction == Direction::Strict && self.shapes.is_checked(id);
        if !is_checked && shape != Shape::Wrapper {
            return vec![self.item(id, direction, scope, diagnostics)];
        }
        let checked = Item::Checked(self.checked(id, direction, scope));
        let Some(ident) = self.names.named(id).and_then(|named| named.value.as_ref()) else {
            return vec![checked];
        };
        let docs = format!(
            "A value of [`{}`], its rules left aside.",
            self.ident_in(id, direction)
        );
        let docs = Text::default().line(docs).done();
        let mut value = self.item(id, direction, scope, diagnostics);
        match &mut value {
            Item::Enumeration(enumeration) => {
                enumeration.ident.clone_from(ident);
                enumeration.docs = docs;
            }
            Item::Union(union) => {
                union.ident.clone_from(ident);
                union.docs = docs;
            }
            _ => {}
        }
        vec![checked, value]
    }

    fn item(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Item {
        match &self.api.schema(id).kind {
            _ if self.api.schema(id).rust_type.is_some() => {
                Item::Alias(self.alias(id, direction, scope))
            }
            ir::SchemaKind::Enumeration(enumeration) => {
                Item::Enumeration(self.enumeration(id, enumeration, scope, diagnostics))
            }
            ir::SchemaKind::Object(object) if is_record(object) => {
                Item::Record(self.object(id, object, direction, scope, diagnostics))
            }
            ir::SchemaKind::Union(_)
                if direction == Direction::Open && self.shapes.is_one_type(id) =>
            {
                Item::Alias(self.alias(id, direction, scope))
            }
            ir::SchemaKind::Union(union) => Item::Union(self.union(id, union, direction, scope)),
            _ => Item::Alias(self.alias(id, direction, scope)),
        }
    }

    fn alias(&self, id: ir::SchemaId, direction: Direction, scope: &mut Scope<'_>) -> model::Alias {
        let ty = self.aliased_type(id, direction, scope);
        let docs = if is_component(self.api, id) {
            self.named_docs(id, direction)
        } else {
            self.bounded_docs(id)
        };
        model::Alias {
            docs,
            ident: self.ident_in(id, direction),
            ty,
        }
    }

    /// What is said of a type that stands for the bounds and rules of an inline schema: the rest is said at its field.
    pub(crate) fn bounded_docs(&self, id: ir::SchemaId) -> model::Docs {
        let line = self.bounded_sentence(&self.sentence(id), id);
        Text::default().line(line).done()
    }

    /// `` `limit` of [`ListBuildsRequest`]: 1 to 100. ``
    pub(crate) fn bounded_sentence(&self, sentence: &str, id: ir::SchemaId) -> String {
        match self.bounds(id) {
            Some(bounds) => format!("{}: {bounds}.", sentence.trim_end_matches('.')),
            None => sentence.to_owned(),
        }
    }

    fn conversion(&self, id: ir::SchemaId, scope: &mut Scope<'_>) -> model::Conversion {
        let home = self.names.named(id).map_or(Home::Types, |named| named.home);
        scope.methods_of("FromJson");
        scope.methods_of("ToJson");
        model::Conversion {
            from: scope.named(home, &self.ident_in(id, Direction::Open)),
            into: scope.named(home, &self.ident_in(id, Direction::Strict)),
            error: scope.runtime(RUNTIME, "DecodeError"),
            violations: scope.runtime(RUNTIME, "Violations"),
            try_from: scope.prelude("std::convert", "TryFrom"),
            result: scope.prelude("std::result", "Result"),
        }
    }

    /// What a schema is, in our own words.
    pub(crate) fn sentence(&self, id: ir::SchemaId) -> String {
        if is_component(self.api, id) {
            return format!("The {} schema.", docs::code(component_name(self.api, id)));
        }
        let about = self
            .names
            .named(id)
            .map_or("", |named| named.about.as_str());
        format!("{}.", capitalised(about))
    }

    pub(crate) fn ident(&self, id: ir::SchemaId) -> String {
        self.ident_in(id, Direction::Open)
    }

    pub(crate) fn ident_in(&self, id: ir::SchemaId, direction: Direction) -> String {
        self.names
            .named(id)
            .map(|named| named.ident(direction).to_owned())
            .unwrap_or_default()
    }
}
