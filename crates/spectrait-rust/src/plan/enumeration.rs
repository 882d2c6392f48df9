//! String enums.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::docs::Text;
use super::scope::{RUNTIME, Scope};
use super::{Plan, names};
use crate::model;

impl Plan<'_> {
    pub(crate) fn enumeration(
        &self,
        id: ir::SchemaId,
        enumeration: &ir::Enumeration,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Enumeration {
        scope.macro_(RUNTIME, "string_enum");
        let schema = self.api.schema(id);
        let docs = Text::or(text(&schema.docs), || self.sentence(id))
            .maybe(deprecation(&schema.docs))
            .done();
        model::Enumeration {
            docs,
            ident: self.ident(id),
            variants: variants(enumeration, diagnostics),
        }
    }
}

/// The variants of an enum, named.
pub(crate) fn variants(
    enumeration: &ir::Enumeration,
    diagnostics: &mut Diagnostics,
) -> Vec<model::EnumerationVariant> {
    let mut claims = Claims::default();
    for (index, value) in enumeration.values.iter().enumerate() {
        let name = &value.wire_name;
        claims.add(
            index,
            Claim::new("value", name, names::variant(name), value.span),
        );
    }
    let idents = claims.settle(diagnostics).into_values();
    let variant = |(ident, value): (String, &ir::EnumerationValue)| model::EnumerationVariant {
        ident,
        wire_name: value.wire_name.clone(),
    };
    idents.zip(&enumeration.values).map(variant).collect()
}

/// What the document says of a schema to people.
pub(crate) fn text(docs: &ir::Docs) -> Option<&str> {
    docs.description.as_deref().or(docs.title.as_deref())
}

/// `#[deprecated]` on a type would warn of the generated crate's own uses.
pub(crate) fn deprecation(docs: &ir::Docs) -> Option<String> {
    docs.deprecated.then(|| "**Deprecated.**".to_owned())
}
