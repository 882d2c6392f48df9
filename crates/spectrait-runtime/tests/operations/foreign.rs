//! Bodies as browsers, curl and others send them, and what is wrong with some.

use axum::body::Body;
use http::Request;

use crate::fixture::{ask, post};
use crate::media::router;

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=\"x y\"";

/// Each row: path, media type, body, and a part of the answer.
type Row<'r> = (&'r str, &'r str, &'r str, &'r str);

#[track_caller]
fn check(status: u16, rows: &[Row<'_>]) {
    for (path, content_type, body, expected) in rows {
        let (got, answer) = ask(router(), post(path, content_type, (*body).to_owned()));
        assert_eq!(got, status, "{path} {body}: {answer}");
        assert!(answer.contains(expected), "{path} {body}: {answer}");
    }
}

/// A body of one part of this name, with these headers more.
fn part(name: &str, headers: &str, content: &str) -> String {
    let disposition = format!("content-disposition: form-data; name={name}\r\n");
    format!("--x y\r\n{disposition}{headers}\r\n{content}\r\n--x y--")
}

#[test]
fn forms() {
    check(
        200,
        &[
            (
                "/form",
                FORM,
                "name=a+b&gift=false",
                r#"name: Some(\"a b\")"#,
            ),
            (
                "/form",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "tags=a",
                r#"tags: Some([\"a\"])"#,
            ),
            (
                "/form",
                FORM,
                "prices=%7B%22amount%22:1%7D",
                "prices: Some([Price { amount: 1",
            ),
            (
                "/form/deep",
                FORM,
                "tags[]=a&tags[]=b",
                r#"tags: Some([\"a\", \"b\"])"#,
            ),
            (
                "/form/deep",
                FORM,
                "tags=a&tags=b",
                r#"tags: Some([\"a\", \"b\"])"#,
            ),
            (
                "/form/deep",
                FORM,
                "prices[1][amount]=2&prices[0][amount]=1",
                "prices: Some([Price { amount: 1, currency: None }, Price { amount: 2",
            ),
        ],
    );
}

#[test]
fn parts() {
    let price = r#"{"amount":7}"#;
    let json = "content-type: application/json\r\n";
    check(
        200,
        &[
            (
                "/multipart",
                PARTS,
                &part("title", "", "a"),
                r#"title: Some(\"a\")"#,
            ),
            (
                "/multipart",
                PARTS,
                &part("\"count\"", "", "7"),
                "count: Some(7)",
            ),
            // curl -F price='{"amount":7}'
            (
                "/multipart",
                PARTS,
                &part("price", "", price),
                "price: Some(Price { amount: 7",
            ),
            (
                "/multipart",
                PARTS,
                &part("price", "content-type: text/plain\r\n", price),
                "price: Some(Price { amount: 7",
            ),
            (
                "/multipart",
                PARTS,
                &part("prices", "", price),
                "prices: Some([Price { amount: 7",
            ),
            // A JSON file is a file.
            (
                "/multipart",
                PARTS,
                &part("photo; filename=a.json", json, "{}"),
                r#"photo: Some(Octets { len: 2, file_name: Some(\"a.json\"), content_type: Some(\"application/json\") })"#,
            ),
            // Browsers leave a backslash as it is.
            (
                "/multipart",
                PARTS,
                &part(r#"photo; filename="c:\d\a.png""#, "", ""),
                r#"photo: Some(Octets { len: 0, file_name: Some(\"c:\\\\d\\\\a.png\")"#,
            ),
            (
                "/multipart",
                PARTS,
                &part("pages; filename=a", "", ""),
                r#"pages: Some([Octets { len: 0, file_name: Some(\"a\")"#,
            ),
            ("/multipart", PARTS, "--x y--", "title: None"),
        ],
    );
}

#[test]
fn others() {
    check(
        200,
        &[
            ("/text", "text/plain; charset=ISO-8859-1", "abc", "abc"),
            (
                "/json",
                "application/vnd.api+json",
                "{\"amount\":1}",
                "amount: 1",
            ),
            (
                "/choice",
                "application/vnd.api+json",
                "{\"amount\":1}",
                "Json(Price",
            ),
            ("/choice", "Image/PNG; q=1", "a", "Image(OctetStream"),
            ("/png", "image/png", "", "length: Some(0)"),
        ],
    );
    let latin = post("/text", "text/plain; charset=iso-8859-1", vec![0xe4]);
    let (status, answer) = ask(router(), latin);
    assert_eq!((status, answer.contains('ä')), (200, true), "{answer}");
    // Without a media type it is octets.
    let request = Request::patch("/anything").body(Body::from("a")).unwrap();
    assert_eq!(ask(router(), request).0, 200);
}

#[test]
fn violations_in_forms() {
    check(
        400,
        &[
            (
                "/form",
                FORM,
                "count=101",
                r#""pointer":"/count","keyword":"maximum""#,
            ),
            (
                "/form",
                FORM,
                "count=1&count=2",
                "expected an integer, found an array",
            ),
            (
                "/form",
                FORM,
                "colour=red",
                r#""pointer":"/colour","keyword":"additionalProperties""#,
            ),
            (
                "/form",
                FORM,
                "name=%zz",
                r#""pointer":"/name","keyword":"style","message":"the value has bad percent-encoding""#,
            ),
            ("/form", FORM, "price=7", r#""pointer":"/price","#),
            (
                "/form",
                FORM,
                "price=%7B%22amount%22:%22x%22%7D",
                r#""pointer":"/price/amount","#,
            ),
            (
                "/form/deep",
                FORM,
                "prices[0][amount]=x",
                r#""pointer":"/prices/0/amount","#,
            ),
            (
                "/form/deep",
                FORM,
                "prices[0]=1&prices[0][amount]=1",
                "beside those in brackets",
            ),
        ],
    );
}

#[test]
fn violations_in_parts() {
    let title = part("title", "", "a");
    let long = part("title", &format!("X-Long: {}\r\n", "a".repeat(9000)), "a");
    let one = title.trim_end_matches("--").trim_end_matches("--x y");
    let many = one.repeat(1100) + "--x y--";
    check(
        400,
        &[
            ("/multipart", "multipart/form-data", &title, "no boundary"),
            ("/multipart", PARTS, one, "ends before its last boundary"),
            (
                "/multipart",
                PARTS,
                "--x y\r\ncontent-type: text/plain\r\n\r\na\r\n--x y--",
                "a part has no name",
            ),
            (
                "/multipart",
                PARTS,
                &part("title", "nonsense\r\n", "a"),
                "a header of a part has no colon",
            ),
            (
                "/multipart",
                PARTS,
                &part("title", "content-transfer-encoding: base64\r\n", "YQ=="),
                "a transfer encoding",
            ),
            (
                "/multipart",
                PARTS,
                &part("count", "", "x"),
                r#""pointer":"/count","keyword":"type""#,
            ),
            (
                "/multipart",
                PARTS,
                &part("price", "", "x"),
                r#""pointer":"/price","#,
            ),
            ("/multipart", PARTS, &many, "too many parts"),
            ("/multipart", PARTS, &long, "has no end of its headers"),
        ],
    );
    // A part that is not UTF-8 is no text.
    let mut body = one.as_bytes().to_vec();
    let at = body.len() - 3;
    body[at] = 0xff;
    body.extend(b"--x y--");
    let (status, answer) = ask(router(), post("/multipart", PARTS, body));
    assert_eq!(status, 400);
    assert!(
        answer.contains("expected a string, found octets"),
        "{answer}"
    );
}

#[test]
fn violations_in_others() {
    check(
        400,
        &[
            (
                "/text/enum",
                "text/plain",
                "medium",
                "`medium` is none of [small, large]",
            ),
            ("/text/number", "text/plain", "10", r#""keyword":"maximum""#),
            ("/text", "text/plain; charset=utf-16", "a", "only UTF-8 is"),
            ("/json", "application/json", "{", r#""keyword":"syntax""#),
        ],
    );
}

/// Very many names cost no more than they should: the body limit is the only one that is met.
#[test]
fn wide_forms() {
    let body: String = (0..60_000)
        .flat_map(|index| ["a[".to_owned(), index.to_string(), "]=&".to_owned()])
        .collect();
    let (status, answer) = ask(
        router(),
        post("/form/deep", FORM, body.replace("a[", "metadata[k")),
    );
    assert_eq!(status, 200, "{}", &answer[..200.min(answer.len())]);
    let (status, _) = ask(
        router(),
        post("/form", FORM, body.replace("a[", "k").replace(']', "")),
    );
    assert_eq!(status, 400);
    // Delimiters without an end of their lines.
    let (status, _) = ask(
        router(),
        post("/multipart", PARTS, "--x y ".repeat(300_000)),
    );
    assert_eq!(status, 400);
}
