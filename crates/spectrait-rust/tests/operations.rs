//! Fragments of operations, and the code they become.

mod common;

use common::{generate, text};

/// A whole document with these paths, and with `rest` at its top level.
fn document(paths: &str, rest: &str) -> String {
    let indented = |text: &str, by: &str| {
        text.lines()
            .fold(String::new(), |all, line| all + by + line + "\n")
    };
    format!(
        "openapi: 3.1.0\ninfo: {{title: The API, version: 1.0.0}}\npaths:\n{}components:\n{}{rest}",
        indented(paths, "  "),
        indented(COMPONENTS, "  ")
    )
}

const COMPONENTS: &str = "\
schemas:
  Pet: {type: object, required: [name], properties: {name: {type: string}}}
  Color: {type: object, properties: {R: {type: integer}, G: {type: integer}}}
  Problem: {type: object, properties: {detail: {type: string}}}
  Kind: {type: string, enum: [cat, dog]}
  Count: {type: integer}
  File: {type: object, properties: {name: {type: string}, pages: {type: array, items: {type: string, contentMediaType: image/png}}}}
responses:
  Limited:
    description: Too many requests
    headers:
      Retry-After: {required: true, schema: {type: integer}}
      X-Reason: {schema: {$ref: '#/components/schemas/Kind'}}
    content:
      application/json: {schema: {$ref: '#/components/schemas/Problem'}}
      text/plain: {}
requestBodies:
  Pet:
    required: true
    content:
      application/json: {schema: {$ref: '#/components/schemas/Pet'}}
      text/plain: {}
securitySchemes:
  Token: {type: http, scheme: bearer, bearerFormat: JWT}
  Login: {type: http, scheme: basic}
  Digest: {type: http, scheme: digest}
  Key: {type: apiKey, in: header, name: X-Key, description: A key.}
  QueryKey: {type: apiKey, in: query, name: key}
  Session: {type: apiKey, in: cookie, name: sid}
  Delegated:
    type: oauth2
    flows:
      clientCredentials: {tokenUrl: /token, refreshUrl: /token/new, scopes: {'read:pets': Read pets.}}
      authorizationCode:
        authorizationUrl: https://a.example/authorize
        tokenUrl: https://a.example/token
        scopes: {'read:pets': Read pets., 'write:pets': ''}
  Known: {type: openIdConnect, openIdConnectUrl: https://a.example/.well-known/openid-configuration}
  Certificate: {type: mutualTLS}
";

/// Snapshots of the files of paths.
macro_rules! operations {
    ($($name:ident: $folders:expr, $paths:expr, $rest:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(text(&document($paths, $rest), &$folders));
            }
        )*
    };
}

operations! {
    styles_of_parameters: ["src/operations.rs"], "
/find/{label}/{matrix}/{plain}:
  get:
    operationId: find
    parameters:
      - {name: label, in: path, required: true, style: label, explode: true, schema: {type: array, items: {type: integer}}}
      - {name: matrix, in: path, required: true, style: matrix, schema: {type: string}}
      - {name: plain, in: path, required: true, explode: true, schema: {type: string}}
      - {name: piped, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
      - {name: spaced, in: query, style: spaceDelimited, schema: {type: array, items: {type: string}}}
      - {name: deep, in: query, style: deepObject, explode: true, schema: {$ref: '#/components/schemas/Color'}}
      - {name: members, in: query, schema: {$ref: '#/components/schemas/Color'}}
      - {name: map, in: query, schema: {type: object, additionalProperties: {type: string}}}
      - {name: joined, in: query, explode: false, schema: {$ref: '#/components/schemas/Color'}}
      - {name: scalar, in: query, explode: false, schema: {type: string}}
      - {name: raw, in: query, allowReserved: true, schema: {type: string}}
      - {name: json, in: query, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      - {name: text, in: query, content: {text/plain: {schema: {type: string}}}}
      - {name: X-Color, in: header, explode: true, schema: {$ref: '#/components/schemas/Color'}}
      - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
      - {name: session, in: cookie, schema: {type: string}}
      - {name: ids, in: cookie, schema: {type: array, items: {type: integer}}}
      - {name: renamed, in: query, x-rust-name: other_name, schema: {type: string}}
    responses: {'204': {description: Done}}
", "";
    bodies_of_one_media_type: ["src/operations.rs"], "
/json: {post: {operationId: patchJson, requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: Done}}}}
/text: {post: {operationId: postText, requestBody: {required: true, content: {text/csv: {}}}, responses: {'204': {description: Done}}}}
/kind: {post: {operationId: postKind, requestBody: {required: true, content: {text/plain: {schema: {$ref: '#/components/schemas/Kind'}}}}, responses: {'204': {description: Done}}}}
/octets: {post: {operationId: postOctets, requestBody: {content: {'image/*': {}}}, responses: {'204': {description: Done}}}}
/events: {post: {operationId: postEvents, requestBody: {required: true, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: Done}}}}
/lines: {post: {operationId: postLines, requestBody: {required: true, content: {application/x-ndjson: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {'204': {description: Done}}}}
/xml: {post: {operationId: postXml, requestBody: {required: true, content: {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: Done}}}}
", "";
    encodings_of_forms: ["src/operations.rs"], "
/form:
  post:
    operationId: postForm
    requestBody:
      required: true
      content:
        application/x-www-form-urlencoded:
          schema:
            type: object
            properties:
              plain: {type: string}
              tags: {type: array, items: {type: string}}
              joined: {type: array, items: {type: string}}
              color: {$ref: '#/components/schemas/Color'}
              flat: {$ref: '#/components/schemas/Color'}
              metadata: {type: object, additionalProperties: {type: string}}
              pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              spread: {$ref: '#/components/schemas/Color'}
              both: {$ref: '#/components/schemas/Color'}
              text: {type: string}
          encoding:
            spread: {style: form, explode: true}
            both: {style: deepObject, contentType: application/json}
            text: {contentType: application/json}
            joined: {explode: false}
            flat: {style: form, explode: false}
            metadata: {style: deepObject, explode: true}
    responses: {'204': {description: Done}}
/deep:
  post:
    operationId: postDeep
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema: {type: object, properties: {name: {type: string}, expand: {type: array, items: {type: string}}, metadata: {$ref: '#/components/schemas/Color'}}}
          encoding: {expand: {style: deepObject, explode: true}, metadata: {style: deepObject, explode: true}}
    responses: {'204': {description: Done}}
/parts:
  post:
    operationId: postParts
    requestBody:
      required: true
      content:
        multipart/form-data:
          schema:
            type: object
            required: [file]
            properties:
              file: {type: string, format: binary}
              photos: {type: array, items: {type: string, format: binary}}
              name: {type: string}
              pet: {$ref: '#/components/schemas/Pet'}
              labels: {type: object, additionalProperties: {type: string}}
          encoding:
            file: {contentType: 'image/png, image/jpeg'}
            pet: {contentType: application/json}
    responses: {'204': {description: Done}}
", "";
    bodies_of_several_media_types: ["src/operations.rs"], "
/pets:
  post:
    operationId: addPet
    requestBody:
      description: The pet.
      required: true
      content:
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
        application/json; version=2: {schema: {type: object, properties: {title: {type: string}}}}
        application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}
        multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}
        text/xml: {}
        application/xml: {}
        image/*: {}
        '*/*': {}
    responses:
      '200':
        description: It
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
          text/event-stream: {schema: {type: object, properties: {delta: {type: string}}}}
      '400':
        description: Not it
        content:
          application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}
          text/plain: {}
", "";
    one_value_in_several_media_types: ["src/operations.rs", "src/client.rs"], "
/forms:
  post:
    operationId: sendForm
    requestBody:
      description: The pet.
      required: true
      content:
        application/json: {schema: {$ref: '#/components/schemas/Pet'}}
        application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}
        application/x-www-form-urlencoded; charset=utf-8: {schema: {$ref: '#/components/schemas/Pet'}}
        multipart/form-data: {schema: {$ref: '#/components/schemas/Pet'}, encoding: {name: {contentType: text/csv}}}
    responses: {'204': {description: Done}}
/inline:
  post:
    operationId: sendInline
    requestBody:
      content:
        application/merge-patch+json: {schema: {type: object, properties: {a: {type: string}, b: {type: object, properties: {c: {type: integer}}}}}}
        application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}, b: {type: object, properties: {c: {type: integer}}}}}}
    responses:
      '200':
        description: Lists
        content:
          application/json: {schema: {type: array, items: {type: array, items: {type: array, items: {type: object, properties: {d: {type: string}}}}}}}
          application/hal+json: {schema: {type: array, items: {type: array, items: {type: array, items: {type: object, properties: {d: {type: string}}}}}}}
      '400':
        description: Not it
        content:
          application/json: {schema: {$ref: '#/components/schemas/Problem'}}
          application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}
      4XX:
        description: Neither
        content:
          application/xml: {}
          text/xml; charset=utf-8: {}
/streams:
  post:
    operationId: sendStream
    requestBody: {required: true, content: {application/jsonl: {schema: {$ref: '#/components/schemas/Pet'}}, application/json-seq: {schema: {$ref: '#/components/schemas/Pet'}}}}
    responses:
      '200':
        description: Events
        content:
          text/event-stream: {schema: {type: object, properties: {delta: {type: string}}}}
          text/event-stream; charset=utf-8: {schema: {type: object, properties: {delta: {type: string}}}}
", "";
    values_that_differ_in_several_media_types: ["src/operations.rs"], "
/files:
  post:
    operationId: sendFile
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/File'}}, multipart/form-data: {schema: {$ref: '#/components/schemas/File'}}}}
    responses: {'200': {description: A form, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}, application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}}}}
/lists:
  post:
    operationId: sendList
    requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}, application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}}}
    responses: {'200': {description: A text, content: {text/csv: {}, text/html: {}}}}
/limits:
  post:
    operationId: sendLimit
    requestBody: {content: {application/json: {schema: {type: integer, maximum: 5}}, application/hal+json: {schema: {type: integer, maximum: 6}}}}
    responses: {'200': {description: A picture, content: {image/png: {}, image/jpeg: {}}}}
/texts:
  post:
    operationId: sendText
    requestBody: {content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}
    responses: {'200': {description: One or many, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}, application/jsonl: {schema: {$ref: '#/components/schemas/Pet'}}}}}
", "";
    shared_bodies_are_declared_once: ["src/operations"], "
/pets:
  post: {operationId: addPet, tags: [pets], requestBody: {$ref: '#/components/requestBodies/Pet'}, responses: {'204': {description: Done}, '429': {$ref: '#/components/responses/Limited'}}}
  put: {operationId: putPet, tags: [other], requestBody: {$ref: '#/components/requestBodies/Pet'}, responses: {'204': {description: Done}, '429': {$ref: '#/components/responses/Limited'}}}
", "";
    responses_of_other_media_types: ["src/operations.rs", "src/client.rs"], "
/avatar: {get: {operationId: getAvatar, responses: {'200': {description: A picture, content: {image/png: {}}}, '404': {description: None, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}}}}
/text: {get: {operationId: getText, responses: {'200': {description: A text, content: {text/plain: {schema: {type: string}}}}}}}
/chat: {get: {operationId: chat, responses: {'200': {description: Events, content: {text/event-stream: {schema: {type: object, properties: {delta: {type: string}}}}}}}}}
/lines: {get: {operationId: lines, responses: {'200': {description: Lines, content: {application/jsonl: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
/words: {get: {operationId: words, responses: {'200': {description: Words, content: {text/event-stream: {itemSchema: {type: object, properties: {data: {type: string}}}}}}}}}
/quoted: {get: {operationId: quoted, responses: {'200': {description: Words in quotes, content: {text/event-stream: {itemSchema: {properties: {data: {type: string, contentMediaType: application/json, contentSchema: {type: string}}}, type: object}}}}}}}
/told: {get: {operationId: told, responses: {'200': {description: Pets, content: {text/event-stream: {itemSchema: {type: object, properties: {data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Pet'}}}}}}}}}}
/choice: {get: {operationId: choice, responses: {'200': {description: Several, content: {text/event-stream: {itemSchema: {type: object, oneOf: [{properties: {event: {const: pet}, data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Pet'}}}}, {properties: {event: {const: counts}, data: {type: string, contentMediaType: application/json, contentSchema: {type: array, items: {type: integer}}}}}]}}}}}}}
/item-lines: {get: {operationId: itemLines, responses: {'200': {description: Lines, content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Pet'}}}}}}}
/errors: {get: {operationId: errors, responses: {'204': {description: Nothing, content: {application/json: {}}}, default: {description: Anything, content: {'*/*': {}}}}}}
/head: {head: {operationId: headPet, responses: {'200': {description: It is there, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, '404': {description: It is not, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
", "";
    headers_of_responses: ["src/operations.rs", "src/client.rs"], "
/pets:
  get:
    operationId: listPets
    parameters: [{name: limit, in: query, schema: {type: integer}}, {name: offset, in: query, schema: {type: integer}}]
    responses:
      '200':
        description: The pets
        headers:
          X-Rate-Limit: {required: true, description: How many are left., schema: {type: integer, minimum: 0}, example: 5}
          X-Color: {explode: true, schema: {$ref: '#/components/schemas/Color'}}
          X-Meta: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
          Content-Type: {schema: {type: string}}
          Transfer-Encoding: {required: true, schema: {type: string}}
          X-Kind: {deprecated: true, schema: {type: string, enum: [a, b]}}
        content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/Pet'}}, total: {type: integer}}}}}
      '404': {description: None, headers: {X-Why: {schema: {type: string}}}}
  delete:
    operationId: deletePets
    responses: {'204': {description: Gone, headers: {X-Count: {schema: {type: integer}}}}}
", "";
    headers_that_all_responses_have: ["src/operations.rs"], "
/a: {get: {operationId: getA, responses: {
  '200': {description: A, headers: {X-Left: {schema: {type: integer}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}},
  '400': {description: Not it, headers: {X-Left: {schema: {type: integer}}}},
  default: {description: Else, headers: {X-Left: {schema: {$ref: '#/components/schemas/Count'}}}}}}}
/b: {get: {operationId: getB, responses: {
  '200': {description: A, headers: {X-Left: {schema: {$ref: '#/components/schemas/Count'}}}},
  '400': {description: Not it, headers: {X-Left: {schema: {$ref: '#/components/schemas/Count'}}}},
  '404': {description: None}}}}
/c: {get: {operationId: getC, responses: {
  '200': {description: A, headers: {X-Left: {schema: {$ref: '#/components/schemas/Count'}}}},
  '400': {description: Not it, headers: {X-Left: {schema: {$ref: '#/components/schemas/Count'}}}},
  '404': {description: None, headers: {Retry-After: {schema: {type: integer}}}}}}}
", "";
    long_types_have_a_name: ["src/operations.rs", "src/client.rs"], "
/a: {get: {operationId: listA, responses: {'200': {description: A, content: {application/json: {schema: {type: [array, 'null'], items: {type: [object, 'null'], properties: {a: {type: string}}}}}}}}}}
/b: {get: {operationId: listB, responses: {'200': {description: B, content: {application/json: {schema: {type: array, items: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}}}}
", "";
    every_security_scheme: ["src/security.rs", "src/operations.rs", "src/client.rs", "src/server.rs"], "
/all:
  get:
    operationId: getAll
    security: [{Token: []}, {Login: []}, {Digest: []}, {Key: [], Token: []}, {Token: [], Key: []}, {QueryKey: []}, {Session: []}, {Delegated: ['read:pets', 'write:pets']}, {Known: []}, {Certificate: []}, {}]
    responses: {'204': {description: Done}}
  put:
    operationId: putAll
    security: [{Delegated: ['write:pets']}]
    responses: {'204': {description: Done}}
/open: {get: {operationId: getOpen, responses: {'204': {description: Done}}}}
", "";
    servers_with_variables: ["src/client.rs"], "
/a: {get: {operationId: getA, responses: {'204': {description: Done}}}}
/b: {get: {operationId: getB, servers: [{url: 'https://upload.example.com'}], responses: {'204': {description: Done}}}}
", "
servers:
  - url: https://{username}.example.com:{port}/{base}
    description: The production server
    variables:
      username: {default: demo, description: Assigned by the provider.}
      port: {default: '8443', enum: ['443', '8443']}
      base: {default: ''}
  - {url: 'https://sandbox.example.com', description: To try things out.}
  - {url: 'https://{region}.example.com', variables: {region: {default: eu}}}
  - {url: /relative}
";
    webhooks_and_callbacks: ["src/lib.rs", "src/operations.rs", "src/webhooks", "src/security.rs"], "
/subscribe:
  post:
    operationId: subscribe
    requestBody: {required: true, content: {application/json: {schema: {type: object, required: [url], properties: {url: {type: string, format: uri}}}}}}
    responses: {'201': {description: Subscribed}}
    callbacks:
      onEvent:
        '{$request.body#/url}':
          post:
            requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {kind: {type: string, enum: [born, sold]}, pet: {$ref: '#/components/schemas/Pet'}}}}}}
            responses: {'204': {description: Seen}, '410': {description: No longer wanted}}
", "
webhooks:
  newPet:
    post:
      summary: A pet was born.
      description: Sent once.
      security: [{Key: []}]
      parameters: [{name: X-Signature, in: header, required: true, schema: {type: string, minLength: 10}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200': {description: Thanks, content: {application/json: {schema: {type: object, properties: {state: {type: string, enum: [kept, dropped]}}}}}}
  pet.sold/now:
    post: {operationId: petSold, deprecated: true, responses: {'204': {description: Seen}}}
";
    links_are_documented: ["src/operations.rs"], "
/pets:
  post:
    operationId: addPet
    responses:
      '201':
        description: Added
        links:
          Get: {operationId: getPet, parameters: {petId: $response.body#/id}, description: Get it.}
      '409': {description: It was there, links: {Get: {operationId: getPet}}}
/pets/{petId}:
  get: {operationId: getPet, parameters: [{name: petId, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done}}}
", "";
    paths_with_queries_and_fragments: ["src/operations.rs"], "
/act?action=start: {post: {operationId: start, responses: {'204': {description: Done}}}}
/act?action=stop&now: {post: {responses: {'204': {description: Done}}}}
/x#one: {post: {operationId: one, parameters: [{name: X-Target, in: header, required: true, schema: {type: string, enum: [Svc.One]}}], responses: {'204': {description: Done}}}}
/x#two: {post: {operationId: two, parameters: [{name: X-Target, in: header, required: true, schema: {type: string, enum: [Svc.Two]}}], responses: {'204': {description: Done}}}}
/files/{dir}.{ext}:verb: {trace: {operationId: trace, parameters: [{name: dir, in: path, required: true, schema: {type: string}}, {name: ext, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done}}}}
", "";
    names_of_parameters: ["src/operations.rs"], "
/a/{id}:
  get:
    operationId: getA
    parameters:
      - {name: id, in: cookie, schema: {type: string}}
      - {name: id, in: query, schema: {type: string}}
      - {name: ID, in: query, schema: {type: string}}
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: body, in: header, schema: {type: string}}
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    responses: {'204': {description: Done}}
", "";
    names_of_operations: ["src/operations", "src/client"], "
/a: {get: {operationId: getThing, tags: [x, y], responses: {'204': {description: Done}}}}
/b: {get: {operationId: get_thing, tags: [y], responses: {'204': {description: Done}}}}
/c: {get: {operationId: get-thing, x-rust-name: fetch_thing, responses: {'204': {description: Done}}}}
/d: {get: {deprecated: true, description: No longer., responses: {'204': {description: Done}}}}
", "";
}

/// Names do not depend on what stands before them.
#[test]
fn turning_paths_around_renames_nothing() {
    let paths = [
        "/a: {get: {operationId: getThing, responses: {'200': {description: A, content: {text/plain: {}}}}}}",
        "/b: {get: {operationId: get_thing, responses: {'200': {description: A, headers: {X: {schema: {type: string}}}}}}}",
        "/c: {post: {requestBody: {content: {application/json: {}, text/plain: {}}}, responses: {'204': {description: A}}}}",
    ];
    let declared = |paths: &[&str]| {
        let (files, _) = generate(&document(&paths.join("\n"), ""));
        let file = files
            .iter()
            .find(|file| file.path.ends_with("operations.rs"));
        let mut lines: Vec<String> = file
            .into_iter()
            .flat_map(|file| file.contents.lines())
            .filter(|line| line.contains("pub struct") || line.contains("pub enum"))
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    let mut turned = paths;
    turned.reverse();
    assert_eq!(declared(&paths), declared(&turned));
}
