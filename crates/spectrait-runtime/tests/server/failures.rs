//! What a handler can do beside succeed.

use crate::fixture::{bare, create, fixture, fixture_with, with_token};

#[tokio::test]
async fn documented_failures_are_sent_as_they_are() {
    let fixture = fixture();
    assert_eq!(
        fixture.ask(bare("GET", "/builds/missing")).await,
        "404 Not Found\ncontent-length: 27\ncontent-type: application/json\n\n{\"message\":\"no such build\"}"
    );
    assert!(
        fixture
            .ask(create(r#"{"name":"taken"}"#))
            .await
            .starts_with("409 Conflict")
    );
    assert!(
        fixture
            .ask(create(r#"{"name":"teapot"}"#))
            .await
            .starts_with("418")
    );
    assert!(fixture.errors().is_empty());
}

#[tokio::test]
async fn an_error_and_a_panic_look_the_same_from_outside() {
    let fixture = fixture();
    let failed = fixture.ask(bare("GET", "/builds/fails")).await;
    assert!(failed.starts_with("500"), "{failed}");
    assert!(!failed.contains("hunter2"), "{failed}");
    assert_eq!(fixture.errors(), ["getBuild: password=hunter2"]);

    assert_eq!(fixture.ask(bare("GET", "/builds/panics")).await, failed);
    assert_eq!(fixture.errors(), ["getBuild: panicked: password=hunter2"]);

    assert_eq!(
        fixture.ask(with_token("broken", "GET", "/builds")).await,
        failed
    );
    assert_eq!(
        fixture.errors(),
        ["listBuilds: no store at 10.0.0.7, password=hunter2"]
    );

    assert_eq!(
        fixture.ask(with_token("panics", "GET", "/builds")).await,
        failed
    );
    assert_eq!(fixture.errors(), ["listBuilds: panicked: password=hunter2"]);
}

#[tokio::test]
async fn what_the_document_does_not_list_is_never_sent() {
    let fixture = fixture();
    let response = fixture.ask(create(r#"{"name":"unlisted"}"#)).await;
    assert!(response.starts_with("500"), "{response}");
    assert!(!response.contains("exploded"), "{response}");
    let errors = fixture.errors().join("");
    assert!(
        errors.starts_with("createBuild: ") && errors.contains("exploded"),
        "{errors}"
    );

    // No final response.
    assert!(
        fixture
            .ask(create(r#"{"name":"switch"}"#))
            .await
            .starts_with("500")
    );
    assert_eq!(fixture.errors().len(), 1);
}

#[tokio::test]
async fn a_hook_that_panics_changes_nothing() {
    let fixture = fixture_with(|router| router.on_internal_error(|_, _| panic!("no log")));
    assert_eq!(
        fixture.send(bare("GET", "/builds/fails")).await.status(),
        500
    );
}
