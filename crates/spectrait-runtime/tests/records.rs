//! Records and enums by the macros: what is read, what is written, what is found wrong.
#![expect(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use spectrait_runtime::{
    Absent, Any, AtLeast, FromJson, Int, List, Map, Mode, Nullable, Open, Text, Timestamp, ToJson,
    Uri, Uuid, bounded, json, record, string_enum,
};

record! {
    /// A build.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Build {
        /// Unique identifier.
        pub id: Option<Uuid> = "id",
        /// Owner.
        pub organization_id: Option<String> = "organizationId",
        /// Status.
        pub status: Option<Open<BuildStatus>> = "status",
        /// Size in bytes.
        pub context_size_bytes: Option<i64> = "contextSizeBytes",
        /// Where the logs are.
        pub logs_url: Option<Uri> = "logsUrl",
        /// When it began.
        pub started_at: Option<Timestamp> = "startedAt",
        /// How far it is.
        pub progress: Option<f64> = "progress",
    }
}

string_enum! {
    /// Status of a build.
    pub enum BuildStatus {
        Pending = "pending",
        /// It runs.
        Building = "building",
        Failed = "failed",
    }
}

record! {
    /// A pet.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Pet {
        /// Number.
        pub id: i64 = "id",
        /// Name.
        pub name: Text<1, 80> = "name",
        /// Tag.
        pub tag: Option<Nullable<String>> = "tag",
        /// Owner, perhaps none.
        pub owner: Nullable<String> = "owner",
        /// A field that is named like a local of the macro.
        pub decoder: Option<bool> = "decoder",
        /// A field that is named by a keyword.
        pub r#type: Option<String> = "type",
        /// Friends.
        pub friends: Option<List<Box<Pet>, 0, 2>> = "friends",
        ..pub additional: Map<String>,
    }
    new(id: i64, name: Text<1, 80>, owner: Nullable<String>);
}

record! {
    /// A closed record.
    #[derive(Clone)]
    pub struct Point {
        /// Across.
        pub x: Int<-10, 10> = "x",
        /// Up.
        pub y: AtLeast<0> = "y",
    }
    new(x: Int<-10, 10>, y: AtLeast<0>);
    closed;
}

record! {
    /// No declared properties.
    #[derive(Clone, Default)]
    pub struct Nothing {}
}

record! {
    /// No declared properties, closed.
    #[derive(Clone, Default)]
    pub struct Closed {}
    closed;
}

#[track_caller]
fn assert_round_trip<T: FromJson + ToJson + PartialEq + std::fmt::Debug>(text: &str) {
    let value = T::from_json(text).unwrap();
    assert_eq!(value.to_json().unwrap(), text);
    assert_eq!(T::from_json_tolerant(text).unwrap(), value);
}

#[track_caller]
fn violations<T: FromJson + std::fmt::Debug>(text: &str) -> Vec<String> {
    T::from_json(text)
        .unwrap_err()
        .to_string()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn round_trips() {
    assert_round_trip::<Build>("{}");
    assert_round_trip::<Build>(concat!(
        r#"{"id":"123e4567-e89b-12d3-a456-426614174000","organizationId":"org \"ä\"\n\u0001","#,
        r#""status":"failed","contextSizeBytes":-9223372036854775808,"#,
        r#""logsUrl":"https://example.com/%7Ea?b#c","startedAt":"2026-01-31T12:00:00.5Z","#,
        r#""progress":0.1}"#,
    ));
    assert_round_trip::<Pet>(r#"{"id":1,"name":"Rex","owner":null}"#);
    assert_round_trip::<Pet>(
        r#"{"id":1,"name":"Rex","tag":null,"owner":"Ann","decoder":true,"type":"dog","friends":[{"id":2,"name":"Max","owner":null}],"a":"1","b":"2"}"#,
    );
    assert_round_trip::<Point>(r#"{"x":-10,"y":9223372036854775807}"#);
    assert_round_trip::<Nothing>("{}");
    assert_round_trip::<Any>(
        r#"{"a":[1,1.0,-0,1e999,"\\",true,null,{}],"b":12345678901234567890}"#,
    );
}

#[test]
fn setters_take_what_fits() {
    let pet = Pet::new(1, Text::try_from("Rex").unwrap(), "Ann")
        .tag("good")
        .decoder(true);
    assert_eq!(pet.tag, Some(Nullable::Value("good".to_owned())));
    let pet = pet
        .tag(Nullable::Null)
        .owner(Nullable::Null)
        .r#type(Absent)
        .decoder(None);
    assert_eq!(pet.tag, Some(Nullable::Null));
    assert_eq!(
        pet.to_json().unwrap(),
        r#"{"id":1,"name":"Rex","tag":null,"owner":null}"#
    );
    let build = Build::new()
        .status(BuildStatus::Failed)
        .context_size_bytes(7)
        .progress(0.5);
    assert_eq!(build.status, Some(Open::Known(BuildStatus::Failed)));
    assert!(
        build
            .status
            .clone()
            .is_some_and(|status| status == BuildStatus::Failed)
    );
    let build = build
        .status(Open::Known(BuildStatus::Pending))
        .organization_id(String::from("a"));
    assert_eq!(
        build.to_json().unwrap(),
        r#"{"organizationId":"a","status":"pending","contextSizeBytes":7,"progress":0.5}"#
    );
    let point = Point::new(bounded!(-10), bounded!(AtLeast<0>, 1));
    assert_eq!((point.x.get(), point.y.get()), (-10, 1));
}

#[test]
fn everything_wrong_is_found_at_once() {
    let text = r#"{"id":"1","organizationId":7,"status":"paused","contextSizeBytes":0.5,
        "logsUrl":"/a","startedAt":"today","progress":true}"#;
    assert_eq!(
        violations::<Build>(text),
        [
            "body at `/id`: `1` is not a UUID",
            "body at `/organizationId`: expected a string, found a number",
            "body at `/status`: `paused` is none of [pending, building, failed]",
            "body at `/contextSizeBytes`: 0.5 is not an integer",
            "body at `/logsUrl`: `/a` is not a URI",
            "body at `/startedAt`: `today` is not a date-time",
            "body at `/progress`: expected a number, found a boolean",
        ]
    );
    assert_eq!(
        violations::<Pet>(r#"{"id":null,"name":"","a/b":1,"friends":[{"id":1},[]]}"#),
        [
            "body at `/id`: expected an integer, found null",
            "body at `/name`: 0 characters, at least 1 allowed",
            "body at `/owner`: missing",
            "body at `/friends/0/name`: missing",
            "body at `/friends/0/owner`: missing",
            "body at `/friends/1`: expected an object, found an array",
            "body at `/a~1b`: expected a string, found a number",
        ]
    );
    assert_eq!(
        violations::<Build>("[]"),
        ["body: expected an object, found an array"]
    );
    assert_eq!(
        violations::<Build>("{\n \"id\": nul }"),
        ["not JSON: expected ident at line 2 column 11"]
    );
}

#[test]
fn a_size_is_checked_before_the_items() {
    assert_eq!(
        violations::<Pet>(r#"{"id":1,"name":"a","owner":null,"friends":[1,2,3]}"#),
        ["body at `/friends`: 3 items, at most 2 allowed"]
    );
}

#[test]
fn closed_records_suggest_near_names() {
    assert_eq!(
        violations::<Point>(r#"{"X":1,"x":11,"y":-1,"z":1}"#),
        [
            "body at `/X`: the schema allows no such property; is it `x`?",
            "body at `/z`: the schema allows no such property",
            "body at `/x`: 11 is more than 10",
            "body at `/y`: -1 is less than 0",
        ]
    );
    assert!(Point::from_json_tolerant(r#"{"x":1,"y":1,"z":1}"#).is_ok());
    assert_eq!(violations::<Closed>(r#"{"a":1}"#).len(), 1);
    assert!(Nothing::from_json(r#"{"a":1}"#).is_ok());
}

#[test]
fn kept_properties() {
    let text = r#"{"id":1,"name":"a","owner":null,"\u0000..":"rest","k":"v"}"#;
    let mut pet = Pet::from_json(text).unwrap();
    assert_eq!(pet.additional.len(), 2);
    assert_eq!(pet.to_json().unwrap(), text);
    // A kept property must not shadow a declared one.
    pet.additional.insert("id".to_owned(), "2".to_owned());
    let error = pet.to_json().unwrap_err().to_string();
    assert_eq!(error, "body at `/id`: the property has a field of its own");
}

#[test]
fn duplicates() {
    for text in [
        r#"{"id":1,"id":2,"name":"a","owner":null}"#,
        r#"{"id":1,"name":"a","owner":null,"k":"1","k":"2"}"#,
        r#"{"id":1,"name":"a","owner":null,"\u0069d":2}"#,
    ] {
        let found = violations::<Pet>(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("the property occurs twice"), "{found:?}");
        assert!(Pet::from_json_tolerant(text).is_ok());
    }
    assert_eq!(
        violations::<Nothing>(r#"{"a":1,"b":2,"a":1}"#),
        ["body at `/a`: the property occurs twice"]
    );
    assert_eq!(
        violations::<Any>(r#"[{"a":1,"a":1}]"#),
        ["body at `/0/a`: the property occurs twice"]
    );
    let last = Point::from_json_tolerant(r#"{"x":1,"y":1,"x":2}"#).unwrap();
    assert_eq!(last.x, 2);
}

#[test]
fn violations_are_capped() {
    let text = format!("[{}]", vec!["\"x\""; 1000].join(","));
    let error = Vec::<i64>::from_json(&text).unwrap_err();
    let violations = error.violations().unwrap();
    assert_eq!(violations.iter().count(), json::MAX_VIOLATIONS);
    assert_eq!(violations.more(), 1000 - json::MAX_VIOLATIONS);
    assert!(error.to_string().ends_with("\nand 936 more"));
}

#[test]
fn long_values_and_keys_are_cut() {
    let long = "x".repeat(100_000);
    let error = BuildStatus::from_json(format!("\"{long}\""))
        .unwrap_err()
        .to_string();
    assert!(error.len() < 200, "{error}");
    let error = Any::from_json(format!(r#"{{"{long}":{{"a":1,"a":2}}}}"#)).unwrap_err();
    assert!(error.violations().unwrap().first().place.pointer().len() < 200);
    let error = Vec::<i64>::from_json(format!("[{}]", "9".repeat(4000)))
        .unwrap_err()
        .to_string();
    assert!(error.len() < 200, "{error}");
}

#[test]
fn depth_and_size_limits() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Any::from_json(nested(json::MAX_DEPTH)).is_ok());
    let error = Any::from_json(nested(json::MAX_DEPTH + 1))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "not JSON: nested more than 128 deep at line 1 column 129"
    );
    assert!(Any::from_json(nested(1_000_000)).is_err());
    assert!(Any::from_json("[".repeat(1_000_000)).is_err());
    assert!(Any::from_json(format!("{}1", "{\"a\":".repeat(200))).is_err());
}

#[test]
fn what_is_not_json() {
    for text in [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "+1",
        "1.",
        ".5",
        "NaN",
        "-Infinity",
        "1 2",
        "\"\u{1}\"",
        "\"\\x\"",
        "\"\\ud800\"",
        "tru",
        "nullx",
        "[1 2]",
        "{\"a\" 1}",
        "\u{feff}1",
        "// c\n1",
    ] {
        let error = Any::from_json(text).unwrap_err();
        assert!(
            matches!(error, spectrait_runtime::DecodeError::Syntax(_)),
            "{text}"
        );
    }
    let error = Any::from_json(b"\"a\xff\"").unwrap_err().to_string();
    assert_eq!(error, "not JSON: invalid UTF-8 at line 1 column 3");
    for text in [" 1 ", "\"\\ud83d\\ude00\"", "\t[\r\n]"] {
        assert!(Any::from_json(text).is_ok(), "{text}");
    }
}

#[test]
fn a_server_refuses_what_the_document_does_not_list() {
    let text = r#"{"status":"paused \n"}"#;
    let build = Build::from_json_tolerant(text).unwrap();
    assert_eq!(build.status.as_ref().map(Open::as_str), Some("paused \n"));
    assert_eq!(build.status.as_ref().and_then(Open::known), None);
    assert_eq!(build.to_json().unwrap(), text);
    let mut encoder = json::Encoder::new(Mode::Strict);
    json::Encode::encode_into(&vec![Build::new(), build], &mut encoder);
    let violations = encoder.finish().unwrap_err();
    assert_eq!(violations.first().place.pointer(), "/1/status");
    assert_eq!(violations.first().keyword, json::Keyword::Enum);
}

#[test]
fn floats() {
    for (text, written) in [
        ("1", "1.0"),
        ("1.10", "1.1"),
        ("-0.0", "-0.0"),
        ("1e21", "1e21"),
        ("5e-324", "5e-324"),
    ] {
        let value = f64::from_json(text).unwrap();
        assert_eq!(value.to_json().unwrap(), written);
    }
    assert_eq!(
        violations::<f64>("1e400"),
        ["body: 1e400 does not fit a 64-bit float"]
    );
    let error = vec![1.0, f64::INFINITY].to_json().unwrap_err().to_string();
    assert_eq!(error, "body at `/1`: JSON has no number for inf");
}

#[test]
fn integers_of_32_bits() {
    assert_eq!(
        Vec::<i32>::from_json("[2147483647, -2147483648, 1e3]"),
        Ok(vec![i32::MAX, i32::MIN, 1_000])
    );
    assert_eq!(
        violations::<i32>("2147483648"),
        ["body: 2147483648 is more than 2147483647"]
    );
    assert_eq!(i32::MIN.to_json().unwrap(), "-2147483648");
}

/// A deprecated field warns whoever uses it, and not the crate that it is declared in.
mod deprecated {
    #![deny(deprecated)]

    spectrait_runtime::record! {
        /// A record.
        #[derive(Clone, Default)]
        pub struct Old {
            /// A field.
            #[deprecated]
            pub name: Option<String> = "name",
        }
    }
}

#[test]
fn a_deprecated_field_is_coded_like_any_other() {
    let text = r#"{"name":"a"}"#;
    assert_eq!(
        deprecated::Old::from_json(text).unwrap().to_json().unwrap(),
        text
    );
}

mod derived {
    //! What `derive` makes of the same fields.
    #![expect(dead_code, reason = "only `Debug` reads the fields")]

    #[derive(Debug)]
    pub(super) struct Pair {
        pub(super) r#type: Option<String>,
        pub(super) count: i64,
    }

    #[derive(Debug)]
    pub(super) struct Nothing {}
}

record! {
    /// A pair.
    #[derive(Clone)]
    pub struct Pair {
        /// A raw identifier.
        pub r#type: Option<String> = "type",
        /// Required.
        pub count: i64 = "count",
    }
    new(count: i64);
}

#[test]
fn records_are_printed_as_derive_does() {
    let pair = Pair::new(7).r#type("a");
    let same = derived::Pair {
        r#type: Some("a".to_owned()),
        count: 7,
    };
    assert_eq!(format!("{pair:?}"), format!("{same:?}"));
    assert_eq!(format!("{pair:#?}"), format!("{same:#?}"));
    let nothing = derived::Nothing {};
    assert_eq!(format!("{:?}", Nothing::new()), format!("{nothing:?}"));
}

#[test]
fn records_are_equal_by_their_fields() {
    let pair = || Pair::new(7).r#type("a");
    assert_eq!(pair(), pair());
    assert_ne!(pair(), Pair::new(7));
    assert_ne!(pair(), pair().r#type("b"));
    assert_ne!(pair(), Pair::new(8).r#type("a"));
    assert_ne!(
        Build::new().progress(f64::NAN),
        Build::new().progress(f64::NAN)
    );
    assert_eq!(Nothing::new(), Nothing::new());
}
