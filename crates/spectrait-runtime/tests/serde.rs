//! serde's traits, which the feature `serde` adds.
#![cfg(feature = "serde")]

use spectrait_runtime::serde::{Deserialize, Tolerant};
use spectrait_runtime::{
    Any, Base64, Int, List, Map, Nullable, Open, OpenUnion, Text, Uuid, checked, record,
    string_enum, union,
};

string_enum! {
    /// Status.
    pub enum Status {
        Pending = "pending",
    }
}

record! {
    /// Everything.
    #[derive(Clone)]
    pub struct Thing {
        /// An id.
        pub id: Uuid = "id",
        /// A number.
        pub count: Option<Int<1, 3>> = "count",
        /// An enum.
        pub status: Option<Open<Status>> = "status",
        /// Anything.
        pub any: Option<Any> = "any",
        /// A list.
        pub tags: Option<List<Text<1, 2>, 0, 2>> = "tags",
        /// Null is a value.
        pub note: Option<Nullable<f64>> = "note",
        ..pub rest: Map<i64>,
    }
    new(id: Uuid);
}

const TEXT: &str = concat!(
    r#"{"id":"00000000-0000-0000-0000-000000000000","count":2,"status":"pending","#,
    r#""any":{"a":[1,18446744073709551615,-0.5,"\"",null,true,{},[]]},"tags":["a","b"],"note":null,"x":1}"#,
);

#[test]
fn round_trip() {
    let thing: Thing = serde_json::from_str(TEXT).unwrap();
    assert_eq!(serde_json::to_string(&thing).unwrap(), TEXT);
    let value = serde_json::to_value(&thing).unwrap();
    assert_eq!(serde_json::from_value::<Thing>(value).unwrap(), thing);
}

#[test]
fn strict_and_tolerant() {
    let text = TEXT
        .replace("pending", "done")
        .replace("\"count\":2", "\"count\":2,\"count\":null");
    let error = serde_json::from_str::<Thing>(&text)
        .unwrap_err()
        .to_string();
    for part in [
        "body at `/count`: the property occurs twice",
        "`done` is none of [pending]",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let Tolerant(thing) = serde_json::from_str::<Tolerant<Thing>>(&text).unwrap();
    assert_eq!(thing.count, None);
    assert!(
        serde_json::to_string(&thing)
            .unwrap()
            .contains(r#""status":"done""#)
    );
    assert!(
        serde_json::to_string(&Tolerant(thing))
            .unwrap()
            .contains(r#""status":"done""#)
    );
}

#[test]
fn bounded_types_keep_their_bounds() {
    assert!(serde_json::from_str::<Int<1, 3>>("4").is_err());
    assert!(serde_json::from_str::<Text<1, 2>>("\"\"").is_err());
    assert!(serde_json::from_str::<List<i64, 0, 1>>("[1,2]").is_err());
    assert!(serde_json::from_str::<Status>("\"done\"").is_err());
    assert_eq!(
        serde_json::to_string(&Status::Pending).unwrap(),
        "\"pending\""
    );
}

#[test]
fn depth_is_limited() {
    let text = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    assert!(Any::deserialize(&mut deserializer).is_err());
    let deep = (0..200).fold(serde_json::Value::Null, |inner, _| {
        serde_json::Value::Array(vec![inner])
    });
    let error = serde_json::from_value::<Any>(deep).unwrap_err().to_string();
    assert_eq!(error, "nested more than 128 deep");
}

union! {
    /// A union.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Either: one_of by "kind" { Thing(Thing) = "thing", }
}

checked! {
    /// Checked.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Code(String) = [Pattern("^[a-z]$")];
}

#[test]
fn unions_and_checked_types() {
    let id = "00000000-0000-0000-0000-000000000000";
    let text = format!(r#"{{"kind":"thing","id":"{id}"}}"#);
    let either: Either = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&either).unwrap(), text);
    let newer = r#"{"kind":"other"}"#;
    assert!(serde_json::from_str::<OpenUnion<Either>>(newer).is_err());
    let Tolerant(open) = serde_json::from_str::<Tolerant<OpenUnion<Either>>>(newer).unwrap();
    assert_eq!(serde_json::to_string(&open).unwrap(), newer);
    assert_eq!(serde_json::from_str::<Code>("\"a\"").unwrap().get(), "a");
    assert!(serde_json::from_str::<Code>("\"ab\"").is_err());
    let octets: Base64 = serde_json::from_str("\"aGk=\"").unwrap();
    assert_eq!(&octets[..], b"hi");
}
