//! `$ref` between schemas.

use std::fmt::Write as _;

use crate::{check, document};

fn document_3_1(fragment: &str) -> String {
    document("3.1.0", fragment)
}

fn document_3_0(fragment: &str) -> String {
    document("3.0.3", fragment)
}

#[test]
fn references() {
    check("references", document_3_1, &[
        // Recursive: a tree, and two that hold each other.
        "
paths: {}
components:
  schemas:
    Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
",
        // Aliases keep their names; a default comes with what is referred to.
        "
paths: {}
components:
  schemas:
    Alias: {$ref: '#/components/schemas/Alias2', description: The first.}
    Alias2: {$ref: '#/components/schemas/Status'}
    Status: {type: string, enum: [a, b], default: a}
    Holder:
      type: object
      properties:
        status: {$ref: '#/components/schemas/Alias'}
        direct: {$ref: '#/components/schemas/Status', default: b, description: Here., deprecated: true}
        wrong: {$ref: '#/components/schemas/Alias', default: c}
",
        // Schemas inside others stand where they are written, whoever comes first.
        "
paths: {}
components:
  schemas:
    First: {type: object, properties: {x: {$ref: '#/components/schemas/Second/properties/inner'}}}
    Second: {type: object, properties: {inner: {type: object, properties: {leaf: {type: string}}}, again: {$ref: '#/components/schemas/Second/properties/reference'}, reference: {$ref: '#/components/schemas/First'}}}
",
        // One that is known by reference alone stands where it is referred to.
        "
paths: {}
components:
  schemas:
    Subject:
      type: object
      properties: {a: {$ref: '#/components/schemas/Subject/$defs/Part'}}
      $defs: {Part: {type: object, properties: {again: {$ref: '#/components/schemas/Subject/$defs/Part'}}}, Unused: {pattern: a}}
",
        // What stands beside a reference and constrains.
        "
paths: {}
components:
  schemas:
    Name: {type: string}
    Alias: {$ref: '#/components/schemas/Name', maxLength: 3}
    Holder: {type: object, properties: {name: {$ref: '#/components/schemas/Name', type: string, enum: [a], readOnly: true}}}
",
        // What `resolve` has reported is not reported again.
        "
paths: {}
components:
  schemas:
    Holder: {type: object, properties: {name: {$ref: '#/components/schemas/Nmae'}, loop: {$ref: '#/components/schemas/Holder/properties/loop'}}}
    Name: {type: string}
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
",
    ]);
    check("references_3_0", document_3_0, &["
paths: {}
components:
  schemas:
    Name: {type: string}
    Holder: {type: object, properties: {name: {$ref: '#/components/schemas/Name', maxLength: 3, description: Here., default: 5}}}
"]);
}

/// Every schema is lowered once, however many ways lead to it: there are 2^40 here.
#[test]
fn shared_schemas_are_lowered_once() {
    let mut fragment = "paths: {}\ncomponents:\n  schemas:\n".to_owned();
    for level in 0..40 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        // Writing to a string does not fail.
        _ = writeln!(
            fragment,
            "    S{level}: {{type: object, properties: {{a: {next}, b: {next}}}}}"
        );
    }
    fragment.push_str("    S40: {type: string}\n");
    let outcome = crate::outcome(&document_3_1(&fragment));
    assert!(outcome.contains("#40 S40: string\n"), "{outcome}");
    assert!(!outcome.contains("#41"), "{outcome}");
}

/// Schemas are not lowered by recursion: as deep as the reader allows is not too deep for a small stack.
#[test]
fn deep_schemas_need_no_deep_stack() {
    let depth = 240;
    let schema = format!(
        "{}{{type: string}}{}",
        "{items: ".repeat(depth),
        ", type: array}".repeat(depth)
    );
    let fragment = format!("paths: {{}}\ncomponents:\n  schemas:\n    Deep: {schema}\n");
    let outcome = crate::outcome(&document_3_1(&fragment));
    assert!(
        outcome.contains(&format!("#{depth} Deep{}: string\n", "[]".repeat(depth))),
        "{outcome}"
    );
}

/// Nor are defaults a danger: they are as deep as the reader allows at most.
#[test]
fn deep_defaults_are_checked_to_the_end() {
    let depth = 240;
    let value = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let outcome = crate::outcome(&document_3_1(&format!(
        "\
paths: {{}}
components:
  schemas:
    Deep: {{type: array, items: {{$ref: '#/components/schemas/Deep'}}, default: {value}}}
"
    )));
    assert!(
        outcome.contains("the value `1` in a default is not an array"),
        "{outcome}"
    );
}
