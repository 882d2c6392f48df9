//! The default transport, against a server that is one scripted connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{Request, Response};
use spectrait_runtime::client::{Body, BoxError, ErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::builds::{Client, ListBuildsRequest, RestartBuildRequest};

/// Accepts one connection, reads one request head, writes `answer` and closes. Gives the head.
pub(crate) async fn scripted(answer: impl Into<Vec<u8>>) -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(&listener);
    let answer = answer.into();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let head = read_head(&mut socket).await;
        socket.write_all(&answer).await.unwrap();
        socket.shutdown().await.unwrap();
        head
    });
    (client, server)
}

pub(crate) fn client(listener: &TcpListener) -> Client {
    let address = listener.local_addr().unwrap();
    // A proxy of the machine must not take the call.
    let reqwest = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    Client::builder()
        .bearer_auth("hunter2")
        .base_url(format!("http://{address}/v1"))
        .transport(spectrait_runtime::client::Reqwest::from(reqwest))
        .build()
        .unwrap()
}

pub(crate) async fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

#[tokio::test]
async fn a_call_over_a_socket() {
    let (client, server) =
        scripted("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"total\":1}".to_owned()).await;
    let page = client
        .list_builds(&ListBuildsRequest::new().region("%2e%2e '\"é"))
        .await
        .unwrap();
    assert_eq!(page.total, Some(1));
    let head = server.await.unwrap();
    assert!(
        head.starts_with("GET /v1/builds?region=%252e%252e%20%27%22%C3%A9 HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.contains("\r\nauthorization: Bearer hunter2\r\n"),
        "{head}"
    );
    assert!(!head.contains("content-length"), "{head}");
}

#[tokio::test]
async fn a_post_without_a_body_has_one_length() {
    let (client, server) = scripted("HTTP/1.1 204 No Content\r\n\r\n".to_owned()).await;
    client
        .restart_build(&RestartBuildRequest::new("a/b".to_owned()))
        .await
        .unwrap();
    let head = server.await.unwrap();
    assert!(
        head.starts_with("POST /v1/builds/a%2Fb/restart HTTP/1.1\r\n"),
        "{head}"
    );
    assert_eq!(head.matches("content-length: 0\r\n").count(), 1, "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
}

#[tokio::test]
async fn half_a_body_is_an_error() {
    let (client, _) =
        scripted("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"total\":1}".to_owned()).await;
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn what_is_not_http_is_an_error() {
    for answer in [
        "",
        "hello\r\n\r\n",
        "HTTP/1.1 99 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
    ] {
        let (client, _) = scripted(answer.to_owned()).await;
        let error = client
            .list_builds(&ListBuildsRequest::new().region("private"))
            .await
            .unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Transport(_)),
            "{answer}: {error:?}"
        );
        assert!(
            !format!("{error} {error:?}").contains("private"),
            "the URL is not shown: {error:?}"
        );
    }
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(&listener);
    drop(listener);
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("listBuilds: no answer from the server: Connection refused"),
        "{error}"
    );
}

#[tokio::test]
async fn the_default_transport_follows_no_redirect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        read_head(&mut socket).await;
        let answer = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
        socket.write_all(answer.as_bytes()).await.unwrap();
        // A second request on this or on another connection would be the redirect.
        tokio::select! {
            byte = socket.read_u8() => assert!(byte.is_err(), "another request came"),
            _ = listener.accept() => panic!("another connection came"),
        }
    });
    let client = Client::builder()
        .bearer_auth("hunter2")
        .base_url(format!("http://{address}"))
        .build()
        .unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(error.headers().unwrap()["location"], "/elsewhere");
    drop(client);
    server.await.unwrap();
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(&listener);
    let begun = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        read_head(&mut socket).await;
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{";
        socket.write_all(half).await.unwrap();
        socket
    };
    let mut socket = tokio::select! {
        socket = begun => socket,
        result = client.list_builds(&ListBuildsRequest::new()) => panic!("{result:?}"),
    };
    // The call is dropped by now. This ends only when the other side closes.
    assert_eq!(socket.read_to_end(&mut Vec::new()).await.unwrap_or(0), 0);
    drop(client);
}

#[tokio::test]
async fn a_dropped_call_drops_the_transports_future() {
    struct Flag(Arc<AtomicBool>);
    impl Drop for Flag {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let dropped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&dropped);
    let transport = tower::service_fn(move |_: Request<Body>| {
        let flag = Flag(Arc::clone(&flag));
        async move {
            std::future::pending::<()>().await;
            drop(flag);
            Ok::<Response<Body>, BoxError>(Response::default())
        }
    });
    let client = Client::builder()
        .bearer_auth("hunter2")
        .transport(transport)
        .build()
        .unwrap();
    let mut call = Box::pin(client.list_builds(&ListBuildsRequest::new()));
    let polled =
        std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx).is_ready())).await;
    assert!(!polled);
    assert!(!dropped.load(Ordering::SeqCst));
    drop(call);
    assert!(dropped.load(Ordering::SeqCst));
}
