//! `$ref`.

use crate::{check, document_3_0, document_3_1, schema_3_0, schema_3_1};

#[test]
fn siblings() {
    check(
        "siblings",
        schema_3_0,
        &[
            "properties: {a: {$ref: '#/components/schemas/Subject', description: documents, example: {}, x-a: 1}}",
            "properties: {a: {$ref: '#/components/schemas/Subject', nullable: true}}",
            "properties: {a: {$ref: '#/components/schemas/Subject', default: {}, readOnly: true, title: A}}",
            "properties: {a: {$ref: 5}}",
        ],
    );
    check(
        "siblings_of_3_1",
        schema_3_1,
        &["properties: {a: {$ref: '#/components/schemas/Subject', default: {}, minLength: 5}}"],
    );
}

#[test]
fn to_schemas() {
    check(
        "to_schemas",
        beside_schemas,
        &[
            "{$ref: '#/components/schemas/Biuld'}",
            "{$ref: '#/components/schemas/Something'}",
            "{$ref: '#/components/schemas/Build'}",
            "{$ref: '#/components/schemas/Build/properties/id'}",
            "{$ref: '#/components/schemas/Build/properties/ids'}",
            "{$ref: '#/components/schemas/Build/property/id'}",
            "{$ref: '#/components/schemas/Build/properties/a~0b'}",
            "{$ref: '#/components/schemas/Build/properties/a%7E0b'}",
            "{$ref: '#/components/schemas/Build/properties/a~b'}",
            "{$ref: '#/components/schemas/a%ZZ'}",
            "{$ref: '#/components/schemas/Flag'}",
            "{$ref: '#/definitions/Build'}",
            "{$ref: '#/component/schemas/Build'}",
            "{$ref: '#/paths/~1builds/get/responses/200/content/application~1json/schema'}",
            "{$ref: '#/paths/~1builds/get/responses/200/content/application/json/schema'}",
            "{$ref: '#/paths/~1builds/get/responses/200/content/application/json'}",
            "{$ref: '#/paths/~1builds/get/responses/200'}",
            "{$ref: '#/paths/~1builds/get/responses'}",
            "{$ref: '#'}",
            "{$ref: '#build'}",
            "{$ref: Build}",
            "{$ref: ''}",
            "{$ref: './common.yaml#/Build'}",
            "{$ref: 'https://example.com/build.json'}",
            "{$ref: '#/components/responses/Build'}",
            "{$ref: '#/components/schemas/Build/type'}",
        ],
    );
    check(
        "to_broken_schemas",
        document_3_1,
        &["components: {schemas: {Broken: 1, Subject: {$ref: '#/components/schemas/Broken'}}}"],
    );
}

/// A schema beside some others.
fn beside_schemas(fragment: &str) -> String {
    document_3_1(&format!(
        "\
paths:
  /builds:
    get:
      responses:
        '200':
          description: Builds
          content: {{application/json: {{schema: {{type: array}}}}}}
components:
  responses:
    Build: {{description: A build}}
  schemas:
    Build: {{type: object, properties: {{id: {{type: string}}, a~b: {{}}}}}}
    Flag: true
    Subject: {fragment}"
    ))
}

#[test]
fn cycles() {
    check(
        "cycles",
        document_3_1,
        &[
            "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}",
            r"
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/A'}
    D: {$ref: '#/components/schemas/A'}",
            "components: {schemas: {A: {allOf: [{type: object}, {$ref: '#/components/schemas/A'}]}}}",
            "components: {schemas: {A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}}}",
            "components: {schemas: {A: {type: array, items: {$ref: '#/components/schemas/A'}}}}",
            "components: {schemas: {A: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/A'}}]}}}",
            r"
components:
  parameters:
    A: {$ref: '#/components/parameters/B'}
    B: {$ref: '#/components/parameters/A'}
paths:
  /things:
    get: {parameters: [{$ref: '#/components/parameters/B'}]}",
        ],
    );
}

#[test]
fn to_other_nouns() {
    check(
        "to_other_nouns",
        beside_nouns,
        &[
            "parameters: [{$ref: '#/components/parameters/Limt'}]",
            "parameters: [{$ref: '#/components/parameters/Limit'}]",
            "parameters: [{$ref: '#/components/parameters/Again'}]",
            "parameters: [{$ref: '#/components/schemas/Limit'}]",
            "parameters: [{$ref: '#/components/headers/Other'}]",
            "parameters: [{$ref: '#/paths/~1other/parameters/0'}]",
            "parameters: [{$ref: '#/paths/~1other/parameters/1'}]",
            "parameters: [{$ref: 'common.yaml#/Limit', required: true}]",
            "parameters: [{$ref: 1}]",
            "requestBody: {$ref: '#/components/requestBodies/Nothing'}",
            "responses: {'200': {$ref: '#/components/responses/Nothing'}}",
            "responses: {'200': {$ref: '#/components/parameters/Limit'}}",
            "responses: {'200': {description: Fine, headers: {ETag: {$ref: '#/components/parameters/Limit'}}}}",
            "responses: {'200': {description: Fine, content: {text/plain: {examples: {a: {$ref: '#/components/examples/Nothing'}}}}}}",
            "responses: {'200': {description: Fine, content: {$ref: '#/components/mediaTypes/Thing'}}}",
            "responses: {'200': {description: Fine, content: {text/plain: {$ref: '#/components/mediaTypes/Thing'}}}}",
        ],
    );
    check(
        "to_broken_nouns",
        document_3_1,
        &[r"
paths: {/things: {get: {parameters: [{$ref: '#/components/parameters/Broken'}]}}}
components: {parameters: {Broken: {name: broken, in: nowhere, schema: {type: integer}}}}"],
    );
}

/// An operation beside some components.
fn beside_nouns(fragment: &str) -> String {
    document_3_1(&format!(
        "\
paths:
  /things:
    get:
      {fragment}
  /other:
    parameters: [{{name: limit, in: query, schema: {{type: integer}}}}]
components:
  schemas: {{Limit: {{type: integer}}}}
  headers: {{Other: {{schema: {{type: integer}}}}}}
  parameters:
    Limit: {{name: limit, in: query, schema: {{type: integer}}}}
    Again: {{$ref: '#/components/parameters/Limit'}}"
    ))
}

#[test]
fn to_path_items() {
    check(
        "to_path_items",
        document_3_1,
        &[
            r"
paths:
  /a: {$ref: '#/components/pathItems/Shared'}
  /b: {$ref: '#/paths/~1c'}
  /c: {get: {summary: C}}
components:
  pathItems:
    Shared: {get: {summary: Shared}}",
            r"
paths:
  /a: {$ref: '#/paths/~1b'}
  /b: {get: {operationId: b}}",
            "paths: {/a: {$ref: '#/components/pathItems/Nothing'}}",
            "paths: {/a: {$ref: a.yaml}}",
            "paths: {/a: {$ref: 5}}",
            "paths: {/a: {$ref: '#/paths/~1b', get: {summary: A}}, /b: {summary: B}}",
            "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}",
        ],
    );
}

/// A component that is wrong is reported once, however many operations use it.
#[test]
fn once() {
    check(
        "once",
        document_3_0,
        &[r"
paths:
  /a:
    get: {responses: {'404': {$ref: '#/components/responses/Missing'}}}
  /b:
    get: {responses: {'404': {$ref: '#/components/responses/Missing'}}}
components:
  responses:
    Missing:
      description: Not found
      headers: {Link: {$ref: '#/components/headers/Nothing'}}"],
    );
}
