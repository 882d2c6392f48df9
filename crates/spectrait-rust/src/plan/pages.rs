//! The method for all pages of a list.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::Plan;
use super::docs::Text;
use super::object::property_idents;
use super::scope::{RUNTIME_CLIENT, Scope};
use super::shapes::{Direction, Shape};
use crate::model;

impl Plan<'_> {
    pub(crate) fn pages(
        &self,
        index: usize,
        request: &model::Type,
        scope: &mut Scope<'_>,
    ) -> Option<model::Pages> {
        scope.attempt(|scope| self.try_pages(index, request, scope))
    }

    fn try_pages(
        &self,
        index: usize,
        request: &model::Type,
        scope: &mut Scope<'_>,
    ) -> Option<model::Pages> {
        let operation = self.operation(index);
        let names = &self.names.operations[index];
        let pagination = operation.pagination.as_ref()?;
        let is_page = |response: &ir::Response| {
            matches!(response.status, ir::StatusPattern::Exact(200..=299))
        };
        let position = operation.responses.iter().position(is_page)?;
        let body = operation.responses[position].content.first()?.schema?;
        let (page, has_headers) = self.page(index, position, scope)?;
        let (mut items, array) = self.way(body, &pagination.items)?;
        let array = self.shapes.target(array);
        let ir::SchemaKind::Array(array) = &self.api.schema(array).kind else {
            return None;
        };
        let mut says = Vec::new();
        for (fact, path) in &pagination.says {
            let from = match fact {
                ir::PageFact::Last => array.items,
                _ => body,
            };
            says.push((word(*fact), self.way(from, path)?.0));
        }
        if has_headers {
            let value = || model::PagePart {
                ident: "value".to_owned(),
                doubts: 0,
            };
            items.insert(0, value());
            let of_page = says.iter_mut().filter(|(word, _)| *word != LAST);
            of_page.for_each(|(_, path)| path.insert(0, value()));
        }
        // Collisions were reported where the fields are declared.
        let parameters = super::parameter::idents(operation, &mut Diagnostics::default());
        let parameter = |wire_name: &str| {
            let is_it = |parameter: &ir::Parameter| {
                parameter.wire_name == wire_name && parameter.location == ir::Location::Query
            };
            let at = operation.parameters.iter().position(is_it)?;
            parameters.get(at).cloned()
        };
        let (kind, field, first) = match &pagination.kind {
            ir::PagingKind::Offset(name) => ("offset", Some(parameter(name)?), 1),
            ir::PagingKind::Page {
                parameter: name,
                first,
            } => ("page", Some(parameter(name)?), *first),
            ir::PagingKind::Cursor(name) => ("cursor", Some(parameter(name)?), 1),
            ir::PagingKind::Link => ("link", None, 1),
        };
        let size = match &pagination.size {
            Some(name) => Some(parameter(name)?),
            None => None,
        };
        scope.macro_(RUNTIME_CLIENT, "pages");
        Some(model::Pages {
            docs: Text::default()
                .line(format!("[`{0}`](Self::{0}), all pages.", names.method))
                .done(),
            ident: names.pages.clone(),
            ty: scope.runtime(RUNTIME_CLIENT, "Pages").of(request.clone()),
            kind,
            field,
            size,
            first: (first != 1).then_some(first),
            page,
            item: self.value_type(array.items, Direction::Open, scope),
            items,
            says,
        })
    }

    /// The fields that properties are, and the schema at their end. `None` where one is no struct's.
    fn way(
        &self,
        from: ir::SchemaId,
        path: &[String],
    ) -> Option<(Vec<model::PagePart>, ir::SchemaId)> {
        let mut parts = Vec::new();
        let mut at = from;
        for (step, name) in path.iter().enumerate() {
            let mut target = self.shapes.target(at);
            // Of structs that say the same, one is declared, and only what is in that one has names.
            if let Some(same) = self.names.named(target).and_then(|named| named.same_as) {
                target = same;
            }
            let ir::SchemaKind::Object(object) = &self.api.schema(target).kind else {
                return None;
            };
            let mut properties = self.shapes.properties(object, Direction::Open);
            let property = properties.find(|property| property.wire_name == *name)?;
            // Collisions were reported where the fields are declared.
            let idents = property_idents(object, &mut Diagnostics::default());
            let is_last = step + 1 == path.len();
            let doubts = [!property.required, self.shapes.is_nullable(property.schema)];
            parts.push(model::PagePart {
                ident: idents.by_name.get(name.as_str())?.clone(),
                doubts: if is_last {
                    0
                } else {
                    doubts.iter().filter(|doubt| **doubt).count()
                },
            });
            at = property.schema;
        }
        // An array that holds itself is a struct.
        let is_plain = self.shapes.shape(self.shapes.target(at)) == Shape::Written;
        is_plain.then_some((parts, at))
    }
}

const LAST: &str = "last";

fn word(fact: ir::PageFact) -> &'static str {
    match fact {
        ir::PageFact::Total => "total",
        ir::PageFact::Pages => "pages",
        ir::PageFact::Page => "page",
        ir::PageFact::HasMore => "has_more",
        ir::PageFact::Next => "next",
        ir::PageFact::Last => LAST,
    }
}
