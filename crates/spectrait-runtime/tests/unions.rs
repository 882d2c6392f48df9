//! Unions: which branch a value is, what is said where it is none, and how it is written.
#![expect(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::fmt::Debug;

use bytes::Bytes;
use http::HeaderMap;
use spectrait_runtime::operation::RawRequest;
use spectrait_runtime::{
    Any, Empty, FromJson, Map, Method, Nullable, Open, OpenUnion, Operation, SecurityScheme,
    ToJson, Union, decode_request, encode_request, record, request, responses, string_enum, union,
};

record! {
    /// A cat, whose schema does not have the tag.
    #[derive(Clone, Default)]
    pub struct Cat {
        /// Lives.
        pub lives: Option<i64> = "lives",
    }
    closed;
}

record! {
    /// A dog, whose schema has it.
    #[derive(Clone)]
    pub struct Dog {
        /// Tag.
        pub pet_type: String = "petType",
        /// Friend.
        pub friend: Option<Box<Pet>> = "friend",
    }
    new(pet_type: String);
}

record! {
    /// A bird that keeps whatever it finds.
    #[derive(Clone, Default)]
    pub struct Bird {
        ..pub rest: Map<i64>,
    }
}

union! {
    /// A pet.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Pet: one_of by "petType" {
        /// It purrs.
        Cat(Cat) = "cat" | "kitty",
        Dog(Box<Dog>) = "dog",
        Bird(Bird) = "bird",
        Other(Map<Any>) = "other",
    }
    from [Cat(Cat), Dog(Box<Dog>)];
}

/// Reads strictly, or in the other mode; what comes out is how the value is written, or the violations.
#[track_caller]
fn assert_read<T: FromJson + ToJson + Debug>(rows: &[(&str, &str)]) {
    for (json, expected) in rows {
        assert_eq!(outcome(T::from_json(json)), *expected, "{json}");
    }
}

#[track_caller]
fn assert_tolerant<T: FromJson + ToJson + Debug>(rows: &[(&str, &str)]) {
    for (json, expected) in rows {
        assert_eq!(outcome(T::from_json_tolerant(json)), *expected, "{json}");
    }
}

fn outcome<T: ToJson + Debug, E: ToString>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => {
            let name = format!("{value:?}");
            let name = name.split('(').next().unwrap_or_default();
            format!("{name} {}", value.to_json().unwrap())
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_tag_picks_the_branch_and_is_written_once() {
    assert_read::<Pet>(&[
        (
            r#"{"petType":"cat","lives":7}"#,
            r#"Cat {"petType":"cat","lives":7}"#,
        ),
        (
            r#"{"lives":7,"petType":"kitty"}"#,
            r#"Cat {"petType":"cat","lives":7}"#,
        ),
        (
            r#"{"petType":"dog","friend":{"petType":"cat"}}"#,
            r#"Dog {"petType":"dog","friend":{"petType":"cat"}}"#,
        ),
        (
            r#"{"petType":"bird","a":1}"#,
            r#"Bird {"petType":"bird","a":1}"#,
        ),
        (
            r#"{"b":1,"petType":"other"}"#,
            r#"Other {"b":1,"petType":"other"}"#,
        ),
        (
            r#"{"petType":"cow"}"#,
            "body at `/petType`: `cow` is none of [cat, kitty, dog, bird, other]",
        ),
        (
            r#"{"petType":7}"#,
            "body at `/petType`: expected a string, found a number",
        ),
        ("[]", "body: expected an object, found an array"),
        // The branch's violations are told at their places.
        (
            r#"{"petType":"cat","lives":"9","x":1}"#,
            "body at `/x`: the schema allows no such property\n\
             body at `/lives`: expected an integer, found a string",
        ),
        (
            r#"{"petType":"dog","friend":{"petType":"bird","a":""}}"#,
            "body at `/friend/a`: expected an integer, found a string",
        ),
    ]);
}

#[test]
fn without_its_tag_a_value_is_what_one_branch_takes_it_for() {
    // Open maps take whatever comes, so here it is never certain.
    let missing = "body at `/petType`: missing; it is one of [cat, kitty, dog, bird, other]";
    assert_read::<Pet>(&[(r#"{"lives":7}"#, missing), ("{}", missing)]);
    assert_read::<Shape>(&[
        (r#"{"side":1}"#, r#"Square {"kind":"square","side":1}"#),
        (r#"{"radius":1}"#, r#"Circle {"kind":"circle","radius":1}"#),
        (
            r#"{"radius":1,"side":1}"#,
            "body at `/kind`: missing; it is one of [square, circle]",
        ),
        (
            "{}",
            "body at `/kind`: missing; it is one of [square, circle]",
        ),
    ]);
    assert_tolerant::<Shape>(&[
        (
            r#"{"side":1,"more":1}"#,
            r#"Square {"kind":"square","side":1}"#,
        ),
        (
            r#"{"radius":1,"side":1}"#,
            "body at `/kind`: missing; it is one of [square, circle]",
        ),
    ]);
}

record! {
    /// A square.
    #[derive(Clone)]
    pub struct Square {
        /// Side.
        pub side: i64 = "side",
    }
    new(side: i64);
}

record! {
    /// A circle.
    #[derive(Clone)]
    pub struct Circle {
        /// Radius.
        pub radius: i64 = "radius",
    }
    new(radius: i64);
}

union! {
    /// A shape.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Shape: one_of by "kind" {
        Square(Square) = "square",
        Circle(Circle) = "circle",
    }
}

#[test]
fn a_tag_of_another_branch_is_not_written() {
    let dog = Pet::from(Dog::new("cat"));
    assert_eq!(
        dog.to_json().unwrap_err().to_string(),
        "body at `/petType`: `cat` says that it is another branch; this one is of [dog]"
    );
    let dog = Dog::new("dog").friend(Pet::from(Cat::new()));
    assert_eq!(
        Pet::from(dog).to_json().unwrap(),
        r#"{"petType":"dog","friend":{"petType":"cat"}}"#
    );
    // A tag in a map is the map's own, and is not written a second time beside the fields.
    let mut bird = Bird::new();
    bird.rest.insert("petType".to_owned(), 1);
    assert_eq!(Pet::Bird(bird).to_json().unwrap(), r#"{"petType":"bird"}"#);
    let other = Map::from([("petType".to_owned(), Any::from("cat"))]);
    assert!(Pet::Other(other).to_json().is_err());
}

union! {
    /// A union with branches that are unions.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Thing: one_of by "group" {
        Shape(Shape) = "shape",
        Pets(Vec<Pet>) = "pets",
    }
}

#[test]
fn a_union_in_a_union_has_both_tags() {
    assert_read::<Thing>(&[
        (
            r#"{"group":"shape","kind":"circle","radius":1}"#,
            r#"Shape {"group":"shape","kind":"circle","radius":1}"#,
        ),
        (
            r#"{"group":"shape","kind":"line"}"#,
            "body at `/kind`: `line` is none of [square, circle]",
        ),
    ]);
    // A tag is for objects; an array of objects gets none.
    let pets = Thing::Pets(vec![Pet::from(Cat::new())]);
    assert_eq!(pets.to_json().unwrap(), r#"[{"petType":"cat"}]"#);
}

#[test]
fn a_client_keeps_what_it_does_not_know() {
    let text = r#"{"a":[1],"petType":"cow"}"#;
    let open = OpenUnion::<Pet>::from_json_tolerant(text).unwrap();
    let OpenUnion::Unlisted(unlisted) = &open else {
        panic!("{open:?}");
    };
    assert_eq!(unlisted.tag(), "cow");
    assert_eq!(
        unlisted.value().get("petType").and_then(Any::as_str),
        Some("cow")
    );
    assert_eq!(open.known(), None);
    assert_eq!(open.to_json().unwrap(), text);
    assert_read::<OpenUnion<Pet>>(&[
        (
            text,
            "body at `/petType`: `cow` is none of [cat, kitty, dog, bird, other]",
        ),
        (r#"{"petType":"cat"}"#, r#"Known {"petType":"cat"}"#),
    ]);
    assert_tolerant::<OpenUnion<Shape>>(&[
        (r#"{"side":1}"#, r#"Known {"kind":"square","side":1}"#),
        ("7", "body: expected an object, found a number"),
    ]);
    // Without the wrapper there is no place for it.
    assert_tolerant::<Pet>(&[(
        text,
        "body at `/petType`: `cow` is none of [cat, kitty, dog, bird, other]",
    )]);
    // A server does not send it.
    let mut encoder = spectrait_runtime::json::Encoder::new(spectrait_runtime::Mode::Strict);
    spectrait_runtime::json::Encode::encode_into(&open, &mut encoder);
    assert_eq!(
        encoder.finish().unwrap_err().to_string(),
        "body: `cow` is none of [cat, kitty, dog, bird, other]"
    );
}

record! {
    /// A holder of unions.
    #[derive(Clone, Default)]
    pub struct Owner {
        /// Open.
        pub pet: Option<OpenUnion<Pet>> = "pet",
        /// Open, perhaps null.
        pub other: Option<Nullable<OpenUnion<Pet>>> = "other",
        /// Several.
        pub ids: Option<Vec<Id>> = "ids",
    }
}

union! {
    /// A name or a number.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Id: any_of { Name(String), Number(i64), }
    from [Name(String), Number(i64)];
}

#[test]
fn setters_take_the_bare_union() {
    let owner = Owner::new()
        .pet(Pet::from(Cat::new()))
        .other(Pet::from(Cat::new()))
        .ids(vec![Id::from(1), Id::from("a".to_owned())]);
    assert_eq!(
        owner.to_json().unwrap(),
        r#"{"pet":{"petType":"cat"},"other":{"petType":"cat"},"ids":[1,"a"]}"#
    );
    assert!(owner.pet.is_some_and(|pet| pet == Pet::from(Cat::new())));
}

#[test]
fn json_types_tell_branches_apart() {
    assert_read::<Id>(&[
        ("7", "Number 7"),
        ("\"7\"", "Name \"7\""),
        (
            "true",
            "body: no branch is valid (Name: expected a string, found a boolean; \
             Number: expected an integer, found a boolean)",
        ),
        // Only one has the right type, so it says what is wrong.
        ("1.5", "body: 1.5 is not an integer"),
    ]);
}

/// Case 7: `oneOf` of `{id: string}` and `{id: integer}`.
mod properties_of_another_type {
    use super::*;

    record! {
        /// By name.
        #[derive(Clone)]
        pub struct Named {
            /// Id.
            pub id: String = "id",
        }
        new(id: String);
    }
    record! {
        /// By number.
        #[derive(Clone)]
        pub struct Numbered {
            /// Id.
            pub id: i64 = "id",
        }
        new(id: i64);
    }
    union! {
        /// By name or number.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Either: one_of { Named(Named), Numbered(Numbered), }
    }

    #[test]
    fn both_reasons_are_told() {
        assert_read::<Either>(&[
            (r#"{"id":"a"}"#, r#"Named {"id":"a"}"#),
            (r#"{"id":1}"#, r#"Numbered {"id":1}"#),
            (
                r#"{"id":true}"#,
                "body: no branch is valid (Named: at `/id`: expected a string, found a \
                 boolean; Numbered: at `/id`: expected an integer, found a boolean)",
            ),
            (
                "[]",
                "body: no branch is valid (Named: expected an object, found an array; \
                 Numbered: expected an object, found an array)",
            ),
        ]);
    }
}

/// Case 6: a closed branch, and one that takes everything.
mod nothing_is_dropped {
    use super::*;

    record! {
        /// Closed.
        #[derive(Clone, Default)]
        pub struct Shut {
            /// A.
            pub a: Option<i64> = "a",
        }
        closed;
    }
    record! {
        /// Open.
        #[derive(Clone, Default)]
        pub struct Loose {
            /// B.
            pub b: Option<i64> = "b",
        }
    }
    union! {
        /// Either.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Either: any_of { Shut(Shut), Free(Map<Any>), }
    }
    union! {
        /// Either.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Open: any_of { Loose(Loose), Shut(Shut), Free(Map<Any>), }
    }

    #[test]
    fn the_branch_that_keeps_the_most() {
        assert_read::<Either>(&[
            (r#"{"free":1}"#, r#"Free {"free":1}"#),
            (r#"{"a":1}"#, r#"Shut {"a":1}"#),
            (r#"{"a":"x"}"#, r#"Free {"a":"x"}"#),
            ("{}", "Shut {}"),
        ]);
        let rows = [
            (r#"{"b":1}"#, r#"Loose {"b":1}"#),
            (r#"{"a":1}"#, r#"Shut {"a":1}"#),
            (r#"{"b":1,"c":2}"#, r#"Free {"b":1,"c":2}"#),
            ("{}", "Loose {}"),
        ];
        assert_read::<Open>(&rows);
        assert_tolerant::<Open>(&rows);
        assert_tolerant::<Either>(&[(r#"{"free":1}"#, r#"Free {"free":1}"#)]);
    }
}

/// Case 5: both have `type: sync`, and differ in a property of a property.
mod deep_difference {
    use super::*;

    string_enum! {
        /// The only type.
        pub enum Sync { Sync = "sync" }
    }
    string_enum! {
        /// Created.
        pub enum Created { Created = "created" }
    }
    string_enum! {
        /// Deleted.
        pub enum Deleted { Deleted = "deleted" }
    }
    macro_rules! event {
        ($name:ident $inner:ident $kind:ident) => {
            record! {
                /// What has happened.
                #[derive(Clone)]
                pub struct $inner {
                    /// How.
                    pub r#type: $kind = "type",
                }
                new(r#type: $kind);
            }
            record! {
                /// An event.
                #[derive(Clone)]
                pub struct $name {
                    /// Always the same.
                    pub r#type: Sync = "type",
                    /// What has happened.
                    pub ev: $inner = "ev",
                }
                new(r#type: Sync, ev: $inner);
            }
        };
    }
    event!(A AEv Created);
    event!(B BEv Deleted);
    union! {
        /// Either.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event: any_of { A(A), B(B), }
    }

    #[test]
    fn the_right_one_is_found() {
        let rows = [
            (
                r#"{"type":"sync","ev":{"type":"created"}}"#,
                r#"A {"type":"sync","ev":{"type":"created"}}"#,
            ),
            (
                r#"{"type":"sync","ev":{"type":"deleted"}}"#,
                r#"B {"type":"sync","ev":{"type":"deleted"}}"#,
            ),
        ];
        assert_read::<Event>(&rows);
        assert_tolerant::<Event>(&rows);
        assert_read::<Event>(&[(
            r#"{"type":"sync","ev":{"type":"moved"}}"#,
            "body: no branch is valid (A: at `/ev/type`: `moved` is none of [created]; \
             B: at `/ev/type`: `moved` is none of [deleted])",
        )]);
    }
}

union! {
    /// Numbers that overlap.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Numeric: one_of { Small(spectrait_runtime::AtMost<10>), Large(spectrait_runtime::AtLeast<5>), }
}

#[test]
fn exactly_one_must_be_valid() {
    assert_read::<Numeric>(&[
        ("1", "Small 1"),
        ("20", "Large 20"),
        (
            "7",
            "body: valid as each of [Small, Large], exactly one is allowed",
        ),
    ]);
    // A client takes the first.
    assert_tolerant::<Numeric>(&[("7", "Small 7")]);
}

string_enum! {
    /// Listed.
    pub enum Level { Low = "low", High = "high" }
}

record! {
    /// With an enum.
    #[derive(Clone)]
    pub struct Setting {
        /// An open enum.
        pub level: Open<Level> = "level",
        /// Optional.
        pub note: Option<String> = "note",
    }
    new(level: Open<Level>);
}

record! {
    /// With a rule.
    #[derive(Clone, Default)]
    pub struct Ruled {
        /// Anything.
        pub level: Option<String> = "level",
        /// Anything.
        pub note: Option<String> = "note",
    }
    rules [Required(&["note"])];
}

union! {
    /// Either.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Either: one_of { Setting(Setting), Ruled(Ruled), }
}

#[test]
fn a_tolerant_reading_takes_what_it_has_the_least_to_pardon() {
    assert_tolerant::<Either>(&[
        // The rule of the second does not hold.
        (r#"{"level":"low"}"#, r#"Setting {"level":"low"}"#),
        // The enum of the first does not list it.
        (
            r#"{"level":"mid","note":"a"}"#,
            r#"Ruled {"level":"mid","note":"a"}"#,
        ),
        // Each pardons one thing.
        (r#"{"level":"mid"}"#, r#"Setting {"level":"mid"}"#),
        // A null is pardoned, too.
        (
            r#"{"level":"low","note":null}"#,
            r#"Setting {"level":"low"}"#,
        ),
    ]);
}

union! {
    /// Branches that are scalars, arrays, and an untagged union.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Mixed: any_of {
        Flag(bool),
        Ids(Vec<Id>),
        Pair((i64, String)),
        Id(Id),
        Level(Level),
    }
}

#[test]
fn unions_in_unions() {
    assert_read::<Mixed>(&[
        ("true", "Flag true"),
        (r#"[1,"a"]"#, r#"Ids [1,"a"]"#),
        ("7", "Id 7"),
        (r#""low""#, r#"Id "low""#),
        (
            "{}",
            "body: no branch is valid (Flag: expected a boolean, found an object; \
             Ids: expected an array, found an object; Pair: expected an array, found an object; \
             Id: no branch is valid (Name: expected a string, found an object; Number: \
             expected an integer, found an object); \
             Level: expected a string, found an object)",
        ),
        (
            "[true]",
            "body: no branch is valid (Flag: expected a boolean, found an array; \
             Ids: at `/0`: no branch is valid (Name: expected a string, found a boolean; \
             Number: expected an integer, found a boolean); \
             Pair: 1 item, at least 2 allowed; \
             Id: no branch is valid (Name: expected a string, found an array; Number: \
             expected an integer, found an array); \
             Level: expected a string, found an array)",
        ),
    ]);
}

#[test]
fn what_a_union_says_of_itself() {
    assert_eq!(Pet::UNION.tag, Some("petType"));
    assert_eq!(Pet::UNION.branches.len(), 4);
    assert!(Pet::UNION.exactly_one);
    assert!(!Id::UNION.exactly_one);
}

request! {
    /// A request with unions in it.
    #[derive(Clone, Default)]
    pub struct FindRequest {
        /// A name or a number.
        pub id: Option<Id> = query("id"),
        /// One or several.
        pub level: Option<OneOrMore> = query("level"),
        /// A body.
        pub body: Option<Owned> = json_body(),
    }
}

responses! {
    /// None.
    #[derive(Debug, Clone, PartialEq)]
    pub enum FindError {}
}

impl Operation for FindRequest {
    const ID: &str = "find";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/find";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = FindError;
}

union! {
    /// One or several.
    #[derive(Debug, Clone, PartialEq)]
    pub enum OneOrMore: any_of { One(Level), More(Vec<Level>), }
}

record! {
    /// With a rule.
    #[derive(Clone, Default)]
    pub struct Owned {
        /// Pets.
        pub pets: Option<Vec<Pet>> = "pets",
        /// Owner.
        pub owner: Option<String> = "owner",
    }
    rules [DependentRequired(&[("pets", &["owner"])])];
}

#[track_caller]
fn assert_query(query: &str, expected: &str) {
    let raw = RawRequest {
        path: &[],
        query: Some(query),
        headers: &HeaderMap::new(),
        body: &Bytes::new(),
    };
    let text = match decode_request::<FindRequest>(&raw) {
        Ok(request) => format!("{:?} {:?}", request.id, request.level),
        Err(violations) => violations.to_string(),
    };
    assert_eq!(text, expected, "{query}");
}

#[test]
fn unions_in_parameters() {
    assert_query("id=7&level=low", "Some(Number(7)) Some(One(Low))");
    assert_query("id=7a", "Some(Name(\"7a\")) None");
    assert_query("level=low&level=high", "None Some(More([Low, High]))");
    assert_query(
        "level=mid",
        "query parameter `level`: `mid` is none of [low, high]",
    );
    let request = FindRequest::new()
        .id(Id::from(7))
        .level(OneOrMore::More(vec![Level::Low, Level::High]));
    let sent = encode_request(&request).unwrap();
    assert_eq!(sent.query.as_deref(), Some("id=7&level=low&level=high"));
}

#[test]
fn a_client_does_not_send_what_breaks_a_rule() {
    let pets = Owned::new().pets(vec![Pet::from(Cat::new())]);
    let violations = encode_request(&FindRequest::new().body(pets.clone())).unwrap_err();
    assert_eq!(violations.to_string(), "body at `/owner`: missing");
    let sent = encode_request(&FindRequest::new().body(pets.owner("Ann"))).unwrap();
    let body = sent.body.unwrap();
    assert_eq!(body, r#"{"pets":[{"petType":"cat"}],"owner":"Ann"}"#);
}
