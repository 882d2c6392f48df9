//! `oneOf` and `anyOf`.

use std::fmt::Write as _;

use crate::{check, document, outcome, schema};

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
fn branches() {
    check(
        "branches",
        schema,
        &[
            "oneOf: [{type: string}, {type: integer}, {type: array, items: {type: string}}]",
            "anyOf: [{type: string, title: Name}, {type: object, properties: {a: {type: string}}}]",
            // `null` is no branch, and one branch is no union.
            "oneOf: [{type: string}, {type: 'null'}]",
            "oneOf: [{type: string}, {type: integer}, {type: 'null'}]",
            "oneOf: [{type: [string, 'null']}, {type: [integer, 'null']}]",
            "anyOf: [{type: [string, 'null']}, {type: [integer, 'null']}]",
            "anyOf: [{type: string, minLength: 2}]",
            "anyOf: [{type: string}, false]",
            "oneOf: [false]",
            "anyOf: [{type: string}, {}]",
            // Values that are listed one by one are an enum.
            "oneOf: [{const: a, description: The first.}, {const: b}, {enum: [c, d], type: string}]",
            "{type: integer, oneOf: [{const: 1, title: ONE}, {const: 2, title: TWO}]}",
            "{type: integer, oneOf: [{const: 1}, {const: 2}]}",
            "{type: integer, enum: [2, 3], oneOf: [{const: 1, title: ONE}, {const: 2, title: TWO}]}",
            "oneOf: [{const: a}, {const: a}]",
            "anyOf: [{type: string}, {type: string, enum: [a, b]}]",
            // Types that do not fit are no branches.
            "{type: object, oneOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}",
        ],
    );
}

#[test]
fn bases() {
    check("bases_of_unions", components, &[
        // What only asserts is a rule.
        "A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        "A: {type: string, oneOf: [{minLength: 2}, {pattern: a}]}",
        "A: {anyOf: [{required: [a]}, {minLength: 2}]}",
        // What stands beside is part of every branch.
        "A: {type: object, required: [id], properties: {id: {type: string}}, oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}]}",
        // Components stay themselves where nothing is added.
        "
A: {type: object, properties: {type: {type: string, enum: [a]}}, required: [type]}
B: {type: object, properties: {type: {type: string, enum: [b]}}, required: [type]}
C: {type: object, required: [type], properties: {type: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
D: {type: object, required: [x], properties: {x: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
",
        // Two choices.
        "A: {type: object, oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}], anyOf: [{properties: {c: {type: string}}}, {properties: {d: {type: string}}}]}",
        "A: {not: {required: [x]}, oneOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}",
    ]);
}

#[test]
fn types() {
    check(
        "several_types",
        schema,
        &[
            "{type: [string, object], minLength: 2, properties: {a: {type: string}}, minProperties: 1}",
            "{type: ['null', number, boolean]}",
            "{type: [integer, number]}",
            "{type: [string, number, boolean, array, object, 'null']}",
            "enum: [a, 1, null, true]",
            "enum: [a, [1], {a: 1}]",
            "const: {a: 1}",
            "{type: [string, integer], enum: [a, 1, 2]}",
        ],
    );
}

#[test]
fn tags() {
    let animals = "
Cat: {type: object, properties: {claws: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind";
    let with = |rest: &str| format!("{animals}{rest}}}\n");
    check("tags", components, &[
        &with(""),
        &with(", mapping: {cat: '#/components/schemas/Cat', kitty: Cat, dog: './Dog.yaml'}"),
        &with(", mapping: {cat: '#/components/schemas/Cta', bird: '#/components/schemas/Bird'}") ,
        &(with(", mapping: {bird: Bird}") + "Bird: {type: object}\n"),
        // The values of a property come before names.
        "
A: {type: object, required: [kind], properties: {kind: {const: a}}}
B: {type: object, required: [kind], properties: {kind: {enum: [b, c]}}}
Named: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
Mapped: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {x: A}}}
Found: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
Outer: {oneOf: [{$ref: '#/components/schemas/Found'}, {type: object, required: [kind], properties: {kind: {const: d}}}]}
",
        // One value for two: they are told apart as a group.
        "
A: {type: object, required: [kind], properties: {kind: {const: a}, x: {type: string}}}
B: {type: object, required: [kind], properties: {kind: {const: a}, y: {type: string}}}
C: {type: object, required: [kind], properties: {kind: {const: c}}}
D: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind}}
",
        // Of no use.
        "A: {oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}], discriminator: {propertyName: kind}}",
        "A: {type: object}\nB: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}], discriminator: {propertyName: kind}}",
        // One branch, and a tag.
        "A: {type: object}\nB: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: kind, mapping: {a: A}}}",
    ]);
}

/// `type` is the same in both, so that it tells nothing (a case that broke others).
#[test]
fn a_shared_value_is_no_tag() {
    check("a_shared_value_is_no_tag", schema, &["
anyOf:
  - {type: object, required: [type, ev], properties: {type: {const: sync}, ev: {type: object, required: [type], properties: {type: {const: a}}}}}
  - {type: object, required: [type, ev], properties: {type: {const: sync}, ev: {type: object, required: [type], properties: {type: {const: b}}}}}
"]);
}

/// 10^9 unions in each other.
#[test]
fn choices_do_not_multiply() {
    let choice = |number: usize| {
        let branches: Vec<String> = (0..8)
            .map(|branch| format!("{{properties: {{p{number}_{branch}: {{type: string}}}}}}"))
            .collect();
        format!("{{oneOf: [{}]}}", branches.join(", "))
    };
    let choices: Vec<String> = (0..10).map(choice).collect();
    let outcome = outcome(&components(&format!(
        "A: {{type: object, allOf: [{}]}}",
        choices.join(", ")
    )));
    assert!(
        outcome.lines().count() < 2_000,
        "{}",
        outcome.lines().count()
    );
}

/// A union in each branch of a union, 24 times.
#[test]
fn nested_choices_are_looked_at_once() {
    let mut fragment = String::new();
    for level in 0..60 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        // Writing to a string does not fail.
        _ = writeln!(
            fragment,
            "S{level}: {{anyOf: [{next}, {{allOf: [{next}], minLength: {level}}}]}}"
        );
    }
    fragment.push_str(
        "S60: {required: [a]}\nA: {type: object, anyOf: [{$ref: '#/components/schemas/S0'}]}\n",
    );
    let outcome = outcome(&components(&fragment));
    assert!(
        outcome.contains("#61 A: any of"),
        "{}",
        &outcome[outcome.find("#61").unwrap_or_default()..]
    );
}
