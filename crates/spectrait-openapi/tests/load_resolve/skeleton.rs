//! What stands around paths and components.

use crate::{check, document_3_0, document_3_1, whole};

#[test]
fn info() {
    check(
        "info",
        whole,
        &[
            "openapi: 3.1.0",
            "openapi: 3.1.0\ninfo: Test",
            "openapi: 3.1.0\ninfo: {}",
            "openapi: 3.1.0\ninfo: {title: Test, version: 1.10, licence: {name: MIT}}",
            "openapi: 3.0.3\ninfo: {title: Test, version: '1', summary: Short, license: {identifier: MIT}}\npaths: {}",
            "openapi: 3.1.0\ninfo: {title: Test, version: '1', contact: {mail: a@example.com}, description: }",
        ],
    );
}

#[test]
fn fields() {
    check(
        "document_fields",
        document_3_1,
        &[
            "componets: {}",
            "basePath: /v1",
            "tags: [{name: a}, {name: b}, {name: a}, {}, c]",
            "components: {schema: {}, definitions: {}}",
            "components: {schemas: {'a b': {}, 'a.b-c_d': {}}, responses: {'a/b': {description: A}}}",
            "components: {schemas: []}",
            "components: {headers: {x-a: {schema: {}}}}",
            "components: {examples: {a: 5, b: {vlaue: 5}}}",
            "webhooks: []",
            "webhooks: {done: {post: {operationId: 5, parameters: 5}}}",
            "jsonSchemaDialect: 5",
            "paths: {}\njsonSchemaDialect: http://json-schema.org/draft-07/schema#",
        ],
    );
    check(
        "fields_of_3_1",
        document_3_0,
        &[
            "paths: {}\nwebhooks: {}",
            "paths: {}\ncomponents: {pathItems: {}}",
            "paths: {}\njsonSchemaDialect: https://json-schema.org/draft/2020-12/schema",
        ],
    );
}

/// All that is wrong is said in one run.
#[test]
fn everything_at_once() {
    check(
        "everything_at_once",
        whole,
        &[r"
openapi: 3.0.3
info: {title: Test}
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters:
        - {name: limit, in: qurey, schema: {type: strnig}}
        - {name: offset, in: query, schema: {type: integer, minimum: one}}
      responses:
        '200':
          content: {application/json: {schema: {$ref: '#/components/schemas/Thnig'}}}
        abc: {description: What}
    post:
      operationId: getThing
      security: [{Toekn: []}]
      responses: {'204': {description: Done}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: [string, 'null'], maxlength: 5}}}
  securitySchemes:
    Token: {type: http, scheme: bearer}"],
    );
}
