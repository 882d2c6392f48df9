//! Who is let in, and that secrets stay where they are.

use http::header::{AUTHORIZATION, HeaderValue};
use spectrait_runtime::operation::SecurityScheme;
use spectrait_runtime::server::{ApiKey, Basic, Credentials, credentials};

use crate::fixture::{TOKEN, authorized, bare, create, fixture, with_token};

#[tokio::test]
async fn the_principal_reaches_the_handler() {
    let fixture = fixture();
    assert_eq!(
        fixture
            .send(authorized("GET", "/builds?limit=7"))
            .await
            .status(),
        200
    );
    assert_eq!(
        fixture.seen(),
        [
            "ada ListBuildsRequest { status: None, limit: Some(7), trace: None } Context { operation_id: \"listBuilds\", method: GET, path: \"/builds\", .. }"
        ]
    );
}

#[tokio::test]
async fn an_open_operation_asks_for_nothing() {
    let fixture = fixture();
    assert_eq!(fixture.send(bare("GET", "/builds/7")).await.status(), 200);
    assert_eq!(
        fixture
            .send(with_token("wrong", "GET", "/builds/7"))
            .await
            .status(),
        200
    );
    assert!(fixture.api.authenticated.lock().unwrap().is_empty());
}

#[tokio::test]
async fn credentials_come_before_everything_else() {
    let fixture = fixture();
    for token in [None, Some("wrong"), Some("banned")] {
        let mut request = create("x".repeat(3 << 20));
        *request.uri_mut() = "/builds?dry=maybe".parse().unwrap();
        request.headers_mut().remove(AUTHORIZATION);
        request.headers_mut().remove("content-type");
        if let Some(token) = token {
            request
                .headers_mut()
                .insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let expected = if token == Some("banned") { 403 } else { 401 };
        assert_eq!(fixture.send(request).await.status(), expected, "{token:?}");
    }
    // But a path that is not there, and a method, are no secret.
    assert_eq!(fixture.send(bare("GET", "/nothing")).await.status(), 404);
    assert_eq!(fixture.send(bare("PUT", "/builds")).await.status(), 405);
}

const BASIC: SecurityScheme = SecurityScheme::basic("basic");
const KEY: SecurityScheme = SecurityScheme::api_key_header("key", "x-key");

credentials! {
    /// What a caller shows.
    enum Shown {
        /// Both.
        BasicAndKey(Basic, ApiKey) = BASIC & KEY,
    }
}

/// An operation lists the schemes of an alternative in an order of its own.
#[test]
fn schemes_that_are_needed_together_are_a_set() {
    let request = http::Request::get("/")
        .header("authorization", "Basic dTpw")
        .header("x-key", "k");
    let (head, ()) = request.body(()).unwrap().into_parts();
    for alternative in [[BASIC, KEY], [KEY, BASIC]] {
        let shown = Shown::read(&alternative, &head).unwrap();
        let Some(Shown::BasicAndKey(basic, key)) = shown else {
            panic!("{alternative:?}");
        };
        assert!(basic.matches("u", "p") && key.matches("k"));
    }
    for alternative in [&[BASIC] as &[_], &[BASIC, BASIC], &[BASIC, KEY, KEY], &[]] {
        assert!(Shown::read(alternative, &head).unwrap().is_none());
    }
}

/// RFC 9110 section 15.5.2 asks for it, whoever says 401.
#[tokio::test]
async fn a_documented_401_has_a_challenge_too() {
    let response = fixture().ask(create(r#"{"name":"denied"}"#)).await;
    assert_eq!(
        response,
        "401 Unauthorized\ncontent-length: 2\ncontent-type: application/json\n\
         www-authenticate: Bearer realm=\"BearerAuth\", error=\"invalid_token\"\n\n{}"
    );
}

/// The challenge for these `Authorization` headers.
async fn challenge(values: &[&'static str]) -> String {
    let mut request = bare("GET", "/builds");
    for value in values {
        request
            .headers_mut()
            .append(AUTHORIZATION, HeaderValue::from_static(value));
    }
    let response = fixture().send(request).await;
    format!(
        "{} {}",
        response.status().as_u16(),
        response.headers()["www-authenticate"].to_str().unwrap()
    )
}

#[tokio::test]
async fn the_challenge_names_an_error_only_if_a_token_was_sent() {
    let without = r#"401 Bearer realm="BearerAuth""#;
    let with = r#"401 Bearer realm="BearerAuth", error="invalid_token""#;
    assert_eq!(challenge(&[]).await, without);
    assert_eq!(challenge(&["Basic dTpw"]).await, without);
    assert_eq!(challenge(&["Bearer wrong"]).await, with);
    assert_eq!(challenge(&["bearer wrong"]).await, with);
    assert_eq!(challenge(&["Bearer"]).await, with);
    assert_eq!(challenge(&["Bearer a b"]).await, with);
    assert_eq!(
        challenge(&[
            "Bearer open-sesame-1234567890",
            "Bearer open-sesame-1234567890"
        ])
        .await,
        with
    );
    assert_eq!(
        challenge(&["Basic dTpw", "Bearer open-sesame-1234567890"]).await,
        with
    );
}

#[tokio::test]
async fn the_token_is_nowhere() {
    let fixture = fixture();
    let requests = [
        authorized("GET", "/builds?limit=0"),
        authorized("PUT", "/builds"),
        authorized("GET", "/nothing"),
        authorized("GET", "/builds/fails"),
        authorized("GET", "/builds/panics"),
        authorized("GET", "/builds"),
        create("{"),
        with_token(&format!("{TOKEN}-wrong"), "GET", "/builds"),
        with_token(&format!("{TOKEN} wrong"), "GET", "/builds"),
    ];
    let mut all = String::new();
    for request in requests {
        all += &fixture.ask(request).await;
    }
    all += &fixture.seen().join("\n");
    all += &fixture.errors().join("\n");
    // `{:?}` of the credentials, of the context and of its headers.
    let authenticated = fixture.api.authenticated.lock().unwrap().join("\n");
    assert!(
        authenticated.contains("BearerAuth(Bearer(..)) Context { operation_id"),
        "{authenticated}"
    );
    assert!(
        authenticated.contains(r#""authorization": Sensitive"#),
        "{authenticated}"
    );
    all += &authenticated;
    assert!(!all.contains(TOKEN), "{all}");
}

#[tokio::test]
async fn cookies_are_not_shown_either() {
    let fixture = fixture();
    let mut request = authorized("GET", "/builds");
    request
        .headers_mut()
        .insert("cookie", HeaderValue::from_static("sid=hush-hush"));
    fixture.send(request).await;
    let authenticated = fixture.api.authenticated.lock().unwrap().join("\n");
    assert!(!authenticated.contains("hush-hush"), "{authenticated}");
}
