//! Formats and numbers: what is read, and how it is written again.

use std::fmt::Debug;

use spectrait_runtime::{Base64, Date, FromJson, Ipv4Addr, Ipv6Addr, Number, ToJson, Uuid, record};

/// A row is a value, and how it is written; or the violation.
#[track_caller]
fn assert_written<T: FromJson + ToJson + Debug>(rows: &[(&str, &str)]) {
    for (json, expected) in rows {
        for (mode, read) in [
            ("strict", T::from_json(json)),
            ("tolerant", T::from_json_tolerant(json)),
        ] {
            let text = match read {
                Ok(value) => value.to_json().unwrap_or_default(),
                Err(error) => error.to_string(),
            };
            assert_eq!(text, *expected, "{mode}: {json}");
        }
    }
}

#[test]
fn dates() {
    assert_written::<Date>(&[
        (r#""2026-01-31""#, r#""2026-01-31""#),
        (r#""0000-01-01""#, r#""0000-01-01""#),
        (r#""2026-02-30""#, "body: `2026-02-30` is not a date"),
        (
            r#""2026-01-31T00:00:00Z""#,
            "body: `2026-01-31T00:00:00Z` is not a date",
        ),
        ("20260131", "body: expected a string, found a number"),
    ]);
}

#[test]
fn base64() {
    assert_written::<Base64>(&[
        (r#""aGVsbG8=""#, r#""aGVsbG8=""#),
        (r#""""#, r#""""#),
        (r#""aGVsbG8""#, "body: `aGVsbG8` is not base64"),
        (r#""aGVsbG9=""#, "body: `aGVsbG9=` is not base64"),
    ]);
}

#[test]
fn addresses() {
    assert_written::<Ipv4Addr>(&[
        (r#""127.0.0.1""#, r#""127.0.0.1""#),
        (
            r#""127.0.0.01""#,
            "body: `127.0.0.01` is not an IPv4 address",
        ),
        (r#""127.1""#, "body: `127.1` is not an IPv4 address"),
        (r#""::1""#, "body: `::1` is not an IPv4 address"),
    ]);
    assert_written::<Ipv6Addr>(&[
        (r#""2001:DB8::0:1""#, r#""2001:db8::1""#),
        (r#""::ffff:127.0.0.1""#, r#""::ffff:127.0.0.1""#),
        (
            r#""fe80::1%eth0""#,
            "body: `fe80::1%eth0` is not an IPv6 address",
        ),
        (r#""1.2.3.4""#, "body: `1.2.3.4` is not an IPv6 address"),
    ]);
}

#[test]
fn integers() {
    assert_written::<u64>(&[
        ("18446744073709551615", "18446744073709551615"),
        ("1844674407370955161.50e1", "18446744073709551615"),
        ("0", "0"),
        (
            "18446744073709551616",
            "body: 18446744073709551616 is more than 18446744073709551615",
        ),
        ("-1", "body: -1 is less than 0"),
        ("0.5", "body: 0.5 is not an integer"),
    ]);
    assert_written::<i8>(&[
        ("-128", "-128"),
        ("128", "body: 128 is more than 127"),
        ("1e400", "body: 1e400 is more than 127"),
    ]);
    assert_written::<u8>(&[("255", "255"), ("256", "body: 256 is more than 255")]);
    assert_written::<u16>(&[("65535", "65535"), ("-0", "0")]);
    assert_written::<i16>(&[
        ("-32768", "-32768"),
        ("-32769", "body: -32769 is less than -32768"),
    ]);
    assert_written::<u32>(&[("4294967295", "4294967295")]);
}

#[test]
fn floats_and_decimals() {
    assert_written::<f64>(&[
        ("0.03", "0.03"),
        ("0.1", "0.1"),
        ("1e300", "1e300"),
        ("1e400", "body: 1e400 does not fit a 64-bit float"),
    ]);
    assert_written::<Number>(&[
        ("0.030", "0.030"),
        ("1e400", "1e400"),
        (
            "123456789012345678901234567890.5",
            "123456789012345678901234567890.5",
        ),
        (r#""1""#, "body: expected a number, found a string"),
    ]);
}

record! {
    /// A tuple in a record.
    #[derive(Clone)]
    pub struct Span {
        /// From, to, and what it is called.
        pub span: (i64, Option<i64>, Vec<Uuid>) = "span",
    }
    new(span: (i64, Option<i64>, Vec<Uuid>));
}

#[test]
fn tuples() {
    assert_written::<Span>(&[
        (r#"{"span":[1,2,[]]}"#, r#"{"span":[1,2,[]]}"#),
        (
            r#"{"span":["1",2.5,["x"]]}"#,
            "body at `/span/0`: expected an integer, found a string\n\
             body at `/span/1`: 2.5 is not an integer\n\
             body at `/span/2/0`: `x` is not a UUID",
        ),
        (
            r#"{"span":[1,2]}"#,
            "body at `/span`: 2 items, at least 3 allowed",
        ),
    ]);
    assert!(Span::from_json(r#"{"span":[1,2,[],3]}"#).is_err());
    assert!(Span::from_json_tolerant(r#"{"span":[1,2,[],3]}"#).is_ok());
}
