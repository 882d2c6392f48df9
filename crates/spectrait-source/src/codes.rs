//! Every kind of diagnostic, by the stage that finds it.
//!
//! E00xx read · E002x load · E01xx resolve · E02xx lower · E03xx not supported · E04xx plan ·
//! E05xx settings · E06xx disk. An id is never used again for something else.

use crate::Code;

/// Declares codes and lists them all in [`ALL`].
macro_rules! codes {
    ($($const:ident = $id:literal $name:literal: $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $id, " ", $name, "`: ", $explanation)]
            pub const $const: &Code = &Code { id: $id, name: $name, explanation: $explanation };
        )*

        /// All codes, in the order of their ids.
        pub const ALL: &[&Code] = &[$($const),*];
    };
}

/// The code of an id or a name, in any case: `E0101` or `unknown-reference`.
#[must_use]
pub fn explain(code_or_name: &str) -> Option<&'static Code> {
    let wanted = code_or_name.trim();
    let is_wanted = |code: &&Code| {
        code.id.eq_ignore_ascii_case(wanted) || code.name.eq_ignore_ascii_case(wanted)
    };
    ALL.iter().copied().find(is_wanted)
}

codes! {
    UNREADABLE_FILE = "E0001" "unreadable-file":
        "The file is missing, is a directory, or cannot be opened.";
    INVALID_ENCODING = "E0002" "invalid-encoding":
        "The file is not UTF-8. OpenAPI documents are UTF-8 (YAML 1.2 section 5.2, RFC 8259 section 8.1).";
    SYNTAX = "E0003" "syntax":
        "The text is neither YAML nor JSON.";
    DUPLICATE_KEY = "E0004" "duplicate-key":
        "An object holds a key twice, so which value is meant is undefined (YAML 1.2 section 3.2.1.3).";
    TOO_DEEP = "E0005" "too-deep":
        "Values are nested deeper than the limit, which no real document reaches.";
    TOO_LARGE = "E0006" "too-large":
        "The file, or what its aliases expand to, is larger than the limit.";
    UNSUPPORTED_YAML = "E0007" "unsupported-yaml":
        "YAML that JSON's data model cannot hold, which an OpenAPI document must not use: a tag, a merge key, a key that is not a string, several documents.";
    NOT_OPENAPI = "E0020" "not-openapi":
        "The document has no `openapi` field, so it is something else.";
    SWAGGER_2 = "E0021" "swagger-2":
        "The document is Swagger 2.0, the predecessor of OpenAPI 3.";
    UNSUPPORTED_VERSION = "E0022" "unsupported-version":
        "The document is written for a version of OpenAPI that is not read here.";
    INVALID_VALUE = "E0023" "invalid-value":
        "A field holds a value that OpenAPI does not allow there.";
    MISSING_FIELD = "E0024" "missing-field":
        "A field that OpenAPI requires is absent.";
    UNKNOWN_FIELD = "E0025" "unknown-field":
        "OpenAPI defines no field of that name there; often a misspelling.";
    UNKNOWN_TYPE = "E0026" "unknown-type":
        "`type` names no type of JSON Schema.";
    UNKNOWN_REFERENCE = "E0101" "unknown-reference":
        "A `$ref` points to nothing.";
    EXTERNAL_REFERENCE = "E0102" "external-reference":
        "A `$ref` leaves the document.";
    WRONG_REFERENCE = "E0103" "wrong-reference":
        "A `$ref` points to something of another kind than is wanted there.";
    REFERENCE_CYCLE = "E0104" "reference-cycle":
        "A `$ref` leads back to itself without passing through a value.";
    DUPLICATE_OPERATION_ID = "E0105" "duplicate-operation-id":
        "Two operations have one `operationId`; it must be unique in a document.";
    PATH_PARAMETER = "E0106" "path-parameter":
        "A path template and the path parameters of its operation do not match.";
    DUPLICATE_PARAMETER = "E0107" "duplicate-parameter":
        "An operation has two parameters of one name and location.";
    UNKNOWN_SECURITY_SCHEME = "E0108" "unknown-security-scheme":
        "A security requirement names a scheme that the document does not declare.";
    AMBIGUOUS_PATH = "E0109" "ambiguous-path":
        "Two path templates match the same paths.";
    CONTRADICTORY_BOUNDS = "E0201" "contradictory-bounds":
        "A lower bound is above its upper bound, so no value is valid.";
    INVALID_DEFAULT = "E0202" "invalid-default":
        "A `default` is not a valid value of its own schema.";
    INVALID_ENUM_VALUE = "E0203" "invalid-enum-value":
        "A value of an `enum` is not of the schema's type or outside its bounds, so it can never match.";
    DUPLICATE_ENUM_VALUE = "E0204" "duplicate-enum-value":
        "An `enum` lists a value twice.";
    EMPTY_ENUM = "E0205" "empty-enum":
        "An `enum` lists no value, so no value is valid.";
    MISPLACED_KEYWORD = "E0206" "misplaced-keyword":
        "A keyword has no effect beside the schema's `type`.";
    UNSUPPORTED = "E0301" "unsupported":
        "What the document says is valid, and Spectrait cannot generate it yet.";
    NAME_COLLISION = "E0401" "name-collision":
        "Two things of the document get one Rust name.";
    INVALID_SETTINGS = "E0501" "invalid-settings":
        "The settings beside a document do not say something that can be done.";
    DISK = "E0601" "disk":
        "The output folder cannot be read or written.";
    FOREIGN_FILE = "E0602" "foreign-file":
        "A file stands where output belongs and was not written by Spectrait, so it is left alone.";
}
