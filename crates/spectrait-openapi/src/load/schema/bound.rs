//! `minimum`, `maximum` and their exclusive forms, which 3.0 and 3.1 write differently.

use std::cmp::Ordering;

use spectrait_source::{Diagnostic, Mapping, Node, codes};

use crate::Version;
use crate::load::Loader;
use crate::load::value::{self, invalid};
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
            return match self.lift_switch(inclusive, exclusive, &entry.value) {
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
        let Some(other) = self.lift_exclusive(inclusive, exclusive, &entry.value) else {
            return bound;
        };
        match bound {
            // Of equal numbers the exclusive bound allows less.
            Some(bound) if bound.number.cmp(&other.number) == tighter => Some(bound),
            _ => Some(other),
        }
    }

    fn lift_number(&mut self, name: &str, node: &'t Node, exclusive: bool) -> Option<Bound> {
        let number = value::number(self.diagnostics, name, node)?;
        Some(Bound {
            number,
            exclusive,
            span: node.span,
        })
    }

    /// `exclusiveMinimum` of 3.0, a boolean.
    fn lift_switch(&mut self, inclusive: &str, exclusive: &str, node: &Node) -> Option<bool> {
        if let Some(number) = node.as_number() {
            self.diagnostics.push(
                invalid(exclusive, "`true` or `false` in OpenAPI 3.0", node).help(format!(
                    "write `{inclusive}: {}` and `{exclusive}: true`",
                    number.as_str()
                )),
            );
            return None;
        }
        value::flag(self.diagnostics, exclusive, node)
    }

    /// `exclusiveMinimum` of 3.1, a number.
    fn lift_exclusive(
        &mut self,
        inclusive: &str,
        exclusive: &str,
        node: &'t Node,
    ) -> Option<Bound> {
        if node.as_bool().is_some() {
            self.diagnostics
                .push(
                    invalid(exclusive, "a number in OpenAPI 3.1", node).help(format!(
                        "a boolean is OpenAPI 3.0; write the number here in place of `{inclusive}`"
                    )),
                );
            return None;
        }
        self.lift_number(exclusive, node, true)
    }
}
