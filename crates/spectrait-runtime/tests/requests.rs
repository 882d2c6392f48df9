//! Requests and responses by the macros, from the client's side to the server's.
#![expect(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use spectrait_runtime::operation::{
    Location, Parameter, RawRequest, RawResponse, ReadRequest, ResponseError, Shape, Style,
    body_of, is_json,
};
use spectrait_runtime::{
    AtLeast, Empty, Int, Json, Method, Nullable, Open, Operation, Request, Responses,
    SecurityScheme, StatusCode, Text, Timestamp, Uri, Uuid, Violations, bounded, decode_request,
    decode_response, encode_request, encode_response, record, request, responses, string_enum,
};

spectrait_runtime::generated_for!(1);

const BEARER: SecurityScheme = SecurityScheme::bearer("Bearer");

string_enum! {
    /// Status.
    pub enum Status {
        Pending = "pending",
        Failed = "failed",
    }
}

record! {
    /// A pet.
    #[derive(Clone)]
    pub struct Pet {
        /// Name.
        pub name: Text<1, 80> = "name",
        /// Status.
        pub status: Option<Open<Status>> = "status",
    }
    new(name: Text<1, 80>);
    closed;
}

record! {
    /// A problem.
    #[derive(Clone, Default)]
    pub struct Problem {
        /// In words.
        pub detail: Option<String> = "detail",
    }
}

request! {
    /// One parameter of every kind, and a body.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct PutPetRequest {
        /// In the path.
        pub pet_id: Uuid = path("petId"),
        /// In the path, text.
        pub kind: String = path("kind"),
        /// A number.
        pub limit: Option<Int<1, 100>> = query("limit"),
        /// Text.
        pub region: Option<String> = query("region"),
        /// An enum.
        pub status: Option<Status> = query("status"),
        /// Exploded.
        pub ids: Option<Vec<i64>> = query("ids"),
        /// Not exploded.
        pub tags: Option<Vec<String>> = query("tags[]").explode(false),
        /// With reserved characters.
        pub filter: Option<String> = query("filter").allow_reserved(true),
        /// A moment.
        pub since: Option<Timestamp> = query("since"),
        /// Truth.
        pub dry_run: Option<bool> = query("dryRun"),
        /// A header.
        pub request_id: Option<String> = header("X-Request-Id"),
        /// A list in a header.
        pub accept_kinds: Option<Vec<String>> = header("X-Kinds"),
        /// A cookie.
        pub session: Option<String> = cookie("sid"),
        /// The body.
        pub body: Pet = json_body(),
    }
    new(pet_id: Uuid, kind: String, body: Pet);
}

responses! {
    /// Successes.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum PutPetSuccess {
        /// Changed.
        Ok(Pet) = 200,
        /// Made.
        Created = 201,
    }
}

responses! {
    /// Failures.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum PutPetError {
        /// Anything else.
        Other(StatusCode, Problem) = "default",
        /// The caller's fault.
        Client(StatusCode) = "4XX",
        /// No such pet.
        NotFound(Problem) = 404,
        /// It is gone.
        Gone = 410,
    }
}

impl Operation for PutPetRequest {
    const ID: &str = "putPet";
    const METHOD: Method = Method::PUT;
    const PATH: &str = "/pets/{kind}/{petId}.json";
    const SECURITY: &[&[SecurityScheme]] = &[&[BEARER]];
    type Success = PutPetSuccess;
    type Failure = PutPetError;
}

request! {
    /// Nothing but a required list and an optional body.
    #[derive(Clone)]
    pub struct ListRequest {
        /// Exploded and required.
        pub ids: Vec<String> = query("ids"),
        /// A cursor.
        pub offset: Option<AtLeast<0>> = query("offset"),
        /// Null is a value.
        pub mark: Option<Nullable<String>> = query("mark"),
        /// Optional.
        pub body: Option<Pet> = json_body(),
    }
    new(ids: Vec<String>);
}

responses! {
    /// None.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum ListError {}
}

impl Operation for ListRequest {
    const ID: &str = "list";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Json<200, Vec<Pet>>;
    type Failure = ListError;
}

request! {
    /// No parameters.
    #[derive(Clone, Default)]
    pub struct PingRequest {}
}

impl Operation for PingRequest {
    const ID: &str = "ping";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/ping";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = ListError;
}

fn pet(name: &str) -> Pet {
    Pet::new(Text::try_from(name).unwrap())
}

fn put(kind: &str) -> PutPetRequest {
    PutPetRequest::new(Uuid::nil(), kind, pet("Rex"))
}

/// What the server makes of it.
fn read<O: Operation + ReadRequest>(
    path: &[(&str, &str)],
    query: &str,
    headers: &[(&str, &[u8])],
    body: &str,
) -> Result<O, Violations> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::try_from(*name).unwrap();
        map.append(name, HeaderValue::from_bytes(value).unwrap());
    }
    let body = Bytes::copy_from_slice(body.as_bytes());
    decode_request(&RawRequest {
        path,
        query: Some(query),
        headers: &map,
        body: &body,
    })
}

#[track_caller]
fn read_list(query: &str) -> Result<ListRequest, String> {
    read(&[], query, &[], "").map_err(|violations| violations.to_string())
}

#[track_caller]
fn read_put(query: &str, headers: &[(&str, &[u8])], body: &str) -> Result<PutPetRequest, String> {
    let path = [
        ("kind", "dog"),
        ("petId", "00000000-0000-0000-0000-000000000000"),
    ];
    read(&path, query, headers, body).map_err(|violations| violations.to_string())
}

#[track_caller]
fn lines(result: Result<PutPetRequest, String>) -> Vec<String> {
    result.unwrap_err().lines().map(str::to_owned).collect()
}

const BODY: &str = r#"{"name":"Rex"}"#;

#[test]
fn what_is_written_reads_as_the_same() {
    let request = put("big dog/+%ä")
        .limit(bounded!(50))
        .region("eu & us=+ä")
        .status(Status::Failed)
        .ids([1, -2])
        .tags(vec!["a,b".to_owned(), "c d".to_owned()])
        .filter("/a?b=c&d#e+f")
        .since("2026-01-31T12:00:00.5+01:00".parse::<Timestamp>().unwrap())
        .dry_run(true)
        .request_id("id ä, 1")
        .accept_kinds(vec!["x".to_owned(), "y z".to_owned()])
        .session("a;b=c d");
    let encoded = encode_request(&request).unwrap();
    assert_eq!(
        encoded.path,
        "/pets/big%20dog%2F%2B%25%C3%A4/00000000-0000-0000-0000-000000000000.json"
    );
    assert_eq!(
        encoded.query.as_deref(),
        Some(
            "limit=50&region=eu%20%26%20us%3D%2B%C3%A4&status=failed&ids=1&ids=-2\
             &tags%5B%5D=a%2Cb,c%20d&filter=/a?b=c%26d%23e%2Bf&since=2026-01-31T11%3A00%3A00.5Z&dryRun=true"
        )
    );
    assert_eq!(encoded.headers["cookie"], "sid=a%3Bb%3Dc%20d");
    assert_eq!(encoded.headers["x-kinds"], "x,y z");
    assert_eq!(encoded.headers["content-type"], "application/json");
    assert!(is_json(&encoded.headers));
    let body = encoded.body.unwrap();
    assert_eq!(body, BODY);

    let mut segments = encoded.path.split('/').skip(2);
    let kind = segments.next().unwrap();
    let id = segments.next().unwrap().strip_suffix(".json").unwrap();
    let raw = RawRequest {
        path: &[("kind", kind), ("petId", id)],
        query: encoded.query.as_deref(),
        headers: &encoded.headers,
        body: &body,
    };
    assert_eq!(decode_request(&raw), Ok(request));
}

#[test]
fn what_is_not_set_is_not_sent() {
    let encoded = encode_request(&put("a")).unwrap();
    assert_eq!(encoded.query, None);
    assert_eq!(encoded.headers.len(), 1);
    let encoded = encode_request(&PingRequest::new()).unwrap();
    assert_eq!((encoded.path.as_str(), encoded.body), ("/ping", None));
    assert!(encoded.headers.is_empty());
    assert_eq!(
        read::<PingRequest>(&[], "utm=1&%zz", &[], "ignored"),
        Ok(PingRequest::new())
    );
}

#[test]
fn parameters_are_data() {
    let parameters = PutPetRequest::PARAMETERS;
    let names: Vec<_> = parameters.iter().map(|parameter| parameter.name).collect();
    assert_eq!(names.len(), 14);
    let find = |name: &str| {
        parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .unwrap()
    };
    assert!(find("petId").required);
    assert_eq!(find("petId").location, Location::Path);
    assert!(!find("limit").required);
    assert_eq!(
        (find("ids").shape, find("ids").explode),
        (Shape::Array, true)
    );
    assert_eq!(
        (find("tags[]").style, find("tags[]").explode),
        (Style::Form, false)
    );
    assert!(find("filter").allow_reserved);
    assert!(body_of(parameters).is_some_and(|body| body.required));
    assert!(body_of(ListRequest::PARAMETERS).is_some_and(|body| !body.required));
    assert_eq!(body_of(PingRequest::PARAMETERS), None);
    let _: &'static [Parameter] = parameters;
}

#[test]
fn all_violations_at_once() {
    let path = [("kind", "a%2"), ("petId", "7")];
    let query = "limit=101&status=done&ids=1&ids=x&since=now&dryRun=yes";
    let error = read::<PutPetRequest>(&path, query, &[], r#"{"name":"","x":1}"#).unwrap_err();
    assert_eq!(
        error.to_string().lines().collect::<Vec<_>>(),
        [
            "path parameter `petId`: `7` is not a UUID",
            "path parameter `kind`: the value has bad percent-encoding",
            "query parameter `limit`: `101` is more than 100",
            "query parameter `status`: `done` is none of [pending, failed]",
            "query parameter `ids` at `/1`: `x` is not an integer",
            "query parameter `since`: `now` is not a date-time",
            "query parameter `dryRun`: `yes` is not a boolean",
            "body at `/x`: the schema allows no such property",
            "body at `/name`: 0 characters, at least 1 allowed",
        ]
    );
    let limit = error
        .iter()
        .find(|violation| violation.message.contains("101"))
        .unwrap();
    assert_eq!(limit.keyword.as_str(), "maximum");
    assert_eq!(limit.limit.as_deref(), Some("100"));
}

#[test]
fn query_rules() {
    // The empty string is a string and no number.
    let request = read_put("region=", &[], BODY).unwrap();
    assert_eq!(request.region.as_deref(), Some(""));
    assert_eq!(
        read_put("region", &[], BODY).unwrap().region.as_deref(),
        Some("")
    );
    assert_eq!(
        lines(read_put("limit=", &[], BODY)),
        ["query parameter `limit`: `` is not an integer"]
    );
    // A repeated scalar.
    assert_eq!(
        lines(read_put("limit=1&limit=1", &[], BODY)),
        ["query parameter `limit`: the value is given more than once"]
    );
    // Undeclared ones are ignored, case counts, `;` separates nothing.
    let request = read_put("Limit=0&utm_source=x&&=&region=a;limit=5", &[], BODY).unwrap();
    assert_eq!(request.limit, None);
    assert_eq!(request.region.as_deref(), Some("a;limit=5"));
    // Names are decoded; `+` and `%20` are spaces, `%2B` is a plus.
    let request = read_put("%72egion=a+b%20c%2Bd=e", &[], BODY).unwrap();
    assert_eq!(request.region.as_deref(), Some("a b c+d=e"));
    let request = read_put("tags%5B%5D=a+b,c%2Cd,", &[], BODY).unwrap();
    assert_eq!(request.tags.unwrap(), ["a b", "c,d", ""]);
    assert_eq!(
        read_put("tags[]=", &[], BODY).unwrap().tags,
        Some(Vec::new())
    );
    // Bad encoding.
    for (query, message) in [
        ("region=%zz", "the value has bad percent-encoding"),
        ("region=%f", "the value has bad percent-encoding"),
        ("region=%ff", "the value is not UTF-8"),
    ] {
        assert_eq!(
            lines(read_put(query, &[], BODY)),
            [format!("query parameter `region`: {message}")]
        );
    }
    // Numbers are JSON's, integers among them digits.
    for text in ["0.0", "5.0", "1e1", "1E30"] {
        assert_eq!(
            lines(read_put(&format!("limit={text}"), &[], BODY)),
            [format!(
                "query parameter `limit`: `{text}` is not an integer"
            )]
        );
    }
    for query in [
        "limit=%2B1",
        "limit=01",
        "limit=+1",
        "limit=1_0",
        "limit=0x1",
        "limit=%201",
    ] {
        assert!(read_put(query, &[], BODY).is_err(), "{query}");
    }
}

#[test]
fn path_rules() {
    let id = "00000000-0000-0000-0000-000000000000";
    let kind = |text| {
        let request: Result<PutPetRequest, _> =
            read(&[("kind", text), ("petId", id)], "", &[], BODY);
        request
            .map(|request| request.kind)
            .map_err(|error| error.to_string())
    };
    assert_eq!(kind("a+b%2Fc").as_deref(), Ok("a+b/c"));
    assert_eq!(
        kind("%FF"),
        Err("path parameter `kind`: the value is not UTF-8".to_owned())
    );
    for text in ["", ".", ".."] {
        let error = encode_request(&put(text)).unwrap_err().to_string();
        assert_eq!(
            error,
            "path parameter `kind`: a path value must not be empty, `.` or `..`",
        );
    }
    assert_eq!(
        encode_request(&put("...")).unwrap().path,
        format!("/pets/.../{id}.json")
    );
}

#[test]
fn header_rules() {
    let request = read_put("", &[("x-request-id", "ä, b".as_bytes())], BODY).unwrap();
    assert_eq!(request.request_id.as_deref(), Some("ä, b"));
    let request = read_put("", &[("x-kinds", b"a , b"), ("x-kinds", b"c")], BODY).unwrap();
    assert_eq!(request.accept_kinds.unwrap(), ["a", "b", "c"]);
    assert_eq!(
        lines(read_put(
            "",
            &[("x-request-id", b"secret"), ("x-request-id", b"secret")],
            BODY
        )),
        ["header parameter `X-Request-Id`: the value is given more than once"]
    );
    assert_eq!(
        lines(read_put("", &[("x-request-id", b"\xff")], BODY)),
        ["header parameter `X-Request-Id`: the value is not UTF-8"]
    );
    // Nothing that ends the line, or that would be lost.
    for text in [
        "a\r\nx-evil: 1",
        "a\nb",
        "a\rb",
        "a\0b",
        "\u{7f}",
        " a",
        "a\t",
    ] {
        let error = encode_request(&put("a").request_id(text)).unwrap_err();
        assert_eq!(error.iter().count(), 1, "{text:?}");
        assert_eq!(error.first().keyword.as_str(), "style");
        assert!(!error.to_string().contains("evil"));
    }
    let kinds = vec!["a,b".to_owned()];
    assert!(encode_request(&put("a").accept_kinds(kinds)).is_err());
}

#[test]
fn values_of_headers_and_cookies_are_never_shown() {
    request! {
        /// Typed headers.
        #[derive(Clone)]
        pub struct HeaderRequest {
            /// A number.
            pub count: Option<Int<1, 2>> = header("X-Count"),
            /// An enum.
            pub status: Option<Status> = cookie("status"),
            /// A format.
            pub id: Option<Uuid> = header("X-Id"),
            /// A length.
            pub short: Option<Text<0, 1>> = header("X-Short"),
            /// A URI.
            pub uri: Option<Uri> = header("X-Uri"),
        }
        new();
    }
    impl Operation for HeaderRequest {
        const ID: &str = "header";
        const METHOD: Method = Method::GET;
        const PATH: &str = "/";
        const SECURITY: &[&[SecurityScheme]] = &[];
        type Success = Empty<204>;
        type Failure = ListError;
    }
    let headers: [(&str, &[u8]); 5] = [
        ("x-count", b"777"),
        ("cookie", b"a=b; status=hidden777"),
        ("x-id", b"hidden777"),
        ("x-short", b"hidden777"),
        ("x-uri", b"hidden777"),
    ];
    let error = read::<HeaderRequest>(&[], "", &headers, "").unwrap_err();
    assert_eq!(
        error.to_string().lines().collect::<Vec<_>>(),
        [
            "header parameter `X-Count`: the value is more than 2",
            "cookie parameter `status`: the value is none of [pending, failed]",
            "header parameter `X-Id`: the value is not a UUID",
            "header parameter `X-Short`: 9 characters, at most 1 allowed",
            "header parameter `X-Uri`: the value is not a URI",
        ]
    );
    assert!(!format!("{error:?}").contains("777"));
}

#[test]
fn debug_shows_no_values_of_headers() {
    let encoded = encode_request(&put("a").request_id("hidden").session("hidden")).unwrap();
    let text = format!("{encoded:?}");
    assert!(
        text.contains("x-request-id") && text.contains("cookie"),
        "{text}"
    );
    assert!(!text.contains("hidden"), "{text}");
    let raw = RawRequest {
        path: &[],
        query: None,
        headers: &encoded.headers,
        body: &Bytes::new(),
    };
    assert!(!format!("{raw:?}").contains("hidden"));
}

#[test]
fn cookie_rules() {
    let request = read_put("", &[("cookie", b"a=1; sid=x%20y+z ; b")], BODY).unwrap();
    assert_eq!(request.session.as_deref(), Some("x y+z"));
    assert_eq!(
        lines(read_put("", &[("cookie", b"sid=1;sid=2")], BODY)),
        ["cookie parameter `sid`: the value is given more than once"]
    );
}

#[test]
fn body_rules() {
    assert_eq!(lines(read_put("", &[], "")), ["body: missing"]);
    assert_eq!(
        lines(read_put("limit=0", &[], "{\"name\":")),
        [
            "query parameter `limit`: `0` is less than 1",
            "body: not JSON: EOF while parsing a value at line 1 column 9"
        ]
    );
    assert_eq!(
        lines(read_put("", &[], "null")),
        ["body: expected an object, found null"]
    );
    let list: ListRequest = read(&[], "ids=a", &[], "").unwrap();
    assert_eq!(list.body, None);
    let error = read::<ListRequest>(&[], "ids=a", &[], "null").unwrap_err();
    assert_eq!(error.to_string(), "body: expected an object, found null");
    let list: ListRequest = read(&[], "ids=a", &[], BODY).unwrap();
    assert_eq!(list.body, Some(pet("Rex")));
}

#[test]
fn lists_and_absence() {
    assert_eq!(read_list("").unwrap_err(), "query parameter `ids`: missing");
    assert_eq!(read_list("ids=").unwrap().ids, [""]);
    assert_eq!(read_list("ids=a,b&ids=c").unwrap().ids, ["a,b", "c"]);
    let empty = encode_request(&ListRequest::new(Vec::new())).unwrap_err();
    assert!(
        empty
            .to_string()
            .starts_with("query parameter `ids`: an empty array"),
        "{empty}"
    );
    let request = ListRequest::new(["a", "b"].map(str::to_owned).to_vec()).offset(bounded!(0));
    assert_eq!(
        encode_request(&request).unwrap().query.as_deref(),
        Some("ids=a&ids=b&offset=0")
    );
    let null = encode_request(&request.mark(Nullable::Null)).unwrap_err();
    assert_eq!(
        null.to_string(),
        "query parameter `mark`: null cannot be written"
    );
}

fn response(status: u16, body: &str) -> RawResponse {
    RawResponse {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

#[test]
fn responses_are_read_by_status() {
    let read = |status, body| decode_response::<PutPetRequest>(&response(status, body));
    let problem = Problem::new().detail("x");
    let body = r#"{"detail":"x","more":1}"#;
    assert_eq!(read(200, BODY), Ok(Ok(PutPetSuccess::Ok(pet("Rex")))));
    assert_eq!(read(201, "ignored"), Ok(Ok(PutPetSuccess::Created)));
    assert_eq!(
        read(404, body),
        Ok(Err(PutPetError::NotFound(problem.clone())))
    );
    assert_eq!(read(410, ""), Ok(Err(PutPetError::Gone)));
    assert_eq!(
        read(418, ""),
        Ok(Err(PutPetError::Client(StatusCode::IM_A_TEAPOT)))
    );
    let bad_gateway = PutPetError::Other(StatusCode::BAD_GATEWAY, problem);
    assert_eq!(read(502, body), Ok(Err(bad_gateway)));
    assert!(matches!(read(502, "<html>"), Err(ResponseError::Decode(_))));
    let undocumented = decode_response::<PingRequest>(&response(520, "<html>"));
    assert_eq!(undocumented, Err(ResponseError::Undocumented));
    assert_eq!(
        decode_response::<PingRequest>(&response(204, "")),
        Ok(Ok(()))
    );
}

#[test]
fn a_client_keeps_what_a_newer_server_says() {
    let body = r#"[{"name":"Rex","status":"asleep","age":7}]"#;
    let pets = decode_response::<ListRequest>(&response(200, body))
        .unwrap()
        .unwrap();
    assert_eq!(pets[0].status.as_ref().map(Open::as_str), Some("asleep"));
    // A server that passes it on would send what its document does not list.
    let error = encode_response::<ListRequest>(Ok(pets.clone())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "body at `/0/status`: `asleep` is none of [pending, failed]"
    );
    // A client sends it back.
    let request = PutPetRequest::new(Uuid::nil(), "a", pets[0].clone());
    let encoded = encode_request(&request).unwrap();
    assert_eq!(encoded.body.unwrap(), r#"{"name":"Rex","status":"asleep"}"#);
}

#[test]
fn responses_are_written() {
    let write = |result| encode_response::<PutPetRequest>(result);
    let ok = write(Ok(PutPetSuccess::Ok(pet("Rex")))).unwrap();
    assert_eq!((ok.status, &ok.body[..]), (StatusCode::OK, BODY.as_bytes()));
    assert_eq!(ok.headers["content-type"], "application/json");
    let created = write(Ok(PutPetSuccess::Created)).unwrap();
    assert_eq!(
        (created.status, created.body.len()),
        (StatusCode::CREATED, 0)
    );
    assert!(created.headers.is_empty());
    let other = write(Err(PutPetError::Other(
        StatusCode::BAD_GATEWAY,
        Problem::new(),
    )))
    .unwrap();
    assert_eq!(
        (other.status, &other.body[..]),
        (StatusCode::BAD_GATEWAY, &b"{}"[..])
    );
    let wrong = write(Err(PutPetError::Client(StatusCode::OK))).unwrap_err();
    assert_eq!(wrong.to_string(), "body: the status 200 is not in 4XX");
    let ping = encode_response::<PingRequest>(Ok(())).unwrap();
    assert_eq!((ping.status, ping.body.len()), (StatusCode::NO_CONTENT, 0));
}

#[test]
fn failures_are_errors() {
    let error: Box<dyn std::error::Error + Send + Sync> = Box::new(PutPetError::Gone);
    assert_eq!(error.to_string(), "410 Gone (Gone)");
    assert_eq!(
        PutPetError::Client(StatusCode::IM_A_TEAPOT).status(),
        StatusCode::IM_A_TEAPOT
    );
    assert_eq!(PutPetSuccess::Created.status(), StatusCode::CREATED);
    assert!(ListError::decode(&response(500, "")).is_none());
}
