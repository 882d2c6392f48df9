//! Reading a request's body: its size, its type.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http_body::Frame;

use crate::fixture::{bare, create, fixture, fixture_with};

/// A body in pieces, of unstated length.
struct Pieces {
    piece: &'static [u8],
    left: usize,
    then: Result<(), &'static str>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        if self.left == 0 {
            return Poll::Ready(std::mem::replace(&mut self.then, Ok(())).err().map(Err));
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(self.piece)))))
    }
}

fn pieces(piece: &'static [u8], left: usize, then: Result<(), &'static str>) -> Body {
    Body::new(Pieces { piece, left, then })
}

#[tokio::test]
async fn the_limit_is_the_last_length_that_is_taken() {
    let body = r#"{"name":"ab"}"#;
    let at_limit = fixture_with(|router| router.body_limit(body.len()));
    assert_eq!(at_limit.send(create(body)).await.status(), 201);
    let below = fixture_with(|router| router.body_limit(body.len() - 1));
    assert_eq!(below.send(create(body)).await.status(), 413);
}

#[tokio::test]
async fn a_body_of_unstated_length_is_cut_at_the_limit() {
    let fixture = fixture_with(|router| router.body_limit(1000));
    // Without the limit this would take a while.
    let endless = pieces(&[b' '; 100], usize::MAX, Ok(()));
    assert_eq!(fixture.send(create(endless)).await.status(), 413);
    let fits = pieces(br#"{"name":"ab"}"#, 1, Ok(()));
    assert_eq!(fixture.send(create(fits)).await.status(), 201);
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_refused_unread() {
    struct Unread;
    impl http_body::Body for Unread {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            panic!("the body was read")
        }
    }
    let mut request = create(Body::new(Unread));
    request
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from_static("2097153"));
    assert_eq!(fixture().send(request).await.status(), 413);
}

#[tokio::test]
async fn two_mebibytes_unless_set() {
    let padded = |length: usize| {
        let body = r#"{"name":"ab"}"#;
        format!("{body}{}", " ".repeat(length - body.len()))
    };
    assert_eq!(fixture().send(create(padded(2 << 20))).await.status(), 201);
    assert_eq!(
        fixture().send(create(padded((2 << 20) + 1))).await.status(),
        413
    );
}

#[tokio::test]
async fn a_limit_by_a_layer_is_a_413_too() {
    let limited = http_body_util::Limited::new(pieces(&[b' '; 100], 100, Ok(())), 50);
    assert_eq!(
        fixture().send(create(Body::new(limited))).await.status(),
        413
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_the_callers_fault() {
    let fixture = fixture();
    let response = fixture
        .ask(create(pieces(b"{", 1, Err("reset by 10.0.0.7"))))
        .await;
    assert!(response.starts_with("400"), "{response}");
    assert!(!response.contains("10.0.0.7"), "{response}");
    assert!(fixture.errors().is_empty());
}

#[tokio::test]
async fn media_types() {
    let status = async |content_type: Option<&'static str>, body: &'static str| {
        let mut request = create(body);
        request.headers_mut().remove(CONTENT_TYPE);
        if let Some(content_type) = content_type {
            request
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        fixture().send(request).await.status().as_u16()
    };
    let body = r#"{"name":"ab"}"#;
    assert_eq!(status(Some("application/json"), body).await, 201);
    assert_eq!(
        status(Some("Application/JSON; charset=utf-8"), body).await,
        201
    );
    assert_eq!(
        status(Some("application/merge-patch+json"), body).await,
        201
    );
    assert_eq!(status(Some("text/json"), body).await, 415);
    assert_eq!(
        status(Some("application/x-www-form-urlencoded"), body).await,
        415
    );
    assert_eq!(
        status(Some("multipart/form-data; boundary=x"), body).await,
        415
    );
    assert_eq!(status(None, body).await, 415);
    // Without a body the type says nothing: what is wrong is that it is missing.
    assert_eq!(status(Some("text/plain"), "").await, 400);
    assert_eq!(status(None, "").await, 400);
}

#[tokio::test]
async fn a_body_that_no_document_asks_for_is_not_read() {
    let fixture = fixture_with(|router| router.body_limit(1));
    let mut request = bare("GET", "/builds/7");
    *request.body_mut() = pieces(&[b' '; 100], usize::MAX, Ok(()));
    assert_eq!(fixture.send(request).await.status(), 200);
}
