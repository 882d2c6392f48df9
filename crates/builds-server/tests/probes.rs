//! Whether the program is alive, and whether it can serve.

use crate::support::Server;

#[track_caller]
fn move_away(server: &Server) -> impl FnOnce() {
    let (here, there) = (server.path(), server.path().with_extension("away"));
    std::fs::rename(&here, &there).expect("a file to move");
    move || std::fs::rename(there, here).expect("a file to move back")
}

#[tokio::test]
async fn readiness_follows_the_file_and_liveness_does_not() {
    let server = Server::new(1);
    let statuses = async || {
        let (alive, ready) = (
            server.get("/healthz", None).await,
            server.get("/readyz", None).await,
        );
        (alive.status().as_u16(), ready.status().as_u16())
    };
    assert_eq!(statuses().await, (200, 200));

    let move_back = move_away(&server);
    assert_eq!(statuses().await, (200, 503));
    assert!(!server.path().exists(), "a probe makes no file");

    std::fs::write(server.path(), "").expect("a file");
    assert_eq!(statuses().await, (200, 503));

    std::fs::write(server.path(), "not SQLite's. ".repeat(100)).expect("a file");
    assert_eq!(statuses().await, (200, 503));

    move_back();
    assert_eq!(statuses().await, (200, 200));
}
