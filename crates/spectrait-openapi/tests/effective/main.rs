//! What the effective document has that the contract does not: a fragment in, the additions out.

use std::fmt::Write as _;

use spectrait_ir as ir;
use spectrait_openapi::{Settings, effective, load, lower, resolve};
use spectrait_source::{Diagnostics, Kind, Node, RenderOptions, Sources, read, render, write_json};

/// Reads a document that may be generated from.
#[track_caller]
fn api(name: &str, text: &str) -> (Node, ir::Api) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add(name, text);
    let api = read(&sources, id, &mut diagnostics).and_then(|tree| {
        let document = load(tree.clone(), &mut diagnostics)?;
        let resolved = resolve(document, &mut diagnostics);
        Some((
            tree,
            lower(resolved, &Settings::default(), &mut diagnostics),
        ))
    });
    let said = render(&diagnostics, &sources, RenderOptions::default());
    match api {
        Some(api) if !diagnostics.has_errors() => api,
        _ => panic!("{said}\n{text}"),
    }
}

/// What is added to a contract, one `pointer = value` a line.
#[track_caller]
fn additions(text: &str) -> String {
    let (tree, contract) = api("contract.yaml", text);
    let effective_tree = effective(&tree, &contract);
    let mut added = String::new();
    compare(&tree, &effective_tree, "", &mut added);

    // It is a document that can be generated from, and has all that there is to add.
    let json = write_json(&effective_tree);
    let (again, read_back) = api("effective.json", &json);
    assert_eq!(read_back.operations.len(), contract.operations.len());
    assert_eq!(write_json(&effective(&again, &read_back)), json);
    added
}

/// Whether all of `before` is in `after`, in its order and spelled alike; what else is there goes to `added`.
#[track_caller]
fn compare(before: &Node, after: &Node, pointer: &str, added: &mut String) {
    let Kind::Object(members) = &after.kind else {
        if let (Kind::Array(before), Kind::Array(after)) = (&before.kind, &after.kind) {
            assert_eq!(before.len(), after.len(), "{pointer}");
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(before, after, &format!("{pointer}/{index}"), added);
            }
        } else {
            assert_eq!(write_json(before), write_json(after), "{pointer}");
        }
        return;
    };
    let Kind::Object(kept) = &before.kind else {
        panic!("{pointer} becomes an object")
    };
    let keys: Vec<&str> = members.keys().take(kept.len()).collect();
    assert_eq!(kept.keys().collect::<Vec<_>>(), keys, "{pointer}");
    for entry in members {
        let pointer = format!("{pointer}/{}", entry.key.text);
        match kept.get(&entry.key.text).filter(|before| !before.is_null()) {
            Some(before) => compare(before, &entry.value, &pointer, added),
            None => {
                // Writing to a string does not fail.
                _ = writeln!(added, "{pointer} = {}", line(&entry.value));
            }
        }
    }
}

/// A value in one line.
fn line(node: &Node) -> String {
    write_json(node).lines().map(str::trim_start).collect()
}

/// Additions with long values left out.
fn places(additions: &str) -> String {
    let place = |line: &str| match line.split_once(" = ") {
        Some((place, value)) if value.len() > 300 => format!("{place} = …\n"),
        _ => format!("{line}\n"),
    };
    additions.lines().map(place).collect()
}

/// A 3.0 document around a path item, with the schema of problem details in it already, so that only what
/// operations get is new.
fn path_item(fragment: &str) -> String {
    document("3.0.3", fragment, "")
}

fn document(version: &str, path_item: &str, components: &str) -> String {
    let path_item = path_item.trim_matches('\n').replace('\n', "\n    ");
    format!(
        "openapi: {version}\ninfo: {{title: Test, version: 1.10}}\npaths:\n  /things:\n    {path_item}\ncomponents:\n  \
         securitySchemes: {{Token: {{type: http, scheme: bearer}}}}\n{components}"
    )
}

/// The Media Type Object that is added everywhere.
const PROBLEM: &str = r##"{"schema": {"$ref": "#/components/schemas/Problem"}}"##;

/// The additions to each of several fragments, those to `components` left out.
#[track_caller]
fn check(name: &str, fragments: &[&str]) {
    let mut snapshot = String::new();
    for fragment in fragments {
        let additions = additions(&path_item(fragment));
        let additions: String = additions
            .lines()
            .filter(|line| !line.starts_with("/components/schemas = "))
            .map(|line| line.replacen(PROBLEM, "PROBLEM", 1) + "\n")
            .collect();
        let fragment = fragment.trim_matches('\n');
        _ = writeln!(snapshot, "{}\n{fragment}\n\n{additions}", "─".repeat(80));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, snapshot);
    });
}

/// What a request can be refused for depends on what it can have.
#[test]
fn operations_get_what_can_happen_to_them() {
    check(
        "operations",
        &[
            "get: {responses: {'200': {description: Found.}}}",
            "get: {security: [{Token: []}], responses: {'200': {description: Found.}}}",
            "
parameters: [{name: kind, in: query, schema: {type: string}}]
get: {responses: {'200': {description: Found.}}}
",
            "post: {requestBody: {content: {application/json: {}}}, responses: {'204': {description: Done.}}}",
            "head: {security: [{Token: []}], responses: {'200': {description: Found.}}}",
            // Anyone may call; who shows wrong credentials is refused.
            "get: {security: [{}, {Token: []}], responses: {'200': {description: Found.}}}",
            "get: {security: [{}], responses: {'200': {description: Found.}}}",
            // What can be read and breaks the rules is answered by the contract's own 422, but only by that.
            "post: {requestBody: {content: {application/json: {}}}, responses: {'422': {description: Wrong., content: {application/json: {}}}}}",
            "post: {requestBody: {content: {application/json: {}}}, responses: {4XX: {description: Wrong.}}}",
            "get: {responses: {'422': {description: Wrong., content: {application/json: {}}}}}",
            // There is a choice.
            "get: {responses: {'200': {description: Found., content: {application/json: {}, text/csv: {}}}}}",
            "get: {responses: {'200': {description: Found., content: {image/png: {}}}, '404': {description: Gone., content: {text/plain: {}}}}}",
        ],
    );
}

/// What the document says of a status is kept, and completed where it promises another body.
#[test]
fn what_is_listed_is_not_listed_again() {
    check(
        "listed",
        &[
            "
get:
  x-first: 1.50
  responses:
    '500': {description: Oh., content: {application/problem+json: {schema: {type: object, properties: {code: {type: integer}}}}}}
    503: {description: Later.}
    '200': {description: Found.}
    x-last: kept
",
            "get: {responses: {'200': {description: Found.}, '500': {description: Oh., content: {application/json: {schema: {type: string}}}}}}",
            "get: {responses: {'200': {description: Found.}, 5XX: {description: Oh., content: {application/json: {schema: {type: string}}}}}}",
            "get: {responses: {'200': {description: Found.}, 5xx: {description: Oh.}, default: {description: Else.}}}",
            "get: {security: [{Token: []}], responses: {default: {description: All., content: {application/json: {}}}}}",
            "get: {security: [{Token: []}], responses: {default: {description: All., content: {'application/problem+json; charset=utf-8': {}}}}}",
            "get: {security: [{Token: []}], responses: {'401': {description: Who?}, default: {description: Else.}}}",
            "get: {security: [{Token: []}], responses: {'401': {description: Who?, headers: {www-authenticate: {schema: {type: string}}}}, default: {description: Else.}}}",
        ],
    );
}

/// A shared response is completed where it stands, once.
#[test]
fn shared_responses() {
    let components = "  responses:
    Alias: {$ref: '#/components/responses/Failure'}
    Failure: {description: Oh., content: {application/json: {schema: {type: string}}}}
";
    let path_item = "
get: &get
  security: [{Token: []}]
  responses:
    '401': {$ref: '#/components/responses/Alias'}
    '500': {$ref: '#/components/responses/Alias'}
    default: {$ref: '#/components/responses/Failure'}
";
    insta::assert_snapshot!(
        additions(&document("3.0.3", path_item, components)).lines().next().expect("an addition"),
        @r##"/components/responses/Failure/content/application/problem+json = {"schema": {"$ref": "#/components/schemas/Problem"}}"##
    );
    // What came through an alias is two things from here on.
    let shared = "
get: {responses: &shared {'200': {description: Found.}}}
put: {security: [{Token: []}], responses: *shared}
";
    check("aliases", &[shared]);
}

/// Path items that are reached by a `$ref`, in OpenAPI 3.1 also from `components`.
#[test]
fn path_items_elsewhere() {
    let document = "
openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /a: {$ref: '#/components/pathItems/Shared'}
  /b: {get: {}}
components:
  pathItems:
    Shared: {get: {responses: {'200': {description: Found.}}}}
  schemas: {}
";
    insta::assert_snapshot!(additions(document));
}

/// What the API calls is answered by others, and has no more than it says.
#[test]
fn webhooks_and_callbacks() {
    let document = "
openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /a:
    post:
      responses: {'204': {description: Done.}, default: {description: Else.}}
      callbacks: {done: {'{$request.query.url}': {post: {responses: {'204': {description: Seen.}}}}}}
webhooks: {done: {post: {requestBody: {content: {application/json: {}}}, responses: {'204': {description: Seen.}}}}}
components: {schemas: {}}
";
    assert_eq!(additions(document), "");
}

/// A `$ref` in place of the media types stays one.
#[test]
fn references_in_place_of_media_types() {
    let path_item = "get: {responses: {'200': {description: Found.}, '500': {description: Oh., content: {$ref: '#/components/x-types/Oh'}}, default: {description: Else.}}}";
    let components = "  x-types: {Oh: {application/json: {schema: {type: string}}}}\n";
    assert_eq!(additions(&document("3.0.3", path_item, components)), "");
}

/// The schema's name is one that the contract has left free.
#[test]
fn the_schema_of_problem_details() {
    let document = |components: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {{description: Found.}}}}}}}}}}\n{components}"
        )
    };
    insta::assert_snapshot!(additions(&document("")));
    insta::assert_snapshot!(places(&additions(&document("components: {}\n"))));
    insta::assert_snapshot!(places(&additions(&document(
        "components: {schemas: {Problem: {type: string}, Problem2: {type: integer}}}\n"
    ))));
}

/// `null` is read as if it were not there, with a warning.
#[test]
fn null_is_nothing() {
    let text = "
openapi: 3.0.3
info: {title: Test, version: '1'}
paths: {/a: {get: {responses: null}}}
components: {schemas: null}
";
    insta::assert_snapshot!(places(&additions(text)));
}

/// The router reads 64 bits, and refuses longer integers of requests.
#[test]
fn integers_of_requests_are_of_64_bits() {
    let document = "
openapi: 3.0.3
info: {title: Test, version: '1'}
paths:
  /a:
    post:
      parameters:
        - {name: offset, in: query, schema: {type: integer, minimum: 0, example: {type: integer}}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: least, in: query, schema: {type: integer, minimum: -18446744073709551616, maximum: 1}}
        - {name: small, in: query, schema: {type: integer, format: int32}}
        - {name: large, in: query, schema: {type: integer, format: int64}}
        - {name: own, in: query, schema: {type: integer, format: seconds}}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
        - {name: id, in: query, schema: {$ref: '#/components/schemas/Id'}}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}}
      responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}}
components:
  schemas:
    Id: {type: integer}
    Body: {type: object, properties: {count: {type: integer, nullable: true}, id: {$ref: '#/components/schemas/Id'}}}
    Answer: {type: object, properties: {count: {type: integer}}}
";
    let added = additions(document);
    let formats = added.lines().filter(|line| line.contains("format = "));
    let formats: Vec<&str> = formats.collect();
    insta::assert_snapshot!(formats.join("\n"));
}

/// Nothing is answered where there is no operation.
#[test]
fn a_document_without_operations_stays_as_it_is() {
    let text = "openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths: {}\nx-number: 1.500\n";
    assert_eq!(additions(text), "");
}
