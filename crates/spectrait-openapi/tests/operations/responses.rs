//! Responses, and what operations come to with them.

use crate::{check, document, indent, path_item};

/// A path item with a GET that has these responses.
fn responses(fragment: &str) -> String {
    let responses = indent(4, fragment);
    path_item(&format!("get:\n  responses:\n{responses}"))
}

#[test]
fn responses_by_status() {
    check("responses", responses, &[
        "
'200': {description: Found., content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
'404': {description: Not found.}
4XX: {description: Wrong., content: {application/problem+json: {schema: {type: string}}}}
default: {description: Else., content: {application/json: {}}}
",
    ]);
}

#[test]
fn headers() {
    check(
        "headers",
        responses,
        &[
            "'200': {description: Found., headers: {X-Total: {required: true, schema: {type: integer, description: How many.}}, Link: {schema: {type: string}, example: x}}}",
            "'200': {description: Found., headers: {X-A: {explode: true, schema: {type: object, properties: {b: {type: string}}}}, X-B: {schema: {type: array, items: {type: integer}}}}}",
            "'200': {description: Found., headers: {X-A: {content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}}}",
            "'200': {description: Found., headers: {Content-Type: {schema: {type: string}}, X-A: {}}}",
            "'200': {description: Found., headers: {X-A: {$ref: '#/components/headers/A'}}}",
        ],
    );
    check(
        "parameters_as_headers",
        |fragment| {
            responses(fragment)
                + "components: {parameters: {Etag: {name: etag, in: header, required: true, description: A tag., schema: {type: string}}}}"
        },
        &["'200': {description: Found., headers: {ETag: {$ref: '#/components/parameters/Etag'}}}"],
    );
}

#[test]
fn links() {
    check(
        "links",
        responses,
        &[
            "'200': {description: Found., links: {next: {operationRef: '#/paths/~1things/get', parameters: {a: $response.body#/a, b: 5}, requestBody: {c: 1}, description: More.}}}",
            "'200': {description: Found., links: {next: {operationId: gone}, none: {}, lost: {$ref: '#/components/links/Lost'}}}",
        ],
    );
}

/// What no handler gives, and what has no body.
#[test]
fn statuses() {
    check(
        "statuses",
        responses,
        &[
            "'101': {description: Switching.}\n1XX: {description: Interim.}",
            "'204': {description: Done., content: {application/json: {schema: {type: string}}}}",
            "'304': {description: Not modified., content: {text/plain: {}}}",
            "'200': {description: Found.}\nDEFAULT: {description: Else.}\n'600': {description: Odd.}\nok: {description: None.}",
            "'200': {schema: {type: integer}}",
            "4xx: {description: One.}\n4XX: {description: Two.}",
        ],
    );
}

/// What a router sends by itself may be described: the challenge of a 401, problem details beside other JSON.
#[test]
fn what_the_router_adds() {
    let operation = |fragment: &str| {
        let fragment = indent(2, fragment);
        let text = path_item(&format!("get:\n{fragment}"));
        format!(
            "{text}components: {{securitySchemes: {{Token: {{type: http, scheme: bearer}}}}}}\n"
        )
    };
    check(
        "what_the_router_adds",
        operation,
        &[
            "
security: [{Token: []}]
responses:
  '401': {description: Who?, headers: {www-authenticate: {schema: {type: string}}, X-Other: {schema: {type: string}}}}
",
            "
responses:
  '401': {description: Who?, headers: {WWW-Authenticate: {schema: {type: string}}}}
",
            "
responses:
  '500': {description: Oh., content: {application/problem+json: {schema: {type: string}}, application/json: {schema: {type: integer}}}}
",
            "
responses:
  '500': {description: Oh., content: {application/vnd.a+json: {}, application/json: {}, Application/Problem+JSON: {}}}
",
        ],
    );
}

#[test]
fn responses_to_head() {
    check(
        "responses_to_head",
        path_item,
        &["
head:
  responses: {'200': {description: Found., content: {application/json: {}}, headers: {X-A: {schema: {type: string}}}}}
"],
    );
}

/// What requests and what responses reach, over a cycle, over an alias, and from both.
#[test]
fn usage() {
    check("usage", |fragment| document("3.1.0", fragment), &[
        "
paths:
  /things:
    post:
      parameters: [{name: kind, in: query, schema: {$ref: '#/components/schemas/Kind'}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses:
        '201': {description: Made., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Alias'}}}}}
components:
  schemas:
    Kind: {type: string, enum: [a, b]}
    New: {type: object, properties: {name: {type: string}, parent: {$ref: '#/components/schemas/New'}}}
    Alias: {$ref: '#/components/schemas/Thing'}
    Thing: {type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}, others: {type: object, additionalProperties: {$ref: '#/components/schemas/Thing'}}}}
    Unused: {type: array, items: {$ref: '#/components/schemas/Kind'}}
",
    ]);
}
