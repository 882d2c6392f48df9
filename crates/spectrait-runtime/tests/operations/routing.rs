//! Which operation a request is for, and where it is sent.

use axum::body::Body;
use http::Request;
use spectrait_runtime::client::server;
use spectrait_runtime::server::{Failure, RouterBuilder, Routes};
use spectrait_runtime::{Json, Method, Operation, SecurityScheme, request, string_enum};

use crate::fixture::{Never, ask, block_on, client, written};

macro_rules! operations {
    ($($name:ident = $method:ident $path:literal $query:expr, $headers:expr;)+) => {
        $(
            request! {
                /// A parameter.
                #[derive(Clone, Default)]
                pub struct $name {
                    /// One.
                    pub limit: Option<i64> = query("limit"),
                    /// The header that tells.
                    pub target: Option<String> = header("X-Target"),
                }
            }
            impl Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: Method = Method::$method;
                const PATH: &str = $path;
                const SECURITY: &[&[SecurityScheme]] = &[];
                const QUERY: &[(&str, &str)] = $query;
                const HEADERS: &[(&str, &str)] = $headers;
                type Success = Json<200, String>;
                type Failure = Never;
            }
        )+

        fn builder() -> RouterBuilder {
            RouterBuilder::new(Routes::new()$(.public::<$name, _, _>(|request, _| async move {
                Ok::<_, Failure<Never>>(format!("{} {:?}", stringify!($name), request.limit))
            }))+)
        }
    };
}
operations! {
    Plain = POST "/x" &[], &[];
    Start = POST "/x" &[("action", "start")], &[];
    StartNow = POST "/x" &[("action", "start"), ("when", "right now")], &[];
    StopTwin = POST "/x" &[("action", "start")], &[];
    Alone = POST "/y" &[("beta", "")], &[];
    PutItem = POST "/" &[], &[("X-Target", "Svc.Put")];
    GetItem = POST "/" &[], &[("X-Target", "Svc.Get")];
    Trace = TRACE "/x" &[], &[];
    Options = OPTIONS "/x" &[], &[];
    Head = HEAD "/x" &[], &[];
    Delete = DELETE "/x" &[], &[];
    Put = PUT "/x" &[], &[];
    Patch = PATCH "/x" &[], &[];
}

fn post(target: &str) -> Request<Body> {
    Request::post(target).body(Body::empty()).unwrap()
}

#[test]
fn constant_pairs_tell_operations_apart() {
    let rows = [
        ("/x", 200, "\"Plain None\""),
        ("/x?limit=1", 200, "\"Plain Some(1)\""),
        ("/x?action=stop", 200, "\"Plain None\""),
        ("/x?limit=1&action=start", 200, "\"Start Some(1)\""),
        ("/x?when=right+now&action=start", 200, "\"StartNow None\""),
        ("/x?when=later&%61ction=start", 200, "\"Start None\""),
        ("/y?beta", 200, "\"Alone None\""),
        ("/y?beta=", 200, "\"Alone None\""),
        ("/y", 404, "not_found"),
        ("/", 404, "not_found"),
    ];
    for (target, status, body) in rows {
        let answer = ask(builder().build(), post(target));
        assert_eq!(answer.0, status, "{target}: {}", answer.1);
        if status == 200 {
            assert_eq!(answer.1, body, "{target}");
        }
    }
    let mut request = post("/");
    request
        .headers_mut()
        .insert("x-target", "Svc.Get".parse().unwrap());
    assert_eq!(
        ask(builder().build(), request),
        (200, "\"GetItem None\"".to_owned())
    );
    // A method that the path does not have in any way.
    let get = Request::get("/y?beta").body(Body::empty()).unwrap();
    assert_eq!(ask(builder().build(), get).0, 405);
}

#[test]
fn a_client_sends_them() {
    assert_eq!(written(&Start::new().limit(1)), "/x?action=start&limit=1");
    assert_eq!(
        written(&StartNow::new()),
        "/x?action=start&when=right%20now"
    );
    let client = client(builder().build());
    block_on(async {
        assert_eq!(client.call(&Plain::new()).await.unwrap(), "Plain None");
        assert_eq!(
            client.call(&StartNow::new().limit(2)).await.unwrap(),
            "StartNow Some(2)"
        );
        assert_eq!(
            client
                .call(&PutItem::new().target("Svc.Put"))
                .await
                .unwrap(),
            "PutItem None"
        );
    });
}

#[test]
fn every_method() {
    let client = client(builder().build());
    block_on(async {
        assert_eq!(client.call(&Trace::new()).await.unwrap(), "Trace None");
        assert_eq!(client.call(&Options::new()).await.unwrap(), "Options None");
        assert_eq!(client.call(&Delete::new()).await.unwrap(), "Delete None");
        assert_eq!(client.call(&Put::new()).await.unwrap(), "Put None");
        assert_eq!(client.call(&Patch::new()).await.unwrap(), "Patch None");
        assert_eq!(client.call(&Head::new()).raw().await.unwrap().status, 200);
    });
}

#[test]
fn an_operation_is_moved() {
    let app = || {
        builder()
            .operation_at("Alone", "/hooks/{any}")
            .operation_at("nothing", "/z")
            .mount_at("/v1")
            .build()
    };
    assert_eq!(
        ask(app(), post("/v1/hooks/7?beta")),
        (200, "\"Alone None\"".to_owned())
    );
    assert_eq!(ask(app(), post("/v1/y?beta")).0, 404);
    assert_eq!(ask(app(), post("/v1/x")).0, 200);
}

string_enum! {
    /// Ports.
    pub enum Port {
        V8443 = "8443",
        V443 = "443",
    }
}

server! {
    /// With variables.
    #[derive(Debug, Clone, PartialEq)]
    pub struct MainServer = "https://{user}.example.com:{port}/{base}" {
        /// Who.
        pub user: String = "user" or "demo",
        /// Where.
        pub port: Port = "port" or Port::V8443,
        /// What.
        pub base: String = "base" or "v2",
    }
}

#[test]
fn servers_with_variables() {
    assert_eq!(
        MainServer::new().to_string(),
        "https://demo.example.com:8443/v2"
    );
    let server = MainServer::new().user("acme").port(Port::V443).base("a/b");
    let client = |server: MainServer| {
        let builder = spectrait_runtime::client::Client::builder().base_url(server);
        builder.transport(self::builder().build()).build()
    };
    assert_eq!(
        client(server).unwrap().base_url(),
        "https://acme.example.com:443/a/b"
    );
    for evil in [
        "a@evil.com/",
        "evil.com#",
        "evil.com?",
        "a b",
        "a/../b",
        "ä",
    ] {
        assert!(client(MainServer::new().user(evil)).is_err(), "{evil}");
    }
}
