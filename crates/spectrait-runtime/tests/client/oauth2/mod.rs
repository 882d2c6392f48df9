//! Tokens that expire: when they are fetched, kept, fetched anew; and what a token endpoint may answer.

mod answers;
mod kept;
mod refused;
mod requests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use spectrait_runtime::client::{
    AccessToken, Body, BoxError, Call, CredentialError, ErrorKind, OAuth2, OAuth2Error, Token,
    TokenContext, TokenProvider, client,
};
use spectrait_runtime::{Json, Method, OAuthFlow, Operation, SecurityScheme, request, responses};

const OAUTH: SecurityScheme = SecurityScheme::oauth2("oauth").flows(&[
    OAuthFlow::client_credentials()
        .token_url("/oauth/token")
        .scopes(&["read", "write"]),
    OAuthFlow::authorization_code()
        .token_url("/oauth/code")
        .refresh_url("/oauth/refresh"),
]);
const UNKNOWN: SecurityScheme = SecurityScheme::open_id_connect("open_id");
const KEY: SecurityScheme = SecurityScheme::api_key_query("key", "key");

macro_rules! operations {
    ($($name:ident($method:ident) = $security:expr;)+) => {
        $(
            request! {
                /// Nothing but a body.
                #[derive(Clone, Default)]
                pub struct $name {
                    /// What is sent.
                    pub body: Option<String> = json_body(),
                }
            }
            impl Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: Method = Method::$method;
                const PATH: &str = "/things";
                const SECURITY: &[&[SecurityScheme]] = $security;
                type Success = Json<200, String>;
                type Failure = Unauthorized;
            }
        )+
    };
}
operations! {
    Post(POST) = &[&[OAUTH.scopes(&["read"])]];
    WithKey(POST) = &[&[OAUTH, KEY]];
}

responses! {
    /// Who are you?
    #[derive(Debug, Clone, PartialEq)]
    pub enum Unauthorized {
        /// Who?
        Unauthorized = 401,
    }
}

client! {
    /// A client.
    pub struct Client;
    /// Its settings.
    pub struct ClientBuilder {
        /// A token.
        pub fn oauth() = OAUTH,
        /// Another one.
        pub fn open_id() = UNKNOWN,
        /// A key.
        pub fn key() = KEY,
    }
    /// Nowhere.
    const BASE_URL = "https://api.example.com/v1";
}

impl Client {
    fn post(&self) -> Call<String, Unauthorized> {
        self.call(&Post::new().body("x".to_owned()))
    }
}

/// An API and its token endpoint. What was asked of either, oldest first.
#[derive(Clone, Default)]
struct Server {
    /// The requests for tokens: URL, `authorization`, body.
    asked: Arc<Mutex<Vec<String>>>,
    /// How many there were.
    count: Arc<AtomicUsize>,
    /// The requests for the API: `authorization`.
    called: Arc<Mutex<Vec<String>>>,
    /// The tokens that the API accepts; all unless set.
    accepted: Arc<Mutex<Option<Vec<String>>>>,
}

fn header<'a>(request: &'a Request<Body>, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

impl Server {
    /// A builder of a client whose token endpoint makes this of the count of the request, after a second.
    fn builder(
        &self,
        token: impl Fn(usize) -> (u16, String) + Clone + Send + 'static,
    ) -> ClientBuilder {
        let server = self.clone();
        Client::builder().transport(tower::service_fn(move |request: Request<Body>| {
            let (server, token) = (server.clone(), token.clone());
            async move {
                let authorization = header(&request, "authorization").to_owned();
                if request.uri().path().starts_with("/oauth/") {
                    let body =
                        String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
                    let line = format!("{} {authorization} {body}", request.uri());
                    server.asked.lock().unwrap().push(line);
                    let count = server.count.fetch_add(1, Ordering::SeqCst) + 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    let (status, body) = token(count);
                    return Ok::<_, BoxError>(
                        Response::builder().status(status).body(Body::from(body))?,
                    );
                }
                assert_eq!(request.body().as_bytes().unwrap(), &b"\"x\""[..]);
                tokio::time::sleep(Duration::from_millis(1)).await;
                let accepted = server.accepted.lock().unwrap();
                let is_accepted = accepted
                    .as_ref()
                    .is_none_or(|tokens| tokens.contains(&authorization));
                server.called.lock().unwrap().push(authorization);
                let status = if is_accepted { 200 } else { 401 };
                Ok(Response::builder()
                    .status(status)
                    .body(Body::from("\"done\""))?)
            }
        }))
    }

    fn accept(&self, tokens: &[&str]) {
        let tokens = tokens
            .iter()
            .map(|token| format!("Bearer {token}"))
            .collect();
        *self.accepted.lock().unwrap() = Some(tokens);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn called(&self) -> Vec<String> {
        std::mem::take(&mut *self.called.lock().unwrap())
    }
}

/// Tokens `t1`, `t2` and so on, good for so many seconds.
fn good_for(seconds: u64) -> impl Fn(usize) -> (u16, String) + Clone + Send + 'static {
    move |count| {
        let body = format!(
            r#"{{"access_token":"t{count}","token_type":"bearer","expires_in":{seconds}}}"#
        );
        (200, body)
    }
}

fn credentials() -> OAuth2 {
    OAuth2::client_credentials("id", "hunter2")
}

async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// What a provider's failure says, and what is below it.
fn said<E: std::fmt::Debug>(error: &ErrorKind<E>) -> String {
    let ErrorKind::Auth(CredentialError::Provider { source, .. }) = error else {
        panic!("{error:?}");
    };
    let below = source.source().map(|error| format!(": {error}"));
    format!("{source}{}", below.unwrap_or_default())
}
