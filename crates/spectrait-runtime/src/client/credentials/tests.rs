use super::super::Body;
use super::super::transport::BoxTransport;
use super::*;

const A: SecurityScheme = SecurityScheme::bearer("A");
const B: SecurityScheme = SecurityScheme::bearer("B");

/// A client without a server.
fn nowhere() -> Surroundings {
    let transport = |_| async { Err::<http::Response<Body>, _>(BoxError::from("nowhere")) };
    Surroundings {
        base_url: None,
        transport: BoxTransport::new(tower::service_fn(transport)),
        user_agent: None,
        timeout: None,
    }
}

async fn apply(
    credentials: &Credentials,
    security: &[&[SecurityScheme]],
    headers: &mut HeaderMap,
) -> Result<Option<String>, CredentialError> {
    let mut query = None;
    let mut target = Target {
        headers,
        query: &mut query,
    };
    credentials.apply(security, &nowhere(), &mut target).await?;
    Ok(query)
}

async fn applied(
    held: &[SecurityScheme],
    security: &[&[SecurityScheme]],
) -> Result<Option<String>, String> {
    let mut credentials = Credentials::default();
    credentials.declare(A, "ClientBuilder::a");
    credentials.declare(B, "ClientBuilder::b");
    for scheme in held {
        credentials.set(*scheme, format!("token-{}", scheme.name).into());
    }
    let mut headers = HeaderMap::new();
    apply(&credentials, security, &mut headers)
        .await
        .map_err(|error| error.to_string())?;
    Ok(headers
        .get(AUTHORIZATION)
        .map(|value| value.to_str().unwrap().to_owned()))
}

/// Where each kind of scheme puts what it is given.
#[tokio::test]
async fn kinds() {
    let key = "k e&y";
    let rows: &[(SecurityScheme, &str, &str)] = &[
        (
            SecurityScheme::bearer("S"),
            "abc",
            "authorization: Bearer abc",
        ),
        (
            SecurityScheme::oauth2("S").scopes(&["read"]),
            "abc",
            "authorization: Bearer abc",
        ),
        (
            SecurityScheme::open_id_connect("S"),
            "abc",
            "authorization: Bearer abc",
        ),
        (
            SecurityScheme::http("S", "digest"),
            "username=\"a\", b=c",
            "authorization: Digest username=\"a\", b=c",
        ),
        (
            SecurityScheme::api_key_header("S", "X-Key"),
            key,
            "x-key: k e&y",
        ),
        (
            SecurityScheme::api_key_query("S", "api key"),
            key,
            "?a=1&api%20key=k%20e%26y",
        ),
        (
            SecurityScheme::api_key_cookie("S", "sid"),
            "k=ey",
            "cookie: a=1; sid=k=ey",
        ),
        (SecurityScheme::mutual_tls("S"), "unused", "nothing"),
    ];
    for (scheme, secret, expected) in rows {
        let mut credentials = Credentials::default();
        credentials.declare(*scheme, "ClientBuilder::s");
        if expected != &"nothing" {
            credentials.set(*scheme, (*secret).into());
        }
        credentials.check(&nowhere()).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1"));
        let mut query = Some("a=1".to_owned());
        let mut target = Target {
            headers: &mut headers,
            query: &mut query,
        };
        credentials
            .apply(&[&[*scheme]], &nowhere(), &mut target)
            .await
            .unwrap();
        let query = query
            .filter(|query| query != "a=1")
            .map(|query| format!("?{query}"));
        let headers = headers
            .iter()
            .filter(|(_, value)| *value != "a=1")
            .map(|(name, value)| {
                assert!(value.is_sensitive(), "{name}");
                format!("{name}: {}", value.to_str().unwrap())
            });
        let all: Vec<String> = query.into_iter().chain(headers).collect();
        let all = if all.is_empty() {
            "nothing".to_owned()
        } else {
            all.join("\n")
        };
        assert_eq!(&all, expected, "{scheme:?}");
    }
}

#[tokio::test]
async fn basic() {
    const BASIC: SecurityScheme = SecurityScheme::basic("S");
    let mut credentials = Credentials::default();
    credentials.set_basic(BASIC, &"Aladdin".into(), &"open sesame".into());
    credentials.check(&nowhere()).unwrap();
    let mut headers = HeaderMap::new();
    apply(&credentials, &[&[BASIC]], &mut headers)
        .await
        .unwrap();
    // RFC 7617 section 2.
    assert_eq!(headers[AUTHORIZATION], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    credentials.set_basic(BASIC, &"a:b".into(), &"c".into());
    assert_eq!(
        credentials.check(&nowhere()).unwrap_err().to_string(),
        "the token for `S` has a colon in the user's name, which ends it"
    );
    credentials.set_basic(BASIC, &"a".into(), &"c\n".into());
    assert!(credentials.check(&nowhere()).is_err());
}

/// The transport may have a certificate; a credential that is set is sent all the same.
#[tokio::test]
async fn mutual_tls_is_the_transports() {
    const TLS: SecurityScheme = SecurityScheme::mutual_tls("T");
    assert_eq!(applied(&[], &[&[TLS], &[A]]).await, Ok(None));
    assert_eq!(
        applied(&[A], &[&[TLS], &[A]]).await,
        Ok(Some("Bearer token-A".to_owned()))
    );
    assert_eq!(
        applied(&[A], &[&[TLS, A]]).await,
        Ok(Some("Bearer token-A".to_owned()))
    );
    assert!(applied(&[], &[&[TLS, A]]).await.is_err());
}

#[tokio::test]
async fn alternatives() {
    let a = Ok(Some("Bearer token-A".to_owned()));
    let b = Ok(Some("Bearer token-B".to_owned()));
    let none = Ok(None);
    let lacks = |text: &str| Err(format!("no credential for {text}"));
    let rows: &[(&[_], &[&[_]], _)] = &[
        (&[A], &[], none.clone()),
        (&[A], &[&[A]], a.clone()),
        (&[B], &[&[A], &[B]], b.clone()),
        (&[A, B], &[&[A], &[B]], a.clone()),
        (&[A], &[&[], &[A]], a),
        (&[], &[&[], &[A]], none.clone()),
        (&[], &[&[A], &[]], none),
        (&[], &[&[A]], lacks("`A`: set it with `ClientBuilder::a`")),
        (
            &[A],
            &[&[A, B]],
            lacks("`B`: set it with `ClientBuilder::b`"),
        ),
        (
            &[],
            &[&[A, B], &[B]],
            lacks("`B`: set it with `ClientBuilder::b`"),
        ),
        (
            &[],
            &[&[A, B]],
            lacks("`A` and `B`: set it with `ClientBuilder::a` and `ClientBuilder::b`"),
        ),
    ];
    for (index, (held, security, expected)) in rows.iter().enumerate() {
        assert_eq!(&applied(held, security).await, expected, "row {index}");
    }
}

#[tokio::test]
async fn a_header_of_ones_own_is_the_credential() {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Custom x"));
    apply(&Credentials::default(), &[&[A]], &mut headers)
        .await
        .unwrap();
    assert_eq!(headers[AUTHORIZATION], "Custom x");
}

#[tokio::test]
async fn the_header_is_marked_sensitive() {
    let mut credentials = Credentials::default();
    credentials.set(A, "hunter2".into());
    let mut headers = HeaderMap::new();
    apply(&credentials, &[&[A]], &mut headers).await.unwrap();
    assert!(headers[AUTHORIZATION].is_sensitive());
    assert!(!format!("{headers:?} {credentials:?}").contains("hunter2"));
}

#[tokio::test]
async fn tokens_that_cannot_be_sent() {
    for text in ["", "a b", "a\r\nb", "a\nX-Evil: 1", "a\0", "ä", "a\u{7f}"] {
        let mut fixed = Credentials::default();
        fixed.set(A, text.into());
        let error = fixed.check(&nowhere()).unwrap_err();
        assert!(
            matches!(error, CredentialError::Token { scheme: "A", .. }),
            "{text:?}"
        );

        let mut called = Credentials::default();
        called.set(A, Token::callback(move || async move { Ok(text) }));
        called.check(&nowhere()).unwrap();
        let mut headers = HeaderMap::new();
        let error = apply(&called, &[&[A]], &mut headers).await.unwrap_err();
        assert!(
            matches!(error, CredentialError::Token { scheme: "A", .. }),
            "{text:?}"
        );
        assert!(headers.is_empty());
    }
    for text in ["1|abc", "a:b", "a.b-c_d~e+f/g=="] {
        let mut fixed = Credentials::default();
        fixed.set(A, text.into());
        fixed.check(&nowhere()).unwrap();
    }
}
