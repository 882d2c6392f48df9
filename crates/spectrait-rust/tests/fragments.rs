//! Fragments of documents, and the code they become.

mod common;

use common::{HEADER, generate, text};
use spectrait_rust::GeneratedFile;

/// A document of some paths and components.
fn document(paths: &str, schemas: &str) -> String {
    let indented = |text: &str, by: &str| {
        text.lines()
            .fold(String::new(), |all, line| all + by + line + "\n")
    };
    let paths = if paths.is_empty() {
        "paths: {}\n".to_owned()
    } else {
        format!("paths:\n{}", indented(paths, "  "))
    };
    let schemas = if schemas.is_empty() {
        String::new()
    } else {
        format!("  schemas:\n{}", indented(schemas, "    "))
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: The API, version: 1.0.0}}\n{paths}components:\n  securitySchemes:\n    \
         Token: {{type: http, scheme: bearer, description: A token.}}\n  parameters:\n    PetId: {{name: petId, \
         in: path, required: true, schema: {{type: string, minLength: 3}}}}\n{schemas}"
    )
}

const IN_RESPONSE: &str = "/things: {get: {operationId: getThing, responses: {'200': {description: OK, content: \
                           {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}";
const IN_REQUEST: &str = "/things: {post: {operationId: postThing, requestBody: {required: true, content: \
                          {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}, responses: \
                          {'204': {description: Done}}}}";
const IN_BOTH: &str = "/things: {post: {operationId: postThing, requestBody: {required: true, content: \
                       {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}, responses: {'200': \
                       {description: Done, content: {application/json: {schema: \
                       {$ref: '#/components/schemas/Thing'}}}}}}}";

/// Snapshots of the types of schemas, of which `Thing` is in a request, a response or both.
macro_rules! types {
    ($($name:ident: $place:expr, $schemas:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(text(&document($place, $schemas), &["src/types"]));
            }
        )*
    };
}

types! {
    scalars_of_responses_are_plain: IN_RESPONSE, "
Thing:
  type: object
  description: A thing.
  required: [text, whole]
  properties:
    text: {type: string, minLength: 1, maxLength: 80, description: In words.}
    whole: {type: integer, minimum: 0}
    small: {type: integer, format: int32}
    part: {type: number}
    yes: {type: boolean}
    id: {type: string, format: uuid}
    at: {type: string, format: date-time}
    link: {type: string, format: uri}
    any: {}
";
    bounds_of_requests_are_types: IN_REQUEST, "
Thing:
  type: object
  required: [text]
  properties:
    text: {type: string, minLength: 1, maxLength: 80}
    long: {type: string, minLength: 1}
    code: {type: string, minLength: 3, maxLength: 3}
    range: {type: integer, minimum: -5, maximum: 5}
    least: {type: integer, minimum: 0}
    most: {type: integer, maximum: 9}
    list: {type: array, minItems: 1, items: {type: string, maxLength: 5}}
    free: {type: array, items: {type: string}}
    labels: {type: object, additionalProperties: {type: integer, minimum: 1}}
";
    enums_of_responses_are_open: IN_RESPONSE, "
Thing:
  type: object
  required: [state]
  properties:
    state: {type: string, enum: ['on', 'off']}
    kind: {$ref: '#/components/schemas/Kind'}
    kinds: {type: array, items: {$ref: '#/components/schemas/Kind'}}
Kind: {type: string, enum: [a, b], description: What kind.}
";
    enums_of_requests_are_closed: IN_REQUEST, "
Thing: {type: object, properties: {state: {type: string, enum: ['on', 'off']}}}
";
    equal_enums_are_one_type: IN_RESPONSE, "
Thing:
  type: object
  properties:
    state: {type: string, enum: ['on', 'off']}
    other: {type: string, enum: ['on', 'off']}
    same_name: {type: string, enum: [x]}
    turned: {type: string, enum: ['off', 'on']}
ThingSameName: {type: string, enum: [x]}
";
    absent_and_null_are_told_apart: IN_RESPONSE, "
Thing:
  type: object
  required: [required, both]
  properties:
    required: {type: string}
    both: {type: string, nullable: true}
    optional: {type: string}
    three: {type: string, nullable: true}
    state: {type: string, nullable: true, enum: ['on', null]}
    inner: {nullable: true, type: object, properties: {a: {type: string}}}
    items: {type: array, items: {type: string, nullable: true}}
";
    defaults_are_documented_and_read: IN_REQUEST, "
Thing:
  type: object
  properties:
    limit: {type: integer, minimum: 1, maximum: 100, default: 20}
    offset: {type: integer, default: 0, description: Where to begin.}
    ratio: {type: number, default: 0.5}
    on: {type: boolean, default: true}
    name: {type: string, default: 'a \"b\"'}
    short: {type: string, maxLength: 5, default: abc}
    state: {type: string, enum: ['on', 'off'], default: 'off'}
    id: {type: string, format: uuid, default: 123e4567-e89b-12d3-a456-426614174000}
    list: {type: array, items: {type: string}, default: [a]}
    gone: {type: boolean, deprecated: true, default: false}
    a_very_long_name_of_a_property_that_has_a_default_value: {type: integer, default: 1}
    ratio_or_default: {type: string}
";
    defaults_of_responses_are_open: IN_RESPONSE, "
Thing:
  type: object
  properties:
    limit: {type: integer, minimum: 1, maximum: 100, default: 20}
    state: {type: string, enum: ['on', 'off'], default: 'off'}
    maybe: {type: integer, nullable: true, default: 1}
";
    objects_are_maps_closed_or_keep_the_rest: IN_REQUEST, "
Thing:
  type: object
  properties:
    map: {type: object, additionalProperties: {type: string}}
    free: {type: object}
    closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
    rest: {type: object, additionalProperties: {type: integer, maximum: 9}, properties: {additional: {type: string}}}
    nothing: {type: object, additionalProperties: false}
";
    inline_schemas_are_named_from_where_they_stand: IN_RESPONSE, "
Thing:
  type: object
  properties:
    inner:
      type: object
      description: Inside.
      properties:
        deep: {type: object, properties: {state: {type: string, enum: ['on']}}}
    list: {type: array, items: {type: object, properties: {a: {type: string}}}}
    map: {type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}
";
    records_that_hold_themselves_are_boxed: IN_RESPONSE, "
Thing:
  type: object
  required: [must]
  properties:
    must: {$ref: '#/components/schemas/Must'}
    next: {$ref: '#/components/schemas/Thing'}
    children: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Thing'}}
    other: {$ref: '#/components/schemas/Other'}
    leaf: {$ref: '#/components/schemas/Leaf'}
    alias: {$ref: '#/components/schemas/Alias'}
Must: {type: object, required: [thing], properties: {thing: {$ref: '#/components/schemas/Thing'}}}
Other: {type: object, nullable: true, properties: {thing: {$ref: '#/components/schemas/Thing'}}}
Leaf: {type: object, properties: {a: {type: string}}}
Alias: {$ref: '#/components/schemas/Thing'}
";
    what_both_directions_hold_is_two_types_where_it_differs: IN_BOTH, "
Thing:
  type: object
  required: [name]
  properties:
    name: {type: string, maxLength: 80}
    state: {type: string, enum: ['on', 'off']}
    same: {$ref: '#/components/schemas/Same'}
    parts: {$ref: '#/components/schemas/Parts'}
    limit: {$ref: '#/components/schemas/Limit'}
Same: {type: object, properties: {a: {type: string}}}
Parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
Part: {type: object, properties: {size: {type: integer, minimum: 1}}}
Limit: {type: integer, minimum: 1, maximum: 9}
";
    components_of_every_kind: IN_RESPONSE, "
Thing: {type: array, items: {$ref: '#/components/schemas/Text'}}
Text: {type: string, title: Some text}
Count: {type: integer, minimum: 1, description: How many., deprecated: true}
Alias: {$ref: '#/components/schemas/State'}
State: {type: string, enum: ['on']}
Labels: {type: object, additionalProperties: {type: string}}
Maybe: {type: string, nullable: true}
Everything: {}
";
    tortured_names: IN_RESPONSE, "
Thing:
  type: object
  properties:
    type: {type: string}
    self: {type: string}
    new: {type: string}
    clone: {type: string}
    to_json: {type: string}
    _id: {type: string}
    id: {type: string}
    contextHash: {type: string}
    context_hash: {type: string}
    2fa: {type: string}
    '': {type: string}
    '@type': {type: string}
    '+1': {type: string}
    '-1': {type: string}
    größe: {type: string}
    zone: {type: string, enum: [Etc/GMT+1, Etc/GMT+12, Etc/GMT-1, '>=', '≥', '=', a, A, '1.5', '15', Self, '']}
thing-state: {type: string, enum: [x]}
ThingState: {type: string, enum: [y]}
mod: {type: string}
";
    types_named_like_those_of_rust_or_the_runtime: IN_RESPONSE, "
Thing:
  type: object
  properties:
    option: {$ref: '#/components/schemas/Option'}
    text: {type: string}
    future: {$ref: '#/components/schemas/Error'}
Option: {type: object, properties: {uuid: {$ref: '#/components/schemas/Uuid'}, vec: {type: array, items: {type: string}}}}
Uuid: {type: object, properties: {id: {type: string, format: uuid}, any: {}}}
Error: {type: object, properties: {message: {type: string}}}
";
    documentation_is_escaped: IN_RESPONSE, "
Thing:
  type: object
  description: |
    See [pets](#pets), [the docs](https://a.example) or https://b.example/x.
    <b>Bold</b> and Vec<String>, a user_id and a BuildStatus.

    * one
    * two
        continued

    ```
    let x = [1];
    ```

        indented code

    | a | b |
    |---|---|
    | [x] | y |
  properties:
    a: {type: string, description: '`code [x]` and a lone `', example: 'a `tick`'}
    b: {type: string, example: {deep: [1, null, \"x\"]}}
    c: {type: string, deprecated: true, description: \"  \"}
    d: {type: integer, example: 10}
";
}

types! {
    untagged_unions_are_enums: IN_BOTH, "
Thing:
  type: object
  properties:
    id: {anyOf: [{type: string}, {type: integer}]}
    when: {oneOf: [{type: string, format: date-time}, {type: string, format: date}, {type: boolean}, {type: 'number'}]}
    many: {anyOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}, {type: string}]}
    shape:
      oneOf:
        - {type: object, required: [radius], properties: {name: {type: string}, radius: {type: number}}}
        - {type: object, required: [height, width], properties: {name: {type: string}, width: {type: number}, height: {type: number}}}
        - {title: 'A point', type: object, properties: {x: {type: number}}}
        - {$ref: '#/components/schemas/Other'}
        - {type: object, additionalProperties: {type: string}}
    maybe: {nullable: true, anyOf: [{type: string, maxLength: 5}, {$ref: '#/components/schemas/Other'}]}
    list: {type: array, items: {oneOf: [{$ref: '#/components/schemas/Other'}, {$ref: '#/components/schemas/Third'}]}}
Other: {type: object, properties: {a: {type: string}}}
Third: {type: object, properties: {b: {type: string}}}
";
    tagged_unions_are_open_in_responses: IN_BOTH, "
Thing:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', kitty: '#/components/schemas/Cat', dog: Dog}}
  description: A pet.
Cat: {type: object, required: [kind], properties: {kind: {type: string}, friend: {$ref: '#/components/schemas/Thing'}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}, event: {$ref: '#/components/schemas/Event'}}}
Event:
  oneOf:
    - {type: object, required: [type], properties: {type: {type: string, enum: [opened]}, by: {type: string, maxLength: 9}}}
    - {type: object, required: [type], properties: {type: {type: string, enum: [closed]}}}
";
    listed_texts_beside_any_text: IN_BOTH, "
Thing: {type: object, properties: {model: {anyOf: [{type: string}, {type: string, enum: [big, small]}]}}}
";
    branches_of_one_type_are_told_apart_in_requests: IN_BOTH, "
Thing:
  type: object
  properties:
    code: {oneOf: [{type: string, pattern: '^a'}, {type: string, pattern: '^b'}, {type: integer}]}
    size: {oneOf: [{title: Small, type: integer, minimum: 1, maximum: 9}, {title: Big, type: integer, minimum: 90}]}
";
    values_with_rules_are_structs_in_requests: IN_REQUEST, r#"
Thing:
  type: object
  required: [postcode]
  properties:
    postcode: {$ref: '#/components/schemas/Postcode'}
    quoted: {type: string, pattern: '^\"\\d\{2\}\"$', maxLength: 9}
    price: {type: number, multipleOf: 0.01, minimum: 0, exclusiveMaximum: true, maximum: 100, default: 9.99}
    step: {type: integer, multipleOf: 5, default: 10}
    big: {type: integer, format: uint64, minimum: 1}
    tags: {type: array, uniqueItems: true, minItems: 1, items: {type: string, pattern: '^[a-z]+$'}}
    labels: {type: object, minProperties: 1, maxProperties: 5, additionalProperties: {type: string}}
    level: {type: integer, enum: [1, 2, 3]}
    name: {type: string, pattern: '^x', default: x}
    maybe: {type: string, nullable: true, pattern: '^y'}
    either: {anyOf: [{type: string}, {type: integer}], not: {enum: [a, 1]}}
    state: {type: string, enum: ['on', 'off', auto], not: {enum: [auto]}}
Postcode: {type: string, pattern: '^[0-9]{5}$', description: Five digits.}
"#;
    values_with_rules_are_plain_in_responses: IN_BOTH, "
Thing:
  type: object
  properties:
    postcode: {$ref: '#/components/schemas/Postcode'}
    price: {type: number, minimum: 0}
    either: {$ref: '#/components/schemas/Either'}
Postcode: {type: string, pattern: '^[0-9]{5}$'}
Either: {anyOf: [{type: string}, {type: integer}], not: {enum: [a, 1]}}
";
    objects_have_rules_of_their_own: IN_REQUEST, "
Thing:
  type: object
  minProperties: 1
  properties: {a: {type: string}, b: {type: string}, c: {type: string}, never: {allOf: [{type: string}, {type: integer}]}}
  anyOf: [{required: [a]}, {required: [b]}]
  not: {required: [a, b]}
";
    shared_and_recursive_rules_have_names: IN_REQUEST, "
Thing:
  type: object
  properties:
    a: {not: {$ref: '#/components/schemas/Tree'}}
    b: {not: {$ref: '#/components/schemas/Long'}}
    c: {not: {$ref: '#/components/schemas/Long'}}
Tree: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Tree'}}}
Long: {type: object, required: [x, y, z], properties: {x: {type: string, minLength: 2}, y: {type: integer, minimum: 5}}}
";
    formats_and_widths_have_types: IN_RESPONSE, "
Thing:
  type: object
  properties:
    day: {type: string, format: date}
    data: {type: string, format: byte}
    v4: {type: string, format: ipv4}
    v6: {type: string, format: ipv6}
    money: {type: number, format: decimal}
    i8: {type: integer, format: int8}
    u16: {type: integer, format: uint16}
    u32: {type: integer, format: uint32}
    u64: {type: integer, format: uint64}
";
    bounds_of_widths: IN_REQUEST, "
Thing:
  type: object
  properties:
    i8: {type: integer, format: int8, minimum: 0}
    u8: {type: integer, format: uint8, maximum: 9}
    u32: {type: integer, format: uint32, minimum: 1}
    u64: {type: integer, format: uint64, minimum: 1, maximum: 9}
";
    sides_of_a_message: IN_BOTH, "
Thing:
  type: object
  additionalProperties: false
  required: [id, name]
  properties:
    id: {type: string, readOnly: true}
    name: {type: string}
    password: {type: string, writeOnly: true}
    inner: {$ref: '#/components/schemas/Inner'}
Inner:
  type: object
  properties: {at: {type: string, readOnly: true}, key: {type: string, writeOnly: true}}
  additionalProperties: {type: string}
";
    unions_that_hold_themselves_are_boxed: IN_RESPONSE, "
Thing:
  oneOf:
    - {type: string}
    - {type: object, required: [inner], properties: {inner: {$ref: '#/components/schemas/Thing'}, other: {$ref: '#/components/schemas/Other'}}}
    - {type: array, items: {$ref: '#/components/schemas/Thing'}}
Other: {type: object, required: [thing], properties: {thing: {$ref: '#/components/schemas/Thing'}}}
";
    aliases_that_name_themselves: IN_RESPONSE, "
Thing:
  type: object
  properties:
    tree: {$ref: '#/components/schemas/Tree'}
    map: {$ref: '#/components/schemas/Names'}
    json: {$ref: '#/components/schemas/Json'}
Tree: {type: array, maxItems: 9, items: {$ref: '#/components/schemas/Branch'}}
Branch: {$ref: '#/components/schemas/Tree'}
Names: {type: object, additionalProperties: {$ref: '#/components/schemas/Names'}}
Json: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Json'}}]}
";
    names_of_your_own: IN_RESPONSE, "
Thing:
  type: object
  properties:
    '@id': {type: string, x-rust-name: at_id}
    state: {type: string, enum: [a, b], x-rust-name: ThingStatus}
    price: {type: string, x-rust-type: 'money::Amount'}
    other: {$ref: '#/components/schemas/Foo_bar'}
    list: {type: array, items: {$ref: '#/components/schemas/When'}}
Foo_bar: {x-rust-name: HTTPThing, type: object, properties: {a: {type: string}}}
When: {type: string, format: date-time, x-rust-type: '::chrono::DateTime<chrono::Utc>', description: An instant.}
";
    integers_with_names: IN_BOTH, "
Thing: {type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}}}
Kind:
  type: integer
  format: int32
  oneOf: [{title: GUILD_TEXT, description: A channel., enum: [0]}, {title: DM, enum: [1]}, {title: '-', enum: [-2]}]
";
    inline_schemas_that_say_the_same_are_one_type: IN_BOTH, "
Thing:
  type: object
  properties:
    home: {type: object, description: Where., properties: {street: {type: string}, town: {type: string, maxLength: 9}, kind: {anyOf: [{type: string}, {type: integer}]}}}
    work: {type: object, description: Elsewhere., properties: {street: {type: string}, town: {type: string, maxLength: 9}, kind: {anyOf: [{type: string}, {type: integer}]}}}
    other: {type: object, properties: {street: {type: string, description: Its name.}, town: {type: string, maxLength: 9}, kind: {type: string}}}
    few: {type: object, properties: {a: {type: string}}}
    fewer: {type: object, properties: {a: {type: string}}}
    id: {anyOf: [{type: string}, {type: integer}]}
";
    defaults_of_unions: IN_BOTH, "
Thing:
  type: object
  properties:
    size: {anyOf: [{type: integer}, {type: string}], default: 5}
    choice: {oneOf: [{type: string, enum: [auto, none]}, {type: object, properties: {a: {type: string}}}], default: auto}
    model: {anyOf: [{type: string}, {type: string, enum: [big]}], default: big}
    text: {anyOf: [{type: string}, {type: integer}], default: x}
    again: {oneOf: [{type: string, enum: [auto, none]}, {type: object, properties: {a: {type: string}}}], default: none}
    whole: {$ref: '#/components/schemas/Whole', default: {kind: a}}
Whole: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [kind], properties: {kind: {const: a}}}
B: {type: object, required: [kind], properties: {kind: {const: b}}}
";
    names_of_variants_that_meet: IN_RESPONSE, "
Thing:
  oneOf:
    - {$ref: '#/components/schemas/foo-bar'}
    - {$ref: '#/components/schemas/FooBar'}
    - {title: foo bar, type: object, properties: {a: {type: string}}}
    - {type: object, properties: {b: {type: string}}}
    - {type: object, properties: {c: {type: string}}}
    - {type: object, properties: {b: {type: integer}, c: {type: string}}}
    - {title: Self, type: boolean}
foo-bar: {type: object, properties: {x: {type: string}}}
FooBar: {type: object, properties: {y: {type: string}}}
";
}

/// Snapshots of what paths become.
macro_rules! operations {
    ($($name:ident: $folders:expr, $paths:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(text(&document($paths, SCHEMAS), &$folders));
            }
        )*
    };
}

const SCHEMAS: &str = "
Pet: {type: object, properties: {name: {type: string}}}
Problem: {type: object, properties: {detail: {type: string}}}
Name: {type: string, maxLength: 20}
";

operations! {
    parameters_of_every_location: ["src/operations.rs"], "
/pets/{petId}/{kind}:
  get:
    operationId: getPet
    summary: Get a pet.
    description: By its id.
    parameters:
      - {name: petId, in: path, required: true, schema: {type: string, format: uuid}}
      - {name: kind, in: path, required: true, schema: {type: string, enum: [cat, dog]}}
      - {name: limit, in: query, description: How many., schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
      - {name: ids, in: query, schema: {type: array, maxItems: 5, items: {type: string, minLength: 1}}}
      - {name: sort, in: query, explode: false, schema: {type: array, items: {type: string, enum: [name, '-name']}}}
      - {name: since, in: query, required: true, schema: {type: string, format: date-time}, example: '2024-01-01T00:00:00Z'}
      - {name: old, in: query, deprecated: true, schema: {type: boolean}}
      - {name: kind, in: query, schema: {type: string}}
      - {name: X-Request-Id, in: header, schema: {type: string}}
      - {name: named, in: query, schema: {$ref: '#/components/schemas/Name'}}
    responses: {'204': {description: Nothing}}
";
    bodies: ["src/operations.rs"], "
/pets:
  post:
    operationId: addPet
    parameters: [{name: body, in: query, schema: {type: string}}]
    requestBody: {required: true, description: The pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    responses: {'201': {description: Created, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
  put:
    operationId: setPets
    requestBody:
      content:
        application/json:
          schema: {type: array, minItems: 1, items: {type: object, required: [name], properties: {name: {type: string, minLength: 1}}}}
    responses: {'204': {description: Nothing}}
  patch:
    requestBody: {required: true, content: {application/json: {}}}
    responses: {'200': {description: Anything, content: {application/json: {}}}}
";
    responses_of_every_pattern: ["src/operations.rs", "src/client.rs", "src/server.rs"], "
/none: {get: {operationId: none, responses: {'404': {description: Not there}}}}
/default: {get: {operationId: onlyDefault, responses: {default: {description: Anything, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
/one: {get: {operationId: one, responses: {'204': {description: Nothing}, default: {description: Else}}}}
/range: {get: {operationId: range, responses: {2XX: {description: Good, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}
/several:
  get:
    operationId: several
    responses:
      '200': {description: A pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      '202': {description: Later}
      '304': {description: Same}
      '404': {description: Not there, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
      '499': {description: Odd}
      4XX: {description: Your fault, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
      5XX: {description: ''}
      default: {description: Else, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
";
    operations_are_named: ["src/operations.rs", "src/client.rs"], "
/pets/{petId}:
  get: {summary: API keys., parameters: [{$ref: '#/components/parameters/PetId'}], responses: {'204': {description: ''}}}
  delete: {operationId: delete-pet, deprecated: true, parameters: [{$ref: '#/components/parameters/PetId'}], responses: {'204': {description: ''}}}
/pets:
  get: {operationId: deletePet, responses: {'204': {description: ''}}}
/new: {get: {operationId: new, responses: {'204': {description: ''}}}}
/type: {get: {operationId: type, responses: {'204': {description: ''}}}}
";
    tags_have_files_of_their_own: ["src"], "
/pets:
  get:
    operationId: listPets
    tags: [pets, other]
    security: [{Token: []}]
    parameters:
      - {name: limit, in: query, schema: {type: integer, minimum: 1}}
      - {name: offset, in: query, schema: {type: integer}}
      - {name: kind, in: query, schema: {type: string, enum: [cat, dog]}}
    responses:
      '200':
        description: A page
        content:
          application/json:
            schema: {type: object, required: [pets, total], properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}, total: {type: integer}}}
  post:
    operationId: check
    tags: [pets]
    responses: {'204': {description: ''}}
/health: {get: {operationId: health, tags: [type], responses: {'204': {description: ''}}}}
/untagged: {get: {operationId: untagged, parameters: [{name: kind, in: query, schema: {type: string, enum: [cat, dog]}}], responses: {'204': {description: ''}}}}
";
    without_security_there_is_no_authentication: ["src/security.rs", "src/client.rs", "src/server.rs", "src/lib.rs"], "
/health: {get: {operationId: health, responses: {'204': {description: ''}}}}
";
}

#[test]
fn the_document_of_the_builds_service() {
    let document = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../specs/builds.yaml"
    ));
    insta::assert_snapshot!(text(
        &document.expect("the document is there"),
        &["Cargo.toml", "src"]
    ));
}

/// A file for each resource, from forty-one operations on.
#[test]
fn many_operations_without_tags_have_files_by_resource() {
    let few = [
        "/v1/{id}",
        "/api/v2beta1/pets/{id}",
        "/v1/pets",
        "/v1/type",
        "/v1/pet-shops/{id}/pets",
        "/v1/pet_shops",
    ];
    let item = |(index, path): (usize, String)| {
        let parameters = if path.contains('{') {
            "[{name: id, in: path, required: true, schema: {type: string}}]"
        } else {
            "[]"
        };
        format!(
            "{path}: {{get: {{operationId: op{index}, parameters: {parameters}, responses: {{'204': {{description: ''}}}}}}}}\n"
        )
    };
    let files = |count: usize| {
        let made = (few.len()..count).map(|index| format!("/v1/owners/{index}"));
        let paths = few.iter().map(ToString::to_string).chain(made);
        let paths: String = paths.enumerate().map(item).collect();
        let (files, _) = generate(&document(&paths, ""));
        let declared = |file: &GeneratedFile| {
            let path = file.path.to_str()?.strip_prefix("src/")?;
            let requests: Vec<_> = file.contents.matches("pub struct Op").collect();
            let docs = file
                .contents
                .lines()
                .find(|line| line.starts_with("//! "))?;
            Some(format!("{path}: {} operations, {docs}", requests.len()))
        };
        let mut lines: Vec<_> = files.iter().filter_map(declared).collect();
        lines.sort();
        lines.join("\n")
    };
    insta::assert_snapshot!(format!("{}\n\n{}", files(40), files(41)));
}

#[test]
fn a_document_without_operations_has_types() {
    insta::assert_snapshot!(text(
        &document("", SCHEMAS),
        &[
            "src/lib.rs",
            "src/operations.rs",
            "src/client.rs",
            "src/server.rs"
        ]
    ));
}

#[test]
fn an_array_that_holds_itself_is_a_struct() {
    let schemas = "Thing: {type: array, items: {$ref: '#/components/schemas/Thing'}}";
    insta::assert_snapshot!(text(&document(IN_RESPONSE, schemas), &["src/types"]));
}

#[test]
fn every_file_is_rust_with_a_header_and_ends_with_one_line_break() {
    let (files, _) = generate(&document(
        IN_BOTH,
        "Thing: {type: object, properties: {a: {type: string, maxLength: 5}}}",
    ));
    for file in files {
        let path = file.path.display();
        assert!(
            file.contents
                .lines()
                .next()
                .is_some_and(|line| line.ends_with(HEADER.trim_end())),
            "{path}"
        );
        assert!(
            file.contents.ends_with('\n') && !file.contents.ends_with("\n\n"),
            "{path}"
        );
        assert!(
            !file.contents.contains('\r') && file.path.is_relative(),
            "{path}"
        );
        assert!(
            file.contents.lines().all(|line| line.trim_end() == line),
            "{path} has blanks at the end of a line"
        );
        if file
            .path
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            assert!(syn::parse_file(&file.contents).is_ok(), "{path} is no Rust");
        }
    }
}

/// The names of things do not depend on what stands before them.
#[test]
fn turning_a_document_around_renames_nothing() {
    let components = [
        "Thing: {type: object, properties: {state: {type: string, enum: [x]}, _id: {type: string}, id: {type: string}}}",
        "thing-state: {type: string, enum: ['y']}",
        "ThingState: {type: string, enum: [z]}",
        "Other: {type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}}}",
    ];
    let sorted = |schemas: &[&str]| {
        let (mut files, _) = generate(&document(IN_RESPONSE, &schemas.join("\n")));
        files.sort_by(|left, right| left.path.cmp(&right.path));
        files
    };
    let mut turned = components;
    turned.reverse();
    assert_eq!(sorted(&components), sorted(&turned));
}

/// Nor do the names of variants depend on the order of the branches.
#[test]
fn turning_branches_around_renames_nothing() {
    let branches = [
        "{$ref: '#/components/schemas/a-b'}",
        "{$ref: '#/components/schemas/AB'}",
        "{title: a b, type: object, properties: {x: {type: string}}}",
        "{type: object, required: [y, z], properties: {y: {type: string}, z: {type: string}}}",
        "{type: object, required: [w], properties: {w: {type: string}}}",
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: integer}}",
        "{type: string, enum: ['+1']}",
        "{type: string, format: uuid}",
    ];
    let names = |branches: &[&str]| {
        let schemas = format!(
            "Thing: {{anyOf: [{}]}}\na-b: {{type: object, properties: {{a: {{type: string}}}}}}\nAB: {{type: object, \
             properties: {{b: {{type: string}}}}}}",
            branches.join(", ")
        );
        let text = text(&document(IN_RESPONSE, &schemas), &["src/types/thing.rs"]);
        let variant = |line: &str| line.starts_with("        ") && line.ends_with("),");
        let mut names: Vec<String> = text
            .lines()
            .filter(|line| variant(line) && !line.contains("), "))
            .map(str::to_owned)
            .collect();
        names.sort();
        names
    };
    let mut turned = branches;
    turned.reverse();
    let given = names(&branches);
    assert_eq!(given, names(&turned));
    assert_eq!(given.len(), branches.len(), "{given:?}");
}
