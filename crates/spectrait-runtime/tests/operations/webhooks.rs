//! What the API calls by itself: a sender and a receiver.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::Request;
use spectrait_runtime::client::{Call, ErrorKind, client};
use spectrait_runtime::server::{Context, Failure, service};
use spectrait_runtime::{
    Empty, Int, Method, Open, Operation, SecurityScheme, StatusCode, record, request, responses,
    string_enum,
};

use crate::fixture::{ask, block_on};

string_enum! {
    /// What kind.
    pub enum Kind {
        Cat = "cat",
        Dog = "dog",
    }
}

record! {
    /// What is told.
    #[derive(Clone)]
    pub struct Pet {
        /// Its name.
        pub name: String = "name",
        /// Its kind; a receiver may be older than what it is told.
        pub kind: Option<Open<Kind>> = "kind",
    }
    new(name: String);
    closed;
}

request! {
    /// A new pet: `POST`.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct NewPetRequest {
        /// A signature.
        pub signature: Option<String> = header("X-Signature"),
        /// How often it was tried.
        pub attempt: Option<i64> = query("attempt"),
        /// The pet.
        pub body: Pet = json_body(),
    }
    new(body: Pet);
}

responses! {
    /// What a receiver may object.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum NewPetError {
        /// Try again.
        Later(Int<1, 100>) = 503,
        /// Anything else.
        Other(StatusCode) = "default",
    }
}

impl Operation for NewPetRequest {
    const ID: &str = "newPet";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/newPet";
    const SECURITY: &[&[SecurityScheme]] = &[];
    const IS_WEBHOOK: bool = true;
    type Success = Empty<204>;
    type Failure = NewPetError;
}

/// Who receives.
pub trait Receiver: Send + Sync + 'static {
    /// A new pet.
    fn new_pet(
        &self,
        request: NewPetRequest,
        context: Context,
    ) -> impl Future<Output = Result<(), Failure<NewPetError>>> + Send;
}

service! { Receiver { new_pet(NewPetRequest) } }

client! {
    /// Sends webhooks.
    pub struct Sender;
    /// Settings of a [`Sender`].
    pub struct SenderBuilder {}
    no BASE_URL;
}

impl Sender {
    /// A new pet.
    pub fn new_pet(&self, url: &str, request: &NewPetRequest) -> Call<(), NewPetError> {
        self.send(url, request)
    }
}

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Receiver for Log {
    async fn new_pet(
        &self,
        request: NewPetRequest,
        context: Context,
    ) -> Result<(), Failure<NewPetError>> {
        self.0
            .lock()
            .unwrap()
            .push(format!("{} {request:?}", context.uri()));
        if request.body.name == "later" {
            Err(NewPetError::Later(Int::try_from(7).unwrap()))?;
        }
        Ok(())
    }
}

fn app(log: &Arc<Log>) -> axum::Router {
    router(Arc::clone(log))
        .mount_at("/hooks")
        .operation_at("newPet", "/pets")
        .build()
}

#[test]
fn from_sender_to_receiver() {
    let log = Arc::new(Log::default());
    let sender = Sender::builder().transport(app(&log)).build().unwrap();
    let request = NewPetRequest::new(Pet::new("Rex").kind(Kind::Dog))
        .signature("s")
        .attempt(2);
    block_on(async {
        sender
            .new_pet("http://test/hooks/pets?token=a", &request)
            .await
            .unwrap();
        let later = NewPetRequest::new(Pet::new("later"));
        let error = sender
            .new_pet("http://test/hooks/pets", &later)
            .await
            .unwrap_err();
        assert_eq!(
            error.api(),
            Some(&NewPetError::Later(Int::try_from(7).unwrap()))
        );
    });
    let log = log.0.lock().unwrap();
    assert!(
        log[0].starts_with("http://test/hooks/pets?token=a&attempt=2 "),
        "{log:?}"
    );
    assert!(log[0].ends_with(&format!("{request:?}")), "{log:?}");
}

/// The receiver gets along with a sender that is newer.
#[test]
fn a_receiver_is_tolerant() {
    let log = Arc::new(Log::default());
    let request = Request::post("/hooks/pets")
        .header("content-type", "application/json")
        .body(Body::from(
            r#"{"name":"Rex","kind":"axolotl","color":"pink"}"#,
        ))
        .unwrap();
    assert_eq!(ask(app(&log), request).0, 204);
    assert!(log.0.lock().unwrap()[0].contains("axolotl"));
    let request = Request::post("/hooks/pets")
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(ask(app(&log), request).0, 400);
}

/// The sender says only what the document lists.
#[test]
fn a_sender_is_strict() {
    let sender = Sender::builder()
        .transport(app(&Arc::default()))
        .build()
        .unwrap();
    let kind: Open<Kind> = spectrait_runtime::FromJson::from_json_tolerant("\"axolotl\"").unwrap();
    let request = NewPetRequest::new(Pet::new("Rex").kind(kind));
    let error =
        block_on(async { sender.new_pet("http://test/hooks/pets", &request).await }).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error}");
}

#[test]
fn urls() {
    let sender = Sender::builder()
        .transport(app(&Arc::default()))
        .build()
        .unwrap();
    let request = NewPetRequest::new(Pet::new("Rex"));
    for url in [
        "",
        "/hooks",
        "ftp://test/hooks",
        "http://user:pw@test/",
        "http://test/a/../b",
        "http://test/#x",
    ] {
        let error = block_on(async { sender.new_pet(url, &request).await }).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Invalid(_)),
            "{url}: {error}"
        );
        assert!(!error.to_string().contains("pw"), "{error}");
    }
}
