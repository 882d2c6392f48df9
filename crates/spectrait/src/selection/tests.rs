use super::*;
use crate::yaml;
use spectrait_source::{RenderOptions, Sources, read, render};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
security:
  - key: []
tags:
  - name: items
  - name: orders
  - name: unused
paths:
  x-note: kept
  /items:
    parameters:
      - $ref: '#/components/parameters/Page'
    get:
      operationId: listItems
      tags: [items]
      responses:
        '200':
          description: Items.
          content: { application/json: { schema: { $ref: '#/components/schemas/Items' } } }
          links:
            order: { operationId: addOrder }
            self: { operationId: listItems }
    post:
      tags: [items, admin]
      security:
        - admin: []
      responses:
        '201': { $ref: '#/components/responses/Made' }
  /orders:
    $ref: '#/components/pathItems/Orders'
  /old-orders:
    $ref: '#/paths/~1orders'
webhooks:
  shipped:
    post:
      operationId: shipped
      tags: [orders]
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses: { '204': { description: Thanks. } }
components:
  parameters:
    Page: { name: page, in: query, schema: { type: integer } }
  responses:
    Made:
      description: Made.
      content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }
      links:
        order: { $ref: '#/components/links/Order' }
  links:
    Order: { operationRef: '#/paths/~1orders/post' }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    admin: { type: http, scheme: basic }
  pathItems:
    Orders:
      summary: Orders.
      get:
        operationId: listOrders
        tags: [orders]
        responses: { '200': { description: Orders. } }
      post:
        operationId: addOrder
        tags: [orders]
        requestBody:
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        responses:
          '201': { $ref: '#/components/responses/Made' }
  schemas:
    Items: { type: array, items: { $ref: '#/components/schemas/Item' } }
    Item:
      type: object
      properties:
        kind: { type: string }
      required: [kind]
      discriminator: { propertyName: kind, mapping: { b: Book } }
    Book: { allOf: [ { $ref: '#/components/schemas/Item' } ] }
    Pen: { allOf: [ { $ref: '#/components/schemas/Item' } ] }
    Order: { type: object, properties: { item: { $ref: '#/components/schemas/Item' } } }
    Apart: { type: object, properties: { part: { $ref: '#/components/schemas/Part' } } }
    Part: { type: string }
    admin: { type: string }
";

/// What is left of a document, as `openapi.yaml` would show it, and what is said. A name begins with `tag `,
/// `operation ` or `exclude `.
#[track_caller]
fn selected(document: &str, names: &[&str]) -> String {
    let mut selection = Selection::default();
    for name in names {
        let (kind, name) = name.split_once(' ').unwrap();
        let names = match kind {
            "tag" => &mut selection.tags,
            "operation" => &mut selection.operations,
            "exclude" => &mut selection.exclude,
            _ => panic!("{kind}"),
        };
        names.push(Name::new(name));
    }
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("shop.yaml", document);
    let tree = read(&sources, id, &mut diagnostics).unwrap();
    let mut selector = selection.begin(&tree);
    // Twice, as around the reading of other files.
    let tree = selector.remove(&tree);
    let tree = selector.remove(&tree);
    let (tree, left_out) = selector.finish(tree, &mut diagnostics);
    let said = render(&diagnostics, &sources, RenderOptions::default());
    format!("{}\n{left_out:?}\n{said}", yaml::write(&tree))
}

#[test]
fn a_tag_and_what_it_reaches() {
    insta::assert_snapshot!(selected(DOCUMENT, &["tag items"]));
}

#[test]
fn what_items_are_is_reached() {
    let document = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items:
    get:
      tags: [items]
      responses:
        '200':
          description: Items.
          content: { application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' } } }
  /orders: { get: { tags: [orders], responses: { '204': { description: None. } } } }
components:
  schemas:
    Item: { type: object, properties: { part: { $ref: '#/components/schemas/Part' } } }
    Part: { type: string }
    Apart: { type: string }
";
    insta::assert_snapshot!(selected(document, &["tag items"]));
}

#[test]
fn an_operation_behind_a_reference() {
    insta::assert_snapshot!(selected(DOCUMENT, &["operation get /old-orders"]));
}

#[test]
fn a_webhook_is_an_operation() {
    insta::assert_snapshot!(selected(DOCUMENT, &["operation shipped"]));
}

#[test]
fn what_is_excluded_goes_and_all_else_stays() {
    insta::assert_snapshot!(selected(
        DOCUMENT,
        &[
            "exclude addOrder",
            "exclude POST /items",
            "exclude shipped",
            "exclude Apart"
        ]
    ));
}

#[test]
fn what_is_chosen_can_be_excluded() {
    insta::assert_snapshot!(selected(
        DOCUMENT,
        &[
            "tag orders",
            "operation listItems",
            "exclude tag:orders",
            "exclude schema:Items"
        ]
    ));
}

#[test]
fn names_that_mean_nothing_or_too_much() {
    let said = selected(
        DOCUMENT,
        &[
            "tag item",
            "operation listItem",
            "operation GET /item",
            "exclude tag:itms",
            "exclude admin",
            "exclude Itemss",
            "exclude nonsense",
        ],
    );
    let (_, said) = said.split_once("LeftOut").unwrap();
    insta::assert_snapshot!(said);
}

#[test]
fn a_part_of_an_operation_that_is_gone_is_missed() {
    let document = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /a:
    get:
      responses:
        '200':
          description: A.
          content: { application/json: { schema: { type: string } } }
  /b:
    get:
      responses:
        '200':
          description: B.
          content:
            application/json:
              schema: { $ref: '#/paths/~1a/get/responses/200/content/application~1json/schema' }
";
    insta::assert_snapshot!(selected(document, &["operation GET /b"]));
}

#[test]
fn what_is_wrong_with_what_is_gone_is_not_said() {
    let document = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /a:
    get: { operationId: a, operationId: b, responses: {} }
  /b:
    get: { operationId: c, operationId: d, responses: {} }
components:
  schemas:
    E: { type: string, type: integer }
";
    insta::assert_snapshot!(selected(document, &["exclude a", "exclude E"]));
}
