//! The schema of problem details, as `spectrait_runtime::server::problem` writes them.

use spectrait_source::{Node, Pointer};

use super::maker::Maker;

/// The component's name, unless the document has another schema of that name.
const NAME: &str = "Problem";

/// What the schema says of itself, by which `lower` knows what a router sends by itself.
pub(crate) const DESCRIPTION: &str = "Why a request was refused: problem details (RFC 9457).";

/// What the schema is called in a document with these component schemas. One that is this very schema already, as in
/// a document that this module has made, is taken for it.
pub(super) fn name(schemas: &Node, schema: &Node) -> String {
    let is_free = |name: &str| {
        schemas
            .get(name)
            .is_none_or(|found| found.same_value(schema))
    };
    let mut name = NAME.to_owned();
    let mut number = 1_u32;
    while !is_free(&name) {
        number += 1;
        name = format!("{NAME}{number}");
    }
    name
}

/// The Media Type Object of problem details: what refers to the component of that name.
pub(super) fn reference(make: Maker, name: &str) -> Node {
    let place = Pointer::root()
        .join("components")
        .join("schemas")
        .join(name);
    let reference = make.object([("$ref", make.text(&place.to_fragment()))]);
    make.object([("schema", reference)])
}

/// The schema (RFC 9457 section 3.1, and what the runtime adds to it).
pub(super) fn schema(make: Maker) -> Node {
    let violation = make.object([
        ("type", make.text("object")),
        ("required", make.texts(&["in", "keyword", "message"])),
        (
            "properties",
            make.object([
                (
                    "in",
                    make.object([
                        ("type", make.text("string")),
                        (
                            "enum",
                            make.texts(&["path", "query", "header", "cookie", "body"]),
                        ),
                        (
                            "description",
                            make.text("The part of the request that breaks the rule."),
                        ),
                    ]),
                ),
                ("name", make.schema("string", "The parameter's name.")),
                (
                    "pointer",
                    make.schema(
                        "string",
                        "A JSON Pointer (RFC 6901) to the value, in the body or in the parameter.",
                    ),
                ),
                (
                    "keyword",
                    make.schema(
                        "string",
                        "The rule: a keyword of JSON Schema, or `style`, `format` and the like.",
                    ),
                ),
                ("limit", make.schema("string", "What this document allows.")),
                (
                    "message",
                    make.schema("string", "What is wrong, for people."),
                ),
            ]),
        ),
    ]);
    make.object([
        ("type", make.text("object")),
        ("description", make.text(DESCRIPTION)),
        (
            "required",
            make.texts(&["type", "title", "status", "detail"]),
        ),
        (
            "properties",
            make.object([
                (
                    "type",
                    make.schema(
                        "string",
                        "`about:blank`: the status says all that a type could.",
                    ),
                ),
                ("title", make.schema("string", "The status in words.")),
                ("status", make.schema("integer", "The response's status.")),
                (
                    "detail",
                    make.schema("string", "What is wrong, for people."),
                ),
                (
                    "violations",
                    make.object([
                        ("type", make.text("array")),
                        (
                            "description",
                            make.text(
                                "All that is wrong with the parameters and the body, of a 400 or 422.",
                            ),
                        ),
                        ("items", violation),
                    ]),
                ),
                (
                    "more",
                    make.schema(
                        "integer",
                        "How many violations are left out, where there are too many to list.",
                    ),
                ),
            ]),
        ),
    ])
}
