//! `allOf`, and what stands beside a `$ref`.

use std::fmt::Write as _;

use crate::{check, document, outcome, schema, schema_3_0};

fn components(fragment: &str) -> String {
    document(
        "3.1.0",
        &format!(
            "paths: {{}}\ncomponents:\n  schemas:\n{}",
            crate::indent(4, fragment)
        ),
    )
}

#[test]
fn parts() {
    check("combined_parts", components, &[
        // Types intersect, bounds tighten, values and names unite.
        "A: {allOf: [{type: number, minimum: 1}, {type: integer, maximum: 9, exclusiveMinimum: 1}]}",
        "A: {allOf: [{type: string, minLength: 1, pattern: a}, {maxLength: 5, pattern: b}]}",
        "A: {allOf: [{enum: [a, b, c]}, {enum: [c, b, d], type: string}]}",
        "A: {allOf: [{type: array, items: {type: number}, minItems: 1}, {items: {type: integer}, minItems: 2, uniqueItems: true}]}",
        // Bases come first; what several say of a property is combined.
        "
Base: {type: object, required: [id], properties: {id: {type: string}, at: {type: string}}}
A:
  description: More.
  required: [more]
  properties: {more: {type: boolean}, at: {format: date}}
  allOf: [{$ref: '#/components/schemas/Base'}]
",
        // One reference is that component, whatever is said about the place.
        "
Base: {type: object, properties: {id: {type: string}}}
A: {allOf: [{$ref: '#/components/schemas/Base'}], description: A base., type: object}
B:
  type: object
  properties:
    wrapped: {allOf: [{$ref: '#/components/schemas/Base'}, {description: The other.}], readOnly: true}
    sibling: {$ref: '#/components/schemas/Base', type: object, deprecated: true}
    narrowed: {$ref: '#/components/schemas/Base', required: [id]}
    mapped: {$ref: '#/components/schemas/Base', x-rust-type: my::Base, x-rust-name: foreign}
",
        // A component that only refers to another does not stand for it.
        "
Named: {title: Named, allOf: [{$ref: '#/components/schemas/A'}]}
A: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {more: {type: string}}}]}
Base: {type: object, properties: {id: {type: string}}}
",
        // A component that combines others says what they say.
        "
Both: {allOf: [{$ref: '#/components/schemas/Combined'}, {$ref: '#/components/schemas/Plain'}]}
Combined: {allOf: [{$ref: '#/components/schemas/Base'}]}
Base: {type: object, required: [id], properties: {id: {type: string}}}
Plain: {type: object, properties: {plain: {type: string}}}
",
        // What is equal to a component is it.
        "
A: {type: object, properties: {next: {$ref: '#/components/schemas/A'}}}
B: {type: object, properties: {next: {$ref: '#/components/schemas/B'}}}
C: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
",
    ]);
}

#[test]
fn closed_parts() {
    check(
        "combined_closed_parts",
        components,
        &[
            "A: {allOf: [{type: object, properties: {a: {type: string}}, additionalProperties: false}, {properties: {b: {type: string}}}]}",
            "A: {allOf: [{type: object, properties: {a: {type: string}}, additionalProperties: false}, {required: [b], properties: {b: {type: string}}}]}",
            "A: {type: object, additionalProperties: {type: integer}, allOf: [{properties: {a: {minimum: 1}, b: {type: string}}}]}",
            "A: {type: object, additionalProperties: false, required: [a]}",
            "A: {type: object, unevaluatedProperties: false, allOf: [{properties: {a: {type: string}}}]}",
            "A: {type: object, unevaluatedProperties: {type: integer}, allOf: [{properties: {a: {type: string}}}]}",
            "A: {type: object, properties: {a: {type: string}}, unevaluatedProperties: false, anyOf: [{required: [a]}, {required: [b], properties: {b: {type: string}}}]}",
        ],
    );
}

#[test]
fn contradictions() {
    check(
        "contradictions",
        components,
        &[
            "A: {allOf: [{type: string, enum: [foo]}, {type: object, properties: {a: {type: string}}}]}\nB: {type: string}",
            "A: {allOf: [{enum: [a]}, {enum: [b]}]}",
            "A: {type: object, required: [a], properties: {a: {allOf: [{type: string}, {type: integer}]}, b: {type: string}}}",
            "A: {type: object, properties: {a: {allOf: [{type: string}, {type: integer}]}, b: {type: string}}}",
            "A: {oneOf: [{type: string}, {type: object, required: [a], properties: {a: false}}]}",
            "A: {type: array, items: false, minItems: 1}",
            "A: {type: string, not: {}}",
        ],
    );
}

#[test]
fn null() {
    check(
        "combined_null",
        components,
        &["
A: {type: [object, 'null'], properties: {a: {type: string}}}
B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}
C: {allOf: [{$ref: '#/components/schemas/A'}, {type: [object, 'null']}]}
D: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
E: {oneOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}
"],
    );
    check(
        "combined_null_3_0",
        schema_3_0,
        &[
            "{nullable: true, allOf: [{$ref: '#/components/schemas/Subject/properties/a'}], properties: {a: {type: string}}}",
            "type: object\nproperties: {a: {nullable: true, $ref: '#/components/schemas/Subject'}, b: {nullable: true, oneOf: [{type: string}, {type: integer}]}}",
            "{nullable: true, properties: {a: {type: string}}}",
            "{type: object, nullable: true, allOf: [{type: object, properties: {a: {type: string}}}]}",
        ],
    );
}

#[test]
fn circles() {
    check("circles", components, &[
        "A: {allOf: [{$ref: '#/components/schemas/A'}]}",
        "A: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {a: {type: string}}}]}",
        // A parent that lists its children.
        "
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {tail: {type: boolean}}}]}
",
        "
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
Pet:
  type: object
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {type: object, properties: {wings: {type: integer}}}]
",
        "A: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}, {type: integer}]}",
        // A child with a discriminator in the parent.
        "
Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
",
    ]);
}

#[test]
fn siblings_of_3_0_are_ignored() {
    check("siblings_of_3_0", |fragment| components(fragment).replacen("3.1.0", "3.0.3", 1), &["
Name: {type: string}
A: {type: object, properties: {name: {$ref: '#/components/schemas/Name', maxLength: 3, description: Here.}}}
"]);
}

/// There are 2^40 ways through these.
#[test]
fn parts_are_taken_once() {
    let mut fragment = String::new();
    for level in 0..40 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        // Writing to a string does not fail.
        _ = writeln!(
            fragment,
            "S{level}: {{allOf: [{next}, {next}, {{properties: {{p{level}: {{type: string}}}}}}]}}"
        );
    }
    fragment.push_str("S40: {type: object}\n");
    let outcome = outcome(&components(&fragment));
    assert!(outcome.contains("p39 "), "{outcome}");
    assert!(!outcome.contains("error"), "{outcome}");
}

/// A property of a combination of these is any of 2^24 combinations.
#[test]
fn combinations_are_counted() {
    let count = 24;
    let mut fragment = String::new();
    let reference = |number: usize| format!("{{$ref: '#/components/schemas/S{}'}}", number % count);
    for number in 0..count {
        let (next, other) = (reference(number + 1), reference(0));
        let both = if number == count - 1 {
            format!("x: {next}")
        } else {
            format!("x: {next}, y: {{allOf: [{next}, {other}]}}")
        };
        _ = writeln!(
            fragment,
            "S{number}: {{type: object, properties: {{{both}}}}}"
        );
    }
    _ = writeln!(
        fragment,
        "All: {{allOf: [{}, {}]}}",
        reference(0),
        reference(1)
    );
    let outcome = outcome(&components(&fragment));
    assert!(
        outcome.contains("E0211"),
        "{}",
        &outcome[outcome.len() - 2000..]
    );
}

/// A chain of parts as long as a document can hold needs no deep stack.
#[test]
fn long_chains_end() {
    let mut fragment = String::new();
    for level in 0..5_000 {
        _ = writeln!(
            fragment,
            "S{level}: {{allOf: [{{$ref: '#/components/schemas/S{}'}}, {{minimum: {level}}}]}}",
            level + 1
        );
    }
    fragment.push_str("S5000: {type: integer}\n");
    let outcome = outcome(&components(&fragment));
    assert!(outcome.contains("error[E0211 too-complex]"), "no error");
}

#[test]
fn keywords_of_any_type() {
    check(
        "conditions",
        schema,
        &[
            "{type: string, not: {enum: [a]}}",
            "{type: object, properties: {a: {type: string}}, if: {required: [a]}, then: {required: [b]}}",
            "{type: object, properties: {a: {type: string}}, dependentSchemas: {a: {properties: {b: {type: string}}}}}",
            "{not: {$ref: '#/components/schemas/Subject/properties/a'}, properties: {a: {type: string}}}",
            "{type: object, properties: {next: {$ref: '#/components/schemas/Subject'}}, not: {required: [none]}, if: {properties: {next: {$ref: '#/components/schemas/Subject'}}}, then: false}",
        ],
    );
}
