//! `minimum`, `maximum` and their exclusive forms, which 3.0 and 3.1 write differently.

use std::cmp::Ordering;

use spectrait_source::{Diagnostic, Mapping, Node, codes};

use crate::Version;
use crate::load::Loader;
use crate::load::value::unusual;
use crate::schema::{Bound, Schema};

/// The keywords read here.
pub(super) const KEYWORDS: [&str; 4] =
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

impl<'t> Loader<'t, '_> {
    pub(super) fn lift_bounds(&mut self, schema: &mut Schema, members: &'t Mapping) {
        schema.minimum = self.lift_bound(members, "minimum", "exclusiveMinimum", Ordering::Greater);
        schema.maximum = self.lift_bound(members, "maximum", "exclusiveMaximum", Ordering::Less);
    }

    /// The tighter of two bounds on one side; `tighter` is how it compares with the other.
    fn lift_bound(
        &mut self,
        members: &'t Mapping,
        inclusive: &str,
        exclusive: &str,
        tighter: Ordering,
    ) -> Option<Bound> {
        let bound = members
            .get(inclusive)
            .filter(|node| !node.is_null())
            .and_then(|node| self.lift_number(inclusive, node, false));
        let Some(entry) = members.entry(exclusive) else {
            return bound;
        };
        if self.version == Version::V3_0 {
            if entry.value.as_number().is_some() {
                return self.lift_foreign(bound, inclusive, exclusive, &entry.value, tighter);
            }
            return match self.flag_of(exclusive, &entry.value) {
                Some(true) if bound.is_none() && members.get(inclusive).is_none() => {
                    self.diagnostics.push(
                        Diagnostic::warning(
                            codes::MISPLACED_KEYWORD,
                            format!("`{exclusive}` has no effect without `{inclusive}`"),
                        )
                        .at(entry.key.span, "ignored")
                        .help(format!("add `{inclusive}`, or leave it out")),
                    );
                    None
                }
                Some(flag) => bound.map(|bound| Bound {
                    exclusive: flag,
                    ..bound
                }),
                None => bound,
            };
        }
        if let Some(flag) = entry.value.as_bool() {
            let diagnostic =
                unusual(exclusive, "a number in OpenAPI 3.1", &entry.value).help(match &bound {
                    Some(bound) if flag => format!(
                        "write `{exclusive}: {}` in place of `{inclusive}`",
                        bound.number
                    ),
                    _ => "a boolean is OpenAPI 3.0; leave it out".to_owned(),
                });
            self.diagnostics.push(diagnostic);
            return bound.map(|bound| Bound {
                exclusive: flag,
                ..bound
            });
        }
        let other = self.lift_number(exclusive, &entry.value, true);
        tightest(bound, other, tighter)
    }

    /// `exclusiveMinimum` of 3.1, a number, in a 3.0 document.
    fn lift_foreign(
        &mut self,
        bound: Option<Bound>,
        inclusive: &str,
        exclusive: &str,
        node: &'t Node,
        tighter: Ordering,
    ) -> Option<Bound> {
        let number = node.as_number()?;
        self.diagnostics.push(
            unusual(exclusive, "`true` or `false` in OpenAPI 3.0", node).help(format!(
                "it is read as OpenAPI 3.1 means it; write `{inclusive}: {}` and `{exclusive}: true`",
                number.as_str()
            )),
        );
        let other = self.lift_number(exclusive, node, true);
        tightest(bound, other, tighter)
    }

    fn lift_number(&mut self, name: &str, node: &'t Node, exclusive: bool) -> Option<Bound> {
        let number = self.number_of(name, node)?;
        Some(Bound {
            number,
            exclusive,
            span: node.span,
        })
    }
}

/// The tighter of two bounds.
fn tightest(bound: Option<Bound>, other: Option<Bound>, tighter: Ordering) -> Option<Bound> {
    match (bound, other) {
        // Of equal numbers the exclusive bound allows less.
        (Some(bound), Some(other)) if bound.number.cmp(&other.number) == tighter => Some(bound),
        (_, Some(other)) => Some(other),
        (bound, None) => bound,
    }
}
