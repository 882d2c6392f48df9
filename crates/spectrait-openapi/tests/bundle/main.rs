//! What becomes of documents in several files: the files in, one document and the diagnostics out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use spectrait_openapi::{FileError, Missing, bundle_with, load, resolve};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render, write_json};

/// Several files in one text: each begins with a line `--- name`.
fn split(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("--- ").skip(1);
    parts.filter_map(|part| part.split_once('\n')).collect()
}

/// The bundled document, where there is no error, and what there is to say about it, `resolve` included.
fn outcome(text: &str) -> String {
    outcome_with(text, Missing::Error)
}

fn outcome_with(text: &str, missing: Missing) -> String {
    let files = split(text);
    let others: BTreeMap<&str, &str> = files.iter().copied().collect();
    let mut read_file = |path: &str| match others.get(path) {
        Some(_) if path.starts_with("linked") => Err(FileError::Outside),
        Some(text) => Ok((*text).as_bytes().to_vec()),
        None => Err(FileError::NotFound {
            similar: others
                .keys()
                .find(|name| name[1..] == path[1..])
                .map(|name| (*name).to_owned()),
        }),
    };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (name, document) = files[0];
    let id = sources.add(format!("specs/{name}"), document);
    let Some(tree) = read(&sources, id, &mut diagnostics) else {
        panic!("the document is read");
    };
    let tree = bundle_with(
        tree,
        &mut sources,
        &mut read_file,
        missing,
        &mut diagnostics,
    );
    let mut outcome = String::new();
    let bundled = write_json(&tree);
    if let Some(document) = load(tree, &mut diagnostics) {
        let _resolved = resolve(document, &mut diagnostics);
    }
    if !diagnostics.has_errors() {
        outcome.push_str(&bundled);
        outcome.push('\n');
    }
    diagnostics.sort();
    outcome.push_str(&render(&diagnostics, &sources, RenderOptions::default()));
    outcome
}

#[track_caller]
fn check(name: &str, texts: &[&str]) {
    let mut snapshot = String::new();
    for text in texts {
        let text = text.trim_matches('\n');
        // Writing to a string does not fail.
        _ = writeln!(
            snapshot,
            "{}\n{text}\n\n{}\n",
            "─".repeat(80),
            outcome(text).trim_end()
        );
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, snapshot);
    });
}

/// A component that is nothing but a reference is what it refers to; what others refer to becomes a component.
#[test]
fn schemas() {
    check(
        "schemas",
        &["
--- api.yaml
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      responses:
        '200': {description: Found., content: {application/json: {schema: {$ref: schemas/pet.yaml}}}}
        '400': {description: Wrong., content: {application/json: {schema: {$ref: 'common.json#/definitions/Problem'}}}}
        '404': {description: Not found., content: {application/json: {schema: {$ref: 'common.json#/list/1'}}}}
  /lines: {get: {responses: {'200': {description: Found., content: {application/jsonl: {itemSchema: {$ref: schemas/line.yaml}}}}}}}
components:
  schemas:
    Pet: {$ref: './schemas/pet.yaml'}
    Animal: {$ref: schemas/pet.yaml}
    Problem: {type: string}
--- schemas/pet.yaml
$id: https://example.com/pet.yaml
type: object
properties:
  name: {$ref: '#/definitions/Name'}
  owner: {$ref: owner.yaml}
  friends: {type: array, items: {$ref: '#'}}
  state: {$ref: '../api.yaml#/components/schemas/Problem'}
definitions:
  Name: {type: string}
--- schemas/owner.yaml
type: object
properties: {pets: {type: array, items: {$ref: ./pet.yaml}}}
--- schemas/line.yaml
{type: array, items: {$ref: pet.yaml}}
--- common.json
{\"definitions\": {\"Problem\": {\"type\": \"object\"}}, \"list\": [0, {\"type\": \"integer\"}]}
"],
    );
}

/// Paths, operations and whole maps in files of their own.
#[test]
fn other_nouns() {
    check(
        "other_nouns",
        &["
--- api.yaml
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets: {$ref: paths/pets.yaml}
  /animals: {$ref: paths/pets.yaml}
  /cats:
    $ref: paths/pets.yaml
    post: {operationId: addCat, responses: {'204': {description: Done.}}}
  /dogs: {get: {$ref: paths/dogs.yaml}}
components:
  schemas: {$ref: schemas/index.yaml}
  securitySchemes: {Key: {$ref: security.yaml}}
--- paths/pets.yaml
get:
  parameters: [{$ref: ../parameters.yaml#/Limit}]
  responses:
    '200': {description: Found., content: {application/json: {schema: {$ref: ../schemas/index.yaml#/Pet}}}}
    default: {$ref: '../responses.yaml#/failure'}
--- paths/dogs.yaml
responses: {'204': {description: Done.}}
--- parameters.yaml
Limit: {name: limit, in: query, schema: {type: integer}}
--- responses.yaml
failure: {description: Failed., headers: {X-Id: {$ref: headers.yaml}}}
--- headers.yaml
schema: {type: string}
--- security.yaml
{type: http, scheme: bearer}
--- schemas/index.yaml
Pet: {$ref: pet.yaml}
--- schemas/pet.yaml
type: object
oneOf: [{$ref: cat.yaml}]
discriminator: {propertyName: kind, mapping: {cat: cat.yaml, dog: dog.yaml}}
--- schemas/cat.yaml
{type: object, required: [kind], properties: {kind: {type: string}}}
--- schemas/dog.yaml
{type: object, required: [kind], properties: {kind: {type: string}}}
"],
    );
}

/// A mapping adds no schema: what it names can be the component that the file was once.
#[test]
fn mapping_to_a_missing_file() {
    check(
        "mapping_to_a_missing_file",
        &["
--- api.yaml
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    Pet: {oneOf: [{$ref: '#/components/schemas/cat'}], discriminator: {propertyName: kind, mapping: {c: 'models/pets.yml#/cat'}}}
    cat: {type: object, required: [kind], properties: {kind: {type: string}}}
"],
    );
}

/// Files that put each other into themselves, and one file in many places.
#[test]
fn circles_and_repetitions() {
    check(
        "circles_and_repetitions",
        &[
            // A callback that is the path item which declares it.
            "
--- api.yaml
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths: {/pets: {$ref: pets.yaml}}
--- pets.yaml
post:
  responses: {'204': {description: Done.}}
  callbacks: {done: {'{$request.query.url}': {$ref: pets.yaml}}}
",
            // Two maps of responses that are one file.
            "
--- api.yaml
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {responses: {$ref: responses.yaml}}, put: {responses: {$ref: responses.yaml}}}
--- responses.yaml
'200': {description: Fine.}
",
            // A file that refers back, by way of another, and aliases.
            "
--- api.yaml
openapi: 3.1.0
info: {title: Pets, version: '1'}
components:
  schemas:
    A: {type: object, properties: {b: &b {$ref: b.yaml}, c: *b}}
--- b.yaml
type: object
properties: {a: {$ref: 'api.yaml#/components/schemas/A'}, b: {$ref: b.yaml}}
",
        ],
    );
}

/// Each file puts the next into itself: the document gets no deeper than it may.
#[test]
fn a_chain_of_files_is_cut() {
    use std::fmt::Write as _;
    let mut text = "--- api.yaml\nopenapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {$ref: 0.yaml}}\n".to_owned();
    for file in 0..40 {
        // Writing to a string does not fail.
        _ = writeln!(
            text,
            "--- {file}.yaml\nget: {{responses: {{'204': {{description: Done.}}}}, callbacks: {{next: {{url: {{$ref: {}.yaml}}}}}}}}",
            file + 1
        );
    }
    let outcome = outcome(&text);
    assert!(outcome.contains("error[E0005 too-deep]"), "{outcome}");
}

/// Each file puts the next into itself twice.
#[test]
fn a_doubling_chain_of_files_is_cut() {
    use std::fmt::Write as _;
    let mut text = "--- api.yaml\nopenapi: 3.1.0\ninfo: {title: Pets, version: '1'}\ncomponents: {schemas: {A: {properties: {$ref: 0.yaml}}}}\n".to_owned();
    for file in 0..30 {
        let next = file + 1;
        _ = writeln!(
            text,
            "--- {file}.yaml\n{{a: {{properties: {{$ref: {next}.yaml}}}}, b: {{properties: {{$ref: {next}.yaml}}}}}}"
        );
    }
    text += "--- 30.yaml\n{}\n";
    let outcome = outcome(&text);
    assert!(
        outcome.contains("error[E0006 too-large]") || outcome.contains("too-deep"),
        "{}",
        outcome.len()
    );
}

/// What is not read is reported at the reference, in the file that it stands in.
#[test]
fn faults() {
    let document = |reference: &str, files: &str| {
        format!(
            "--- api.yaml\nopenapi: 3.1.0\ninfo: {{title: Pets, version: '1'}}\ncomponents:\n  schemas:\n    Pet: {{$ref: '{reference}'}}\n    List: {{type: array, items: {{$ref: '{reference}'}}}}\n{files}"
        )
    };
    let documents = [
        document("pet.yaml", ""),
        document("pet.yaml", "--- bet.yaml\n{}\n"),
        document("../pet.yaml", ""),
        document("a/../../pet.yaml", ""),
        document("/pet.yaml", ""),
        document("C:/pet.yaml", ""),
        document("a\\pet.yaml", ""),
        document("pet.yaml?all", ""),
        document("pet%zz.yaml", ""),
        document("linked.yaml", "--- linked.yaml\n{}\n"),
        document("https://example.com/pet.yaml", ""),
        document("//example.com/pet.yaml", ""),
        document("pet.yaml#/Pt", "--- pet.yaml\nPet: {}\n"),
        document("pet.yaml#Pet", "--- pet.yaml\nPet: {}\n"),
        document("pet.yaml", "--- pet.yaml\n{type: [}\n"),
        document("pet.yaml", "--- pet.yaml\n{type: strng}\n"),
        document("pet.yaml", "--- pet.yaml\n$ref: pet.yaml\n"),
        document(
            "pet.yaml",
            "--- pet.yaml\n$ref: api.yaml#/components/schemas/Pet\n",
        ),
        document("pet.yaml", "--- pet.yaml\nproperties: {$ref: pet.yaml}\n"),
        document(
            "pet%20one.yaml#a",
            "--- pet one.yaml\n{a: {$anchor: a, type: string}}\n",
        ),
    ];
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    check("faults", &documents);
}

/// On demand, something stands for what cannot be read.
#[test]
fn placeholders() {
    let text = "
--- api.yaml
openapi: 3.0.3
info: {title: Pets, version: '1'}
security: [{Key: []}]
paths:
  /pets:
    post:
      parameters: [{$ref: 'common.yaml#/Limit'}, {name: a, in: query, schema: {$ref: 'https://example.com/a.yaml'}}]
      requestBody: {$ref: '../common.yaml#/Body'}
      responses:
        '200': {description: Found., headers: {X-Id: {$ref: common.yaml#/Id}}, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '400': {$ref: common.yaml#/Failure}
components:
  schemas: {Pet: {oneOf: [{$ref: common.yaml#/Cat}], discriminator: {propertyName: kind, mapping: {cat: common.yaml#/Cat}}}}
  securitySchemes: {Key: {$ref: common.yaml#/Key}}
";
    let outcome = outcome_with(text.trim_matches('\n'), Missing::Placeholder);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("placeholders", outcome);
    });
}
