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
        "The file is missing, is a directory, or cannot be opened. Check the path and its permissions; a relative path counts from the folder the command runs in.";
    INVALID_ENCODING = "E0002" "invalid-encoding":
        "The file is not UTF-8, as YAML (1.2.2 section 5.2) and JSON (RFC 8259 section 8.1) want it, so its characters would have to be guessed. Save it as UTF-8; a byte order mark is accepted.";
    SYNTAX = "E0003" "syntax":
        "The text is neither YAML nor JSON from this place on, so the rest is not read. The mistake is often a little before the place: an open quote or bracket, a missing comma, a line indented differently.";
    DUPLICATE_KEY = "E0004" "duplicate-key":
        "An object holds a key twice, so which value is meant is undefined (YAML 1.2.2 section 3.2.1.3), and tools disagree. Remove one of the two or give it another name. Reading goes on with the first.";
    TOO_DEEP = "E0005" "too-deep":
        "Values are nested deeper than the limit of 256 levels, which documents in use are far from. The limit keeps hostile input from exhausting the stack. Move inner schemas to `components/schemas` and refer to them with `$ref`.";
    TOO_LARGE = "E0006" "too-large":
        "The file, the number of its values, or what its aliases expand to is over the limit, which keeps hostile input from exhausting memory. Check that the path names the right file; otherwise split the document, or use `$ref` instead of aliases.";
    UNSUPPORTED_YAML = "E0007" "unsupported-yaml":
        "YAML that JSON's data model cannot hold, which an OpenAPI document must not use (OpenAPI 3.1 section 4.2): a tag of one's own, a merge key, a key that is not a string, a number that is not finite, several documents in a file. Write it the way the help says; each is read as `null` or left out until then.";
    NOT_OPENAPI = "E0020" "not-openapi":
        "The document has no `openapi` field at its top, by which every OpenAPI document says its version, so it is something else. Check that the path names the right file, or add the field.";
    SWAGGER_2 = "E0021" "swagger-2":
        "The document is Swagger 2.0, the predecessor of OpenAPI 3, whose fields differ. Convert it to OpenAPI 3, for which there are converters.";
    UNSUPPORTED_VERSION = "E0022" "unsupported-version":
        "The `openapi` field names a version that is not read here. A newer version may give the same words another meaning, so it is not read on trust. Use a version that the message lists.";
    INVALID_VALUE = "E0023" "invalid-value":
        "A field holds a value that OpenAPI does not allow there: of another type, empty, or outside a fixed list. The message says what is expected.";
    MISSING_FIELD = "E0024" "missing-field":
        "A field that OpenAPI requires is absent, and nothing sensible can stand in for it. Add it; check first that it is not misspelt or indented into another object.";
    UNKNOWN_FIELD = "E0025" "unknown-field":
        "OpenAPI defines no field of that name there, so it would have no effect. It is often a misspelling, or stands one level too deep. Fields of your own begin with `x-`.";
    UNKNOWN_TYPE = "E0026" "unknown-type":
        "`type` names no type of JSON Schema. The types are `string`, `number`, `integer`, `boolean`, `object`, `array` and, from OpenAPI 3.1, `null`; finer ones, such as dates, are formats.";
    UNKNOWN_REFERENCE = "E0101" "unknown-reference":
        "A `$ref` points to nothing in the document. Check the spelling, upper and lower case included, or add what it names. In a `$ref`, `/` inside a name is written `~1` and `~` is written `~0`.";
    EXTERNAL_REFERENCE = "E0102" "external-reference":
        "A `$ref` leads to an address, or to a file outside of the document's folder. Only files in that folder and below it are read, so that the output depends on nothing else. Save a copy there and refer to that, or bundle the parts into one document, for which there are tools.";
    WRONG_REFERENCE = "E0103" "wrong-reference":
        "A `$ref` points to something of another kind than is wanted there, such as a response where a schema belongs. Point it to the section of `components` that the message names.";
    REFERENCE_CYCLE = "E0104" "reference-cycle":
        "A `$ref` leads back to itself without passing through a value, so it describes nothing. A schema may contain itself, through a property or the items of an array; it may not be itself. Replace one `$ref` of the cycle by a definition.";
    DUPLICATE_OPERATION_ID = "E0105" "duplicate-operation-id":
        "Two operations have one `operationId`. It must be unique in a document (OpenAPI 3.0.3 section 4.7.10.1), since functions are named after it. Rename one.";
    PATH_PARAMETER = "E0106" "path-parameter":
        "A path template and the path parameters of its operation do not match. Every `{name}` needs one parameter with `in: path` and `required: true`, on the operation or on its path, and every such parameter needs its `{name}`.";
    DUPLICATE_PARAMETER = "E0107" "duplicate-parameter":
        "One list holds two parameters of one name and location, so which is meant is undefined. Remove one. A parameter of an operation may replace one of its path, as those are two lists.";
    UNKNOWN_SECURITY_SCHEME = "E0108" "unknown-security-scheme":
        "A security requirement names a scheme that `components/securitySchemes` does not declare, so how to authenticate is not said. Declare it or correct the name.";
    AMBIGUOUS_PATH = "E0109" "ambiguous-path":
        "Two path templates differ only in the names of their parameters, so both match the same paths (OpenAPI 3.0.3 section 4.7.8). Make them one path.";
    CONTRADICTORY_BOUNDS = "E0201" "contradictory-bounds":
        "A lower bound is above its upper bound, so no value is valid. Correct one of the two.";
    INVALID_DEFAULT = "E0202" "invalid-default":
        "A `default` is not a valid value of its own schema, so a caller who leaves the value out could not have sent what the server assumes. Correct the default or the schema.";
    INVALID_ENUM_VALUE = "E0203" "invalid-enum-value":
        "A value of an `enum` is not of the schema's type or outside its bounds, so it can never match. In YAML, `yes`, `on` and `0900` are strings, `1` and `true` are not. Correct it or remove it.";
    DUPLICATE_ENUM_VALUE = "E0204" "duplicate-enum-value":
        "An `enum` lists a value twice. Numbers are equal by value, so that `1` and `1.0` are one. Remove one of the two.";
    EMPTY_ENUM = "E0205" "empty-enum":
        "An `enum` lists no value, so no value is valid. List the values, or remove the `enum`.";
    MISPLACED_KEYWORD = "E0206" "misplaced-keyword":
        "A keyword has no effect beside the schema's `type`, as `maxLength` beside `integer`: JSON Schema applies it to values of another type only. Remove it or correct the type.";
    CONTRADICTION = "E0207" "contradiction":
        "Keywords that must all hold leave no value: two types in one `allOf`, a property that a closed part of it does not declare. Nothing can be sent there. Remove one of them, or write `anyOf` where either was meant.";
    IMPLIED_TYPE = "E0208" "implied-type":
        "A schema has keywords of one type and no `type`, so to the letter values of all other types are valid too. Few authors mean that: it is read as if the type stood there. Add the `type`; or set `implied_types: false` to have it to the letter.";
    INVALID_PATTERN = "E0209" "invalid-pattern":
        "A `pattern` is no regular expression of ECMA-262, which JSON Schema means, or one that cannot be matched in linear time (a back-reference). It is left out, so that texts are not checked against it. Correct it.";
    DISCRIMINATOR = "E0210" "discriminator":
        "A `discriminator` does not fit the schemas that it tells apart: a mapping names a schema that is not there or not listed, two schemas have one value, a schema has no name and no value of its own. Correct the mapping; where it cannot be used, each schema is tried in turn.";
    TOO_COMPLEX = "E0211" "too-complex":
        "Schemas are combined from more parts than the limit, which documents in use are far from. The limit keeps hostile input from exhausting time and memory. Write the combined schema out.";
    READ_AND_WRITE_ONLY = "E0212" "read-and-write-only":
        "A property is both `readOnly` and `writeOnly`, so that no message may hold it (OpenAPI 3.0.4 section 4.8.24.2 forbids it). It is read as neither. Remove one of the two.";
    UNSUPPORTED = "E0301" "unsupported":
        "What the document says is valid, and Spectrait cannot generate it yet. It is refused and not passed over, as code that silently ignores a part of the contract is worse than none. The help says how to go on without it.";
    NAME_COLLISION = "E0401" "name-collision":
        "Two things of the document get one Rust name, as `build-id` and `build_id` do. Give one of them another name in the document; until then one has a number behind its name.";
    INVALID_SETTINGS = "E0501" "invalid-settings":
        "The settings beside a document do not say something that can be done: an unknown name, a value of the wrong type, something the document does not hold. The message says which and what is expected.";
    DISK = "E0601" "disk":
        "The output folder cannot be read or written. Nothing is half written: each file is replaced as a whole. Check the path, its permissions and the free space.";
    FOREIGN_FILE = "E0602" "foreign-file":
        "A file stands where output belongs and was not written by Spectrait, so it is left alone. Move it away, or choose another output folder.";
}
