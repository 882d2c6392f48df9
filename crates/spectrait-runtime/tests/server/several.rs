//! Several traits, one trait without security, alternatives of credentials: the other forms of `service!`.

use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderValue};
use spectrait_runtime::server::{
    AuthError, Bearer, Context, Failure, RouterBuilder, credentials, service,
};
use spectrait_runtime::{Json, Method, Operation, SecurityScheme, record, request, responses};
use tower::ServiceExt;

use crate::fixture::{BEARER_AUTH, bare, show};

record! {
    /// A text.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Note {
        /// It.
        pub text: Option<String> = "text",
    }
}

responses! {
    /// No failures.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum NoError {}
}

/// An operation `GET $path` without parameters.
macro_rules! operation {
    ($name:ident, $id:literal, $path:literal, $security:expr) => {
        request! {
            /// Nothing.
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct $name {}
        }

        impl Operation for $name {
            const ID: &'static str = $id;
            const METHOD: Method = Method::GET;
            const PATH: &'static str = $path;
            const SECURITY: &'static [&'static [SecurityScheme]] = $security;
            type Success = Json<200, Note>;
            type Failure = NoError;
        }
    };
}

operation!(ListPetsRequest, "listPets", "/pets", &[&[BEARER_AUTH]]);
operation!(
    ListOrdersRequest,
    "listOrders",
    "/orders",
    &[&[], &[BEARER_AUTH]]
);
operation!(StatusRequest, "status", "/status", &[]);

credentials! {
    /// What a caller shows.
    pub enum Credentials {
        /// A token.
        BearerAuth(Bearer) = BEARER_AUTH,
        /// Nothing.
        Nobody,
    }
}

/// Finds out who calls.
pub(crate) trait Authenticate: Send + Sync + 'static {
    type Principal: Send + Sync + 'static;

    fn authenticate(
        &self,
        credentials: Credentials,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;
}

service! { Authenticate { authenticate(Credentials) } }

mod pets {
    use super::{
        Authenticate, Context, Credentials, Failure, ListPetsRequest, NoError, Note, service,
    };

    pub(crate) trait PetsApi: Authenticate {
        fn list_pets(
            &self,
            request: ListPetsRequest,
            context: Context<Self::Principal>,
        ) -> impl Future<Output = Result<Note, Failure<NoError>>> + Send;
    }

    service! { PetsApi: Authenticate { authenticate(Credentials), list_pets(ListPetsRequest) } }
}

mod store {
    use super::{
        Authenticate, Context, Credentials, Failure, ListOrdersRequest, NoError, Note,
        StatusRequest, service,
    };

    pub(crate) trait StoreApi: Authenticate {
        fn list_orders(
            &self,
            request: ListOrdersRequest,
            context: Context<Self::Principal>,
        ) -> impl Future<Output = Result<Note, Failure<NoError>>> + Send;

        fn status(
            &self,
            request: StatusRequest,
            context: Context,
        ) -> impl Future<Output = Result<Note, Failure<NoError>>> + Send;
    }

    service! {
        StoreApi: Authenticate { authenticate(Credentials), list_orders(ListOrdersRequest) }
        public { status(StatusRequest) }
    }
}

/// All operations.
pub(crate) trait Api: pets::PetsApi + store::StoreApi {}

impl<T: pets::PetsApi + store::StoreApi> Api for T {}

service! { Api = pets + store }

struct Shop;

impl Authenticate for Shop {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Context,
    ) -> Result<String, AuthError> {
        match credentials {
            Credentials::BearerAuth(bearer) if bearer.matches("wrong") => {
                Err(AuthError::unauthorized())
            }
            Credentials::BearerAuth(_) => Ok("ada".to_owned()),
            Credentials::Nobody => Ok("nobody".to_owned()),
        }
    }
}

impl pets::PetsApi for Shop {
    async fn list_pets(
        &self,
        _: ListPetsRequest,
        context: Context<String>,
    ) -> Result<Note, Failure<NoError>> {
        Ok(Note::new().text(format!("pets of {}", context.principal())))
    }
}

impl store::StoreApi for Shop {
    async fn list_orders(
        &self,
        _: ListOrdersRequest,
        context: Context<String>,
    ) -> Result<Note, Failure<NoError>> {
        Ok(Note::new().text(format!("orders of {}", context.principal())))
    }

    async fn status(&self, _: StatusRequest, _: Context) -> Result<Note, Failure<NoError>> {
        Ok(Note::new().text("open"))
    }
}

async fn ask(app: axum::Router, path: &str, token: Option<&'static str>) -> String {
    let mut request = bare("GET", path);
    if let Some(token) = token {
        request
            .headers_mut()
            .insert(AUTHORIZATION, HeaderValue::from_static(token));
    }
    let response = show(app.oneshot(request).await.unwrap()).await;
    let (head, body) = response.split_once("\n\n").unwrap();
    format!("{} {body}", &head[..3])
}

#[tokio::test]
async fn several_traits_make_one_router() {
    let app = router(Shop).build();
    assert_eq!(
        ask(app.clone(), "/pets", Some("Bearer x")).await,
        r#"200 {"text":"pets of ada"}"#
    );
    assert_eq!(
        ask(app.clone(), "/orders", Some("Bearer x")).await,
        r#"200 {"text":"orders of ada"}"#
    );
    assert_eq!(
        ask(app.clone(), "/status", None).await,
        r#"200 {"text":"open"}"#
    );
    assert!(ask(app, "/pets", None).await.starts_with("401"));
}

#[tokio::test]
async fn one_trait_of_several_makes_a_router_too() {
    let app = pets::router(Arc::new(Shop)).build();
    assert_eq!(
        ask(app.clone(), "/pets", Some("Bearer x")).await,
        r#"200 {"text":"pets of ada"}"#
    );
    assert!(ask(app, "/status", None).await.starts_with("404"));
}

#[tokio::test]
async fn traits_may_be_implemented_apart() {
    let routes = pets::routes(&Arc::new(Shop)).merge(store::routes(&Arc::new(Shop)));
    assert_eq!(
        format!("{routes:?}"),
        "[GET /pets (listPets), GET /orders (listOrders), GET /status (status)]"
    );
    let app = RouterBuilder::new(routes).build();
    assert_eq!(
        ask(app.clone(), "/pets", Some("Bearer x")).await,
        r#"200 {"text":"pets of ada"}"#
    );
    assert_eq!(ask(app, "/status", None).await, r#"200 {"text":"open"}"#);
}

#[tokio::test]
async fn nothing_is_the_last_alternative() {
    // The document lists `{}` first.
    let app = router(Shop).build();
    assert_eq!(
        ask(app.clone(), "/orders", None).await,
        r#"200 {"text":"orders of nobody"}"#
    );
    assert_eq!(
        ask(app.clone(), "/orders", Some("Bearer x")).await,
        r#"200 {"text":"orders of ada"}"#
    );
    // A token that is sent is looked at.
    assert!(
        ask(app.clone(), "/orders", Some("Bearer wrong"))
            .await
            .starts_with("401")
    );
    assert!(
        ask(app, "/orders", Some("Bearer a b"))
            .await
            .starts_with("401")
    );
}

mod open {
    //! A document without security.

    use super::{Context, Failure, NoError, Note, StatusRequest, service};

    pub(crate) trait Api: Send + Sync + 'static {
        fn status(
            &self,
            request: StatusRequest,
            context: Context,
        ) -> impl Future<Output = Result<Note, Failure<NoError>>> + Send;
    }

    service! { Api { status(StatusRequest) } }
}

struct Status;

impl open::Api for Status {
    async fn status(&self, _: StatusRequest, context: Context) -> Result<Note, Failure<NoError>> {
        let peer = context
            .peer_address()
            .map_or_else(|| "nobody".to_owned(), |peer| peer.to_string());
        Ok(Note::new().text(peer))
    }
}

pub(crate) fn status_router() -> axum::Router {
    open::router(Status).build()
}

#[tokio::test]
async fn a_document_without_security() {
    assert_eq!(
        ask(status_router(), "/status", None).await,
        r#"200 {"text":"nobody"}"#
    );
}
