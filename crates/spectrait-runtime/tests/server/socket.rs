//! What only a connection shows: what hyper makes of the responses, and the peer's address.

use std::net::SocketAddr;

use spectrait_runtime::server::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::fixture::{Builds, router};

/// All that comes back for `request`, without the date.
async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    let response = String::from_utf8(response).unwrap();
    response
        .lines()
        .filter(|line| !line.starts_with("date: "))
        .collect::<Vec<_>>()
        .join("\n")
}

async fn serve(app: axum::Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

#[tokio::test]
async fn responses_without_a_body_say_so_in_the_right_way() {
    let address = serve(router(Builds::default()).build()).await;
    let ask = async |start: &str| {
        exchange(
            address,
            &format!("{start} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        )
        .await
    };

    assert_eq!(
        ask("OPTIONS /builds").await,
        "HTTP/1.1 204 No Content\nallow: GET, HEAD, POST, OPTIONS\nconnection: close\n"
    );
    assert_eq!(
        ask("DELETE /builds/7").await,
        "HTTP/1.1 204 No Content\nconnection: close\n"
    );
    assert_eq!(
        ask("HEAD /builds/7").await,
        "HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: 10\nconnection: close\n"
    );
    assert_eq!(
        ask("GET /builds/7").await,
        "HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: 10\nconnection: close\n\n{\"id\":\"7\"}"
    );
}

#[tokio::test]
async fn a_panic_leaves_the_connection_alive() {
    let address = serve(router(Builds::default()).build()).await;
    let both = "GET /builds/panics HTTP/1.1\r\nhost: x\r\n\r\nGET /builds/7 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let response = exchange(address, both).await;
    assert!(response.starts_with("HTTP/1.1 500"), "{response}");
    assert!(response.ends_with("{\"id\":\"7\"}"), "{response}");
}

#[tokio::test]
async fn the_peer_is_known() {
    // By a public operation's handler, through a router of one operation.
    let address = serve(crate::several::status_router()).await;
    let response = exchange(
        address,
        "GET /status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(response.contains("127.0.0.1:"), "{response}");
    let _: fn(&Context) -> Option<SocketAddr> = Context::peer_address;
}
