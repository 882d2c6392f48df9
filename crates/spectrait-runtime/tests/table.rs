//! The table of the crate's documentation, "strict and tolerant": one test for each cell.

use std::fmt::Debug;

use spectrait_runtime::{
    DecodeError, FromJson, Int, List, Map, Nullable, Open, OpenUnion, Text, Timestamp, ToJson, Uri,
    Uuid, checked, record, string_enum, union,
};

string_enum! {
    /// Listed values.
    pub enum Status {
        Pending = "pending",
    }
}

record! {
    /// What a response holds.
    #[derive(Clone, Default)]
    pub struct Plain {
        /// Open.
        pub status: Option<Open<Status>> = "status",
        /// Plain.
        pub count: Option<i64> = "count",
        /// Nullable.
        pub note: Option<Nullable<String>> = "note",
    }
}

record! {
    /// The same, closed.
    #[derive(Clone, Default)]
    pub struct Shut {
        /// Plain.
        pub count: Option<i64> = "count",
    }
    closed;
}

record! {
    /// The same, with other properties kept.
    #[derive(Clone, Default)]
    pub struct Kept {
        /// Plain.
        pub count: Option<i64> = "count",
        ..pub rest: Map<i64>,
    }
}

record! {
    /// A required property.
    #[derive(Clone)]
    pub struct Needed {
        /// Required.
        pub id: i64 = "id",
    }
    new(id: i64);
}

/// How one cell comes out: the value written back, or the violations.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell {
    Accepted(&'static str),
    Violation(&'static str),
}
use Cell::{Accepted, Violation};

#[track_caller]
fn assert_cell<T: FromJson + ToJson + Debug>(
    read: impl Fn(&'static str) -> Result<T, DecodeError>,
    text: &'static str,
    mode: &str,
    expected: &Cell,
) {
    let result = read(text);
    match (&result, expected) {
        (Ok(value), Accepted(written)) => {
            assert_eq!(value.to_json().as_deref(), Ok(*written), "{mode}: {text}");
        }
        (Err(error), Violation(message)) => {
            assert_eq!(error.to_string(), *message, "{mode}: {text}");
        }
        _ => panic!("{mode}: {text}: {result:?} is not {expected:?}"),
    }
}

#[track_caller]
fn assert_row<T: FromJson + ToJson + Debug>(text: &'static str, strict: Cell, tolerant: Cell) {
    assert_cell::<T>(T::from_json, text, "strict", &strict);
    assert_cell::<T>(T::from_json_tolerant, text, "tolerant", &tolerant);
}

/// A row whose two cells are the same violation.
#[track_caller]
fn assert_violation<T: FromJson + ToJson + Debug>(text: &'static str, message: &'static str) {
    assert_row::<T>(text, Violation(message), Violation(message));
}

#[test]
fn unlisted_enum_value() {
    let text = r#"{"status":"done"}"#;
    let message = "body at `/status`: `done` is none of [pending]";
    assert_row::<Plain>(text, Violation(message), Accepted(text));
    // An enum that is not open has no place for it.
    assert_violation::<Status>(r#""done""#, "body: `done` is none of [pending]");
}

union! {
    /// A union with a tag.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Tagged: one_of by "kind" { Plain(Plain) = "plain", }
}

#[test]
fn unlisted_tag_of_a_union() {
    let text = r#"{"kind":"new"}"#;
    let message = "body at `/kind`: `new` is none of [plain]";
    assert_row::<OpenUnion<Tagged>>(text, Violation(message), Accepted(text));
    assert_violation::<Tagged>(text, message);
}

record! {
    /// What a request holds.
    #[derive(Clone, Default)]
    pub struct Input {
        /// Plain.
        pub count: Option<i64> = "count",
    }
    closed;
    ignore ["id"];
    rules [MinProperties(1)];
}

#[test]
fn property_that_only_a_response_has() {
    let text = r#"{"count":1,"id":"x"}"#;
    assert_row::<Input>(text, Accepted(r#"{"count":1}"#), Accepted(r#"{"count":1}"#));
}

checked! {
    /// An even number.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Even(i64) = [MultipleOf("2")];
}

#[test]
fn another_rule() {
    let message = "body: 0 properties, at least 1 allowed";
    assert_row::<Input>("{}", Violation(message), Accepted("{}"));
    assert_violation::<Even>("3", "body: 3 is not a multiple of 2");
}

union! {
    /// Two that overlap.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Either: one_of { Small(Int<0, 10>), Large(Int<5, 20>), }
}

#[test]
fn two_branches() {
    let message = "body: valid as each of [Small, Large], exactly one is allowed";
    assert_row::<Either>("7", Violation(message), Accepted("7"));
}

#[test]
fn undeclared_property() {
    let text = r#"{"count":1,"more":2}"#;
    let message = "body at `/more`: the schema allows no such property";
    assert_row::<Shut>(text, Violation(message), Accepted(r#"{"count":1}"#));
    assert_row::<Plain>(text, Accepted(r#"{"count":1}"#), Accepted(r#"{"count":1}"#));
    assert_row::<Kept>(text, Accepted(text), Accepted(text));
}

#[test]
fn null_for_an_optional_property() {
    let message = "body at `/count`: expected an integer, found null";
    assert_row::<Plain>(r#"{"count":null}"#, Violation(message), Accepted("{}"));
    // A nullable one is another matter.
    let text = r#"{"note":null}"#;
    assert_row::<Plain>(text, Accepted(text), Accepted(text));
}

#[test]
fn out_of_bounds() {
    // A response's type is plain, so nothing is out of bounds; a bounded type never lies.
    assert_row::<i64>("101", Accepted("101"), Accepted("101"));
    assert_violation::<Int<1, 100>>("101", "body: 101 is more than 100");
    assert_violation::<Int<1, 100>>("0", "body: 0 is less than 1");
    assert_violation::<Int<1, 100>>("1e30", "body: 1e30 is more than 100");
    assert_violation::<i64>(
        "9223372036854775808",
        "body: 9223372036854775808 is more than 9223372036854775807",
    );
}

#[test]
fn wrong_length_or_count() {
    assert_row::<String>(r#""abc""#, Accepted(r#""abc""#), Accepted(r#""abc""#));
    assert_violation::<Text<0, 2>>(r#""abc""#, "body: 3 characters, at most 2 allowed");
    assert_row::<Vec<i64>>("[]", Accepted("[]"), Accepted("[]"));
    assert_violation::<List<i64, 1, 2>>("[]", "body: 0 items, at least 1 allowed");
}

#[test]
fn missing_required() {
    assert_violation::<Needed>("{}", "body at `/id`: missing");
}

#[test]
fn wrong_type() {
    assert_violation::<Needed>(
        r#"{"id":"1"}"#,
        "body at `/id`: expected an integer, found a string",
    );
    assert_violation::<Needed>(
        r#"{"id":null}"#,
        "body at `/id`: expected an integer, found null",
    );
    assert_violation::<bool>("0", "body: expected a boolean, found a number");
    assert_violation::<String>("true", "body: expected a string, found a boolean");
    assert_violation::<Vec<i64>>("{}", "body: expected an array, found an object");
}

#[test]
fn malformed_formats() {
    assert_violation::<Uuid>(r#""123""#, "body: `123` is not a UUID");
    assert_violation::<Timestamp>(r#""2026-01-31""#, "body: `2026-01-31` is not a date-time");
    assert_violation::<Uri>(r#""a b""#, "body: `a b` is not a URI");
}

#[test]
fn integers_written_as_floats() {
    for (text, written) in [("1.0", "1"), ("1e3", "1000"), ("-1.50e1", "-15")] {
        assert_row::<i64>(text, Accepted(written), Accepted(written));
    }
    assert_violation::<i64>("1.5", "body: 1.5 is not an integer");
    let exact = "9007199254740993.0";
    assert_row::<i64>(
        exact,
        Accepted("9007199254740993"),
        Accepted("9007199254740993"),
    );
}

#[test]
fn duplicate_key() {
    let message = "body at `/count`: the property occurs twice";
    assert_row::<Plain>(
        r#"{"count":1,"count":2}"#,
        Violation(message),
        Accepted(r#"{"count":2}"#),
    );
    let message = "body at `/a`: the property occurs twice";
    assert_row::<Map<i64>>(
        r#"{"a":1,"a":2}"#,
        Violation(message),
        Accepted(r#"{"a":2}"#),
    );
}
