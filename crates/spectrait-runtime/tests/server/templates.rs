//! Paths and methods that few documents have.

use std::sync::{Arc, Mutex};

use axum::Router;
use spectrait_runtime::server::{RouterBuilder, Routes};
use spectrait_runtime::{Empty, Method, Operation, SecurityScheme, request};
use tower::ServiceExt;

use crate::fixture::{ListBuildsError, bare};

/// An operation, open to everyone, that takes nothing.
macro_rules! operations {
    ($($name:ident = $method:ident $path:literal;)+) => {
        $(
            request! {
                #[derive(Clone, Default)]
                struct $name {}
            }

            impl Operation for $name {
                const ID: &'static str = stringify!($name);
                const METHOD: Method = Method::$method;
                const PATH: &'static str = $path;
                const SECURITY: &'static [&'static [SecurityScheme]] = &[];
                type Success = Empty<204>;
                type Failure = ListBuildsError;
            }
        )+

        /// All of them, with what was called.
        fn app(set: impl Fn(RouterBuilder) -> RouterBuilder) -> (Router, Arc<Mutex<Vec<&'static str>>>) {
            let called = Arc::new(Mutex::new(Vec::new()));
            let mut routes = Routes::new();
            $(
                let log = Arc::clone(&called);
                routes = routes.public::<$name, _, _>(move |_, context| {
                    log.lock().unwrap().push(context.operation_id());
                    async { Ok(()) }
                });
            )+
            (set(RouterBuilder::new(routes)).build(), called)
        }
    };
}

operations! {
    Root = GET "/";
    Report = GET "/reports/{id}";
    ReportJson = GET "/reports/{id}.json";
    Cancel = POST "/jobs/{name}:cancel";
    Pair = GET "/pairs/{a},{b}";
    Twice = GET "/twice/{a}/{a}";
    Colon = GET "/:colon";
    Star = GET "/*star";
    Wild = GET "/wild/{*rest}";
    Brace = GET "/brace{";
    Nameless = GET "/nameless/{}";
    Umlaut = GET "/für/{id}";
    Slash = GET "/slash%2Fslash";
    Deep = GET "/slash/slash";
    Relative = GET "relative";
    Trailing = GET "/trailing/";
    Doubled = GET "//doubled";
    Me = GET "/users/me";
    User = PATCH "/users/{id}";
    OtherName = GET "/users/{user}";
    Again = GET "/users/me";
    Ask = OPTIONS "/asked";
    Peek = HEAD "/asked";
    Take = GET "/asked";
}

/// Which operation answers, or the status.
async fn reach(method: &str, target: &str) -> String {
    let (app, called) = app(|router| router);
    let response = app.oneshot(bare(method, target)).await.unwrap();
    let called = called.lock().unwrap().join(" ");
    if called.is_empty() {
        response.status().as_u16().to_string()
    } else {
        called
    }
}

#[tokio::test]
async fn odd_templates_are_reached() {
    for (target, operation) in [
        ("/", "Root"),
        ("/reports/7", "Report"),
        ("/reports/7.json", "ReportJson"),
        ("/reports/.json", "Report"),
        ("/pairs/1,2", "Pair"),
        ("/pairs/12", "404"),
        ("/twice/A/%41", "Twice"),
        ("/twice/1/2", "404"),
        ("/:colon", "Colon"),
        ("/%3Acolon", "Colon"),
        ("/*star", "Star"),
        ("/wild/1", "Wild"),
        ("/wild/1/2", "404"),
        ("/brace%7B", "Brace"),
        ("/nameless/1", "Nameless"),
        ("/f%C3%BCr/1", "Umlaut"),
        ("/slash%2Fslash", "Slash"),
        ("/slash/slash", "Deep"),
        ("/relative", "Relative"),
        ("/trailing/", "Trailing"),
        ("/trailing", "404"),
        ("//doubled", "Doubled"),
        ("/doubled", "404"),
    ] {
        assert_eq!(reach("GET", target).await, operation, "{target}");
    }
    assert_eq!(reach("POST", "/jobs/a%3Ab:cancel").await, "Cancel");
    assert_eq!(reach("POST", "/jobs/a").await, "404");
}

#[tokio::test]
async fn fixed_text_wins_with_all_its_methods() {
    assert_eq!(reach("GET", "/users/me").await, "Me");
    assert_eq!(reach("PATCH", "/users/me").await, "405");
    assert_eq!(reach("PATCH", "/users/7").await, "User");
    assert_eq!(reach("GET", "/users/7").await, "OtherName");
}

#[tokio::test]
async fn documented_head_and_options_are_called() {
    assert_eq!(reach("OPTIONS", "/asked").await, "Ask");
    assert_eq!(reach("HEAD", "/asked").await, "Peek");
    assert_eq!(reach("GET", "/asked").await, "Take");
    assert_eq!(reach("HEAD", "/users/me").await, "Me");
    assert_eq!(reach("BREW", "/asked").await, "405");
    assert_eq!(reach("OPTIONS", "*").await, "404");
}

#[tokio::test]
async fn no_base_path_is_too_odd() {
    for base in [
        "",
        "/",
        "/{tenant}",
        "/{*rest}",
        "/:x",
        "/*",
        "/{",
        "/a//b",
        "/ä",
        "{id}/{id}",
    ] {
        let (app, called) = app(|router| router.mount_at(base));
        app.oneshot(bare("GET", "/nothing")).await.unwrap();
        assert!(called.lock().unwrap().is_empty(), "{base}");
    }
}
