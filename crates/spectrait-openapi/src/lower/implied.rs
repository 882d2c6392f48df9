//! The type of a schema without `type`, by its keywords.

use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use super::conjunction::Conjunction;
use super::keyword::{keywords, types_of_format};
use super::types::{TypeSet, type_name};
use crate::schema::Type;

/// The type of a schema without `type`, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Implied {
    pub(super) r#type: Type,
    keyword: &'static str,
    span: Span,
}

impl Lowering<'_> {
    /// The type that the keywords of a conjunction without `type` are about, if it is one.
    pub(super) fn implied_type(&mut self, conjunction: &Conjunction) -> Option<Implied> {
        if !self.settings.implied_types {
            return None;
        }
        let Some(root) = conjunction.single() else {
            return self.find_implied_type(conjunction);
        };
        if let Some(known) = self.implied.get(&root) {
            return *known;
        }
        let implied = self.find_implied_type(conjunction);
        self.implied.insert(root, implied);
        implied
    }

    fn find_implied_type(&mut self, conjunction: &Conjunction) -> Option<Implied> {
        let parts = self.parts(conjunction);
        if parts.failed || self.allowed(&parts.list) != TypeSet::ALL {
            return None;
        }
        for (_, _, branches) in parts.choices(&self.api.schemas) {
            let types = branches.value.iter().fold(TypeSet::NONE, |types, &branch| {
                types.or(self.types_of(branch))
            });
            if types != TypeSet::ALL {
                return None;
            }
        }
        let mut about = TypeSet::NONE;
        let mut by_format: Option<TypeSet> = None;
        let mut first = None;
        for &part in &parts.list {
            let schema = self.schema(part);
            for keyword in keywords(&self.api.schemas, schema) {
                about = about.or(keyword.about);
                first = first.or(Some((keyword.name, keyword.span)));
            }
            if let Some(format) = &schema.format
                && let Some(types) = types_of_format(&format.value)
            {
                by_format = by_format.or(Some(types));
                first = first.or(Some(("format", format.span)));
            }
        }
        let (keyword, span) = first?;
        let r#type = match by_format {
            // `minimum` beside `format: int64` is about an integer.
            Some(types) if about.is_empty() || types.is_within(about) => types.single()?,
            Some(_) => return None,
            None => about.single()?,
        };
        Some(Implied {
            r#type,
            keyword,
            span,
        })
    }

    pub(super) fn report_implied(&mut self, implied: Implied) {
        let Implied {
            r#type,
            keyword,
            span,
        } = implied;
        let name = type_name(r#type);
        self.report.push(
            Diagnostic::warning(
                codes::IMPLIED_TYPE,
                format!("`{keyword}` stands without `type`: it is read as `type: {name}`"),
            )
            .at(span, format!("implies `type: {name}`"))
            .help(format!(
                "add `type: {name}`, or set `implied_types: false` to allow values of all other types too"
            )),
        );
    }
}
