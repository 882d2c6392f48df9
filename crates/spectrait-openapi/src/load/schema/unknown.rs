//! Keywords that OpenAPI does not define for schemas.

use spectrait_source::{Diagnostic, Entry, codes};

use crate::Version;
use crate::load::Loader;
use crate::load::value::cut;
use spectrait_source::nearest;

/// The keywords that both versions have.
const COMMON: [&str; 35] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// The keywords that OpenAPI 3.1 has of JSON Schema 2020-12 and 3.0 has not.
const NEW_IN_3_1: [&str; 27] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$schema",
    "$vocabulary",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "if",
    "maxContains",
    "minContains",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The keywords that may be `null`, and those that say themselves what is wrong with it.
const MAY_BE_NULL: [&str; 9] = [
    "$ref",
    "const",
    "default",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "nullable",
    "type",
];

/// The keywords that a schema of any version can have, in no order.
pub fn keywords() -> impl Iterator<Item = &'static str> {
    COMMON.into_iter().chain(NEW_IN_3_1).chain(["nullable"])
}

/// Whether OpenAPI defines a keyword of that name.
pub(in crate::load) fn is_keyword(name: &str) -> bool {
    COMMON.contains(&name) || NEW_IN_3_1.contains(&name) || name == "nullable"
}

/// Whether `null` is a value of a keyword.
pub(super) fn may_be_null(name: &str) -> bool {
    MAY_BE_NULL.contains(&name) || !is_keyword(name)
}

pub(super) fn is_new_in_3_1(name: &str) -> bool {
    NEW_IN_3_1.contains(&name)
}

impl Loader<'_, '_> {
    pub(super) fn report_new_in_3_1(&mut self, entry: &Entry) {
        let name = cut(&entry.key.text);
        let diagnostic = Diagnostic::warning(
            codes::UNKNOWN_FIELD,
            format!("`{name}` is no keyword of OpenAPI 3.0: it is read as OpenAPI 3.1 means it"),
        )
        .at(entry.key.span, "of OpenAPI 3.1");
        self.diagnostics.push(match &*name {
            "const" => diagnostic.help("write an `enum` of one value"),
            "examples" => diagnostic.help("write `example`"),
            _ => diagnostic.help("OpenAPI 3.1 added it: write `openapi: 3.1.0`, or leave it out"),
        });
    }

    /// `$recursiveRef`, whose meaning is plain.
    pub(super) fn report_recursive_ref(&mut self, entry: &Entry) {
        self.diagnostics.push(
            Diagnostic::warning(
                codes::UNKNOWN_FIELD,
                "`$recursiveRef` is JSON Schema 2019-09: it is read as a reference to the schema around it with `$recursiveAnchor`",
            )
            .at(entry.key.span, "of JSON Schema 2019-09")
            .help("write `$ref` with the path to it"),
        );
    }

    pub(super) fn report_unknown(&mut self, entry: &Entry) {
        let name = &*entry.key.text;
        let diagnostic = Diagnostic::warning(
            codes::UNKNOWN_FIELD,
            format!("a schema has no keyword `{}`", cut(name)),
        )
        .at(entry.key.span, "ignored");
        self.diagnostics.push(match name {
            "optional" => {
                diagnostic.help("a property is optional unless `required` of its object lists it")
            }
            "in" | "schema" => diagnostic.note("this looks like a parameter, not a schema"),
            _ => {
                let newer: &[&str] = match self.version {
                    Version::V3_0 => &["nullable"],
                    Version::V3_1 => &NEW_IN_3_1,
                };
                let known = COMMON.iter().chain(newer).copied();
                match nearest(name, known) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic.help(format!(
                        "write `x-{}` for an extension of your own",
                        cut(name)
                    )),
                }
            }
        });
    }
}
