//! Whatever comes in, nothing panics, and what was read can be written and read again.
#![expect(clippy::expect_used, reason = "a test may panic, in its helpers too")]

use std::fmt::Debug;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use spectrait_runtime::operation::RawRequest;
use spectrait_runtime::{
    Any, Base64, DecodeError, Empty, FromJson, Int, List, Map, Method, Nullable, Open, OpenUnion,
    Operation, SecurityScheme, Text, Timestamp, ToJson, Uri, Uuid, checked, decode_request,
    encode_request, record, request, responses, string_enum, union,
};

string_enum! {
    /// Status.
    pub enum Status {
        Pending = "pending",
        Odd = "é\"\\",
    }
}

record! {
    /// Everything.
    #[derive(Clone, Default)]
    pub struct Thing {
        /// A number.
        pub count: Option<Int<1, 300>> = "count",
        /// A number.
        pub float: Option<f64> = "float",
        /// An enum.
        pub status: Option<Open<Status>> = "status",
        /// Nested.
        pub things: Option<List<Thing, 0, 3>> = "things",
        /// Formats.
        pub id: Option<Uuid> = "id",
        /// Formats.
        pub at: Option<Nullable<Timestamp>> = "at",
        /// Formats.
        pub uri: Option<Uri> = "uri",
        /// One of several.
        pub either: Option<Either> = "either",
        /// One of several, by a tag.
        pub tagged: Option<OpenUnion<Tagged>> = "tagged",
        /// A pair.
        pub pair: Option<(u8, Base64)> = "pair",
        /// Checked.
        pub code: Option<Code> = "code",
        ..pub rest: Map<Any>,
    }
    rules [
        MaxProperties(12),
        Not(&[Required(&["no"])]),
        OneOf(&[&[Required(&["id"])], &[Not(&[Required(&["id"])]), UnevaluatedProperties(&[])]]),
    ];
}

union! {
    /// One of several.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Either: any_of { Status(Status), Number(f64), Things(Vec<Thing>), Thing(Box<Thing>), Any(Any), }
}

record! {
    /// Closed.
    #[derive(Clone, Default)]
    pub struct Small {
        /// An id.
        pub id: Option<u64> = "id",
    }
    closed;
}

union! {
    /// One of several, by a tag.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Tagged: one_of by "kind" { Thing(Box<Thing>) = "thing" | "\u{e9}", Small(Small) = "map", }
}

checked! {
    /// Checked.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Code(Any) = [
        UniqueItems,
        MultipleOf("0.01"),
        Pattern("^.{0,3}$"),
        Enum(&["1", "[]", "[1,2]", "\"a\"", "{}"]),
    ];
}

request! {
    /// Everything that a request can hold.
    #[derive(Clone)]
    pub struct ThingRequest {
        /// In the path.
        pub id: String = path("id"),
        /// In the query.
        pub limit: Option<Int<1, 100>> = query("limit"),
        /// In the query.
        pub text: Option<Text<0, 5>> = query("text"),
        /// In the query.
        pub list: Option<Vec<String>> = query("list"),
        /// In the query.
        pub joined: Option<List<i64, 0, 4>> = query("joined").explode(false),
        /// In a header.
        pub header: Option<Vec<String>> = header("x-header"),
        /// In a cookie.
        pub cookie: Option<String> = cookie("c"),
        /// The body.
        pub body: Option<Thing> = json_body(),
    }
    new(id: String);
}

responses! {
    /// None.
    #[derive(Debug, Clone, PartialEq)]
    pub enum ThingError {}
}

impl Operation for ThingRequest {
    const ID: &str = "thing";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/things/{id}";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = ThingError;
}

const SEEDS: &[&str] = &[
    "null",
    "[]",
    r#"["é","é","é"]"#,
    r#"[[1],[],{"é":[]},"",0]"#,
    r#"{"count":3e2,"float":-1.5e-7,"status":"é\"\\","things":[{},{"count":1}],"at":null}"#,
    r#"{"id":"123e4567-e89b-12d3-a456-426614174000","at":"2016-12-31T23:59:60.1234+01:00"}"#,
    r#"{"uri":"https://a.example/é?b#c","é~/":{"a":[1,2,{"b":"\ud83d\ude00\u0000"}]},"":"x"}"#,
    "12345678901234567890123e-5",
    r#"{"either":{"either":[{"either":"pending"}],"id":1},"tagged":{"kind":"thing","tagged":{"kind":"new","a":1}}}"#,
    r#"{"pair":[255,"aGVsbG8="],"code":[1,2.0],"tagged":{"kind":"map","id":1},"either":0.03,"no":1}"#,
    "\"2026-01-31T12:00:00Z\"",
];

/// The same numbers on every machine (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }
}

/// Bytes with a meaning somewhere.
const BYTES: &[u8] = b"{}[]\",:\\/0123456789.eE+-tfnu %&=;#TZ\n\0\x7f\xc3\xa9\xff";

fn mutate(random: &mut Random, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() + 1);
        let byte = BYTES[random.below(BYTES.len())];
        match random.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, byte),
            2 if at < bytes.len() => bytes[at] = byte,
            _ => {
                let end = at + random.below(bytes.len() + 1 - at);
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

#[track_caller]
fn read<T: FromJson + ToJson + PartialEq + Debug>(json: &[u8]) {
    let strict = T::from_json(json);
    let tolerant = T::from_json_tolerant(json);
    if let Ok(value) = &strict {
        assert_eq!(
            tolerant.as_ref(),
            Ok(value),
            "tolerant reads what strict reads"
        );
    }
    for result in [strict, tolerant] {
        match result {
            Ok(value) => {
                let written = value.to_json().expect("what was read can be written");
                assert_eq!(T::from_json_tolerant(&written), Ok(value), "{written}");
            }
            Err(DecodeError::Violations(violations)) => {
                assert!(violations.to_string().lines().all(|line| line.len() < 1000));
            }
            Err(error) => assert!(error.to_string().starts_with("not JSON: ")),
        }
    }
}

fn read_all(json: &[u8]) {
    read::<Any>(json);
    read::<Thing>(json);
    read::<Vec<Thing>>(json);
    read::<Map<Nullable<Thing>>>(json);
    read::<bool>(json);
    read::<i64>(json);
    read::<f64>(json);
    read::<String>(json);
    read::<Int<-5, 5>>(json);
    read::<Text<1, 2>>(json);
    read::<List<String, 1, 2>>(json);
    read::<Status>(json);
    read::<Open<Status>>(json);
    read::<Uuid>(json);
    read::<Timestamp>(json);
    read::<Uri>(json);
    read::<Either>(json);
    read::<Vec<OpenUnion<Tagged>>>(json);
    read::<Code>(json);
    read::<(Base64, Option<Nullable<u64>>)>(json);
}

#[test]
fn any_bytes_as_any_type() {
    let mut random = Random(0x5eed);
    for seed in SEEDS {
        read_all(seed.as_bytes());
        for end in 0..seed.len() {
            read_all(&seed.as_bytes()[..end]);
        }
        for _ in 0..1000 {
            read_all(&mutate(&mut random, seed.as_bytes()));
        }
    }
}

#[test]
fn any_request() {
    let query = "limit=50&text=a+b%20c&list=%C3%A9&list=,&joined=1,2,3e0&utm=x";
    let header = "a, \u{e9} ,,b; c=d%20; c=";
    let mut random = Random(0xfeed);
    for _ in 0..5000 {
        let query = mutate(&mut random, query.as_bytes());
        let query = String::from_utf8_lossy(&query);
        let header = mutate(&mut random, header.as_bytes());
        let body = mutate(&mut random, SEEDS[4].as_bytes());
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(&header) {
            headers.append("x-header", value.clone());
            headers.append("cookie", value);
        }
        let raw = RawRequest {
            path: &[("id", &query)],
            query: Some(&query),
            headers: &headers,
            body: &Bytes::from(body),
        };
        if let Ok(request) = decode_request::<ThingRequest>(&raw) {
            // Not all can be sent (a path of dots, a lone empty item), and none panics.
            let _ = encode_request(&request);
        }
    }
}
