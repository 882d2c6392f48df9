//! Calls that fail: 1, and a text that helps.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;

use crate::program::{list, run, without_port};
use crate::server::Server;

/// Runs it, it must fail, and says so in the snapshot; gives what it wrote before.
#[track_caller]
fn assert_fails(name: &str, url: &str, arguments: &[&str]) -> String {
    let ended = run(list(url).args(arguments));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    insta::assert_snapshot!(format!("fails__{name}"), without_port(&ended.stderr, url));
    ended.stdout
}

#[test]
fn a_token_that_is_refused() {
    let (server, requests) = Server::of_builds(1);
    let stdout = assert_fails("wrong_token", &server.url(), &["--token", "wrong"]);
    assert_eq!(stdout, "");
    assert!(requests.lock().expect("no poison").is_empty());
}

#[test]
fn answers_that_the_document_does_not_list() {
    for (status, body) in [
        (301, ""),
        (403, "{}"),
        (404, "<html>\u{1b}[31mnot\nhere</html>"),
        (418, "short and stout"),
        (429, ""),
        (503, "down for maintenance"),
    ] {
        let server = Server::answering(status, body);
        assert_fails(&format!("status_{status}"), &server.url(), &[]);
    }
}

#[test]
fn answers_that_do_not_fit_the_document() {
    for (name, body) in [
        ("html", "<html>Welcome</html>"),
        (
            "types",
            r#"{"builds":[{"id":7,"createdAt":"today"}],"total":"1"}"#,
        ),
    ] {
        let server = Server::answering(200, body);
        assert_fails(&format!("body_{name}"), &server.url(), &[]);
    }
}

#[test]
fn no_server() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    drop(listener);
    let ended = run(&mut list(&url));
    // How the system puts it is in the text as well.
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.stderr.contains("no answer from the server"),
        "{ended:?}"
    );
    assert!(ended.stderr.contains(&url), "{ended:?}");
    assert!(ended.stderr.contains("--base-url"), "{ended:?}");
}

#[test]
fn a_server_that_does_not_answer() {
    // Connections wait in the queue of a listener that accepts none.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    assert_fails("timeout", &url, &["--timeout", "1"]);
}

/// Two pages, then a fault.
fn breaks_half_way() -> Server {
    let pages = Arc::new(AtomicUsize::new(0));
    Server::start(Router::new().fallback(
        async move || match pages.fetch_add(1, Ordering::Relaxed) {
            0 => Ok(r#"{"builds":[{"region":"a"},{"region":"b"}],"total":9}"#),
            1 => Ok(r#"{"builds":[{"region":"c"},{"region":"d"}],"total":9}"#),
            _ => Err((StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "7")])),
        },
    ))
}

#[test]
fn what_came_before_the_failure_is_written() {
    let server = breaks_half_way();
    let stdout = assert_fails("half_way", &server.url(), &["--all", "--offset", "3"]);
    let lines = ["a", "b", "c", "d"].map(|region| format!("{{\"region\":\"{region}\"}}\n"));
    assert_eq!(stdout, lines.concat());

    let server = breaks_half_way();
    let table = ["--all", "--offset", "3", "--output", "table"];
    let stdout = assert_fails("half_way_table", &server.url(), &table);
    insta::assert_snapshot!("half_way_table", stdout);
}

/// A server that ignores the offset must not be asked for ever.
#[test]
fn the_same_page_again() {
    let server = Server::answering(200, r#"{"builds":[{"region":"a"}],"total":9}"#);
    assert_fails("repeated", &server.url(), &["--all"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full() {
    let (server, _) = Server::of_builds(1);
    let full = std::fs::File::create("/dev/full").expect("a full device");
    let ended = run_to(&mut list(&server.url()), full);
    assert_eq!(
        ended,
        (
            Some(1),
            "error: the output cannot be written: No space left on device (os error 28)\n".into()
        )
    );
}

#[cfg(target_os = "linux")]
fn run_to(program: &mut std::process::Command, stdout: std::fs::File) -> (Option<i32>, String) {
    let child = program
        .stdout(stdout)
        .stderr(std::process::Stdio::piped())
        .spawn();
    let output = child
        .and_then(std::process::Child::wait_with_output)
        .expect("the program runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code(), stderr)
}
