//! Scopes: what the document asks for is held against what the caller was granted, without a handler's help.

use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use spectrait_runtime::server::{
    ApiKey, AuthError, Basic, Bearer, Context, Failure, Scopes, credentials, service,
};
use spectrait_runtime::{Json, Method, Operation, SecurityScheme, request};

use crate::fixture::{Never, block_on};

const OAUTH: SecurityScheme = SecurityScheme::oauth2("OAuth");
const KEY: SecurityScheme = SecurityScheme::api_key_header("Key", "X-Key");
const LOGIN: SecurityScheme = SecurityScheme::basic("Login");

macro_rules! operations {
    ($($method:ident($name:ident) = $path:literal $security:expr;)+) => {
        $(
            request! {
                /// Nothing.
                #[derive(Clone, Default)]
                pub struct $name {}
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
                /// Says what was asked for.
                fn $method(
                    &self,
                    request: $name,
                    context: Context<Self::Principal>,
                ) -> impl Future<Output = Result<String, Failure<Never>>> + Send;
            )+
        }

        service! { Api { authenticate(Credentials, scopes), $($method($name)),+ } }

        impl Api for Server {
            type Principal = Caller;

            async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<Caller, AuthError> {
                find_out(&credentials)
            }

            $(
                async fn $method(&self, _: $name, context: Context<Caller>) -> Result<String, Failure<Never>> {
                    Ok(format!("{} {:?}", context.principal().by, context.scopes("OAuth")))
                }
            )+
        }
    };
}
operations! {
    none(None) = "/none" &[&[OAUTH]];
    one(One) = "/one" &[&[OAUTH.scopes(&["read:x", "write:x"])]];
    either(Either) = "/either" &[&[OAUTH.scopes(&["read:x"])], &[OAUTH.scopes(&["admin"])]];
    both(Both) = "/both" &[&[OAUTH.scopes(&["read:x"]), KEY.scopes(&["read:x"])]];
    other(Other) = "/other" &[&[OAUTH.scopes(&["admin"])], &[KEY]];
    optional(Optional) = "/optional" &[&[], &[OAUTH.scopes(&["read:x"])]];
    role(Role) = "/role" &[&[LOGIN.scopes(&["admin"])]];
}

credentials! {
    /// What a caller shows.
    pub enum Credentials {
        /// A token.
        OAuth(Bearer) = OAUTH,
        /// A key.
        Key(ApiKey) = KEY,
        /// A user.
        Login(Basic) = LOGIN,
        /// A token and a key.
        OAuthAndKey(Bearer, ApiKey) = OAUTH & KEY,
        /// Nothing.
        Nobody,
    }
}

struct Server;

/// Who calls, and with which scopes of which scheme.
struct Caller {
    by: &'static str,
    granted: Vec<(&'static str, String)>,
}

impl Scopes for Caller {
    fn has_scope(&self, scheme: &str, scope: &str) -> bool {
        let mut granted = self.granted.iter();
        granted.any(|(of, name)| *of == scheme && name == scope)
    }
}

/// What is shown is the scopes themselves, with commas between them.
fn find_out(credentials: &Credentials) -> Result<Caller, AuthError> {
    let of = |scheme: &'static str, text: &str| {
        let names = text.split(',').map(ToOwned::to_owned);
        names.map(|name| (scheme, name)).collect::<Vec<_>>()
    };
    let (by, granted) = match credentials {
        Credentials::OAuth(bearer) if bearer.matches("wrong") => Err(AuthError::unauthorized())?,
        Credentials::OAuth(bearer) => ("token", of("OAuth", bearer.token())),
        Credentials::Key(key) => ("key", of("Key", key.key())),
        Credentials::Login(basic) => ("login", of("Login", basic.user())),
        Credentials::OAuthAndKey(bearer, key) => {
            let granted = [of("OAuth", bearer.token()), of("Key", key.key())];
            ("both", granted.concat())
        }
        Credentials::Nobody => ("nobody", Vec::new()),
    };
    Ok(Caller { by, granted })
}

fn ask(path: &str, headers: &[(&str, &[u8])]) -> (u16, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    block_on(async {
        let app = router(Server).build();
        let response = tower::ServiceExt::oneshot(app, request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (head.status.as_u16(), head.headers, body)
    })
}

#[test]
fn what_is_granted() {
    let rows: &[(&str, &str, &str, &str)] = &[
        ("/none", "Bearer x", "", "token []"),
        (
            "/one",
            "Bearer write:x,read:x",
            "",
            r#"token ["read:x", "write:x"]"#,
        ),
        ("/either", "Bearer read:x", "", r#"token ["read:x"]"#),
        ("/either", "Bearer admin", "", r#"token ["admin"]"#),
        ("/both", "Bearer read:x", "read:x", r#"both ["read:x"]"#),
        ("/other", "Bearer admin", "", r#"token ["admin"]"#),
        // A scope that is lacking leaves the other ways in.
        ("/other", "Bearer x", "k", "key []"),
        ("/optional", "Bearer read:x", "", r#"token ["read:x"]"#),
        ("/optional", "Bearer x", "", "nobody []"),
        ("/optional", "", "", "nobody []"),
        ("/role", "Basic YWRtaW46eA==", "", "login []"),
    ];
    for (path, authorization, key, expected) in rows {
        let all = [("authorization", authorization), ("x-key", key)];
        let headers: Vec<(&str, &[u8])> = all
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let (status, _, body) = ask(path, &headers);
        let expected = format!("{expected:?}");
        assert_eq!((status, body), (200, expected), "{path} {headers:?}");
    }
}

/// Headers of a request.
type Pairs<'a> = &'a [(&'a str, &'a [u8])];

/// The 403 names the scopes that are needed; of what is no token nothing is said there (RFC 6750 section 3.1).
#[test]
fn what_is_not() {
    let one = Some(r#"Bearer realm="OAuth", scope="read:x write:x", error="insufficient_scope""#);
    let read = Some(r#"Bearer realm="OAuth", scope="read:x", error="insufficient_scope""#);
    let admin = Some(r#"Bearer realm="OAuth", scope="admin", error="insufficient_scope""#);
    let rows: &[(&str, Pairs, u16, Option<&str>)] = &[
        ("/one", &[("authorization", b"Bearer read:x")], 403, one),
        (
            "/one",
            &[("authorization", b"Bearer read:x,write:xx")],
            403,
            one,
        ),
        (
            "/one",
            &[("authorization", b"Bearer READ:X,WRITE:X")],
            403,
            one,
        ),
        ("/either", &[("authorization", b"Bearer x")], 403, read),
        ("/other", &[("authorization", b"Bearer read:x")], 403, admin),
        // A scope of another scheme does not count.
        (
            "/both",
            &[("authorization", b"Bearer x"), ("x-key", b"read:x")],
            403,
            read,
        ),
        (
            "/both",
            &[("authorization", b"Bearer read:x"), ("x-key", b"x")],
            403,
            None,
        ),
        ("/role", &[("authorization", b"Basic YWRhOng=")], 403, None),
        // Without a token, or with none that counts, it is a 401 all the same.
        (
            "/both",
            &[("x-key", b"read:x")],
            401,
            Some(r#"Bearer realm="OAuth", scope="read:x""#),
        ),
        (
            "/one",
            &[("authorization", b"Bearer wrong")],
            401,
            Some(r#"Bearer realm="OAuth", scope="read:x write:x", error="invalid_token""#),
        ),
        (
            "/optional",
            &[("authorization", b"Bearer wrong")],
            401,
            Some(r#"Bearer realm="OAuth", scope="read:x", error="invalid_token""#),
        ),
    ];
    for (path, headers, expected, challenge) in rows {
        let (status, answered, body) = ask(path, headers);
        assert_eq!(status, *expected, "{path} {headers:?} {body}");
        let found = answered.get("www-authenticate");
        let found = found.map(|value| value.to_str().unwrap());
        assert_eq!(found, *challenge, "{path} {headers:?}");
        if status == 403 {
            let detail = "These credentials lack a scope that the operation needs.";
            assert!(body.contains(detail), "{body}");
        }
    }
}

/// Tokens that are none do not get as far as their scopes.
#[test]
fn tokens_that_cannot_be_read() {
    let long = [b"Bearer ".as_slice(), &vec![b'a'; 16 * 1024 + 1]].concat();
    let rows: &[Pairs] = &[
        &[("authorization", b"Bearer")],
        &[("authorization", b"Bearer read:x, write:x")],
        &[("authorization", b"Bearer read:x,write:x\xff")],
        &[("authorization", b"Bearer read:x\twrite:x")],
        &[("authorization", &long)],
        &[
            ("authorization", b"Bearer read:x,write:x"),
            ("authorization", b"Bearer x"),
        ],
    ];
    for path in ["/one", "/optional"] {
        for headers in rows {
            let (status, _, body) = ask(path, headers);
            assert_eq!(status, 401, "{path} {body}");
            assert!(body.contains("The credentials cannot be read."), "{body}");
        }
    }
}
