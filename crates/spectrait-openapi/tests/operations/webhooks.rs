//! Webhooks and callbacks.

use crate::{check, document_3_0, document_3_1};

#[test]
fn webhooks() {
    check(
        "webhooks",
        document_3_1,
        &["
security: [{Token: []}]
webhooks:
  done:
    post:
      operationId: thingDone
      parameters: [{name: X-Id, in: header, required: true, schema: {type: string}}, {name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'204': {description: Seen.}, default: {description: No., content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}}
  shared: {$ref: '#/components/pathItems/Shared'}
components:
  securitySchemes: {Token: {type: http, scheme: bearer}}
  pathItems: {Shared: {put: {security: [{Token: []}], responses: {'204': {description: Seen.}}}}}
  schemas: {Thing: {type: object, properties: {id: {type: string}}}}
"],
    );
    check(
        "webhooks_of_3_0",
        document_3_0,
        &["
paths: {}
webhooks: {done: {post: {responses: {'204': {description: Seen.}}}}}
"],
    );
}

#[test]
fn callbacks() {
    check(
        "callbacks",
        document_3_0,
        &[
            "
paths:
  /things:
    post:
      operationId: makeThing
      responses: {'201': {description: Made.}}
      callbacks:
        made:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
              responses: {'204': {description: Seen.}}
              callbacks: {again: {'{$request.body#/again}': {post: {responses: {'204': {description: Seen.}}}}}}
        shared: {$ref: '#/components/callbacks/Shared'}
    put:
      responses: {'204': {description: Done.}}
      callbacks: {shared: {$ref: '#/components/callbacks/Shared'}}
components:
  callbacks:
    Shared: {'{$request.query.url}': {get: {responses: {'204': {description: Seen.}}}, x-a: 1}, x-note: 1}
",
            // It leads back to itself.
            "
paths:
  /things:
    post:
      responses: {'201': {description: Made.}}
      callbacks: {loop: {$ref: '#/components/callbacks/Loop'}}
components:
  callbacks:
    Loop:
      '{$request.query.url}':
        post: {responses: {'204': {description: Seen.}}, callbacks: {loop: {$ref: '#/components/callbacks/Loop'}}}
",
            "
paths:
  /things:
    post:
      responses: {'201': {description: Made.}}
      callbacks: {loop: {$ref: '#/components/callbacks/Lop'}}
components: {callbacks: {Loop: {$ref: '#/components/callbacks/Loop'}}}
",
        ],
    );
}
