//! Rules of records and checked types: when they are checked, and what is said.

use std::fmt::Debug;

use spectrait_runtime::json::{Encode, Encoder};
use spectrait_runtime::{
    Any, FromJson, List, Map, Mode, Nullable, Text, ToJson, checked, record, rule_sets,
};

record! {
    /// How to reach somebody.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Contact {
        /// By mail.
        pub mail: Option<String> = "mail",
        /// By phone.
        pub phone: Option<String> = "phone",
        /// Another.
        pub other: Option<Box<Contact>> = "other",
    }
    closed;
    ignore ["id", "createdAt"];
    rules [
        MaxProperties(2),
        AnyOf(&[&[Required(&["mail"])], &[Required(&["phone"])]]),
        DependentRequired(&[("other", &["mail"])]),
    ];
}

record! {
    /// One that keeps what it does not declare.
    #[derive(Clone, Default)]
    pub struct Labels {
        /// A name.
        pub name: Option<String> = "name",
        ..pub rest: Map<i64>,
    }
    ignore ["id"];
    rules [PropertyNames(&[MaxLength(4)])];
}

#[track_caller]
fn assert_strict<T: FromJson + Debug>(rows: &[(&str, &str)]) {
    for (json, expected) in rows {
        let text = match T::from_json(json) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(text, *expected, "{json}");
    }
}

#[test]
fn a_strict_reading_checks_the_rules_of_a_record() {
    assert_strict::<Contact>(&[
        (r#"{"mail":"a"}"#, ""),
        (r#"{"mail":"a","other":{"phone":"1"}}"#, ""),
        // What is ignored is not looked at, nor counted.
        (
            r#"{"mail":"a","id":[1,2],"createdAt":null,"phone":"1"}"#,
            "",
        ),
        (
            r#"{"mail":"a","nope":1}"#,
            "body at `/nope`: the schema allows no such property",
        ),
        (
            "{}",
            "body: no alternative is valid (1: at `/mail`: missing; 2: at `/phone`: missing)",
        ),
        (
            r#"{"phone":7,"other":{"id":1}}"#,
            "body at `/mail`: missing\n\
             body at `/phone`: expected a string, found a number\n\
             body at `/other`: no alternative is valid (1: at `/mail`: missing; 2: at `/phone`: missing)",
        ),
        ("[]", "body: expected an object, found an array"),
    ]);
    assert_strict::<Labels>(&[
        (r#"{"name":"a","b":1,"id":"x"}"#, ""),
        (
            r#"{"label":1}"#,
            "body at `/label`: the name is not allowed: 5 characters, at most 4 allowed",
        ),
    ]);
    let labels = Labels::from_json(r#"{"id":"x","b":1}"#).unwrap();
    assert_eq!(labels.to_json().unwrap(), r#"{"b":1}"#);
}

#[test]
fn a_tolerant_reading_does_not() {
    assert!(Contact::from_json_tolerant("{}").is_ok());
    assert!(Labels::from_json_tolerant(r#"{"label":1,"id":"x"}"#).is_ok());
}

#[test]
fn a_request_is_checked_when_it_is_written() {
    let write = |value: &dyn Encode, mut encoder: Encoder| {
        value.encode_into(&mut encoder);
        encoder
            .finish()
            .map_err(|violations| violations.to_string())
    };
    let nested = vec![
        Contact::new().mail("a"),
        Contact::new().mail("b").other(Box::new(Contact::new())),
    ];
    assert_eq!(
        write(&nested, Encoder::for_request()),
        Err(
            "body at `/1/other`: no alternative is valid (1: at `/mail`: missing; 2: at `/phone`: missing)"
                .to_owned()
        )
    );
    let label = Labels {
        rest: Map::from([("label".to_owned(), 1)]),
        ..Labels::new()
    };
    assert_eq!(
        write(&vec![label.clone()], Encoder::for_request()),
        Err(
            "body at `/0/label`: the name is not allowed: 5 characters, at most 4 allowed"
                .to_owned()
        )
    );
    let right = Contact::new().mail("a");
    assert_eq!(
        write(&right, Encoder::for_request()),
        Ok(r#"{"mail":"a"}"#.to_owned())
    );
    // Responses and values by themselves are not.
    for mode in [Mode::Strict, Mode::Tolerant] {
        assert!(write(&nested, Encoder::new(mode)).is_ok());
        assert!(write(&label, Encoder::new(mode)).is_ok());
    }
    assert!(nested.to_json().is_ok());
}

checked! {
    /// A code.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Code(Text<2, 4>) = [Pattern("^[A-Z]+$")];
}

checked! {
    /// A price.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Price(f64) = [Minimum("0"), MultipleOf("0.01")];
}

checked! {
    /// Tags.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Tags(List<Code, 1, 3>) = [UniqueItems];
}

checked! {
    /// Extensions.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Extensions(Map<Any>) = [PropertyNames(&[Pattern("^x-")])];
}

rule_sets! {
    /// A tree of lists of numbers.
    static TREE = [AnyOf(&[&[Type(&[Number, Null])], &[Type(&[Array]), Items(0, &[Ref(&TREE)])]])];
    /// Not a small number.
    static LARGE = [Not(&[Type(&[Number]), Maximum("9")])];
}

checked! {
    /// Any JSON that is such a tree.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Tree(Any) = [Ref(&TREE), Items(0, &[Ref(&LARGE)])];
}

record! {
    /// All of them.
    #[derive(Clone)]
    pub struct Offer {
        /// Code.
        pub code: Code = "code",
        /// Price.
        pub price: Option<Nullable<Price>> = "price",
        /// Tags.
        pub tags: Option<Tags> = "tags",
        /// Tree.
        pub tree: Option<Tree> = "tree",
        /// Extensions.
        pub extensions: Option<Extensions> = "extensions",
    }
    new(code: Code);
}

#[test]
fn checked_types_hold_only_what_is_allowed() {
    let rows = [
        (
            r#"{"code":"AB","price":0.03,"tags":["AB","CD"],"tree":[10,[1,null]],"extensions":{"x-a":1}}"#,
            "",
        ),
        (r#"{"code":"AB","price":null,"tree":null}"#, ""),
        (
            r#"{"code":"abcde","price":0.035,"tags":["AB","c","AB"],"tree":[1,["a"]],"extensions":{"y":1}}"#,
            "body at `/code`: 5 characters, at most 4 allowed\n\
             body at `/code`: `abcde` does not match `^[A-Z]+$`\n\
             body at `/price`: 0.035 is not a multiple of 0.01\n\
             body at `/tags/1`: 1 character, at least 2 allowed\n\
             body at `/tags/1`: `c` does not match `^[A-Z]+$`\n\
             body at `/tags`: the items 0 and 2 are equal\n\
             body at `/tree/1/0`: no alternative is valid (1: expected a number or null, found a string; \
             2: expected an array, found a string)\n\
             body at `/tree/0`: it is what `not` forbids\n\
             body at `/extensions/y`: the name is not allowed: `y` does not match `^x-`",
        ),
    ];
    assert_strict::<Offer>(&rows);
    // In both modes: a value of the type is always a right one.
    for (json, expected) in rows {
        assert_eq!(Offer::from_json_tolerant(json).is_ok(), expected.is_empty());
    }
    let (json, _) = rows[0];
    assert_eq!(Offer::from_json(json).unwrap().to_json().unwrap(), json);
}

#[test]
fn checked_types_are_made_by_try_from() {
    let code: Code = "AB".parse().unwrap();
    assert_eq!(code, Code::try_from("AB").unwrap());
    assert_eq!(code, Code::try_from(Text::try_from("AB").unwrap()).unwrap());
    assert_eq!((code.as_str(), code.to_string()), ("AB", "AB".to_owned()));
    assert_eq!(code.get().as_str(), "AB");
    assert_eq!(code.clone().into_inner().into_string(), "AB");
    for (result, expected) in [
        (Code::try_from("A"), "1 character, at least 2 allowed"),
        (Code::try_from("ab"), "`ab` does not match `^[A-Z]+$`"),
    ] {
        assert_eq!(result.unwrap_err().to_string(), expected);
    }
    let error = Price::try_from(-1.0).unwrap_err();
    assert_eq!(error.to_string(), "-1.0 is less than 0");
    let error = Price::try_from(f64::NAN).unwrap_err();
    assert_eq!(error.to_string(), "JSON has no number for NaN");
    let codes = List::try_from(vec![code.clone(), code]).unwrap();
    let error = Tags::try_from(codes).unwrap_err();
    assert_eq!(error.to_string(), "the items 0 and 1 are equal");
    let error = Extensions::try_from(Map::from([("y".to_owned(), Any::Null)])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at `/y`: the name is not allowed: `y` does not match `^x-`"
    );
    // A setter takes it bare.
    let offer = Offer::new(Code::try_from("AB").unwrap()).price(Price::try_from(0.5).unwrap());
    assert_eq!(offer.to_json().unwrap(), r#"{"code":"AB","price":0.5}"#);
}

#[test]
fn all_patterns_of_ecma_262() {
    checked! {
        /// A password.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Password(String) = [Pattern(r"^(?=.*\d)(?!.*\s).{4,}$")];
    }
    assert_strict::<Password>(&[
        (r#""abc1""#, ""),
        (
            r#""abcd""#,
            r"body: `abcd` does not match `^(?=.*\d)(?!.*\s).{4,}$`",
        ),
        (
            r#""ab 1""#,
            r"body: `ab 1` does not match `^(?=.*\d)(?!.*\s).{4,}$`",
        ),
    ]);
}
