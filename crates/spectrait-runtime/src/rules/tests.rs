//! Every rule: a list, a value, and what is wrong with it.

use crate::json::{Decoder, MAX_DEPTH, Mode, Node, Tape};
use crate::rules::JsonType::{Array, Boolean, Integer, Null, Number, Object, String};
use crate::rules::Rule::{
    AdditionalProperties, AllOf, AnyOf, Contains, DependentRequired, DependentSchemas, Enum,
    ExclusiveMaximum, ExclusiveMinimum, If, Items, MaxItems, MaxLength, MaxProperties, Maximum,
    MinItems, MinLength, MinProperties, Minimum, MultipleOf, Never, Not, OneOf, Pattern,
    PatternProperties, PrefixItems, Properties, PropertyNames, Ref, Required, Type,
    UnevaluatedItems, UnevaluatedProperties, UniqueItems,
};
use crate::rules::{Rule, RuleSet, judge, violations};

/// A row is a value and the violations, one a line: `/pointer keyword: message`. Valid values have none.
#[track_caller]
fn assert_rules(rules: &'static [Rule], rows: &[(&str, &str)]) {
    for (json, expected) in rows {
        assert!(Tape::parse(json.as_bytes()).is_ok(), "{json}");
        let lines: Vec<_> = violations(json, rules, &[])
            .iter()
            .flatten()
            .map(|violation| {
                let pointer = violation.place.pointer();
                format!("{pointer} {}: {}", violation.keyword, violation.message)
            })
            .collect();
        assert_eq!(lines.join("\n"), *expected, "{json}");
    }
}

/// How much work a value is.
#[track_caller]
fn work_of(rules: &'static [Rule], json: &str) -> (bool, u64) {
    let Ok(tape) = Tape::parse(json.as_bytes()) else {
        panic!("{json} is JSON");
    };
    let mut decoder = Decoder::new(&tape, Mode::Strict);
    let is_valid = judge(&mut decoder, Node::ROOT, rules, &[], None);
    (is_valid, decoder.work_done())
}

#[test]
fn never() {
    assert_rules(&[], &[("1", ""), ("null", "")]);
    assert_rules(
        const { &[Never] },
        &[
            ("1", " false: the schema allows no value"),
            ("{}", " false: the schema allows no value"),
        ],
    );
}

#[test]
fn types() {
    assert_rules(
        const { &[Type(&[Integer, Null])] },
        &[
            ("1", ""),
            ("1.0", ""),
            ("1e400", ""),
            ("null", ""),
            ("1.5", " type: 1.5 is not an integer or null"),
            (
                "\"1\"",
                " type: expected an integer or null, found a string",
            ),
        ],
    );
    assert_rules(
        const { &[Type(&[Integer])] },
        &[
            ("1.5", " type: 1.5 is not an integer"),
            ("true", " type: expected an integer, found a boolean"),
        ],
    );
    assert_rules(
        const { &[Type(&[Number, Boolean])] },
        &[
            ("1.5", ""),
            ("false", ""),
            ("null", " type: expected a number or a boolean, found null"),
        ],
    );
    assert_rules(
        const { &[Type(&[String, Array, Object])] },
        &[
            ("\"\"", ""),
            ("[]", ""),
            ("{}", ""),
            (
                "1",
                " type: expected a string or an array or an object, found a number",
            ),
        ],
    );
}

#[test]
fn enumerations() {
    assert_rules(
        const { &[Enum(&["1", "\"a\"", "null", "[1,{\"b\":2}]", "true"])] },
        &[
            ("1.0", ""),
            ("\"\\u0061\"", ""),
            ("null", ""),
            ("true", ""),
            ("[1e0,{\"b\":2.0}]", ""),
            ("2", " enum: 2 is none of [1, a, null, [1,{\"b\":2}], true]"),
            (
                "\"1\"",
                " enum: `1` is none of [1, a, null, [1,{\"b\":2}], true]",
            ),
            (
                "false",
                " enum: `false` is none of [1, a, null, [1,{\"b\":2}], true]",
            ),
            (
                "[1]",
                " enum: the value is none of [1, a, null, [1,{\"b\":2}], true]",
            ),
        ],
    );
    assert_rules(
        const { &[Enum(&["{\"a\":1,\"b\":[null]}"])] },
        &[
            ("{\"b\":[null],\"a\":1}", ""),
            (
                "{\"b\":[null]}",
                " enum: the value is none of [{\"a\":1,\"b\":[null]}]",
            ),
        ],
    );
    assert_rules(const { &[Enum(&["\"a\\\"b\""])] }, &[("\"a\\u0022b\"", "")]);
    assert_rules(
        const { &[Enum(&["0"])] },
        &[("null", " enum: null is none of [0]")],
    );
}

#[test]
fn numbers() {
    assert_rules(
        const { &[Minimum("1.5"), Maximum("1e400")] },
        &[
            ("1.5", ""),
            ("1e400", ""),
            ("10e399", ""),
            ("\"\"", ""),
            (
                "1.4999999999999999999999999",
                " minimum: 1.4999999999999999999999999 is less than 1.5",
            ),
            ("1.1e400", " maximum: 1.1e400 is more than 1e400"),
            (
                "1e999999999999999999999",
                " maximum: 1e999999999999999999999 is more than 1e400",
            ),
        ],
    );
    assert_rules(
        const { &[ExclusiveMinimum("0"), ExclusiveMaximum("9007199254740993")] },
        &[
            ("1e-400", ""),
            ("9007199254740992", ""),
            ("0", " exclusiveMinimum: 0 is not more than 0"),
            ("-0.0", " exclusiveMinimum: -0.0 is not more than 0"),
            (
                "9007199254740993",
                " exclusiveMaximum: 9007199254740993 is not less than 9007199254740993",
            ),
        ],
    );
    assert_rules(
        const { &[MultipleOf("0.01")] },
        &[
            ("0.03", ""),
            ("4.35", ""),
            ("1e400", ""),
            ("0", ""),
            ("0.035", " multipleOf: 0.035 is not a multiple of 0.01"),
            ("1e-400", " multipleOf: 1e-400 is not a multiple of 0.01"),
        ],
    );
}

#[test]
fn strings() {
    assert_rules(
        const { &[MinLength(2), MaxLength(3)] },
        &[
            ("\"ab\"", ""),
            ("\"\u{1f600}\u{1f600}\"", ""),
            ("1", ""),
            (
                "\"\u{1f600}\"",
                " minLength: 1 character, at least 2 allowed",
            ),
            ("\"abcd\"", " maxLength: 4 characters, at most 3 allowed"),
        ],
    );
    assert_rules(
        const { &[Pattern("^[0-9]{2}$")] },
        &[
            ("\"12\"", ""),
            ("12", ""),
            ("\"123\"", " pattern: `123` does not match `^[0-9]{2}$`"),
        ],
    );
}

#[test]
fn sizes() {
    assert_rules(
        const { &[MinItems(1), MaxItems(2), MinProperties(1), MaxProperties(2)] },
        &[
            ("[1]", ""),
            ("{\"a\":1}", ""),
            ("\"\"", ""),
            ("[]", " minItems: 0 items, at least 1 allowed"),
            ("[1,2,3]", " maxItems: 3 items, at most 2 allowed"),
            ("{}", " minProperties: 0 properties, at least 1 allowed"),
            (
                "{\"a\":1,\"b\":1,\"c\":1}",
                " maxProperties: 3 properties, at most 2 allowed",
            ),
        ],
    );
}

#[test]
fn unique_items() {
    assert_rules(
        const { &[UniqueItems] },
        &[
            ("[]", ""),
            ("[1,true,\"1\",null,[1],{\"a\":1},0,false,\"\"]", ""),
            ("[[\"a\",\"b\"],[\"ab\"]]", ""),
            ("[1,2,1.0]", " uniqueItems: the items 0 and 2 are equal"),
            (
                "[3,{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]",
                " uniqueItems: the items 1 and 2 are equal",
            ),
            ("[5,5,5,4,4]", " uniqueItems: the items 0 and 1 are equal"),
        ],
    );
}

#[test]
fn items() {
    assert_rules(
        const {
            &[
                PrefixItems(&[&[Type(&[String])], &[Type(&[Integer])]]),
                Items(2, &[Never]),
            ]
        },
        &[
            ("[]", ""),
            ("[\"a\"]", ""),
            ("[\"a\",1]", ""),
            ("[\"a\",1,2]", "/2 items: the schema allows no such item"),
            (
                "[1,\"a\"]",
                "/0 type: expected a string, found a number\n\
                 /1 type: expected an integer, found a string",
            ),
        ],
    );
    assert_rules(
        const { &[Items(0, &[Minimum("3")])] },
        &[
            ("[3,\"a\"]", ""),
            (
                "[3,1,2]",
                "/1 minimum: 1 is less than 3\n/2 minimum: 2 is less than 3",
            ),
        ],
    );
    assert_rules(
        const { &[Contains(&[Minimum("3"), Type(&[Number])], 1, Some(2))] },
        &[
            ("[3,1]", ""),
            ("[3,4,1]", ""),
            (
                "[1]",
                " contains: 0 of the items are as `contains` says, at least 1 must be",
            ),
            (
                "[3,4,5]",
                " maxContains: 3 of the items are as `contains` says, at most 2 must be",
            ),
        ],
    );
    assert_rules(
        const { &[Contains(&[Never], 0, None)] },
        &[("[]", ""), ("[1]", "")],
    );
}

#[test]
fn properties() {
    assert_rules(
        const {
            &[
                Required(&["a", "b/c"]),
                Properties(&[("a", &[Type(&[String])]), ("no", &[Never])]),
            ]
        },
        &[
            ("{\"a\":\"\",\"b/c\":1}", ""),
            ("[]", ""),
            ("{}", "/a required: missing\n/b~1c required: missing"),
            (
                "{\"a\":1,\"no\":2,\"b/c\":1}",
                "/a type: expected a string, found a number\n\
                 /no additionalProperties: the schema allows no such property",
            ),
        ],
    );
    assert_rules(
        const {
            &[
                PatternProperties(&[("^x-", &[Type(&[String])]), ("y", &[MinLength(2)])]),
                AdditionalProperties(&["a"], &["^x-", "y"], &[Never]),
            ]
        },
        &[
            ("{\"a\":1,\"x-1\":\"\",\"by\":\"12\"}", ""),
            (
                "{\"x-y\":\"1\",\"b\":1}",
                "/x-y minLength: 1 character, at least 2 allowed\n\
                 /b additionalProperties: the schema allows no such property",
            ),
        ],
    );
    assert_rules(
        const { &[AdditionalProperties(&[], &[], &[Type(&[Integer])])] },
        &[
            ("{\"a\":1}", ""),
            (
                "{\"a\":\"\"}",
                "/a type: expected an integer, found a string",
            ),
        ],
    );
    assert_rules(
        const { &[PropertyNames(&[MaxLength(2), Pattern("^[0-9]")])] },
        &[
            ("{\"12\":1}", ""),
            (
                "{\"123\":1,\"ab\":1}",
                "/123 propertyNames: the name is not allowed: 3 characters, at most 2 allowed\n\
                 /ab propertyNames: the name is not allowed: `ab` does not match `^[0-9]`",
            ),
        ],
    );
}

#[test]
fn dependents() {
    assert_rules(
        const {
            &[
                DependentRequired(&[("a", &["b", "c"])]),
                DependentSchemas(&[("d", &[MinProperties(2)])]),
            ]
        },
        &[
            ("{\"b\":1}", ""),
            ("{\"a\":1,\"b\":1,\"c\":1}", ""),
            ("{\"a\":1,\"b\":1}", "/c required: missing"),
            (
                "{\"d\":1}",
                " minProperties: 1 property, at least 2 allowed",
            ),
            ("\"d\"", ""),
        ],
    );
}

#[test]
fn combinations() {
    assert_rules(
        const { &[AllOf(&[&[Minimum("1")], &[Maximum("2")]])] },
        &[("1", ""), ("0", " minimum: 0 is less than 1")],
    );
    assert_rules(
        const { &[AnyOf(&[&[Required(&["a"])], &[Required(&["b"])]])] },
        &[
            ("{\"a\":1}", ""),
            ("{\"a\":1,\"b\":1}", ""),
            (
                "{}",
                " anyOf: no alternative is valid (1: at `/a`: missing; 2: at `/b`: missing)",
            ),
        ],
    );
    assert_rules(
        const { &[OneOf(&[&[Minimum("2")], &[MultipleOf("2")], &[Never]])] },
        &[
            ("3", ""),
            ("0", ""),
            (
                "4",
                " oneOf: valid by alternatives 1 and 2, exactly one is allowed",
            ),
            (
                "1",
                " oneOf: no alternative is valid (1: 1 is less than 2; 2: 1 is not a multiple \
                 of 2; 3: the schema allows no value)",
            ),
        ],
    );
    assert_rules(
        const { &[Not(&[Required(&["a", "b"])])] },
        &[
            ("{\"a\":1}", ""),
            ("{\"a\":1,\"b\":1}", " not: it is what `not` forbids"),
            ("1", " not: it is what `not` forbids"),
        ],
    );
    assert_rules(
        const {
            &[If(
                &[
                    Properties(&[("kind", &[Enum(&["\"a\""])])]),
                    Required(&["kind"]),
                ],
                &[Required(&["x"])],
                &[Required(&["y"])],
            )]
        },
        &[
            ("{\"kind\":\"a\",\"x\":1}", ""),
            ("{\"kind\":\"b\",\"y\":1}", ""),
            ("{\"kind\":\"a\"}", "/x required: missing"),
            ("{\"kind\":\"b\"}", "/y required: missing"),
        ],
    );
}

#[test]
fn what_is_left_over() {
    let rules: &'static [Rule] = const {
        &[
            Properties(&[("a", &[Type(&[Integer])])]),
            AnyOf(&[
                &[Properties(&[("b", &[Type(&[Integer])])]), Required(&["b"])],
                &[PatternProperties(&[("^c", &[])]), Required(&["c1"])],
            ]),
            If(
                &[Properties(&[("d", &[Enum(&["1"])])]), Required(&["d"])],
                &[],
                &[],
            ),
            UnevaluatedProperties(&[Never]),
        ]
    };
    let no = "unevaluatedProperties: the schema allows no such property";
    assert_rules(
        rules,
        &[
            ("{\"a\":1,\"b\":1}", ""),
            ("{\"a\":1,\"c1\":1,\"c2\":1,\"d\":1}", ""),
            ("{\"b\":1,\"c2\":1}", &format!("/c2 {no}")),
            ("{\"b\":1,\"d\":2}", &format!("/d {no}")),
            ("{\"b\":1,\"c1\":1,\"c2\":3,\"e\":1}", &format!("/e {no}")),
            // Nothing is left over for certain where another rule does not hold.
            (
                "{\"a\":\"\",\"b\":1,\"e\":1}",
                "/a type: expected an integer, found a string",
            ),
        ],
    );
    assert_rules(
        const {
            &[
                PrefixItems(&[&[], &[]]),
                Contains(&[Enum(&["9"])], 0, None),
                UnevaluatedItems(&[Type(&[String])]),
            ]
        },
        &[
            ("[1,2]", ""),
            ("[1,2,\"a\",9]", ""),
            ("[1,2,3]", "/2 type: expected a string, found a number"),
        ],
    );
    // What a sibling sees, a cousin does not.
    assert_rules(
        const {
            &[AllOf(&[
                &[Properties(&[("a", &[])])],
                &[UnevaluatedProperties(&[Never])],
            ])]
        },
        &[("{\"a\":1}", &format!("/a {no}"))],
    );
    // `not` looks at nothing, and of `oneOf` only the valid one counts.
    assert_rules(
        const {
            &[
                OneOf(&[
                    &[Properties(&[("a", &[])]), Required(&["a"])],
                    &[Required(&["b"])],
                ]),
                Not(&[Not(&[Properties(&[("c", &[])])])]),
                UnevaluatedProperties(&[Never]),
            ]
        },
        &[
            ("{\"a\":1}", ""),
            ("{\"b\":1}", &format!("/b {no}")),
            ("{\"a\":1,\"c\":1}", &format!("/c {no}")),
        ],
    );
    // Inner ones see nothing of the outer ones, outer ones all of the inner ones.
    assert_rules(
        const {
            &[
                AllOf(&[&[
                    Properties(&[("a", &[])]),
                    UnevaluatedProperties(&[Type(&[String])]),
                ]]),
                UnevaluatedProperties(&[Never]),
            ]
        },
        &[
            ("{\"a\":1,\"b\":\"\"}", ""),
            ("{\"b\":1}", "/b type: expected a string, found a number"),
        ],
    );
}

#[test]
fn ignored_members_are_not_seen() {
    let rules: &'static [Rule] = const {
        &[
            MaxProperties(1),
            AdditionalProperties(&["a"], &[], &[Never]),
            Properties(&[
                ("a", &[]),
                ("in", &[AdditionalProperties(&[], &[], &[Never])]),
            ]),
            UnevaluatedProperties(&[Never]),
        ]
    };
    assert_eq!(violations("{\"a\":1,\"id\":1}", rules, &["id"]), None);
    assert!(violations("{\"a\":1,\"id\":1}", rules, &[]).is_some());
    // Only of the object itself.
    assert!(violations("{\"in\":{\"id\":1}}", rules, &["id"]).is_some());
}

#[test]
fn recursive_sets() {
    static TREE: RuleSet = RuleSet(&[
        Type(&[Object]),
        Properties(&[
            ("left", &[Ref(&TREE)]),
            ("right", &[Ref(&TREE)]),
            ("value", &[Type(&[Integer])]),
        ]),
        Required(&["value"]),
    ]);
    assert_rules(
        const { &[Ref(&TREE)] },
        &[
            ("{\"value\":1,\"left\":{\"value\":2}}", ""),
            (
                "{\"value\":1,\"left\":{\"right\":{\"value\":\"\"}}}",
                "/left/right/value type: expected an integer, found a string\n\
                 /left/value required: missing",
            ),
        ],
    );
}

#[test]
fn a_circle_that_goes_no_deeper_ends() {
    static A: RuleSet = RuleSet(&[AllOf(&[&[Ref(&B)]]), Minimum("1")]);
    static B: RuleSet = RuleSet(&[AnyOf(&[&[Ref(&A)], &[Ref(&B)]]), Maximum("2")]);
    assert_rules(
        const { &[Ref(&A)] },
        &[
            ("1", ""),
            ("0", " minimum: 0 is less than 1"),
            ("3", " maximum: 3 is more than 2"),
        ],
    );
}

#[test]
fn a_failure_that_is_remembered_is_told_wherever_it_counts() {
    static SMALL: RuleSet = RuleSet(&[Maximum("2")]);
    assert_rules(
        const {
            &[
                Not(&[Ref(&SMALL)]),
                AnyOf(&[&[Ref(&SMALL)], &[Ref(&SMALL), Minimum("1")]]),
            ]
        },
        &[(
            "3",
            " anyOf: no alternative is valid (1: 3 is more than 2; 2: 3 is more than 2)",
        )],
    );
    assert_rules(
        const { &[OneOf(&[&[Ref(&SMALL)], &[Never]]), Ref(&SMALL)] },
        &[(
            "3",
            " oneOf: no alternative is valid (1: 3 is more than 2; 2: the schema allows no \
             value)\n maximum: 3 is more than 2",
        )],
    );
}

/// Both branches go all the way down, so every level would double the work.
#[test]
fn nesting_adds_up_and_does_not_multiply() {
    static NODE: RuleSet = RuleSet(&[OneOf(&[
        &[Properties(&[("next", &[Ref(&NODE)])]), Required(&["a"])],
        &[Properties(&[("next", &[Ref(&NODE)])]), Required(&["b"])],
        &[AllOf(&[&[Ref(&SAME)], &[Ref(&SAME)]]), Required(&["c"])],
    ])]);
    static SAME: RuleSet = RuleSet(&[Properties(&[("next", &[Ref(&NODE)])])]);
    let nested = |depth: usize, inner: &str| {
        let open = "{\"a\":1,\"next\":".repeat(depth);
        format!("{open}{inner}{}", "}".repeat(depth))
    };
    let work = |depth| work_of(const { &[Ref(&NODE)] }, &nested(depth, "{\"b\":1}"));
    let (is_valid, half) = work(MAX_DEPTH / 2 - 1);
    assert!(is_valid);
    let (is_valid, whole) = work(MAX_DEPTH - 1);
    assert!(is_valid);
    assert!(
        whole < half * 5 / 2,
        "{half} steps for half, {whole} for all"
    );
    assert!(whole < 10_000, "{whole} steps");
    // The same where the innermost value fails, and with an account of what was looked at.
    let (is_valid, steps) = work_of(const { &[Ref(&NODE)] }, &nested(MAX_DEPTH - 1, "{}"));
    assert!(!is_valid && steps < 10_000, "{steps} steps");
    let rules: &'static [Rule] = const { &[Ref(&NODE), UnevaluatedProperties(&[Never])] };
    let (_, steps) = work_of(rules, &nested(MAX_DEPTH - 1, "{\"b\":1}"));
    assert!(steps < 20_000, "{steps} steps");
}

/// The deepest value, by rules that are inside of each other many times at every level of it: a thread of the usual size
/// (2 MiB) must do, with the frames of a debug build.
#[test]
fn rules_are_only_so_deep() {
    static DEEP: RuleSet = RuleSet(&[AllOf(&[&[OneOf(&[&[If(
        &[],
        &[AnyOf(&[&[AllOf(&[&[AllOf(&[&[AllOf(&[&[
            Properties(&[("next", &[Ref(&DEEP)])]),
            UnevaluatedProperties(&[Never]),
        ]])]])]])]])],
        &[],
    )]])]])]);
    let depth = MAX_DEPTH - 1;
    let json = format!("{}1{}", "{\"next\":".repeat(depth), "}".repeat(depth));
    let (is_valid, _) = work_of(const { &[Ref(&DEEP)] }, &json);
    assert!(!is_valid, "it is deeper than rules may be");
    let depth = MAX_DEPTH / 2;
    let json = format!("{}1{}", "{\"next\":".repeat(depth), "}".repeat(depth));
    let (is_valid, _) = work_of(const { &[Ref(&DEEP)] }, &json);
    assert!(is_valid);
}

#[test]
fn what_takes_too_much_work_is_refused() {
    // Each item is compared with a list that no document has.
    static LISTED: [&str; 4096] = ["0"; 4096];
    static MANY: RuleSet = RuleSet(&[Enum(&LISTED)]);
    let json = format!("[{}]", vec!["1"; 512].join(","));
    let rules: &'static [Rule] = const { &[Items(0, &[Not(&[Ref(&MANY)])])] };
    let Some(violations) = violations(&json, rules, &[]) else {
        panic!("it is refused");
    };
    assert_eq!(
        violations.to_string(),
        "body: the value takes too much work to check"
    );
}
