//! Unions of hostile values and of texts, and what they cost.
#![expect(dead_code, reason = "few setters of the records here are called")]

use crate::json::{Decode, Decoder, MAX_DEPTH, Mode, Node, Tape, Written};
use crate::{Any, FromJson, Map, checked, record, union};

record! {
    /// One side.
    #[derive(Clone)]
    pub(crate) struct Left {
        /// The next.
        pub(crate) next: Option<Box<Chain>> = "next",
        /// Only here.
        pub(crate) left: i64 = "left",
    }
    new(left: i64);
}

record! {
    /// The other side.
    #[derive(Clone)]
    pub(crate) struct Right {
        /// The next.
        pub(crate) next: Option<Box<Chain>> = "next",
        /// Only here.
        pub(crate) right: i64 = "right",
    }
    new(right: i64);
}

union! {
    /// Every branch goes all the way down.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum Chain: one_of {
        Left(Left),
        Right(Right),
        Either(Either),
    }
}

union! {
    /// A union of the same, in it.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum Either: any_of { Many(Vec<Chain>), More(Map<Vec<Chain>>), }
}

/// Reads a value, and says how much work it was.
fn work_of<T: Decode>(json: &str, mode: Mode) -> (Option<T>, u64) {
    let Ok(tape) = Tape::parse(json.as_bytes()) else {
        panic!("{json} is JSON");
    };
    let mut decoder = Decoder::new(&tape, mode);
    let value = T::decode(&mut decoder, Node::ROOT);
    let work = decoder.work_done();
    (decoder.finish(value).ok(), work)
}

fn nested(depth: usize, inner: &str) -> String {
    let open = r#"{"right":1,"next":"#.repeat(depth);
    format!("{open}{inner}{}", "}".repeat(depth))
}

/// With three branches at each of 127 levels, every trial of a trial would be 3 to the power of 127.
#[test]
fn nesting_adds_up_and_does_not_multiply() {
    for mode in [Mode::Strict, Mode::Tolerant] {
        for inner in [r#"{"left":1}"#, "{}", "7", "[[[[[[{}]]]]]]"] {
            let half = work_of::<Chain>(&nested(MAX_DEPTH / 2 - 8, inner), mode).1;
            let whole = work_of::<Chain>(&nested(MAX_DEPTH - 8, inner), mode).1;
            // A level is read once for each level around it, so twice as deep is four times the work at most.
            assert!(whole < half * 5, "{half} steps for half, {whole} for all");
            assert!(whole < 100_000, "{whole} steps");
        }
    }
    let (value, _) = work_of::<Chain>(&nested(MAX_DEPTH - 1, r#"{"left":1}"#), Mode::Strict);
    assert!(value.is_some());
}

#[test]
fn a_failure_far_inside_is_told_with_its_place() {
    let Err(error) = Chain::from_json(nested(2, r#"{"left":"x"}"#)) else {
        panic!("it fails");
    };
    let text = error.to_string();
    assert!(
        text.starts_with("body: no branch is valid (Left: at `/next`: no branch is valid (Left: "),
        "{text}"
    );
    // Reasons of reasons are cut, however deep they are.
    assert!(text.len() < 1_000, "{text}");
}

#[test]
fn wide_values_of_wrong_branches() {
    let json = format!("[{}]", vec![r#"{"up":1}"#; 2_000].join(","));
    let (value, work) = work_of::<Vec<Chain>>(&json, Mode::Strict);
    assert!(value.is_none());
    assert!(work < 100_000, "{work} steps");
}

union! {
    /// What a parameter may be.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum Scalar: one_of { Text(String), Flag(bool), Number(f64), }
}

union! {
    /// The same of objects.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) enum Filter: one_of { Named(Named), Numbered(Numbered), Any(Map<Any>), }
}

record! {
    /// By name.
    #[derive(Clone)]
    pub(crate) struct Named {
        /// Id.
        pub(crate) id: String = "id",
    }
    new(id: String);
    closed;
}

record! {
    /// By number.
    #[derive(Clone)]
    pub(crate) struct Numbered {
        /// Id.
        pub(crate) id: i64 = "id",
    }
    new(id: i64);
    closed;
    rules [Properties(&[("id", &[Minimum("2"), MaxLength(0)])])];
}

checked! {
    /// Five digits, which are no number.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Postcode(String) = [Pattern("^[0-9]{5}$"), Minimum("999999")];
}

checked! {
    /// A number that is not text.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Price(f64) = [MultipleOf("0.01"), MinLength(99), Type(&[Number])];
}

checked! {
    /// Different items.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Ids(Vec<i64>) = [UniqueItems, MaxItems(2), Items(0, &[Minimum("2")])];
}

/// Reads a value from texts, as parameters and forms are.
#[track_caller]
fn assert_text<T: Decode + std::fmt::Debug>(written: &Written, expected: &str) {
    let Ok(tape) = Tape::of_written(written.clone()) else {
        panic!("{written:?} holds JSON");
    };
    let mut decoder = Decoder::new(&tape, Mode::Strict);
    let value = T::decode(&mut decoder, Node::ROOT);
    let text = match decoder.finish(value) {
        Ok(value) => format!("{value:?}"),
        Err(violations) => violations.to_string(),
    };
    assert_eq!(text, expected, "{written:?}");
}

fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

#[test]
fn a_text_is_the_most_special_that_reads_it() {
    for (given, expected) in [
        ("5", "Number(5.0)"),
        ("0.03", "Number(0.03)"),
        ("true", "Flag(true)"),
        ("", "Text(\"\")"),
        ("05", "Text(\"05\")"),
        ("null", "Text(\"null\")"),
    ] {
        assert_text::<Scalar>(&text(given), expected);
    }
    let object = |value: &str| Written::Object(vec![("id".to_owned(), text(value))]);
    assert_text::<Filter>(&object("7"), "Numbered(Numbered { id: 7 })");
    // Two read it as text, and neither is more special.
    assert_text::<Filter>(
        &object("x"),
        "body: valid as each of [Named, Any], exactly one is allowed",
    );
    assert_text::<Filter>(
        &object("1"),
        "body: valid as each of [Named, Any], exactly one is allowed",
    );
}

#[test]
fn rules_see_the_type_that_a_text_was_read_as() {
    assert_text::<Postcode>(&text("10115"), "Postcode(\"10115\")");
    assert_text::<Postcode>(&text("1011"), "body: `1011` does not match `^[0-9]{5}$`");
    assert_text::<Price>(&text("0.03"), "Price(0.03)");
    assert_text::<Price>(&text("0.035"), "body: `0.035` is not a multiple of 0.01");
    assert_text::<Price>(&text("x"), "body: `x` is not a number");
    let list = |values: &[&str]| Written::List(values.iter().map(|value| text(value)).collect());
    assert_text::<Ids>(&list(&["2", "3"]), "Ids([2, 3])");
    assert_text::<Ids>(
        &list(&["2", "1", "2"]),
        "body: the items 0 and 2 are equal\nbody: 3 items, at most 2 allowed\n\
         body at `/1`: `1` is less than 2",
    );
    // A form writes an array of one like a scalar.
    let lone = |value| Written::Lone(Box::new(text(value)));
    assert_text::<Ids>(&lone("2"), "Ids([2])");
    assert_text::<Ids>(&lone("1"), "body: at `/0`: 1 is less than 2");
}
