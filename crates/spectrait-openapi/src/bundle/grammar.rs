//! What stands where: which fields of a noun hold which nouns.

/// A noun of OpenAPI that holds references, or things that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Noun {
    Callback,
    Components,
    Document,
    Encoding,
    Example,
    Header,
    Link,
    MediaType,
    Operation,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
    /// What holds no references by the specification: `info`, `tags`, `servers`.
    Other,
}

/// How a field holds a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// It is one.
    One,
    /// An object of any names.
    Map,
    /// An object of names that may have extensions among them.
    Open,
    /// An array.
    List,
    /// An array, or one of them.
    Either,
}

use Noun::{
    Callback, Components, Document, Encoding, Example, Header, Link, MediaType, Operation, Other,
    Parameter, PathItem, RequestBody, Response, Schema, SecurityScheme,
};
use Shape::{Either, List, Map, One, Open};

/// The sections of `components` and what they hold (OpenAPI 3.1.1 section 4.8.7).
pub(super) const SECTIONS: &[(&str, Shape, Noun)] = &[
    ("schemas", Map, Schema),
    ("responses", Map, Response),
    ("parameters", Map, Parameter),
    ("examples", Map, Example),
    ("requestBodies", Map, RequestBody),
    ("headers", Map, Header),
    ("securitySchemes", Map, SecurityScheme),
    ("links", Map, Link),
    ("callbacks", Map, Callback),
    ("pathItems", Map, PathItem),
];

impl Noun {
    /// The fields that hold nouns.
    pub(super) fn fields(self) -> &'static [(&'static str, Shape, Noun)] {
        match self {
            Document => &[
                ("info", One, Other),
                ("servers", List, Other),
                ("tags", List, Other),
                ("paths", Open, PathItem),
                ("webhooks", Map, PathItem),
                ("components", One, Components),
            ],
            Components => SECTIONS,
            PathItem => &[
                ("get", One, Operation),
                ("put", One, Operation),
                ("post", One, Operation),
                ("delete", One, Operation),
                ("options", One, Operation),
                ("head", One, Operation),
                ("patch", One, Operation),
                ("trace", One, Operation),
                ("parameters", List, Parameter),
            ],
            Operation => &[
                ("parameters", List, Parameter),
                ("requestBody", One, RequestBody),
                ("responses", Open, Response),
                ("callbacks", Map, Callback),
            ],
            Parameter | Header => &[
                ("schema", One, Schema),
                ("content", Map, MediaType),
                ("examples", Map, Example),
            ],
            RequestBody => &[("content", Map, MediaType)],
            Response => &[
                ("headers", Map, Header),
                ("content", Map, MediaType),
                ("links", Map, Link),
            ],
            MediaType => &[
                ("schema", One, Schema),
                ("itemSchema", One, Schema),
                ("examples", Map, Example),
                ("encoding", Map, Encoding),
            ],
            Encoding => &[("headers", Map, Header)],
            Schema => &[
                ("properties", Map, Schema),
                ("patternProperties", Map, Schema),
                ("dependentSchemas", Map, Schema),
                ("$defs", Map, Schema),
                ("definitions", Map, Schema),
                ("allOf", List, Schema),
                ("anyOf", List, Schema),
                ("oneOf", List, Schema),
                ("prefixItems", List, Schema),
                ("items", Either, Schema),
                ("additionalProperties", One, Schema),
                ("not", One, Schema),
                ("if", One, Schema),
                ("then", One, Schema),
                ("else", One, Schema),
                ("contains", One, Schema),
                ("propertyNames", One, Schema),
                ("unevaluatedItems", One, Schema),
                ("unevaluatedProperties", One, Schema),
                ("contentSchema", One, Schema),
            ],
            Callback | Example | Link | SecurityScheme | Other => &[],
        }
    }

    /// The section of `components` for it.
    pub(super) fn section(self) -> Option<&'static str> {
        let mut sections = SECTIONS.iter();
        let found = sections.find(|(_, _, noun)| *noun == self);
        found.map(|(section, _, _)| *section)
    }

    /// With an article: "a request body".
    pub(super) fn name(self) -> &'static str {
        match self {
            Callback => "a callback",
            Components => "`components`",
            Document => "the document",
            Encoding => "an encoding",
            Example => "an example",
            Header => "a header",
            Link => "a link",
            MediaType => "a media type",
            Operation => "an operation",
            Parameter => "a parameter",
            PathItem => "a path item",
            RequestBody => "a request body",
            Response => "a response",
            Schema => "a schema",
            SecurityScheme => "a security scheme",
            Other => "this object",
        }
    }

    /// "request bodies"
    pub(super) fn plural(self) -> &'static str {
        match self {
            Callback => "callbacks",
            Encoding => "encodings",
            Example => "examples",
            Header => "headers",
            Link => "links",
            MediaType => "media types",
            Operation => "operations",
            Parameter => "parameters",
            PathItem => "path items",
            RequestBody => "request bodies",
            Response => "responses",
            Schema => "schemas",
            SecurityScheme => "security schemes",
            Components | Document | Other => "objects",
        }
    }
}
