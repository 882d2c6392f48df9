//! Every kind of security scheme, alone, together and in place of another: a client that holds some against a server that
//! wants some.

use axum::Router;
use axum::body::Body;
use http::Request;
use spectrait_runtime::client::{ErrorKind, client};
use spectrait_runtime::server::{
    ApiKey, AuthError, Basic, Bearer, ClientCertificate, Context, Failure, HttpCredentials, Scopes,
    credentials, service,
};
use spectrait_runtime::{Json, Method, Operation, SecurityScheme, request};

use crate::fixture::{Never, ask, block_on};

const BEARER: SecurityScheme = SecurityScheme::bearer("Bearer");
const BASIC: SecurityScheme = SecurityScheme::basic("Basic");
const DIGEST: SecurityScheme = SecurityScheme::http("Digest", "digest");
const OAUTH: SecurityScheme = SecurityScheme::oauth2("OAuth");
const OPEN_ID: SecurityScheme = SecurityScheme::open_id_connect("OpenId");
const HEADER_KEY: SecurityScheme = SecurityScheme::api_key_header("HeaderKey", "X-Key");
const QUERY_KEY: SecurityScheme = SecurityScheme::api_key_query("QueryKey", "api key");
const COOKIE_KEY: SecurityScheme = SecurityScheme::api_key_cookie("CookieKey", "sid");
const TLS: SecurityScheme = SecurityScheme::mutual_tls("Tls");

macro_rules! operations {
    ($($name:ident = $path:literal $security:expr;)+) => {
        $(
            request! {
                /// One optional parameter, which an API key must not be mistaken for.
                #[derive(Clone, Default)]
                pub struct $name {
                    /// Whatever else is in the query.
                    pub rest: Option<spectrait_runtime::Map<i64>> = query("rest"),
                }
            }
            impl Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: Method = Method::GET;
                const PATH: &str = $path;
                const SECURITY: &[&[SecurityScheme]] = $security;
                type Success = Json<200, String>;
                type Failure = Never;
            }
        )+
    };
}
operations! {
    WithBearer = "/bearer" &[&[BEARER]];
    WithBasic = "/basic" &[&[BASIC]];
    WithDigest = "/digest" &[&[DIGEST]];
    WithOauth = "/oauth" &[&[OAUTH.scopes(&["read:x", "write:x"])]];
    WithOpenId = "/openid" &[&[OPEN_ID]];
    WithHeaderKey = "/header" &[&[HEADER_KEY]];
    WithQueryKey = "/query" &[&[QUERY_KEY]];
    WithCookieKey = "/cookie" &[&[COOKIE_KEY]];
    WithTls = "/tls" &[&[TLS]];
    WithBoth = "/both" &[&[HEADER_KEY, QUERY_KEY]];
    WithEither = "/either" &[&[BEARER], &[HEADER_KEY, QUERY_KEY], &[BASIC]];
    Optional = "/optional" &[&[], &[BEARER]];
}

credentials! {
    /// What a caller shows.
    pub enum Credentials {
        /// A token.
        Bearer(Bearer) = BEARER,
        /// A user and a password.
        Basic(Basic) = BASIC,
        /// Something of one's own.
        Digest(HttpCredentials) = DIGEST,
        /// A token.
        OAuth(Bearer) = OAUTH,
        /// A token.
        OpenId(Bearer) = OPEN_ID,
        /// A key.
        HeaderKey(ApiKey) = HEADER_KEY,
        /// A key.
        QueryKey(ApiKey) = QUERY_KEY,
        /// A key.
        CookieKey(ApiKey) = COOKIE_KEY,
        /// A certificate.
        Tls(ClientCertificate) = TLS,
        /// Two keys.
        HeaderKeyAndQueryKey(ApiKey, ApiKey) = HEADER_KEY & QUERY_KEY,
        /// Nothing.
        Nobody,
    }
}

macro_rules! api {
    ($($method:ident($request:ident),)+) => {
        /// The operations.
        pub trait Api: Send + Sync + 'static {
            /// Who calls.
            type Principal: Scopes + Send + Sync + 'static;

            /// Finds out who calls.
            fn authenticate(
                &self,
                credentials: Credentials,
                context: &Context,
            ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;

            $(
                /// Says who calls.
                fn $method(
                    &self,
                    request: $request,
                    context: Context<Self::Principal>,
                ) -> impl Future<Output = Result<String, Failure<Never>>> + Send;
            )+
        }

        service! { Api { authenticate(Credentials, scopes), $($method($request)),+ } }

        impl Api for Teller {
            type Principal = Told;

            async fn authenticate(&self, credentials: Credentials, context: &Context) -> Result<Told, AuthError> {
                tell(credentials, context).map(Told)
            }

            $(
                async fn $method(&self, request: $request, context: Context<Told>) -> Result<String, Failure<Never>> {
                    assert_eq!(request.rest, None, "a key is no parameter");
                    Ok(context.into_principal().0)
                }
            )+
        }
    };
}

/// Tells what it was shown.
struct Teller;

/// What it was, for a caller who may do everything.
struct Told(String);

impl Scopes for Told {
    fn has_scope(&self, _: &str, _: &str) -> bool {
        true
    }
}

api! {
    with_bearer(WithBearer),
    with_basic(WithBasic),
    with_digest(WithDigest),
    with_oauth(WithOauth),
    with_open_id(WithOpenId),
    with_header_key(WithHeaderKey),
    with_query_key(WithQueryKey),
    with_cookie_key(WithCookieKey),
    with_tls(WithTls),
    with_both(WithBoth),
    with_either(WithEither),
    optional(Optional),
}

fn tell(credentials: Credentials, context: &Context) -> Result<String, AuthError> {
    let text = format!("{credentials:?}");
    assert!(!text.contains("secret"), "{text}");
    let headers = format!("{:?} {context:?}", context.headers());
    assert!(!headers.contains("secret"), "{headers}");
    Ok(match credentials {
        Credentials::Bearer(bearer) => format!("bearer {}", bearer.token()),
        Credentials::Basic(basic) if basic.matches("ada", "secret: 1") => "basic ada".to_owned(),
        Credentials::Basic(_) => Err(AuthError::unauthorized())?,
        Credentials::Digest(digest) => format!("digest {}", digest.text()),
        Credentials::OAuth(bearer) => {
            format!("oauth {} {:?}", bearer.token(), context.scopes("OAuth"))
        }
        Credentials::OpenId(bearer) => {
            format!("openid {} {:?}", bearer.token(), context.scopes("OpenId"))
        }
        Credentials::HeaderKey(key) => format!("header {}", key.key()),
        Credentials::QueryKey(key) => format!("query {}", key.key()),
        Credentials::CookieKey(key) => format!("cookie {}", key.matches("secret-c")),
        Credentials::Tls(certificate) => format!("tls {}", certificate.chain().len()),
        Credentials::HeaderKeyAndQueryKey(a, b) => format!("both {} {}", a.key(), b.key()),
        Credentials::Nobody => "nobody".to_owned(),
    })
}

client! {
    /// A client.
    pub struct TestClient;
    /// Its settings.
    pub struct TestClientBuilder {
        /// A token.
        pub fn bearer() = BEARER,
        /// A user and a password.
        pub fn basic(user, password) = BASIC,
        /// Something of one's own.
        pub fn digest() = DIGEST,
        /// A token.
        pub fn oauth() = OAUTH,
        /// A token.
        pub fn open_id() = OPEN_ID,
        /// A key.
        pub fn header_key() = HEADER_KEY,
        /// A key.
        pub fn query_key() = QUERY_KEY,
        /// A key.
        pub fn cookie_key() = COOKIE_KEY,
    }
    /// Nowhere.
    const BASE_URL = "http://test";
}

fn app() -> Router {
    router(Teller).build()
}

type Set = fn(TestClientBuilder) -> TestClientBuilder;

/// What the server makes of a call by a client with these credentials.
fn told<O>(set: Set, request: &O) -> String
where
    O: Operation<Success = Json<200, String>, Failure = Never>,
{
    let client = set(TestClient::builder().transport(app())).build().unwrap();
    match block_on(async { client.call(request).await }) {
        Ok(text) => text,
        Err(error) => match error.kind() {
            ErrorKind::Auth(error) => error.to_string(),
            _ => error.to_string(),
        },
    }
}

#[test]
fn each_kind() {
    let rows: [(String, &str); 8] = [
        (
            told(|b| b.bearer("secret-b"), &WithBearer::new()),
            "bearer secret-b",
        ),
        (
            told(|b| b.basic("ada", "secret: 1"), &WithBasic::new()),
            "basic ada",
        ),
        (
            told(
                |b| b.digest("username=\"ada\", response=secret"),
                &WithDigest::new(),
            ),
            "digest username=\"ada\", response=secret",
        ),
        (
            told(|b| b.oauth("secret-o"), &WithOauth::new()),
            "oauth secret-o [\"read:x\", \"write:x\"]",
        ),
        (
            told(|b| b.open_id("secret-i"), &WithOpenId::new()),
            "openid secret-i []",
        ),
        (
            told(|b| b.header_key("secret h"), &WithHeaderKey::new()),
            "header secret h",
        ),
        (
            told(|b| b.query_key("secret&q=ä"), &WithQueryKey::new()),
            "query secret&q=ä",
        ),
        (
            told(|b| b.cookie_key("secret-c"), &WithCookieKey::new()),
            "cookie true",
        ),
    ];
    for (told, expected) in rows {
        assert_eq!(told, expected);
    }
}

#[test]
fn together_and_in_place_of_another() {
    let rows: [(String, &str); 8] = [
        (
            told(|b| b.header_key("h").query_key("q"), &WithBoth::new()),
            "both h q",
        ),
        (
            told(|b| b.header_key("h"), &WithBoth::new()),
            "no credential for `QueryKey`: set it with `TestClientBuilder::query_key`",
        ),
        (
            told(|b| b.header_key("h").query_key("q"), &WithEither::new()),
            "both h q",
        ),
        (
            told(|b| b.basic("ada", "secret: 1"), &WithEither::new()),
            "basic ada",
        ),
        (
            told(
                |b| b.bearer("t").basic("ada", "secret: 1"),
                &WithEither::new(),
            ),
            "bearer t",
        ),
        (
            told(|b| b.query_key("q"), &WithEither::new()),
            "no credential for `Bearer`: set it with `TestClientBuilder::bearer`",
        ),
        (told(|b| b.bearer("t"), &Optional::new()), "bearer t"),
        (told(|b| b, &Optional::new()), "nobody"),
    ];
    for (told, expected) in rows {
        assert_eq!(told, expected);
    }
    assert!(told(|b| b, &WithTls::new()).contains("401"));
}

#[test]
fn a_certificate_is_the_tls_layers() {
    let mut request = Request::get("/tls").body(Body::empty()).unwrap();
    request
        .extensions_mut()
        .insert(ClientCertificate::new(vec![vec![1], vec![2]]));
    assert_eq!(ask(app(), request), (200, "\"tls 2\"".to_owned()));
}

/// Headers of a request.
type Pairs = &'static [(&'static str, &'static str)];

/// What cannot be read is a 401, and so is what is missing; the challenge says which scheme it is about.
#[test]
fn challenges() {
    let rows: &[(&str, Pairs, &str)] = &[
        ("/bearer", &[], r#"Bearer realm="Bearer""#),
        ("/basic", &[], r#"Basic realm="Basic", charset="UTF-8""#),
        (
            "/basic",
            &[("authorization", "Basic !!!")],
            r#"Basic realm="Basic", charset="UTF-8""#,
        ),
        (
            "/basic",
            &[("authorization", "Basic YWRh")],
            r#"Basic realm="Basic", charset="UTF-8""#,
        ),
        (
            "/basic",
            &[("authorization", "Basic YWRhOng=")],
            r#"Basic realm="Basic", charset="UTF-8""#,
        ),
        ("/digest", &[], r#"digest realm="Digest""#),
        (
            "/oauth",
            &[],
            r#"Bearer realm="OAuth", scope="read:x write:x""#,
        ),
        ("/header", &[("x-key", "")], r#"ApiKey realm="HeaderKey""#),
        (
            "/header",
            &[("x-key", "a"), ("x-key", "b")],
            r#"ApiKey realm="HeaderKey""#,
        ),
        (
            "/query?api+key=a&api%20key=b",
            &[],
            r#"ApiKey realm="QueryKey""#,
        ),
        ("/query?api%20key=%ff", &[], r#"ApiKey realm="QueryKey""#),
        (
            "/cookie",
            &[("cookie", "sid2=a")],
            r#"ApiKey realm="CookieKey""#,
        ),
        (
            "/cookie",
            &[("cookie", "sid=a; sid=b")],
            r#"ApiKey realm="CookieKey""#,
        ),
        ("/tls", &[], r#"MutualTLS realm="Tls""#),
        (
            "/either",
            &[("x-key", "a")],
            r#"Bearer realm="Bearer", ApiKey realm="HeaderKey", ApiKey realm="QueryKey", Basic realm="Basic", charset="UTF-8""#,
        ),
    ];
    for (target, headers, expected) in rows {
        let mut request = Request::get(*target);
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response =
            block_on(async { tower::ServiceExt::oneshot(app(), request).await.unwrap() });
        assert_eq!(response.status(), 401, "{target} {headers:?}");
        let challenges = response.headers().get_all("www-authenticate").iter();
        let challenges: Vec<&str> = challenges.map(|value| value.to_str().unwrap()).collect();
        assert_eq!(challenges.join(", "), *expected, "{target} {headers:?}");
    }
}

/// A credential that cannot be sent is found when the client is built.
#[test]
fn credentials_that_cannot_be_sent() {
    let rows: [(Set, &str); 6] = [
        (
            |b| b.bearer("a b"),
            "the token for `Bearer` holds white space",
        ),
        (
            |b| b.basic("a:b", "c"),
            "the token for `Basic` has a colon in the user's name",
        ),
        (
            |b| b.digest("a\nb"),
            "the token for `Digest` holds a character that a header cannot",
        ),
        (
            |b| b.header_key(" a"),
            "the token for `HeaderKey` holds a character that a header cannot, or a blank at an end",
        ),
        (|b| b.query_key(""), "the token for `QueryKey` is empty"),
        (
            |b| b.cookie_key("a;b"),
            "the token for `CookieKey` holds a character that a cookie cannot",
        ),
    ];
    for (set, expected) in rows {
        let error = set(TestClient::builder().transport(app()))
            .build()
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
