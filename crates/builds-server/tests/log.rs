//! What is logged, and what is not.

use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use rusqlite::Connection;

use crate::support::{Server, TOKEN};

/// What all tests of this process log. A subscriber for each test would do if they ran one by one; at once, they
/// disable one another's events (tracing caches for all threads which events anyone wants).
static LOG: LazyLock<Log> = LazyLock::new(|| {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(|| &*LOG)
        .init();
    Log::default()
});

#[derive(Default)]
struct Log(Mutex<Vec<u8>>);

impl Log {
    /// Begins to keep what is logged.
    fn begin() -> &'static Self {
        &LOG
    }

    /// The lines that have this text, one after another.
    fn lines_with(&self, text: &str) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let log = String::from_utf8_lossy(&bytes);
        log.lines()
            .filter(|line| line.contains(text))
            .flat_map(|line| [line, "\n"])
            .collect()
    }
}

impl Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_a_line() {
    let server = Server::new(1);
    let log = Log::begin();
    for (target, token, expected) in [
        (
            "/v1/builds?region=s3cret-region",
            Some(TOKEN),
            r#"answered operation="listBuilds" status=200 "#,
        ),
        (
            "/v1/builds",
            Some("wr0ng-s3cret"),
            r#"answered operation="listBuilds" status=401 "#,
        ),
        (
            "/v1/builds?limit=0",
            Some(TOKEN),
            r#"answered operation="listBuilds" status=400 "#,
        ),
        (
            "/nowhere",
            Some(TOKEN),
            r#"answered operation="" status=404 "#,
        ),
    ] {
        let response = server.get(target, token).await;
        let id = response.headers()["x-request-id"].to_str().expect("an id");
        let log = log.lines_with(id);
        let path = target.split('?').next().expect("a path");
        let head = format!(r#"request{{id="{id}" method=GET path="{path}"}}"#);
        let lines: Vec<_> = log
            .lines()
            .filter(|line| line.contains(&head) && line.contains(expected))
            .collect();
        assert_eq!(lines.len(), 1, "{log}");
        assert!(lines[0].contains(" duration_us="), "{log}");
        assert!(!log.contains("s3cret"), "{log}");
    }
}

#[tokio::test]
async fn an_internal_error_is_logged_and_not_sent() {
    let server = Server::new(1);
    let connection = Connection::open(server.path()).expect("a connection");
    connection
        .execute_batch("UPDATE builds SET status = 'lost'")
        .expect("an update");
    let log = Log::begin();
    let response = server.get("/v1/builds", Some(TOKEN)).await;
    assert_eq!(response.status(), 500);
    let id = response.headers()["x-request-id"]
        .to_str()
        .expect("an id")
        .to_owned();
    let body = crate::support::text(response).await;
    assert!(!body.contains("lost"), "{body}");
    let log = log.lines_with(&id);
    let error = log
        .lines()
        // The runtime has an event of its own where some other crate asks for its feature `tracing`.
        .find(|line| line.contains("ERROR") && line.contains(r#"operation="listBuilds""#))
        .unwrap_or_else(|| panic!("{log}"));
    for part in [&*id, "`lost` is none of"] {
        assert!(error.contains(part), "{error}");
    }
    assert!(!log.contains(TOKEN), "{log}");
}
